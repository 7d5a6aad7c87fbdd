"""What a dispute does to the books, its payment, the customer's balance and the subscription."""

from __future__ import annotations

from backend.domain.billing import DisputeAction
from backend.domain.invoice import InvoiceStatus
from backend.domain.ledger import dispute_returned, dispute_taken
from backend.domain.subscription import TRANSITIONS, SubscriptionEvent, SubscriptionStatus
from backend.models import Dispute, Invoice, Payment, RefillPurchase, Subscription
from backend.services.billing.policy import policy_of
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.disputes.held import hold_disputed
from backend.services.disputes.lock import Rows
from backend.services.disputes.tell import what_stays
from backend.services.ledger.post import post
from backend.services.refunds.in_balance import due_from_balance, in_balance
from backend.services.refunds.kept import kept_of
from backend.services.subscriptions.cancel import cancel_now
from backend.services.transaction import Transaction


async def is_owed(ctx: Context, invoice: Invoice) -> bool:
    """Whether the customer paid for something that is void, and has nothing for it."""
    return invoice.status == InvoiceStatus.VOID and await kept_of(ctx, [invoice]) > 0


async def take(ctx: Context, tx: Transaction, dispute: Dispute, rows: Rows) -> str | None:
    """Book it; answers what the customer has of the money all the same."""
    became = (await in_balance(ctx, [rows.payment]))[rows.payment.id]
    wanted = money(due_from_balance(dispute.amount_minor, became, rows.kept), dispute.currency)
    amount = money(dispute.amount_minor, dispute.currency)
    await post(ctx, dispute_taken(dispute.id, dispute.gateway_account_id, ctx.merchant_id, amount))
    await _count(ctx, tx, rows.payment, dispute.amount_minor)
    await _cancel(ctx, tx, rows.subscription)
    held = await hold_disputed(ctx, tx, dispute, wanted) if wanted.minor else wanted
    granted = RefillPurchase.filter(
        merchant_id=ctx.merchant_id, invoice_id=rows.payment.invoice_id, granted_at__isnull=False
    )
    has_units = rows.payment.invoice_id is not None and await granted.exists()
    return what_stays(wanted - held, has_units=has_units)


async def _cancel(ctx: Context, tx: Transaction, subscription: Subscription | None) -> None:
    """What the merchant's policy wants."""
    if subscription is None or (await policy_of(ctx)).on_dispute is not DisputeAction.CANCEL:
        return
    if (SubscriptionStatus(subscription.status), SubscriptionEvent.CANCEL) in TRANSITIONS:
        await cancel_now(ctx, tx, subscription, back=None, reason="The payer's bank took the payment back.")


async def give_back(ctx: Context, tx: Transaction, dispute: Dispute, payment: Payment) -> None:
    """The dispute is won: the money is there again."""
    amount = money(dispute.amount_minor, dispute.currency)
    await post(ctx, dispute_returned(dispute.id, dispute.gateway_account_id, ctx.merchant_id, amount))
    await _count(ctx, tx, payment, -dispute.amount_minor)


async def _count(ctx: Context, tx: Transaction, payment: Payment, minor: int) -> None:
    """Write how much of the locked payment payers' banks hold or kept."""
    payment.disputed_minor += minor
    payment.version += 1
    payment.updated_at = ctx.now
    await payment.save(update_fields=["disputed_minor", "version", "updated_at"])
    tx.announce(
        "payment.disputed" if minor > 0 else "payment.dispute_won",
        payment.id,
        version=payment.version,
        customer_id=payment.customer_id,
        payload={"disputed_minor": payment.disputed_minor, "currency": payment.currency},
    )
