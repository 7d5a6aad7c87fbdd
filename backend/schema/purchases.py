"""Quoting, subscribing, paying: the operations of the portal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import strawberry

from backend.gateways.base import MethodKind
from backend.schema.context import Info
from backend.schema.entities import Invoice, Payment, Subscription
from backend.schema.errors import (
    AlreadySubscribedError,
    ConflictError,
    ForbiddenError,
    IllegalTransitionError,
    InsufficientBalanceError,
    InvalidInputError,
    NotFoundError,
    NotSupportedError,
    PaymentDeclinedError,
    QuoteChangedError,
)
from backend.schema.money import MoneyInput
from backend.schema.payment_options import PaymentOption
from backend.schema.quotes import Quote
from backend.schema.scalars import CurrencyCode
from backend.services.catalog.load_purchase import Selection
from backend.services.invoices.pay import pay_invoice
from backend.services.payments.cancel import cancel_payment
from backend.services.payments.options import payment_options
from backend.services.payments.pay_with import PayWith as PayWithChoice
from backend.services.subscriptions.create import create_subscription
from backend.services.subscriptions.quote import quote_subscription


@strawberry.input(description="So many of one add-on.")
class AddonQuantityInput:
    addon_id: strawberry.ID = strawberry.field(description="The add-on; it must belong to the plan.")
    quantity: int = strawberry.field(default=1, description="How many; at most the add-on's `maxQuantity`.")


@strawberry.input(description="What to pay with.")
class PayWith:
    gateway: str = strawberry.field(description="A gateway of `paymentOptions`, or `balance` for the balance.")
    kind: MethodKind = strawberry.field(description="A kind that this gateway offers.")
    token: str | None = strawberry.field(
        default=None,
        description="What the gateway's own field in the browser made. Never a card number. None for an option that "
        "is paid `elsewhere`.",
    )
    return_url: str | None = strawberry.field(
        default=None,
        description="Where the payer comes back to, from 3-D Secure or the gateway's page, in this shop. "
        "{PAYMENT_ID} is filled in.",
    )
    method_id: strawberry.ID | None = strawberry.field(
        default=None, description="A saved method of `paymentMethods`, instead of a token."
    )
    save: bool = strawberry.field(default=False, description="Keep what the payer enters, to pay with it again.")
    account_id: strawberry.ID | None = strawberry.field(
        default=None, description="One of several accounts of the gateway: the option's `accountId`."
    )
    device_id: str | None = strawberry.field(
        default=None, description="What the gateway's own script made of the browser, where it asks for that."
    )

    def choice(self) -> PayWithChoice:
        """The service's form."""
        return PayWithChoice(
            self.gateway, self.kind.value, self.token, self.return_url, method_id=self.method_id, save=self.save,
            account_id=self.account_id, device_id=self.device_id,
        )  # fmt: skip


def selection_of(
    plan_id: str, quantity: int, addons: list[AddonQuantityInput], coupons: Sequence[str] = ()
) -> Selection:
    """The service's form."""
    return Selection(plan_id, quantity, tuple((addon.addon_id, addon.quantity) for addon in addons), tuple(coupons))


@strawberry.input(description="What would be bought.")
class SubscriptionQuoteInput:
    plan_id: strawberry.ID = strawberry.field(description="The plan.")
    quantity: int = strawberry.field(default=1, description="How many of the plan.")
    addons: list[AddonQuantityInput] = strawberry.field(default_factory=list, description="Add-ons of the plan.")
    coupons: list[str] = strawberry.field(
        default_factory=list, description="Codes of coupons: each lowers what the ones before it left."
    )
    currency: CurrencyCode | None = strawberry.field(
        default=None, description="For visitors; a customer is always quoted in their own currency."
    )


@strawberry.type(description="The offer.")
class SubscriptionQuoteSuccess:
    quote: Quote = strawberry.field(description="What it costs; holds for 15 minutes.")


SubscriptionQuoteResult = Annotated[
    SubscriptionQuoteSuccess | InvalidInputError | NotFoundError | NotSupportedError,
    strawberry.union("SubscriptionQuoteResult", description="The offer, or why there is none."),
]


@strawberry.input(description="What to subscribe to, and how to pay.")
class SubscriptionCreateInput:
    plan_id: strawberry.ID = strawberry.field(description="The plan.")
    idempotency_key: str = strawberry.field(
        description="Any text of your own, new for each purchase: sent again, it gives the same answer."
    )
    quantity: int = strawberry.field(default=1, description="How many of the plan.")
    addons: list[AddonQuantityInput] = strawberry.field(default_factory=list, description="Add-ons of the plan.")
    coupons: list[str] = strawberry.field(
        default_factory=list, description="Codes of coupons: each lowers what the ones before it left."
    )
    quote_token: str | None = strawberry.field(
        default=None, description="Charge exactly this quote, or refuse with QuoteChangedError."
    )
    pay_with: PayWith | None = strawberry.field(
        default=None, description="Needed unless there is nothing to pay now, as with a plan billed from the balance."
    )


@strawberry.type(description="Subscribed. Watch the payment: it may still need the payer, or time.")
class SubscriptionCreateSuccess:
    subscription: Subscription = strawberry.field(description="The subscription: ACTIVE once it is paid.")
    invoice: Invoice | None = strawberry.field(
        description="Its first invoice; null for a plan that is billed from the balance."
    )
    # Not called `payment`: the refusals' `payment` is never null, and GraphQL wants one shape for one name.
    first_payment: Payment | None = strawberry.field(description="Its payment; null when there was nothing to pay.")


SubscriptionCreateResult = Annotated[
    SubscriptionCreateSuccess
    | AlreadySubscribedError
    | InsufficientBalanceError
    | PaymentDeclinedError
    | QuoteChangedError
    | InvalidInputError
    | NotFoundError
    | ForbiddenError
    | ConflictError
    | NotSupportedError,
    strawberry.union("SubscriptionCreateResult", description="Subscribed, or why not."),
]


@strawberry.input(description="Which invoice to pay, and how.")
class InvoicePayInput:
    id: strawberry.ID = strawberry.field(description="An open invoice of yours.")
    pay_with: PayWith = strawberry.field(description="What to pay with.")
    idempotency_key: str = strawberry.field(
        description="Any text of your own, new for each try: sent again, it gives the same answer and charges once."
    )
    amount: MoneyInput | None = strawberry.field(default=None, description="A part of what is due; all of it without.")


@strawberry.type(description="A payment was started. Watch it: it may still need the payer, or time.")
class InvoicePaySuccess:
    invoice: Invoice = strawberry.field(description="The invoice.")
    payment: Payment = strawberry.field(description="The payment.")


InvoicePayResult = Annotated[
    InvoicePaySuccess
    | PaymentDeclinedError
    | InsufficientBalanceError
    | InvalidInputError
    | NotFoundError
    | ForbiddenError
    | ConflictError
    | IllegalTransitionError,
    strawberry.union("InvoicePayResult", description="Started, or why not."),
]


@strawberry.input(description="Which payment to cancel.")
class PaymentCancelInput:
    id: strawberry.ID = strawberry.field(description="A payment of yours that is not final.")


@strawberry.type(
    description="The payment is canceled; its invoice can be paid again. Money that still comes for one that is "
    "`setAside` is not lost: it becomes the customer's balance, unless its invoice is still open."
)
class PaymentCancelSuccess:
    payment: Payment = strawberry.field(description="The payment.")


PaymentCancelResult = Annotated[
    PaymentCancelSuccess | NotFoundError | ForbiddenError | IllegalTransitionError | ConflictError | NotSupportedError,
    strawberry.union("PaymentCancelResult", description="Canceled, or why not."),
]


@strawberry.type
class PurchaseQuery:
    @strawberry.field(description="What a payer can choose from for a currency. Public.")
    async def payment_options(
        self,
        info: Info,
        currency: Annotated[CurrencyCode, strawberry.argument(description="The currency to pay in.")],
        amount: Annotated[
            MoneyInput | None, strawberry.argument(description="Only options that take this amount.")
        ] = None,
    ) -> list[PaymentOption]:
        options = await payment_options(
            info.context.ctx, currency_code=currency, amount=amount.given() if amount else None
        )
        return [PaymentOption.of(option) for option in options]

    @strawberry.field(description="What a new subscription costs, now and later. Public.")
    async def subscription_quote(
        self,
        info: Info,
        input: Annotated[SubscriptionQuoteInput, strawberry.argument(description="What would be bought.")],
    ) -> SubscriptionQuoteResult:
        offer = await quote_subscription(
            info.context.ctx,
            selection=selection_of(input.plan_id, input.quantity, input.addons, input.coupons),
            currency_code=input.currency,
        )
        return SubscriptionQuoteSuccess(quote=Quote.offered(offer))


@strawberry.type
class PurchaseMutation:
    @strawberry.mutation(description="Subscribe and collect the first invoice. One live subscription for each product.")
    async def subscription_create(
        self,
        info: Info,
        input: Annotated[SubscriptionCreateInput, strawberry.argument(description="The purchase.")],
    ) -> SubscriptionCreateResult:
        done = await create_subscription(
            info.context.ctx,
            selection=selection_of(input.plan_id, input.quantity, input.addons, input.coupons),
            pay_with=input.pay_with.choice() if input.pay_with else None,
            idempotency_key=input.idempotency_key,
            quote_token=input.quote_token,
        )
        return SubscriptionCreateSuccess(
            subscription=Subscription.of(done.subscription),
            invoice=Invoice.of(done.invoice) if done.invoice else None,
            first_payment=Payment.of(done.payment) if done.payment else None,
        )

    @strawberry.mutation(description="Pay an open invoice, or a part of it: with another card, or from the balance.")
    async def invoice_pay(
        self, info: Info, input: Annotated[InvoicePayInput, strawberry.argument(description="The payment.")]
    ) -> InvoicePayResult:
        done = await pay_invoice(
            info.context.ctx,
            invoice_id=input.id,
            pay_with=input.pay_with.choice(),
            idempotency_key=input.idempotency_key,
            amount=input.amount.given() if input.amount else None,
        )
        return InvoicePaySuccess(invoice=Invoice.of(done.invoice), payment=Payment.of(done.payment))

    @strawberry.mutation(description="Stop a payment that waits for the payer. Repeating it is harmless.")
    async def payment_cancel(
        self, info: Info, input: Annotated[PaymentCancelInput, strawberry.argument(description="The payment.")]
    ) -> PaymentCancelResult:
        return PaymentCancelSuccess(payment=Payment.of(await cancel_payment(info.context.ctx, payment_id=input.id)))
