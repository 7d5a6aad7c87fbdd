"""The frame of every API call: key, body, idempotency, injected faults and the journal, the same for all of them."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .faults import Fault, has_faults, take_fault
from .journal import Entry, write_entry
from .params import Params, read_json
from .problems import Problem, conflict, invalid, unauthorized, wrong_kind_of_key
from .provider import Account, Provider, account_by_publishable_key, account_by_secret


@dataclass(frozen=True, slots=True)
class Reply:
    """A status and a JSON body."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


class Stopped(Exception):
    """An injected fault ends the call before it is carried out."""


@dataclass(slots=True)
class Call:
    """One authenticated call on its way through its handler."""

    provider: Provider
    account: Account
    request: Request
    params: Params
    entry: Entry
    key: str | None = None
    fault: Fault | None = None

    async def carry_out(self) -> None:
        """Handlers call this after validation, right before they act: here an injected fault stops or slows them."""
        if self.fault is None:
            return
        await asyncio.sleep(self.fault.delay_ms / 1000)
        if self.fault.stops_execution:
            raise Stopped

    async def once(self, params: Mapping[str, Any], work: Callable[[sqlite3.Connection], Reply]) -> Reply:
        """Do `work` once for the call's idempotency key, and answer repetitions with the first answer.

        Work and answer are stored in one transaction; a Problem raised by `work` stores nothing and frees the key.
        """
        account, key = self.account, self.key
        assert key is not None, "only for calls that demand a key"
        content = json.dumps([self.entry.endpoint, self.request.path_params, params], sort_keys=True)
        fingerprint = hashlib.sha256(content.encode()).hexdigest()
        now_ms = self.provider.account_now_ms(account)

        def transaction(db: sqlite3.Connection) -> Reply:
            row = db.execute(
                "SELECT * FROM idempotency_keys WHERE account_id = ? AND key = ?", (account.id, key)
            ).fetchone()
            if row is not None:
                if row["fingerprint"] != fingerprint:
                    raise Problem(
                        400, "idempotency_error", "idempotency_key_reused", "This key was used with other parameters."
                    )
                return Reply(row["status"], json.loads(row["body"]), {"Idempotent-Replayed": "true"})
            reply = work(db)
            db.execute(
                "INSERT INTO idempotency_keys VALUES (?, ?, ?, ?, ?, ?)",
                (
                    account.id,
                    key,
                    fingerprint,
                    reply.status,
                    json.dumps(reply.body),
                    now_ms,
                ),
            )
            return reply

        reply = await self.provider.store.write(transaction)
        self.provider.ring()
        return reply


Handler = Callable[[Call], Awaitable[Reply]]


def endpoint(
    name: str, handler: Handler, *, publishable: bool = False, with_key: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """A Starlette endpoint around `handler`. `with_key` demands an Idempotency-Key."""

    async def answer(request: Request) -> Response:
        provider: Provider = request.app.state.provider
        try:
            account = await authenticate(request, provider, publishable=publishable)
        except Problem as problem:
            return JSONResponse(problem.body, problem.status)
        entry = Entry(endpoint=name, at_ms=provider.account_now_ms(account))
        call = Call(provider, account, request, Params({}), entry)
        response = await _respond(call, handler, with_key)
        entry.status = response.status_code
        await provider.store.write(lambda db: write_entry(db, account.id, entry))
        return response if call.fault is None else call.fault.reply_instead(response)

    return answer


async def _respond(call: Call, handler: Handler, with_key: bool) -> Response:
    claim: tuple[str, str] | None = None
    in_use = call.provider.keys_in_use
    try:
        call.fault = await _fault_for(call)
        if call.request.method == "POST":
            call.params = await read_json(call.request)
        if with_key:
            call.key = call.entry.idempotency_key = _idempotency_key(call.request)
            if (call.account.id, call.key) in in_use:
                raise conflict("idempotency_key_in_use", "A request with this key is still under way.")
            claim = (call.account.id, call.key)
            in_use.add(claim)
        reply = await handler(call)
    except Stopped:
        assert call.fault is not None, "only a fault stops a call"
        problem = call.fault.problem() or Problem(503, "api_error", call.fault.effect, "Injected fault.")
        call.entry.result = "not carried out"
        return JSONResponse(problem.body, problem.status, call.fault.headers())
    except Problem as problem:
        call.entry.result = problem.code
        return JSONResponse(problem.body, problem.status)
    finally:
        if claim is not None:
            in_use.discard(claim)
    call.entry.describe(reply.body, replayed="Idempotent-Replayed" in reply.headers)
    return JSONResponse(reply.body, reply.status, reply.headers)


async def authenticate(request: Request, provider: Provider, *, publishable: bool = False) -> Account:
    """The account whose key the request carries; a Problem when it is missing, unknown or of the other kind."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise unauthorized()
    wanted, other = (account_by_secret, account_by_publishable_key)[:: -1 if publishable else 1]

    def look_up(db: sqlite3.Connection) -> tuple[Account | None, bool]:
        return wanted(db, key), other(db, key) is not None

    account, is_other_kind = await provider.store.read(look_up)
    if is_other_kind:
        raise wrong_kind_of_key("publishable" if publishable else "secret")
    if account is None:
        raise unauthorized()
    return account


async def _fault_for(call: Call) -> Fault | None:
    account_id, name, store = call.account.id, call.entry.endpoint, call.provider.store
    if not await store.read(lambda db: has_faults(db, account_id)):
        return None
    fault = await store.write(lambda db: take_fault(db, account_id, name))
    call.entry.fault = None if fault is None else fault.effect
    return fault


def _idempotency_key(request: Request) -> str:
    key = request.headers.get("idempotency-key", "")
    if not 1 <= len(key) <= 255:
        raise invalid("idempotency_key_missing", "Send an Idempotency-Key of 1 to 255 characters.")
    return key
