"""Codes that a buyer types: each that cannot be used is named at its place, all at once; nothing is redeemed for it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable

import pytest

from backend.domain.discounts import CouponDuration
from backend.domain.errors import InvalidInput
from backend.models import Coupon, Discount, Subscription
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Context
from backend.services.coupons.archive import archive_coupon
from backend.services.coupons.create import NewCoupon, create_coupon
from backend.services.subscriptions.create import create_subscription
from backend.services.subscriptions.quote import quote_subscription
from tests.support.catalog_api import staff_context
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life
from tests.support.merchants import OpenMerchant, open_merchant
from tests.support.plan_changes import problems
from tests.support.storefront import CARD
from tests.support.tariffs import open_servers
from tests.support.terms import coupon, discounts

Problems = list[tuple[str, str]]


def buys(ctx: Context, selection: Selection, key: str = "codes") -> Awaitable[object]:
    return create_subscription(ctx, selection=selection, pay_with=CARD, idempotency_key=key)


async def refused(ctx: Context, selection: Selection) -> Problems:
    """What is wrong, said alike by the quote and by the purchase; nothing has changed."""
    async with nothing_changes():
        with pytest.raises(InvalidInput) as quoted:
            await quote_subscription(ctx, selection=selection)
        with pytest.raises(InvalidInput) as bought:
            await buys(ctx, selection)
    assert problems(quoted.value) == problems(bought.value)
    return problems(bought.value)


async def test_every_code_that_cannot_be_used_is_named_at_its_place(life: Life) -> None:
    ana = life.store.ana.context
    late, used = await coupon(life, "LATE", percent_bp=100), await coupon(life, "USED", percent_bp=100, most=2)
    await Coupon.filter(id=late.id).update(redeem_by=life.clock.now)
    await Coupon.filter(id=used.id).update(redemptions=2)
    gone = await coupon(life, "GONE", percent_bp=100)
    await archive_coupon(staff_context(life.store.merchant), coupon_id=gone.id)
    await coupon(life, "EURO", amounts={"EUR": 100})
    await coupon(life, "YEARLY", percent_bp=100, plans=(life.yearly,))
    await coupon(life, "FINE", percent_bp=100)
    foreign = await open_merchant(life.store.services, life.clock, "other")
    await create_coupon(staff_context(foreign), coupon=NewCoupon("THEIRS", "Theirs", CouponDuration.ONCE, percent="1"))

    async def said(*codes: str) -> Problems:
        return await refused(ana, Selection(life.monthly.id, coupons=codes))

    assert await said("LATE", "fine", "USED", "EURO", "YEARLY") == [
        ("coupons.0", "EXPIRED"), ("coupons.2", "EXHAUSTED"), ("coupons.3", "NO_AMOUNT"), ("coupons.4", "OTHER_PLAN"),
    ]  # fmt: skip
    assert await said("NONE", "THEIRS", "GONE", "fine", " Fine ") == [
        ("coupons.0", "UNKNOWN_COUPON"), ("coupons.1", "UNKNOWN_COUPON"), ("coupons.2", "UNKNOWN_COUPON"),
        ("coupons.4", "TWICE"),
    ]  # fmt: skip
    assert await said("", "N" * 500, "FI NE") == [(f"coupons.{n}", "UNKNOWN_COUPON") for n in range(3)]
    assert await said(*[f"C{n}" for n in range(6)]) == [("coupons", "TOO_MANY")]


async def test_a_visitor_is_quoted_with_a_coupon_that_this_customer_has_used(life: Life) -> None:
    await coupon(life, "SINGLE", percent_bp=5000, single=True)
    other = await life.store.merchant.catalog("analytics")
    held = await life.subscribe(coupons=("SINGLE",))
    chosen = Selection(other.basic.id, coupons=("SINGLE",))
    assert await refused(life.store.ana.context, chosen) == [("coupons.0", "ALREADY_USED")]
    offer = await quote_subscription(life.store.merchant.visitor, selection=chosen)
    assert (offer.quote.total.minor, offer.quote.next_charge.minor) == (500, 1000)
    assert len(await discounts(held)) == 1


async def test_what_is_billed_from_the_balance_takes_no_codes(merchant: OpenMerchant) -> None:
    servers = await open_servers(merchant)
    ana = await servers.customer(1000)
    selection = Selection(servers.small.id, coupons=("ANY",))
    assert await refused(ana.context, selection) == [("coupons", "NOT_OFFERED")]


async def test_of_two_purchases_at_once_one_has_the_customers_only_use(life: Life) -> None:
    single = await coupon(life, "SINGLE", percent_bp=5000, single=True)
    catalogs = [await life.store.merchant.catalog(f"product-{n}") for n in range(5)]
    ana = life.store.ana.context
    done = await asyncio.gather(
        *(buys(ana, Selection(one.basic.id, coupons=("SINGLE",)), key=one.product.id) for one in catalogs),
        return_exceptions=True,
    )
    kinds = Counter(problems(one)[0] if isinstance(one, InvalidInput) else type(one).__name__ for one in done)
    assert kinds == {"Subscribed": 1, ("coupons.0", "ALREADY_USED"): 4}
    assert await Subscription.all().count() == await Discount.filter(coupon_id=single.id).count() == 1
    assert (await Coupon.get(id=single.id)).redemptions == 1
    await assert_all_adds_up(life.store.gateway)
