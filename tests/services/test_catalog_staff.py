"""Staff write the catalogue: what is created, what is refused by field, what archiving ends and what it leaves."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from backend.domain.catalog import AddonCharge, BillingMode, PlanAnchor, ProductKind
from backend.domain.errors import Forbidden, InvalidInput, NotFound
from backend.domain.periods import Interval, IntervalUnit
from backend.models import Addon, Event, Plan, Price, Product
from backend.services.catalog.add_addon import NewAddon, add_addon
from backend.services.catalog.add_plan import NewPlan, add_plan
from backend.services.catalog.add_product import add_product
from backend.services.catalog.archive import archive_addon, archive_plan, archive_product
from backend.services.catalog.inputs import FeatureInput, GrantInput
from backend.services.catalog.load_purchase import Selection
from backend.services.catalog.update_addon import Limit, update_addon
from backend.services.catalog.update_plan import update_plan
from backend.services.catalog.update_product import update_product
from backend.services.context import Context
from backend.services.refills.purchase import purchase_refill
from backend.services.subscriptions.quote import quote_subscription
from tests.support.catalog_api import staff_context
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.merchants import MONTHLY, OpenMerchant, open_merchant
from tests.support.scripted_gateway import ScriptedGateway
from tests.support.storefront import CARD, Storefront

BAG = GrantInput("hours", "100", Interval(IntervalUnit.MONTH, 3))
PLAN = NewPlan(code="pro", name="Pro", description="For many.", prices=[("20.00", "USD")], interval=MONTHLY)
REFILL = NewPlan(code="bag", name="Bag", description="", prices=[("5.00", "USD")], grants=[BAG])
ADDON = NewAddon(code="disk", name="Disk", charge=AddonCharge.RECURRING, prices=[("1.50", "USD")])


@pytest.fixture
def staff(store: Storefront) -> Context:
    """The shop's staff."""
    return staff_context(store.merchant)


async def make(staff: Context, kind: ProductKind = ProductKind.SUBSCRIPTION, code: str = "made") -> Product:
    """A product of the test's own."""
    return await add_product(staff, code=code, name="Made", description="", kind=kind)


def fields(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    """Each wrong field with its code."""
    return [(".".join(problem.path), problem.code) for problem in refused.value.fields]


async def facts(subject_id: str) -> list[tuple[str, int | None, dict[str, Any]]]:
    """What was told of one row, in order."""
    told = await Event.filter(subject_id=subject_id).order_by("id")
    return [(event.type, event.version, event.payload) for event in told]


async def test_a_product_is_created_once_with_one_fact(store: Storefront, staff: Context) -> None:
    product = await add_product(
        staff, code="web-1.x_y", name="Web", description="Two\nlines.", kind=ProductKind.SUBSCRIPTION
    )
    row = await Product.get(id=product.id)
    assert (row.code, row.name, row.description, row.kind) == ("web-1.x_y", "Web", "Two\nlines.", "SUBSCRIPTION")
    assert (row.merchant_id, row.archived_at, row.created_at) == (store.merchant.row.id, None, START)
    assert await facts(product.id) == [
        ("product.created", 1, {"code": "web-1.x_y", "name": "Web", "kind": "SUBSCRIPTION"})
    ]


async def test_a_plan_is_created_with_its_terms_prices_and_what_it_gives(staff: Context) -> None:
    product = await make(staff)
    features = [
        FeatureInput("sites", "Sites", 5),
        FeatureInput("backup", "Back-up", True),
        FeatureInput("logo", "Logo"),
    ]
    plan = await add_plan(
        staff, product_id=product.id,
        plan=replace(PLAN, prices=[("20.00", "USD"), ("3000", "JPY"), ("0", "EUR")], trial_days=14, features=features),
    )  # fmt: skip
    row = await Plan.get(id=plan.id)
    assert (row.product_id, row.code, row.name, row.description) == (product.id, "pro", "Pro", "For many.")
    assert (row.interval_unit, row.interval_count, row.billing, row.trial_days) == ("MONTH", 1, "IN_ADVANCE", 14)
    assert row.features == [
        {"code": "sites", "name": "Sites", "value": 5},
        {"code": "backup", "name": "Back-up", "value": True},
        {"code": "logo", "name": "Logo", "value": None},
    ]
    prices = {"USD": 2000, "JPY": 3000, "EUR": 0}
    assert {price.currency: price.amount_minor for price in await Price.filter(plan_id=plan.id)} == prices
    assert await facts(plan.id) == [
        ("plan.created", 1, {"code": "pro", "name": "Pro", "product": product.id, "prices": prices})
    ]
    assert (row.anchor_day, row.anchor_month) == (None, None)
    # The second one of the product is shown behind the first.
    other = await add_plan(staff, product_id=product.id, plan=replace(PLAN, code="max"))
    assert (row.position, (await Plan.get(id=other.id)).position) == (0, 1)


@pytest.mark.parametrize(
    ("interval", "anchor"),
    [
        (Interval(IntervalUnit.WEEK, 2), PlanAnchor(7)),
        (MONTHLY, PlanAnchor(31)),
        (Interval(IntervalUnit.MONTH, 3), PlanAnchor(1, 1)),
        (Interval(IntervalUnit.MONTH, 3), PlanAnchor(15)),
        (Interval(IntervalUnit.YEAR, 1), PlanAnchor(29, 2)),
    ],
)
async def test_a_plan_has_a_fixed_day_which_no_update_moves(
    staff: Context, interval: Interval, anchor: PlanAnchor
) -> None:
    product = await make(staff)
    plan = await add_plan(staff, product_id=product.id, plan=replace(PLAN, interval=interval, anchor=anchor))
    await update_plan(staff, plan_id=plan.id, name="Other", description="", features=[], trial_days=3)
    row = await Plan.get(id=plan.id)
    assert (row.name, row.anchor_day, row.anchor_month) == ("Other", anchor.day, anchor.month)


async def test_what_staff_create_can_be_bought(store: Storefront, staff: Context, gateway: ScriptedGateway) -> None:
    product = await make(staff)
    plan = await add_plan(staff, product_id=product.id, plan=PLAN)
    addon = await add_addon(staff, plan_id=plan.id, addon=replace(ADDON, max_quantity=3))
    bought = await store.subscribe(Selection(plan.id, 1, ((addon.id, 2),)))
    assert (bought.subscription.status, bought.invoice.total_minor) == ("ACTIVE", 2300)

    bags = await make(staff, ProductKind.REFILL, "bags")
    bag = await add_plan(staff, product_id=bags.id, plan=REFILL)
    refill = await purchase_refill(
        store.ana.context, plan_id=bag.id, quantity=1, pay_with=CARD, idempotency_key="refill-1"
    )
    assert (refill.invoice.status, refill.invoice.total_minor) == ("PAID", 500)
    assert (await Plan.get(id=bag.id)).grants == [
        {"unit": "hours", "quantity": "100", "expires_after": {"unit": "MONTH", "count": 3}}
    ]
    await assert_all_adds_up(gateway)


@on_one_database
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"code": ""}, [("code", "INVALID_CODE")]),
        ({"code": "Web"}, [("code", "INVALID_CODE")]),
        ({"code": "-web"}, [("code", "INVALID_CODE")]),
        ({"code": "w" * 51}, [("code", "INVALID_CODE")]),
        ({"code": "веб"}, [("code", "INVALID_CODE")]),
        ({"code": "hosting"}, [("code", "TAKEN")]),
        ({"name": " "}, [("name", "INVALID_TEXT")]),
        ({"name": "n" * 201}, [("name", "INVALID_TEXT")]),
        ({"name": "a\nb"}, [("name", "INVALID_TEXT")]),
        ({"description": "d" * 2001}, [("description", "INVALID_TEXT")]),
        ({"description": "bell \x07"}, [("description", "INVALID_TEXT")]),
        ({"code": "", "name": ""}, [("code", "INVALID_CODE"), ("name", "INVALID_TEXT")]),
    ],
)
async def test_a_wrong_product_is_refused_by_field(
    staff: Context, changes: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    given: dict[str, str] = {"code": "web", "name": "Web", "description": "", **changes}
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await add_product(staff, kind=ProductKind.SUBSCRIPTION, **given)
    assert fields(refused) == expected


WRONG_PLANS: list[tuple[NewPlan, list[tuple[str, str]]]] = [
    (replace(PLAN, code="basic"), [("code", "TAKEN")]),
    (replace(PLAN, name=""), [("name", "INVALID_TEXT")]),
    (replace(PLAN, interval=None), [("interval", "REQUIRED")]),
    (replace(PLAN, interval=Interval(IntervalUnit.DAY, 0)), [("interval.count", "OUT_OF_RANGE")]),
    (replace(PLAN, interval=Interval(IntervalUnit.DAY, 1001)), [("interval.count", "OUT_OF_RANGE")]),
    (replace(PLAN, trial_days=-1), [("trialDays", "OUT_OF_RANGE")]),
    (replace(PLAN, trial_days=731), [("trialDays", "OUT_OF_RANGE")]),
    (replace(PLAN, billing=BillingMode.FROM_BALANCE, trial_days=1), [("trialDays", "NOT_OFFERED")]),
    (replace(PLAN, billing=BillingMode.FROM_BALANCE, interval=None), [("interval", "REQUIRED")]),
    (replace(PLAN, grants=[BAG]), [("grants", "NOT_OFFERED")]),
    (replace(PLAN, anchor=PlanAnchor(32)), [("anchor.day", "OUT_OF_RANGE")]),
    (replace(PLAN, anchor=PlanAnchor(1, 1)), [("anchor.month", "NOT_OFFERED")]),
    (replace(PLAN, anchor=PlanAnchor(1), interval=Interval(IntervalUnit.DAY, 30)), [("anchor", "NOT_OFFERED")]),
    (replace(PLAN, anchor=PlanAnchor(1), billing=BillingMode.FROM_BALANCE), [("anchor", "NOT_OFFERED")]),
    (replace(PLAN, prices=[]), [("prices", "REQUIRED")]),
    (replace(PLAN, prices=[("-0.01", "USD")]), [("prices.0.amount", "OUT_OF_RANGE")]),
    (replace(PLAN, prices=[("1.001", "USD")]), [("prices.0.amount", "INVALID_AMOUNT")]),
    (replace(PLAN, prices=[("1.0", "JPY")]), [("prices.0.amount", "INVALID_AMOUNT")]),
    (replace(PLAN, prices=[("10000000000000.01", "USD")]), [("prices.0.amount", "INVALID_AMOUNT")]),
    (replace(PLAN, prices=[("1", "USD"), ("1", "QQQ")]), [("prices.1.currency", "UNKNOWN_CURRENCY")]),
    (replace(PLAN, prices=[("1", "USD"), ("2", "USD")]), [("prices.1.currency", "TWICE")]),
    (replace(PLAN, features=[FeatureInput("A", "A")]), [("features.0.code", "INVALID_CODE")]),
    (replace(PLAN, features=[FeatureInput("a", "")]), [("features.0.name", "INVALID_TEXT")]),
    (replace(PLAN, features=[FeatureInput("a", "A"), FeatureInput("a", "A")]), [("features.1.code", "TWICE")]),
    (replace(PLAN, features=[FeatureInput("a", "A", [1])]), [("features.0.value", "INVALID_VALUE")]),
    (replace(PLAN, features=[FeatureInput("a", "A", 10**15 + 1)]), [("features.0.value", "INVALID_VALUE")]),
    (replace(PLAN, features=[FeatureInput("a", "A", "\x00")]), [("features.0.value", "INVALID_VALUE")]),
    (replace(PLAN, features=[FeatureInput(f"a{n}", "A") for n in range(101)]), [("features", "TOO_MANY")]),
]
WRONG_REFILLS: list[tuple[NewPlan, list[tuple[str, str]]]] = [
    (replace(REFILL, interval=MONTHLY), [("interval", "NOT_OFFERED")]),
    (replace(REFILL, billing=BillingMode.FROM_BALANCE), [("billing", "NOT_OFFERED")]),
    (replace(REFILL, trial_days=7), [("trialDays", "NOT_OFFERED")]),
    (replace(REFILL, anchor=PlanAnchor(1)), [("anchor", "NOT_OFFERED")]),
    (replace(REFILL, grants=()), [("grants", "REQUIRED")]),
    (replace(REFILL, grants=[BAG] * 21), [("grants", "TOO_MANY")]),
    (replace(REFILL, grants=[BAG, GrantInput(" ", "1")]), [("grants.1", "INVALID_GRANT")]),
    (replace(REFILL, grants=[GrantInput("hours", "0")]), [("grants.0", "INVALID_GRANT")]),
    (replace(REFILL, grants=[GrantInput("hours", "-1")]), [("grants.0", "INVALID_GRANT")]),
    (replace(REFILL, grants=[GrantInput("h", "1", Interval(IntervalUnit.YEAR, 101))]), [("grants.0", "INVALID_GRANT")]),
    (replace(REFILL, prices=[("0.00", "USD")]), [("prices.0.amount", "OUT_OF_RANGE")]),
]


async def test_a_wrong_plan_is_refused_by_field(store: Storefront, staff: Context) -> None:
    bags = await make(staff, ProductKind.REFILL)
    async with nothing_changes():
        for product, wrong in ((store.catalog.product, WRONG_PLANS), (bags, WRONG_REFILLS)):
            for plan, expected in wrong:
                with pytest.raises(InvalidInput) as refused:
                    await add_plan(staff, product_id=product.id, plan=plan)
                assert fields(refused) == expected, plan


async def test_all_that_is_wrong_is_named_at_once(staff: Context) -> None:
    product = await make(staff)
    await archive_product(staff, product_id=product.id)
    plan = NewPlan(code="", name="", description="x" * 2001, prices=[("-1", "USD"), ("x", "USD")], trial_days=999)
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await add_plan(staff, product_id=product.id, plan=plan)
    assert fields(refused) == [
        ("productId", "ARCHIVED"), ("code", "INVALID_CODE"), ("name", "INVALID_TEXT"), ("description", "INVALID_TEXT"),
        ("interval", "REQUIRED"), ("trialDays", "OUT_OF_RANGE"), ("prices.0.amount", "OUT_OF_RANGE"),
        ("prices.1.amount", "INVALID_AMOUNT"),
    ]  # fmt: skip


async def test_an_addon_is_created_and_a_wrong_one_refused_by_field(store: Storefront, staff: Context) -> None:
    product = await make(staff)
    plan = await add_plan(staff, product_id=product.id, plan=PLAN)
    made = await add_addon(
        staff, plan_id=plan.id, addon=replace(ADDON, max_quantity=10_000, features=[FeatureInput("gb", "GB", "100")])
    )
    row = await Addon.get(id=made.id)
    assert (row.plan_id, row.code, row.name, row.charge, row.max_quantity, row.grants) == (
        plan.id, "disk", "Disk", "RECURRING", 10_000, []
    )  # fmt: skip
    assert row.features == [{"code": "gb", "name": "GB", "value": "100"}]
    told = {"code": "disk", "name": "Disk", "plan": plan.id, "prices": {"USD": 150}}
    assert await facts(made.id) == [("addon.created", 1, told)]

    tariff = await add_plan(
        staff, product_id=product.id, plan=replace(PLAN, code="hourly", billing=BillingMode.FROM_BALANCE)
    )
    bags = await make(staff, ProductKind.REFILL, "bags")
    bag = await add_plan(staff, product_id=bags.id, plan=REFILL)
    gone = await add_plan(staff, product_id=product.id, plan=replace(PLAN, code="gone"))
    await archive_plan(staff, plan_id=gone.id)
    async with nothing_changes():
        for of, addon, expected in (
            (plan, ADDON, [("code", "TAKEN")]),
            (plan, replace(ADDON, code="x", max_quantity=0), [("maxQuantity", "OUT_OF_RANGE")]),
            (plan, replace(ADDON, code="x", max_quantity=10_001), [("maxQuantity", "OUT_OF_RANGE")]),
            (plan, replace(ADDON, code="x", prices=()), [("prices", "REQUIRED")]),
            (plan, replace(ADDON, code="x", grants=[BAG]), [("grants", "NOT_OFFERED")]),
            (plan, replace(ADDON, code="x", features=[FeatureInput("", "")]), [
                ("features.0.code", "INVALID_CODE"), ("features.0.name", "INVALID_TEXT"),
            ]),
            (tariff, replace(ADDON, charge=AddonCharge.ONE_TIME), [("charge", "NOT_OFFERED")]),
            (bag, ADDON, [("planId", "NOT_OFFERED")]),
            (gone, ADDON, [("planId", "ARCHIVED")]),
        ):  # fmt: skip
            with pytest.raises(InvalidInput) as refused:
                await add_addon(staff, plan_id=of.id, addon=addon)
            assert fields(refused) == expected


async def test_of_twenty_that_take_one_code_at_once_one_gets_it_and_the_others_are_told(
    store: Storefront, staff: Context
) -> None:
    product, plan = store.catalog.product, store.catalog.basic
    for kind, create in (
        (Product, lambda: add_product(staff, code="race", name="R", description="", kind=ProductKind.REFILL)),
        (Plan, lambda: add_plan(staff, product_id=product.id, plan=replace(PLAN, code="race"))),
        (Addon, lambda: add_addon(staff, plan_id=plan.id, addon=replace(ADDON, code="race"))),
    ):
        answers = await asyncio.gather(*(create() for _ in range(20)), return_exceptions=True)
        made = [answer for answer in answers if isinstance(answer, kind)]
        refused = [answer for answer in answers if isinstance(answer, InvalidInput)]
        assert (len(made), len(refused)) == (1, 19), answers
        assert {(p.path, p.code) for refusal in refused for p in refusal.fields} == {(("code",), "TAKEN")}
        assert await kind.filter(code="race").count() == 1
        assert len(await facts(made[0].id)) == 1
    assert await Price.filter(amount_minor=2000).count() == 1


async def test_only_what_is_given_and_different_is_updated_and_told(store: Storefront, staff: Context) -> None:
    shop = store.catalog
    await update_product(staff, product_id=shop.product.id, name="Sites")
    await update_product(staff, product_id=shop.product.id, name="Sites", description="New.")
    row = await Product.get(id=shop.product.id)
    assert (row.name, row.description, row.code) == ("Sites", "New.", "hosting")
    assert await facts(row.id) == [
        ("product.updated", 1, {"code": "hosting", "name": "Sites"}),
        ("product.updated", 2, {"code": "hosting", "description": "New."}),
    ]
    await update_plan(staff, plan_id=shop.basic.id, features=[FeatureInput("new", "New")], trial_days=3)
    plan = await Plan.get(id=shop.basic.id)
    assert (plan.features, plan.trial_days) == ([{"code": "new", "name": "New", "value": None}], 3)
    assert (plan.name, plan.description) == ("Basic", "A plan.")
    await update_addon(staff, addon_id=shop.seat.id, name="Chair", features=[], limit=Limit(None))
    addon = await Addon.get(id=shop.seat.id)
    assert (addon.name, addon.features, addon.max_quantity) == ("Chair", [], None)
    assert await facts(addon.id) == [("addon.updated", 1, {"code": "seat", "name": "Chair", "max_quantity": None})]
    async with nothing_changes():
        await update_product(staff, product_id=row.id, name="Sites", description="New.")
        await update_plan(staff, plan_id=plan.id)
        await update_addon(staff, addon_id=addon.id, name="Chair", limit=Limit(None))


async def test_a_wrong_update_is_refused_by_field(store: Storefront, staff: Context) -> None:
    shop = store.catalog
    tariff = await add_plan(
        staff, product_id=shop.product.id, plan=replace(PLAN, code="hourly", billing=BillingMode.FROM_BALANCE)
    )
    bags = await make(staff, ProductKind.REFILL)
    bag = await add_plan(staff, product_id=bags.id, plan=REFILL)
    doubled = [FeatureInput("a", "A"), FeatureInput("a", "A")]
    async with nothing_changes():
        for attempt, expected in (
            (update_product(staff, product_id=bags.id, name="", description="\x00"), ["name", "description"]),
            (update_plan(staff, plan_id=bag.id, trial_days=1), ["trialDays"]),
            (update_plan(staff, plan_id=tariff.id, name=" x", trial_days=1), ["name", "trialDays"]),
            (update_plan(staff, plan_id=shop.basic.id, features=doubled, trial_days=-1),
             ["trialDays", "features.1.code"]),
            (update_addon(staff, addon_id=shop.seat.id, name="", features=doubled, limit=Limit(0)),
             ["name", "maxQuantity", "features.1.code"]),
        ):  # fmt: skip
            with pytest.raises(InvalidInput) as refused:
                await attempt
            assert [path for path, _ in fields(refused)] == expected


async def test_archived_is_not_sold_and_archived_again_is_the_same(store: Storefront, staff: Context) -> None:
    shop = store.catalog
    first = await archive_plan(staff, plan_id=shop.basic.id)
    await archive_addon(staff, addon_id=shop.seat.id)
    assert (first.archived_at, await facts(shop.basic.id)) == (START, [("plan.archived", 1, {"code": "basic"})])
    assert await facts(shop.seat.id) == [("addon.archived", 1, {"code": "seat"})]
    store.clock.advance(days=1)
    later = staff_context(store.merchant)
    async with nothing_changes():
        assert (await archive_plan(later, plan_id=shop.basic.id)).archived_at == START
        assert (await archive_addon(later, addon_id=shop.seat.id)).archived_at == START
        with pytest.raises(NotFound):
            await quote_subscription(store.ana.context, selection=Selection(shop.basic.id))
        for taken in (replace(PLAN, code="basic"),):
            with pytest.raises(InvalidInput) as refused:
                await add_plan(later, product_id=shop.product.id, plan=taken)
            assert fields(refused) == [("code", "TAKEN")]


async def test_the_plans_of_an_archived_product_are_not_sold_and_run_on_for_who_holds_them(
    life: Life, staff: Context, gateway: ScriptedGateway
) -> None:
    held = await life.subscribe(addons={"seat": 1})
    shop = life.store.catalog
    product = await archive_product(staff, product_id=shop.product.id)
    await archive_plan(staff, plan_id=shop.basic.id)
    await archive_addon(staff, addon_id=shop.seat.id)
    assert (product.archived_at, (await Plan.get(id=shop.plus.id)).archived_at) == (START, None)
    for plan in (shop.basic, shop.plus):
        with pytest.raises(NotFound):
            await quote_subscription(life.store.ana.context, selection=Selection(plan.id))
    await life.go(month(2))
    invoices = await life.invoices(held)
    assert [(one.status, one.total_minor) for one in invoices] == [("PAID", 1400)] * 3
    assert (await life.now(held)).status == "ACTIVE"
    await assert_all_adds_up(gateway)


async def test_new_features_are_on_for_who_holds_the_plan_and_a_trial_that_began_stays(
    life: Life, staff: Context
) -> None:
    plan = await life.offer("tried", 1000, trial_days=14)
    held = await life.subscribe(plan)
    await update_plan(staff, plan_id=plan.id, trial_days=30, features=[FeatureInput("fresh", "Fresh")])
    assert (await life.now(held)).trial_end == held.trial_end
    offer = await quote_subscription((await life.customer()).context, selection=Selection(plan.id))
    assert offer.trial_end is not None
    assert (offer.trial_end - START).days == 30
    assert [feature.code for feature in offer.quote.features_gained] == ["fresh"]


async def test_nobody_but_the_merchants_own_staff_writes_the_catalogue(store: Storefront, staff: Context) -> None:
    shop, merchant = store.catalog, store.merchant
    other: OpenMerchant = await open_merchant(merchant.services, merchant.clock, "other")

    def attempts(ctx: Context) -> list[Any]:
        return [
            lambda: add_plan(ctx, product_id=shop.product.id, plan=PLAN),
            lambda: add_addon(ctx, plan_id=shop.basic.id, addon=ADDON),
            lambda: update_product(ctx, product_id=shop.product.id, name="X"),
            lambda: update_plan(ctx, plan_id=shop.basic.id, name="X"),
            lambda: update_addon(ctx, addon_id=shop.seat.id, name="X"),
            lambda: archive_product(ctx, product_id=shop.product.id),
            lambda: archive_plan(ctx, plan_id=shop.basic.id),
            lambda: archive_addon(ctx, addon_id=shop.seat.id),
        ]

    async with nothing_changes():
        for ctx in (store.ana.context, merchant.visitor):
            with pytest.raises(Forbidden):
                await add_product(ctx, code="web", name="Web", description="", kind=ProductKind.REFILL)
            for attempt in attempts(ctx):
                with pytest.raises(Forbidden):
                    await attempt()
        for attempt in attempts(staff_context(other)):
            with pytest.raises(NotFound):
                await attempt()
        for id in ("", "plan_none", "p" * 41):
            with pytest.raises(NotFound):
                await update_plan(staff, plan_id=id, name="X")
            with pytest.raises(NotFound):
                await add_plan(staff, product_id=id, plan=PLAN)
