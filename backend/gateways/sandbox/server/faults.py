"""Injected faults: the next calls of an endpoint are slowed, refused, cut off or garbled, as an account asked for."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .params import Params
from .problems import Problem, invalid

EFFECTS = (
    "delay",
    "status",
    "rate_limit",
    "drop_before_commit",
    "drop_after_commit",
    "hang_after_commit",
    "malformed_body",
)

# A reply that hangs is given up after this long even if the caller waits on.
LONGEST_HANG_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault for one call. `executed` makes an error status lie: the call was carried out all the same."""

    effect: str
    delay_ms: int = 0
    status: int = 503
    retry_after_seconds: int = 1
    executed: bool = False

    @classmethod
    def read(cls, params: Params) -> Fault:
        """A fault as the control API describes it."""
        effect = params.text("effect", longest=40)
        if effect not in EFFECTS:
            raise invalid("parameter_invalid", f"effect must be one of {', '.join(EFFECTS)}.", "effect")
        return cls(
            effect=effect,
            delay_ms=params.milliseconds("delay_seconds", highest_seconds=120),
            status=params.whole("status", lowest=400, highest=599, default=503),
            retry_after_seconds=params.whole("retry_after_seconds", lowest=0, highest=86_400, default=1),
            executed=params.flag("executed"),
        )

    @property
    def stops_execution(self) -> bool:
        """Whether the call is answered without having been carried out."""
        return self.effect in ("rate_limit", "drop_before_commit") or (self.effect == "status" and not self.executed)

    def reply_instead(self, response: Response) -> Response:
        """What the caller gets in place of the true answer."""
        if self.effect in ("drop_before_commit", "drop_after_commit"):
            return CutReply()
        if self.effect == "hang_after_commit":
            return HungReply()
        if self.effect == "malformed_body":
            return Response(b'{"id": "sbx_pay_', response.status_code, media_type="application/json")
        if self.effect == "status":
            page = b"<html><body><h1>Bad gateway</h1></body></html>"
            return Response(page, self.status, media_type="text/html")
        return response

    def problem(self) -> Problem | None:
        """The API's own error, where the fault is one that the real API could state itself."""
        if self.effect != "rate_limit":
            return None
        return Problem(429, "rate_limit_error", "rate_limited", "Too many requests; wait a moment.")

    def headers(self) -> Mapping[str, str]:
        """Headers that come with the problem."""
        return {"Retry-After": str(self.retry_after_seconds)}


class CutReply(Response):
    """A connection that ends in the middle of the answer."""

    def __init__(self) -> None:
        super().__init__(b"")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Promise a body and send none: the server can only close the connection."""
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"512")]})


class HungReply(CutReply):
    """An answer that does not come until the caller gives up."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for the caller to hang up, then close the connection."""
        try:
            async with asyncio.timeout(LONGEST_HANG_SECONDS):
                while (await receive())["type"] != "http.disconnect":
                    pass
        except TimeoutError:
            await super().__call__(scope, receive, send)


def add_fault(db: sqlite3.Connection, account_id: str, endpoint: str, times: int, effect: dict[str, Any]) -> None:
    """Arm a fault for the next `times` calls."""
    db.execute(
        "INSERT INTO faults (account_id, endpoint, remaining, effect) VALUES (?, ?, ?, ?)",
        (account_id, endpoint, times, json.dumps(effect)),
    )


def has_faults(db: sqlite3.Connection, account_id: str) -> bool:
    """Whether any fault is armed."""
    found = db.execute("SELECT EXISTS (SELECT 1 FROM faults WHERE account_id = ? AND remaining > 0)", (account_id,))
    return bool(found.fetchone()[0])


def take_fault(db: sqlite3.Connection, account_id: str, endpoint: str) -> Fault | None:
    """Use up one fault of this endpoint, the one armed first."""
    row = db.execute(
        "UPDATE faults SET remaining = remaining - 1 WHERE id = ("
        " SELECT MIN(id) FROM faults WHERE account_id = ? AND endpoint = ? AND remaining > 0) RETURNING effect",
        (account_id, endpoint),
    ).fetchone()
    return None if row is None else Fault(**json.loads(row["effect"]))
