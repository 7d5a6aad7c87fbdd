"""Stop a payment at its gateway that nobody will finish, or that is not owed any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from backend.gateways.base import GatewayError, PaymentResult, PaymentState, StateConflict
from backend.models import Invoice, Payment, PaymentAttempt
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.gateways.accounts import OpenAccount
from backend.services.payments.odd import is_closed

log = structlog.get_logger(__name__)

# A payer who was asked to do something and did not is not waited for any longer, unless they have a later date.
ABANDONED_AFTER = timedelta(hours=24)


async def stop_abandoned(
    ctx: Context, account: OpenAccount, attempt: PaymentAttempt, told: PaymentResult
) -> PaymentResult:
    """EXPIRED when the payer left, or nobody owes it any more; `told` itself while they may still come."""
    if told.confirmable or attempt.sent_at is None:
        return told
    if await _is_not_owed(ctx, account, attempt, told):
        return await stop_at_gateway(ctx, account, attempt, told)
    if told.state is not PaymentState.REQUIRES_ACTION:
        return told
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=attempt.payment_id)
    ends = told.action.expires_at if told.action is not None else None
    if ctx.wall < _waited_until(attempt.sent_at, ends or payment.action_expires_at):
        return told
    return await stop_at_gateway(ctx, account, attempt, told)


def waits_for_payer(told: PaymentResult) -> bool:
    """Whether nothing happens there until the payer does something: agrees on a page, carries cash, transfers."""
    return told.state is PaymentState.REQUIRES_ACTION or (
        told.state is PaymentState.PENDING and told.action is not None
    )


async def _is_not_owed(ctx: Context, account: OpenAccount, attempt: PaymentAttempt, told: PaymentResult) -> bool:
    """Whether the payer could still pay what was settled otherwise, and the gateway can stop them.

    Where it cannot they are waited for: what they pay after all has to be heard of.
    """
    if not waits_for_payer(told) or attempt.invoice_id is None or not account.gateway.capabilities.cancel_pending:
        return False
    return is_closed(await Invoice.get(merchant_id=ctx.merchant_id, id=attempt.invoice_id))


async def forgotten(ctx: Context, account: OpenAccount, attempt: PaymentAttempt) -> PaymentResult | None:
    """EXPIRED for a payment that the payer left, and that the gateway does not know any more; None while they may come.

    Only where no money moves before we confirm: elsewhere one that is not found may have been paid.
    """
    if not account.gateway.capabilities.confirms or attempt.sent_at is None:
        return None
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=attempt.payment_id)
    if ctx.wall < _waited_until(attempt.sent_at, payment.action_expires_at):
        return None
    return ended_here(ctx, payment, attempt, PaymentState.EXPIRED)


def ended_here(ctx: Context, payment: Payment, attempt: PaymentAttempt, state: PaymentState) -> PaymentResult:
    """That it is over here, without a word of its gateway's."""
    return PaymentResult(
        state=state,
        reference=attempt.gateway_reference,
        our_reference=attempt.id,
        amount=money(payment.amount_minor, payment.currency),
        observed_at=ctx.wall,
        gateway_status=attempt.gateway_status,
    )


def _waited_until(sent_at: datetime, expires_at: datetime | None) -> datetime:
    return max(sent_at + ABANDONED_AFTER, expires_at or sent_at)


async def stop_at_gateway(
    ctx: Context, account: OpenAccount, attempt: PaymentAttempt, told: PaymentResult
) -> PaymentResult:
    """EXPIRED once the gateway stopped it; what it says instead where it was finished before.

    A gateway that cannot stop anything is not asked: money that comes after all is late money. When it cannot be
    reached, `told` stands, and the next look tries again.
    """
    gateway = account.gateway
    if told.reference is None or not gateway.capabilities.cancel_pending:
        return _expired(told)
    call = account.call(ctx)
    try:
        stopped = await gateway.cancel_payment(call, told.reference, f"{attempt.id}:cancel")
    except StateConflict:
        return await gateway.fetch_payment(call, told.reference)
    except GatewayError as error:
        log.warning("payments.not_stopped", attempt=attempt.id, error=error.message)
        return told
    return _expired(stopped) if stopped.state is PaymentState.CANCELED else stopped


def _expired(told: PaymentResult) -> PaymentResult:
    return replace(told, state=PaymentState.EXPIRED, action=None, confirmable=False)
