"""Disputes: the payer's bank takes the money of a charge, or asks about it first."""

from __future__ import annotations

from .book import Thing
from .desk import Desk


def open_dispute(desk: Desk, charge: Thing, reason: str) -> Thing:
    """The bank turns up; `inquiry` takes no money."""
    inquiry = reason == "inquiry"
    charge["disputed"] = not inquiry
    dispute = desk.add(
        "du",
        "dispute",
        {
            "amount": charge["amount_captured"],
            "balance_transactions": [],
            "charge": charge["id"],
            "currency": charge["currency"],
            "evidence": {},
            "evidence_details": {
                "due_by": desk.now + 7 * 86400,
                "has_evidence": False,
                "past_due": False,
                "submission_count": 0,
            },
            "is_charge_refundable": inquiry,
            "metadata": {},
            "payment_intent": charge["payment_intent"],
            "reason": "general" if inquiry else reason,
            "status": "warning_needs_response" if inquiry else "needs_response",
        },
    )
    desk.tell("charge.dispute.created", dispute)
    if not inquiry:
        desk.tell("charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(desk: Desk, dispute: Thing, *, won: bool) -> None:
    """The bank decides."""
    inquiry = dispute["status"].startswith("warning")
    dispute["status"] = "warning_closed" if inquiry else "won" if won else "lost"
    desk.tell("charge.dispute.closed", dispute)
    if won and not inquiry:
        desk.book.things[dispute["charge"]]["disputed"] = False
        desk.tell("charge.dispute.funds_reinstated", dispute)
