"""What a payer chose to pay with, checked: an offered gateway, a token that is no card number, a safe way back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from backend.domain.errors import InvalidInput
from backend.services.context import Context
from backend.services.gateways.accounts import OpenAccount, account_for

PAYMENT_ID = "{PAYMENT_ID}"
_MAX_TOKEN = 500
_MAX_URL = 2000
# Digits that stand alone, however they are grouped: a token may well have many digits between its letters.
_CARD_NUMBER = re.compile(r"(?<![0-9A-Za-z_])[0-9](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z_])")


@dataclass(frozen=True, slots=True)
class PayWith:
    """A payer's choice, as it came in. `return_url` may contain {PAYMENT_ID}."""

    gateway: str
    kind: str
    token: str | None = None
    return_url: str | None = None


async def check_pay_with(ctx: Context, choice: PayWith, currency: str) -> OpenAccount:
    """The account that will collect. Raises InvalidInput that names the wrong field; nothing of a card is echoed."""
    account = await account_for(ctx, gateway=choice.gateway, kind=choice.kind, currency=currency)
    if not choice.token or not choice.token.strip():
        raise InvalidInput.at("payWith.token", "REQUIRED", "Give the token that the gateway's own field made.")
    if len(choice.token) > _MAX_TOKEN:
        raise InvalidInput.at("payWith.token", "TOO_LONG", "That is not a token of this gateway.")
    if is_card_number(choice.token):
        raise InvalidInput.at("payWith.token", "CARD_NUMBER", "Never send a card number here; send the token.")
    _check_return_url(ctx, choice.return_url)
    return account


def is_card_number(text: str) -> bool:
    """Whether `text` holds 13 to 19 digits that pass the Luhn check (ISO/IEC 7812-1), however they are grouped."""
    for found in _CARD_NUMBER.findall(text):
        digits = re.sub(r"[ -]", "", found)
        doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
        if sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0:
            return True
    return False


def _check_return_url(ctx: Context, url: str | None) -> None:
    if url is None:
        return
    try:
        parts = urlsplit(url)
    except ValueError:
        origin = ""
    else:
        origin = f"{parts.scheme}://{parts.netloc}"
    if len(url) > _MAX_URL or origin not in ctx.services.return_origins or not url.isprintable():
        raise InvalidInput.at("payWith.returnUrl", "FOREIGN_URL", "The return address must be one of this shop's own.")
