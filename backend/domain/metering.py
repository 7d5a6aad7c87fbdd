"""Tariffs: plans that are paid from a balance while they run, hour by hour or day by day, exact to the microsecond.

A debit is floor(carried + owed); what stays below one minor unit is carried to the next, so however time is cut into
debits, the total is the same. All meters of one balance run together, because they spend the same money.

The money ends at the first instant at which the sum of what each meter could debit reaches what is available. One looks
at whole seconds, at the debit boundaries of the meters with a price, where meters already stand, and where a run
finishes. There is no debt: what a begun second is short of is forgiven.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import ceil, floor
from zoneinfo import ZoneInfo

from backend.domain.periods import Interval, IntervalUnit, Period, period, period_index, position

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_HOURLY, _DAILY = Interval(IntervalUnit.HOUR, 1), Interval(IntervalUnit.DAY, 1)


@dataclass(frozen=True, slots=True)
class Tariff:
    """What runs: `amount_minor` for each interval, counted from the UTC instant `anchor` in the merchant's `zone`."""

    id: str
    amount_minor: int
    interval: Interval
    anchor: datetime
    zone: ZoneInfo

    def __post_init__(self) -> None:
        assert self.amount_minor >= 0, "a tariff never gives money"


@dataclass(frozen=True, slots=True)
class Meter:
    """Where a tariff stands: billed until then, with `carried` of a minor unit owed but not yet debited."""

    tariff: Tariff
    billed_until: datetime
    carried: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        assert self.billed_until >= self.tariff.anchor, "a tariff bills nothing before its anchor"
        assert 0 <= self.carried < 1, "what is carried is less than one minor unit"


@dataclass(frozen=True, slots=True)
class Debit:
    """One step of a tariff. `amount_minor` is floor(carried_in + the tariff's amount x share), or what was left."""

    tariff_id: str
    period: Period
    amount_minor: int
    share: Fraction  # intervals elapsed
    carried_in: Fraction
    carried_out: Fraction


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did: debits by time, then tariff; the meters after it, in their order; when the money ended; the rest.

    When it ended at `suspended_at`, all meters with a price stand there and nothing is left. A debit may be 0: it only
    moves its meter.
    """

    debits: tuple[Debit, ...]
    meters: tuple[Meter, ...]
    suspended_at: datetime | None
    left_minor: int


def owed(tariff: Tariff, start: datetime, end: datetime) -> Fraction:
    """What the tariff costs between two instants, in minor units, exact."""
    return tariff.amount_minor * (_position(tariff, end) - _position(tariff, start))


def next_step(tariff: Tariff, after: datetime) -> datetime:
    """The first debit boundary after an instant: full hours from the anchor for plans by the hour, else local days."""
    step = _HOURLY if tariff.interval.unit is IntervalUnit.HOUR else _DAILY
    index = period_index(tariff.anchor, after, step, tariff.zone)
    return period(tariff.anchor, step, index, tariff.zone).end


def first_step(tariff: Tariff) -> tuple[datetime, int]:
    """When the first debit step ends, and what covers it in full: minor units, rounded up."""
    end = next_step(tariff, tariff.anchor)
    return end, ceil(owed(tariff, tariff.anchor, end))


def run_meters(meters: Sequence[Meter], available_minor: int, until: datetime, *, finish: bool) -> Run:
    """Bill all meters of one balance from where each stands: whole steps up to `until`; with `finish`, the rest too.

    It stops before `until` where the money ends: each meter with a price is debited up to there, in the order of the
    tariffs' ids, never more than what is left. Meters without a price go on. Cutting a run into several, at any
    instants, makes the same debits; finishing in between adds cuts, and changes no total while the money lasts.
    """
    end = _money_ends(meters, available_minor, until, finish=finish)
    cuts: list[tuple[datetime, str]] = []
    for meter in meters:
        if end is not None and meter.tariff.amount_minor:
            instants = _cuts(meter, end, finish=True)
        else:
            instants = _cuts(meter, until, finish=finish)
        cuts.extend((instant, meter.tariff.id) for instant in instants)
    standing = {meter.tariff.id: meter for meter in meters}
    assert len(standing) == len(meters), "a tariff has one meter"
    debits, left = [], available_minor
    for instant, tariff_id in sorted(cuts):
        debit = _debit(standing[tariff_id], instant, left)
        standing[tariff_id] = Meter(standing[tariff_id].tariff, instant, debit.carried_out)
        left -= debit.amount_minor
        debits.append(debit)
    return Run(tuple(debits), tuple(standing.values()), end, left)


def funded_until(meters: Sequence[Meter], available_minor: int, horizon: datetime) -> datetime | None:
    """When the money ends; None without a meter with a price, or when that is beyond the horizon.

    With nothing available it is the instant up to which the latest of those meters is billed.
    """
    return _money_ends(meters, available_minor, horizon, finish=False)


def due_at(meters: Sequence[Meter], money_ends: datetime | None) -> datetime:
    """When to run the meters next: at the first debit boundary, or before it, where the money ends (`funded_until`)."""
    boundary = min(next_step(meter.tariff, meter.billed_until) for meter in meters)
    return boundary if money_ends is None else min(boundary, money_ends)


def _money_ends(meters: Sequence[Meter], available_minor: int, horizon: datetime, *, finish: bool) -> datetime | None:
    """The first instant of those one looks at, up to the horizon, at which the meters owe what is available or more."""
    assert available_minor >= 0, "a balance is never below zero"
    priced = [meter for meter in meters if meter.tariff.amount_minor]
    if not priced:
        return None
    start = max(meter.billed_until for meter in priced)
    if start > horizon:
        return None
    owing = _owing(priced)
    if owing(start) >= available_minor:
        return start
    low, high = (start - _EPOCH) // _SECOND, -((_EPOCH - horizon) // _SECOND)  # floor and ceiling, in whole seconds
    if owing(_EPOCH + high * _SECOND) < available_minor:
        return None
    second = _EPOCH + _first_second(owing, available_minor, low, high) * _SECOND
    # Within the second that ends there, a boundary or the finish may already be enough.
    looks = [second, *(next_step(meter.tariff, max(start, second - _SECOND)) for meter in priced)]
    if finish:
        looks.append(horizon)
    latest = min(second, horizon)
    return min((look for look in looks if look <= latest and owing(look) >= available_minor), default=None)


def _first_second(owing: Callable[[datetime], int], available_minor: int, low: int, high: int) -> int:
    """The first second after `low` at which as much is owed; at `high` it is.

    Prices hardly change with the calendar, so it begins where a straight line would meet the money, and widens.
    """

    def owed_at(second: int) -> int:
        return owing(_EPOCH + second * _SECOND)

    least, most = owed_at(low + 1), owed_at(high)
    if least >= available_minor:
        return low + 1
    low += 1
    guess, width = low + (high - low) * (available_minor - least) // (most - least), 1
    guess = min(max(guess, low + 1), high - 1)
    while low < guess < high:
        if owed_at(guess) < available_minor:
            low, guess = guess, guess + width
        else:
            high, guess = guess, guess - width
        width *= 4
    while high - low > 1:
        middle = (low + high) // 2
        if owed_at(middle) < available_minor:
            low = middle
        else:
            high = middle
    return high


def _owing(meters: Sequence[Meter]) -> Callable[[datetime], int]:
    """What the meters could debit together up to an instant at which none of them is billed already. It never falls."""
    starts = [
        (meter.tariff, meter.carried - meter.tariff.amount_minor * _position(meter.tariff, meter.billed_until))
        for meter in meters
    ]
    return lambda at: sum(floor(start + tariff.amount_minor * _position(tariff, at)) for tariff, start in starts)


def _cuts(meter: Meter, stop: datetime, *, finish: bool) -> Iterator[datetime]:
    """Where the meter's debits end: each boundary up to `stop`, and with `finish` the stop itself."""
    at = meter.billed_until
    while (boundary := next_step(meter.tariff, at)) <= stop:
        yield (at := boundary)
    if finish and at < stop:
        yield stop


def _debit(meter: Meter, end: datetime, left_minor: int) -> Debit:
    share = _position(meter.tariff, end) - _position(meter.tariff, meter.billed_until)
    due, carried = divmod(meter.carried + meter.tariff.amount_minor * share, 1)
    amount = min(due, left_minor)
    carried_out = carried if amount == due else Fraction(0)
    return Debit(meter.tariff.id, Period(meter.billed_until, end), amount, share, meter.carried, carried_out)


def _position(tariff: Tariff, at: datetime) -> Fraction:
    return position(tariff.anchor, at, tariff.interval, tariff.zone)
