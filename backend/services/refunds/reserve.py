"""Step one of three: the row of a refund. Nobody else can give this money back any more."""

from __future__ import annotations

from backend.domain.money import Money
from backend.domain.refund import RefundStatus
from backend.models import Invoice, Payment, Refund
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.refunds.books import write_refunds
from backend.services.refunds.lock import Locked
from backend.services.refunds.settle import announce_refund
from backend.services.transaction import Transaction


async def reserve_refund(
    ctx: Context,
    tx: Transaction,
    *,
    invoice: Invoice | None,
    payment: Payment,
    part: Money,
    from_balance: Money,
    reason: str,
) -> Locked:
    """Reserve `part` of a locked payment, of which `from_balance` had become balance; PENDING.

    Due now where a gateway is to be asked. No bell is rung: the caller walks it itself, or rings. The database holds
    that no more goes back than was captured.
    """
    through_gateway = payment.gateway_account_id is not None
    refund = await Refund.create(
        id=new_id("ref"),
        merchant_id=ctx.merchant_id,
        payment_id=payment.id,
        customer_id=payment.customer_id,
        gateway_account_id=payment.gateway_account_id,
        amount_minor=part.minor,
        currency=payment.currency,
        status=RefundStatus.PENDING.value,
        reason=reason,
        from_balance_minor=from_balance.minor,
        units_taken=[],
        user_id=ctx.actor.user_id,
        tries=0,
        next_try_at=ctx.wall if through_gateway else None,
        fence=0,
        created_at=ctx.now,
        updated_at=ctx.now,
        version=1,
    )
    rows = Locked(invoice, payment, refund)
    payment.refund_pending_minor += part.minor
    await write_refunds(ctx, tx, payment, "refund_reserved")
    announce_refund(tx, rows, "created")
    return rows
