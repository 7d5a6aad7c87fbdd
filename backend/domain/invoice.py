"""An invoice's life, and how money that arrives is split between the invoice and the customer's balance."""

from __future__ import annotations

from enum import StrEnum

from backend.domain.money import Money, zero


class InvoiceStatus(StrEnum):
    """DRAFT has no number yet; OPEN waits for money."""

    DRAFT = "DRAFT"
    OPEN = "OPEN"
    PAID = "PAID"
    VOID = "VOID"
    UNCOLLECTIBLE = "UNCOLLECTIBLE"


class InvoiceEvent(StrEnum):
    """What happens to an invoice."""

    SETTLE = "SETTLE"
    VOID = "VOID"
    REOPEN = "REOPEN"


TRANSITIONS = {
    (InvoiceStatus.OPEN, InvoiceEvent.SETTLE): InvoiceStatus.PAID,
    (InvoiceStatus.OPEN, InvoiceEvent.VOID): InvoiceStatus.VOID,
    (InvoiceStatus.PAID, InvoiceEvent.REOPEN): InvoiceStatus.OPEN,
}

# Invoices that money can still be put to.
PAYABLE = frozenset({InvoiceStatus.OPEN})


def split_payment(received: Money, amount_due: Money, status: InvoiceStatus) -> tuple[Money, Money]:
    """(what goes to the invoice, what becomes balance): too much money, or money for a closed invoice, is kept safe."""
    to_invoice = min(received, amount_due) if status in PAYABLE else zero(received.currency)
    return to_invoice, received - to_invoice
