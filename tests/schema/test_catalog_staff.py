"""The catalogue through the API: every answer of every mutation of staff, who sees what, and what reading it costs."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from graphql import GraphQLUnionType, get_named_type

from backend.events.live import InProcessBus
from backend.models import Addon, Plan, Product
from backend.schema.context import RequestContext
from backend.schema.root import schema
from backend.services.context import Actor, Role
from tests.support.api import Api
from tests.support.catalog_api import MIGRATION, MUTATIONS, do, staff_of, usd, wrong
from tests.support.dialects import on_one_database
from tests.support.invariants import nothing_changes
from tests.support.life import Life, month, open_life
from tests.support.merchants import open_merchant
from tests.support.snapshot import snapshot
from tests.support.storefront import Storefront

SCHEMA = snapshot()

Answer = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """A shop, and who asks: its staff, a customer with Basic and a seat, a visitor, the staff of another merchant."""

    life: Life
    staff: Api
    ana: Api
    visitor: Api
    strangers: Api

    @property
    def product(self) -> Product:
        """What the plans are of."""
        return self.life.store.catalog.product

    @property
    def basic(self) -> Plan:
        """10.00 a month."""
        return self.life.monthly

    @property
    def seat(self) -> Addon:
        """Its add-on."""
        return self.life.store.catalog.seat


@pytest.fixture
async def desk(store: Storefront) -> Desk:
    """The shop."""
    life, services = await open_life(store), store.services
    await life.subscribe(addons={"seat": 1})
    other = await open_merchant(services, store.clock, "other")
    visitor = Actor(Role.ANONYMOUS, store.merchant.row.id)
    return Desk(
        life,
        Api(services, staff_of(store.merchant)),
        Api(services, store.ana.actor),
        Api(services, visitor),
        Api(services, staff_of(other)),
    )


Case = Callable[[Desk], Awaitable[Answer]]
CASES: dict[tuple[str, str], Case] = {}


def case(field: str, member: str) -> Callable[[Case], Case]:
    def keep(function: Case) -> Case:
        assert (field, member) not in CASES
        CASES[field, member] = function
        return function

    return keep


def input_of(mutation: str, desk: Desk, **changes: object) -> dict[str, Any]:
    """An input that is accepted."""
    month_of = {"unit": "MONTH", "count": 1}
    inputs: dict[str, dict[str, Any]] = {
        "productCreate": {"code": "web", "name": "Web", "kind": "SUBSCRIPTION"},
        "productUpdate": {"productId": desk.product.id, "name": "Sites"},
        "productArchive": {"productId": desk.product.id},
        "planCreate": {
            "productId": desk.product.id, "code": "pro", "name": "Pro", "prices": [usd("20")], "interval": month_of,
        },
        "planUpdate": {"planId": desk.basic.id, "name": "Base"},
        "planArchive": {"planId": desk.basic.id},
        "addonCreate": {
            "planId": desk.basic.id, "code": "disk", "name": "Disk", "charge": "RECURRING", "prices": [usd("1.5")],
        },
        "addonUpdate": {"addonId": desk.seat.id, "name": "Chair"},
        "addonArchive": {"addonId": desk.seat.id},
        "planPriceSet": {"planId": desk.basic.id, "price": usd("12")},
        "addonPriceSet": {"addonId": desk.seat.id, "price": usd("5")},
        "planPriceMigrate": {"planId": desk.basic.id, "currency": "USD", "idempotencyKey": "move-1"},
    }  # fmt: skip
    return {**inputs[mutation], **changes}


async def perform(desk: Desk, mutation: str, by: Api | None = None, **changes: object) -> Answer:
    """Send an input that is accepted but for `changes`."""
    answer: Answer = await do(by or desk.staff, mutation, **input_of(mutation, desk, **changes))
    return answer


def test_every_member_of_every_result_has_a_case() -> None:
    assert SCHEMA.mutation_type is not None
    members = set()
    for name in MUTATIONS:
        union = get_named_type(SCHEMA.mutation_type.fields[name].type)
        assert isinstance(union, GraphQLUnionType)
        members |= {(name, member.name) for member in union.types}
    assert members == set(CASES)


# Products


@case("productCreate", "ProductCreateSuccess")
async def created_product(desk: Desk) -> Answer:
    answer = await perform(desk, "productCreate", kind="REFILL", description="Bags.")
    assert {**answer["product"], "id": ""} == {
        "id": "", "code": "web", "name": "Web", "description": "Bags.", "kind": "REFILL", "archivedAt": None,
        "plans": [],
    }  # fmt: skip
    return answer


@case("productCreate", "InvalidInputError")
async def wrong_product(desk: Desk) -> Answer:
    answer = await perform(desk, "productCreate", code="hosting", name="")
    assert wrong(answer) == [("code", "TAKEN"), ("name", "INVALID_TEXT")]
    assert wrong(await perform(desk, "productCreate", code="w" * 51)) == [("code", "INVALID_CODE")]
    return answer


@case("productUpdate", "ProductUpdateSuccess")
async def updated_product(desk: Desk) -> Answer:
    answer = await perform(desk, "productUpdate")
    assert (answer["product"]["name"], answer["product"]["description"]) == ("Sites", "Sites that stay up.")
    return answer


@case("productUpdate", "InvalidInputError")
async def wrong_product_update(desk: Desk) -> Answer:
    answer = await perform(desk, "productUpdate", description="d" * 2001)
    assert wrong(answer) == [("description", "INVALID_TEXT")]
    return answer


@case("productArchive", "ProductArchiveSuccess")
async def archived_product(desk: Desk) -> Answer:
    answer = await perform(desk, "productArchive")
    assert answer["product"]["archivedAt"] == "2026-01-31T12:00:00+00:00"
    desk.life.clock.advance(days=1)
    async with nothing_changes():
        assert await perform(desk, "productArchive") == answer
    return answer


# Plans


@case("planCreate", "PlanCreateSuccess")
async def created_plan(desk: Desk) -> Answer:
    answer = await perform(
        desk, "planCreate", prices=[usd("20"), {"amount": "3000", "currency": "JPY"}], trialDays=14,
        features=[{"code": "sites", "name": "Sites", "value": 5}, {"code": "logo", "name": "Logo"}],
    )  # fmt: skip
    assert {**answer["plan"], "id": ""} == {
        "id": "", "code": "pro", "name": "Pro", "description": "", "billing": "IN_ADVANCE", "trialDays": 14,
        "archivedAt": None, "product": {"code": "hosting"}, "interval": {"unit": "MONTH", "count": 1},
        "anchor": None, "prices": [{"amount": "3000", "currency": "JPY"}, usd("20.00")],
        "features": [
            {"code": "sites", "name": "Sites", "value": 5}, {"code": "logo", "name": "Logo", "value": None},
        ],
        "grants": [],
    }  # fmt: skip
    three, january = {"unit": "MONTH", "count": 3}, {"day": 1, "month": 1}
    quarters = (await perform(desk, "planCreate", code="quarters", interval=three, anchor=january))["plan"]
    assert (quarters["interval"], quarters["anchor"]) == (three, january)
    last = (await perform(desk, "planCreate", code="last", anchor={"day": 31}))["plan"]
    assert last["anchor"] == {"day": 31, "month": None}
    bags = (await perform(desk, "productCreate", kind="REFILL"))["product"]["id"]
    grant = {"unit": "hours", "quantity": "2.5", "expiresAfter": {"unit": "YEAR", "count": 1}}
    bag = (await perform(desk, "planCreate", productId=bags, interval=None, grants=[grant]))["plan"]
    assert (bag["interval"], bag["grants"], bag["prices"]) == (None, [grant], [usd("20.00")])
    return answer


@case("planCreate", "InvalidInputError")
async def wrong_plan(desk: Desk) -> Answer:
    answer = await perform(
        desk, "planCreate", code="basic", interval={"unit": "MONTH", "count": 1001}, prices=[usd("1"), usd("-1")],
        anchor={"day": 0, "month": 1},
        features=[{"code": "a", "name": "A", "value": {"b": 1}}],
    )  # fmt: skip
    assert wrong(answer) == [
        ("code", "TAKEN"), ("interval.count", "OUT_OF_RANGE"), ("anchor.month", "NOT_OFFERED"),
        ("anchor.day", "OUT_OF_RANGE"), ("prices.1.amount", "OUT_OF_RANGE"), ("features.0.value", "INVALID_VALUE"),
    ]  # fmt: skip
    return answer


@case("planUpdate", "PlanUpdateSuccess")
async def updated_plan(desk: Desk) -> Answer:
    answer = await perform(desk, "planUpdate", features=[], trialDays=7)
    plan = answer["plan"]
    assert (plan["name"], plan["description"], plan["features"], plan["trialDays"]) == ("Base", "A plan.", [], 7)
    assert plan["prices"] == [
        {"amount": "10.00", "currency": "EUR"}, {"amount": "1000", "currency": "JPY"}, usd("10.00"),
    ]  # fmt: skip
    return answer


@case("planUpdate", "InvalidInputError")
async def wrong_plan_update(desk: Desk) -> Answer:
    answer = await perform(desk, "planUpdate", trialDays=731)
    assert wrong(answer) == [("trialDays", "OUT_OF_RANGE")]
    return answer


@case("planArchive", "PlanArchiveSuccess")
async def archived_plan(desk: Desk) -> Answer:
    answer = await perform(desk, "planArchive")
    assert answer["plan"]["archivedAt"] == "2026-01-31T12:00:00+00:00"
    desk.life.clock.advance(days=1)
    async with nothing_changes():
        assert await perform(desk, "planArchive") == answer
    return answer


# Add-ons


@case("addonCreate", "AddonCreateSuccess")
async def created_addon(desk: Desk) -> Answer:
    answer = await perform(desk, "addonCreate", maxQuantity=3, features=[{"code": "gb", "name": "GB", "value": "100"}])
    assert {**answer["addon"], "id": ""} == {
        "id": "", "code": "disk", "name": "Disk", "charge": "RECURRING", "maxQuantity": 3, "archivedAt": None,
        "plan": {"code": "basic"}, "prices": [usd("1.50")],
        "features": [{"code": "gb", "name": "GB", "value": "100"}], "grants": [],
    }  # fmt: skip
    return answer


@case("addonCreate", "InvalidInputError")
async def wrong_addon(desk: Desk) -> Answer:
    answer = await perform(desk, "addonCreate", maxQuantity=0, prices=[], grants=[{"unit": "h", "quantity": "1"}])
    assert wrong(answer) == [("maxQuantity", "OUT_OF_RANGE"), ("prices", "REQUIRED"), ("grants", "NOT_OFFERED")]
    return answer


@case("addonUpdate", "AddonUpdateSuccess")
async def updated_addon(desk: Desk) -> Answer:
    kept = (await perform(desk, "addonUpdate"))["addon"]
    assert (kept["name"], kept["maxQuantity"]) == ("Chair", 10)
    answer = await perform(desk, "addonUpdate", maxQuantity=None)
    assert answer["addon"]["maxQuantity"] is None
    return answer


@case("addonUpdate", "InvalidInputError")
async def wrong_addon_update(desk: Desk) -> Answer:
    answer = await perform(desk, "addonUpdate", name=" ", maxQuantity=10_001)
    assert wrong(answer) == [("name", "INVALID_TEXT"), ("maxQuantity", "OUT_OF_RANGE")]
    return answer


@case("addonArchive", "AddonArchiveSuccess")
async def archived_addon(desk: Desk) -> Answer:
    answer = await perform(desk, "addonArchive")
    assert answer["addon"]["archivedAt"] == "2026-01-31T12:00:00+00:00"
    async with nothing_changes():
        assert await perform(desk, "addonArchive") == answer
    return answer


# Prices


@case("planPriceSet", "PlanPriceSetSuccess")
async def set_plan(desk: Desk) -> Answer:
    answer = await perform(desk, "planPriceSet")
    assert answer["plan"]["prices"][-1] == usd("12.00")
    return answer


@case("planPriceSet", "InvalidInputError")
async def wrong_plan_price(desk: Desk) -> Answer:
    answer = await perform(desk, "planPriceSet", price={"amount": "1.5", "currency": "JPY"})
    assert wrong(answer) == [("price.amount", "INVALID_AMOUNT")]
    return answer


@case("addonPriceSet", "AddonPriceSetSuccess")
async def set_addon(desk: Desk) -> Answer:
    answer = await perform(desk, "addonPriceSet", price={"amount": "80", "currency": "MXN"})
    assert {"amount": "80.00", "currency": "MXN"} in answer["addon"]["prices"]
    return answer


@case("addonPriceSet", "InvalidInputError")
async def wrong_addon_price(desk: Desk) -> Answer:
    answer = await perform(desk, "addonPriceSet", price=usd("-0.01"))
    assert wrong(answer) == [("price.amount", "OUT_OF_RANGE")]
    return answer


@case("planPriceMigrate", "PlanPriceMigrateSuccess")
async def migrated(desk: Desk) -> Answer:
    await perform(desk, "planPriceSet")
    before = await preview(desk)
    assert (before["newPrice"], before["touched"]) == (usd("12.00"), 1)
    (only,) = before["preview"]["nodes"]
    assert {**only, "subscription": only["subscription"]["status"]} == {
        "subscription": "ACTIVE", "oldPrice": usd("10.00"), "newPrice": usd("12.00"),
        "from": "2026-02-28T12:00:00+00:00",
    }  # fmt: skip
    answer = await perform(desk, "planPriceMigrate")
    assert (answer["touched"], answer["plan"]["code"]) == (1, "basic")
    after = await preview(desk)
    assert (after["touched"], after["preview"]["nodes"]) == (0, [])
    async with nothing_changes():
        assert await perform(desk, "planPriceMigrate") == answer
    return answer


@case("planPriceMigrate", "InvalidInputError")
async def migrated_without_a_price(desk: Desk) -> Answer:
    answer = await perform(desk, "planPriceMigrate", currency="CHF")
    assert wrong(answer) == [("currency", "NO_PRICE")]
    return answer


@case("planPriceMigrate", "ConflictError")
async def migrated_by_a_used_key(desk: Desk) -> Answer:
    await perform(desk, "planPriceMigrate", planId=desk.life.plus.id)
    async with nothing_changes():
        return await perform(desk, "planPriceMigrate")


@case("planPriceMigrate", "NotSupportedError")
async def migrated_on_the_balance(desk: Desk) -> Answer:
    tariff = (await perform(desk, "planCreate", billing="FROM_BALANCE"))["plan"]["id"]
    return await perform(desk, "planPriceMigrate", planId=tariff)


def _keep_common() -> None:
    """Who is not staff is forbidden, and what is another merchant's is not there: for every mutation alike."""

    def forbidden(mutation: str) -> Case:
        async def run(desk: Desk) -> Answer:
            async with nothing_changes():
                assert (await perform(desk, mutation, by=desk.visitor))["__typename"] == "ForbiddenError"
                return await perform(desk, mutation, by=desk.ana)

        return run

    def foreign(mutation: str) -> Case:
        async def run(desk: Desk) -> Answer:
            async with nothing_changes():
                return await perform(desk, mutation, by=desk.strangers)

        return run

    for mutation in MUTATIONS:
        case(mutation, "ForbiddenError")(forbidden(mutation))
        if mutation != "productCreate":
            case(mutation, "NotFoundError")(foreign(mutation))


_keep_common()


@on_one_database
@pytest.mark.parametrize(("field", "member"), CASES, ids=str)
async def test_each_member_of_each_result_is_reached(desk: Desk, field: str, member: str) -> None:
    assert (await CASES[field, member](desk))["__typename"] == member


async def preview(desk: Desk, plan: Plan | None = None, **arguments: object) -> Answer:
    """What a migration would do."""
    found: Answer = await desk.staff.ask(MIGRATION, plan=(plan or desk.basic).id, currency="USD", **arguments)
    return found


async def test_the_preview_says_of_each_when_it_pays_the_new_price_page_by_page(desk: Desk) -> None:
    life = desk.life
    customers = [await life.customer() for _ in range(4)]
    held = [await life.subscribe(way="INVOICE", who=customers[0])]
    held += [await life.subscribe(who=who) for who in customers[1:]]

    async def act(who: int, mutation: str, **input: object) -> None:
        api = Api(life.store.services, customers[who].actor)
        name = mutation[0].upper() + mutation[1:]
        answer = await api.do(mutation, "subscription { id }", subscriptionId=held[who].id, **input)
        assert answer["__typename"] == f"{name}Success"

    await act(1, "subscriptionPause")
    await act(2, "subscriptionCancel")
    await life.go(month(1) - timedelta(days=1))
    await perform(desk, "planPriceSet")

    first = await preview(desk, first=3)
    assert (first["touched"], first["preview"]["totalCount"]) == (5, 5)
    assert first["preview"]["pageInfo"]["hasNextPage"]
    rest = await preview(desk, first=3, after=first["preview"]["pageInfo"]["endCursor"])
    found = {
        node["subscription"]["id"]: (node["subscription"]["status"], node["from"])
        for node in (*first["preview"]["nodes"], *rest["preview"]["nodes"])
    }
    # The first is Ana's; the second has the next period invoiced already.
    assert list(found.values()) == [
        ("ACTIVE", "2026-02-28T12:00:00+00:00"), ("ACTIVE", "2026-03-31T12:00:00+00:00"), ("PAUSED", None),
        ("ACTIVE", None), ("ACTIVE", "2026-02-28T12:00:00+00:00"),
    ]  # fmt: skip
    assert list(found)[1:] == [one.id for one in held]


async def test_the_preview_is_for_staff_and_refuses_like_the_migration(desk: Desk) -> None:
    async def refused(by: Api, plan_id: str, currency: str = "USD") -> str:
        context = RequestContext(by.services.context(by.actor), InProcessBus())
        variables = {"plan": plan_id, "currency": currency}
        answer = await schema.execute(MIGRATION, variable_values=variables, context_value=context)
        assert answer.data is None
        assert answer.errors is not None
        return type(answer.errors[0].original_error).__name__

    tariff = (await perform(desk, "planCreate", billing="FROM_BALANCE"))["plan"]["id"]
    async with nothing_changes():
        assert await refused(desk.ana, desk.basic.id) == await refused(desk.visitor, desk.basic.id) == "Forbidden"
        assert await refused(desk.strangers, desk.basic.id) == await refused(desk.staff, "plan_none") == "NotFound"
        assert await refused(desk.staff, tariff) == "NotSupported"
        assert await refused(desk.staff, desk.basic.id, "CHF") == "InvalidInput"


# Who sees what


LISTS = """
query ($archived: Boolean) { products(archived: $archived) { nodes {
  code plans(archived: $archived) { code addons(archived: $archived) { code } }
} } }"""


async def listed(api: Api, archived: bool) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Products with their plans with their add-ons, by code."""
    found = await api.ask(LISTS, archived=archived)
    return [
        (one["code"], [(plan["code"], [addon["code"] for addon in plan["addons"]]) for plan in one["plans"]])
        for one in found["nodes"]
    ]


async def test_lists_show_what_is_archived_to_staff_who_ask_for_it(desk: Desk) -> None:
    gone = (await perform(desk, "productCreate"))["product"]["id"]
    await perform(desk, "planCreate", productId=gone)
    await perform(desk, "productArchive", productId=gone)
    await perform(desk, "planArchive", planId=desk.life.yearly.id)
    await perform(desk, "addonArchive")
    on_sale = [("hosting", [("basic", ["setup"]), ("plus", []), ("free", [])])]
    assert await listed(desk.staff, archived=False) == on_sale
    assert await listed(desk.staff, archived=True) == [
        ("hosting", [("basic", ["seat", "setup"]), ("plus", []), ("yearly", []), ("free", [])]),
        ("web", [("pro", [])]),
    ]
    for api in (desk.ana, desk.visitor):
        assert await listed(api, archived=False) == await listed(api, archived=True) == on_sale
    assert await listed(desk.strangers, archived=True) == []


BY_ID = """
query ($product: ID!, $plan: ID!, $addon: ID!, $plus: ID!) {
  product(id: $product) { code } plan(id: $plan) { code } plus: plan(id: $plus) { code }
  productNode: node(id: $product) { id } planNode: node(id: $plan) { id } addon: node(id: $addon) { id }
}"""


async def test_what_is_archived_is_seen_by_id_by_staff_and_who_holds_it(desk: Desk) -> None:
    ids = {
        "product": desk.product.id, "plan": desk.basic.id, "addon": desk.seat.id, "plus": desk.life.plus.id,
    }  # fmt: skip
    everything = {
        "product": {"code": "hosting"}, "plan": {"code": "basic"}, "plus": {"code": "plus"},
        "productNode": {"id": desk.product.id}, "planNode": {"id": desk.basic.id}, "addon": {"id": desk.seat.id},
    }  # fmt: skip
    nothing = dict.fromkeys(everything)
    someone = Api(desk.life.store.services, (await desk.life.customer()).actor)
    for api in (desk.staff, desk.ana, desk.visitor, someone):
        assert await api.ask(BY_ID, **ids) == everything
    assert await desk.strangers.ask(BY_ID, **ids) == nothing
    await perform(desk, "productArchive")
    await perform(desk, "planArchive")
    await perform(desk, "addonArchive")
    assert await desk.staff.ask(BY_ID, **ids) == everything
    # She holds Basic, and not Plus.
    assert await desk.ana.ask(BY_ID, **ids) == {**everything, "plus": None}
    for api in (desk.visitor, someone, desk.strangers):
        assert await api.ask(BY_ID, **ids) == nothing
    mine = await desk.ana.ask(
        "{ me { subscriptions { nodes { plan { code archivedAt } addons { addon { code } } } } } }"
    )
    (held,) = mine["subscriptions"]["nodes"]
    assert held["addons"] == [{"addon": {"code": "seat"}}]
    assert held["plan"]["code"] == "basic"


# What it costs


class Counted(logging.Handler):
    """Every statement that is sent while it listens."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


async def cost(desk: Desk, plan: Plan | None = None) -> int:
    """How many statements the preview takes."""
    client, counted = logging.getLogger("tortoise.db_client"), Counted()
    level = client.level
    client.addHandler(counted)
    client.setLevel(logging.DEBUG)
    try:
        await preview(desk, plan)
    finally:
        client.removeHandler(counted)
        client.setLevel(level)
    return counted.count


async def test_the_preview_costs_as_many_statements_for_ten_as_for_one(desk: Desk) -> None:
    await perform(desk, "planPriceSet")
    few = await cost(desk)
    for _ in range(9):
        await desk.life.subscribe(who=await desk.life.customer(), way="METHOD")
    await perform(desk, "planPriceSet", price=usd("13"))
    assert (await preview(desk))["touched"] == 10
    # The plan, its product, its price; the page, how many there are twice; the changes that are planned.
    assert few == await cost(desk) == 7
