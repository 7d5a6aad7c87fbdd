"""Is this webhook PayPal's own? With the certificate in the settings that is proved on the raw bytes, offline.

Without it only the form is checked, and the webhook is a hint: the core asks PayPal before it believes anything. Even a
proved one is fetched: what it carries (a capture, a refund) does not say all that the order says.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from backend.gateways.base import GatewayEvent, RawWebhook, Trust, WebhookOutcome, WebhookRejected
from backend.gateways.facts import Subject
from backend.gateways.paypal.refunds import capture_of
from backend.gateways.paypal.settings import PayPalSettings

# PayPal tries for three days; whether a later try has a time of its own is not documented.
OLDEST = timedelta(days=4)
FUTURE = timedelta(minutes=5)
EVENTS = (
    "CHECKOUT.ORDER.APPROVED",
    "CHECKOUT.ORDER.COMPLETED",
    "CHECKOUT.PAYMENT-APPROVAL.REVERSED",
    "PAYMENT.AUTHORIZATION.CREATED",
    "PAYMENT.AUTHORIZATION.VOIDED",
    "PAYMENT.CAPTURE.COMPLETED",
    "PAYMENT.CAPTURE.DECLINED",
    "PAYMENT.CAPTURE.DENIED",
    "PAYMENT.CAPTURE.PENDING",
    "PAYMENT.CAPTURE.REFUNDED",
    "PAYMENT.CAPTURE.REVERSED",
    "PAYMENT.REFUND.FAILED",
    "PAYMENT.REFUND.PENDING",
    "CUSTOMER.DISPUTE.CREATED",
    "CUSTOMER.DISPUTE.UPDATED",
    "CUSTOMER.DISPUTE.RESOLVED",
    "VAULT.PAYMENT-TOKEN.CREATED",
    "VAULT.PAYMENT-TOKEN.DELETED",
)
_HEADERS = ("paypal-transmission-id", "paypal-transmission-time", "paypal-transmission-sig", "paypal-cert-url")


def receive(settings: PayPalSettings, raw: RawWebhook) -> WebhookOutcome:
    """Verify and translate. Raises WebhookRejected."""
    trust: Trust = "signed_thin" if verify(settings, raw) else "hint"
    try:
        content = json.loads(raw.body)
        id, kind, resource = content["id"], content["event_type"], content["resource"]
        at = datetime.fromisoformat(content["create_time"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise WebhookRejected("The webhook's content cannot be read.") from None
    if not (isinstance(id, str) and id and isinstance(kind, str) and isinstance(resource, dict) and at.tzinfo):
        raise WebhookRejected("The webhook's content cannot be read.")
    if kind not in EVENTS:
        return WebhookOutcome(ignored_reason="Perennial has no use for this type of event.")
    event = _event(id, kind, resource, trust, at)
    if event is None:
        return WebhookOutcome(ignored_reason="It names nothing that Perennial could ask PayPal about.")
    return WebhookOutcome(events=(event,))


def verify(settings: PayPalSettings, raw: RawWebhook) -> bool:
    """Whether the signature was checked. Raises WebhookRejected for one that is wrong, and for a wrong form."""
    id, sent_at, signature, address = (raw.headers.get(name, "") for name in _HEADERS)
    if not (id and sent_at and signature and address):
        raise WebhookRejected("A signature header is missing.")
    if raw.headers.get("paypal-auth-algo", "").upper() != "SHA256WITHRSA":
        raise WebhookRejected("The signature is of a kind that PayPal does not use.")
    _check_host(settings, address)
    _check_age(sent_at, raw.received_at)
    try:
        given = base64.b64decode(signature, validate=True)
    except binascii.Error:
        raise WebhookRejected("The signature header is malformed.") from None
    if settings.webhook_certificate is None or settings.webhook_id is None:
        return False
    signed = f"{id}|{sent_at}|{settings.webhook_id}|{zlib.crc32(raw.body)}".encode()
    for certificate in x509.load_pem_x509_certificates(settings.webhook_certificate.encode()):
        if _signed_by(certificate, given, signed, raw.received_at):
            return True
    raise WebhookRejected("The signature does not match.")


def _signed_by(certificate: x509.Certificate, signature: bytes, signed: bytes, at: datetime) -> bool:
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        return False
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        return False
    try:
        key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _check_host(settings: PayPalSettings, address: str) -> None:
    """The certificate's address is never fetched here; one that is not PayPal's own gives a forger away."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        raise WebhookRejected("The certificate's address is malformed.") from None
    ours = settings.base_url is not None and address.startswith(settings.base_url + "/")
    if not ours and not (parts.scheme == "https" and (host == "paypal.com" or host.endswith(".paypal.com"))):
        raise WebhookRejected("The certificate is not at PayPal's address.")


def _check_age(sent_at: str, received_at: datetime) -> None:
    try:
        at = datetime.fromisoformat(sent_at)
    except ValueError:
        raise WebhookRejected("The time of sending is malformed.") from None
    if at.tzinfo is None:
        raise WebhookRejected("The time of sending is malformed.")
    if received_at - at > OLDEST:
        raise WebhookRejected("The webhook is too old.")
    if at - received_at > FUTURE:
        raise WebhookRejected("The webhook comes from the future; check the clocks.")


def _event(id: str, kind: str, resource: Mapping[str, Any], trust: Trust, at: datetime) -> GatewayEvent | None:
    """What it is about; None when it does not say."""
    subject: Subject = "payment"
    reference, ours, payment = None, None, None
    if kind.startswith("CUSTOMER.DISPUTE."):
        subject, reference = "dispute", _text(resource, "dispute_id")
    elif kind == "VAULT.PAYMENT-TOKEN.DELETED":
        # There is nothing left to fetch: signed, it says all there is to say.
        subject, reference = "method", _text(resource, "id")
        trust = "signed_full" if trust == "signed_thin" else trust
    elif kind == "VAULT.PAYMENT-TOKEN.CREATED":
        reference = _text(resource.get("metadata"), "order_id")
    elif kind.startswith("CHECKOUT."):
        reference, ours = _text(resource, "order_id") or _text(resource, "id"), _ours(resource)
    elif capture_of(resource) is not None or kind.startswith("PAYMENT.REFUND."):
        ours, of_payment = _text(resource, "custom_id"), _text(resource, "invoice_id")
        if of_payment is not None and ours in (None, of_payment):
            # Made by somebody else: it has the payment's texts, and its order lists it.
            ours = of_payment
        else:
            subject, reference, payment = "refund", _text(resource, "id"), _order_of(resource)
    else:
        reference = _order_of(resource)
        ours = _text(resource, "invoice_id") or _text(resource, "custom_id")
    if reference is None and ours is None:
        return None
    names = {"refund": "refund.updated", "method": "method.removed"}
    name = names.get(subject, kind.lower())
    return GatewayEvent(id, name, trust, at, reference, ours, subject=subject, payment_reference=payment)


def _ours(order: Mapping[str, Any]) -> str | None:
    units = order.get("purchase_units")
    unit = units[0] if isinstance(units, list) and units else None
    return _text(unit, "invoice_id") or _text(unit, "custom_id")


def _order_of(resource: Mapping[str, Any]) -> str | None:
    """The order of a capture or an authorization."""
    supplementary = resource.get("supplementary_data")
    related = supplementary.get("related_ids") if isinstance(supplementary, dict) else None
    return _text(related, "order_id")


def _text(content: object, name: str) -> str | None:
    value = content.get(name) if isinstance(content, dict) else None
    return value if isinstance(value, str) and 0 < len(value) <= 255 else None
