"""What a payer can choose to pay with."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.errors import InvalidInput
from backend.gateways.base import MethodKind
from backend.services.context import Context
from backend.services.currencies import amount_input, currency_input
from backend.services.gateways.accounts import enabled_accounts


@dataclass(frozen=True, slots=True)
class Option:
    """One gateway and kind; what the browser needs is public by nature."""

    gateway: str
    kind: MethodKind
    label: str
    settles: str
    publishable_key: str | None
    fields_url: str | None


async def payment_options(ctx: Context, *, currency_code: str, amount: tuple[str, str] | None = None) -> list[Option]:
    """The options for a currency, in the merchant's order. Raises InvalidInput for a currency or an amount."""
    code = currency_input(currency_code, "currency").code
    if amount is not None and amount_input(*amount, "amount").currency.code != code:
        raise InvalidInput.at("amount.currency", "OTHER_CURRENCY", f"Give the amount in {code}.")
    options = []
    for account in await enabled_accounts(ctx):
        can = account.gateway.capabilities
        if can.currencies != "*" and code not in can.currencies:
            continue
        browser = account.gateway.browser_fields(account.settings)
        options += [
            Option(
                account.row.gateway, kind, account.row.label, can.settles, browser.publishable_key, browser.fields_url
            )
            for kind in sorted(can.kinds)
        ]
    return options
