"""A change that waits for its invoice: applied when that is paid, forgotten when the payment failed."""

from __future__ import annotations

from backend.domain.billing import ChangeStatus
from backend.domain.invoice import PAYABLE, InvoiceStatus
from backend.models import Invoice, Subscription, SubscriptionChange
from backend.services.billing.apply_change import apply_change
from backend.services.billing.drop_change import drop_change
from backend.services.context import Context
from backend.services.transaction import Transaction


async def change_is_paid(ctx: Context, tx: Transaction, *, invoice: Invoice, subscription: Subscription) -> None:
    """Apply the change that `invoice` is for, if one waits. Both are locked."""
    change = await _waiting(ctx, invoice)
    if change is not None:
        await apply_change(ctx, tx, subscription, change)


async def change_is_not_paid(
    ctx: Context, tx: Transaction, *, invoice: Invoice | None, subscription: Subscription | None
) -> None:
    """The payment of a change failed for good: the invoice is void, and everything stays as it was.

    Money that comes late after all is the customer's balance.
    """
    if invoice is None or subscription is None or InvoiceStatus(invoice.status) not in PAYABLE:
        return
    if await _waiting(ctx, invoice) is not None:
        await drop_change(ctx, tx, subscription)


async def _waiting(ctx: Context, invoice: Invoice) -> SubscriptionChange | None:
    return await SubscriptionChange.get_or_none(
        merchant_id=ctx.merchant_id, invoice_id=invoice.id, status=ChangeStatus.AWAITING_PAYMENT.value
    )
