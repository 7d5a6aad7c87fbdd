"""How the renewals of a subscription are paid: as its first payment was, unless the customer says otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.agenda import ends_at
from backend.domain.billing import CollectionStatus
from backend.domain.errors import IllegalTransition, InvalidInput
from backend.domain.subscription import Collection, SubscriptionEvent
from backend.events.bell import Work
from backend.models import Collection as CollectionRow
from backend.models import Invoice, PaymentMethod, Subscription
from backend.services.billing.policy import life_of, policy_of
from backend.services.collections.change import change_collection
from backend.services.collections.owed import owes_renewals
from backend.services.context import Context
from backend.services.payments.pay_with import PayWith, check_pay_with, is_balance, saved_account
from backend.services.subscriptions.ahead import take_back_ahead
from backend.services.subscriptions.lock import lock_subscription, require_somebody, timed
from backend.services.subscriptions.move import move
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction


@dataclass(frozen=True, slots=True)
class Renewals:
    """Where the money of renewals comes from."""

    collection: Collection
    method_id: str | None = None


async def renewals_with(ctx: Context, pay_with: PayWith | None, *, due: bool, currency: str) -> Renewals:
    """What follows from a first payment: a saved or kept method, the balance, or invoices sent ahead.

    Where nothing is due now, the choice is checked here. Raises InvalidInput; a fresh token cannot be kept without a
    payment.
    """
    if pay_with is None:
        return Renewals(Collection.INVOICE)
    if is_balance(pay_with):
        return Renewals(Collection.BALANCE)
    if not due:
        if pay_with.method_id is None:
            raise InvalidInput.at("payWith.token", "NOT_NEEDED", "Nothing is due now: choose a saved method, or none.")
        await check_pay_with(ctx, pay_with, currency, customer_id=ctx.actor.require_customer())
    if pay_with.method_id is not None:
        return Renewals(Collection.METHOD, pay_with.method_id)
    return Renewals(Collection.METHOD if pay_with.save else Collection.INVOICE)


async def renew_as_first_paid(ctx: Context, subscription: Subscription, pay_with: PayWith) -> None:
    """Let a locked subscription that was free so far be renewed as what is paid now; a way that was chosen stays."""
    chosen = subscription.collection == Collection.BALANCE or subscription.payment_method_id is not None
    paid = Invoice.filter(merchant_id=ctx.merchant_id, subscription_id=subscription.id, paid_minor__gt=0)
    if chosen or await paid.exists():
        return
    found = await renewals_with(ctx, pay_with, due=True, currency=subscription.currency)
    subscription.collection, subscription.payment_method_id = found.collection.value, found.method_id
    await Subscription.filter(merchant_id=ctx.merchant_id, id=subscription.id).update(
        collection=subscription.collection, payment_method_id=subscription.payment_method_id
    )


@repeat_on_deadlock
async def set_renewals(
    ctx: Context,
    *,
    subscription_id: str,
    auto_renew: bool | None = None,
    collection: Collection | None = None,
    method_id: str | None = None,
) -> Subscription:
    """Choose whether a new period follows the current one, and how it is paid; what is not given stays.

    Without a renewal it expires after the grace days, and an unpaid invoice of the next period is void. With another
    way to pay, what is owed is tried again at once, also what was given up. Raises Forbidden for a visitor, NotFound,
    IllegalTransition for what has ended, is canceled or is billed as time goes by, would be invoiced while renewals are
    owed, or is switched on after its grace days, and InvalidInput for a method that is not the customer's own or cannot
    be charged while they are away.
    """
    require_somebody(ctx)
    ctx = await timed(ctx, subscription_id)
    if (collection is Collection.METHOD) != (method_id is not None):
        code = "NOT_NEEDED" if method_id is not None else "REQUIRED"
        raise InvalidInput.at("methodId", code, "Choose a saved method for METHOD, and none for anything else.")
    async with transaction(ctx) as tx:
        subscription = await lock_subscription(ctx, subscription_id)
        if subscription.period_end is None or subscription.cancel_at is not None:
            raise IllegalTransition("There are no renewals to set.", subscription.status)
        if method_id is not None:
            await _check_method(ctx, subscription, method_id)
        if collection is Collection.INVOICE and await owes_renewals(ctx, subscription):
            # The days that invoices leave to pay in have run since the first failure: it might end at once.
            raise IllegalTransition("Pay what is owed first; then renewals can be invoiced.", subscription.status)
        changes: dict[str, object] = {}
        if auto_renew and not subscription.auto_renew:
            await _check_in_time(ctx, subscription)
        if auto_renew is not None:
            changes["auto_renew"] = auto_renew
        if auto_renew is False:
            # Nobody owes a period that is not to begin.
            changes["billed_until"] = await take_back_ahead(ctx, tx, subscription)
        if collection is not None:
            changes |= {"collection": collection.value, "payment_method_id": method_id}
        await move(
            ctx, tx, subscription, SubscriptionEvent.SET_RENEWALS, fact="renewals_set", changes=changes,
            payload={"auto_renew": subscription.auto_renew if auto_renew is None else auto_renew},
        )  # fmt: skip
        if collection is not None:
            await _try_again(ctx, tx, subscription)
    return subscription


async def _check_in_time(ctx: Context, subscription: Subscription) -> None:
    """What is over by now has expired, though nobody has looked yet."""
    end = ends_at(life_of(subscription, None, await policy_of(ctx)))
    if end is not None and end <= ctx.now:
        raise IllegalTransition("It is too late to take that back.", subscription.status)


async def _try_again(ctx: Context, tx: Transaction, subscription: Subscription) -> None:
    """What could not be collected is due at once; what is in flight goes on."""
    failed = CollectionRow.filter(
        merchant_id=ctx.merchant_id, subscription_id=subscription.id, payment_id=None, first_failed_at__isnull=False
    ).exclude(status=CollectionStatus.PAID.value)
    for row in await failed.select_for_update().order_by("id"):
        again = {"status": CollectionStatus.OPEN.value, "wants": None, "next_try_at": ctx.now}
        await change_collection(ctx, row, again)
        tx.ring(Work.COLLECTIONS)


async def _check_method(ctx: Context, subscription: Subscription, method_id: str) -> None:
    row = await PaymentMethod.get_or_none(
        merchant_id=ctx.merchant_id, customer_id=subscription.customer_id, id=method_id, removed_at=None
    )
    if row is None:
        raise InvalidInput.at("methodId", "UNKNOWN_METHOD", "There is no such saved method.")
    account = await saved_account(ctx, row, subscription.currency, path="methodId")
    if not account.gateway.capabilities.off_session:
        raise InvalidInput.at("methodId", "NEEDS_PAYER", "This method cannot be charged while you are away.")
