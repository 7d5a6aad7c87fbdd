"""State tables: every pair of status and event, for subscriptions and invoices."""

from itertools import product

import pytest

from backend.domain import invoice, subscription
from backend.domain.catalog import BillingMode
from backend.domain.errors import IllegalTransition
from backend.domain.invoice import InvoiceEvent, InvoiceStatus
from backend.domain.lifecycle import next_status
from backend.domain.subscription import SubscriptionAction, SubscriptionEvent, SubscriptionStatus, available_actions

S, E = SubscriptionStatus, SubscriptionEvent
LIFE = {
    (S.INCOMPLETE, E.ACTIVATE): S.ACTIVE,
    (S.ACTIVE, E.SUSPEND): S.SUSPENDED,
    (S.SUSPENDED, E.RESUME): S.ACTIVE,
    (S.ACTIVE, E.CHANGE): S.ACTIVE,
    (S.SUSPENDED, E.CHANGE): S.SUSPENDED,
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


@pytest.mark.parametrize(("status", "event"), list(product(InvoiceStatus, InvoiceEvent)))
def test_only_an_open_invoice_is_settled(status: InvoiceStatus, event: InvoiceEvent) -> None:
    if status is InvoiceStatus.OPEN:
        assert next_status(invoice.TRANSITIONS, status, event) is InvoiceStatus.PAID
    else:
        with pytest.raises(IllegalTransition):
            next_status(invoice.TRANSITIONS, status, event)


@pytest.mark.parametrize("billing", BillingMode)
def test_a_subscription_can_be_paid_only_while_it_waits_for_its_first_payment(billing: BillingMode) -> None:
    offered = {status: available_actions(status, billing) for status in SubscriptionStatus}
    assert offered.pop(SubscriptionStatus.INCOMPLETE) == (SubscriptionAction.PAY,)
    assert not [status for status, actions in offered.items() if SubscriptionAction.PAY in actions]


def test_only_what_runs_or_is_suspended_on_a_balance_can_be_changed() -> None:
    change = {
        (status, billing)
        for status, billing in product(SubscriptionStatus, BillingMode)
        if available_actions(status, billing) == (SubscriptionAction.CHANGE,)
    }
    assert change == {(S.ACTIVE, BillingMode.FROM_BALANCE), (S.SUSPENDED, BillingMode.FROM_BALANCE)}
