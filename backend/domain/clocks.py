"""Test clocks: how far one may go, and where it stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# Ten years, counted in days.
FARTHEST = timedelta(days=3_652)


class ClockStatus(StrEnum):
    """Whether a clock stands, or is on its way to a later instant."""

    READY = "READY"
    ADVANCING = "ADVANCING"
