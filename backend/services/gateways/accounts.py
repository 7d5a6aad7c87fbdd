"""A merchant's gateway accounts: opening their sealed settings for a call, and choosing the one that collects."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from pydantic import BaseModel

from backend.domain.errors import InvalidInput
from backend.domain.money import Money
from backend.gateways.base import ConfigurationError, Gateway, GatewayContext, MethodKind
from backend.models import GatewayAccount
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.gateways.limits import check_limits
from backend.services.gateways.sealing import seal_settings, stored_settings
from backend.services.secrets import Unsealable, fingerprint

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """An account ready for calls: its row, its plugin and its settings in the clear.

    `memory` is what the plugin may remember from call to call, until the settings change.
    """

    row: GatewayAccount
    gateway: Gateway
    settings: BaseModel = field(repr=False)
    memory: MutableMapping[str, Any] = field(default_factory=dict, repr=False)

    def takes(self, kind: MethodKind, currency: str) -> bool:
        """Whether the account takes this kind in this currency."""
        taken = self.gateway.currencies(self.settings, kind)
        return taken == "*" or currency in taken

    def call(self, ctx: Context) -> GatewayContext:
        """The context of one gateway call."""
        return GatewayContext(
            now=ctx.wall,
            http=ctx.services.http,
            settings=self.settings,
            webhook_url=webhook_url(ctx, self.row.id),
            memory=self.memory,
        )


def webhook_url(ctx: Context, account_id: str) -> str:
    """Where the account's provider reaches us."""
    return f"{ctx.services.issuer}/webhooks/{account_id}"


async def create_account(
    ctx: Context, *, gateway: str, label: str, mode: str, settings: Mapping[str, Any]
) -> GatewayAccount:
    """Write an account's row, enabled and behind the others: for seeds; staff add theirs by `add_account`.

    Raises pydantic's ValidationError for settings the plugin refuses.
    """
    ctx.services.gateways.get(gateway).Settings.model_validate(settings)
    account_id = new_id("gwa")
    position = await GatewayAccount.filter(merchant_id=ctx.merchant_id).count()
    return await GatewayAccount.create(
        id=account_id,
        merchant_id=ctx.merchant_id,
        gateway=gateway,
        label=label,
        mode=mode,
        enabled=True,
        settings_sealed=seal_settings(ctx, account_id, settings),
        position=position,
        created_at=ctx.now,
    )


def open_account(ctx: Context, row: GatewayAccount) -> OpenAccount:
    """Unseal an account's settings: also of one that is off or removed, whose payments and refunds go on.

    Raises UnknownGateway, Unsealable, and ConfigurationError for settings that the plugin does not take any more.
    """
    plugin = ctx.services.gateways.get(row.gateway)
    stored = stored_settings(ctx, row)
    try:
        settings = plugin.Settings.model_validate(stored)
    except Exception:
        # Whatever a plugin's validators raise. Not chained: pydantic's own text, which a log would keep, shows what was
        # entered.
        raise ConfigurationError(f"The settings of {row.label!r} are not what {plugin.name} takes.") from None
    memory = ctx.services.gateway_memory.of(row.id, fingerprint(repr(sorted(stored.items()))))
    return OpenAccount(row, plugin, settings, memory)


async def enabled_accounts(ctx: Context, *, gateway: str | None = None) -> Sequence[OpenAccount]:
    """The accounts that customers can pay with, in the merchant's order; those of a missing plugin are left out."""
    rows = GatewayAccount.filter(merchant_id=ctx.merchant_id, enabled=True, removed_at=None)
    if gateway is not None:
        rows = rows.filter(gateway=gateway)
    known = [row for row in await rows.order_by("position", "id") if row.gateway in ctx.services.gateways.gateways]
    return [account for row in known if (account := open_or_report(ctx, row)) is not None]


def open_or_report(ctx: Context, row: GatewayAccount) -> OpenAccount | None:
    """None for an account whose settings cannot be read any more: it must not take the others out of the shop."""
    try:
        return open_account(ctx, row)
    except (Unsealable, ConfigurationError) as error:
        log.error("gateways.account_unusable", account=row.id, gateway=row.gateway, error=type(error).__name__)
        return None


async def account_for(
    ctx: Context,
    *,
    gateway: str,
    kind: str,
    currency: str,
    account_id: str | None = None,
    amount: Money | None = None,
) -> OpenAccount:
    """The first enabled account of a gateway, or the very one with `account_id`, that takes all of this.

    Raises InvalidInput at payWith, which names what the account that came nearest does not take.
    """
    offered = await enabled_accounts(ctx, gateway=gateway)
    if not offered:
        raise InvalidInput.at("payWith.gateway", "GATEWAY_NOT_OFFERED", "This shop does not offer that gateway.")
    if account_id is not None:
        offered = [account for account in offered if account.row.id == account_id]
        if not offered:
            raise InvalidInput.at("payWith.accountId", "ACCOUNT_NOT_OFFERED", "That gateway has no such account here.")
    nearest, refused = -1, None
    for account in offered:
        hurdle, refusal = _refusal(account, kind, currency, amount)
        if refusal is None:
            return account
        if hurdle > nearest:
            nearest, refused = hurdle, refusal
    assert refused is not None, "each account refused"
    raise refused


def _refusal(account: OpenAccount, kind: str, currency: str, amount: Money | None) -> tuple[int, InvalidInput | None]:
    """Why an account does not take this, and how many hurdles were passed before; None when it takes it."""
    can, label = account.gateway.capabilities, account.row.label
    if MethodKind(kind) not in can.kinds:
        return 0, InvalidInput.at("payWith.kind", "KIND_NOT_OFFERED", f"{label} does not take {kind}.")
    if not account.takes(MethodKind(kind), currency):
        return 1, InvalidInput.at("payWith.gateway", "CURRENCY_NOT_OFFERED", f"{label} takes no {currency}.")
    try:
        if amount is not None:
            check_limits(can, label, amount, "payWith.gateway")
    except InvalidInput as refusal:
        return 2, refusal
    return 3, None


async def update_settings(ctx: Context, row: GatewayAccount, changes: Mapping[str, Any]) -> None:
    """Change some of an account's settings and keep the others, secrets included: for what we run ourselves.

    Raises ValidationError.
    """
    changed = {**stored_settings(ctx, row), **changes}
    ctx.services.gateways.get(row.gateway).Settings.model_validate(changed)
    # What somebody else wrote meanwhile stands.
    mine = GatewayAccount.filter(merchant_id=ctx.merchant_id, id=row.id, settings_sealed=row.settings_sealed)
    await mine.update(settings_sealed=seal_settings(ctx, row.id, changed), version=row.version + 1)
