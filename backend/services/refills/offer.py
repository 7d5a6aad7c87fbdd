"""What a customer would buy: so many bags of a refill plan, at its price in their currency; or what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.catalog import ProductKind
from backend.domain.errors import FieldProblem, InvalidInput, NotFound, NotSupported
from backend.domain.money import MAX_MINOR, Currency, Money
from backend.domain.units import MAX_MICRO, format_quantity, read_rules
from backend.models import Plan, Price, Product
from backend.services.catalog.load_purchase import MAX_QUANTITY
from backend.services.context import Context
from backend.services.currencies import money


@dataclass(frozen=True, slots=True)
class RefillOffer:
    """A plan that can be bought, and what one bag of it costs."""

    plan: Plan
    name: str
    unit_price: Money


async def offer_refill(ctx: Context, *, plan_id: str, quantity: int, currency: Currency) -> RefillOffer:
    """Check a purchase of `quantity` bags.

    Raises NotFound for a plan or product that is not on sale, InvalidInput for a plan that is subscribed to or has no
    price in `currency` and for a quantity out of range (all at once), and NotSupported for a bag that costs or holds
    nothing.
    """
    plan = await Plan.get_or_none(merchant_id=ctx.merchant_id, id=plan_id, archived_at=None)
    product = None
    if plan is not None:
        product = await Product.get_or_none(merchant_id=ctx.merchant_id, id=plan.product_id, archived_at=None)
    if plan is None or product is None:
        raise NotFound("There is no such plan.", plan_id)
    if product.kind != ProductKind.REFILL or plan.interval_unit is not None:
        raise InvalidInput.at("planId", "NOT_A_REFILL", "This plan is subscribed to, not bought in bags.")
    price = await Price.get_or_none(merchant_id=ctx.merchant_id, plan_id=plan.id, currency=currency.code)
    problems = _problems(plan, quantity, price, currency)
    if problems:
        raise InvalidInput(problems)
    assert price is not None
    if not plan.grants:
        raise NotSupported("A bag of this plan holds nothing yet.")
    if not price.amount_minor:
        raise NotSupported("This plan costs nothing, so it cannot be bought.")
    return RefillOffer(plan, f"{product.name} {plan.name}", money(price.amount_minor, currency.code))


def _problems(plan: Plan, quantity: int, price: Price | None, currency: Currency) -> list[FieldProblem]:
    found: list[FieldProblem] = []
    if not 1 <= quantity <= MAX_QUANTITY:
        found.append(FieldProblem(("quantity",), "OUT_OF_RANGE", f"Choose a quantity from 1 to {MAX_QUANTITY}."))
    if price is None:
        found.append(FieldProblem(("planId",), "NO_PRICE", f"This plan has no price in {currency.code}."))
    if found or price is None:
        return found
    if price.amount_minor * quantity > MAX_MINOR:
        found.append(FieldProblem(("quantity",), "TOO_LARGE", "The total is too large."))
    for rule in read_rules(plan.grants):
        if rule.micro * quantity > MAX_MICRO:
            most = format_quantity(MAX_MICRO)
            found.append(FieldProblem(("quantity",), "TOO_LARGE", f"That is more than {most} {rule.unit}."))
    return found
