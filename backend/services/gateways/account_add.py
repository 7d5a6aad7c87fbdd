"""Staff connect a gateway: one more account of a plugin that is installed."""

from __future__ import annotations

from tortoise.exceptions import IntegrityError

from backend.domain.errors import InvalidInput, LimitExceeded
from backend.models import GatewayAccount
from backend.models.ids import new_id
from backend.services.catalog.inputs import Problems
from backend.services.context import Context
from backend.services.gateways.account_offer import check_offer
from backend.services.gateways.account_own import (
    announce_account,
    check_label,
    check_position,
    lock_accounts,
    place_others,
    plugin_of,
)
from backend.services.gateways.form import mode_of, read_settings
from backend.services.gateways.sealing import seal_settings
from backend.services.transaction import repeat_on_deadlock, transaction

MOST_ACCOUNTS = 50


async def add_account(
    ctx: Context,
    *,
    gateway: str,
    label: str,
    settings: object,
    enabled: bool = True,
    position: int | None = None,
) -> GatewayAccount:
    """Write an account down, then look whether it works: what that finds stands in the row, and hinders no saving.

    With settings that its provider refuses it is not offered, whatever `enabled` says.
    `position` is its place among the accounts from 0; without it the last. For staff. Raises Forbidden,
    LimitExceeded, and InvalidInput that names each wrong field.
    """
    ctx.actor.require_staff()
    row = await _write(ctx, gateway=gateway, label=label, settings=settings, enabled=enabled, position=position)
    return await check_offer(ctx, row)


@repeat_on_deadlock
async def _write(
    ctx: Context, *, gateway: str, label: str, settings: object, enabled: bool, position: int | None
) -> GatewayAccount:
    plugin = plugin_of(ctx, gateway, "gateway")
    wrong = Problems()
    try:
        async with transaction(ctx) as tx:
            standing = await lock_accounts(ctx)
            if len(standing) >= MOST_ACCOUNTS:
                raise LimitExceeded(f"A merchant has at most {MOST_ACCOUNTS} accounts; remove one.", MOST_ACCOUNTS)
            check_label(wrong, standing, gateway, label)
            check_position(wrong, position)
            try:
                entered, model = read_settings(plugin, settings)
            except InvalidInput as refusal:
                wrong.add(refusal.fields)
            wrong.refuse()
            place = len(standing) if position is None else min(position, len(standing))
            await place_others(tx, standing, place)
            id = new_id("gwa")
            row = await GatewayAccount.create(
                id=id, merchant_id=ctx.merchant_id, gateway=gateway, label=label, mode=mode_of(model).value,
                enabled=enabled, settings_sealed=seal_settings(ctx, id, entered), position=place, version=1,
                created_at=ctx.now,
            )  # fmt: skip
            announce_account(tx, row, "created")
    except IntegrityError as error:
        raise InvalidInput.at("label", "TAKEN", "Another account of this gateway has this label.") from error
    return row
