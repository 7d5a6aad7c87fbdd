"""Where a subscription's periods begin and end: the one place that computes them."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from backend.domain.calendars import Beginning, Calendar, whole_of
from backend.domain.errors import NotSupported
from backend.domain.periods import Period, first_period
from backend.models import Invoice, InvoiceLine, Plan, Subscription
from backend.services.billing.policy import current_period
from backend.services.catalog.load_purchase import plan_calendar
from backend.services.context import Context
from backend.services.tariffs.meters import merchant_zone


async def period_from(ctx: Context, plan_id: str, anchor_at: datetime, start: datetime) -> tuple[Period, Fraction]:
    """The period of a plan from `start` on, and its share of the whole one, counted from the anchor, that holds it.

    Periods follow each other, so it is whole, but for the first: of a plan with a fixed day, or after a pause.
    """
    return period_in(await _calendar_of(ctx, plan_id), anchor_at, start, await merchant_zone(ctx))


def period_in(calendar: Calendar, anchor_at: datetime, start: datetime, zone: ZoneInfo) -> tuple[Period, Fraction]:
    """The same, where the plan's calendar and the zone are known."""
    return first_period(anchor_at, start, calendar.interval, zone)


async def begin_on(ctx: Context, plan_id: str, start: datetime) -> Beginning:
    """How periods of a plan that begin at `start` are counted."""
    return (await _calendar_of(ctx, plan_id)).begin(start, await merchant_zone(ctx))


async def whole_period(ctx: Context, subscription: Subscription, opening: Invoice | None) -> Period:
    """The whole interval that the current period is the end of: what it is charged and credited by.

    Its `opening_invoice` says what share of one it is; a pause moves both, and changes neither.
    """
    current = current_period(subscription)
    assert current is not None, "what is billed in advance has a period"
    if opening is None:
        return current
    lines = InvoiceLine.filter(merchant_id=ctx.merchant_id, invoice_id=opening.id, period_start__isnull=False)
    shares = [Fraction(int(line.numerator), int(line.denominator)) for line in await lines.order_by("position")]
    # What a change gave back is below zero, and is of the period before.
    return whole_of(current, next((share for share in shares if share > 0), Fraction(1)))


async def _calendar_of(ctx: Context, plan_id: str) -> Calendar:
    return calendar_of(await Plan.get(merchant_id=ctx.merchant_id, id=plan_id))


def calendar_of(plan: Plan) -> Calendar:
    """When periods of a plan begin. Raises NotSupported for a plan that is subscribed to, and has no interval."""
    if plan.interval_unit is None or plan.interval_count is None:
        raise NotSupported(f"The plan {plan.code} has no interval: nobody can say when its next period ends.")
    return plan_calendar(plan)
