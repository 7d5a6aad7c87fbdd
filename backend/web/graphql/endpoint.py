"""One ASGI application for GraphQL: requests by GET (queries) and POST, and websockets by graphql-transport-ws.

Cookies are never read here: a caller is whom the Authorization header says, so another site's page can do nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import orjson
import strawberry
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from backend.services.context import Actor
from backend.settings import Settings
from backend.web.graphql.errors import INTERNAL, internal, shown, top_level
from backend.web.graphql.media import GRAPHQL_JSON, JSON, is_json_body, negotiate
from backend.web.graphql.ports import Authenticate, MakeContext, Ports, Unauthenticated, bearer, merchant_code
from backend.web.graphql.reading import GraphQLRequest, Malformed, read_body, read_query_string
from backend.web.graphql.socket import GraphQLSocket

log = structlog.stdlib.get_logger("perennial.graphql")

_ALLOWED = {"GET": {OperationType.QUERY}, "POST": {OperationType.QUERY, OperationType.MUTATION}}


class GraphQLHTTP:
    """The endpoint. `now` decides when a websocket's token has expired."""

    def __init__(
        self,
        schema: strawberry.Schema,
        make_context: MakeContext,
        authenticate: Authenticate,
        settings: Settings,
        now: Callable[[], datetime],
    ) -> None:
        self.ports = Ports(schema, make_context, authenticate, settings, now)
        self.socket = GraphQLSocket(self.ports)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request or a websocket."""
        if scope["type"] == "websocket":
            await self.socket(scope, receive, send)
            return
        response = await self.answer(Request(scope, receive))
        await response(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        """Everything that can be refused is refused in the order of its price."""
        media = negotiate(request.headers.get("accept"))
        if media is None:
            return _refused(JSON, 406, "NOT_ACCEPTABLE", f"Accept {GRAPHQL_JSON} or {JSON}.")
        if request.method not in _ALLOWED:
            return _refused(media, 405, "METHOD_NOT_ALLOWED", "Use POST, or GET for queries.", {"Allow": "GET, POST"})
        if request.method == "POST" and not _is_readable(request):
            return _refused(media, 415, "UNSUPPORTED_MEDIA_TYPE", "Send application/json in UTF-8, not compressed.")
        try:
            token = bearer(request.headers.get("authorization"))
            actor = await self.ports.authenticate(token, merchant_code(request.headers))
            read = read_query_string(request.scope["query_string"]) if request.method == "GET" else None
            return await self.run(request, actor, read or read_body(await request.body()), media)
        except Unauthenticated as error:
            return _refused(media, 401, "UNAUTHENTICATED", error.message, {"WWW-Authenticate": "Bearer"})
        except Malformed as error:
            return _refused(media, 400, "BAD_REQUEST", str(error))

    async def run(self, request: Request, actor: Actor, operation: GraphQLRequest, media: str) -> Response:
        """Execute one operation and render its result."""
        try:
            result = await self.ports.schema.execute(
                operation.query,
                variable_values=operation.variables,
                operation_name=operation.operation_name,
                context_value=await self.ports.make_context(request, actor),
                allowed_operation_types=_ALLOWED[request.method],
                operation_extensions=self.ports.operation_extensions(actor),
            )
        except InvalidOperationTypeError as error:
            if error.operation_type is OperationType.SUBSCRIPTION:
                return _rendered(media, None, [top_level("BAD_USER_INPUT", "Subscribe over a websocket.")])
            return _refused(media, 405, "METHOD_NOT_ALLOWED", "Send mutations by POST.", {"Allow": "POST"})
        return _rendered(media, result, [shown(error, actor) for error in result.errors or ()])


def _is_readable(request: Request) -> bool:
    encoding = request.headers.get("content-encoding", "identity")
    return encoding == "identity" and is_json_body(request.headers.get("content-type"))


def _rendered(media: str, result: ExecutionResult | None, errors: list[Any]) -> Response:
    """`data` is present when the operation was executed; only then is a partial result possible."""
    executed = result is not None and (result.data is not None or any("path" in error for error in errors))
    body: dict[str, object] = {"data": result.data if result else None} if executed else {}
    if errors:
        body["errors"] = errors
    if executed:
        return _response(media, 200, body)
    if any(error["extensions"]["code"] == INTERNAL for error in errors):
        return _response(media, 500, body)
    # The older type hides GraphQL-level refusals behind 200: its clients treat other statuses as network errors.
    return _response(media, 200 if media == JSON else 400, body)


def _refused(media: str, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return _response(media, status, {"errors": [top_level(code, message)]}, headers)


def _response(
    media: str, status: int, body: Mapping[str, object], headers: Mapping[str, str] | None = None
) -> Response:
    try:
        content = orjson.dumps(body)
    except TypeError:
        # A scalar that does not serialise to JSON: our bug, and the cause would show data of the response.
        log.exception("response is not JSON")
        status, content = 500, orjson.dumps({"errors": [internal()]})
    every = {"Cache-Control": "no-store", "Vary": "Accept, Authorization, X-Merchant", **(headers or {})}
    return Response(content, status, every, f"{media}; charset=utf-8")
