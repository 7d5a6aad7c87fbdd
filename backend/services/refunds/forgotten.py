"""A refund whose answer was lost, and whose key the gateway may have forgotten: it is never sent again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from backend.gateways.base import Capabilities, OutcomeUnknown, RefundResult
from backend.models import Payment, Refund
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.gateways.accounts import OpenAccount
from backend.services.refunds.claim import Lease
from backend.services.refunds.waiting import waiting_refunds


def is_forgotten(lease: Lease, can: Capabilities, now: datetime) -> bool:
    """Whether the same key may count as a new request by now: then the money would go back twice."""
    sent_at = lease.refund.sent_at
    return can.key_lifetime is not None and sent_at is not None and now - sent_at > can.key_lifetime


async def listed_with_payment(ctx: Context, account: OpenAccount, lease: Lease) -> RefundResult:
    """The refund as the gateway lists it with its payment: by our reference, or the only one like it that is nobody's.

    Raises OutcomeUnknown when the list does not tell: a person has to look.
    """
    refund = lease.refund
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=refund.payment_id)
    assert payment.gateway_reference is not None, "it was refused without"
    told = await account.gateway.fetch_payment(account.call(ctx), payment.gateway_reference)
    named = [one for one in told.refunds if one.our_reference == refund.id]
    if named:
        return named[0]
    others = Refund.filter(merchant_id=ctx.merchant_id, payment_id=payment.id, gateway_reference__isnull=False)
    known = {str(reference) for reference in await others.values_list("gateway_reference", flat=True)}
    known |= {str(waiting.reference) for waiting in await waiting_refunds(ctx, payment)}
    amount = money(refund.amount_minor, refund.currency)
    alike = [
        one for one in told.refunds if one.our_reference is None and one.reference not in known and one.amount == amount
    ]
    if len(alike) == 1:
        return replace(alike[0], our_reference=refund.id)
    raise OutcomeUnknown("the answer was lost, and the gateway may not know the request by its key any more")
