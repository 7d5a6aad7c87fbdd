"""What customers have of their units, for many accounts at a time. Expired units never count, written off or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.expressions import Q

from backend.models import UnitGrant
from backend.services.context import Context
from backend.services.sql import rows_of

MAX_GRANTS = 100


@dataclass(frozen=True, slots=True)
class Overdue:
    """Grants of an account that have expired and are not written off yet, and what they still say they have."""

    grants: int = 0
    micro: int = 0


def is_expired(ctx: Context, grant: UnitGrant) -> bool:
    """Whether what remains of the grant can no longer be used."""
    return grant.expires_at is not None and grant.expires_at <= ctx.now


async def overdue_units(ctx: Context, account_ids: Sequence[str]) -> list[Overdue]:
    """What has expired of each account and waits to be written off; in the order of `account_ids`."""
    found: dict[str, Overdue] = {}
    for grant in await UnitGrant.filter(
        merchant_id=ctx.merchant_id, account_id__in=list(account_ids), remaining__gt=0, expires_at__lte=ctx.now
    ):
        before = found.get(grant.account_id, Overdue())
        found[grant.account_id] = Overdue(before.grants + 1, before.micro + grant.remaining)
    return [found.get(id, Overdue()) for id in account_ids]


async def open_grants(ctx: Context, account_ids: Sequence[str]) -> list[list[UnitGrant]]:
    """The grants of each account that can be used or are held, soonest expiry first; at most MAX_GRANTS of each."""
    overdue = await overdue_units(ctx, account_ids)
    # Those that have expired come first in this order: so many more are fetched.
    ids = await _first_open(ctx, account_ids, MAX_GRANTS + max(one.grants for one in overdue))
    grants: dict[str, list[UnitGrant]] = {id: [] for id in account_ids}
    usable = Q(held__gt=0) | Q(expires_at=None) | Q(expires_at__gt=ctx.now)
    for grant in await UnitGrant.filter(usable, merchant_id=ctx.merchant_id, id__in=ids):
        grants[grant.account_id].append(grant)
    place = {id: n for n, id in enumerate(ids)}
    return [sorted(grants[id], key=lambda grant: place[grant.id])[:MAX_GRANTS] for id in account_ids]


async def _first_open(ctx: Context, account_ids: Sequence[str], count: int) -> list[str]:
    """The ids of the first `count` grants of each account that have something left, in the order of their use."""
    places = ", ".join(f"${n}" for n in range(3, len(account_ids) + 3))
    rows = await rows_of(
        f"""
        SELECT id FROM (
            SELECT id, ROW_NUMBER() OVER (
                PARTITION BY account_id
                ORDER BY CASE WHEN expires_at IS NULL THEN 1 ELSE 0 END, expires_at, granted_at, id
            ) AS place
            FROM unit_grants
            WHERE merchant_id = $1 AND (remaining > 0 OR held > 0) AND account_id IN ({places})
        ) AS ranked
        WHERE place <= CAST($2 AS BIGINT) ORDER BY place
        """,  # noqa: S608 - built from placeholders only
        ctx.merchant_id,
        count,
        *account_ids,
    )
    return [row["id"] for row in rows]
