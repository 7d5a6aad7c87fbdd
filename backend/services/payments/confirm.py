"""Collect what the payer agreed to, in the same walk that learned of it: at most once, whoever asks and how often."""

from __future__ import annotations

import structlog

from backend.gateways.base import GatewayError, PaymentResult, StateConflict
from backend.models import Invoice, Payment, PaymentAttempt
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.failpoints import failpoint
from backend.services.gateways.accounts import OpenAccount
from backend.services.payments.odd import is_closed
from backend.services.payments.stop import stop_at_gateway

log = structlog.get_logger(__name__)


async def confirm_agreed(
    ctx: Context, account: OpenAccount, attempt: PaymentAttempt, told: PaymentResult
) -> PaymentResult:
    """What the gateway says after it was told to collect; `told` itself when there is nothing to confirm.

    The key is the attempt's, so that the gateway collects once however often it hears of it, and a lost answer is
    found by the next look. What is not ours is never confirmed; what nobody owes any more is stopped instead.
    """
    if not told.confirmable or told.reference is None:
        return told
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=attempt.payment_id)
    if told.our_reference != attempt.id or told.amount != money(payment.amount_minor, payment.currency):
        return told
    invoice = await Invoice.get(merchant_id=ctx.merchant_id, id=payment.invoice_id) if payment.invoice_id else None
    if is_closed(invoice):
        return await stop_at_gateway(ctx, account, attempt, told)
    call = account.call(ctx)
    failpoint("confirm.before_http")
    try:
        result = await account.gateway.confirm_payment(call, told.reference, f"{attempt.id}:confirm")
    except StateConflict:
        result = await account.gateway.fetch_payment(call, told.reference)
    except GatewayError as error:
        # The payer's word is kept; what became of ours is seen when we look next.
        log.warning("payments.not_confirmed", attempt=attempt.id, error=error.message)
        return told
    failpoint("confirm.after_http_reply")
    return result
