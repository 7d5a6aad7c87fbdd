"""Step two of three: one call to the gateway, with no transaction open. What it means is decided by the caller."""

from __future__ import annotations

import structlog

from backend.domain.payment import AttemptStatus
from backend.gateways.base import Conflict, CreatePayment, GatewayError, NotFound, OutcomeUnknown, PaymentResult
from backend.models import Customer, Invoice, Payment
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.failpoints import failpoint
from backend.services.gateways.accounts import OpenAccount
from backend.services.gateways.asking import Answer, ask
from backend.services.gateways.customers import ensure_customer
from backend.services.payments.claim import Lease
from backend.services.payments.confirm import confirm_agreed
from backend.services.payments.give_up import key_is_forgotten
from backend.services.payments.source import open_source, payer_of
from backend.services.payments.stop import forgotten, stop_abandoned
from backend.services.payments.unowed import not_sent_unowed

log = structlog.get_logger(__name__)


async def ask_gateway(ctx: Context, lease: Lease) -> Answer[PaymentResult]:
    """Send a new attempt, recover one whose answer was lost, or fetch one that waits. Never raises GatewayError."""
    lost = lease.before in (AttemptStatus.SENDING, AttemptStatus.UNKNOWN)
    return await ask(
        ctx,
        lease.attempt.gateway_account_id,
        lambda account: _look(ctx, account, lease, lost=lost),
        subject=lease.attempt.id,
        fresh=lease.before is AttemptStatus.CREATED,
        lost=lost,
    )


async def _look(ctx: Context, account: OpenAccount, lease: Lease, *, lost: bool) -> PaymentResult:
    try:
        told = await _call(ctx, account, lease, lost=lost)
    except NotFound:
        waited = lease.before is AttemptStatus.REQUIRES_ACTION
        gone = await forgotten(ctx, account, lease.attempt) if waited else None
        if gone is None:
            raise
        return gone
    return await _go_on(ctx, account, lease, told)


async def _go_on(ctx: Context, account: OpenAccount, lease: Lease, told: PaymentResult) -> PaymentResult:
    """What follows from `told`. Should that fail, `told` stands: the payment is there, and the next look goes on."""
    try:
        told = await confirm_agreed(ctx, account, lease.attempt, told)
        return await stop_abandoned(ctx, account, lease.attempt, told)
    except GatewayError as error:
        log.warning("payments.not_gone_on", attempt=lease.attempt.id, error=error.message)
        return told


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
    unowed = await not_sent_unowed(ctx, account, lease)
    if unowed is not None:
        return unowed
    if lost and key_is_forgotten(attempt, gateway.capabilities, ctx.wall):
        raise OutcomeUnknown("the gateway does not know the key any more: it is not sent again")
    request = await _request(ctx, account, lease)
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


async def _request(ctx: Context, account: OpenAccount, lease: Lease) -> CreatePayment:
    """The same one, whenever it is made: what it says is on rows that do not change while the attempt is open."""
    attempt = lease.attempt
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=attempt.payment_id)
    customer = await Customer.get(merchant_id=ctx.merchant_id, id=payment.customer_id)
    invoice = await Invoice.get(merchant_id=ctx.merchant_id, id=payment.invoice_id) if payment.invoice_id else None
    source = open_source(ctx, attempt)
    made = await ensure_customer(ctx, account, customer) if source.needs_customer else None
    return CreatePayment(
        key=attempt.idempotency_key,
        our_reference=attempt.id,
        amount=money(payment.amount_minor, payment.currency),
        description=f"Invoice {invoice.number}" if invoice else "Balance top-up",
        source=source.for_gateway(),
        payer=payer_of(customer, source),
        return_url=attempt.return_url,
        metadata={"payment": payment.id, "customer": customer.id},
        save_method=source.save,
        off_session=source.off_session,
        customer_reference=source.customer or made,
    )
