"""Which balance a customer watches: its account, made if need be, so that there is something to watch."""

from __future__ import annotations

from backend.services.balances.inputs import known_customer
from backend.services.balances.standing import ensure_account
from backend.services.context import Context
from backend.services.currencies import currency_input


async def watched_balance(ctx: Context, *, currency_code: str | None = None) -> str:
    """The id of the account whose changes `balance.updated` tells: in the named currency, or in the customer's own.

    Raises Forbidden for everybody who is not a signed-in customer, and InvalidInput for an unknown currency.
    """
    customer = await known_customer(ctx, ctx.actor.require_customer())
    code = currency_input(currency_code, "currency").code if currency_code else customer.currency
    return (await ensure_account(ctx, customer_id=customer.id, currency=code)).id
