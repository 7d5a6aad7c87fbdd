"""Cancel a subscription: now, with or without the unused part given back, or when what is paid for ends."""

from __future__ import annotations

from backend.domain.balance import TransactionReason
from backend.domain.billing import ChangeTiming
from backend.domain.changes import unused_value
from backend.domain.errors import IllegalTransition, NotSupported
from backend.domain.invoice import InvoiceStatus
from backend.domain.ledger import unused_credited
from backend.domain.money import Money
from backend.domain.subscription import SubscriptionEvent, SubscriptionStatus
from backend.models import Invoice, Subscription
from backend.models.ids import new_id
from backend.services.balances.open import Subjects, open_balance
from backend.services.billing.end import drop_change, end
from backend.services.billing.policy import current_period
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.invoices.void import void_invoice
from backend.services.subscriptions.lock import lock_subscription, timed
from backend.services.subscriptions.move import move
from backend.services.subscriptions.purchase import held_purchase
from backend.services.tariffs.stop import stop_tariff
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction


@repeat_on_deadlock
async def cancel_subscription(
    ctx: Context, *, subscription_id: str, when: ChangeTiming, credit_unused: bool = False, reason: str | None = None
) -> Subscription:
    """Cancel the customer's own subscription, or as staff any.

    At the end of the period nothing changes until then, and `keep_subscription` takes it back. Now, features are off at
    once; with `credit_unused` what is paid and not used becomes balance, by the second. What is billed from the balance
    is charged up to now. Raises NotFound, IllegalTransition, and NotSupported for a period's end where there is none.
    """
    ctx = await timed(ctx, subscription_id)
    async with transaction(ctx) as tx:
        subscription = await lock_subscription(ctx, subscription_id)
        if when is ChangeTiming.PERIOD_END:
            await _plan(ctx, tx, subscription, reason)
        else:
            await _now(ctx, tx, subscription, credit_unused=credit_unused, reason=reason)
    return subscription


async def _plan(ctx: Context, tx: Transaction, subscription: Subscription, reason: str | None) -> None:
    if subscription.period_end is None:
        raise NotSupported("This plan is charged as time goes by: there is no period to wait for. Cancel it now.")
    if subscription.cancel_at is not None:
        raise IllegalTransition("It is canceled already, for the end of the period.", subscription.status)
    until = max(subscription.period_end, subscription.billed_until or subscription.period_end)
    await move(
        ctx, tx, subscription, SubscriptionEvent.PLAN_CANCEL, fact="cancellation_planned",
        changes={"cancel_at": until, "canceled_at": ctx.now},
        payload={"cancel_at": until.isoformat(), "reason": reason},
    )  # fmt: skip
    await drop_change(ctx, subscription.id)


async def _now(
    ctx: Context, tx: Transaction, subscription: Subscription, *, credit_unused: bool, reason: str | None
) -> None:
    status = SubscriptionStatus(subscription.status)
    unused = await _unused(ctx, subscription) if credit_unused else None
    if subscription.period_end is None:
        await stop_tariff(ctx, tx, subscription)
        await subscription.refresh_from_db()
    if status is SubscriptionStatus.INCOMPLETE:
        await _void_open(ctx, tx, subscription)
    payload = {"reason": reason, "credited_minor": unused.minor if unused else 0}
    await end(ctx, tx, subscription, SubscriptionEvent.CANCEL, fact="canceled", payload=payload)
    if unused is not None and unused.minor:
        subjects = Subjects(subscription_id=subscription.id)
        async with open_balance(
            ctx, tx, customer_id=subscription.customer_id, currency=subscription.currency
        ) as balance:
            posting = unused_credited(new_id("crd"), subscription.id, ctx.merchant_id, subscription.customer_id, unused)
            await balance.move(posting, reason=TransactionReason.CREDIT, subjects=subjects)


async def _unused(ctx: Context, subscription: Subscription) -> Money:
    """What is paid for and not used. Nothing in a trial, nor for a period whose invoice is still owed."""
    nothing, current = money(0, subscription.currency), current_period(subscription)
    owed = await Invoice.exists(
        merchant_id=ctx.merchant_id, subscription_id=subscription.id, status=InvoiceStatus.OPEN.value
    )
    if current is None or subscription.status != SubscriptionStatus.ACTIVE or owed:
        return nothing
    for line in unused_value(await held_purchase(ctx, subscription), current=current, at=ctx.now):
        nothing -= line.amount
    return nothing


async def _void_open(ctx: Context, tx: Transaction, subscription: Subscription) -> None:
    mine = Invoice.filter(merchant_id=ctx.merchant_id, subscription_id=subscription.id, status=InvoiceStatus.OPEN.value)
    for invoice in await mine.select_for_update().order_by("id"):
        await void_invoice(ctx, tx, invoice=invoice)
