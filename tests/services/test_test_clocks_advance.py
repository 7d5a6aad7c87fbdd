"""Advancing a clock: once, forward only, finished by whoever comes next; and what staff do in its time."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import backend
from backend import models
from backend.domain.errors import Conflict, Forbidden, InvalidInput, NotFound, NotSupported
from backend.services.balances.adjust import adjust_balance
from backend.services.gateways.accounts import create_account
from backend.services.test_clocks import step
from backend.services.test_clocks.advance import Advanced, advance_test_clock
from backend.services.test_clocks.due import advance_due_clocks
from tests.support.clock import START, MovableClock
from tests.support.clocked import Clocked, open_clocked, told
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import SignedIn, open_merchant
from tests.support.scripted_gateway import away
from tests.support.storefront import Storefront
from tests.support.tariffs import Servers, assert_tariffs_add_up, open_servers

DAY = timedelta(days=1)
FEB = datetime(2026, 2, 28, 12, tzinfo=UTC)
DEBITS = [("balance.updated", START + n * DAY) for n in range(1, 6)]


@pytest.fixture
async def clocked(store: Storefront) -> Clocked:
    return await open_clocked(store.merchant)


@pytest.fixture
async def servers(store: Storefront) -> Servers:
    return await open_servers(store.merchant)


async def debited(clocked: Clocked, servers: Servers) -> tuple[SignedIn, models.TestClock]:
    """Somebody with 31.00 and a server for 31.00 a month, who lives by a clock."""
    who = await clocked.customer()
    clock = await clocked.clock(who)
    await adjust_balance(
        clocked.by_staff, customer_id=who.row.id, amount=("31.00", "USD"), reason="Gift", idempotency_key="gift"
    )
    await clocked.subscribe(who, servers.reserved, pay_with=None)
    return who, clock


async def assert_five_days(clock: models.TestClock, arrivals: int = 1) -> None:
    """The clock stands five days later, and each of them was debited once."""
    row = await models.TestClock.get(id=clock.id)
    assert (row.now_at, row.status, row.target_at, row.last_error) == (START + 5 * DAY, "READY", None, None)
    log = await models.BalanceTransaction.filter(reason="TARIFF").order_by("number")
    assert [entry.occurred_at for entry in log] == [at for _, at in DEBITS]
    assert sum(entry.amount_minor for entry in log) == -(3100 * 5 // 28)
    assert await models.Event.filter(type="test_clock.advanced").count() == arrivals
    await assert_tariffs_add_up()
    await assert_all_adds_up()


@dataclass
class Impatient:
    """A clock of which some time passes whenever somebody looks at it."""

    clock: MovableClock
    seconds: float

    def __call__(self) -> datetime:
        return self.clock.advance(seconds=self.seconds)


async def test_the_call_stops_after_its_time_and_the_job_goes_on_from_there(
    clocked: Clocked, servers: Servers, store: Storefront
) -> None:
    _, clock = await debited(clocked, servers)
    hasty = replace(store.services, clock=Impatient(MovableClock(), 3))
    started = await advance_test_clock(
        hasty.context(clocked.staff), test_clock_id=clock.id, to=START + 5 * DAY, idempotency_key="k"
    )
    assert started.clock.status == "ADVANCING"
    reached = started.clock.now_at
    assert START < reached < START + 5 * DAY
    assert told(started.events) == [one for one in DEBITS if one[1] <= reached][: started.count]

    assert await advance_due_clocks(store.services) == 1
    await assert_five_days(clock)
    async with nothing_changes():
        assert await advance_due_clocks(store.services) == 0
        again = await clocked.advance(clock, START + 5 * DAY, key="k")
    assert told(again.events) == DEBITS


async def test_the_job_works_in_stretches_and_many_of_them_at_once_do_each_step_once(
    clocked: Clocked, servers: Servers, store: Storefront
) -> None:
    _, clock = await debited(clocked, servers)
    await models.TestClock.filter(id=clock.id).update(status="ADVANCING", target_at=START + 5 * DAY)
    hasty = [replace(store.services, clock=Impatient(MovableClock(), 4)) for _ in range(3)]
    stretches = await asyncio.gather(*(advance_due_clocks(services) for services in hasty))
    assert sum(stretches) > 1
    await assert_five_days(clock)


async def test_of_many_advances_at_once_one_happens(clocked: Clocked, servers: Servers, store: Storefront) -> None:
    _, clock = await debited(clocked, servers)
    done = await asyncio.gather(
        *(clocked.advance(clock, START + 5 * DAY, key=f"key-{n}") for n in range(5)),
        *(advance_due_clocks(store.services) for _ in range(3)),
        return_exceptions=True,
    )
    (advanced,) = [one for one in done if isinstance(one, Advanced)]
    assert told(advanced.events) == DEBITS
    # Who came while it was on its way, and who came when it had arrived.
    refused = [one for one in done[:5] if one is not advanced]
    assert {type(one) for one in refused} <= {Conflict, InvalidInput}
    assert len(refused) == 4
    await assert_five_days(clock)


async def test_the_same_key_twice_is_one_advance_with_the_same_answer(clocked: Clocked, servers: Servers) -> None:
    _, clock = await debited(clocked, servers)
    first, twin = await asyncio.gather(*(clocked.advance(clock, START + 5 * DAY, key="once") for _ in range(2)))
    async with nothing_changes():
        later = await clocked.advance(clock, START + 5 * DAY, key="once")
    for answer in (first, twin, later):
        assert (told(answer.events), answer.count) == (DEBITS, 5)
    with pytest.raises(Conflict):
        await clocked.advance(clock, START + 6 * DAY, key="once")
    # What happens later is not part of it.
    await clocked.advance(clock, START + 7 * DAY)
    assert told((await clocked.advance(clock, START + 5 * DAY, key="once")).events) == DEBITS
    await assert_all_adds_up()


@on_one_database
@pytest.mark.parametrize(
    ("to", "code"),
    [
        (START, "NOT_LATER"),
        (START - timedelta(microseconds=1), "NOT_LATER"),
        (START + timedelta(days=3652, microseconds=1), "OUT_OF_RANGE"),
        ((START + DAY).replace(tzinfo=None), "NO_OFFSET"),
    ],
)
async def test_backwards_too_far_or_nowhere_is_refused(clocked: Clocked, to: datetime, code: str) -> None:
    clock = await clocked.clock(await clocked.customer())
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refusal:
            await clocked.advance(clock, to)
    assert [(field.path, field.code) for field in refusal.value.fields] == [(("to",), code)]


async def test_a_clock_on_its_way_is_not_sent_elsewhere(clocked: Clocked) -> None:
    clock = await clocked.clock(await clocked.customer())
    await models.TestClock.filter(id=clock.id).update(status="ADVANCING", target_at=START + DAY)
    async with nothing_changes():
        with pytest.raises(Conflict, match="2026-02-01T12:00:00"):
            await clocked.advance(clock, START + 2 * DAY)


async def test_only_staff_of_the_merchant_advance_or_make_clocks(clocked: Clocked) -> None:
    who = await clocked.customer()
    clock = await clocked.clock(who)
    other = await open_clocked(await open_merchant(clocked.merchant.services, clocked.merchant.clock, code="other"))
    async with nothing_changes():
        with pytest.raises(NotFound):
            await other.advance(clock, START + DAY)
        for ctx in (who.context, clocked.merchant.visitor):
            with pytest.raises(Forbidden):
                await advance_test_clock(ctx, test_clock_id=clock.id, to=START + DAY, idempotency_key="k")


async def test_a_merchant_who_takes_real_money_has_no_clocks(clocked: Clocked) -> None:
    who = await clocked.customer()
    clock = await clocked.clock(who)
    await create_account(
        clocked.merchant.system, gateway="scripted", label="Live", mode="LIVE", settings={"secret": "s"}
    )
    attempts: list[Callable[[], Awaitable[object]]] = [
        lambda: clocked.clock(),
        lambda: clocked.advance(clock, START + DAY),
    ]
    async with nothing_changes():
        for attempt in attempts:
            with pytest.raises(NotSupported):
                await attempt()


async def test_what_cannot_be_done_stops_the_clock_where_it_is(
    clocked: Clocked, servers: Servers, store: Storefront, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step, "MOST_IDLE_LOOKS", 2)
    _, clock = await debited(clocked, servers)
    await clocked.advance(clock, START + 2 * DAY)
    whole = await models.Tariff.get()
    await models.Tariff.all().update(carried_denominator="0")
    done = await clocked.advance(clock, START + 5 * DAY)
    assert (done.clock.status, done.clock.now_at, done.clock.target_at) == ("READY", START + 3 * DAY, None)
    assert done.clock.last_error == "Stuck: At 2026-02-03T12:00:00+00:00 these cannot be done: tariffs."
    failed = await models.Event.get(type="test_clock.failed")
    assert (failed.subject_id, failed.payload["error"]) == (clock.id, done.clock.last_error)

    await models.Tariff.all().update(carried_denominator=whole.carried_denominator)
    await clocked.advance(clock, START + 5 * DAY)
    await assert_five_days(clock, arrivals=2)


async def test_a_gateway_that_is_away_keeps_the_clock_waiting_at_the_instant(
    clocked: Clocked, store: Storefront, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step, "MOST_IDLE_LOOKS_AT_GATEWAYS", 2)
    who = await clocked.customer()
    clock = await clocked.clock(who)
    await clocked.subscribe(who, store.catalog.basic)
    store.gateway.script("create", away())
    done = await clocked.advance(clock, FEB + 40 * DAY)
    assert (done.clock.status, done.clock.now_at) == ("ADVANCING", FEB)
    assert await advance_due_clocks(store.services) == 0

    # Two seconds later in the real present it is sent again.
    store.clock.advance(seconds=2)
    assert await advance_due_clocks(store.services) == 1
    row = await models.TestClock.get(id=clock.id)
    assert (row.status, row.now_at) == ("READY", FEB + 40 * DAY)
    assert [invoice.paid_at for invoice in await models.Invoice.all().order_by("number")] == [
        START, FEB, datetime(2026, 3, 31, 12, tzinfo=UTC),
    ]  # fmt: skip
    await assert_all_adds_up(store.gateway)


async def test_only_the_clocks_own_code_knows_of_clocks() -> None:
    """Nothing that bills, collects, charges or pays asks whose time it is: it is handed an instant."""
    services = Path(backend.__file__).parent / "services"
    nouns = ("billing", "collections", "invoices", "ledger", "payment_methods", "payments", "proof", "refills")
    knowing = set()
    for noun in (*nouns, "balances", "refunds", "subscriptions", "tariffs", "units"):
        for path in sorted((services / noun).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in getattr(node, "names", []) if isinstance(alias, ast.alias)]
                module = getattr(node, "module", None) or ""
                if "TestClock" in names or "test_clocks" in module or any("test_clocks" in name for name in names):
                    knowing.add(path.name)
            assert "test_clock" not in path.read_text(encoding="utf-8"), path
    assert knowing == set()
