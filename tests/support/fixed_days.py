"""Plans whose periods begin on a fixed day, beside those of a life."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from backend.domain.catalog import PlanAnchor
from backend.domain.periods import Interval
from backend.models import InvoiceLine, Merchant, Plan, Subscription
from backend.services.catalog.create import Offered, create_plan
from tests.support.life import Life
from tests.support.merchants import MONTHLY

# The first of every month.
FIRST = PlanAnchor(1)


async def fixed(
    life: Life,
    code: str,
    minor: int,
    anchor: PlanAnchor | None = FIRST,
    interval: Interval = MONTHLY,
    *,
    trial_days: int = 0,
) -> Plan:
    """One more plan of the product, from a fixed day."""
    return await create_plan(
        life.store.merchant.system, product=life.store.catalog.product, code=code, name=code.title(),
        description="A plan.", interval=interval, prices=dict.fromkeys(("USD", "EUR", "JPY"), minor),
        offered=Offered([{"code": code, "name": code.title(), "value": None}]), anchor=anchor, trial_days=trial_days,
    )  # fmt: skip


async def live_in(life: Life, timezone: str) -> None:
    """The merchant's calendar is another one."""
    await Merchant.filter(id=life.store.merchant.row.id).update(timezone=timezone)


async def billed(life: Life, subscription: Subscription) -> list[tuple[int, datetime, datetime, Fraction]]:
    """What each period of it cost, from when to when, and its share of a whole one, oldest first."""
    found = []
    for invoice in await life.invoices(subscription):
        lines = await InvoiceLine.filter(invoice_id=invoice.id, period_start__isnull=False).order_by("position")
        found += [
            (
                line.amount_minor,
                line.period_start,
                line.period_end,
                Fraction(int(line.numerator), int(line.denominator)),
            )
            for line in lines
            if line.period_start is not None and line.period_end is not None
        ]
    return found
