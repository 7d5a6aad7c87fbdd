"""An answer of Stripe's, read without trust."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """`content` is the object, `error` Stripe's error object; both None: the answer cannot be read.

    `replayed` says that Stripe did not act but repeated what it had answered to the same key.
    """

    status: int
    content: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    replayed: bool = False
    retry_after: str | None = None
