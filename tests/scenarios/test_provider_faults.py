"""The provider loses replies, is away, talks nonsense, sends webhooks badly: the end is right, with one charge."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.books import assert_books_balance, assert_charged_once
from tests.support.installation import Installation
from tests.support.shop import CHALLENGED_CARD, SLOW_CARD, Person, Shop, attempt_of
from tests.support.sql import rows
from tests.support.waiting import wait_until


def assert_end_is_right(shop: Shop, by: Person, *, charged: int = 1) -> None:
    me = shop.await_active(by)
    (payment,) = me["payments"]["nodes"]
    assert (payment["status"], len(payment["attempts"])) == ("SUCCEEDED", 1)
    assert len(shop.provider.charges(attempt_of(payment))) == charged
    assert_charged_once(shop.database_url, shop.provider.charges())
    assert_books_balance(shop.database_url)


@pytest.mark.parametrize(
    ("fault", "left"),
    [
        ({"effect": "drop_after_commit"}, "UNKNOWN"),
        ({"effect": "drop_before_commit"}, "UNKNOWN"),
        ({"effect": "hang_after_commit"}, "UNKNOWN"),
        ({"effect": "malformed_body"}, "UNKNOWN"),
        ({"effect": "status", "status": 500}, "UNKNOWN"),
        ({"effect": "status", "status": 502, "executed": True}, "UNKNOWN"),
        ({"effect": "rate_limit", "retry_after_seconds": 600}, "CREATED"),
    ],
    ids=str,
)
def test_a_lost_or_wrong_reply_is_looked_up_and_never_charged_again(
    installation: Installation, shop: Shop, ana: Person, fault: dict[str, Any], left: str
) -> None:
    shop.provider.webhooks("hold")
    shop.provider.fault(**fault)
    payment = shop.buy(ana)["firstPayment"]
    assert (payment["status"], payment["attempts"][0]["status"]) == ("PENDING", left)
    installation.time_passes()
    assert_end_is_right(shop, ana)
    shop.provider.webhooks("release")


def test_the_webhook_outruns_the_reply(shop: Shop, ana: Person) -> None:
    shop.provider.fault("hang_after_commit")
    payment = shop.buy(ana)["firstPayment"]
    assert payment["status"] in ("PENDING", "SUCCEEDED")
    assert_end_is_right(shop, ana)


def test_while_the_provider_is_away_nothing_is_charged_and_afterwards_once(
    installation: Installation, shop: Shop, ana: Person
) -> None:
    with installation.provider_away():
        payment = shop.buy(ana)["firstPayment"]
        assert payment["attempts"][0]["status"] == "CREATED"
    installation.time_passes()
    assert_end_is_right(shop, ana)


def test_webhooks_that_are_doubled_and_shuffled_change_nothing_twice(shop: Shop, ana: Person) -> None:
    shop.provider.webhooks("hold")
    shop.provider.webhooks("duplicate", n=3)
    payment = shop.buy(ana, CHALLENGED_CARD)["firstPayment"]
    shop.provider.answer_challenge(payment, "approve")
    shop.provider.webhooks("release_shuffled", seed=7)
    assert_end_is_right(shop, ana)
    reference = shop.provider.charges(attempt_of(payment))[0]["id"]
    events = {event["id"] for event in shop.provider.events(reference)}
    stored = "SELECT dedupe_key FROM gateway_events WHERE reference = ? AND status = 'APPLIED'"
    wait_until(lambda: len(rows(shop.database_url, stored, reference)) == len(events), "each event, applied once")
    assert {row["dedupe_key"] for row in rows(shop.database_url, stored, reference)} == events


def test_a_tampered_webhook_is_refused_and_the_true_one_comes_again(shop: Shop, ana: Person) -> None:
    shop.provider.webhooks("tamper", n=1)
    payment = shop.buy(ana, SLOW_CARD)["firstPayment"]
    assert payment["status"] == "PENDING"
    assert_end_is_right(shop, ana)
