"""From the Sandbox's words to ours: payments, declines, refunds and events. Unknown words never mean success."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, StrictBool, StrictInt

from backend.currencies import currency
from backend.domain.money import Money
from backend.gateways.base import (
    Decline,
    DeclineAdvice,
    GatewayEvent,
    MethodKind,
    MethodSummary,
    PaymentResult,
    PaymentState,
    Redirect,
    RefundResult,
    RefundState,
    SavedMethodDetails,
)

_STATES = {
    "requires_action": PaymentState.REQUIRES_ACTION,
    "processing": PaymentState.PENDING,
    "succeeded": PaymentState.SUCCEEDED,
    "failed": PaymentState.FAILED,
    "canceled": PaymentState.CANCELED,
    "expired": PaymentState.EXPIRED,
}

# What payers and dunning are told. Lost and stolen look like any decline: the payer might be the thief.
_DECLINES = {
    "generic_decline": ("GENERIC", DeclineAdvice.RETRY_LATER),
    "insufficient_funds": ("INSUFFICIENT_FUNDS", DeclineAdvice.RETRY_LATER),
    "lost_card": ("GENERIC", DeclineAdvice.NEVER),
    "stolen_card": ("GENERIC", DeclineAdvice.NEVER),
    "expired_card": ("EXPIRED_CARD", DeclineAdvice.NEW_METHOD),
    "incorrect_cvc": ("INCORRECT_CVC", DeclineAdvice.NEW_METHOD),
    "processing_error": ("PROCESSING_ERROR", DeclineAdvice.RETRY_LATER),
    "card_velocity_exceeded": ("LIMIT_EXCEEDED", DeclineAdvice.RETRY_LATER),
    "authentication_failed": ("AUTHENTICATION_FAILED", DeclineAdvice.AUTHENTICATE),
    "authentication_required": ("AUTHENTICATION_REQUIRED", DeclineAdvice.AUTHENTICATE),
    "method_removed": ("GENERIC", DeclineAdvice.NEW_METHOD),
}

_REFUND_STATES = {
    "pending": RefundState.PENDING,
    "succeeded": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
}

_REFUND_FAILURES = {"expired_or_canceled_card": "METHOD"}


class RemoteAction(BaseModel):
    """What the payer has to do."""

    type: str
    url: str
    expires_at: AwareDatetime | None = None


class RemoteDecline(BaseModel):
    """Why the payment failed."""

    code: str


class RemoteCard(BaseModel):
    """The card, as far as it may be shown."""

    brand: str | None = None
    last4: str | None = None
    exp_month: StrictInt | None = None
    exp_year: StrictInt | None = None


class RemotePayment(BaseModel):
    """The parts of a payment that we rely on. Further fields are ignored, missing ones make the answer unreadable."""

    id: str
    status: str
    amount: StrictInt
    currency: str
    reference: str
    next_action: RemoteAction | None = None
    decline: RemoteDecline | None = None
    card: RemoteCard | None = None
    customer: str | None = None
    method: str | None = None
    method_saved: StrictBool = False


class RemoteFailure(BaseModel):
    """Why the refund failed."""

    code: str


class RemoteRefund(BaseModel):
    """The parts of a refund that we rely on."""

    id: str
    status: str
    amount: StrictInt
    currency: str
    reference: str
    payment: str
    failure: RemoteFailure | None = None


class RemoteEvent(BaseModel):
    """A webhook's content: it tells of a payment or of a refund."""

    id: str
    type: str
    created: AwareDatetime
    payment: RemotePayment | None = None
    refund: RemoteRefund | None = None


def to_result(payment: RemotePayment, observed_at: datetime) -> PaymentResult:
    """The payment in the contract's words, with the amount that the provider states."""
    state = _STATES.get(payment.status, PaymentState.UNKNOWN)
    action = payment.next_action
    card = payment.card or RemoteCard()
    summary = MethodSummary(MethodKind.CARD, card.brand, card.last4, card.exp_month, card.exp_year)
    saved = None
    if payment.method_saved and payment.method is not None:
        saved = SavedMethodDetails(payment.method, payment.customer, summary)
    redirect = state is PaymentState.REQUIRES_ACTION and action is not None and action.type == "redirect_to_url"
    return PaymentResult(
        state=state,
        reference=payment.id,
        our_reference=payment.reference,
        amount=Money(payment.amount, currency(payment.currency.upper())),
        observed_at=observed_at,
        action=Redirect(action.url, action.expires_at) if redirect and action is not None else None,
        decline=_decline(state, payment.decline),
        method=summary,
        gateway_status=payment.status,
        saved_method=saved,
    )


def to_refund_result(refund: RemoteRefund, observed_at: datetime) -> RefundResult:
    """The refund in the contract's words, with the amount that the provider states."""
    state = _REFUND_STATES.get(refund.status, RefundState.UNKNOWN)
    code = refund.failure.code if refund.failure else ""
    return RefundResult(
        state=state,
        reference=refund.id,
        our_reference=refund.reference,
        payment_reference=refund.payment,
        amount=Money(refund.amount, currency(refund.currency.upper())),
        observed_at=observed_at,
        failure_reason=_REFUND_FAILURES.get(code, "GENERIC") if state is RefundState.FAILED else None,
    )


def to_fact(event: RemoteEvent) -> GatewayEvent | None:
    """What a signed webhook tells; None when it lacks what its type promises."""
    about = event.refund if event.type.startswith("refund.") else event.payment
    if about is None:
        return None
    fact = GatewayEvent(
        dedupe_key=event.id,
        kind=event.type,
        trust="signed_full",
        occurred_at=event.created,
        reference=about.id,
        our_reference=about.reference,
    )
    if isinstance(about, RemoteRefund):
        return replace(fact, subject="refund", claimed_refund=to_refund_result(about, event.created))
    return replace(fact, claimed=to_result(about, event.created))


def _decline(state: PaymentState, decline: RemoteDecline | None) -> Decline | None:
    if state is PaymentState.EXPIRED:
        return Decline("EXPIRED", DeclineAdvice.AUTHENTICATE)
    if state is not PaymentState.FAILED:
        return None
    code = decline.code if decline else None
    reason, advice = _DECLINES.get(code or "", ("GENERIC", DeclineAdvice.RETRY_LATER))
    return Decline(reason, advice, code)
