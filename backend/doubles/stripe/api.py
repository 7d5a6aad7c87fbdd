"""One API call: who asks, for which account, in which version, under which idempotency key, and the answer."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from .book import Book, Stored, Thing
from .calls import Operation, operation_for
from .desk import VERSION, Desk
from .listing import expanded
from .params import Params, parse_form
from .problems import Problem

if TYPE_CHECKING:
    from .double import StripeDouble

_VERSION_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(\.[a-z]+)?")
_KEY_SECONDS = 24 * 3600
_LONGEST_KEY = 255
_SCRIPTS_MAY_ASK = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Request-Id"}


class Api:
    """The handler of everything under /v1/."""

    def __init__(self, double: StripeDouble) -> None:
        self._double = double

    async def handle(self, request: Request) -> Response:
        """Answer one call."""
        headers = {"Request-Id": self._double.ids.new("req_"), **_SCRIPTS_MAY_ASK}
        if request.method == "OPTIONS":
            asked = {"Access-Control-Allow-Headers": "*", "Access-Control-Allow-Methods": "GET, POST, DELETE"}
            return Response(status_code=204, headers={**headers, **asked})
        try:
            status, body = await self._answer(request, headers)
        except Problem as problem:
            status, body = problem.status, error_bytes(problem)
        return Response(body, status, headers, "application/json")

    async def _answer(self, request: Request, headers: dict[str, str]) -> tuple[int, bytes]:
        tree = parse_form(await _form_text(request))
        key = _key_of(request, tree)
        book, by_browser = self._account(key, request, tree)
        version = request.headers.get("stripe-version")
        if version is not None and _VERSION_FORM.fullmatch(version) is None:
            raise Problem(400, f"Invalid Stripe API version: {version}")
        headers["Stripe-Version"] = version or VERSION
        operation, ids = operation_for(request.method, request.url.path)
        if by_browser and not operation.browser:
            text = "This API call cannot be made with a publishable API key. Please use a secret API key."
            raise Problem(403, text, code="secret_key_required")
        once = request.headers.get("idempotency-key") if request.method == "POST" else None
        desk = Desk(
            self._double, book, version=version, request_id=headers["Request-Id"], key=once or "", by_browser=by_browser
        )
        if once is None:
            return self._run(operation, desk, tree, ids)
        return await self._once(operation, desk, tree, ids, once, f"{request.method} {request.url.path}", headers)

    async def _once(
        self,
        operation: Operation,
        desk: Desk,
        tree: Thing,
        ids: tuple[str, ...],
        key: str,
        what: str,
        headers: dict[str, str],
    ) -> tuple[int, bytes]:
        """Idempotency: the first answer to a key is kept for a day, once execution had begun, whatever it was."""
        if len(key) > _LONGEST_KEY:
            raise Problem(400, f"Idempotency keys may be at most {_LONGEST_KEY} characters.")
        headers["Idempotency-Key"] = key
        fingerprint = f"{what} {json.dumps(tree, sort_keys=True)}"
        keys, earlier = desk.book.keys, desk.book.keys.get(key)
        if earlier is not None and earlier.status is not None and desk.now - earlier.at >= _KEY_SECONDS:
            earlier = None
        if earlier is not None and earlier.fingerprint != fingerprint:
            text = (
                f"Keys for idempotent requests can only be used with the same parameters they were first used with. "
                f"Try using a key other than '{key}' if you meant to execute a different request."
            )
            raise Problem(400, text, type="idempotency_error")
        if earlier is not None and earlier.status is None:
            text = f"There is currently another in-progress request using this Idempotent Key: {key}"
            raise Problem(409, text, code="idempotency_key_in_use", type="idempotency_error")
        if earlier is not None and earlier.status is not None:
            headers["Idempotent-Replayed"] = "true"
            return earlier.status, earlier.body
        keys[key] = stored = Stored(fingerprint, desk.now)
        try:
            if self._double.gate is not None:
                await self._double.gate.wait()
            stored.status, stored.body = self._run(operation, desk, tree, ids)
        finally:
            if stored.status is None or not desk.began:
                keys.pop(key, None)
        return stored.status, stored.body

    def _run(self, operation: Operation, desk: Desk, tree: Thing, ids: tuple[str, ...]) -> tuple[int, bytes]:
        try:
            content = dict(tree)
            paths = Params({"expand": content.pop("expand")}).texts("expand") if "expand" in content else []
            found = operation.run(desk, Params(content), *ids)
            if desk.began and operation.method == "POST" and self._double.internal_errors:
                self._double.internal_errors -= 1
                raise Problem(500, "An unknown error occurred", type="api_error")
            return 200, json.dumps(expanded(desk.book, found, paths), indent=2, ensure_ascii=False).encode()
        except Problem as problem:
            return problem.status, error_bytes(problem)

    def _account(self, key: str, request: Request, tree: Thing) -> tuple[Book, bool]:
        """Whose book, and whether a browser asks."""
        books = self._double.books
        named = request.headers.get("stripe-account") or tree.pop("_stripe_account", None)
        for book in books.values():
            account = book.account
            if key not in (account.secret_key, account.publishable_key):
                continue
            by_browser = key == account.publishable_key
            if named is None or named == account.id:
                return book, by_browser
            connected = books.get(str(named))
            if connected is None or connected.account.platform != account.id:
                text = (
                    f"The provided key '{_shown(key)}' does not have access to account '{named}' (or that account does "
                    "not exist). Application access may have been revoked."
                )
                raise Problem(403, text, code="account_invalid")
            return connected, by_browser
        raise Problem(401, f"Invalid API Key provided: {_shown(key)}")


async def _form_text(request: Request) -> str:
    if request.method != "POST":
        return request.url.query
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and kind != "application/x-www-form-urlencoded":
        raise Problem(400, "Invalid request: the content type must be application/x-www-form-urlencoded.")
    try:
        return body.decode("ascii")
    except UnicodeDecodeError:
        raise Problem(400, "Invalid request: the body is not form-encoded.") from None


def _key_of(request: Request, tree: dict[str, Any]) -> str:
    """From the header, or, of a browser, from the parameter `key`."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    given = tree.pop("key", None)
    if scheme.lower() == "bearer" and value:
        return value
    if scheme.lower() == "basic" and value:
        try:
            return base64.b64decode(value).decode().partition(":")[0]
        except ValueError:
            raise Problem(401, "Invalid API Key provided") from None
    if isinstance(given, str) and given.startswith("pk_"):
        return given
    text = "You did not provide an API key. You need to provide your API key in the Authorization header."
    raise Problem(401, text)


def _shown(key: str) -> str:
    """A key with its middle hidden, as Stripe writes it."""
    return f"{key[:8]}{'*' * max(0, len(key) - 12)}{key[-4:]}"


def error_bytes(problem: Problem) -> bytes:
    """The body of an error."""
    return json.dumps({"error": problem.error}, indent=2, ensure_ascii=False).encode()
