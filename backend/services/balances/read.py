"""Reading balances: a customer's accounts, what moved them, and who."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tortoise.queryset import QuerySet

from backend.domain.balance import ActorKind, TransactionReason
from backend.models import BalanceTransaction, User
from backend.services.balances.inputs import instant_input
from backend.services.context import Context
from backend.services.currencies import currency_input
from backend.services.visibility import visible


def transactions_of(
    ctx: Context,
    *,
    customer_id: str,
    currency: str | None = None,
    reasons: Sequence[TransactionReason] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[BalanceTransaction]:
    """What moved a customer's balances, as far as the actor may see it; not ordered.

    Only of `currency`, only for `reasons`, from the instant `since` on and before `until`. Raises InvalidInput that
    names the wrong one: `currency`, `from` or `until`.
    """
    rows = visible(ctx, BalanceTransaction).filter(customer_id=customer_id)
    if currency is not None:
        rows = rows.filter(currency=currency_input(currency, "currency").code)
    if reasons is not None:
        rows = rows.filter(reason__in=[reason.value for reason in reasons])
    if (first := instant_input(since, "from")) is not None:
        rows = rows.filter(occurred_at__gte=first)
    if (end := instant_input(until, "until")) is not None:
        rows = rows.filter(occurred_at__lt=end)
    return rows


def actor_kind(user: User | None) -> ActorKind:
    """What kind of person a transaction's user is; without one it was a job of ours."""
    return ActorKind(user.role) if user is not None else ActorKind.SYSTEM
