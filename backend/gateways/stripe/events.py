"""What a verified webhook tells.

A claim is believed as it stands (`signed_full`) where the event holds all of it. Where it does not (the details of a
kept method, the session of a payment on Stripe's page, an object in another version's shape) it is `signed_thin`, and
the core fetches.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, StrictBool, StrictInt

from backend.gateways.base import ClientConfirm, GatewayEvent, Subject, WebhookOutcome, WebhookRejected
from backend.gateways.stripe.event_types import EVENTS
from backend.gateways.stripe.objects import (
    RemoteDispute,
    RemoteIntent,
    RemoteMethod,
    RemoteRefund,
    RemoteSession,
    RemoteSetup,
)
from backend.gateways.stripe.remote import API_VERSION
from backend.gateways.stripe.reversals import refunded_payment, to_refund
from backend.gateways.stripe.settings import StripeSettings
from backend.gateways.stripe.texts import APP, CHECKOUT, FLOW, PAYMENT
from backend.gateways.stripe.translate import id_of, to_payment, to_saved_method, to_setup


class _Data(BaseModel):
    object: dict[str, Any]


class _Event(BaseModel):
    id: str
    type: str
    created: StrictInt
    livemode: StrictBool
    data: _Data
    api_version: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One event on its way to a fact."""

    event: _Event
    settings: StripeSettings

    @property
    def occurred_at(self) -> datetime:
        return datetime.fromtimestamp(self.event.created, UTC)

    @property
    def is_ours_in_shape(self) -> bool:
        """Whether the object has the shape of the version that we know."""
        return self.event.api_version == API_VERSION

    def fact(self, subject: Subject, kind: str, **more: Any) -> GatewayEvent:
        """A fact that is believed when it brings a claim."""
        claims = any(name.startswith("claimed") and value is not None for name, value in more.items())
        removed = kind == "method.removed"
        return GatewayEvent(
            dedupe_key=self.event.id,
            kind=kind,
            trust="signed_full" if claims or removed else "signed_thin",
            occurred_at=self.occurred_at,
            subject=subject,
            account_reference=self.event.account,
            **more,
        )


def read_event(body: bytes, settings: StripeSettings) -> WebhookOutcome:
    """The content of a verified webhook. Raises WebhookRejected when it cannot be read."""
    try:
        head = json.loads(body)
        if head.get("object") != "event" or head.get("type") not in EVENTS:
            return WebhookOutcome(ignored_reason="Perennial has no use for this type of event.")
        event = _Event.model_validate(head)
        ignored = _ignored(event, settings)
        if ignored is not None:
            return WebhookOutcome(ignored_reason=ignored)
        fact = _fact(_Reading(event, settings))
    except (ValueError, AttributeError, TypeError, RecursionError, OverflowError):
        raise WebhookRejected("The webhook is signed, but its content cannot be read.") from None
    if fact is None:
        return WebhookOutcome(ignored_reason="It is about something that Perennial did not make.")
    return WebhookOutcome(events=(fact,))


def _ignored(event: _Event, settings: StripeSettings) -> str | None:
    if event.livemode != (settings.mode == "live"):
        return f"It is an event of {'live' if event.livemode else 'test'} mode."
    if event.account != settings.connected_account:
        return "It is an event of another account."
    if event.type == "charge.refunded":
        return "The refund's own event tells more."
    if event.type == "account.application.deauthorized":
        return "The account has withdrawn its permission: check the gateway's settings."
    return None if EVENTS[event.type] else "It changes no payment."


def _fact(reading: _Reading) -> GatewayEvent | None:
    kind, content = reading.event.type, reading.event.data.object
    if kind.startswith("payment_intent."):
        return _of_intent(reading, RemoteIntent.model_validate(content))
    if kind.startswith("setup_intent."):
        return _of_setup(reading, RemoteSetup.model_validate(content))
    if kind.startswith("checkout.session."):
        return _of_session(reading, RemoteSession.model_validate(content))
    if kind.startswith("refund."):
        return _of_refund(reading, RemoteRefund.model_validate(content))
    if kind.startswith("charge.dispute."):
        dispute = RemoteDispute.model_validate(content)
        # It names a PaymentIntent; whether we know the payment by a session, only Stripe can tell.
        return reading.fact(
            "dispute", "dispute.updated", reference=dispute.id, payment_reference=id_of(dispute.payment_intent)
        )
    return _of_method(reading, RemoteMethod.model_validate(content))


def _of_intent(reading: _Reading, intent: RemoteIntent) -> GatewayEvent | None:
    if intent.our_reference is None:
        return None
    if intent.mark(FLOW) == CHECKOUT:
        # The payment is known by its session, which the intent does not name.
        return reading.fact("payment", "payment.updated", our_reference=intent.our_reference)
    key = reading.settings.publishable_key
    claim = to_payment(intent, reading.occurred_at, publishable_key=key)
    # The event names the method only by its id: what was kept has to be fetched.
    whole = reading.is_ours_in_shape and not (intent.setup_future_usage and intent.status != "canceled")
    if isinstance(claim.action, ClientConfirm):
        # A secret, and no news: whoever needs it asks for it.
        whole = False
    return reading.fact(
        "payment",
        f"payment.{claim.state.lower()}",
        reference=intent.id,
        our_reference=intent.our_reference,
        claimed=claim if whole else None,
    )


def _of_setup(reading: _Reading, setup: RemoteSetup) -> GatewayEvent | None:
    if setup.our_reference is None:
        return None
    if setup.mark(FLOW) == CHECKOUT:
        return reading.fact("setup", "setup.updated", our_reference=setup.our_reference)
    claim = to_setup(setup, reading.occurred_at, publishable_key=reading.settings.publishable_key)
    whole = reading.is_ours_in_shape and setup.status != "succeeded" and setup.mark(FLOW) != APP
    return reading.fact(
        "setup",
        "setup.updated",
        reference=setup.id,
        our_reference=setup.our_reference,
        claimed_setup=claim if whole else None,
    )


def _of_session(reading: _Reading, session: RemoteSession) -> GatewayEvent | None:
    if session.our_reference is None or session.mode not in ("payment", "setup"):
        return None
    subject: Subject = "payment" if session.mode == "payment" else "setup"
    return reading.fact(subject, f"{subject}.updated", reference=session.id, our_reference=session.our_reference)


def _of_refund(reading: _Reading, refund: RemoteRefund) -> GatewayEvent:
    payment = refunded_payment(refund)
    claim = to_refund(refund, reading.occurred_at, payment_reference=payment)
    # One that was made in the dashboard names its PaymentIntent, and we may know the payment by a session: only
    # fetching tells.
    whole = reading.is_ours_in_shape and refund.mark(PAYMENT) is not None
    return reading.fact(
        "refund",
        "refund.updated",
        reference=refund.id,
        our_reference=refund.our_reference,
        payment_reference=payment if whole else None,
        claimed_refund=claim if whole else None,
    )


def _of_method(reading: _Reading, method: RemoteMethod) -> GatewayEvent | None:
    if reading.event.type == "payment_method.detached":
        return reading.fact("method", "method.removed", reference=method.id)
    if method.type != "card" or method.customer is None:
        return None
    claim = to_saved_method(method)
    return reading.fact("method", "method.updated", reference=method.id, claimed_method=claim)
