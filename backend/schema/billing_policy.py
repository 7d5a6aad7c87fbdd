"""How a merchant bills, for staff to see and set."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from backend import models
from backend.domain.billing import (
    LAST_RETRY_DAY,
    MOST_DAYS_AHEAD,
    MOST_GRACE_DAYS,
    MOST_RETRIES,
    ChangeTiming,
    DisputeAction,
    FinalAction,
    Surplus,
)
from backend.schema.context import Info
from backend.schema.errors import ForbiddenError, InvalidInputError
from backend.services.billing.set_policy import PolicyChange, billing_policy, set_policy


@strawberry.type(description="How a merchant bills: unpaid renewals, invoices sent ahead, when changes take effect.")
class BillingPolicy:
    retry_days: list[int] = strawberry.field(
        description="After how many days from the first failure a renewal is collected again, ascending."
    )
    final_action: FinalAction = strawberry.field(description="What happens when the last retry failed, too.")
    grace_days: int = strawberry.field(
        description="How long features stay on while a renewal is unpaid, or after the end of what is not renewed."
    )
    invoice_ahead_days: int = strawberry.field(
        description="How long before a period its invoice is sent to who pays by hand."
    )
    upgrade_timing: ChangeTiming = strawberry.field(description="When a change that costs no less takes effect.")
    downgrade_timing: ChangeTiming = strawberry.field(description="When a change to something cheaper takes effect.")
    surplus: Surplus = strawberry.field(
        description="What becomes of what a change gives back beyond what it charges, and of unused time that a "
        "customer who cancels wants back."
    )
    on_dispute: DisputeAction = strawberry.field(
        description="What becomes of a subscription when the payer's bank takes its payment back."
    )
    updated_at: datetime = strawberry.field(description="When it was last changed.")

    @classmethod
    def of(cls, row: models.BillingPolicy) -> BillingPolicy:
        """From a row."""
        return cls(
            retry_days=sorted(row.retry_days), final_action=FinalAction(row.final_action), grace_days=row.grace_days,
            invoice_ahead_days=row.invoice_ahead_days, upgrade_timing=ChangeTiming(row.upgrade_timing),
            downgrade_timing=ChangeTiming(row.downgrade_timing), surplus=Surplus(row.surplus),
            on_dispute=DisputeAction(row.on_dispute), updated_at=row.updated_at,
        )  # fmt: skip


@strawberry.input(description="What is to be different; whatever is null stays as it is.")
class BillingPolicySetInput:
    retry_days: list[int] | None = strawberry.field(
        default=None,
        description=f"At most {MOST_RETRIES} different days from 1 to {LAST_RETRY_DAY}; empty: no retries.",
    )
    final_action: FinalAction | None = strawberry.field(
        default=None, description="What happens when the last retry failed, too."
    )
    grace_days: int | None = strawberry.field(default=None, description=f"0 to {MOST_GRACE_DAYS}.")
    invoice_ahead_days: int | None = strawberry.field(default=None, description=f"0 to {MOST_DAYS_AHEAD}.")
    upgrade_timing: ChangeTiming | None = strawberry.field(
        default=None, description="When a change that costs no less takes effect."
    )
    downgrade_timing: ChangeTiming | None = strawberry.field(
        default=None, description="When a change to something cheaper takes effect."
    )
    surplus: Surplus | None = strawberry.field(
        default=None,
        description="REFUND: what a change gives back goes back through the payments of the period as far as that is "
        "possible, and customers who cancel may have the same.",
    )
    on_dispute: DisputeAction | None = strawberry.field(
        default=None,
        description="CANCEL: the subscription ends at once when the money is taken, and gives nothing back.",
    )


@strawberry.type(description="Set, for everything that happens from now on. A retry that is planned stays planned.")
class BillingPolicySetSuccess:
    billing_policy: BillingPolicy = strawberry.field(description="The policy as it is now.")


BillingPolicySetResult = Annotated[
    BillingPolicySetSuccess | ForbiddenError | InvalidInputError,
    strawberry.union("BillingPolicySetResult", description="Set, or why not."),
]


@strawberry.type
class BillingPolicyQuery:
    @strawberry.field(description="How this merchant bills; for staff.")
    async def billing_policy(self, info: Info) -> BillingPolicy:
        return BillingPolicy.of(await billing_policy(info.context.ctx))


@strawberry.type
class BillingPolicyMutation:
    @strawberry.mutation(description="Say how this merchant bills; for staff.")
    async def billing_policy_set(
        self, info: Info, input: Annotated[BillingPolicySetInput, strawberry.argument(description="What to change.")]
    ) -> BillingPolicySetResult:
        change = PolicyChange(
            retry_days=input.retry_days, final_action=input.final_action, grace_days=input.grace_days,
            invoice_ahead_days=input.invoice_ahead_days, upgrade_timing=input.upgrade_timing,
            downgrade_timing=input.downgrade_timing, surplus=input.surplus, on_dispute=input.on_dispute,
        )  # fmt: skip
        return BillingPolicySetSuccess(
            billing_policy=BillingPolicy.of(await set_policy(info.context.ctx, change=change))
        )
