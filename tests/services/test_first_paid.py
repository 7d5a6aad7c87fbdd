"""What pays the first invoice, at whichever try, is what renewals are taken from; a later one is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.domain.errors import PaymentDeclined
from backend.domain.subscription import Collection
from backend.gateways.base import DeclineAdvice, MethodKind, PaymentState, Redirect, SavedMethod
from backend.models import Event, Payment, PaymentAttempt, PaymentMethod, Subscription
from backend.services.invoices.pay import pay_invoice
from backend.services.payments.pay_with import PayWith
from backend.services.payments.settle import settle_attempt
from backend.services.subscriptions.renewals import set_renewals
from tests.support.clock import START
from tests.support.dunning import another_card
from tests.support.invariants import assert_all_adds_up
from tests.support.life import KEPT_CARD, Life, month
from tests.support.scripted_gateway import ACTION_URL, ScriptedGateway, Step, decline, lying, require_action
from tests.support.storefront import CARD

FIRST = month(1)
BY_INVOICE = ("ACTIVE", "INVOICE", None)


async def declined(life: Life, gateway: ScriptedGateway, pay_with: PayWith = CARD) -> Subscription:
    """Ana wanted Basic; her card did not."""
    gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await life.store.subscribe(pay_with=pay_with)
    return await Subscription.get()


async def pay(life: Life, subscription: Subscription, pay_with: PayWith, key: str = "second") -> Payment:
    """The newest invoice, by hand."""
    invoice = (await life.invoices(subscription))[-1]
    done = await pay_invoice(life.store.ana.context, invoice_id=invoice.id, pay_with=pay_with, idempotency_key=key)
    return done.payment


async def renews(life: Life, subscription: Subscription) -> tuple[str, str, str | None]:
    """Its status, how renewals are collected, and from which method, by the gateway's name of it."""
    row = await life.now(subscription)
    method = await PaymentMethod.get_or_none(id=row.payment_method_id or "")
    return row.status, row.collection, method.gateway_reference if method else None


def by(method: PaymentMethod) -> PayWith:
    """Pay with what is kept."""
    return PayWith("scripted", "CARD", method_id=method.id)


async def latest_attempt() -> PaymentAttempt:
    """The last one that was started."""
    attempt = await PaymentAttempt.all().order_by("-id").first()
    assert attempt is not None
    return attempt


async def test_a_card_that_is_saved_at_the_second_try_is_charged_for_the_renewals(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await declined(life, gateway)
    assert await renews(life, sub) == ("INCOMPLETE", "INVOICE", None)
    await pay(life, sub, KEPT_CARD)
    assert await renews(life, sub) == ("ACTIVE", "METHOD", "pm_1")

    await life.go(FIRST - timedelta(seconds=1))
    assert len(await life.invoices(sub)) == 1, "nothing is sent ahead"
    await life.go(FIRST)
    assert [charge.minor for charge in gateway.charges] == [1000, 1000]
    request = gateway.requests[-1]
    assert (request.source, request.off_session) == (SavedMethod(MethodKind.CARD, "cus_1", "pm_1"), True)
    assert [invoice.status for invoice in await life.invoices(sub)] == ["PAID", "PAID"]
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize("first", [CARD, KEPT_CARD], ids=["not to be saved", "to be saved"])
async def test_a_card_that_is_not_saved_leaves_invoices_whatever_the_failed_try_was_to_save(
    life: Life, gateway: ScriptedGateway, first: PayWith
) -> None:
    # Her default card was kept for something else: she never agreed that it renews this.
    await life.keep_card()
    sub = await declined(life, gateway, first)
    await pay(life, sub, CARD)
    assert await renews(life, sub) == BY_INVOICE
    charged = len(gateway.charges)
    await life.go(FIRST)
    assert len(gateway.charges) == charged
    assert [invoice.status for invoice in await life.invoices(sub)] == ["PAID", "OPEN"]
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize("end", [PaymentState.EXPIRED, PaymentState.CANCELED])
async def test_a_voucher_that_ends_unpaid_and_then_a_saved_card(
    life: Life, gateway: ScriptedGateway, end: PaymentState
) -> None:
    slip = Redirect(ACTION_URL, expires_at=START + timedelta(days=3))
    gateway.script("create", Step(PaymentState.REQUIRES_ACTION, lie={"action": slip}))
    sub = (await life.store.subscribe()).subscription
    await life.store.hears(gateway.move((await latest_attempt()).id, end), id="evt_end")
    assert await renews(life, sub) == ("INCOMPLETE", "INVOICE", None)
    await pay(life, sub, KEPT_CARD)
    assert await renews(life, sub) == ("ACTIVE", "METHOD", "pm_1")
    await assert_all_adds_up(gateway)


async def test_a_second_try_that_a_webhook_completes(life: Life, gateway: ScriptedGateway) -> None:
    sub = await declined(life, gateway)
    gateway.script("create", require_action())
    await pay(life, sub, KEPT_CARD)
    assert await renews(life, sub) == ("INCOMPLETE", "INVOICE", None)

    attempt = await latest_attempt()
    success = gateway.move(attempt.id, PaymentState.SUCCEEDED)
    await life.store.hears(success, id="evt_1")
    await settle_attempt(life.store.merchant.system, attempt_id=attempt.id, observed=success)
    assert await renews(life, sub) == ("ACTIVE", "METHOD", "pm_1")
    assert await Event.filter(type="payment_method.kept").count() == 1
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize("chosen", [False, True])
async def test_what_is_kept_is_told_after_the_success_and_a_choice_since_stays(
    life: Life, gateway: ScriptedGateway, chosen: bool
) -> None:
    sub = await declined(life, gateway)
    gateway.script("create", lying(saved_method=None))
    await pay(life, sub, KEPT_CARD)
    assert await renews(life, sub) == ("ACTIVE", "METHOD", None)
    if chosen:
        await set_renewals(life.store.ana.context, subscription_id=sub.id, collection=Collection.INVOICE)

    attempt = await latest_attempt()
    told = gateway.payments[attempt.id]
    await settle_attempt(life.store.merchant.system, attempt_id=attempt.id, observed=told)
    assert await renews(life, sub) == (BY_INVOICE if chosen else ("ACTIVE", "METHOD", "pm_1"))
    assert (await PaymentMethod.get()).gateway_reference == "pm_1"
    await assert_all_adds_up(gateway)


async def test_a_try_that_was_declined_and_succeeds_late_renews_by_what_it_kept(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await declined(life, gateway)
    gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await pay(life, sub, KEPT_CARD)
    attempt = await latest_attempt()
    late = gateway.move(attempt.id, PaymentState.SUCCEEDED)
    await settle_attempt(life.store.merchant.system, attempt_id=attempt.id, observed=late)
    assert await renews(life, sub) == ("ACTIVE", "METHOD", "pm_1")
    await assert_all_adds_up(gateway)


async def test_a_card_that_was_kept_before_and_pays_the_second_try_renews_it(
    life: Life, gateway: ScriptedGateway
) -> None:
    default = await life.keep_card()
    other = await another_card(life)
    sub = await declined(life, gateway)
    await pay(life, sub, by(other))
    assert await renews(life, sub) == ("ACTIVE", "METHOD", "pm_other")
    assert default.is_default


@pytest.mark.parametrize(
    ("second", "renewed_by"), [(KEPT_CARD, "pm_2"), (CARD, "pm_1")], ids=["saved anew", "not saved"]
)
async def test_a_kept_card_that_was_declined_is_replaced_by_one_that_is_kept_only(
    life: Life, gateway: ScriptedGateway, second: PayWith, renewed_by: str
) -> None:
    kept = await life.keep_card()
    sub = await declined(life, gateway, by(kept))
    await pay(life, sub, second)
    assert await renews(life, sub) == ("ACTIVE", "METHOD", renewed_by)


@pytest.mark.parametrize("way", ["INVOICE", "METHOD"])
async def test_a_later_invoice_that_is_paid_by_a_saved_card_changes_nothing(
    life: Life, gateway: ScriptedGateway, way: str
) -> None:
    sub = await life.subscribe(way=way)
    before = await renews(life, sub)
    if way == "METHOD":
        # For now: the card is tried again.
        gateway.script("create", decline(advice=DeclineAdvice.RETRY_LATER))
    await life.go(FIRST)
    assert [invoice.status for invoice in await life.invoices(sub)] == ["PAID", "OPEN"]
    await pay(life, sub, KEPT_CARD)
    assert await renews(life, sub) == before
    assert before == (BY_INVOICE if way == "INVOICE" else ("ACTIVE", "METHOD", "pm_1"))
    await assert_all_adds_up(gateway)


async def test_what_cannot_be_charged_while_the_payer_is_away_leaves_invoices(
    life: Life, gateway: ScriptedGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    sub = await declined(life, gateway)
    monkeypatch.setattr(gateway, "capabilities", replace(gateway.capabilities, off_session=False))
    await pay(life, sub, KEPT_CARD)
    assert await renews(life, sub) == BY_INVOICE
    assert (await PaymentMethod.get()).gateway_reference == "pm_1"


async def test_a_seal_that_cannot_be_opened_never_hinders_the_money(life: Life, gateway: ScriptedGateway) -> None:
    sub = await declined(life, gateway)
    gateway.script("create", require_action())
    payment = await pay(life, sub, KEPT_CARD)
    attempt = await latest_attempt()
    await PaymentAttempt.filter(id=attempt.id).update(source_sealed="v9.nobody.knows")
    success = gateway.move(attempt.id, PaymentState.SUCCEEDED)
    await settle_attempt(life.store.merchant.system, attempt_id=attempt.id, observed=success)
    await payment.refresh_from_db()
    assert (payment.status, payment.captured_minor) == ("SUCCEEDED", 1000)
    assert await renews(life, sub) == ("ACTIVE", "METHOD", "pm_1")
    await assert_all_adds_up(gateway)
