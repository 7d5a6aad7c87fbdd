"""Compare a day because staff ask for it."""

from __future__ import annotations

from datetime import UTC, date, timedelta

from backend.domain.errors import Conflict, InvalidInput, NotFound, NotSupported
from backend.gateways.base import GatewayError
from backend.models import GatewayAccount, GatewayComparison
from backend.services.comparisons.compare import compare_day
from backend.services.context import Context

# Providers list no older payments, or take for ever.
LONGEST_AGO = timedelta(days=366)


async def compare_again(ctx: Context, *, account_id: str, day: date) -> GatewayComparison:
    """The comparison of a day that is over (UTC), made now; what it says replaces what an earlier one said.

    For staff. Raises Forbidden, NotFound, NotSupported for a gateway that lists nothing, InvalidInput for a day that is
    not over or too long ago, and Conflict while the gateway cannot be asked.
    """
    ctx.actor.require_staff()
    account = await GatewayAccount.get_or_none(merchant_id=ctx.merchant_id, id=account_id)
    if account is None:
        raise NotFound("There is no such gateway account.", account_id)
    gateway = ctx.services.gateways.gateways.get(account.gateway)
    if gateway is None or not gateway.capabilities.lists_payments:
        raise NotSupported(f"{account.label} lists no payments: there is nothing to compare with.")
    today = ctx.wall.astimezone(UTC).date()
    if day >= today:
        raise InvalidInput.at("day", "NOT_OVER", "Name a day that is over, in UTC.")
    if today - day > LONGEST_AGO:
        raise InvalidInput.at("day", "OUT_OF_RANGE", f"Name a day of the last {LONGEST_AGO.days} days.")
    try:
        return await compare_day(ctx, account=account, day=day)
    except (GatewayError, TimeoutError) as error:
        raise Conflict(f"{account.label} could not be asked just now; try again in a moment.") from error
