"""What every request gets before a route sees it: an id, a size limit, security headers, one log line and a masked 500.

Pure ASGI; it must sit inside Starlette's own error middleware (`Starlette(middleware=[...])`), so that ours answers.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Mapping

import orjson
import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.stdlib.get_logger("perennial.web")

API_BODY_BYTES = 256 * 1024
WEBHOOK_BODY_BYTES = 1024 * 1024
ANY_BODY_BYTES = 5 * 1024 * 1024
CLIENT_WENT_AWAY = 499
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), usb=(), payment=(self)",
}


class _BodyTooLarge(Exception):
    """Raised out of `receive` once more bytes came than the path may send."""


class Requests:
    """The outermost middleware. `public_url` decides about HSTS; `body_limits` maps path prefixes to bytes."""

    def __init__(
        self, app: ASGIApp, *, public_url: str = "http://localhost", body_limits: Mapping[str, int] | None = None
    ) -> None:
        self.app = app
        self.body_limits = body_limits or {
            "/graphql": API_BODY_BYTES,
            "/auth": API_BODY_BYTES,
            "/webhooks": WEBHOOK_BODY_BYTES,
        }
        self.headers = dict(_HEADERS)
        if public_url.startswith("https://"):
            self.headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request or websocket; lifespan passes through."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _SANE_ID.fullmatch(given) else uuid.uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            served = _Served(self, scope, receive, send, request_id)
            await (served.http() if scope["type"] == "http" else served.websocket())

    def limit(self, path: str) -> int:
        """The largest body, in bytes, that `path` accepts."""
        for prefix, limit in self.body_limits.items():
            if path == prefix or path.startswith(f"{prefix}/"):
                return limit
        return ANY_BODY_BYTES


class _Served:
    """One request on its way through."""

    def __init__(self, edge: Requests, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        self.edge, self.scope, self.request_id = edge, scope, request_id
        self._receive, self._send = receive, send
        self.status: int | None = None
        self.started = time.perf_counter()
        self.read = 0
        self.limit = edge.limit(scope["path"])

    async def http(self) -> None:
        try:
            if _announced(self.scope) > self.limit:
                raise _BodyTooLarge
            await self.edge.app(self.scope, self.receive, self.send)
        except _BodyTooLarge:
            await self.refuse(413, "PAYLOAD_TOO_LARGE", f"The body may have {self.limit} bytes at most.")
        except Exception:
            log.exception("request failed", path=self.path)
            await self.refuse(500, "INTERNAL", "Internal error", requestId=self.request_id)
        finally:
            self.log(self.scope["method"], CLIENT_WENT_AWAY)

    async def websocket(self) -> None:
        try:
            await self.edge.app(self.scope, self._receive, self.send_socket)
        except Exception:
            log.exception("websocket failed", path=self.path)
            if self.status in (None, 101):
                await self.send_socket({"type": "websocket.close", "code": 1011 if self.status else 1008})
        finally:
            self.log("WEBSOCKET", 1006)

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self.read += len(message.get("body", b""))
            if self.read > self.limit:
                raise _BodyTooLarge
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self.edge.headers.items():
                headers.setdefault(name, value)
            headers["X-Request-Id"] = self.request_id
        await self._send(message)

    async def send_socket(self, message: Message) -> None:
        if message["type"] == "websocket.accept":
            self.status = 101
        elif message["type"] == "websocket.close":
            self.status = message.get("code", 1000)
        await self._send(message)

    async def refuse(self, status: int, code: str, message: str, **extensions: object) -> None:
        # A started response cannot be taken back: the server cuts the connection when we return.
        if self.status is None:
            body = {"errors": [{"message": message, "extensions": {"code": code, **extensions}}]}
            headers = {"Cache-Control": "no-store"}
            answer = Response(orjson.dumps(body), status, headers, "application/json; charset=utf-8")
            await answer(self.scope, self._receive, self.send)

    @property
    def path(self) -> str:
        # As sent: percent-encoded, so a newline in it cannot forge a log line; the query is not part of it.
        raw: bytes = self.scope.get("raw_path") or self.scope["path"].encode()
        return raw.partition(b"?")[0][:200].decode("ascii", "backslashreplace")

    def log(self, method: str, unfinished: int) -> None:
        ms = round((time.perf_counter() - self.started) * 1000, 1)
        log.info("request", method=method, path=self.path, status=self.status or unfinished, ms=ms)


def _announced(scope: Scope) -> int:
    # Only a first opinion; what really arrives is counted.
    length = Headers(scope=scope).get("content-length", "")
    return int(length[:12]) if length.isdecimal() else 0
