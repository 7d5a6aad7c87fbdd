"""PaymentIntents: made, confirmed, captured, canceled. What the bank does is in `charging.py`."""

from __future__ import annotations

from . import charging, checkout_end, intent_state, methods
from .book import Thing
from .desk import Desk
from .money import check_amount, check_currency
from .params import Params
from .problems import Problem

_CANCELABLE = ("requires_payment_method", "requires_capture", "requires_confirmation", "requires_action")
_REASONS = ("abandoned", "duplicate", "fraudulent", "requested_by_customer")
_FUTURE = ("off_session", "on_session")


def create(desk: Desk, params: Params) -> Thing:
    """POST /v1/payment_intents."""
    amount, currency = params.number("amount"), params.required("currency")
    confirm = params.flag("confirm")
    customer, method = params.text("customer"), params.text("payment_method")
    fields: Thing = {
        "capture_method": params.choice("capture_method", ("automatic", "automatic_async", "manual"))
        or "automatic_async",
        "confirmation_method": params.choice("confirmation_method", ("automatic", "manual")) or "automatic",
        "description": params.text("description", longest=1000),
        "receipt_email": params.text("receipt_email"),
        "setup_future_usage": params.choice("setup_future_usage", _FUTURE),
        "statement_descriptor_suffix": params.text("statement_descriptor_suffix", longest=22),
        "metadata": params.metadata(),
    }
    types = _types(params)
    hidden = _confirm_params(params)
    params.done()
    currency = check_currency(currency)
    check_amount(amount, currency)
    if not confirm and (hidden["off_session"] or hidden["return_url"]):
        name = "off_session" if hidden["off_session"] else "return_url"
        text = f"You cannot set `{name}` when `confirm` is not `true`."
        raise Problem(400, text, code="parameter_missing", param="confirm")
    if customer is not None:
        desk.book.get("customer", customer, param="customer", status=400)
    if method is not None:
        methods.known(desk, method)
    if confirm and method is None:
        text = "You cannot confirm this PaymentIntent because it's missing a payment method."
        raise Problem(400, text, code="payment_intent_unexpected_state")
    desk.begin()
    chosen = None if method is None else methods.resolve(desk, method)
    if chosen is not None:
        methods.usable(desk, chosen, customer)
    intent = intent_state.add(
        desk, amount, currency, {**fields, "customer": customer, "allowed_payment_method_types": types}
    )
    desk.book.secret(intent["id"]).update(hidden)
    if chosen is not None:
        intent |= {"payment_method": chosen["id"], "status": "requires_confirmation"}
        if confirm:
            charging.attempt(desk, intent, chosen, off_session=hidden["off_session"])
    return intent


def _types(params: Params) -> list[str] | None:
    types = params.texts("allowed_payment_method_types")
    automatic = params.part("automatic_payment_methods")
    if automatic is not None:
        automatic.flag("enabled")
        automatic.choice("allow_redirects", ("always", "never"))
    for type in types:
        if type != "card":
            text = f"The payment method type provided: {type} is invalid."
            raise Problem(400, text, param="allowed_payment_method_types")
    return types or None


def _confirm_params(params: Params) -> Thing:
    off_session = params.choice("off_session", ("true", "false", "one_off", "recurring"))
    return {
        "off_session": off_session not in (None, "false"),
        "return_url": _url(params, "return_url"),
        "use_stripe_sdk": params.flag("use_stripe_sdk"),
    }


def _url(params: Params, name: str) -> str | None:
    url = params.text(name)
    if url is not None and "://" not in url:
        raise Problem(400, "Not a valid URL", code="url_invalid", param=name)
    return url


def update(desk: Desk, params: Params, id: str) -> Thing:
    """POST /v1/payment_intents/{id}: what may still be changed."""
    intent = desk.book.get("payment_intent", id, param="intent")
    description, amount = params.text("description", longest=1000), params.integer("amount")
    customer = params.text("customer")
    notes = params.metadata(intent["metadata"])
    params.done()
    if amount is not None:
        if intent["status"] not in ("requires_payment_method", "requires_confirmation"):
            raise intent_state.unexpected(intent, "You cannot update the amount of this PaymentIntent")
        check_amount(amount, intent["currency"])
    if customer is not None:
        desk.book.get("customer", customer, param="customer", status=400)
    desk.begin()
    changes = {"description": description, "amount": amount, "customer": customer}
    intent |= {name: value for name, value in changes.items() if value is not None}
    intent["metadata"] = notes
    return intent


def confirm(desk: Desk, params: Params, id: str) -> Thing:
    """POST /v1/payment_intents/{id}/confirm."""
    intent = desk.book.get("payment_intent", id, param="intent")
    method = params.text("payment_method")
    future = params.choice("setup_future_usage", _FUTURE)
    hidden = _confirm_params(params)
    params.done()
    if intent["status"] not in ("requires_payment_method", "requires_confirmation", "requires_action"):
        raise intent_state.unexpected(intent, "You cannot confirm this PaymentIntent")
    method = method or intent["payment_method"]
    if method is None:
        raise intent_state.unexpected(
            intent, "You cannot confirm this PaymentIntent because it's missing a payment method"
        )
    methods.known(desk, method)
    desk.begin()
    chosen = methods.resolve(desk, method)
    methods.usable(desk, chosen, intent["customer"])
    desk.book.secret(id).update(hidden)
    intent["setup_future_usage"] = future or intent["setup_future_usage"]
    charging.attempt(desk, intent, chosen, off_session=hidden["off_session"])
    return intent


def capture(desk: Desk, params: Params, id: str) -> Thing:
    """POST /v1/payment_intents/{id}/capture."""
    intent = desk.book.get("payment_intent", id, param="intent")
    amount = params.integer("amount_to_capture")
    params.done()
    if intent["status"] != "requires_capture":
        raise intent_state.unexpected(intent, "This PaymentIntent could not be captured")
    if amount is not None and amount > intent["amount_capturable"]:
        text = "The amount to capture is greater than the amount that is capturable."
        raise Problem(400, text, code="amount_too_large", param="amount_to_capture")
    if amount is not None:
        check_amount(amount, intent["currency"], param="amount_to_capture")
    desk.begin()
    charging.capture(desk, intent, intent["amount_capturable"] if amount is None else amount)
    return intent


def cancel(desk: Desk, params: Params, id: str) -> Thing:
    """POST /v1/payment_intents/{id}/cancel."""
    intent = desk.book.get("payment_intent", id, param="intent")
    reason = params.choice("cancellation_reason", _REASONS)
    params.done()
    if intent["status"] not in _CANCELABLE:
        raise intent_state.unexpected(
            intent,
            "You cannot cancel this PaymentIntent",
            f" Only a PaymentIntent with one of the following statuses may be canceled: {', '.join(_CANCELABLE)}.",
        )
    session = checkout_end.session_of(desk, id)
    if session is not None and session["status"] == "open":
        text = "You cannot cancel PaymentIntents created by Checkout Sessions; expire the Checkout Session instead."
        raise Problem(400, text)
    desk.begin()
    intent_state.end(desk, intent, reason)
    return intent
