"""Which call of the API is which function, and which of them a browser may make."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from . import checkout, customers, endpoints, intents, listing, methods, refunds, setups
from .book import Thing
from .desk import Desk
from .params import Params
from .problems import Problem

_ID = r"([A-Za-z0-9_]{1,255})"
# What the browser is told of an intent.
_PUBLIC = (
    "id", "object", "amount", "canceled_at", "capture_method", "client_secret", "confirmation_method", "created",
    "currency", "description", "last_payment_error", "last_setup_error", "livemode", "next_action", "payment_method",
    "payment_method_types", "setup_future_usage", "status", "usage",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operation:
    """A call. `browser` says whether a publishable key may make it."""

    method: str
    path: re.Pattern[str]
    run: Callable[..., Thing]
    browser: bool = False


def _retrieve(kind: str, param: str = "id") -> Callable[[Desk, Params, str], Thing]:
    def retrieve(desk: Desk, params: Params, id: str) -> Thing:
        params.done()
        return desk.book.get(kind, id, param=param)

    return retrieve


def _listed(kind: str, path: str, *filters: str) -> Callable[[Desk, Params], Thing]:
    def list_all(desk: Desk, params: Params) -> Thing:
        return listing.page(desk, params, desk.book.of(kind), path, filters)

    return list_all


def _searched(kind: str, path: str, *fields: str) -> Callable[[Desk, Params], Thing]:
    def search(desk: Desk, params: Params) -> Thing:
        return listing.search(desk, params, kind, path, fields)

    return search


def _balance(desk: Desk, params: Params) -> Thing:
    params.done()
    money = [{"amount": 0, "currency": "usd", "source_types": {"card": 0}}]
    return {"object": "balance", "available": money, "livemode": False, "pending": money}


def _account(desk: Desk, params: Params) -> Thing:
    params.done()
    flags = {"charges_enabled": True, "details_submitted": True, "payouts_enabled": True}
    return {"id": desk.book.account.id, "object": "account", "country": "US", "default_currency": "usd", **flags}


def _create_method(desk: Desk, params: Params) -> Thing:
    return methods.create(desk, params, by_browser=desk.by_browser)


def _list_methods(desk: Desk, params: Params) -> Thing:
    return listing.page(desk, params, methods.listed(desk, params), "/v1/payment_methods")


def _guarded(kind: str, run: Callable[[Desk, Params, str], Thing]) -> Callable[[Desk, Params, str], Thing]:
    """An intent that a browser may touch when it knows the intent's secret, seeing a part of it only."""

    def guard(desk: Desk, params: Params, id: str) -> Thing:
        intent = desk.book.get(kind, id, param="intent")
        secret = params.text("client_secret")
        if secret != intent["client_secret"] and (desk.by_browser or secret is not None):
            text = "The client_secret provided does not match the client_secret associated with this intent."
            raise Problem(400, text, param="client_secret")
        found = run(desk, params, id)
        return {name: found[name] for name in _PUBLIC if name in found} if desk.by_browser else found

    return guard


def _op(method: str, path: str, run: Callable[..., Thing], *, browser: bool = False) -> Operation:
    return Operation(method, re.compile(path.replace("{id}", _ID)), run, browser)


OPERATIONS = (
    _op("GET", "/v1/account", _account),
    _op("GET", "/v1/balance", _balance),
    _op("POST", "/v1/customers", customers.create),
    _op("GET", "/v1/customers", _listed("customer", "/v1/customers", "email")),
    _op("GET", "/v1/customers/search", _searched("customer", "/v1/customers/search", "email", "name", "phone")),
    _op("GET", "/v1/customers/{id}", _retrieve("customer")),
    _op("POST", "/v1/customers/{id}", customers.update),
    _op("DELETE", "/v1/customers/{id}", customers.delete),
    _op("POST", "/v1/payment_methods", _create_method, browser=True),
    _op("GET", "/v1/payment_methods", _list_methods),
    _op("GET", "/v1/payment_methods/{id}", _retrieve("payment_method", "payment_method")),
    _op("POST", "/v1/payment_methods/{id}/attach", methods.attach),
    _op("POST", "/v1/payment_methods/{id}/detach", methods.detach),
    _op("POST", "/v1/payment_intents", intents.create),
    _op("GET", "/v1/payment_intents", _listed("payment_intent", "/v1/payment_intents", "customer")),
    _op(
        "GET",
        "/v1/payment_intents/search",
        _searched("payment_intent", "/v1/payment_intents/search", "currency", "customer", "status"),
    ),
    _op(
        "GET",
        "/v1/payment_intents/{id}",
        _guarded("payment_intent", _retrieve("payment_intent", "intent")),
        browser=True,
    ),
    _op("POST", "/v1/payment_intents/{id}", intents.update),
    _op("POST", "/v1/payment_intents/{id}/confirm", _guarded("payment_intent", intents.confirm), browser=True),
    _op("POST", "/v1/payment_intents/{id}/capture", intents.capture),
    _op("POST", "/v1/payment_intents/{id}/cancel", intents.cancel),
    _op("POST", "/v1/setup_intents", setups.create),
    _op("GET", "/v1/setup_intents", _listed("setup_intent", "/v1/setup_intents", "customer")),
    _op("GET", "/v1/setup_intents/{id}", _guarded("setup_intent", _retrieve("setup_intent", "intent")), browser=True),
    _op("POST", "/v1/setup_intents/{id}/confirm", _guarded("setup_intent", setups.confirm), browser=True),
    _op("POST", "/v1/setup_intents/{id}/cancel", setups.cancel),
    _op("POST", "/v1/refunds", refunds.create),
    _op("GET", "/v1/refunds", _listed("refund", "/v1/refunds", "charge", "payment_intent")),
    _op("GET", "/v1/refunds/{id}", _retrieve("refund")),
    _op("GET", "/v1/charges", _listed("charge", "/v1/charges", "customer", "payment_intent")),
    _op("GET", "/v1/charges/{id}", _retrieve("charge")),
    _op("GET", "/v1/disputes", _listed("dispute", "/v1/disputes", "charge", "payment_intent")),
    _op("GET", "/v1/disputes/{id}", _retrieve("dispute")),
    _op("GET", "/v1/events", _listed("event", "/v1/events", "type")),
    _op("GET", "/v1/events/{id}", _retrieve("event")),
    _op("POST", "/v1/checkout/sessions", checkout.create),
    _op(
        "GET",
        "/v1/checkout/sessions",
        _listed("checkout.session", "/v1/checkout/sessions", "customer", "payment_intent", "status"),
    ),
    _op("GET", "/v1/checkout/sessions/{id}", _retrieve("checkout.session", "session")),
    _op("POST", "/v1/checkout/sessions/{id}", checkout.update),
    _op("POST", "/v1/checkout/sessions/{id}/expire", checkout.expire),
    _op("POST", "/v1/webhook_endpoints", endpoints.create),
    _op("GET", "/v1/webhook_endpoints", _listed("webhook_endpoint", "/v1/webhook_endpoints")),
    _op("GET", "/v1/webhook_endpoints/{id}", _retrieve("webhook_endpoint")),
    _op("DELETE", "/v1/webhook_endpoints/{id}", endpoints.delete),
    _op("POST", "/v1/ephemeral_keys", endpoints.create_ephemeral_key),
    _op("DELETE", "/v1/ephemeral_keys/{id}", endpoints.delete_ephemeral_key),
)


def operation_for(method: str, path: str) -> tuple[Operation, tuple[str, ...]]:
    """The call of an address, with the ids in it."""
    for operation in OPERATIONS:
        form = operation.path.fullmatch(path)
        if form is not None and operation.method == method:
            return operation, form.groups()
    text = f"Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs"
    raise Problem(404, text)
