"""D. Action required: the payer has to do something, does it, fails, or never comes back."""

from __future__ import annotations

from datetime import timedelta

from backend.conformance.bench import Bench, reference_of
from backend.conformance.catalogue import behaviour
from backend.conformance.needs import CHALLENGE, CONFIRMS, ELSEWHERE, IN_APP, OFF_SESSION, WEBHOOKS, slow_kinds
from backend.conformance.shop import Shop
from backend.gateways.base import (
    ClientConfirm,
    ClientSessionRequest,
    DeclineAdvice,
    Elsewhere,
    InApp,
    MethodKind,
    OutcomeUnknown,
    PaymentState,
    Redirect,
    SavedMethod,
    Unavailable,
)

_ENDED = (PaymentState.FAILED, PaymentState.CANCELED, PaymentState.EXPIRED)


@behaviour(28, needs=[CHALLENGE])
async def a_challenge_that_is_met_is_paid(bench: Bench) -> None:
    """REQUIRES_ACTION with an address and, where the provider sets one, a time; the payer succeeds: succeeded."""
    order = await bench.order("challenge")
    result = await bench.create(order)
    assert result.state is PaymentState.REQUIRES_ACTION
    assert isinstance(result.action, Redirect)
    assert result.action.url.startswith(("https://", bench.double.public_url))
    assert result.action.expires_at is None or result.action.expires_at > bench.now()
    bench.assert_charged()
    again = await bench.fetch(result)
    assert (again.state, again.action) == (result.state, result.action)
    await bench.harness.authenticate(reference_of(result), ok=True)
    seen = await bench.fetch(result)
    if bench.can.confirms:
        assert seen.confirmable, "the payer agreed, and it is not confirmable"
        bench.assert_charged()
    done = await bench.confirmed(seen)
    assert (done.state, done.action, done.amount) == (PaymentState.SUCCEEDED, None, bench.amount)
    bench.assert_charged(bench.amount)


@behaviour(28, needs=[ELSEWHERE])
async def who_pays_elsewhere_is_told_where(bench: Bench) -> None:
    """Without a method the result says how to pay; the reference stays the same until it is paid, and after."""
    kinds = sorted(bench.can.elsewhere)
    for kind in kinds:
        order = await bench.order(source=Elsewhere(kind))
        result = await bench.create(order)
        slow = kind in slow_kinds(bench.can)
        assert result.state in (PaymentState.PENDING, PaymentState.REQUIRES_ACTION)
        assert result.action is not None
        assert slow or isinstance(result.action, Redirect)
        assert (result.amount, result.our_reference) == (bench.amount, order.our_reference)
        waiting = await bench.fetch(result)
        assert (waiting.reference, waiting.state) == (result.reference, result.state)
        assert not waiting.confirmable
        paid = await bench.finish(result, order)
        assert (paid.reference, paid.our_reference) == (result.reference, order.our_reference)
        assert (await bench.fetch(result)).state is PaymentState.SUCCEEDED
        assert (await bench.recover(order)).reference == result.reference
        if bench.can.refunds != "none" and not slow:
            assert (await bench.refunded(paid)).payment_reference == result.reference
    bench.assert_charged(*[bench.amount for _ in kinds])


@behaviour(28, needs=[CONFIRMS])
async def confirming_twice_collects_once(bench: Bench) -> None:
    """The answer to a confirmation is lost; confirmed again with the same key, money moved once."""
    order = await bench.order()
    result = await bench.create(order)
    await bench.harness.settle(reference_of(result), order.source.kind)
    result = await bench.fetch(result)
    bench.arm("confirm", "reset_after")
    await bench.refuses(OutcomeUnknown, call=bench.confirmed(result))
    done = await bench.confirmed(result)
    assert (done.state, (await bench.fetch(result)).state) == (PaymentState.SUCCEEDED, PaymentState.SUCCEEDED)
    bench.assert_charged(bench.amount)


@behaviour(28, needs=[IN_APP])
async def an_app_gets_what_its_kit_needs(bench: Bench) -> None:
    """A payment that an app completes: a client secret for this payment only, and a short-lived key for the customer.

    Neither shows in a repr, which might be logged.
    """
    customer = await bench.customer() if bench.can.customers else None
    order = await bench.order(source=InApp(MethodKind.CARD), customer_reference=customer, return_url=None)
    result = await bench.create(order)
    assert result.state is PaymentState.REQUIRES_ACTION
    assert isinstance(result.action, ClientConfirm)
    assert result.action.client_secret
    assert result.action.publishable_key == bench.gateway.browser_fields(bench.ctx.settings).publishable_key
    assert result.action.client_secret not in repr(result)
    if customer is not None:
        wanted = ClientSessionRequest(f"{order.key}:session", customer, "2024-06-20")
        session = await bench.gateway.client_session(bench.ctx, wanted)
        assert session.ephemeral_key
        assert session.ephemeral_key not in repr(session)
        assert session.publishable_key == result.action.publishable_key
    bench.assert_charged()


@behaviour(29, needs=[CHALLENGE])
async def a_challenge_that_fails_says_so(bench: Bench) -> None:
    """The payer fails the challenge: failed, for a card as AUTHENTICATION_FAILED; no money moved."""
    result = await bench.pay("challenge")
    await bench.harness.authenticate(reference_of(result), ok=False)
    seen = await bench.fetch(result)
    assert not seen.confirmable
    if result.method is not None and result.method.kind is MethodKind.CARD:
        assert seen.state is PaymentState.FAILED
    if seen.state is PaymentState.FAILED:
        assert seen.decline is not None
        assert seen.decline.reason in ("AUTHENTICATION_FAILED", "GENERIC")
        assert seen.decline.reason == "AUTHENTICATION_FAILED" or not bench.can.takes_token(MethodKind.CARD)
    else:
        # At a wallet's page the payer may come back and agree later.
        assert seen.state in (*_ENDED, PaymentState.REQUIRES_ACTION)
    bench.assert_charged()


@behaviour(29, level=2, needs=[CHALLENGE])
async def after_a_failed_challenge_the_invoice_can_be_paid(shop: Shop) -> None:
    """The payer fails the challenge: the payment ends, the invoice stays payable, and is paid by another try."""
    payment = await shop.subscribe("challenge")
    assert payment.status == "REQUIRES_ACTION"
    await shop.authenticate(ok=False)
    await shop.look()
    if (await shop.payment()).status == "REQUIRES_ACTION":
        # A wallet's page stays open: time ends it.
        await shop.abandon()
    assert (await shop.payment()).status in ("FAILED", "CANCELED", "EXPIRED")
    assert (await shop.invoice()).status == "OPEN"
    await shop.pay_invoice()
    await shop.settle()
    assert (await shop.invoice()).status == "PAID"
    shop.bench.assert_charged(shop.bench.amount)


@behaviour(30, level=2, needs=[CHALLENGE])
async def an_abandoned_challenge_expires(shop: Shop) -> None:
    """The payer never comes back: it stays REQUIRES_ACTION, and then a look ends it. The customer is not dunned."""
    await shop.subscribe("challenge")
    await shop.later(timedelta(minutes=10))
    await shop.work()
    assert (await shop.payment()).status == "REQUIRES_ACTION"
    await shop.abandon()
    assert (await shop.payment()).status in ("EXPIRED", "CANCELED", "FAILED")
    assert (await shop.subscription()).status == "INCOMPLETE"
    assert (await shop.invoice()).status == "OPEN"
    shop.bench.assert_charged()


@behaviour(31, level=2, needs=[CHALLENGE])
async def the_way_back_proves_nothing(shop: Shop) -> None:
    """The return address is visited, twice, as if all had gone well: what counts is what the provider says."""
    await shop.subscribe("challenge")
    for _ in range(2):
        await shop.returns()
        assert await shop.shows() == ("REQUIRES_ACTION", 0)
    await shop.refuses_return_of_a_stranger()
    await shop.authenticate(ok=True)
    for _ in range(2):
        await shop.returns()
        assert await shop.shows() == ("SUCCEEDED", shop.bench.amount.minor)
    shop.bench.assert_charged(shop.bench.amount)


@behaviour(32, level=2, needs=[CHALLENGE, WEBHOOKS])
async def webhook_and_return_come_in_any_order(shop: Shop) -> None:
    """The webhook before the payer's return, and after it: the same end, and the money once."""
    await shop.subscribe("challenge")
    await shop.authenticate(ok=True)
    await shop.deliver()
    await shop.returns()
    await shop.work()
    first = (await shop.shows(), (await shop.invoice()).status)
    await shop.another_customer()
    await shop.subscribe("challenge")
    await shop.authenticate(ok=True)
    await shop.returns()
    await shop.deliver()
    second = (await shop.shows(), (await shop.invoice()).status)
    assert first == second == (("SUCCEEDED", shop.bench.amount.minor), "PAID")
    shop.bench.assert_charged(shop.bench.amount, shop.bench.amount)


@behaviour(33, needs=[OFF_SESSION])
async def nobody_can_act_while_the_payer_is_away(bench: Bench) -> None:
    """An off-session charge that needs authentication is a decline of its own kind, not a generic one."""
    result = await bench.pay("savable_then_challenges", save_method=True)
    if result.state is PaymentState.REQUIRES_ACTION:
        await bench.harness.authenticate(reference_of(result), ok=True)
        result = await bench.confirmed(await bench.fetch(result))
    kept = result.saved_method
    assert kept is not None
    method = SavedMethod(kept.summary.kind, kept.customer_reference, kept.reference)
    result = await bench.pay(source=method, off_session=True)
    assert result.state is PaymentState.FAILED, f"{result.state} while nobody is there"
    assert result.decline is not None
    got = (result.decline.reason, result.decline.advice)
    assert got == ("AUTHENTICATION_REQUIRED", DeclineAdvice.AUTHENTICATE)
    bench.assert_charged(bench.amount)


@behaviour(34, level=2, needs=[CONFIRMS, WEBHOOKS])
async def a_closed_tab_is_confirmed_by_the_webhook(shop: Shop) -> None:
    """The payer agrees and closes the tab: the webhook leads to one confirmation, whoever else looks as well."""
    await shop.subscribe("challenge")
    await shop.authenticate(ok=True)
    await shop.deliver(times=2)
    await shop.work()
    await shop.returns()
    await shop.look()
    assert await shop.shows() == ("SUCCEEDED", shop.bench.amount.minor)
    assert len(shop.bench.executed("confirm")) == 1
    shop.bench.assert_charged(shop.bench.amount)


@behaviour(35)
async def a_gateway_repeats_nothing_by_itself(bench: Bench) -> None:
    """One call for a payment, also when it fails: whether it is sent again is for the core to decide."""
    await bench.pay()
    assert len(bench.harness.calls("create")) == 1
    for effect in ("status_before", "reset_before", "rate_limit"):
        earlier = len(bench.harness.calls("create"))
        bench.arm("create", effect)
        await bench.refuses(OutcomeUnknown, Unavailable, call=bench.pay())
        assert len(bench.harness.calls("create")) == earlier + 1
