"""Payment methods: made in the browser or from a test token, attached to customers, detached for good."""

from __future__ import annotations

import hashlib
from typing import Any

from .book import Thing
from .cards import BY_NUMBER, BY_TOKEN, Card, passes_luhn
from .declining import card_error
from .desk import Desk
from .params import Params
from .problems import Problem, missing_resource

_BILLING: Thing = {
    "address": {"city": None, "country": None, "line1": None, "line2": None, "postal_code": None, "state": None},
    "email": None,
    "name": None,
    "phone": None,
}


def create(desk: Desk, params: Params, *, by_browser: bool) -> Thing:
    """From card details (only a browser may send them) or from another method's token."""
    params.choice("type", ("card",), required=True)
    given, billing = params.part("card"), params.part("billing_details")
    if given is None:
        raise params.missing("card")
    number = (given.text("number") or "").replace(" ", "")
    month, year = given.number("exp_month"), given.number("exp_year")
    cvc = given.text("cvc")
    details = _billing(billing)
    metadata = params.metadata()
    params.choice("allow_redisplay", ("always", "limited", "unspecified"))
    params.done()
    if not by_browser:
        text = "Sending credit card numbers directly to the Stripe API is generally unsafe."
        raise Problem(402, text)
    desk.begin()
    if not number.isdigit() or not 12 <= len(number) <= 19 or not passes_luhn(number):
        raise Problem(402, "Your card number is incorrect.", code="incorrect_number", param="number", type="card_error")
    now = desk.double.now()
    if not 1 <= month <= 12:
        text = "Your card's expiration month is invalid."
        raise Problem(402, text, code="invalid_expiry_month", param="exp_month", type="card_error")
    if (year, month) < (now.year, now.month):
        text = "Your card's expiration year is invalid."
        raise Problem(402, text, code="invalid_expiry_year", param="exp_year", type="card_error")
    if cvc is not None and (not cvc.isdigit() or len(cvc) not in (3, 4)):
        raise Problem(402, "Your card's security code is invalid.", code="invalid_cvc", param="cvc", type="card_error")
    card = BY_NUMBER.get(number, Card(number))
    return add_card(desk, card, month=month, year=year, billing=details, metadata=metadata)


def _billing(given: Params | None) -> Thing:
    details: Thing = {**_BILLING, "address": dict(_BILLING["address"])}
    if given is not None:
        for name in ("email", "name", "phone"):
            details[name] = given.text(name)
        address = given.part("address")
        for name in details["address"] if address else ():
            assert address is not None
            details["address"][name] = address.text(name)
    return details


def add_card(
    desk: Desk,
    card: Card,
    *,
    month: int = 12,
    year: int = 2034,
    billing: Thing | None = None,
    metadata: dict[str, str] | None = None,
) -> Thing:
    """A method for a test card."""
    fingerprint = hashlib.sha256(card.number.encode()).hexdigest()[:16]
    made = desk.add(
        "pm",
        "payment_method",
        {
            "allow_redisplay": "unspecified",
            "billing_details": billing or {**_BILLING, "address": dict(_BILLING["address"])},
            "card": {
                "brand": card.brand,
                "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
                "country": "US",
                "display_brand": card.brand,
                "exp_month": month,
                "exp_year": year,
                "fingerprint": fingerprint,
                "funding": "credit",
                "generated_from": None,
                "last4": card.number[-4:],
                "networks": {"available": [card.brand], "preferred": None},
                "three_d_secure_usage": {"supported": True},
                "wallet": None,
            },
            "customer": None,
            "metadata": metadata or {},
            "type": "card",
        },
    )
    desk.book.secret(made["id"])["card"] = card
    return made


def resolve(desk: Desk, id: str, *, param: str = "payment_method") -> Thing:
    """The method of an id; a test token stands for a fresh one."""
    if id in BY_TOKEN:
        return add_card(desk, BY_TOKEN[id])
    return desk.book.get("payment_method", id, param=param, status=400)


def known(desk: Desk, id: str) -> None:
    """Refuse an id that nothing has, before anything is done."""
    if id not in BY_TOKEN:
        desk.book.get("payment_method", id, param="payment_method", status=400)


def card_of(desk: Desk, method: Thing) -> Card:
    """How it behaves."""
    card = desk.book.secret(method["id"])["card"]
    assert isinstance(card, Card)
    return card


def usable(desk: Desk, method: Thing, customer: str | None) -> None:
    """Refuse a method that is spent, or another customer's."""
    if method["customer"] is None and desk.book.secret(method["id"]).get("spent"):
        raise Problem(
            400,
            "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared "
            "with a connected account without Customer attachment, or was detached from a Customer. It may not be "
            "used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.",
        )
    if method["customer"] is not None and method["customer"] != customer:
        if customer is None:
            raise Problem(
                400,
                f"The PaymentMethod supplied ({method['id']}) belongs to the Customer {method['customer']}. Please "
                "include the Customer in the `customer` parameter on the PaymentIntent.",
            )
        raise Problem(
            400,
            f"The customer does not have a payment method with the ID {method['id']}. The payment method must be "
            "attached to the customer.",
            param="payment_method",
        )


def attach_to(desk: Desk, method: Thing, customer: str) -> None:
    """It belongs to the customer now."""
    if method["customer"] != customer:
        method["customer"] = customer
        desk.tell("payment_method.attached", method)


def attach(desk: Desk, params: Params, id: str) -> Thing:
    """POST /v1/payment_methods/{id}/attach."""
    customer = params.required("customer")
    params.done()
    desk.book.get("customer", customer, param="customer", status=400)
    known(desk, id)
    desk.begin()
    method = resolve(desk, id)
    usable(desk, method, customer)
    card = card_of(desk, method)
    if card.decline is not None and not card.attaches:
        raise Problem(402, **card_error(card.decline))
    attach_to(desk, method, customer)
    return method


def detach(desk: Desk, params: Params, id: str) -> Thing:
    """POST /v1/payment_methods/{id}/detach."""
    params.done()
    method = desk.book.get("payment_method", id, param="payment_method")
    desk.begin()
    if method["customer"] is None:
        text = "The payment method you provided is not attached to a customer so detachment is impossible."
        raise Problem(400, text)
    forget(desk, method)
    return method


def forget(desk: Desk, method: Thing) -> None:
    """Detached: it can never be used again."""
    previous = {"customer": method["customer"]}
    method["customer"] = None
    desk.book.secret(method["id"])["spent"] = True
    desk.tell("payment_method.detached", method, previous)


def renewed(desk: Desk, method: Thing, changes: Any) -> None:
    """The bank sent a new card: same method, other dates."""
    previous = {"card": {name: method["card"][name] for name in ("exp_month", "exp_year", "last4")}}
    method["card"] |= changes
    desk.tell("payment_method.automatically_updated", method, previous)


def listed(desk: Desk, params: Params) -> list[Thing]:
    """The methods of a customer."""
    customer = params.required("customer")
    params.choice("type", ("card",))
    if customer not in desk.book.things:
        raise missing_resource("customer", customer, "customer", 400)
    return [method for method in desk.book.of("payment_method") if method["customer"] == customer]
