"""Laws that need more than the database can compute: their rows are read page by page and judged one by one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from backend.services.proof.books import Books
from backend.services.proof.findings import MOST_NAMED, Finding, Violation

Row = dict[str, Any]
PAGE = 1000


@dataclass(frozen=True, slots=True)
class JudgedLaw:
    """A law as a query, with a unique `id` for each row that it speaks of, and a judge: what is wrong, or None.

    The query must leave it to the database to begin anywhere: no grouping, no order. Never more than a page is held.
    """

    name: str
    says: str
    query: str
    judge: Callable[[Books, Row], Awaitable[str | None]]
    rows: tuple[str, ...] = ("id",)

    async def examine(self, books: Books) -> Finding:
        """Judge every row, in the order of the ids."""
        checked, broken, named = 0, 0, list[Violation]()
        last = ""
        while page := await books.read(
            f"SELECT * FROM ({self.query}) asked WHERE id > $2 ORDER BY id LIMIT {PAGE}",  # noqa: S608 - no input
            last,
        ):
            for row in page:
                wrong = await self._wrong(books, row)
                broken += wrong is not None
                if wrong is not None and len(named) < MOST_NAMED:
                    named.append(Violation(self.name, tuple(str(row[name]) for name in self.rows if row[name]), wrong))
            checked += len(page)
            last = page[-1]["id"]
        return Finding.of(self.name, self.says, checked=checked, broken=broken, named=named)

    async def _wrong(self, books: Books, row: Row) -> str | None:
        try:
            return await self.judge(books, row)
        except (ValueError, ArithmeticError):
            return "what stands there is no number, or not what the plan could promise"
