"""One database transaction of one operation: its facts are written with it, its bells ring after it."""

from __future__ import annotations

import asyncio
import functools
import random
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, ParamSpec, TypeVar

from tortoise.exceptions import DBConnectionError
from tortoise.transactions import in_transaction

from backend.events.bell import Work
from backend.models import Event
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.sets import insert_rows

P = ParamSpec("P")
R = TypeVar("R")

# PostgreSQL: serialization failure, deadlock. The transaction did nothing; the same one may be tried again.
_REPEATABLE = frozenset({"40001", "40P01"})
_TRIES = 5
# Classes of SQLSTATE: connection, resources, operator intervention, system.
_AWAY = frozenset({"08", "53", "57", "58"})


class Transaction:
    """What an operation says while its transaction is open."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._facts: list[dict[str, object]] = []
        self._rings: set[Work] = set()

    def announce(
        self, type: str, subject_id: str, *, version: int, customer_id: str | None, payload: Mapping[str, Any]
    ) -> None:
        """Record that something happened; the row is written at the end of this transaction."""
        self._facts.append(
            {
                "id": new_id("evt"),
                "merchant_id": self._ctx.merchant_id,
                "type": type,
                "subject_id": subject_id,
                "customer_id": customer_id,
                "version": version,
                "payload": dict(payload),
                "request_id": self._ctx.request_id,
                "occurred_at": self._ctx.now,
            }
        )
        self._rings.add(Work.EVENTS)

    def ring(self, work: Work) -> None:
        """Wake a worker for `work` once this transaction is committed."""
        self._rings.add(work)

    async def flush(self) -> None:
        """Write the announced facts."""
        await insert_rows(Event, self._facts)

    async def ring_all(self) -> None:
        """Ring every bell; after the commit only."""
        for work in self._rings:
            await self._ctx.services.bell.ring(work)


@asynccontextmanager
async def transaction(ctx: Context) -> AsyncIterator[Transaction]:
    """Commit what the block wrote, with its facts; then ring. Any exception rolls everything back."""
    async with in_transaction():
        tx = Transaction(ctx)
        yield tx
        await tx.flush()
    await tx.ring_all()


def repeat_on_deadlock(operation: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
    """Run an operation that is one transaction again when PostgreSQL picked it as the loser of a conflict."""

    @functools.wraps(operation)
    async def repeated(*args: P.args, **kwargs: P.kwargs) -> R:
        for left in reversed(range(_TRIES)):
            try:
                return await operation(*args, **kwargs)
            except Exception as error:
                if left == 0 or _sqlstate(error) not in _REPEATABLE:
                    raise
                await asyncio.sleep(random.uniform(0, 0.02))  # noqa: S311 - spreads the retries, guards nothing
        raise AssertionError("unreachable")

    return repeated


def lost_its_turn(error: BaseException) -> bool:
    """Whether PostgreSQL picked it as the loser of a conflict, as often as it was tried: later it may well work."""
    return _sqlstate(error) in _REPEATABLE


def is_away(error: BaseException) -> bool:
    """Whether the database could not be reached or did not get to it: nothing is wrong with what was to be written."""
    causes = (error, error.__cause__, *error.args)
    return (_sqlstate(error) or "")[:2] in _AWAY or any(
        isinstance(cause, OSError | DBConnectionError | sqlite3.OperationalError) for cause in causes
    )


def _sqlstate(error: BaseException) -> str | None:
    """The SQLSTATE of a PostgreSQL error, also when Tortoise wrapped it."""
    for candidate in (error, error.__cause__, *error.args):
        state = getattr(candidate, "sqlstate", None)
        if isinstance(state, str):
            return state
    return None
