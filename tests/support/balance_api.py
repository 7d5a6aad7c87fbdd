"""Balances through the API: the documents, and the few calls that most tests are made of."""

from __future__ import annotations

from typing import Any

from tests.support.shop import CARD, PAYMENT, Person, Shop, fresh

BALANCE = {"gateway": "balance", "kind": "BALANCE"}

MONEY = "{ amount currency }"
BALANCE_FIELDS = f"fragment B on Balance {{ currency version available {MONEY} held {MONEY} fundedUntil }}"
TRANSACTION_FIELDS = (
    f"fragment T on BalanceTransaction {{ id number reason description actor occurredAt amount {MONEY}"
    f" balanceAfter {MONEY} payment {{ id }} invoice {{ id }} subscription {{ id }} }}"
)
HOLD_FIELDS = f"fragment H on BalanceHold {{ id status description createdAt closedAt amount {MONEY} settled {MONEY} }}"
_REFUSED = """
  ... on Error { code message }
  ... on InvalidInputError { fields { path code message } }
  ... on NotFoundError { id }
"""
_SHORT = f"... on InsufficientBalanceError {{ needed {MONEY} available {MONEY} }}"
_ENDED = "... on IllegalTransitionError { status allowed }"

TOP_UP = f"""
mutation ($input: BalanceTopUpInput!) {{ balanceTopUp(input: $input) {{
  __typename
  ... on BalanceTopUpSuccess {{ payment {{ ...P }} }}
  ... on PaymentDeclinedError {{ reason retryable payment {{ ...P }} }}
  {_REFUSED.replace("... on NotFoundError { id }", "")}
}} }}{PAYMENT}"""

ADJUST = f"""
mutation ($input: BalanceAdjustInput!) {{ balanceAdjust(input: $input) {{
  __typename ... on BalanceAdjustSuccess {{ transaction {{ ...T }} balance {{ ...B }} }} {_SHORT} {_REFUSED}
}} }} {BALANCE_FIELDS} {TRANSACTION_FIELDS}"""

HOLD = f"""
mutation ($input: BalanceHoldInput!) {{ balanceHold(input: $input) {{
  __typename ... on BalanceHoldSuccess {{ hold {{ ...H }} balance {{ ...B }} }} {_SHORT} {_REFUSED}
}} }} {BALANCE_FIELDS} {HOLD_FIELDS}"""

SETTLE = f"""
mutation ($input: BalanceHoldSettleInput!) {{ balanceHoldSettle(input: $input) {{
  __typename
  ... on BalanceHoldSettleSuccess {{ hold {{ ...H }} balance {{ ...B }} transaction {{ ...T }} }} {_ENDED} {_REFUSED}
}} }} {BALANCE_FIELDS} {HOLD_FIELDS} {TRANSACTION_FIELDS}"""

RELEASE = f"""
mutation ($input: BalanceHoldReleaseInput!) {{ balanceHoldRelease(input: $input) {{
  __typename ... on BalanceHoldReleaseSuccess {{ hold {{ ...H }} balance {{ ...B }} }} {_ENDED}
  ... on Error {{ code message }} ... on NotFoundError {{ id }}
}} }} {BALANCE_FIELDS} {HOLD_FIELDS}"""

BALANCES = f"query {{ me {{ balances {{ ...B }} }} }} {BALANCE_FIELDS}"
LOG = f"""
query (
  $first: Int $after: String $last: Int $before: String
  $currency: CurrencyCode $reason: [TransactionReason!] $from: DateTime $until: DateTime
) {{ me {{ transactions(
  first: $first after: $after last: $last before: $before
  currency: $currency reason: $reason from: $from until: $until
) {{ nodes {{ ...T }} totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }} }}
{TRANSACTION_FIELDS}"""
WATCH_BALANCE = f"subscription {{ balanceUpdated {{ ...B }} }} {BALANCE_FIELDS}"


def usd(amount: str) -> dict[str, str]:
    """An amount of dollars."""
    return {"amount": amount, "currency": "USD"}


def top_up(shop: Shop, by: Person | None, amount: dict[str, str], card: str = CARD, **changes: Any) -> dict[str, Any]:
    """Top up and hear the answer, whatever it is."""
    order = {"amount": amount, "idempotencyKey": fresh("top-up"), **changes}
    if "payWith" not in changes:
        order["payWith"] = shop.pay_with(card)
    return shop.do(TOP_UP, order, by=by)


def adjust(shop: Shop, staff: Person | None, whose: Person, amount: dict[str, str], **changes: Any) -> dict[str, Any]:
    """Adjust somebody's balance and hear the answer."""
    order = {"customerId": whose.customer_id, "amount": amount, "reason": "Sorry", "idempotencyKey": fresh("adjust")}
    return shop.do(ADJUST, {**order, **changes}, by=staff)


def hold(shop: Shop, staff: Person | None, whose: Person, amount: dict[str, str], **changes: Any) -> dict[str, Any]:
    """Hold a part of somebody's balance and hear the answer."""
    order = {"customerId": whose.customer_id, "amount": amount, "description": "Build", "idempotencyKey": fresh("hold")}
    return shop.do(HOLD, {**order, **changes}, by=staff)


def settle(shop: Shop, staff: Person | None, hold_id: str, **changes: Any) -> dict[str, Any]:
    """Settle a hold and hear the answer."""
    return shop.do(SETTLE, {"holdId": hold_id, "idempotencyKey": fresh("settle"), **changes}, by=staff)


def release(shop: Shop, staff: Person | None, hold_id: str) -> dict[str, Any]:
    """Release a hold and hear the answer."""
    return shop.do(RELEASE, {"holdId": hold_id}, by=staff)


def balances(shop: Shop, by: Person) -> list[dict[str, Any]]:
    """Everything that a customer has."""
    found: list[dict[str, Any]] = shop.ask(BALANCES, by=by)["me"]["balances"]
    return found


def log(shop: Shop, by: Person, **filters: Any) -> dict[str, Any]:
    """A page of a customer's log."""
    page: dict[str, Any] = shop.ask(LOG, filters, by=by)["me"]["transactions"]
    return page
