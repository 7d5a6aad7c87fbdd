"""SetupIntents: a method is kept without a charge."""

from __future__ import annotations

from typing import Any

from . import charging, checkout_end, methods
from .book import Thing
from .declining import card_error
from .desk import Desk
from .params import Params
from .problems import Problem


def create(desk: Desk, params: Params) -> Thing:
    """POST /v1/setup_intents."""
    confirm = params.flag("confirm")
    customer, method = params.text("customer"), params.text("payment_method")
    usage = params.choice("usage", ("off_session", "on_session")) or "off_session"
    description, notes = params.text("description", longest=1000), params.metadata()
    types = params.texts("allowed_payment_method_types")
    automatic = params.part("automatic_payment_methods")
    if automatic is not None:
        automatic.flag("enabled")
        automatic.choice("allow_redirects", ("always", "never"))
    hidden = {"return_url": params.text("return_url"), "use_stripe_sdk": params.flag("use_stripe_sdk")}
    params.done()
    if hidden["return_url"] and not confirm:
        text = "You cannot set `return_url` when `confirm` is not `true`."
        raise Problem(400, text, code="parameter_missing", param="confirm")
    if customer is not None:
        desk.book.get("customer", customer, param="customer", status=400)
    if method is not None:
        methods.known(desk, method)
    elif confirm:
        text = "You cannot confirm this SetupIntent because it's missing a payment method."
        raise Problem(400, text, code="setup_intent_unexpected_state")
    desk.begin()
    chosen = None if method is None else methods.resolve(desk, method)
    if chosen is not None:
        methods.usable(desk, chosen, customer)
    fields = {"customer": customer, "description": description, "metadata": notes, "usage": usage}
    setup = add(desk, {**fields, "allowed_payment_method_types": types or None})
    desk.book.secret(setup["id"]).update(hidden)
    if chosen is not None:
        setup |= {"payment_method": chosen["id"], "status": "requires_confirmation"}
        if confirm:
            attempt(desk, setup, chosen)
    return setup


def add(desk: Desk, fields: Thing) -> Thing:
    """A new setup that waits for a method."""
    setup = desk.add(
        "seti",
        "setup_intent",
        {
            "automatic_payment_methods": None,
            "cancellation_reason": None,
            "client_secret": None,
            "customer": None,
            "description": None,
            "last_setup_error": None,
            "latest_attempt": None,
            "metadata": {},
            "next_action": None,
            "payment_method": None,
            "payment_method_types": ["card"],
            "status": "requires_payment_method",
            "usage": "off_session",
            **fields,
        },
    )
    setup["client_secret"] = f"{setup['id']}_{desk.id('secret')}"
    desk.tell("setup_intent.created", setup)
    return setup


def confirm(desk: Desk, params: Params, id: str) -> Thing:
    """POST /v1/setup_intents/{id}/confirm."""
    setup = desk.book.get("setup_intent", id, param="intent")
    method = params.text("payment_method") or setup["payment_method"]
    hidden = {"return_url": params.text("return_url"), "use_stripe_sdk": params.flag("use_stripe_sdk")}
    params.done()
    if setup["status"] in ("succeeded", "canceled"):
        raise unexpected(setup, "You cannot confirm this SetupIntent")
    if method is None:
        raise unexpected(setup, "You cannot confirm this SetupIntent because it's missing a payment method")
    methods.known(desk, method)
    desk.begin()
    chosen = methods.resolve(desk, method)
    methods.usable(desk, chosen, setup["customer"])
    desk.book.secret(id).update(hidden)
    attempt(desk, setup, chosen)
    return setup


def attempt(desk: Desk, setup: Thing, method: Thing) -> None:
    """Ask the bank. Raises the 402 of a refusal."""
    card = methods.card_of(desk, method)
    setup |= {"payment_method": method["id"], "last_setup_error": None}
    if card.asks != "never":
        setup |= {"status": "requires_action", "next_action": charging.next_action(desk, setup)}
        desk.tell("setup_intent.requires_action", setup)
        return
    if card.decline is not None and not card.attaches:
        raise _fail(desk, setup, method, card_error(card.decline))
    _finish(desk, setup, method)


def authenticated(desk: Desk, setup: Thing, *, ok: bool) -> None:
    """The payer answered their bank."""
    method = desk.book.things[setup["payment_method"]]
    setup["next_action"] = None
    if ok:
        _finish(desk, setup, method)
        return
    text = "We are unable to authenticate your payment method. Please choose a different payment method and try again."
    _fail(
        desk,
        setup,
        method,
        {"code": "setup_intent_authentication_failure", "message": text, "type": "invalid_request_error"},
    )


def _finish(desk: Desk, setup: Thing, method: Thing) -> None:
    if setup["customer"] is not None:
        methods.attach_to(desk, method, setup["customer"])
    desk.book.secret(method["id"])["set_up"] = True
    setup["status"] = "succeeded"
    desk.tell("setup_intent.succeeded", setup)
    checkout_end.setup_settled(desk, setup)


def _fail(desk: Desk, setup: Thing, method: Thing, error: dict[str, Any]) -> Problem:
    setup |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "last_setup_error": {**error, "payment_method": dict(method)},
    }
    desk.tell("setup_intent.setup_failed", setup)
    return Problem(402, **{**error, "setup_intent": dict(setup), "payment_method": dict(method)})


def cancel(desk: Desk, params: Params, id: str) -> Thing:
    """POST /v1/setup_intents/{id}/cancel."""
    setup = desk.book.get("setup_intent", id, param="intent")
    reason = params.choice("cancellation_reason", ("abandoned", "duplicate", "requested_by_customer"))
    params.done()
    if setup["status"] in ("succeeded", "canceled"):
        raise unexpected(setup, "You cannot cancel this SetupIntent")
    desk.begin()
    setup |= {"status": "canceled", "cancellation_reason": reason, "next_action": None}
    desk.tell("setup_intent.canceled", setup)
    return setup


def unexpected(setup: Thing, what: str) -> Problem:
    """The setup is in the wrong state; Stripe shows it."""
    return Problem(
        400,
        f"{what} because it has a status of {setup['status']}.",
        code="setup_intent_unexpected_state",
        setup_intent=dict(setup),
    )
