"""Cancel a subscription: now, with or without the unused part given back, or when what is paid for ends."""

from __future__ import annotations

from backend.domain.billing import ChangeTiming
from backend.domain.errors import IllegalTransition, InvalidInput, NotSupported
from backend.domain.invoice import PAYABLE
from backend.domain.lifecycle import next_status
from backend.domain.subscription import TRANSITIONS, SubscriptionEvent, SubscriptionStatus
from backend.models import Invoice, Subscription
from backend.services.billing.drop_change import drop_change, drop_uninvoiced_change
from backend.services.billing.end import end
from backend.services.context import Context
from backend.services.invoices.void import void_invoice
from backend.services.subscriptions.ahead import take_back_ahead
from backend.services.subscriptions.lock import lock_subscription, reason_input, require_somebody, timed
from backend.services.subscriptions.move import move
from backend.services.subscriptions.unused import credit_unused as credit
from backend.services.subscriptions.unused import unused_money
from backend.services.tariffs.stop import stop_tariff
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction


@repeat_on_deadlock
async def cancel_subscription(
    ctx: Context, *, subscription_id: str, when: ChangeTiming, credit_unused: bool = False, reason: str | None = None
) -> Subscription:
    """Cancel the customer's own subscription, or as staff any.

    At the end of the period nothing changes until then, and `keep_subscription` takes it back. Now, features are off at
    once; with `credit_unused` what is paid and not used becomes balance, by the second. What is billed from the balance
    is charged up to now. Either way nobody owes the invoice of a period that has not begun, nor that of a change that
    waits for its payment; what was served stays owed. Raises Forbidden for a visitor, NotFound, InvalidInput,
    IllegalTransition, and NotSupported for a period's end where there is none.
    """
    require_somebody(ctx)
    ctx, why = await timed(ctx, subscription_id), reason_input(reason)
    if credit_unused and when is ChangeTiming.PERIOD_END:
        raise InvalidInput.at("creditUnused", "NOT_NEEDED", "At the end of the period nothing is left to give back.")
    async with transaction(ctx) as tx:
        subscription = await lock_subscription(ctx, subscription_id)
        if when is ChangeTiming.PERIOD_END:
            await _plan(ctx, tx, subscription, why)
        else:
            await _now(ctx, tx, subscription, credit_unused=credit_unused, reason=why)
    return subscription


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


async def _now(
    ctx: Context, tx: Transaction, subscription: Subscription, *, credit_unused: bool, reason: str | None
) -> None:
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
    unused = await unused_money(ctx, subscription) if credit_unused else None
    await end(
        ctx, tx, subscription, SubscriptionEvent.CANCEL, fact="canceled",
        payload={"reason": reason, "credited_minor": unused.minor if unused else 0},
    )  # fmt: skip
    if unused is not None and unused.minor:
        await credit(ctx, tx, subscription, unused)


async def _void_open(ctx: Context, tx: Transaction, subscription: Subscription) -> None:
    """The first invoice, which may be paid in part."""
    mine = Invoice.filter(
        merchant_id=ctx.merchant_id, subscription_id=subscription.id, status__in=[status.value for status in PAYABLE]
    )
    for invoice in await mine.select_for_update().order_by("id"):
        await void_invoice(ctx, tx, invoice=invoice)
