"""Refunds and their rules."""

from __future__ import annotations

from .book import Thing
from .cards import Card
from .desk import Desk
from .money import shown
from .params import Params
from .problems import Problem

_PENDING_SECONDS, _FAILS_AFTER_SECONDS = 60, 3600


def create(desk: Desk, params: Params) -> Thing:
    """POST /v1/refunds."""
    intent_id, charge_id = params.text("payment_intent"), params.text("charge")
    amount = params.integer("amount")
    reason = params.choice("reason", ("duplicate", "fraudulent", "requested_by_customer"))
    notes = params.metadata()
    params.done()
    if intent_id is None and charge_id is None:
        text = "One of the following params should be provided for this request: payment_intent or charge."
        raise Problem(400, text, code="parameter_missing", param="payment_intent")
    charge = _charge(desk, intent_id, charge_id)
    left = charge["amount_captured"] - given_back(desk, charge)
    if left <= 0:
        raise Problem(400, f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if charge["disputed"]:
        text = f"Charge {charge['id']} has been charged back; cannot issue a refund."
        raise Problem(400, text, code="charge_disputed")
    amount = left if amount is None else amount
    if amount < 1:
        text = "This value must be greater than or equal to 1."
        raise Problem(400, text, code="parameter_invalid_integer", param="amount")
    if amount > left:
        currency = charge["currency"]
        text = f"Refund amount ({shown(amount, currency)}) is greater than unrefunded amount on charge"
        raise Problem(400, f"{text} ({shown(left, currency)})", param="amount")
    desk.begin()
    return make(desk, charge, amount, reason, notes)


def make(desk: Desk, charge: Thing, amount: int, reason: str | None, notes: dict[str, str]) -> Thing:
    """Give money back; some test cards take their time, or send it back."""
    card: Card = desk.book.secret(charge["payment_method"])["card"]
    refund = desk.add(
        "re",
        "refund",
        {
            "amount": amount,
            "balance_transaction": None,
            "charge": charge["id"],
            "currency": charge["currency"],
            "failure_reason": None,
            "metadata": notes,
            "payment_intent": charge["payment_intent"],
            "reason": reason,
            "receipt_number": None,
            "status": "pending" if card.refund == "pending" else "succeeded",
        },
    )
    if card.refund == "pending":
        refund["pending_reason"] = "processing"
        desk.book.secret(refund["id"])["succeeds_at"] = desk.now + _PENDING_SECONDS
    elif card.refund == "fails":
        desk.book.secret(refund["id"])["fails_at"] = desk.now + _FAILS_AFTER_SECONDS
    _count(desk, charge)
    desk.tell("refund.created", refund)
    desk.tell("charge.refunded", charge)
    return refund


def succeed(desk: Desk, refund: Thing) -> None:
    """The bank took it."""
    desk.book.secret(refund["id"]).pop("succeeds_at", None)
    refund["status"] = "succeeded"
    refund.pop("pending_reason", None)
    desk.tell("refund.updated", refund)


def fail(desk: Desk, refund: Thing, reason: str = "expired_or_canceled_card") -> None:
    """The bank sent it back."""
    desk.book.secret(refund["id"]).pop("fails_at", None)
    desk.book.secret(refund["id"]).pop("succeeds_at", None)
    refund |= {"status": "failed", "failure_reason": reason}
    refund.pop("pending_reason", None)
    _count(desk, desk.book.things[refund["charge"]])
    desk.tell("refund.updated", refund)
    desk.tell("refund.failed", refund)


def given_back(desk: Desk, charge: Thing) -> int:
    """What is refunded of a charge, or on its way."""
    mine = [refund for refund in desk.book.of("refund") if refund["charge"] == charge["id"]]
    return sum(refund["amount"] for refund in mine if refund["status"] not in ("failed", "canceled"))


def _count(desk: Desk, charge: Thing) -> None:
    back = given_back(desk, charge)
    charge |= {"amount_refunded": back, "refunded": back >= charge["amount_captured"]}


def _charge(desk: Desk, intent_id: str | None, charge_id: str | None) -> Thing:
    if charge_id is not None:
        return desk.book.get("charge", charge_id, param="charge")
    intent = desk.book.get("payment_intent", intent_id or "", param="payment_intent")
    if intent["status"] != "succeeded":
        raise Problem(400, f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.")
    return desk.book.things[intent["latest_charge"]]
