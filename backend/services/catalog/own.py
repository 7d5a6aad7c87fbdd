"""Rows of the merchant's own catalogue for staff to work on, and the facts that are told of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from tortoise.queryset import QuerySet

from backend.domain.errors import NotFound
from backend.models import Addon, Event, Plan, Product
from backend.models.ids import ID_LENGTH
from backend.services.context import Context
from backend.services.transaction import Transaction

Kind = TypeVar("Kind", Product, Plan, Addon)

_WORDS: Mapping[type, str] = {Product: "product", Plan: "plan", Addon: "add-on"}
_FACTS: Mapping[type, str] = {Product: "product", Plan: "plan", Addon: "addon"}


async def own(ctx: Context, kind: type[Kind], id: str) -> Kind:
    """A row of the catalogue, archived or not. Raises NotFound."""
    return await _find(kind, id, kind.filter(merchant_id=ctx.merchant_id))


async def lock_own(ctx: Context, kind: type[Kind], id: str) -> Kind:
    """The same, locked; who only refers to it does not wait. Raises NotFound."""
    return await _find(kind, id, kind.filter(merchant_id=ctx.merchant_id).select_for_update(no_key=True))


def tell_created(tx: Transaction, row: Product | Plan | Addon, payload: Mapping[str, Any]) -> None:
    """Announce that there is a new one."""
    told = {"code": row.code, "name": row.name, **payload}
    tx.announce(f"{_FACTS[type(row)]}.created", row.id, version=1, customer_id=None, payload=told)


async def tell(
    ctx: Context, tx: Transaction, row: Product | Plan | Addon, fact: str, payload: Mapping[str, Any]
) -> None:
    """Announce what happened to a locked row; its facts are counted as versions."""
    earlier = await Event.filter(merchant_id=ctx.merchant_id, subject_id=row.id).count()
    name = f"{_FACTS[type(row)]}.{fact}"
    tx.announce(name, row.id, version=earlier + 1, customer_id=None, payload={"code": row.code, **payload})


async def write_changes(ctx: Context, tx: Transaction, row: Product | Plan | Addon, given: Mapping[str, Any]) -> None:
    """Write what of `given` is different, and announce it; nothing when all is the same already."""
    changes = {name: value for name, value in given.items() if getattr(row, name) != value}
    if changes:
        row.update_from_dict(changes)
        await row.save(update_fields=list(changes))
        await tell(ctx, tx, row, "updated", changes)


async def _find(kind: type[Kind], id: str, rows: QuerySet[Kind]) -> Kind:
    # The column refuses to be asked for a text that is too long for it.
    row = await rows.get_or_none(id=id) if len(id) <= ID_LENGTH else None
    if row is None:
        raise NotFound(f"There is no such {_WORDS[kind]}.", id)
    return row
