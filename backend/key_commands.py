"""What `perennial keys` does: count what each master secret sealed, and seal it all anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.transactions import in_transaction

from backend import database
from backend.master_keys import add_key, keeps_its_key, key_file
from backend.runtime import open_runtime
from backend.services.keys.count import count_by_key
from backend.services.keys.rotate import Rotated, rotate_sealed
from backend.settings import Settings


@dataclass(frozen=True, slots=True)
class KeysRotated:
    """What to print, and whether every value could be opened."""

    lines: Sequence[str]
    complete: bool


async def list_keys(settings: Settings) -> list[str]:
    """A line for each master secret, the one in use first, and for what none of them made."""
    async with open_runtime(settings) as runtime:
        counted = await count_by_key()
        known = runtime.services.secrets.key_ids
    lines = [f"{id}  {'in use' if n == 0 else 'previous'}  {counted.pop(id, 0)} values" for n, id in enumerate(known)]
    if earlier := counted.pop("", 0):
        lines.append(f"{'-' * 16}  an earlier form, by any of them  {earlier} values")
    return [*lines, *(f"{id}  not known here  {many} values" for id, many in sorted(counted.items()))]


async def rotate_keys(settings: Settings) -> KeysRotated:
    """Make a new key where it is ours to make, then seal everything with the one in use. Raises SettingsProblem."""
    if keeps_its_key(settings):
        await _renew(settings)
    async with open_runtime(settings) as runtime:
        done = await rotate_sealed(runtime.services)
        (in_use, *_) = runtime.services.secrets.key_ids
    lines = [f"in use  {in_use}", *(line for column in done for line in _lines(column))]
    complete = not any(column.unreadable for column in done)
    if complete:
        lines.append(
            "Nothing that was stored needs a previous key. Leave it for 15 minutes: quotes are signed with it."
        )
    return KeysRotated(lines, complete)


async def _renew(settings: Settings) -> None:
    """A transaction of SQLite takes the write lock at once: of two rotations one waits for the other."""
    key_file(settings).parent.mkdir(parents=True, exist_ok=True)
    await database.connect(settings.database_url)
    try:
        async with in_transaction():
            add_key(settings)
    finally:
        await database.disconnect()


def _lines(column: Rotated) -> list[str]:
    unreadable = [f"  cannot be opened: {id}" for id in column.unreadable]
    return [f"{column.column}  {column.resealed} sealed anew", *unreadable]
