"""What a test or a curious person lets happen: see `Double.act`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..kit.double import Impossible
from . import checkout, checkout_end, disputes, intent_state, methods, refunds
from .book import Thing
from .cards import BY_NUMBER
from .charging import attempt
from .desk import Desk
from .pages import answer
from .problems import Problem
from .setups import attempt as attempt_setup


def act(desk: Desk, thing: Thing, verb: str, params: Mapping[str, Any]) -> None:
    """Let it happen, or raise Impossible."""
    kind = thing["object"]
    if verb == "pay":
        _pay(desk, thing, str(params.get("card", "4242424242424242")))
    elif verb in ("authenticate", "approve"):
        intent = _intent(desk, thing)
        _check(intent["status"] == "requires_action", "its bank asks nothing")
        answer(desk, intent, ok=bool(params.get("ok", True)))
    elif verb == "expire":
        _expire(desk, thing)
    elif verb == "dispute":
        charge = _charge(desk, thing)
        _check(not charge["disputed"], "it is disputed already")
        disputes.open_dispute(desk, charge, str(params.get("reason", "fraudulent")))
    elif verb in ("dispute_won", "dispute_lost"):
        disputes.close_dispute(desk, _dispute(desk, thing), won=verb == "dispute_won")
    elif verb == "refund":
        charge = _charge(desk, thing)
        left = charge["amount_captured"] - refunds.given_back(desk, charge)
        amount = int(params.get("amount", left))
        _check(0 < amount <= left, "there is not so much left")
        refunds.make(desk, charge, amount, "requested_by_customer", {})
    elif verb == "refund_succeeded":
        _check(kind == "refund" and thing["status"] == "pending", "it is no pending refund")
        refunds.succeed(desk, thing)
    elif verb == "refund_failed":
        _check(kind == "refund" and thing["status"] in ("pending", "succeeded"), "it is no refund that could fail")
        refunds.fail(desk, thing, str(params.get("reason", "expired_or_canceled_card")))
    elif verb == "method_updated":
        _check(kind == "payment_method", "it is no payment method")
        month, year = int(params.get("exp_month", 1)), int(params.get("exp_year", 2040))
        methods.renewed(
            desk,
            thing,
            {"exp_month": month, "exp_year": year, "last4": str(params.get("last4", thing["card"]["last4"]))},
        )
    elif verb == "method_removed":
        _check(kind == "payment_method" and thing["customer"] is not None, "it is nobody's payment method")
        methods.forget(desk, thing)
    else:
        raise Impossible(f"{verb} means nothing to {kind}")


def _pay(desk: Desk, thing: Thing, number: str) -> None:
    """The payer pays on the page, or in the app."""
    card = BY_NUMBER[number]
    try:
        if thing["object"] == "checkout.session":
            _check(thing["status"] == "open", "the page is closed")
            checkout.pay(desk, thing, card)
            return
        waits = thing["status"] in ("requires_payment_method", "requires_confirmation")
        if thing["status"] == "requires_action":
            answer(desk, thing, ok=True)
            return
        _check(waits, f"it is {thing['status']}")
        method = methods.add_card(desk, card)
        if thing["object"] == "setup_intent":
            attempt_setup(desk, thing, method)
        else:
            attempt(desk, thing, method, off_session=False)
    except Problem:
        # The payer reads it on the page; the merchant is told by an event.
        return


def _intent(desk: Desk, thing: Thing) -> Thing:
    if thing["object"] == "checkout.session":
        found = desk.book.things.get(thing["payment_intent"] or thing["setup_intent"] or "")
        if found is None:
            raise Impossible("the payer has not begun to pay")
        return found
    _check(thing["object"] in ("payment_intent", "setup_intent"), "it is no intent")
    return thing


def _charge(desk: Desk, thing: Thing) -> Thing:
    intent = _intent(desk, thing)
    _check(intent.get("status") == "succeeded" and intent["object"] == "payment_intent", "it has not succeeded")
    return desk.book.things[intent["latest_charge"]]


def _dispute(desk: Desk, thing: Thing) -> Thing:
    if thing["object"] == "dispute":
        found = [thing]
    else:
        intent = _intent(desk, thing)
        found = [dispute for dispute in desk.book.of("dispute") if dispute["payment_intent"] == intent["id"]]
    still = [dispute for dispute in found if dispute["status"] in ("needs_response", "warning_needs_response")]
    _check(bool(still), "it has no open dispute")
    return still[-1]


def _expire(desk: Desk, thing: Thing) -> None:
    if thing["object"] == "checkout.session":
        _check(thing["status"] == "open", "the page is closed")
        checkout_end.expire(desk, thing)
        return
    _check(thing.get("status") == "requires_capture", "only an authorization can run out")
    intent_state.end(desk, thing, "expired")


def _check(possible: bool, why: str) -> None:
    if not possible:
        raise Impossible(why)
