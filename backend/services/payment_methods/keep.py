"""Keep a payment method that a gateway keeps: once, however often the gateway tells of it."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from backend.gateways.base import MethodKind, MethodSummary, SavedMethodDetails
from backend.models import Customer, Payment, PaymentMethod
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.transaction import Transaction

log = structlog.get_logger(__name__)

# Cash cannot be charged again.
KEEPABLE = frozenset({MethodKind.CARD, MethodKind.BANK_TRANSFER, MethodKind.WALLET})
# What does not fit these is the provider's own wording: it is cut. A reference must be whole, or it is worth nothing.
_BRAND_LENGTH = 30
_REFERENCE_LENGTH = 255


async def keep_method(
    ctx: Context, tx: Transaction, *, payment: Payment, gateway_account_id: str, saved: SavedMethodDetails
) -> PaymentMethod | None:
    """Write down the method that `payment` made its gateway keep; part of the transaction that settles it.

    What cannot be kept is logged for staff, and never hinders the payment.
    """
    owner = Owner(payment.customer_id, payment.gateway, gateway_account_id, payment.id)
    return await keep_for(ctx, tx, owner=owner, saved=saved)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose method it is, who keeps it, and the payment or setup that made them."""

    customer_id: str
    gateway: str
    gateway_account_id: str
    because_of: str


async def keep_for(
    ctx: Context, tx: Transaction, *, owner: Owner, saved: SavedMethodDetails, make_default: bool = False
) -> PaymentMethod | None:
    """Write down a method that a gateway keeps; None, and a line in the log, for what cannot be kept.

    One method is one row: kept a second time it is brought up to date, and comes back if it was removed. The first one
    of a customer is their default, or with `make_default` this one.
    """
    references = (saved.reference, saved.customer_reference or "")
    if saved.summary.kind not in KEEPABLE or max(map(len, references)) > _REFERENCE_LENGTH:
        log.error("payment_methods.not_kept", because_of=owner.because_of, kind=saved.summary.kind.value)
        return None
    await lock_methods(ctx, owner.customer_id)
    same = PaymentMethod.filter(
        merchant_id=ctx.merchant_id, gateway_account_id=owner.gateway_account_id, gateway_reference=saved.reference
    )
    known = await same.get_or_none()
    if known is not None and known.customer_id != owner.customer_id:
        log.error("payment_methods.of_another_customer", because_of=owner.because_of, method=known.id)
        return None
    row = known or PaymentMethod(
        id=new_id("pm"),
        merchant_id=ctx.merchant_id,
        customer_id=owner.customer_id,
        gateway_account_id=owner.gateway_account_id,
        gateway=owner.gateway,
        gateway_reference=saved.reference,
        is_default=False,
        created_at=ctx.now,
    )
    came = known is None or known.removed_at is not None
    row.kind = saved.summary.kind.value
    row.gateway_customer = saved.customer_reference
    describe_method(row, saved.summary)
    row.removed_at = None
    if make_default and not row.is_default:
        await no_default(ctx, owner.customer_id)
    row.is_default = row.is_default or make_default or not await _has_default(ctx, owner.customer_id)
    await row.save(force_create=known is None, force_update=known is not None)
    if came:
        announce_method(tx, row, "kept")
    return row


async def is_kept(ctx: Context, *, gateway_account_id: str, saved: SavedMethodDetails) -> bool:
    """Whether it is on its customer's list already."""
    return await PaymentMethod.exists(
        merchant_id=ctx.merchant_id, gateway_account_id=gateway_account_id, gateway_reference=saved.reference,
        removed_at=None,
    )  # fmt: skip


async def lock_methods(ctx: Context, customer_id: str) -> None:
    """One at a time for each customer, so that they have one default; nothing else is locked after this."""
    await Customer.select_for_update(no_key=True).get(merchant_id=ctx.merchant_id, id=customer_id)


async def no_default(ctx: Context, customer_id: str) -> None:
    """Take the mark from the customer's default, before another one gets it. Their methods are locked."""
    await PaymentMethod.filter(merchant_id=ctx.merchant_id, customer_id=customer_id, is_default=True).update(
        is_default=False
    )


def describe_method(row: PaymentMethod, summary: MethodSummary) -> None:
    """Set what a person recognizes it by, cut to what fits."""
    row.brand = summary.brand and summary.brand[:_BRAND_LENGTH]
    row.last4 = summary.last4 and summary.last4[-4:]
    row.expires_month, row.expires_year = summary.expires_month, summary.expires_year


def announce_method(tx: Transaction, row: PaymentMethod, fact: str) -> None:
    """Tell that a method was kept, updated, removed, or made the default."""
    tx.announce(
        f"payment_method.{fact}",
        row.id,
        version=1,
        customer_id=row.customer_id,
        payload={"gateway": row.gateway, "kind": row.kind, "brand": row.brand, "last4": row.last4},
    )


async def _has_default(ctx: Context, customer_id: str) -> bool:
    return await PaymentMethod.exists(merchant_id=ctx.merchant_id, customer_id=customer_id, is_default=True)
