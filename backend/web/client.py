"""The built web client: hashed assets for ever, HTML entries always fresh, one Content-Security-Policy for each face.

All files are read once at start: no path traversal, and no disk access for a request.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from urllib.parse import urlsplit

import orjson
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from backend.settings import Settings
from backend.web.client_files import ClientFile, read_files
from backend.web.field_sources import Sources

IMMUTABLE = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"
NOT_BUILT = (
    b"<!doctype html><html lang=en><meta charset=utf-8><title>Not built</title>"
    b"<h1>The web client is not built</h1><p>Run <code>make client</code>, then start the server again."
)

NOTHING = Sources()

Config = Callable[[], Awaitable[Mapping[str, object]]]
FieldSources = Callable[[], Awaitable[Sources]]


async def no_sources() -> Sources:
    """Of a shop that has no payment fields."""
    return NOTHING


class Client:
    """An ASGI application for everything that no other route took, and for `/config.json`.

    `config` returns what the client needs to know at run time. `frames` lists origins of dialogs. `sources` is asked
    each time a page that takes payments is opened: what is let through is what is switched on now.
    """

    def __init__(
        self, settings: Settings, config: Config, frames: Sequence[str] = (), sources: FieldSources = no_sources
    ) -> None:
        self.files = read_files(settings.client_dir)
        self.config = config
        # Longest prefix first.
        self.entries = {"/graphiql": "/graphiql.html", "/admin": "/admin.html", "/": "/portal.html"}
        self.hidden = frozenset[str]() if settings.graphiql else frozenset({"/graphiql.html"})
        self.public_url, self.frames, self.sources = settings.public_url, frames, sources
        self.policies = {
            "/portal.html": content_security_policy(settings.public_url, frames),
            "/admin.html": content_security_policy(settings.public_url, ()),
            "/graphiql.html": content_security_policy(settings.public_url, (), workshop=True),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a websocket that no other route took is refused."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        request = Request(scope, receive)
        if request.method not in ("GET", "HEAD"):
            response = _plain(405, "Method not allowed", {"Allow": "GET, HEAD"})
        elif request.url.path == "/config.json":
            body = orjson.dumps(await self.config())
            response = Response(body, 200, {"Cache-Control": "no-store"}, "application/json; charset=utf-8")
        else:
            response = self.find(request.url.path, request.headers)
            if response.headers.get("Content-Security-Policy") == self.policies["/portal.html"]:
                response.headers["Content-Security-Policy"] = content_security_policy(
                    self.public_url, self.frames, sources=await self.sources()
                )
        await response(scope, receive, send)

    def find(self, path: str, headers: Headers) -> Response:
        """The file, the entry of the face that the path belongs to, or a 404 that nobody may keep."""
        if "/portal.html" not in self.files:
            return Response(NOT_BUILT, 503, {**_locked(), "Cache-Control": "no-store"}, "text/html; charset=utf-8")
        known = self.files.get(path)
        if path.startswith("/assets/"):
            # Never the entry page: a tab of an older release would run HTML as a script.
            return known.answer(headers, IMMUTABLE) if known else _not_found()
        if known and path not in self.policies:
            return known.answer(headers, ALWAYS_ASK)
        entry = (
            path if path in self.policies else next(self.entries[face] for face in self.entries if _under(path, face))
        )
        if entry in self.hidden or entry not in self.files:
            return _not_found()
        return self._entry(self.files[entry], entry, headers)

    def _entry(self, file: ClientFile, entry: str, headers: Headers) -> Response:
        response = file.answer(headers, ALWAYS_ASK)
        response.headers["Content-Security-Policy"] = self.policies[entry]
        return response


def content_security_policy(
    public_url: str, frames: Sequence[str], workshop: bool = False, sources: Sources = NOTHING
) -> str:
    """The policy of an entry, with what its payment fields need; `workshop` is GraphiQL, whose editor makes styles and
    workers of its own."""
    address = urlsplit(public_url)
    socket = f"{'wss' if address.scheme == 'https' else 'ws'}://{address.netloc}"
    directives = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *sources.scripts]),
        "style-src": "'self' 'unsafe-inline'" if workshop else "'self'",
        "img-src": " ".join(["'self' data:", *sources.images]),
        "font-src": "'self' data:" if workshop else "'self'",
        "connect-src": " ".join([f"'self' {socket}", *sources.connects]),
        "frame-src": " ".join(["'self'", *dict.fromkeys([*frames, *sources.frames])]),
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
        "manifest-src": "'self'",
    }
    if workshop:
        directives["worker-src"] = "'self'"
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _under(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(prefix.rstrip("/") + "/")


def _locked() -> dict[str, str]:
    return {"Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"}


def _not_found() -> Response:
    return _plain(404, "Not found", {})


def _plain(status: int, text: str, headers: Mapping[str, str]) -> Response:
    every = {**_locked(), "Cache-Control": "no-store", **headers}
    return Response(text, status, every, "text/plain; charset=utf-8")
