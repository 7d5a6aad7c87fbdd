"""Whom it touches when a plan's subscriptions move to the price that it has now. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from backend.domain.billing import ChangeStatus
from backend.domain.catalog import BillingMode, ProductKind
from backend.domain.errors import InvalidInput, NotSupported
from backend.domain.money import Money
from backend.domain.subscription import SubscriptionStatus
from backend.models import Plan, Price, Product, Subscription, SubscriptionChange
from backend.services.catalog.own import own
from backend.services.context import Context
from backend.services.currencies import currency_input, money

# What waits for its first payment pays what was agreed; what is debited from the balance has a price of its own.
_TOUCHED = (
    SubscriptionStatus.TRIALING,
    SubscriptionStatus.ACTIVE,
    SubscriptionStatus.PAST_DUE,
    SubscriptionStatus.PAUSED,
)


@dataclass(frozen=True, slots=True)
class PriceMigration:
    """The plan, its price now in one currency, and the subscriptions that agreed to another."""

    plan: Plan
    price: Money
    subscriptions: QuerySet[Subscription]


async def find_price_migration(ctx: Context, *, plan_id: str, currency_code: str) -> PriceMigration:
    """What `migrate_plan_price` would do now, for staff.

    Raises Forbidden, NotFound, InvalidInput for a currency that the plan has no price in, and NotSupported for a plan
    that is not billed in advance.
    """
    ctx.actor.require_staff()
    plan = await own(ctx, Plan, plan_id)
    product = await own(ctx, Product, plan.product_id)
    if product.kind == ProductKind.REFILL:
        raise NotSupported("A refill is paid for with each purchase: nobody holds an old price.")
    if plan.billing == BillingMode.FROM_BALANCE:
        raise NotSupported("Subscriptions that are billed from the balance cannot be moved to another price yet.")
    code = currency_input(currency_code, "currency").code
    price = await Price.get_or_none(merchant_id=ctx.merchant_id, plan_id=plan.id, currency=code)
    if price is None:
        raise InvalidInput.at("currency", "NO_PRICE", f"This plan has no price in {code}.")
    amount = money(price.amount_minor, code)
    return PriceMigration(plan, amount, at_another_price(ctx, plan.id, amount))


def at_another_price(ctx: Context, plan_id: str, price: Money) -> QuerySet[Subscription]:
    """The live subscriptions of a plan, in the currency of `price`, that will pay something else."""
    mine = Subscription.filter(merchant_id=ctx.merchant_id, plan_id=plan_id, currency=price.currency.code)
    keeps = Q(next_price_minor__isnull=True) & ~Q(unit_price_minor=price.minor)
    moves = Q(next_price_minor__isnull=False) & ~Q(next_price_minor=price.minor)
    return mine.filter(keeps | moves, status__in=[one.value for one in _TOUCHED])


def next_invoice_at(subscription: Subscription, change: SubscriptionChange | None) -> datetime | None:
    """The start of the period that is invoiced next at the subscription's own price.

    None while no such period is in sight: it is paused, it ends, or a planned change, with its own price, comes first.
    """
    start = subscription.billed_until
    ends = subscription.cancel_at is not None or not subscription.auto_renew
    if start is None or ends or subscription.status == SubscriptionStatus.PAUSED:
        return None
    if change is not None and change.status == ChangeStatus.SCHEDULED and change.effective_at <= start:
        return None
    return start
