"""Ids that look random and are the same in every run."""

from __future__ import annotations

import random

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class Ids:
    """Deterministic ids from a seed."""

    def __init__(self, seed: int) -> None:
        # Nothing is secret about a double's ids.
        self._random = random.Random(seed)  # noqa: S311

    def new(self, prefix: str = "", length: int = 24, letters: str = _LETTERS) -> str:
        """`prefix` and `length` letters after it."""
        return prefix + "".join(self._random.choice(letters) for _ in range(length))
