"""What coupons and taxes make of a quote or an invoice."""

from __future__ import annotations

from fractions import Fraction

import strawberry

from backend import models
from backend.domain.discounts import Deduction
from backend.domain.taxes import PARTS
from backend.domain.taxes import TaxAmount as Computed
from backend.schema.money import Money
from backend.schema.scalars import Decimal


def percent_text(share: Fraction) -> Decimal:
    """A share as a percentage without trailing zeros: 99,750 millionths are 9.975."""
    ten_thousandths = int(share * PARTS)
    whole, rest = divmod(ten_thousandths, PARTS // 100)
    text = f"{whole}.{rest:04d}".rstrip("0").rstrip(".")
    return Decimal(text)


@strawberry.type(description="What one coupon takes off.")
class DiscountAmount:
    coupon_id: strawberry.ID = strawberry.field(description="The coupon.")
    name: str = strawberry.field(description="Its name.")
    amount: Money = strawberry.field(description="What it takes off all lines.")

    @classmethod
    def of(cls, one: Deduction) -> DiscountAmount:
        """From a computed discount."""
        return cls(coupon_id=strawberry.ID(one.discount.id), name=one.discount.name, amount=Money.of(one.amount))

    @classmethod
    def stored(cls, row: models.InvoiceDiscount, coupon: models.Coupon, currency: str) -> DiscountAmount:
        """From an invoice's."""
        return cls(coupon_id=strawberry.ID(coupon.id), name=coupon.name, amount=Money.minor(row.amount_minor, currency))


@strawberry.type(description="What one tax rate makes.")
class TaxAmount:
    tax_rate_id: strawberry.ID = strawberry.field(description="The rate.")
    name: str = strawberry.field(description="The tax's name.")
    percent: Decimal = strawberry.field(description="The rate in percent.")
    inclusive: bool = strawberry.field(description="Whether the prices contain it.")
    amount: Money = strawberry.field(description="The tax on all lines; negative where more is given back.")

    @classmethod
    def of(cls, one: Computed) -> TaxAmount:
        """From a computed tax."""
        return cls(
            tax_rate_id=strawberry.ID(one.rate.id), name=one.rate.name, percent=percent_text(one.rate.share),
            inclusive=one.rate.inclusive, amount=Money.of(one.amount),
        )  # fmt: skip

    @classmethod
    def stored(cls, row: models.InvoiceTax, rate: models.TaxRate, currency: str) -> TaxAmount:
        """From an invoice's."""
        return cls(
            tax_rate_id=strawberry.ID(rate.id), name=rate.name, percent=percent_text(Fraction(rate.rate_ppm, PARTS)),
            inclusive=rate.inclusive, amount=Money.minor(row.amount_minor, currency),
        )  # fmt: skip
