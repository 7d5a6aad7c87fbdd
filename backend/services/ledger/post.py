"""Write postings into the books. Always inside the transaction of the operation that they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.domain.errors import InsufficientBalance
from backend.domain.ledger import AccountKind, Leg, Posting
from backend.models import LedgerAccount, LedgerEntry, LedgerTransaction
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.ledger.move import Moved, move_accounts
from backend.services.sets import insert_rows, rows_among

# (kind, owner, currency)
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Dated:
    """A posting and the instant that it belongs to."""

    posting: Posting
    at: datetime


@dataclass(frozen=True, slots=True)
class Posted:
    """A posting in the books; with the customer balance after it, and its number there, when it moved one."""

    transaction_id: str
    balance_after_minor: int | None
    number: int | None


async def post(ctx: Context, posting: Posting) -> str:
    """Post what moves no customer balance, and answer the ledger transaction's id.

    The database refuses a key that was posted before (IntegrityError) and legs that do not sum to zero.
    """
    (posted,) = await post_all(ctx, [Dated(posting, ctx.now)], opened=())
    return posted.transaction_id


async def post_all(ctx: Context, dated: Sequence[Dated], *, opened: Sequence[LedgerAccount]) -> list[Posted]:
    """Post in order. `opened` are the customer balances that may move: locked by the caller, and kept up to date here.

    Raises InsufficientBalance when one would fall below what is held of it; the caller's transaction is then lost.
    """
    accounts = await _accounts(ctx, [leg for one in dated for leg in one.posting.legs], opened)
    book = _Book(ctx, accounts, opened)
    posted = [book.write(one) for one in dated]
    await move_accounts(ctx, book.moved.values())
    await insert_rows(LedgerEntry, book.entries)
    await insert_rows(LedgerTransaction, book.transactions)
    return posted


class _Book:
    """The rows to write, with the running balance of each opened account."""

    def __init__(self, ctx: Context, accounts: Mapping[_Key, str], opened: Sequence[LedgerAccount]) -> None:
        self._ctx = ctx
        self._accounts = accounts
        self._opened = {account.id: account for account in opened}
        self.entries: list[dict[str, object]] = []
        self.transactions: list[dict[str, object]] = []
        self.moved: dict[str, Moved] = {}

    def write(self, dated: Dated) -> Posted:
        id, posting = new_id("ltx"), dated.posting
        after = number = None
        for leg in posting.legs:
            account_id, balance = self._accounts[_key(leg)], None
            if leg.kind is AccountKind.CUSTOMER_BALANCE:
                account = self._opened[account_id]
                balance = after = self._move(account, leg)
                number = account.last_number
            self.entries.append(
                {
                    "id": new_id("lent"),
                    "merchant_id": self._ctx.merchant_id,
                    "transaction_id": id,
                    "account_id": account_id,
                    "currency": leg.amount.currency.code,
                    "amount_minor": leg.amount.minor,
                    "balance_after_minor": balance,
                }
            )
        self.transactions.append(
            {
                "id": id,
                "merchant_id": self._ctx.merchant_id,
                "key": posting.key,
                "subject_id": posting.subject_id,
                "description": posting.description,
                "occurred_at": dated.at,
            }
        )
        return Posted(id, after, number)

    def _move(self, account: LedgerAccount, leg: Leg) -> int:
        """The balance after a leg; a credit (negative) raises it."""
        assert account.balance_minor is not None, "customer balances are kept"
        free = account.balance_minor - account.held_minor
        if leg.amount.minor > free:
            raise InsufficientBalance(leg.amount, money(free, account.currency))
        after: int = account.balance_minor - leg.amount.minor
        account.balance_minor = after
        account.last_number += 1
        moved = self.moved.setdefault(account.id, Moved(account))
        moved.delta_minor -= leg.amount.minor
        moved.count += 1
        return after


def _key(leg: Leg) -> _Key:
    return leg.kind.value, leg.owner_id, leg.amount.currency.code


async def _accounts(ctx: Context, legs: Sequence[Leg], opened: Sequence[LedgerAccount]) -> dict[_Key, str]:
    """The ids of the accounts of `legs`; made at their first use."""
    found = {(row.kind, row.owner_id, row.currency): row.id for row in opened}
    missing = {_key(leg) for leg in legs} - set(found)
    assert not any(kind == AccountKind.CUSTOMER_BALANCE for kind, _, _ in missing), "open the balance first"
    found |= await _find(ctx, missing)
    if fresh := sorted(missing - set(found)):
        # A twin may create them at the same moment: then both use the ones that are there.
        rows = [
            {
                "id": new_id("lacc"), "merchant_id": ctx.merchant_id, "kind": kind, "owner_id": owner,
                "currency": currency, "balance_minor": None, "held_minor": 0, "last_number": 0, "version": 0,
                "created_at": ctx.now,
            }
            for kind, owner, currency in fresh
        ]  # fmt: skip
        await insert_rows(LedgerAccount, rows, unless_there=True)
        found |= await _find(ctx, set(fresh))
    return found


async def _find(ctx: Context, keys: set[_Key]) -> dict[_Key, str]:
    if not keys:
        return {}
    kinds, owners, _ = (sorted(set(column)) for column in zip(*keys, strict=True))
    rows = await rows_among(
        """
        SELECT id, kind, owner_id, currency FROM ledger_accounts
        WHERE merchant_id = $1 AND kind = ANY($2) AND owner_id = ANY($3)
        """,
        ctx.merchant_id,
        kinds,
        owners,
    )
    return {key: row["id"] for row in rows if (key := (row["kind"], row["owner_id"], row["currency"])) in keys}
