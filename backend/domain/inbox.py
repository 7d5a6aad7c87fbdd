"""What becomes of the facts that gateways tell."""

from __future__ import annotations

from enum import StrEnum


class EventStatus(StrEnum):
    """RECEIVED waits to be applied; APPLIED was; IGNORED has nothing for us; FAILED was given up."""

    RECEIVED = "RECEIVED"
    APPLIED = "APPLIED"
    IGNORED = "IGNORED"
    FAILED = "FAILED"
