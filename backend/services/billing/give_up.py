"""A first payment that never came: the subscription expires before it began, and its invoice is void."""

from __future__ import annotations

from datetime import datetime

from backend.domain.invoice import InvoiceStatus
from backend.domain.payment import OPEN
from backend.domain.subscription import SubscriptionEvent
from backend.models import Invoice, Payment, PaymentAttempt, Subscription
from backend.services.billing.end import end
from backend.services.context import Context
from backend.services.invoices.void import void_invoice
from backend.services.transaction import Transaction


async def waits_for_payment(ctx: Context, subscription: Subscription) -> datetime | None:
    """Until when a payment of the first invoice may still come by itself: a voucher that can be paid later."""
    attempts = await PaymentAttempt.filter(
        merchant_id=ctx.merchant_id, status__in=[status.value for status in OPEN],
        invoice_id__in=await _open_invoices(ctx, subscription),
    ).values_list("payment_id", flat=True)  # fmt: skip
    # Gateways live in the real present, whatever the customer's clock says.
    waiting = await Payment.filter(
        merchant_id=ctx.merchant_id, id__in=list(attempts), action_expires_at__gt=ctx.wall
    ).only("id", "action_expires_at")
    ends = [payment.action_expires_at for payment in waiting if payment.action_expires_at is not None]
    return ctx.now + (max(ends) - ctx.wall) if ends else None


async def give_up(ctx: Context, tx: Transaction, subscription: Subscription) -> None:
    """INCOMPLETE becomes INCOMPLETE_EXPIRED; what was paid in part is the customer's balance again."""
    for id in await _open_invoices(ctx, subscription):
        invoice = await Invoice.select_for_update().get(merchant_id=ctx.merchant_id, id=id)
        await void_invoice(ctx, tx, invoice=invoice)
    await end(ctx, tx, subscription, SubscriptionEvent.GIVE_UP, fact="incomplete_expired")


async def _open_invoices(ctx: Context, subscription: Subscription) -> list[str]:
    rows = Invoice.filter(merchant_id=ctx.merchant_id, subscription_id=subscription.id, status=InvoiceStatus.OPEN.value)
    return [str(id) for id in await rows.order_by("id").values_list("id", flat=True)]
