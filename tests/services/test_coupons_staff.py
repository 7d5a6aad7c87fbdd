"""Staff give out coupons, change their limits and take them back: what is written, told, and refused by field."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.domain.catalog import BillingMode, ProductKind
from backend.domain.discounts import CouponDuration
from backend.domain.errors import Forbidden, InvalidInput, NotFound
from backend.models import Coupon, CouponAmount, CouponPlan, Event
from backend.services.catalog.create import Offered, create_plan, create_product
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Context
from backend.services.coupons.archive import archive_coupon
from backend.services.coupons.create import NewCoupon, create_coupon
from backend.services.coupons.find import find_coupons
from backend.services.coupons.update import AtMost, Until, update_coupon
from backend.services.subscriptions.quote import quote_subscription
from tests.support.catalog_api import staff_context
from tests.support.clock import START
from tests.support.invariants import nothing_changes
from tests.support.life import Life, month
from tests.support.merchants import MONTHLY, open_merchant
from tests.support.plan_changes import problems
from tests.support.terms import all_sums, discounts

DAY = timedelta(days=1)
TEN = NewCoupon("TEN", "Ten off", CouponDuration.FOREVER, percent="10")
FIVE = NewCoupon("FIVE", "Five off", CouponDuration.ONCE, amounts=[("5.00", "USD"), ("500", "JPY")])
# What the tables and the events of a refused coupon would have.
REPEATING = CouponDuration.REPEATING


@pytest.fixture
def staff(life: Life) -> Context:
    """The shop's staff."""
    return staff_context(life.store.merchant)


async def facts(subject_id: str) -> list[tuple[str, int | None, dict[str, Any]]]:
    """What was told of one row, in order."""
    told = await Event.filter(subject_id=subject_id).order_by("id")
    return [(event.type, event.version, event.payload) for event in told]


async def refused(operation: Awaitable[object]) -> list[tuple[str, str]]:
    """Each wrong field; nothing has changed."""
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refusal:
            await operation
    return problems(refusal.value)


async def test_a_coupon_is_created_with_its_terms_and_one_fact(life: Life, staff: Context) -> None:
    made = await create_coupon(
        staff,
        coupon=NewCoupon(
            " welcome-20 ", "Welcome", REPEATING, percent="20.25", periods=3, plan_ids=[life.monthly.id],
            once_per_customer=True, redeem_by=START + DAY, max_redemptions=7,
        ),
    )  # fmt: skip
    row = await Coupon.get(id=made.id)
    assert (row.merchant_id, row.code, row.name, row.percent_bp) == (staff.merchant_id, "WELCOME-20", "Welcome", 2025)
    assert (row.duration, row.periods, row.once_per_customer) == ("REPEATING", 3, True)
    assert (row.redeem_by, row.max_redemptions, row.redemptions) == (START + DAY, 7, 0)
    assert (row.archived_at, row.created_at, row.version) == (None, START, 1)
    assert [one.plan_id for one in await CouponPlan.filter(coupon_id=row.id)] == [life.monthly.id]
    assert await CouponAmount.filter(coupon_id=row.id).count() == 0
    told = {
        "code": "WELCOME-20", "name": "Welcome", "percent_bp": 2025, "amounts": {}, "duration": "REPEATING",
        "periods": 3, "plans": [life.monthly.id],
    }  # fmt: skip
    assert await facts(row.id) == [("coupon.created", 1, told)]


async def test_amounts_are_kept_by_currency_and_lower_what_is_sold(life: Life, staff: Context) -> None:
    made = await create_coupon(staff, coupon=FIVE)
    rows = await CouponAmount.filter(coupon_id=made.id).order_by("currency")
    assert [(row.currency, row.amount_minor) for row in rows] == [("JPY", 500), ("USD", 500)]
    assert made.percent_bp is None
    assert await all_sums(life, await life.subscribe(coupons=("five",))) == [(1000, 500, 0, 500)]
    yen = await life.customer("JPY")
    assert await all_sums(life, await life.subscribe(coupons=("FIVE",), who=yen)) == [(1000, 500, 0, 500)]
    euro = await life.customer("EUR")
    wrong = quote_subscription(euro.context, selection=Selection(life.monthly.id, coupons=("FIVE",)))
    assert await refused(wrong) == [("coupons.0", "NO_AMOUNT")]


WRONGS: list[tuple[NewCoupon, list[tuple[str, str]]]] = [
    (replace(TEN, code=""), [("code", "INVALID_CODE")]),
    (replace(TEN, code="AB"), [("code", "INVALID_CODE")]),
    (replace(TEN, code="A" * 51), [("code", "INVALID_CODE")]),
    (replace(TEN, code="SO MUCH"), [("code", "INVALID_CODE")]),
    (replace(TEN, code="ÄÖÜ"), [("code", "INVALID_CODE")]),
    (replace(TEN, name=""), [("name", "INVALID_TEXT")]),
    (replace(TEN, name="n" * 201), [("name", "INVALID_TEXT")]),
    (replace(TEN, percent=None), [("percent", "REQUIRED")]),
    (replace(TEN, amounts=[("1", "USD")]), [("amounts", "EXCLUSIVE")]),
    (replace(TEN, percent="0"), [("percent", "OUT_OF_RANGE")]),
    (replace(TEN, percent="0.00"), [("percent", "OUT_OF_RANGE")]),
    (replace(TEN, percent="100.01"), [("percent", "INVALID_PERCENT")]),
    (replace(TEN, percent="1.005"), [("percent", "INVALID_PERCENT")]),
    (replace(TEN, percent="-1"), [("percent", "INVALID_PERCENT")]),
    (replace(FIVE, amounts=[("0.00", "USD")]), [("amounts.0.amount", "OUT_OF_RANGE")]),
    (replace(FIVE, amounts=[("-1", "USD")]), [("amounts.0.amount", "OUT_OF_RANGE")]),
    (replace(FIVE, amounts=[("1.5", "JPY")]), [("amounts.0.amount", "INVALID_AMOUNT")]),
    (replace(FIVE, amounts=[("1", "USD"), ("1", "QQQ")]), [("amounts.1.currency", "UNKNOWN_CURRENCY")]),
    (replace(FIVE, amounts=[("1", "USD"), ("2", "USD")]), [("amounts.1.currency", "TWICE")]),
    (replace(TEN, periods=3), [("periods", "NOT_NEEDED")]),
    (replace(TEN, duration=CouponDuration.ONCE, periods=1), [("periods", "NOT_NEEDED")]),
    (replace(TEN, duration=REPEATING), [("periods", "REQUIRED")]),
    (replace(TEN, duration=REPEATING, periods=0), [("periods", "OUT_OF_RANGE")]),
    (replace(TEN, duration=REPEATING, periods=121), [("periods", "OUT_OF_RANGE")]),
    (replace(TEN, redeem_by=START), [("redeemBy", "OUT_OF_RANGE")]),
    (replace(TEN, redeem_by=(START + DAY).replace(tzinfo=None)), [("redeemBy", "NO_OFFSET")]),
    (replace(TEN, max_redemptions=0), [("maxRedemptions", "OUT_OF_RANGE")]),
    (replace(TEN, plan_ids=["plan_0"]), [("planIds.0", "UNKNOWN_PLAN")]),
    (replace(TEN, plan_ids=["p" * 60]), [("planIds.0", "UNKNOWN_PLAN")]),
    (replace(TEN, plan_ids=[f"plan_{n}" for n in range(101)]), [("planIds", "TOO_MANY")]),
    (
        NewCoupon("a", " ", REPEATING, percent="x", amounts=[("0", "USD")], max_redemptions=-1, redeem_by=START - DAY),
        [
            ("code", "INVALID_CODE"), ("name", "INVALID_TEXT"), ("percent", "INVALID_PERCENT"),
            ("amounts.0.amount", "OUT_OF_RANGE"), ("amounts", "EXCLUSIVE"), ("periods", "REQUIRED"),
            ("maxRedemptions", "OUT_OF_RANGE"), ("redeemBy", "OUT_OF_RANGE"),
        ],
    ),
]  # fmt: skip


async def test_a_wrong_coupon_is_refused_by_field_and_all_that_is_wrong_at_once(staff: Context) -> None:
    async with nothing_changes():
        for coupon, expected in WRONGS:
            with pytest.raises(InvalidInput) as refusal:
                await create_coupon(staff, coupon=coupon)
            assert problems(refusal.value) == expected, coupon


async def test_a_coupon_is_for_subscriptions_that_are_billed_in_advance(life: Life, staff: Context) -> None:
    system, hosting = life.store.merchant.system, life.store.catalog.product
    tariff = await create_plan(
        system, product=hosting, code="hourly", name="Hourly", description="", interval=MONTHLY, prices={"USD": 5},
        offered=Offered(), billing=BillingMode.FROM_BALANCE,
    )  # fmt: skip
    bags = await create_product(system, code="bags", name="Bags", description="", kind=ProductKind.REFILL)
    bag = await create_plan(
        system, product=bags, code="bag", name="Bag", description="", interval=None, prices={"USD": 5},
        offered=Offered(grants=[{"unit": "hours", "quantity": "1"}]),
    )  # fmt: skip
    other = await (await open_merchant(staff.services, life.clock, "other")).catalog()
    ids = [life.monthly.id, tariff.id, bag.id, other.basic.id, life.monthly.id]
    assert await refused(create_coupon(staff, coupon=replace(TEN, plan_ids=ids))) == [
        ("planIds.1", "NOT_OFFERED"), ("planIds.2", "NOT_OFFERED"), ("planIds.3", "UNKNOWN_PLAN"),
        ("planIds.4", "TWICE"),
    ]  # fmt: skip


async def test_a_code_is_taken_by_a_live_coupon_of_the_same_merchant_only(life: Life, staff: Context) -> None:
    first = await create_coupon(staff, coupon=TEN)
    assert await refused(create_coupon(staff, coupon=replace(TEN, code="ten"))) == [("code", "TAKEN")]
    other = await open_merchant(staff.services, life.clock, "other")
    await create_coupon(staff_context(other), coupon=TEN)
    await archive_coupon(staff, coupon_id=first.id)
    again = await create_coupon(staff, coupon=replace(TEN, percent="50"))
    assert await all_sums(life, await life.subscribe(coupons=("TEN",))) == [(1000, 500, 0, 500)]
    assert await refused(create_coupon(staff, coupon=TEN)) == [("code", "TAKEN")]
    assert {row.id for row in await find_coupons(staff)} == {again.id}
    assert {row.id for row in await find_coupons(staff, archived=True)} == {first.id, again.id}


async def test_of_ten_that_take_one_code_at_once_one_has_it(staff: Context) -> None:
    done = await asyncio.gather(*(create_coupon(staff, coupon=TEN) for _ in range(10)), return_exceptions=True)
    lost = [problems(one) for one in done if isinstance(one, InvalidInput)]
    assert lost == [[("code", "TAKEN")]] * 9
    assert await Coupon.all().count() == await Event.filter(type="coupon.created").count() == 1


async def test_its_name_and_limits_change_and_each_change_is_told(life: Life, staff: Context) -> None:
    made = await create_coupon(staff, coupon=TEN)
    until = START + 2 * DAY
    await update_coupon(staff, coupon_id=made.id, name="Ten", until=Until(until), at_most=AtMost(3))
    row = await update_coupon(staff, coupon_id=made.id, until=Until(None))
    assert (row.name, row.redeem_by, row.max_redemptions, row.version) == ("Ten", None, 3, 3)
    async with nothing_changes():
        same = await update_coupon(staff, coupon_id=made.id, name="Ten", until=Until(None), at_most=AtMost(3))
        assert same.version == 3
        await update_coupon(staff, coupon_id=made.id)
    assert (await facts(made.id))[1:] == [
        (
            "coupon.updated", 2,
            {"code": "TEN", "name": "Ten", "redeem_by": until.isoformat(), "max_redemptions": 3},
        ),
        ("coupon.updated", 3, {"code": "TEN", "redeem_by": None}),
    ]  # fmt: skip
    row = await Coupon.get(id=made.id)
    assert (row.percent_bp, row.duration, row.code, row.redemptions) == (1000, "FOREVER", "TEN", 0)


async def test_a_wrong_update_is_refused_by_field(life: Life, staff: Context) -> None:
    made = await create_coupon(staff, coupon=replace(TEN, redeem_by=START + DAY))
    for _ in range(2):
        await life.subscribe(coupons=("TEN",), who=await life.customer())

    async def wrong(**changes: Any) -> list[tuple[str, str]]:
        return await refused(update_coupon(staff, coupon_id=made.id, **changes))

    assert await wrong(name="") == [("name", "INVALID_TEXT")]
    assert await wrong(until=Until(START)) == [("redeemBy", "OUT_OF_RANGE")]
    assert await wrong(until=Until(datetime(2030, 1, 1))) == [("redeemBy", "NO_OFFSET")]  # noqa: DTZ001 - the point
    assert await wrong(at_most=AtMost(1)) == [("maxRedemptions", "OUT_OF_RANGE")]
    assert await wrong(at_most=AtMost(0)) == [("maxRedemptions", "OUT_OF_RANGE")]
    assert await wrong(name="\n", until=Until(START - DAY), at_most=AtMost(-1)) == [
        ("name", "INVALID_TEXT"), ("redeemBy", "OUT_OF_RANGE"), ("maxRedemptions", "OUT_OF_RANGE"),
    ]  # fmt: skip
    assert (await update_coupon(staff, coupon_id=made.id, at_most=AtMost(2))).max_redemptions == 2
    # An end that has passed can stay where it is.
    life.clock.advance(days=3)
    later = staff_context(life.store.merchant)
    row = await update_coupon(later, coupon_id=made.id, name="Gone", until=Until(START + DAY))
    assert (row.name, row.redeem_by) == ("Gone", START + DAY)


async def test_an_archived_coupon_is_unknown_and_goes_on_where_it_is_at_work(life: Life, staff: Context) -> None:
    made = await create_coupon(staff, coupon=TEN)
    held = await life.subscribe(coupons=("TEN",))
    row = await archive_coupon(staff, coupon_id=made.id)
    assert (row.archived_at, row.version) == (START, 2)
    life.clock.advance(hours=1)
    async with nothing_changes():
        again = await archive_coupon(staff_context(life.store.merchant), coupon_id=made.id)
    assert (again.archived_at, again.version) == (START, 2)
    assert [fact[:2] for fact in await facts(made.id)] == [("coupon.created", 1), ("coupon.archived", 2)]
    someone = await life.customer()
    wrong = quote_subscription(someone.context, selection=Selection(life.monthly.id, coupons=("TEN",)))
    assert await refused(wrong) == [("coupons.0", "UNKNOWN_COUPON")]
    await life.go(month(1))
    assert await all_sums(life, held) == [(1000, 100, 0, 900)] * 2
    assert await discounts(held) == [(made.id, None, "ACTIVE")]


async def test_coupons_are_for_the_merchants_own_staff(life: Life, staff: Context) -> None:
    made = await create_coupon(staff, coupon=TEN)
    other = staff_context(await open_merchant(staff.services, life.clock, "other"))
    operations: list[Callable[[Context], Awaitable[object]]] = [
        lambda ctx: update_coupon(ctx, coupon_id=made.id, name="Mine"),
        lambda ctx: archive_coupon(ctx, coupon_id=made.id),
    ]
    async with nothing_changes():
        for operation in operations:
            with pytest.raises(NotFound) as absent:
                await operation(other)
            assert absent.value.id == made.id
        for ctx in (life.store.ana.context, life.store.merchant.visitor):
            for operation in (*operations, lambda ctx: create_coupon(ctx, coupon=FIVE)):
                with pytest.raises(Forbidden):
                    await operation(ctx)
            with pytest.raises(Forbidden):
                find_coupons(ctx)
        with pytest.raises(NotFound):
            await archive_coupon(staff, coupon_id="c" * 60)
        assert await find_coupons(other, archived=True) == []
