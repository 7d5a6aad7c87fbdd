"""Coupons and taxes through the API: the documents, and the few calls that most tests are made of."""

from __future__ import annotations

from typing import Any

from tests.support.api import Api

COUPON = """coupon {
  id code name percent amounts { amount currency } duration periods plans { code } oncePerCustomer redeemBy
  maxRedemptions redemptions archivedAt createdAt version
}"""
RATE = "id name percent inclusive archivedAt createdAt"
DISCOUNTS = """discounts {
  id periodsLeft usedUp createdAt coupon { name percent amount { amount currency } duration periods }
}"""
SUBSCRIPTION = f"subscription {{ id version {DISCOUNTS} nextInvoice {{ total {{ amount }} }} }}"
# What the success of each mutation is asked for.
MUTATIONS = {
    "couponCreate": COUPON,
    "couponUpdate": COUPON,
    "couponArchive": COUPON,
    "taxRateCreate": f"taxRate {{ {RATE} }}",
    "taxRateArchive": f"taxRate {{ {RATE} }}",
    "defaultTaxRatesSet": "defaultTaxRates { name }",
    "customerTaxSet": "customer { id taxTreatment taxRates { name } }",
    "subscriptionCouponAdd": SUBSCRIPTION,
    "subscriptionDiscountRemove": SUBSCRIPTION,
}
_NO_FIELDS = frozenset({"couponArchive", "taxRateArchive", "subscriptionDiscountRemove"})


async def do(api: Api, mutation: str, **input: object) -> Any:
    """The answer of a mutation, whatever it is, with the wrong fields where it names some."""
    name = mutation[0].upper() + mutation[1:]
    fields = "" if mutation in _NO_FIELDS else "... on InvalidInputError { fields { path code message } }"
    status = "... on IllegalTransitionError { status }" if mutation in _STATES else ""
    return await api.ask(
        f"mutation ($input: {name}Input!) {{ {mutation}(input: $input) {{ __typename "
        f"... on {name}Success {{ {MUTATIONS[mutation]} }} ... on Error {{ code message }} {fields} {status} }} }}",
        input=input,
    )


_STATES = frozenset({"taxRateArchive", "subscriptionCouponAdd", "subscriptionDiscountRemove"})
