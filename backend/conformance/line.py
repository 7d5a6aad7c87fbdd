"""The line between the gateway and its double: a real HTTP transport that can be cut, moved and listened to."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from functools import cache
from typing import Literal

import httpx

from backend.doubles.kit.double import Double

Mode = Literal["open", "refused", "not_tls"]
_LOOK_SECONDS = 0.003


class Line(httpx.AsyncBaseTransport):
    """`mode` "refused" leads to a port where nobody listens, "not_tls" speaks TLS to a server that does not.

    A double that hangs is given up at once: as a timeout would, but without the waiting. `rewrites` changes bytes of
    every answer; `requests` counts what was sent, wherever it went.
    """

    def __init__(self, double: Double) -> None:
        self._double = double
        self._inner = httpx.AsyncHTTPTransport(verify=_authorities())
        self.mode: Mode = "open"
        self.rewrites: Mapping[bytes, bytes] = {}
        self.requests = 0
        # Wait for a double that hangs, as a caller does who has not timed out yet.
        self.patient = False

    def restore(self) -> None:
        """As it was in the beginning."""
        self.mode, self.rewrites, self.requests, self.patient = "open", {}, 0, False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request. Raises httpx's own errors, like any transport."""
        self.requests += 1
        if self.mode == "refused":
            request.url = request.url.copy_with(host="127.0.0.1", port=1)
        elif self.mode == "not_tls":
            request.url = request.url.copy_with(scheme="https")
        response = await self._answered(request)
        if not self.rewrites:
            return response
        content = await response.aread()
        await response.aclose()
        for old, new in self.rewrites.items():
            content = content.replace(old, new)
        kept = [(name, value) for name, value in response.headers.raw if name.lower() != b"content-length"]
        return httpx.Response(response.status_code, headers=kept, content=content)

    async def _answered(self, request: httpx.Request) -> httpx.Response:
        earlier = len(self._double.journal.calls)
        answer = asyncio.ensure_future(self._inner.handle_async_request(request))
        try:
            while not (await asyncio.wait({answer}, timeout=_LOOK_SECONDS))[0]:
                if not self.patient and self._hangs(earlier):
                    raise httpx.ReadTimeout("the double hangs", request=request)
            return answer.result()
        finally:
            if not answer.done():
                answer.cancel()
                await asyncio.wait({answer})

    def _hangs(self, earlier: int) -> bool:
        return any(
            call.fault == "hang_before" or (call.fault == "hang_after" and call.status is not None)
            for call in self._double.journal.calls[earlier:]
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def line_client(line: Line) -> httpx.AsyncClient:
    """The client that gateways are handed: like the product's, it neither repeats nor follows redirects."""
    return httpx.AsyncClient(transport=line, timeout=20, follow_redirects=False, headers={"User-Agent": "Perennial"})


@cache
def _authorities() -> ssl.SSLContext:
    return httpx.create_ssl_context()
