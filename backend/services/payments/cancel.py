"""Stop a payment that is not final. The gateway has the last word: money that came in after all is kept."""

from __future__ import annotations

import asyncio

from backend.domain.errors import Conflict, IllegalTransition, NotFound, NotSupported
from backend.domain.payment import CANCELABLE, FINAL_PAYMENT, WAITING, AttemptStatus, PaymentStatus
from backend.gateways.base import GatewayError, OutcomeUnknown, PaymentResult, PaymentState, StateConflict, Unavailable
from backend.gateways.base import NotSupported as CannotCancel
from backend.gateways.registry import UnknownGateway
from backend.models import GatewayAccount, Payment, PaymentAttempt
from backend.services.context import Context
from backend.services.gateways.accounts import OpenAccount, open_account
from backend.services.payments.give_up import is_forgotten
from backend.services.payments.recall import is_recorded
from backend.services.payments.set_aside import Stopped, is_held, set_aside
from backend.services.payments.settle import settle_attempt
from backend.services.payments.stop import ended_here, waits_for_payer
from backend.services.receipts.end import end_with_what_came
from backend.services.secrets import Unsealable
from backend.services.visibility import visible

_NOT_ANSWERED = frozenset({AttemptStatus.SENDING, AttemptStatus.UNKNOWN})


async def cancel_payment(ctx: Context, *, payment_id: str) -> Payment:
    """Cancel one of the customer's own payments, or as staff any, at its gateway; and record what the gateway says.

    Where staff record the money there is nobody to ask: one of which a part came ends with that. Nobody is asked about
    one that was not sent either, because its gateway was away. Where the gateway cancels nothing, one that waits for
    its payer is set aside: see `set_aside`. What nobody asks for any more staff may close, because its answer never
    came or its gateway cancels nothing, and so what was sent under a key that the gateway has forgotten: money that
    comes after all is kept. Repeating it is harmless. Raises NotFound, IllegalTransition for a payment that is final,
    NotSupported while a gateway that cancels nothing has its result under way, and Conflict while the gateway cannot
    be asked, somebody looks, or the answer to the charge itself is still unknown.
    """
    if not ctx.actor.is_staff:
        ctx.actor.require_customer()
    own = visible(ctx, Payment).filter(id=payment_id)
    payment = await own.get_or_none()
    if payment is None:
        raise NotFound("There is no such payment.", payment_id)
    attempt = (
        await PaymentAttempt.filter(merchant_id=ctx.merchant_id, payment_id=payment.id).order_by("-number").first()
    )
    status = AttemptStatus(attempt.status) if attempt else None
    if attempt is None or status is None:
        raise IllegalTransition("This payment is final and cannot be canceled.", payment.status)
    if status is AttemptStatus.CANCELED:
        # Read again: a twin may have canceled between the two reads above.
        return await own.get()
    if status in _NOT_ANSWERED:
        if not await _may_close(ctx, attempt):
            raise Conflict("The payment is being processed right now; try again in a moment.")
    elif status is not AttemptStatus.CREATED and status not in CANCELABLE:
        raise IllegalTransition("This payment is final and cannot be canceled.", payment.status)
    if status in WAITING and await is_recorded(ctx, attempt):
        if await end_with_what_came(ctx, payment_id=payment.id):
            return await own.get()
        stopped = None
    else:
        stopped = await _stop(ctx, payment, attempt, status)
        await settle_attempt(
            ctx.later(), attempt_id=attempt.id, observed=stopped.observed, fence=stopped.fence,
            payable_until=stopped.payable_until,
        )  # fmt: skip
    payment = await own.get()
    if stopped is not None and stopped.fence is not None and PaymentStatus(payment.status) not in FINAL_PAYMENT:
        raise Conflict("The payment is being looked at right now; try again in a moment.")
    if payment.status != PaymentStatus.CANCELED:
        raise IllegalTransition("The payment was finished before it could be canceled.", payment.status)
    return payment


async def _stop(ctx: Context, payment: Payment, attempt: PaymentAttempt, status: AttemptStatus) -> Stopped:
    canceled = ended_here(ctx, payment, attempt, PaymentState.CANCELED)
    if status in _NOT_ANSWERED:
        return Stopped(canceled)
    if status is AttemptStatus.CREATED:
        # Who claims it meanwhile sends it.
        return Stopped(canceled, fence=attempt.fence)
    row = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=attempt.gateway_account_id)
    try:
        account = open_account(ctx, row)
    except (UnknownGateway, Unsealable, GatewayError) as error:
        raise NotSupported("This payment's gateway cannot be asked any more: staff have to see to it.") from error
    can = account.gateway.capabilities
    # Nothing is collected there without our own word, which is not given any more.
    needs_our_word = can.confirms and not can.cancel_pending
    if needs_our_word and status is AttemptStatus.REQUIRES_ACTION and not is_held(ctx, attempt):
        return Stopped(canceled)
    if attempt.gateway_reference is None:
        raise IllegalTransition("This payment is final and cannot be canceled.", payment.status)
    try:
        async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
            told = await _ask(ctx, account, attempt.id, attempt.gateway_reference)
    except (Unavailable, OutcomeUnknown, TimeoutError) as error:
        raise Conflict("The payment could not be canceled just now; try again in a moment.") from error
    except GatewayError as error:
        if await _may_close(ctx, attempt):
            return Stopped(canceled)
        if can.cancel_pending and not isinstance(error, CannotCancel):
            raise Conflict("The payment could not be canceled just now; try again in a moment.") from error
        return await set_aside(ctx, account, payment, attempt)
    if not can.cancel_pending and waits_for_payer(told):
        # It refused, and what it shows is still the payer's turn.
        return await set_aside(ctx, account, payment, attempt)
    return Stopped(told)


async def _may_close(ctx: Context, attempt: PaymentAttempt) -> bool:
    """Whether this is staff, and nobody asks for the payment any more, or could learn that it was never made."""
    if not ctx.actor.is_staff or is_held(ctx, attempt):
        return False
    return attempt.next_try_at is None or await is_forgotten(ctx, attempt)


async def _ask(ctx: Context, account: OpenAccount, attempt_id: str, reference: str) -> PaymentResult:
    """Cancel at the gateway; where the payment is final there already, its present state."""
    call = account.call(ctx)
    try:
        return await account.gateway.cancel_payment(call, reference, f"{attempt_id}:cancel")
    except StateConflict:
        return await account.gateway.fetch_payment(call, reference)
