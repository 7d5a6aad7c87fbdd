"""Step three of three: record what a gateway says of an attempt, in one transaction.

Reply, webhook and poll all end here. Said twice, late or out of order, it changes nothing more: the domain's table
only moves forward.
"""

from __future__ import annotations

from datetime import datetime

import structlog

from backend.domain.payment import FINAL, OPEN, AttemptStatus, DeclineReason, PaymentStatus, observe, shown
from backend.domain.subscription import Collection
from backend.domain.tasks import TaskKind
from backend.events.bell import Work
from backend.gateways.base import Action, PaymentResult, SavedMethodDetails
from backend.models import Payment, PaymentAttempt, PaymentMethod, PaymentReceipt, Subscription
from backend.services.balances.finish_auto_top_up import finish_auto_top_up
from backend.services.billing.paid_change import change_is_not_paid
from backend.services.collections.another_method import lock_behind, try_another
from backend.services.collections.finish import collection_failed
from backend.services.collections.paid_instead import renew_with_what_paid
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.failpoints import failpoint
from backend.services.payment_methods.keep import is_kept, keep_method
from backend.services.payments.action import seal_action
from backend.services.payments.capture import record_capture, record_more
from backend.services.payments.first_paid import renew_as_paid
from backend.services.payments.lock import Locked, lock_attempt
from backend.services.payments.odd import is_closed, is_ours, received, report_late, report_mismatch, with_what_came
from backend.services.refunds.outside import record_listed_refund
from backend.services.tasks.close import close_task
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction

log = structlog.get_logger(__name__)

# A provider's own words are for people to read: too long ones are cut, money is recorded all the same.
_STATUS_LENGTH = 60
_CODE_LENGTH = 100
_BRAND_LENGTH = 30
_REASONS = frozenset(DeclineReason)
_ACTING = frozenset({AttemptStatus.REQUIRES_ACTION, AttemptStatus.PENDING})


async def settle_attempt(
    ctx: Context,
    *,
    attempt_id: str,
    observed: PaymentResult,
    fence: int | None = None,
    payable_until: datetime | None = None,
) -> bool:
    """Apply an observation, and the refunds that come with it; True when something changed.

    With `fence`, a caller that lost its lease changes nothing. An observation whose amount, currency or reference is
    not ours is not applied, whoever signed it: staff are told, and the attempt stays as it is. What the payer agreed
    to is collected by a worker, soon. A canceled payment keeps `payable_until` where its gateway canceled nothing.
    """
    seen = await PaymentAttempt.get(merchant_id=ctx.merchant_id, id=attempt_id)
    payer = await Payment.get(merchant_id=ctx.merchant_id, id=seen.payment_id)
    ctx = await at_customers_time(ctx, payer.customer_id)
    observed = with_what_came(observed)
    settled = await _settle(ctx, attempt_id, observed, fence, payable_until)
    if settled is None:
        return False
    listed = [await record_listed_refund(ctx, payment_id=payer.id, observed=refund) for refund in observed.refunds]
    return settled or any(listed)


@repeat_on_deadlock
async def _settle(
    ctx: Context, attempt_id: str, observed: PaymentResult, fence: int | None, payable_until: datetime | None
) -> bool | None:
    """None when the observation is not for us to apply."""
    async with transaction(ctx) as tx:
        rows = await lock_attempt(ctx, attempt_id)
        if fence is not None and rows.attempt.fence != fence:
            log.warning("payments.lease_lost", attempt=attempt_id)
            return None
        if not is_ours(rows, observed):
            await report_mismatch(ctx, tx, rows, observed)
            return None
        before = AttemptStatus(rows.attempt.status)
        status = observe(before, AttemptStatus(observed.state.value))
        changed = status is not before
        if changed:
            if status is AttemptStatus.SUCCEEDED:
                await renew_as_paid(ctx, rows, observed)
            await _write_attempt(ctx, rows.attempt, status, observed)
            await _write_payment(ctx, tx, rows, status, observed, payable_until)
        elif status is AttemptStatus.SUCCEEDED:
            changed = await _receive_more(ctx, tx, rows, observed) | await _keep_late(ctx, tx, rows, observed)
        elif status in _ACTING and observed.action is not None and rows.payment.action_sealed is None:
            changed = await _learn_action(ctx, tx, rows, observed.action)
        if observed.confirmable and fence is None and status in OPEN:
            await _look_soon(ctx, tx, rows.attempt)
        failpoint("charge.before_record_commit")
    return changed


async def _learn_action(ctx: Context, tx: Transaction, rows: Locked, action: Action) -> bool:
    """What the payer has to do comes after the news that they have to: a webhook may leave it out."""
    payment = rows.payment
    if payment.status not in _ACTING:
        return False
    payment.action_sealed, payment.action_expires_at = seal_action(ctx, payment, action), action.expires_at
    payment.version += 1
    payment.updated_at = ctx.now
    await payment.save(update_fields=["action_sealed", "action_expires_at", "version", "updated_at"])
    tx.announce(
        f"payment.{payment.status.lower()}", payment.id, version=payment.version, customer_id=payment.customer_id,
        payload={"status": payment.status, "amount_minor": payment.amount_minor, "currency": payment.currency},
    )  # fmt: skip
    return True


async def _look_soon(ctx: Context, tx: Transaction, attempt: PaymentAttempt) -> None:
    """The payer agreed: a worker collects at once, whether or not they come back."""
    await PaymentAttempt.filter(merchant_id=ctx.merchant_id, id=attempt.id).update(next_try_at=ctx.wall)
    tx.ring(Work.ATTEMPTS)


async def _write_attempt(ctx: Context, attempt: PaymentAttempt, status: AttemptStatus, observed: PaymentResult) -> None:
    attempt.status = status.value
    attempt.gateway_reference = observed.reference or attempt.gateway_reference
    attempt.gateway_status = _cut(observed.gateway_status, _STATUS_LENGTH)
    attempt.updated_at = ctx.now
    if observed.decline is not None:
        reason = observed.decline.reason
        attempt.decline_reason = reason if reason in _REASONS else DeclineReason.GENERIC.value
        attempt.decline_advice = observed.decline.advice.value
        attempt.decline_code = _cut(observed.decline.gateway_code, _CODE_LENGTH)
    if status in FINAL:
        attempt.source_sealed = None
        attempt.next_try_at = None
    if status is AttemptStatus.SUCCEEDED:
        attempt.decline_reason = attempt.decline_advice = attempt.decline_code = None
    # Fields that `claim` moves by itself (lease, fence, tries) are not touched here.
    await attempt.save(
        update_fields=[
            "status", "gateway_reference", "gateway_status", "decline_reason", "decline_advice", "decline_code",
            "source_sealed", "next_try_at", "updated_at",
        ]
    )  # fmt: skip


def _cut(text: str | None, length: int) -> str | None:
    return text and text[:length]


async def _write_payment(
    ctx: Context,
    tx: Transaction,
    rows: Locked,
    status: AttemptStatus,
    observed: PaymentResult,
    payable_until: datetime | None,
) -> None:
    """The payment shows its latest attempt; money that comes with an older one counts just the same, every time."""
    payment = rows.payment
    paid_now = status is AttemptStatus.SUCCEEDED
    if not paid_now and (payment.status == PaymentStatus.SUCCEEDED or await _is_superseded(ctx, rows.attempt)):
        return
    payment.status = shown(status).value
    payment.gateway_reference = rows.attempt.gateway_reference
    payment.decline_reason = rows.attempt.decline_reason
    payment.decline_advice = rows.attempt.decline_advice
    action = observed.action if status in (AttemptStatus.REQUIRES_ACTION, AttemptStatus.PENDING) else None
    payment.action_url = None
    payment.action_sealed = seal_action(ctx, payment, action) if action else None
    payment.action_expires_at = action.expires_at if action else payable_until
    if observed.method is not None:
        payment.card_brand = _cut(observed.method.brand, _BRAND_LENGTH)
        payment.card_last4 = observed.method.last4 and observed.method.last4[-4:]
    if paid_now:
        came = received(rows, observed)
        late = is_closed(rows.invoice)
        payment.captured_minor += came.minor
        await record_capture(
            ctx, tx, attempt=rows.attempt, payment=payment, invoice=rows.invoice, subscription=rows.subscription,
            received=came,
        )  # fmt: skip
        if late:
            await report_late(ctx, tx, rows, came)
    payment.version += 1
    payment.updated_at = ctx.now
    await payment.save()
    tx.announce(
        f"payment.{payment.status.lower()}",
        payment.id,
        version=payment.version,
        customer_id=payment.customer_id,
        payload={
            "status": payment.status,
            "amount_minor": payment.amount_minor,
            "captured_minor": payment.captured_minor,
            "currency": payment.currency,
            "decline": payment.decline_reason,
        },
    )
    if not paid_now and status in FINAL:
        await finish_auto_top_up(ctx, tx, payment=payment)
        await collection_failed(ctx, tx, subscription=rows.subscription, payment=payment)
        await change_is_not_paid(ctx, tx, invoice=rows.invoice, subscription=rows.subscription)
    elif paid_now and rows.invoice is not None and not is_closed(rows.invoice):
        # It brought less than was due: nobody else would go on collecting.
        await collection_failed(ctx, tx, subscription=rows.subscription, payment=payment)
    if paid_now and observed.saved_method is not None:
        await _keep(ctx, tx, rows, observed.saved_method)
    if status in FINAL:
        note = f"The payment is {payment.status} by now."
        await close_task(ctx, tx, kind=TaskKind.PAYMENT_UNRESOLVED, subject_id=payment.id, note=note)


async def _receive_more(ctx: Context, tx: Transaction, rows: Locked, observed: PaymentResult) -> bool:
    """A payer can transfer twice: what came in after the success counts as well, once; False when it is known."""
    payment, attempt = rows.payment, rows.attempt
    if observed.received is None or observed.received.minor <= payment.captured_minor:
        return False
    others = PaymentAttempt.filter(
        merchant_id=ctx.merchant_id, payment_id=payment.id, status=AttemptStatus.SUCCEEDED.value
    ).exclude(id=attempt.id)
    if await others.exists() or await PaymentReceipt.exists(merchant_id=ctx.merchant_id, payment_id=payment.id):
        return False
    more = observed.received - money(payment.captured_minor, payment.currency)
    late = is_closed(rows.invoice)
    payment.captured_minor += more.minor
    await record_more(
        ctx, tx, attempt=attempt, payment=payment, invoice=rows.invoice, subscription=rows.subscription, more=more,
        total_minor=payment.captured_minor,
    )  # fmt: skip
    payment.version += 1
    payment.updated_at = ctx.now
    await payment.save(update_fields=["captured_minor", "version", "updated_at"])
    about = {"more_minor": more.minor, "captured_minor": payment.captured_minor, "currency": payment.currency}
    tx.announce(
        "payment.received_more", payment.id, version=payment.version, customer_id=payment.customer_id, payload=about
    )
    if late:
        await report_late(ctx, tx, rows, more)
    return True


async def _keep(ctx: Context, tx: Transaction, rows: Locked, saved: SavedMethodDetails) -> bool:
    account_id, payment = rows.attempt.gateway_account_id, rows.payment
    known = await is_kept(ctx, gateway_account_id=account_id, saved=saved)
    behind = [] if known else await lock_behind(ctx, payment.customer_id)
    kept = await keep_method(ctx, tx, payment=payment, gateway_account_id=account_id, saved=saved)
    await _renew_with(ctx, rows.subscription, kept)
    await renew_with_what_paid(ctx, subscription=rows.subscription, invoice=rows.invoice, kept=kept)
    if kept is not None:
        await try_another(ctx, tx, behind, kept)
    return kept is not None


async def _keep_late(ctx: Context, tx: Transaction, rows: Locked, observed: PaymentResult) -> bool:
    """What is kept can be told after the success. One that is known, or was removed since, is not told again."""
    saved = observed.saved_method
    if saved is None:
        return False
    known = PaymentMethod.filter(
        merchant_id=ctx.merchant_id, gateway_account_id=rows.attempt.gateway_account_id,
        gateway_reference=saved.reference,
    )  # fmt: skip
    return not await known.exists() and await _keep(ctx, tx, rows, saved)


async def _renew_with(ctx: Context, subscription: Subscription | None, kept: PaymentMethod | None) -> None:
    """Renewals are charged to the method that was kept for them, whatever the customer's default is."""
    if subscription is None or kept is None:
        return
    await Subscription.filter(
        merchant_id=ctx.merchant_id, id=subscription.id, collection=Collection.METHOD.value, payment_method_id=None
    ).update(payment_method_id=kept.id)


async def _is_superseded(ctx: Context, attempt: PaymentAttempt) -> bool:
    """Whether a later attempt of the same payment was started."""
    return await PaymentAttempt.exists(
        merchant_id=ctx.merchant_id, payment_id=attempt.payment_id, number__gt=attempt.number
    )
