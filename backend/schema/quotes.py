"""Quotes and the lines that quotes and invoices share."""

from __future__ import annotations

from datetime import datetime

import strawberry

from backend import models
from backend.domain import lines, quotes
from backend.schema.amounts import DiscountAmount, TaxAmount
from backend.schema.catalog import Feature
from backend.schema.money import Money, Period
from backend.schema.scalars import Decimal
from backend.services.subscriptions.quote import Preview


@strawberry.type(description="How a line was computed: unit price x quantity x numerator / denominator, rounded once.")
class Derivation:
    unit_price: Money = strawberry.field(description="The price of one, for a whole period.")
    quantity: Decimal = strawberry.field(description="How many.")
    numerator: str = strawberry.field(description="Upper half of the exact share of a period.")
    denominator: str = strawberry.field(description="Lower half of the exact share of a period.")
    rounding: str = strawberry.field(description="How the exact figure became minor units: HALF_UP, once.")


@strawberry.type(description="One explained amount.")
class QuoteLine:
    description: str = strawberry.field(description="What it is for.")
    amount: Money = strawberry.field(
        description="The amount before discounts and taxes that are added; negative for a credit."
    )
    discount: Money = strawberry.field(description="What coupons take off it.")
    tax: Money = strawberry.field(description="The tax on it, or in it.")
    period: Period | None = strawberry.field(description="The time that it pays for; null for a one-time charge.")
    derivation: Derivation | None = strawberry.field(description="How the amount was computed.")

    @classmethod
    def of(cls, line: lines.Line) -> QuoteLine:
        """From a computed line."""
        share = line.derivation.share
        return cls(
            description=line.description,
            amount=Money.of(line.amount),
            discount=Money.of(line.discount),
            tax=Money.of(line.tax),
            period=Period(start=line.period.start, end=line.period.end) if line.period else None,
            derivation=Derivation(
                unit_price=Money.of(line.derivation.unit_price),
                quantity=Decimal(str(line.derivation.quantity)),
                numerator=str(share.numerator),
                denominator=str(share.denominator),
                rounding=lines.ROUNDING,
            ),
        )

    @classmethod
    def stored(cls, row: models.InvoiceLine, currency: str) -> QuoteLine:
        """From an invoice's line."""
        return cls(
            description=row.description,
            amount=Money.minor(row.amount_minor, currency),
            discount=Money.minor(row.discount_minor, currency),
            tax=Money.minor(row.tax_minor, currency),
            period=Period.between(row.period_start, row.period_end),
            derivation=Derivation(
                unit_price=Money.minor(row.unit_price_minor, currency),
                quantity=Decimal(str(row.quantity)),
                numerator=row.numerator,
                denominator=row.denominator,
                rounding=row.rounding,
            ),
        )


@strawberry.type(description="A computed offer. Confirming it with its token charges exactly `dueNow`, or refuses.")
class Quote:
    token: str = strawberry.field(description="Give it back to confirm exactly this quote.")
    expires_at: datetime = strawberry.field(description="Until when the token holds.")
    effective_at: datetime = strawberry.field(description="When the purchase takes effect.")
    lines: list[QuoteLine] = strawberry.field(description="Every amount, explained.")
    subtotal: Money = strawberry.field(description="The sum of the lines.")
    discount: Money = strawberry.field(description="What coupons take off.")
    discounts: list[DiscountAmount] = strawberry.field(description="What each coupon takes off, in their order.")
    tax: Money = strawberry.field(description="What is for the state.")
    tax_included: Money = strawberry.field(description="How much of the tax is in the prices already.")
    taxes: list[TaxAmount] = strawberry.field(description="What each tax rate makes.")
    total: Money = strawberry.field(description="Subtotal less discount plus the tax that is not included.")
    balance_applied: Money = strawberry.field(description="What the customer's balance pays of it.")
    credited: Money = strawberry.field(description="What goes to the customer's balance, where more is given back.")
    refunded: Money = strawberry.field(
        description="What goes back through the period's payments instead, where the merchant has it so."
    )
    due_now: Money = strawberry.field(description="What confirming charges.")
    next_charge: Money | None = strawberry.field(
        description="What each further period costs; from the balance: each interval of elapsed time."
    )
    next_charge_at: datetime | None = strawberry.field(
        description="When the next period begins, or the balance is debited for the first time."
    )
    features_gained: list[Feature] = strawberry.field(description="What will be on that is not on now.")
    features_lost: list[Feature] = strawberry.field(description="What is on now and will not be.")

    @classmethod
    def of(cls, quote: quotes.Quote, token: str) -> Quote:
        """The API's form."""
        return cls(
            token=token,
            expires_at=quote.expires_at,
            effective_at=quote.effective_at,
            lines=[QuoteLine.of(line) for line in quote.lines],
            subtotal=Money.of(quote.subtotal),
            discount=Money.of(quote.discount),
            discounts=[DiscountAmount.of(one) for one in quote.deductions],
            tax=Money.of(quote.tax),
            tax_included=Money.of(quote.tax_included),
            taxes=[TaxAmount.of(one) for one in quote.taxes],
            total=Money.of(quote.total),
            balance_applied=Money.of(quote.balance_applied),
            credited=Money.of(quote.credited),
            refunded=Money.of(quote.refunded),
            due_now=Money.of(quote.due_now),
            next_charge=Money.of(quote.next_charge),
            next_charge_at=quote.next_charge_at,
            features_gained=[Feature.of(feature) for feature in quote.features_gained],
            features_lost=[Feature.of(feature) for feature in quote.features_lost],
        )

    @classmethod
    def offered(cls, offer: Preview) -> Quote:
        """From an offer of the service."""
        return cls.of(offer.quote, offer.token)
