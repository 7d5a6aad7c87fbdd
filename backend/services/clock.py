"""The clock: the only place that reads the system's time. Everything else is handed an instant."""

from __future__ import annotations

from datetime import UTC, datetime


def system_clock() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)
