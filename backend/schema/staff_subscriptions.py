"""What staff look through: the merchant's customers and subscriptions, those that need them first."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend.domain.subscription import SubscriptionStatus
from backend.schema.connections import After, Before, Connection, First, Last, PageArguments, connect
from backend.schema.context import Info
from backend.schema.entities import Customer, Subscription
from backend.schema.errors import ForbiddenError, IllegalTransitionError, NotFoundError
from backend.services.billing.retry import retry_subscription
from backend.services.staff.find import find_customers, find_subscriptions


@strawberry.input(description="A subscription that was set aside, and can go on.")
class SubscriptionRetryInput:
    subscription_id: strawberry.ID = strawberry.field(description="One with a `stuckReason`.")


@strawberry.type(description="It is due now: what it missed happens in order.")
class SubscriptionRetrySuccess:
    subscription: Subscription = strawberry.field(description="The subscription as it is now.")


SubscriptionRetryResult = Annotated[
    SubscriptionRetrySuccess | NotFoundError | ForbiddenError | IllegalTransitionError,
    strawberry.union("SubscriptionRetryResult", description="Due, or why not."),
]

Search = Annotated[
    str | None,
    strawberry.argument(
        description=(
            "Part of the name or of the e-mail address, in any case, or an id, or the whole reference that they quote "
            "for cash or a transfer."
        )
    ),
]


@strawberry.type
class StaffSubscriptionQuery:
    @strawberry.field(description="Staff: the merchant's customers, newest first.")
    async def customers(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        search: Search = None,
    ) -> Connection[Customer]:
        rows = find_customers(info.context.ctx, search=search)
        return await connect(rows, PageArguments(first, after, last, before), Customer.of, newest_first=True)

    @strawberry.field(description="Staff: the merchant's subscriptions, newest first.")
    async def subscriptions(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        status: Annotated[
            list[SubscriptionStatus] | None, strawberry.argument(description="Only these statuses.")
        ] = None,
        stuck: Annotated[
            bool | None, strawberry.argument(description="Only those that were set aside, or only all others.")
        ] = None,
        plan_id: Annotated[strawberry.ID | None, strawberry.argument(description="Only of this plan.")] = None,
    ) -> Connection[Subscription]:
        rows = find_subscriptions(info.context.ctx, statuses=status, stuck=stuck, plan_id=plan_id)
        return await connect(rows, PageArguments(first, after, last, before), Subscription.of, newest_first=True)


@strawberry.type
class StaffSubscriptionMutation:
    @strawberry.mutation(description="Staff: let a subscription that was set aside go on, once its cause is repaired.")
    async def subscription_retry(
        self, info: Info, input: Annotated[SubscriptionRetryInput, strawberry.argument(description="Which one.")]
    ) -> SubscriptionRetryResult:
        row = await retry_subscription(info.context.ctx, subscription_id=input.subscription_id)
        return SubscriptionRetrySuccess(subscription=Subscription.of(row))
