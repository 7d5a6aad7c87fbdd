"""Speaking graphql-transport-ws to a test server, message by message."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.sync.connection import Connection
from websockets.typing import Origin, Subprotocol

from tests.web.conftest import Server

PROTOCOL = Subprotocol("graphql-transport-ws")


@contextmanager
def opened(server: Server, origin: str | None = None, **headers: str) -> Iterator[Connection]:
    with connect(
        server.socket_url,
        subprotocols=[PROTOCOL],
        origin=Origin(origin) if origin else None,
        additional_headers={name.replace("_", "-"): value for name, value in headers.items()},
    ) as socket:
        yield socket


def send(socket: Connection, **message: object) -> None:
    socket.send(json.dumps(message))


def receive(socket: Connection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(socket.recv(timeout=60))
    return message


def subscribe(socket: Connection, id: str, query: str, **variables: object) -> None:
    send(socket, id=id, type="subscribe", payload={"query": query, "variables": variables})


@contextmanager
def signed_in(server: Server, token: str | None = None) -> Iterator[Connection]:
    with opened(server) as socket:
        send(socket, type="connection_init", payload={"authorization": f"Bearer {token}"} if token else {})
        assert receive(socket) == {"type": "connection_ack"}
        yield socket


def close_code(socket: Connection) -> int:
    try:
        while True:
            socket.recv(timeout=60)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006
