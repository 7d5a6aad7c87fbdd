"""What happens when a PaymentIntent is confirmed: the bank asks for the payer, declines, or pays."""

from __future__ import annotations

from typing import Any

from . import checkout_end, disputes, methods
from .book import Thing
from .cards import ADVICE, Card
from .declining import card_error
from .desk import Desk
from .problems import Problem


def attempt(desk: Desk, intent: Thing, method: Thing, *, off_session: bool) -> None:
    """Try the card. Raises the 402 of a decline; the intent then waits for another method."""
    card = methods.card_of(desk, method)
    intent["payment_method"] = method["id"]
    intent["last_payment_error"] = None
    set_up = bool(desk.book.secret(method["id"]).get("set_up"))
    asks = card.asks == "always" or (card.asks == "unless_set_up" and not (off_session and set_up))
    if card.asks == "on_session":
        asks = not off_session
    if asks and off_session:
        raise fail(desk, intent, method, card_error("authentication_required"))
    if asks:
        _challenge(desk, intent)
        return
    finish(desk, intent, method, "insufficient_funds" if _is_empty(desk, method) else card.decline)


def _is_empty(desk: Desk, method: Thing) -> bool:
    """Whether what is behind the card was enough for one charge only: see `StripeDouble.empty_after_a_charge`."""
    hidden = desk.book.secret(method["id"])
    return bool(hidden.get("for_one_charge")) and any(
        charge["payment_method"] == method["id"] and charge["paid"] for charge in desk.book.of("charge")
    )


def _challenge(desk: Desk, intent: Thing) -> None:
    intent["status"] = "requires_action"
    intent["next_action"] = next_action(desk, intent)
    desk.tell("payment_intent.requires_action", intent)


def next_action(desk: Desk, intent: Thing) -> Thing:
    """The bank's page: for a redirect where the merchant gave a way back, else for Stripe.js."""
    page = f"{desk.double.public_url}/pages/3ds/{desk.book.account.id}/{intent['id']}/{intent['client_secret']}"
    hidden = desk.book.secret(intent["id"])
    if hidden.get("return_url") and not hidden.get("use_stripe_sdk"):
        return {"type": "redirect_to_url", "redirect_to_url": {"return_url": hidden["return_url"], "url": page}}
    return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": page}}


def authenticated(desk: Desk, intent: Thing, *, ok: bool) -> None:
    """The payer answered their bank."""
    method = desk.book.things[intent["payment_method"]]
    intent["next_action"] = None
    try:
        if ok:
            finish(desk, intent, method, methods.card_of(desk, method).after)
        else:
            text = (
                "We are unable to authenticate your payment method. Please choose a different payment method and try "
                "again."
            )
            error = {"code": "payment_intent_authentication_failure", "message": text, "type": "invalid_request_error"}
            raise fail(desk, intent, method, error, charged=False)
    except Problem:
        # Nobody is waiting for an answer: the intent and its event tell.
        return


def finish(desk: Desk, intent: Thing, method: Thing, decline: str | None) -> None:
    """The bank's answer to the charge."""
    if decline is not None:
        raise fail(desk, intent, method, card_error(decline))
    manual = intent["capture_method"] == "manual"
    charge = _charge(desk, intent, method, captured=not manual)
    intent["latest_charge"] = charge["id"]
    if intent["customer"] is not None and intent["setup_future_usage"] is not None:
        methods.attach_to(desk, method, intent["customer"])
        desk.book.secret(method["id"])["set_up"] = True
    elif method["customer"] is None:
        desk.book.secret(method["id"])["spent"] = True
    if manual:
        intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
        desk.book.secret(intent["id"])["lapses_at"] = desk.now + 7 * 86400
        desk.tell("payment_intent.amount_capturable_updated", intent)
    else:
        _collected(desk, intent, charge, intent["amount"])
    checkout_end.intent_settled(desk, intent)


def capture(desk: Desk, intent: Thing, amount: int) -> None:
    """Collect what was authorized, once; the rest goes back."""
    charge = desk.book.things[intent["latest_charge"]]
    charge |= {"captured": True, "amount_captured": amount}
    if amount < charge["amount"]:
        charge["amount_refunded"] = charge["amount"] - amount
    intent["amount_capturable"] = 0
    desk.tell("charge.captured", charge)
    _collected(desk, intent, charge, amount)


def _collected(desk: Desk, intent: Thing, charge: Thing, amount: int) -> None:
    intent |= {"status": "succeeded", "amount_received": amount}
    desk.tell("charge.succeeded", charge)
    desk.tell("payment_intent.succeeded", intent)
    card: Card = desk.book.secret(charge["payment_method"])["card"]
    if card.dispute is not None:
        disputes.open_dispute(desk, charge, card.dispute)


def fail(desk: Desk, intent: Thing, method: Thing, error: dict[str, Any], *, charged: bool = True) -> Problem:
    """The decline, written into the intent and told of; the 402 to raise."""
    told: Thing = dict(error)
    code = error.get("code", "card_declined")
    told["doc_url"] = f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"
    if charged:
        charge = _charge(desk, intent, method, captured=False, decline=error)
        intent["latest_charge"] = charge["id"]
        told["charge"] = charge["id"]
        desk.tell("charge.failed", charge)
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "next_action": None,
        "last_payment_error": {**told, "payment_method": dict(method)},
    }
    desk.tell("payment_intent.payment_failed", intent)
    return Problem(
        402,
        **{**error, "payment_intent": dict(intent), "payment_method": dict(method), "charge": told.get("charge")},
    )


def _charge(
    desk: Desk, intent: Thing, method: Thing, *, captured: bool, decline: dict[str, Any] | None = None
) -> Thing:
    shown = {name: method["card"][name] for name in ("brand", "checks", "country", "exp_month", "exp_year", "last4")}
    reason = None if decline is None else decline.get("decline_code") or decline["code"]
    return desk.add(
        "ch",
        "charge",
        {
            "amount": intent["amount"],
            "amount_captured": intent["amount"] if captured else 0,
            "amount_refunded": 0,
            "balance_transaction": None,
            "billing_details": dict(method["billing_details"]),
            "captured": captured,
            "currency": intent["currency"],
            "customer": intent["customer"],
            "description": intent["description"],
            "disputed": False,
            "failure_code": decline and decline["code"],
            "failure_message": decline and decline["message"],
            "metadata": dict(intent["metadata"]),
            "outcome": {
                "advice_code": ADVICE.get(reason or ""),
                "network_status": "approved_by_network" if decline is None else "declined_by_network",
                "reason": reason,
                "type": "authorized" if decline is None else "issuer_declined",
            },
            "paid": decline is None,
            "payment_intent": intent["id"],
            "payment_method": method["id"],
            "payment_method_details": {"card": {**shown, "network": method["card"]["brand"]}, "type": "card"},
            "receipt_email": None,
            "refunded": False,
            "status": "succeeded" if decline is None else "failed",
        },
    )
