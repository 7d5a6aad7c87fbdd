"""What staff write of a coupon, checked field by field: every problem is collected, then all are refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from tortoise.exceptions import IntegrityError

from backend.domain.catalog import BillingMode, ProductKind
from backend.domain.coupons import DECIMALS, MOST_PLANS, is_coupon_code
from backend.domain.errors import FieldProblem, InvalidInput
from backend.domain.percents import MalformedPercent, parse_percent
from backend.models import Coupon, Plan, Product
from backend.services.balances.inputs import above_zero, instant_input
from backend.services.catalog.inputs import Amount, Problems
from backend.services.context import Context
from backend.services.currencies import amount_input

_TAKEN = FieldProblem(("code",), "TAKEN", "This code is taken by a coupon that can be redeemed.")


async def check_code(ctx: Context, wrong: Problems, code: str) -> None:
    """A code as it is kept, that no other coupon has which can be redeemed."""
    if not is_coupon_code(code):
        wrong.at("code", "INVALID_CODE", "Write 3 to 50 letters, digits, dashes or underlines.")
    elif await Coupon.exists(merchant_id=ctx.merchant_id, code=code, archived_at=None):
        wrong.add([_TAKEN])


@asynccontextmanager
async def coupon_code_taken_at_once() -> AsyncIterator[None]:
    """Of two that take one code at the same moment the database lets one in; the other is told here."""
    try:
        yield
    except IntegrityError as error:
        raise InvalidInput([_TAKEN]) from error


def read_percent(wrong: Problems, text: str | None) -> int | None:
    """Hundredths of a percent, above none; None for nothing, or for a wrong one."""
    if text is None:
        return None
    try:
        hundredths = parse_percent(text, DECIMALS)
    except MalformedPercent as error:
        wrong.at("percent", "INVALID_PERCENT", str(error))
        return None
    if hundredths == 0:
        wrong.at("percent", "OUT_OF_RANGE", "Give a percentage above zero.")
    return hundredths


def read_amounts(wrong: Problems, given: Sequence[Amount]) -> dict[str, int]:
    """Minor units above zero by currency, each once."""
    amounts: dict[str, int] = {}
    for n, one in enumerate(given):
        try:
            amount = above_zero(amount_input(*one, f"amounts.{n}"), f"amounts.{n}")
        except InvalidInput as refusal:
            wrong.add(refusal.fields)
            continue
        code = amount.currency.code
        if code in amounts:
            wrong.at(f"amounts.{n}.currency", "TWICE", f"There is another amount in {code}.")
        amounts[code] = amount.minor
    return amounts


def read_redeem_by(ctx: Context, wrong: Problems, given: datetime | None) -> datetime | None:
    """An instant in the future; None for no end, or for a wrong one."""
    try:
        instant = instant_input(given, "redeemBy")
    except InvalidInput as refusal:
        wrong.add(refusal.fields)
        return None
    if instant is not None and instant <= ctx.now:
        wrong.at("redeemBy", "OUT_OF_RANGE", "Choose an instant in the future.")
    return instant


async def check_plans(ctx: Context, wrong: Problems, ids: Sequence[str]) -> None:
    """Plans of the merchant, archived or not, that a coupon can lower: subscriptions that are billed in advance."""
    if len(ids) > MOST_PLANS:
        wrong.at("planIds", "TOO_MANY", f"Name at most {MOST_PLANS} plans.")
        return
    if not ids:
        return
    plans = {row.id: row for row in await Plan.filter(merchant_id=ctx.merchant_id, id__in=list(ids))}
    of = Product.filter(merchant_id=ctx.merchant_id, id__in=[row.product_id for row in plans.values()])
    refills = {row.id for row in await of.filter(kind=ProductKind.REFILL.value)}
    for n, id in enumerate(ids):
        plan = plans.get(id)
        if plan is None:
            wrong.at(f"planIds.{n}", "UNKNOWN_PLAN", "There is no such plan.")
        elif id in ids[:n]:
            wrong.at(f"planIds.{n}", "TWICE", "This plan is named twice.")
        elif plan.product_id in refills or plan.billing != BillingMode.IN_ADVANCE:
            wrong.at(f"planIds.{n}", "NOT_OFFERED", "Coupons lower subscriptions that are billed in advance.")
