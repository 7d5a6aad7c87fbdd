"""State tables: every pair of status and event, for subscriptions and invoices, and what is offered in each status."""

from itertools import product

import pytest

from backend.domain import invoice, subscription
from backend.domain.errors import IllegalTransition
from backend.domain.invoice import InvoiceEvent, InvoiceStatus
from backend.domain.lifecycle import next_status
from backend.domain.subscription import (
    ENDED,
    ENTITLED,
    LIVE,
    Situation,
    SubscriptionAction,
    SubscriptionEvent,
    SubscriptionStatus,
    available_actions,
)

S, E, A = SubscriptionStatus, SubscriptionEvent, SubscriptionAction
LIFE = {
    (S.INCOMPLETE, E.ACTIVATE): S.ACTIVE,
    (S.INCOMPLETE, E.START_TRIAL): S.TRIALING,
    (S.INCOMPLETE, E.GIVE_UP): S.INCOMPLETE_EXPIRED,
    (S.INCOMPLETE, E.CANCEL): S.CANCELED,
    (S.TRIALING, E.RENEW): S.ACTIVE,
    (S.TRIALING, E.CHANGE): S.TRIALING,
    (S.TRIALING, E.SET_RENEWALS): S.TRIALING,
    (S.TRIALING, E.DISCOUNT): S.TRIALING,
    (S.TRIALING, E.PLAN_CANCEL): S.TRIALING,
    (S.TRIALING, E.KEEP): S.TRIALING,
    (S.TRIALING, E.CANCEL): S.CANCELED,
    (S.TRIALING, E.EXPIRE): S.EXPIRED,
    (S.ACTIVE, E.RENEW): S.ACTIVE,
    (S.ACTIVE, E.MISS): S.PAST_DUE,
    (S.ACTIVE, E.SUSPEND): S.SUSPENDED,
    (S.ACTIVE, E.PAUSE): S.PAUSED,
    (S.ACTIVE, E.CHANGE): S.ACTIVE,
    (S.ACTIVE, E.SET_RENEWALS): S.ACTIVE,
    (S.ACTIVE, E.DISCOUNT): S.ACTIVE,
    (S.ACTIVE, E.PLAN_CANCEL): S.ACTIVE,
    (S.ACTIVE, E.KEEP): S.ACTIVE,
    (S.ACTIVE, E.CANCEL): S.CANCELED,
    (S.ACTIVE, E.EXPIRE): S.EXPIRED,
    (S.PAST_DUE, E.RENEW): S.PAST_DUE,
    (S.PAST_DUE, E.MISS): S.PAST_DUE,
    (S.PAST_DUE, E.RECOVER): S.ACTIVE,
    (S.PAST_DUE, E.PAUSE): S.PAUSED,
    (S.PAST_DUE, E.CHANGE): S.PAST_DUE,
    (S.PAST_DUE, E.SET_RENEWALS): S.PAST_DUE,
    (S.PAST_DUE, E.DISCOUNT): S.PAST_DUE,
    (S.PAST_DUE, E.PLAN_CANCEL): S.PAST_DUE,
    (S.PAST_DUE, E.KEEP): S.PAST_DUE,
    (S.PAST_DUE, E.CANCEL): S.CANCELED,
    (S.PAST_DUE, E.EXPIRE): S.EXPIRED,
    (S.PAUSED, E.RESUME): S.ACTIVE,
    (S.PAUSED, E.SET_RENEWALS): S.PAUSED,
    (S.PAUSED, E.DISCOUNT): S.PAUSED,
    (S.PAUSED, E.CANCEL): S.CANCELED,
    (S.SUSPENDED, E.RESUME): S.ACTIVE,
    (S.SUSPENDED, E.CHANGE): S.SUSPENDED,
    (S.SUSPENDED, E.CANCEL): S.CANCELED,
}
ALIVE = (S.INCOMPLETE, S.TRIALING, S.ACTIVE, S.PAST_DUE, S.PAUSED, S.SUSPENDED)
OVER = (S.INCOMPLETE_EXPIRED, S.CANCELED, S.EXPIRED)
FREE = Situation()
ENDS = Situation(ends=True)
PLANNED = Situation(change_planned=True)
INVOICED = Situation(change_planned=True, change_invoiced=True)
UNPAID = Situation(change_unpaid=True, owes=True)
OWES = Situation(owes=True)
BEHIND = Situation(owes=True, behind=True)
OFFERS = {
    (S.INCOMPLETE, OWES): (A.CANCEL, A.PAY),
    (S.TRIALING, FREE): (A.CHANGE, A.CANCEL),
    (S.TRIALING, ENDS): (A.CANCEL, A.KEEP),
    (S.TRIALING, PLANNED): (A.CHANGE, A.CANCEL, A.KEEP),
    (S.TRIALING, OWES): (A.CHANGE, A.CANCEL, A.PAY),
    (S.ACTIVE, FREE): (A.CHANGE, A.CANCEL, A.PAUSE),
    (S.ACTIVE, ENDS): (A.CANCEL, A.KEEP),
    (S.ACTIVE, PLANNED): (A.CHANGE, A.CANCEL, A.KEEP),
    (S.ACTIVE, INVOICED): (A.CANCEL,),
    (S.ACTIVE, UNPAID): (A.CANCEL, A.KEEP, A.PAY),
    (S.ACTIVE, OWES): (A.CHANGE, A.CANCEL, A.PAUSE, A.PAY),
    (S.PAST_DUE, BEHIND): (A.CANCEL, A.PAY),
    (S.PAST_DUE, Situation(ends=True, owes=True, behind=True)): (A.CANCEL, A.KEEP, A.PAY),
    (S.PAUSED, FREE): (A.CANCEL, A.RESUME),
    (S.PAUSED, OWES): (A.CANCEL, A.RESUME, A.PAY),
    (S.PAUSED, BEHIND): (A.CANCEL, A.PAY),
    (S.SUSPENDED, FREE): (A.CHANGE, A.CANCEL),
    **{(status, FREE): () for status in OVER},
    **{(status, OWES): (A.PAY,) for status in OVER},
}


@pytest.mark.parametrize(("status", "event"), list(product(SubscriptionStatus, SubscriptionEvent)))
def test_a_subscription_moves_only_as_its_table_says(status: SubscriptionStatus, event: SubscriptionEvent) -> None:
    if (status, event) in LIFE:
        assert next_status(subscription.TRANSITIONS, status, event) is LIFE[status, event]
    else:
        with pytest.raises(IllegalTransition) as refusal:
            next_status(subscription.TRANSITIONS, status, event)
        allowed = tuple(event.value for start, event in LIFE if start is status)
        assert (refusal.value.status, refusal.value.allowed) == (status.value, allowed)


def test_every_status_can_be_reached_and_nothing_leaves_an_end() -> None:
    reached, seen = {S.INCOMPLETE}, set[SubscriptionStatus]()
    while reached != seen:
        seen = set(reached)
        reached |= {target for (origin, _), target in subscription.TRANSITIONS.items() if origin in seen}
    assert reached == set(SubscriptionStatus)
    assert {origin for origin, _ in subscription.TRANSITIONS} == set(ALIVE)


def test_every_event_happens_somewhere_and_from_every_live_status_an_end_is_one_step_away() -> None:
    assert {event for _, event in subscription.TRANSITIONS} == set(SubscriptionEvent)
    assert {status for status in ALIVE if subscription.TRANSITIONS[status, E.CANCEL] is S.CANCELED} == set(ALIVE)


def test_what_is_live_what_has_ended_and_where_features_are_on() -> None:
    assert (frozenset(ALIVE), frozenset(OVER)) == (LIVE, ENDED)
    assert {S.TRIALING, S.ACTIVE} == ENTITLED


@pytest.mark.parametrize(("status", "now"), OFFERS, ids=lambda value: str(value)[:60])
def test_what_is_offered(status: SubscriptionStatus, now: Situation) -> None:
    assert available_actions(status, now) == OFFERS[status, now]


@pytest.mark.parametrize("flags", list(product((False, True), repeat=6)))
def test_nothing_is_offered_that_the_table_refuses(flags: tuple[bool, ...]) -> None:
    now = Situation(*flags)
    needs = {A.CHANGE: E.CHANGE, A.CANCEL: E.CANCEL, A.KEEP: E.KEEP, A.PAUSE: E.PAUSE, A.RESUME: E.RESUME}
    for status in SubscriptionStatus:
        offered = available_actions(status, now)
        assert (A.PAY in offered) == now.owes
        assert (A.CANCEL in offered) == (status in ALIVE)
        assert {(status, needs[action]) for action in offered if action in needs} <= set(LIFE)


INVOICES = {
    (InvoiceStatus.OPEN, InvoiceEvent.SETTLE): InvoiceStatus.PAID,
    (InvoiceStatus.OPEN, InvoiceEvent.VOID): InvoiceStatus.VOID,
    (InvoiceStatus.PAID, InvoiceEvent.REOPEN): InvoiceStatus.OPEN,
}


@pytest.mark.parametrize(("status", "event"), list(product(InvoiceStatus, InvoiceEvent)))
def test_an_open_invoice_is_settled_or_void_and_only_a_paid_one_is_owed_again(
    status: InvoiceStatus, event: InvoiceEvent
) -> None:
    target = INVOICES.get((status, event))
    if target is not None:
        assert next_status(invoice.TRANSITIONS, status, event) is target
    else:
        with pytest.raises(IllegalTransition):
            next_status(invoice.TRANSITIONS, status, event)
