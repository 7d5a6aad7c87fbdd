"""The row of a collection: how it changes. Its caller has locked subscription, invoice and then this."""

from __future__ import annotations

from collections.abc import Mapping

from backend.models import Collection
from backend.services.context import Context


async def change_collection(ctx: Context, collection: Collection, changes: Mapping[str, object]) -> None:
    """Write by compare-and-set on the version; `collection` is what was written afterwards."""
    values = {**changes, "version": collection.version + 1, "updated_at": ctx.now}
    mine = Collection.filter(merchant_id=ctx.merchant_id, id=collection.id, version=collection.version)
    changed = await mine.update(**values)
    assert changed == 1, "it is locked"
    collection.update_from_dict(values)
