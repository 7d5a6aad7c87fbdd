"""Refunds over a bad network: what is certain, what is unknown, and that money goes back once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from backend.gateways.base import ConfigurationError, OutcomeUnknown, RefundState, Unavailable, WebhookRejected
from backend.gateways.http import gateway_http_client

if TYPE_CHECKING:
    from tests.sandbox.conftest import Shop

CREATE = "refunds.create"


@pytest.mark.parametrize("effect", ["drop_after_commit", "hang_after_commit", "malformed_body"])
async def test_a_lost_answer_is_unknown_and_the_look_up_finds_the_one_refund(shop: Shop, effect: str) -> None:
    order = shop.refund_order(await shop.pay(), 500)
    await shop.fault(effect, CREATE)
    async with gateway_http_client(1) as impatient:
        with pytest.raises(OutcomeUnknown):
            await shop.gateway.create_refund(shop.context(http=impatient), order)

    found = await shop.gateway.find_refund(shop.context(), order.our_reference)

    assert found is not None
    assert found.state is RefundState.SUCCEEDED
    again = await shop.gateway.create_refund(shop.context(), order)
    assert again.reference == found.reference
    assert [(refund["id"], refund["amount"]) for refund in await shop.refunds()] == [(found.reference, 500)]


async def test_a_connection_lost_before_execution_is_unknown_and_the_same_key_then_refunds_once(shop: Shop) -> None:
    order = shop.refund_order(await shop.pay(), 500)
    await shop.fault("drop_before_commit", CREATE)
    with pytest.raises(OutcomeUnknown):
        await shop.gateway.create_refund(shop.context(), order)
    assert await shop.gateway.find_refund(shop.context(), order.our_reference) is None

    assert (await shop.gateway.create_refund(shop.context(), order)).state is RefundState.SUCCEEDED
    assert len(await shop.refunds()) == 1


@pytest.mark.parametrize("status", [500, 503])
@pytest.mark.parametrize("executed", [True, False])
async def test_a_server_error_is_unknown_whether_or_not_it_was_carried_out(
    shop: Shop, status: int, executed: bool
) -> None:
    order = shop.refund_order(await shop.pay(), 500)
    await shop.fault("status", CREATE, status=status, executed=executed)

    with pytest.raises(OutcomeUnknown):
        await shop.gateway.create_refund(shop.context(), order)

    assert len(await shop.refunds()) == executed
    await shop.gateway.create_refund(shop.context(), order)
    assert len(await shop.refunds()) == 1


async def test_too_many_requests_is_certainly_not_executed_and_says_when_to_come_back(shop: Shop) -> None:
    order = shop.refund_order(await shop.pay(), 500)
    await shop.fault("rate_limit", CREATE, retry_after_seconds=7)

    with pytest.raises(Unavailable) as caught:
        await shop.gateway.create_refund(shop.context(), order)

    assert caught.value.retry_after_seconds == 7
    assert await shop.refunds() == []
    (entry,) = [entry for entry in (await shop.control("journal", "GET"))["requests"] if entry["endpoint"] == CREATE]
    assert (entry["fault"], entry["result"], entry["amount"], entry["refund_id"]) == (
        "rate_limit",
        "not carried out",
        500,
        None,
    )


async def test_a_provider_that_cannot_be_reached_is_unavailable_and_a_bad_key_is_a_matter_of_configuration(
    shop: Shop,
) -> None:
    order = shop.refund_order(await shop.pay(), 500)

    with pytest.raises(Unavailable):
        await shop.gateway.create_refund(shop.context(base_url="http://127.0.0.1:9"), order)
    with pytest.raises(ConfigurationError):
        await shop.gateway.create_refund(shop.context(secret_key=SecretStr("sk_test_wrong_key_12345")), order)

    assert await shop.refunds() == []


@pytest.mark.parametrize("effect", ["status", "drop_before_commit", "malformed_body", "hang_after_commit"])
async def test_a_read_that_fails_is_only_unavailable(shop: Shop, effect: str) -> None:
    refund = await shop.refund(await shop.pay(), 500)
    assert refund.reference is not None
    assert refund.our_reference is not None
    await shop.fault(effect, "refunds.get")
    await shop.fault(effect, "refunds.list")
    async with gateway_http_client(1) as impatient:
        with pytest.raises(Unavailable):
            await shop.gateway.fetch_refund(shop.context(http=impatient), refund.reference)
        with pytest.raises(Unavailable):
            await shop.gateway.find_refund(shop.context(http=impatient), refund.our_reference)


async def test_duplicated_webhooks_about_a_refund_share_one_dedupe_key(shop: Shop) -> None:
    payment = await shop.pay()
    await shop.delivered(1)
    await shop.control("webhooks", action="duplicate", n=3)
    await shop.refund(payment, 500)

    received = await shop.delivered(4)

    facts = [(await shop.gateway.parse_webhook(shop.context(), raw)).events[0] for raw in received[1:]]
    assert len({fact.dedupe_key for fact in facts}) == 1
    assert [fact.claimed_refund and fact.claimed_refund.amount.minor for fact in facts] == [500] * 3


async def test_a_tampered_webhook_about_a_refund_is_rejected(shop: Shop) -> None:
    payment = await shop.pay()
    await shop.delivered(1)
    shop.inbox.answers = [400]
    await shop.control("webhooks", action="tamper", n=1)
    await shop.refund(payment, 500)

    received = await shop.delivered(3)

    with pytest.raises(WebhookRejected):
        await shop.gateway.parse_webhook(shop.context(), received[1])
    (fact,) = (await shop.gateway.parse_webhook(shop.context(), received[2])).events
    assert fact.claimed_refund is not None
    assert fact.claimed_refund.amount.minor == 500
