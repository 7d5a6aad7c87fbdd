"""F. Capture and cancel: what is held is collected once, and what is canceled stays so."""

from __future__ import annotations

from backend.conformance.bench import Bench, reference_of
from backend.conformance.catalogue import behaviour
from backend.conformance.needs import CANCEL_OR_VOID, MANUAL_CAPTURE, slow_kinds
from backend.doubles.kit.faults import Effect
from backend.gateways.base import (
    InvalidRequest,
    NotSupported,
    OutcomeUnknown,
    PaymentResult,
    PaymentState,
    StateConflict,
)


@behaviour(41, needs=[MANUAL_CAPTURE])
async def what_is_authorized_is_captured_once(bench: Bench) -> None:
    """Authorise, then capture all; or a part, where the gateway can; too much and a second time are refused."""
    gateway = bench.gateway
    held = await _authorized(bench)
    bench.assert_charged()
    more = bench.money(bench.amount.minor + 1)
    await bench.refuses(
        InvalidRequest, NotSupported, call=gateway.capture_payment(bench.ctx, reference_of(held), more, "over")
    )
    bench.assert_charged()
    done = await gateway.capture_payment(bench.ctx, reference_of(held), None, "all")
    assert (done.state, done.received or done.amount) == (PaymentState.SUCCEEDED, bench.amount)
    await bench.refuses(StateConflict, call=gateway.capture_payment(bench.ctx, reference_of(held), None, "again"))
    part = bench.money(bench.amount.minor // 2)
    half = await _authorized(bench)
    if not bench.can.partial_capture:
        await bench.refuses(NotSupported, call=gateway.capture_payment(bench.ctx, reference_of(half), part, "part"))
        bench.assert_charged(bench.amount)
        return
    done = await gateway.capture_payment(bench.ctx, reference_of(half), part, "part")
    assert (done.state, done.received) == (PaymentState.SUCCEEDED, part)
    assert (await bench.fetch(half)).received == part
    bench.assert_charged(bench.amount, part)


@behaviour(41, needs=[MANUAL_CAPTURE])
async def a_lost_capture_is_recovered(bench: Bench) -> None:
    """The answer to a capture is lost, before and after it was made: OutcomeUnknown. Asked again it tells which.

    The same capture with the same key collects what is still to be collected, and nothing twice.
    """
    gateway = bench.gateway
    lost: dict[Effect, PaymentState] = {"reset_before": PaymentState.AUTHORIZED, "reset_after": PaymentState.SUCCEEDED}
    for effect, state in lost.items():
        held = await _authorized(bench)
        key = f"{held.our_reference}:capture"
        bench.arm("capture", effect)
        await bench.refuses(OutcomeUnknown, call=gateway.capture_payment(bench.ctx, reference_of(held), None, key))
        assert (await bench.fetch(held)).state is state, f"{effect}: it does not tell what became of the capture"
        try:
            done = await gateway.capture_payment(bench.ctx, reference_of(held), None, key)
        except StateConflict as error:
            bench.raised.append(error)
            done = await bench.fetch(held)
        assert (done.state, done.received or done.amount) == (PaymentState.SUCCEEDED, bench.amount)
    bench.assert_charged(bench.amount, bench.amount)


async def _authorized(bench: Bench) -> PaymentResult:
    order = await bench.order(capture=False)
    result = await bench.create(order)
    if result.state is PaymentState.REQUIRES_ACTION:
        await bench.harness.authenticate(reference_of(result), ok=True)
        result = await bench.confirmed(await bench.fetch(result))
    assert result.state is PaymentState.AUTHORIZED
    return result


@behaviour(42, needs=[CANCEL_OR_VOID])
async def what_is_canceled_stays_canceled(bench: Bench) -> None:
    """A payment that waits, and an authorised one, are canceled; nothing that comes later says otherwise."""
    open_ones = [await _authorized(bench)] if bench.can.manual_capture else []
    if bench.can.cancel_pending and bench.can.redirect:
        open_ones.append(await bench.pay("challenge"))
    for kind in slow_kinds(bench.can) if bench.can.cancel_pending else ():
        open_ones.append(await bench.pay(kind=kind, return_url=None))
    assert open_ones, "the capabilities promise to cancel, and there is nothing that waits"
    for result in open_ones:
        canceled = await bench.gateway.cancel_payment(bench.ctx, reference_of(result), f"{result.reference}:cancel")
        assert canceled.state is PaymentState.CANCELED
        assert (await bench.fetch(result)).state is PaymentState.CANCELED
    for raw in bench.harness.webhooks():
        for event in (await bench.gateway.parse_webhook(bench.ctx, raw)).events:
            assert event.claimed is None or event.claimed.state is not PaymentState.SUCCEEDED
    bench.assert_charged()


@behaviour(42, needs=[CANCEL_OR_VOID])
async def a_lost_cancellation_is_recovered(bench: Bench) -> None:
    """The answer to a cancellation is lost: OutcomeUnknown; asked again it is canceled; once more does no harm."""
    waits = bench.can.cancel_pending and bench.can.redirect
    result = await bench.pay("challenge") if waits else await _authorized(bench)
    key = f"{result.our_reference}:cancel"
    bench.arm("cancel", "reset_after")
    await bench.refuses(OutcomeUnknown, call=bench.gateway.cancel_payment(bench.ctx, reference_of(result), key))
    assert (await bench.fetch(result)).state is PaymentState.CANCELED
    again = await bench.gateway.cancel_payment(bench.ctx, reference_of(result), key)
    assert again.state is PaymentState.CANCELED
    bench.assert_charged()


@behaviour(43, needs=[CANCEL_OR_VOID])
async def what_is_paid_cannot_be_canceled(bench: Bench) -> None:
    """Canceling a payment that succeeded: StateConflict, and the money stays."""
    paid = await bench.paid()
    call = bench.gateway.cancel_payment(bench.ctx, reference_of(paid), "cancel")
    await bench.refuses(StateConflict, call=call)
    assert (await bench.fetch(paid)).state is PaymentState.SUCCEEDED
    bench.assert_refunded()
