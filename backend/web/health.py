"""Two questions of an orchestrator: is the process alive (`/healthz`), and can it do its work (`/readyz`).

Answers name the checks and never say why one failed; the log does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

log = structlog.stdlib.get_logger("perennial.health")

CHECK_SECONDS = 2.0

Check = Callable[[], Awaitable[object]]


class Health:
    """Routes for the two questions. A check passes by returning and fails by raising or by taking too long."""

    def __init__(self, checks: Mapping[str, Check], timeout_seconds: float = CHECK_SECONDS) -> None:
        self.checks = dict(checks)
        self.timeout_seconds = timeout_seconds

    def routes(self) -> list[Route]:
        """What to put into the application's routes."""
        return [Route("/healthz", self.alive, methods=["GET"]), Route("/readyz", self.ready, methods=["GET"])]

    async def alive(self, _request: Request) -> Response:
        """200 as long as the process answers at all."""
        return _answer(200, {"status": "ok"})

    async def ready(self, _request: Request) -> Response:
        """200 when every check passes, else 503; all checks run at once."""
        states = await asyncio.gather(*(self._state(name, check) for name, check in self.checks.items()))
        ok = all(state == "ok" for state in states)
        body = {"status": "ok" if ok else "unavailable", "checks": dict(zip(self.checks, states, strict=True))}
        return _answer(200 if ok else 503, body)

    async def _state(self, name: str, check: Check) -> str:
        try:
            async with asyncio.timeout(self.timeout_seconds):
                await check()
        except TimeoutError:
            log.warning("readiness check timed out", check=name)
            return "timeout"
        except Exception as error:
            log.warning("readiness check failed", check=name, error=type(error).__name__, exc_info=True)
            return "failed"
        return "ok"


def _answer(status: int, body: Mapping[str, object]) -> Response:
    return Response(orjson.dumps(body), status, {"Cache-Control": "no-store"}, "application/json; charset=utf-8")
