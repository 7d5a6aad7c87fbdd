"""A provider's webhooks: made at once, then held, dropped, or delivered over HTTP until they are taken."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Literal

import httpx

Mode = Literal["deliver", "hold", "drop"]
# With the present secret, the one before it, a stranger's, or none at all: "empty" is what somebody makes who bets that
# no secret was set.
SignWith = Literal["new", "old", "wrong", "empty"]
Signer = Callable[[bytes, datetime, SignWith], Mapping[str, str]]

_RETRY_AFTER_SECONDS = (0.2, 1, 2, 5, 15, 60)


@dataclass(slots=True)
class Delivery:
    """One webhook on its way. `sign` makes its headers for a body and an instant, with a chosen secret."""

    id: str
    kind: str
    url: str
    body: bytes
    sign: Signer = field(repr=False)
    made_at: datetime
    tries: int = 0
    status: int | None = None

    def headers(self, now: datetime, sign_with: SignWith = "new", offset: timedelta = timedelta(0)) -> dict[str, str]:
        """What it is sent with at `now`, or `offset` later."""
        return {"content-type": "application/json", **self.sign(self.body, now + offset, sign_with)}


class Webhooks:
    """Every webhook there was, oldest first. Starts by holding: `mode = "deliver"` sends each as soon as it is made."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.mode: Mode = "hold"
        self.all: list[Delivery] = []
        self._sending: set[asyncio.Task[None]] = set()

    def make(self, delivery: Delivery) -> None:
        """Note a webhook; what becomes of it depends on the mode."""
        if self.mode == "drop":
            return
        self.all.append(delivery)
        if self.mode == "deliver":
            task = asyncio.get_running_loop().create_task(self._until_taken(delivery))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def send(
        self,
        delivery: Delivery,
        *,
        sign_with: SignWith = "new",
        offset: timedelta = timedelta(0),
        body: bytes | None = None,
    ) -> int | None:
        """Deliver once; the status, or None when nobody answered. With `body`, one that is not what was signed."""
        delivery.tries += 1
        headers = delivery.headers(self._now(), sign_with, offset)
        try:
            async with httpx.AsyncClient(timeout=10, trust_env=False, verify=authorities()) as client:
                answer = await client.post(
                    delivery.url, content=delivery.body if body is None else body, headers=headers
                )
        except httpx.HTTPError:
            delivery.status = None
        else:
            delivery.status = answer.status_code
        return delivery.status

    async def release(self) -> None:
        """Deliver once everything that was not taken yet, in order."""
        for delivery in [one for one in self.all if not _taken(one)]:
            await self.send(delivery)

    async def settled(self) -> None:
        """Wait until nothing is on its way any more."""
        while self._sending:
            await asyncio.wait(list(self._sending))

    async def stop(self) -> None:
        """Give up what is on its way."""
        for task in list(self._sending):
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)

    def clear(self) -> None:
        """Forget all; what is on its way is given up."""
        for task in self._sending:
            task.cancel()
        self.all.clear()

    async def _until_taken(self, delivery: Delivery) -> None:
        for wait in (0, *_RETRY_AFTER_SECONDS):
            await asyncio.sleep(wait)
            await self.send(delivery)
            if _taken(delivery):
                return


@cache
def authorities() -> ssl.SSLContext:
    """Whom we believe about certificates; reading them takes 40 ms."""
    return httpx.create_ssl_context()


def _taken(delivery: Delivery) -> bool:
    return delivery.status is not None and 200 <= delivery.status < 300
