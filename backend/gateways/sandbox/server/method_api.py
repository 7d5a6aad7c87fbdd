"""The public API under /v1/customers and /v1/methods: what is saved, and how it is removed. Payments save it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TypeVar

from starlette.routing import Route

from .calls import Call, Reply, endpoint
from .methods import SavedMethod, Wallet
from .problems import not_found

T = TypeVar("T")


async def get_customer(call: Call) -> Reply:
    """GET /v1/customers/{id}: the customer and the methods that were not removed."""
    await call.carry_out()
    id = call.request.path_params["id"]

    def look_up(wallet: Wallet) -> list[SavedMethod]:
        if not wallet.knows_customer(id):
            raise not_found("customer")
        return wallet.methods_of(id)

    methods = await call.provider.store.read(_with_wallet(call, look_up))
    return Reply(200, {"id": id, "object": "customer", "methods": [method.public() for method in methods]})


async def get_method(call: Call) -> Reply:
    """GET /v1/methods/{id}."""
    await call.carry_out()
    id = call.request.path_params["id"]
    method = await call.provider.store.read(_with_wallet(call, lambda wallet: wallet.get(id)))
    return Reply(200, method.public())


async def remove_method(call: Call) -> Reply:
    """DELETE /v1/methods/{id}: later charges are declined. Harmless when repeated, so it needs no key."""
    await call.carry_out()
    id = call.request.path_params["id"]
    method = await call.provider.store.write(_with_wallet(call, lambda wallet: wallet.remove(wallet.get(id))))
    return Reply(200, method.public())


def _with_wallet(call: Call, work: Callable[[Wallet], T]) -> Callable[[sqlite3.Connection], T]:
    return lambda db: work(Wallet(db, call.account, call.provider.account_now_ms(call.account)))


ROUTES = [
    Route("/v1/customers/{id}", endpoint("customers.get", get_customer), methods=["GET"]),
    Route("/v1/methods/{id}", endpoint("methods.get", get_method), methods=["GET"]),
    Route("/v1/methods/{id}", endpoint("methods.remove", remove_method), methods=["DELETE"]),
]

ENDPOINTS = ("customers.get", "methods.get", "methods.remove")
