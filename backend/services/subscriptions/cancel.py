"""Cancel a subscription: now, with or without giving back what is unused, or when what is paid for ends."""

from __future__ import annotations

from backend.domain.billing import ChangeTiming, Surplus
from backend.domain.errors import Forbidden, IllegalTransition, InvalidInput, NotSupported
from backend.domain.invoice import PAYABLE
from backend.domain.lifecycle import next_status
from backend.domain.subscription import TRANSITIONS, SubscriptionEvent, SubscriptionStatus
from backend.models import Invoice, Subscription
from backend.services.billing.drop_change import drop_change, drop_uninvoiced_change
from backend.services.billing.end import end
from backend.services.billing.policy import policy_of
from backend.services.context import Context
from backend.services.failpoints import failpoint
from backend.services.invoices.void import void_invoice
from backend.services.subscriptions.ahead import take_back_ahead
from backend.services.subscriptions.give_back import give_back, plan_giving_back
from backend.services.subscriptions.lock import lock_subscription, reason_input, require_somebody, timed
from backend.services.subscriptions.move import move
from backend.services.subscriptions.unused import unused_money
from backend.services.tariffs.stop import stop_tariff
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction


@repeat_on_deadlock
async def cancel_subscription(
    ctx: Context,
    *,
    subscription_id: str,
    when: ChangeTiming,
    credit_unused: bool = False,
    unused: Surplus | None = None,
    reason: str | None = None,
) -> Subscription:
    """Cancel the customer's own subscription, or as staff any.

    At the end of the period nothing changes until then, and `keep_subscription` takes it back. Now, features are off at
    once. What is paid and not used is given back by the second, if that is wanted: it becomes balance with
    `credit_unused` or `unused` BALANCE; with REFUND it goes back through the payments of the period, newest first, and
    what cannot becomes balance. Customers have that where it is the merchant's policy. Workers ask the gateways after
    the commit; a refund that fails becomes balance, too.

    What is billed from the balance is charged up to now. Either way nobody owes the invoice of a period that has not
    begun, nor that of a change that waits for its payment; what was served stays owed. Raises Forbidden for a visitor
    and for a refund that is not offered, NotFound, InvalidInput, IllegalTransition, and NotSupported for a period's end
    where there is none.
    """
    require_somebody(ctx)
    ctx, why = await timed(ctx, subscription_id), reason_input(reason)
    back = await _wish(ctx, when, unused, credit_unused=credit_unused)
    async with transaction(ctx) as tx:
        subscription = await lock_subscription(ctx, subscription_id)
        if when is ChangeTiming.PERIOD_END:
            await _plan(ctx, tx, subscription, why)
        else:
            await cancel_now(ctx, tx, subscription, back=back, reason=why)
        failpoint("cancel.before_commit")
    failpoint("cancel.after_commit")
    return subscription


async def _wish(ctx: Context, when: ChangeTiming, unused: Surplus | None, *, credit_unused: bool) -> Surplus | None:
    """What becomes of unused time; None when it is not given back."""
    if when is ChangeTiming.PERIOD_END and (credit_unused or unused is not None):
        path = "creditUnused" if unused is None else "unused"
        raise InvalidInput.at(path, "NOT_NEEDED", "At the end of the period nothing is left to give back.")
    if credit_unused and unused is Surplus.REFUND:
        raise InvalidInput.at("unused", "CONTRADICTION", "It cannot become balance and be refunded: say one of both.")
    if unused is Surplus.REFUND and not ctx.actor.is_staff and (await policy_of(ctx)).surplus is not Surplus.REFUND:
        raise Forbidden("What is not used becomes balance here. Ask the shop for a refund.")
    return Surplus.BALANCE if credit_unused else unused


async def _plan(ctx: Context, tx: Transaction, subscription: Subscription, reason: str | None) -> None:
    next_status(TRANSITIONS, SubscriptionStatus(subscription.status), SubscriptionEvent.PLAN_CANCEL)
    if subscription.period_end is None:
        raise NotSupported("This plan is charged as time goes by: there is no period to wait for. Cancel it now.")
    if subscription.cancel_at is not None:
        raise IllegalTransition("It is canceled already, for the end of the period.", subscription.status)
    until = await take_back_ahead(ctx, tx, subscription) or subscription.period_end
    await move(
        ctx, tx, subscription, SubscriptionEvent.PLAN_CANCEL, fact="cancellation_planned",
        changes={"cancel_at": until, "billed_until": until, "canceled_at": ctx.now},
        payload={"cancel_at": until.isoformat(), "reason": reason},
    )  # fmt: skip
    await drop_uninvoiced_change(ctx, tx, subscription)


async def cancel_now(
    ctx: Context, tx: Transaction, subscription: Subscription, *, back: Surplus | None, reason: str | None
) -> None:
    """End what `lock_subscription` locked, in the same transaction; `back`: where unused time goes, if at all.

    Raises IllegalTransition for one that has ended.
    """
    status = SubscriptionStatus(subscription.status)
    next_status(TRANSITIONS, status, SubscriptionEvent.CANCEL)
    if status is SubscriptionStatus.INCOMPLETE:
        await _void_open(ctx, tx, subscription)
    elif subscription.period_end is None:
        await stop_tariff(ctx, tx, subscription)
        await subscription.refresh_from_db()
    else:
        await drop_change(ctx, tx, subscription)
        subscription.billed_until = await take_back_ahead(ctx, tx, subscription)
    unused = await unused_money(ctx, subscription) if back is not None else []
    plans = [await plan_giving_back(ctx, one, back or Surplus.BALANCE) for one in unused]
    await end(
        ctx, tx, subscription, SubscriptionEvent.CANCEL, fact="canceled",
        payload={
            "reason": reason,
            "credited_minor": sum(plan.credited.minor for plan in plans),
            "refunded_minor": sum(plan.refunded.minor for plan in plans),
        },
    )  # fmt: skip
    for plan in plans:
        await give_back(ctx, tx, subscription, plan, reason=reason)


async def _void_open(ctx: Context, tx: Transaction, subscription: Subscription) -> None:
    """The first invoice, which may be paid in part."""
    mine = Invoice.filter(
        merchant_id=ctx.merchant_id, subscription_id=subscription.id, status__in=[status.value for status in PAYABLE]
    )
    for invoice in await mine.select_for_update().order_by("id"):
        await void_invoice(ctx, tx, invoice=invoice)
