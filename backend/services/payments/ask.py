"""Step two of three: one call to the gateway, with no transaction open. What it means is decided by the caller."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from enum import StrEnum

import structlog

from backend.domain.payment import AttemptStatus
from backend.gateways.base import (
    Conflict,
    CreatePayment,
    GatewayError,
    MethodKind,
    NewMethod,
    OutcomeUnknown,
    Payer,
    PaymentResult,
    Unavailable,
)
from backend.models import Customer, GatewayAccount, Invoice, Payment
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.failpoints import failpoint
from backend.services.gateways.accounts import OpenAccount, open_account
from backend.services.payments.claim import Lease
from backend.services.payments.start import source_place

log = structlog.get_logger(__name__)


class NoResult(StrEnum):
    """Why there is no result. Only NOT_SENT and REFUSED say that nothing was executed."""

    NOT_SENT = "NOT_SENT"
    REFUSED = "REFUSED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Answer:
    """The gateway's result, or why there is none."""

    result: PaymentResult | None
    none: NoResult | None = None
    error: str | None = None
    retry_after_seconds: int | None = None


async def ask_gateway(ctx: Context, lease: Lease) -> Answer:
    """Send a new attempt, recover one whose answer was lost, or fetch one that waits. Never raises GatewayError."""
    lost = lease.before in (AttemptStatus.SENDING, AttemptStatus.UNKNOWN)
    try:
        account = open_account(
            ctx, await GatewayAccount.get(merchant_id=ctx.merchant_id, id=lease.attempt.gateway_account_id)
        )
        # Shorter than the lease: an answer that drips in for ever must not outlive it.
        async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
            return Answer(await _call(ctx, account, lease, lost=lost))
    except Unavailable as error:
        none = NoResult.UNKNOWN if lost else NoResult.NOT_SENT
        return Answer(None, none, error.message, error.retry_after_seconds)
    except (OutcomeUnknown, Conflict) as error:
        return Answer(None, NoResult.UNKNOWN, error.message)
    except GatewayError as error:
        none = NoResult.REFUSED if lease.before is AttemptStatus.CREATED else NoResult.UNKNOWN
        return Answer(None, none, error.message)
    except Exception as error:
        # A fault of the plugin or of ours: the request may have gone out.
        log.exception("payments.ask_failed", attempt=lease.attempt.id)
        return Answer(None, NoResult.UNKNOWN, type(error).__name__)


async def _call(ctx: Context, account: OpenAccount, lease: Lease, *, lost: bool) -> PaymentResult:
    attempt, gateway, call = lease.attempt, account.gateway, account.call(ctx)
    if lease.before not in (AttemptStatus.CREATED, AttemptStatus.SENDING, AttemptStatus.UNKNOWN):
        if attempt.gateway_reference is not None:
            return await gateway.fetch_payment(call, attempt.gateway_reference)
        found = await gateway.find_payment(call, attempt.id)
        if found is None:
            raise OutcomeUnknown("the gateway said that it waits, and now does not know it")
        return found
    if lost and gateway.capabilities.lookup_by_our_reference:
        found = await gateway.find_payment(call, attempt.id)
        if found is not None:
            return found
    request = await _request(ctx, lease)
    failpoint("charge.before_http")
    try:
        result = await gateway.create_payment(call, request)
    except Conflict as conflict:
        # Something holds our key or reference: whatever hinders the lookup, this may have been executed.
        try:
            found = await gateway.find_payment(call, attempt.id)
        except GatewayError:
            raise conflict from None
        if found is None:
            raise
        result = found
    failpoint("charge.after_http_reply")
    return result


async def _request(ctx: Context, lease: Lease) -> CreatePayment:
    attempt = lease.attempt
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=attempt.payment_id)
    customer = await Customer.get(merchant_id=ctx.merchant_id, id=payment.customer_id)
    invoice = await Invoice.get(merchant_id=ctx.merchant_id, id=payment.invoice_id) if payment.invoice_id else None
    assert attempt.source_sealed is not None, "an open attempt keeps its method"
    source = json.loads(ctx.services.secrets.open(attempt.source_sealed, source_place(attempt.id, ctx.merchant_id)))
    return CreatePayment(
        key=attempt.idempotency_key,
        our_reference=attempt.id,
        amount=money(payment.amount_minor, payment.currency),
        description=f"Invoice {invoice.number}" if invoice else payment.purpose,
        source=NewMethod(MethodKind(source["kind"]), source["token"]),
        payer=Payer(customer.name, customer.email, customer.locale),
        return_url=attempt.return_url,
        metadata={"payment": payment.id, "customer": customer.id},
    )
