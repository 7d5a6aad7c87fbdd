"""State machines as tables: `{(status, event): status}` and the one function that reads them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from backend.domain.errors import IllegalTransition

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


def next_status(table: Mapping[tuple[S, E], S], status: S, event: E) -> S:
    """Where `event` leads from `status`. Raises IllegalTransition, which lists what the status does allow."""
    found = table.get((status, event))
    if found is None:
        raise IllegalTransition(
            f"{event} is not possible while the status is {status}.",
            status=status,
            allowed=[allowed for (origin, allowed) in table if origin == status],
        )
    return found
