"""Quoting: exact figures, every wrong choice named, nothing written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backend.domain.catalog import AddonCharge, ProductKind
from backend.domain.errors import InvalidInput, NotFound, NotSupported
from backend.domain.money import MAX_MINOR, Currency, Money
from backend.models import Addon, Plan, Price, Product
from backend.services.catalog.create import Offered, create_addon, create_plan, create_product
from backend.services.catalog.load_purchase import MAX_QUANTITY, Selection
from backend.services.subscriptions.quote import quote_subscription
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import nothing_changes
from tests.support.merchants import MONTHLY, open_merchant
from tests.support.storefront import Storefront, known_customer

USD = Currency("USD", 2)
FEBRUARY = datetime(2026, 2, 28, 12, tzinfo=UTC)


def problems(error: InvalidInput) -> list[tuple[str, str]]:
    return [(".".join(problem.path), problem.code) for problem in error.fields]


async def test_a_plan_with_addons_is_quoted_to_the_cent(store: Storefront) -> None:
    catalog = store.catalog
    selection = Selection(catalog.basic.id, 2, ((catalog.seat.id, 3), (catalog.setup.id, 1)))
    async with nothing_changes():
        offer = await quote_subscription(store.ana.context, selection=selection)

    quote = offer.quote
    assert [(line.description, line.amount.minor) for line in quote.lines] == [
        ("Hosting Basic × 2", 2000),
        ("Seat × 3", 1200),
        ("Set-up", 4900),
    ]
    assert [line.period and (line.period.start, line.period.end) for line in quote.lines] == [
        (START, FEBRUARY),
        (START, FEBRUARY),
        None,
    ]
    assert (quote.subtotal, quote.discount, quote.tax) == (Money(8100, USD), Money(0, USD), Money(0, USD))
    assert (quote.total, quote.due_now, quote.next_charge) == (Money(8100, USD), Money(8100, USD), Money(3200, USD))
    assert (quote.effective_at, quote.next_charge_at) == (START, FEBRUARY)
    assert quote.expires_at == START + timedelta(minutes=15)
    assert [feature.code for feature in quote.features_gained] == ["basic"]


@pytest.mark.parametrize(("code", "exponent"), [("USD", 2), ("EUR", 2), ("JPY", 0)])
async def test_a_visitor_chooses_the_currency(store: Storefront, code: str, exponent: int) -> None:
    offer = await quote_subscription(store.merchant.visitor, selection=store.basic, currency_code=code)
    assert offer.quote.total == Money(1000, Currency(code, exponent))


async def test_a_visitor_who_chooses_none_sees_the_merchants_currency(store: Storefront) -> None:
    assert (await quote_subscription(store.merchant.visitor, selection=store.basic)).quote.total == Money(1000, USD)


async def test_a_customer_is_quoted_in_their_own_currency(store: Storefront) -> None:
    jiro = await known_customer(store.merchant, "jiro@example.com", "JPY")
    for code in (None, "JPY"):
        offer = await quote_subscription(jiro.context, selection=store.basic, currency_code=code)
        assert offer.quote.total == Money(1000, Currency("JPY", 0))


async def test_a_customer_cannot_choose_another_currency(store: Storefront) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await quote_subscription(store.ana.context, selection=store.basic, currency_code="EUR")
    assert problems(caught.value) == [("currency", "OTHER_CURRENCY")]


@on_one_database
@pytest.mark.parametrize("code", ["XXY", "usd", "US", "DOLLAR", "U\x00D"])
async def test_a_code_that_is_no_currency_is_refused(store: Storefront, code: str) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await quote_subscription(store.merchant.visitor, selection=store.basic, currency_code=code)
    assert problems(caught.value) == [("currency", "UNKNOWN_CURRENCY")]


async def test_a_currency_without_a_price_is_refused_for_the_plan_and_each_addon(store: Storefront) -> None:
    selection = Selection(store.catalog.basic.id, 1, ((store.catalog.seat.id, 1), (store.catalog.setup.id, 1)))
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await quote_subscription(store.merchant.visitor, selection=selection, currency_code="GBP")
    assert problems(caught.value) == [
        ("planId", "NO_PRICE"),
        ("addons.0.addonId", "NO_PRICE"),
        ("addons.1.addonId", "NO_PRICE"),
    ]


def selections(store: Storefront) -> Mapping[str, tuple[Selection, list[tuple[str, str]]]]:
    basic, seat, setup = store.catalog.basic.id, store.catalog.seat.id, store.catalog.setup.id
    return {
        "none": (Selection(basic, 0), [("quantity", "OUT_OF_RANGE")]),
        "negative": (Selection(basic, -1), [("quantity", "OUT_OF_RANGE")]),
        "too many": (Selection(basic, MAX_QUANTITY + 1), [("quantity", "OUT_OF_RANGE")]),
        "far too many": (Selection(basic, 10**18), [("quantity", "OUT_OF_RANGE")]),
        "no seat": (Selection(basic, 1, ((seat, 0),)), [("addons.0.quantity", "OUT_OF_RANGE")]),
        "minus one seat": (Selection(basic, 1, ((seat, -1),)), [("addons.0.quantity", "OUT_OF_RANGE")]),
        "a seat too many": (Selection(basic, 1, ((seat, 11),)), [("addons.0.quantity", "OUT_OF_RANGE")]),
        "unknown addon": (Selection(basic, 1, (("addon_none", 1),)), [("addons.0.addonId", "NOT_ON_PLAN")]),
        "another plan's": (Selection(store.catalog.plus.id, 1, ((seat, 1),)), [("addons.0.addonId", "NOT_ON_PLAN")]),
        "twice": (Selection(basic, 1, ((seat, 1), (seat, 1))), [("addons.1.addonId", "TWICE")]),
        "all at once": (
            Selection(basic, 0, (("addon_none", 1), (seat, 99), (seat, 0), (setup, 2))),
            [
                ("quantity", "OUT_OF_RANGE"),
                ("addons.0.addonId", "NOT_ON_PLAN"),
                ("addons.1.quantity", "OUT_OF_RANGE"),
                ("addons.2.addonId", "TWICE"),
                ("addons.2.quantity", "OUT_OF_RANGE"),
                ("addons.3.quantity", "OUT_OF_RANGE"),
            ],
        ),
    }


CASES = ["none", "negative", "too many", "far too many", "no seat", "minus one seat", "a seat too many",
         "unknown addon", "another plan's", "twice", "all at once"]  # fmt: skip


@on_one_database
@pytest.mark.parametrize("case", CASES)
async def test_every_wrong_choice_is_named(store: Storefront, case: str) -> None:
    assert set(selections(store)) == set(CASES)
    selection, expected = selections(store)[case]
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await quote_subscription(store.ana.context, selection=selection)
    assert problems(caught.value) == expected


async def test_the_most_that_may_be_chosen_is_quoted(store: Storefront) -> None:
    most = Selection(store.catalog.basic.id, MAX_QUANTITY, ((store.catalog.seat.id, 10),))
    assert (await quote_subscription(store.ana.context, selection=most)).quote.total.minor == 10_004_000


async def test_a_total_up_to_the_limit_is_quoted_and_one_cent_more_is_refused(store: Storefront) -> None:
    await Price.filter(plan_id=store.catalog.basic.id, currency="USD").update(amount_minor=MAX_MINOR // 10_000)
    await Price.filter(addon_id=store.catalog.setup.id, currency="USD").update(amount_minor=1)
    most = Selection(store.catalog.basic.id, 10_000)
    assert (await quote_subscription(store.ana.context, selection=most)).quote.total.minor == MAX_MINOR
    over = replace(most, addons=((store.catalog.setup.id, 1),))
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await quote_subscription(store.ana.context, selection=over)
    assert problems(caught.value) == [("quantity", "TOO_LARGE")]


async def test_what_is_not_on_sale_looks_as_if_it_were_not_there(store: Storefront) -> None:
    foreign = await (await open_merchant(store.services, store.clock, "foreign")).catalog()
    messages = set()
    await Plan.filter(id=store.catalog.plus.id).update(archived_at=store.clock.now)
    async with nothing_changes():
        for id in ("plan_none", "", foreign.basic.id, store.catalog.plus.id, store.catalog.seat.id):
            with pytest.raises(NotFound) as caught:
                await quote_subscription(store.ana.context, selection=Selection(id))
            messages.add(caught.value.message)
    await Product.filter(id=store.catalog.product.id).update(archived_at=store.clock.now)
    with pytest.raises(NotFound) as caught:
        await quote_subscription(store.ana.context, selection=store.basic)
    assert messages == {caught.value.message}


async def test_an_archived_addon_is_no_longer_on_its_plan(store: Storefront) -> None:
    await Addon.filter(id=store.catalog.seat.id).update(archived_at=store.clock.now)
    with pytest.raises(InvalidInput) as caught:
        await quote_subscription(
            store.ana.context, selection=Selection(store.catalog.basic.id, 1, ((store.catalog.seat.id, 1),))
        )
    assert problems(caught.value) == [("addons.0.addonId", "NOT_ON_PLAN")]


async def test_a_refill_is_purchased_not_subscribed_to(store: Storefront) -> None:
    ctx = store.merchant.system
    product = await create_product(ctx, code="sms", name="SMS", description="", kind=ProductKind.REFILL)
    plan = await create_plan(
        ctx, product=product, code="bag", name="Bag", description="", interval=None, prices={"USD": 500},
        offered=Offered(grants=[{"unit": "sms", "quantity": 100}]),
    )  # fmt: skip
    async with nothing_changes():
        with pytest.raises(NotSupported):
            await quote_subscription(store.ana.context, selection=Selection(plan.id))


async def test_a_plan_with_a_trial_costs_nothing_now_and_says_what_follows(store: Storefront) -> None:
    await Plan.filter(id=store.catalog.basic.id).update(trial_days=14)
    async with nothing_changes():
        quote = (await quote_subscription(store.ana.context, selection=store.basic)).quote
    nothing = Money(0, USD)
    assert (quote.lines, quote.total, quote.due_now, quote.credited) == ((), nothing, nothing, nothing)
    assert (quote.effective_at, quote.next_charge_at) == (START, START + timedelta(days=14))
    assert quote.next_charge == Money(1000, USD)
    assert [feature.code for feature in quote.features_gained] == ["basic"]


async def test_an_addons_feature_replaces_its_plans(store: Storefront) -> None:
    ctx = store.merchant.system
    plan = await create_plan(
        ctx, product=store.catalog.product, code="pro", name="Pro", description="", interval=MONTHLY,
        prices={"USD": 100}, offered=Offered([{"code": "sites", "name": "Sites", "value": 1}]),
    )  # fmt: skip
    more = await create_addon(
        ctx, plan=plan, code="more", name="More", charge=AddonCharge.RECURRING, prices={"USD": 1},
        offered=Offered([{"code": "sites", "name": "Sites", "value": 10}]),
    )  # fmt: skip
    offer = await quote_subscription(ctx, selection=Selection(plan.id, 1, ((more.id, 1),)))
    assert [(feature.code, feature.value) for feature in offer.quote.features_gained] == [("sites", 10)]


async def test_the_period_follows_the_merchants_calendar(store: Storefront) -> None:
    # Noon in UTC on 31 January is 23:00 in Sydney, in summer time; on 28 February it still is.
    store.merchant.row.timezone = "Australia/Sydney"
    await store.merchant.row.save(update_fields=["timezone"])
    store.clock.now = datetime(2026, 3, 31, 12, tzinfo=UTC)
    quote = (await quote_subscription(store.ana.context, selection=store.basic)).quote
    # 31 March 23:00 summer time; 30 April 23:00 standard time is an hour later in UTC.
    assert quote.next_charge_at == datetime(2026, 4, 30, 13, tzinfo=UTC)
