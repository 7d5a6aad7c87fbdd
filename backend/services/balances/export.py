"""A customer's balance log as plain records, page by page: as long as it may be, one page of it is in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from tortoise.queryset import QuerySet

from backend.domain.balance import ActorKind
from backend.domain.money import Money
from backend.models import BalanceTransaction, User
from backend.services.balances.read import actor_kind, transactions_of
from backend.services.context import Context
from backend.services.currencies import money

PAGE = 500


@dataclass(frozen=True, slots=True)
class Record:
    """One movement of a balance, in words and amounts."""

    id: str
    occurred_at: datetime
    reason: str
    description: str
    actor: ActorKind
    amount: Money
    balance_after: Money
    payment_id: str | None
    invoice_id: str | None
    subscription_id: str | None


async def export_transactions(
    ctx: Context, *, currency: str | None = None, since: datetime | None = None, until: datetime | None = None
) -> AsyncIterator[list[Record]]:
    """The signed-in customer's own log, oldest first, in pages that are read one after the other.

    Raises Forbidden, and InvalidInput that names `currency`, `from` or `until`, before the first page is read.
    """
    customer_id = ctx.actor.require_customer()
    return _pages(
        ctx, transactions_of(ctx, customer_id=customer_id, currency=currency, since=since, until=until).order_by("id")
    )


async def _pages(ctx: Context, rows: QuerySet[BalanceTransaction]) -> AsyncIterator[list[Record]]:
    last = ""
    while page := await rows.filter(id__gt=last).limit(PAGE):
        users = await User.filter(merchant_id=ctx.merchant_id, id__in={row.user_id or "" for row in page})
        known = {user.id: user for user in users}
        yield [_record(row, known.get(row.user_id or "")) for row in page]
        last = page[-1].id


def _record(row: BalanceTransaction, user: User | None) -> Record:
    return Record(
        id=row.id,
        occurred_at=row.occurred_at,
        reason=row.reason,
        description=row.description,
        actor=actor_kind(user),
        amount=money(row.amount_minor, row.currency),
        balance_after=money(row.balance_after_minor, row.currency),
        payment_id=row.payment_id,
        invoice_id=row.invoice_id,
        subscription_id=row.subscription_id,
    )
