"""The billing policy through the API: what staff see and set, and each refusal in full."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLUnionType, get_named_type

from backend.schema.root import schema
from backend.services.context import Actor, Role
from tests.support.api import Api
from tests.support.balances import staff_of
from tests.support.invariants import nothing_changes
from tests.support.merchants import open_merchant
from tests.support.storefront import Storefront

FIELDS = "retryDays finalAction graceDays invoiceAheadDays upgradeTiming downgradeTiming surplus updatedAt"
READ = f"{{ billingPolicy {{ {FIELDS} }} }}"
SET = f"""
mutation ($input: BillingPolicySetInput!) {{ billingPolicySet(input: $input) {{
  __typename
  ... on BillingPolicySetSuccess {{ billingPolicy {{ {FIELDS} }} }}
  ... on Error {{ code message }}
  ... on InvalidInputError {{ fields {{ path code message }} }}
}} }}"""
FRESH = {
    "retryDays": [1, 3, 7, 14], "finalAction": "CANCEL", "graceDays": 7, "invoiceAheadDays": 5,
    "upgradeTiming": "NOW", "downgradeTiming": "PERIOD_END", "surplus": "BALANCE",
    "updatedAt": "2026-01-31T12:00:00+00:00",
}  # fmt: skip


@pytest.fixture
async def staff(store: Storefront) -> Api:
    """The merchant's staff."""
    return Api(store.services, await staff_of(store.merchant))


async def put(api: Api, **input: Any) -> dict[str, Any]:
    """What the mutation answers."""
    answer: dict[str, Any] = await api.ask(SET, input=input)
    return answer


async def test_staff_see_the_policy_and_set_what_they_name(store: Storefront, staff: Api) -> None:
    assert await staff.ask(READ) == FRESH
    store.clock.advance(hours=1)
    later = {**FRESH, "updatedAt": "2026-01-31T13:00:00+00:00"}
    assert await put(staff, graceDays=0, retryDays=[9, 2]) == {
        "__typename": "BillingPolicySetSuccess",
        "billingPolicy": {**later, "graceDays": 0, "retryDays": [2, 9]},
    }
    assert (await put(staff, finalAction="LEAVE", invoiceAheadDays=60))["billingPolicy"] == {
        **later, "graceDays": 0, "retryDays": [2, 9], "finalAction": "LEAVE", "invoiceAheadDays": 60,
    }  # fmt: skip
    changed = await put(
        staff, upgradeTiming="PERIOD_END", downgradeTiming="NOW", surplus="REFUND", retryDays=[], graceDays=None
    )
    assert changed["billingPolicy"] == await staff.ask(READ) == {
        **later, "graceDays": 0, "retryDays": [], "finalAction": "LEAVE", "invoiceAheadDays": 60,
        "upgradeTiming": "PERIOD_END", "downgradeTiming": "NOW", "surplus": "REFUND",
    }  # fmt: skip


async def test_nothing_named_changes_nothing(staff: Api) -> None:
    async with nothing_changes():
        assert await put(staff) == {"__typename": "BillingPolicySetSuccess", "billingPolicy": FRESH}


async def test_every_wrong_field_is_named(staff: Api) -> None:
    async with nothing_changes():
        answer = await put(staff, retryDays=[1, 1], graceDays=366, invoiceAheadDays=-1, finalAction="PAUSE")
    days = "Give at most 10 different days from 1 to 60; none: no retries."
    assert answer == {
        "__typename": "InvalidInputError",
        "code": "INVALID_INPUT",
        "message": f"{days} Give 0 to 365 days. Give 0 to 60 days.",
        "fields": [
            {"path": ["retryDays"], "code": "OUT_OF_RANGE", "message": days},
            {"path": ["graceDays"], "code": "OUT_OF_RANGE", "message": "Give 0 to 365 days."},
            {"path": ["invoiceAheadDays"], "code": "OUT_OF_RANGE", "message": "Give 0 to 60 days."},
        ],
    }


async def test_customers_and_visitors_are_refused(store: Storefront) -> None:
    for actor in (store.ana.actor, Actor(Role.ANONYMOUS, store.merchant.row.id)):
        api = Api(store.services, actor)
        async with nothing_changes():
            assert await put(api, graceDays=1) == {
                "__typename": "ForbiddenError", "code": "FORBIDDEN", "message": "Only staff may do this.",
            }  # fmt: skip
            with pytest.raises(AssertionError, match="Only staff may do this"):
                await api.ask(READ)


async def test_each_merchant_has_its_own(store: Storefront, staff: Api) -> None:
    other = await open_merchant(store.services, store.clock, "other")
    theirs = Api(store.services, await staff_of(other))
    await put(theirs, graceDays=1)
    assert await staff.ask(READ) == FRESH
    assert (await theirs.ask(READ))["graceDays"] == 1


def test_it_has_these_answers_and_no_other() -> None:
    mutation = schema._schema.mutation_type
    assert mutation is not None
    union = get_named_type(mutation.fields["billingPolicySet"].type)
    assert isinstance(union, GraphQLUnionType)
    assert {member.name for member in union.types} == {
        "BillingPolicySetSuccess", "ForbiddenError", "InvalidInputError",
    }  # fmt: skip
