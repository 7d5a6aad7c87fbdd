"""Looking at what is due: one look at a time, never lost, never stopped by one that fails."""

from __future__ import annotations

import asyncio
import contextvars

import pytest
from taskiq import AsyncBroker, InMemoryBroker

from backend.events.bell import Work
from backend.jobs.broker import TaskiqBell, make_broker, register_look
from backend.jobs.drains import Drains
from backend.jobs.schedule import make_scheduler, periodic_looks
from tests.support.ports import free_port
from tests.support.waiting import eventually


class Look:
    """A drain that counts itself and waits until it may end."""

    def __init__(self, *, open: bool = True) -> None:
        self.began = 0
        self.at_once = self.most_at_once = 0
        self.may_end = asyncio.Event()
        self.reached = asyncio.Event()
        self.failures: list[Exception] = []
        if open:
            self.may_end.set()

    async def __call__(self) -> int:
        self.began += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.reached.set()
        try:
            await self.may_end.wait()
            if self.failures:
                raise self.failures.pop()
            return 1
        finally:
            self.at_once -= 1


def drains_of(**looks: Look) -> Drains:
    drains = Drains()
    drains.bind({Work(name): look for name, look in looks.items()})
    return drains


async def test_a_look_is_done_when_it_returns() -> None:
    look = Look()
    drains = drains_of(events=look)
    for expected in (1, 2, 3):
        await drains.look(Work.EVENTS)
        assert look.began == expected


async def test_asked_twenty_times_while_looking_it_looks_once_more() -> None:
    look = Look(open=False)
    drains = drains_of(events=look)
    first = asyncio.create_task(drains.look(Work.EVENTS))
    await look.reached.wait()
    others = [asyncio.create_task(drains.look(Work.EVENTS)) for _ in range(20)]
    await asyncio.wait([first, *others], timeout=0)
    assert look.began == 1
    look.may_end.set()
    await asyncio.gather(first, *others)
    assert (look.began, look.most_at_once) == (2, 1)


async def test_kinds_of_work_do_not_wait_for_each_other() -> None:
    slow, quick = Look(open=False), Look()
    drains = drains_of(events=slow, attempts=quick)
    waiting = asyncio.create_task(drains.look(Work.EVENTS))
    await slow.reached.wait()
    await drains.look(Work.ATTEMPTS)
    assert (quick.began, waiting.done()) == (1, False)
    slow.may_end.set()
    await waiting


async def test_all_kinds_are_looked_at() -> None:
    looks = {work.value: Look() for work in Work}
    await drains_of(**looks).look_at_all()
    assert {name: look.began for name, look in looks.items()} == dict.fromkeys(Work, 1)


async def test_a_look_that_fails_stops_neither_the_caller_nor_the_next_look() -> None:
    look = Look(open=False)
    look.failures = [RuntimeError("the database is away")]
    drains = drains_of(events=look)
    first = asyncio.create_task(drains.look(Work.EVENTS))
    await look.reached.wait()
    second = asyncio.create_task(drains.look(Work.EVENTS))
    await asyncio.wait([second], timeout=0)
    look.may_end.set()
    await asyncio.gather(first, second)
    assert look.began == 2
    await drains.look(Work.EVENTS)
    assert look.began == 3


async def test_a_caller_who_leaves_does_not_cut_the_work_in_two() -> None:
    look = Look(open=False)
    drains = drains_of(events=look)
    caller = asyncio.create_task(drains.look(Work.EVENTS))
    await look.reached.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert look.at_once == 1
    look.may_end.set()
    await drains.finish(timeout_seconds=20)
    assert (look.began, look.at_once) == (1, 0)


async def test_finishing_waits_for_what_runs_and_for_no_longer_than_told() -> None:
    look = Look(open=False)
    drains = drains_of(events=look)
    await drains.finish(timeout_seconds=20)
    caller = asyncio.create_task(drains.look(Work.EVENTS))
    await look.reached.wait()
    await drains.finish(timeout_seconds=0.01)
    assert look.at_once == 1

    ending = asyncio.create_task(drains.finish(timeout_seconds=20))
    await asyncio.wait([ending], timeout=0)
    assert not ending.done()
    look.may_end.set()
    await ending
    assert look.at_once == 0
    await caller


async def test_work_starts_outside_of_whatever_its_caller_is_in() -> None:
    inside = contextvars.ContextVar("inside", default=False)
    seen: list[bool] = []

    async def look() -> int:
        seen.append(inside.get())
        return 0

    drains = Drains()
    drains.bind({Work.EVENTS: look})
    inside.set(True)
    await drains.look(Work.EVENTS)
    assert seen == [False]


# The bell


async def test_a_ring_makes_a_look() -> None:
    look = Look()
    bell = TaskiqBell(register_look(make_broker(None), drains_of(events=look)))
    await bell.ring(Work.EVENTS)

    async def looked() -> bool:
        return look.began == 1

    await eventually(looked, "a look")


class Broken(InMemoryBroker):
    async def kick(self, message: object) -> None:
        raise RuntimeError("no")


@pytest.mark.parametrize("broken", ["refused", "raises"])
async def test_a_broker_that_is_away_never_hurts_who_rings(broken: str) -> None:
    broker: AsyncBroker = Broken() if broken == "raises" else make_broker(f"redis://127.0.0.1:{free_port()}/0")
    look = Look()
    bell = TaskiqBell(register_look(broker, drains_of(events=look)))
    for work in Work:
        await bell.ring(work)
    assert look.began == 0
    await broker.shutdown()


async def test_every_kind_of_work_is_looked_at_without_a_bell() -> None:
    assert set(periodic_looks(5)) == set(Work)
    scheduler = make_scheduler(InMemoryBroker(), "perennial.look", 5)
    (source,) = scheduler.sources
    tasks = await source.get_schedules()
    seldom = {Work.PROOFS: 300, Work.COMPARISONS: 3600, Work.LATE_MONEY: 3600}
    assert {(task.task_name, tuple(task.args), task.interval) for task in tasks} == {
        ("perennial.look", (work.value,), seldom.get(work, 5)) for work in Work
    }
