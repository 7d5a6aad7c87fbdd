"""Test cards: what is wrong with a number by itself, and what the bank says when it is charged."""

from __future__ import annotations

from datetime import datetime

from .errors import ApiError

# Refused however it is charged, by Openpay's documentation of its sandbox.
_DECLINED = {
    "4222222222222220": 3001,
    "4000000000000069": 3002,
    "4444444444444448": 3003,
    "4000000000000119": 3004,
    "4000000000000044": 3005,
}
# Suspected of fraud without 3-D Secure, and good with it.
SUSPECTED = "5454545454545454"
# Cards of the double's own: good for the payment that keeps them, declined or suspected ever after.
DECLINED_LATER = "4000000000000341"
SUSPECTED_LATER = "5200828282828210"

_WORDS = {
    3001: (402, "The card was declined"),
    3002: (402, "The card has expired"),
    3003: (402, "The card doesn't have sufficient funds"),
    3004: (402, "The card was reported as stolen"),
    3005: (402, "Fraud risk detected by anti-fraud system"),
}


def check(number: str, month: str, year: str, cvv: str | None, now: datetime) -> None:
    """Refuse what no bank needs to be asked about. Raises ApiError."""
    if not (number.isascii() and number.isdigit() and 15 <= len(number) <= 19 and _luhn(number)):
        raise ApiError(422, 2004, "The card number verification digit is invalid")
    if not (month.isdigit() and year.isdigit() and 1 <= int(month) <= 12 and len(year) == 2):
        raise ApiError(400, 1001, "The expiration date is invalid")
    if (2000 + int(year), int(month)) < (now.year, now.month):
        raise ApiError(400, 2005, "The expiration date has expired")
    if not cvv:
        raise ApiError(400, 2006, "cvv2 is required")
    if not (cvv.isdigit() and len(cvv) == (4 if brand(number) == "american_express" else 3)):
        raise ApiError(412, 2009, "The cvv2 security code is invalid")


def outcome(number: str, *, secure: bool, present: bool) -> int | None:
    """The error code of a charge, or None when it goes through. `present`: the payer was there, for the first time."""
    if number in _DECLINED:
        return _DECLINED[number]
    if number == SUSPECTED and not secure:
        return 3005
    if number == DECLINED_LATER and not present:
        return 3003
    if number == SUSPECTED_LATER and not (secure or present):
        return 3005
    return None


def refusal(code: int) -> ApiError:
    """A bank's or the anti-fraud system's no."""
    status, words = _WORDS[code]
    return ApiError(status, code, words, fraud_rules=["Card in negative list"] if code == 3005 else None)


def savable(number: str) -> int | None:
    """The error code of keeping a card: only what can be charged, or lacks funds, can be kept."""
    code = _DECLINED.get(number)
    return None if code == 3003 else code


def brand(number: str) -> str:
    """The brand by the first digits."""
    if number.startswith(("34", "37")) or len(number) == 15:
        return "american_express"
    return "mastercard" if number.startswith("5") else "visa"


def shown(number: str) -> str:
    """The number with its middle hidden."""
    return f"{number[:6]}{'X' * (len(number) - 10)}{number[-4:]}"


def _luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
