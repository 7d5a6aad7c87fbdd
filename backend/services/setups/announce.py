"""Tell what became of a setup."""

from __future__ import annotations

from backend.models import PaymentSetup
from backend.services.transaction import Transaction


def announce_setup(tx: Transaction, setup: PaymentSetup, fact: str) -> None:
    """Record a fact about it, with its present version."""
    tx.announce(
        f"payment_setup.{fact}",
        setup.id,
        version=setup.version,
        customer_id=setup.customer_id,
        payload={
            "gateway": setup.gateway,
            "kind": setup.kind,
            "status": setup.status,
            "decline": setup.decline_reason,
            "method": setup.payment_method_id,
        },
    )
