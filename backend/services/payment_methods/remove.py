"""Remove a saved method: first at its gateway, then here, so that a removal whose answer was lost is repeated."""

from __future__ import annotations

import asyncio

import structlog

from backend.domain.errors import Conflict, NotFound
from backend.gateways.base import (
    ConfigurationError,
    GatewayError,
    InvalidRequest,
    MethodKind,
    NotSupported,
    SavedMethod,
    StateConflict,
)
from backend.gateways.base import NotFound as Gone
from backend.models import GatewayAccount, PaymentMethod
from backend.services.context import Context
from backend.services.failpoints import failpoint
from backend.services.gateways.accounts import open_account
from backend.services.payment_methods.forget import forget_method
from backend.services.payment_methods.own import own_method
from backend.services.payment_methods.used_by import used_by
from backend.services.secrets import Unsealable
from backend.services.transaction import repeat_on_deadlock, transaction

log = structlog.get_logger(__name__)


async def remove_method(ctx: Context, *, method_id: str) -> PaymentMethod:
    """Forget one of the signed-in customer's own methods, at its gateway and here.

    As long as the gateway has not said that it is gone, it stays on the list, so that a lost answer is repeated by
    asking again. Removed already is no error. Raises Forbidden, NotFound, and Conflict: naming the subscriptions and
    the automatic top-up that it pays, or because the gateway cannot be asked.
    """
    customer_id = ctx.actor.require_customer()
    removed = await PaymentMethod.get_or_none(
        merchant_id=ctx.merchant_id, customer_id=customer_id, id=method_id, removed_at__isnull=False
    )
    if removed is not None:
        return removed
    row = await own_method(ctx, customer_id, method_id)
    if uses := await used_by(ctx, row):
        raise Conflict(f"This method pays for {_and(uses)}. Choose another way to pay there first.")
    failpoint("method.before_http")
    await _detach(ctx, row)
    failpoint("method.after_http_reply")
    return await _forget(ctx.later(), customer_id, method_id)


async def _detach(ctx: Context, row: PaymentMethod) -> None:
    account = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=row.gateway_account_id)
    if account.gateway not in ctx.services.gateways.gateways:
        log.warning("payment_methods.not_detached", method=row.id, why="its gateway is not installed")
        return
    method = SavedMethod(MethodKind(row.kind), row.gateway_customer, row.gateway_reference)
    try:
        opened = open_account(ctx, account)
        async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
            await opened.gateway.detach_method(opened.call(ctx), method)
    except Gone:
        pass
    except (ConfigurationError, InvalidRequest, NotSupported, StateConflict) as error:
        # It will not say otherwise tomorrow, and what the customer does not want any more is never charged from here.
        log.warning("payment_methods.not_detached", method=row.id, why=error.message)
    except (GatewayError, TimeoutError, Unsealable) as error:
        raise Conflict("The method could not be removed just now; try again in a moment.") from error


@repeat_on_deadlock
async def _forget(ctx: Context, customer_id: str, method_id: str) -> PaymentMethod:
    async with transaction(ctx) as tx:
        row = await PaymentMethod.get_or_none(merchant_id=ctx.merchant_id, customer_id=customer_id, id=method_id)
        if row is None:
            raise NotFound("You have no such saved method.", method_id)
        return await forget_method(ctx, tx, row)


def _and(things: list[str]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}"
