"""Serving a double: inside a test's own event loop, or as a program of its own."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

import uvicorn

from .double import Double

D = TypeVar("D", bound=Double)


class _Server(uvicorn.Server):
    """A server that leaves the process's signals alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing to capture."""
        yield


@asynccontextmanager
async def served(make: Callable[[str], D], *, port: int = 0) -> AsyncIterator[D]:
    """The double that `make` makes for its public address, reachable over HTTP on 127.0.0.1 until the end."""
    # Named as TCP, or asyncio leaves Nagle's algorithm on and each answer takes 40 ms.
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        double = make(f"http://127.0.0.1:{listening.getsockname()[1]}")
        config = uvicorn.Config(
            double.app, log_config=None, access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=1
        )
        server = _Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            while not server.started:
                if serving.done():
                    serving.result()
                await asyncio.sleep(0.005)
            yield double
        finally:
            await double.webhooks.stop()
            server.should_exit = True
            await serving
