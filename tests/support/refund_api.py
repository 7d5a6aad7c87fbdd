"""Saved methods, automatic top-up and refunds through the API: the documents, and the few calls of most tests."""

from __future__ import annotations

from typing import Any

from tests.support.shop import Person, Shop, fresh

MONEY = "{ amount currency }"
METHOD = "fragment M on PaymentMethod { id gateway kind brand last4 expiresMonth expiresYear isDefault }"
ORDER = f"""
fragment O on AutoTopUp {{
  enabled pausedReason threshold {MONEY} amount {MONEY} paymentMethod {{ id }} inFlight {{ id status }}
}}"""
REFUND = f"""
fragment R on Refund {{
  id status reason problem version createdAt amount {MONEY}
  payment {{ id status version refunded {MONEY} refundable {MONEY} }}
}}"""

METHODS = f"query {{ me {{ paymentMethods {{ ...M }} }} }} {METHOD}"
BALANCE = f"query {{ me {{ balance {{ version available {MONEY} held {MONEY} autoTopUp {{ ...O }} }} }} }} {ORDER}"
REFUNDS = f"query ($id: ID!) {{ payment(id: $id) {{ refunds {{ ...R }} }} }} {REFUND}"

SET = f"""
mutation ($input: AutoTopUpSetInput!) {{ autoTopUpSet(input: $input) {{
  __typename
  ... on AutoTopUpSetSuccess {{ balance {{ currency version available {MONEY} autoTopUp {{ ...O }} }} }}
  ... on Error {{ code message }}
  ... on InvalidInputError {{ fields {{ path code message }} }}
  ... on NotFoundError {{ id }}
}} }} {ORDER}"""

GIVE_BACK = f"""
mutation ($input: RefundCreateInput!) {{ refundCreate(input: $input) {{
  __typename
  ... on RefundCreateSuccess {{ refund {{ ...R }} }}
  ... on InsufficientBalanceError {{ needed {MONEY} available {MONEY} }}
  ... on Error {{ code message }}
  ... on InvalidInputError {{ fields {{ path code message }} }}
  ... on IllegalTransitionError {{ status allowed }}
  ... on NotFoundError {{ id }}
}} }} {REFUND}"""

LATER_REFUND_CARD = "4000000000007726"
RETURNED_REFUND_CARD = "4000000000005126"
DECLINED_ONCE_SAVED_CARD = "4000000000000341"


def usd(amount: str) -> dict[str, str]:
    """An amount of dollars."""
    return {"amount": amount, "currency": "USD"}


def methods(shop: Shop, by: Person | None) -> list[dict[str, Any]]:
    """What a customer has saved."""
    found: list[dict[str, Any]] = shop.ask(METHODS, by=by)["me"]["paymentMethods"]
    return found


def balance(shop: Shop, by: Person) -> dict[str, Any]:
    """A customer's balance with what tops it up."""
    found: dict[str, Any] = shop.ask(BALANCE, by=by)["me"]["balance"]
    return found


def set_order(shop: Shop, by: Person | None, method_id: str, **changes: Any) -> dict[str, Any]:
    """Order an automatic top-up and hear the answer, whatever it is."""
    order = {"enabled": True, "threshold": usd("10.00"), "amount": usd("25.00"), "methodId": method_id}
    return shop.do(SET, {**order, **changes}, by=by)


def give_back(
    shop: Shop, staff: Person | None, payment_id: str, amount: dict[str, str] | None = None, **changes: Any
) -> dict[str, Any]:
    """Refund a payment and hear the answer, whatever it is."""
    order: dict[str, Any] = {"paymentId": payment_id, "reason": "It did not fit", "idempotencyKey": fresh("refund")}
    if amount is not None:
        order["amount"] = amount
    return shop.do(GIVE_BACK, {**order, **changes}, by=staff)


def refunds_of(shop: Shop, by: Person, payment_id: str) -> list[dict[str, Any]]:
    """A payment's refunds."""
    found: list[dict[str, Any]] = shop.ask(REFUNDS, {"id": payment_id}, by=by)["payment"]["refunds"]
    return found


def saved(method: dict[str, Any]) -> dict[str, Any]:
    """A `payWith` of a saved method."""
    return {"gateway": method["gateway"], "kind": method["kind"], "methodId": method["id"]}
