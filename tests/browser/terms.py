"""What a test does with coupons and taxes behind the browser's back: staff give them out."""

from __future__ import annotations

from typing import Any

from tests.browser.books import STAFF
from tests.browser.visitor import Visitor
from tests.support.shop import fresh

_COUPON = """
mutation ($input: CouponCreateInput!) { couponCreate(input: $input) {
  __typename ... on CouponCreateSuccess { coupon { code } } ... on Error { code message }
} }"""

_TAX = """
mutation ($input: TaxRateCreateInput!) { taxRateCreate(input: $input) {
  __typename ... on TaxRateCreateSuccess { taxRate { id } } ... on Error { code message }
} }"""

_TAXED = """
mutation ($input: CustomerTaxSetInput!) { customerTaxSet(input: $input) {
  __typename ... on CustomerTaxSetSuccess { customer { id } } ... on Error { code message }
} }"""

_REDEEM = """
mutation ($input: SubscriptionCouponAddInput!) { subscriptionCouponAdd(input: $input) {
  __typename ... on SubscriptionCouponAddSuccess { subscription { id } } ... on Error { code message }
} }"""


def coupon(visitor: Visitor, name: str = "Welcome", **terms: Any) -> str:
    """A coupon, 20 % off three periods unless other `terms` are given; answers its code."""
    wanted = terms or {"percent": "20", "duration": "REPEATING", "periods": 3}
    made = _do(visitor, _COUPON, {"code": fresh(name.partition(" ")[0]).upper(), "name": name, **wanted})
    code: str = made["coupon"]["code"]
    return code


def taxed(visitor: Visitor, *rates: tuple[str, str, bool]) -> None:
    """What this customer buys has these taxes, each with its name, its percentage, and whether prices contain it."""
    ids = []
    for name, percent, inclusive in rates:
        made = _do(visitor, _TAX, {"name": name, "percent": percent, "inclusive": inclusive})
        ids.append(made["taxRate"]["id"])
    _do(visitor, _TAXED, {"customerId": visitor.customer().customer_id, "treatment": "OWN", "taxRateIds": ids})


def redeem(visitor: Visitor, subscription_id: str, code: str) -> None:
    """The customer adds a code to what they have."""
    done = visitor.shop.do(_REDEEM, {"subscriptionId": subscription_id, "code": code}, by=visitor.customer())
    assert done["__typename"].endswith("Success"), done


def _do(visitor: Visitor, mutation: str, input: dict[str, Any]) -> dict[str, Any]:
    done = visitor.shop.do(mutation, input, by=visitor.shop.sign_in(*STAFF))
    assert done["__typename"].endswith("Success"), done
    return done
