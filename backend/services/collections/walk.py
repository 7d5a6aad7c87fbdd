"""Collect what is due: from the balance, then from a saved method; or note that the customer has to pay by hand."""

from __future__ import annotations

from datetime import timedelta

import structlog

from backend.domain.billing import CollectionStatus, Wants
from backend.domain.errors import InvalidInput
from backend.domain.invoice import PAYABLE, InvoiceStatus
from backend.domain.money import Money
from backend.domain.payment import PaymentPurpose
from backend.domain.subscription import Collection as Way
from backend.events.bell import Work
from backend.models import Collection, Invoice, PaymentMethod, Subscription
from backend.services.balances.open import open_balance
from backend.services.collections.change import change_collection
from backend.services.collections.fail import Failure, fail_collection
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


@repeat_on_deadlock
async def collect_invoice(ctx: Context, *, collection_id: str) -> bool:
    """One try at one invoice; False when it is not due. Work.ATTEMPTS does the charging of a saved method."""
    seen = await Collection.get(merchant_id=ctx.merchant_id, id=collection_id)
    async with transaction(ctx) as tx:
        subscription, invoice = await lock_invoice(ctx, seen.invoice_id)
        collection = await Collection.select_for_update().get(merchant_id=ctx.merchant_id, id=collection_id)
        if subscription is None or collection.next_try_at is None or collection.next_try_at > ctx.now:
            return False
        if InvoiceStatus(invoice.status) not in PAYABLE:
            await change_collection(ctx, collection, {"status": CollectionStatus.GAVE_UP.value, "next_try_at": None})
        elif await is_being_paid(ctx, invoice.id):
            await change_collection(ctx, collection, {"next_try_at": ctx.now + _SET_ASIDE})
        else:
            await _try(ctx, tx, subscription, invoice, collection)
    return True


async def _try(
    ctx: Context, tx: Transaction, subscription: Subscription, invoice: Invoice, collection: Collection
) -> None:
    way, due = Way(subscription.collection), amount_due(invoice)
    available = await _available(ctx, tx, subscription)
    part = min(due, available) if way is Way.METHOD else due
    if 0 < part.minor <= available.minor:
        collect = Collect(subscription.customer_id, part, PaymentPurpose.INVOICE, invoice.id)
        await pay_from_balance(ctx, tx, collect=collect, invoice=invoice, subscription=subscription)
        if part == due:
            return
    if way is not Way.METHOD:
        await fail_collection(
            ctx, tx, subscription=subscription, collection=collection, failure=_unpaid(way, due, available)
        )
        return
    method = await _method(ctx, subscription)
    if isinstance(method, Failure):
        await fail_collection(ctx, tx, subscription=subscription, collection=collection, failure=method)
        return
    collect = Collect(subscription.customer_id, amount_due(invoice), PaymentPurpose.INVOICE, invoice.id)
    payment = await start_payment(ctx, tx, collect=collect, method=method)
    await change_collection(ctx, collection, {"payment_id": payment.id, "next_try_at": None})
    tx.ring(Work.ATTEMPTS)


def _unpaid(way: Way, due: Money, available: Money) -> Failure:
    if way is Way.BALANCE:
        return Failure(f"The balance has {available}; {due} are due.", Wants.PAYMENT, may_pass=True)
    return Failure("The invoice was not paid in time.", Wants.PAYMENT, may_pass=True)


async def _available(ctx: Context, tx: Transaction, subscription: Subscription) -> Money:
    """What the customer's balance has, after its tariffs were charged."""
    async with open_balance(ctx, tx, customer_id=subscription.customer_id, currency=subscription.currency) as balance:
        return balance.available


async def _method(ctx: Context, subscription: Subscription) -> Method | Failure:
    """The subscription's own method, or the customer's default; why there is none that can be charged."""
    kept = PaymentMethod.filter(merchant_id=ctx.merchant_id, customer_id=subscription.customer_id, removed_at=None)
    row = await kept.get_or_none(id=subscription.payment_method_id or "")
    row = row or await kept.get_or_none(is_default=True)
    if row is None:
        return Failure("There is no saved payment method.", Wants.METHOD, may_pass=False)
    try:
        account = await saved_account(ctx, row, subscription.currency)
    except InvalidInput as refusal:
        return Failure(refusal.message, Wants.METHOD, may_pass=False)
    if not account.gateway.capabilities.off_session:
        return Failure("This method cannot be charged while you are away.", Wants.METHOD, may_pass=False)
    return Method(account, saved_source(row, off_session=True), None)
