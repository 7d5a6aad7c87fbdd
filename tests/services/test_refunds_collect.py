"""Refunds at their gateway: every way it can answer or fail to, and each ends in the money that really went back."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from backend.domain.money import Currency, Money
from backend.gateways.base import NotSupported, OutcomeUnknown, RefundRejected, RefundState, Unavailable
from backend.models import Event, GatewayEvent, LedgerTransaction, Refund
from backend.services.context import Limits
from backend.services.refunds.collect import collect_refund
from backend.services.refunds.due import collect_due_refunds
from backend.services.refunds.settle import settle_refund
from tests.support.clock import START
from tests.support.invariants import nothing_changes
from tests.support.refunds import RefundDesk, only_refund, open_desk
from tests.support.scripted_gateway import (
    Step,
    away,
    conflict,
    crash,
    fail,
    hang,
    invalid,
    lost_reply,
    lost_request,
    lying,
    misconfigured,
    pending,
    reject_refund,
)
from tests.support.storefront import Storefront

REFUNDED, OPEN, RESERVED = (1000, 1000, 0), (1000, 0, 0), (1000, 0, 1000)


@pytest.fixture
async def desk(store: Storefront) -> RefundDesk:
    return await open_desk(store)


@pytest.mark.parametrize("lost", [lost_reply(), crash(), conflict(executed=True)], ids=["timeout", "crash", "conflict"])
async def test_a_reply_that_is_lost_after_the_money_went_is_looked_up(desk: RefundDesk, lost: Step) -> None:
    desk.gateway.script("refund", lost)
    if lost.raises and "reference" in str(lost.raises):
        desk.gateway.script("find_refund", fail(Unavailable("away")))
    refund = await desk.refund()
    assert (refund.status, await desk.figures()) == ("PENDING", RESERVED)
    assert (refund.sent_at, refund.next_try_at) == (START, START + timedelta(seconds=30))
    assert await desk.collect(seconds=29) == 0

    assert await desk.collect(seconds=1) == 1
    assert ((await only_refund()).status, await desk.figures()) == ("SUCCEEDED", REFUNDED)
    assert (desk.gateway.calls("refund"), len(desk.gateway.refunds)) == (1, 1)
    await desk.assert_true()


async def test_a_conflict_over_our_own_refund_is_adopted_at_once(desk: RefundDesk) -> None:
    desk.gateway.script("refund", conflict(executed=True))
    assert (await desk.refund()).status == "SUCCEEDED"
    assert (desk.gateway.calls("refund"), desk.gateway.calls("find_refund")) == (1, 1)
    await desk.assert_true()


async def test_a_conflict_over_something_unknown_stays_open(desk: RefundDesk) -> None:
    desk.gateway.script("refund", conflict(executed=False))
    refund = await desk.refund()
    assert (refund.status, refund.last_error, await desk.figures()) == ("PENDING", "reference in use", RESERVED)
    await desk.collect(seconds=30)
    assert await desk.figures() == REFUNDED
    await desk.assert_true()


async def test_a_lost_request_is_looked_up_first_and_then_sent_again_with_the_same_key(desk: RefundDesk) -> None:
    desk.gateway.script("refund", lost_request())
    refund = await desk.refund()
    await desk.collect(seconds=30)
    calls = [(entry.call, entry.subject, entry.key) for entry in desk.gateway.journal[1:]]
    assert calls == [
        ("refund", refund.id, refund.id),
        ("find_refund", refund.id, None),
        ("refund", refund.id, refund.id),
    ]
    assert await desk.figures() == REFUNDED
    await desk.assert_true()


async def test_what_was_certainly_not_sent_is_sent_again_soon_without_a_lookup(desk: RefundDesk) -> None:
    desk.gateway.script("refund", away(), away(retry_after_seconds=77))
    refund = await desk.refund()
    assert (refund.sent_at, refund.next_try_at, refund.last_error) == (
        None, START + timedelta(seconds=2), "connection refused",
    )  # fmt: skip
    await desk.collect(seconds=2)
    assert (await only_refund()).next_try_at == START + timedelta(seconds=79)
    await desk.collect(seconds=77)
    assert (await desk.figures(), desk.gateway.calls("find_refund")) == (REFUNDED, 0)
    assert ((await only_refund()).tries, (await only_refund()).last_error) == (3, None)
    await desk.assert_true()


@pytest.mark.parametrize("refusal", [misconfigured(), invalid()], ids=["configuration", "request"])
async def test_a_refusal_after_a_lost_reply_says_nothing_of_the_first_request(desk: RefundDesk, refusal: Step) -> None:
    desk.gateway.script("refund", lost_reply())
    desk.gateway.script("find_refund", refusal)
    await desk.refund()
    await desk.collect(seconds=30)
    assert ((await only_refund()).status, await desk.figures()) == ("PENDING", RESERVED)
    await desk.collect(minutes=5)
    assert await desk.figures() == REFUNDED
    await desk.assert_true()


async def test_nothing_is_left_may_be_our_own_request_come_through_late(desk: RefundDesk) -> None:
    """The first request is executed after we looked for it; so the second one finds nothing left."""
    late = Step(raises=RefundRejected("nothing is left", reason="ALREADY_REFUNDED"))
    desk.gateway.script("refund", lost_request(), late)
    await desk.refund()
    await desk.collect(seconds=30)
    assert ((await only_refund()).status, await desk.figures()) == ("SUCCEEDED", REFUNDED)
    assert (len(desk.gateway.refunds), desk.gateway.calls("find_refund")) == (1, 2)
    await desk.assert_true()


async def test_a_rejection_of_what_was_surely_not_executed_is_the_end(desk: RefundDesk) -> None:
    desk.gateway.script("refund", lost_request(), reject_refund("DISPUTED"))
    await desk.refund()
    await desk.collect(seconds=30)
    refund = await only_refund()
    assert (refund.status, refund.last_error) == ("FAILED", "The payer disputes the payment with their bank.")
    assert await desk.figures() == OPEN
    await desk.assert_true()


@pytest.mark.parametrize("error", [NotSupported("no lookup"), Unavailable("away"), OutcomeUnknown("timeout")])
async def test_a_rejection_that_cannot_be_looked_up_is_never_taken_for_the_end(
    desk: RefundDesk, error: Exception
) -> None:
    desk.gateway.script("refund", lost_request(), reject_refund())
    desk.gateway.script("find_refund", Step(), fail(error))
    await desk.refund()
    await desk.collect(seconds=30)
    assert ((await only_refund()).status, await desk.figures()) == ("PENDING", RESERVED)


async def test_a_gateway_that_never_answers_is_left_before_the_lease_ends(desk: RefundDesk) -> None:
    desk.gateway.script("refund", hang())
    impatient = replace(desk.store.services, limits=Limits(gateway_call=timedelta(milliseconds=500)))
    refund = await desk.refund(ctx=impatient.context(desk.staff))
    assert (refund.status, refund.last_error, refund.lease_until) == ("PENDING", "TimeoutError", None)
    await desk.collect(seconds=30)
    assert await desk.figures() == REFUNDED
    await desk.assert_true()


class Died(BaseException):
    """The process is gone: nothing of ours may catch this."""


@pytest.mark.parametrize("place", ["before the call", "after the call"])
async def test_a_process_that_dies_leaves_a_lease_and_the_next_one_finishes(desk: RefundDesk, place: str) -> None:
    async def die() -> None:
        raise Died

    desk.gateway.script("refund", Step(None, before=die) if place.startswith("before") else Step(after=die))
    with pytest.raises(Died):
        await desk.refund(key="mine")
    refund = await only_refund()
    assert (refund.status, refund.lease_until, refund.tries) == ("PENDING", START + timedelta(seconds=60), 1)
    assert await desk.figures() == RESERVED
    # The same request again finds it under way, and waits for whoever holds it as long as a call may take.
    impatient = replace(desk.store.services, limits=Limits(gateway_call=timedelta(milliseconds=500)))
    again = await desk.refund(key="mine", ctx=impatient.context(desk.staff))
    assert (again.id, again.status) == (refund.id, "PENDING")
    assert await desk.collect(seconds=59) == 0
    assert await desk.collect(seconds=1) == 1

    assert ((await only_refund()).status, await desk.figures()) == ("SUCCEEDED", REFUNDED)
    assert len(desk.gateway.refunds) == 1
    await desk.assert_true()


async def test_a_process_that_dies_before_it_asks_leaves_work_that_is_due(desk: RefundDesk) -> None:
    """Between the commit of the reservation and the claim: there the operation looks at its clock anew."""

    def clock() -> datetime:
        raise Died

    with pytest.raises(Died):
        await desk.refund(ctx=replace(desk.treasury.by_staff, clock=clock))
    refund = await only_refund()
    assert (refund.status, refund.tries, refund.next_try_at, refund.sent_at) == ("PENDING", 0, START, None)
    assert await desk.collect() == 1
    assert (await desk.figures(), desk.gateway.calls("refund")) == (REFUNDED, 1)
    await desk.assert_true()


async def test_a_writer_that_lost_its_lease_changes_nothing(desk: RefundDesk) -> None:
    async def another() -> None:
        desk.store.clock.advance(minutes=2)
        await collect_due_refunds(desk.store.services)

    desk.gateway.script("refund", Step(before=another))
    await desk.refund()
    refund = await only_refund()
    assert (refund.status, refund.fence, refund.lease_until) == ("SUCCEEDED", 2, None)
    assert await desk.figures() == REFUNDED
    assert await Event.filter(type="refund.succeeded").count() == 1
    await desk.assert_true()


async def test_ten_workers_at_once_send_each_refund_once(desk: RefundDesk) -> None:
    desk.gateway.script("refund", *[away()] * 5)
    for _ in range(5):
        await desk.refund("2.00")
    desk.store.clock.advance(seconds=2)
    walked = await asyncio.gather(*(collect_due_refunds(desk.store.services) for _ in range(10)))
    assert sum(walked) == 5
    assert (await desk.figures(), len(desk.gateway.refunds)) == (REFUNDED, 5)
    await desk.assert_true()


async def test_a_pending_refund_is_fetched_ever_more_seldom_until_it_ends(desk: RefundDesk) -> None:
    desk.gateway.script("refund", pending())
    refund = await desk.refund()
    assert (refund.status, refund.gateway_reference, refund.version) == ("PENDING", "re_1", 1)
    waits = []
    for _ in range(5):
        due = (await only_refund()).next_try_at
        assert due is not None
        waits.append((due - desk.store.clock.now).total_seconds())
        desk.store.clock.now = due
        assert await desk.collect() == 1
    assert waits == [30, 300, 3600, 86400, 86400]
    assert (desk.gateway.calls("refund"), desk.gateway.calls("fetch_refund")) == (1, 5)

    desk.gateway.move_refund(refund.id, RefundState.SUCCEEDED)
    await desk.collect(days=1)
    assert ((await only_refund()).status, await desk.figures()) == ("SUCCEEDED", REFUNDED)
    assert await desk.collect(days=30) == 0
    await desk.assert_true()


async def test_a_webhook_ends_what_was_pending(desk: RefundDesk) -> None:
    desk.gateway.script("refund", pending())
    refund = await desk.refund()
    await desk.hears(desk.gateway.move_refund(refund.id, RefundState.SUCCEEDED), id="evt_1")
    assert ((await only_refund()).status, await desk.figures()) == ("SUCCEEDED", REFUNDED)
    event = await GatewayEvent.get()
    assert (event.subject, event.status, event.outcome) == ("refund", "APPLIED", "changed the refund")
    assert desk.gateway.calls("fetch_refund") == 0
    await desk.assert_true()


async def test_a_webhook_that_outruns_the_reply_counts_and_the_reply_adds_nothing(desk: RefundDesk) -> None:
    async def tell() -> None:
        refund = await only_refund()
        await desk.hears(desk.gateway.refund_truth[refund.id], id="evt_1")

    desk.gateway.script("refund", Step(after=tell))
    assert (await desk.refund()).version == 2
    assert await LedgerTransaction.filter(key__startswith="refund:").count() == 1
    await desk.assert_true()


async def test_a_success_that_the_bank_sends_back_frees_the_payment_for_another_refund(desk: RefundDesk) -> None:
    refund = await desk.refund()
    await desk.hears(desk.gateway.move_refund(refund.id, RefundState.FAILED, reason="METHOD"), id="evt_1")
    failed = await only_refund()
    assert (failed.status, failed.last_error, failed.version) == (
        "FAILED", "The payer's card or account takes no money.", 3,
    )  # fmt: skip
    assert await desk.figures() == OPEN
    postings = await LedgerTransaction.filter(subject_id=refund.id).order_by("id")
    assert [posting.key for posting in postings] == [f"refund:{refund.id}", f"refund:{refund.id}:failed"]
    assert (await desk.refund()).status == "SUCCEEDED"
    await desk.assert_true()


STATES = (RefundState.PENDING, RefundState.SUCCEEDED, RefundState.FAILED, RefundState.UNKNOWN)


@pytest.mark.parametrize("order", list(itertools.permutations(STATES)), ids=lambda order: "-".join(order))
async def test_webhooks_in_any_order_end_alike(desk: RefundDesk, order: Sequence[RefundState]) -> None:
    desk.gateway.script("refund", pending())
    refund = await desk.refund()
    truth = desk.gateway.refund_truth[refund.id]
    for n, state in enumerate([*order, *order]):
        await desk.hears(replace(truth, state=state), id=f"evt_{n}")
    assert ((await only_refund()).status, await desk.figures()) == ("FAILED", OPEN)
    desk.gateway.move_refund(refund.id, RefundState.FAILED)
    await desk.assert_true()


async def test_the_same_webhook_fifty_times_at_once_counts_once(desk: RefundDesk) -> None:
    desk.gateway.script("refund", pending())
    refund = await desk.refund()
    observed = desk.gateway.move_refund(refund.id, RefundState.SUCCEEDED)
    system = desk.store.merchant.system
    changed = await asyncio.gather(*(settle_refund(system, refund_id=refund.id, observed=observed) for _ in range(50)))
    assert sorted(changed) == [False] * 49 + [True]
    assert await desk.figures() == REFUNDED
    await desk.assert_true()


DOLLARS = Currency("USD", 2)


@pytest.mark.parametrize(
    "lie",
    [
        {"amount": Money(999, DOLLARS)},
        {"amount": Money(1000, Currency("EUR", 2))},
        {"our_reference": "ref_somebody_else"},
        {"our_reference": None},
        {"payment_reference": "ch_other"},
    ],
    ids=lambda lie: next(f"{name}-{value}" for name, value in lie.items()),
)
async def test_an_answer_about_another_refund_is_not_applied(desk: RefundDesk, lie: dict[str, object]) -> None:
    desk.gateway.script("refund", lying(**lie))
    await desk.refund()
    refund = await only_refund()
    assert (refund.status, refund.gateway_reference, await desk.figures()) == ("PENDING", None, RESERVED)
    assert await LedgerTransaction.filter(key__startswith="refund:").count() == 0
    await desk.collect(seconds=30)
    assert await desk.figures() == REFUNDED
    await desk.assert_true()


async def test_a_webhook_with_another_reference_than_ours_is_not_applied(desk: RefundDesk) -> None:
    desk.gateway.script("refund", pending())
    refund = await desk.refund()
    truth = desk.gateway.move_refund(refund.id, RefundState.SUCCEEDED)
    before = await Refund.all().values()
    await desk.hears(replace(truth, reference="re_other"), id="evt_1")
    assert (await Refund.all().values(), await desk.figures()) == (before, RESERVED)
    assert (await GatewayEvent.get()).outcome == "nothing new"


@pytest.mark.parametrize("trust", ["hint", "signed_thin"])
async def test_a_hint_is_not_believed_but_makes_us_fetch_once(desk: RefundDesk, trust: str) -> None:
    desk.gateway.script("refund", pending())
    refund = await desk.refund()
    truth = desk.gateway.refund_truth[refund.id]
    await desk.hears(replace(truth, state=RefundState.SUCCEEDED), id="lie", trust=trust)
    assert (desk.gateway.calls("fetch_refund"), await desk.figures()) == (1, RESERVED)
    desk.gateway.move_refund(refund.id, RefundState.SUCCEEDED)
    await desk.hears(truth, id="true", trust=trust)
    assert (desk.gateway.calls("fetch_refund"), await desk.figures()) == (2, REFUNDED)
    await desk.assert_true()


async def test_an_event_about_an_unknown_refund_waits_and_one_that_says_nothing_is_ignored(desk: RefundDesk) -> None:
    desk.gateway.script("refund", pending())
    refund = await desk.refund()
    truth = desk.gateway.refund_truth[refund.id]
    await desk.hears(replace(truth, our_reference="ref_x", reference="re_x"), id="unknown")
    await desk.hears(truth, id="empty", claimed=None)
    unknown, empty = await GatewayEvent.get(dedupe_key="unknown"), await GatewayEvent.get(dedupe_key="empty")
    assert (unknown.status, unknown.outcome) == ("RECEIVED", "no refund of ours has this reference yet")
    assert (empty.status, empty.outcome) == ("IGNORED", "it says nothing about the refund's state")


async def test_a_payments_reference_is_never_taken_for_a_refunds(desk: RefundDesk) -> None:
    desk.gateway.script("refund", pending())
    refund = await desk.refund()
    truth = desk.gateway.move_refund(refund.id, RefundState.SUCCEEDED)
    await desk.hears(replace(truth, our_reference=None, reference="ch_1"), id="evt_1")
    assert await desk.figures() == RESERVED


async def test_a_webhook_with_the_gateways_reference_alone_counts_for_the_refund_that_has_it(
    desk: RefundDesk,
) -> None:
    desk.gateway.script("refund", pending())
    refund = await desk.refund()
    truth = replace(desk.gateway.move_refund(refund.id, RefundState.SUCCEEDED), our_reference=None)
    # Another amount is still somebody else's, whatever it is called.
    await desk.hears(replace(truth, amount=truth.amount + truth.amount), id="evt_1")
    assert ((await GatewayEvent.get()).outcome, await desk.figures()) == ("nothing new", RESERVED)
    await desk.hears(truth, id="evt_2")
    assert ((await GatewayEvent.get(dedupe_key="evt_2")).outcome, await desk.figures()) == (
        "changed the refund", (1000, 1000, 0),
    )  # fmt: skip
    await desk.assert_true()


async def test_one_refund_that_cannot_be_recorded_stops_none_of_the_others(desk: RefundDesk) -> None:
    desk.gateway.script("refund", pending())
    first = await desk.refund("1.00")
    desk.gateway.script("refund", away(), away())
    await desk.refund("2.00")
    await desk.refund("3.00")
    # The gateway gives the second one a reference that another refund has already.
    desk.gateway.script("refund", lying(reference=first.gateway_reference))
    desk.store.clock.advance(seconds=2)
    assert await collect_due_refunds(desk.store.services) == 1
    assert await desk.figures() == (1000, 300, 300)
    await desk.collect(seconds=60)
    assert await desk.figures() == (1000, 500, 100)


async def test_a_refund_that_is_not_there_or_not_due_is_left_alone(desk: RefundDesk) -> None:
    refund = await desk.refund()
    async with nothing_changes():
        assert not await collect_refund(desk.store.merchant.system, refund_id=refund.id)
        assert not await collect_refund(desk.store.merchant.system, refund_id="ref_nobody")
