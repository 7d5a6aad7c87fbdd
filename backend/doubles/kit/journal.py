"""What was called, exactly as it came: tests read amounts, keys and counts here. It may hold keys; never commit one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Call:
    """One API call. `executed` is false when a fault kept the provider from carrying it out."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    at: datetime
    status: int | None = None
    executed: bool = True
    fault: str | None = None
    answer: bytes = field(default=b"", repr=False)


class Journal:
    """Every API call, oldest first."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def add(self, call: Call) -> None:
        """Note a call as it arrives; the recorder completes it."""
        self.calls.append(call)

    def clear(self) -> None:
        """Forget all."""
        self.calls.clear()

    def of(self, method: str, path_part: str = "") -> list[Call]:
        """The calls with this method whose path contains `path_part`."""
        return [call for call in self.calls if call.method == method and path_part in call.path]
