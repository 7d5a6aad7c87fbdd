"""Injected faults: the next calls that match are slowed, refused, cut off or garbled, executed or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

Effect = Literal[
    # Not executed:
    "status_before", "rate_limit", "reset_before", "hang_before",
    # Executed, but the caller does not learn it:
    "status_after", "reset_after", "hang_after", "malformed", "empty", "html",
    # Executed after a while, and answered.
    "delay",
]  # fmt: skip
EFFECTS: tuple[str, ...] = get_args(Effect)
_NOT_EXECUTED = frozenset({"status_before", "rate_limit", "reset_before", "hang_before"})


@dataclass(slots=True)
class Fault:
    """An effect for the next `times` calls whose method is `method` (any when None) and whose path matches `path`."""

    effect: Effect
    method: str | None = None
    path: str = ""
    times: int = 1
    status: int = 503
    seconds: float = 0
    retry_after_seconds: int = 7

    @property
    def executes(self) -> bool:
        """Whether the provider carries the call out all the same."""
        return self.effect not in _NOT_EXECUTED

    def matches(self, method: str, path: str) -> bool:
        """Whether it is armed for such a call."""
        return self.times > 0 and self.method in (None, method) and re.search(self.path, path) is not None


class Faults:
    """The armed faults, in the order in which they were armed."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []

    def arm(self, fault: Fault) -> None:
        """Add one."""
        self._armed.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        """Use up one for this call."""
        for fault in self._armed:
            if fault.matches(method, path):
                fault.times -= 1
                return fault
        return None

    def clear(self) -> None:
        """Disarm all."""
        self._armed.clear()
