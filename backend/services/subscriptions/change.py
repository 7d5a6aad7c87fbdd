"""Change a subscription to what was quoted.

Billed from the balance: the old price is debited up to now, then the new one is metered. Billed in advance: what is due
is paid first and the change waits for it; too much becomes balance or is refunded; what is for later is planned.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.balance import TransactionReason
from backend.domain.billing import ChangeStatus
from backend.domain.errors import Conflict, InvalidInput
from backend.domain.ledger import invoice_credited
from backend.domain.payment import PaymentPurpose
from backend.domain.subscription import SubscriptionEvent
from backend.models import Payment, Subscription, SubscriptionChange, Tariff
from backend.models.ids import new_id
from backend.services.balances.open import Subjects, open_balance
from backend.services.balances.standing import Standing
from backend.services.billing.apply_change import apply_change
from backend.services.billing.drop_change import drop_change
from backend.services.billing.policy import open_change
from backend.services.catalog.load_purchase import Loaded
from backend.services.context import Context
from backend.services.failpoints import failpoint
from backend.services.idempotency import Result, once
from backend.services.invoices.issue import issue_invoice
from backend.services.invoices.pay import pay_now_or_start, walk_payment
from backend.services.payments.pay_with import PayWith, said
from backend.services.payments.start import Collect
from backend.services.subscriptions.addons import drop_addons, hold_addons
from backend.services.subscriptions.held import load_held
from backend.services.subscriptions.lock import lock_subscription, require_somebody, timed
from backend.services.subscriptions.move import move
from backend.services.subscriptions.purchase import addons_as_json
from backend.services.subscriptions.quote_change import (
    ChangeOffer,
    ChangeToken,
    check_changeable,
    confirm_change,
    read_change_token,
)
from backend.services.subscriptions.renewals import renew_as_first_paid
from backend.services.subscriptions.start_tariff import tariff_description
from backend.services.subscriptions.surplus import lock_surplus, make_refunds
from backend.services.transaction import Transaction
from backend.services.visibility import visible


@dataclass(frozen=True, slots=True)
class Changed:
    """The subscription as it is now, and the payment that the change needed."""

    subscription: Subscription
    payment: Payment | None


async def change_subscription(
    ctx: Context, *, subscription_id: str, quote_token: str, idempotency_key: str, pay_with: PayWith | None = None
) -> Changed:
    """Make of the customer's own subscription, or as staff of any, what a quoted change says.

    A balance-billed one stays ACTIVE or SUSPENDED as it is, and what is owed below one minor unit goes along. Of others
    exactly the quoted amount is charged, and the change is made when that is paid; a payment that fails changes
    nothing. Raises QuoteChanged with a fresh quote when the subscription or the price changed or the quote expired, and
    PaymentDeclined, InsufficientBalance, NotFound, InvalidInput, NotSupported, IllegalTransition, Conflict, Forbidden.
    """
    require_somebody(ctx)
    ctx = await timed(ctx, subscription_id)

    async def perform(tx: Transaction) -> Result:
        token = read_change_token(ctx, quote_token, subscription_id=subscription_id)
        seen = await visible(ctx, Subscription).get(id=subscription_id)
        if seen.period_start is None:
            await _perform_on_tariff(ctx, tx, seen, token)
            return {}
        subscription = await lock_subscription(ctx, subscription_id)
        held = await load_held(ctx, subscription)
        check_changeable(held)
        waiting = await open_change(ctx, subscription_id)
        if waiting is not None and waiting.status == ChangeStatus.AWAITING_PAYMENT:
            raise Conflict("A change of this subscription waits for its payment; finish or cancel that first.")
        offer = await confirm_change(ctx, held, token)
        payment = await _perform(ctx, tx, subscription, offer, pay_with)
        return {"payment": payment.id} if payment else {}

    request = {"subscription": subscription_id, "quote_token": quote_token, "pay_with": said(pay_with)}
    ids = await once(ctx, operation="subscriptionChange", key=idempotency_key, request=request, perform=perform)
    failpoint("charge.after_start")
    payment = await walk_payment(ctx, ids["payment"]) if "payment" in ids else None
    return Changed(await visible(ctx, Subscription).get(id=subscription_id), payment)


async def _perform(
    ctx: Context, tx: Transaction, subscription: Subscription, offer: ChangeOffer, pay_with: PayWith | None
) -> Payment | None:
    """Billed in advance. The subscription is locked; what it planned before gives way."""
    quote, outcome = offer.quote, offer.outcome
    assert outcome is not None, "a quoted change is priced"
    due = quote.due_now
    if due.minor and pay_with is None:
        raise InvalidInput.at("payWith", "REQUIRED", f"Say how the {due} are paid.")
    refunds = await lock_surplus(ctx, subscription, quote)
    await drop_change(ctx, tx, subscription)
    change = _planned(ctx, subscription, offer)
    if outcome.later:
        await change.save(force_create=True)
        await move(
            ctx, tx, subscription, SubscriptionEvent.CHANGE, fact="change_planned",
            payload={"plan_planned": change.plan_id, "effective_at": change.effective_at.isoformat()},
        )  # fmt: skip
        return None
    if not quote.lines:
        await change.save(force_create=True)
        await apply_change(ctx, tx, subscription, change)
        return None
    invoice = await issue_invoice(
        ctx, tx, customer_id=subscription.customer_id, quote=quote, subscription=subscription, of_period=False
    )
    change.invoice_id = invoice.id
    change.status = ChangeStatus.AWAITING_PAYMENT.value
    await change.save(force_create=True)
    if due.minor and pay_with is not None:
        await renew_as_first_paid(ctx, subscription, pay_with)
        collect = Collect(subscription.customer_id, due, PaymentPurpose.INVOICE, invoice.id)
        return await pay_now_or_start(
            ctx, tx, collect=collect, invoice=invoice, subscription=subscription, pay_with=pay_with
        )
    await apply_change(ctx, tx, subscription, change)
    await make_refunds(ctx, tx, refunds, invoice=invoice)
    if quote.credited.minor:
        posting = invoice_credited(
            invoice.id, ctx.merchant_id, subscription.customer_id, invoice.number or "", quote.credited
        )
        async with open_balance(
            ctx, tx, customer_id=subscription.customer_id, currency=subscription.currency
        ) as balance:
            subjects = Subjects(invoice_id=invoice.id, subscription_id=subscription.id)
            await balance.move(posting, reason=TransactionReason.CREDIT, subjects=subjects)
    return None


def _planned(ctx: Context, subscription: Subscription, offer: ChangeOffer) -> SubscriptionChange:
    """The row of a change, SCHEDULED, not yet written."""
    assert offer.outcome is not None, "a quoted change is priced"
    purchase = offer.loaded.purchase
    return SubscriptionChange(
        id=new_id("chg"),
        merchant_id=ctx.merchant_id,
        subscription_id=subscription.id,
        plan_id=purchase.plan_id,
        quantity=purchase.quantity,
        unit_price_minor=purchase.unit_price.minor,
        addons=addons_as_json(purchase),
        effective_at=offer.quote.effective_at,
        new_anchor=offer.outcome.new_anchor,
        status=ChangeStatus.SCHEDULED.value,
        created_at=ctx.now,
    )


async def _perform_on_tariff(ctx: Context, tx: Transaction, seen: Subscription, token: ChangeToken) -> None:
    own = visible(ctx, Subscription).filter(id=seen.id)
    check_changeable(await load_held(ctx, seen))
    async with open_balance(ctx, tx, customer_id=seen.customer_id, currency=seen.currency) as balance:
        held = await load_held(ctx, await own.select_for_update().get())
        check_changeable(held)
        offer = await confirm_change(ctx, held, token)
        await _change_tariff(ctx, balance.standing, held.subscription, offer.loaded)
        await _change(ctx, tx, held.subscription, offer.loaded)


async def _change_tariff(ctx: Context, standing: Standing, subscription: Subscription, loaded: Loaded) -> None:
    """The balance is charged up to this instant; from here on the new price counts, in steps from here."""
    (tariff,) = [tariff for tariff in standing.tariffs if tariff.subscription_id == subscription.id]
    tariff.description = tariff_description(loaded.purchase)
    tariff.amount_minor = loaded.purchase.each_interval.minor
    tariff.interval_unit, tariff.interval_count = loaded.interval.unit.value, loaded.interval.count
    tariff.anchor_at = standing.at
    await Tariff.filter(merchant_id=ctx.merchant_id, id=tariff.id).update(
        description=tariff.description,
        amount_minor=tariff.amount_minor,
        interval_unit=tariff.interval_unit,
        interval_count=tariff.interval_count,
        anchor_at=tariff.anchor_at,
    )
    # Written with everything else that moves, when the balance is reckoned.
    tariff.last_billed_at = standing.at


async def _change(ctx: Context, tx: Transaction, subscription: Subscription, loaded: Loaded) -> None:
    purchase, left = loaded.purchase, subscription.plan_id
    mine = Subscription.filter(merchant_id=ctx.merchant_id, id=subscription.id)
    changed = await mine.filter(version=subscription.version, status=subscription.status).update(
        plan_id=purchase.plan_id,
        quantity=purchase.quantity,
        unit_price_minor=purchase.unit_price.minor,
        anchor_at=ctx.now,
        version=subscription.version + 1,
    )
    if changed != 1:
        raise Conflict("The subscription was changed at the same moment.")
    await drop_addons(ctx, subscription_id=subscription.id)
    await hold_addons(ctx, subscription_id=subscription.id, purchase=purchase)
    tx.announce(
        "subscription.changed",
        subscription.id,
        version=subscription.version + 1,
        customer_id=subscription.customer_id,
        payload={
            "status": subscription.status, "plan": purchase.plan_id, "quantity": purchase.quantity, "plan_before": left,
        },
    )  # fmt: skip
