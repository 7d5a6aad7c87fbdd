"""Many redeem a coupon at once: never one more than it is for, nor than a customer may."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable

import pytest

from backend.domain.errors import InvalidInput, Refusal
from backend.models import Coupon, Discount, Event, Invoice, Subscription
from backend.services.catalog.load_purchase import Selection
from backend.services.coupons.add import add_coupon
from backend.services.coupons.remove import remove_discount
from backend.services.coupons.update import AtMost, update_coupon
from backend.services.subscriptions.create import create_subscription
from tests.support.catalog_api import staff_context
from tests.support.invariants import assert_all_adds_up
from tests.support.life import Life
from tests.support.merchants import SignedIn
from tests.support.plan_changes import problems
from tests.support.storefront import CARD
from tests.support.terms import coupon

MANY = 50


async def at_once(*operations: Awaitable[object]) -> Counter[str]:
    """How many were done, and how many were refused for what."""
    done = await asyncio.gather(*operations, return_exceptions=True)
    assert [one for one in done if isinstance(one, BaseException) and not isinstance(one, Refusal)] == []
    return Counter(problems(one)[0][1] if isinstance(one, InvalidInput) else type(one).__name__ for one in done)


def buys(life: Life, who: SignedIn, *codes: str) -> Awaitable[object]:
    return create_subscription(
        who.context, selection=Selection(life.monthly.id, coupons=codes), pay_with=CARD, idempotency_key="at-once"
    )


async def assert_counted(row: Coupon, redemptions: int) -> None:
    """The coupon counts exactly the subscriptions that have it."""
    assert (await Coupon.get(id=row.id)).redemptions == redemptions
    assert await Discount.filter(coupon_id=row.id).exclude(status="RETURNED").count() == redemptions


async def test_of_fifty_who_subscribe_with_a_coupon_for_five_exactly_five_do(life: Life) -> None:
    five = await coupon(life, "FIVE", percent_bp=5000, most=5)
    people = [await life.customer() for _ in range(MANY)]
    done = await at_once(*(buys(life, who, "FIVE") for who in people))
    assert done == {"Subscribed": 5, "EXHAUSTED": MANY - 5}
    await assert_counted(five, 5)
    # Who was refused has nothing.
    assert await Subscription.all().count() == await Invoice.filter(total_minor=500).count() == 5
    assert await Invoice.all().count() == 5
    await assert_all_adds_up(life.store.gateway)


async def test_of_fifty_running_subscriptions_exactly_five_get_it(life: Life) -> None:
    five = await coupon(life, "FIVE", percent_bp=5000, most=5)
    held = [(who, await life.subscribe(way="INVOICE", who=who)) for who in [await life.customer() for _ in range(MANY)]]
    done = await at_once(*(add_coupon(who.context, subscription_id=one.id, code="FIVE") for who, one in held))
    assert done == {"Subscription": 5, "EXHAUSTED": MANY - 5}
    await assert_counted(five, 5)
    assert await Event.filter(type="subscription.discount_added").count() == 5
    await assert_all_adds_up(life.store.gateway)


async def test_a_customer_who_redeems_it_for_two_products_at_once_has_it_once(life: Life) -> None:
    single = await coupon(life, "SINGLE", percent_bp=5000, single=True)
    other = await life.store.merchant.catalog("analytics")
    ana = life.store.ana
    first, second = await life.subscribe(way="INVOICE"), await life.store.subscribe(Selection(other.basic.id))
    ids = [first.id, second.subscription.id] * 5
    done = await at_once(*(add_coupon(ana.context, subscription_id=id, code="SINGLE") for id in ids))
    assert done == {"Subscription": 1, "ALREADY_USED": 9}
    await assert_counted(single, 1)


async def test_ten_times_the_same_coupon_at_once_is_once(life: Life) -> None:
    ten, held = await coupon(life, "TEN", percent_bp=1000), await life.subscribe()
    ana = life.store.ana.context
    done = await at_once(*(add_coupon(ana, subscription_id=held.id, code="TEN") for _ in range(10)))
    assert done == {"Subscription": 1, "ALREADY_USED": 9}
    await assert_counted(ten, 1)
    (discount,) = await Discount.all()
    done = await at_once(*(remove_discount(ana, discount_id=discount.id) for _ in range(10)))
    assert done == {"Subscription": 1, "IllegalTransition": 9}
    assert (await life.now(held)).version == held.version + 2
    await assert_counted(ten, 1)
    await assert_all_adds_up(life.store.gateway)


async def test_two_coupons_in_either_order_at_once_do_not_block_each_other(life: Life) -> None:
    one, two = await coupon(life, "ONE", percent_bp=1000), await coupon(life, "TWO", percent_bp=1000)
    people = [await life.customer() for _ in range(10)]
    codes = [("ONE", "TWO"), ("TWO", "ONE")] * 5
    done = await at_once(*(buys(life, who, *order) for who, order in zip(people, codes, strict=True)))
    assert done == {"Subscribed": 10}
    for row in (one, two):
        await assert_counted(row, 10)


@pytest.mark.parametrize("limit", [3, 1])
async def test_a_limit_that_is_lowered_meanwhile_is_never_passed(life: Life, limit: int) -> None:
    row = await coupon(life, "MANY", percent_bp=1000, most=10)
    people = [await life.customer() for _ in range(10)]
    staff = staff_context(life.store.merchant)
    done = await at_once(
        *(buys(life, who, "MANY") for who in people[:5]),
        update_coupon(staff, coupon_id=row.id, at_most=AtMost(limit)),
        *(buys(life, who, "MANY") for who in people[5:]),
    )
    now = await Coupon.get(id=row.id)
    # Either it came in time, or it came too late and was refused.
    assert now.max_redemptions == (limit if done["Coupon"] else 10)
    assert (done["Coupon"], done["OUT_OF_RANGE"]) in {(1, 0), (0, 1)}
    assert now.redemptions <= (now.max_redemptions or 0)
    await assert_counted(row, done["Subscribed"])
