"""Refills: what they cost, and buying them."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend.domain import refills
from backend.schema.amounts import TaxAmount
from backend.schema.context import Info
from backend.schema.entities import Invoice, Payment
from backend.schema.errors import (
    ConflictError,
    ForbiddenError,
    InsufficientBalanceError,
    InvalidInputError,
    NotFoundError,
    NotSupportedError,
    PaymentDeclinedError,
)
from backend.schema.money import Money, MoneyInput
from backend.schema.purchases import PayWith
from backend.schema.quotes import QuoteLine
from backend.schema.scalars import CurrencyCode
from backend.services.refills.purchase import purchase_refill
from backend.services.refills.quote import quote_refill


@strawberry.type(description="What a refill costs with its taxes. It is charged once; nothing follows.")
class RefillBill:
    lines: list[QuoteLine] = strawberry.field(description="The bags, explained.")
    subtotal: Money = strawberry.field(description="The sum of the lines.")
    tax: Money = strawberry.field(description="What is for the state.")
    tax_included: Money = strawberry.field(description="How much of the tax is in the prices already.")
    taxes: list[TaxAmount] = strawberry.field(description="What each tax rate makes.")
    total: Money = strawberry.field(description="Subtotal plus the tax that is not included: what buying charges.")

    @classmethod
    def of(cls, bill: refills.Bill) -> RefillBill:
        """The API's form."""
        return cls(
            lines=[QuoteLine.of(line) for line in bill.lines],
            subtotal=Money.of(bill.subtotal),
            tax=Money.of(bill.tax),
            tax_included=Money.of(bill.tax_included),
            taxes=[TaxAmount.of(one) for one in bill.taxes],
            total=Money.of(bill.total),
        )


@strawberry.input(description="Which refill would be bought.")
class RefillQuoteInput:
    plan_id: strawberry.ID = strawberry.field(description="A plan of a refill.")
    quantity: int = strawberry.field(default=1, description="How many bags.")
    currency: CurrencyCode | None = strawberry.field(
        default=None, description="For visitors; a customer is always quoted in their own currency."
    )


@strawberry.type(description="The offer.")
class RefillQuoteSuccess:
    bill: RefillBill = strawberry.field(
        description="What it costs now. Give its total back as `expectedTotal` to be charged that or nothing."
    )


RefillQuoteResult = Annotated[
    RefillQuoteSuccess | InvalidInputError | NotFoundError | NotSupportedError,
    strawberry.union("RefillQuoteResult", description="The offer, or why there is none."),
]


@strawberry.input(description="Which refill to buy, and how to pay.")
class RefillPurchaseInput:
    plan_id: strawberry.ID = strawberry.field(description="A plan of a refill.")
    pay_with: PayWith = strawberry.field(description="What to pay with: a gateway, or the balance.")
    idempotency_key: str = strawberry.field(
        description="Any text of your own, new for each purchase: sent again, it gives the same answer."
    )
    quantity: int = strawberry.field(default=1, description="How many bags.")
    expected_total: MoneyInput | None = strawberry.field(
        default=None,
        description="The total that the customer was shown, as `refillQuote` gives it."
        " When it costs anything else now, it is refused there with PRICE_CHANGED.",
    )


@strawberry.type(description="Bought. Watch the payment: the units are granted when its invoice is paid in full.")
class RefillPurchaseSuccess:
    invoice: Invoice = strawberry.field(description="The invoice, at the full price of the bags with its taxes.")
    payment: Payment = strawberry.field(description="Its payment.")


RefillPurchaseResult = Annotated[
    RefillPurchaseSuccess
    | PaymentDeclinedError
    | InsufficientBalanceError
    | InvalidInputError
    | NotFoundError
    | ForbiddenError
    | ConflictError
    | NotSupportedError,
    strawberry.union("RefillPurchaseResult", description="Bought, or why not."),
]


@strawberry.type
class RefillQuery:
    @strawberry.field(description="What a refill costs with its taxes. Public.")
    async def refill_quote(
        self,
        info: Info,
        input: Annotated[RefillQuoteInput, strawberry.argument(description="What would be bought.")],
    ) -> RefillQuoteResult:
        bill = await quote_refill(
            info.context.ctx, plan_id=input.plan_id, quantity=input.quantity, currency_code=input.currency
        )
        return RefillQuoteSuccess(bill=RefillBill.of(bill))


@strawberry.type
class RefillMutation:
    @strawberry.mutation(description="Buy bags of units at the full price, as often as you like.")
    async def refill_purchase(
        self, info: Info, input: Annotated[RefillPurchaseInput, strawberry.argument(description="The purchase.")]
    ) -> RefillPurchaseResult:
        done = await purchase_refill(
            info.context.ctx,
            plan_id=input.plan_id,
            quantity=input.quantity,
            pay_with=input.pay_with.choice(),
            idempotency_key=input.idempotency_key,
            expected_total=input.expected_total.given() if input.expected_total else None,
        )
        return RefillPurchaseSuccess(invoice=Invoice.of(done.invoice), payment=Payment.of(done.payment))
