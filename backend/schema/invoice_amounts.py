"""What an invoice says of money: its lines, what comes off and on, and what is left to pay."""

from __future__ import annotations

import strawberry

from backend import models
from backend.schema.amounts import DiscountAmount, TaxAmount
from backend.schema.context import Info
from backend.schema.money import Money
from backend.schema.quotes import QuoteLine


@strawberry.type
class InvoiceAmounts:
    row: strawberry.Private[models.Invoice]

    def _money(self, minor: int) -> Money:
        return Money.minor(minor, self.row.currency)

    @strawberry.field(description="Its lines, each with its derivation.")
    async def lines(self, info: Info) -> list[QuoteLine]:
        rows = await info.context.loaders.lines_of_invoice.load(self.row.id)
        return [QuoteLine.stored(row, self.row.currency) for row in rows]

    @strawberry.field(description="The sum of the lines.")
    def subtotal(self) -> Money:
        return self._money(self.row.subtotal_minor)

    @strawberry.field(description="What coupons took off.")
    def discount(self) -> Money:
        return self._money(self.row.discount_minor)

    @strawberry.field(description="What each coupon took off, in their order.")
    async def discounts(self, info: Info) -> list[DiscountAmount]:
        rows = await info.context.loaders.discounts_of_invoice.load(self.row.id)
        coupons = await info.context.loaders.coupon.load_many([row.coupon_id for row in rows])
        return [
            DiscountAmount.stored(row, coupon, self.row.currency)
            for row, coupon in zip(rows, coupons, strict=True)
            if coupon is not None
        ]

    @strawberry.field(description="What is for the state; negative where more is given back than charged.")
    def tax(self) -> Money:
        return self._money(self.row.tax_minor)

    @strawberry.field(description="How much of the tax is in the prices already.")
    def tax_included(self) -> Money:
        return self._money(self.row.tax_included_minor)

    @strawberry.field(description="What each tax rate made.")
    async def taxes(self, info: Info) -> list[TaxAmount]:
        rows = await info.context.loaders.taxes_of_invoice.load(self.row.id)
        rates = await info.context.loaders.tax_rate.load_many([row.tax_rate_id for row in rows])
        return [
            TaxAmount.stored(row, rate, self.row.currency)
            for row, rate in zip(rows, rates, strict=True)
            if rate is not None
        ]

    @strawberry.field(description="Subtotal less discount plus the tax that is not included.")
    def total(self) -> Money:
        return self._money(self.row.total_minor)

    @strawberry.field(description="What has been paid of it.")
    def paid(self) -> Money:
        return self._money(self.row.paid_minor)

    @strawberry.field(description="What credit notes took back of it.")
    def credited(self) -> Money:
        return self._money(self.row.credited_minor)

    @strawberry.field(description="Total less paid less credited; never negative.")
    def amount_due(self) -> Money:
        return self._money(self.row.total_minor - self.row.paid_minor - self.row.credited_minor)
