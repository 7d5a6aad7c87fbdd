"""Staff disconnect a gateway account. Its row stays: what was begun through it goes on, and its history is told."""

from __future__ import annotations

from backend.models import GatewayAccount
from backend.services.context import Context
from backend.services.gateways.account_own import account_of_merchant, announce_account, lock_accounts
from backend.services.transaction import repeat_on_deadlock, transaction

# What is left of a label beside the id that frees it.
_KEPT = 100


@repeat_on_deadlock
async def remove_account(ctx: Context, *, account_id: str) -> GatewayAccount:
    """Never offer an account again, for staff; twice is once.

    Open payments and refunds are followed to their end, and its webhooks are heard. Methods that it keeps are not
    charged any more. Its label is free again. Raises Forbidden and NotFound.
    """
    ctx.actor.require_staff()
    async with transaction(ctx) as tx:
        row = next((one for one in await lock_accounts(ctx) if one.id == account_id), None)
        if row is None:
            return await account_of_merchant(ctx, account_id)
        row.update_from_dict(
            {
                "enabled": False,
                "removed_at": ctx.now,
                "label": f"{row.label[:_KEPT]} ({row.id})",
                "version": row.version + 1,
            }
        )
        await row.save(update_fields=["enabled", "removed_at", "label", "version"])
        announce_account(tx, row, "removed")
    return row
