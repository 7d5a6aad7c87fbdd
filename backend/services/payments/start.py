"""Step one of three: write the payment and its attempt, before any gateway hears of it."""

from __future__ import annotations

import json

from tortoise.exceptions import IntegrityError

from backend.domain.errors import Conflict
from backend.domain.payment import AttemptStatus, PaymentPurpose, PaymentStatus
from backend.models import Invoice, Payment, PaymentAttempt
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.gateways.accounts import OpenAccount
from backend.services.payments.pay_with import PAYMENT_ID, PayWith
from backend.services.transaction import Transaction


def source_place(attempt_id: str, merchant_id: str) -> str:
    """Where an attempt's method is sealed for."""
    return f"payment_attempts|{attempt_id}|source|{merchant_id}"


async def start_payment(
    ctx: Context, tx: Transaction, *, invoice: Invoice, account: OpenAccount, choice: PayWith
) -> Payment:
    """Write a PENDING payment for what is due on `invoice`, with a CREATED attempt that is due at once.

    No bell is rung: the request that starts a payment walks it itself, and a worker finds it if the request dies.
    The attempt's idempotency key is its own id: every later try of this attempt repeats it.
    Raises Conflict when another attempt on the invoice is still open.
    """
    payment = await Payment.create(
        id=new_id("pay"),
        merchant_id=ctx.merchant_id,
        customer_id=invoice.customer_id,
        invoice_id=invoice.id,
        gateway_account_id=account.row.id,
        gateway=account.row.gateway,
        kind=choice.kind,
        purpose=PaymentPurpose.INVOICE.value,
        currency=invoice.currency,
        amount_minor=invoice.total_minor - invoice.paid_minor - invoice.credited_minor,
        captured_minor=0,
        refunded_minor=0,
        refund_pending_minor=0,
        status=PaymentStatus.PENDING.value,
        created_at=ctx.now,
        updated_at=ctx.now,
        version=1,
    )
    attempt_id = new_id("pa")
    source = json.dumps({"kind": choice.kind, "token": choice.token})
    try:
        await PaymentAttempt.create(
            id=attempt_id,
            merchant_id=ctx.merchant_id,
            payment_id=payment.id,
            invoice_id=invoice.id,
            gateway_account_id=account.row.id,
            number=1,
            status=AttemptStatus.CREATED.value,
            idempotency_key=attempt_id,
            source_sealed=ctx.services.secrets.seal(source, source_place(attempt_id, ctx.merchant_id)),
            return_url=choice.return_url.replace(PAYMENT_ID, payment.id) if choice.return_url else None,
            tries=0,
            fence=0,
            next_try_at=ctx.now,
            created_at=ctx.now,
            updated_at=ctx.now,
        )
    except IntegrityError as error:
        raise Conflict("A payment of this invoice is already under way; wait for it or cancel it.") from error
    tx.announce(
        "payment.created",
        payment.id,
        version=1,
        customer_id=payment.customer_id,
        payload={"invoice": invoice.id, "amount_minor": payment.amount_minor, "currency": payment.currency},
    )
    return payment
