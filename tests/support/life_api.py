"""The life of subscriptions through the API: the documents, and the few calls that most tests are made of."""

from __future__ import annotations

from typing import Any

from tests.support.shop import Person, Shop

SUBSCRIPTION_FIELDS = """
fragment S on Subscription {
  id status version autoRenew collection availableActions cancelAt canceledAt endedAt pastDueAt pausedAt resumeAt
  currentPeriod { start end } trial { start end } paymentMethod { id } stuckReason
  pendingChange { effectiveAt quantity awaitsPayment plan { code } addons { quantity addon { code } } }
  nextInvoice { total { amount } nextChargeAt effectiveAt lines { description amount { amount } } }
}"""


def _mutation(name: str) -> str:
    type = name[0].upper() + name[1:]
    return f"""
mutation ($input: {type}Input!) {{ {name}(input: $input) {{
  __typename
  ... on {type}Success {{ subscription {{ ...S }} }}
  ... on Error {{ code message }}
  ... on NotFoundError {{ id }}
  ... on IllegalTransitionError {{ status allowed }}
  ... on InvalidInputError {{ fields {{ path code }} }}
}} }} {SUBSCRIPTION_FIELDS}"""


_MUTATIONS = {
    "cancel": _mutation("subscriptionCancel"),
    "pause": _mutation("subscriptionPause"),
    "renewals": _mutation("subscriptionRenewalsSet"),
}
# These have no InvalidInputError.
_SHORT = {
    what: _mutation(name).replace("... on InvalidInputError { fields { path code } }", "")
    for what, name in (("keep", "subscriptionKeep"), ("resume", "subscriptionResume"))
}
MINE = f"{{ me {{ subscriptions {{ nodes {{ ...S }} }} }} }} {SUBSCRIPTION_FIELDS}"


def live(shop: Shop, by: Person | None, what: str, subscription: str, **input: Any) -> dict[str, Any]:
    """Cancel, keep, pause, resume, or set renewals; the answer, whatever it is."""
    document = {**_MUTATIONS, **_SHORT}[what]
    return shop.do(document, {"subscriptionId": subscription, **input}, by=by)


def subscriptions_of(shop: Shop, by: Person) -> list[dict[str, Any]]:
    """What a customer sees of their subscriptions, newest first."""
    found: list[dict[str, Any]] = shop.ask(MINE, by=by)["me"]["subscriptions"]["nodes"]
    return found
