"""What staff look through of the money: invoices, payments and collections, page by page and by every filter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from backend.gateways.base import DeclineAdvice
from backend.models import Payment, Subscription
from backend.services.context import Actor, Role
from tests.schema.test_query_counts import statements
from tests.support.api import Api
from tests.support.balances import staff_of
from tests.support.dunning import GENERIC
from tests.support.life import Life, month
from tests.support.merchants import open_merchant
from tests.support.scripted_gateway import ScriptedGateway, decline, pending
from tests.support.storefront import Storefront

INVOICES = """
query (
  $first: Int, $after: String, $last: Int, $status: [InvoiceStatus!], $customerId: ID, $subscriptionId: ID,
  $search: String
) {
  invoices(
    first: $first, after: $after, last: $last, status: $status, customerId: $customerId,
    subscriptionId: $subscriptionId, search: $search
  ) { nodes { number id } pageInfo { hasNextPage endCursor } totalCount }
}"""
PAYMENTS = """
query (
  $first: Int, $after: String, $last: Int, $status: [PaymentStatus!], $customerId: ID, $kind: [PaymentMethodKind!],
  $purpose: [PaymentPurpose!], $search: String
) {
  payments(
    first: $first, after: $after, last: $last, status: $status, customerId: $customerId, kind: $kind,
    purpose: $purpose, search: $search
  ) { nodes { id } pageInfo { hasNextPage endCursor } totalCount }
}"""
COLLECTIONS = """
query (
  $first: Int, $after: String, $last: Int, $status: [InvoiceCollectionStatus!], $wants: [InvoiceCollectionWants!],
  $failed: Boolean, $customerId: ID
) {
  collections(
    first: $first, after: $after, last: $last, status: $status, wants: $wants, failed: $failed, customerId: $customerId
  ) { nodes { id invoice { number } } pageInfo { hasNextPage endCursor } totalCount }
}"""
IN_FULL = """
{ collections { nodes {
  status wants tries firstFailedAt lastReason nextTryAt createdAt updatedAt version
  customer { id } subscription { id status collections { invoice { number } } }
  invoice { number status collection { status } } payment { status }
} } }"""
FIRST = month(1)


@dataclass(frozen=True)
class Month:
    """Ana (1000 a month by card, declined for good), Ben (2900 from his balance), Cleo (1000, by hand) at the renewal.

    INV-000001 to 3 are their first invoices; 4 is Cleo's next, sent ahead; 5 is Ana's and 6 is Ben's.
    """

    life: Life
    ana: Subscription
    ben: Subscription
    cleo: Subscription

    @property
    def people(self) -> list[str]:
        """The ids of the three customers."""
        return [row.customer_id for row in (self.ana, self.ben, self.cleo)]


@pytest.fixture
async def told(life: Life, gateway: ScriptedGateway) -> Month:
    ana = await life.subscribe()
    ben = await life.subscribe(life.plus, "BALANCE", who=await life.customer())
    cleo = await life.subscribe(way="INVOICE", who=await life.customer())
    gateway.script("create", decline(advice=DeclineAdvice.NEVER))
    await life.go(FIRST - timedelta(days=5))
    await life.go(FIRST)
    return Month(life, ana, ben, cleo)


@pytest.fixture
async def staff(store: Storefront) -> Api:
    return Api(store.services, await staff_of(store.merchant))


async def found(api: Api, document: str, **variables: Any) -> list[str]:
    """What a list shows: numbers of invoices, ids of payments, numbers of the invoices that are collected."""
    page = await api.ask(document, **variables)
    if not {"first", "after", "last"} & set(variables):
        assert page["totalCount"] == len(page["nodes"])
    return [(node.get("invoice") or node).get("number") or node["id"] for node in page["nodes"]]


def numbers(*which: int) -> list[str]:
    """Numbers of invoices."""
    return [f"INV-{number:06d}" for number in which]


async def test_invoices_are_found_by_status_customer_subscription_and_number(told: Month, staff: Api) -> None:
    async def shown(**variables: Any) -> list[str]:
        return await found(staff, INVOICES, **variables)

    assert await shown() == numbers(6, 5, 4, 3, 2, 1)
    assert await shown(status=["OPEN"]) == numbers(5, 4)
    assert await shown(status=["PAID", "VOID"]) == numbers(6, 3, 2, 1)
    assert await shown(customerId=told.ana.customer_id) == numbers(5, 1)
    assert await shown(subscriptionId=told.ben.id) == numbers(6, 2)
    assert await shown(customerId=told.ana.customer_id, subscriptionId=told.ben.id) == []
    assert await shown(customerId=told.cleo.customer_id, status=["OPEN"], search="inv-") == numbers(4)
    (third,) = [row for row in (await staff.ask(INVOICES))["nodes"] if row["number"] == "INV-000003"]
    for search in ("INV-000003", "inv-000003", " 0003 ", third["id"]):
        assert await shown(search=search) == numbers(3), search
    for search in ("INV-000007", "%", "_", third["id"][:-1]):
        assert await shown(search=search) == [], search
    assert await shown(search="  ") == numbers(6, 5, 4, 3, 2, 1)


async def test_payments_are_found_by_status_customer_kind_purpose_and_reference(told: Month, staff: Api) -> None:
    ana, ben, cleo = told.people
    await told.life.keep_card(await told.life.customer())
    rows = await Payment.all().order_by("-id")

    async def shown(**variables: Any) -> list[str]:
        return await found(staff, PAYMENTS, **variables)

    def those(*, who: str | None = None, **columns: str) -> list[str]:
        """What is expected, by the rows themselves."""
        return [
            row.id
            for row in rows
            if who in (None, row.customer_id) and all(getattr(row, name) == value for name, value in columns.items())
        ]

    assert [len(those(who=person)) for person in (ana, ben, cleo)] == [2, 2, 1]
    assert await shown() == those() == [row.id for row in rows]
    assert len(rows) == 6
    assert await shown(status=["FAILED"]) == those(who=ana, status="FAILED") != []
    assert await shown(status=["FAILED", "SUCCEEDED"]) == those()
    assert await shown(customerId=ben) == those(who=ben)
    assert await shown(kind=["BALANCE"]) == those(kind="BALANCE") == those(who=ben)
    assert await shown(purpose=["TOP_UP"]) == those(purpose="TOP_UP") == [rows[0].id]
    assert await shown(purpose=["INVOICE"], kind=["CARD"], status=["SUCCEEDED"], customerId=cleo) == those(who=cleo)
    for search in (rows[0].id, rows[0].gateway_reference, f" {rows[0].gateway_reference} "):
        assert await shown(search=search) == [rows[0].id], search
    for search in ("%", "pay_", "nobody"):
        assert await shown(search=search) == [], search


async def test_collections_are_found_by_status_what_would_help_and_whether_a_try_failed(
    told: Month, staff: Api
) -> None:
    async def shown(**variables: Any) -> list[str]:
        return await found(staff, COLLECTIONS, **variables)

    assert await shown() == numbers(6, 5, 4)
    assert await shown(status=["OPEN"]) == numbers(5, 4)
    assert await shown(status=["PAID", "GAVE_UP"]) == numbers(6)
    assert await shown(wants=["METHOD"]) == numbers(5)
    assert await shown(wants=["METHOD", "PAYMENT"]) == numbers(5, 4)
    assert await shown(wants=["AUTHENTICATION"]) == []
    assert await shown(failed=True) == numbers(5, 4)
    assert await shown(failed=False) == numbers(6)
    assert await shown(customerId=told.ana.customer_id) == numbers(5)
    assert await shown(customerId=told.ana.customer_id, wants=["PAYMENT"]) == []


async def test_a_collection_tells_what_failed_what_would_help_and_when_it_is_tried_next(
    told: Month, staff: Api
) -> None:
    def at(**after: int) -> str:
        return (FIRST + timedelta(**after)).isoformat()

    ana, ben, cleo = told.people
    assert (await staff.ask(IN_FULL))["nodes"] == [
        {
            "status": "PAID", "wants": None, "tries": 0, "firstFailedAt": None, "lastReason": None, "nextTryAt": None,
            "createdAt": at(), "updatedAt": at(), "version": 2, "customer": {"id": ben},
            "subscription": {"id": told.ben.id, "status": "ACTIVE", "collections": []},
            "invoice": {"number": "INV-000006", "status": "PAID", "collection": {"status": "PAID"}}, "payment": None,
        },
        {
            "status": "OPEN", "wants": "METHOD", "tries": 1, "firstFailedAt": at(), "lastReason": GENERIC,
            "nextTryAt": at(days=14), "createdAt": at(), "updatedAt": at(), "version": 3, "customer": {"id": ana},
            "subscription": {
                "id": told.ana.id, "status": "PAST_DUE", "collections": [{"invoice": {"number": "INV-000005"}}],
            },
            "invoice": {"number": "INV-000005", "status": "OPEN", "collection": {"status": "OPEN"}}, "payment": None,
        },
        {
            "status": "OPEN", "wants": "PAYMENT", "tries": 1, "firstFailedAt": at(),
            "lastReason": "The invoice was not paid in time.", "nextTryAt": None, "createdAt": at(days=-5),
            "updatedAt": at(), "version": 2, "customer": {"id": cleo},
            "subscription": {
                "id": told.cleo.id, "status": "PAST_DUE", "collections": [{"invoice": {"number": "INV-000004"}}],
            },
            "invoice": {"number": "INV-000004", "status": "OPEN", "collection": {"status": "OPEN"}}, "payment": None,
        },
    ]  # fmt: skip


async def test_a_payment_that_is_under_way_is_shown_and_what_was_bought_by_hand_has_no_collection(
    life: Life, gateway: ScriptedGateway, staff: Api
) -> None:
    await life.subscribe()
    gateway.script("create", pending())
    await life.go(FIRST)
    seen = await staff.ask("{ invoices { nodes { collection { nextTryAt wants payment { status } } } } }")
    waits = {"nextTryAt": None, "wants": None, "payment": {"status": "PENDING"}}
    assert seen["nodes"] == [{"collection": waits}, {"collection": None}]


async def test_pages_follow_one_another_in_both_directions(told: Month, staff: Api) -> None:
    for document in (INVOICES, PAYMENTS, COLLECTIONS):
        whole = await found(staff, document)
        read, after = [], None
        while True:
            page = await staff.ask(document, first=2, after=after)
            assert page["totalCount"] == len(whole)
            read += await found(staff, document, first=2, after=after)
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        assert read == whole
        assert await found(staff, document, last=2) == whole[-2:]


async def test_a_filter_of_no_values_finds_nothing(told: Month, staff: Api) -> None:
    assert await found(staff, INVOICES, status=[]) == []
    assert await found(staff, PAYMENTS, status=[]) == await found(staff, PAYMENTS, kind=[]) == []
    assert await found(staff, COLLECTIONS, status=[]) == await found(staff, COLLECTIONS, wants=[]) == []


async def test_customers_and_visitors_may_look_through_nothing(told: Month, store: Storefront) -> None:
    for actor in (store.ana.actor, Actor(Role.ANONYMOUS, store.merchant.row.id)):
        stranger = Api(store.services, actor)
        for document in (INVOICES, PAYMENTS, COLLECTIONS):
            with pytest.raises(AssertionError, match="Only staff may do this"):
                await stranger.ask(document)
            with pytest.raises(AssertionError, match="Only staff may do this"):
                await stranger.ask(document, customerId=store.ana.row.id)


async def test_staff_of_another_merchant_see_nothing_of_it_whatever_they_ask_for(
    told: Month, store: Storefront, staff: Api
) -> None:
    other = await open_merchant(store.services, store.clock, "other")
    theirs = Api(store.services, await staff_of(other, "other@example.com"))
    for document in (INVOICES, PAYMENTS, COLLECTIONS):
        page = await staff.ask(document, first=1)
        assert page["pageInfo"]["hasNextPage"] is True
        assert await found(theirs, document) == []
        assert await found(theirs, document, after=page["pageInfo"]["endCursor"]) == []
        assert await found(theirs, document, customerId=told.ana.customer_id) == []
    for search in ("INV-000001", "inv", (await staff.ask(INVOICES))["nodes"][0]["id"]):
        assert await found(theirs, INVOICES, search=search) == []
    assert await found(theirs, INVOICES, subscriptionId=told.ana.id) == []
    payment = await Payment.filter(customer_id=told.ana.customer_id).order_by("id").first()
    assert payment is not None
    for search in (payment.id, payment.gateway_reference):
        assert await found(theirs, PAYMENTS, search=search) == []


@pytest.mark.parametrize("search", ["x" * 101, "IN\x00V"])
@pytest.mark.parametrize("document", [INVOICES, PAYMENTS])
async def test_what_nobody_can_search_for_is_refused_by_its_name(staff: Api, document: str, search: str) -> None:
    with pytest.raises(AssertionError, match="Search for at most 100 characters"):
        await staff.ask(document, search=search)


# What a page and its count cost, and each kind of row beside them.
LOOKS = {
    """query ($first: Int!) { invoices(first: $first) { totalCount nodes {
      number status total { amount } customer { email } subscription { status featuresUntil }
      collection { wants nextTryAt payment { status } }
    } } }""": (16, 2 + len(("customers", "subscriptions", "policy", "collections", "payments"))),
    """query ($first: Int!) { payments(first: $first) { totalCount nodes {
      status amount { amount } customer { email } invoice { number } attempts { status }
    } } }""": (16, 2 + len(("customers", "invoices", "attempts"))),
    """query ($first: Int!) { collections(first: $first) { totalCount nodes {
      wants customer { email } invoice { number } payment { status }
      subscription { status featuresUntil collections { nextTryAt invoice { number } } }
    } } }""": (8, 2 + len(("customers", "invoices", "payments", "subscriptions", "policy", "collections of these"))),
}


async def test_many_rows_cost_as_many_statements_as_one(life: Life, gateway: ScriptedGateway, staff: Api) -> None:
    people = [life.store.ana, *[await life.customer() for _ in range(7)]]
    for person in people:
        await life.subscribe(who=person)
    gateway.script("create", *(pending() for _ in people))
    await life.go(FIRST)
    for document, (rows, most) in LOOKS.items():
        for first in (1, 50):
            with statements() as seen:
                page = await staff.ask(document, first=first)
            assert (len(page["nodes"]), page["totalCount"]) == (min(first, rows), rows)
            assert len(seen) == most, document


async def test_customers_see_the_collections_of_their_own_invoices(told: Month, store: Storefront) -> None:
    ana = Api(store.services, store.ana.actor)
    lists = "invoices { nodes { number collection { id wants } } } subscriptions { nodes { collections { id } } }"
    mine = await ana.ask(f"{{ me {{ {lists} }} }}")
    (renewal, bought), (held,) = mine["invoices"]["nodes"], mine["subscriptions"]["nodes"]
    assert (renewal["collection"]["wants"], bought["collection"]) == ("METHOD", None)
    assert held["collections"] == [{"id": renewal["collection"]["id"]}]
    node = "query ($id: ID!) { node(id: $id) { id ... on InvoiceCollection { lastReason invoice { number } } } }"
    id = renewal["collection"]["id"]
    assert await ana.ask(node, id=id) == {"id": id, "lastReason": GENERIC, "invoice": {"number": "INV-000005"}}
    stranger = await told.life.customer()
    assert await Api(store.services, stranger.actor).ask(node, id=id) is None
