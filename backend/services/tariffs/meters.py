"""Tariff rows as the domain's meters, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from backend.domain.metering import Meter
from backend.domain.metering import Tariff as Rate
from backend.domain.periods import Interval, IntervalUnit
from backend.models import Merchant, Tariff
from backend.services.context import Context


@dataclass(frozen=True, slots=True)
class Reading:
    """What of a tariff's row moves as time is charged and money comes and goes."""

    last_billed_at: datetime
    carried_numerator: str
    carried_denominator: str
    funded_until: datetime | None
    due_at: datetime | None
    suspended_at: datetime | None


def reading_of(row: Tariff) -> Reading:
    """Where the row says that it stands."""
    return Reading(
        row.last_billed_at, row.carried_numerator, row.carried_denominator, row.funded_until, row.due_at,
        row.suspended_at,
    )  # fmt: skip


async def merchant_zone(ctx: Context) -> ZoneInfo:
    """Where the merchant's calendar lives."""
    return ZoneInfo((await Merchant.get(id=ctx.merchant_id)).timezone)


def interval_of(row: Tariff) -> Interval:
    """What the tariff's amount is for."""
    return Interval(IntervalUnit(row.interval_unit), row.interval_count)


def meters_of(tariffs: Iterable[Tariff], zone: ZoneInfo) -> list[Meter]:
    """What runs, and where it stands."""
    return [
        Meter(
            Rate(row.id, row.amount_minor, interval_of(row), row.anchor_at, zone),
            row.last_billed_at,
            Fraction(int(row.carried_numerator), int(row.carried_denominator)),
        )
        for row in tariffs
    ]  # fmt: skip


def take_over(row: Tariff, meter: Meter) -> None:
    """Put where `meter` stands into its row; not yet written."""
    row.last_billed_at = meter.billed_until
    row.carried_numerator = str(meter.carried.numerator)
    row.carried_denominator = str(meter.carried.denominator)


def stop_all(tariffs: Iterable[Tariff], at: datetime) -> None:
    """The money ended at `at`: every tariff that costs something stops. Not yet written."""
    for row in tariffs:
        if row.amount_minor:
            row.suspended_at, row.due_at, row.funded_until = at, None, None
