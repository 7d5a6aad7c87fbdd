"""Start the automatic top-ups that are due: at most one in flight for each order, and never too many in a day."""

from __future__ import annotations

from datetime import timedelta

import structlog

from backend.domain.auto_top_up import CHARGES_WINDOW, MOST_CHARGES, amount_to_charge, is_low
from backend.domain.errors import InvalidInput
from backend.domain.payment import PaymentPurpose
from backend.events.bell import Work
from backend.models import AutoTopUp, Payment, PaymentMethod
from backend.services.balances.open import open_balance
from backend.services.balances.top_up_order import announce_order, change_order, pause_order
from backend.services.context import Context, Services
from backend.services.currencies import money
from backend.services.payments.pay_with import Method, saved_account, saved_source
from backend.services.payments.start import Collect, start_payment
from backend.services.timelines import Timeline, timelines
from backend.services.transaction import repeat_on_deadlock, transaction

BATCH = 100
# One that cannot even be started, by a fault of ours, must not keep the others waiting.
_SET_ASIDE = timedelta(minutes=10)

log = structlog.get_logger(__name__)


async def run_due_top_ups(services: Services) -> int:
    """Start every automatic top-up that is due, on every timeline; answers how many orders were looked at.

    Twice at once is harmless. Work.ATTEMPTS does the charging.
    """
    due = AutoTopUp.filter(next_try_at__lte=services.clock(), payment_id=None)
    merchants = await due.distinct().order_by("merchant_id").values_list("merchant_id", flat=True)
    every = await timelines(services, [str(merchant_id) for merchant_id in merchants])
    return sum([await top_up_on(services, timeline) for timeline in every])


async def top_up_on(services: Services, timeline: Timeline) -> int:
    """Start what is due on one timeline, the longest waiting first; answers how many orders were looked at."""
    looked_at = 0
    while True:
        now = timeline.context(services).now
        due = timeline.only(AutoTopUp.filter(next_try_at__lte=now, payment_id=None))
        ids = await due.order_by("next_try_at").limit(BATCH).values_list("id", flat=True)
        done = [await _start(timeline.context(services), str(id)) for id in ids]
        looked_at += sum(done)
        if not any(done):
            return looked_at


async def _start(ctx: Context, order_id: str) -> bool:
    try:
        return await start_auto_top_up(ctx, order_id=order_id)
    except Exception:
        log.exception("auto_top_ups.start_failed", auto_top_up=order_id)
        await AutoTopUp.filter(merchant_id=ctx.merchant_id, id=order_id, next_try_at__lte=ctx.now).update(
            next_try_at=ctx.now + _SET_ASIDE
        )
        return False


@repeat_on_deadlock
async def start_auto_top_up(ctx: Context, *, order_id: str) -> bool:
    """Start one order's payment if it is due; False when it is not, or a twin was faster.

    Everything is decided under the lock of the balance. The payment and its place in the order are one transaction:
    whoever dies after it leaves an attempt that is due.
    """
    seen = await AutoTopUp.get(merchant_id=ctx.merchant_id, id=order_id)
    async with (
        transaction(ctx) as tx,
        open_balance(ctx, tx, customer_id=seen.customer_id, currency=seen.currency) as balance,
    ):
        order = await AutoTopUp.select_for_update().get(merchant_id=ctx.merchant_id, id=order_id)
        if order.payment_id is not None or order.next_try_at is None or order.next_try_at > ctx.now:
            return False
        if not order.enabled or not is_low(balance.available.minor, order.threshold_minor):
            # Somebody was faster with money.
            await change_order(ctx, order, {"next_try_at": None})
            return True
        method = await _method(ctx, order)
        if isinstance(method, str):
            await pause_order(ctx, tx, order, method)
        elif await _is_capped(ctx, order):
            await pause_order(ctx, tx, order, f"{MOST_CHARGES} automatic top-ups within a day: stopped to be safe.")
        else:
            charge = amount_to_charge(
                balance.available,
                money(order.threshold_minor, order.currency),
                money(order.amount_minor, order.currency),
            )
            collect = Collect(order.customer_id, charge, PaymentPurpose.TOP_UP, auto_top_up_id=order.id)
            payment = await start_payment(ctx, tx, collect=collect, method=method)
            await change_order(ctx, order, {"payment_id": payment.id, "next_try_at": None})
            announce_order(tx, order, "started")
            tx.ring(Work.ATTEMPTS)
    return True


async def _method(ctx: Context, order: AutoTopUp) -> Method | str:
    """What to charge, or why that cannot be charged any more."""
    row = await PaymentMethod.get_or_none(merchant_id=ctx.merchant_id, id=order.payment_method_id, removed_at=None)
    if row is None:
        return "The payment method was removed."
    try:
        account = await saved_account(ctx, row, order.currency)
    except InvalidInput as refusal:
        return refusal.message
    if not account.gateway.capabilities.off_session:
        return "This method cannot be charged while you are away."
    return Method(account, saved_source(row, off_session=True), None)


async def _is_capped(ctx: Context, order: AutoTopUp) -> bool:
    started = Payment.filter(
        merchant_id=ctx.merchant_id, auto_top_up_id=order.id, created_at__gt=ctx.now - CHARGES_WINDOW
    )
    return await started.count() >= MOST_CHARGES
