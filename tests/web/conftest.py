"""Real servers on free ports, and a log that a test can wait on."""

from __future__ import annotations

import io
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import uvicorn

from backend import logs
from tests.web import toy
from tests.web.toy_app import Clock, toy_app, toy_settings


class LogStream(io.StringIO):
    """Collects log lines; `line` waits for one that the server writes after its answer."""

    def __init__(self) -> None:
        super().__init__()
        self.changed = threading.Condition()

    def write(self, text: str) -> int:
        with self.changed:
            written = super().write(text)
            self.changed.notify_all()
            return written

    def records(self, **having: object) -> list[dict[str, Any]]:
        records = [json.loads(line) for line in self.getvalue().splitlines()]
        return [record for record in records if having.items() <= record.items()]

    def line(self, **having: object) -> dict[str, Any]:
        with self.changed:
            assert self.changed.wait_for(lambda: self.records(**having), timeout=60), f"no log line with {having}"
            return self.records(**having)[0]


@dataclass(frozen=True)
class Server:
    """A running server and what a test needs of it."""

    port: int
    clock: Clock
    log: LogStream
    http: httpx.Client

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/graphql"

    def post(self, body: object, accept: str = "application/json", **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.http.post("/graphql", json=body, headers={"Accept": accept, **named})

    def query(self, query: str, accept: str = "application/json", **variables: object) -> httpx.Response:
        return self.post({"query": query, "variables": variables}, accept)


def _serve(log: LogStream, **changes: object) -> Iterator[Server]:
    settings, clock = toy_settings(**changes), Clock()
    logs.configure(settings, log)
    listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    config = uvicorn.Config(toy_app(settings, clock), log_config=None, lifespan="off", ws_max_size=262_144)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    port = listening.getsockname()[1]
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
            yield Server(port, clock, log, http)
    finally:
        server.should_exit = True
        thread.join(timeout=60)
        listening.close()


@pytest.fixture(scope="session")
def log() -> LogStream:
    return LogStream()


@pytest.fixture(scope="session")
def server(log: LogStream) -> Iterator[Server]:
    yield from _serve(log)


@pytest.fixture(scope="session")
def closed_server(log: LogStream) -> Iterator[Server]:
    """A server that does not let strangers introspect."""
    yield from _serve(log, graphiql=False, public_url="https://shop.example")


@pytest.fixture(autouse=True)
def _logs_come_here(request: pytest.FixtureRequest) -> None:
    """An application that another test started in this process has routed the log elsewhere."""
    if "log" in request.fixturenames:
        request.getfixturevalue("server" if "server" in request.fixturenames else "log")
        logs.configure(toy_settings(), request.getfixturevalue("log"))


@pytest.fixture
def ran() -> list[str]:
    """Names of the resolvers that ran in this test."""
    toy.ran.clear()
    return toy.ran
