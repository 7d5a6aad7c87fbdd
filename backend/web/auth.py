"""Signing in from the browser: the refresh token lives in an HttpOnly cookie that only these three routes ever see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.domain.errors import Forbidden, InvalidInput, LimitExceeded, Refusal
from backend.services.accounts.refresh import refresh_tokens, revoke_tokens
from backend.services.accounts.sign_in import sign_in
from backend.services.accounts.tokens import Tokens
from backend.services.context import Context

COOKIE = "perennial_refresh"
PATH = "/auth"
_STATUS = {Forbidden.code: 401, InvalidInput.code: 422, LimitExceeded.code: 429}

MakeVisitor = Callable[[Request], Awaitable[Context]]


class Auth:
    """The routes. `visitor` makes the context of somebody who is not signed in; `origins` are the browser's own."""

    def __init__(self, visitor: MakeVisitor, origins: Sequence[str], *, secure: bool, refresh_seconds: int) -> None:
        self._visitor = visitor
        self._origins = frozenset(origins)
        self._secure = secure
        self._refresh_seconds = refresh_seconds

    def routes(self) -> list[Route]:
        """What to put into the application's routes."""
        return [
            Route(f"{PATH}/sign-in", self._guarded(self._sign_in), methods=["POST"]),
            Route(f"{PATH}/refresh", self._guarded(self._refresh), methods=["POST"]),
            Route(f"{PATH}/sign-out", self._guarded(self._sign_out), methods=["POST"]),
        ]

    def _guarded(self, handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """Refuse what another site's page could make a browser send; answer a refusal with its own status."""

        async def guarded(request: Request) -> Response:
            if not self._is_own(request):
                return _json(403, {"code": "FORBIDDEN_ORIGIN", "message": "Sign in from this shop's own pages."})
            try:
                return await handler(request)
            except Refusal as refusal:
                return self._refused(refusal)

        return guarded

    def _is_own(self, request: Request) -> bool:
        origin = request.headers.get("origin")
        if origin is not None:
            return origin in self._origins or origin.partition("://")[2] == request.headers.get("host")
        return request.headers.get("sec-fetch-site", "none") in ("none", "same-origin")

    async def _sign_in(self, request: Request) -> Response:
        email, password = await _credentials(request)
        _, tokens = await sign_in(await self._visitor(request), email=email, password=password)
        return self._signed_in(tokens)

    async def _refresh(self, request: Request) -> Response:
        token = request.cookies.get(COOKIE)
        if not token:
            raise Forbidden("You are not signed in.")
        return self._signed_in(await refresh_tokens(await self._visitor(request), refresh=token))

    async def _sign_out(self, request: Request) -> Response:
        token = request.cookies.get(COOKIE)
        if token:
            await revoke_tokens(await self._visitor(request), refresh=token)
        response = Response(status_code=204, headers={"Cache-Control": "no-store"})
        self._forget(response)
        return response

    def _signed_in(self, tokens: Tokens) -> Response:
        response = _json(200, {"access": tokens.access, "expiresIn": tokens.expires_in})
        response.set_cookie(
            COOKIE, tokens.refresh, max_age=self._refresh_seconds, path=PATH,
            secure=self._secure, httponly=True, samesite="strict",
        )  # fmt: skip
        return response

    def _refused(self, refusal: Refusal) -> Response:
        body: dict[str, object] = {"code": refusal.code, "message": refusal.message}
        if isinstance(refusal, InvalidInput):
            body["fields"] = [{"path": f.path, "code": f.code, "message": f.message} for f in refusal.fields]
        response = _json(_STATUS.get(refusal.code, 400), body)
        if isinstance(refusal, Forbidden):
            self._forget(response)
        return response

    def _forget(self, response: Response) -> None:
        response.delete_cookie(COOKIE, path=PATH, secure=self._secure, httponly=True, samesite="strict")


async def _credentials(request: Request) -> tuple[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise InvalidInput.at("body", "NOT_JSON", "Send JSON with an email address and a password.")
    try:
        body = orjson.loads(await request.body())
    except orjson.JSONDecodeError:
        body = None
    email, password = (body.get("email"), body.get("password")) if isinstance(body, dict) else (None, None)
    if not isinstance(email, str) or not isinstance(password, str):
        raise InvalidInput.at("body", "INCOMPLETE", "Send an email address and a password.")
    return email, password


def _json(status: int, body: object) -> Response:
    return Response(orjson.dumps(body), status, {"Cache-Control": "no-store"}, "application/json")
