"""What a payer can choose to pay with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backend.domain.errors import InvalidInput
from backend.domain.money import Money
from backend.gateways.base import BrowserFields, Capabilities, MethodKind
from backend.services.context import Context
from backend.services.currencies import amount_input, currency_input
from backend.services.gateways.accounts import OpenAccount, enabled_accounts
from backend.services.gateways.limits import limits_in, takes_amount
from backend.services.payments.pay_with import can_be_kept


@dataclass(frozen=True, slots=True)
class Option:
    """One account and kind, in one currency; what the browser needs is public by nature."""

    account_id: str
    gateway: str
    kind: MethodKind
    label: str
    can: Capabilities
    fields: BrowserFields
    smallest: Money | None
    largest: Money | None

    @property
    def elsewhere(self) -> bool:
        """Whether the payer pays without a token: on a page, at a counter, from their bank."""
        return self.kind in self.can.elsewhere

    @property
    def saves_methods(self) -> bool:
        """Whether a payment can keep it, to be charged again."""
        return self.can.saved_methods and can_be_kept(self.can, self.kind)

    @property
    def saves_without_payment(self) -> bool:
        """Whether it can be kept without a payment."""
        return self.can.setup_without_charge and can_be_kept(self.can, self.kind)


async def payment_options(ctx: Context, *, currency_code: str, amount: tuple[str, str] | None = None) -> list[Option]:
    """The options for a currency, in the merchant's order; with `amount`, those that take it.

    Raises InvalidInput for a currency or an amount.
    """
    code = currency_input(currency_code, "currency").code
    asked = amount_input(*amount, "amount") if amount is not None else None
    if asked is not None and asked.currency.code != code:
        raise InvalidInput.at("amount.currency", "OTHER_CURRENCY", f"Give the amount in {code}.")
    return [option for account in await enabled_accounts(ctx) for option in _options(account, code, asked)]


def _options(account: OpenAccount, code: str, asked: Money | None) -> Iterator[Option]:
    can = account.gateway.capabilities
    if asked is not None and not takes_amount(can, asked):
        return
    fields = account.gateway.browser_fields(account.settings)
    for kind in sorted(can.kinds):
        # What only an app can pay with is no choice here: see `paymentSheetCreate`.
        if account.takes(kind, code) and (kind in can.elsewhere or can.takes_token(kind)):
            yield Option(
                account.row.id, account.row.gateway, kind, account.row.label, can, fields, *limits_in(can, code)
            )
