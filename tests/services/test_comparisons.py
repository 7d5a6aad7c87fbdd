"""The daily comparison: the gateway's own list against ours, both ways, one row for each account and day."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from backend.domain.errors import Conflict, Forbidden, InvalidInput, NotFound, NotSupported
from backend.domain.money import Currency, Money
from backend.gateways.base import InvalidRequest, OutcomeUnknown, PaymentResult, PaymentState, Unavailable
from backend.models import GatewayAccount, GatewayComparison, Invoice, Payment, PaymentAttempt, StaffTask
from backend.models.ids import new_id
from backend.services.comparisons.again import compare_again
from backend.services.comparisons.compare import MOST_UNANSWERED
from backend.services.comparisons.due import compare_due_accounts
from backend.services.comparisons.read import find_comparisons
from backend.services.refunds.outside import record_listed_refund
from backend.services.tasks.resolve import resolve_task
from tests.support.balances import open_treasury, staff_of
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import open_merchant
from tests.support.scripted_gateway import ScriptedGateway, fail, lost_reply, pending
from tests.support.statements import statements
from tests.support.storefront import Storefront, only_attempt, only_payment, scripted_account
from tests.support.telling_gateway import TellingGateway

SQLITE = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
DAY = START.date()
USD = Currency("USD", 2)


@pytest.fixture
def gateway() -> TellingGateway:
    return TellingGateway()


def next_day(store: Storefront, hours: float = 1) -> None:
    store.clock.now = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC) + timedelta(days=1, hours=hours)


async def differences() -> Sequence[dict[str, Any]]:
    (row,) = await GatewayComparison.all()
    return row.differences


async def top_ups(store: Storefront, count: int) -> list[PaymentAttempt]:
    treasury = await open_treasury(store)
    for _ in range(count):
        await treasury.top_up("25.00")
    return await PaymentAttempt.all().order_by("id")


def made_there(gateway: TellingGateway, like: PaymentResult, **changes: Any) -> PaymentResult:
    """A payment that somebody made at the provider, at noon of the day."""
    made = replace(like, reference=f"ch_there_{len(gateway.payments)}", **changes)
    gateway.payments[str(made.reference)] = made
    gateway.made_at[str(made.reference)] = START
    return made


@SQLITE
async def test_a_day_on_which_all_agrees_leaves_a_row_and_no_task(store: Storefront, gateway: TellingGateway) -> None:
    await top_ups(store, 5)
    assert await compare_due_accounts(store.services) == 0
    next_day(store)
    assert await compare_due_accounts(store.services) == 1

    (row,) = await GatewayComparison.all()
    assert (row.gateway_account_id, row.day, row.compared, row.differences) == (store.account.id, DAY, 5, [])
    assert (await StaffTask.all().count(), gateway.calls("list")) == (0, 3)
    # An hour later nothing is left to do.
    store.clock.advance(hours=1)
    assert (await compare_due_accounts(store.services), gateway.calls("list")) == (0, 3)
    await assert_all_adds_up(gateway)


async def test_whoever_runs_there_is_one_row_and_one_task(store: Storefront, gateway: TellingGateway) -> None:
    (attempt, *_) = await top_ups(store, 2)
    del gateway.payments[attempt.id]
    next_day(store)
    await asyncio.gather(*(compare_due_accounts(store.services) for _ in range(6)))
    (row,), (task,) = await GatewayComparison.all(), await StaffTask.all()
    assert (task.kind, task.subject_id, len(row.differences)) == ("COMPARISON", row.id, 1)


@SQLITE
async def test_each_way_to_differ_is_named_with_both_sides(store: Storefront, gateway: TellingGateway) -> None:
    attempts = await top_ups(store, 4)
    gone, dearer, failed, fine = [gateway.payments[attempt.id] for attempt in attempts]
    del gateway.payments[str(gone.our_reference)]
    gateway.payments[str(dearer.our_reference)] = replace(dearer, amount=Money(2600, USD))
    gateway.payments[str(failed.our_reference)] = replace(failed, state=PaymentState.FAILED)
    foreign = made_there(gateway, fine, our_reference=None)
    made_there(gateway, fine, our_reference=None, state=PaymentState.FAILED)
    next_day(store)
    before = await Payment.all().order_by("id").values()
    await compare_due_accounts(store.services)

    payments = {attempt.id: attempt.payment_id for attempt in attempts}
    ours = "SUCCEEDED 25.00 USD"
    found = [
        (d["kind"], d["reference"], d["payment"], d["ours"], d["theirs"], d["settled"]) for d in await differences()
    ]
    assert sorted(found) == sorted([
        ("MISSING_THERE", gone.reference, payments[str(gone.our_reference)], ours, None, False),
        ("AMOUNT", dearer.reference, payments[str(dearer.our_reference)], ours, "SUCCEEDED 26.00 USD", False),
        ("STATUS", failed.reference, payments[str(failed.our_reference)], ours, "FAILED 25.00 USD", False),
        ("MISSING_HERE", foreign.reference, None, None, "SUCCEEDED 25.00 USD", False),
    ])  # fmt: skip
    (row,) = await GatewayComparison.all()
    tasks = {task.subject_id: task for task in await StaffTask.all()}
    # The amount is a matter of its own, and what was never ours is told once for the account.
    assert {id: task.kind for id, task in tasks.items()} == {
        row.id: "COMPARISON", payments[str(dearer.our_reference)]: "AMOUNT_MISMATCH", store.account.id: "COMPARISON",
    }  # fmt: skip
    assert tasks[row.id].message == "3 of 5 payments of 2026-01-31 differ from what Cards lists."
    assert tasks[store.account.id].details["reference"] == foreign.reference
    # Nothing of ours followed what is not settled.
    assert await Payment.all().order_by("id").values() == before


@SQLITE
async def test_a_payment_whose_answer_was_lost_is_found_and_settled(store: Storefront, gateway: TellingGateway) -> None:
    gateway.script("create", lost_reply())
    gateway.script("find", *[fail(OutcomeUnknown("timeout"))] * 9)
    await store.subscribe()
    assert (await only_attempt()).status == "UNKNOWN"
    next_day(store)
    await compare_due_accounts(store.services)

    assert ((await only_payment()).status, [row.status for row in await Invoice.all()]) == ("SUCCEEDED", ["PAID"])
    (found,) = await differences()
    assert (found["kind"], found["settled"], found["theirs"]) == ("MISSING_HERE", True, "SUCCEEDED 10.00 USD")
    assert await StaffTask.all().count() == 0
    await assert_all_adds_up(gateway)


@SQLITE
async def test_money_of_a_payment_that_waits_here_is_settled(store: Storefront, gateway: TellingGateway) -> None:
    gateway.script("create", pending())
    await store.subscribe()
    gateway.bring((await only_attempt()).id, 1000)
    next_day(store)
    await compare_due_accounts(store.services)
    assert (await only_payment()).status == "SUCCEEDED"
    assert [(found["kind"], found["settled"]) for found in await differences()] == [("STATUS", True)]
    await assert_all_adds_up(gateway)


@SQLITE
async def test_what_was_sent_at_the_edge_of_the_day_is_looked_for_by_its_name(
    store: Storefront, gateway: TellingGateway
) -> None:
    (attempt,) = await top_ups(store, 1)
    # The gateway made it in the first second of the next day.
    gateway.made_at[attempt.id] = START + timedelta(days=1)
    next_day(store)
    await compare_due_accounts(store.services)
    assert await differences() == []
    assert gateway.calls("fetch") == 1


@SQLITE
async def test_a_gateway_that_was_away_is_asked_again_for_each_day_that_was_missed(
    store: Storefront, gateway: TellingGateway
) -> None:
    gateway.script("list", fail(Unavailable("away")), *[fail(OutcomeUnknown("timeout"))] * 3)
    next_day(store, hours=60)
    # Not reached at all, it is asked nothing more; otherwise another day may go well.
    for asked in (1, 4):
        assert (await compare_due_accounts(store.services), await GatewayComparison.all().count()) == (0, 0)
        assert gateway.calls("list") == asked
    assert await compare_due_accounts(store.services) == 3
    days = [row.day for row in await GatewayComparison.all().order_by("day")]
    assert days == [DAY, DAY + timedelta(days=1), DAY + timedelta(days=2)]


@SQLITE
async def test_accounts_are_compared_each_for_itself_and_removed_ones_not_at_all(
    store: Storefront, gateway: TellingGateway
) -> None:
    second = await scripted_account(store.merchant, "Second")
    gone = await scripted_account(store.merchant, "Gone")
    await GatewayAccount.filter(id=gone.id).update(enabled=False, removed_at=START)
    other = await open_merchant(store.services, store.clock, "other")
    theirs = await scripted_account(other)
    next_day(store)
    assert await compare_due_accounts(store.services) == 3
    rows = {row.gateway_account_id: row.merchant_id for row in await GatewayComparison.all()}
    assert rows == {
        store.account.id: store.merchant.row.id, second.id: store.merchant.row.id, theirs.id: other.row.id,
    }  # fmt: skip


@SQLITE
async def test_money_that_went_back_is_found_in_the_list_though_nobody_told_of_it(
    store: Storefront, gateway: TellingGateway
) -> None:
    await store.subscribe()
    ours = (await only_attempt()).id
    paid = gateway.payments[ours]
    gateway.payments[ours] = replace(paid, refunds=(gateway.refund_there(paid, 400),))
    next_day(store)
    await compare_due_accounts(store.services)
    payment, (found,) = await only_payment(), await differences()
    assert (payment.refunded_minor, found["kind"], found["theirs"], found["settled"]) == (
        400, "STATUS", "SUCCEEDED 10.00 USD, 4.00 USD refunded", True,
    )  # fmt: skip
    assert await StaffTask.all().count() == 0
    await assert_all_adds_up(gateway)
    # What is booked is no difference any more.
    await compare_again(store.merchant.system, account_id=store.account.id, day=DAY)
    assert await differences() == []


@SQLITE
async def test_one_payment_that_cannot_be_asked_for_is_one_difference_and_many_are_an_outage(
    store: Storefront, gateway: TellingGateway
) -> None:
    attempts = await top_ups(store, MOST_UNANSWERED)
    for attempt in attempts:
        gateway.made_at[attempt.id] = START + timedelta(days=40)
    gateway.script("fetch", *[fail(InvalidRequest("no such kind"))] * MOST_UNANSWERED)
    next_day(store)
    assert (await compare_due_accounts(store.services), await GatewayComparison.all().count()) == (0, 0)

    gateway.script("fetch", fail(InvalidRequest("no such kind")))
    assert await compare_due_accounts(store.services) == 1
    (found,) = await differences()
    assert (found["kind"], found["our_reference"], found["theirs"], found["settled"]) == (
        "MISSING_THERE", attempts[0].id, "not told", False,
    )  # fmt: skip
    assert [task.kind for task in await StaffTask.all()] == ["COMPARISON"]


@SQLITE
async def test_a_day_that_never_could_be_compared_is_given_to_staff_once_and_stops_no_other_day(
    store: Storefront, gateway: TellingGateway
) -> None:
    for day in range(1, 7):
        next_day(store, hours=24 * day - 23)
        gateway.script("list", fail(OutcomeUnknown("timeout")))
        assert await compare_due_accounts(store.services) == (0 if day == 1 else 1)
    assert await StaffTask.all().count() == 0
    next_day(store, hours=24 * 7 - 23)
    gateway.script("list", fail(OutcomeUnknown("timeout")))
    await compare_due_accounts(store.services)
    (task,) = await StaffTask.all()
    assert (task.kind, task.details) == ("COMPARISON", {"account": store.account.id, "day": DAY.isoformat()})
    await resolve_task(store.merchant.system, task_id=task.id)
    gateway.script("list", fail(OutcomeUnknown("timeout")))
    await compare_due_accounts(store.services)
    assert (await StaffTask.all().count(), await GatewayComparison.filter(day=DAY).count()) == (1, 0)


@SQLITE
async def test_what_others_made_there_is_told_once_and_what_another_account_made_is_no_difference(
    store: Storefront, gateway: TellingGateway
) -> None:
    (attempt, second) = await top_ups(store, 2)
    made = made_there(gateway, gateway.payments[attempt.id], our_reference="cart-17")
    twin = await scripted_account(store.merchant, "The same provider account")
    await PaymentAttempt.filter(id=second.id).update(gateway_account_id=twin.id)
    next_day(store)
    await compare_due_accounts(store.services)
    rows = {row.gateway_account_id: row for row in await GatewayComparison.all()}
    assert [one["reference"] for one in rows[store.account.id].differences] == [made.reference]
    told = [(task.kind, task.subject_id) for task in await StaffTask.all().order_by("subject_id")]
    assert told == sorted([("COMPARISON", store.account.id), ("COMPARISON", twin.id)])
    for task in await StaffTask.all():
        await resolve_task(store.merchant.system, task_id=task.id)
    gateway.made_at[str(made.reference)] = START + timedelta(days=1)
    next_day(store, hours=25)
    await compare_due_accounts(store.services)
    assert (await GatewayComparison.all().count(), await StaffTask.filter(resolved_at=None).count()) == (4, 0)


# In batches


async def many(store: Storefront, gateway: TellingGateway, count: int) -> None:
    """So many more payments of the day, and as many that somebody else made there. One in two gave 1.00 back."""
    attempt = await PaymentAttempt.all().order_by("id").first()
    assert attempt is not None
    paid, payment = gateway.payments[attempt.id], await Payment.get(id=attempt.payment_id)
    before = await PaymentAttempt.all().count()
    for n in range(before, before + count):
        own, made = payment.clone(pk=new_id("pay")), attempt.clone(pk=new_id("pa"))
        own.gateway_reference = made.gateway_reference = f"ch_more_{n}"
        made.payment_id, made.idempotency_key = own.id, new_id("key")
        there = replace(paid, reference=own.gateway_reference, our_reference=made.id)
        await own.save(force_create=True)
        await made.save(force_create=True)
        gateway.payments[made.id], gateway.made_at[made.id] = there, START
        made_there(gateway, paid, our_reference=None)
        if n % 2:
            back = gateway.refund_there(there, 100)
            gateway.payments[made.id] = replace(there, refunds=(back,))
            await record_listed_refund(store.merchant.system, payment_id=own.id, observed=back)


@SQLITE
async def test_forty_payments_take_as_many_statements_as_two(store: Storefront, gateway: TellingGateway) -> None:
    await top_ups(store, 2)
    next_day(store)
    counted = []
    for count in (2, 38):
        await many(store, gateway, count)
        with statements() as seen:
            row = await compare_again(store.merchant.system, account_id=store.account.id, day=DAY)
        counted.append(len(seen))
    assert (row.compared, {found["kind"] for found in row.differences}) == (82, {"MISSING_HERE"})
    # The first one also told staff, once, that somebody else uses the account.
    assert counted[1] <= counted[0] <= 20


@SQLITE
async def test_what_is_listed_twice_is_settled_once_and_agrees_then(store: Storefront, gateway: TellingGateway) -> None:
    gateway.script("create", pending())
    await store.subscribe()
    paid = gateway.bring((await only_attempt()).id, 1000)
    gateway.payments["again"] = paid
    gateway.made_at["again"] = START
    next_day(store)
    await compare_due_accounts(store.services)
    assert [(found["kind"], found["settled"]) for found in await differences()] == [("STATUS", True)]
    assert (await only_payment()).captured_minor == 1000
    await assert_all_adds_up(gateway)


@SQLITE
async def test_a_day_is_compared_the_same_in_batches_of_one(
    store: Storefront, gateway: TellingGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = await top_ups(store, 4)
    del gateway.payments[attempts[0].id]
    gateway.payments[attempts[1].id] = replace(gateway.payments[attempts[1].id], state=PaymentState.FAILED)
    made_there(gateway, gateway.payments[attempts[2].id], our_reference=None)
    for attempt in attempts[2:]:
        paid = gateway.payments[attempt.id]
        gateway.payments[attempt.id] = replace(paid, refunds=(gateway.refund_there(paid, 400),))
    next_day(store)
    await compare_due_accounts(store.services)
    together = await differences()
    assert sorted((found["kind"], found["settled"]) for found in together) == [
        ("MISSING_HERE", False), ("MISSING_THERE", False), ("STATUS", False), ("STATUS", True), ("STATUS", True),
    ]  # fmt: skip
    monkeypatch.setattr("backend.services.comparisons.compare.BATCH", 1)
    again = await compare_again(store.merchant.system, account_id=store.account.id, day=DAY)
    # What was settled is no difference any more.
    assert again.differences == [found for found in together if not found["settled"]]
    await assert_all_adds_up(gateway)


# By hand


@SQLITE
async def test_staff_compare_a_day_again_and_the_new_look_counts(store: Storefront, gateway: TellingGateway) -> None:
    (attempt,) = await top_ups(store, 1)
    there = gateway.payments.pop(attempt.id)
    next_day(store)
    await compare_due_accounts(store.services)
    by = store.services.context(await staff_of(store.merchant, "second@example.com"))
    assert [row.id for row in await find_comparisons(by, differing=True)] == [(await GatewayComparison.get()).id]

    gateway.payments[attempt.id] = there
    store.clock.advance(hours=1)
    assert [task.resolved_at for task in await StaffTask.all()] == [None]
    row = await compare_again(by, account_id=store.account.id, day=DAY)
    (task,) = await StaffTask.all()
    assert (task.resolved_at is not None, task.note) == (True, "Compared again: nothing differs any more.")
    assert (row.compared, row.differences, row.created_at) == (1, [], store.clock.now)
    assert await GatewayComparison.all().count() == 1
    assert [await find_comparisons(by, differing=wanted).count() for wanted in (True, False, None)] == [0, 1, 1]


@SQLITE
async def test_only_staff_compare_and_only_days_that_are_over(store: Storefront, gateway: TellingGateway) -> None:
    by = store.services.context(await staff_of(store.merchant))
    foreign = await scripted_account(await open_merchant(store.services, store.clock, "other"))
    async with nothing_changes():
        for somebody in (store.ana.context, store.merchant.visitor):
            with pytest.raises(Forbidden):
                await compare_again(somebody, account_id=store.account.id, day=DAY)
            with pytest.raises(Forbidden):
                find_comparisons(somebody)
        for account in (foreign.id, "gwa_0"):
            with pytest.raises(NotFound):
                await compare_again(by, account_id=account, day=DAY)
        long_ago = DAY - timedelta(days=367)
        for day in (DAY, DAY + timedelta(days=1), date.max, long_ago, date.min):
            with pytest.raises(InvalidInput) as caught:
                await compare_again(by, account_id=store.account.id, day=day)
            why = "NOT_OVER" if day >= DAY else "OUT_OF_RANGE"
            assert [(p.path, p.code) for p in caught.value.fields] == [(("day",), why)]
        gateway.script("list", fail(Unavailable("away")))
        with pytest.raises(Conflict):
            await compare_again(by, account_id=store.account.id, day=DAY - timedelta(days=1))


class TestWithoutAList:
    """A gateway that lists nothing."""

    @pytest.fixture
    def gateway(self) -> ScriptedGateway:
        return ScriptedGateway()

    @SQLITE
    async def test_there_is_nothing_to_compare_with(self, store: Storefront) -> None:
        next_day(store)
        assert await compare_due_accounts(store.services) == 0
        with pytest.raises(NotSupported):
            await compare_again(store.merchant.system, account_id=store.account.id, day=DAY)
