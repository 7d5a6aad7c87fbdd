"""G. Saved methods: kept with the payer's consent, charged without them, forgotten for good."""

from __future__ import annotations

from dataclasses import replace

from backend.conformance.bench import Bench
from backend.conformance.catalogue import NotApplicable, behaviour
from backend.conformance.harness import Wish
from backend.conformance.needs import CHALLENGE, OFF_SESSION, SAVED, SETUPS, WEBHOOKS
from backend.conformance.shop import Shop
from backend.doubles.kit.double import Impossible
from backend.gateways.base import (
    DeclineAdvice,
    InvalidRequest,
    MethodKind,
    NotFound,
    PaymentState,
    Redirect,
    SavedMethod,
    SavedMethodDetails,
    SetupResult,
)
from backend.models import Collection, PaymentMethod, PaymentSetup
from backend.services.payment_methods.remove import remove_method
from backend.services.setups.add import Wanted, add_method
from backend.services.setups.walk import walk_setup


@behaviour(54, needs=[SETUPS])
async def a_method_is_kept_without_a_charge(bench: Bench) -> None:
    """Kept at once, or after the payer met a challenge; a failure leaves no method, and nothing is ever charged."""
    gateway, order = bench.gateway, await bench.setup()
    result = await gateway.begin_setup(bench.ctx, order)
    if result.state is PaymentState.REQUIRES_ACTION:
        result = await _answered(bench, result, ok=True)
    details = _details(result)
    assert result.our_reference == order.our_reference
    again = await gateway.begin_setup(bench.ctx, order)
    assert again.reference == result.reference, "the same setup sent twice is one"
    for ok in (True, False):
        order = await bench.setup("challenge")
        result = await gateway.begin_setup(bench.ctx, order)
        if result.state is PaymentState.REQUIRES_ACTION:
            assert isinstance(result.action, Redirect)
            result = await _answered(bench, result, ok=ok)
            assert (result.state is PaymentState.SUCCEEDED) is ok
            assert (result.saved_method is not None) is ok
    for card in (await bench.harness.magic())[:1]:
        order = replace(await bench.setup(), source=card.source)
        result = await gateway.begin_setup(bench.ctx, order)
        assert (result.state, result.saved_method) == (PaymentState.FAILED, None)
        assert result.decline is not None
    bench.assert_charged()
    if bench.can.off_session:
        method = SavedMethod(details.summary.kind, details.customer_reference, details.reference)
        assert (await bench.pay(source=method, off_session=True)).state is PaymentState.SUCCEEDED
        bench.assert_charged(bench.amount)


async def _answered(bench: Bench, result: SetupResult, *, ok: bool) -> SetupResult:
    assert result.reference is not None
    await bench.harness.authenticate(result.reference, ok=ok)
    return await bench.gateway.fetch_setup(bench.ctx, result.reference)


def _details(result: SetupResult) -> SavedMethodDetails:
    assert result.state is PaymentState.SUCCEEDED
    assert result.saved_method is not None
    assert result.saved_method.summary.last4
    return result.saved_method


@behaviour(54, level=2, needs=[SETUPS])
async def a_method_that_was_added_pays_and_goes(shop: Shop) -> None:
    """In the shop: added without a charge, though the answer was lost; it pays an invoice; then it is removed.

    What paid the first invoice is what renewals are charged to, and is not removed before its owner chose otherwise.
    """
    bench = shop.bench
    bench.arm("setup", "reset_after")
    setup = await _add(shop, "savable")
    assert setup.status == "UNKNOWN"
    setup = await _walked(shop, setup)
    assert (setup.status, setup.payment_method_id is not None) == ("SUCCEEDED", True)
    bench.assert_charged()
    await shop.fail_to_pay()
    await shop.pay_invoice(by_kept=True)
    assert (await shop.invoice()).status == "PAID"
    bench.assert_charged(bench.amount)
    assert setup.payment_method_id is not None
    await shop.renew_by_invoice()
    await remove_method(shop.sale.customer, method_id=setup.payment_method_id)
    row = await PaymentMethod.get(id=setup.payment_method_id)
    assert row.removed_at is not None
    gone = SavedMethod(MethodKind(row.kind), row.gateway_customer, row.gateway_reference)
    declined = await bench.pay(source=gone, off_session=bench.can.off_session)
    assert declined.state is PaymentState.FAILED


@behaviour(54, level=2, needs=[SETUPS, CHALLENGE])
async def a_method_that_needs_the_payer_is_added_by_them(shop: Shop) -> None:
    """In the shop: the payer meets the bank's challenge, and the method is theirs; they fail it, and there is none."""
    for ok in (True, False):
        await shop.another_customer()
        setup = await _add(shop, "challenge")
        if setup.status != "REQUIRES_ACTION":
            raise NotApplicable("asks nothing when a method is kept")
        assert setup.gateway_reference is not None
        await shop.bench.harness.authenticate(setup.gateway_reference, ok=ok)
        if shop.bench.can.webhooks != "none":
            await shop.deliver()
        setup = await _walked(shop, setup)
        assert (setup.status, setup.payment_method_id is not None) == ("SUCCEEDED" if ok else "FAILED", ok)
    shop.bench.assert_charged()


async def _add(shop: Shop, wish: Wish) -> PaymentSetup:
    with_ = shop.pay_with(await shop.bench.source(wish))
    wanted = Wanted(
        with_.gateway, with_.kind, token=with_.token, return_url=with_.return_url, device_id=with_.device_id
    )
    return await add_method(shop.sale.customer, wanted=wanted, idempotency_key=shop.sale.fresh_key())


async def _walked(shop: Shop, setup: PaymentSetup) -> PaymentSetup:
    await PaymentSetup.filter(id=setup.id, next_try_at__isnull=False).update(next_try_at=shop.bench.now())
    await walk_setup(shop.sale.system, setup_id=setup.id)
    return await PaymentSetup.get(id=setup.id)


@behaviour(55, needs=[SAVED])
async def a_kept_method_is_charged_again(bench: Bench) -> None:
    """Kept with a payment, and named in later answers too; charged again, with the payer there or away."""
    order = await bench.order("savable", save_method=True)
    result = await bench.finish(await bench.create(order), order)
    details = (await bench.fetch(result)).saved_method
    assert details is not None, "the first answer may be lost: later ones name the method too"
    assert result.saved_method in (None, details)
    method = SavedMethod(details.summary.kind, details.customer_reference, details.reference)
    later = await bench.order(source=method)
    charged = await bench.finish(await bench.create(later), later)
    assert (charged.amount, charged.our_reference) == (bench.amount, later.our_reference)
    assert charged.saved_method is None, "it was kept before, not by this payment"
    paid = [bench.amount, bench.amount]
    if bench.can.off_session:
        away = await bench.pay(source=method, off_session=True)
        assert away.state is PaymentState.SUCCEEDED
        paid.append(bench.amount)
    bench.assert_charged(*paid)
    if not order.customer_reference:
        return
    assert details.customer_reference == order.customer_reference


@behaviour(55, needs=[OFF_SESSION])
async def a_kept_method_may_be_declined(bench: Bench) -> None:
    """An off-session charge that the bank declines is a decline, with advice for the dunning."""
    method = await bench.kept("savable_then_declines")
    result = await bench.pay(source=method, off_session=True)
    assert result.state is PaymentState.FAILED
    assert result.decline is not None
    bench.assert_charged(bench.amount)


@behaviour(55, level=2, needs=[OFF_SESSION])
async def a_renewal_is_collected_while_nobody_is_there(shop: Shop) -> None:
    """In the shop: a method that was kept with the first payment pays the next period, by the jobs alone."""
    await shop.subscribe("savable", save=True)
    await shop.settle()
    await shop.renew()
    assert await shop.shows() == ("SUCCEEDED", shop.bench.amount.minor)
    assert ((await shop.invoice()).status, (await shop.subscription()).status) == ("PAID", "ACTIVE")
    shop.bench.assert_charged(shop.bench.amount, shop.bench.amount)


@behaviour(33, 55, level=2, needs=[OFF_SESSION])
async def a_renewal_that_needs_the_payer_waits_for_them(shop: Shop) -> None:
    """In the shop: the bank wants to see the payer; they are told so, pay with the same method, and all is well."""
    await shop.subscribe("savable_then_challenges", save=True)
    if (await shop.attempt()).status == "REQUIRES_ACTION":
        await shop.authenticate(ok=True)
        await shop.look()
    renewal = await shop.renew()
    assert (renewal.status, renewal.decline_advice) == ("FAILED", "AUTHENTICATE")
    (collection,) = await Collection.filter(subscription_id=(await shop.subscription()).id)
    assert (collection.status, collection.wants) == ("OPEN", "AUTHENTICATION")
    await shop.pay_invoice(by_kept=True)
    await shop.pays()
    await shop.look()
    assert await shop.shows() == ("SUCCEEDED", shop.bench.amount.minor)
    assert ((await shop.invoice()).status, (await shop.subscription()).status) == ("PAID", "ACTIVE")
    shop.bench.assert_charged(shop.bench.amount, shop.bench.amount)


@behaviour(56, needs=[SAVED])
async def a_forgotten_method_charges_nobody(bench: Bench) -> None:
    """Detached, twice without harm; a later charge is declined with advice NEW_METHOD."""
    method = await bench.kept()
    for _ in range(2):
        await bench.gateway.detach_method(bench.ctx, method)
    result = await bench.pay(source=method, off_session=bench.can.off_session)
    assert result.state is PaymentState.FAILED
    assert result.decline is not None
    assert result.decline.advice is DeclineAdvice.NEW_METHOD
    bench.assert_charged(bench.amount)


@behaviour(56, needs=[SAVED])
async def a_strangers_method_is_refused(bench: Bench) -> None:
    """The method of one customer for another: declined or refused, and no money moved."""
    mine, theirs = await bench.kept(), await bench.kept()
    if mine.customer_reference is None or mine.customer_reference == theirs.customer_reference:
        raise NotApplicable("knows no customers")
    mixed = replace(theirs, customer_reference=mine.customer_reference)
    try:
        result = await bench.pay(source=mixed, off_session=bench.can.off_session)
    except (InvalidRequest, NotFound) as error:
        bench.raised.append(error)
    else:
        assert result.state is PaymentState.FAILED
    bench.assert_charged(bench.amount, bench.amount)


@behaviour(57, needs=[SAVED, WEBHOOKS])
async def a_renewed_card_is_heard_of(bench: Bench) -> None:
    """The bank renews a kept card: the webhook brings its new summary; where it is removed, that it is gone."""
    method, happened = await bench.kept(), 0
    for act, kind in (("method_updated", "method.updated"), ("method_removed", "method.removed")):
        earlier = len(bench.deliveries())
        try:
            await bench.double.act(method.reference, act, {})
        except Impossible:
            continue
        if not bench.deliveries(earlier):
            # The provider says nothing of it.
            continue
        happened += 1
        events = [
            event
            for delivery in bench.deliveries(earlier)
            for event in (await bench.gateway.parse_webhook(bench.ctx, bench.harness.raw(delivery))).events
        ]
        heard = [event for event in events if event.subject == "method"]
        assert len(heard) == 1, f"{act}: {len(heard)} events about the method"
        event = heard[0]
        assert (event.kind, event.reference) == (kind, method.reference)
        if kind == "method.removed":
            assert event.claimed_method is None
            continue
        assert event.claimed_method is not None
        assert event.claimed_method.reference == method.reference
        assert event.claimed_method.summary.last4
        assert event.claimed_method.summary.expires_year
    if not happened:
        raise NotApplicable("is told nothing of the methods that it keeps")
