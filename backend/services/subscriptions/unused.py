"""What a subscription has paid for and not used: never more than was paid for it and kept."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.balance import TransactionReason
from backend.domain.changes import unused_value
from backend.domain.invoice import PAYABLE, InvoiceStatus
from backend.domain.ledger import unused_credited
from backend.domain.money import Money
from backend.domain.subscription import SubscriptionStatus
from backend.models import BalanceTransaction, Invoice, Payment, Subscription
from backend.models.ids import new_id
from backend.services.balances.open import Subjects, open_balance
from backend.services.billing.policy import current_period
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.subscriptions.ahead import in_trial, period_invoices
from backend.services.subscriptions.purchase import held_purchase
from backend.services.transaction import Transaction

_SERVED = frozenset({SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE, SubscriptionStatus.PAUSED})


async def unused_money(ctx: Context, subscription: Subscription) -> Money:
    """What is left of the current period, by the second, and the whole of one that was paid ahead.

    A paused one has what it had when the pause began. Nothing for a trial, nor while anything of it is owed. A period
    gives at most what was paid for it, less what went back already: as refunds, or to the balance by a change.
    """
    nothing = money(0, subscription.currency)
    mine = Invoice.filter(merchant_id=ctx.merchant_id, subscription_id=subscription.id)
    owed = await mine.filter(status__in=[status.value for status in PAYABLE]).exists()
    if owed or SubscriptionStatus(subscription.status) not in _SERVED:
        return nothing
    current, ahead = await period_invoices(ctx, subscription)
    unused = await _kept(ctx, [ahead]) if ahead is not None else 0
    if current is not None:
        since = mine.filter(period_start=None, issued_at__gte=current.issued_at, status=InvoiceStatus.PAID.value)
        of_period = [current, *await since]
        unused += min(await _rest(ctx, subscription), await _kept(ctx, of_period))
    return money(unused, subscription.currency)


async def credit_unused(ctx: Context, tx: Transaction, subscription: Subscription, amount: Money) -> None:
    """Make `amount` the customer's balance."""
    posting = unused_credited(new_id("crd"), subscription.id, ctx.merchant_id, subscription.customer_id, amount)
    async with open_balance(ctx, tx, customer_id=subscription.customer_id, currency=subscription.currency) as balance:
        subjects = Subjects(subscription_id=subscription.id)
        await balance.move(posting, reason=TransactionReason.CREDIT, subjects=subjects)


async def _rest(ctx: Context, subscription: Subscription) -> int:
    """What is held for the rest of the current period, at the agreed prices."""
    current, at = current_period(subscription), subscription.paused_at or ctx.now
    if current is None or in_trial(subscription) or at >= current.end:
        return 0
    lines = unused_value(await held_purchase(ctx, subscription), current=current, at=at)
    return -sum(line.amount.minor for line in lines)


async def _kept(ctx: Context, invoices: Sequence[Invoice]) -> int:
    """What was paid of these invoices and did not go back, nor is on its way back. Their lock holds refunds off."""
    ids = [invoice.id for invoice in invoices]
    await Invoice.filter(merchant_id=ctx.merchant_id, id__in=ids).order_by("id").select_for_update()
    payments = await Payment.filter(merchant_id=ctx.merchant_id, invoice_id__in=ids)
    credits = await BalanceTransaction.filter(
        merchant_id=ctx.merchant_id, invoice_id__in=ids, reason=TransactionReason.CREDIT.value
    )
    kept: int = sum(invoice.paid_minor for invoice in invoices)
    kept -= sum(one.refunded_minor + one.refund_pending_minor for one in payments)
    kept -= sum(row.amount_minor for row in credits)
    return max(kept, 0)
