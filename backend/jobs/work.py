"""What each kind of work is: the operation that drains it."""

from __future__ import annotations

from collections.abc import Mapping

from backend.events.bell import Work
from backend.events.live import LiveBus
from backend.jobs.drains import Drain
from backend.services.context import Services
from backend.services.events.relay import relay_all
from backend.services.gateways.apply import apply_due_events
from backend.services.payments.due import collect_due_attempts


def all_work(services: Services, bus: LiveBus) -> Mapping[Work, Drain]:
    """Every kind, bound to this process's services."""
    return {
        Work.EVENTS: lambda: relay_all(services, bus=bus),
        Work.ATTEMPTS: lambda: collect_due_attempts(services),
        Work.GATEWAY_EVENTS: lambda: apply_due_events(services),
    }
