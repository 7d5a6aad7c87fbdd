"""Plans from a fixed day: the first period is prorated up to it, by the second, and the next ones are whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from backend.domain.catalog import PlanAnchor
from backend.domain.errors import QuoteChanged
from backend.domain.periods import Interval, IntervalUnit
from backend.models import Invoice, InvoiceLine, Subscription
from backend.services.catalog.load_purchase import Selection
from backend.services.subscriptions.create import create_subscription
from backend.services.subscriptions.quote import quote_subscription
from tests.support.clock import START
from tests.support.fixed_days import FIRST, billed, fixed, live_in
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import KEPT_CARD, YEARLY, Life
from tests.support.storefront import CARD
from tests.support.terms import all_sums, coupon, discounts, tax

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
WEEKLY, QUARTERLY = Interval(IntervalUnit.WEEK, 1), Interval(IntervalUnit.MONTH, 3)
WHOLE = Fraction(1)
# As many minor units as February 2026 has seconds.
FEBRUARY_MINOR = 28 * 86_400


def at(month: int, day: int, hour: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


async def test_a_subscription_inside_a_month_pays_by_the_second_up_to_the_first(life: Life) -> None:
    plan = await fixed(life, "first", FEBRUARY_MINOR)
    begins = life.clock.now = at(2, 14, 12) + SECOND
    left = 14 * 86_400 + 43_200 - 1
    async with nothing_changes():
        quote = (await quote_subscription(life.store.ana.context, selection=Selection(plan.id))).quote
    (line,) = quote.lines
    assert (line.amount.minor, line.derivation.share) == (left, Fraction(left, FEBRUARY_MINOR))
    assert line.period is not None
    assert (line.period.start, line.period.end) == (begins, at(3, 1))
    assert (quote.due_now.minor, quote.next_charge.minor, quote.next_charge_at) == (left, FEBRUARY_MINOR, at(3, 1))

    held = await life.subscribe(plan)
    assert (held.status, held.anchor_at) == ("ACTIVE", at(2, 1))
    assert (held.period_start, held.period_end, held.billed_until) == (begins, at(3, 1), at(3, 1))
    assert held.due_at == at(3, 1)
    await life.go(at(3, 1) - SECOND)
    assert len(await life.invoices(held)) == 1
    await life.go(at(4, 1))
    assert await billed(life, held) == [
        (left, begins, at(3, 1), Fraction(left, FEBRUARY_MINOR)),
        (FEBRUARY_MINOR, at(3, 1), at(4, 1), WHOLE),
        (FEBRUARY_MINOR, at(4, 1), at(5, 1), WHOLE),
    ]
    assert [charge.minor for charge in life.store.gateway.charges] == [left, FEBRUARY_MINOR, FEBRUARY_MINOR]
    row = await life.now(held)
    assert (row.anchor_at, row.period_start, row.period_end) == (at(2, 1), at(4, 1), at(5, 1))
    await assert_all_adds_up(life.store.gateway)


async def test_who_begins_at_the_midnight_itself_has_a_whole_period(life: Life) -> None:
    plan = await fixed(life, "first", 1000)
    life.clock.now = at(3, 1)
    held = await life.subscribe(plan)
    assert await billed(life, held) == [(1000, at(3, 1), at(4, 1), WHOLE)]
    assert (held.anchor_at, held.period_end) == (at(3, 1), at(4, 1))


async def test_the_31st_is_the_last_day_of_shorter_months(life: Life) -> None:
    plan = await fixed(life, "last", 3100, PlanAnchor(31))
    life.clock.now = at(2, 14)
    held = await life.subscribe(plan)
    assert held.anchor_at == at(1, 31)
    await life.go(at(5, 1))
    assert await billed(life, held) == [
        (1550, at(2, 14), at(2, 28), Fraction(1, 2)),
        (3100, at(2, 28), at(3, 31), WHOLE),
        (3100, at(3, 31), at(4, 30), WHOLE),
        (3100, at(4, 30), at(5, 31), WHOLE),
    ]


async def test_quarters_from_january_begin_in_january_april_july_and_october(life: Life) -> None:
    plan = await fixed(life, "quarterly", 9000, PlanAnchor(1, 1), QUARTERLY)
    held = await life.subscribe(plan)
    assert (held.anchor_at, held.period_start, held.period_end) == (at(1, 1), START, at(4, 1))
    await life.go(at(1, 2, year=2027))
    assert await billed(life, held) == [
        (5950, START, at(4, 1), Fraction(119, 180)),
        (9000, at(4, 1), at(7, 1), WHOLE),
        (9000, at(7, 1), at(10, 1), WHOLE),
        (9000, at(10, 1), at(1, 1, year=2027), WHOLE),
        (9000, at(1, 1, year=2027), at(4, 1, year=2027), WHOLE),
    ]
    await assert_all_adds_up(life.store.gateway)


async def test_weeks_from_monday_and_years_from_the_1st_of_april(life: Life) -> None:
    """31 January 2026 is a Saturday, with a day and a half of its week left; 59.5 days are left until April."""
    weekly = await fixed(life, "weekly", 1400, PlanAnchor(1), WEEKLY)
    held = await life.subscribe(weekly, who=await life.customer())
    assert await billed(life, held) == [(300, START, at(2, 2), Fraction(3, 14))]
    yearly = await fixed(life, "april", 73_000, PlanAnchor(1, 4), YEARLY)
    other = await life.subscribe(yearly, who=await life.customer())
    assert await billed(life, other) == [(11_900, START, at(4, 1), Fraction(119, 730))]
    await life.go(at(4, 2))
    assert (await billed(life, other))[1:] == [(73_000, at(4, 1), at(4, 1, year=2027), WHOLE)]
    assert [start for _, start, _, _ in (await billed(life, held))[1:]] == [at(2, 2) + n * 7 * DAY for n in range(9)]


async def test_a_month_in_which_the_clock_changes_is_as_long_as_it_was(life: Life) -> None:
    """March has 743 hours in New York, and 376 of them are left on the 16th at eight."""
    await live_in(life, "America/New_York")
    plan = await fixed(life, "first", 74_300)
    life.clock.now = at(3, 16, 12)
    held = await life.subscribe(plan)
    assert held.anchor_at == at(3, 1, 5)
    await life.go(at(4, 1, 4))
    assert await billed(life, held) == [
        (37_600, at(3, 16, 12), at(4, 1, 4), Fraction(376, 743)),
        (74_300, at(4, 1, 4), at(5, 1, 4), WHOLE),
    ]


async def test_the_first_of_a_merchant_far_away_is_their_midnight(life: Life) -> None:
    """At noon in London on the 31st it is the 1st already in Kiritimati."""
    await live_in(life, "Pacific/Kiritimati")
    plan = await fixed(life, "first", 28 * 12)
    held = await life.subscribe(plan)
    assert (held.anchor_at, held.period_end) == (at(1, 31, 10), at(2, 28, 10))
    assert await billed(life, held) == [(335, START, at(2, 28, 10), Fraction(335, 336))]


async def test_a_leap_day_makes_february_longer(life: Life) -> None:
    plan = await fixed(life, "first", 2900)
    life.clock.now = at(2, 15, year=2028)
    held = await life.subscribe(plan)
    assert await billed(life, held) == [(1500, at(2, 15, year=2028), at(3, 1, year=2028), Fraction(15, 29))]


async def test_addons_that_come_with_each_period_are_prorated_and_what_is_charged_once_is_not(life: Life) -> None:
    await life.monthly.filter(id=life.monthly.id).update(anchor_day=1)
    life.clock.now = at(2, 15)
    held = await life.subscribe(quantity=3, addons={"seat": 2, "setup": 1})
    invoice = await Invoice.get(subscription_id=held.id)
    lines = await InvoiceLine.filter(invoice_id=invoice.id).order_by("position")
    assert [(line.amount_minor, line.numerator, line.denominator) for line in lines] == [
        (1500, "1", "2"), (400, "1", "2"), (4900, "1", "1"),
    ]  # fmt: skip
    await life.go(at(3, 1))
    assert [one.total_minor for one in await life.invoices(held)] == [6800, 3800]


async def test_the_first_invoice_of_who_pays_by_hand_is_followed_by_the_next_one_at_once_when_that_is_near(
    life: Life,
) -> None:
    """Invoices are sent five days ahead, and not before the period that they follow."""
    plan = await fixed(life, "first", 2800)
    life.clock.now = at(2, 26)
    held = await life.subscribe(plan, way="INVOICE")
    first, second = await life.invoices(held)
    assert (first.total_minor, first.status, second.total_minor, second.status) == (300, "PAID", 2800, "OPEN")
    assert (second.period_start, second.issued_at, second.due_at) == (at(3, 1), at(2, 26), at(3, 1))
    row = await life.now(held)
    assert (row.period_end, row.billed_until) == (at(3, 1), at(4, 1))


async def test_a_coupon_and_a_tax_count_for_the_part_that_is_billed(life: Life) -> None:
    """Half of 10.00 less 20 % and a tenth of 3.00, with 10 % tax; the second period is the last that they lower."""
    plan = await fixed(life, "first", 1000)
    percent = await coupon(life, "TWENTY", percent_bp=2000, periods=2)
    amount = await coupon(life, "THREE", amounts={"USD": 300}, periods=2)
    await tax(life, "VAT", 100_000)
    life.clock.now = at(2, 15)
    held = await life.subscribe(plan, coupons=("TWENTY", "THREE"))
    assert await all_sums(life, held) == [(500, 250, 25, 275)]
    await life.go(at(4, 1))
    assert await all_sums(life, held) == [(500, 250, 25, 275), (1000, 500, 50, 550), (1000, 0, 100, 1100)]
    assert [left for _, left, _ in await discounts(held)] == [0, 0]
    assert {id for id, _, _ in await discounts(held)} == {percent.id, amount.id}
    await assert_all_adds_up(life.store.gateway)


async def test_a_quote_holds_over_the_midnight_and_the_whole_period_follows_it(life: Life) -> None:
    plan = await fixed(life, "first", FEBRUARY_MINOR)
    life.clock.now = at(3, 1) - 10 * SECOND
    offer = await quote_subscription(life.store.ana.context, selection=Selection(plan.id))
    assert (offer.quote.due_now.minor, offer.quote.next_charge_at) == (10, at(3, 1))
    life.clock.now = at(3, 1) + 60 * SECOND
    done = await create_subscription(
        life.store.ana.context, selection=Selection(plan.id), quote_token=offer.token, idempotency_key="over-midnight",
        pay_with=KEPT_CARD,
    )  # fmt: skip
    await life.run()
    assert await billed(life, done.subscription) == [
        (10, at(3, 1) - 10 * SECOND, at(3, 1), Fraction(10, FEBRUARY_MINOR)),
        (FEBRUARY_MINOR, at(3, 1), at(4, 1), WHOLE),
    ]


async def test_an_expired_quote_is_for_less_time_now(life: Life) -> None:
    plan = await fixed(life, "first", FEBRUARY_MINOR)
    life.clock.now = at(2, 15)
    offer = await quote_subscription(life.store.ana.context, selection=Selection(plan.id))
    life.clock.advance(minutes=15)
    async with nothing_changes():
        with pytest.raises(QuoteChanged) as changed:
            await create_subscription(
                life.store.ana.context, selection=Selection(plan.id), quote_token=offer.token, idempotency_key="late",
                pay_with=CARD,
            )  # fmt: skip
    fresh = changed.value.quote
    assert offer.quote.due_now.minor - fresh.due_now.minor == 15 * 60
    assert await Subscription.all().count() == 0


async def test_what_is_too_short_to_cost_anything_is_free_and_then_billed(life: Life) -> None:
    plan = await fixed(life, "first", 1000, FIRST)
    life.clock.now = at(3, 1) - SECOND
    done = await create_subscription(
        life.store.ana.context, selection=Selection(plan.id), idempotency_key="a-second", pay_with=None
    )
    assert (done.subscription.status, done.payment) == ("ACTIVE", None)
    await life.run()
    assert [amount for amount, *_ in await billed(life, done.subscription)] == [0, 1000]
