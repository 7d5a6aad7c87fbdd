"""Many due attempts and two workers at once: one charge each, and one bad attempt stops nobody."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from backend.events.bell import Work
from backend.events.live import InProcessBus
from backend.gateways.base import PaymentResult, PaymentState
from backend.jobs.drains import Drains
from backend.jobs.work import all_work
from backend.models import Event, Invoice, Payment, PaymentAttempt, Subscription
from backend.services import due
from backend.services.payments.due import collect_due_attempts
from tests.support.invariants import assert_all_adds_up
from tests.support.scripted_gateway import away, lost_reply, lying, pending
from tests.support.storefront import Storefront, known_customer


async def many(store: Storefront, count: int) -> None:
    """So many subscriptions whose first request the gateway did not hear."""
    store.gateway.script("create", *[away()] * count)
    for n in range(count):
        await store.subscribe(who=await known_customer(store.merchant, f"buyer-{n}@example.com"))
    assert store.gateway.charges == []
    store.clock.advance(seconds=2)


async def assert_all_paid(count: int) -> None:
    assert Counter(await PaymentAttempt.all().values_list("status", flat=True)) == {"SUCCEEDED": count}
    assert Counter(await Payment.all().values_list("status", flat=True)) == {"SUCCEEDED": count}
    assert Counter(await Invoice.all().values_list("status", flat=True)) == {"PAID": count}
    assert Counter(await Subscription.all().values_list("status", flat=True)) == {"ACTIVE": count}


@pytest.mark.parametrize("batch", [100, 4], ids=["one-batch", "batches"])
async def test_two_workers_at_once_charge_each_attempt_once(
    store: Storefront, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "BATCH", batch)
    await many(store, 15)
    walked = await asyncio.gather(*(collect_due_attempts(store.services) for _ in range(2)))

    assert sum(walked) == 15
    await assert_all_paid(15)
    assert Counter(entry.subject for entry in store.gateway.journal if entry.call == "create") == {
        attempt.id: 2 for attempt in await PaymentAttempt.all()
    }
    await assert_all_adds_up(store.gateway)
    assert await collect_due_attempts(store.services) == 0


async def test_lost_replies_of_many_are_all_recovered_without_a_second_charge(store: Storefront) -> None:
    await many(store, 6)
    store.gateway.script("create", *[lost_reply()] * 6)
    assert sum(await asyncio.gather(*(collect_due_attempts(store.services) for _ in range(3)))) == 6
    store.clock.advance(minutes=5)
    await asyncio.gather(*(collect_due_attempts(store.services) for _ in range(3)))
    await assert_all_paid(6)
    await assert_all_adds_up(store.gateway)


async def test_an_attempt_that_cannot_be_recorded_stops_none_of_the_others(store: Storefront) -> None:
    store.gateway.script("create", pending())
    await store.subscribe(who=await known_customer(store.merchant, "first@example.com"))
    taken = await PaymentAttempt.get()
    await many(store, 3)
    # The gateway gives the first one a reference that another attempt has already.
    store.gateway.script("create", lying(reference=taken.gateway_reference))

    assert await collect_due_attempts(store.services) == 2
    assert Counter(await PaymentAttempt.all().values_list("status", flat=True)) == {
        "PENDING": 1, "SENDING": 1, "SUCCEEDED": 2,
    }  # fmt: skip
    store.clock.advance(seconds=60)
    await collect_due_attempts(store.services)
    assert await PaymentAttempt.filter(status="SUCCEEDED").count() == 3
    await assert_all_adds_up(store.gateway)


async def test_the_drains_of_two_processes_do_everything_that_is_due(store: Storefront) -> None:
    await many(store, 5)
    await store.told(await one_paid(store), id="evt_1")
    processes = []
    for _ in range(2):
        drains = Drains()
        drains.bind(all_work(store.services, InProcessBus()))
        processes.append(drains)
    await asyncio.gather(*(drains.look_at_all() for drains in processes))
    await processes[0].look(Work.EVENTS)

    await assert_all_paid(6)
    assert await Event.filter(sequence=None).count() == 0
    await assert_all_adds_up(store.gateway)


async def one_paid(store: Storefront) -> PaymentResult:
    """A payment that waited and was paid at the gateway meanwhile."""
    store.gateway.script("create", pending())
    made = await store.subscribe(who=await known_customer(store.merchant, "patient@example.com"))
    assert made.payment is not None
    attempt = await PaymentAttempt.get(payment_id=made.payment.id)
    return store.gateway.move(attempt.id, PaymentState.SUCCEEDED)
