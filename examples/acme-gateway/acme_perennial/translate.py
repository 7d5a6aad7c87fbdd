"""From Acme Pay's words to the contract's. What is not known is UNKNOWN, never success and never failure."""

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
    RefundResult,
    RefundState,
)

_STATES = {
    "waiting": PaymentState.REQUIRES_ACTION,
    "paid": PaymentState.SUCCEEDED,
    "declined": PaymentState.FAILED,
    "canceled": PaymentState.CANCELED,
    "expired": PaymentState.EXPIRED,
}
_DECLINES = {
    "no_funds": ("INSUFFICIENT_FUNDS", DeclineAdvice.RETRY_LATER),
    "card_expired": ("EXPIRED_CARD", DeclineAdvice.NEW_METHOD),
    "card_stolen": ("GENERIC", DeclineAdvice.NEVER),
    "refused_by_payer": ("AUTHENTICATION_FAILED", DeclineAdvice.AUTHENTICATE),
}


class Card(BaseModel):
    """The card, as far as it may be shown."""

    brand: str
    last4: str
    month: StrictInt
    year: StrictInt


class Charge(BaseModel):
    """The parts of a charge that we rely on; whatever else is there is ignored."""

    id: str
    status: str
    amount: StrictInt
    currency: str
    reference: str
    page_url: str | None = None
    page_expires_at: AwareDatetime | None = None
    decline_code: str | None = None
    card: Card | None = None


class Refund(BaseModel):
    """The parts of a refund that we rely on."""

    id: str
    charge: str
    amount: StrictInt
    currency: str
    reference: str | None = None


def to_result(charge: Charge, observed_at: datetime) -> PaymentResult:
    """The charge in the contract's words, with the amount that Acme Pay states."""
    state, card = _STATES.get(charge.status, PaymentState.UNKNOWN), charge.card
    waits = state is PaymentState.REQUIRES_ACTION and charge.page_url is not None
    decline = None
    if state is PaymentState.FAILED:
        reason, advice = _DECLINES.get(charge.decline_code or "", ("GENERIC", DeclineAdvice.RETRY_LATER))
        decline = Decline(reason, advice, charge.decline_code)
    return PaymentResult(
        state=state,
        reference=charge.id,
        our_reference=charge.reference,
        amount=Money(charge.amount, currency(charge.currency.upper())),
        observed_at=observed_at,
        action=Redirect(charge.page_url or "", charge.page_expires_at) if waits else None,
        decline=decline,
        method=MethodSummary(MethodKind.CARD, card.brand, card.last4, card.month, card.year) if card else None,
        gateway_status=charge.status,
    )


def to_refund(refund: Refund, observed_at: datetime) -> RefundResult:
    """The refund in the contract's words. Acme Pay gives back at once, or refuses."""
    return RefundResult(
        state=RefundState.SUCCEEDED,
        reference=refund.id,
        our_reference=refund.reference,
        payment_reference=refund.charge,
        amount=Money(refund.amount, currency(refund.currency.upper())),
        observed_at=observed_at,
    )
