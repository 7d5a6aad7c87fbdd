"""Customers."""

from __future__ import annotations

from .book import Thing
from .desk import Desk
from .params import Params


def _read(params: Params, present: Thing) -> Thing:
    fields: Thing = {
        name: params.text(name, longest=longest) or present.get(name)
        for name, longest in (("name", 256), ("email", 512), ("phone", 20), ("description", 350))
    }
    locales = params.texts("preferred_locales")
    fields["preferred_locales"] = locales or present.get("preferred_locales", [])
    fields["metadata"] = params.metadata(present.get("metadata"))
    params.done()
    return fields


def create(desk: Desk, params: Params) -> Thing:
    """POST /v1/customers."""
    fields = _read(params, {})
    desk.begin()
    empty = {"address": None, "balance": 0, "currency": None, "delinquent": False, "shipping": None}
    customer = desk.add("cus", "customer", {**empty, **fields})
    desk.tell("customer.created", customer)
    return customer


def update(desk: Desk, params: Params, id: str) -> Thing:
    """POST /v1/customers/{id}."""
    customer = desk.book.get("customer", id, param="id")
    fields = _read(params, customer)
    desk.begin()
    customer |= fields
    desk.tell("customer.updated", customer)
    return customer


def delete(desk: Desk, params: Params, id: str) -> Thing:
    """DELETE /v1/customers/{id}: the methods go with it."""
    params.done()
    customer = desk.book.get("customer", id, param="id")
    desk.begin()
    for method in desk.book.of("payment_method"):
        if method["customer"] == id:
            method["customer"] = None
            desk.book.secret(method["id"])["spent"] = True
    del desk.book.things[id]
    desk.tell("customer.deleted", customer)
    return {"id": id, "object": "customer", "deleted": True}
