"""The doorbell: tells workers to look at the database now. A lost ring costs time, never work."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Work(StrEnum):
    """Kinds of due rows that a ring can announce."""

    EVENTS = "events"
    ATTEMPTS = "attempts"
    GATEWAY_EVENTS = "gateway_events"
    SUBSCRIPTIONS = "subscriptions"
    COLLECTIONS = "collections"
    TARIFFS = "tariffs"
    TOP_UPS = "top_ups"
    REFUNDS = "refunds"
    SETUPS = "setups"
    UNIT_EXPIRY = "unit_expiry"
    TEST_CLOCKS = "test_clocks"
    PROOFS = "proofs"
    COMPARISONS = "comparisons"
    LATE_MONEY = "late_money"


class Bell(Protocol):
    """Something that can wake a worker for one kind of work."""

    async def ring(self, work: Work) -> None:
        """Ask for a look, soon. Never raises, never waits for the work, never called inside a transaction."""


class SilentBell:
    """Rings nobody: for command line tools and tests that run jobs by hand."""

    async def ring(self, work: Work) -> None:
        """Do nothing; the periodic look finds the row."""
