"""Openpay's webhooks: HTTP Basic is all that tells them from a stranger's, so what they say is only a hint.

The core fetches what an event is about before it believes anything. A payment is named by Openpay's id alone,
so that a made-up one leads nowhere. Events have no id: the dedupe key is made of what the event says.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from backend.gateways.base import GatewayEvent, RawWebhook, WebhookOutcome, WebhookRejected
from backend.gateways.openpay.places import place_of
from backend.gateways.openpay.references import refund_mark_in
from backend.gateways.openpay.remote_charge import RemoteCharge, instant
from backend.gateways.openpay.settings import OpenpaySettings

PAYMENT_EVENTS = (
    "charge.created",
    "charge.succeeded",
    "charge.failed",
    "charge.cancelled",
    "charge.rescored.to.decline",
    "transaction.expired",
)
REFUND_EVENT = "charge.refunded"
DISPUTE_EVENTS = ("chargeback.created", "chargeback.rejected", "chargeback.accepted")
EVENTS = (*PAYMENT_EVENTS, REFUND_EVENT, *DISPUTE_EVENTS)


class _Envelope(BaseModel):
    type: str
    event_date: str | None = None
    transaction: RemoteCharge | None = None
    verification_code: str | None = None


def verify(raw: RawWebhook, settings: OpenpaySettings) -> None:
    """Raise WebhookRejected unless the user and one of the passwords are the account's. Compared in constant time."""
    given = _credentials(raw.headers.get("authorization", ""))
    passwords = (settings.webhook_password, settings.previous_webhook_password)
    expected = [
        f"{settings.webhook_user}:{password.get_secret_value()}".encode()
        for password in passwords
        if password is not None and password.get_secret_value()
    ]
    # Every pair is compared, so the time taken tells nothing about which one came close.
    matches = [hmac.compare_digest(given, one) for one in expected]
    if not any(matches):
        raise WebhookRejected("The user or the password is wrong.")


def outcome(raw: RawWebhook, settings: OpenpaySettings) -> WebhookOutcome:
    """What a verified webhook tells. Raises WebhookRejected when it cannot be read."""
    content = _content(raw.body)
    if content["type"] not in (*EVENTS, "verification"):
        return WebhookOutcome(ignored_reason="Perennial has no use for this type of event.")
    try:
        envelope = _Envelope.model_validate(content)
    except ValidationError:
        # It would come again and again if it were refused; what it hints at is found by asking.
        return WebhookOutcome(ignored_reason="The event does not hold a charge that can be read.")
    if envelope.type == "verification":
        return WebhookOutcome(
            ignored_reason="Openpay checks the address.", verification_code=envelope.verification_code
        )
    charge = envelope.transaction
    if charge is None:
        return WebhookOutcome(ignored_reason="The event does not say which transaction it is about.")
    if envelope.type == "charge.failed" and charge.method == "card" and charge.payment_method is None:
        # The answer to the charge said so already. The charge may have been repeated with 3-D Secure since: its
        # failure without is not the payment's.
        return WebhookOutcome(ignored_reason="A card that was refused at once was refused in the answer.")
    occurred = instant(envelope.event_date, place_of(settings).zone) or raw.received_at
    return WebhookOutcome(events=list(_facts(envelope.type, charge, occurred)))


def _facts(kind: str, charge: RemoteCharge, occurred: datetime) -> Iterable[GatewayEvent]:
    parts = [kind, charge.id, charge.status, charge.operation_date or ""]
    if kind == REFUND_EVENT:
        for refund in charge.all_refunds():
            yield GatewayEvent(
                dedupe_key=":".join([*parts, refund.id, refund.status]),
                kind="refund.updated",
                trust="hint",
                occurred_at=occurred,
                reference=f"{charge.id}/{refund.id}",
                our_reference=refund_mark_in(refund.description),
                subject="refund",
                payment_reference=charge.id,
            )
        if charge.all_refunds():
            return
    dispute = kind in DISPUTE_EVENTS
    yield GatewayEvent(
        dedupe_key=":".join(parts),
        kind="dispute.updated" if dispute else kind,
        trust="hint",
        occurred_at=occurred,
        reference=charge.id,
        subject="dispute" if dispute else "payment",
        payment_reference=charge.id if dispute else None,
    )


def _content(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise WebhookRejected("The webhook is not JSON.") from None
    if not isinstance(content, dict) or not isinstance(content.get("type"), str):
        raise WebhookRejected("The webhook does not say what it is about.")
    return content


def _credentials(header: str) -> bytes:
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "basic":
        return b""
    try:
        return base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""
