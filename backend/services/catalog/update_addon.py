"""Staff change what an add-on is called, what is on while it is held, and how many of it one subscription may hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.models import Addon
from backend.services.catalog.add_addon import check_max_quantity
from backend.services.catalog.inputs import FeatureInput, Problems
from backend.services.catalog.own import lock_own, write_changes
from backend.services.context import Context
from backend.services.transaction import repeat_on_deadlock, transaction


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that one subscription may hold; None for no limit."""

    max_quantity: int | None


@repeat_on_deadlock
async def update_addon(
    ctx: Context,
    *,
    addon_id: str,
    name: str | None = None,
    features: Sequence[FeatureInput] | None = None,
    limit: Limit | None = None,
) -> Addon:
    """Change what is given, for staff; who holds more than the new limit keeps it.

    Names and features are those of everybody who holds the add-on, at once. Raises Forbidden, NotFound, and
    InvalidInput that names each wrong field.
    """
    ctx.actor.require_staff()
    async with transaction(ctx) as tx:
        addon = await lock_own(ctx, Addon, addon_id)
        wrong = Problems()
        if name is not None:
            wrong.name(name)
        if limit is not None:
            check_max_quantity(wrong, limit.max_quantity)
        stored = None if features is None else wrong.features(features)
        wrong.refuse()
        given = {key: value for key, value in {"name": name, "features": stored}.items() if value is not None}
        await write_changes(ctx, tx, addon, given if limit is None else {**given, "max_quantity": limit.max_quantity})
    return addon
