"""An invoice closed while somebody may still pay it at a gateway: its open payment is looked at now, and stopped."""

from __future__ import annotations

from backend.domain.payment import AttemptStatus
from backend.events.bell import Work
from backend.models import PaymentAttempt
from backend.services.context import Context
from backend.services.transaction import Transaction

# What waits for its payer. What nobody asks for, or only staff know of, is not asked for because of this.
_WAITING = (AttemptStatus.REQUIRES_ACTION.value, AttemptStatus.PENDING.value)


async def recall_payments(ctx: Context, tx: Transaction, *, invoice_id: str) -> None:
    """Let a worker look at the open payment of an invoice that was closed in this transaction."""
    waiting = PaymentAttempt.filter(
        merchant_id=ctx.merchant_id, invoice_id=invoice_id, status__in=_WAITING, next_try_at__gt=ctx.wall
    )
    if await waiting.update(next_try_at=ctx.wall):
        tx.ring(Work.ATTEMPTS)
