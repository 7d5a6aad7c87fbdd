"""What behaviours ask of the capabilities, each with the words for a gateway that has it not."""

from __future__ import annotations

from backend.conformance.catalogue import Need
from backend.gateways.base import Capabilities, MethodKind

CARDS = Need("takes no cards", lambda can: can.takes_token(MethodKind.CARD))
ELSEWHERE = Need("wants a token first", lambda can: bool(can.elsewhere))
CUSTOMERS = Need("knows no customers", lambda can: can.customers)
CHALLENGE = Need("sends the payer nowhere", lambda can: can.redirect)
CONFIRMS = Need("has nothing to confirm", lambda can: can.confirms)
LIMITS = Need("declares no limits", lambda can: bool(can.amount_limits))
SOME_CURRENCIES = Need("takes every currency", lambda can: can.currencies != "*")
KEYS = Need("knows no keys", lambda can: can.idempotency != "none")
KEYS_EXPIRE = Need("never forgets a key", lambda can: can.key_lifetime is not None)
LOOKUP = Need("finds nothing by our reference", lambda can: can.lookup_by_our_reference)
MANUAL_CAPTURE = Need("collects at once", lambda can: can.manual_capture)
CANCEL = Need("cancels nothing", lambda can: can.cancel_pending)
CANCEL_OR_VOID = Need("cancels nothing", lambda can: can.cancel_pending or can.manual_capture)
REFUNDS = Need("gives nothing back", lambda can: can.refunds != "none")
PARTIAL_REFUNDS = Need("gives back nothing in parts", lambda can: can.refunds == "partial")
LATE_REFUNDS = Need("settles refunds at once", lambda can: can.refunds_settle_later)
DISPUTES = Need("knows no disputes", lambda can: can.disputes)
SAVED = Need("keeps no methods", lambda can: can.saved_methods)
OFF_SESSION = Need("charges nobody who is away", lambda can: can.off_session)
SETUPS = Need("keeps nothing without a charge", lambda can: can.setup_without_charge)
WEBHOOKS = Need("sends no webhooks", lambda can: can.webhooks != "none")
SIGNED = Need("signs no webhooks", lambda can: can.webhooks in ("hmac", "rsa", "thin"))
INSTALLS = Need("has its webhook set up in a dashboard", lambda can: can.webhook_install)
IN_APP = Need("has no kit for apps", lambda can: can.in_app)
LISTS = Need("lists no payments", lambda can: can.lists_payments)
SLOW_KINDS = (MethodKind.STORE, MethodKind.BANK_TRANSFER)


def slow_kinds(can: Capabilities) -> list[MethodKind]:
    """Of vouchers and transfers, those that it takes."""
    return [kind for kind in SLOW_KINDS if kind in can.elsewhere]


VOUCHERS = Need("takes neither vouchers nor transfers", lambda can: bool(slow_kinds(can)))
TRANSFERS = Need("takes no transfers", lambda can: MethodKind.BANK_TRANSFER in can.elsewhere)
