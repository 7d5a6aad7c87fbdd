"""A coupon of the merchant for staff to work on, and the facts that are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.errors import NotFound
from backend.models import Coupon
from backend.services.context import Context
from backend.services.transaction import Transaction


async def lock_coupon(ctx: Context, id: str) -> Coupon:
    """The row, archived or not, locked; who redeems it waits. Raises NotFound."""
    mine = Coupon.filter(merchant_id=ctx.merchant_id).select_for_update(no_key=True)
    row = await mine.get_or_none(id=id)
    if row is None:
        raise NotFound("There is no such coupon.", id)
    return row


async def write_coupon(tx: Transaction, row: Coupon, fact: str, changes: Mapping[str, Any]) -> None:
    """Write `changes` of a locked row as its next version, and announce `coupon.<fact>`."""
    row.update_from_dict({**changes, "version": row.version + 1})
    # Its redemptions are counted by others.
    await row.save(update_fields=[*changes, "version"])
    told = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in changes.items()}
    payload = {"code": row.code, **told}
    tx.announce(f"coupon.{fact}", row.id, version=row.version, customer_id=None, payload=payload)
