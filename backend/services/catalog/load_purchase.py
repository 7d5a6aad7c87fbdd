"""Turn ids that a caller chose into a priced purchase, or say which choice is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.domain.calendars import Calendar
from backend.domain.catalog import AddonCharge, BillingMode, ProductKind
from backend.domain.errors import FieldProblem, InvalidInput, NotFound, NotSupported
from backend.domain.money import MAX_MINOR, Currency
from backend.domain.periods import CalendarDay, Interval, IntervalUnit
from backend.domain.purchases import AddonChoice, Feature, Purchase
from backend.models import Addon, Plan, Price, Product
from backend.services.context import Context
from backend.services.currencies import money

MAX_QUANTITY = 10_000


@dataclass(frozen=True, slots=True)
class Selection:
    """What a caller chose: a plan, how many, add-ons as (id, quantity), and the codes of coupons in their order."""

    plan_id: str
    quantity: int = 1
    addons: tuple[tuple[str, int], ...] = ()
    coupons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rows behind a purchase, and the purchase itself."""

    product: Product
    plan: Plan
    purchase: Purchase

    @property
    def is_tariff(self) -> bool:
        """Whether it is debited from the balance by elapsed time."""
        return bool(self.plan.billing == BillingMode.FROM_BALANCE)

    @property
    def interval(self) -> Interval:
        """What the price is for."""
        return plan_interval(self.plan)

    @property
    def calendar(self) -> Calendar:
        """When what the price is for begins."""
        return plan_calendar(self.plan)


async def load_purchase(
    ctx: Context, selection: Selection, currency: Currency, *, held: Purchase | None = None
) -> Loaded:
    """Price `selection` in `currency`.

    Of what is `held` already there may be more or less though it is not sold any more, and as many as are held though
    a limit came down since. Raises NotFound for a plan or product that is not on sale, NotSupported for one that is not
    bought this way, InvalidInput for quantities and add-ons (all of them at once).
    """
    plan, product = await _plan_on_sale(ctx, selection.plan_id, held)
    if product.kind != ProductKind.SUBSCRIPTION or plan.interval_unit is None:
        raise NotSupported("This plan is a refill: it is purchased, not subscribed to.")
    if plan.trial_days and plan.billing == BillingMode.FROM_BALANCE:
        raise NotSupported("A plan that is billed from the balance has no trial.")
    mine = {addon.addon_id: addon.quantity for addon in held.addons} if held is not None else {}
    offered = await Addon.filter(merchant_id=ctx.merchant_id, plan_id=plan.id)
    addons = {addon.id: addon for addon in offered if addon.archived_at is None or addon.id in mine}
    plan_price, addon_prices = await _prices(ctx, plan, list(addons), currency)
    problems = [
        *_problems(selection, addons, plan_price, addon_prices, currency, mine),
        *(_one_time(selection, addons) if plan.billing == BillingMode.FROM_BALANCE else ()),
    ]
    if problems:
        raise InvalidInput(problems)
    assert plan_price is not None
    purchase = Purchase(
        plan_id=plan.id,
        plan_name=plan_title(product, plan),
        unit_price=money(plan_price, currency.code),
        quantity=selection.quantity,
        addons=tuple(
            AddonChoice(
                addon_id=id,
                name=addons[id].name,
                charge=AddonCharge(addons[id].charge),
                unit_price=money(addon_prices[id], currency.code),
                quantity=quantity,
                features=features_of(addons[id].features),
            )
            for id, quantity in selection.addons
        ),
        features=features_of(plan.features),
    )
    return Loaded(product, plan, purchase)


async def _plan_on_sale(ctx: Context, plan_id: str, held: Purchase | None) -> tuple[Plan, Product]:
    plan = await Plan.get_or_none(merchant_id=ctx.merchant_id, id=plan_id)
    product = await Product.get_or_none(merchant_id=ctx.merchant_id, id=plan.product_id) if plan is not None else None
    if plan is None or product is None:
        raise NotFound("There is no such plan.", plan_id)
    is_sold = plan.archived_at is None and product.archived_at is None
    if not is_sold and (held is None or held.plan_id != plan.id):
        raise NotFound("There is no such plan.", plan_id)
    return plan, product


def plan_interval(plan: Plan) -> Interval:
    """What the price of a plan that can be subscribed to is for."""
    assert plan.interval_unit is not None, "what is subscribed to has an interval"
    assert plan.interval_count is not None, "what is subscribed to has an interval"
    return Interval(IntervalUnit(plan.interval_unit), plan.interval_count)


def plan_calendar(plan: Plan) -> Calendar:
    """When the periods of a plan that can be subscribed to begin."""
    interval = plan_interval(plan)
    if plan.anchor_day is None:
        return Calendar(interval)
    return Calendar(interval, CalendarDay(interval.unit, plan.anchor_day, plan.anchor_month))


def plan_title(product: Product, plan: Plan) -> str:
    """What a plan is called where its product is not in sight: on an invoice's line, in a quote."""
    return f"{product.name} {plan.name}"


def features_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Feature, ...]:
    """Features from their column."""
    return tuple(Feature(item["code"], item["name"], item.get("value")) for item in stored)


async def _prices(
    ctx: Context, plan: Plan, addon_ids: Sequence[str], currency: Currency
) -> tuple[int | None, dict[str, int]]:
    in_currency = Price.filter(merchant_id=ctx.merchant_id, currency=currency.code)
    plan_price = await in_currency.get_or_none(plan_id=plan.id)
    rows = await in_currency.filter(addon_id__in=list(addon_ids)) if addon_ids else []
    return (plan_price.amount_minor if plan_price else None), {
        row.addon_id: row.amount_minor for row in rows if row.addon_id
    }


def _problems(
    selection: Selection,
    addons: Mapping[str, Addon],
    plan_price: int | None,
    addon_prices: Mapping[str, int],
    currency: Currency,
    held: Mapping[str, int],
) -> Sequence[FieldProblem]:
    """What is wrong with a selection; `held` says how many there are of each add-on already."""
    found: list[FieldProblem] = []

    def wrong(path: tuple[str, ...], code: str, message: str) -> None:
        found.append(FieldProblem(path, code, message))

    if not 1 <= selection.quantity <= MAX_QUANTITY:
        wrong(("quantity",), "OUT_OF_RANGE", f"Choose a quantity from 1 to {MAX_QUANTITY}.")
    if plan_price is None:
        wrong(("planId",), "NO_PRICE", f"This plan has no price in {currency.code}.")
    total = (plan_price or 0) * max(selection.quantity, 0)
    seen: set[str] = set()
    for n, (id, quantity) in enumerate(selection.addons):
        at, addon = ("addons", str(n)), addons.get(id)
        if addon is None:
            wrong((*at, "addonId"), "NOT_ON_PLAN", "This plan has no such add-on.")
            continue
        if id in seen:
            wrong((*at, "addonId"), "TWICE", "Name each add-on once and give its quantity.")
        seen.add(id)
        most = max(addon.max_quantity or MAX_QUANTITY, held.get(id, 0))
        if not 1 <= quantity <= most:
            wrong((*at, "quantity"), "OUT_OF_RANGE", f"Choose a quantity of {addon.name} from 1 to {most}.")
        if id not in addon_prices:
            wrong((*at, "addonId"), "NO_PRICE", f"{addon.name} has no price in {currency.code}.")
        total += addon_prices.get(id, 0) * max(quantity, 0)
    if not found and total > MAX_MINOR:
        wrong(("quantity",), "TOO_LARGE", "The total is too large.")
    return found


def _one_time(selection: Selection, addons: Mapping[str, Addon]) -> Sequence[FieldProblem]:
    """What is charged once has no place where elapsed time is debited."""
    return [
        FieldProblem(("addons", str(n), "addonId"), "NOT_OFFERED", f"{addons[id].name} is not sold with this plan.")
        for n, (id, _) in enumerate(selection.addons)
        if id in addons and addons[id].charge == AddonCharge.ONE_TIME
    ]
