"""What gateways may remember between calls, such as an access token: for each account, in this process only."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class GatewayMemory:
    """One dictionary for each account and version of its settings; other settings begin with an empty one."""

    _kept: dict[str, tuple[str, MutableMapping[str, Any]]] = field(default_factory=dict, repr=False)

    def of(self, account_id: str, settings: str) -> MutableMapping[str, Any]:
        """The account's dictionary; `settings` is a fingerprint of what it is configured with."""
        known, memory = self._kept.get(account_id, ("", {}))
        if known != settings:
            memory = {}
            self._kept[account_id] = (settings, memory)
        return memory
