"""Refills and units as clients ask for them: the documents, and the acts of a test on a served shop."""

from __future__ import annotations

from typing import Any

from tests.support.shop import CARD, PAYMENT, Person, Shop, fresh

REFUSED = """
  ... on Error { code message }
  ... on InvalidInputError { fields { path code } }
  ... on NotFoundError { id }
"""
BALANCE = "fragment B on UnitBalance { unit remaining held grants { id quantity remaining held payment { id } } }"
HOLD = "fragment H on UnitHold { id unit quantity settled status description createdAt }"

REFILL = (
    """
mutation ($input: RefillPurchaseInput!) { refillPurchase(input: $input) {
  __typename
  ... on RefillPurchaseSuccess { invoice { id number status total { amount currency } } payment { purpose ...P } }
  ... on PaymentDeclinedError { reason retryable payment { ...P } }
  ... on InsufficientBalanceError { needed { amount currency } available { amount currency } }"""
    + REFUSED
    + "} }"
    + PAYMENT
)

REFILL_QUOTE = (
    """
query ($input: RefillQuoteInput!) { refillQuote(input: $input) {
  __typename
  ... on RefillQuoteSuccess { bill {
    lines {
      description amount { amount } tax { amount } period { start }
      derivation { unitPrice { amount } quantity numerator denominator }
    }
    subtotal { amount currency } tax { amount } taxIncluded { amount }
    taxes { name percent inclusive amount { amount } } total { amount currency }
  } }"""
    + REFUSED
    + "} }"
)

CONSUME = (
    """
mutation ($input: UnitsConsumeInput!) { unitsConsume(input: $input) {
  __typename
  ... on UnitsConsumeSuccess { balance { ...B } }
  ... on InsufficientUnitsError { unit needed available }"""
    + REFUSED
    + "} }"
    + BALANCE
)

RESERVE = (
    """
mutation ($input: UnitsHoldInput!) { unitsHold(input: $input) {
  __typename
  ... on UnitsHoldSuccess { hold { ...H } balance { ...B } }
  ... on InsufficientUnitsError { unit needed available }"""
    + REFUSED
    + "} }"
    + BALANCE
    + HOLD
)

SETTLE = (
    """
mutation ($input: UnitsSettleInput!) { unitsSettle(input: $input) {
  __typename
  ... on UnitsSettleSuccess { hold { ...H } balance { ...B } }
  ... on IllegalTransitionError { status allowed }"""
    + REFUSED
    + "} }"
    + BALANCE
    + HOLD
)

RELEASE = (
    """
mutation ($input: UnitsReleaseInput!) { unitsRelease(input: $input) {
  __typename
  ... on UnitsReleaseSuccess { hold { ...H } balance { ...B } }
  ... on IllegalTransitionError { status allowed }
  ... on Error { code message }
  ... on NotFoundError { id }
} }"""
    + BALANCE
    + HOLD
)

UNITS = "query { me { id units { ...B } } }" + BALANCE

BAG = "machine-hours/bag-100"


def refill(shop: Shop, by: Person | None, card: str = CARD, **changes: Any) -> dict[str, Any]:
    """Buy a bag and hear the answer, whatever it is."""
    order = {"planId": shop.plans[BAG], "idempotencyKey": fresh("refill"), **changes}
    if "payWith" not in changes:
        order["payWith"] = shop.pay_with(card)
    return shop.do(REFILL, order, by=by)


def refill_quote(shop: Shop, by: Person | None, **changes: Any) -> dict[str, Any]:
    """Ask what a bag costs and hear the answer."""
    return shop.do(REFILL_QUOTE, {"planId": shop.plans[BAG], **changes}, by=by)


def use(shop: Shop, by: Person | None, whose: Person, document: str = CONSUME, **changes: Any) -> dict[str, Any]:
    """Consume, or hold, units of a customer and hear the answer."""
    order = {"customerId": whose.customer_id, "unit": "hours", "idempotencyKey": fresh("use"), **changes}
    return shop.do(document, order, by=by)


def units_of(shop: Shop, by: Person) -> list[dict[str, Any]]:
    """What a customer sees of their units."""
    found: list[dict[str, Any]] = shop.ask(UNITS, by=by)["me"]["units"]
    return found
