"""The parts of Stripe's objects that we rely on. Further fields are ignored, missing ones make an answer unreadable."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StrictBool, StrictInt

from backend.gateways.stripe.texts import OUR_REFERENCE

# Seconds since 1970, as far as there are dates: up to the end of the year 9999.
Instant = Annotated[StrictInt, Field(ge=0, le=253_402_300_799)]


class RemoteCard(BaseModel):
    """A card, as far as it may be shown."""

    brand: str | None = None
    last4: str | None = None
    exp_month: StrictInt | None = None
    exp_year: StrictInt | None = None


class RemoteMethod(BaseModel):
    """A payment method. `customer` is None when it is attached to nobody."""

    id: str
    type: str = "card"
    customer: str | None = None
    card: RemoteCard | None = None


class RemoteError(BaseModel):
    """Why a payment or a setup failed."""

    type: str | None = None
    code: str | None = None
    decline_code: str | None = None
    advice_code: str | None = None
    param: str | None = None
    payment_method: RemoteMethod | None = None


class RemoteRedirect(BaseModel):
    """A page of the payer's bank."""

    url: str


class RemoteAction(BaseModel):
    """What the payer has to do."""

    type: str
    redirect_to_url: RemoteRedirect | None = None


class _Noted(BaseModel):
    metadata: dict[str, str] | None = None

    @property
    def our_reference(self) -> str | None:
        """The reference that we gave it; None when it was not made by us."""
        return self.mark(OUR_REFERENCE)

    def mark(self, name: str) -> str | None:
        """One of the notes that we left on it: see `texts`."""
        return (self.metadata or {}).get(name)


class RemoteIntent(_Noted):
    """A PaymentIntent."""

    id: str
    status: str
    amount: StrictInt
    currency: str
    amount_received: StrictInt = 0
    client_secret: str | None = None
    customer: str | None = None
    payment_method: RemoteMethod | str | None = None
    last_payment_error: RemoteError | None = None
    next_action: RemoteAction | None = None
    setup_future_usage: str | None = None
    cancellation_reason: str | None = None


class RemoteSetup(_Noted):
    """A SetupIntent."""

    id: str
    status: str
    client_secret: str | None = None
    customer: str | None = None
    payment_method: RemoteMethod | str | None = None
    last_setup_error: RemoteError | None = None
    next_action: RemoteAction | None = None


class RemoteSession(_Noted):
    """A Checkout Session."""

    id: str
    mode: str
    status: str | None
    payment_status: str
    amount_total: StrictInt | None = None
    currency: str | None = None
    client_reference_id: str | None = None
    url: str | None = None
    expires_at: Instant | None = None
    payment_intent: RemoteIntent | str | None = None
    setup_intent: RemoteSetup | str | None = None


class RemoteRefund(_Noted):
    """A Refund."""

    id: str
    status: str | None
    amount: StrictInt
    currency: str
    payment_intent: RemoteIntent | str | None = None
    failure_reason: str | None = None


class RemoteEvidence(BaseModel):
    """Until when a dispute has to be answered."""

    due_by: Instant | None = None


class RemoteDispute(BaseModel):
    """A Dispute."""

    id: str
    status: str
    amount: StrictInt
    currency: str
    reason: str | None = None
    payment_intent: RemoteIntent | str | None = None
    evidence_details: RemoteEvidence | None = None


class RemoteEndpoint(BaseModel):
    """A webhook endpoint; the secret is told once, when it is made."""

    id: str
    url: str
    secret: str | None = None


class RemoteObject(BaseModel):
    """Something of which only the id matters."""

    id: str


class RemoteBalance(BaseModel):
    """The answer of the health check."""

    object: str
    livemode: StrictBool
