"""The end of a payment that staff record: all of it came, or no more of it is waited for."""

from __future__ import annotations

from backend.domain.payment import AttemptStatus, PaymentStatus
from backend.models import Payment, PaymentAttempt
from backend.services.context import Context
from backend.services.transaction import Transaction


async def end_payment(ctx: Context, tx: Transaction, *, payment: Payment, attempt: PaymentAttempt) -> None:
    """SUCCEEDED with what came of it, CANCELED if nothing did. Both rows are locked, and the attempt is open."""
    end = AttemptStatus.SUCCEEDED if payment.captured_minor else AttemptStatus.CANCELED
    await finish_attempt(ctx, attempt, end)
    payment.status = PaymentStatus(end.value).value
    payment.action_sealed = payment.action_expires_at = None
    payment.version += 1
    payment.updated_at = ctx.now
    await payment.save()
    announce_received(tx, payment, received_minor=0, receipt_id=None)


async def finish_attempt(ctx: Context, attempt: PaymentAttempt, end: AttemptStatus) -> None:
    """Nothing more is waited for."""
    attempt.status = end.value
    attempt.source_sealed = attempt.next_try_at = None
    attempt.updated_at = ctx.now
    await attempt.save(update_fields=["status", "source_sealed", "next_try_at", "updated_at"])


def announce_received(tx: Transaction, payment: Payment, *, received_minor: int, receipt_id: str | None) -> None:
    """Tell that money came, or that no more of it is waited for."""
    done = payment.status in (PaymentStatus.SUCCEEDED, PaymentStatus.CANCELED)
    tx.announce(
        f"payment.{payment.status.lower()}" if done else "payment.partly_received",
        payment.id,
        version=payment.version,
        customer_id=payment.customer_id,
        payload={
            "status": payment.status,
            "amount_minor": payment.amount_minor,
            "received_minor": received_minor,
            "captured_minor": payment.captured_minor,
            "currency": payment.currency,
            "receipt": receipt_id,
        },
    )
