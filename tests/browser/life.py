"""What a test does with the life of subscriptions behind the browser's back: they are bought, and time has passed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.browser.visitor import Visitor
from tests.support.shop import CARD
from tests.support.sql import execute, one, rows
from tests.support.waiting import wait_until

_INSTANTS = (
    "anchor_at", "period_start", "period_end", "billed_until", "trial_start", "trial_end", "created_at", "due_at",
)  # fmt: skip

STATE = """query ($id: ID!) { subscription(id: $id) {
  id status autoRenew cancelAt resumeAt collection quantity plan { code } pendingChange { plan { code } }
  currentPeriod { start end }
} }"""

SET = """
mutation ($input: SubscriptionRenewalsSetInput!) { subscriptionRenewalsSet(input: $input) {
  __typename ... on Error { code message }
} }"""


def subscribe(visitor: Visitor, plan: str, *, card: str = CARD, save: bool = False, **changes: Any) -> str:
    """Subscribe, and wait until it is on; answers the subscription's id."""
    shop, person = visitor.shop, visitor.customer()
    made = shop.buy(person, plan=plan, payWith=shop.pay_with(card, save=save), **changes)
    shop.await_active(person)
    id: str = made["subscription"]["id"]
    return id


def state(visitor: Visitor, id: str) -> dict[str, Any]:
    """What the server says of a subscription now."""
    found: dict[str, Any] = visitor.shop.ask(STATE, {"id": id}, by=visitor.customer())["subscription"]
    return found


def ago(visitor: Visitor, id: str, **span: float) -> None:
    """The subscription began earlier than it did, by a `timedelta` of these: all of its instants move."""
    url = visitor.shop.database_url
    (row,) = rows(url, f"SELECT {', '.join(_INSTANTS)} FROM subscriptions WHERE id = ?", id)  # noqa: S608
    moved = {
        name: _written(datetime.fromisoformat(str(at)) - timedelta(**span), str(at))
        for name, at in row.items()
        if at is not None
    }
    # Months have not one length: whole periods follow where this one ends, as after a pause.
    moved["anchor_at"] = moved.get("period_end", moved["anchor_at"])
    # At once: the process bills what it finds due in between.
    names = ", ".join(f"{name} = ?" for name in moved)
    execute(url, f"UPDATE subscriptions SET {names} WHERE id = ?", *moved.values(), id)  # noqa: S608


def _written(moved: datetime, like: str) -> str:
    """As the other instants of this database are written."""
    return moved.isoformat(sep=like[10])


def half_over(visitor: Visitor, id: str) -> None:
    """Half of the current period has passed."""
    period = state(visitor, id)["currentPeriod"]
    start, end = (datetime.fromisoformat(period[edge]) for edge in ("start", "end"))
    ago(visitor, id, seconds=(end - start).total_seconds() / 2)


def fall_behind(visitor: Visitor, id: str) -> None:
    """Renewals are to be paid from a balance that is empty, and the period is over."""
    answer = visitor.shop.do(SET, {"subscriptionId": id, "collection": "BALANCE"}, by=visitor.customer())
    assert answer["__typename"] == "SubscriptionRenewalsSetSuccess", answer
    period = state(visitor, id)["currentPeriod"]
    start, end = (datetime.fromisoformat(period[edge]) for edge in ("start", "end"))
    # Whatever was looked at last, it is due now.
    due = _written(end, _instant(visitor, id))
    execute(visitor.shop.database_url, "UPDATE subscriptions SET due_at = ? WHERE id = ?", due, id)
    ago(visitor, id, seconds=(end - start).total_seconds() + 1)
    wait_until(lambda: state(visitor, id)["status"] == "PAST_DUE", "the renewal to be missed")


def _instant(visitor: Visitor, id: str) -> str:
    return str(one(visitor.shop.database_url, "SELECT created_at FROM subscriptions WHERE id = ?", id))


def with_trial(visitor: Visitor, plan: str, days: int) -> None:
    """The merchant gives a trial with a plan."""
    execute(visitor.shop.database_url, "UPDATE plans SET trial_days = ? WHERE id = ?", days, visitor.shop.plans[plan])
