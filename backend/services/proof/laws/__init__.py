"""Every law of the books, noun by noun."""

from backend.services.proof.law import Law
from backend.services.proof.laws import (
    balances,
    disputes,
    events,
    invoices,
    ledger,
    payments,
    refills,
    refunds,
    tariffs,
    units,
)

LAWS: tuple[Law, ...] = (
    *ledger.LAWS,
    *balances.LAWS,
    *invoices.LAWS,
    *payments.LAWS,
    *refunds.LAWS,
    *disputes.LAWS,
    *tariffs.LAWS,
    *refills.LAWS,
    *units.LAWS,
    *events.LAWS,
)
