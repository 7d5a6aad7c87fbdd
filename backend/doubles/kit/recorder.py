"""The ASGI layer around a double's API: writes the journal and carries out the faults."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .faults import Fault
from .journal import Call

if TYPE_CHECKING:
    from .double import Double

_LONGEST_HANG_SECONDS = 120
_HTML = b"<html><body><h1>Bad gateway</h1></body></html>"


class Recorder:
    """Middleware: the call is read whole, noted, and then executed or not, answered truly or not."""

    def __init__(self, app: ASGIApp, double: Double) -> None:
        self._app = app
        self._double = double

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or not self._double.is_api(scope["path"]):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        call = Call(
            request.method, scope["path"], scope["query_string"].decode("latin-1"), dict(request.headers),
            await request.body(), self._double.now(),
        )  # fmt: skip
        self._double.journal.add(call)
        fault = self._double.faults.take(call.method, call.path)
        if fault is not None:
            call.fault, call.executed = fault.effect, fault.executes
            if fault.effect == "delay":
                await asyncio.sleep(fault.seconds)
        status, body = 0, b""
        headers: list[tuple[bytes, bytes]] = []
        if fault is None or fault.executes:
            status, headers, body = await self._execute(scope, call)
            call.status, call.answer = status, body
        if fault is None or fault.effect == "delay":
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})
            return
        await self._answer_falsely(fault, call, scope, receive, send)

    async def _execute(self, scope: Scope, call: Call) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        status, headers, body = 500, list[tuple[bytes, bytes]](), bytearray()
        given = False

        async def receive() -> Message:
            nonlocal given
            if given:
                return {"type": "http.disconnect"}
            given = True
            return {"type": "http.request", "body": call.body, "more_body": False}

        async def send(message: Message) -> None:
            nonlocal status, headers
            if message["type"] == "http.response.start":
                status, headers = message["status"], list(message["headers"])
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        await self._app(scope, receive, send)
        return status, headers, bytes(body)

    async def _answer_falsely(self, fault: Fault, call: Call, scope: Scope, receive: Receive, send: Send) -> None:
        if fault.effect in ("reset_before", "reset_after"):
            await _cut(send)
        elif fault.effect in ("hang_before", "hang_after"):
            await _hang(receive, send)
        else:
            answer = self._false_answer(fault, call)
            call.status = answer.status_code
            await answer(scope, receive, send)

    def _false_answer(self, fault: Fault, call: Call) -> Response:
        if fault.effect == "rate_limit":
            body, kind = self._double.error_body(429, "rate_limit")
            return Response(body, 429, {"Retry-After": str(fault.retry_after_seconds)}, kind)
        if fault.effect == "malformed":
            return Response(b'{"id": "', call.status or 200, media_type="application/json")
        if fault.effect == "empty":
            return Response(b"", 200, media_type="application/json")
        if fault.effect == "html":
            return Response(_HTML, 200, media_type="text/html")
        return Response(_HTML, fault.status, media_type="text/html")


async def _cut(send: Send) -> None:
    """Promise a body and send none: the server can only close the connection."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"512")]})


async def _hang(receive: Receive, send: Send) -> None:
    """Answer nothing until the caller hangs up."""
    try:
        async with asyncio.timeout(_LONGEST_HANG_SECONDS):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        await _cut(send)
