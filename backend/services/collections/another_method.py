"""A customer whose renewal could not be collected has another method: it is tried at once, and pays from then on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.domain.billing import CollectionStatus
from backend.domain.errors import InvalidInput
from backend.domain.invoice import PAYABLE
from backend.domain.subscription import Collection as Way
from backend.domain.subscription import SubscriptionEvent, SubscriptionStatus
from backend.events.bell import Work
from backend.models import Collection, Invoice, PaymentMethod, Subscription
from backend.services.collections.change import change_collection
from backend.services.collections.declined import was_declined
from backend.services.context import Context
from backend.services.payments.pay_with import chosen_account
from backend.services.payments.start import is_being_paid
from backend.services.subscriptions.move import move
from backend.services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Behind:
    """A subscription that is behind, and its collections that failed; all locked."""

    subscription: Subscription
    failed: Sequence[Collection]


async def lock_behind(ctx: Context, customer_id: str) -> list[Behind]:
    """What of a customer's waits for a method that can be charged; locked before their methods are.

    What a decline is just being written for is waited for: it reads no methods that are not committed.
    """
    own = {"merchant_id": ctx.merchant_id, "customer_id": customer_id}
    running = Subscription.filter(
        status__in=[SubscriptionStatus.ACTIVE.value, SubscriptionStatus.PAST_DUE.value], collection=Way.METHOD.value,
        **own,
    )  # fmt: skip
    found = []
    for subscription in await running.select_for_update().order_by("id"):
        if subscription.status != SubscriptionStatus.PAST_DUE:
            continue
        rows = Collection.filter(subscription_id=subscription.id, first_failed_at__isnull=False, **own)
        waiting = rows.exclude(status=CollectionStatus.PAID.value).select_for_update().order_by("id")
        found.append(Behind(subscription, await waiting))
    return found


async def try_another(ctx: Context, tx: Transaction, behind: Sequence[Behind], method: PaymentMethod) -> None:
    """Let a method that its customer added, or made their default, be charged at once for what is owed.

    It takes the place of the one that failed, for the renewals that follow as well. Nothing for a method that cannot
    be charged while its payer is away or takes another currency, that the subscription is charged to already, or that
    was declined for good for the same invoice; and nothing beside a try that is under way.
    """
    for one in behind:
        subscription = one.subscription
        if subscription.payment_method_id == method.id or not await _can_be_charged(ctx, method, subscription.currency):
            continue
        rows = [row for row in one.failed if await _is_due(ctx, row, method)]
        if not rows:
            continue
        if subscription.payment_method_id is not None or not method.is_default:
            await move(
                ctx, tx, subscription, SubscriptionEvent.SET_RENEWALS, fact="renewals_set",
                changes={"payment_method_id": method.id}, payload={"auto_renew": subscription.auto_renew},
            )  # fmt: skip
        for row in rows:
            again = {"status": CollectionStatus.OPEN.value, "wants": None, "next_try_at": ctx.now}
            await change_collection(ctx, row, again)
        tx.ring(Work.COLLECTIONS)


async def try_kept_since(
    ctx: Context, tx: Transaction, *, subscription: Subscription, collection: Collection, since: datetime
) -> None:
    """The same for a method that was added while the try that began at `since` was under way, and has failed now."""
    if subscription.status != SubscriptionStatus.PAST_DUE or subscription.collection != Way.METHOD:
        return
    kept = PaymentMethod.filter(
        merchant_id=ctx.merchant_id, customer_id=subscription.customer_id, removed_at=None, created_at__gt=since
    )
    newest = await kept.order_by("-created_at", "-id").first()
    if newest is not None:
        await try_another(ctx, tx, [Behind(subscription, [collection])], newest)


async def _can_be_charged(ctx: Context, method: PaymentMethod, currency: str) -> bool:
    try:
        account = await chosen_account(ctx, method, currency, "methodId")
    except InvalidInput:
        return False
    return account.gateway.capabilities.off_session


async def _is_due(ctx: Context, row: Collection, method: PaymentMethod) -> bool:
    """A try that is planned waits for what the payer is paying by hand; one that was given up stays so meanwhile."""
    if row.payment_id is not None:
        return False
    owed = Invoice.filter(merchant_id=ctx.merchant_id, id=row.invoice_id, status__in=[one.value for one in PAYABLE])
    if not await owed.exists() or await was_declined(ctx, row.invoice_id, method, for_good=True):
        return False
    return row.status == CollectionStatus.OPEN or not await is_being_paid(ctx, row.invoice_id)
