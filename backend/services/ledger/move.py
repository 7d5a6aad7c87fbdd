"""Move customer balances: one atomic statement for all of them, and the database has the last word on each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from backend.models import LedgerAccount
from backend.services.context import Context
from backend.services.sql import rows_of, value_rows

_COLUMNS = ("TEXT", "BIGINT", "BIGINT")


@dataclass(slots=True)
class Moved:
    """How far a locked account moved, in `count` steps; the row already says where it stands afterwards."""

    account: LedgerAccount
    delta_minor: int = 0
    count: int = 0


async def move_accounts(ctx: Context, moves: Collection[Moved]) -> None:
    """Add to the balances and count their numbers on; `version` grows by one. Never below what is held."""
    if not moves:
        return
    values = [value for move in moves for value in (move.account.id, move.delta_minor, move.count)]
    rows = await rows_of(
        f"""
        UPDATE ledger_accounts
        SET balance_minor = balance_minor + moved.column2, last_number = last_number + moved.column3,
            version = version + 1
        FROM ({value_rows(len(moves), _COLUMNS)}) AS moved
        WHERE ledger_accounts.id = moved.column1 AND ledger_accounts.merchant_id = ${len(values) + 1}
          AND balance_minor + moved.column2 >= held_minor
        RETURNING id, balance_minor, last_number, version
        """,  # noqa: S608 - built from placeholders only
        *values,
        ctx.merchant_id,
    )
    after = {row["id"]: row for row in rows}
    for move in moves:
        account, row = move.account, after[move.account.id]
        assert (row["balance_minor"], row["last_number"]) == (account.balance_minor, account.last_number), (
            "it is locked"
        )
        account.version = row["version"]


async def move_hold(ctx: Context, account: LedgerAccount, delta_minor: int) -> None:
    """Hold so much more of a locked balance (negative: less) by one statement; `version` grows by one.

    The balance stays what it is. Never more than the balance, never less than nothing.
    """
    rows = await rows_of(
        """
        UPDATE ledger_accounts
        SET held_minor = held_minor + CAST($1 AS BIGINT), version = version + 1
        WHERE id = $2 AND merchant_id = $3 AND held_minor + CAST($1 AS BIGINT) BETWEEN 0 AND balance_minor
        RETURNING held_minor, version
        """,
        delta_minor,
        account.id,
        ctx.merchant_id,
    )
    assert len(rows) == 1, "what is held is between nothing and the balance"
    account.held_minor, account.version = rows[0]["held_minor"], rows[0]["version"]
