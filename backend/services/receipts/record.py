"""Write one receipt: the money is in the books, and its payment goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from backend.domain.money import Money
from backend.domain.payment import AttemptStatus, PaymentStatus
from backend.gateways.base import MethodKind
from backend.models import Invoice, Payment, PaymentAttempt, PaymentReceipt, Subscription
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.payments.capture import receive_money
from backend.services.payments.odd import is_closed
from backend.services.receipts.finish import announce_received, finish_attempt
from backend.services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Slip:
    """How and when the money came, in staff's words."""

    kind: MethodKind
    received_on: date
    reference: str | None
    note: str | None


async def record_receipt(
    ctx: Context,
    tx: Transaction,
    *,
    payment: Payment,
    attempt: PaymentAttempt | None,
    invoice: Invoice | None,
    subscription: Subscription | None,
    account_id: str,
    slip: Slip,
    amount: Money,
) -> PaymentReceipt:
    """Book `amount` as received for `payment`. All rows are locked by the caller, or just written.

    A payment that its payer began succeeds when all of it has come, or when its invoice is paid with it; until then it
    goes on waiting. More than it asked for becomes balance.
    """
    receipt = await PaymentReceipt.create(
        id=new_id("rcpt"),
        merchant_id=ctx.merchant_id,
        payment_id=payment.id,
        customer_id=payment.customer_id,
        gateway_account_id=account_id,
        amount_minor=amount.minor,
        currency=payment.currency,
        received_on=slip.received_on,
        reference=slip.reference,
        note=slip.note,
        user_id=ctx.actor.user_id,
        created_at=ctx.now,
    )
    payment.captured_minor += amount.minor
    if payment.captured_minor >= payment.amount_minor:
        await _succeed(ctx, payment, attempt, receipt)
    await receive_money(
        ctx, tx, source_id=receipt.id, account_id=account_id, payment=payment, invoice=invoice,
        subscription=subscription, received=amount,
    )  # fmt: skip
    if payment.status != PaymentStatus.SUCCEEDED and is_closed(invoice):
        # Something else had paid the rest meanwhile.
        await _succeed(ctx, payment, attempt, receipt)
    payment.version += 1
    payment.updated_at = ctx.now
    await payment.save()
    announce_received(tx, payment, received_minor=amount.minor, receipt_id=receipt.id)
    return receipt


async def _succeed(ctx: Context, payment: Payment, attempt: PaymentAttempt | None, receipt: PaymentReceipt) -> None:
    payment.status = PaymentStatus.SUCCEEDED.value
    payment.action_sealed = payment.action_expires_at = None
    payment.gateway_reference = payment.gateway_reference or receipt.id
    if attempt is not None:
        await finish_attempt(ctx, attempt, AttemptStatus.SUCCEEDED)
