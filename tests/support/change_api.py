"""Servers on the balance through the API: the documents, and the few calls that most tests are made of."""

from __future__ import annotations

from typing import Any

from tests.support.shop import Person, Shop, fresh

_QUOTE = """
  token expiresAt effectiveAt lines { description } total { amount } dueNow { amount currency }
  nextCharge { amount currency } nextChargeAt featuresGained { code value } featuresLost { code value }
"""
_REFUSED = """
  ... on Error { code message }
  ... on InvalidInputError { fields { path code } }
  ... on NotFoundError { id }
  ... on IllegalTransitionError { status allowed }
"""
QUOTE_CHANGE = f"""
query ($input: SubscriptionChangeQuoteInput!) {{ subscriptionChangeQuote(input: $input) {{
  __typename ... on SubscriptionChangeQuoteSuccess {{ quote {{ {_QUOTE} }} }} {_REFUSED}
}} }}"""
CHANGE = f"""
mutation ($input: SubscriptionChangeInput!) {{ subscriptionChange(input: $input) {{
  __typename
  ... on SubscriptionChangeSuccess {{ subscription {{ id status version quantity plan {{ code }} fundedUntil }} }}
  ... on QuoteChangedError {{ quote {{ {_QUOTE} }} }}
  ... on PaymentDeclinedError {{ reason payment {{ status }} }}
  ... on InsufficientBalanceError {{ needed {{ amount currency }} available {{ amount currency }} }} {_REFUSED}
}} }}"""
SERVERS = """
{ me { subscriptions { nodes {
  id status version availableActions fundedUntil lastBilledAt currentPeriod { start } latestInvoice { id }
  plan { code billing }
} } } }"""


def quote_change(shop: Shop, by: Person | None, subscription: str, plan: str, **changes: Any) -> dict[str, Any]:
    """Ask what a change means and hear the answer, whatever it is."""
    wanted = {"subscriptionId": subscription, "planId": shop.plans.get(plan, plan), **changes}
    return shop.do(QUOTE_CHANGE, wanted, by=by)


def change(shop: Shop, by: Person | None, subscription: str, token: str, **changes: Any) -> dict[str, Any]:
    """Confirm a quoted change and hear the answer."""
    order = {"subscriptionId": subscription, "quoteToken": token, "idempotencyKey": fresh("change"), **changes}
    return shop.do(CHANGE, order, by=by)


def start_server(shop: Shop, by: Person, plan: str = "servers/small", **changes: Any) -> dict[str, Any]:
    """Subscribe to a server, without a way to pay."""
    return shop.subscribe(by, plan=plan, payWith=None, **changes)


def servers_of(shop: Shop, by: Person) -> list[dict[str, Any]]:
    """What a customer sees of their subscriptions."""
    found: list[dict[str, Any]] = shop.ask(SERVERS, by=by)["me"]["subscriptions"]["nodes"]
    return found
