"""What a browser sends with a payment or a new method: a token that is no card number, a safe way back, its device."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from backend.domain.errors import FieldProblem, InvalidInput
from backend.services.context import Context

# Stands for the payment's id in a return address.
PAYMENT_ID = "{PAYMENT_ID}"
_MAX_TOKEN = 500
_MAX_URL = 2000
_MAX_DEVICE = 255
# Digits that stand alone, however they are grouped: a token may well have many digits between its letters.
_BETWEEN = r"[\s.,/\-\u2010-\u2015]{0,2}"
_CARD_NUMBER = re.compile(rf"(?<![0-9A-Za-z_])[0-9](?:{_BETWEEN}[0-9]){{12,18}}(?![0-9A-Za-z_])")


def check_token(token: str | None, path: str) -> None:
    """Raise InvalidInput at `path` for a token that is missing, too long or a card number, which is not echoed."""
    if not token or not token.strip():
        raise InvalidInput.at(path, "REQUIRED", "Give the token that the gateway's own field made.")
    if len(token) > _MAX_TOKEN:
        raise InvalidInput.at(path, "TOO_LONG", "That is not a token of this gateway.")
    if is_card_number(token):
        raise InvalidInput.at(path, "CARD_NUMBER", "Never send a card number here; send the token.")


def check_device_id(device_id: str | None, path: str) -> None:
    """Raise InvalidInput at `path` for one that no gateway's script made."""
    if device_id is None:
        return
    if not 0 < len(device_id) <= _MAX_DEVICE or not device_id.isascii() or not device_id.isprintable():
        raise InvalidInput.at(path, "INVALID_TEXT", f"A device id has 1 to {_MAX_DEVICE} printable characters.")
    if is_card_number(device_id):
        raise InvalidInput.at(path, "CARD_NUMBER", "Never send a card number here.")


def check_return_url(ctx: Context, url: str | None, path: str) -> None:
    """Raise InvalidInput at `path` for an address that is not one of the shop's own."""
    if url is None:
        return
    try:
        parts = urlsplit(url)
    except ValueError:
        origin = ""
    else:
        origin = f"{parts.scheme}://{parts.netloc}"
    if len(url) > _MAX_URL or origin not in ctx.services.return_origins or not url.isprintable():
        raise InvalidInput.at(path, "FOREIGN_URL", "The return address must be one of this shop's own.")


def is_card_number(text: str) -> bool:
    """Whether `text` holds 13 to 19 digits that pass the Luhn check (ISO/IEC 7812-1), however they are grouped."""
    for found in _CARD_NUMBER.findall(text):
        digits = re.sub(r"[^0-9]", "", found)
        doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
        if sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0:
            return True
    return False


@contextmanager
def fields_at_top() -> Iterator[None]:
    """For an input that names its gateway at the top, and not in a `payWith`: refusals name the field there."""
    try:
        yield
    except InvalidInput as refusal:
        raise InvalidInput([_at_top(problem) for problem in refusal.fields]) from None


def _at_top(problem: FieldProblem) -> FieldProblem:
    path = problem.path[1:] if problem.path[0] == "payWith" else problem.path
    return FieldProblem(path, problem.code, problem.message)
