"""What staff look through, page by page; and the subscription that they let go on."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLUnionType, get_named_type

from backend.models import Customer, Plan, Subscription
from backend.schema.root import schema
from tests.support.api import Api
from tests.support.balances import staff_of
from tests.support.invariants import nothing_changes
from tests.support.life import Life, month
from tests.support.merchants import open_merchant
from tests.support.storefront import Storefront, known_customer

CUSTOMERS = """query ($search: String, $first: Int, $after: String) {
  customers(search: $search, first: $first, after: $after) {
    nodes { email } pageInfo { hasNextPage endCursor } totalCount
} }"""
SUBSCRIPTIONS = """query ($status: [SubscriptionStatus!], $stuck: Boolean, $planId: ID) {
  subscriptions(status: $status, stuck: $stuck, planId: $planId) { nodes { id status stuckReason } totalCount } }"""
RETRY = """mutation ($id: ID!) { subscriptionRetry(input: { subscriptionId: $id }) {
  __typename
  ... on SubscriptionRetrySuccess { subscription { id stuckReason } }
  ... on Error { code message }
  ... on IllegalTransitionError { status allowed }
} }"""


@pytest.fixture
async def staff(store: Storefront) -> Api:
    return Api(store.services, await staff_of(store.merchant))


@pytest.fixture
async def ana(store: Storefront) -> Api:
    return Api(store.services, store.ana.actor)


async def emails(api: Api, **variables: object) -> list[str]:
    found = await api.ask(CUSTOMERS, **variables)
    return [node["email"] for node in found["nodes"]]


async def stuck(life: Life) -> Subscription:
    """A subscription that nobody can renew: its plan lost its interval."""
    held = await life.subscribe()
    await Plan.filter(id=life.monthly.id).update(interval_unit=None, interval_count=None)
    await life.go(month(1))
    found = await life.now(held)
    assert found.stuck_reason is not None
    return found


async def test_customers_are_found_by_name_address_and_id(store: Storefront, staff: Api) -> None:
    ben = await known_customer(store.merchant, "ben@shop.example")
    await Customer.filter(id=ben.row.id).update(name="Benedikt 100% Müller")
    other = await open_merchant(store.services, store.clock, "other")
    await known_customer(other, "ben@other.example")
    assert await emails(staff) == ["ben@shop.example", "ana@example.com"]
    for search in ("BEN@", "müller", "100%", ben.row.id, "  benedikt "):
        assert await emails(staff, search=search) == ["ben@shop.example"], search
    assert await emails(staff, search="_") == []
    page = await staff.ask(CUSTOMERS, first=1)
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (2, True)
    assert await emails(staff, first=1, after=page["pageInfo"]["endCursor"]) == ["ana@example.com"]


async def test_subscriptions_are_found_by_status_plan_and_what_hinders_them(life: Life, staff: Api) -> None:
    odd = await life.offer("odd", 700)
    calm = await life.subscribe(life.plus, who=await life.customer())
    hindered = await life.subscribe(odd)
    await Plan.filter(id=odd.id).update(interval_unit=None, interval_count=None)
    await life.go(month(1))

    async def ids(**variables: Any) -> list[str]:
        found = await staff.ask(SUBSCRIPTIONS, **variables)
        assert found["totalCount"] == len(found["nodes"])
        return [node["id"] for node in found["nodes"]]

    assert await ids() == [hindered.id, calm.id]
    assert await ids(stuck=True) == [hindered.id]
    assert await ids(stuck=False) == [calm.id]
    assert await ids(planId=life.plus.id) == [calm.id]
    assert await ids(status=["ACTIVE"]) == [hindered.id, calm.id]
    assert await ids(status=["CANCELED", "EXPIRED"]) == []


async def test_what_was_set_aside_goes_on_once_it_is_repaired(life: Life, staff: Api) -> None:
    held = await stuck(life)
    await Plan.filter(id=life.monthly.id).update(interval_unit="MONTH", interval_count=1)
    done = await staff.ask(RETRY, id=held.id)
    assert done == {
        "__typename": "SubscriptionRetrySuccess", "subscription": {"id": held.id, "stuckReason": None},
    }  # fmt: skip
    await life.run()
    assert [invoice.total_minor for invoice in await life.invoices(held)] == [1000, 1000]


async def test_each_refusal_changes_nothing(life: Life, staff: Api, ana: Api) -> None:
    held = await life.subscribe()
    async with nothing_changes():
        assert await staff.ask(RETRY, id="sub_nobody") == {
            "__typename": "NotFoundError", "code": "NOT_FOUND", "message": "There is no such subscription.",
        }  # fmt: skip
        assert await ana.ask(RETRY, id=held.id) == {
            "__typename": "ForbiddenError", "code": "FORBIDDEN", "message": "Only staff may do this.",
        }  # fmt: skip
        assert await staff.ask(RETRY, id=held.id) == {
            "__typename": "IllegalTransitionError", "code": "ILLEGAL_TRANSITION",
            "message": "Nothing hinders this subscription.", "status": "ACTIVE", "allowed": [],
        }  # fmt: skip
    result = get_named_type(schema._schema.mutation_type.fields["subscriptionRetry"].type)  # type: ignore[union-attr]
    assert isinstance(result, GraphQLUnionType)
    assert {member.name for member in result.types} == {
        "SubscriptionRetrySuccess", "NotFoundError", "ForbiddenError", "IllegalTransitionError",
    }  # fmt: skip
