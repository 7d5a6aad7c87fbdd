"""Is this webhook Mercado Pago's own, and what is it about? It signs the id in the address, never the body.

So the body is believed in nothing: the event says what to ask about, and the core asks.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from pydantic import SecretStr

from backend.gateways.base import GatewayEvent, RawWebhook, WebhookOutcome, WebhookRejected
from backend.gateways.facts import Subject
from backend.gateways.mercadopago.payments import LONGEST_REFERENCE

# Deliveries are tried again for hours; a replayed one makes us ask once more, which changes nothing.
OLDEST = timedelta(days=1)
FUTURE = timedelta(minutes=5)
_SUBJECTS: dict[str, Subject] = {
    "payment": "payment",
    "chargebacks": "dispute",
    "topic_chargebacks_wh": "dispute",
}
_FORM = re.compile(r"ts=([0-9]{1,16}),v1=([0-9a-f]{64})")
_ID = re.compile(r"[A-Za-z0-9_.-]{1,100}")
# Times are documented in milliseconds, and read as seconds by Mercado Pago's own kit.
_MILLISECONDS_FROM = 10**11


def receive(raw: RawWebhook, secrets: Iterable[SecretStr | None]) -> WebhookOutcome:
    """Verify and translate. Raises WebhookRejected."""
    verify(raw, secrets)
    id = raw.query["data.id"]
    try:
        content = json.loads(raw.body)
        told = content.get("data", {}).get("id")
        type = raw.query.get("type") or content.get("type")
    except (ValueError, AttributeError, RecursionError):
        raise WebhookRejected("The webhook is signed, but its content cannot be read.") from None
    if told is not None and str(told) != id:
        # Only the id in the address is signed.
        raise WebhookRejected("The body speaks of another thing than the address.")
    subject = _SUBJECTS.get(str(type))
    if subject is None:
        return WebhookOutcome(ignored_reason="Perennial has no use for this type of event.")
    event = GatewayEvent(
        dedupe_key=f"{_notice(raw, content.get('id'))}:{type}:{content.get('action')}:{id}",
        kind=str(content.get("action") or type)[:100],
        trust="signed_thin",
        occurred_at=raw.received_at,
        reference=id,
        our_reference=_reference(raw) if subject == "payment" else None,
        subject=subject,
        payment_reference=None,
    )
    return WebhookOutcome(events=(event,))


def _notice(raw: RawWebhook, told: object) -> str:
    """The notice's own id; without one, its request's id or its signed time, lest all such be taken for one."""
    own = told if isinstance(told, int | str) and told != "" else raw.headers.get("x-request-id")
    return str(own or raw.headers.get("x-signature", "").partition(",")[0])


def _reference(raw: RawWebhook) -> str | None:
    """Our reference, as we put it into the address. Nobody signs it: what cannot be one of ours is none."""
    reference = raw.query.get("reference")
    return reference if reference and len(reference) <= LONGEST_REFERENCE else None


def verify(raw: RawWebhook, secrets: Iterable[SecretStr | None]) -> None:
    """Raise WebhookRejected unless the id in the address was signed with one of `secrets`, not long ago."""
    usable = [secret.get_secret_value().encode() for secret in secrets if secret is not None]
    usable = [secret for secret in usable if secret.strip()]
    if not usable:
        raise WebhookRejected("No webhook secret is configured.")
    form = _FORM.fullmatch(raw.headers.get("x-signature", "").replace(" ", ""))
    if form is None:
        raise WebhookRejected("The signature header is missing or malformed.")
    id = raw.query.get("data.id", "")
    if not _ID.fullmatch(id):
        raise WebhookRejected("The address names nothing.")
    sent_at, offered = form.groups()
    request_id = raw.headers.get("x-request-id", "")
    # The id is signed as it came, or in lower case: the documents and Mercado Pago's kit do not agree.
    manifests = [_manifest(one, request_id, sent_at) for one in (id, id.lower())]
    matches = [
        hmac.compare_digest(hmac.new(secret, manifest.encode(), hashlib.sha256).hexdigest(), offered)
        for secret in usable
        for manifest in manifests
    ]
    if not any(matches):
        raise WebhookRejected("The signature does not match.")
    _check_age(int(sent_at), raw.received_at)


def _manifest(id: str, request_id: str, sent_at: str) -> str:
    """What is signed; a part that is missing is left out whole."""
    request = f"request-id:{request_id};" if request_id else ""
    return f"id:{id};{request}ts:{sent_at};"


def _check_age(sent_at: int, received_at: datetime) -> None:
    if sent_at >= _MILLISECONDS_FROM:
        sent_at //= 1000
    age = timedelta(seconds=int(received_at.timestamp()) - sent_at)
    if age > OLDEST:
        raise WebhookRejected("The webhook is too old.")
    if age < -FUTURE:
        raise WebhookRejected("The webhook comes from the future; check the clocks.")
