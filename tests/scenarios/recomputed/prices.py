"""What a choice costs: for a period, for the rest of one, and what of it is given back. A line is rounded once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from tests.scenarios.recomputed.books import Line, rounded
from tests.scenarios.recomputed.dates import for_a_second, share
from tests.scenarios.recomputed.script import PLANS, Choice, Plan


@dataclass(frozen=True)
class Thing:
    """The plan, or an add-on of it: what a line is about."""

    plan: str
    code: str
    minor: int
    quantity: int
    once: bool


def plan_of(choice: Choice) -> Plan:
    """Its plan."""
    return PLANS[choice.plan]


def things(choice: Choice) -> Iterator[Thing]:
    """The plan, then the add-ons in the order in which they were chosen."""
    plan = plan_of(choice)
    yield Thing(plan.code, "", plan.minor, choice.quantity, once=False)
    for code, quantity in choice.extras.items():
        extra = plan.addon(code)
        yield Thing(plan.code, code, extra.minor, quantity, extra.once)


def interval(choice: Choice) -> tuple[str, int]:
    """What the price of its plan is for."""
    plan = plan_of(choice)
    return plan.unit, plan.count


def with_each_period(choice: Choice) -> int:
    """What every period costs."""
    return sum(thing.minor * thing.quantity for thing in things(choice) if not thing.once)


def new_things(choice: Choice, had: Choice | None) -> Iterator[Thing]:
    """All that comes with each period, and so much of what is charged once as was not charged before."""
    charged = {(thing.plan, thing.code): thing.quantity for thing in things(had) if thing.once} if had else {}
    for thing in things(choice):
        more = thing.quantity - (charged.get((thing.plan, thing.code), 0) if thing.once else 0)
        if more > 0:
            yield Thing(thing.plan, thing.code, thing.minor, more, thing.once)


def of_a_period(choice: Choice, had: Choice | None, start: datetime, end: datetime) -> list[Line]:
    """A period in full."""
    return [_line(thing, Fraction(1), start, end) for thing in new_things(choice, had)]


def unused(choice: Choice, start: datetime, end: datetime, at: datetime) -> list[Line]:
    """What is held from `at` to the end, as credits."""
    left = 1 - share(start, end, at)
    return [_line(thing, -left, at, end) for thing in things(choice) if not thing.once]


def of_a_change(held: Choice, wanted: Choice, start: datetime, end: datetime, at: datetime) -> list[Line]:
    """The rest of a period: what goes is given back, what comes is charged, what stays has no line."""
    before, after = [[thing for thing in things(one) if not thing.once] for one in (held, wanted)]
    left = 1 - share(start, end, at)
    back = [_line(thing, -left, at, end) for thing in before if thing not in after]
    return back + [
        _line(thing, Fraction(1) if thing.once else left, at, end)
        for thing in new_things(wanted, held)
        if thing.once or thing not in before
    ]


def is_downgrade(held: Choice, wanted: Choice) -> bool:
    """Cheaper by the second, and less at once."""
    before, after = [for_a_second(plan_of(one), with_each_period(one)) for one in (held, wanted)]
    return after < before and with_each_period(wanted) < with_each_period(held)


def features(choice: Choice) -> set[str]:
    """What is on while it is."""
    plan = plan_of(choice)
    return set(plan.features).union(*(plan.addon(code).features for code in choice.extras))


def _line(thing: Thing, part: Fraction, start: datetime, end: datetime) -> Line:
    minor = rounded(thing.minor * thing.quantity * part)
    return Line(minor, thing.quantity) if thing.once else Line(minor, thing.quantity, start, end)
