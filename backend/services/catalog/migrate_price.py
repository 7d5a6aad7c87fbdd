"""Staff move the running subscriptions of a plan to the price that it has now, from the next invoice of each on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.queryset import QuerySet

from backend.domain.errors import InvalidInput
from backend.domain.money import MAX_MINOR, Money
from backend.domain.subscription import SubscriptionEvent
from backend.models import Plan, Price, Subscription
from backend.services.catalog.load_purchase import MAX_QUANTITY
from backend.services.catalog.own import lock_own, tell
from backend.services.catalog.price_migration import at_another_price, find_price_migration
from backend.services.context import Context
from backend.services.currencies import currency_input, money
from backend.services.idempotency import Result, once
from backend.services.subscriptions.move import move
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction

BATCH = 200


@dataclass(frozen=True, slots=True)
class Migrated:
    """The plan, and how many subscriptions there were to move."""

    plan: Plan
    touched: int


async def migrate_plan_price(ctx: Context, *, plan_id: str, currency_code: str, idempotency_key: str) -> Migrated:
    """Let every subscription of `find_price_migration` agree to the plan's price of now, for staff.

    Nothing that is invoiced already changes, and a planned change keeps its own price. They are moved batch by batch:
    what a crash leaves over is moved when the same key is sent again, unless the price was set anew in between. Raises
    what `find_price_migration` raises, InvalidInput for a price that is too large for one of them, and Conflict (the
    key).
    """
    ctx.actor.require_staff()

    async def perform(tx: Transaction) -> Result:
        found = await find_price_migration(ctx, plan_id=plan_id, currency_code=currency_code)
        plan = await lock_own(ctx, Plan, plan_id)
        await _check_totals(found.subscriptions, found.price)
        newest = await found.subscriptions.order_by("-id").first()
        touched = await found.subscriptions.count()
        if newest is not None:
            told = {"currency": found.price.currency.code, "amount_minor": found.price.minor, "touched": touched}
            await tell(ctx, tx, plan, "price_migrated", told)
        return {"minor": str(found.price.minor), "touched": str(touched), "newest": newest.id if newest else ""}

    request = {"plan": plan_id, "currency": currency_code}
    decided = await once(ctx, operation="planPriceMigrate", key=idempotency_key, request=request, perform=perform)
    price = money(int(decided["minor"]), currency_input(currency_code, "currency").code)
    # Who subscribed after the decision is not touched when its key comes again.
    await _move_all(ctx, plan_id, price, newest=decided["newest"])
    plan = await Plan.get(merchant_id=ctx.merchant_id, id=plan_id)
    return Migrated(plan, int(decided["touched"]))


async def _move_all(ctx: Context, plan_id: str, price: Money, *, newest: str) -> None:
    """Move those that are left, batch by batch, until there are none or the price is another one."""
    left = at_another_price(ctx, plan_id, price).filter(id__lte=newest).order_by("id").limit(BATCH)
    while batch := await left.only("id", "customer_id"):
        presents = {id: await at_customers_time(ctx, id) for id in {row.customer_id for row in batch}}
        together: defaultdict[datetime, list[Subscription]] = defaultdict(list)
        for row in batch:
            together[presents[row.customer_id].now].append(row)
        for rows in together.values():
            if not await _move(presents[rows[0].customer_id], plan_id, price, [row.id for row in rows]):
                return


@repeat_on_deadlock
async def _move(ctx: Context, plan_id: str, price: Money, ids: Sequence[str]) -> bool:
    """Move those of one present, in one transaction; False when this is not the plan's price any more."""
    async with transaction(ctx) as tx:
        standing = Price.filter(merchant_id=ctx.merchant_id, plan_id=plan_id, currency=price.currency.code)
        now = await standing.select_for_update().get()
        if now.amount_minor != price.minor:
            return False
        left = at_another_price(ctx, plan_id, price).filter(id__in=ids)
        for subscription in await left.select_for_update().order_by("id"):
            # The period that is invoiced keeps its price: a change or a cancellation inside it credits that.
            back = subscription.unit_price_minor == price.minor
            changes = {
                "next_price_minor": None if back else price.minor,
                "next_price_at": None if back else subscription.billed_until,
            }
            # Like how it renews, what its renewals cost changes in every status that has some.
            await move(
                ctx, tx, subscription, SubscriptionEvent.SET_RENEWALS, fact="price_migrated", changes=changes,
                payload={"unit_price_minor": price.minor, "unit_price_before_minor": subscription.unit_price_minor},
            )  # fmt: skip
    return True


async def _check_totals(subscriptions: QuerySet[Subscription], price: Money) -> None:
    """Refuse a price that nobody could be invoiced for."""
    most = MAX_MINOR // max(price.minor, 1)
    if most < MAX_QUANTITY and await subscriptions.filter(quantity__gt=most).exists():
        raise InvalidInput.at("planId", "TOO_LARGE", f"For the quantity of some of them {price} is too much.")
