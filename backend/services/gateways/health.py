"""Whether a gateway account works: its plugin asks the provider, and what it says is kept beside the settings."""

from __future__ import annotations

import asyncio

import structlog

from backend.gateways.base import GatewayError, Health
from backend.gateways.registry import UnknownGateway
from backend.models import GatewayAccount
from backend.services.context import Context
from backend.services.gateways.account_own import account_of_merchant
from backend.services.gateways.accounts import open_account
from backend.services.gateways.form import redacted, secrets_in
from backend.services.gateways.sealing import stored_settings
from backend.services.secrets import Unsealable

MAX_MESSAGE = 500

log = structlog.get_logger(__name__)


async def test_account(ctx: Context, *, account_id: str) -> GatewayAccount:
    """Look now, for staff. Raises Forbidden and NotFound; what is wrong with the account stands in its row."""
    return await check_account(ctx, await account_of_merchant(ctx, account_id))


async def check_account(ctx: Context, row: GatewayAccount) -> GatewayAccount:
    """Ask with no transaction open, keep the answer unless the account was changed meanwhile; never raises for it."""
    return (await look_at_account(ctx, row))[0]


async def look_at_account(ctx: Context, row: GatewayAccount) -> tuple[GatewayAccount, bool]:
    """`check_account`, and whether the settings that `row` has are refused: they will never work as they are."""
    health = await _health(ctx, row)
    message = health.message.replace("\x00", " ")[:MAX_MESSAGE]
    seen = GatewayAccount.filter(merchant_id=ctx.merchant_id, id=row.id, version=row.version)
    await seen.update(health_ok=health.ok, health_message=message, health_checked_at=ctx.wall)
    return await GatewayAccount.get(merchant_id=ctx.merchant_id, id=row.id), health.refused


async def _health(ctx: Context, row: GatewayAccount) -> Health:
    try:
        account = open_account(ctx, row)
    except UnknownGateway:
        return Health(False, "Its plugin is not installed, or broken.")
    except Unsealable:
        return Health(False, "Its settings were sealed with a key that is not known here; enter them anew.", True)
    except GatewayError as error:
        return Health.failed(error)
    try:
        async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
            if (tell := ctx.services.served_here.get(row.gateway)) is not None:
                await tell(account)
            health = await account.gateway.check_health(account.call(ctx))
    except TimeoutError:
        return Health(False, "The gateway did not answer in time.")
    except GatewayError as error:
        health = Health.failed(error)
    except Exception as error:
        # Not its text and not its frames: they may hold what was entered.
        log.error("gateways.health_failed", account=row.id, gateway=row.gateway, error=type(error).__name__)
        health = Health(False, f"The plugin failed ({type(error).__name__}).")
    message = redacted(health.message, secrets_in(account.gateway, [stored_settings(ctx, row)]))
    return Health(health.ok, message, health.refused and not health.ok)
