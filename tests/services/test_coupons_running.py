"""A coupon comes to a subscription that runs, or is taken off: from the next invoice on, and nothing before it."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import pytest

from backend import models
from backend.domain.billing import ChangeTiming
from backend.domain.errors import Forbidden, IllegalTransition, InvalidInput, NotFound, NotSupported, QuoteChanged
from backend.models import Coupon, Customer, Discount, Event, Subscription
from backend.services.billing.preview import next_invoice_of
from backend.services.context import Context
from backend.services.coupons.add import add_coupon
from backend.services.coupons.archive import archive_coupon
from backend.services.coupons.remove import remove_discount
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.resume import resume_subscription
from tests.support.catalog_api import staff_context
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.merchants import OpenMerchant, open_merchant
from tests.support.plan_changes import HALF, open_changes, problems
from tests.support.scripted_gateway import decline, require_action
from tests.support.tariffs import open_servers
from tests.support.terms import all_sums, coupon, discounts, taken_off

DAY = timedelta(days=1)


async def add(life: Life, held: Subscription, code: str, by: Context | None = None) -> Subscription:
    """Ana redeems a code for what runs."""
    return await add_coupon(by or life.store.ana.context, subscription_id=held.id, code=code)


async def remove(life: Life, coupon_row: Coupon, by: Context | None = None) -> Subscription:
    """Ana takes a coupon off the only subscription that has it."""
    discount = await Discount.get(coupon_id=coupon_row.id)
    return await remove_discount(by or life.store.ana.context, discount_id=discount.id)


async def refused(operation: Awaitable[object]) -> list[tuple[str, str]]:
    """Each wrong field; nothing has changed."""
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refusal:
            await operation
    return problems(refusal.value)


async def told(held: Subscription) -> list[tuple[str, int | None, dict[str, Any]]]:
    """What was told of its coupons."""
    rows = await Event.filter(subject_id=held.id, type__startswith="subscription.discount_").order_by("id")
    return [(row.type, row.version, row.payload) for row in rows]


async def next_total(life: Life, held: Subscription) -> int:
    """What the next invoice will come to."""
    preview = await next_invoice_of(life.store.ana.context, await life.now(held))
    assert preview is not None
    return preview.quote.total.minor


async def test_an_added_coupon_lowers_so_many_periods_from_the_next_on(life: Life) -> None:
    half = await coupon(life, "HALF", percent_bp=5000, periods=2)
    held = await life.subscribe()
    life.clock.now = HALF
    added = await add(life, held, " half ")
    assert (added.status, added.version) == ("ACTIVE", held.version + 1)
    row = await Discount.get(subscription_id=held.id)
    assert (row.coupon_id, row.periods_left, row.position, row.status) == (half.id, 2, 1, "ACTIVE")
    assert (row.customer_id, row.created_at, row.ended_at) == (life.store.ana.row.id, HALF, None)
    assert (await Coupon.get(id=half.id)).redemptions == 1
    assert await told(held) == [
        (
            "subscription.discount_added", added.version,
            {"status": "ACTIVE", "plan": life.monthly.id, "coupon": half.id},
        )
    ]  # fmt: skip
    assert await next_total(life, held) == 500
    for number in (1, 2, 3):
        await life.go(month(number))
    assert await all_sums(life, held) == [(1000, 0, 0, 1000), *[(1000, 500, 0, 500)] * 2, (1000, 0, 0, 1000)]
    assert await discounts(held) == [(half.id, 0, "ACTIVE")]
    await assert_all_adds_up(life.store.gateway)


async def test_a_further_coupon_counts_behind_those_that_are_there(life: Life) -> None:
    ten, two = await coupon(life, "TEN", percent_bp=1000, periods=None), await coupon(life, "TWO", amounts={"USD": 200})
    last = await coupon(life, "LAST", percent_bp=5000, periods=None)
    held = await life.subscribe(coupons=("TEN",))
    for code in ("TWO", "LAST"):
        await add(life, held, code)
    # A tenth, then two dollars, then half of the 7.00 that are left.
    assert await next_total(life, held) == 350
    await remove(life, two)
    assert await next_total(life, held) == 450
    # The place of what was taken off stays empty.
    more = await coupon(life, "MORE", amounts={"USD": 50}, periods=None)
    await add(life, held, "MORE")
    rows = await Discount.filter(subscription_id=held.id).order_by("position")
    assert [(row.coupon_id, row.position) for row in rows] == [(ten.id, 1), (two.id, 2), (last.id, 3), (more.id, 4)]
    await life.go(month(1))
    newest = (await life.invoices(held))[-1]
    assert await taken_off(newest) == [(ten.id, 100, True), (last.id, 450, True), (more.id, 50, True)]
    await assert_all_adds_up(life.store.gateway)


async def test_a_removed_coupon_lowers_nothing_more_and_stays_redeemed(life: Life) -> None:
    half = await coupon(life, "HALF", percent_bp=5000, periods=None)
    held = await life.subscribe(coupons=("HALF",))
    life.clock.now = HALF
    removed = await remove(life, half)
    assert (removed.status, removed.version) == ("ACTIVE", held.version + 1)
    row = await Discount.get(subscription_id=held.id)
    assert (row.status, row.ended_at, row.periods_left) == ("REMOVED", HALF, None)
    assert (await Coupon.get(id=half.id)).redemptions == 1
    assert [(type, version) for type, version, _ in await told(held)] == [
        ("subscription.discount_removed", removed.version)
    ]
    assert await next_total(life, held) == 1000
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as twice:
            await remove(life, half)
    assert twice.value.status == "REMOVED"
    assert await refused(add(life, held, "HALF")) == [("code", "ALREADY_USED")]
    await life.go(month(1))
    assert await all_sums(life, held) == [(1000, 500, 0, 500), (1000, 0, 0, 1000)]
    await assert_all_adds_up(life.store.gateway)


async def test_inside_the_period_what_it_was_billed_under_counts(life: Life) -> None:
    changes = await open_changes(life)
    half = await coupon(life, "HALF", percent_bp=5000, periods=None)
    await coupon(life, "FREE", percent_bp=10_000, periods=None)
    held = await life.subscribe(coupons=("HALF",))
    life.clock.now = HALF
    offer = await changes.quote(held, changes.double)
    await remove(life, half)
    await add(life, held, "FREE")
    # What it costs from the next period on is another figure than was quoted.
    with pytest.raises(QuoteChanged) as changed:
        await changes.confirm(held, offer)
    # Half of 20.00 less half of 10.00 for half of the period; then nothing.
    assert (offer.quote.due_now.minor, offer.quote.next_charge.minor) == (250, 1000)
    assert (changed.value.quote.due_now.minor, changed.value.quote.next_charge.minor) == (250, 0)
    await changes.confirm(held, changed.value.token)
    await life.go(month(1))
    assert await all_sums(life, held) == [(1000, 500, 0, 500), (750, 500, 0, 250), (2000, 2000, 0, 0)]
    await assert_all_adds_up(life.store.gateway)


async def test_an_invoice_that_was_sent_ahead_is_not_changed(life: Life) -> None:
    half = await coupon(life, "HALF", percent_bp=5000, periods=None)
    tenth = await coupon(life, "TENTH", percent_bp=1000)
    held = await life.subscribe(way="INVOICE", coupons=("HALF",))
    await life.go(month(1) - 3 * DAY)
    _, ahead = await life.invoices(held)
    assert (ahead.status, ahead.total_minor) == ("OPEN", 500)
    await remove(life, half)
    await add(life, held, "TENTH")
    assert (await life.invoices(held))[1].total_minor == 500
    assert await next_total(life, held) == 900
    await life.store.pay(ahead.id)
    await life.go(month(2) - 3 * DAY)
    assert await all_sums(life, held) == [*[(1000, 500, 0, 500)] * 2, (1000, 100, 0, 900)]
    assert await discounts(held) == [(half.id, None, "REMOVED"), (tenth.id, 0, "ACTIVE")]
    await assert_all_adds_up(life.store.gateway)


async def test_a_trial_a_pause_and_a_missed_payment_take_coupons_and_give_them_up(life: Life) -> None:
    tried = await life.offer("tried", 3000, trial_days=7)
    codes = [await coupon(life, code, percent_bp=1000, periods=None) for code in ("TRIED", "PAUSED", "BEHIND")]
    held = await life.subscribe(tried)
    assert (await add(life, held, "TRIED")).status == "TRIALING"
    await life.go(life.clock.now + 7 * DAY)
    await pause_subscription(life.store.ana.context, subscription_id=held.id, resume_at=life.clock.now + 3 * DAY)
    paused = await add(life, held, "PAUSED")
    assert (paused.status, paused.resume_at) == ("PAUSED", life.clock.now + 3 * DAY)
    await life.run()
    assert (await life.now(held)).due_at == paused.resume_at
    await resume_subscription(life.store.ana.context, subscription_id=held.id)
    life.store.gateway.script("create", decline())
    await life.go((await life.now(held)).period_end or life.clock.now)
    assert (await life.now(held)).status == "PAST_DUE"
    behind = await add(life, held, "BEHIND")
    assert (behind.status, behind.past_due_at) == ("PAST_DUE", life.clock.now)
    for one in codes:
        await remove(life, one)
    assert [status for _, _, status in await discounts(held)] == ["REMOVED"] * 3
    assert await all_sums(life, held) == [(3000, 300, 0, 2700), (3000, 570, 0, 2430)]


async def test_what_is_over_or_not_paid_for_yet_is_refused(life: Life) -> None:
    half = await coupon(life, "HALF", percent_bp=5000)
    await coupon(life, "MORE", percent_bp=5000)
    life.store.gateway.script("create", require_action())
    waiting = await life.subscribe(coupons=("HALF",))
    assert waiting.status == "INCOMPLETE"

    async def both_refused(status: str) -> None:
        async with nothing_changes():
            for operation in (add(life, waiting, "MORE"), remove(life, half)):
                with pytest.raises(IllegalTransition) as refusal:
                    await operation
                assert refusal.value.status == status

    await both_refused("INCOMPLETE")
    ana = life.store.ana.context
    await cancel_subscription(ana, subscription_id=waiting.id, when=ChangeTiming.NOW)
    assert await discounts(waiting) == [(half.id, 1, "RETURNED")]
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as refusal:
            await remove(life, half)
        assert refusal.value.status == "RETURNED"
        with pytest.raises(IllegalTransition) as over:
            await add(life, waiting, "MORE")
        assert over.value.status == "CANCELED"
    held = await life.subscribe(coupons=("MORE",))
    await cancel_subscription(ana, subscription_id=held.id, when=ChangeTiming.NOW)
    async with nothing_changes():
        for operation in (add(life, held, "HALF"), remove(life, await Coupon.get(code="MORE"))):
            with pytest.raises(IllegalTransition) as refusal:
                await operation
            assert refusal.value.status == "CANCELED"


async def test_what_is_billed_from_the_balance_has_no_coupons(merchant: OpenMerchant) -> None:
    servers = await open_servers(merchant)
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.small)
    async with nothing_changes():
        with pytest.raises(NotSupported):
            await add_coupon(ana.context, subscription_id=held.id, code="ANY")


async def test_a_code_that_cannot_be_used_is_named(life: Life) -> None:
    held = await life.subscribe()
    staff = staff_context(life.store.merchant)
    gone = await coupon(life, "GONE", percent_bp=1000)
    await archive_coupon(staff, coupon_id=gone.id)
    late = await coupon(life, "LATE", percent_bp=1000)
    await Coupon.filter(id=late.id).update(redeem_by=life.clock.now)
    await coupon(life, "EURO", amounts={"EUR": 100})
    await coupon(life, "YEARLY", percent_bp=1000, plans=(life.yearly,))
    used = await coupon(life, "USED", percent_bp=1000, most=1)
    await Coupon.filter(id=used.id).update(redemptions=1)
    await coupon(life, "SINGLE", percent_bp=1000, single=True)
    await coupon(life, "TWICE", percent_bp=1000)
    for code in ("SINGLE", "TWICE"):
        await add(life, held, code)
    for code, problem in (
        ("NONE", "UNKNOWN_COUPON"), ("", "UNKNOWN_COUPON"), ("N" * 60, "UNKNOWN_COUPON"), ("GONE", "UNKNOWN_COUPON"),
        ("LATE", "EXPIRED"), ("EURO", "NO_AMOUNT"), ("YEARLY", "OTHER_PLAN"), ("USED", "EXHAUSTED"),
        ("SINGLE", "ALREADY_USED"), ("TWICE", "ALREADY_USED"),
    ):  # fmt: skip
        assert await refused(add(life, held, code)) == [("code", problem)], code


async def test_a_subscription_has_five_coupons_at_work_at_most(life: Life) -> None:
    held = await life.subscribe()
    for number in range(6):
        await coupon(life, f"NO-{number}", percent_bp=100, periods=1 if number == 0 else None)
    for number in range(5):
        await add(life, held, f"NO-{number}")
    assert await refused(add(life, held, "NO-5")) == [("code", "TOO_MANY")]
    # What is used up makes room.
    await life.go(month(1))
    await add(life, held, "NO-5")
    assert len([one for one in await discounts(held) if one[2] == "ACTIVE"]) == 6


async def test_the_date_of_a_coupon_is_read_on_the_customers_clock(life: Life) -> None:
    fine = await coupon(life, "FINE", percent_bp=1000)
    await Coupon.filter(id=fine.id).update(redeem_by=life.clock.now + DAY)
    beto, staff = await life.customer(), staff_context(life.store.merchant)
    held, theirs = await life.subscribe(), await life.subscribe(who=beto)
    later = await models.TestClock.create(
        id="clock_1", merchant_id=staff.merchant_id, name="Later", now_at=life.clock.now + DAY, status="READY",
        version=1, created_at=life.clock.now,
    )  # fmt: skip
    await Customer.filter(id=beto.row.id).update(test_clock_id=later.id)
    assert await refused(add(life, theirs, "FINE", by=staff)) == [("code", "EXPIRED")]
    await add(life, held, "FINE", by=staff)


async def test_nobody_touches_what_is_not_theirs_and_staff_do_it_for_anybody(life: Life) -> None:
    ten = await coupon(life, "TEN", percent_bp=1000)
    held = await life.subscribe()
    beto, visitor = (await life.customer()).context, life.store.merchant.visitor
    strangers = staff_context(await open_merchant(life.store.services, life.clock, "other"))
    staff = staff_context(life.store.merchant)
    async with nothing_changes():
        for ctx in (beto, strangers):
            with pytest.raises(NotFound) as absent:
                await add(life, held, "TEN", by=ctx)
            assert absent.value.id == held.id
        with pytest.raises(Forbidden):
            await add(life, held, "TEN", by=visitor)
    await add(life, held, "TEN", by=staff)
    discount = await Discount.get(coupon_id=ten.id)
    assert discount.customer_id == life.store.ana.row.id
    async with nothing_changes():
        for ctx in (beto, strangers):
            with pytest.raises(NotFound) as absent:
                await remove(life, ten, by=ctx)
            assert absent.value.id == discount.id
        with pytest.raises(Forbidden):
            await remove(life, ten, by=visitor)
        with pytest.raises(NotFound):
            await remove_discount(staff, discount_id="d" * 60)
    await remove(life, ten, by=staff)
    assert [status for _, _, status in await discounts(held)] == ["REMOVED"]
    await assert_all_adds_up(life.store.gateway)
