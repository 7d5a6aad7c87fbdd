"""From Stripe's words to ours: refunds and disputes. Unknown words never mean success."""

from __future__ import annotations

from datetime import UTC, datetime

from backend.gateways.base import DisputeResult, DisputeState, RefundResult, RefundState
from backend.gateways.stripe.amounts import from_stripe
from backend.gateways.stripe.objects import RemoteDispute, RemoteRefund
from backend.gateways.stripe.texts import PAYMENT
from backend.gateways.stripe.translate import id_of

_REFUND_STATES = {
    "pending": RefundState.PENDING,
    "requires_action": RefundState.PENDING,
    "succeeded": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}
_REFUND_FAILURES = {
    "lost_or_stolen_card": "METHOD",
    "expired_or_canceled_card": "METHOD",
    "declined": "METHOD",
    "charge_for_pending_refund_disputed": "DISPUTED",
    "insufficient_funds": "FUNDS",
}

_DISPUTE_STATES = {
    "warning_needs_response": DisputeState.INQUIRY,
    "warning_under_review": DisputeState.INQUIRY,
    # An inquiry that came to nothing, or that was settled before it began: no money stays away.
    "warning_closed": DisputeState.WON,
    "prevented": DisputeState.WON,
    "needs_response": DisputeState.OPEN,
    "under_review": DisputeState.OPEN,
    "appeal_needs_response": DisputeState.OPEN,
    "appeal_under_review": DisputeState.OPEN,
    "won": DisputeState.WON,
    "lost": DisputeState.LOST,
}


def to_refund(refund: RemoteRefund, observed_at: datetime, *, payment_reference: str | None) -> RefundResult:
    """The refund in the contract's words."""
    state = _REFUND_STATES.get(refund.status or "", RefundState.UNKNOWN)
    return RefundResult(
        state=state,
        reference=refund.id,
        our_reference=refund.our_reference,
        payment_reference=payment_reference,
        amount=from_stripe(refund.amount, refund.currency),
        observed_at=observed_at,
        failure_reason=(
            _REFUND_FAILURES.get(refund.failure_reason or "", "GENERIC") if state is RefundState.FAILED else None
        ),
    )


def refunded_payment(refund: RemoteRefund) -> str | None:
    """The payment's reference as far as the refund tells: our own note of it, or the PaymentIntent."""
    return refund.mark(PAYMENT) or id_of(refund.payment_intent)


def to_dispute(dispute: RemoteDispute, observed_at: datetime, *, payment_reference: str) -> DisputeResult:
    """The dispute in the contract's words. A status that nobody knows is OPEN: somebody should look."""
    due_by = dispute.evidence_details.due_by if dispute.evidence_details else None
    return DisputeResult(
        state=_DISPUTE_STATES.get(dispute.status, DisputeState.OPEN),
        reference=dispute.id,
        payment_reference=payment_reference,
        amount=from_stripe(dispute.amount, dispute.currency),
        observed_at=observed_at,
        reason=dispute.reason,
        respond_by=datetime.fromtimestamp(due_by, UTC) if due_by else None,
    )
