"""An attempt that the gateway may not have heard of, for an invoice that was settled otherwise meanwhile."""

from __future__ import annotations

from backend.domain.payment import AttemptStatus
from backend.gateways.base import OutcomeUnknown, PaymentResult, PaymentState
from backend.models import Invoice, Payment
from backend.services.context import Context
from backend.services.gateways.accounts import OpenAccount
from backend.services.payments.claim import Lease
from backend.services.payments.odd import is_closed
from backend.services.payments.source import open_source
from backend.services.payments.stop import ABANDONED_AFTER, ended_here


async def not_sent_unowed(ctx: Context, account: OpenAccount, lease: Lease) -> PaymentResult | None:
    """EXPIRED instead of a charge that nobody owes any more; None while it is owed. Nothing is sent for it again.

    Of one whose answer was lost this is said once the gateway had the time to find it by our reference, and did not;
    until then, and for good where it finds nothing that way, OutcomeUnknown is raised. Where staff record the money
    nothing is ever taken by itself. Where nothing is taken before the payer agrees and we confirm, it is sent again
    (None), and stopped as soon as it is known. Money that was taken after all is told by a webhook or by the daily
    comparison, and is late money.
    """
    attempt = lease.attempt
    if attempt.invoice_id is None:
        return None
    if not is_closed(await Invoice.get(merchant_id=ctx.merchant_id, id=attempt.invoice_id)):
        return None
    can = account.gateway.capabilities
    if lease.before is not AttemptStatus.CREATED and not can.recorded_by_staff:
        if can.confirms and open_source(ctx, attempt).reference is None:
            return None
        looked = can.lookup_by_our_reference
        if not looked or attempt.sent_at is None or ctx.wall < attempt.sent_at + ABANDONED_AFTER:
            raise OutcomeUnknown("its invoice needs no payment any more: it is not sent again")
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=attempt.payment_id)
    return ended_here(ctx, payment, attempt, PaymentState.EXPIRED)
