"""State tables: every pair of status and event, for subscriptions and invoices."""

from itertools import product

import pytest

from backend.domain import invoice, subscription
from backend.domain.errors import IllegalTransition
from backend.domain.invoice import InvoiceEvent, InvoiceStatus
from backend.domain.lifecycle import next_status
from backend.domain.subscription import SubscriptionAction, SubscriptionEvent, SubscriptionStatus, available_actions


@pytest.mark.parametrize(("status", "event"), list(product(SubscriptionStatus, SubscriptionEvent)))
def test_only_an_incomplete_subscription_is_activated(status: SubscriptionStatus, event: SubscriptionEvent) -> None:
    if status is SubscriptionStatus.INCOMPLETE:
        assert next_status(subscription.TRANSITIONS, status, event) is SubscriptionStatus.ACTIVE
    else:
        with pytest.raises(IllegalTransition) as refusal:
            next_status(subscription.TRANSITIONS, status, event)
        assert (refusal.value.status, refusal.value.allowed) == (status.value, ())


@pytest.mark.parametrize(("status", "event"), list(product(InvoiceStatus, InvoiceEvent)))
def test_only_an_open_invoice_is_settled(status: InvoiceStatus, event: InvoiceEvent) -> None:
    if status is InvoiceStatus.OPEN:
        assert next_status(invoice.TRANSITIONS, status, event) is InvoiceStatus.PAID
    else:
        with pytest.raises(IllegalTransition):
            next_status(invoice.TRANSITIONS, status, event)


def test_a_subscription_can_be_paid_only_while_it_waits_for_its_first_payment() -> None:
    offered = {status: available_actions(status) for status in SubscriptionStatus}
    assert offered.pop(SubscriptionStatus.INCOMPLETE) == (SubscriptionAction.PAY,)
    assert set(offered.values()) == {()}
