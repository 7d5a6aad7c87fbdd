"""Automatic top-up: when one is due, how much is charged at once, and when a failed one is tried again."""

from __future__ import annotations

from datetime import timedelta

from backend.domain.money import Money

# When to try again after the first, second and third failure in a row; after one more the customer has to act.
RETRY_AFTER = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))

# No more charges than this in the window, whatever asks for them: something may be wrong, and it is not our money.
MOST_CHARGES = 5
CHARGES_WINDOW = timedelta(hours=24)


def is_low(available_minor: int, threshold_minor: int) -> bool:
    """Whether a balance is to be topped up: it is below its threshold, or empty where the threshold is zero."""
    return available_minor < max(threshold_minor, 1)


def amount_to_charge(available: Money, threshold: Money, amount: Money) -> Money:
    """The least whole number of times `amount` that brings a low balance to its threshold: the gap in one charge."""
    gap = threshold - available
    return amount * max(1, -(-gap.minor // amount.minor))
