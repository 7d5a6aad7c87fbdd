"""Changing a subscription: what it means, then the change itself."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend.domain.billing import ChangeTiming
from backend.schema.context import Info
from backend.schema.entities import Payment, Subscription
from backend.schema.errors import (
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
from backend.schema.purchases import AddonQuantityInput, PayWith, selection_of
from backend.schema.quotes import Quote
from backend.services.subscriptions.change import change_subscription
from backend.services.subscriptions.quote_change import quote_change


@strawberry.input(description="What a subscription would become.")
class SubscriptionChangeQuoteInput:
    subscription_id: strawberry.ID = strawberry.field(description="A subscription of yours.")
    plan_id: strawberry.ID = strawberry.field(description="The plan: of the same product, and billed the same way.")
    when: ChangeTiming | None = strawberry.field(
        default=None, description="Staff: when it takes effect, whatever the merchant's policy says."
    )
    quantity: int = strawberry.field(default=1, description="How many of the plan.")
    addons: list[AddonQuantityInput] = strawberry.field(
        default_factory=list, description="All the add-ons that it will hold; those it holds now are not kept."
    )


@strawberry.type(description="What the change means.")
class SubscriptionChangeQuoteSuccess:
    quote: Quote = strawberry.field(description="What is due now and later; holds for 15 minutes.")


SubscriptionChangeQuoteResult = Annotated[
    SubscriptionChangeQuoteSuccess
    | InvalidInputError
    | NotFoundError
    | ForbiddenError
    | IllegalTransitionError
    | ConflictError
    | NotSupportedError,
    strawberry.union("SubscriptionChangeQuoteResult", description="The offer, or why there is none."),
]


@strawberry.input(description="The change to make.")
class SubscriptionChangeInput:
    subscription_id: strawberry.ID = strawberry.field(description="A subscription of yours.")
    quote_token: str = strawberry.field(description="Make exactly the quoted change, or refuse with QuoteChangedError.")
    idempotency_key: str = strawberry.field(
        description="Any text of your own, new for each change: sent again, it gives the same answer."
    )
    pay_with: PayWith | None = strawberry.field(
        default=None,
        description="For changes with something due now. Between plans billed from the balance nothing is.",
    )


@strawberry.type(description="The subscription is changed.")
class SubscriptionChangeSuccess:
    subscription: Subscription = strawberry.field(
        description="The subscription as it is now: unchanged while the change waits for its payment or its time."
    )
    # Not called `payment`: the refusals' `payment` is never null, and GraphQL wants one shape for one name.
    change_payment: Payment | None = strawberry.field(description="Its payment; null when nothing was due.")


SubscriptionChangeResult = Annotated[
    SubscriptionChangeSuccess
    | QuoteChangedError
    | PaymentDeclinedError
    | InsufficientBalanceError
    | IllegalTransitionError
    | InvalidInputError
    | NotFoundError
    | ForbiddenError
    | ConflictError
    | NotSupportedError,
    strawberry.union("SubscriptionChangeResult", description="Changed, or why not."),
]


@strawberry.type
class ChangeQuery:
    @strawberry.field(description="What changing one of your subscriptions means: money, and features gained and lost.")
    async def subscription_change_quote(
        self,
        info: Info,
        input: Annotated[SubscriptionChangeQuoteInput, strawberry.argument(description="What it would become.")],
    ) -> SubscriptionChangeQuoteResult:
        offer = await quote_change(
            info.context.ctx,
            subscription_id=input.subscription_id,
            selection=selection_of(input.plan_id, input.quantity, input.addons),
            timing=input.when,
        )
        return SubscriptionChangeQuoteSuccess(quote=Quote.offered(offer))


@strawberry.type
class ChangeMutation:
    @strawberry.mutation(
        description="Change one of your subscriptions to what was quoted: at once, when its invoice is paid, or later."
    )
    async def subscription_change(
        self, info: Info, input: Annotated[SubscriptionChangeInput, strawberry.argument(description="The change.")]
    ) -> SubscriptionChangeResult:
        changed = await change_subscription(
            info.context.ctx,
            subscription_id=input.subscription_id,
            quote_token=input.quote_token,
            idempotency_key=input.idempotency_key,
            pay_with=input.pay_with.choice() if input.pay_with else None,
        )
        return SubscriptionChangeSuccess(
            subscription=Subscription.of(changed.subscription),
            change_payment=Payment.of(changed.payment) if changed.payment else None,
        )
