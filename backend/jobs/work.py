"""What each kind of work is: the operation that drains it."""

from __future__ import annotations

from collections.abc import Mapping

from backend.events.bell import Work
from backend.events.live import LiveBus
from backend.jobs.drains import Drain
from backend.services.balances.due_top_ups import run_due_top_ups
from backend.services.billing.run import run_due_subscriptions
from backend.services.collections.walk import collect_due_invoices
from backend.services.comparisons.due import compare_due_accounts
from backend.services.context import Services
from backend.services.events.relay import relay_all
from backend.services.gateways.apply import apply_due_events
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.late import look_for_late_money
from backend.services.proof.due import prove_due_books
from backend.services.refunds.due import collect_due_refunds
from backend.services.setups.due import walk_due_setups
from backend.services.tariffs.run import charge_due_tariffs
from backend.services.test_clocks.due import advance_due_clocks
from backend.services.units.expire import expire_due_units


def all_work(services: Services, bus: LiveBus) -> Mapping[Work, Drain]:
    """Every kind, bound to this process's services."""
    return {
        Work.EVENTS: lambda: relay_all(services, bus=bus),
        Work.ATTEMPTS: lambda: collect_due_attempts(services),
        Work.GATEWAY_EVENTS: lambda: apply_due_events(services),
        Work.SUBSCRIPTIONS: lambda: run_due_subscriptions(services),
        Work.COLLECTIONS: lambda: collect_due_invoices(services),
        Work.TARIFFS: lambda: charge_due_tariffs(services),
        Work.TOP_UPS: lambda: run_due_top_ups(services),
        Work.REFUNDS: lambda: collect_due_refunds(services),
        Work.SETUPS: lambda: walk_due_setups(services),
        Work.UNIT_EXPIRY: lambda: expire_due_units(services),
        Work.TEST_CLOCKS: lambda: advance_due_clocks(services),
        Work.PROOFS: lambda: prove_due_books(services),
        Work.COMPARISONS: lambda: compare_due_accounts(services),
        Work.LATE_MONEY: lambda: look_for_late_money(services),
    }
