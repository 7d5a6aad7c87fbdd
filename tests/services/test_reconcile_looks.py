"""Looking at payments: because somebody asks, by the schedule, and until when."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest

from backend.domain.errors import Conflict, Forbidden, NotFound, NotSupported
from backend.gateways.base import (
    Capabilities,
    CreatePayment,
    GatewayContext,
    OutcomeUnknown,
    PaymentState,
    Redirect,
    Unavailable,
    Voucher,
)
from backend.models import Event, Invoice, Payment, PaymentAttempt, StaffTask
from backend.services.context import Context
from backend.services.held import wait_for_holder
from backend.services.payments import sync
from backend.services.payments.cancel import cancel_payment
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.settle import settle_attempt
from backend.services.payments.sync import return_to_payment, sync_payment
from tests.support.balances import staff_of
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.scripted_gateway import (
    Step,
    at,
    away,
    fail,
    hang,
    lost_reply,
    lost_request,
    pending,
    require_action,
)
from tests.support.storefront import Storefront, known_customer, only_attempt, only_payment
from tests.support.telling_gateway import TellingGateway

pytestmark = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)


class Dated(TellingGateway):
    """Its actions can have a date, and its capabilities are a test's."""

    expires_at: datetime | None = None
    voucher: bool = False

    def _execute(self, ctx: GatewayContext, request: CreatePayment, step: Step) -> None:
        super()._execute(ctx, request, step)
        made = self.payments[request.our_reference]
        if made.state is PaymentState.REQUIRES_ACTION:
            self.payments[request.our_reference] = replace(made, action=Redirect("https://page", self.expires_at))
        elif self.voucher:
            self.payments[request.our_reference] = replace(made, action=Voucher("99", expires_at=self.expires_at))

    def can(self, **flags: object) -> None:
        """Change what it promises, for this test."""
        self.__dict__["capabilities"] = replace(self.capabilities, **flags)  # type: ignore[arg-type]

    capabilities: ClassVar[Capabilities] = replace(TellingGateway.capabilities, confirms=False)


@pytest.fixture
def gateway() -> Dated:
    return Dated()


async def staff(store: Storefront) -> Context:
    return store.services.context(await staff_of(store.merchant))


async def looks(store: Storefront, *, most: int = 60) -> list[float]:
    """Go from look to look until there is none any more; the waits in seconds."""
    waits: list[float] = []
    while (due := (await only_attempt()).next_try_at) is not None and len(waits) < most:
        waits.append((due - store.clock.now).total_seconds())
        store.clock.now = due
        assert await collect_due_attempts(store.services) == 1
    return waits


async def tasks() -> Sequence[str]:
    return [task.kind for task in await StaffTask.all().order_by("id")]


# Somebody asks


async def test_a_return_shows_what_the_gateway_says_and_nothing_else(store: Storefront, gateway: Dated) -> None:
    gateway.script("create", require_action())
    await store.subscribe()
    payment = await only_payment()
    for _ in range(3):
        assert (await return_to_payment(store.ana.context, payment_id=payment.id)).status == "REQUIRES_ACTION"
    gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED)
    assert (await return_to_payment(store.ana.context, payment_id=payment.id)).status == "SUCCEEDED"

    # Looking did not make the schedule any later, and what is done is not asked for again.
    assert ((await only_attempt()).tries, gateway.calls("fetch")) == (1, 4)
    async with nothing_changes():
        assert (await return_to_payment(store.ana.context, payment_id=payment.id)).status == "SUCCEEDED"
    assert gateway.calls("fetch") == 4
    await assert_all_adds_up(gateway)


async def test_a_foreign_or_invented_payment_is_not_there_to_return_to(store: Storefront, gateway: Dated) -> None:
    gateway.script("create", require_action())
    await store.subscribe()
    payment = await only_payment()
    eve = await known_customer(store.merchant, "eve@example.com")
    messages = set()
    async with nothing_changes():
        for id in (payment.id, "pay_00000000000000000000000000", ""):
            with pytest.raises(NotFound) as caught:
                await return_to_payment(eve.context, payment_id=id)
            messages.add(caught.value.message)
        for nobody in (store.merchant.visitor, store.merchant.system):
            with pytest.raises(Forbidden):
                await return_to_payment(nobody, payment_id=payment.id)
        for somebody in (store.ana.context, store.merchant.visitor):
            with pytest.raises(Forbidden):
                await sync_payment(somebody, payment_id=payment.id)
    assert (len(messages), gateway.calls("fetch")) == (1, 0)


async def test_a_return_while_somebody_looks_waits_for_them(
    store: Storefront, gateway: Dated, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = asyncio.Event()

    async def told(*args: Any) -> None:
        waits.set()
        await wait_for_holder(*args)

    monkeypatch.setattr(sync, "wait_for_holder", told)
    gateway.script("create", require_action())
    await store.subscribe()
    payment, attempt = await only_payment(), await only_attempt()
    answers: list[str] = []

    async def come_back() -> None:
        answers.append((await return_to_payment(store.ana.context, payment_id=payment.id)).status)

    async def meanwhile() -> None:
        back.append(asyncio.create_task(come_back()))
        await asyncio.wait_for(waits.wait(), 60)

    back: list[asyncio.Task[None]] = []
    gateway.move(attempt.id, PaymentState.SUCCEEDED)
    gateway.script("fetch", Step(before=meanwhile))
    store.clock.advance(seconds=30)
    await collect_due_attempts(store.services)
    await back[0]
    assert (answers, gateway.calls("fetch")) == (["SUCCEEDED"], 1)


@pytest.mark.parametrize(
    ("step", "seconds"),
    [(fail(Unavailable("away")), 2), (fail(OutcomeUnknown("timeout")), 30)],
    ids=["away", "unknown"],
)
async def test_a_gateway_that_cannot_be_asked_leaves_the_payment_to_the_next_look(
    store: Storefront, gateway: Dated, step: Step, seconds: int
) -> None:
    gateway.script("create", require_action())
    await store.subscribe()
    store.clock.advance(seconds=10)
    gateway.script("fetch", step)
    payment = await return_to_payment(store.ana.context, payment_id=(await only_payment()).id)
    attempt = await only_attempt()
    assert (payment.status, attempt.status, attempt.lease_until) == ("REQUIRES_ACTION", "REQUIRES_ACTION", None)
    assert attempt.next_try_at == START + timedelta(seconds=10 + seconds)


async def test_staff_find_late_money_of_a_final_payment_by_asking(store: Storefront, gateway: Dated) -> None:
    gateway.script("create", pending())
    await store.subscribe()
    attempt = (await only_attempt()).id
    await store.hears(gateway.move(attempt, PaymentState.EXPIRED), id="expired")
    by, payment = await staff(store), await only_payment()
    gateway.script("fetch", fail(Unavailable("away")))
    assert (await sync_payment(by, payment_id=payment.id)).status == "EXPIRED"
    gateway.move(attempt, PaymentState.SUCCEEDED)
    assert (await sync_payment(by, payment_id=payment.id)).status == "SUCCEEDED"
    await assert_all_adds_up(gateway)


async def test_what_staff_record_is_never_asked_for(store: Storefront, gateway: Dated) -> None:
    gateway.can(recorded_by_staff=True)
    gateway.script("create", pending())
    await store.subscribe()
    attempt, payment = await only_attempt(), await only_payment()
    assert (attempt.status, attempt.next_try_at) == ("PENDING", None)
    store.clock.advance(days=90)
    assert await collect_due_attempts(store.services) == 0
    async with nothing_changes():
        assert (await return_to_payment(store.ana.context, payment_id=payment.id)).status == "PENDING"
        with pytest.raises(NotSupported):
            await sync_payment(store.merchant.system, payment_id=payment.id)
    assert (await cancel_payment(store.ana.context, payment_id=payment.id)).status == "CANCELED"
    assert [entry.call for entry in gateway.journal] == ["create"]


# The payer left


async def test_an_abandoned_action_is_stopped_after_a_day_and_the_invoice_is_free_again(
    store: Storefront, gateway: Dated
) -> None:
    gateway.script("create", require_action())
    made = await store.subscribe()
    assert await looks(store) == [30, 300, 3600, 86400]

    attempt, payment = await only_attempt(), await only_payment()
    assert (attempt.status, payment.status, payment.action_sealed) == ("EXPIRED", "EXPIRED", None)
    assert [(e.subject, e.key) for e in gateway.journal if e.call == "cancel"] == [("ch_1", f"{attempt.id}:cancel")]
    assert gateway.payments[attempt.id].state is PaymentState.CANCELED
    await store.pay(made.invoice.id)
    assert (await Invoice.get(id=made.invoice.id)).status == "PAID"
    assert await tasks() == []
    await assert_all_adds_up(gateway)


async def test_an_action_with_a_later_date_is_waited_for_until_then(store: Storefront, gateway: Dated) -> None:
    gateway.expires_at = START + timedelta(days=3)
    gateway.script("create", require_action())
    await store.subscribe()
    assert await looks(store) == [30, 300, 3600, 86400, 86400, 86400]
    assert (await only_payment()).status == "EXPIRED"


@pytest.mark.parametrize("state", [PaymentState.EXPIRED, PaymentState.FAILED])
async def test_what_the_gateway_ended_by_itself_needs_no_stopping(
    store: Storefront, gateway: Dated, state: PaymentState
) -> None:
    gateway.expires_at = START + timedelta(minutes=1)
    gateway.script("create", require_action())
    await store.subscribe()
    gateway.move((await only_attempt()).id, state)
    assert await looks(store) == [30]
    assert ((await only_payment()).status, gateway.calls("cancel")) == (state.value, 0)


async def test_a_payer_who_comes_in_the_last_moment_has_paid(store: Storefront, gateway: Dated) -> None:
    gateway.script("create", require_action())
    await store.subscribe()
    attempt = (await only_attempt()).id

    async def pays() -> None:
        gateway.move(attempt, PaymentState.SUCCEEDED)

    gateway.script("cancel", Step(before=pays))
    await looks(store)
    assert ((await only_payment()).status, len(gateway.charges)) == ("SUCCEEDED", 1)
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize("step", [fail(Unavailable("away")), hang()], ids=["away", "never-answered"])
async def test_what_cannot_be_stopped_now_is_stopped_at_the_next_look(
    store: Storefront, gateway: Dated, step: Step
) -> None:
    gateway.script("create", require_action())
    await store.subscribe()
    gateway.script("cancel", step)
    quick = replace(store.services, limits=replace(store.services.limits, gateway_call=timedelta(milliseconds=500)))
    assert await looks(replace(store, merchant=replace(store.merchant, services=quick))) == [
        30, 300, 3600, 86400, 86400,
    ]  # fmt: skip
    assert ((await only_payment()).status, gateway.calls("cancel")) == ("EXPIRED", 2)


async def test_where_nothing_can_be_stopped_money_that_comes_after_all_is_late_money(
    store: Storefront, gateway: Dated
) -> None:
    gateway.can(cancel_pending=False)
    gateway.script("create", require_action())
    made = await store.subscribe()
    attempt = (await only_attempt()).id
    await looks(store)
    assert ((await only_payment()).status, gateway.calls("cancel")) == ("EXPIRED", 0)
    await store.pay(made.invoice.id)
    await store.hears(gateway.move(attempt, PaymentState.SUCCEEDED), id="late")
    assert await tasks() == ["LATE_PAYMENT"]
    await assert_all_adds_up(gateway)


# Nobody looks any more


async def test_a_pending_payment_is_given_up_after_a_month_and_staff_are_told(
    store: Storefront, gateway: Dated
) -> None:
    gateway.script("create", pending())
    await store.subscribe()
    assert await looks(store) == [30, 300, 3600] + [86400] * 30

    attempt, payment = await only_attempt(), await only_payment()
    assert (attempt.status, payment.status, store.clock.now) == (
        "PENDING", "PENDING", START + timedelta(days=30, seconds=3930),
    )  # fmt: skip
    (task,) = await StaffTask.all()
    assert (task.kind, task.subject_id, task.details["status"]) == ("PAYMENT_UNRESOLVED", payment.id, "PENDING")
    assert await Event.filter(type="staff_task.opened", subject_id=task.id).count() == 1

    # Money that comes later still counts.
    await store.hears(gateway.move(attempt.id, PaymentState.SUCCEEDED), id="late")
    assert (await only_payment()).status == "SUCCEEDED"
    await assert_all_adds_up(gateway)


async def test_staff_can_ask_again_for_what_was_given_up(store: Storefront, gateway: Dated) -> None:
    gateway.script("create", pending())
    await store.subscribe()
    await looks(store)
    by, payment = await staff(store), await only_payment()
    assert (await sync_payment(by, payment_id=payment.id)).status == "PENDING"
    assert ((await only_attempt()).next_try_at, await tasks()) == (None, ["PAYMENT_UNRESOLVED"])
    gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED)
    assert (await sync_payment(by, payment_id=payment.id)).status == "SUCCEEDED"


async def test_a_voucher_is_waited_for_a_month_after_it_expired(store: Storefront, gateway: Dated) -> None:
    gateway.voucher, gateway.expires_at = True, START + timedelta(days=10)
    gateway.script("create", pending())
    await store.subscribe()
    assert len(await looks(store)) == 3 + 40
    assert await tasks() == ["PAYMENT_UNRESOLVED"]


async def test_an_answer_that_never_comes_is_given_up_and_staff_may_close_it(store: Storefront, gateway: Dated) -> None:
    gateway.script("create", lost_request())
    gateway.script("find", *[fail(OutcomeUnknown("timeout"))] * 40)
    made = await store.subscribe()
    by, payment = await staff(store), await only_payment()
    with pytest.raises(Conflict):
        await cancel_payment(by, payment_id=payment.id)
    await looks(store)
    assert ((await only_attempt()).status, await tasks()) == ("UNKNOWN", ["PAYMENT_UNRESOLVED"])
    with pytest.raises(Conflict):
        await store.pay(made.invoice.id)
    with pytest.raises(Conflict):
        await cancel_payment(store.ana.context, payment_id=payment.id)

    assert (await cancel_payment(by, payment_id=payment.id)).status == "CANCELED"
    await store.pay(made.invoice.id)
    assert len(gateway.charges) == 1
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize("lookup", [True, False], ids=["lookup", "no-lookup"])
async def test_a_lost_request_is_not_sent_again_once_its_key_is_forgotten(
    store: Storefront, gateway: Dated, lookup: bool
) -> None:
    gateway.can(key_lifetime=timedelta(hours=6), lookup_by_our_reference=lookup)
    gateway.script("create", lost_request())
    await store.subscribe()
    store.clock.advance(hours=6, seconds=1)
    await collect_due_attempts(store.services)

    attempt = await only_attempt()
    assert (attempt.status, gateway.calls("create"), gateway.calls("find")) == ("UNKNOWN", 1, int(lookup))
    # With a lookup there is still something to ask; without, nothing.
    assert (attempt.next_try_at is not None) is lookup
    assert await tasks() == ["PAYMENT_UNRESOLVED"]
    store.clock.advance(days=40)
    await collect_due_attempts(store.services)
    assert (gateway.calls("create"), await tasks(), (await only_attempt()).next_try_at) == (
        1, ["PAYMENT_UNRESOLVED"], None,
    )  # fmt: skip
    assert gateway.charges == []


async def test_a_lost_reply_is_found_however_old_its_key_is(store: Storefront, gateway: Dated) -> None:
    gateway.can(key_lifetime=timedelta(hours=6))
    gateway.script("create", lost_reply())
    await store.subscribe()
    store.clock.advance(days=5)
    await collect_due_attempts(store.services)
    assert ((await only_payment()).status, gateway.calls("create"), await tasks()) == ("SUCCEEDED", 1, [])


async def test_a_lost_request_is_sent_again_with_its_key_while_that_is_remembered(
    store: Storefront, gateway: Dated
) -> None:
    gateway.can(key_lifetime=timedelta(hours=6), lookup_by_our_reference=False)
    gateway.script("create", lost_request())
    await store.subscribe()
    store.clock.advance(hours=6)
    await collect_due_attempts(store.services)
    assert ((await only_payment()).status, len(gateway.charges)) == ("SUCCEEDED", 1)
    assert {entry.key for entry in gateway.journal} == {(await only_attempt()).id}


async def test_news_of_what_to_do_is_kept_though_a_webhook_without_it_was_faster(
    store: Storefront, gateway: Dated
) -> None:
    async def tell() -> None:
        attempt = await only_attempt()
        bare = replace(at(gateway.payments[attempt.id], PaymentState.REQUIRES_ACTION), action=None)
        await settle_attempt(store.merchant.system, attempt_id=attempt.id, observed=bare)
        assert (await only_payment()).action_sealed is None

    gateway.script("create", replace(require_action(), after=tell))
    made = await store.subscribe()
    assert made.payment is not None
    assert (made.payment.status, made.payment.action_sealed is not None) == ("REQUIRES_ACTION", True)
    await assert_all_adds_up(gateway)


async def test_a_gateway_that_was_never_reached_is_given_up_as_well(store: Storefront, gateway: Dated) -> None:
    gateway.script("create", *[away()] * 40)
    await store.subscribe()
    for day in range(1, 31):
        assert (await only_attempt()).next_try_at is not None, day
        store.clock.now = START + timedelta(days=day)
        await collect_due_attempts(store.services)
    assert (await only_attempt()).next_try_at is None
    assert (await tasks(), await Payment.filter(status="PENDING").count()) == (["PAYMENT_UNRESOLVED"], 1)
    assert (await PaymentAttempt.get()).status == "CREATED"
