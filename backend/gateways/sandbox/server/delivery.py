"""The loop that lets time pass for payments and brings events to the merchants, at least once each."""

from __future__ import annotations

import asyncio
import itertools
import logging
import secrets
from functools import partial

import httpx

from .delivery_queue import Delivery, claim, forget_old, has_work, record, release, settle_due
from .provider import Provider
from .signing import SIGNATURE_HEADER, signature

log = logging.getLogger("perennial.sandbox")

POLL_SECONDS = 0.5
POST_SECONDS = 5
ROUNDS_BETWEEN_CLEANINGS = 600


class DeliveryLoop:
    """Runs between `start` and `stop`; `ring` makes it look at once instead of at the next poll."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._owner = secrets.token_hex(8)
        self._task: asyncio.Task[None] | None = None
        self._bell = asyncio.Event()
        self._stopping = False

    def ring(self) -> None:
        """There is something to do."""
        self._bell.set()

    async def start(self) -> None:
        """Begin; does nothing when it runs already."""
        if self._task is None:
            self._bell, self._stopping = asyncio.Event(), False
            self._task = asyncio.create_task(self._run(), name="sandbox-deliveries")

    async def stop(self) -> None:
        """Let the post under way end, give the rest back to the queue."""
        if self._task is None:
            return
        task, self._task = self._task, None
        self._stopping = True
        self._bell.set()
        _, unfinished = await asyncio.wait({task}, timeout=POST_SECONDS)
        if unfinished:
            task.cancel()
            await asyncio.wait({task})
        await self._provider.store.write(lambda db: release(db, self._owner))

    async def _run(self) -> None:
        async with httpx.AsyncClient(timeout=POST_SECONDS, follow_redirects=False, trust_env=False) as client:
            for turn in itertools.count():
                if self._stopping:
                    return
                self._bell.clear()
                try:
                    if turn % ROUNDS_BETWEEN_CLEANINGS == 0:
                        await self._provider.store.write(lambda db: forget_old(db, self._provider))
                    busy = await self._round(client)
                except Exception:
                    # A full disk or a locked file must not end deliveries for good.
                    log.exception("the sandbox's delivery round failed; it will be repeated")
                    busy = False
                if not busy:
                    await self._wait()

    async def _round(self, client: httpx.AsyncClient) -> bool:
        provider, store = self._provider, self._provider.store
        if not await store.read(lambda db: has_work(db, provider)):
            return False
        await store.write(lambda db: settle_due(db, provider))
        claimed = await store.write(lambda db: claim(db, provider, self._owner))
        by_account: dict[str, list[Delivery]] = {}
        for delivery in claimed:
            by_account.setdefault(delivery.account_id, []).append(delivery)
        await asyncio.gather(*(self._deliver(client, queue) for queue in by_account.values()))
        return True

    async def _deliver(self, client: httpx.AsyncClient, queue: list[Delivery]) -> None:
        # One after the other within an account: the order that a test asked for is the order in which they leave.
        for delivery in queue:
            if self._stopping:
                return
            answer = await self._post(client, delivery)
            await self._provider.store.write(partial(record, self._provider, self._owner, delivery, answer))

    async def _post(self, client: httpx.AsyncClient, delivery: Delivery) -> int | None:
        sent = delivery.body
        # The signature's time is the provider's own: a test clock that was moved ahead must not spoil it.
        header = signature(delivery.secret, sent, self._provider.now_ms() // 1000)
        if delivery.tamper:
            sent = sent.replace(b'"amount":', b'"amount":9', 1)
        try:
            answer = await client.post(
                delivery.url, content=sent, headers={SIGNATURE_HEADER: header, "Content-Type": "application/json"}
            )
        except (httpx.HTTPError, httpx.InvalidURL):
            return None
        return answer.status_code

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(POLL_SECONDS):
                await self._bell.wait()
        except TimeoutError:
            pass
