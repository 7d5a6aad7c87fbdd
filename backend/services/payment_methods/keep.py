"""Keep a payment method that a gateway keeps: once, however often the gateway tells of it."""

from __future__ import annotations

import structlog

from backend.gateways.base import MethodKind, SavedMethodDetails
from backend.models import Customer, Payment, PaymentMethod
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.transaction import Transaction

log = structlog.get_logger(__name__)

# Cash cannot be charged again.
_KEEPABLE = frozenset({MethodKind.CARD, MethodKind.BANK_TRANSFER, MethodKind.WALLET})
# What does not fit these is the provider's own wording: it is cut. A reference must be whole, or it is worth nothing.
_BRAND_LENGTH = 30
_REFERENCE_LENGTH = 255


async def keep_method(
    ctx: Context, tx: Transaction, *, payment: Payment, gateway_account_id: str, saved: SavedMethodDetails
) -> PaymentMethod | None:
    """Write down the method that `payment` made its gateway keep; part of the transaction that settles it.

    One method is one row: kept a second time it is brought up to date, and comes back if it was removed. The first one
    of a customer is their default. What cannot be kept is logged for staff, and never hinders the payment.
    """
    references = (saved.reference, saved.customer_reference or "")
    if saved.summary.kind not in _KEEPABLE or max(map(len, references)) > _REFERENCE_LENGTH:
        log.error("payment_methods.not_kept", payment=payment.id, kind=saved.summary.kind.value)
        return None
    # One at a time for each customer, so that they have one default; nothing else is locked after this.
    await Customer.select_for_update(no_key=True).get(merchant_id=ctx.merchant_id, id=payment.customer_id)
    same = PaymentMethod.filter(
        merchant_id=ctx.merchant_id, gateway_account_id=gateway_account_id, gateway_reference=saved.reference
    )
    known = await same.get_or_none()
    if known is not None and known.customer_id != payment.customer_id:
        log.error("payment_methods.of_another_customer", payment=payment.id, method=known.id)
        return None
    row = known or PaymentMethod(
        id=new_id("pm"),
        merchant_id=ctx.merchant_id,
        customer_id=payment.customer_id,
        gateway_account_id=gateway_account_id,
        gateway=payment.gateway,
        gateway_reference=saved.reference,
        is_default=False,
        created_at=ctx.now,
    )
    came = known is None or known.removed_at is not None
    row.kind = saved.summary.kind.value
    row.gateway_customer = saved.customer_reference
    row.brand = saved.summary.brand and saved.summary.brand[:_BRAND_LENGTH]
    row.last4 = saved.summary.last4 and saved.summary.last4[-4:]
    row.expires_month, row.expires_year = saved.summary.expires_month, saved.summary.expires_year
    row.removed_at = None
    row.is_default = row.is_default or not await _has_default(ctx, payment.customer_id)
    await row.save(force_create=known is None, force_update=known is not None)
    if came:
        _announce(tx, row)
    return row


async def _has_default(ctx: Context, customer_id: str) -> bool:
    return await PaymentMethod.exists(merchant_id=ctx.merchant_id, customer_id=customer_id, is_default=True)


def _announce(tx: Transaction, row: PaymentMethod) -> None:
    tx.announce(
        "payment_method.kept",
        row.id,
        version=1,
        customer_id=row.customer_id,
        payload={"gateway": row.gateway, "kind": row.kind, "brand": row.brand, "last4": row.last4},
    )
