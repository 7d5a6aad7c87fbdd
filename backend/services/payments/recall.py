"""An invoice closed while a payment of it is open: one at a gateway is looked at and stopped, one of staff's ends."""

from __future__ import annotations

from backend.domain.payment import OPEN, WAITING
from backend.events.bell import Work
from backend.models import GatewayAccount, Payment, PaymentAttempt
from backend.services.context import Context
from backend.services.receipts.finish import end_payment
from backend.services.transaction import Transaction


async def recall_payments(ctx: Context, tx: Transaction, *, invoice_id: str, by: Payment | None = None) -> None:
    """See to the open payment of an invoice that was closed in this transaction, `by` the payment that paid it.

    A worker looks at one that waits for its payer at a gateway; one that nobody asks for any more is left alone. Where
    staff record the money there is nobody to ask: it ends at once with what came. The invoice is locked by the caller.
    """
    open_still = [status.value for status in OPEN]
    own = PaymentAttempt.filter(merchant_id=ctx.merchant_id, invoice_id=invoice_id, status__in=open_still)
    # An invoice has at most one.
    attempt = await own.first()
    if attempt is None or (by is not None and attempt.payment_id == by.id):
        return
    if await is_recorded(ctx, attempt):
        payment = await Payment.select_for_update().get(merchant_id=ctx.merchant_id, id=attempt.payment_id)
        attempt = await own.select_for_update().get(id=attempt.id)
        await end_payment(ctx, tx, payment=payment, attempt=attempt)
    elif await own.filter(status__in=[status.value for status in WAITING], next_try_at__gt=ctx.wall).update(
        next_try_at=ctx.wall
    ):
        tx.ring(Work.ATTEMPTS)


async def is_recorded(ctx: Context, attempt: PaymentAttempt) -> bool:
    """Whether staff record what comes in; not for a plugin that is not there any more."""
    account = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=attempt.gateway_account_id)
    gateway = ctx.services.gateways.gateways.get(account.gateway)
    return gateway is not None and gateway.capabilities.recorded_by_staff
