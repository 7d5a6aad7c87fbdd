"""What callers name of a balance, checked: amounts, texts, customers, times. Refused by field."""

from __future__ import annotations

from datetime import UTC, datetime

from backend.domain.errors import InvalidInput, NotFound
from backend.domain.ledger import AccountKind
from backend.domain.money import Money
from backend.models import Customer, LedgerAccount
from backend.services.context import Context
from backend.services.currencies import amount_input
from backend.services.payments.given import is_card_number

MAX_TEXT = 300

# Decimal text in major units, and the code of its currency.
Amount = tuple[str, str]


def amount_in(amount: Amount, code: str, path: str = "amount") -> Money:
    """An amount above zero in exactly the currency `code`. Raises InvalidInput at `path`."""
    return above_zero(_in_currency(amount, {code}, path), path)


def above_zero(amount: Money, path: str = "amount") -> Money:
    """The same amount. Raises InvalidInput at `path` for none, or for less."""
    if amount.minor <= 0:
        raise InvalidInput.at(f"{path}.amount", "OUT_OF_RANGE", "Give an amount above zero.")
    return amount


async def balance_amount(ctx: Context, customer: Customer, amount: Amount, path: str = "amount") -> Money:
    """A signed amount, not zero, for one of the customer's balances.

    They have one in the currency that they are billed in, and in each in which money ever came to them: a balance in
    any other could never be spent. Raises InvalidInput at `path`.
    """
    found = _in_currency(amount, {customer.currency, *await _currencies(ctx, customer)}, path)
    if found.minor == 0:
        raise InvalidInput.at(f"{path}.amount", "OUT_OF_RANGE", "Give an amount other than zero.")
    return found


def text_input(text: str, path: str) -> str:
    """One line of 1 to 300 characters for the log, without a card number. Raises InvalidInput at `path`."""
    line = text.strip()
    if not 0 < len(line) <= MAX_TEXT or not line.isprintable():
        raise InvalidInput.at(path, "INVALID_TEXT", f"Say it in one line of 1 to {MAX_TEXT} characters.")
    if is_card_number(line):
        raise InvalidInput.at(path, "CARD_NUMBER", "Never write a card number here; its last four digits will do.")
    return line


def instant_input(value: datetime | None, path: str) -> datetime | None:
    """An instant in UTC. Raises InvalidInput at `path` for one that could be any of many: it names no offset."""
    if value is None:
        return None
    if value.utcoffset() is None:
        raise InvalidInput.at(path, "NO_OFFSET", "Say the time with its offset, such as 2026-01-31T12:00:00Z.")
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise InvalidInput.at(path, "OUT_OF_RANGE", "There is no such time.") from None


async def known_customer(ctx: Context, customer_id: str) -> Customer:
    """One of the merchant's customers. Raises NotFound."""
    row = await Customer.get_or_none(merchant_id=ctx.merchant_id, id=customer_id)
    if row is None:
        raise NotFound("There is no such customer.", customer_id)
    return row


def _in_currency(amount: Amount, codes: set[str], path: str) -> Money:
    if amount[1] not in codes:
        raise InvalidInput.at(f"{path}.currency", "OTHER_CURRENCY", f"Give the amount in {' or '.join(sorted(codes))}.")
    return amount_input(*amount, path)


async def _currencies(ctx: Context, customer: Customer) -> set[str]:
    accounts = LedgerAccount.filter(
        merchant_id=ctx.merchant_id, kind=AccountKind.CUSTOMER_BALANCE.value, owner_id=customer.id, last_number__gt=0
    )
    return {str(code) for code in await accounts.values_list("currency", flat=True)}
