"""Seal everything anew with the first master secret, so that the ones before it are not needed any more."""

from __future__ import annotations

from dataclasses import dataclass, field

import structlog

from backend.services.context import Services
from backend.services.keys.columns import SealedColumn, sealed_columns
from backend.services.secrets import Unsealable, place_of

BATCH = 100

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Rotated:
    """What became of one column: how many values were sealed anew, and the rows whose values no secret opens."""

    column: str
    resealed: int = 0
    unreadable: list[str] = field(default_factory=list)


async def rotate_sealed(services: Services) -> list[Rotated]:
    """Go through every sealed column, also while others work; run it again after a crash.

    A value that is written meanwhile is left as it was written, and looked at again. One that cannot be opened stays.
    """
    return [await _rotate(services, column) for column in sealed_columns()]


async def _rotate(services: Services, column: SealedColumn) -> Rotated:
    done = Rotated(str(column))
    while await _pass(services, column, done):
        pass
    return done


async def _pass(services: Services, column: SealedColumn, done: Rotated) -> bool:
    """Once through the column, by id; whether somebody wrote a value at the same time as we did."""
    outdated = column.filled().exclude(**{f"{column.name}__startswith": services.secrets.sealed_now})
    after, overtaken = "", False
    done.unreadable.clear()
    while True:
        rows = await outdated.filter(id__gt=after).order_by("id").limit(BATCH).values("id", "merchant_id", column.name)
        for row in rows:
            id, merchant_id, sealed = row["id"], row["merchant_id"], row[column.name]
            place = place_of(column.model, column.name, id, merchant_id)
            try:
                fresh = services.secrets.seal(services.secrets.open(sealed, place), place)
            except Unsealable:
                log.error("keys.unreadable", column=str(column), row=id)
                done.unreadable.append(id)
                continue
            # One row in each statement: who waits for no second lock stands in nobody's way.
            mine = column.model.filter(merchant_id=merchant_id, id=id, **{column.name: sealed})
            changed = await mine.update(**{column.name: fresh})
            done.resealed += changed
            overtaken = overtaken or not changed
        if len(rows) < BATCH:
            return overtaken
        after = rows[-1]["id"]
