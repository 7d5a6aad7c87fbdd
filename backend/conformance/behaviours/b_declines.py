"""B. Declines and errors: what is a result, what is certainly not executed, and what nobody knows."""

from __future__ import annotations

from backend.conformance.bench import Bench, reference_of
from backend.conformance.catalogue import NotApplicable, behaviour
from backend.conformance.harness import Wish
from backend.conformance.needs import CONFIRMS
from backend.gateways.base import (
    ConfigurationError,
    DeclineAdvice,
    OutcomeUnknown,
    PaymentState,
    StateConflict,
    Unavailable,
)


@behaviour(11, 13, 35)
async def every_known_decline_is_a_result(bench: Bench) -> None:
    """Each documented bad card is FAILED with the right reason and advice, whatever HTTP status tells of it.

    It is sent once; where a risk is answered by asking for 3-D Secure, once more, and not as a repetition.
    """
    magic = await bench.declining()
    for card in magic:
        earlier = len(bench.harness.calls("create"))
        result = await bench.pay(source=card.source)
        calls = bench.harness.calls("create")[earlier:]
        assert len(calls) in (1, 2)
        assert len({bench.harness.key_on_wire(call) for call in calls}) == len(calls), "repeated with the same key"
        assert result.state is PaymentState.FAILED, f"{card.gateway_code}: {result.state}"
        assert result.decline is not None
        got = (result.decline.reason, result.decline.advice)
        assert got == (card.reason, card.advice), f"{card.gateway_code}: {got}"
        if card.gateway_code is not None:
            assert result.decline.gateway_code == card.gateway_code
        assert result.amount == bench.amount
    bench.assert_charged()


@behaviour(11, 13, needs=[CONFIRMS])
async def a_refused_confirmation_is_a_decline(bench: Bench) -> None:
    """The payer agreed and the collection is refused, by an error or in an answer of success: FAILED, for good.

    Looked at again it has failed still, and confirmed again it collects nothing.
    """
    wishes: tuple[Wish, ...] = ("refused", "declined_in_success")
    tried = [await _refused_when_confirmed(bench, wish) for wish in wishes]
    assert any(tried), "it confirms, and its harness has nothing that is refused then"
    bench.assert_charged()


async def _refused_when_confirmed(bench: Bench, wish: Wish) -> bool:
    source = await bench.harness.source(wish)
    if source is None:
        return False
    result = await bench.create(await bench.order(source=source))
    await bench.harness.settle(reference_of(result), source.kind)
    failed = await bench.confirmed(await bench.fetch(result))
    assert failed.state is PaymentState.FAILED, f"{wish}: {failed.state}"
    assert failed.decline is not None
    assert (failed.reference, failed.amount, failed.confirmable) == (result.reference, bench.amount, False)
    seen = await bench.fetch(result)
    assert (seen.state, seen.decline) == (PaymentState.FAILED, failed.decline)
    try:
        again = await bench.gateway.confirm_payment(bench.ctx, reference_of(result), "confirmed-again")
    except StateConflict as error:
        bench.raised.append(error)
    else:
        assert again.state is PaymentState.FAILED
    return True


@behaviour(12)
async def an_unknown_decline_is_generic(bench: Bench) -> None:
    """A decline with a code that nobody has heard of: reason GENERIC, advice RETRY_LATER, and the raw code kept."""
    known = next((card for card in await bench.declining() if card.gateway_code), None)
    if known is None:
        raise NotApplicable("tells no code with its declines")
    code = str(known.gateway_code)
    unheard = "3999"[: len(code)] if code.isdigit() else "heard_of_by_nobody"
    bench.line.rewrites = {code.encode(): unheard.encode()}
    result = await bench.pay(source=known.source)
    assert result.state is PaymentState.FAILED
    assert result.decline is not None
    assert (result.decline.reason, result.decline.advice) == ("GENERIC", DeclineAdvice.RETRY_LATER)
    assert result.decline.gateway_code == unheard


@behaviour(14)
async def a_bad_key_is_a_configuration_error(bench: Bench) -> None:
    """A key that the provider refuses: ConfigurationError, for payments and for look-ups, and no key in its message."""
    payment, order = await bench.paid(), await bench.order()
    wrong = bench.harness.wrong_settings()["bad_key"]
    ctx = bench.context(**wrong)
    errors = [
        await bench.refuses(ConfigurationError, call=bench.create(order, ctx)),
        await bench.refuses(ConfigurationError, call=bench.fetch(payment, ctx)),
    ]
    for error in errors:
        for secret in (*bench.harness.secrets(), *(str(value) for value in wrong.values() if len(str(value)) > 7)):
            assert secret not in f"{error.message}{error!r}"
    bench.assert_charged(bench.amount)


@behaviour(15)
async def too_many_requests_were_not_executed(bench: Bench) -> None:
    """429 with Retry-After: Unavailable with these seconds; the same key may be sent again and pays once."""
    order = await bench.order()
    bench.arm("create", "rate_limit", retry_after_seconds=7)
    error = await bench.refuses(Unavailable, call=bench.create(order))
    assert error.retry_after_seconds == 7
    bench.assert_charged()
    await bench.finish(await bench.create(order), order)
    bench.assert_charged(bench.amount)


@behaviour(16)
async def not_sent_and_not_known_are_told_apart(bench: Bench) -> None:
    """No connection: Unavailable. 503 to a POST: OutcomeUnknown. 503 to a GET: Unavailable."""
    payment, order = await bench.paid(), await bench.order()
    bench.line.mode = "refused"
    await bench.refuses(Unavailable, call=bench.create(order))
    await bench.refuses(Unavailable, call=bench.fetch(payment))
    bench.line.mode = "open"
    bench.arm("create", "status_before", status=503)
    await bench.refuses(OutcomeUnknown, call=bench.create(order))
    bench.arm("fetch", "status_before", status=503)
    await bench.refuses(Unavailable, call=bench.fetch(payment))
    bench.assert_charged(bench.amount)


@behaviour(17)
async def an_unreadable_answer_is_never_success(bench: Bench) -> None:
    """Half of a JSON text, an empty 200, HTML with 200 and with 502: OutcomeUnknown for a payment that was made.

    To a look-up they are Unavailable or OutcomeUnknown. Asked again, the payment is there, once.
    """
    for effect in ("malformed", "empty", "html", "status_after"):
        order = await bench.order()
        bench.arm("create", effect, status=502)
        await bench.refuses(OutcomeUnknown, call=bench.create(order))
        result = await bench.recover(order)
        assert result.our_reference == order.our_reference
        result = await bench.finish(result, order)
        bench.arm("fetch", effect, status=502)
        await bench.refuses(Unavailable, OutcomeUnknown, call=bench.fetch(result))
        assert reference_of(await bench.fetch(result)) == result.reference
    bench.assert_charged(*[bench.amount] * 4)


@behaviour(18)
async def an_insecure_connection_is_refused(bench: Bench) -> None:
    """A server that cannot speak TLS: ConfigurationError or Unavailable, and nothing is sent in the clear instead."""
    order = await bench.order()
    earlier = len(bench.double.journal.calls)
    bench.line.mode = "not_tls"
    await bench.refuses(ConfigurationError, Unavailable, call=bench.create(order))
    assert len(bench.double.journal.calls) == earlier
