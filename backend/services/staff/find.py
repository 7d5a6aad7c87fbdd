"""Customers and subscriptions of the merchant, filtered; the caller pages through them."""

from __future__ import annotations

from collections.abc import Collection

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from backend.domain.subscription import SubscriptionStatus
from backend.models import Customer, Payment, Subscription
from backend.services.context import Context
from backend.services.staff.quoted import quoted_in
from backend.services.staff.search import search_text


def find_customers(ctx: Context, *, search: str | None = None) -> QuerySet[Customer]:
    """All of them, or those that `search` fits: name, e-mail address, id, or what they quote for cash or a transfer.

    Raises Forbidden, InvalidInput for a long search.
    """
    ctx.actor.require_staff()
    rows = Customer.filter(merchant_id=ctx.merchant_id)
    text = search_text(search)
    if not text:
        return rows
    fits = Q(name__icontains=text) | Q(email__icontains=text) | Q(id=text[:40])
    if (quoted := quoted_in(ctx, text)) is not None:
        payers = Payment.filter(quoted, merchant_id=ctx.merchant_id).values("customer_id")
        fits |= Q(id__in=Subquery(payers))
    return rows.filter(fits)


def find_subscriptions(
    ctx: Context,
    *,
    statuses: Collection[SubscriptionStatus] | None = None,
    stuck: bool | None = None,
    plan_id: str | None = None,
) -> QuerySet[Subscription]:
    """All of them, or those that fit every filter that is given. Raises Forbidden."""
    ctx.actor.require_staff()
    rows = Subscription.filter(merchant_id=ctx.merchant_id)
    if statuses is not None:
        rows = rows.filter(status__in=[status.value for status in statuses])
    if stuck is not None:
        rows = rows.filter(stuck_reason__isnull=not stuck)
    return rows if plan_id is None else rows.filter(plan_id=plan_id)
