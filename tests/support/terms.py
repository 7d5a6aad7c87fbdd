"""Coupons and tax rates that are simply there."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from backend.domain.ledger import AccountKind
from backend.models import (
    Coupon,
    CouponAmount,
    CouponPlan,
    Customer,
    Discount,
    Invoice,
    InvoiceDiscount,
    InvoiceTax,
    LedgerAccount,
    LedgerEntry,
    Plan,
    Subscription,
    TaxAssignment,
    TaxRate,
)
from tests.support.life import Life

_numbers = itertools.count(1)


async def coupon(
    life: Life,
    code: str,
    *,
    percent_bp: int | None = None,
    amounts: Mapping[str, int] | None = None,
    periods: int | None = 1,
    plans: tuple[Plan, ...] = (),
    single: bool = False,
    most: int | None = None,
) -> Coupon:
    """One that can be redeemed; `periods` None is for ever."""
    ctx = life.store.merchant.system
    row = await Coupon.create(
        id=f"cpn_{next(_numbers):04d}", merchant_id=ctx.merchant_id, code=code, name=code.title(),
        percent_bp=percent_bp, duration={None: "FOREVER", 1: "ONCE"}.get(periods, "REPEATING"),
        periods=periods if periods not in (None, 1) else None, once_per_customer=single, max_redemptions=most,
        redemptions=0, created_at=ctx.now, version=1,
    )  # fmt: skip
    for currency, minor in (amounts or {}).items():
        await CouponAmount.create(
            id=f"cpna_{next(_numbers):04d}", merchant_id=ctx.merchant_id, coupon_id=row.id, currency=currency,
            amount_minor=minor,
        )  # fmt: skip
    for plan in plans:
        await CouponPlan.create(
            id=f"cpnp_{next(_numbers):04d}", merchant_id=ctx.merchant_id, coupon_id=row.id, plan_id=plan.id
        )
    return row


async def tax(life: Life, name: str, ppm: int, *, inclusive: bool = False, customer: Customer | None = None) -> TaxRate:
    """One on everything that is sold from now on, or on what one customer buys; instead of what was."""
    ctx = life.store.merchant.system
    row = await TaxRate.create(
        id=f"tax_{next(_numbers):04d}", merchant_id=ctx.merchant_id, name=name, rate_ppm=ppm, inclusive=inclusive,
        created_at=ctx.now,
    )  # fmt: skip
    owner = customer.id if customer else None
    await TaxAssignment.filter(merchant_id=ctx.merchant_id, customer_id=owner).delete()
    await TaxAssignment.create(
        id=f"taxa_{next(_numbers):04d}", merchant_id=ctx.merchant_id, customer_id=owner, tax_rate_id=row.id, position=1
    )
    if customer is not None:
        await Customer.filter(id=customer.id).update(tax_treatment="OWN")
    return row


def sums(invoice: Invoice) -> tuple[int, int, int, int]:
    """Subtotal, discount, tax and total of an invoice."""
    return invoice.subtotal_minor, invoice.discount_minor, invoice.tax_minor, invoice.total_minor


async def all_sums(life: Life, subscription: Subscription) -> list[tuple[int, int, int, int]]:
    """The same of all of a subscription's, oldest first."""
    return [sums(invoice) for invoice in await life.invoices(subscription)]


async def taken_off(invoice: Invoice) -> list[tuple[str, int, bool]]:
    """What each coupon took off an invoice, and whether that used up a period."""
    rows = await InvoiceDiscount.filter(invoice_id=invoice.id).order_by("position")
    return [(row.coupon_id, row.amount_minor, row.counts) for row in rows]


async def taxed(invoice: Invoice) -> list[tuple[str, int, bool]]:
    """What each rate made of an invoice, and whether the period that it bills is under it."""
    rows = await InvoiceTax.filter(invoice_id=invoice.id).order_by("position")
    return [(row.tax_rate_id, row.amount_minor, row.counts) for row in rows]


async def discounts(subscription: Subscription) -> list[tuple[str, int | None, str]]:
    """The coupons of a subscription, what they have yet to lower, and where they stand."""
    rows = await Discount.filter(subscription_id=subscription.id).order_by("position")
    return [(row.coupon_id, row.periods_left, row.status) for row in rows]


async def booked(kind: AccountKind) -> int:
    """What all accounts of a kind hold; credits count."""
    accounts = [row.id for row in await LedgerAccount.filter(kind=kind.value)]
    moved: int = sum([row.amount_minor for row in await LedgerEntry.filter(account_id__in=accounts)])
    return -moved
