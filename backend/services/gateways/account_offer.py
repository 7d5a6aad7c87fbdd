"""An account whose settings its provider refuses is not offered: every payer who chose it would fail."""

from __future__ import annotations

from backend.domain.errors import InvalidInput
from backend.models import GatewayAccount
from backend.services.context import Context
from backend.services.gateways.account_own import lock_accounts, write_account
from backend.services.gateways.health import look_at_account
from backend.services.transaction import repeat_on_deadlock, transaction


async def check_offer(ctx: Context, row: GatewayAccount) -> GatewayAccount:
    """Look whether an account works that was just written, and turn it off when its settings are refused.

    A provider that cannot be asked now, or is out of order, changes nothing but what is told of the health.
    """
    seen, refused = await look_at_account(ctx, row)
    return await _turn_off(ctx, row) if refused and row.enabled else seen


async def require_accepted(ctx: Context, *, account_id: str, version: int) -> bool:
    """Look before an account that is off is turned on; whether that was done: not for one that is on, or has changed.

    Raises InvalidInput for `enabled` when its settings are refused.
    """
    row = await GatewayAccount.get_or_none(merchant_id=ctx.merchant_id, id=account_id, removed_at=None)
    if row is None or row.enabled or row.version != version:
        return False
    seen, refused = await look_at_account(ctx, row)
    if refused:
        told = f"It stays off, as no payment would work: {seen.health_message}"
        raise InvalidInput.at("enabled", "SETTINGS_REFUSED", told)
    return True


@repeat_on_deadlock
async def _turn_off(ctx: Context, seen: GatewayAccount) -> GatewayAccount:
    """Unless somebody changed it meanwhile: what was found out is of other settings then."""
    async with transaction(ctx) as tx:
        standing = await lock_accounts(ctx)
        row = next((one for one in standing if one.id == seen.id and one.version == seen.version), None)
        if row is not None and row.enabled:
            await write_account(tx, row, {"enabled": False})
    return await GatewayAccount.get(merchant_id=ctx.merchant_id, id=seen.id)
