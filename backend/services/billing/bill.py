"""Invoice the period that follows the last one that was invoiced: once, however often anybody asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from backend.domain.billing import ChangeStatus
from backend.domain.catalog import AddonCharge
from backend.domain.errors import NotSupported
from backend.domain.invoice import InvoiceStatus
from backend.domain.periods import Interval, IntervalUnit, Period, period, period_index
from backend.domain.quotes import Purchase, Quote, quote_renewal
from backend.domain.subscription import SubscriptionStatus
from backend.models import Merchant, Plan, Subscription
from backend.services.billing.drop_change import drop_unpaid_change
from backend.services.billing.policy import open_change
from backend.services.collections.open import open_collection
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.invoices.issue import issue_invoice
from backend.services.subscriptions.purchase import held_purchase, planned_purchase
from backend.services.transaction import Transaction


async def bill(ctx: Context, tx: Transaction, subscription: Subscription) -> None:
    """Issue the invoice of the next period, and have it collected. The subscription is locked.

    A change that still waits for its payment came too late: it was priced for the period before.
    """
    await drop_unpaid_change(ctx, tx, subscription)
    quote = await next_invoice(ctx, subscription)
    invoice = await issue_invoice(
        ctx, tx, customer_id=subscription.customer_id, quote=quote, subscription=subscription, due_at=quote.effective_at
    )
    subscription.billed_until = quote.next_charge_at
    await Subscription.filter(merchant_id=ctx.merchant_id, id=subscription.id).update(
        billed_until=subscription.billed_until
    )
    if invoice.status == InvoiceStatus.OPEN:
        await open_collection(ctx, tx, subscription=subscription, invoice=invoice)


async def next_invoice(ctx: Context, subscription: Subscription) -> Quote:
    """What the invoice after the last one will say, with the change that is planned for then."""
    assert subscription.billed_until is not None, "what is billed in advance knows until when"
    start = subscription.billed_until
    held = await held_purchase(ctx, subscription)
    wanted = _at_next_price(subscription, held, start)
    anchor, plan_id = subscription.anchor_at, subscription.plan_id
    change = await open_change(ctx, subscription.id)
    if change is not None and change.status == ChangeStatus.SCHEDULED and change.effective_at <= start:
        wanted, plan_id = await planned_purchase(ctx, subscription, change), change.plan_id
        anchor = change.effective_at if change.new_anchor else anchor
    following = await period_from(ctx, plan_id, anchor, start)
    # A trial charged nothing yet.
    charged = {} if subscription.status == SubscriptionStatus.TRIALING else _one_time(held)
    return quote_renewal(wanted, following, charged=charged)


async def period_from(ctx: Context, plan_id: str, anchor_at: datetime, start: datetime) -> Period:
    """The period of a plan, counted from the anchor, that starts at or contains `start`."""
    interval = await interval_of_plan(ctx, plan_id)
    zone = ZoneInfo((await Merchant.get(id=ctx.merchant_id)).timezone)
    return period(anchor_at, interval, period_index(anchor_at, start, interval, zone), zone)


async def interval_of_plan(ctx: Context, plan_id: str) -> Interval:
    """What the price of a plan that is subscribed to is for. Raises NotSupported for one that has no interval."""
    plan = await Plan.get(merchant_id=ctx.merchant_id, id=plan_id)
    if plan.interval_unit is None or plan.interval_count is None:
        raise NotSupported(f"The plan {plan.code} has no interval: nobody can say when its next period ends.")
    return Interval(IntervalUnit(plan.interval_unit), plan.interval_count)


def _at_next_price(subscription: Subscription, held: Purchase, start: datetime) -> Purchase:
    """What is held, at the price that counts for a period that starts then."""
    if (
        subscription.next_price_minor is None
        or subscription.next_price_at is None
        or start < subscription.next_price_at
    ):
        return held
    return replace(held, unit_price=money(subscription.next_price_minor, subscription.currency))


def _one_time(held: Purchase) -> Mapping[str, int]:
    return {addon.addon_id: addon.quantity for addon in held.addons if addon.charge is AddonCharge.ONE_TIME}
