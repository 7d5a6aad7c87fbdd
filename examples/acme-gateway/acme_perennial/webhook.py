"""Acme Pay's webhooks: verified on the raw bytes, in constant time, and only while they are fresh."""

from __future__ import annotations

import hashlib
import hmac
import json
import re

from pydantic import AwareDatetime, BaseModel, ValidationError

from acme_perennial.settings import AcmeSettings
from acme_perennial.translate import Charge, Refund, to_refund, to_result
from backend.gateways.base import GatewayEvent, RawWebhook, WebhookOutcome, WebhookRejected

_FRESH_SECONDS = 300
_FORM = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


class _Event(BaseModel):
    id: str
    type: str
    created: AwareDatetime
    charge: Charge | None = None
    refund: Refund | None = None


def receive(settings: AcmeSettings, raw: RawWebhook) -> WebhookOutcome:
    """Verify, then translate. Raises WebhookRejected."""
    _verify(settings, raw)
    try:
        if json.loads(raw.body)["type"] not in ("charge.updated", "refund.made"):
            return WebhookOutcome(ignored_reason="Perennial has no use for this type of event.")
        event = _Event.model_validate_json(raw.body)
        return WebhookOutcome(events=(_fact(event),))
    except (ValidationError, ValueError, KeyError, TypeError, RecursionError):
        raise WebhookRejected("The webhook is signed, but its content cannot be read.") from None


def _verify(settings: AcmeSettings, raw: RawWebhook) -> None:
    form = _FORM.fullmatch(raw.headers.get("acme-signature", ""))
    if form is None:
        raise WebhookRejected("The signature header is missing or malformed.")
    signed = form[1].encode() + b"." + raw.body
    secrets = [secret for secret in (settings.webhook_secret, settings.previous_webhook_secret) if secret is not None]
    made = [hmac.new(secret.get_secret_value().encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    # Each is compared, so that the time taken tells nothing.
    matches = [hmac.compare_digest(one, form[2]) for one in made]
    if not any(matches):
        raise WebhookRejected("The signature does not match.")
    if abs(int(raw.received_at.timestamp()) - int(form[1])) > _FRESH_SECONDS:
        raise WebhookRejected("The webhook is too old, or comes from the future.")


def _fact(event: _Event) -> GatewayEvent:
    if event.refund is not None:
        refund = event.refund
        return GatewayEvent(
            event.id, "refund.updated", "signed_full", event.created, refund.id, refund.reference, subject="refund",
            claimed_refund=to_refund(refund, event.created), payment_reference=refund.charge,
        )  # fmt: skip
    charge = event.charge
    if charge is None:
        raise ValueError("an event about nothing")
    claimed = to_result(charge, event.created)
    return GatewayEvent(
        event.id, f"payment.{charge.status}", "signed_full", event.created, charge.id, charge.reference, claimed
    )
