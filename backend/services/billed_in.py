"""Which currency a purchase is in: a customer's own, or what a visitor chooses."""

from __future__ import annotations

from backend.currencies import currency
from backend.domain.errors import InvalidInput
from backend.domain.money import Currency
from backend.models import Customer, Merchant
from backend.services.context import Context, Role
from backend.services.currencies import currency_input


async def customer_currency(ctx: Context) -> Currency:
    """The currency that the signed-in customer is billed in."""
    customer = await Customer.get(merchant_id=ctx.merchant_id, id=ctx.actor.require_customer())
    return currency(customer.currency)


async def billing_currency(ctx: Context, code: str | None) -> Currency:
    """The customer's currency; for others the chosen one, or the merchant's default.

    Raises InvalidInput for one that does not exist, or that the customer is not billed in.
    """
    chosen = currency_input(code, "currency") if code else None
    if ctx.actor.role is Role.CUSTOMER:
        billed_in = await customer_currency(ctx)
        if chosen not in (None, billed_in):
            raise InvalidInput.at("currency", "OTHER_CURRENCY", f"You are billed in {billed_in.code}.")
        return billed_in
    if chosen is not None:
        return chosen
    merchant = await Merchant.get(id=ctx.merchant_id)
    return currency(merchant.default_currency)
