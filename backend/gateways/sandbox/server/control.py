"""Control for tests and demos under /_control: faults, webhooks, payments and the clock of one account.

Every call needs the account's secret key and reaches that account only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from . import control_webhooks
from .api import ENDPOINTS
from .book import Book
from .calls import authenticate
from .cards import OUTCOMES
from .faults import Fault, add_fault
from .journal import read_entries
from .methods import Wallet
from .params import Params, read_json
from .payments import OPEN
from .problems import Problem, conflict, invalid
from .provider import Account, Provider, timestamp
from .refund_book import RefundBook

MAX_ADVANCE_SECONDS = 10 * 366 * 24 * 60 * 60

# What refers to something goes before it.
_FORGET = (
    "DELETE FROM deliveries WHERE account_id = ?",
    "DELETE FROM events WHERE account_id = ?",
    "DELETE FROM refunds WHERE account_id = ?",
    "DELETE FROM payments WHERE account_id = ?",
    "DELETE FROM saved_methods WHERE account_id = ?",
    "DELETE FROM customers WHERE account_id = ?",
    "DELETE FROM tokens WHERE account_id = ?",
    "DELETE FROM idempotency_keys WHERE account_id = ?",
    "DELETE FROM faults WHERE account_id = ?",
    "DELETE FROM journal WHERE account_id = ?",
)


@dataclass(frozen=True, slots=True)
class Command:
    """One control call."""

    provider: Provider
    account: Account
    request: Request
    params: Params


Act = Callable[[Command, sqlite3.Connection], dict[str, Any]]


def command(act: Act) -> Callable[[Request], Awaitable[Response]]:
    """A Starlette endpoint that runs `act` in one transaction."""

    async def answer(request: Request) -> Response:
        provider: Provider = request.app.state.provider
        try:
            account = await authenticate(request, provider)
            params = await read_json(request) if request.method == "POST" else Params({})
            order = Command(provider, account, request, params)
            result = await provider.store.write(lambda db: act(order, db))
        except Problem as problem:
            return JSONResponse(problem.body, problem.status)
        provider.ring()
        return JSONResponse(result)

    return answer


def journal(order: Command, db: sqlite3.Connection) -> dict[str, Any]:
    """GET /_control/journal: every call, every payment that took money, and every refund."""
    charges = Book(db, order.provider, order.account).charges()
    return {
        "requests": read_entries(db, order.account.id),
        "charges": [payment.public(order.provider.public_url) for payment in charges],
        "refunds": [refund.public() for refund in RefundBook(db, order.provider, order.account).all()],
    }


def arm_fault(order: Command, db: sqlite3.Connection) -> dict[str, Any]:
    """POST /_control/faults {endpoint, effect, times, ...}: the next `times` calls of `endpoint` go wrong."""
    name = order.params.text("endpoint", longest=40)
    if name not in ENDPOINTS:
        raise invalid("parameter_invalid", f"endpoint must be one of {', '.join(ENDPOINTS)}.", "endpoint")
    times = order.params.whole("times", lowest=1, highest=10_000, default=1)
    fault = Fault.read(order.params)
    order.params.done()
    add_fault(db, order.account.id, name, times, asdict(fault))
    return {"endpoint": name, "times": times, **asdict(fault)}


def clear_faults(order: Command, db: sqlite3.Connection) -> dict[str, Any]:
    """DELETE /_control/faults: nothing goes wrong any more."""
    cleared = db.execute("DELETE FROM faults WHERE account_id = ? AND remaining > 0", (order.account.id,))
    return {"cleared": cleared.rowcount}


def decide(order: Command, db: sqlite3.Connection) -> dict[str, Any]:
    """POST /_control/payments/{id}/complete|fail|expire. Completing works late as well, as banks do it."""
    order.params.done()
    book = Book(db, order.provider, order.account)
    payment = book.settle(book.get(order.request.path_params["id"]))
    act = order.request.path_params["act"]
    if act not in ("complete", "fail", "expire"):
        raise invalid("parameter_invalid", "A payment can be told to complete, fail or expire.")
    if payment.status == "succeeded" or (act != "complete" and payment.status not in OPEN):
        raise conflict("payment_state_conflict", "The payment is final.", payment_status=payment.status)
    decline = "generic_decline" if act == "fail" else None
    status = {"complete": "succeeded", "fail": "failed", "expire": "expired"}[act]
    return book.move(payment, status, decline).public(order.provider.public_url)


def decide_refund(order: Command, db: sqlite3.Connection) -> dict[str, Any]:
    """POST /_control/refunds/{id}/complete|fail. A refund can fail after it succeeded; one that failed is final."""
    order.params.done()
    book = RefundBook(db, order.provider, order.account)
    refund = book.settle(book.get(order.request.path_params["id"]))
    act = order.request.path_params["act"]
    if act not in ("complete", "fail"):
        raise invalid("parameter_invalid", "A refund can be told to complete or fail.")
    if refund.status == "failed" or (act == "complete" and refund.status == "succeeded"):
        raise conflict("refund_state_conflict", "The refund is final.", refund_status=refund.status)
    return (book.move(refund, "succeeded") if act == "complete" else book.move(refund, "failed", "declined")).public()


def change_method(order: Command, db: sqlite3.Connection) -> dict[str, Any]:
    """POST /_control/methods/{id} {outcome}: from now on the saved card behaves like a test card of this outcome."""
    outcome = order.params.text("outcome", longest=40)
    order.params.done()
    if outcome not in OUTCOMES:
        raise invalid("parameter_invalid", f"outcome must be one of {', '.join(OUTCOMES)}.", "outcome")
    wallet = Wallet(db, order.account, order.provider.account_now_ms(order.account))
    method = wallet.get(order.request.path_params["id"])
    db.execute("UPDATE saved_methods SET outcome = ? WHERE id = ?", (outcome, method.id))
    return {**method.public(), "outcome": outcome}


def advance_clock(order: Command, db: sqlite3.Connection) -> dict[str, Any]:
    """POST /_control/clock/advance {seconds}: this account's time jumps ahead, for good."""
    seconds = order.params.whole("seconds", lowest=1, highest=MAX_ADVANCE_SECONDS)
    order.params.done()
    row = db.execute(
        "UPDATE accounts SET clock_offset_ms = clock_offset_ms + ? WHERE id = ? RETURNING clock_offset_ms",
        (seconds * 1000, order.account.id),
    ).fetchone()
    return {"now": timestamp(order.provider.now_ms() + row["clock_offset_ms"])}


def reset(order: Command, db: sqlite3.Connection) -> dict[str, Any]:
    """POST /_control/reset: forget everything but the account itself."""
    order.params.done()
    for forget in _FORGET:
        db.execute(forget, (order.account.id,))
    db.execute(
        "UPDATE accounts SET clock_offset_ms = 0, last_sequence = 0, hold = 0, copies = 1, drops = 0, tampers = 0"
        " WHERE id = ?",
        (order.account.id,),
    )
    return {"reset": True}


def webhooks(order: Command, db: sqlite3.Connection) -> dict[str, Any]:
    """GET /_control/webhooks: every event and how its deliveries fared."""
    return control_webhooks.overview(db, order.account)


def steer_webhooks(order: Command, db: sqlite3.Connection) -> dict[str, Any]:
    """POST /_control/webhooks {action, ...}; see control_webhooks."""
    control_webhooks.steer(db, order.account, order.params, order.provider.account_now_ms(order.account))
    return control_webhooks.overview(db, order.account)


ROUTES = [
    Route("/_control/journal", command(journal), methods=["GET"]),
    Route("/_control/faults", command(arm_fault), methods=["POST"]),
    Route("/_control/faults", command(clear_faults), methods=["DELETE"]),
    Route("/_control/webhooks", command(webhooks), methods=["GET"]),
    Route("/_control/webhooks", command(steer_webhooks), methods=["POST"]),
    Route("/_control/payments/{id}/{act}", command(decide), methods=["POST"]),
    Route("/_control/refunds/{id}/{act}", command(decide_refund), methods=["POST"]),
    Route("/_control/methods/{id}", command(change_method), methods=["POST"]),
    Route("/_control/clock/advance", command(advance_clock), methods=["POST"]),
    Route("/_control/reset", command(reset), methods=["POST"]),
]
