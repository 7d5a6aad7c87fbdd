"""Test cards: the number says the brand, the holder's name says what becomes of a payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .accounts import Account

# As documented; any name that is not here is approved like APRO.
OUTCOMES: dict[str, tuple[str, str]] = {
    "APRO": ("approved", "accredited"),
    "CONT": ("in_process", "pending_contingency"),
    "OTHE": ("rejected", "cc_rejected_other_reason"),
    "CALL": ("rejected", "cc_rejected_call_for_authorize"),
    "FUND": ("rejected", "cc_rejected_insufficient_amount"),
    "SECU": ("rejected", "cc_rejected_bad_filled_security_code"),
    "EXPI": ("rejected", "cc_rejected_bad_filled_date"),
    "FORM": ("rejected", "cc_rejected_bad_filled_other"),
    "CARD": ("rejected", "cc_rejected_bad_filled_card_number"),
    "DUPL": ("rejected", "cc_rejected_duplicated_payment"),
    "LOCK": ("rejected", "cc_rejected_card_disabled"),
    "CTNA": ("rejected", "cc_rejected_card_type_not_allowed"),
    "ATTE": ("rejected", "cc_rejected_max_attempts"),
    "BLAC": ("rejected", "cc_rejected_blacklist"),
    "RISK": ("rejected", "cc_rejected_high_risk"),
}
_BRANDS = {"4": "visa", "5": "master", "3": "amex"}


@dataclass(slots=True)
class Token:
    """A card that a browser has entered: for one payment."""

    id: str
    account: Account
    number: str
    month: int
    year: int
    holder: str
    due: datetime
    status: Literal["active", "used"] = "active"

    @property
    def brand(self) -> str:
        """The brand, by the number."""
        return _BRANDS[self.number[0]]


def is_card_number(number: object) -> bool:
    """Whether it has a known brand and a right check digit."""
    if not isinstance(number, str) or not number.isdigit() or not 15 <= len(number) <= 16 or number[0] not in _BRANDS:
        return False
    digits = [int(one) for one in reversed(number)]
    doubled = (sum(divmod(2 * one, 10)) for one in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
