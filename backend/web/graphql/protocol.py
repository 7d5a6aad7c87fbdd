"""One websocket's messages. Beyond Strawberry's handler: checked shapes, a fresh context for each operation, coded
errors in every answer, a count of operations, and an end when the token ends."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

import structlog
from starlette.websockets import WebSocketState
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
    Operation,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    ConnectionInitMessage,
    Message,
    SubscribeMessage,
)
from strawberry.types.execution import ExecutionResult, PreExecutionError

from backend.web.graphql.errors import internal, shown, top_level
from backend.web.graphql.reading import Malformed, read_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from graphql import GraphQLFormattedError

    from backend.web.graphql.socket import Connection, GraphQLSocket

log = structlog.stdlib.get_logger("perennial.graphql")

OPERATIONS = 20
TOKEN_ENDED = 4403


class SocketAdapter(ASGIWebSocketAdapter):
    """Treats a socket that we closed like one that the client closed: nothing more is sent, nobody complains."""

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Send one message."""
        if self.ws.application_state is not WebSocketState.CONNECTED:
            raise WebSocketDisconnected
        await super().send_json(message)

    async def close(self, code: int, reason: str) -> None:
        """Close once."""
        if self.ws.application_state is WebSocketState.CONNECTED:
            await super().close(code, reason)


class SocketHandler(BaseGraphQLTransportWSHandler["Connection", None]):
    """The state of one socket's protocol."""

    view: GraphQLSocket
    ended = False

    @property
    def expires_at(self) -> datetime | None:
        """When the socket must be gone."""
        return self.context.expires_at

    async def expire(self) -> None:
        """Stop every operation, then close: no event leaves after the token's end."""
        self.ended = True
        for operation_id in list(self.operations):
            await self.cleanup_operation(operation_id)
        await self.websocket.close(TOKEN_ENDED, "The access token has ended")

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Sign in, then watch the token's end."""
        await super().handle_connection_init(message)
        if self.connection_acknowledged:
            self.view.expiry.add(self)

    async def shutdown(self) -> None:
        """The socket is gone."""
        self.view.expiry.remove(self)
        await super().shutdown()

    async def handle_message(self, message: Message) -> None:
        """Check what no type checker can: the message came from outside."""
        if self.ended:
            return  # it was on its way when we closed; its token has ended too
        if not isinstance(message, dict) or not isinstance(message.get("type"), str):
            await self.handle_invalid_message("A message must be an object with a type")
        elif message["type"] in ("subscribe", "complete") and not _is_id(message.get("id")):
            await self.handle_invalid_message("An operation's id must be a short text")
        else:
            await super().handle_message(message)

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Start an operation if the socket may have another one."""
        if self.connection_acknowledged and message["id"] not in self.operations:
            try:
                read_parameters(message.get("payload"))
            except Malformed as error:
                await self.send_errors(message["id"], [top_level("BAD_REQUEST", str(error))])
                return
            if len(self.operations) >= OPERATIONS:
                text = f"A socket may run {OPERATIONS} operations at once."
                await self.send_errors(message["id"], [top_level("LIMIT_EXCEEDED", text, limit=OPERATIONS)])
                return
        await super().handle_subscribe(message)

    async def run_operation(self, operation: Operation[Connection, None]) -> None:
        """Run a query, mutation or subscription to its end, in a context of its own."""
        try:
            await self._stream(operation)
        except WebSocketDisconnected:
            return
        except Exception:
            log.exception("operation failed")
            await self._finish(operation, [internal()])

    async def _stream(self, operation: Operation[Connection, None]) -> None:
        actor, ports = self.context.actor, self.view.ports
        if actor is None:
            raise WebSocketDisconnected
        source = await self.schema.stream(
            operation.query,
            variable_values=operation.variables,
            operation_name=operation.operation_name,
            context_value=await self.view.operation_context(self.context.websocket, actor),
            operation_extensions=ports.operation_extensions(actor),
        )
        async with aclosing(cast("Any", source)):
            async for result in source:
                if not isinstance(result, ExecutionResult):
                    raise TypeError("incremental delivery is off")
                errors = [shown(error, actor) for error in result.errors or ()]
                if isinstance(result, PreExecutionError):
                    await self._finish(operation, errors)
                    return
                payload: dict[str, Any] = {"data": result.data, **({"errors": errors} if errors else {})}
                await operation.send_operation_message(
                    cast("Message", {"id": operation.id, "type": "next", "payload": payload})
                )
        await operation.send_operation_message({"id": operation.id, "type": "complete"})

    async def _finish(self, operation: Operation[Connection, None], errors: list[GraphQLFormattedError]) -> None:
        if self.operations.get(operation.id) is operation:
            del self.operations[operation.id]
            operation.completed = True
            await self.send_errors(operation.id, errors)

    async def send_errors(self, operation_id: str, errors: list[GraphQLFormattedError]) -> None:
        """End an operation with errors."""
        await self.send_message(cast("Message", {"id": operation_id, "type": "error", "payload": errors}))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 64
