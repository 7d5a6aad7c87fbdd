"""The catalogue: pages, filters, prices by who asks."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.support.dialects import on_one_shop
from tests.support.shop import Person, Shop

PAGE = """
query ($first: Int, $after: String, $last: Int, $before: String, $kind: ProductKind) {
  products(first: $first, after: $after, last: $last, before: $before, kind: $kind) {
    nodes { code }
    edges { cursor node { code } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
  }
}"""
ON_SALE = ["hosting", "analytics", "servers", "machine-hours", "odd"]


def page(shop: Shop, **arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = shop.ask(PAGE, arguments)["products"]
    assert [edge["node"] for edge in found["edges"]] == found["nodes"]
    if found["edges"]:
        assert found["pageInfo"]["startCursor"] == found["edges"][0]["cursor"]
        assert found["pageInfo"]["endCursor"] == found["edges"][-1]["cursor"]
    return found


def codes(found: dict[str, Any]) -> list[str]:
    return [node["code"] for node in found["nodes"]]


def edges_of(found: dict[str, Any]) -> tuple[bool, bool]:
    return found["pageInfo"]["hasPreviousPage"], found["pageInfo"]["hasNextPage"]


def test_products_on_sale_come_in_the_order_of_their_making_without_what_is_archived(shop: Shop) -> None:
    found = page(shop)
    assert (codes(found), edges_of(found), found["totalCount"]) == (ON_SALE, (False, False), 5)


def test_forward_pages_follow_each_other_without_gap_or_overlap(shop: Shop) -> None:
    first = page(shop, first=3)
    assert (codes(first), edges_of(first), first["totalCount"]) == (ON_SALE[:3], (False, True), 5)
    second = page(shop, first=3, after=first["pageInfo"]["endCursor"])
    assert (codes(second), edges_of(second), second["totalCount"]) == (ON_SALE[3:], (True, False), 5)


def test_backward_pages_keep_the_order_of_the_list(shop: Shop) -> None:
    last = page(shop, last=3)
    assert (codes(last), edges_of(last)) == (ON_SALE[2:], (True, False))
    rest = page(shop, last=3, before=last["pageInfo"]["startCursor"])
    assert (codes(rest), edges_of(rest)) == (ON_SALE[:2], (False, True))


def test_a_page_may_lie_between_two_cursors(shop: Shop) -> None:
    cursors = [edge["cursor"] for edge in page(shop)["edges"]]
    assert codes(page(shop, first=9, after=cursors[0], before=cursors[3])) == ON_SALE[1:3]


def test_an_empty_page_has_no_cursors(shop: Shop) -> None:
    for arguments in ({"first": 0}, {"last": 0}, {"after": page(shop)["pageInfo"]["endCursor"]}):
        found = page(shop, **arguments)
        assert (codes(found), found["totalCount"]) == ([], 5)
        assert (found["pageInfo"]["startCursor"], found["pageInfo"]["endCursor"]) == (None, None)


def test_a_kind_narrows_the_list_and_its_count(shop: Shop) -> None:
    found = page(shop, kind="REFILL")
    assert (codes(found), found["totalCount"]) == (["machine-hours"], 1)


@on_one_shop
@pytest.mark.parametrize(
    ("arguments", "wrong", "code"),
    [
        ({"first": -1}, "first", "OUT_OF_RANGE"),
        ({"first": 101}, "first", "OUT_OF_RANGE"),
        ({"last": -1}, "last", "OUT_OF_RANGE"),
        ({"last": 101}, "last", "OUT_OF_RANGE"),
        ({"first": 1, "last": 1}, "last", "EXCLUSIVE"),
        ({"after": ""}, "after", "INVALID_CURSOR"),
        ({"after": "not a cursor"}, "after", "INVALID_CURSOR"),
        ({"after": "\u00e9\U0001f600"}, "after", "INVALID_CURSOR"),
        ({"before": base64.urlsafe_b64encode(b"2:prod_0").decode()}, "before", "INVALID_CURSOR"),
        ({"before": base64.urlsafe_b64encode(b"1:prod_0' OR 1=1").decode()}, "before", "INVALID_CURSOR"),
        ({"before": base64.urlsafe_b64encode(b"1:\x00").decode()}, "before", "INVALID_CURSOR"),
    ],
)
def test_wrong_page_arguments_are_named(shop: Shop, arguments: dict[str, object], wrong: str, code: str) -> None:
    answer = shop.post(PAGE, arguments)
    assert answer.status_code == 200
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert [(field["path"], field["code"]) for field in error["extensions"]["fields"]] == [([wrong], code)]
    assert error["path"] == ["products"]


def test_a_number_beyond_32_bits_is_refused_before_execution(shop: Shop) -> None:
    (error,) = shop.post(PAGE, {"first": 2**31}).json()["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


ONE = "query ($id: ID, $code: String) { product(id: $id, code: $code) { id code name kind plans { code } } }"


def test_a_product_is_found_by_code_and_by_id(shop: Shop) -> None:
    by_code = shop.ask(ONE, {"code": "hosting"})["product"]
    assert (by_code["name"], by_code["kind"]) == ("Hosting", "SUBSCRIPTION")
    assert [plan["code"] for plan in by_code["plans"]] == ["starter", "team", "business"]
    assert shop.ask(ONE, {"id": by_code["id"]})["product"] == by_code


@pytest.mark.parametrize("arguments", [{}, {"code": "gone"}, {"code": "HOSTING"}, {"id": "prod_0"}, {"code": "\x01"}])
def test_what_is_not_on_sale_is_null(shop: Shop, arguments: dict[str, str]) -> None:
    assert shop.ask(ONE, arguments) == {"product": None}


def test_a_product_asked_for_by_both_id_and_code_is_null(shop: Shop) -> None:
    id = shop.ask(ONE, {"code": "hosting"})["product"]["id"]
    assert shop.ask(ONE, {"id": id, "code": "hosting"}) == {"product": None}


def test_archived_plans_are_shown_to_staff_who_ask_for_them(shop: Shop, staff: Person) -> None:
    asked = '{ product(code: "odd") { plans { code } every: plans(archived: true) { code archivedAt } } }'
    found = shop.ask(asked, by=staff)
    assert [plan["code"] for plan in found["product"]["plans"]] == ["volatile", "free", "trial"]
    archived = {plan["code"]: plan["archivedAt"] is not None for plan in found["product"]["every"]}
    assert archived == {"volatile": False, "old": True, "free": False, "trial": False}
    visited = shop.ask(asked)["product"]
    assert [plan["code"] for plan in visited["every"]] == ["volatile", "free", "trial"]


PRICE = """
query ($plan: ID!, $currency: CurrencyCode) {
  plan(id: $plan) {
    price(currency: $currency) { amount currency } prices { amount currency } interval { unit count }
    addons { code charge maxQuantity price(currency: $currency) { amount currency } plan { id } }
    features { code value } product { code }
  }
}"""


def priced(shop: Shop, by: Person | None, currency: str | None = None) -> list[object]:
    plan = shop.ask(PRICE, {"plan": shop.plans["hosting/starter"], "currency": currency}, by=by)["plan"]
    return [plan["price"], *(addon["price"] for addon in plan["addons"])]


def money(amount: str, currency: str) -> dict[str, str]:
    return {"amount": amount, "currency": currency}


USD = [money("10.00", "USD"), money("4.00", "USD"), money("49.00", "USD")]
MXN = [money("190.00", "MXN"), money("76.00", "MXN"), money("930.00", "MXN")]


def test_visitors_and_staff_see_prices_in_the_currency_of_the_merchant(shop: Shop, staff: Person) -> None:
    assert priced(shop, None) == USD
    assert priced(shop, staff) == USD


def test_customers_see_prices_in_what_they_are_billed_in(shop: Shop) -> None:
    assert priced(shop, shop.register(currency="USD")) == USD
    assert priced(shop, shop.register(currency="MXN")) == MXN


def test_everybody_may_ask_for_another_currency(shop: Shop, staff: Person) -> None:
    for by in (None, staff, shop.register(currency="USD")):
        assert priced(shop, by, "MXN") == MXN
        assert priced(shop, by, "EUR") == [None, None, None]


def test_a_plan_tells_everything_that_a_buyer_compares(shop: Shop) -> None:
    plan = shop.ask(PRICE, {"plan": shop.plans["hosting/business"]})["plan"]
    assert plan["interval"] == {"unit": "YEAR", "count": 1}
    assert plan["prices"] == [money("18700.00", "MXN"), money("990.00", "USD")]
    assert plan["features"][0] == {"code": "sites", "value": 50}
    assert [(addon["code"], addon["charge"], addon["maxQuantity"]) for addon in plan["addons"]] == [
        ("seat", "RECURRING", 100),
        ("setup", "ONE_TIME", 1),
    ]
    assert {addon["plan"]["id"] for addon in plan["addons"]} == {shop.plans["hosting/business"]}
    assert plan["product"] == {"code": "hosting"}


def test_a_refill_has_no_interval_and_grants_units(shop: Shop) -> None:
    asked = '{ product(code: "machine-hours") { plans { interval { unit } grants { unit quantity } } } }'
    first = shop.ask(asked)["product"]["plans"][0]
    assert first == {"interval": None, "grants": [{"unit": "hours", "quantity": "100"}]}
