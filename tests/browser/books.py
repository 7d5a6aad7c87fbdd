"""What a test does with balances and units behind the browser's back: money comes in, is taken, and buys things."""

from __future__ import annotations

from typing import Any

from tests.browser.visitor import Visitor
from tests.support.shop import CARD, Person, Shop, fresh
from tests.support.waiting import wait_until

STAFF = ("staff@example.com", "perennial-staff")

BALANCE = "{ me { balance { available { amount } } units { unit remaining } } }"

TOP_UP = """
mutation ($input: BalanceTopUpInput!) { balanceTopUp(input: $input) {
  __typename ... on BalanceTopUpSuccess { payment { id } } ... on Error { code message }
} }"""

ADJUST = """
mutation ($input: BalanceAdjustInput!) { balanceAdjust(input: $input) {
  __typename ... on BalanceAdjustSuccess { balance { available { amount } } } ... on Error { code message }
} }"""

REFILL = """
mutation ($input: RefillPurchaseInput!) { refillPurchase(input: $input) {
  __typename ... on RefillPurchaseSuccess { payment { id status } } ... on Error { code message }
} }"""

HOLD = """
mutation ($input: BalanceHoldInput!) { balanceHold(input: $input) {
  __typename ... on BalanceHoldSuccess { hold { id } } ... on Error { code message }
} }"""

UNITS_HOLD = """
mutation ($input: UnitsHoldInput!) { unitsHold(input: $input) {
  __typename ... on UnitsHoldSuccess { hold { id } } ... on Error { code message }
} }"""

AUTOMATIC = """
mutation ($input: AutoTopUpSetInput!) { autoTopUpSet(input: $input) {
  __typename ... on AutoTopUpSetSuccess { balance { version } } ... on Error { code message }
} }"""

METHODS = "{ me { paymentMethods { id } } }"


def usd(amount: str) -> dict[str, str]:
    """An amount as the API takes it."""
    return {"amount": amount, "currency": "USD"}


def available(shop: Shop, person: Person) -> str:
    """What the customer can spend."""
    amount: str = shop.ask(BALANCE, by=person)["me"]["balance"]["available"]["amount"]
    return amount


def units(shop: Shop, person: Person) -> dict[str, str]:
    """What the customer has of each unit."""
    return {one["unit"]: one["remaining"] for one in shop.ask(BALANCE, by=person)["me"]["units"]}


def top_up(visitor: Visitor, amount: str, *, save: bool = False) -> str:
    """Money for the balance, by a card that is good; answers the payment's id once the money is there."""
    shop, person = visitor.shop, visitor.customer()
    before = available(shop, person)
    done = _do(
        visitor,
        TOP_UP,
        {"amount": usd(amount), "payWith": shop.pay_with(CARD, save=save), "idempotencyKey": fresh("top-up")},
    )
    wait_until(lambda: available(shop, person) != before, "the money to be in the balance")
    id: str = done["payment"]["id"]
    return id


def adjust(visitor: Visitor, amount: str, reason: str = "Agreed by phone") -> None:
    """Staff add to the balance, or take from it."""
    _do(
        visitor,
        ADJUST,
        {
            "customerId": visitor.customer().customer_id,
            "amount": usd(amount),
            "reason": reason,
            "idempotencyKey": fresh("adjust"),
        },
        staff=True,
    )


def hold(visitor: Visitor, amount: str) -> None:
    """Staff hold a part of the balance."""
    order = {"customerId": visitor.customer().customer_id, "amount": usd(amount), "description": "A long build"}
    _do(visitor, HOLD, {**order, "idempotencyKey": fresh("hold")}, staff=True)


def hold_units(visitor: Visitor, quantity: str, unit: str = "hours") -> None:
    """Staff reserve units."""
    order = {"customerId": visitor.customer().customer_id, "unit": unit, "quantity": quantity}
    _do(visitor, UNITS_HOLD, {**order, "description": "A long build", "idempotencyKey": fresh("hold")}, staff=True)


def refill(visitor: Visitor, plan: str = "machine-hours/bag-100") -> str:
    """A bag of units from the balance; answers the payment's id."""
    order = {"planId": visitor.shop.plans[plan], "payWith": {"gateway": "balance", "kind": "BALANCE"}}
    done = _do(visitor, REFILL, {**order, "idempotencyKey": fresh("refill")})
    id: str = done["payment"]["id"]
    return id


def run(visitor: Visitor, plan: str = "servers/small") -> str:
    """Subscribe to a plan that is billed from the balance; answers the subscription's id."""
    made = visitor.shop.buy(visitor.customer(), plan=plan, payWith=None)
    id: str = made["subscription"]["id"]
    return id


def automate(visitor: Visitor, *, threshold: str, amount: str) -> None:
    """Let the balance top itself up with the card that is saved."""
    (method,) = visitor.shop.ask(METHODS, by=visitor.customer())["me"]["paymentMethods"]
    _do(
        visitor,
        AUTOMATIC,
        {"enabled": True, "threshold": usd(threshold), "amount": usd(amount), "methodId": method["id"]},
    )


def _do(visitor: Visitor, mutation: str, input: dict[str, Any], *, staff: bool = False) -> dict[str, Any]:
    by = visitor.shop.sign_in(*STAFF) if staff else visitor.customer()
    done = visitor.shop.do(mutation, input, by=by)
    assert done["__typename"].endswith("Success"), done
    return done
