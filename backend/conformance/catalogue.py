"""The list of the 75 behaviours: what is tried, under which number, and for which gateways."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, TypeVar

from backend.gateways.base import Capabilities

TOTAL = 75
# The last number of each letter.
_LETTERS = {"a": 10, "b": 18, "c": 27, "d": 35, "e": 40, "f": 53, "g": 57, "h": 68, "i": 75}
_MODULES = (
    "a_amounts", "b_declines", "c_lost_replies", "d_actions", "e_vouchers", "f_capture", "f_refunds", "g_methods",
    "h_inbox", "h_webhooks", "i_hygiene",
)  # fmt: skip

Level = Literal[1, 2]
Try = Callable[[Any], Awaitable[None]]
T = TypeVar("T", bound=Try)


class NotApplicable(Exception):
    """What the gateway declares leaves nothing to try; the message completes "because it ..."."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a gateway must declare for a behaviour to be tried; `because` is said of one that does not."""

    because: str
    met: Callable[[Capabilities], bool]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One thing to try. Level 1 is handed a Bench (the gateway alone), level 2 a Shop (the whole core)."""

    numbers: tuple[int, ...]
    level: Level
    needs: tuple[Need, ...]
    act: Try

    @property
    def name(self) -> str:
        """Such as `a01_happy_path`."""
        return "_".join((*(f"{letter_of(number)}{number:02d}" for number in self.numbers), self.act.__name__))

    @property
    def statement(self) -> str:
        """The behaviour in words."""
        return (self.act.__doc__ or "").strip()

    def check(self, can: Capabilities) -> None:
        """Raise NotApplicable when the gateway declares that it has nothing of the kind."""
        for need in self.needs:
            if not need.met(can):
                raise NotApplicable(need.because)


_known: dict[str, Behaviour] = {}


def behaviour(*numbers: int, level: Level = 1, needs: Iterable[Need] = ()) -> Callable[[T], T]:
    """Enter a function into the catalogue. The same number may be tried by several functions."""

    def enter(act: T) -> T:
        made = Behaviour(numbers, level, tuple(needs), act)
        assert made.statement, "a behaviour says what it is"
        assert made.name not in _known or _known[made.name].act.__module__ == act.__module__
        _known[made.name] = made
        return act

    return enter


def behaviours() -> list[Behaviour]:
    """All of them, by number."""
    for module in _MODULES:
        import_module(f"backend.conformance.behaviours.{module}")
    return sorted(_known.values(), key=lambda one: (one.numbers, one.level, one.name))


def letter_of(number: int) -> str:
    """The part of the catalogue that a number stands in."""
    return next(letter for letter, last in _LETTERS.items() if number <= last)
