"""Look at a payment now, at its gateway: because the payer came back from its page, or because staff want to know."""

from __future__ import annotations

import asyncio

import structlog
from tortoise.queryset import QuerySet

from backend.domain.errors import NotFound, NotSupported
from backend.domain.payment import OPEN, AttemptStatus
from backend.gateways.base import GatewayError, OutcomeUnknown, Unavailable
from backend.gateways.registry import UnknownGateway
from backend.models import GatewayAccount, Payment, PaymentAttempt
from backend.services.context import Context
from backend.services.gateways.accounts import open_account
from backend.services.held import wait_for_holder
from backend.services.payments.collect import collect_attempt
from backend.services.payments.settle import settle_attempt
from backend.services.secrets import Unsealable
from backend.services.visibility import visible

log = structlog.get_logger(__name__)


async def return_to_payment(ctx: Context, *, payment_id: str) -> Payment:
    """The payer came back: their own payment after a look at its gateway, whatever its page told their browser.

    What the payer agreed to is collected with it. A gateway that cannot be reached leaves the payment as it is; a
    worker looks again. Raises Forbidden for who is no customer, and NotFound for a payment that is not theirs.
    """
    ctx.actor.require_customer()
    payment, attempt = await _find(ctx, payment_id)
    if attempt is not None and not await _is_by_staff(ctx, attempt):
        await _look(ctx, attempt)
    return await visible(ctx, Payment).get(id=payment.id)


async def sync_payment(ctx: Context, *, payment_id: str) -> Payment:
    """The payment after its gateway was asked what it knows of it, also of one that is final; for staff.

    Raises Forbidden, NotFound, and NotSupported where there is no gateway to ask.
    """
    ctx.actor.require_staff()
    payment, attempt = await _find(ctx, payment_id)
    if attempt is None or await _is_by_staff(ctx, attempt):
        raise NotSupported("No gateway knows of this payment: it came from the balance, or staff record it.")
    await _look(ctx, attempt)
    return await visible(ctx, Payment).get(id=payment.id)


async def _find(ctx: Context, payment_id: str) -> tuple[Payment, PaymentAttempt | None]:
    payment = await visible(ctx, Payment).get_or_none(id=payment_id)
    if payment is None:
        raise NotFound("There is no such payment.", payment_id)
    attempts = PaymentAttempt.filter(merchant_id=ctx.merchant_id, payment_id=payment.id)
    return payment, await attempts.order_by("-number").first()


async def _is_by_staff(ctx: Context, attempt: PaymentAttempt) -> bool:
    account = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=attempt.gateway_account_id)
    gateway = ctx.services.gateways.gateways.get(account.gateway)
    return gateway is not None and gateway.capabilities.recorded_by_staff


async def _look(ctx: Context, attempt: PaymentAttempt) -> None:
    if attempt.status in OPEN:
        if not await collect_attempt(ctx.later(), attempt_id=attempt.id, at_once=True):
            await wait_for_holder(ctx, _held(ctx, attempt))
    elif attempt.gateway_reference is not None and (ctx.actor.is_staff or attempt.status != AttemptStatus.SUCCEEDED):
        await fetch_final(ctx, attempt, attempt.gateway_reference)


def _held(ctx: Context, attempt: PaymentAttempt) -> QuerySet[PaymentAttempt]:
    open_still = [status.value for status in OPEN]
    return PaymentAttempt.filter(
        merchant_id=ctx.merchant_id, id=attempt.id, status__in=open_still, lease_until__gt=ctx.wall
    )


async def fetch_final(ctx: Context, attempt: PaymentAttempt, reference: str) -> bool:
    """A final one: late money, money that went back, or nothing new. False when its gateway did not answer."""
    row = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=attempt.gateway_account_id)
    try:
        account = open_account(ctx, row)
        async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
            observed = await account.gateway.fetch_payment(account.call(ctx), reference)
    except (GatewayError, UnknownGateway, Unsealable, TimeoutError) as error:
        log.warning("payments.not_synced", attempt=attempt.id, error=str(error))
        return not isinstance(error, Unavailable | OutcomeUnknown | TimeoutError)
    await settle_attempt(ctx.later(), attempt_id=attempt.id, observed=observed)
    return True
