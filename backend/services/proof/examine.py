"""Ask every law of a merchant's books. Reads only, in one snapshot, while others write."""

from __future__ import annotations

from datetime import datetime

from tortoise import Tortoise

from backend.services.proof.books import Books
from backend.services.proof.findings import Proof
from backend.services.proof.laws import LAWS
from backend.services.proof.snapshot import snapshot


async def examine(merchant_id: str, *, as_of: datetime, since: str | None) -> Proof:
    """Look over all of the books, or only over what ledger transactions and facts from the id `since` on touched."""
    dialect = Tortoise.get_connection("default").capabilities.dialect
    async with snapshot() as read:
        books = Books(read, dialect=dialect, merchant_id=merchant_id, since=since)
        (newest,) = await books.read("SELECT max(id) AS id FROM ledger_transactions WHERE merchant_id = $1")
        return Proof(
            as_of=as_of,
            is_full=since is None,
            checked_until=newest["id"],
            transactions=await books.count("transactions"),
            entries=await books.count("entries"),
            findings=tuple([await law.examine(books) for law in LAWS]),
        )
