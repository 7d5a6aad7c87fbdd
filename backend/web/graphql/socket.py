"""GraphQL over websockets: graphql-transport-ws only, signed in at connection_init, closed when the token ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from json import JSONDecodeError
from urllib.parse import urlsplit

import orjson
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types.unset import UnsetType

from backend.services.context import Actor
from backend.web.graphql.expiry import ExpiryWatch
from backend.web.graphql.ports import Ports, Unauthenticated, bearer, merchant_code
from backend.web.graphql.protocol import SocketAdapter, SocketHandler
from backend.web.graphql.reading import Malformed, read_json

INIT_TIMEOUT = timedelta(seconds=5)


@dataclass(slots=True)
class Connection:
    """What lives as long as a socket; each operation gets a context of its own."""

    websocket: WebSocket
    connection_params: dict[str, object] = field(default_factory=dict)
    actor: Actor | None = None

    @property
    def expires_at(self) -> datetime | None:
        """When the token ends; None for anonymous callers."""
        return self.actor.expires_at if self.actor else None


class GraphQLSocket(GraphQL[Connection, None]):
    """Strawberry's transport with our sign-in, our JSON and our handler of operations."""

    websocket_adapter_class = SocketAdapter
    graphql_transport_ws_handler_class = SocketHandler

    def __init__(self, ports: Ports) -> None:
        super().__init__(
            ports.schema,
            graphql_ide=None,
            subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
            connection_init_wait_timeout=INIT_TIMEOUT,
            max_subscriptions_per_connection=None,  # the handler counts, to answer with a code
            allowed_origins=[_origin(url) for url in ports.settings.origins],
        )
        self.ports = ports
        self.expiry = ExpiryWatch(ports.now)

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Connection:
        """The connection's state; Strawberry puts connection_params into it."""
        if not isinstance(request, WebSocket):
            raise TypeError("HTTP is not served here")
        return Connection(request)

    async def on_ws_connect(self, context: Connection) -> UnsetType:
        """Authenticate: `authorization` and, where a browser cannot send the header, `merchant`."""
        parameters, headers = context.connection_params, context.websocket.headers
        merchant = parameters.get("merchant")
        try:
            token = bearer(parameters.get("authorization", parameters.get("Authorization")))
            code = merchant if isinstance(merchant, str) and merchant else merchant_code(headers)
            context.actor = await self.ports.authenticate(token, code)
        except Unauthenticated as error:
            raise ConnectionRejectionError from error
        return UnsetType()  # no payload in the acknowledgement

    async def operation_context(self, connection: HTTPConnection, actor: Actor) -> object:
        """A fresh context for one operation of a socket."""
        return await self.ports.make_context(connection, actor)

    def decode_json(self, data: str | bytes) -> object:
        """As strict as HTTP; the transport closes the socket with 4400 on this exception."""
        try:
            return read_json(data)
        except Malformed as error:
            raise JSONDecodeError(str(error), "", 0) from error

    def encode_json(self, data: object) -> str:
        """Text, not bytes: bytes would be sent as a binary frame."""
        return orjson.dumps(data).decode()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
