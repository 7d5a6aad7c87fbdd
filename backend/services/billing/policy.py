"""How a merchant bills."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.domain.agenda import Life
from backend.domain.billing import ChangeStatus, ChangeTiming, DisputeAction, FinalAction, Policy, Surplus
from backend.domain.periods import Period
from backend.domain.subscription import Collection, SubscriptionStatus
from backend.models import BillingPolicy, Subscription, SubscriptionChange
from backend.services.context import Context

OPEN_CHANGES = (ChangeStatus.SCHEDULED.value, ChangeStatus.AWAITING_PAYMENT.value)


async def policy_of(ctx: Context) -> Policy:
    """The merchant's policy."""
    row = await BillingPolicy.get(merchant_id=ctx.merchant_id)
    return Policy(
        retries=tuple(timedelta(days=days) for days in sorted(row.retry_days)),
        final_action=FinalAction(row.final_action),
        grace=timedelta(days=row.grace_days),
        ahead=timedelta(days=row.invoice_ahead_days),
        upgrade=ChangeTiming(row.upgrade_timing),
        downgrade=ChangeTiming(row.downgrade_timing),
        surplus=Surplus(row.surplus),
        on_dispute=DisputeAction(row.on_dispute),
    )


def new_policy(merchant_id: str, at: datetime) -> BillingPolicy:
    """What a merchant starts with, not yet written: retries after 1, 3, 7 and 14 days, then the end; no refunds."""
    return BillingPolicy(
        merchant_id=merchant_id, retry_days=[1, 3, 7, 14], final_action=FinalAction.CANCEL.value, grace_days=7,
        invoice_ahead_days=5, upgrade_timing=ChangeTiming.NOW.value, downgrade_timing=ChangeTiming.PERIOD_END.value,
        surplus=Surplus.BALANCE.value, on_dispute=DisputeAction.KEEP.value, version=1, updated_at=at,
    )  # fmt: skip


def current_period(subscription: Subscription) -> Period | None:
    """The period that runs, or the trial; None when it is billed from the balance."""
    if subscription.period_start is None or subscription.period_end is None:
        return None
    return Period(subscription.period_start, subscription.period_end)


def life_of(subscription: Subscription, change: SubscriptionChange | None, policy: Policy) -> Life:
    """The facts that decide what happens next."""
    scheduled = change is not None and change.status == ChangeStatus.SCHEDULED
    return Life(
        status=SubscriptionStatus(subscription.status),
        created_at=subscription.created_at,
        period=current_period(subscription),
        billed_until=subscription.billed_until,
        auto_renew=subscription.auto_renew,
        collection=Collection(subscription.collection),
        cancel_at=subscription.cancel_at,
        change_at=change.effective_at if change is not None and scheduled else None,
        resume_at=subscription.resume_at,
        past_due_at=subscription.past_due_at,
        ahead=policy.ahead,
        grace=policy.grace,
    )


async def open_change(ctx: Context, subscription_id: str) -> SubscriptionChange | None:
    """The change that is planned, or waits for its payment."""
    return await SubscriptionChange.get_or_none(
        merchant_id=ctx.merchant_id, subscription_id=subscription_id, status__in=OPEN_CHANGES
    )
