"""Step one of three: write the payment and its attempt, before any gateway hears of it."""

from __future__ import annotations

from dataclasses import dataclass

from tortoise.exceptions import IntegrityError

from backend.domain.errors import Conflict
from backend.domain.money import Money
from backend.domain.payment import OPEN, AttemptStatus, PaymentPurpose, PaymentStatus
from backend.models import Payment, PaymentAttempt
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.payments.given import PAYMENT_ID
from backend.services.payments.pay_with import Method
from backend.services.payments.source import seal_source
from backend.services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Collect:
    """What a payment is to collect, and for what. Without an invoice the money becomes balance.

    `auto_top_up_id` is the customer's standing order that asked for it.
    """

    customer_id: str
    amount: Money
    purpose: PaymentPurpose
    invoice_id: str | None = None
    auto_top_up_id: str | None = None


async def start_payment(ctx: Context, tx: Transaction, *, collect: Collect, method: Method) -> Payment:
    """Write a PENDING payment with a CREATED attempt that is due at once.

    No bell is rung: the request that starts a payment walks it itself, and a worker finds it if the request dies.
    The attempt's idempotency key is its own id: every later try of this attempt repeats it.
    Raises Conflict when another attempt on the invoice is still open.
    """
    account = method.account.row
    payment = new_payment(
        ctx, collect, gateway=account.gateway, gateway_account_id=account.id, kind=method.source.kind,
        status=PaymentStatus.PENDING,
    )  # fmt: skip
    if method.saved is not None:
        payment.card_brand, payment.card_last4 = method.saved.brand, method.saved.last4
    await payment.save(force_create=True)
    attempt_id = new_id("pa")
    try:
        await PaymentAttempt.create(
            id=attempt_id,
            merchant_id=ctx.merchant_id,
            payment_id=payment.id,
            invoice_id=collect.invoice_id,
            gateway_account_id=account.id,
            number=1,
            status=AttemptStatus.CREATED.value,
            idempotency_key=attempt_id,
            source_sealed=seal_source(ctx, PaymentAttempt, attempt_id, method.source),
            return_url=method.return_url.replace(PAYMENT_ID, payment.id) if method.return_url else None,
            tries=0,
            fence=0,
            next_try_at=ctx.wall,
            created_at=ctx.now,
            updated_at=ctx.now,
        )
    except IntegrityError as error:
        raise Conflict(
            "A payment of this invoice is already under way; wait for it, or cancel it to pay in another way."
        ) from error
    announce_created(tx, payment)
    return payment


async def is_being_paid(ctx: Context, invoice_id: str) -> bool:
    """Whether an attempt to pay the invoice is open."""
    return await PaymentAttempt.exists(
        merchant_id=ctx.merchant_id, invoice_id=invoice_id, status__in=[status.value for status in OPEN]
    )


def new_payment(
    ctx: Context, collect: Collect, *, gateway: str, gateway_account_id: str | None, kind: str, status: PaymentStatus
) -> Payment:
    """A payment's row, not yet written; one that has SUCCEEDED is captured in full."""
    return Payment(
        id=new_id("pay"),
        merchant_id=ctx.merchant_id,
        customer_id=collect.customer_id,
        invoice_id=collect.invoice_id,
        gateway_account_id=gateway_account_id,
        auto_top_up_id=collect.auto_top_up_id,
        user_id=ctx.actor.user_id,
        gateway=gateway,
        kind=kind,
        purpose=collect.purpose.value,
        currency=collect.amount.currency.code,
        amount_minor=collect.amount.minor,
        captured_minor=collect.amount.minor if status is PaymentStatus.SUCCEEDED else 0,
        refunded_minor=0,
        refund_pending_minor=0,
        status=status.value,
        created_at=ctx.now,
        updated_at=ctx.now,
        version=1,
    )


def announce_created(tx: Transaction, payment: Payment) -> None:
    """Tell that the payment is there."""
    tx.announce(
        "payment.created",
        payment.id,
        version=1,
        customer_id=payment.customer_id,
        payload={
            "purpose": payment.purpose,
            "invoice": payment.invoice_id,
            "amount_minor": payment.amount_minor,
            "currency": payment.currency,
        },
    )
