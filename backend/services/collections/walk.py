"""Collect what is due: from the balance, then from a saved method; or note that the customer has to pay by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from backend.domain.billing import CollectionStatus, Wants
from backend.domain.errors import InvalidInput
from backend.domain.invoice import PAYABLE, InvoiceStatus
from backend.domain.money import Money
from backend.domain.payment import PaymentPurpose, PaymentStatus
from backend.domain.subscription import ENDED, SubscriptionStatus
from backend.domain.subscription import Collection as Way
from backend.events.bell import Work
from backend.models import Collection, Invoice, Payment, PaymentMethod, Subscription
from backend.services.balances.open import open_balance
from backend.services.billing.run import look_at
from backend.services.collections.begun import is_left_unfinished
from backend.services.collections.change import change_collection
from backend.services.collections.fail import Failure, fail_collection
from backend.services.collections.finish import STOPS
from backend.services.context import Context, Services
from backend.services.invoices.allocate import amount_due
from backend.services.invoices.lock import lock_invoice
from backend.services.payments.from_balance import pay_from_balance
from backend.services.payments.pay_with import Method, saved_account, saved_source
from backend.services.payments.start import Collect, is_being_paid, start_payment
from backend.services.timelines import Timeline, timelines
from backend.services.transaction import Transaction, is_away, repeat_on_deadlock, transaction

BATCH = 100
# While somebody pays the invoice by hand, or when a fault of ours hinders a try.
_SET_ASIDE = timedelta(hours=1)

# The customer was faster than the first try, and left: that is the first failure.
_NOT_FINISHED = Failure("A payment was begun and not finished.", Wants.PAYMENT, may_pass=False)

log = structlog.get_logger(__name__)


async def collect_due_invoices(services: Services) -> int:
    """Walk every collection that is due, on every timeline; answers how many were walked."""
    return sum([await collect_on(services, timeline) for timeline in await timelines(services)])


async def collect_on(services: Services, timeline: Timeline) -> int:
    """Walk what is due on one timeline. Twice at once is harmless: each is decided under the subscription's lock."""
    walked = 0
    while True:
        rows = timeline.only(Collection.filter(next_try_at__lte=timeline.now))
        due = await rows.order_by("next_try_at", "id").limit(BATCH).values_list("id", flat=True)
        done = [await _walk(timeline.context(services), str(id)) for id in due]
        walked += sum(done)
        if not any(done):
            return walked


async def _walk(ctx: Context, collection_id: str) -> bool:
    try:
        return await collect_invoice(ctx, collection_id=collection_id)
    except Exception as error:
        if is_away(error):
            raise
        log.exception("collections.walk_failed", collection=collection_id)
        await Collection.filter(merchant_id=ctx.merchant_id, id=collection_id, next_try_at__lte=ctx.now).update(
            next_try_at=ctx.now + _SET_ASIDE
        )
        return False


async def collect_invoice(ctx: Context, *, collection_id: str) -> bool:
    """One try at one invoice; False when it is not due. Work.ATTEMPTS does the charging of a saved method.

    What is due of the subscription itself comes first: its renewal, or its end.
    """
    seen = await Collection.get(merchant_id=ctx.merchant_id, id=collection_id)
    if await Subscription.exists(merchant_id=ctx.merchant_id, id=seen.subscription_id, due_at__lte=ctx.now):
        await look_at(ctx, subscription_id=seen.subscription_id)
    return await _collect(ctx, seen)


@repeat_on_deadlock
async def _collect(ctx: Context, seen: Collection) -> bool:
    async with transaction(ctx) as tx:
        subscription, invoice = await lock_invoice(ctx, seen.invoice_id)
        collection = await Collection.select_for_update().get(merchant_id=ctx.merchant_id, id=seen.id)
        if subscription is None or collection.next_try_at is None or collection.next_try_at > ctx.now:
            return False
        if InvoiceStatus(invoice.status) not in PAYABLE or SubscriptionStatus(subscription.status) in ENDED:
            await change_collection(ctx, collection, {"status": CollectionStatus.GAVE_UP.value, "next_try_at": None})
        elif later := await _not_yet(ctx, subscription, collection):
            await change_collection(ctx, collection, {"next_try_at": later})
        else:
            await _try(ctx, tx, subscription, invoice, collection)
    return True


async def _not_yet(ctx: Context, subscription: Subscription, collection: Collection) -> datetime | None:
    """When to look again, if this is not the time to collect.

    What was sent ahead is due when its period begins: a pause puts that off. Somebody may be paying at this moment; who
    pays by hand had the time for that.
    """
    status = SubscriptionStatus(subscription.status)
    if subscription.collection != Way.INVOICE:
        waits = await is_being_paid(ctx, collection.invoice_id) and not await is_left_unfinished(ctx, collection)
        return ctx.now + _SET_ASIDE if waits else None
    if collection.first_failed_at is not None:
        return None
    if status is SubscriptionStatus.PAUSED:
        return max(subscription.resume_at or ctx.now, ctx.now + _SET_ASIDE)
    begins = subscription.period_end
    if begins is not None and ctx.now < begins < (subscription.billed_until or begins):
        return begins
    return ctx.now + _SET_ASIDE if status is SubscriptionStatus.TRIALING else None


async def _try(
    ctx: Context, tx: Transaction, subscription: Subscription, invoice: Invoice, collection: Collection
) -> None:
    way, due = Way(subscription.collection), amount_due(invoice)
    if way is not Way.INVOICE and await is_being_paid(ctx, invoice.id):
        left = _as_before(collection) if collection.first_failed_at is not None else _NOT_FINISHED
        await fail_collection(ctx, tx, subscription=subscription, collection=collection, failure=left)
        return
    available = await _available(ctx, tx, subscription)
    part = min(due, available) if way is Way.METHOD else due
    if way is not Way.INVOICE and 0 < part.minor <= available.minor:
        collect = Collect(subscription.customer_id, part, PaymentPurpose.INVOICE, invoice.id)
        await pay_from_balance(ctx, tx, collect=collect, invoice=invoice, subscription=subscription)
        if part == due:
            return
    found = await _method(ctx, subscription, collection) if way is Way.METHOD else _unpaid(way, due, available)
    if isinstance(found, Failure):
        await fail_collection(ctx, tx, subscription=subscription, collection=collection, failure=found)
        return
    collect = Collect(subscription.customer_id, amount_due(invoice), PaymentPurpose.INVOICE, invoice.id)
    payment = await start_payment(ctx, tx, collect=collect, method=found)
    await change_collection(ctx, collection, {"payment_id": payment.id, "next_try_at": None})
    tx.ring(Work.ATTEMPTS)


def _unpaid(way: Way, due: Money, available: Money) -> Failure:
    if way is Way.BALANCE:
        return Failure(f"The balance has {available}; {due} are due.", Wants.PAYMENT, may_pass=True)
    return Failure("The invoice was not paid in time.", Wants.PAYMENT, may_pass=True)


def _as_before(collection: Collection) -> Failure:
    """Nothing was tried: what failed last is why."""
    wants = Wants(collection.wants or Wants.PAYMENT)
    return Failure(collection.last_reason or "", wants, may_pass=False, tried=False)


async def _available(ctx: Context, tx: Transaction, subscription: Subscription) -> Money:
    """What the customer's balance has, after its tariffs were charged."""
    async with open_balance(ctx, tx, customer_id=subscription.customer_id, currency=subscription.currency) as balance:
        return balance.available


async def _method(ctx: Context, subscription: Subscription, collection: Collection) -> Method | Failure:
    """The subscription's own method, or the customer's default; why there is none that can be charged."""
    kept = PaymentMethod.filter(merchant_id=ctx.merchant_id, customer_id=subscription.customer_id, removed_at=None)
    row = await kept.get_or_none(id=subscription.payment_method_id or "")
    row = row or await kept.get_or_none(is_default=True)
    if row is None:
        return Failure("There is no saved payment method.", Wants.METHOD, may_pass=False)
    if await _was_declined_for_good(ctx, collection, row):
        return _as_before(collection)
    try:
        account = await saved_account(ctx, row, subscription.currency)
    except InvalidInput as refusal:
        # The merchant may well switch the account on again.
        return Failure(refusal.message, Wants.METHOD, may_pass=True)
    if not account.gateway.capabilities.off_session:
        return Failure("This method cannot be charged while you are away.", Wants.METHOD, may_pass=False)
    return Method(account, saved_source(row, off_session=True), None, row)


async def _was_declined_for_good(ctx: Context, collection: Collection, method: PaymentMethod) -> bool:
    """Whether trying again is useless: the last charge said so, and no other method was chosen or kept since."""
    if collection.wants not in (Wants.METHOD, Wants.AUTHENTICATION):
        return False
    return await Payment.exists(
        merchant_id=ctx.merchant_id, invoice_id=collection.invoice_id, status=PaymentStatus.FAILED.value,
        decline_advice__in=list(STOPS), created_at__gte=method.created_at,
    )  # fmt: skip
