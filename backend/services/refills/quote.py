"""What a refill costs with its taxes: one computation behind what is shown before and what is charged."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.money import Currency
from backend.domain.refills import Bill, bill_refill
from backend.models import Plan
from backend.services.billed_in import billing_currency
from backend.services.context import Context
from backend.services.refills.offer import offer_refill
from backend.services.taxes.rates import rates_for


@dataclass(frozen=True, slots=True)
class PricedRefill:
    """A plan that can be bought, and what so many bags of it cost now."""

    plan: Plan
    bill: Bill


async def quote_refill(ctx: Context, *, plan_id: str, quantity: int, currency_code: str | None = None) -> Bill:
    """What `quantity` bags would cost now, with the caller's taxes (a visitor's are the merchant's).

    In the customer's currency; a visitor's choice, or the merchant's default. Raises what `offer_refill` raises, and
    InvalidInput for a currency that does not exist or that the customer is not billed in.
    """
    billed_in = await billing_currency(ctx, currency_code)
    return (await price_refill(ctx, plan_id=plan_id, quantity=quantity, billed_in=billed_in)).bill


async def price_refill(ctx: Context, *, plan_id: str, quantity: int, billed_in: Currency) -> PricedRefill:
    """The one computation behind preview and charge. Raises what `offer_refill` raises."""
    offer = await offer_refill(ctx, plan_id=plan_id, quantity=quantity, currency=billed_in)
    taxes = await rates_for(ctx, ctx.actor.customer_id)
    return PricedRefill(offer.plan, bill_refill(offer.name, offer.unit_price, quantity, ctx.now, taxes))
