"""Waiting for a condition, with a deadline. The only places of the tests that pause."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

POLL_SECONDS = 0.02
# Only an upper bound: what is right comes at once, and a machine with more processes than processors gets its time.
PATIENCE_SECONDS = 90.0


def wait_until(condition: Callable[[], T], what: str, *, timeout_seconds: float = PATIENCE_SECONDS) -> T:
    """The first true answer of `condition`; AssertionError that names `what` at the deadline."""
    deadline = time.monotonic() + timeout_seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"waited {timeout_seconds} s for {what}"
        time.sleep(POLL_SECONDS)
    return answer


async def eventually(
    condition: Callable[[], Awaitable[T]], what: str, *, timeout_seconds: float = PATIENCE_SECONDS
) -> T:
    """Like `wait_until`, for a condition that is awaited."""
    deadline = time.monotonic() + timeout_seconds
    while not (answer := await condition()):
        assert time.monotonic() < deadline, f"waited {timeout_seconds} s for {what}"
        await asyncio.sleep(POLL_SECONDS)
    return answer
