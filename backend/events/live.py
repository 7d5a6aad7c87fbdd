"""The live bus: tells subscribers of this process that something they watch has changed. Messages are hints, not truth.

A mailbox is bounded: a reader that is too slow is told to look again once, instead of getting every message.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

MAILBOX_SIZE = 100


@dataclass(frozen=True, slots=True)
class LiveMessage:
    """`subject_id` of `merchant_id` changed to `version`."""

    merchant_id: str
    subject_id: str
    type: str
    version: int


class Mailbox:
    """What one subscriber has not read yet. `None` means: look at the database, something was missed."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[LiveMessage | None] = asyncio.Queue(MAILBOX_SIZE)
        self._missed = False

    def put(self, message: LiveMessage | None) -> None:
        """Never waits: a full mailbox remembers only that something was missed."""
        try:
            self._queue.put_nowait(message)
        except asyncio.QueueFull:
            self._missed = True

    async def messages(self) -> AsyncIterator[LiveMessage | None]:
        """Each message as it comes, for ever."""
        while True:
            yield await self._queue.get()
            if self._missed and self._queue.empty():
                self._missed = False
                yield None


class LiveBus(Protocol):
    """Carries messages to the subscribers of every process."""

    async def publish(self, message: LiveMessage) -> None:
        """Tell everybody who watches the subject."""

    def subscribe(self, merchant_id: str, subject_id: str) -> AbstractContextManager[Mailbox]:
        """A mailbox for one subject while the block lasts."""


class Mailboxes:
    """The subscribers of this process by subject."""

    def __init__(self) -> None:
        self._by_subject: dict[tuple[str, str], set[Mailbox]] = {}

    @contextmanager
    def subscribe(self, merchant_id: str, subject_id: str) -> Iterator[Mailbox]:
        """A mailbox for one subject while the block lasts."""
        key, mailbox = (merchant_id, subject_id), Mailbox()
        self._by_subject.setdefault(key, set()).add(mailbox)
        try:
            yield mailbox
        finally:
            self._by_subject[key].discard(mailbox)
            if not self._by_subject[key]:
                del self._by_subject[key]

    def deliver(self, message: LiveMessage) -> None:
        """Put the message into every mailbox of its subject."""
        for mailbox in self._by_subject.get((message.merchant_id, message.subject_id), ()):
            mailbox.put(message)

    def all_look_again(self) -> None:
        """After a gap in the connection nobody knows what was missed."""
        for mailboxes in self._by_subject.values():
            for mailbox in mailboxes:
                mailbox.put(None)


class InProcessBus:
    """The bus of an installation that is one process."""

    def __init__(self) -> None:
        self._mailboxes = Mailboxes()

    async def publish(self, message: LiveMessage) -> None:
        """Deliver at once."""
        self._mailboxes.deliver(message)

    def subscribe(self, merchant_id: str, subject_id: str) -> AbstractContextManager[Mailbox]:
        """A mailbox for one subject while the block lasts."""
        return self._mailboxes.subscribe(merchant_id, subject_id)
