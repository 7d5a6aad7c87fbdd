"""Refunds: all of a payment or parts of it, never more; at once, later, or sent back by the bank."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from backend.domain.money import Currency, Money
from backend.gateways.base import (
    Conflict,
    InvalidRequest,
    NotFound,
    RefundRejected,
    RefundResult,
    RefundState,
    StateConflict,
)

if TYPE_CHECKING:
    from tests.sandbox.conftest import Shop

LATER = "4000000000007726"
RETURNED = "4000000000005126"


async def fetch(shop: Shop, refund: RefundResult) -> RefundResult:
    assert refund.reference is not None
    return await shop.gateway.fetch_refund(shop.context(), refund.reference)


async def left(shop: Shop) -> list[int]:
    """What is left of each payment."""
    return [charge["amount"] - charge["amount_refunded"] for charge in await shop.charges()]


async def test_a_full_refund_succeeds_at_once_and_states_both_references_and_the_amount(shop: Shop) -> None:
    payment = await shop.pay()

    refund = await shop.refund(payment, 1999, our_reference="ref_full")

    assert refund.reference is not None
    assert refund.reference.startswith("sbx_ref_")
    assert (refund.state, refund.failure_reason) == (RefundState.SUCCEEDED, None)
    assert (refund.our_reference, refund.payment_reference) == ("ref_full", payment.reference)
    assert refund.amount == Money(1999, Currency("USD", 2))
    for read in (await fetch(shop, refund), await shop.gateway.find_refund(shop.context(), "ref_full")):
        assert read is not None
        assert replace(read, observed_at=refund.observed_at) == refund
    (made,) = await shop.refunds()
    assert (made["id"], made["payment"], made["amount"], made["currency"], made["reason"]) == (
        refund.reference,
        payment.reference,
        1999,
        "usd",
        "The customer asked for it.",
    )
    assert await left(shop) == [0]


async def test_parts_may_be_given_back_until_nothing_is_left_and_never_more(shop: Shop) -> None:
    payment = await shop.pay()
    for minor in (1, 999):
        assert (await shop.refund(payment, minor)).state is RefundState.SUCCEEDED

    with pytest.raises(RefundRejected) as too_much:
        await shop.refund(payment, 1000)
    assert (too_much.value.reason, too_much.value.gateway_code) == ("EXCEEDS", "refund_exceeds_payment")
    assert await left(shop) == [999]

    await shop.refund(payment, 999)
    with pytest.raises(RefundRejected) as nothing_left:
        await shop.refund(payment, 1)
    assert (nothing_left.value.reason, nothing_left.value.gateway_code) == (
        "ALREADY_REFUNDED",
        "payment_already_refunded",
    )
    assert [refund["amount"] for refund in await shop.refunds()] == [1, 999, 999]


async def test_refunds_at_the_same_time_never_exceed_the_payment(shop: Shop) -> None:
    payment = await shop.pay()

    results = await asyncio.gather(*(shop.refund(payment, 700) for _ in range(5)), return_exceptions=True)

    assert sum(isinstance(result, RefundResult) for result in results) == 2
    assert sum(isinstance(result, RefundRejected) for result in results) == 3
    assert await left(shop) == [599]


async def test_the_same_request_sent_again_returns_the_same_refund(shop: Shop) -> None:
    order = shop.refund_order(await shop.pay(), 500)

    first = await shop.gateway.create_refund(shop.context(), order)
    second = await shop.gateway.create_refund(shop.context(), order)

    assert (second.reference, second.state) == (first.reference, RefundState.SUCCEEDED)
    assert await left(shop) == [1499]
    requests = (await shop.control("journal", "GET"))["requests"]
    assert [
        (entry["result"], entry["refund_id"], entry["amount"], entry["idempotency_key"]) for entry in requests[-2:]
    ] == [("succeeded", first.reference, 500, order.key), ("replayed succeeded", first.reference, 500, order.key)]


async def test_the_same_key_with_another_amount_or_a_second_refund_with_the_reference_is_a_conflict(shop: Shop) -> None:
    order = shop.refund_order(await shop.pay(), 500)
    await shop.gateway.create_refund(shop.context(), order)
    for change, code in (
        ({"amount": Money(501, order.amount.currency)}, "idempotency_key_reused"),
        ({"key": "another-key"}, "reference_in_use"),
    ):
        with pytest.raises(Conflict) as caught:
            await shop.gateway.create_refund(shop.context(), replace(order, **change))
        assert caught.value.gateway_code == code
    assert await left(shop) == [1499]


async def test_one_key_raced_makes_one_refund(shop: Shop) -> None:
    order = shop.refund_order(await shop.pay(), 500)
    await shop.fault("delay", "refunds.create", delay_seconds=2)

    results = await asyncio.gather(
        *(shop.gateway.create_refund(shop.context(), order) for _ in range(6)), return_exceptions=True
    )

    assert sum(isinstance(result, RefundResult) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 5
    assert await left(shop) == [1499]


async def test_a_rejected_refund_does_not_use_up_its_key(shop: Shop) -> None:
    order = shop.refund_order(await shop.pay(), 2000)
    with pytest.raises(RefundRejected):
        await shop.gateway.create_refund(shop.context(), order)

    fitting = replace(order, amount=Money(1999, order.amount.currency))

    assert (await shop.gateway.create_refund(shop.context(), fitting)).state is RefundState.SUCCEEDED


async def test_a_slow_refund_is_pending_holds_its_share_and_succeeds_by_itself(shop: Shop, eventually: Any) -> None:
    payment = await shop.pay(LATER)

    refund = await shop.refund(payment, 1500)

    assert refund.state is RefundState.PENDING
    with pytest.raises(RefundRejected):
        await shop.refund(payment, 500)
    await shop.control("clock/advance", seconds=3)

    async def told() -> bool:
        return [event["type"] for event in await shop.events()] == ["payment.succeeded", *["refund.updated"] * 2]

    await eventually(told)
    assert (await fetch(shop, refund)).state is RefundState.SUCCEEDED
    assert await left(shop) == [499]


async def test_a_slow_refund_read_after_its_time_is_decided_even_without_the_loop(shop: Shop) -> None:
    await shop.sandbox.stop()
    refund = await shop.refund(await shop.pay(LATER), 1999, our_reference="ref_slow")
    await shop.control("clock/advance", seconds=2)
    assert (await fetch(shop, refund)).state is RefundState.PENDING

    await shop.control("clock/advance", seconds=1)

    found = await shop.gateway.find_refund(shop.context(), "ref_slow")
    assert found is not None
    assert found.state is RefundState.SUCCEEDED


async def test_a_refund_may_come_back_from_the_bank_and_can_then_be_made_again(shop: Shop) -> None:
    payment = await shop.pay(RETURNED)
    refund = await shop.refund(payment, 1999)
    assert (refund.state, await left(shop)) == (RefundState.SUCCEEDED, [0])

    await shop.control("clock/advance", seconds=3)

    failed = await fetch(shop, refund)
    assert (failed.state, failed.failure_reason, failed.amount.minor) == (RefundState.FAILED, "METHOD", 1999)
    assert await left(shop) == [1999]
    assert (await shop.refund(payment, 1999)).state is RefundState.SUCCEEDED
    assert [made["status"] for made in await shop.refunds()] == ["failed", "succeeded"]


async def test_a_refund_comes_by_webhook_signed_with_its_own_references(shop: Shop) -> None:
    payment = await shop.pay(RETURNED, our_reference="pa_hook")
    refund = await shop.refund(payment, 250, our_reference="ref_hook")
    await shop.control("clock/advance", seconds=3)

    facts = [(await shop.gateway.parse_webhook(shop.context(), raw)).events[0] for raw in (await shop.delivered(3))[1:]]

    assert [(fact.subject, fact.kind, fact.trust, fact.claimed) for fact in facts] == [
        ("refund", "refund.updated", "signed_full", None)
    ] * 2
    assert {(fact.reference, fact.our_reference) for fact in facts} == {(refund.reference, "ref_hook")}
    assert len({fact.dedupe_key for fact in facts}) == 2
    claims = [fact.claimed_refund for fact in facts]
    assert all(claim is not None for claim in claims)
    assert [
        (claim.state, claim.failure_reason, claim.payment_reference, claim.amount.minor) for claim in claims if claim
    ] == [
        (RefundState.SUCCEEDED, None, payment.reference, 250),
        (RefundState.FAILED, "METHOD", payment.reference, 250),
    ]


async def test_the_bank_can_be_told_what_to_decide(shop: Shop) -> None:
    payment = await shop.pay(LATER)
    first, second = await shop.refund(payment, 100), await shop.refund(payment, 200)

    await shop.control(f"refunds/{first.reference}/complete")
    await shop.control(f"refunds/{second.reference}/fail")
    await shop.control(f"refunds/{first.reference}/fail")

    for refund in (first, second):
        assert ((await fetch(shop, refund)).state, (await fetch(shop, refund)).failure_reason) == (
            RefundState.FAILED,
            "GENERIC",
        )
    again = await shop.post(f"/_control/refunds/{first.reference}/complete", {})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "refund_state_conflict")
    assert await left(shop) == [1999]


async def test_only_a_payment_that_succeeded_can_be_refunded(shop: Shop) -> None:
    waiting, declined = await shop.pay("4000002760003184"), await shop.pay("4000000000000002")

    for payment in (waiting, declined):
        with pytest.raises(StateConflict):
            await shop.refund(payment, 100)

    assert await shop.refunds() == []


async def test_a_payment_of_nobody_or_of_somebody_else_is_not_found(shop: Shop) -> None:
    payment = await shop.pay()
    refund = await shop.refund(payment, 1)
    assert refund.reference is not None
    other = await shop.other_account()

    with pytest.raises(NotFound):
        await shop.refund(payment, 100, payment_reference="sbx_pay_unknown")
    with pytest.raises(NotFound):
        await shop.gateway.create_refund(other, shop.refund_order(payment, 100))
    with pytest.raises(NotFound):
        await shop.gateway.fetch_refund(other, refund.reference)
    with pytest.raises(NotFound):
        await shop.gateway.fetch_refund(shop.context(), "sbx_ref_unknown")
    assert refund.our_reference is not None
    assert await shop.gateway.find_refund(other, refund.our_reference) is None
    assert await shop.gateway.find_refund(shop.context(), "ref_unknown") is None
    assert await left(shop) == [1998]


async def test_another_currency_is_refused(shop: Shop) -> None:
    payment = await shop.pay()

    with pytest.raises(InvalidRequest) as caught:
        await shop.refund(payment, 0, amount=Money(100, Currency("EUR", 2)))

    assert caught.value.gateway_code == "currency_mismatch"
    assert await left(shop) == [1999]


async def test_nothing_and_less_is_refused_before_any_call(shop: Shop) -> None:
    payment = await shop.pay()
    before = await shop.control("journal", "GET")

    for minor in (0, -1):
        with pytest.raises(InvalidRequest):
            await shop.refund(payment, minor)

    assert await shop.control("journal", "GET") == before


@pytest.mark.parametrize(("code", "exponent", "minor"), [("JPY", 0, 500), ("KWD", 3, 1250), ("USD", 2, 10**15)])
async def test_minor_units_travel_exactly_for_every_number_of_decimals(
    shop: Shop, code: str, exponent: int, minor: int
) -> None:
    payment = await shop.pay(amount=Money(minor, Currency(code, exponent)))

    refund = await shop.refund(payment, minor)

    assert refund.amount == Money(minor, Currency(code, exponent))
    assert (await shop.refunds())[0]["amount"] == minor


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 1.0},
        {"amount": "100"},
        {"amount": True},
        {"amount": 0},
        {"currency": "USD"},
        {"reference": ""},
        {"payment": ""},
        {"reason": 1},
        {"metadata": {"a": 1}},
        {"surprise": 1},
    ],
)
async def test_wrong_parameters_are_refused_one_by_one(shop: Shop, change: dict[str, Any]) -> None:
    payment = await shop.pay()
    body = {"payment": payment.reference, "amount": 100, "currency": "usd", "reference": "r", **change}

    assert (await shop.post("/v1/refunds", body)).status_code == 400
    assert await shop.refunds() == []


async def test_refunds_need_a_key_and_are_listed_by_reference_only(shop: Shop) -> None:
    payment = await shop.pay()
    body = {"payment": payment.reference, "amount": 100, "currency": "usd", "reference": "r"}

    assert (await shop.post("/v1/refunds", body, key="")).json()["error"]["code"] == "idempotency_key_missing"
    assert (await shop.ask("/v1/refunds")).status_code == 400
    assert await shop.refunds() == []


async def test_refunds_survive_a_restart_and_are_forgotten_by_reset(shop: Shop) -> None:
    refund = await shop.refund(await shop.pay(LATER), 100)
    await shop.sandbox.stop()
    await shop.sandbox.start()
    await shop.control("clock/advance", seconds=3)
    assert (await fetch(shop, refund)).state is RefundState.SUCCEEDED

    await shop.control("reset")

    assert await shop.refunds() == []
    with pytest.raises(NotFound):
        await fetch(shop, refund)
