"""A first payment that never came: the subscription expires before it began, and its invoice is void."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.domain.invoice import InvoiceStatus
from backend.domain.payment import OPEN, PaymentStatus
from backend.domain.subscription import SubscriptionEvent
from backend.models import Invoice, Payment, PaymentAttempt, Subscription
from backend.services.billing.end import end
from backend.services.context import Context
from backend.services.invoices.void import void_invoice
from backend.services.transaction import Transaction

# How long a transfer or cash is waited for that may be paid whenever the payer likes.
_UNDATED = timedelta(days=7)


async def waits_for_payment(ctx: Context, subscription: Subscription) -> datetime | None:
    """Until when a payment of the first invoice may still come by itself: a voucher that can be paid later."""
    attempts = await PaymentAttempt.filter(
        merchant_id=ctx.merchant_id, status__in=[status.value for status in OPEN],
        invoice_id__in=await _open_invoices(ctx, subscription),
    ).values_list("payment_id", flat=True)  # fmt: skip
    waiting = await Payment.filter(merchant_id=ctx.merchant_id, id__in=list(attempts)).only(
        "id", "status", "created_at", "action_sealed", "action_expires_at"
    )
    ends = [end for payment in waiting if (end := _until(ctx, payment)) is not None and end > ctx.now]
    return max(ends, default=None)


def _until(ctx: Context, payment: Payment) -> datetime | None:
    if payment.action_expires_at is not None:
        # Gateways live in the real present, whatever the customer's clock says.
        return ctx.now + (payment.action_expires_at - ctx.wall)
    undated = payment.status == PaymentStatus.PENDING and payment.action_sealed is not None
    return payment.created_at + _UNDATED if undated else None


async def give_up(ctx: Context, tx: Transaction, subscription: Subscription) -> None:
    """INCOMPLETE becomes INCOMPLETE_EXPIRED; what was paid in part is the customer's balance again."""
    for id in await _open_invoices(ctx, subscription):
        invoice = await Invoice.select_for_update().get(merchant_id=ctx.merchant_id, id=id)
        await void_invoice(ctx, tx, invoice=invoice)
    await end(ctx, tx, subscription, SubscriptionEvent.GIVE_UP, fact="incomplete_expired")


async def _open_invoices(ctx: Context, subscription: Subscription) -> list[str]:
    rows = Invoice.filter(merchant_id=ctx.merchant_id, subscription_id=subscription.id, status=InvoiceStatus.OPEN.value)
    return [str(id) for id in await rows.order_by("id").values_list("id", flat=True)]
