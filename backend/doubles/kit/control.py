"""The control API of every double, under `/_double/`: for tests in other programs, and for the curious."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .faults import EFFECTS, Fault
from .webhooks import Delivery

if TYPE_CHECKING:
    from .double import Double

Handler = Callable[[Request], Awaitable[Response]]


def control_routes(double: Double) -> list[Route]:
    """The routes that steer `double`."""
    control = _Control(double)
    return [
        Route("/_double/reset", control.reset, methods=["POST"]),
        Route("/_double/clock", control.clock, methods=["GET", "POST"]),
        Route("/_double/faults", control.faults, methods=["POST", "DELETE"]),
        Route("/_double/journal", control.journal, methods=["GET"]),
        Route("/_double/money", control.money, methods=["GET"]),
        Route("/_double/webhooks", control.webhooks, methods=["GET", "POST"]),
        Route("/_double/webhooks/release", control.release, methods=["POST"]),
        Route("/_double/{reference}/{act}", control.act, methods=["POST"]),
    ]


class _Control:
    def __init__(self, double: Double) -> None:
        self._double = double

    async def reset(self, request: Request) -> Response:
        """Forget everything but the accounts."""
        self._double.reset()
        return Response(status_code=204)

    async def clock(self, request: Request) -> Response:
        """What time it is here; POST `{"advance_seconds": n}` moves it."""
        if request.method == "POST":
            content = await _object(request)
            self._double.advance(timedelta(seconds=int(content["advance_seconds"])))
        return JSONResponse({"now": self._double.now().isoformat()})

    async def faults(self, request: Request) -> Response:
        """POST a fault's fields to arm it; DELETE disarms all."""
        if request.method == "DELETE":
            self._double.faults.clear()
            return Response(status_code=204)
        content = await _object(request)
        if content.get("effect") not in EFFECTS:
            return JSONResponse({"error": f"effect must be one of {', '.join(EFFECTS)}"}, 400)
        try:
            self._double.faults.arm(Fault(**content))
        except TypeError as error:
            return JSONResponse({"error": str(error)}, 400)
        return Response(status_code=204)

    async def journal(self, request: Request) -> Response:
        """Every API call."""
        return JSONResponse(
            [
                {
                    "method": call.method, "path": call.path, "query": call.query, "headers": dict(call.headers),
                    "body": call.body.decode("utf-8", "replace"), "at": call.at.isoformat(), "status": call.status,
                    "executed": call.executed, "fault": call.fault,
                }
                for call in self._double.journal.calls
            ]
        )  # fmt: skip

    async def money(self, request: Request) -> Response:
        """What really moved."""
        return JSONResponse([asdict(movement) for movement in self._double.movements()])

    async def webhooks(self, request: Request) -> Response:
        """Every webhook, signed for now; POST `{"mode": "deliver" | "hold" | "drop"}` says what happens to new ones."""
        if request.method == "POST":
            mode = (await _object(request)).get("mode")
            if mode not in ("deliver", "hold", "drop"):
                return JSONResponse({"error": "mode must be deliver, hold or drop"}, 400)
            self._double.webhooks.mode = mode
            return Response(status_code=204)
        return JSONResponse([self._shown(delivery) for delivery in self._double.webhooks.all])

    async def release(self, request: Request) -> Response:
        """Deliver what was not taken yet, once each."""
        await self._double.webhooks.release()
        return JSONResponse([self._shown(delivery) for delivery in self._double.webhooks.all])

    async def act(self, request: Request) -> Response:
        """Let something happen: see `Double.act`."""
        from .double import Impossible

        try:
            await self._double.act(request.path_params["reference"], request.path_params["act"], await _object(request))
        except Impossible as impossible:
            return JSONResponse({"error": str(impossible)}, 409)
        except KeyError:
            return JSONResponse({"error": "there is no such thing here"}, 404)
        return Response(status_code=204)

    def _shown(self, delivery: Delivery) -> dict[str, Any]:
        return {
            "id": delivery.id, "kind": delivery.kind, "url": delivery.url, "tries": delivery.tries,
            "status": delivery.status, "headers": delivery.headers(self._double.now()),
            "body_base64": base64.b64encode(delivery.body).decode(),
        }  # fmt: skip


async def _object(request: Request) -> dict[str, Any]:
    body = await request.body()
    content = json.loads(body) if body else {}
    return content if isinstance(content, dict) else {}
