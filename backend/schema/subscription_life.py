"""What a subscription shows of its life: what is planned, how renewals are paid, what comes next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from backend import models
from backend.domain.agenda import ends_at
from backend.domain.billing import (
    ChangeStatus,
    CollectionStatus,
    FinalAction,
    Policy,
    Surplus,
    features_until,
    gives_up_at,
)
from backend.domain.invoice import InvoiceStatus
from backend.domain.subscription import (
    Collection,
    Situation,
    SubscriptionAction,
    SubscriptionStatus,
    available_actions,
)
from backend.schema.catalog import Addon, Plan
from backend.schema.context import Info
from backend.schema.coupons import Discount
from backend.schema.invoice_collections import InvoiceCollection
from backend.schema.money import Period
from backend.schema.payment_methods import PaymentMethod
from backend.schema.quotes import Quote
from backend.services.billing.drop_change import is_invoiced
from backend.services.billing.policy import life_of
from backend.services.billing.preview import next_invoice_of

if TYPE_CHECKING:
    from backend.schema.entities import SubscriptionAddon


@strawberry.type(description="What a subscription will become.")
class ScheduledChange:
    row: strawberry.Private[models.SubscriptionChange]
    effective_at: datetime = strawberry.field(description="When it takes effect.")
    quantity: int = strawberry.field(description="How many of the plan it will be.")
    awaits_payment: bool = strawberry.field(description="Whether it waits for its invoice to be paid.")

    @strawberry.field(description="The plan that it will be.")
    async def plan(self, info: Info) -> Plan:
        row = await info.context.loaders.plan.load(self.row.plan_id)
        assert row is not None
        return Plan.of(row)

    @strawberry.field(description="The add-ons that it will hold.")
    async def addons(
        self, info: Info
    ) -> list[Annotated[SubscriptionAddon, strawberry.lazy("backend.schema.entities")]]:
        from backend.schema.entities import SubscriptionAddon

        rows = await info.context.loaders.addon.load_many([one["addon"] for one in self.row.addons])
        return [
            SubscriptionAddon(addon=Addon.of(row), quantity=one["quantity"])
            for one, row in zip(self.row.addons, rows, strict=True)
            if row is not None
        ]


@strawberry.type
class SubscriptionLife:
    row: strawberry.Private[models.Subscription]

    @strawberry.field(description="What the customer can do with it now; nothing else is accepted.")
    async def available_actions(self, info: Info) -> list[SubscriptionAction]:
        loaders = info.context.loaders
        changes = await loaders.open_changes_of_subscription.load(self.row.id)
        invoices = await loaders.invoices_of_subscription.load(self.row.id)
        owed = {invoice.id for invoice in invoices if invoice.status == InvoiceStatus.OPEN}
        failed = await loaders.failed_collections_of_subscription.load(self.row.id)
        situation = Situation(
            ends=self.row.cancel_at is not None or not self.row.auto_renew,
            change_planned=any(change.status == ChangeStatus.SCHEDULED for change in changes),
            change_invoiced=any(is_invoiced(self.row, change) for change in changes),
            change_unpaid=any(change.status == ChangeStatus.AWAITING_PAYMENT for change in changes),
            owes=bool(owed),
            behind=any(one.invoice_id in owed for one in failed),
        )
        return list(available_actions(SubscriptionStatus(self.row.status), situation))

    @strawberry.field(description="Its trial, past or present.")
    def trial(self) -> Period | None:
        return Period.between(self.row.trial_start, self.row.trial_end)

    @strawberry.field(description="When it will be canceled: at the end of what is paid for. Can be taken back.")
    def cancel_at(self) -> datetime | None:
        return self.row.cancel_at

    @strawberry.field(description="Since when it is behind with its payments.")
    def past_due_at(self) -> datetime | None:
        return self.row.past_due_at

    @strawberry.field(
        description="When its features go off, or did: when it is canceled or expires, when the grace days of a "
        "missing payment are over, or when collecting that is given up, whichever comes first. Null when none of them "
        "is to come, and when they are off by its status."
    )
    async def features_until(self, info: Info) -> datetime | None:
        row, policy = self.row, await info.context.loaders.policy.load(self.row.merchant_id)
        off_at = features_until(
            SubscriptionStatus(row.status), past_due_at=row.past_due_at, cancel_at=row.cancel_at, grace=policy.grace
        )
        ends = [off_at, ends_at(life_of(row, None, policy)), *await self._given_up_at(info, policy)]
        return min((end for end in ends if end is not None), default=None)

    async def _given_up_at(self, info: Info, policy: Policy) -> list[datetime]:
        """When it ends, or is paused, because its renewals could not be collected."""
        by_hand = self.row.collection == Collection.INVOICE
        if self.row.status != SubscriptionStatus.PAST_DUE or by_hand or policy.final_action is FinalAction.LEAVE:
            return []
        failed = await info.context.loaders.failed_collections_of_subscription.load(self.row.id)
        return [
            gives_up_at(policy.retries, one.first_failed_at)
            for one in failed
            if one.status == CollectionStatus.OPEN and one.first_failed_at is not None
        ]

    @strawberry.field(
        description="What becomes of paid time that is not used, when its customer cancels now and wants it back."
    )
    async def unused_becomes(self, info: Info) -> Surplus:
        return (await info.context.loaders.policy.load(self.row.merchant_id)).surplus

    @strawberry.field(description="Since when it is paused.")
    def paused_at(self) -> datetime | None:
        return self.row.paused_at

    @strawberry.field(description="When it goes on by itself; null while it waits to be resumed.")
    def resume_at(self) -> datetime | None:
        return self.row.resume_at

    @strawberry.field(description="When it ended.")
    def ended_at(self) -> datetime | None:
        return self.row.ended_at

    @strawberry.field(description="How its renewals are paid.")
    def collection(self) -> Collection:
        return Collection(self.row.collection)

    @strawberry.field(description="Its invoices that are being collected by themselves, oldest first.")
    async def collections(self, info: Info) -> list[InvoiceCollection]:
        rows = await info.context.loaders.open_collections_of_subscription.load(self.row.id)
        return [InvoiceCollection.of(row) for row in rows]

    @strawberry.field(
        description="The saved method that its renewals are charged to; the default one where it is null."
    )
    async def payment_method(self, info: Info) -> PaymentMethod | None:
        if self.row.payment_method_id is None:
            return None
        row = await info.context.loaders.payment_method.load(self.row.payment_method_id)
        return PaymentMethod.of(row) if row and row.removed_at is None else None

    @strawberry.field(description="The change that is planned, or waits for its payment.")
    async def pending_change(self, info: Info) -> ScheduledChange | None:
        rows = await info.context.loaders.open_changes_of_subscription.load(self.row.id)
        return _scheduled(rows[0]) if rows else None

    @strawberry.field(description="Its coupons, in the order in which they lower it; also those that are used up.")
    async def discounts(self, info: Info) -> list[Discount]:
        return [Discount.of(row) for row in await info.context.loaders.discounts_of_subscription.load(self.row.id)]

    @strawberry.field(
        description="What the next invoice will say as things stand; its token confirms nothing. Null when none "
        "follows, and for what is billed from the balance."
    )
    async def next_invoice(self, info: Info) -> Quote | None:
        offer = await next_invoice_of(info.context.ctx, self.row)
        return Quote.offered(offer) if offer else None

    @strawberry.field(description="Staff: why the last look at it failed, and nothing happens by itself any more.")
    def stuck_reason(self, info: Info) -> str | None:
        return self.row.stuck_reason if info.context.ctx.actor.is_staff else None


def _scheduled(row: models.SubscriptionChange) -> ScheduledChange:
    return ScheduledChange(
        row=row, effective_at=row.effective_at, quantity=row.quantity, awaits_payment=row.invoice_id is not None
    )
