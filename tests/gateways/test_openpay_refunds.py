"""Openpay's refunds and chargebacks: no keys, no objects of their own, all of it read from the charge."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
import pytest_asyncio

from backend.conformance.bench import reference_of
from backend.gateways.base import (
    Conflict,
    DisputeState,
    MethodKind,
    NotFound,
    NotSupported,
    OutcomeUnknown,
    PaymentState,
    RefundRejected,
    RefundState,
    StateConflict,
)
from tests.support.openpay import OpenpayBench, fresh, openpay_bench

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served() -> AsyncIterator[OpenpayBench]:
    async with openpay_bench() as bench:
        yield bench


@pytest.fixture
def bench(served: OpenpayBench) -> OpenpayBench:
    return fresh(served)


async def test_a_refund_carries_our_mark_and_is_known_by_its_charge(bench: OpenpayBench) -> None:
    paid = await bench.paid()
    order = bench.give_back(paid, 1000, reason="ñ" * 300)

    refund = await bench.gateway.create_refund(bench.ctx, order)

    (call,) = bench.harness.calls("refund")
    sent = json.loads(call.body, parse_float=Decimal)
    assert sent["amount"] == Decimal("10.00")
    assert len(sent["description"]) == 250
    assert sent["description"].endswith(f" [perennial {order.our_reference}]")
    (made,) = bench.harness.double.ledger.charges[reference_of(paid)].refunds
    assert refund.reference == f"{paid.reference}/{made.id}"
    seen = await bench.fetch(paid)
    assert (seen.state, seen.amount) == (PaymentState.SUCCEEDED, bench.amount)
    assert [(one.reference, one.our_reference, one.amount) for one in seen.refunds] == [
        (refund.reference, order.our_reference, bench.money(1000))
    ]


async def test_a_lost_refund_is_found_by_this_process_by_another_and_by_asking_again(bench: OpenpayBench) -> None:
    order = bench.give_back(await bench.paid())
    bench.arm("refund", "reset_after")
    await bench.refuses(OutcomeUnknown, call=bench.gateway.create_refund(bench.ctx, order))

    here = await bench.gateway.find_refund(bench.ctx, order.our_reference)
    bench.ctx.memory.clear()
    elsewhere = await bench.gateway.find_refund(bench.ctx, order.our_reference)
    again = await bench.gateway.create_refund(bench.ctx, order)

    assert here is not None
    assert elsewhere is not None
    assert here.state is elsewhere.state is RefundState.SUCCEEDED
    assert here.reference == elsewhere.reference == again.reference
    bench.assert_refunded(bench.amount)


async def test_the_same_refund_with_another_amount_is_a_conflict(bench: OpenpayBench) -> None:
    paid = await bench.paid()
    order = bench.give_back(paid, 500)
    await bench.gateway.create_refund(bench.ctx, order)

    other = bench.give_back(paid, 600, key=order.key, our_reference=order.our_reference)
    await bench.refuses(Conflict, call=bench.gateway.create_refund(bench.ctx, other))

    bench.assert_refunded(bench.money(500))


async def test_a_refund_whose_description_openpay_drops_is_ours_in_the_answer(bench: OpenpayBench) -> None:
    paid = await bench.paid()
    order = bench.give_back(paid)
    bench.line.rewrites = {b"[perennial ": b"[somebody "}

    refund = await bench.gateway.create_refund(bench.ctx, order)

    assert (refund.our_reference, refund.amount, refund.state) == (
        order.our_reference, bench.amount, RefundState.SUCCEEDED,
    )  # fmt: skip


async def test_an_authorization_is_not_given_back_for_that_would_void_it(bench: OpenpayBench) -> None:
    held = await bench.create(await bench.order(capture=False))

    await bench.refuses(StateConflict, call=bench.gateway.create_refund(bench.ctx, bench.give_back(held)))

    assert bench.harness.calls("refund") == []
    assert (await bench.fetch(held)).state is PaymentState.AUTHORIZED


async def test_stores_and_transfers_give_nothing_back(bench: OpenpayBench) -> None:
    for kind in (MethodKind.STORE, MethodKind.BANK_TRANSFER):
        paid = await bench.paid(kind=kind, return_url=None)
        await bench.refuses(NotSupported, call=bench.gateway.create_refund(bench.ctx, bench.give_back(paid)))
    assert bench.harness.calls("refund") == []


async def test_a_refund_made_in_the_dashboard_has_no_reference_of_ours(bench: OpenpayBench) -> None:
    paid = await bench.paid()
    await bench.act(reference_of(paid), "refund", amount="5.00")

    (refund,) = (await bench.fetch(paid)).refunds

    assert (refund.our_reference, refund.amount) == (None, bench.money(500))
    assert refund.reference is not None
    fetched = await bench.gateway.fetch_refund(bench.ctx, refund.reference)
    assert (fetched.reference, fetched.amount) == (refund.reference, refund.amount)
    for nobody in (f"{paid.reference}/nobody", "nobody", "nobody/", "/nobody"):
        await bench.refuses(NotFound, call=bench.gateway.fetch_refund(bench.ctx, nobody))


@pytest.mark.parametrize(("ending", "state"), [("dispute_won", DisputeState.WON), ("dispute_lost", DisputeState.LOST)])
async def test_a_chargeback_is_a_state_of_its_charge(bench: OpenpayBench, ending: str, state: DisputeState) -> None:
    paid = await bench.paid()
    reference = reference_of(paid)
    await bench.refuses(NotFound, call=bench.gateway.fetch_dispute(bench.ctx, reference))
    await bench.act(reference, "dispute")

    opened = await bench.gateway.fetch_dispute(bench.ctx, reference)
    error = await bench.refuses(RefundRejected, call=bench.gateway.create_refund(bench.ctx, bench.give_back(paid)))
    await bench.act(reference, ending)
    ended = await bench.gateway.fetch_dispute(bench.ctx, reference)

    assert (opened.state, opened.payment_reference, opened.amount) == (DisputeState.OPEN, reference, bench.amount)
    assert (ended.state, ended.reference) == (state, opened.reference)
    assert error.reason == "DISPUTED"
    assert (await bench.fetch(paid)).state is PaymentState.SUCCEEDED
