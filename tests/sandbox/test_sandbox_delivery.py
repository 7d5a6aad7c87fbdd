"""Webhooks as they arrive at a real endpoint: signed, repeated until taken, and as disorderly as a test asks for."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from backend.gateways.base import OutcomeUnknown, PaymentState, RawWebhook, WebhookRejected
from backend.gateways.http import gateway_http_client

if TYPE_CHECKING:
    from tests.sandbox.conftest import Shop

CHALLENGE = "4000002760003184"
SECOND_SIGNER = "whsec_the_second_one"


def sequences(received: list[RawWebhook]) -> list[int]:
    return [json.loads(raw.body)["sequence"] for raw in received]


async def test_a_webhook_carries_the_payment_and_is_trusted_in_full(shop: Shop) -> None:
    result = await shop.pay(our_reference="pa_hook")

    raw = (await shop.delivered(1))[0]
    outcome = await shop.gateway.parse_webhook(shop.context(), raw)

    assert outcome.ignored_reason is None
    (event,) = outcome.events
    assert (event.kind, event.trust, event.reference, event.our_reference) == (
        "payment.succeeded",
        "signed_full",
        result.reference,
        "pa_hook",
    )
    assert event.dedupe_key.startswith("evt_")
    assert event.claimed is not None
    assert (event.claimed.state, event.claimed.amount) == (PaymentState.SUCCEEDED, result.amount)


async def test_a_webhook_may_be_taken_before_the_answer_to_the_charge_and_says_the_same(shop: Shop) -> None:
    order = await shop.order()
    await shop.fault("hang_after_commit")
    async with gateway_http_client(1) as impatient:
        with pytest.raises(OutcomeUnknown):
            await shop.gateway.create_payment(shop.context(http=impatient), order)

    (event,) = (await shop.gateway.parse_webhook(shop.context(), (await shop.delivered(1))[0])).events

    assert event.our_reference == order.our_reference
    assert event.claimed is not None
    assert event.claimed.state is PaymentState.SUCCEEDED


async def test_a_refused_webhook_is_sent_again_until_it_is_taken(shop: Shop, eventually: Any) -> None:
    shop.inbox.answers = [500, 404, 302]
    await shop.pay()
    for attempt in (1, 2, 3):
        await shop.delivered(attempt)
        await shop.control("clock/advance", seconds=3600)

    received = await shop.delivered(4)

    assert len({raw.body for raw in received}) == 1

    async def done() -> bool:
        copies: list[object] = (await shop.events())[0]["deliveries"]
        return copies == [{"state": "delivered", "attempts": 4, "last_answer": 200}]

    await eventually(done)


async def test_a_webhook_that_nobody_takes_for_three_days_is_given_up(shop: Shop, eventually: Any) -> None:
    shop.inbox.answers = [500] * 100
    await shop.pay()
    await shop.delivered(1)
    await shop.control("clock/advance", seconds=3 * 24 * 3600)

    async def given_up() -> bool:
        return [copy["state"] for copy in (await shop.events())[0]["deliveries"]] == ["given_up"]

    await eventually(given_up)


async def test_webhooks_written_while_the_sandbox_is_stopped_leave_after_the_restart(shop: Shop) -> None:
    await shop.sandbox.stop()
    first = await shop.pay()
    second = await shop.pay(CHALLENGE)
    assert shop.inbox.received == []

    await shop.sandbox.start()

    received = await shop.delivered(2)
    assert sequences(received) == [1, 2]
    assert [json.loads(raw.body)["payment"]["id"] for raw in received] == [first.reference, second.reference]


async def test_stopping_between_two_posts_gives_the_rest_back_for_the_next_start(shop: Shop) -> None:
    await shop.control("webhooks", action="hold")
    for _ in range(3):
        await shop.pay()
    shop.inbox.open.clear()
    await shop.control("webhooks", action="release")
    await shop.delivered(1)

    stopping = asyncio.create_task(shop.sandbox.stop())
    await asyncio.sleep(0)
    shop.inbox.open.set()
    await stopping
    assert sequences(shop.inbox.received) == [1]
    await shop.sandbox.start()

    assert sequences(await shop.delivered(3)) == [1, 2, 3]


async def test_held_webhooks_wait_and_leave_in_order_when_released(shop: Shop) -> None:
    await shop.control("webhooks", action="hold")
    for _ in range(4):
        await shop.pay()
    held = [event["deliveries"][0]["state"] for event in await shop.events()]
    assert held == ["held"] * 4

    await shop.control("webhooks", action="release")

    assert sequences(await shop.delivered(4)) == [1, 2, 3, 4]


async def test_shuffled_webhooks_all_arrive_in_another_order(shop: Shop) -> None:
    await shop.control("webhooks", action="hold")
    for _ in range(6):
        await shop.pay()

    await shop.control("webhooks", action="release_shuffled", seed=7)

    order = sequences(await shop.delivered(6))
    assert sorted(order) == [1, 2, 3, 4, 5, 6]
    assert order != sorted(order)


async def test_duplicated_webhooks_share_one_dedupe_key(shop: Shop) -> None:
    await shop.control("webhooks", action="duplicate", n=5)
    await shop.pay()

    received = await shop.delivered(5)

    outcomes = [await shop.gateway.parse_webhook(shop.context(), raw) for raw in received]
    assert len({outcome.events[0].dedupe_key for outcome in outcomes}) == 1


async def test_a_dropped_webhook_never_comes_but_can_be_sent_again(shop: Shop) -> None:
    await shop.control("webhooks", action="drop", n=1)
    await shop.pay()
    await shop.pay()
    assert sequences(await shop.delivered(1)) == [2]

    await shop.control("webhooks", action="resend", id=(await shop.events())[0]["id"])

    assert sequences(await shop.delivered(2)) == [2, 1]


async def test_a_tampered_webhook_is_rejected_and_the_true_one_follows(shop: Shop) -> None:
    shop.inbox.answers = [400]
    await shop.control("webhooks", action="tamper", n=1)
    result = await shop.pay()

    received = await shop.delivered(1)
    with pytest.raises(WebhookRejected):
        await shop.gateway.parse_webhook(shop.context(), received[0])
    assert json.loads(received[0].body)["payment"]["amount"] == 91999

    received = await shop.delivered(2)
    (event,) = (await shop.gateway.parse_webhook(shop.context(), received[1])).events
    assert event.claimed is not None
    assert event.claimed.amount == result.amount


async def test_a_rotated_secret_signs_from_then_on_and_the_previous_one_still_counts(shop: Shop) -> None:
    await shop.pay()
    old = (await shop.delivered(1))[0]
    await shop.ensure_account(webhook_secret=SECOND_SIGNER)
    await shop.pay()
    new = (await shop.delivered(2))[1]
    second = {"webhook_secret": SecretStr(SECOND_SIGNER)}
    both = shop.context(**second, previous_webhook_secret=shop.settings.webhook_secret)

    for raw in (old, new):
        assert (await shop.gateway.parse_webhook(both, raw)).events
    with pytest.raises(WebhookRejected):
        await shop.gateway.parse_webhook(shop.context(**second), old)
    with pytest.raises(WebhookRejected):
        await shop.gateway.parse_webhook(shop.context(), new)


async def test_an_account_is_created_once_however_often_it_is_ensured(shop: Shop) -> None:
    await shop.pay()
    for _ in range(3):
        await shop.ensure_account()

    assert len(await shop.charges()) == 1


async def test_reset_forgets_payments_faults_and_time(shop: Shop) -> None:
    await shop.pay()
    await shop.delivered(1)
    await shop.fault("rate_limit", times=9)
    await shop.control("clock/advance", seconds=3600)

    await shop.control("reset")

    assert await shop.charges() == []
    assert await shop.events() == []
    assert (await shop.pay(our_reference="pa_1", key="key-1")).state is PaymentState.SUCCEEDED
    assert sequences(await shop.delivered(2))[1] == 1


async def test_control_needs_the_secret_key(shop: Shop) -> None:
    for key in ("", "Bearer pk_test_0123456789abcdef", "Bearer nonsense"):
        answer = await shop.http.get(f"{shop.url}/_control/journal", headers={"Authorization": key})
        assert answer.status_code in (401, 403)
