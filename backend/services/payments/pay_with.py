"""What a payer chose to pay with, checked: an offered gateway, a token that is no card number, a safe way back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from backend.domain.errors import InvalidInput
from backend.gateways.base import MethodKind
from backend.models import GatewayAccount, PaymentMethod
from backend.services.context import Context
from backend.services.gateways.accounts import OpenAccount, account_for, open_account
from backend.services.payments.source import Source

PAYMENT_ID = "{PAYMENT_ID}"
_MAX_TOKEN = 500
_MAX_URL = 2000
# Digits that stand alone, however they are grouped: a token may well have many digits between its letters.
_CARD_NUMBER = re.compile(r"(?<![0-9A-Za-z_])[0-9](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z_])")


BALANCE = "balance"


@dataclass(frozen=True, slots=True)
class PayWith:
    """A payer's choice, as it came in. `return_url` may contain {PAYMENT_ID}.

    One of: a fresh `token` (kept for later with `save`), a saved method's `method_id`, or kind BALANCE with the gateway
    "balance" and neither.
    """

    gateway: str
    kind: str
    token: str | None = None
    return_url: str | None = None
    method_id: str | None = None
    save: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """A checked choice: the account that will collect, and from what."""

    account: OpenAccount
    source: Source
    return_url: str | None


def is_balance(choice: PayWith) -> bool:
    """Whether the balance pays, and no gateway is needed. Raises InvalidInput for a mixture of both."""
    if (choice.gateway == BALANCE) != (choice.kind == MethodKind.BALANCE):
        raise InvalidInput.at("payWith.kind", "KIND_NOT_OFFERED", "The balance is gateway `balance` and kind BALANCE.")
    if choice.gateway == BALANCE and (choice.token or choice.method_id or choice.save):
        raise InvalidInput.at("payWith.token", "NOT_NEEDED", "Paying from the balance needs no token and no method.")
    return choice.gateway == BALANCE


async def check_pay_with(ctx: Context, choice: PayWith, currency: str, *, customer_id: str) -> Method:
    """What will be charged at which gateway. Raises InvalidInput that names the wrong field; no card is echoed."""
    _check_return_url(ctx, choice.return_url)
    if choice.method_id is not None:
        return await _saved(ctx, choice, choice.method_id, currency, customer_id)
    account = await account_for(ctx, gateway=choice.gateway, kind=choice.kind, currency=currency)
    token = _check_token(choice.token)
    if choice.save and not account.gateway.capabilities.saved_methods:
        raise InvalidInput.at("payWith.save", "NOT_OFFERED", f"{account.row.label} keeps no methods.")
    customer = await _known_as(ctx, account.row.id, customer_id) if choice.save else None
    return Method(account, Source(choice.kind, token=token, save=choice.save, customer=customer), choice.return_url)


def _check_token(token: str | None) -> str:
    if not token or not token.strip():
        raise InvalidInput.at("payWith.token", "REQUIRED", "Give the token that the gateway's own field made.")
    if len(token) > _MAX_TOKEN:
        raise InvalidInput.at("payWith.token", "TOO_LONG", "That is not a token of this gateway.")
    if is_card_number(token):
        raise InvalidInput.at("payWith.token", "CARD_NUMBER", "Never send a card number here; send the token.")
    return token


async def _saved(ctx: Context, choice: PayWith, method_id: str, currency: str, customer_id: str) -> Method:
    row = await PaymentMethod.get_or_none(
        merchant_id=ctx.merchant_id, customer_id=customer_id, id=method_id, removed_at=None
    )
    if row is None:
        raise InvalidInput.at("payWith.methodId", "UNKNOWN_METHOD", "You have no such saved method.")
    if choice.token or choice.save:
        raise InvalidInput.at("payWith.token", "EXCLUSIVE", "Give a token or a saved method, not both.")
    if (row.gateway, row.kind) != (choice.gateway, choice.kind):
        raise InvalidInput.at(
            "payWith.gateway", "OTHER_GATEWAY", "The saved method belongs to another gateway or kind."
        )
    return Method(await saved_account(ctx, row, currency), saved_source(row), choice.return_url)


def saved_source(row: PaymentMethod, *, off_session: bool = False) -> Source:
    """A saved method as an attempt's source."""
    return Source(row.kind, reference=row.gateway_reference, customer=row.gateway_customer, off_session=off_session)


async def saved_account(ctx: Context, row: PaymentMethod, currency: str, path: str = "payWith.methodId") -> OpenAccount:
    """The very account that keeps the method. Raises InvalidInput at `path`: it is off, or takes another currency."""
    account = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=row.gateway_account_id)
    if not account.enabled or account.gateway not in ctx.services.gateways.gateways:
        raise InvalidInput.at(path, "GATEWAY_NOT_OFFERED", "This method cannot be charged any more.")
    opened = open_account(ctx, account)
    can = opened.gateway.capabilities
    if can.currencies != "*" and currency not in can.currencies:
        raise InvalidInput.at(path, "CURRENCY_NOT_OFFERED", f"This method takes no {currency}.")
    return opened


async def _known_as(ctx: Context, account_id: str, customer_id: str) -> str | None:
    """The payer's name at that gateway account, if it keeps something of theirs already."""
    row = (
        await PaymentMethod.filter(
            merchant_id=ctx.merchant_id, customer_id=customer_id, gateway_account_id=account_id,
            gateway_customer__isnull=False,
        )
        .order_by("-id")
        .first()
    )  # fmt: skip
    return row.gateway_customer if row else None


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
