"""Staff say how their merchant bills: retries and what comes after them, grace, invoices ahead, changes, surplus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from tortoise.expressions import F, Q

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
from backend.domain.errors import FieldProblem, InvalidInput
from backend.domain.subscription import Collection
from backend.events.bell import Work
from backend.models import BillingPolicy, Subscription
from backend.services.context import Context
from backend.services.transaction import repeat_on_deadlock, transaction


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """What staff want to be different; None stays as it is. Days are whole."""

    retry_days: Sequence[int] | None = None
    final_action: FinalAction | None = None
    grace_days: int | None = None
    invoice_ahead_days: int | None = None
    upgrade_timing: ChangeTiming | None = None
    downgrade_timing: ChangeTiming | None = None
    surplus: Surplus | None = None
    on_dispute: DisputeAction | None = None


async def billing_policy(ctx: Context) -> BillingPolicy:
    """The merchant's policy, for staff. Raises Forbidden."""
    ctx.actor.require_staff()
    return await BillingPolicy.get(merchant_id=ctx.merchant_id)


@repeat_on_deadlock
async def set_policy(ctx: Context, *, change: PolicyChange) -> BillingPolicy:
    """Change what is given, for everything that happens from now on; a try that is planned stays planned.

    What is the same already changes nothing. For staff. Raises Forbidden, and InvalidInput that names each wrong field.
    """
    ctx.actor.require_staff()
    _check(change)
    async with transaction(ctx) as tx:
        policy = await BillingPolicy.select_for_update().get(merchant_id=ctx.merchant_id)
        changes = {name: value for name, value in _given(change).items() if getattr(policy, name) != value}
        if not changes:
            return policy
        policy.update_from_dict({**changes, "version": policy.version + 1, "updated_at": ctx.now})
        await policy.save(update_fields=[*changes, "version", "updated_at"])
        tx.announce("billing_policy.set", ctx.merchant_id, version=policy.version, customer_id=None, payload=changes)
        if {"grace_days", "invoice_ahead_days"} & set(changes):
            await _look_anew(ctx)
            tx.ring(Work.SUBSCRIPTIONS)
    return policy


def _given(change: PolicyChange) -> dict[str, object]:
    """As the columns hold it: days in order."""
    given = {name: value for name, value in asdict(change).items() if value is not None}
    if change.retry_days is not None:
        given["retry_days"] = sorted(change.retry_days)
    return given


def _check(change: PolicyChange) -> None:
    problems = []
    days = change.retry_days
    if days is not None and (
        len(days) > MOST_RETRIES or len(set(days)) < len(days) or not all(1 <= day <= LAST_RETRY_DAY for day in days)
    ):
        told = f"Give at most {MOST_RETRIES} different days from 1 to {LAST_RETRY_DAY}; none: no retries."
        problems.append(FieldProblem(("retryDays",), "OUT_OF_RANGE", told))
    for name, value, most in (
        ("graceDays", change.grace_days, MOST_GRACE_DAYS),
        ("invoiceAheadDays", change.invoice_ahead_days, MOST_DAYS_AHEAD),
    ):
        if value is not None and not 0 <= value <= most:
            problems.append(FieldProblem((name,), "OUT_OF_RANGE", f"Give 0 to {most} days."))
    if problems:
        raise InvalidInput(problems)


async def _look_anew(ctx: Context) -> None:
    """What was to be looked at later by the old days is looked at now, on whatever timeline it lives."""
    by_the_days = Q(collection=Collection.INVOICE.value) | Q(auto_renew=False)
    waiting = Subscription.filter(
        by_the_days, merchant_id=ctx.merchant_id, due_at__isnull=False, period_start__isnull=False
    )
    await waiting.update(due_at=F("created_at"))
