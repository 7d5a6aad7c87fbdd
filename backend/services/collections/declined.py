"""Whether a saved method was tried for an invoice, and in vain."""

from __future__ import annotations

from tortoise.expressions import Q

from backend.domain.payment import PaymentStatus
from backend.gateways.base import DeclineAdvice
from backend.models import Payment, PaymentMethod
from backend.services.context import Context

# Only another method helps.
_FOR_GOOD = (DeclineAdvice.NEVER.value, DeclineAdvice.NEW_METHOD.value)


async def was_declined(ctx: Context, invoice_id: str, method: PaymentMethod, *, for_good: bool) -> bool:
    """Whether a charge of `method` for the invoice was declined; with `for_good` so that only another method helps.

    A charge is known by the account, the kind and the last digits of what it was taken from. One whose digits nobody
    told counts; one from before the method was kept does not.
    """
    same = Q(card_last4=None) if method.last4 is None else Q(card_last4=None) | Q(card_last4=method.last4)
    declined = Payment.filter(
        same, merchant_id=ctx.merchant_id, invoice_id=invoice_id, status=PaymentStatus.FAILED.value,
        gateway_account_id=method.gateway_account_id, kind=method.kind, created_at__gte=method.created_at,
    )  # fmt: skip
    return await (declined.filter(decline_advice__in=_FOR_GOOD) if for_good else declined).exists()
