"""What no page of ours may ever do, noticed while a test does something else.

Errors and warnings in the console, exceptions, violations of the page's own policy, requests to other hosts, answers
that blame the server, and a card number on its way to anywhere but the gateway.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError, WebSocket

from tests.support.shop import PANS

# Runs in every frame before its own scripts.
_TELL = """addEventListener('securitypolicyviolation', (event) =>
  console.error(`policy: ${event.effectiveDirective} refused ${event.blockedURI} in ${location.pathname}`))"""

_PAN = re.compile("|".join(" ?".join(re.findall("....", pan)) for pan in PANS))
_LOCAL = ("data", "blob")


class Watcher:
    """Watches every page and frame of a browser context."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self._host = urlsplit(url).netloc
        self._faults: list[str] = []
        self._forgiven: list[re.Pattern[str]] = []
        self.pans_to_gateway = 0
        context.add_init_script(_TELL)
        context.on("console", self._on_console)
        context.on("weberror", self._on_exception)
        context.on("request", self._on_request)
        context.on("response", self._on_response)
        context.on("page", self._on_page)

    def begin_anew(self) -> None:
        """Somebody else comes: what was noticed before is not theirs."""
        self._faults.clear()
        self._forgiven.clear()
        self.pans_to_gateway = 0

    def forgive(self, *patterns: str) -> None:
        """Faults that the test brings about itself."""
        self._forgiven += map(re.compile, patterns)

    @property
    def faults(self) -> list[str]:
        """Everything that was noticed and not forgiven."""
        return [fault for fault in self._faults if not any(pattern.search(fault) for pattern in self._forgiven)]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            self._faults.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def _on_exception(self, exception: WebError) -> None:
        self._faults.append(f"exception: {exception.error}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in _LOCAL:
            return
        if address.netloc != self._host:
            self._faults.append(f"request to a foreign host: {request.url}")
        self._look_for_pan(address.path, request.url, request.post_data_buffer or b"")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self._faults.append(f"answer {response.status}: {response.request.method} {response.url}")

    def _on_page(self, page: Page) -> None:
        page.on("websocket", self._on_socket)

    def _on_socket(self, socket: WebSocket) -> None:
        address = urlsplit(socket.url)
        if address.netloc != self._host:
            self._faults.append(f"socket to a foreign host: {socket.url}")

        def sent(frame: str | bytes) -> None:
            self._look_for_pan(address.path, "", frame.encode() if isinstance(frame, str) else frame)

        socket.on("framesent", sent)

    def _look_for_pan(self, path: str, url: str, body: bytes) -> None:
        if not _PAN.search(url + body.decode(errors="replace")):
            return
        if path.startswith("/sandbox/") and not _PAN.search(url):
            self.pans_to_gateway += 1
        else:
            self._faults.append(f"a card number went to {path}")
