"""What becomes of a Checkout Session when its intent does."""

from __future__ import annotations

from .book import Thing
from .desk import Desk


def session_of(desk: Desk, intent_id: str) -> Thing | None:
    """The session that made an intent."""
    for session in desk.book.of("checkout.session"):
        if intent_id in (session["payment_intent"], session["setup_intent"]):
            return session
    return None


def intent_settled(desk: Desk, intent: Thing) -> None:
    """Paid or authorized: the session is complete."""
    session = session_of(desk, intent["id"])
    if session is None or session["status"] != "open":
        return
    session |= {"status": "complete", "url": None, "customer": session["customer"] or intent["customer"]}
    if intent["status"] == "succeeded":
        session["payment_status"] = "paid"
    desk.tell("checkout.session.completed", session)


def setup_settled(desk: Desk, setup: Thing) -> None:
    """Set up: the session is complete."""
    session = session_of(desk, setup["id"])
    if session is not None and session["status"] == "open":
        session |= {"status": "complete", "url": None}
        desk.tell("checkout.session.completed", session)


def expire(desk: Desk, session: Thing) -> None:
    """Nobody paid in time, or the merchant ended it."""
    session |= {"status": "expired", "url": None}
    intent = desk.book.things.get(session["payment_intent"] or "")
    if intent is not None and intent["status"] in ("requires_payment_method", "requires_action"):
        intent |= {"status": "canceled", "canceled_at": desk.now, "cancellation_reason": "automatic"}
        intent["next_action"] = None
        desk.tell("payment_intent.canceled", intent)
    desk.tell("checkout.session.expired", session)
