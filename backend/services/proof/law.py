"""A law of the books: something that must be true of each of many rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from backend.services.proof.books import Books
from backend.services.proof.findings import MOST_NAMED, Finding, Violation


class Law(Protocol):
    """`name` is stable, `says` is the promise in a sentence."""

    @property
    def name(self) -> str:
        """Its name, such as `invoice.paid`."""

    @property
    def says(self) -> str:
        """What it promises."""

    async def examine(self, books: Books) -> Finding:
        """Ask it of every row that the look is about."""


@dataclass(frozen=True, slots=True)
class RowLaw:
    """A law as one query: every row that it speaks of, with `broken` among its columns.

    What is neither broken nor whole (NULL) is broken. `rows` are the columns that name rows, the first of them unique
    and therefore the order; `message` may use all columns.
    """

    name: str
    says: str
    query: str
    message: str
    rows: tuple[str, ...] = ("id",)

    async def examine(self, books: Books) -> Finding:
        """Count in the database; only rows that break the law leave it."""
        (counted,) = await books.read(
            f"SELECT count(*) AS checked, count(*) FILTER (WHERE broken IS NOT FALSE) AS broken"  # noqa: S608 - no input
            f" FROM ({self.query}) asked"
        )
        broken = int(counted["broken"])
        found = (
            await books.read(
                f"SELECT * FROM ({self.query}) asked WHERE broken IS NOT FALSE"  # noqa: S608 - no input
                f" ORDER BY {', '.join(self.rows)} LIMIT {MOST_NAMED}"
            )
            if broken
            else []
        )
        named = [
            Violation(self.name, tuple(str(row[name]) for name in self.rows if row[name]), self.message.format(**row))
            for row in found
        ]
        return Finding.of(self.name, self.says, checked=int(counted["checked"]), broken=broken, named=named)
