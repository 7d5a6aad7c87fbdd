"""Tasks: one that is open for each matter, seen to by staff, and opened anew when it happens again."""

from __future__ import annotations

import asyncio

import pytest

from backend.domain.errors import Forbidden, InvalidInput, NotFound
from backend.domain.tasks import TaskKind
from backend.models import Event, StaffTask
from backend.services.context import Context
from backend.services.tasks.open import open_task
from backend.services.tasks.read import find_tasks
from backend.services.tasks.resolve import resolve_task
from backend.services.transaction import transaction
from tests.support.balances import staff_of
from tests.support.clock import START
from tests.support.invariants import nothing_changes
from tests.support.merchants import open_merchant
from tests.support.storefront import Storefront


async def ask(ctx: Context, subject: str = "pay_1", kind: TaskKind = TaskKind.LATE_PAYMENT, said: str = "Look") -> bool:
    async with transaction(ctx) as tx:
        return await open_task(ctx, tx, kind=kind, subject_id=subject, message=said, details={"minor": 1})


async def test_the_same_matter_is_one_open_task_however_often_and_at_once_it_comes(store: Storefront) -> None:
    ctx = store.merchant.system
    assert sorted(await asyncio.gather(*(ask(ctx, said=f"Look {n}") for n in range(8)))) == [False] * 7 + [True]
    assert await ask(ctx, "pay_2") is True
    assert await ask(ctx, kind=TaskKind.DISPUTE) is True
    other = await open_merchant(store.services, store.clock, "other")
    assert await ask(other.system) is True

    assert await StaffTask.filter(merchant_id=ctx.merchant_id).count() == 3
    assert await Event.filter(type="staff_task.opened", merchant_id=ctx.merchant_id).count() == 3


@pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
async def test_staff_resolve_a_task_once_and_the_matter_may_come_again(store: Storefront) -> None:
    ctx = store.merchant.system
    await ask(ctx, said="x" * 900)
    (task,) = await StaffTask.all()
    assert (len(task.message), task.details, task.created_at) == (500, {"minor": 1}, START)
    actor = await staff_of(store.merchant)
    by = store.services.context(actor)
    done = await resolve_task(by, task_id=task.id, note=" Refunded it. ")
    assert (done.resolved_at, done.resolved_by, done.note) == (START, actor.user_id, "Refunded it.")
    store.clock.advance(days=1)
    async with nothing_changes():
        again = await resolve_task(store.services.context(actor), task_id=task.id, note="Something else")
    assert (again.note, again.resolved_at) == ("Refunded it.", START)
    told = await Event.get(type="staff_task.resolved")
    assert (told.subject_id, told.version, told.payload) == (
        task.id, 2, {"note": "Refunded it.", "by": actor.user_id},
    )  # fmt: skip

    assert await ask(ctx) is True
    assert [len(await find_tasks(by, resolved=which)) for which in (False, True, None)] == [1, 1, 2]
    assert await find_tasks(by, kinds=[TaskKind.DISPUTE]).count() == 0


@pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
async def test_nobody_else_sees_or_resolves_them_and_a_note_is_a_line(store: Storefront) -> None:
    await ask(store.merchant.system)
    (task,) = await StaffTask.all()
    by = store.services.context(await staff_of(store.merchant))
    other = await open_merchant(store.services, store.clock, "other")
    async with nothing_changes():
        for somebody in (store.ana.context, store.merchant.visitor):
            with pytest.raises(Forbidden):
                await resolve_task(somebody, task_id=task.id)
            with pytest.raises(Forbidden):
                find_tasks(somebody)
        for ctx, id in ((other.system, task.id), (by, "task_0")):
            with pytest.raises(NotFound):
                await resolve_task(ctx, task_id=id)
        for note in ("two\nlines", "x" * 301):
            with pytest.raises(InvalidInput) as caught:
                await resolve_task(by, task_id=task.id, note=note)
            assert caught.value.fields[0].path == ("note",)
    assert await find_tasks(other.system).count() == 0
    blank = await resolve_task(by, task_id=task.id, note="  ")
    assert blank.note is None
