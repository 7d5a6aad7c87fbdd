"""Step three of three: record what a gateway says of a refund, in one transaction.

Reply, webhook and poll all end here. Said twice, late or out of order, it changes nothing more.
"""

from __future__ import annotations

import structlog

from backend.domain.refund import RefundStatus, observe, why_failed
from backend.gateways.base import RefundResult
from backend.models import Refund
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.failpoints import failpoint
from backend.services.refunds.books import book_failure, book_success
from backend.services.refunds.lock import Locked, lock_refund
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction

log = structlog.get_logger(__name__)

_ERROR_LENGTH = 500


@repeat_on_deadlock
async def settle_refund(ctx: Context, *, refund_id: str, observed: RefundResult, fence: int | None = None) -> bool:
    """Apply an observation; True when something changed.

    With `fence`, a caller that lost its lease changes nothing. An observation whose amount, currency or references are
    not ours is not applied, whoever signed it: it is logged for staff and the refund stays as it is.
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
            return False
        before = RefundStatus(refund.status)
        after = observe(before, observed.state.value)
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
    same_payment = observed.payment_reference in (None, rows.payment.gateway_reference)
    if observed.amount == expected and observed.our_reference == refund.id and same_refund and same_payment:
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
    else:
        await book_failure(ctx, tx, rows, before=before)
    announce_refund(tx, rows, after.value.lower())


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
