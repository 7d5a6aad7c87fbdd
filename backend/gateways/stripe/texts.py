"""What we write into Stripe's objects, within its limits. Everything is cut by characters and the same every time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

LONGEST_DESCRIPTION = 500
LONGEST_NAME = 250
LONGEST_EMAIL = 512
# Stripe's limits for metadata, and for a Checkout Session's client_reference_id.
_MOST_KEYS, _LONGEST_KEY, _LONGEST_VALUE, _LONGEST_REFERENCE = 45, 40, 500, 200

OUR_REFERENCE = "our_reference"
# How the payer meets an intent: "checkout" is Stripe's page, "app" an SDK. Absent: we confirmed it ourselves.
FLOW = "flow"
CHECKOUT = "checkout"
APP = "app"
# The payment that a refund of ours belongs to, as we know it.
PAYMENT = "payment_reference"
REASON = "reason"
# A session that we ended looks like one that ran out, but for this.
CANCELED = "canceled"

# The languages that Stripe's page speaks, beside "auto".
_LOCALES = frozenset(
    {
        "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil", "fr", "fr-CA", "hi-IN", "hr",
        "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru", "sk", "sl",
        "sv", "th", "tr", "vi", "zh", "zh-HK", "zh-TW",
    }
)  # fmt: skip


def reference_text(our_reference: str) -> str:
    """Our reference as Stripe keeps it: itself, or its beginning and a hash when it is longer than Stripe takes."""
    if len(our_reference) <= _LONGEST_REFERENCE:
        return our_reference
    return f"{our_reference[:120]}-{hashlib.sha256(our_reference.encode()).hexdigest()}"


def metadata(our_reference: str, given: Mapping[str, str], **marks: str) -> dict[str, str]:
    """The merchant's notes, our reference and our marks; ours win."""
    notes = {key[:_LONGEST_KEY]: value[:_LONGEST_VALUE] for key, value in list(given.items())[:_MOST_KEYS] if value}
    return {**notes, OUR_REFERENCE: reference_text(our_reference), **marks}


def description(text: str) -> str:
    """What the payment is for."""
    return text[:LONGEST_DESCRIPTION] or "Payment"


def locale(wanted: str) -> str:
    """The language of Stripe's page: the wanted one, its plain form, or the browser's."""
    tag = wanted.replace("_", "-")
    plain = tag.partition("-")[0]
    return tag if tag in _LOCALES else plain if plain in _LOCALES else "auto"
