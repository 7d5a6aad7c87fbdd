"""A PaymentIntent's beginning and end, and the error for one that is in the wrong state."""

from __future__ import annotations

from .book import Thing
from .desk import Desk
from .problems import Problem


def add(desk: Desk, amount: int, currency: str, fields: Thing) -> Thing:
    """A new intent that waits for a method."""
    intent = desk.add(
        "pi",
        "payment_intent",
        {
            "amount": amount,
            "amount_capturable": 0,
            "amount_received": 0,
            "automatic_payment_methods": None,
            "canceled_at": None,
            "cancellation_reason": None,
            "capture_method": "automatic_async",
            "client_secret": None,
            "confirmation_method": "automatic",
            "currency": currency,
            "customer": None,
            "description": None,
            "last_payment_error": None,
            "latest_charge": None,
            "metadata": {},
            "next_action": None,
            "payment_method": None,
            "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
            "payment_method_types": ["card"],
            "processing": None,
            "receipt_email": None,
            "setup_future_usage": None,
            "shipping": None,
            "statement_descriptor": None,
            "statement_descriptor_suffix": None,
            "status": "requires_payment_method",
            **fields,
        },
    )
    intent["client_secret"] = f"{intent['id']}_{desk.id('secret')}"
    desk.tell("payment_intent.created", intent)
    return intent


def end(desk: Desk, intent: Thing, reason: str | None) -> None:
    """It is over; what was authorized goes back."""
    if intent["status"] == "requires_capture":
        charge = desk.book.things[intent["latest_charge"]]
        charge |= {"refunded": True, "amount_refunded": charge["amount"]}
    intent |= {
        "status": "canceled",
        "canceled_at": desk.now,
        "cancellation_reason": reason,
        "amount_capturable": 0,
        "next_action": None,
    }
    desk.tell("payment_intent.canceled", intent)


def unexpected(intent: Thing, what: str, more: str = "") -> Problem:
    """The intent is in the wrong state; Stripe shows it."""
    return Problem(
        400,
        f"{what} because it has a status of {intent['status']}.{more}",
        code="payment_intent_unexpected_state",
        payment_intent=dict(intent),
    )
