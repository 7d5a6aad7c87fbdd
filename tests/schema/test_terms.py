"""Coupons and taxes through the API: every answer of every mutation, who sees what, and what reading it costs."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import GraphQLUnionType, get_named_type

from backend.models import Coupon, Discount, Subscription, TaxRate
from backend.services.context import Actor, Role
from tests.support.api import Api
from tests.support.catalog_api import staff_of, usd, wrong
from tests.support.coupon_api import DISCOUNTS, MUTATIONS, RATE, do
from tests.support.dialects import on_one_database
from tests.support.invariants import nothing_changes
from tests.support.life import Life, month, open_life
from tests.support.merchants import open_merchant
from tests.support.scripted_gateway import require_action
from tests.support.snapshot import snapshot
from tests.support.storefront import Storefront
from tests.support.tariffs import Servers, open_servers
from tests.support.terms import coupon, discounts, tax

SCHEMA = snapshot()
START = "2026-01-31T12:00:00+00:00"
LATER = "2026-12-31T00:00:00+00:00"

Answer = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """A shop, and who asks. Ana holds Basic with TEN (10 %, for ever); SPARE (1.00 once) and the rate IVA are free."""

    life: Life
    staff: Api
    ana: Api
    visitor: Api
    strangers: Api
    held: Subscription
    ten: Coupon
    spare: Coupon
    iva: TaxRate

    async def discount(self) -> str:
        """The id of what TEN does."""
        return (await Discount.get(coupon_id=self.ten.id)).id


@pytest.fixture
async def desk(store: Storefront) -> Desk:
    """The shop."""
    life, services = await open_life(store), store.services
    ten = await coupon(life, "TEN", percent_bp=1000, periods=None)
    spare = await coupon(life, "SPARE", amounts={"USD": 100, "JPY": 100}, plans=(life.monthly,))
    held = await life.subscribe(coupons=("TEN",))
    staff = Api(services, staff_of(store.merchant))
    iva = (await do(staff, "taxRateCreate", name="IVA", percent="16", inclusive=False))["taxRate"]["id"]
    other = await open_merchant(services, store.clock, "other")
    return Desk(
        life,
        staff,
        Api(services, store.ana.actor),
        Api(services, Actor(Role.ANONYMOUS, store.merchant.row.id)),
        Api(services, staff_of(other)),
        held,
        ten,
        spare,
        await TaxRate.get(id=iva),
    )


Case = Callable[[Desk], Awaitable[Answer]]
CASES: dict[tuple[str, str], Case] = {}
UNREACHABLE = {
    (name, "ConflictError"): "whoever comes second waits for the lock, and then meets what the first left"
    for name in ("subscriptionCouponAdd", "subscriptionDiscountRemove")
}
# Of customers, too.
SHARED = frozenset({"subscriptionCouponAdd", "subscriptionDiscountRemove"})


def case(field: str, member: str) -> Callable[[Case], Case]:
    def keep(function: Case) -> Case:
        assert (field, member) not in CASES
        CASES[field, member] = function
        return function

    return keep


async def input_of(mutation: str, desk: Desk, **changes: object) -> dict[str, Any]:
    """An input that is accepted."""
    inputs: dict[str, dict[str, Any]] = {
        "couponCreate": {"code": "welcome", "name": "Welcome", "percent": "20", "duration": "REPEATING", "periods": 3},
        "couponUpdate": {"couponId": desk.ten.id, "name": "Tenth"},
        "couponArchive": {"couponId": desk.ten.id},
        "taxRateCreate": {"name": "VAT", "percent": "20", "inclusive": True},
        "taxRateArchive": {"taxRateId": desk.iva.id},
        "defaultTaxRatesSet": {"taxRateIds": [desk.iva.id]},
        "customerTaxSet": {"customerId": desk.held.customer_id, "treatment": "OWN", "taxRateIds": [desk.iva.id]},
        "subscriptionCouponAdd": {"subscriptionId": desk.held.id, "code": "spare"},
        "subscriptionDiscountRemove": {"discountId": await desk.discount()},
    }
    return {**inputs[mutation], **changes}


async def perform(desk: Desk, mutation: str, by: Api | None = None, **changes: object) -> Answer:
    """Send an input that is accepted but for `changes`; who is not named is who usually does it."""
    usual = desk.ana if mutation in SHARED else desk.staff
    answer: Answer = await do(by or usual, mutation, **await input_of(mutation, desk, **changes))
    return answer


def test_every_member_of_every_result_has_a_case() -> None:
    assert SCHEMA.mutation_type is not None
    members = set()
    for name in MUTATIONS:
        union = get_named_type(SCHEMA.mutation_type.fields[name].type)
        assert isinstance(union, GraphQLUnionType)
        members |= {(name, member.name) for member in union.types}
    assert members == set(CASES) | set(UNREACHABLE)


# Coupons


@case("couponCreate", "CouponCreateSuccess")
async def created_coupon(desk: Desk) -> Answer:
    answer = await perform(
        desk, "couponCreate", planIds=[desk.life.monthly.id], oncePerCustomer=True, redeemBy=LATER, maxRedemptions=9
    )
    assert {**answer["coupon"], "id": ""} == {
        "id": "", "code": "WELCOME", "name": "Welcome", "percent": "20", "amounts": [], "duration": "REPEATING",
        "periods": 3, "plans": [{"code": "basic"}], "oncePerCustomer": True, "redeemBy": LATER, "maxRedemptions": 9,
        "redemptions": 0, "archivedAt": None, "createdAt": START, "version": 1,
    }  # fmt: skip
    fixed = await perform(
        desk, "couponCreate", code="FIXED", percent=None, amounts=[usd("2.5"), {"amount": "300", "currency": "JPY"}],
        duration="FOREVER", periods=None,
    )  # fmt: skip
    assert fixed["coupon"]["amounts"] == [{"amount": "300", "currency": "JPY"}, usd("2.50")]
    assert (fixed["coupon"]["percent"], fixed["coupon"]["plans"], fixed["coupon"]["oncePerCustomer"]) == (
        None,
        [],
        False,
    )
    return answer


@case("couponCreate", "InvalidInputError")
async def wrong_coupon(desk: Desk) -> Answer:
    async with nothing_changes():
        answer = await perform(
            desk, "couponCreate", code="ten", name="", percent="0", amounts=[usd("0")], periods=None,
            redeemBy="2026-01-31T12:00:00Z", maxRedemptions=0, planIds=["plan_0"],
        )  # fmt: skip
    assert wrong(answer) == [
        ("code", "TAKEN"), ("name", "INVALID_TEXT"), ("percent", "OUT_OF_RANGE"), ("amounts.0.amount", "OUT_OF_RANGE"),
        ("amounts", "EXCLUSIVE"), ("periods", "REQUIRED"), ("maxRedemptions", "OUT_OF_RANGE"),
        ("planIds.0", "UNKNOWN_PLAN"), ("redeemBy", "OUT_OF_RANGE"),
    ]  # fmt: skip
    return answer


@case("couponUpdate", "CouponUpdateSuccess")
async def updated_coupon(desk: Desk) -> Answer:
    limited = (await perform(desk, "couponUpdate", redeemBy=LATER, maxRedemptions=4))["coupon"]
    assert (limited["name"], limited["redeemBy"], limited["maxRedemptions"]) == ("Tenth", LATER, 4)
    # What is left out stays, null takes the limit away.
    kept = (await perform(desk, "couponUpdate", name=None, redeemBy=None))["coupon"]
    assert (kept["name"], kept["redeemBy"], kept["maxRedemptions"], kept["version"]) == ("Tenth", None, 4, 3)
    answer = await perform(desk, "couponUpdate", maxRedemptions=None)
    assert (answer["coupon"]["maxRedemptions"], answer["coupon"]["redemptions"]) == (None, 1)
    return answer


@case("couponUpdate", "InvalidInputError")
async def wrong_coupon_update(desk: Desk) -> Answer:
    async with nothing_changes():
        answer = await perform(desk, "couponUpdate", name=" ", redeemBy="2026-01-01T00:00:00Z", maxRedemptions=0)
    assert wrong(answer) == [
        ("name", "INVALID_TEXT"), ("redeemBy", "OUT_OF_RANGE"), ("maxRedemptions", "OUT_OF_RANGE"),
    ]  # fmt: skip
    return answer


@case("couponArchive", "CouponArchiveSuccess")
async def archived_coupon(desk: Desk) -> Answer:
    answer = await perform(desk, "couponArchive")
    assert answer["coupon"]["archivedAt"] == START
    desk.life.clock.advance(days=1)
    async with nothing_changes():
        assert await perform(desk, "couponArchive") == answer
    return answer


# Taxes


@case("taxRateCreate", "TaxRateCreateSuccess")
async def created_rate(desk: Desk) -> Answer:
    answer = await perform(desk, "taxRateCreate", percent="9.9750")
    assert {**answer["taxRate"], "id": ""} == {
        "id": "", "name": "VAT", "percent": "9.975", "inclusive": True, "archivedAt": None, "createdAt": START,
    }  # fmt: skip
    return answer


@case("taxRateCreate", "InvalidInputError")
async def wrong_rate(desk: Desk) -> Answer:
    async with nothing_changes():
        answer = await perform(desk, "taxRateCreate", name="", percent="100.0001")
    assert wrong(answer) == [("name", "INVALID_TEXT"), ("percent", "INVALID_PERCENT")]
    return answer


@case("taxRateArchive", "TaxRateArchiveSuccess")
async def archived_rate(desk: Desk) -> Answer:
    answer = await perform(desk, "taxRateArchive")
    assert answer["taxRate"]["archivedAt"] == START
    async with nothing_changes():
        assert await perform(desk, "taxRateArchive") == answer
    return answer


@case("taxRateArchive", "IllegalTransitionError")
async def archived_rate_on_sales(desk: Desk) -> Answer:
    await perform(desk, "defaultTaxRatesSet")
    async with nothing_changes():
        answer = await perform(desk, "taxRateArchive")
    assert answer["status"] == "ON_SALES"
    return answer


@case("defaultTaxRatesSet", "DefaultTaxRatesSetSuccess")
async def set_defaults(desk: Desk) -> Answer:
    vat = (await perform(desk, "taxRateCreate"))["taxRate"]["id"]
    answer = await perform(desk, "defaultTaxRatesSet", taxRateIds=[vat, desk.iva.id])
    assert answer["defaultTaxRates"] == [{"name": "VAT"}, {"name": "IVA"}]
    assert (await perform(desk, "defaultTaxRatesSet", taxRateIds=[]))["defaultTaxRates"] == []
    return answer


@case("defaultTaxRatesSet", "InvalidInputError")
async def wrong_defaults(desk: Desk) -> Answer:
    async with nothing_changes():
        answer = await perform(desk, "defaultTaxRatesSet", taxRateIds=[desk.iva.id, desk.iva.id, "tax_0"])
    assert wrong(answer) == [("taxRateIds.1", "TWICE"), ("taxRateIds.2", "UNKNOWN_RATE")]
    return answer


@case("customerTaxSet", "CustomerTaxSetSuccess")
async def set_customer(desk: Desk) -> Answer:
    answer = await perform(desk, "customerTaxSet")
    assert answer["customer"] == {"id": desk.held.customer_id, "taxTreatment": "OWN", "taxRates": [{"name": "IVA"}]}
    free = (await perform(desk, "customerTaxSet", treatment="EXEMPT", taxRateIds=[]))["customer"]
    assert (free["taxTreatment"], free["taxRates"]) == ("EXEMPT", [])
    return answer


@case("customerTaxSet", "InvalidInputError")
async def wrong_customer_taxes(desk: Desk) -> Answer:
    async with nothing_changes():
        answer = await perform(desk, "customerTaxSet", treatment="MERCHANT")
    assert wrong(answer) == [("taxRateIds", "NOT_NEEDED")]
    return answer


# A customer's coupons


@case("subscriptionCouponAdd", "SubscriptionCouponAddSuccess")
async def added(desk: Desk) -> Answer:
    answer = await perform(desk, "subscriptionCouponAdd")
    shown = answer["subscription"]
    assert [{**one, "id": ""} for one in shown["discounts"]] == [
        {
            "id": "", "periodsLeft": None, "usedUp": False, "createdAt": START,
            "coupon": {"name": "Ten", "percent": "10", "amount": None, "duration": "FOREVER", "periods": None},
        },
        {
            "id": "", "periodsLeft": 1, "usedUp": False, "createdAt": START,
            "coupon": {"name": "Spare", "percent": None, "amount": usd("1.00"), "duration": "ONCE", "periods": None},
        },
    ]  # fmt: skip
    # A tenth off 10.00, then one dollar.
    assert (shown["version"], shown["nextInvoice"]) == (desk.held.version + 1, {"total": {"amount": "8.00"}})
    return answer


@case("subscriptionCouponAdd", "InvalidInputError")
async def added_twice(desk: Desk) -> Answer:
    async with nothing_changes():
        answer = await perform(desk, "subscriptionCouponAdd", code="TEN")
        assert wrong(answer) == [("code", "ALREADY_USED")]
        assert wrong(await perform(desk, "subscriptionCouponAdd", code="NOPE")) == [("code", "UNKNOWN_COUPON")]
    return answer


@case("subscriptionCouponAdd", "IllegalTransitionError")
async def added_before_it_is_paid(desk: Desk) -> Answer:
    desk.life.store.gateway.script("create", require_action())
    beto = await desk.life.customer()
    waiting = await desk.life.subscribe(who=beto)
    by = Api(desk.life.store.services, beto.actor)
    async with nothing_changes():
        answer = await perform(desk, "subscriptionCouponAdd", by=by, subscriptionId=waiting.id)
    assert answer["status"] == "INCOMPLETE"
    return answer


@case("subscriptionCouponAdd", "NotSupportedError")
async def added_to_a_server(desk: Desk) -> Answer:
    servers: Servers = await open_servers(desk.life.store.merchant)
    beto = await servers.customer(1000)
    server = await servers.subscribe(beto, servers.small)
    async with nothing_changes():
        return await perform(desk, "subscriptionCouponAdd", by=desk.staff, subscriptionId=server.id)


@case("subscriptionDiscountRemove", "SubscriptionDiscountRemoveSuccess")
async def removed(desk: Desk) -> Answer:
    answer = await perform(desk, "subscriptionDiscountRemove")
    shown = answer["subscription"]
    assert (shown["discounts"], shown["nextInvoice"]) == ([], {"total": {"amount": "10.00"}})
    assert await discounts(desk.held) == [(desk.ten.id, None, "REMOVED")]
    return answer


@case("subscriptionDiscountRemove", "IllegalTransitionError")
async def removed_twice(desk: Desk) -> Answer:
    await perform(desk, "subscriptionDiscountRemove")
    async with nothing_changes():
        answer = await perform(desk, "subscriptionDiscountRemove")
    assert answer["status"] == "REMOVED"
    return answer


def _keep_common() -> None:
    """Who may not is forbidden, and what is another merchant's is not there: for every mutation alike."""

    def forbidden(mutation: str) -> Case:
        async def run(desk: Desk) -> Answer:
            async with nothing_changes():
                answer = await perform(desk, mutation, by=desk.visitor)
                if mutation not in SHARED:
                    assert (await perform(desk, mutation, by=desk.ana))["__typename"] == answer["__typename"]
                return answer

        return run

    def foreign(mutation: str) -> Case:
        async def run(desk: Desk) -> Answer:
            beto = Api(desk.life.store.services, (await desk.life.customer()).actor) if mutation in SHARED else None
            async with nothing_changes():
                answer = await perform(desk, mutation, by=desk.strangers)
                if beto is not None:
                    assert await perform(desk, mutation, by=beto) == answer
                return answer

        return run

    for mutation in MUTATIONS:
        case(mutation, "ForbiddenError")(forbidden(mutation))
        if mutation not in ("couponCreate", "taxRateCreate", "defaultTaxRatesSet"):
            case(mutation, "NotFoundError")(foreign(mutation))


_keep_common()


@on_one_database
@pytest.mark.parametrize(("field", "member"), CASES, ids=str)
async def test_each_member_of_each_result_is_reached(desk: Desk, field: str, member: str) -> None:
    assert (await CASES[field, member](desk))["__typename"] == member


# Who sees what


LISTS = f"""
query ($archived: Boolean!) {{
  coupons(archived: $archived) {{ totalCount nodes {{ code }} }}
  taxRates(archived: $archived) {{ {RATE} }}
  defaultTaxRates {{ name }}
}}"""


async def test_staff_see_all_of_it_newest_coupons_first(desk: Desk) -> None:
    await perform(desk, "couponArchive")
    await perform(desk, "defaultTaxRatesSet", taxRateIds=[(await perform(desk, "taxRateCreate"))["taxRate"]["id"]])
    await perform(desk, "taxRateArchive")
    live, archived = [await desk.staff.ask(LISTS, archived=archived) for archived in (False, True)]
    assert live["coupons"] == {"totalCount": 1, "nodes": [{"code": "SPARE"}]}
    assert archived["coupons"] == {"totalCount": 2, "nodes": [{"code": "SPARE"}, {"code": "TEN"}]}
    assert [one["name"] for one in live["taxRates"]] == ["VAT"]
    assert [one["name"] for one in archived["taxRates"]] == ["IVA", "VAT"]
    assert archived["defaultTaxRates"] == [{"name": "VAT"}]
    assert await desk.strangers.ask(LISTS, archived=True) == {
        "coupons": {"totalCount": 0, "nodes": []}, "taxRates": [], "defaultTaxRates": [],
    }  # fmt: skip


@pytest.mark.parametrize("field", ["coupons { totalCount }", "taxRates { id }", "defaultTaxRates { id }"])
async def test_the_lists_are_forbidden_to_customers_and_visitors(desk: Desk, field: str) -> None:
    for api in (desk.ana, desk.visitor):
        with pytest.raises(AssertionError, match="Only staff may do this"):
            await api.ask(f"{{ {field} }}")


BY_ID = """
query ($coupon: ID!, $discount: ID!, $rate: ID!) {
  coupon(id: $coupon) { code } node(id: $coupon) { id }
  discount: node(id: $discount) { id } rate: node(id: $rate) { id }
}"""


async def test_by_its_id_a_coupon_is_for_staff_a_discount_for_its_customer_and_a_rate_for_all(desk: Desk) -> None:
    ids = {"coupon": desk.ten.id, "discount": await desk.discount(), "rate": desk.iva.id}
    nothing = dict.fromkeys(("coupon", "node", "discount", "rate"))
    rate, mine = {**nothing, "rate": {"id": desk.iva.id}}, {"discount": {"id": ids["discount"]}}
    beto = Api(desk.life.store.services, (await desk.life.customer()).actor)
    assert await desk.staff.ask(BY_ID, **ids) == {
        **rate, **mine, "coupon": {"code": "TEN"}, "node": {"id": desk.ten.id},
    }  # fmt: skip
    assert await desk.ana.ask(BY_ID, **ids) == {**rate, **mine}
    for api in (beto, desk.visitor):
        assert await api.ask(BY_ID, **ids) == rate
    assert await desk.strangers.ask(BY_ID, **ids) == nothing


async def test_customers_see_their_own_taxes_and_what_is_used_up(desk: Desk) -> None:
    await perform(desk, "customerTaxSet")
    await perform(desk, "subscriptionCouponAdd")
    await desk.life.go(month(1))
    me = await desk.ana.ask(
        f"{{ me {{ taxTreatment taxRates {{ name percent }} subscriptions {{ nodes {{ {DISCOUNTS} }} }} }} }}"
    )
    assert (me["taxTreatment"], me["taxRates"]) == ("OWN", [{"name": "IVA", "percent": "16"}])
    shown = me["subscriptions"]["nodes"][0]["discounts"]
    assert [(one["periodsLeft"], one["usedUp"]) for one in shown] == [(None, False), (0, True)]


# What it costs


class Counted(logging.Handler):
    """Every statement that is sent while it listens."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


async def cost(api: Api, document: str) -> int:
    """How many statements it takes."""
    client, counted = logging.getLogger("tortoise.db_client"), Counted()
    level = client.level
    client.addHandler(counted)
    client.setLevel(logging.DEBUG)
    try:
        await api.ask(document)
    finally:
        client.removeHandler(counted)
        client.setLevel(level)
    return counted.count


COUPONS = "{ coupons(first: 50) { nodes { code amounts { amount } plans { name } } } }"
HELD = f"{{ subscriptions(first: 50) {{ nodes {{ id {DISCOUNTS} }} }} }}"
PEOPLE = "{ customers(first: 50) { nodes { name taxTreatment taxRates { name percent } } } }"
RATES = f"{{ taxRates {{ {RATE} }} }}"


async def test_the_lists_cost_as_many_statements_for_ten_as_for_one(desk: Desk) -> None:
    await perform(desk, "defaultTaxRatesSet")
    await perform(desk, "subscriptionCouponAdd")
    documents = (COUPONS, HELD, PEOPLE, RATES)
    few = [await cost(desk.staff, document) for document in documents]
    for number in range(9):
        beto = await desk.life.customer()
        await coupon(
            desk.life, f"C{number:02}", amounts={"USD": 100 + number}, plans=(desk.life.monthly,), periods=None
        )
        await desk.life.subscribe(who=beto, coupons=("TEN", f"C{number:02}"))
        await tax(desk.life, f"Tax {number}", 10_000, customer=beto.row)
    assert [await cost(desk.staff, document) for document in documents] == few
    # The page, amounts, limits, plans; the page, discounts, coupons, subscriptions, amounts; the page, treatments,
    # assignments, rates; the rates.
    assert few == [4, 5, 4, 1]
