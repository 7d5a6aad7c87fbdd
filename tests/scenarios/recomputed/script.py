"""What happened in the year, as data: the shop, the people, what they did and when, and how their cards behaved.

The product is told it, and the recomputation reads it; neither is asked by the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ZONE = "America/New_York"
# As a merchant has it who chose nothing, in days.
RETRIES = (1, 3, 7, 14)
GRACE = 7
AHEAD = 5
INCOMPLETE_HOURS = 23

Unit = Literal["HOUR", "DAY", "WEEK", "MONTH", "YEAR"]
# By hand with a card that is not kept; with nothing where nothing is due.
Way = Literal["card", "kept card", "balance", "by hand", "nothing"]
Luck = Literal["later", "dead"]
What = Literal[
    "subscribe", "change", "cancel at the end", "cancel now", "cancel with credit", "keep", "pause", "resume",
    "renew no more", "renew", "pay", "top up",
]  # fmt: skip


@dataclass(frozen=True)
class Extra:
    """An add-on: so much once, or with each period."""

    code: str
    minor: int
    once: bool
    features: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """So much for so many units of time; `metered` is charged to the balance as time goes by."""

    code: str
    unit: Unit
    count: int
    minor: int
    features: tuple[str, ...]
    trial_days: int = 0
    extras: tuple[Extra, ...] = ()
    metered: bool = False

    def addon(self, code: str) -> Extra:
        """Its add-on of that code."""
        (found,) = [extra for extra in self.extras if extra.code == code]
        return found


def _plan(code: str, unit: Unit, count: int, minor: int, seat: int, trial_days: int = 0) -> Plan:
    extras = (Extra("seat", seat, once=False, features=(f"{code}-seats",)), Extra("setup", 4903, once=True))
    return Plan(code, unit, count, minor, ("site", code), trial_days, extras)


# Two products: sites are billed in advance, servers from the balance.
SITES = {
    plan.code: plan
    for plan in (
        _plan("ten-days", "DAY", 10, 497, 71),
        _plan("three-weeks", "WEEK", 3, 1299, 199),
        _plan("month", "MONTH", 1, 2843, 401),
        _plan("plus", "MONTH", 1, 4999, 767, trial_days=14),
        _plan("quarter", "MONTH", 3, 7901, 1103),
        _plan("year", "YEAR", 1, 29900, 4337),
    )
}
SERVERS = {
    plan.code: plan
    for plan in (
        Plan("by-hour", "HOUR", 1, 5, ("server", "by-hour"), metered=True),
        Plan("by-day", "DAY", 1, 149, ("server", "by-day"), metered=True),
        Plan("by-month", "MONTH", 1, 3100, ("server", "by-month"), metered=True),
    )
}
PLANS = SITES | SERVERS


@dataclass(frozen=True)
class Choice:
    """What is subscribed to, or changed to; add-ons by their code."""

    plan: str
    quantity: int = 1
    extras: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Act:
    """One thing that a customer did, or tried to do.

    Subscribe and change have a `choice`; top-ups `minor` units; a pause may have an end. All but the first is about
    their newest subscription; `pay` about their oldest open invoice.
    """

    at: datetime
    what: What
    choice: Choice | None = None
    way: Way = "card"
    minor: int = 0
    until: datetime | None = None


@dataclass(frozen=True)
class Spell:
    """A time in which every charge to the customer's cards is declined: for now, or for good."""

    start: datetime
    end: datetime
    luck: Luck


@dataclass(frozen=True)
class Person:
    """One customer's year."""

    number: int
    acts: Sequence[Act]
    spells: Sequence[Spell]

    def luck(self, at: datetime) -> Luck | None:
        """How a charge at that instant is declined; None when it succeeds."""
        return next((spell.luck for spell in self.spells if spell.start <= at < spell.end), None)
