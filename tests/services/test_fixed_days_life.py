"""Plans from a fixed day are changed, canceled, tried and paused: no second is paid twice, and none is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.catalog import PlanAnchor
from backend.models import Subscription
from backend.services.billing.preview import next_invoice_of
from backend.services.catalog.load_purchase import Selection
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.quote import quote_subscription
from backend.services.subscriptions.resume import resume_subscription
from tests.support.clock import START
from tests.support.fixed_days import billed, fixed
from tests.support.invariants import assert_all_adds_up
from tests.support.life import Life
from tests.support.plan_changes import Changes, figures, last_lines, open_changes, statuses
from tests.support.terms import all_sums, coupon, tax

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
WHOLE = Fraction(1)
UNUSED, REST = "Unused time: Hosting", "Remaining time: Hosting"


def at(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
async def changes(life: Life) -> Changes:
    return await open_changes(life)


async def half_of_february(life: Life, minor: int = 1000) -> Subscription:
    """A plan from the 1st, begun on the 15th of February: half of it is paid."""
    plan = await fixed(life, "first", minor)
    life.clock.now = at(2, 15)
    held = await life.subscribe(plan)
    assert await billed(life, held) == [(minor // 2, at(2, 15), at(3, 1), Fraction(1, 2))]
    return held


async def periods(life: Life, held: Subscription) -> tuple[datetime, datetime | None, datetime | None, datetime | None]:
    """What they are counted from, the current one, and until when it is billed."""
    row = await life.now(held)
    return row.anchor_at, row.period_start, row.period_end, row.billed_until


async def cancel_for_credit(life: Life, held: Subscription) -> int:
    """What comes back to Ana's balance."""
    before = await life.balance()
    await cancel_subscription(
        life.store.ana.context, subscription_id=held.id, when=ChangeTiming.NOW, credit_unused=True
    )
    await life.run()
    await assert_all_adds_up(life.store.gateway)
    return await life.balance() - before


async def test_a_change_inside_the_first_part_is_by_the_length_of_the_whole_month(changes: Changes) -> None:
    """A week of four is left: a quarter of 10.00 goes back, a quarter of 20.00 is charged."""
    life = changes.life
    held = await half_of_february(life)
    dearer = await fixed(life, "dearer", 2000)
    life.clock.now = at(2, 22)
    offer = await changes.quote(held, dearer)
    assert figures(offer.quote) == [(f"{UNUSED} First", -250), (f"{REST} Dearer", 500)]
    assert [line.derivation.share for line in offer.quote.lines] == [Fraction(-1, 4), Fraction(1, 4)]
    assert (offer.quote.due_now.minor, offer.quote.next_charge.minor) == (250, 2000)
    assert offer.quote.next_charge_at == at(3, 1)
    await changes.confirm(held, offer)
    assert await periods(life, held) == (at(2, 1), at(2, 15), at(3, 1), at(3, 1))
    # Once more in the same part: half a week is left.
    dearest = await fixed(life, "dearest", 4000)
    life.clock.now = at(2, 25, 12)
    await changes.make(held, dearest)
    assert await last_lines(life, held) == [(f"{UNUSED} Dearer", -250), (f"{REST} Dearest", 500)]
    assert await cancel_for_credit(life, held) == 500


async def test_quantity_and_addons_change_by_the_length_of_the_whole_month(changes: Changes) -> None:
    life = changes.life
    await life.monthly.filter(id=life.monthly.id).update(anchor_day=1)
    life.clock.now = at(2, 15)
    held = await life.subscribe()
    life.clock.now = at(2, 22)
    await changes.make(held, life.monthly, 2, addons={"seat": 1})
    assert await last_lines(life, held) == [
        (f"{UNUSED} Basic", -250), (f"{REST} Basic × 2", 500), ("Remaining time: Seat", 100),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("later", "back"),
    [(timedelta(0), 600), (SECOND, 600), (7 * DAY, 300), (14 * DAY - 1007 * SECOND, 0), (14 * DAY - 1008 * SECOND, 1)],
)
async def test_a_cancellation_gives_back_what_was_paid_and_not_more(life: Life, later: timedelta, back: int) -> None:
    """Of 12.00 a month 6.00 were paid; 1,008 seconds are half a cent."""
    held = await half_of_february(life, 1200)
    life.clock.now += later
    assert await cancel_for_credit(life, held) == back


async def test_what_a_coupon_and_a_tax_made_of_the_part_is_what_comes_back(life: Life) -> None:
    """Half of 10.00 less a half, and 3.00 by the month, with a fifth of tax: 2.50 - 1.50 = 1.00, and 0.20."""
    plan = await fixed(life, "first", 1000)
    await coupon(life, "HALF", percent_bp=5000)
    await coupon(life, "THREE", amounts={"USD": 300})
    await tax(life, "VAT", 200_000)
    life.clock.now = at(2, 15)
    held = await life.subscribe(plan, coupons=("HALF", "THREE"))
    assert await all_sums(life, held) == [(500, 400, 20, 120)]
    assert await cancel_for_credit(life, held) == 120


async def test_from_any_day_to_the_first_of_the_month_is_another_calendar(changes: Changes) -> None:
    """Half of the old period comes back; the new plan is charged for 14.5 days of February's 28, and then whole."""
    life = changes.life
    first = await fixed(life, "first", 2800)
    held = await life.subscribe()
    life.clock.now = at(2, 14, 12)
    offer = await changes.quote(held, first)
    assert figures(offer.quote) == [(f"{UNUSED} Basic", -500), ("Hosting First", 1450)]
    assert (offer.quote.due_now.minor, offer.quote.next_charge.minor) == (950, 2800)
    assert offer.quote.next_charge_at == at(3, 1)
    changed = await changes.confirm(held, offer)
    assert changed.payment is not None
    assert changed.payment.amount_minor == 950
    assert await periods(life, held) == (at(2, 1), at(2, 14, 12), at(3, 1), at(3, 1))
    await life.go(at(3, 1))
    assert (await billed(life, held))[-1] == (2800, at(3, 1), at(4, 1), WHOLE)
    # And back: from now on, a whole month.
    life.clock.now = at(3, 16, 12)
    await changes.make(held, life.plus)
    assert await last_lines(life, held) == [(f"{UNUSED} First", -1400), ("Hosting Plus", 2900)]
    assert await periods(life, held) == (at(3, 16, 12), at(3, 16, 12), at(4, 16, 12), at(4, 16, 12))
    await life.go(at(4, 16, 12))
    assert (await billed(life, held))[-1] == (2900, at(4, 16, 12), at(5, 16, 12), WHOLE)
    await assert_all_adds_up(life.store.gateway)


async def test_a_part_that_a_change_began_is_credited_by_its_own_month(changes: Changes) -> None:
    """The change charged 14.50 for half of February and a bit; a tenth of that is left after 9/10 of it."""
    life = changes.life
    held = await life.subscribe()
    life.clock.now = at(2, 14, 12)
    await changes.make(held, await fixed(life, "first", 2800))
    life.clock.now = at(3, 1) - DAY
    assert await cancel_for_credit(life, held) == 100


async def test_to_the_15th_instead_of_the_1st_is_another_calendar_too(changes: Changes) -> None:
    life = changes.life
    held = await half_of_february(life)
    middle = await fixed(life, "middle", 3100, PlanAnchor(15))
    life.clock.now = at(2, 22)
    await changes.make(held, middle)
    assert await last_lines(life, held) == [(f"{UNUSED} First", -250), ("Hosting Middle", 2325)]
    assert (await billed(life, held))[-1] == (2325, at(2, 22), at(3, 15), Fraction(3, 4))
    assert await periods(life, held) == (at(2, 15), at(2, 22), at(3, 15), at(3, 15))


async def test_planned_for_the_end_of_the_period_the_part_up_to_the_first_follows_it(changes: Changes) -> None:
    """10.00 from any day until the 28th at noon; half a day of February at 2.80 a month, then whole months."""
    life = changes.life
    cheap = await fixed(life, "cheap", 280)
    held = await life.subscribe()
    life.clock.now = at(2, 14, 12)
    offer = await changes.quote(held, cheap)
    ends = at(2, 28, 12)
    assert (offer.quote.due_now.minor, offer.quote.next_charge.minor, offer.quote.next_charge_at) == (0, 5, ends)
    await changes.confirm(held, offer)
    preview = await next_invoice_of(life.store.ana.context, await life.now(held))
    assert preview is not None
    assert (preview.quote.due_now.minor, preview.quote.next_charge_at) == (5, at(3, 1))
    assert await periods(life, held) == (START, START, ends, ends)
    await life.go(ends)
    assert await periods(life, held) == (at(2, 1), ends, at(3, 1), at(3, 1))
    assert await statuses(held) == ["APPLIED"]
    await life.go(at(3, 1))
    assert (await billed(life, held))[1:] == [
        (5, ends, at(3, 1), Fraction(1, 56)), (280, at(3, 1), at(4, 1), WHOLE),
    ]  # fmt: skip
    await assert_all_adds_up(life.store.gateway)


async def test_after_a_trial_comes_the_part_up_to_the_first(life: Life) -> None:
    tried = await fixed(life, "tried", 2800, trial_days=14)
    quote = (await quote_subscription(life.store.ana.context, selection=Selection(tried.id))).quote
    ends = at(2, 14, 12)
    assert (quote.due_now.minor, quote.next_charge.minor, quote.next_charge_at) == (0, 1450, ends)
    held = await life.subscribe(tried)
    assert await periods(life, held) == (at(2, 1), START, ends, ends)
    await life.go(at(3, 1))
    assert await billed(life, held) == [
        (1450, ends, at(3, 1), Fraction(29, 56)), (2800, at(3, 1), at(4, 1), WHOLE),
    ]  # fmt: skip
    assert await periods(life, held) == (at(2, 1), at(3, 1), at(4, 1), at(4, 1))
    await assert_all_adds_up(life.store.gateway)


async def test_in_a_trial_another_calendar_counts_from_its_end(changes: Changes) -> None:
    life = changes.life
    tried = await fixed(life, "tried", 2800, trial_days=14)
    middle = await fixed(life, "middle", 2800, PlanAnchor(15))
    held = await life.subscribe(tried)
    ends = at(2, 14, 12)
    life.clock.now = at(2, 3)
    offer = await changes.quote(held, middle)
    # Half a day of the month from 15 January.
    assert (offer.quote.due_now.minor, offer.quote.next_charge.minor, offer.quote.next_charge_at) == (0, 45, ends)
    await changes.confirm(held, offer)
    assert await periods(life, held) == (at(1, 15), START, ends, ends)
    await changes.make(held, life.monthly)
    assert await periods(life, held) == (ends, START, ends, ends)
    await changes.make(held, middle)
    await life.go(at(2, 15))
    assert await billed(life, held) == [
        (45, ends, at(2, 15), Fraction(1, 62)), (2800, at(2, 15), at(3, 15), WHOLE),
    ]  # fmt: skip


async def pause_for(life: Life, held: Subscription, pause: timedelta) -> None:
    """From now on."""
    await pause_subscription(life.store.ana.context, subscription_id=held.id, reason="Holidays.")
    await life.go(life.clock.now + pause)
    await resume_subscription(life.store.ana.context, subscription_id=held.id)
    await life.run()


async def test_a_pause_keeps_what_is_paid_and_then_leads_back_to_the_first(life: Life) -> None:
    """Five days longer, until 6 March; from there 26 of 31 days, and whole months again."""
    held = await half_of_february(life, 3100)
    life.clock.now = at(2, 20)
    await pause_for(life, held, 5 * DAY)
    assert await periods(life, held) == (at(3, 1), at(2, 20), at(3, 6), at(3, 6))
    preview = await next_invoice_of(life.store.ana.context, await life.now(held))
    assert preview is not None
    assert (preview.quote.due_now.minor, preview.quote.next_charge.minor) == (2600, 3100)
    await life.go(at(4, 1))
    assert await billed(life, held) == [
        (1550, at(2, 15), at(3, 1), Fraction(1, 2)),
        (2600, at(3, 6), at(4, 1), Fraction(26, 31)),
        (3100, at(4, 1), at(5, 1), WHOLE),
    ]
    assert await periods(life, held) == (at(3, 1), at(4, 1), at(5, 1), at(5, 1))
    await assert_all_adds_up(life.store.gateway)


async def test_after_a_pause_the_rest_is_worth_what_it_was(changes: Changes) -> None:
    """Half of February was paid; five days of pause later a quarter of it is left, until 6 March."""
    life = changes.life
    held = await half_of_february(life, 2800)
    dearer = await fixed(life, "dearer", 5600)
    life.clock.now = at(2, 20)
    await pause_for(life, held, 5 * DAY)
    life.clock.now = at(2, 27)
    offer = await changes.quote(held, dearer)
    assert figures(offer.quote) == [(f"{UNUSED} First", -700), (f"{REST} Dearer", 1400)]
    # The next period is what is left of March.
    assert (offer.quote.next_charge.minor, offer.quote.next_charge_at) == (round(5600 * 26 / 31), at(3, 6))
    await changes.confirm(held, offer)
    await life.go(at(3, 6))
    assert (await billed(life, held))[-1] == (4697, at(3, 6), at(4, 1), Fraction(26, 31))
    life.clock.now = at(3, 19)
    assert await cancel_for_credit(life, held) == 2348  # 13 of March's 31 days


async def test_the_rest_of_a_whole_period_and_that_of_a_part_are_kept_over_a_pause(life: Life) -> None:
    plan = await fixed(life, "first", 3000)
    life.clock.now = at(3, 1)
    held = await life.subscribe(plan)
    await life.go(at(3, 11))
    await pause_for(life, held, 10 * DAY)
    assert await periods(life, held) == (at(4, 1), at(3, 11), at(4, 11), at(4, 11))
    await life.go(at(4, 11))
    assert (await billed(life, held))[-1] == (2000, at(4, 11), at(5, 1), Fraction(2, 3))
    # Twice, in the part that the first pause left.
    await pause_for(life, held, 25 * DAY)
    assert await periods(life, held) == (at(5, 1), at(5, 6), at(5, 26), at(5, 26))
    assert await cancel_for_credit(life, held) == 2000


async def test_a_period_that_was_paid_ahead_is_served_in_full_after_a_pause(life: Life) -> None:
    plan = await fixed(life, "first", 3100)
    life.clock.now = at(3, 1)
    held = await life.subscribe(plan, way="INVOICE")
    await life.go(at(3, 27))
    _, ahead = await life.invoices(held)
    await life.store.pay(ahead.id)
    await pause_for(life, held, 10 * DAY)
    assert await periods(life, held) == (at(5, 1), at(3, 11), at(4, 11), at(5, 11))
    await life.go(at(4, 26))
    assert await periods(life, held) == (at(5, 1), at(4, 11), at(5, 11), at(5, 11))
    await life.go(at(5, 6))
    assert (await billed(life, held))[-1] == (2100, at(5, 11), at(6, 1), Fraction(21, 31))
    assert await cancel_for_credit(life, held) == 517  # five of thirty days


async def test_a_pause_up_to_the_first_leaves_no_part(life: Life) -> None:
    held = await half_of_february(life, 2800)
    life.clock.now = at(2, 22)
    await pause_for(life, held, 31 * DAY)
    assert await periods(life, held) == (at(4, 1), at(3, 18), at(4, 1), at(4, 1))
    await life.go(at(4, 1))
    assert (await billed(life, held))[-1] == (2800, at(4, 1), at(5, 1), WHOLE)
