"""The life of a subscription in the customer's hands: cancel, keep, pause, resume, renew or not, and with what."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from backend.domain.billing import ChangeTiming, Surplus
from backend.domain.subscription import Collection
from backend.schema.context import Info
from backend.schema.entities import Subscription
from backend.schema.errors import (
    ConflictError,
    ForbiddenError,
    IllegalTransitionError,
    InvalidInputError,
    NotFoundError,
    NotSupportedError,
)
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.keep import keep_subscription
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.renewals import set_renewals
from backend.services.subscriptions.resume import resume_subscription

_ID = "A subscription of yours; staff: any."
_REASON = "Why, for staff to read."


@strawberry.input(description="The cancellation.")
class SubscriptionCancelInput:
    subscription_id: strawberry.ID = strawberry.field(description=_ID)
    when: ChangeTiming = strawberry.field(
        default=ChangeTiming.PERIOD_END, description="At once, or when what is paid for ends."
    )
    credit_unused: bool = strawberry.field(
        default=False,
        description="With NOW: what is paid and not used becomes balance, by the second: `unused: BALANCE`.",
    )
    unused: Surplus | None = strawberry.field(
        default=None,
        description="With NOW: what becomes of what is paid and not used; null: as `creditUnused` says. REFUND is for "
        "staff, and for customers whose subscription says so in `unusedBecomes`.",
    )
    reason: str | None = strawberry.field(default=None, description=_REASON)


@strawberry.type(description="Canceled, or to be canceled.")
class SubscriptionCancelSuccess:
    subscription: Subscription = strawberry.field(description="The subscription as it is now.")


SubscriptionCancelResult = Annotated[
    SubscriptionCancelSuccess
    | NotFoundError
    | ForbiddenError
    | InvalidInputError
    | IllegalTransitionError
    | ConflictError
    | NotSupportedError,
    strawberry.union("SubscriptionCancelResult", description="Canceled, or why not."),
]


@strawberry.input(description="What to take back.")
class SubscriptionKeepInput:
    subscription_id: strawberry.ID = strawberry.field(description=_ID)


@strawberry.type(description="It goes on as it is.")
class SubscriptionKeepSuccess:
    subscription: Subscription = strawberry.field(description="The subscription as it is now.")


SubscriptionKeepResult = Annotated[
    SubscriptionKeepSuccess | NotFoundError | ForbiddenError | IllegalTransitionError | ConflictError,
    strawberry.union("SubscriptionKeepResult", description="Taken back, or why not."),
]


@strawberry.input(description="The pause.")
class SubscriptionPauseInput:
    subscription_id: strawberry.ID = strawberry.field(description=_ID)
    resume_at: datetime | None = strawberry.field(
        default=None, description="When to go on by itself, within a year; null: until it is resumed."
    )
    reason: str | None = strawberry.field(default=None, description=_REASON)


@strawberry.type(description="Paused.")
class SubscriptionPauseSuccess:
    subscription: Subscription = strawberry.field(description="The subscription as it is now.")


SubscriptionPauseResult = Annotated[
    SubscriptionPauseSuccess
    | NotFoundError
    | ForbiddenError
    | InvalidInputError
    | IllegalTransitionError
    | ConflictError,
    strawberry.union("SubscriptionPauseResult", description="Paused, or why not."),
]


@strawberry.input(description="What to resume.")
class SubscriptionResumeInput:
    subscription_id: strawberry.ID = strawberry.field(description=_ID)


@strawberry.type(description="It goes on; what was paid for and not used before the pause is served now.")
class SubscriptionResumeSuccess:
    subscription: Subscription = strawberry.field(description="The subscription as it is now.")


SubscriptionResumeResult = Annotated[
    SubscriptionResumeSuccess | NotFoundError | ForbiddenError | IllegalTransitionError | ConflictError,
    strawberry.union("SubscriptionResumeResult", description="Resumed, or why not."),
]


@strawberry.input(description="How renewals are paid from now on.")
class SubscriptionRenewalsSetInput:
    subscription_id: strawberry.ID = strawberry.field(description=_ID)
    auto_renew: bool | None = strawberry.field(
        default=None, description="Whether a new period follows; without one it expires after the grace days."
    )
    collection: Collection | None = strawberry.field(
        default=None, description="Where the money comes from; what is owed is tried again at once."
    )
    method_id: strawberry.ID | None = strawberry.field(
        default=None, description="With METHOD: the customer's saved method."
    )


@strawberry.type(description="Set.")
class SubscriptionRenewalsSetSuccess:
    subscription: Subscription = strawberry.field(description="The subscription as it is now.")


SubscriptionRenewalsSetResult = Annotated[
    SubscriptionRenewalsSetSuccess
    | NotFoundError
    | ForbiddenError
    | InvalidInputError
    | IllegalTransitionError
    | ConflictError,
    strawberry.union("SubscriptionRenewalsSetResult", description="Set, or why not."),
]

_Arg = strawberry.argument


@strawberry.type
class LifecycleMutation:
    @strawberry.mutation(description="Cancel a subscription, now or when what is paid for ends.")
    async def subscription_cancel(
        self, info: Info, input: Annotated[SubscriptionCancelInput, _Arg(description="The cancellation.")]
    ) -> SubscriptionCancelResult:
        row = await cancel_subscription(
            info.context.ctx, subscription_id=input.subscription_id, when=input.when,
            credit_unused=input.credit_unused, unused=input.unused, reason=input.reason,
        )  # fmt: skip
        return SubscriptionCancelSuccess(subscription=Subscription.of(row))

    @strawberry.mutation(description="Take back a planned cancellation or change.")
    async def subscription_keep(
        self, info: Info, input: Annotated[SubscriptionKeepInput, _Arg(description="What to take back.")]
    ) -> SubscriptionKeepResult:
        row = await keep_subscription(info.context.ctx, subscription_id=input.subscription_id)
        return SubscriptionKeepSuccess(subscription=Subscription.of(row))

    @strawberry.mutation(description="Pause a subscription: features off, nothing billed, nothing lost.")
    async def subscription_pause(
        self, info: Info, input: Annotated[SubscriptionPauseInput, _Arg(description="The pause.")]
    ) -> SubscriptionPauseResult:
        row = await pause_subscription(
            info.context.ctx, subscription_id=input.subscription_id, resume_at=input.resume_at, reason=input.reason
        )
        return SubscriptionPauseSuccess(subscription=Subscription.of(row))

    @strawberry.mutation(description="Let a paused subscription go on.")
    async def subscription_resume(
        self, info: Info, input: Annotated[SubscriptionResumeInput, _Arg(description="What to resume.")]
    ) -> SubscriptionResumeResult:
        row = await resume_subscription(info.context.ctx, subscription_id=input.subscription_id)
        return SubscriptionResumeSuccess(subscription=Subscription.of(row))

    @strawberry.mutation(description="Say whether a subscription renews, and how its renewals are paid.")
    async def subscription_renewals_set(
        self, info: Info, input: Annotated[SubscriptionRenewalsSetInput, _Arg(description="What to set.")]
    ) -> SubscriptionRenewalsSetResult:
        ctx, id = info.context.ctx, input.subscription_id
        row = await set_renewals(
            ctx, subscription_id=id, auto_renew=input.auto_renew, collection=input.collection,
            method_id=input.method_id,
        )  # fmt: skip
        return SubscriptionRenewalsSetSuccess(subscription=Subscription.of(row))
