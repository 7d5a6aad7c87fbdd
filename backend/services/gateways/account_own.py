"""The merchant's gateway accounts for staff to work on, and the facts that are told of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backend.domain.errors import InvalidInput, NotFound
from backend.gateways.base import Gateway
from backend.models import GatewayAccount
from backend.services.catalog.inputs import Problems
from backend.services.context import Context
from backend.services.transaction import Transaction

MAX_LABEL = 100
MAX_POSITION = 1_000


async def accounts_of_merchant(ctx: Context, *, removed: bool = False) -> list[GatewayAccount]:
    """The accounts in their order, also those that are off; with `removed` those that were removed behind them.

    For staff. Raises Forbidden.
    """
    ctx.actor.require_staff()
    mine = GatewayAccount.filter(merchant_id=ctx.merchant_id)
    rows = await mine.filter(removed_at=None).order_by("position", "id")
    return [*rows, *(await mine.filter(removed_at__isnull=False).order_by("-removed_at", "id") if removed else ())]


async def account_of_merchant(ctx: Context, id: str) -> GatewayAccount:
    """One of them, removed or not. For staff. Raises Forbidden and NotFound."""
    ctx.actor.require_staff()
    row = await GatewayAccount.get_or_none(merchant_id=ctx.merchant_id, id=id)
    if row is None:
        raise NotFound("There is no such gateway account.", id)
    return row


async def lock_accounts(ctx: Context) -> list[GatewayAccount]:
    """All that are not removed, locked, in their order: who changes one waits for who changes another."""
    mine = GatewayAccount.filter(merchant_id=ctx.merchant_id, removed_at=None)
    rows = await mine.select_for_update(no_key=True).order_by("id")
    return sorted(rows, key=lambda row: (row.position, row.id))


def plugin_of(ctx: Context, gateway: str, path: str) -> Gateway:
    """The installed plugin of a slug. Raises InvalidInput at `path`."""
    plugin = ctx.services.gateways.gateways.get(gateway)
    if plugin is None:
        raise InvalidInput.at(path, "NOT_INSTALLED", "No working gateway of this name is installed.")
    return plugin


def check_label(wrong: Problems, standing: Sequence[GatewayAccount], gateway: str, label: str) -> None:
    """One line that no other account of the gateway has."""
    if len(label) > MAX_LABEL or not label.strip() or not label.isprintable():
        wrong.at("label", "INVALID_TEXT", f"Write one line of 1 to {MAX_LABEL} characters.")
    elif any((other.gateway, other.label) == (gateway, label) for other in standing):
        wrong.at("label", "TAKEN", "Another account of this gateway has this label.")


def check_position(wrong: Problems, position: int | None) -> None:
    """A place among the others."""
    if position is not None and not 0 <= position <= MAX_POSITION:
        wrong.at("position", "OUT_OF_RANGE", f"Give a place from 0 to {MAX_POSITION}.")


async def write_account(tx: Transaction, row: GatewayAccount, changes: Mapping[str, Any]) -> None:
    """Write `changes` of a locked row as its next version, and announce them by name: settings are nobody's news."""
    row.update_from_dict({**changes, "version": row.version + 1})
    await row.save(update_fields=[*changes, "version"])
    told = [name.removesuffix("_sealed") for name in sorted(changes) if not name.startswith("health_")]
    announce_account(tx, row, "updated", told)


async def place_others(tx: Transaction, others: Sequence[GatewayAccount], position: int) -> None:
    """Leave `position` free among locked rows in their order; each that moves has a next version."""
    for n, row in enumerate(others):
        place = n if n < position else n + 1
        if row.position != place:
            await write_account(tx, row, {"position": place})


def announce_account(tx: Transaction, row: GatewayAccount, fact: str, changed: Sequence[str] = ()) -> None:
    """Tell `gateway_account.<fact>`, without settings."""
    told = {"gateway": row.gateway, "label": row.label, "mode": row.mode, "enabled": row.enabled}
    payload = {**told, "position": row.position, **({"changed": list(changed)} if changed else {})}
    tx.announce(f"gateway_account.{fact}", row.id, version=row.version, customer_id=None, payload=payload)
