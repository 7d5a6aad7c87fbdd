"""The public API under /v1: payments and the account here, refunds and saved methods beside."""

from __future__ import annotations

import sqlite3

from starlette.routing import Route

from . import method_api, refund_api
from .book import Book, read_settled
from .calls import Call, Reply, endpoint
from .methods import Wallet
from .params import MAX_AMOUNT
from .payments import Order, Payment, Source
from .problems import conflict, invalid, not_found
from .tokens import create_token, use_token


async def create_payment(call: Call) -> Reply:
    """POST /v1/payments: 201 with the payment, or 402 with the declined payment inside the error."""
    order = _read_order(call)
    await call.carry_out()

    def work(db: sqlite3.Connection) -> Reply:
        book = Book(db, call.provider, call.account)
        taken = book.find_by_reference(order.reference)
        if taken is not None:
            raise conflict("reference_in_use", "A payment with this reference exists.", payment_id=taken.id)
        wallet = Wallet(db, call.account, book.now_ms)
        return _reply(call, book.create(order, _source(db, call, wallet, order)), 201)

    params = {name: getattr(order, name) for name in Order.__slots__}
    return await call.once(params, work)


async def get_payment(call: Call) -> Reply:
    """GET /v1/payments/{id}."""
    await call.carry_out()
    id = call.request.path_params["id"]
    payment = await read_settled(call.provider, call.account, lambda book: book.find(id))
    if payment is None:
        raise not_found("payment")
    return Reply(200, payment.public(call.provider.public_url))


async def list_payments(call: Call) -> Reply:
    """GET /v1/payments?reference=...: the one payment with this reference, or an empty list."""
    if set(call.request.query_params) != {"reference"}:
        raise invalid("parameter_invalid", "List payments by reference, and by nothing else.", "reference")
    reference = call.request.query_params["reference"]
    await call.carry_out()
    payment = await read_settled(call.provider, call.account, lambda book: book.find_by_reference(reference))
    data = [] if payment is None else [payment.public(call.provider.public_url)]
    return Reply(200, {"object": "list", "data": data, "has_more": False})


async def cancel_payment(call: Call) -> Reply:
    """POST /v1/payments/{id}/cancel."""
    call.params.done()
    await call.carry_out()

    def work(db: sqlite3.Connection) -> Reply:
        book = Book(db, call.provider, call.account)
        return _reply(call, book.cancel(book.get(call.request.path_params["id"])), 200)

    return await call.once({}, work)


async def get_account(call: Call) -> Reply:
    """GET /v1/account: whether the key works, and where events go."""
    await call.carry_out()
    account = call.account
    return Reply(200, {"id": account.id, "object": "account", "webhook_url": account.webhook_url})


def _read_order(call: Call) -> Order:
    params = call.params
    order = Order(
        amount=params.whole("amount", lowest=1, highest=MAX_AMOUNT),
        currency=params.text("currency", longest=3, pattern="[a-z]{3}"),
        reference=params.text("reference", longest=255),
        token=params.optional_text("token", longest=64),
        method=params.optional_text("method", longest=64),
        customer=params.optional_text("customer", longest=64),
        save=params.flag("save"),
        off_session=params.flag("off_session"),
        description=params.optional_text("description", longest=500) or "",
        return_url=params.url("return_url"),
        metadata=params.labels("metadata"),
    )
    params.done()
    if (order.token is None) == (order.method is None):
        raise invalid("parameter_missing", "Send a token or a method, and not both.", "token")
    if order.save and order.token is None:
        raise invalid("parameter_invalid", "Only the card of a token can be saved.", "save")
    if order.off_session and order.method is None:
        raise invalid("parameter_invalid", "While the payer is away only a saved method can pay.", "off_session")
    entry = call.entry
    entry.reference, entry.amount, entry.currency = order.reference, order.amount, order.currency
    return order


def _source(db: sqlite3.Connection, call: Call, wallet: Wallet, order: Order) -> Source:
    if order.customer is not None and not wallet.knows_customer(order.customer):
        raise invalid("customer_unknown", "There is no such customer.", "customer")
    if order.token is None:
        return wallet.source_of(order)
    token = use_token(db, call.account, order.token)
    return Source(
        outcome=token["outcome"],
        brand=token["brand"],
        last4=token["last4"],
        exp_month=token["exp_month"],
        exp_year=token["exp_year"],
        customer_id=order.customer,
    )


def _reply(call: Call, payment: Payment, status: int) -> Reply:
    body = payment.public(call.provider.public_url)
    if payment.decline_code is None:
        return Reply(status, body)
    error = {"type": "card_error", **body["decline"]}
    return Reply(402, {"error": error, "payment": body})


ROUTES = [
    Route("/v1/tokens", endpoint("tokens.create", create_token, publishable=True), methods=["POST"]),
    Route("/v1/payments", endpoint("payments.create", create_payment, with_key=True), methods=["POST"]),
    Route("/v1/payments", endpoint("payments.list", list_payments), methods=["GET"]),
    Route("/v1/payments/{id}", endpoint("payments.get", get_payment), methods=["GET"]),
    Route("/v1/payments/{id}/cancel", endpoint("payments.cancel", cancel_payment, with_key=True), methods=["POST"]),
    Route("/v1/account", endpoint("account.get", get_account), methods=["GET"]),
    *refund_api.ROUTES,
    *method_api.ROUTES,
]

# The names by which faults are armed.
ENDPOINTS = (
    "tokens.create",
    "payments.create",
    "payments.list",
    "payments.get",
    "payments.cancel",
    "account.get",
    *refund_api.ENDPOINTS,
    *method_api.ENDPOINTS,
)
