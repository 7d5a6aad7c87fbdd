"""Checkout Sessions: Stripe's own page, where the payer pays or leaves a card."""

from __future__ import annotations

from . import checkout_end, intent_state, methods, setups
from .book import Thing
from .cards import Card
from .charging import attempt
from .desk import Desk
from .money import check_amount, check_currency
from .params import Params
from .problems import Problem

_SHORTEST, _LONGEST = 30 * 60, 24 * 3600
_LOCALES = frozenset(
    {
        "auto", "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil", "fr", "fr-CA", "hi-IN",
        "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru", "sk",
        "sl", "sv", "th", "tr", "vi", "zh", "zh-HK", "zh-TW",
    }
)  # fmt: skip


def create(desk: Desk, params: Params) -> Thing:
    """POST /v1/checkout/sessions."""
    mode = params.choice("mode", ("payment", "setup"), required=True)
    params.choice("ui_mode", ("hosted_page",))
    customer, email = params.text("customer"), params.text("customer_email")
    creation = params.choice("customer_creation", ("always", "if_required"))
    types = params.texts("allowed_payment_method_types")
    fields: Thing = {
        "cancel_url": params.text("cancel_url"),
        "client_reference_id": params.text("client_reference_id", longest=200),
        "customer": customer,
        "customer_email": email,
        "locale": params.choice("locale", _LOCALES),
        "metadata": params.metadata(),
        "success_url": params.required("success_url"),
    }
    expires_at = params.integer("expires_at")
    price = _price(params, mode)
    intent = _intent_data(params.part("payment_intent_data"))
    setup = params.part("setup_intent_data")
    setup_data = {
        "description": setup.text("description") if setup else None,
        "metadata": setup.metadata() if setup else {},
    }
    currency = params.text("currency")
    params.done()
    for name in ("success_url", "cancel_url"):
        if fields[name] is not None and "://" not in fields[name]:
            raise Problem(400, "Not a valid URL", code="url_invalid", param=name)
    if customer is not None and (email is not None or creation is not None):
        text = "You may only specify one of these parameters: customer, customer_email."
        raise Problem(400, text, code="parameters_exclusive", param="customer")
    if customer is not None:
        desk.book.get("customer", customer, param="customer", status=400)
    if mode == "setup" and not types and currency is None:
        raise params.missing("currency")
    if expires_at is not None and not _SHORTEST <= expires_at - desk.now <= _LONGEST:
        text = "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation."
        raise Problem(400, text, param="expires_at")
    desk.begin()
    session = desk.add(
        "cs_test",
        "checkout.session",
        {
            **fields,
            "allowed_payment_method_types": types or None,
            "amount_subtotal": price and price[0],
            "amount_total": price and price[0],
            "currency": price and price[1],
            "customer_creation": creation or (None if customer else "if_required"),
            "expires_at": expires_at or desk.now + _LONGEST,
            "mode": mode,
            "payment_intent": None,
            "payment_method_types": types or ["card"],
            "payment_status": "unpaid" if mode == "payment" else "no_payment_required",
            "setup_intent": None,
            "status": "open",
            "ui_mode": "hosted_page",
        },
    )
    session["url"] = f"{desk.double.public_url}/pages/checkout/{desk.book.account.id}/{session['id']}"
    if mode == "setup":
        made = setups.add(desk, {**setup_data, "customer": customer, "allowed_payment_method_types": types or None})
        session["setup_intent"] = made["id"]
    desk.book.secret(session["id"]).update({"intent": intent, "title": price[2] if price else "Keep a card"})
    return session


def _price(params: Params, mode: str | None) -> tuple[int, str, str] | None:
    items = params.parts("line_items")
    if mode != "payment":
        if items:
            raise Problem(400, "You cannot pass `line_items` in `setup` mode.", param="line_items")
        return None
    if not items:
        raise params.missing("line_items")
    total, currency, title = 0, "", ""
    for item in items:
        quantity, price = item.number("quantity"), item.part("price_data")
        if price is None:
            raise item.missing("price_data")
        currency = check_currency(price.required("currency"))
        unit, product = price.number("unit_amount"), price.part("product_data")
        if product is None:
            raise price.missing("product_data")
        title = product.required("name", longest=1500)
        total += quantity * unit
    return check_amount(total, currency, param="line_items"), currency, title


def _intent_data(part: Params | None) -> Thing:
    if part is None:
        return {}
    capture = part.choice("capture_method", ("automatic", "automatic_async", "manual"))
    return {
        "capture_method": capture or "automatic_async",
        "description": part.text("description", longest=1000),
        "metadata": part.metadata(),
        "setup_future_usage": part.choice("setup_future_usage", ("off_session", "on_session")),
    }


def update(desk: Desk, params: Params, id: str) -> Thing:
    """POST /v1/checkout/sessions/{id}: the notes only."""
    session = desk.book.get("checkout.session", id, param="session")
    notes = params.metadata(session["metadata"])
    params.done()
    desk.begin()
    session["metadata"] = notes
    return session


def expire(desk: Desk, params: Params, id: str) -> Thing:
    """POST /v1/checkout/sessions/{id}/expire."""
    session = desk.book.get("checkout.session", id, param="session")
    params.done()
    if session["status"] != "open":
        text = 'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of'
        raise Problem(400, f"{text} `{session['status']}`.")
    desk.begin()
    checkout_end.expire(desk, session)
    return session


def pay(desk: Desk, session: Thing, card: Card) -> None:
    """The payer enters a card on the page. Raises the 402 that the page shows."""
    method = methods.add_card(desk, card)
    if session["mode"] == "setup":
        setup = desk.book.things[session["setup_intent"]]
        desk.book.secret(setup["id"])["return_url"] = session["success_url"]
        setups.attempt(desk, setup, method)
        return
    intent = desk.book.things.get(session["payment_intent"] or "")
    if intent is None:
        data = desk.book.secret(session["id"])["intent"]
        customer = session["customer"]
        if customer is None and session["customer_creation"] == "always":
            customer = desk.add("cus", "customer", {"email": session["customer_email"], "metadata": {}})["id"]
        intent = intent_state.add(desk, session["amount_total"], session["currency"], {**data, "customer": customer})
        session["payment_intent"] = intent["id"]
    desk.book.secret(intent["id"])["return_url"] = session["success_url"]
    attempt(desk, intent, method, off_session=False)
