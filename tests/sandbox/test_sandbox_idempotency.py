"""One key, one payment: repeated, raced, misused and remembered."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from backend.domain.money import Money
from backend.gateways.base import Conflict, InvalidRequest, PaymentResult, PaymentState

if TYPE_CHECKING:
    from tests.sandbox.conftest import Shop


async def test_the_same_request_sent_again_returns_the_same_payment(shop: Shop) -> None:
    order = await shop.order()

    first = await shop.gateway.create_payment(shop.context(), order)
    second = await shop.gateway.create_payment(shop.context(), order)

    assert (second.reference, second.state) == (first.reference, PaymentState.SUCCEEDED)
    assert len(await shop.charges()) == 1
    results = [entry["result"] for entry in (await shop.control("journal", "GET"))["requests"]]
    assert results == ["ok", "succeeded", "replayed succeeded"]


async def test_a_repeated_decline_is_the_same_decline(shop: Shop) -> None:
    order = await shop.order("4000000000009995")

    first = await shop.gateway.create_payment(shop.context(), order)
    second = await shop.gateway.create_payment(shop.context(), order)

    assert (second.reference, second.decline) == (first.reference, first.decline)
    assert len(await shop.events()) == 1


async def test_a_replay_shows_the_first_answer_even_after_the_payment_moved_on(shop: Shop) -> None:
    order = await shop.order("4000002760003184")
    first = await shop.gateway.create_payment(shop.context(), order)
    await shop.answer_challenge(first, "approve")

    assert (await shop.gateway.create_payment(shop.context(), order)).state is PaymentState.REQUIRES_ACTION
    found = await shop.gateway.find_payment(shop.context(), order.our_reference)
    assert found is not None
    assert found.state is PaymentState.SUCCEEDED


async def test_the_same_key_with_another_amount_is_a_conflict_and_charges_nothing_more(shop: Shop) -> None:
    order = await shop.order()
    await shop.gateway.create_payment(shop.context(), order)

    with pytest.raises(Conflict) as caught:
        await shop.gateway.create_payment(shop.context(), replace(order, amount=Money(2, order.amount.currency)))

    assert caught.value.gateway_code == "idempotency_key_reused"
    assert [charge["amount"] for charge in await shop.charges()] == [1999]


async def test_two_requests_with_one_key_at_the_same_time_make_one_charge(shop: Shop) -> None:
    order = await shop.order()
    await shop.fault("delay", delay_seconds=2)

    results = await asyncio.gather(
        *(shop.gateway.create_payment(shop.context(), order) for _ in range(8)), return_exceptions=True
    )

    paid = [result for result in results if isinstance(result, PaymentResult)]
    refused = [result for result in results if isinstance(result, Conflict)]
    assert (len(paid), len(refused)) == (1, 7)
    assert {error.gateway_code for error in refused} == {"idempotency_key_in_use"}
    assert len(await shop.charges()) == 1


async def test_a_second_payment_with_the_same_reference_is_a_conflict(shop: Shop) -> None:
    first = await shop.pay(our_reference="pa_same", key="key-a")

    with pytest.raises(Conflict) as caught:
        await shop.pay(our_reference="pa_same", key="key-b")

    assert caught.value.gateway_code == "reference_in_use"
    assert [charge["id"] for charge in await shop.charges()] == [first.reference]


async def test_many_requests_for_one_reference_with_different_keys_make_one_charge(shop: Shop) -> None:
    orders = [await shop.order(our_reference="pa_race", key=f"race-{n}") for n in range(6)]

    results = await asyncio.gather(
        *(shop.gateway.create_payment(shop.context(), order) for order in orders), return_exceptions=True
    )

    assert sum(isinstance(result, PaymentResult) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 5
    assert len(await shop.charges()) == 1


async def test_a_refused_request_does_not_use_up_its_key(shop: Shop) -> None:
    order = await shop.order()
    with pytest.raises(InvalidRequest):
        await shop.gateway.create_payment(shop.context(), replace(order, return_url="javascript:alert(1)"))

    assert (await shop.gateway.create_payment(shop.context(), order)).state is PaymentState.SUCCEEDED


async def test_a_key_forgotten_after_a_day_still_cannot_charge_the_same_reference_twice(
    shop: Shop, eventually: Any
) -> None:
    order = await shop.order()
    await shop.gateway.create_payment(shop.context(), order)
    await shop.control("clock/advance", seconds=25 * 3600)
    await shop.sandbox.stop()
    await shop.sandbox.start()

    async def forgotten() -> bool:
        try:
            await shop.gateway.create_payment(shop.context(), order)
        except Conflict as conflict:
            return conflict.gateway_code == "reference_in_use"
        return False

    await eventually(forgotten)
    assert len(await shop.charges()) == 1


async def test_a_new_attempt_after_a_decline_can_succeed(shop: Shop) -> None:
    assert (await shop.pay("4000000000000002")).state is PaymentState.FAILED
    assert (await shop.pay()).state is PaymentState.SUCCEEDED
    assert len(await shop.charges()) == 1
