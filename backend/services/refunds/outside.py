"""Refunds that were made at the gateway, in its own dashboard: recorded once, and booked like any other."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

import structlog

from backend.domain.dispute import DisputeStatus
from backend.domain.errors import Conflict
from backend.domain.money import Money
from backend.domain.payment import PaymentStatus
from backend.domain.refund import RefundStatus
from backend.domain.tasks import TaskKind
from backend.events.bell import Work
from backend.gateways.base import RefundResult, RefundState
from backend.models import Dispute, Invoice, Payment, RefillPurchase, Refund
from backend.services.balances.open import open_balance
from backend.services.balances.top_up_order import pause_for_refund
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.disputes.again import look_at_disputes_again
from backend.services.invoices.period import lock_period
from backend.services.refunds.in_balance import due_from_balance, in_balance
from backend.services.refunds.kept import kept_of
from backend.services.refunds.lock import Locked, lock_payment
from backend.services.refunds.reserve import reserve_refund
from backend.services.refunds.settle import is_made_after_all, record_status, settle_refund
from backend.services.refunds.waiting import remember, waiting_refunds, waits_no_more
from backend.services.tasks.open import open_task
from backend.services.tasks.subject import subject_at_gateway
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction
from backend.services.units.take_back import take_back_units

log = structlog.get_logger(__name__)

WHY = "Made at the gateway"


class NotYet(Exception):
    """It cannot be told yet: one of ours whose answer is out may be it, or its payment has not succeeded here."""


async def record_listed_refund(ctx: Context, *, payment_id: str, observed: RefundResult) -> bool:
    """One of the refunds that a gateway lists with its payment; True when it changed something.

    What cannot be told yet is left alone: the walk of ours, or the next list, will tell.
    """
    try:
        return await record_outside_refund(ctx, payment_id=payment_id, observed=observed)
    except NotYet:
        return False


async def record_outside_refund(ctx: Context, *, payment_id: str, observed: RefundResult) -> bool:
    """Record a refund that nobody asked for here, or what became of one since; True when it changed something.

    What of the payment became balance, or was credited for its period, is taken out of the balance again as far as it
    is there, and of a refilled bag the same share of its units if they are free; staff are told of what could not be
    taken back. A refund of more than what is left beside refunds and disputes, or in another currency, is not booked:
    staff are told. So is one that may be the money of an open dispute: it waits for that one's end. Raises NotYet, also
    while one of ours is to give the same money back.
    """
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=payment_id)
    ctx = await at_customers_time(ctx, payment.customer_id)
    known = await _known(ctx, payment, observed)
    if known is not None and is_made_after_all(known, observed):
        observed = replace(observed, our_reference=None)
        known = await _known(ctx, payment, observed)
    if known is not None:
        return await settle_refund(ctx, refund_id=known.id, observed=observed)
    if observed.reference is None or observed.state is RefundState.UNKNOWN:
        return False
    if observed.state is RefundState.FAILED:
        return await _forget(ctx, observed)
    return await _record(ctx, payment_id, observed)


async def record_waiting_refunds(ctx: Context, tx: Transaction, payment: Payment) -> None:
    """Record those that waited for the end of a dispute of the locked payment, as far as the money is there now.

    They are PENDING: a worker asks the gateway what became of each.
    """
    for observed in await waiting_refunds(ctx, payment):
        invoice, locked = await lock_payment(ctx, payment.id)
        with suppress(NotYet):
            if await _hindrance(ctx, locked, observed) is None:
                kept = await _lock_kept(ctx, payment.id)
                await _write_down(ctx, tx, invoice, locked, observed, kept)


async def _known(ctx: Context, payment: Payment, observed: RefundResult) -> Refund | None:
    """By the gateway's name first: ours may be of one that failed here, and was recorded as made there since."""
    own = Refund.filter(merchant_id=ctx.merchant_id, payment_id=payment.id)
    found = await own.get_or_none(gateway_reference=observed.reference) if observed.reference is not None else None
    if found is None and observed.our_reference is not None:
        found = await own.get_or_none(id=observed.our_reference)
    return found


@repeat_on_deadlock
async def _record(ctx: Context, payment_id: str, observed: RefundResult) -> bool:
    async with transaction(ctx) as tx:
        kept = await _lock_kept(ctx, payment_id)
        invoice, payment = await lock_payment(ctx, payment_id)
        if await _known(ctx, payment, observed) is not None:
            # A twin was faster.
            return False
        await _require_told(ctx, payment, observed)
        what = await _hindrance(ctx, payment, observed)
        if what is None:
            await _write_down(ctx, tx, invoice, payment, observed, kept)
        else:
            subject_id = subject_at_gateway(str(observed.reference))
            await _report(ctx, tx, payment, observed, what, subject_id=subject_id, details=remember(observed))
        await look_at_disputes_again(ctx, tx, payment)
    return what is None


async def _write_down(
    ctx: Context, tx: Transaction, invoice: Invoice | None, payment: Payment, observed: RefundResult, kept: int | None
) -> None:
    rows = await _reserve(ctx, tx, invoice, payment, observed, kept)
    if observed.state is RefundState.SUCCEEDED:
        await record_status(ctx, tx, rows, RefundStatus.SUCCEEDED)
    else:
        tx.ring(Work.REFUNDS)
    await waits_no_more(ctx, tx, observed, note="The refund is recorded by now.")


async def _forget(ctx: Context, observed: RefundResult) -> bool:
    """One that was never booked failed there: nothing went back."""
    async with transaction(ctx) as tx:
        await waits_no_more(ctx, tx, observed, note="The refund failed at the gateway: nothing went back.")
    return False


async def _lock_kept(ctx: Context, payment_id: str) -> int | None:
    """What is kept of the payment's period; None when it is for none.

    Whoever gives unused time of the same period back at this moment sees this refund, or is seen.
    """
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=payment_id)
    if payment.invoice_id is None:
        return None
    invoice = await Invoice.get(merchant_id=ctx.merchant_id, id=payment.invoice_id)
    return await kept_of(ctx, await lock_period(ctx, invoice))


async def _hindrance(ctx: Context, payment: Payment, observed: RefundResult) -> str | None:
    """Why it cannot be booked, for staff; None when it can."""
    left = max(payment.captured_minor - payment.refunded_minor - payment.disputed_minor, 0)
    if observed.amount.currency.code == payment.currency and 0 < observed.amount.minor <= left:
        if observed.amount.minor > left - payment.refund_pending_minor:
            # Should ours fail, this is what took its money.
            raise NotYet("a refund of ours is to give the same money back")
        alike = Dispute.filter(
            merchant_id=ctx.merchant_id, payment_id=payment.id, status=DisputeStatus.OPEN.value,
            amount_minor=observed.amount.minor,
        )  # fmt: skip
        if payment.disputed_minor and await alike.exists():
            return "as much of it is disputed. It is recorded once the dispute has ended, unless it is the same money"
        return None
    what = f"only {money(left, payment.currency)} are left of the payment"
    if payment.disputed_minor:
        taken = money(payment.disputed_minor, payment.currency)
        what += f": the payer's bank has {taken}. If it is the same money, there is nothing to do"
        what += "; should that come back, the refund is recorded then"
    return what


async def _require_told(ctx: Context, payment: Payment, observed: RefundResult) -> None:
    if payment.status != PaymentStatus.SUCCEEDED:
        raise NotYet("its payment has not succeeded here yet")
    lost = Refund.filter(
        merchant_id=ctx.merchant_id, payment_id=payment.id, status=RefundStatus.PENDING.value, gateway_reference=None,
        sent_at__isnull=False, amount_minor=observed.amount.minor,
    )  # fmt: skip
    if observed.our_reference is None and await lost.exists():
        raise NotYet("a refund of ours of the same amount has no name at the gateway yet")


async def _reserve(
    ctx: Context, tx: Transaction, invoice: Invoice | None, payment: Payment, observed: RefundResult, kept: int | None
) -> Locked:
    part, odd = observed.amount, list[str]()
    became = (await in_balance(ctx, [payment]))[payment.id]
    wanted = taken = money(due_from_balance(part.minor, became, kept), payment.currency)
    if not wanted.minor:
        rows = await _write(ctx, tx, invoice, payment, observed, wanted)
    else:
        async with open_balance(ctx, tx, customer_id=payment.customer_id, currency=payment.currency) as balance:
            taken = min(wanted, balance.available)
            rows = await _write(ctx, tx, invoice, payment, observed, taken)
            if taken.minor:
                await balance.hold(taken)
                await pause_for_refund(ctx, tx, balance.account)
        if taken < wanted:
            odd.append(f"{wanted - taken} of it are not in the customer's balance any more")
    if invoice is not None and taken < part and (used := await _take_units(ctx, tx, rows, invoice, part - taken)):
        odd.append(f"its units were not taken back: {used}")
    if odd:
        await _report(ctx, tx, payment, observed, "; ".join(odd), subject_id=rows.refund.id)
    return rows


async def _write(
    ctx: Context,
    tx: Transaction,
    invoice: Invoice | None,
    payment: Payment,
    observed: RefundResult,
    from_balance: Money,
) -> Locked:
    """The row: it has its name at the gateway from the beginning, and was never sent by us."""
    rows = await reserve_refund(
        ctx, tx, invoice=invoice, payment=payment, part=observed.amount, from_balance=from_balance, reason=WHY
    )
    rows.refund.gateway_reference = observed.reference
    rows.refund.user_id = None
    await rows.refund.save(update_fields=["gateway_reference", "user_id"])
    return rows


async def _take_units(ctx: Context, tx: Transaction, rows: Locked, invoice: Invoice, sold: Money) -> str | None:
    """Take the refunded share of a refill's units; why not, where they are used."""
    refills = RefillPurchase.filter(merchant_id=ctx.merchant_id, invoice_id=invoice.id, granted_at__isnull=False)
    if not await refills.exists():
        return None
    try:
        taken = await take_back_units(
            ctx, tx, invoice_id=invoice.id, numerator=sold.minor, denominator=invoice.total_minor
        )
    except Conflict as used:
        return used.message
    rows.refund.units_taken = [{"grant": portion.grant_id, "micro": portion.micro} for portion in taken]
    await rows.refund.save(update_fields=["units_taken"])
    return None


async def _report(
    ctx: Context,
    tx: Transaction,
    payment: Payment,
    observed: RefundResult,
    what: str,
    *,
    subject_id: str,
    details: Mapping[str, str | int | None] | None = None,
) -> None:
    """One task for each refund."""
    log.error("refunds.outside_odd", payment=payment.id, reference=observed.reference, what=what)
    await open_task(
        ctx, tx, kind=TaskKind.OUTSIDE_REFUND, subject_id=subject_id, customer_id=payment.customer_id,
        message=f"{observed.amount} of this payment were given back at the gateway, and {what}.",
        details={
            "payment": payment.id, "reference": observed.reference, "amount": str(observed.amount), **(details or {})
        },
    )  # fmt: skip


def is_made_outside(refund: Refund) -> bool:
    """Whether it was made at the gateway: it has a name there, and was never sent by us."""
    return refund.sent_at is None and refund.gateway_reference is not None
