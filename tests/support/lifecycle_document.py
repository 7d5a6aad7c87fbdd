"""`docs/lifecycle.md`, made from the table of transitions; `python -m tests.support.lifecycle_document` writes it."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from backend.domain.subscription import (
    ENDED,
    TRANSITIONS,
    Situation,
    SubscriptionEvent,
    SubscriptionStatus,
    available_actions,
)

DOCUMENT = Path(__file__).parents[2] / "docs/lifecycle.md"
# In the words of the table's comments.
MEANINGS = {
    SubscriptionStatus.INCOMPLETE: "It waits for its first payment, for 23 hours or as long as a voucher can be paid.",
    SubscriptionStatus.INCOMPLETE_EXPIRED: "The first payment never came. Its invoice is void.",
    SubscriptionStatus.TRIALING: "Features are on, and nothing is paid yet.",
    SubscriptionStatus.ACTIVE: "Features are on.",
    SubscriptionStatus.PAST_DUE: "A renewal could not be collected. Features are on for the grace days.",
    SubscriptionStatus.PAUSED: "Features are off, nothing is billed, and what was paid for is kept.",
    SubscriptionStatus.SUSPENDED: "The balance that pays for it is empty. Features are off until there is money.",
    SubscriptionStatus.CANCELED: "It was ended: by the customer, by staff, or because renewals stayed unpaid.",
    SubscriptionStatus.EXPIRED: "Its period ended and none was to follow, or the next was not paid for in time.",
}
EVENTS = {
    SubscriptionEvent.ACTIVATE: "the first invoice was paid, or is free",
    SubscriptionEvent.START_TRIAL: "a trial begins",
    SubscriptionEvent.GIVE_UP: "the first payment never came",
    SubscriptionEvent.RENEW: "the next period begins",
    SubscriptionEvent.MISS: "a renewal could not be collected",
    SubscriptionEvent.RECOVER: "all that was owed is paid",
    SubscriptionEvent.SUSPEND: "the balance ran out",
    SubscriptionEvent.PAUSE: "it is paused, by somebody or because a renewal was given up",
    SubscriptionEvent.RESUME: "it goes on: after a pause, or with money again",
    SubscriptionEvent.CHANGE: "it becomes another plan, quantity or set of add-ons, or that is planned",
    SubscriptionEvent.SET_RENEWALS: "whether and how it renews is chosen",
    SubscriptionEvent.DISCOUNT: "a coupon comes to it or is taken off, for what is invoiced from then on",
    SubscriptionEvent.PLAN_CANCEL: "it is canceled for the end of what is paid for",
    SubscriptionEvent.KEEP: "what was planned is taken back",
    SubscriptionEvent.CANCEL: "it is canceled at once, or its planned end has come",
    SubscriptionEvent.EXPIRE: "the days of grace are over",
}


def lifecycle_document() -> str:
    """All of it."""
    return "\n\n".join([_HEAD, _diagram(), _STATUSES, _statuses(), _TRANSITIONS, _transitions(), _ACTIONS]) + "\n"


def _diagram() -> str:
    """Only what leads elsewhere; what stays in a status would hide it."""
    moves = [(origin, target, event) for (origin, event), target in TRANSITIONS.items() if origin is not target]
    arrows = [
        f"    {origin} --> {target}: {', '.join(event for _, _, event in group)}"
        for (origin, target), group in groupby(sorted(moves), key=lambda move: move[:2])
    ]
    ends = [f"    {status} --> [*]" for status in SubscriptionStatus if status in ENDED]
    return "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> INCOMPLETE", *arrows, *ends, "```"])


def _statuses() -> str:
    rows = [
        f"| `{status}` | {MEANINGS[status]} | {_offered(status, Situation()) or 'nothing'} |"
        for status in SubscriptionStatus
    ]
    return "\n".join(["| Status | Meaning | Offered |", "| --- | --- | --- |", *rows])


def _offered(status: SubscriptionStatus, now: Situation) -> str:
    return ", ".join(f"`{action}`" for action in available_actions(status, now))


def _transitions() -> str:
    statuses = [status for status in SubscriptionStatus if status not in ENDED]
    rows = [
        f"| `{event}`: {EVENTS[event]} | " + " | ".join(_target(status, event) for status in statuses) + " |"
        for event in SubscriptionEvent
    ]
    head = "| Event | " + " | ".join(f"`{status}`" for status in statuses) + " |"
    return "\n".join([head, "| --- |" + " --- |" * len(statuses), *rows])


def _target(status: SubscriptionStatus, event: SubscriptionEvent) -> str:
    target = TRANSITIONS.get((status, event))
    if target is None:
        return ""
    return "stays" if target is status else f"`{target}`"


_HEAD = """# The life of a subscription

This page is made from the table in `backend/domain/subscription.py`: `python -m tests.support.lifecycle_document`
writes it anew. A status moves by compare-and-set, with an event in the same transaction; what the table does not have
is refused with `IllegalTransition`, and changes nothing. Why it is so is told in
[decision 12](decisions/0012-subscriptions-live-by-an-agenda.md)."""
_STATUSES = """## Statuses

What is offered to the customer is `availableActions`; this is where nothing is planned and nothing is owed."""
_TRANSITIONS = """## Transitions

An empty cell is refused. Nothing leaves `INCOMPLETE_EXPIRED`, `CANCELED` and `EXPIRED`."""
_ACTIONS = """## What changes the offer

- An end is planned (`cancelAt`, or `autoRenew` is off): `KEEP` takes it back; no `CHANGE`, no `PAUSE` until then.
- A change is planned: `KEEP` takes it back and `CHANGE` replaces it; no `PAUSE`. Once a period is invoiced as it says,
  it takes effect.
- A change waits for its payment: `KEEP` forgets it and voids its invoice; no `CHANGE`, no `PAUSE`.
- A renewal could not be collected: no `CHANGE`, no `PAUSE`, and no `RESUME` of what is paused, until it is paid.
- An invoice is open: `PAY`, also when the subscription has ended."""


if __name__ == "__main__":
    DOCUMENT.write_text(lifecycle_document(), encoding="utf-8")
