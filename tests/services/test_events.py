"""The outbox and the live buses: facts belong to their transaction, are numbered gaplessly, reach who watches."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import replace

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.events.bell import Work
from backend.events.live import MAILBOX_SIZE, InProcessBus, LiveMessage, Mailbox
from backend.events.redis_bus import CHANNEL, RedisBus
from backend.models import Event, EventStream
from backend.services.context import Context
from backend.services.events import relay
from backend.services.events.relay import relay_all, relay_events
from backend.services.transaction import transaction
from tests.support.invariants import nothing_changes
from tests.support.merchants import OpenMerchant, open_merchant
from tests.support.redis_server import RedisServer
from tests.support.waiting import eventually


class Collector:
    """A bus that keeps what it is given, until it breaks."""

    def __init__(self, breaks_after: int | None = None) -> None:
        self.messages: list[LiveMessage] = []
        self.breaks_after = breaks_after

    async def publish(self, message: LiveMessage) -> None:
        if self.breaks_after is not None and len(self.messages) >= self.breaks_after:
            raise RedisError("away")
        self.messages.append(message)

    def subscribe(self, merchant_id: str, subject_id: str) -> AbstractContextManager[Mailbox]:
        raise NotImplementedError


class Told(Exception):
    """Something went wrong after the announcement."""


async def announce(ctx: Context, *versions: int, subject: str = "thing", fail: bool = False) -> None:
    async with transaction(ctx) as tx:
        for version in versions:
            tx.announce("thing.changed", subject, version=version, customer_id=None, payload={"v": version})
        if fail:
            raise Told


async def numbers() -> list[int | None]:
    return [event.sequence for event in await Event.all().order_by("sequence")]


async def test_a_fact_is_written_with_its_transaction(merchant: OpenMerchant) -> None:
    await announce(merchant.system, 1)
    event = await Event.get()
    assert (event.type, event.subject_id, event.version, event.payload) == ("thing.changed", "thing", 1, {"v": 1})
    assert (event.sequence, event.occurred_at, event.merchant_id) == (None, merchant.clock.now, merchant.row.id)


async def test_a_rollback_leaves_no_fact_and_rings_no_bell(merchant: OpenMerchant) -> None:
    rung: list[Work] = []

    class Bell:
        async def ring(self, work: Work) -> None:
            rung.append(work)

    ctx = replace(merchant.services, bell=Bell()).system(merchant.row.id)
    async with nothing_changes():
        with pytest.raises(Told):
            await announce(ctx, 1, fail=True)
    assert rung == []
    await announce(ctx, 1)
    assert rung == [Work.EVENTS]


async def test_a_bell_is_rung_after_the_commit_only(merchant: OpenMerchant) -> None:
    seen: list[int] = []

    class Bell:
        async def ring(self, work: Work) -> None:
            seen.append(await Event.all().count())

    await announce(replace(merchant.services, bell=Bell()).system(merchant.row.id), 1, 2)
    assert seen == [2]


async def test_the_relay_numbers_in_order_and_publishes_each_once(merchant: OpenMerchant) -> None:
    for version in range(1, 6):
        await announce(merchant.system, version)
    bus = Collector()
    assert await relay_events(merchant.system, bus=bus) == 5
    assert await relay_events(merchant.system, bus=bus) == 0
    assert bus.messages == [LiveMessage(merchant.row.id, "thing", "thing.changed", n) for n in range(1, 6)]
    assert [(event.sequence, event.version) for event in await Event.all().order_by("sequence")] == [
        (n, n) for n in range(1, 6)
    ]
    stream = await EventStream.get(merchant_id=merchant.row.id)
    assert (stream.last_sequence, stream.published_sequence) == (5, 5)


async def test_each_merchant_has_numbers_of_its_own(merchant: OpenMerchant) -> None:
    other = await open_merchant(merchant.services, merchant.clock, "other")
    for version in (1, 2, 3):
        for one in (merchant, other):
            await announce(one.system, version)
    bus = Collector()
    assert await relay_all(merchant.services, bus=bus) == 6
    for one in (merchant, other):
        events = await Event.filter(merchant_id=one.row.id).order_by("sequence")
        assert [(event.sequence, event.version) for event in events] == [(1, 1), (2, 2), (3, 3)]
        assert [message.version for message in bus.messages if message.merchant_id == one.row.id] == [1, 2, 3]


async def test_relays_and_writers_at_once_leave_no_gap_and_forget_nothing(merchant: OpenMerchant) -> None:
    buses = [Collector() for _ in range(4)]

    async def write(subject: str) -> None:
        for version in range(1, 6):
            await announce(merchant.system, version, subject=subject)

    async def work(bus: Collector) -> None:
        for _ in range(6):
            await relay_all(merchant.services, bus=bus)

    await asyncio.gather(*(write(f"thing-{n}") for n in range(4)), *(work(bus) for bus in buses))
    await relay_all(merchant.services, bus=buses[0])

    assert await numbers() == list(range(1, 21))
    for subject in (f"thing-{n}" for n in range(4)):
        mine = await Event.filter(subject_id=subject).order_by("sequence")
        assert [event.version for event in mine] == [1, 2, 3, 4, 5]
    published = {(message.subject_id, message.version) for bus in buses for message in bus.messages}
    assert published == {(f"thing-{n}", version) for n in range(4) for version in range(1, 6)}


async def test_what_was_numbered_before_a_crash_is_published_after_it(merchant: OpenMerchant) -> None:
    await announce(merchant.system, 1, 2, 3)
    with pytest.raises(RedisError):
        await relay_events(merchant.system, bus=Collector(breaks_after=1))
    stream = await EventStream.get(merchant_id=merchant.row.id)
    assert (await numbers(), stream.last_sequence, stream.published_sequence) == ([1, 2, 3], 3, 0)

    bus = Collector()
    assert await relay_all(merchant.services, bus=bus) == 3
    assert [message.version for message in bus.messages] == [1, 2, 3]
    assert await relay_all(merchant.services, bus=bus) == 0


async def test_more_than_one_batch_is_relayed_in_one_go(
    merchant: OpenMerchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "BATCH", 3)
    await announce(merchant.system, *range(1, 11))
    bus = Collector()
    assert await relay_events(merchant.system, bus=bus) == 10
    assert [message.version for message in bus.messages] == list(range(1, 11))


async def test_a_fact_can_be_neither_changed_nor_deleted_nor_numbered_anew(merchant: OpenMerchant) -> None:
    await announce(merchant.system, 1)
    await relay_events(merchant.system, bus=Collector())
    async with nothing_changes():
        for change in (
            lambda: Event.all().update(payload={}),
            lambda: Event.all().update(sequence=7),
            lambda: Event.all().delete(),
        ):
            with pytest.raises(Exception, match="append-only"):
                await change()


# The live buses


def message(version: int, subject: str = "pay_1", merchant_id: str = "mer_1") -> LiveMessage:
    return LiveMessage(merchant_id, subject, "payment.succeeded", version)


async def read(mailbox: Mailbox, count: int) -> list[LiveMessage | None]:
    found: list[LiveMessage | None] = []
    async with asyncio.timeout(60):
        async for one in mailbox.messages():
            found.append(one)
            if len(found) == count:
                break
    return found


async def test_only_who_watches_the_subject_of_the_merchant_is_told() -> None:
    bus = InProcessBus()
    with (
        bus.subscribe("mer_1", "pay_1") as mine,
        bus.subscribe("mer_1", "pay_1") as twin,
        bus.subscribe("mer_2", "pay_1") as foreign,
    ):
        for other in (message(1, "pay_2"), message(2, merchant_id="mer_2"), message(3)):
            await bus.publish(other)
        assert await read(mine, 1) == await read(twin, 1) == [message(3)]
        assert await read(foreign, 1) == [message(2, merchant_id="mer_2")]
    await bus.publish(message(4))
    assert bus._mailboxes._by_subject == {}


async def test_a_reader_who_is_too_slow_is_told_once_to_look_again() -> None:
    bus = InProcessBus()
    with bus.subscribe("mer_1", "pay_1") as mailbox:
        for version in range(MAILBOX_SIZE + 50):
            await bus.publish(message(version))
        expected = [message(version) for version in range(MAILBOX_SIZE)]
        assert await read(mailbox, MAILBOX_SIZE + 1) == [*expected, None]
        await bus.publish(message(999))
        assert await read(mailbox, 1) == [message(999)]


async def test_a_reader_who_just_keeps_up_is_not_told_to_look_again() -> None:
    bus = InProcessBus()
    with bus.subscribe("mer_1", "pay_1") as mailbox:
        for version in range(MAILBOX_SIZE):
            await bus.publish(message(version))
        await read(mailbox, MAILBOX_SIZE)
        await bus.publish(message(999))
        assert await read(mailbox, 1) == [message(999)]


@asynccontextmanager
async def running(url: str) -> AsyncIterator[RedisBus]:
    bus = RedisBus(url)
    await bus.start()
    try:
        yield bus
    finally:
        await bus.stop()


async def listening(url: str, buses: int) -> None:
    async def all_there() -> bool:
        async with Redis.from_url(url) as redis:
            return dict(await redis.pubsub_numsub(CHANNEL)).get(CHANNEL.encode()) == buses

    await eventually(all_there, f"{buses} listeners")


async def drained(mailbox: Mailbox) -> None:
    """Told to look at the database when the connection stood; read that."""
    assert await read(mailbox, 1) == [None]


async def test_what_one_process_publishes_reaches_the_subscribers_of_another(redis_url: str) -> None:
    async with running(redis_url) as first, running(redis_url) as second:
        with first.subscribe("mer_1", "pay_1") as here, second.subscribe("mer_1", "pay_1") as there:
            await drained(here)
            await drained(there)
            await first.publish(message(1, "pay_2"))
            await first.publish(message(2))
            assert await read(here, 1) == await read(there, 1) == [message(2)]


async def test_after_a_restart_of_redis_everybody_looks_again_and_hears_again(redis_server: RedisServer) -> None:
    async with running(redis_server.url) as first, running(redis_server.url) as second:
        with second.subscribe("mer_1", "pay_1") as mailbox:
            await drained(mailbox)
            redis_server.stop()
            with pytest.raises(RedisError):
                await first.publish(message(1))
            redis_server.start()
            await drained(mailbox)
            await listening(redis_server.url, 2)
            await first.publish(message(2))
            assert await read(mailbox, 1) == [message(2)]


@pytest.fixture
def no_redis(redis_server: RedisServer) -> Iterator[RedisServer]:
    redis_server.stop()
    yield redis_server
    redis_server.flush()


async def test_a_bus_may_start_before_redis(no_redis: RedisServer) -> None:
    async with running(no_redis.url) as bus:
        with bus.subscribe("mer_1", "pay_1") as mailbox:
            no_redis.start()
            await drained(mailbox)
            await bus.publish(message(1))
            assert await read(mailbox, 1) == [message(1)]


@pytest.mark.parametrize("junk", [b"not json", b"[]", b"{}", b'{"merchant_id": "m", "new_field": 1}', b"\xff"])
async def test_a_message_that_cannot_be_read_makes_everybody_look_and_ends_nothing(redis_url: str, junk: bytes) -> None:
    async with running(redis_url) as bus:
        with bus.subscribe("mer_1", "pay_1") as mailbox:
            await drained(mailbox)
            async with Redis.from_url(redis_url) as redis:
                await redis.publish(CHANNEL, junk)
            assert await read(mailbox, 1) == [None]
            await bus.publish(message(1))
            assert await read(mailbox, 1) == [message(1)]
