"""Step three of three: record what a gateway says of a refund, in one transaction.

Reply, webhook and poll all end here. Said twice, late or out of order, it changes nothing more.
"""

from __future__ import annotations

import structlog

from backend.domain.refund import RefundStatus, observe, why_failed
from backend.domain.tasks import TaskKind
from backend.events.bell import Work
from backend.gateways.base import RefundResult, RefundState
from backend.models import GatewayEvent, Refund
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.failpoints import failpoint
from backend.services.refunds.books import book_failure, book_success
from backend.services.refunds.credit_instead import credit_instead
from backend.services.refunds.lock import Locked, lock_refund
from backend.services.tasks.close import close_task
from backend.services.tasks.open import open_task
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction

log = structlog.get_logger(__name__)

_ERROR_LENGTH = 500


@repeat_on_deadlock
async def settle_refund(ctx: Context, *, refund_id: str, observed: RefundResult, fence: int | None = None) -> bool:
    """Apply an observation; True when something changed.

    With `fence`, a caller that lost its lease changes nothing. An observation whose amount, currency or references are
    not ours is not applied, whoever signed it: staff are asked to look, and the refund stays as it is.
    """
    seen = await Refund.get(merchant_id=ctx.merchant_id, id=refund_id)
    ctx = await at_customers_time(ctx, seen.customer_id)
    async with transaction(ctx) as tx:
        rows = await lock_refund(ctx, refund_id)
        refund = rows.refund
        if fence is not None and refund.fence != fence:
            log.warning("refunds.lease_lost", refund=refund_id)
            return False
        if not _is_ours(rows, observed):
            await _ask_staff(ctx, tx, rows, observed)
            return False
        before = RefundStatus(refund.status)
        after = observe(before, observed.state.value)
        if before is RefundStatus.FAILED and observed.state is not RefundState.FAILED:
            # Old news: it keeps no name that it may share with one that went through, see `is_made_after_all`.
            return False
        if after is before and (observed.reference is None or refund.gateway_reference is not None):
            return False
        refund.gateway_reference = refund.gateway_reference or observed.reference
        await record_status(ctx, tx, rows, after, why=observed.failure_reason)
        failpoint("refund.before_record_commit")
    return True


def _is_ours(rows: Locked, observed: RefundResult) -> bool:
    refund = rows.refund
    expected = money(refund.amount_minor, refund.currency)
    same_refund = refund.gateway_reference in (None, observed.reference) or observed.reference is None
    # Not every list of a gateway's repeats our reference: its own is as good, once it is known.
    named = refund.gateway_reference is not None and observed.reference == refund.gateway_reference
    # One that was recorded as made there may bear the name of ours that failed here: see `is_made_after_all`.
    unnamed = observed.our_reference is None or refund.sent_at is None
    ours = observed.our_reference == refund.id or (unnamed and named)
    same_payment = observed.payment_reference in (None, rows.payment.gateway_reference)
    if observed.amount == expected and ours and same_refund and same_payment:
        return True
    log.error(
        "refunds.observation_mismatch",
        refund=refund.id,
        expected=str(expected),
        observed=str(observed.amount),
        reference=observed.reference,
        our_reference=observed.our_reference,
        payment_reference=observed.payment_reference,
    )
    return False


def is_made_after_all(refund: Refund, observed: RefundResult) -> bool:
    """Whether a refund that failed here, before its gateway had a name for it, went through there all the same.

    What followed from its failure stands; the money that went is recorded like a refund that was made there.
    """
    failed = refund.status == RefundStatus.FAILED and refund.gateway_reference is None
    return failed and observed.state is RefundState.SUCCEEDED and observed.reference is not None


async def _ask_staff(ctx: Context, tx: Transaction, rows: Locked, observed: RefundResult) -> None:
    refund = rows.refund
    expected = money(refund.amount_minor, refund.currency)
    await open_task(
        ctx, tx, kind=TaskKind.AMOUNT_MISMATCH, subject_id=refund.id, customer_id=refund.customer_id,
        message=f"The gateway tells of another refund than ours of {expected}: of {observed.amount}, as"
        f" {observed.reference or 'nothing'}. Nothing was booked: look there.",
        details={
            "payment": refund.payment_id, "expected": str(expected), "observed": str(observed.amount),
            "reference": observed.reference, "our_reference": observed.our_reference,
            "payment_reference": observed.payment_reference,
        },
    )  # fmt: skip


async def record_status(
    ctx: Context, tx: Transaction, rows: Locked, after: RefundStatus, *, why: str | None = None
) -> None:
    """Write a locked refund that moved to `after`, with all that follows; `why` is the gateway's word for a failure."""
    refund, before = rows.refund, RefundStatus(rows.refund.status)
    refund.status = after.value
    refund.updated_at = ctx.now
    if after is not RefundStatus.PENDING:
        refund.next_try_at = None
        refund.last_error = why_failed(why)[:_ERROR_LENGTH] if after is RefundStatus.FAILED else None
    if after is not before:
        refund.version += 1
    # Fields that `claim` moves by itself (lease, fence, tries, sent_at) are not touched here.
    await refund.save(
        update_fields=["status", "gateway_reference", "next_try_at", "last_error", "updated_at", "version"]
    )
    if after is before:
        return
    if after is RefundStatus.SUCCEEDED:
        await book_success(ctx, tx, rows)
        await _tell_of_both(ctx, tx, rows)
    else:
        await book_failure(ctx, tx, rows, before=before)
        await credit_instead(ctx, tx, rows)
        await _look_again(ctx, tx, rows)
    note = f"The refund is {after.value} by now."
    await close_task(ctx, tx, kind=TaskKind.REFUND_UNRESOLVED, subject_id=refund.id, note=note)
    announce_refund(tx, rows, after.value.lower())


async def _tell_of_both(ctx: Context, tx: Transaction, rows: Locked) -> None:
    """The payer's bank took the money while the refund was on its way: by now it may have gone twice."""
    refund, payment = rows.refund, rows.payment
    if payment.refunded_minor + payment.disputed_minor <= payment.captured_minor:
        return
    taken = money(payment.disputed_minor, payment.currency)
    await open_task(
        ctx, tx, kind=TaskKind.DISPUTE, subject_id=refund.id, customer_id=refund.customer_id,
        message=f"{money(refund.amount_minor, refund.currency)} of this payment were refunded, and the payer's bank"
        f" took {taken} of it: more than came in. Contest the dispute at the gateway with this refund.",
        details={"payment": payment.id, "refund": refund.id},
    )  # fmt: skip


async def _look_again(ctx: Context, tx: Transaction, rows: Locked) -> None:
    """Another refund of the same money, made at the gateway, may have been given up while ours was in its way."""
    gone = GatewayEvent.filter(
        merchant_id=ctx.merchant_id, gateway_account_id=rows.refund.gateway_account_id, subject="refund",
        status="FAILED", payment_reference=rows.payment.gateway_reference,
    )  # fmt: skip
    if rows.payment.gateway_reference is not None and await gone.update(
        status="RECEIVED", tries=0, next_try_at=ctx.wall
    ):
        tx.ring(Work.GATEWAY_EVENTS)
    # Here, not above: it records by this module.
    from backend.services.refunds.outside import record_waiting_refunds

    await record_waiting_refunds(ctx, tx, rows.payment)


def announce_refund(tx: Transaction, rows: Locked, fact: str) -> None:
    """Tell what became of a refund: created, succeeded or failed."""
    refund = rows.refund
    tx.announce(
        f"refund.{fact}",
        refund.id,
        version=refund.version,
        customer_id=refund.customer_id,
        payload={
            "payment": refund.payment_id,
            "status": refund.status,
            "amount_minor": refund.amount_minor,
            "currency": refund.currency,
        },
    )
