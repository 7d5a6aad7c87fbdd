"""A refund was told of: a dispute that waited to hear of it is looked at again."""

from __future__ import annotations

from backend.domain.dispute import CLOSED
from backend.events.bell import Work
from backend.models import Dispute, GatewayEvent, Payment
from backend.services.context import Context
from backend.services.transaction import Transaction


async def look_at_disputes_again(ctx: Context, tx: Transaction, payment: Payment) -> None:
    """Try what was told of the locked payment's disputes once more, also where it was given up."""
    events = GatewayEvent.filter(
        merchant_id=ctx.merchant_id, gateway_account_id=payment.gateway_account_id, subject="dispute"
    )  # fmt: skip
    now = {"status": "RECEIVED", "tries": 0, "next_try_at": ctx.wall}
    still = Dispute.filter(merchant_id=ctx.merchant_id, payment_id=payment.id)
    known = await still.exclude(status__in=[status.value for status in CLOSED]).values_list(
        "gateway_reference", flat=True
    )
    woken = 0
    if known:
        woken += await events.filter(reference__in=list(known), status__in=["RECEIVED", "FAILED"]).update(**now)
    if payment.gateway_reference is not None:
        # Of a dispute that is not recorded yet.
        woken += await events.filter(
            payment_reference=payment.gateway_reference, status="RECEIVED", next_try_at__isnull=False
        ).update(**now)
    if woken:
        tx.ring(Work.GATEWAY_EVENTS)
