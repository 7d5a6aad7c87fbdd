"""Is this webhook the Sandbox's own, fresh and unaltered? Decided on the raw bytes, before anything is parsed."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime

from pydantic import SecretStr

from backend.gateways.base import RawWebhook, WebhookRejected

HEADER = "sandbox-signature"
TOLERANCE_SECONDS = 300
MAX_SIGNATURES = 10

_HEADER_FORM = re.compile(r"t=([0-9]{1,12})((?:,v[0-9]+=[0-9a-f]+)+)")


def verify(raw: RawWebhook, secrets: Iterable[SecretStr | None]) -> None:
    """Raise WebhookRejected unless one of the header's v1 signatures was made with one of `secrets`, not long ago."""
    usable = [secret.get_secret_value().encode() for secret in secrets if secret is not None]
    usable = [secret for secret in usable if secret]
    if not usable:
        # An empty key would accept whatever anybody signs with an empty key.
        raise WebhookRejected("No webhook secret is configured.")
    form = _HEADER_FORM.fullmatch(raw.headers.get(HEADER, ""))
    if form is None:
        raise WebhookRejected("The signature header is missing or malformed.")
    sent_at, parts = form.group(1), form.group(2).split(",")
    offered = [part[3:].encode() for part in parts if part.startswith("v1=")][:MAX_SIGNATURES]
    signed = sent_at.encode() + b"." + raw.body
    expected = [hmac.new(secret, signed, hashlib.sha256).hexdigest().encode() for secret in usable]
    # Every pair is compared, so the time taken tells nothing about which one came close.
    matches = [hmac.compare_digest(mine, theirs) for mine in expected for theirs in offered]
    if not any(matches):
        raise WebhookRejected("The signature does not match.")
    _check_age(int(sent_at), raw.received_at)


def _check_age(sent_at: int, received_at: datetime) -> None:
    age = int(received_at.timestamp()) - sent_at
    if age > TOLERANCE_SECONDS:
        raise WebhookRejected("The webhook is too old.")
    if age < -TOLERANCE_SECONDS:
        raise WebhookRejected("The webhook comes from the future; check the clocks.")
