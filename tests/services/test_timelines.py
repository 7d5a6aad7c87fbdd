"""Whose time it is: the present of each merchant, each clock with its own, and nobody in two of them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest

from backend import models
from backend.services.balances.due_top_ups import run_due_top_ups
from backend.services.tariffs.run import charge_due_tariffs
from backend.services.timelines import at_customers_time, context_of, timeline_of, timelines
from backend.services.units.expire import expire_due_units
from tests.support.clock import START
from tests.support.clocked import Clocked, open_clocked
from tests.support.merchants import OpenMerchant, open_merchant

EARLIER, LATER = START - timedelta(days=100), START + timedelta(days=50)


@pytest.fixture
async def clocked(merchant: OpenMerchant) -> Clocked:
    return await open_clocked(merchant)


async def test_without_clocks_there_is_the_present_of_each_merchant(clocked: Clocked) -> None:
    other = await open_merchant(clocked.merchant.services, clocked.merchant.clock, code="other")
    seen = await timelines(clocked.merchant.services)
    assert {(one.merchant_id, one.clock_id, one.now, one.has_clocks) for one in seen} == {
        (clocked.merchant.row.id, None, START, False),
        (other.row.id, None, START, False),
    }
    assert len(seen) == 2
    assert await timelines(clocked.merchant.services, []) == []


async def test_every_customer_is_on_exactly_one_timeline(clocked: Clocked) -> None:
    free, early, late = [await clocked.customer() for _ in range(3)]
    first, second = await clocked.clock(early, now=EARLIER), await clocked.clock(late, now=LATER)
    other = await open_merchant(clocked.merchant.services, clocked.merchant.clock, code="other")
    stranger = await other.customer()

    found = {
        (one.merchant_id, one.clock_id, one.now): sorted(
            row.id for row in await one.only(models.Customer.all(), column="id")
        )
        for one in await timelines(clocked.merchant.services)
    }
    mine = clocked.merchant.row.id
    assert found == {
        (mine, None, START): [free.row.id],
        (mine, first.id, EARLIER): [early.row.id],
        (mine, second.id, LATER): [late.row.id],
        (other.row.id, None, START): [stranger.row.id],
    }


async def test_a_clock_that_is_being_advanced_is_left_to_what_advances_it(clocked: Clocked) -> None:
    who = await clocked.customer()
    clock = await clocked.clock(who)
    await models.TestClock.filter(id=clock.id).update(status="ADVANCING", target_at=LATER)
    (present,) = await timelines(clocked.merchant.services)
    assert (present.clock_id, await present.only(models.Customer.all(), column="id")) == (None, [])


async def test_a_context_stands_at_the_customers_present_and_its_wall_does_not(clocked: Clocked) -> None:
    free, early = await clocked.customer(), await clocked.customer()
    clock = await clocked.clock(early, now=EARLIER)

    theirs = await context_of(clocked.merchant.services, early.actor, "request-1")
    assert (theirs.now, theirs.later().now, theirs.wall) == (EARLIER, EARLIER, START)
    assert (theirs.actor, theirs.request_id) == (early.actor, "request-1")
    present = await context_of(clocked.merchant.services, free.actor)
    assert (present.now, present.clock) == (START, None)
    assert (await context_of(clocked.merchant.services, clocked.staff)).now == START

    by_staff = await at_customers_time(clocked.by_staff, early.row.id)
    assert (by_staff.now, by_staff.actor) == (EARLIER, clocked.staff)
    assert (await at_customers_time(clocked.by_staff, "cus_absent")).now == START
    job = timeline_of(clock).context(clocked.merchant.services)
    assert (job.now, job.wall, job.merchant_id) == (EARLIER, START, clocked.merchant.row.id)


async def test_another_merchants_staff_do_not_get_into_the_time_of_a_customer(clocked: Clocked) -> None:
    who = await clocked.customer()
    await clocked.clock(who, now=EARLIER)
    other = await open_merchant(clocked.merchant.services, clocked.merchant.clock, code="other")
    assert (await at_customers_time(other.system, who.row.id)).now == START


class Statements(logging.Handler):
    """Every statement that Tortoise sends."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.getMessage().startswith("Created connection"):
            self.seen.append(record.getMessage())


@pytest.fixture
def statements() -> Iterator[list[str]]:
    counter, client = Statements(), logging.getLogger("tortoise.db_client")
    level = client.level
    client.addHandler(counter)
    client.setLevel(logging.DEBUG)
    try:
        yield counter.seen
    finally:
        client.removeHandler(counter)
        client.setLevel(level)


async def test_looking_in_vain_costs_one_more_query_however_many_merchants_there_are(
    clocked: Clocked, statements: list[str]
) -> None:
    for n in range(5):
        await open_merchant(clocked.merchant.services, clocked.merchant.clock, code=f"other-{n}")
    for look in (charge_due_tariffs, run_due_top_ups, expire_due_units):
        statements.clear()
        assert await look(clocked.merchant.services) == 0
        assert len(statements) == 2, statements
