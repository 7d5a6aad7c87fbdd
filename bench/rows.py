"""What a measurement answers, and how two programs are compared: side by side in one run, round after round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """One line of the table. `ratios` has one for each round; a rate should be high, a duration (`is_limit`) low."""

    number: int
    work: str
    against: str
    ours: str
    theirs: str
    ratios: tuple[float, ...]
    target: float
    is_limit: bool = False

    @property
    def ratio(self) -> float:
        """The median over the rounds."""
        return median(self.ratios)

    @property
    def is_met(self) -> bool:
        """Whether the target is reached."""
        return self.ratio <= self.target if self.is_limit else self.ratio >= self.target


def side_by_side(rounds: int, *turns: Callable[[int], float]) -> list[tuple[float, ...]]:
    """A B A B ...: each turn is given the number of the round. Answers what each of them measured, by turn."""
    measured = [tuple(turn(number) for turn in turns) for number in range(rounds)]
    return list(zip(*measured, strict=True))


def ratios(ours: tuple[float, ...], theirs: tuple[float, ...]) -> tuple[float, ...]:
    """Of each pair."""
    return tuple(a / b for a, b in zip(ours, theirs, strict=True))


def rate(values: tuple[float, ...]) -> str:
    """Their median as people read it: `1,234/s`."""
    return f"{median(values):,.0f}/s"


def seconds(values: tuple[float, ...]) -> str:
    """Their median: `1.23 s`."""
    return f"{median(values):.2f} s"
