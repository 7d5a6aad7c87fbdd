"""Record what a gateway says of a dispute: the books, the payment, the task of staff, and what the policy wants.

Said twice, late or out of order, it changes nothing more: the domain's table only moves forward.
"""

from __future__ import annotations

from backend.domain.dispute import CLOSED, TAKEN, DisputeStatus, contradicts, observe
from backend.domain.payment import PaymentStatus
from backend.gateways.base import DisputeResult
from backend.models import Dispute, Payment
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.disputes.books import give_back, is_owed, take
from backend.services.disputes.held import free_held, take_held
from backend.services.disputes.lock import Rows, lock_disputed
from backend.services.disputes.tell import tell_of_mismatch, tell_of_other_end, tell_staff
from backend.services.refunds.outside import record_waiting_refunds
from backend.services.refunds.waiting import is_told
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction

_REASON_LENGTH = 100


class NotYet(Exception):
    """Its payment has not succeeded here yet, or the refund that ended it is not told of yet."""


@repeat_on_deadlock
async def settle_dispute(ctx: Context, *, payment_id: str, account_id: str, observed: DisputeResult) -> bool:
    """Apply an observation about a payment of this account's; True when something changed.

    While it is OPEN, and for good when it is LOST, the money is gone: it is booked once, and so is its return when it
    is WON. What of it became balance, or was credited, is held there meanwhile as far as it is there. With the
    merchant's policy CANCEL the payment's subscription ends when the money is taken, without a credit. One that a
    refund ended is WON: what it took is there again, and gone by the refund, which is recorded with it.

    Not applied, but told to staff: another currency than the payment's, more than is left of it, another amount than
    was booked or refunded, and another end than the one before. Raises NotYet.
    """
    seen = await Payment.get(merchant_id=ctx.merchant_id, id=payment_id)
    ctx = await at_customers_time(ctx, seen.customer_id)
    async with transaction(ctx) as tx:
        rows = await lock_disputed(ctx, seen, account_id, observed)
        if rows.payment.status != PaymentStatus.SUCCEEDED:
            raise NotYet("its payment has not succeeded here yet")
        status = _meant(rows.dispute, observed)
        if rows.dispute is not None and _is_other_end(rows.dispute, observed, status):
            await tell_of_other_end(ctx, tx, rows.dispute, observed)
            return False
        if not await _fits(ctx, tx, rows, observed):
            return False
        if observed.by_refund and status is DisputeStatus.WON and not await is_told(ctx, rows.payment, observed.amount):
            raise NotYet("it ended by a refund that is not known here yet")
        if rows.dispute is None:
            rows.dispute = await _record(ctx, account_id, rows, observed, status)
            await _move(ctx, tx, rows, observed, None, status)
            return True
        before = DisputeStatus(rows.dispute.status)
        after = observe(before, status)
        if after is before:
            return await _refresh(rows.dispute, observed)
        await _write(ctx, rows.dispute, observed, after)
        await _move(ctx, tx, rows, observed, before, after)
    return True


def _meant(dispute: Dispute | None, observed: DisputeResult) -> DisputeStatus:
    """The status that was told. What a refund ended took nothing for good by itself, unless it was booked as LOST."""
    status = DisputeStatus(observed.state.value)
    booked = dispute is not None and dispute.status == DisputeStatus.LOST
    return DisputeStatus.WON if status is DisputeStatus.LOST and observed.by_refund and not booked else status


def _is_other_end(dispute: Dispute, observed: DisputeResult, status: DisputeStatus) -> bool:
    """Whether it ended otherwise than was told before, or the bank took the money once more after its end."""
    before = DisputeStatus(dispute.status)
    opened_again = (before, status) == (DisputeStatus.WON, DisputeStatus.OPEN)
    later = dispute.closed_at is not None and observed.observed_at > dispute.closed_at
    return contradicts(before, status) or (opened_again and later)


async def _fits(ctx: Context, tx: Transaction, rows: Rows, observed: DisputeResult) -> bool:
    payment, dispute = rows.payment, rows.dispute
    if dispute is not None and dispute.payment_id != payment.id:
        what = "it was about another payment before"
    elif observed.amount.currency.code != payment.currency or observed.amount.minor <= 0:
        what = f"the payment is of {money(payment.amount_minor, payment.currency)}"
    elif dispute is not None and dispute.status in TAKEN and observed.amount.minor != dispute.amount_minor:
        what = f"{money(dispute.amount_minor, dispute.currency)} were booked for it"
    elif observed.refunded not in (None, observed.amount):
        what = f"{observed.refunded} were refunded to end it"
    elif _takes(dispute, observed) and observed.amount.minor > _left(payment):
        what = f"only {money(_left(payment), payment.currency)} are left of the payment beside what went back before"
    else:
        return True
    await tell_of_mismatch(ctx, tx, payment, dispute, observed, what)
    return False


def _takes(dispute: Dispute | None, observed: DisputeResult) -> bool:
    """Whether it is to be booked now."""
    return _meant(dispute, observed) in TAKEN and (dispute is None or dispute.status == DisputeStatus.INQUIRY)


def _left(payment: Payment) -> int:
    """What may be taken yet. A refund that is on its way is no hindrance: it may fail just because of the dispute."""
    left: int = payment.captured_minor - payment.refunded_minor - payment.disputed_minor
    return max(left, 0)


async def _record(ctx: Context, account_id: str, rows: Rows, observed: DisputeResult, status: DisputeStatus) -> Dispute:
    return await Dispute.create(
        id=new_id("dsp"),
        merchant_id=ctx.merchant_id,
        payment_id=rows.payment.id,
        customer_id=rows.payment.customer_id,
        gateway_account_id=account_id,
        gateway_reference=observed.reference,
        amount_minor=observed.amount.minor,
        currency=rows.payment.currency,
        status=status.value,
        reason=observed.reason and observed.reason[:_REASON_LENGTH],
        respond_by=observed.respond_by,
        opened_at=ctx.now,
        closed_at=ctx.now if status in CLOSED else None,
        updated_at=ctx.now,
        version=1,
    )


async def _write(ctx: Context, dispute: Dispute, observed: DisputeResult, status: DisputeStatus) -> None:
    dispute.status = status.value
    dispute.amount_minor = observed.amount.minor
    dispute.reason = (observed.reason and observed.reason[:_REASON_LENGTH]) or dispute.reason
    dispute.respond_by = observed.respond_by or dispute.respond_by
    dispute.closed_at = ctx.now if status in CLOSED else None
    dispute.updated_at = ctx.now
    dispute.version += 1
    await dispute.save()


async def _refresh(dispute: Dispute, observed: DisputeResult) -> bool:
    """A date by which to answer may come later, and is no new state; an inquiry may be about another amount by now."""
    if dispute.status in CLOSED or dispute.status != observed.state.value:
        return False
    if (observed.respond_by or dispute.respond_by, observed.amount.minor) == (dispute.respond_by, dispute.amount_minor):
        return False
    dispute.respond_by, dispute.amount_minor = observed.respond_by or dispute.respond_by, observed.amount.minor
    await dispute.save(update_fields=["respond_by", "amount_minor"])
    return True


async def _move(
    ctx: Context, tx: Transaction, rows: Rows, observed: DisputeResult, before: DisputeStatus | None,
    after: DisputeStatus,
) -> None:  # fmt: skip
    """What follows from a new status. Without `before` the dispute was not known."""
    dispute = rows.dispute
    assert dispute is not None, "it is recorded by now"
    was_taken, not_taken = before in TAKEN, None
    if after in TAKEN and not was_taken:
        not_taken = await take(ctx, tx, dispute, rows)
    elif was_taken and after not in TAKEN:
        await give_back(ctx, tx, dispute, rows.payment)
    if after is DisputeStatus.LOST:
        await take_held(ctx, tx, dispute, rows.payment)
    elif after is DisputeStatus.WON:
        await free_held(ctx, tx, dispute)
    if after in CLOSED:
        await record_waiting_refunds(ctx, tx, rows.payment)
    owed = was_taken and rows.invoice is not None and await is_owed(ctx, rows.invoice)
    by_refund = observed.by_refund and after is DisputeStatus.WON
    await tell_staff(ctx, tx, dispute, not_taken=not_taken, is_owed=owed, by_refund=by_refund)
    tx.announce(
        f"dispute.{'opened' if after not in CLOSED else after.value.lower()}",
        dispute.id,
        version=dispute.version,
        customer_id=dispute.customer_id,
        payload={
            "payment": dispute.payment_id,
            "status": after.value,
            "amount_minor": dispute.amount_minor,
            "currency": dispute.currency,
            "reason": dispute.reason,
            "by_refund": by_refund,
        },
    )
