"""The catalogue: kinds of product, how plans bill, how add-ons charge, which terms go together, what names may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from backend.domain.errors import FieldProblem
from backend.domain.periods import Interval, IntervalUnit, longest_day

# Of an interval: so many units of time.
MAX_COUNT = 1_000
MAX_TRIAL_DAYS = 730
MAX_NAME = 200
MAX_DESCRIPTION = 2_000
MAX_FEATURES = 100
MAX_GRANTS = 20
# JavaScript counts further than that, but nobody's plan does.
MAX_FEATURE_NUMBER = 10**15
# Of so many months the year has a whole number, and each begins in other months than the next.
_PARTS_OF_A_YEAR = frozenset({2, 3, 4, 6, 12})
_CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,49}", re.ASCII)


class ProductKind(StrEnum):
    """SUBSCRIPTION: features are on until the plan ends. REFILL: each purchase adds the same bag of units."""

    SUBSCRIPTION = "SUBSCRIPTION"
    REFILL = "REFILL"


class BillingMode(StrEnum):
    """IN_ADVANCE: a period is invoiced before it is used. FROM_BALANCE: elapsed time is debited from the balance."""

    IN_ADVANCE = "IN_ADVANCE"
    FROM_BALANCE = "FROM_BALANCE"


class AddonCharge(StrEnum):
    """RECURRING: with every period. ONE_TIME: once, when it is added."""

    RECURRING = "RECURRING"
    ONE_TIME = "ONE_TIME"


@dataclass(frozen=True, slots=True)
class PlanAnchor:
    """The fixed day that a plan's periods begin on, as staff write it; a `domain.periods.CalendarDay` once checked."""

    day: int
    month: int | None = None


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What, beside its prices, decides whether a plan can be sold."""

    kind: ProductKind
    billing: BillingMode
    interval: Interval | None
    trial_days: int
    has_grants: bool
    anchor: PlanAnchor | None = None


def plan_problems(terms: PlanTerms) -> Iterator[FieldProblem]:
    """What of a plan's terms does not go together, by field."""
    if terms.kind is ProductKind.REFILL:
        yield from _refill_problems(terms)
        return
    if terms.interval is None:
        yield FieldProblem(("interval",), "REQUIRED", "Say what stretch of time the price is for.")
    elif not 1 <= terms.interval.count <= MAX_COUNT:
        yield FieldProblem(("interval", "count"), "OUT_OF_RANGE", f"Give a count from 1 to {MAX_COUNT}.")
    if terms.has_grants:
        yield FieldProblem(("grants",), "NOT_OFFERED", "Units come with refills; a subscription adds none.")
    if terms.anchor is not None:
        yield from _anchor_problems(terms.anchor, terms.billing, terms.interval)
    yield from trial_problems(terms.kind, terms.billing, terms.trial_days)


def _refill_problems(terms: PlanTerms) -> Iterator[FieldProblem]:
    if terms.interval is not None:
        yield FieldProblem(("interval",), "NOT_OFFERED", "A refill has no periods.")
    if terms.billing is not BillingMode.IN_ADVANCE:
        yield FieldProblem(("billing",), "NOT_OFFERED", "A refill is paid for with each purchase.")
    if not terms.has_grants:
        yield FieldProblem(("grants",), "REQUIRED", "Say what units a purchase adds.")
    if terms.anchor is not None:
        yield FieldProblem(("anchor",), "NOT_OFFERED", "A refill has no periods.")
    yield from trial_problems(terms.kind, terms.billing, terms.trial_days)


def _anchor_problems(anchor: PlanAnchor, billing: BillingMode, interval: Interval | None) -> Iterator[FieldProblem]:
    """Why periods cannot begin on a fixed day. Without an interval nobody can say."""
    if billing is BillingMode.FROM_BALANCE:
        yield FieldProblem(("anchor",), "NOT_OFFERED", "What is billed from the balance is charged as time goes by.")
    elif interval is not None and interval.unit in (IntervalUnit.HOUR, IntervalUnit.DAY):
        yield FieldProblem(("anchor",), "NOT_OFFERED", "Only weeks, months and years begin on a fixed day.")
    elif interval is not None:
        month = tuple(_month_problems(anchor.month, interval))
        yield from month
        longest = longest_day(interval.unit, None if month else anchor.month)
        if not 1 <= anchor.day <= longest:
            yield FieldProblem(("anchor", "day"), "OUT_OF_RANGE", f"Give a day from 1 to {longest}.")


def _month_problems(month: int | None, interval: Interval) -> Iterator[FieldProblem]:
    path = ("anchor", "month")
    if month is None:
        if interval.unit is IntervalUnit.YEAR:
            yield FieldProblem(path, "REQUIRED", "Say in which month the year begins.")
    elif interval.unit is IntervalUnit.WEEK:
        yield FieldProblem(path, "NOT_OFFERED", "A week begins on a weekday, in any month.")
    elif interval.unit is IntervalUnit.MONTH and interval.count not in _PARTS_OF_A_YEAR:
        message = "Only 2, 3, 4, 6 or 12 months begin with the same months every year; leave the month out."
        yield FieldProblem(path, "NOT_OFFERED", message)
    elif not 1 <= month <= 12:
        yield FieldProblem(path, "OUT_OF_RANGE", "Give a month from 1 to 12.")


def trial_problems(kind: ProductKind, billing: BillingMode, days: int) -> Iterator[FieldProblem]:
    """Why a plan cannot have a trial of so many days; none is always possible."""
    if days and kind is ProductKind.REFILL:
        yield FieldProblem(("trialDays",), "NOT_OFFERED", "A refill has no trial.")
    elif days and billing is BillingMode.FROM_BALANCE:
        yield FieldProblem(("trialDays",), "NOT_OFFERED", "A plan billed from the balance has no trial.")
    elif not 0 <= days <= MAX_TRIAL_DAYS:
        yield FieldProblem(("trialDays",), "OUT_OF_RANGE", f"Give 0 to {MAX_TRIAL_DAYS} days.")


def is_code(text: str) -> bool:
    """Whether `text` can be the short name of a product, a plan, an add-on or a feature."""
    return _CODE.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Whether people can read `text` as a name: one line."""
    return 0 < len(text) <= MAX_NAME and text.isprintable() and text == text.strip()


def is_description(text: str) -> bool:
    """Whether people can read `text` as a description: lines, also none."""
    return len(text) <= MAX_DESCRIPTION and all(line.isprintable() for line in text.split("\n"))


def is_feature_value(value: object) -> bool:
    """Whether a feature can have this value: yes or no, a whole number, one line, or nothing."""
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return abs(value) <= MAX_FEATURE_NUMBER
    return isinstance(value, str) and len(value) <= MAX_NAME and value.isprintable()
