"""C. Lost replies and idempotency: a payment exists once, however often it had to be sent."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from backend.conformance.bench import Bench, reference_of
from backend.conformance.catalogue import behaviour
from backend.conformance.needs import CUSTOMERS, KEYS, KEYS_EXPIRE
from backend.conformance.shop import Shop
from backend.gateways.base import (
    Conflict,
    CreatePayment,
    InvalidRequest,
    NewCustomer,
    NotFound,
    OutcomeUnknown,
    PaymentResult,
)
from backend.models.ids import new_id


def _keys(bench: Bench) -> set[str | None]:
    return {bench.harness.key_on_wire(call) for call in bench.harness.calls("create")}


@behaviour(19)
async def a_timeout_after_the_charge_is_recovered(bench: Bench) -> None:
    """The provider charges and then never answers: OutcomeUnknown; asked again it tells of that one payment."""
    for effect in ("hang_after", "reset_after"):
        order = await bench.order()
        bench.arm("create", effect)
        await bench.refuses(OutcomeUnknown, call=bench.create(order))
        made = len(bench.executed("create"))
        result = await bench.recover(order)
        assert result.our_reference == order.our_reference
        assert (await bench.fetch(result)).reference == result.reference
        if bench.can.lookup_by_our_reference:
            assert len(bench.executed("create")) == made, "it was there to be found, and was sent again"
        await bench.finish(result, order)
    assert len(_keys(bench)) == 2, "each of the two payments has one key"
    bench.assert_charged(bench.amount, bench.amount)


@behaviour(20)
async def a_timeout_before_the_charge_is_repeated(bench: Bench) -> None:
    """The request is lost before the provider acts: the same key again leads to one charge."""
    for effect in ("hang_before", "reset_before"):
        order = await bench.order()
        bench.arm("create", effect)
        await bench.refuses(OutcomeUnknown, call=bench.create(order))
        await bench.finish(await bench.recover(order), order)
    assert len(_keys(bench)) == 2
    bench.assert_charged(bench.amount, bench.amount)


@behaviour(21, level=2)
async def a_restarted_worker_recovers_from_the_row_alone(shop: Shop) -> None:
    """The answer is lost and the process with it: a new one finishes the payment from what was written before."""
    shop.bench.arm("create", "reset_after")
    payment = await shop.subscribe()
    assert payment.status == "PENDING"
    await shop.restart()
    await shop.look()
    await shop.settle()
    assert await shop.shows() == ("SUCCEEDED", shop.bench.amount.minor)
    assert (await shop.invoice()).status == "PAID"
    shop.bench.assert_charged(shop.bench.amount)
    assert len(_keys(shop.bench)) == 1


@behaviour(22, needs=[KEYS])
async def the_same_key_twice_is_one_payment(bench: Bench) -> None:
    """The same request twice leads to the same payment, or to a Conflict that finds it."""
    order = await bench.order()
    first = await bench.create(order)
    second = await _or_adopted(bench, order)
    assert second.reference == first.reference
    await bench.finish(second, order)
    bench.assert_charged(bench.amount)


@behaviour(22, needs=[CUSTOMERS])
async def the_same_customer_twice_is_one(bench: Bench) -> None:
    """The same customer sent twice, also after a lost answer, has one reference; somebody else has another."""
    ours = new_id("cus")
    wanted = NewCustomer(ours, ours, "Ana Núñez", "ana@example.com", "en")
    first = await bench.gateway.create_customer(bench.ctx, wanted)
    assert await bench.gateway.create_customer(bench.ctx, wanted) == first
    assert await bench.customer() != first


@behaviour(23, needs=[KEYS])
async def the_same_key_at_once_is_one_payment(bench: Bench) -> None:
    """Two workers send the same request at the same moment: one charge; who meets a Conflict adopts it."""
    order = await bench.order()
    first, second = await asyncio.gather(_or_adopted(bench, order), _or_adopted(bench, order))
    assert first.reference == second.reference
    await bench.finish(await bench.fetch(first), order)
    bench.assert_charged(bench.amount)


async def _or_adopted(bench: Bench, order: CreatePayment) -> PaymentResult:
    try:
        return await bench.create(order)
    except Conflict:
        if not bench.can.lookup_by_our_reference:
            # The key is in use right now: a moment later it replays.
            return await bench.create(order)
        found = await bench.gateway.find_payment(bench.ctx, order.our_reference)
        assert found is not None, "a Conflict, and nothing is found"
        return found


@behaviour(24, needs=[KEYS])
async def the_same_key_with_another_amount_charges_nothing(bench: Bench) -> None:
    """The same key for another amount: a Conflict, or the first payment as it was; never a second charge."""
    order = await bench.order()
    first = await bench.create(order)
    other = replace(order, amount=bench.money(bench.amount.minor + 100), source=await bench.source())
    try:
        second = await bench.create(other)
    except Conflict:
        pass
    else:
        assert (second.reference, second.amount) == (first.reference, bench.amount)
    await bench.finish(first, order)
    bench.assert_charged(bench.amount)


@behaviour(25, level=2)
async def a_second_try_after_a_decline_has_a_key_of_its_own(shop: Shop) -> None:
    """After a decline the invoice is paid by a new attempt: another key, one charge."""
    bench = shop.bench
    await shop.fail_to_pay()
    await shop.pay_invoice()
    await shop.settle()
    assert (await shop.invoice()).status == "PAID"
    keys = [bench.harness.key_on_wire(call) for call in bench.harness.calls("create")]
    assert len(keys) == len(set(keys)) == 2
    bench.assert_charged(bench.amount)


@behaviour(26, level=2, needs=[KEYS_EXPIRE])
async def a_forgotten_key_is_never_sent_again(shop: Shop) -> None:
    """The answer was lost longer ago than the provider remembers keys: it is looked up, and never sent again."""
    bench = shop.bench
    assert bench.can.key_lifetime is not None
    bench.arm("create", "reset_after")
    await shop.subscribe()
    bench.double.advance(bench.can.key_lifetime + timedelta(hours=30))
    await shop.look()
    await shop.look()
    assert len(bench.executed("create")) == 1, "sent again although the key is forgotten"
    if bench.can.lookup_by_our_reference:
        assert (await shop.attempt()).gateway_reference is not None
    else:
        assert (await shop.attempt()).status == "UNKNOWN"


@behaviour(27, level=2)
async def a_provider_that_stays_broken_is_not_asked_without_end(shop: Shop) -> None:
    """500 to every call: each look asks at most once, looks become seldom, nothing is concluded; then it recovers."""
    bench = shop.bench
    bench.arm("create", "status_before", status=500, times=50)
    payment = await shop.subscribe()
    assert payment.status == "PENDING"
    for hours in (1, 24, 24):
        asked = len(bench.harness.calls("create"))
        await shop.later(timedelta(hours=hours))
        await shop.work()
        assert len(bench.harness.calls("create")) <= asked + 1
        assert (await shop.attempt()).status == "UNKNOWN"
    bench.double.faults.clear()
    if bench.can.key_lifetime is not None and not bench.can.lookup_by_our_reference:
        # Too old to be sent again, and nobody can look it up: a person has to.
        return
    await shop.look()
    if bench.can.key_lifetime is None or (await shop.attempt()).status != "UNKNOWN":
        await shop.settle()
        bench.assert_charged(bench.amount)


@behaviour(20)
async def what_is_new_to_the_provider_is_not_found(bench: Bench) -> None:
    """A reference that was never sent is None to a look-up by our reference, and NotFound by the provider's own."""
    payment = await bench.paid()
    if bench.can.lookup_by_our_reference:
        assert await bench.gateway.find_payment(bench.ctx, "pa_0000000000000000000000nobody") is None
    reference = reference_of(payment)
    stranger = reference[:-4] + ("zzzz" if reference[-4:] != "zzzz" else "yyyy")
    await bench.refuses(NotFound, InvalidRequest, call=bench.gateway.fetch_payment(bench.ctx, stranger))
