"""The public API under /v1/refunds: money goes back, once for each key."""

from __future__ import annotations

import sqlite3

from starlette.routing import Route

from .calls import Call, Reply, endpoint
from .params import MAX_AMOUNT
from .problems import conflict, invalid, not_found
from .refund_book import RefundBook, read_settled_refund
from .refunds import RefundOrder


async def create_refund(call: Call) -> Reply:
    """POST /v1/refunds: 201 with the refund, succeeded or pending."""
    order = _read_order(call)
    await call.carry_out()

    def work(db: sqlite3.Connection) -> Reply:
        book = RefundBook(db, call.provider, call.account)
        taken = book.find_by_reference(order.reference)
        if taken is not None:
            raise conflict("reference_in_use", "A refund with this reference exists.", refund_id=taken.id)
        return Reply(201, book.create(order).public())

    params = {name: getattr(order, name) for name in RefundOrder.__slots__}
    return await call.once(params, work)


async def get_refund(call: Call) -> Reply:
    """GET /v1/refunds/{id}."""
    await call.carry_out()
    id = call.request.path_params["id"]
    refund = await read_settled_refund(call.provider, call.account, lambda book: book.find(id))
    if refund is None:
        raise not_found("refund")
    return Reply(200, refund.public())


async def list_refunds(call: Call) -> Reply:
    """GET /v1/refunds?reference=...: the one refund with this reference, or an empty list."""
    if set(call.request.query_params) != {"reference"}:
        raise invalid("parameter_invalid", "List refunds by reference, and by nothing else.", "reference")
    reference = call.request.query_params["reference"]
    await call.carry_out()
    refund = await read_settled_refund(call.provider, call.account, lambda book: book.find_by_reference(reference))
    data = [] if refund is None else [refund.public()]
    return Reply(200, {"object": "list", "data": data, "has_more": False})


def _read_order(call: Call) -> RefundOrder:
    params = call.params
    order = RefundOrder(
        payment=params.text("payment", longest=64),
        amount=params.whole("amount", lowest=1, highest=MAX_AMOUNT),
        currency=params.text("currency", longest=3, pattern="[a-z]{3}"),
        reference=params.text("reference", longest=255),
        reason=params.optional_text("reason", longest=500) or "",
        metadata=params.labels("metadata"),
    )
    params.done()
    entry = call.entry
    entry.payment_id = order.payment
    entry.reference, entry.amount, entry.currency = order.reference, order.amount, order.currency
    return order


ROUTES = [
    Route("/v1/refunds", endpoint("refunds.create", create_refund, with_key=True), methods=["POST"]),
    Route("/v1/refunds", endpoint("refunds.list", list_refunds), methods=["GET"]),
    Route("/v1/refunds/{id}", endpoint("refunds.get", get_refund), methods=["GET"]),
]

ENDPOINTS = ("refunds.create", "refunds.list", "refunds.get")
