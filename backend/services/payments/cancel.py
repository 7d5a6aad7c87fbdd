"""Stop a payment that is not final. The gateway has the last word: money that came in after all is kept."""

from __future__ import annotations

import asyncio

from backend.domain.errors import Conflict, IllegalTransition, NotFound
from backend.domain.payment import CANCELABLE, AttemptStatus, PaymentStatus
from backend.gateways.base import GatewayError, PaymentResult, StateConflict
from backend.models import GatewayAccount, Payment, PaymentAttempt
from backend.services.context import Context
from backend.services.gateways.accounts import OpenAccount, open_account
from backend.services.payments.settle import settle_attempt


async def cancel_payment(ctx: Context, *, payment_id: str) -> Payment:
    """Cancel one of the customer's own payments at its gateway, and record what the gateway says.

    Repeating it is harmless. Raises NotFound, IllegalTransition for a payment that is final, and Conflict while the
    gateway cannot be asked or its answer to the charge itself is still unknown.
    """
    own = Payment.filter(merchant_id=ctx.merchant_id, customer_id=ctx.actor.require_customer(), id=payment_id)
    payment = await own.get_or_none()
    if payment is None:
        raise NotFound("There is no such payment.", payment_id)
    attempt = (
        await PaymentAttempt.filter(merchant_id=ctx.merchant_id, payment_id=payment.id).order_by("-number").first()
    )
    status = AttemptStatus(attempt.status) if attempt else None
    if attempt is None:
        raise IllegalTransition("This payment is final and cannot be canceled.", payment.status)
    if status is AttemptStatus.CANCELED:
        # Read again: a twin may have canceled between the two reads above.
        return await own.get()
    if status in (AttemptStatus.CREATED, AttemptStatus.SENDING, AttemptStatus.UNKNOWN):
        raise Conflict("The payment is being processed right now; try again in a moment.")
    if status not in CANCELABLE or attempt.gateway_reference is None:
        raise IllegalTransition("This payment is final and cannot be canceled.", payment.status)
    row = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=attempt.gateway_account_id)
    try:
        async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
            observed = await _ask(ctx, open_account(ctx, row), attempt.id, attempt.gateway_reference)
    except (GatewayError, TimeoutError) as error:
        raise Conflict("The payment could not be canceled just now; try again in a moment.") from error
    await settle_attempt(ctx.later(), attempt_id=attempt.id, observed=observed)
    payment = await own.get()
    if payment.status != PaymentStatus.CANCELED:
        raise IllegalTransition("The payment was finished before it could be canceled.", payment.status)
    return payment


async def _ask(ctx: Context, account: OpenAccount, attempt_id: str, reference: str) -> PaymentResult:
    """Cancel at the gateway; where the payment is final there already, its present state."""
    call = account.call(ctx)
    try:
        return await account.gateway.cancel_payment(call, reference, f"{attempt_id}:cancel")
    except StateConflict:
        return await account.gateway.fetch_payment(call, reference)
