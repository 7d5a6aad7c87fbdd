"""The live bus of several processes: Redis pub/sub, one listener for each process."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager
from dataclasses import asdict

import orjson
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.events.live import LiveMessage, Mailbox, Mailboxes

CHANNEL = "perennial:live"
_RECONNECT_SECONDS = 1.0
_STOP_SECONDS = 0.2

log = structlog.get_logger(__name__)


class RedisBus:
    """Publishes to, and listens on, one channel. While Redis is away, subscribers wait; afterwards all look again."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url)
        self._mailboxes = Mailboxes()
        self._listener: asyncio.Task[None] | None = None

    async def publish(self, message: LiveMessage) -> None:
        """Send to every process. Raises RedisError when Redis is away: the relay then tries again later."""
        await self._redis.publish(CHANNEL, orjson.dumps(asdict(message)))

    def subscribe(self, merchant_id: str, subject_id: str) -> AbstractContextManager[Mailbox]:
        """A mailbox for one subject while the block lasts."""
        return self._mailboxes.subscribe(merchant_id, subject_id)

    async def start(self) -> None:
        """Begin to listen."""
        self._listener = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        """Stop listening and close the connections."""
        if self._listener is not None:
            # Again until it is done: the client library can swallow a cancellation while it reconnects.
            while not self._listener.done():
                self._listener.cancel()
                await asyncio.wait([self._listener], timeout=_STOP_SECONDS)
        await self._redis.aclose()

    async def _listen(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await pubsub.subscribe(CHANNEL)
                    async for raw in pubsub.listen():
                        if raw["type"] == "subscribe":
                            # Confirmed, also after the client reconnected by itself: what came before was missed.
                            self._mailboxes.all_look_again()
                        elif raw["type"] == "message":
                            self._deliver(raw["data"])
            except (RedisError, OSError) as error:
                log.warning("live.redis_away", error=type(error).__name__)
                await asyncio.sleep(_RECONNECT_SECONDS)

    def _deliver(self, data: bytes) -> None:
        try:
            message = LiveMessage(**orjson.loads(data))
        except (ValueError, TypeError):
            # A stranger's, or from another version of ours: something changed, nobody knows what.
            log.warning("live.unreadable_message")
            self._mailboxes.all_look_again()
        else:
            self._mailboxes.deliver(message)
