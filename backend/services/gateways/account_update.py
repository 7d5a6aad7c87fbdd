"""Staff change a gateway account: its name, its place, whether it is offered, and any part of its settings."""

from __future__ import annotations

from typing import Any

from tortoise.exceptions import IntegrityError

from backend.domain.errors import Conflict, FieldProblem, InvalidInput, NotFound
from backend.models import GatewayAccount, Payment, PaymentMethod
from backend.services.catalog.inputs import Problems
from backend.services.context import Context
from backend.services.gateways.account_offer import check_offer, require_accepted
from backend.services.gateways.account_own import (
    check_label,
    check_position,
    lock_accounts,
    place_others,
    plugin_of,
    write_account,
)
from backend.services.gateways.form import mode_of, read_settings
from backend.services.gateways.sealing import seal_settings, stored_settings
from backend.services.secrets import Unsealable
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction


async def update_account(
    ctx: Context,
    *,
    account_id: str,
    version: int,
    label: str | None = None,
    enabled: bool | None = None,
    position: int | None = None,
    settings: object = None,
) -> GatewayAccount:
    """Change what is given; if it may work differently now, look whether it does: that hinders no saving.

    With settings that its provider refuses it is not offered: new ones turn it off, and with the old ones it cannot be
    turned on.
    `settings` holds the fields to change only (see `form.read_settings`). What is the same already changes nothing.
    For staff. Raises Forbidden, NotFound (also for a removed one), Conflict when it is not at `version` any more, and
    InvalidInput that names each wrong field.
    """
    ctx.actor.require_staff()
    looked = bool(enabled) and settings is None and await require_accepted(ctx, account_id=account_id, version=version)
    try:
        row, changed = await _write(
            ctx, account_id, version=version, label=label, enabled=enabled, position=position, settings=settings
        )
    except IntegrityError as error:
        raise InvalidInput.at("label", "TAKEN", "Another account of this gateway has this label.") from error
    works_anew = "settings_sealed" in changed or ("enabled" in changed and row.enabled)
    return await check_offer(ctx, row) if works_anew and not looked else row


@repeat_on_deadlock
async def _write(
    ctx: Context,
    account_id: str,
    *,
    version: int,
    label: str | None,
    enabled: bool | None,
    position: int | None,
    settings: object,
) -> tuple[GatewayAccount, set[str]]:
    async with transaction(ctx) as tx:
        standing = await lock_accounts(ctx)
        row = next((one for one in standing if one.id == account_id), None)
        if row is None:
            raise NotFound("There is no such gateway account.", account_id)
        if row.version != version:
            raise Conflict("Somebody changed this account meanwhile; look at it again.")
        others, wrong, given = [one for one in standing if one is not row], Problems(), dict[str, Any]()
        if label is not None:
            check_label(wrong, others, row.gateway, label)
            given["label"] = label
        if enabled is not None:
            given["enabled"] = enabled
        check_position(wrong, position)
        if position is not None:
            given["position"] = min(position, len(others))
        if settings is not None:
            try:
                given |= await _new_settings(ctx, row, settings)
            except InvalidInput as refusal:
                wrong.add(refusal.fields)
        wrong.refuse()
        changes = {name: value for name, value in given.items() if getattr(row, name) != value}
        await _apply(tx, row, others, changes)
    return row, set(changes)


async def _new_settings(ctx: Context, row: GatewayAccount, given: object) -> dict[str, Any]:
    """The changed columns; none when everything is as it was. Raises InvalidInput."""
    plugin = plugin_of(ctx, row.gateway, "settings")
    try:
        stored = stored_settings(ctx, row)
    except Unsealable:
        # Sealed with a secret that is lost: they can only be entered anew.
        stored = {}
    entered, model = read_settings(plugin, given, stored)
    if entered == stored:
        return {}
    mode = mode_of(model).value
    if mode != row.mode and await _was_used(row):
        told = "What was paid through this account stays in its mode: add another account."
        raise InvalidInput([FieldProblem(("settings", "mode"), "IN_USE", told)])
    return {"mode": mode, "settings_sealed": seal_settings(ctx, row.id, entered)}


async def _was_used(row: GatewayAccount) -> bool:
    mine = {"merchant_id": row.merchant_id, "gateway_account_id": row.id}
    used = await Payment.filter(**mine).exists()
    return used or await PaymentMethod.filter(**mine).exists()


async def _apply(tx: Transaction, row: GatewayAccount, others: list[GatewayAccount], changes: dict[str, Any]) -> None:
    if "settings_sealed" in changes:
        # What was found out with the settings before.
        changes |= {"health_ok": None, "health_message": None, "health_checked_at": None}
    if "position" in changes:
        await place_others(tx, others, changes["position"])
    if changes:
        await write_account(tx, row, changes)
