"""Step three of three: record what a gateway says of an attempt, in one transaction.

Reply, webhook and poll all end here. Said twice, late or out of order, it changes nothing more: the domain's table
only moves forward.
"""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from backend.domain.payment import FINAL, AttemptStatus, DeclineReason, PaymentStatus, observe, shown
from backend.domain.subscription import Collection
from backend.gateways.base import PaymentResult
from backend.models import Invoice, Payment, PaymentAttempt, PaymentMethod, Subscription
from backend.services.balances.finish_auto_top_up import finish_auto_top_up
from backend.services.billing.paid_change import change_is_not_paid
from backend.services.collections.finish import collection_failed
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.failpoints import failpoint
from backend.services.invoices.lock import lock_invoice
from backend.services.payment_methods.keep import keep_method
from backend.services.payments.capture import record_capture
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction

log = structlog.get_logger(__name__)

# A provider's own words are for people to read: too long ones are cut, money is recorded all the same.
_STATUS_LENGTH = 60
_CODE_LENGTH = 100
_BRAND_LENGTH = 30
_REASONS = frozenset(DeclineReason)


@dataclass(slots=True)
class Locked:
    """The rows that a settlement may change, locked in the one order that all operations use."""

    subscription: Subscription | None
    invoice: Invoice | None
    payment: Payment
    attempt: PaymentAttempt


@repeat_on_deadlock
async def settle_attempt(ctx: Context, *, attempt_id: str, observed: PaymentResult, fence: int | None = None) -> bool:
    """Apply an observation; True when something changed.

    With `fence`, a caller that lost its lease changes nothing. An observation whose amount, currency or reference is
    not ours is not applied, whoever signed it: it is logged for staff and the attempt stays open.
    """
    seen = await PaymentAttempt.get(merchant_id=ctx.merchant_id, id=attempt_id)
    payer = await Payment.get(merchant_id=ctx.merchant_id, id=seen.payment_id)
    ctx = await at_customers_time(ctx, payer.customer_id)
    async with transaction(ctx) as tx:
        rows = await lock_attempt(ctx, attempt_id)
        if fence is not None and rows.attempt.fence != fence:
            log.warning("payments.lease_lost", attempt=attempt_id)
            return False
        if not _is_ours(rows, observed):
            return False
        status = observe(AttemptStatus(rows.attempt.status), AttemptStatus(observed.state.value))
        if status == rows.attempt.status:
            return False
        await _write_attempt(ctx, rows.attempt, status, observed)
        await _write_payment(ctx, tx, rows, status, observed)
        failpoint("charge.before_record_commit")
    return True


async def lock_attempt(ctx: Context, attempt_id: str) -> Locked:
    """Lock subscription, invoice, payment and attempt, always in this order."""
    attempt = await PaymentAttempt.get(merchant_id=ctx.merchant_id, id=attempt_id)
    subscription, invoice = None, None
    if attempt.invoice_id is not None:
        subscription, invoice = await lock_invoice(ctx, attempt.invoice_id)
    payment = await Payment.select_for_update().get(merchant_id=ctx.merchant_id, id=attempt.payment_id)
    attempt = await PaymentAttempt.select_for_update().get(merchant_id=ctx.merchant_id, id=attempt.id)
    return Locked(subscription, invoice, payment, attempt)


def _is_ours(rows: Locked, observed: PaymentResult) -> bool:
    expected = money(rows.payment.amount_minor, rows.payment.currency)
    known = rows.attempt.gateway_reference
    same_payment = known is None or observed.reference is None or observed.reference == known
    if observed.amount == expected and observed.our_reference == rows.attempt.id and same_payment:
        return True
    log.error(
        "payments.observation_mismatch",
        attempt=rows.attempt.id,
        expected=str(expected),
        observed=str(observed.amount),
        reference=observed.reference,
        our_reference=observed.our_reference,
    )
    return False


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
    ctx: Context, tx: Transaction, rows: Locked, status: AttemptStatus, observed: PaymentResult
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
    waits = status is AttemptStatus.REQUIRES_ACTION and observed.action is not None
    payment.action_url = observed.action.url if waits and observed.action else None
    payment.action_expires_at = observed.action.expires_at if waits and observed.action else None
    if observed.method is not None:
        payment.card_brand = _cut(observed.method.brand, _BRAND_LENGTH)
        payment.card_last4 = observed.method.last4 and observed.method.last4[-4:]
    if paid_now:
        payment.captured_minor += payment.amount_minor
        await record_capture(
            ctx, tx, attempt=rows.attempt, payment=payment, invoice=rows.invoice, subscription=rows.subscription
        )
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
            "currency": payment.currency,
            "decline": payment.decline_reason,
        },
    )
    if not paid_now and status in FINAL:
        await finish_auto_top_up(ctx, tx, payment=payment)
        await collection_failed(ctx, tx, subscription=rows.subscription, payment=payment)
        await change_is_not_paid(ctx, tx, invoice=rows.invoice, subscription=rows.subscription)
    if paid_now and observed.saved_method is not None:
        account_id = rows.attempt.gateway_account_id
        kept = await keep_method(ctx, tx, payment=payment, gateway_account_id=account_id, saved=observed.saved_method)
        await _renew_with(ctx, rows.subscription, kept)


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
