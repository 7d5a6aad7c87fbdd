"""A private Redis for one test process: on a free port, writing nothing to disk."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis
from redis.exceptions import ConnectionError as NotYet

from tests.support.ports import free_port
from tests.support.waiting import wait_until


class RedisServer:
    """One server that a test may also stop and start again on the same port, empty."""

    def __init__(self) -> None:
        self._program = shutil.which("redis-server")
        assert self._program, "redis-server is not installed: run `make test`, or install Redis"
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start, and wait until it answers."""
        assert self._program is not None
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen([self._program, *options], stdout=subprocess.DEVNULL)  # noqa: S603
        wait_until(self._answers, "redis-server to answer")

    def stop(self) -> None:
        """Stop at once, forgetting everything."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=60)
            self._process = None

    def flush(self) -> None:
        """Forget everything; starts the server again if a test stopped it."""
        if self._process is None:
            self.start()
        with Redis.from_url(self.url) as redis:
            redis.flushall()

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, "redis-server ended at once: is the port taken?"
        try:
            with Redis.from_url(self.url) as redis:
                return bool(redis.ping())
        except NotYet:
            return False


@contextmanager
def running_redis() -> Iterator[RedisServer]:
    """A server while the block lasts."""
    server = RedisServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()
