"""A merchant's gateway accounts: making one, and opening its sealed settings for a call."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from pydantic import BaseModel, ValidationError

from backend.domain.errors import InvalidInput
from backend.gateways.base import Gateway, GatewayContext, MethodKind
from backend.models import GatewayAccount
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.secrets import Unsealable

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """An account ready for calls: its row, its plugin and its settings in the clear."""

    row: GatewayAccount
    gateway: Gateway
    settings: BaseModel

    def call(self, ctx: Context) -> GatewayContext:
        """The context of one gateway call."""
        return GatewayContext(now=ctx.wall, http=ctx.services.http, settings=self.settings)


def _place(account_id: str, merchant_id: str) -> str:
    return f"gateway_accounts|{account_id}|settings|{merchant_id}"


async def create_account(
    ctx: Context, *, gateway: str, label: str, mode: str, settings: Mapping[str, Any]
) -> GatewayAccount:
    """Configure a gateway for the merchant. Raises pydantic's ValidationError for settings the plugin refuses."""
    plugin = ctx.services.gateways.get(gateway)
    plugin.Settings.model_validate(settings)
    account_id = new_id("gwa")
    sealed = ctx.services.secrets.seal(json.dumps(dict(settings)), _place(account_id, ctx.merchant_id))
    position = await GatewayAccount.filter(merchant_id=ctx.merchant_id).count()
    return await GatewayAccount.create(
        id=account_id,
        merchant_id=ctx.merchant_id,
        gateway=gateway,
        label=label,
        mode=mode,
        enabled=True,
        settings_sealed=sealed,
        position=position,
        created_at=ctx.now,
    )


def open_account(ctx: Context, row: GatewayAccount) -> OpenAccount:
    """Unseal an account's settings."""
    plugin = ctx.services.gateways.get(row.gateway)
    clear = ctx.services.secrets.open(row.settings_sealed, _place(row.id, row.merchant_id))
    return OpenAccount(row, plugin, plugin.Settings.model_validate(json.loads(clear)))


async def enabled_accounts(ctx: Context) -> Sequence[OpenAccount]:
    """The accounts that customers can pay with, in the merchant's order; those of a missing plugin are left out."""
    rows = await GatewayAccount.filter(merchant_id=ctx.merchant_id, enabled=True).order_by("position")
    known = [row for row in rows if row.gateway in ctx.services.gateways.gateways]
    return [account for row in known if (account := _open_or_report(ctx, row)) is not None]


def _open_or_report(ctx: Context, row: GatewayAccount) -> OpenAccount | None:
    """An account whose settings cannot be read any more must not take the others out of the shop."""
    try:
        return open_account(ctx, row)
    except (Unsealable, ValidationError) as error:
        log.error("gateways.account_unusable", account=row.id, gateway=row.gateway, error=type(error).__name__)
        return None


async def account_for(ctx: Context, *, gateway: str, kind: str, currency: str) -> OpenAccount:
    """The enabled account of a gateway that takes `kind` in `currency`. Raises InvalidInput at payWith."""
    for account in await enabled_accounts(ctx):
        if account.row.gateway != gateway:
            continue
        can = account.gateway.capabilities
        if MethodKind(kind) not in can.kinds:
            raise InvalidInput.at("payWith.kind", "KIND_NOT_OFFERED", f"{account.row.label} does not take {kind}.")
        if can.currencies != "*" and currency not in can.currencies:
            raise InvalidInput.at(
                "payWith.gateway", "CURRENCY_NOT_OFFERED", f"{account.row.label} takes no {currency}."
            )
        return account
    raise InvalidInput.at("payWith.gateway", "GATEWAY_NOT_OFFERED", "This shop does not offer that gateway.")


async def update_settings(ctx: Context, row: GatewayAccount, changes: Mapping[str, Any]) -> None:
    """Change some of an account's settings and keep the others, secrets included. Raises ValidationError."""
    plugin = ctx.services.gateways.get(row.gateway)
    stored = json.loads(ctx.services.secrets.open(row.settings_sealed, _place(row.id, row.merchant_id)))
    changed = {**stored, **changes}
    plugin.Settings.model_validate(changed)
    sealed = ctx.services.secrets.seal(json.dumps(changed), _place(row.id, row.merchant_id))
    await GatewayAccount.filter(merchant_id=ctx.merchant_id, id=row.id).update(settings_sealed=sealed)
