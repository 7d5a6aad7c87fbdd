"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


class MovableClock:
    """Hand `clock` to `Services`; then `clock.advance(days=3)` or `clock.now = ...`."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The present instant, as `Services.clock` asks for it."""
        return self.now

    def advance(self, **duration: float) -> datetime:
        """Move forward by a `timedelta`'s keyword arguments; answers the new instant."""
        moved = self.now + timedelta(**duration)
        assert moved >= self.now, "time only goes forward"
        self.now = moved
        return moved
