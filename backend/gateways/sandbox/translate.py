"""From the Sandbox's words to ours: payments, declines and events. Unknown words never mean success."""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, StrictInt

from backend.currencies import currency
from backend.domain.money import Money
from backend.gateways.base import (
    Decline,
    DeclineAdvice,
    MethodKind,
    MethodSummary,
    PaymentResult,
    PaymentState,
    Redirect,
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
}


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


class RemoteEvent(BaseModel):
    """A webhook's content; `payment` stays raw because an event of another kind may carry something else."""

    id: str
    type: str
    created: AwareDatetime
    payment: RemotePayment | None = None


def to_result(payment: RemotePayment, observed_at: datetime) -> PaymentResult:
    """The payment in the contract's words, with the amount that the provider states."""
    state = _STATES.get(payment.status, PaymentState.UNKNOWN)
    action = payment.next_action
    card = payment.card or RemoteCard()
    redirect = state is PaymentState.REQUIRES_ACTION and action is not None and action.type == "redirect_to_url"
    return PaymentResult(
        state=state,
        reference=payment.id,
        our_reference=payment.reference,
        amount=Money(payment.amount, currency(payment.currency.upper())),
        observed_at=observed_at,
        action=Redirect(action.url, action.expires_at) if redirect and action is not None else None,
        decline=_decline(state, payment.decline),
        method=MethodSummary(MethodKind.CARD, card.brand, card.last4, card.exp_month, card.exp_year),
        gateway_status=payment.status,
    )


def _decline(state: PaymentState, decline: RemoteDecline | None) -> Decline | None:
    if state is PaymentState.EXPIRED:
        return Decline("EXPIRED", DeclineAdvice.AUTHENTICATE)
    if state is not PaymentState.FAILED:
        return None
    code = decline.code if decline else None
    reason, advice = _DECLINES.get(code or "", ("GENERIC", DeclineAdvice.RETRY_LATER))
    return Decline(reason, advice, code)
