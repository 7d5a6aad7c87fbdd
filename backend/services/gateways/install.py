"""Make a provider send its webhooks to an account: by its API, where it has one for that."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from backend.domain.errors import InvalidInput, NotSupported
from backend.gateways.base import GatewayError, WebhookInstall
from backend.gateways.registry import UnknownGateway
from backend.models import GatewayAccount
from backend.services.context import Context
from backend.services.gateways.account_own import account_of_merchant, lock_accounts, write_account
from backend.services.gateways.accounts import OpenAccount, open_account, webhook_url
from backend.services.gateways.form import read_settings, redacted, secrets_in
from backend.services.gateways.receive import forget_code
from backend.services.gateways.sealing import seal_settings, stored_settings
from backend.services.secrets import Unsealable
from backend.services.transaction import repeat_on_deadlock, transaction

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Installed:
    """The account afterwards; `message` says what staff have to know, also of why it was not `done`."""

    account: GatewayAccount
    done: bool
    message: str


async def install_webhook(ctx: Context, *, account_id: str) -> Installed:
    """Register our address at the provider, and keep the secret that it answers with, sealed. For staff.

    Doing it again is harmless: what is there already is adopted or replaced. Raises Forbidden, NotFound, and
    NotSupported for a gateway whose webhook is set up in its dashboard, or that cannot be asked with these settings.
    """
    row = await account_of_merchant(ctx, account_id)
    try:
        account = open_account(ctx, row)
    except (UnknownGateway, Unsealable, GatewayError):
        raise NotSupported("This account's gateway or settings cannot be used; test it to see why.") from None
    if not account.gateway.capabilities.webhook_install:
        raise NotSupported(f"The webhook of {account.gateway.name} is set up in its dashboard.")
    hidden = secrets_in(account.gateway, [stored_settings(ctx, row)])
    answer = await _ask(ctx, account)
    if isinstance(answer, str):
        return Installed(row, False, redacted(answer, hidden))
    try:
        row = await _keep(ctx, row, answer.settings)
    except InvalidInput:
        return Installed(row, False, f"{account.gateway.name} answered with settings that it does not take itself.")
    if answer.verified:
        await forget_code(ctx, row)
    # The provider may have tried the address meanwhile, with a code that staff want to see.
    row = await account_of_merchant(ctx, account_id)
    hidden |= {str(text) for text in answer.settings.values()}
    return Installed(row, True, redacted(answer.message, hidden) or f"Webhooks go to {webhook_url(ctx, row.id)}.")


async def _ask(ctx: Context, account: OpenAccount) -> WebhookInstall | str:
    """What the provider answers, or why there is no answer."""
    row = account.row
    try:
        async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
            return await account.gateway.install_webhook(
                account.call(ctx), webhook_url(ctx, row.id), f"{row.id}:webhook:{row.version}"
            )
    except TimeoutError:
        return "The gateway did not answer in time; try again."
    except GatewayError as error:
        return error.message
    except Exception as error:
        # Not its text and not its frames: they may hold what was entered.
        log.error("gateways.install_failed", account=row.id, gateway=row.gateway, error=type(error).__name__)
        return f"The plugin failed ({type(error).__name__})."


@repeat_on_deadlock
async def _keep(ctx: Context, row: GatewayAccount, settings: Mapping[str, str]) -> GatewayAccount:
    """Put them over what is stored by now. Raises InvalidInput."""
    if not settings:
        return row
    async with transaction(ctx) as tx:
        await lock_accounts(ctx)
        fresh = await account_of_merchant(ctx, row.id)
        plugin = ctx.services.gateways.get(fresh.gateway)
        entered, _ = read_settings(plugin, dict(settings), stored_settings(ctx, fresh))
        await write_account(tx, fresh, {"settings_sealed": seal_settings(ctx, fresh.id, entered)})
    return fresh
