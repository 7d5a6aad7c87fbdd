"""F. Refunds and disputes: money goes back where it came from, once, and never more than there is."""

from __future__ import annotations

import asyncio

from backend.conformance.bench import Bench, reference_of
from backend.conformance.catalogue import behaviour
from backend.conformance.needs import (
    DISPUTES,
    LATE_REFUNDS,
    PARTIAL_REFUNDS,
    REFUNDS,
    WEBHOOKS,
    slow_kinds,
)
from backend.conformance.shop import Shop
from backend.doubles.kit.faults import Effect
from backend.gateways.base import (
    Conflict,
    GatewayError,
    NotSupported,
    OutcomeUnknown,
    RefundRejected,
    RefundResult,
    RefundState,
    StateConflict,
    Unavailable,
)


@behaviour(44, needs=[REFUNDS])
async def a_whole_payment_is_given_back(bench: Bench) -> None:
    """A full refund: succeeded, with the provider's own amount and both references; it is found again."""
    paid = await bench.paid()
    refund = await bench.refunded(paid)
    assert (refund.amount, refund.failure_reason) == (bench.amount, None)
    assert refund.payment_reference == paid.reference
    assert refund.reference is not None
    assert (await bench.gateway.fetch_refund(bench.ctx, refund.reference)).state is RefundState.SUCCEEDED
    assert refund.our_reference is not None
    found = await bench.gateway.find_refund(bench.ctx, refund.our_reference)
    assert found is None or found.reference == refund.reference
    assert await bench.gateway.find_refund(bench.ctx, "ref_0000000000000000000000000") is None
    (call,) = bench.harness.calls("refund")
    assert bench.harness.amount_on_wire(call) == bench.harness.wire_text(bench.amount)
    bench.assert_refunded(bench.amount)


@behaviour(45, needs=[PARTIAL_REFUNDS])
async def parts_add_up_to_the_whole(bench: Bench) -> None:
    """Three refunds in parts, which together are all of it."""
    paid = await bench.paid()
    parts = [bench.amount.minor // 3, bench.amount.minor // 3]
    parts.append(bench.amount.minor - sum(parts))
    for minor in parts:
        assert (await bench.refunded(paid, minor)).amount.minor == minor
    bench.assert_refunded(*[bench.money(minor) for minor in parts])


@behaviour(46, needs=[PARTIAL_REFUNDS])
async def more_than_there_is_is_rejected(bench: Bench) -> None:
    """More than was paid, more than what is left, and anything when nothing is left: RefundRejected, no money moved."""
    paid = await bench.paid()
    order = bench.give_back(paid, bench.amount.minor + 1)
    error = await bench.refuses(RefundRejected, call=bench.gateway.create_refund(bench.ctx, order))
    assert error.reason == "EXCEEDS"
    first = bench.amount.minor - 100
    await bench.refunded(paid, first)
    order = bench.give_back(paid, 101)
    error = await bench.refuses(RefundRejected, call=bench.gateway.create_refund(bench.ctx, order))
    assert error.reason == "EXCEEDS"
    await bench.refunded(paid, 100)
    order = bench.give_back(paid, 100)
    error = await bench.refuses(RefundRejected, call=bench.gateway.create_refund(bench.ctx, order))
    assert error.reason in ("ALREADY_REFUNDED", "EXCEEDS")
    bench.assert_refunded(bench.money(first), bench.money(100))


@behaviour(47, needs=[REFUNDS])
async def the_same_refund_twice_is_one(bench: Bench) -> None:
    """The same request twice leads to the same refund, or to a Conflict that finds it."""
    paid = await bench.paid()
    order = bench.give_back(paid)
    first = await bench.gateway.create_refund(bench.ctx, order)
    try:
        second = await bench.gateway.create_refund(bench.ctx, order)
    except Conflict:
        found = await bench.gateway.find_refund(bench.ctx, order.our_reference)
        assert found is not None
        second = found
    assert first.reference is not None
    assert second.reference == first.reference
    await _arrives(bench, first)


async def _arrives(bench: Bench, refund: RefundResult) -> None:
    """All of it goes back, once."""
    if refund.state is RefundState.PENDING and refund.reference is not None:
        await bench.act(refund.reference, "refund_succeeded")
    bench.assert_refunded(bench.amount)


@behaviour(48, needs=[PARTIAL_REFUNDS])
async def two_at_once_never_exceed_the_payment(bench: Bench) -> None:
    """Two refunds at the same moment that together are more than was paid: one is made, the other fails."""
    paid = await bench.paid()
    minor = bench.amount.minor * 6 // 10

    async def one() -> str:
        try:
            await bench.gateway.create_refund(bench.ctx, bench.give_back(paid, minor))
        except GatewayError as error:
            return type(error).__name__
        return "made"

    outcomes = sorted(await asyncio.gather(one(), one()))
    assert outcomes.count("made") == 1, outcomes
    assert outcomes[0] in ("RefundRejected", "Conflict", "Unavailable", "made"), outcomes
    assert len(bench.movements("refund")) <= 1


@behaviour(49, needs=[REFUNDS])
async def a_lost_refund_is_recovered(bench: Bench) -> None:
    """The answer to a refund is lost: OutcomeUnknown; found by our reference, or sent again, there is one."""
    paid = await bench.paid()
    order = bench.give_back(paid)
    bench.arm("refund", "reset_after")
    await bench.refuses(OutcomeUnknown, call=bench.gateway.create_refund(bench.ctx, order))
    found = await bench.gateway.find_refund(bench.ctx, order.our_reference)
    result = found or await bench.gateway.create_refund(bench.ctx, order)
    assert (result.our_reference, result.amount) == (order.our_reference, bench.amount)
    await _arrives(bench, result)


@behaviour(17, 49, needs=[REFUNDS])
async def a_refund_with_an_unreadable_answer_is_recovered(bench: Bench) -> None:
    """The refund is made, and its answer is half a text, empty, HTML or a 502: OutcomeUnknown, never a refusal.

    Found by our reference, or sent again with the same key, there is one.
    """
    effects: tuple[Effect, ...] = ("malformed", "empty", "html", "status_after")
    for effect in effects:
        order = bench.give_back(await bench.paid())
        bench.arm("refund", effect, status=502)
        await bench.refuses(OutcomeUnknown, call=bench.gateway.create_refund(bench.ctx, order))
        found = await bench.gateway.find_refund(bench.ctx, order.our_reference)
        result = found or await bench.gateway.create_refund(bench.ctx, order)
        assert (result.our_reference, result.amount) == (order.our_reference, bench.amount)
        if result.state is RefundState.PENDING and result.reference is not None:
            await bench.act(result.reference, "refund_succeeded")
    bench.assert_refunded(*[bench.amount for _ in effects])


@behaviour(15, 16, needs=[REFUNDS])
async def a_refund_that_was_not_made_is_told_from_one_that_may_be(bench: Bench) -> None:
    """429, and no connection: Unavailable; 503: OutcomeUnknown. Sent again with the same key it is made, once."""
    paid = await bench.paid()
    order = bench.give_back(paid)
    bench.arm("refund", "rate_limit", retry_after_seconds=9)
    error = await bench.refuses(Unavailable, call=bench.gateway.create_refund(bench.ctx, order))
    assert error.retry_after_seconds == 9
    bench.line.mode = "refused"
    await bench.refuses(Unavailable, call=bench.gateway.create_refund(bench.ctx, order))
    bench.line.mode = "open"
    bench.arm("refund", "status_before", status=503)
    await bench.refuses(OutcomeUnknown, call=bench.gateway.create_refund(bench.ctx, order))
    bench.assert_refunded()
    await _arrives(bench, await bench.gateway.create_refund(bench.ctx, order))


@behaviour(49, level=2, needs=[REFUNDS])
async def a_lost_refund_is_booked_once(shop: Shop) -> None:
    """In the shop: the refund waits while its answer is lost, and is booked once when it is recovered."""
    await shop.buy()
    shop.bench.arm("refund", "reset_after")
    refund = await shop.refund()
    assert refund.status == "PENDING"
    await shop.look()
    await shop.finish_refund(refund.id)
    payment = await shop.payment()
    assert (payment.refunded_minor, payment.refund_pending_minor) == (shop.bench.amount.minor, 0)
    shop.bench.assert_refunded(shop.bench.amount)


@behaviour(50, level=2, needs=[LATE_REFUNDS])
async def refunds_may_settle_late_and_come_back(shop: Shop) -> None:
    """A refund is pending, then arrives; another arrives and comes back later, and what it took is there again."""
    bench = shop.bench
    await shop.buy("refund_pending")
    refund = await shop.refund()
    assert refund.status == "PENDING"
    await bench.act(await shop.refund_reference(refund.id), "refund_succeeded")
    await shop.look()
    assert (await shop.refund_row(refund.id)).status == "SUCCEEDED"
    assert (await shop.payment()).refunded_minor == bench.amount.minor
    await shop.another_customer()
    await shop.buy("refund_fails_later")
    refund = await shop.refund()
    await shop.look()
    reference = await shop.refund_reference(refund.id)
    assert (await shop.refund_row(refund.id)).status == "SUCCEEDED"
    await bench.act(reference, "refund_failed")
    failed = await bench.gateway.fetch_refund(bench.ctx, reference)
    assert failed.state is RefundState.FAILED
    assert failed.failure_reason is not None
    await shop.deliver()
    assert (await shop.refund_row(refund.id)).status == "FAILED"
    assert (await shop.payment()).refunded_minor == 0


@behaviour(51, level=2, needs=[REFUNDS, WEBHOOKS])
async def a_refund_made_elsewhere_is_recorded_once(shop: Shop) -> None:
    """Staff give money back in the provider's dashboard: its webhook, twice, makes one refund of ours."""
    bench = shop.bench
    await shop.buy()
    part = bench.money(500 if bench.can.refunds == "partial" else bench.amount.minor)
    await bench.act(await shop.reference(), "refund", amount=bench.harness.wire_text(part))
    await shop.deliver(times=2)
    await shop.deliver(times=1)
    payment = await shop.payment()
    assert (payment.refunded_minor, payment.refund_pending_minor) == (part.minor, 0)
    assert [(row.status, row.amount_minor) for row in await shop.refunds()] == [("SUCCEEDED", part.minor)]
    bench.assert_refunded(part)


@behaviour(52)
async def what_cannot_be_given_back_is_not_supported(bench: Bench) -> None:
    """A gateway, or a kind of method, that gives nothing back: NotSupported, and no money moved."""
    if bench.can.refunds == "none":
        paid = await bench.paid()
        await bench.refuses(NotSupported, call=bench.gateway.create_refund(bench.ctx, bench.give_back(paid)))
        bench.assert_refunded()
        return
    for kind in slow_kinds(bench.can):
        result = await bench.pay(kind=kind, return_url=None)
        await bench.harness.settle(reference_of(result), kind)
        try:
            await bench.gateway.create_refund(bench.ctx, bench.give_back(await bench.fetch(result)))
        except NotSupported:
            bench.assert_refunded()
    # What was never paid has nothing to give back.
    if bench.can.redirect:
        waiting = await bench.pay("challenge")
        refund = bench.gateway.create_refund(bench.ctx, bench.give_back(waiting))
        await bench.refuses(StateConflict, RefundRejected, call=refund)


@behaviour(53, level=2, needs=[DISPUTES, WEBHOOKS])
async def a_dispute_moves_the_books_once(shop: Shop) -> None:
    """Opened: what the bank took is written down; won: it is back; lost: it stays. Told twice, it happens once."""
    bench = shop.bench
    for ending, left in (("dispute_won", 0), ("dispute_lost", bench.amount.minor)):
        await shop.another_customer()
        await shop.buy()
        reference = await shop.reference()
        await bench.act(reference, "dispute")
        await shop.deliver(times=2)
        assert (await shop.payment()).disputed_minor == bench.amount.minor
        await bench.act(reference, ending)
        await shop.deliver(times=2)
        assert (await shop.payment()).disputed_minor == left
        (dispute,) = await shop.disputes()
        assert dispute.status == ending.removeprefix("dispute_").upper()
        known = await bench.gateway.fetch_dispute(bench.ctx, dispute.gateway_reference)
        assert known.amount == bench.amount
