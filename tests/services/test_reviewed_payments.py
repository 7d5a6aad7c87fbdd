"""Payments that a review found wrong: pages left open, gateways that cannot cancel, tasks that never end, secrets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from backend.domain.errors import Conflict, NotSupported
from backend.gateways.base import (
    Capabilities,
    CreatePayment,
    GatewayContext,
    PaymentState,
    Redirect,
    RefundState,
    SetupResult,
    Unavailable,
    Voucher,
)
from backend.gateways.base import NotSupported as CannotCancel
from backend.models import (
    GatewayAccount,
    GatewayEvent,
    Invoice,
    PaymentAttempt,
    PaymentMethod,
    PaymentSetup,
    Refund,
    StaffTask,
)
from backend.models.ids import new_id
from backend.services.billing.run import run_due_subscriptions
from backend.services.context import Context
from backend.services.gateways.accounts import update_settings
from backend.services.gateways.apply import apply_due_events
from backend.services.gateways.receive import receive_webhook
from backend.services.invoices.pay import pay_invoice
from backend.services.payments.cancel import cancel_payment
from backend.services.payments.due import collect_due_attempts
from backend.services.refunds.due import collect_due_refunds
from backend.services.setups.settle import settle_setup
from backend.services.tasks.resolve import resolve_task
from tests.support.balances import open_treasury, staff_of
from tests.support.clock import START
from tests.support.dunning import stands
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import BALANCE, Life, month
from tests.support.refunds import open_desk
from tests.support.scripted_gateway import (
    Step,
    away,
    fail,
    lost_request,
    pending,
    require_action,
)
from tests.support.storefront import CARD, Storefront, only_attempt, only_payment, scripted_account
from tests.support.telling_gateway import TellingGateway, fact, telling

pytestmark = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)

FIRST = month(1)


class Counter(TellingGateway):
    """What is pending there is a voucher, if a test wants it; what it can is a test's."""

    voucher: bool = False
    capabilities: ClassVar[Capabilities] = replace(TellingGateway.capabilities, confirms=False)

    def _execute(self, ctx: GatewayContext, request: CreatePayment, step: Step) -> None:
        super()._execute(ctx, request, step)
        made = self.payments[request.our_reference]
        if self.voucher and made.state is PaymentState.PENDING:
            self.payments[request.our_reference] = replace(made, action=Voucher("99"))

    def can(self, **flags: object) -> None:
        self.__dict__["capabilities"] = replace(self.capabilities, **flags)  # type: ignore[arg-type]


@pytest.fixture
def gateway() -> Counter:
    return Counter()


async def staff(store: Storefront) -> Context:
    return store.services.context(await staff_of(store.merchant))


async def tasks() -> Sequence[tuple[str, bool]]:
    """Each task's kind, and whether it is open."""
    return [(task.kind, task.resolved_at is None) for task in await StaffTask.all().order_by("id")]


# An invoice that is paid while a page for it is open


@pytest.mark.parametrize("step", [require_action(), pending()], ids=["page", "voucher"])
async def test_an_open_page_is_stopped_as_soon_as_its_invoice_is_paid_otherwise(
    store: Storefront, gateway: Counter, step: Step
) -> None:
    gateway.voucher = True
    gateway.script("create", step)
    await (await open_treasury(store)).give("10.00")
    made = await store.subscribe()
    ctx = store.ana.context
    await pay_invoice(ctx, invoice_id=made.invoice.id, pay_with=BALANCE, idempotency_key="balance")
    assert await collect_due_attempts(store.services) == 1

    attempt = await only_attempt()
    assert (attempt.status, gateway.calls("cancel")) == ("EXPIRED", 1)
    assert gateway.payments[attempt.id].state is PaymentState.CANCELED
    assert ((await Invoice.get()).status, gateway.charges, await tasks()) == ("PAID", [], [])
    await assert_all_adds_up(gateway)


async def test_a_page_that_cannot_be_stopped_is_waited_for_though_its_invoice_is_paid(
    store: Storefront, gateway: Counter
) -> None:
    gateway.can(cancel_pending=False)
    gateway.script("create", require_action())
    await (await open_treasury(store)).give("10.00")
    made = await store.subscribe()
    ctx = store.ana.context
    await pay_invoice(ctx, invoice_id=made.invoice.id, pay_with=BALANCE, idempotency_key="balance")
    await collect_due_attempts(store.services)
    attempt = await only_attempt()
    assert (attempt.status, gateway.calls("cancel"), attempt.next_try_at is not None) == ("REQUIRES_ACTION", 0, True)
    gateway.move(attempt.id, PaymentState.SUCCEEDED)
    store.clock.advance(days=1)
    await collect_due_attempts(store.services)
    assert ((await only_attempt()).status, await tasks()) == ("SUCCEEDED", [("LATE_PAYMENT", True)])
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize("given_up", [False, True], ids=["voucher", "given-up"])
async def test_a_payment_that_was_begun_before_the_first_try_and_left_is_a_failure_in_the_end(
    life: Life, gateway: Counter, given_up: bool
) -> None:
    sub = await life.subscribe()
    gateway.voucher = not given_up
    life.clock.now = FIRST
    await run_due_subscriptions(life.store.services)
    renewal = (await life.invoices(sub))[-1]
    gateway.script("create", pending())
    begun = (await life.store.pay(renewal.id)).payment
    await life.run()
    if given_up:
        await PaymentAttempt.filter(payment_id=begun.id).update(next_try_at=None)
    last = FIRST + timedelta(days=14)
    await life.go(last - timedelta(seconds=1))
    assert (await stands(life, sub))[:3] == ("ACTIVE", "OPEN", None)
    life.clock.advance(hours=1)
    await life.run()
    end = life.clock.now + timedelta(days=14)
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", end, 1)
    await life.go(end)
    assert await stands(life, sub) == ("CANCELED", "GAVE_UP", "PAYMENT", None, 1)
    # Its money still pays what is owed.
    attempt = await PaymentAttempt.get(payment_id=begun.id)
    await life.store.hears(gateway.move(attempt.id, PaymentState.SUCCEEDED), id="late")
    assert (await Invoice.get(id=renewal.id)).status == "PAID"
    await assert_all_adds_up(gateway)


# What cannot be canceled, or is forgotten


async def test_what_a_gateway_cannot_cancel_says_so_and_staff_close_it_when_nobody_asks_any_more(
    store: Storefront, gateway: Counter
) -> None:
    gateway.can(cancel_pending=False)
    gateway.script("create", pending())
    gateway.script("cancel", *[fail(CannotCancel("no"))] * 3, fail(Unavailable("away")), fail(CannotCancel("no")))
    made = await store.subscribe()
    by, payment = await staff(store), await only_payment()
    async with nothing_changes():
        for somebody in (store.ana.context, by):
            with pytest.raises(NotSupported, match="Scripted cannot cancel this payment"):
                await cancel_payment(somebody, payment_id=payment.id)
    store.clock.advance(days=31)
    await collect_due_attempts(store.services)
    assert ((await only_attempt()).next_try_at, await tasks()) == (None, [("PAYMENT_UNRESOLVED", True)])
    async with nothing_changes():
        with pytest.raises(NotSupported):
            await cancel_payment(store.ana.context, payment_id=payment.id)
        with pytest.raises(Conflict):
            await cancel_payment(by, payment_id=payment.id)
    assert (await cancel_payment(by, payment_id=payment.id)).status == "CANCELED"
    assert await tasks() == [("PAYMENT_UNRESOLVED", False)]
    await store.pay(made.invoice.id)
    assert (await Invoice.get()).status == "PAID"
    await assert_all_adds_up(gateway)


async def test_of_a_forgotten_key_staff_are_told_once_and_they_may_close_it_at_once(
    store: Storefront, gateway: Counter
) -> None:
    gateway.can(key_lifetime=timedelta(hours=6))
    gateway.script("create", lost_request())
    await store.subscribe()
    by, payment = await staff(store), await only_payment()
    with pytest.raises(Conflict):
        await cancel_payment(by, payment_id=payment.id)
    store.clock.advance(hours=7)
    await collect_due_attempts(store.services)
    await resolve_task(by, task_id=(await StaffTask.get()).id, note="It is not there.")
    for _ in range(3):
        store.clock.advance(days=1)
        assert await collect_due_attempts(store.services) == 1
    assert await tasks() == [("PAYMENT_UNRESOLVED", False)]
    with pytest.raises(Conflict):
        await cancel_payment(store.ana.context, payment_id=payment.id)
    assert (await cancel_payment(by, payment_id=payment.id)).status == "CANCELED"
    assert (await only_attempt()).next_try_at is None


async def test_the_task_of_a_payment_that_was_given_up_ends_with_its_success(
    store: Storefront, gateway: Counter
) -> None:
    gateway.script("create", pending())
    await store.subscribe()
    store.clock.advance(days=31)
    await collect_due_attempts(store.services)
    assert await tasks() == [("PAYMENT_UNRESOLVED", True)]
    await store.hears(gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED), id="late")
    task = await StaffTask.get()
    assert (task.resolved_at, task.resolved_by, task.note) == (
        store.clock.now, None, "The payment is SUCCEEDED by now.",
    )  # fmt: skip


@pytest.mark.parametrize(("wish", "seconds"), [(0, 2), (-5, 2), (77, 77), (999_999, 3600)])
async def test_a_gateways_wish_when_to_be_asked_again_counts_within_reason(
    store: Storefront, gateway: Counter, wish: int, seconds: int
) -> None:
    gateway.script("create", *[away(retry_after_seconds=wish)] * 5)
    await store.subscribe()
    assert (await only_attempt()).next_try_at == START + timedelta(seconds=seconds)
    assert (await collect_due_attempts(store.services), gateway.calls("create")) == (0, 1)


# What is told late


async def test_a_method_that_is_told_after_the_success_is_kept_once(store: Storefront, gateway: Counter) -> None:
    gateway.script("create", require_action())
    await store.subscribe(pay_with=replace(CARD, save=True))
    told = gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED)
    assert told.saved_method is not None
    system = store.merchant.system
    await store.hears(replace(told, saved_method=None), id="evt_1")
    assert await PaymentMethod.all().count() == 0
    for id in ("evt_2", "evt_3"):
        headers, body = telling(fact(START, told, id=id))
        await receive_webhook(store.services, account_id=store.account.id, headers=headers, body=body)
        await apply_due_events(store.services)
    row = await PaymentMethod.get()
    assert (row.gateway_reference, row.customer_id) == (told.saved_method.reference, store.ana.row.id)
    assert [event.outcome for event in await GatewayEvent.all().order_by("id")][1:] == [
        "changed the payment", "nothing new",
    ]  # fmt: skip
    # Once it is removed, old news does not bring it back.
    await PaymentMethod.all().update(removed_at=store.clock.now, is_default=False)
    headers, body = telling(fact(START, told, id="evt_4"))
    await receive_webhook(system.services, account_id=store.account.id, headers=headers, body=body)
    await apply_due_events(store.services)
    assert (await PaymentMethod.get()).removed_at is not None


async def test_what_the_payer_of_a_setup_has_to_do_is_learned_after_a_webhook_without_it(store: Storefront) -> None:
    now = store.clock.now
    setup = await PaymentSetup.create(
        id=new_id("set"), merchant_id=store.merchant.row.id, customer_id=store.ana.row.id,
        gateway_account_id=store.account.id, gateway="scripted", kind="CARD", status="SENDING", make_default=True,
        tries=1, fence=1, created_at=now, updated_at=now, version=1,
    )  # fmt: skip
    bare = SetupResult(PaymentState.REQUIRES_ACTION, "seti_1", setup.id, START)
    full = replace(bare, action=Redirect("https://bank.example"))
    ctx = store.merchant.system
    changed = [await settle_setup(ctx, setup_id=setup.id, observed=told) for told in (bare, bare, full, full)]
    row = await PaymentSetup.get()
    assert (changed, row.status, row.action_sealed is not None) == ([True, False, True, False], "REQUIRES_ACTION", True)


async def test_of_a_refund_that_does_not_end_staff_are_told_once_and_the_gateway_is_asked_seldom(
    store: Storefront, gateway: Counter
) -> None:
    desk = await open_desk(store)
    gateway.script("refund", pending())
    refund = await desk.refund("4.00")
    for _ in range(29):
        store.clock.advance(days=1, seconds=1)
        await collect_due_refunds(store.services)
    assert await tasks() == []
    store.clock.advance(days=1)
    await collect_due_refunds(store.services)
    task = await StaffTask.get()
    assert (task.kind, task.subject_id, task.customer_id) == ("REFUND_UNRESOLVED", refund.id, store.ana.row.id)
    await resolve_task(desk.treasury.by_staff, task_id=task.id)
    before = gateway.calls("fetch_refund")
    for _ in range(28):
        store.clock.advance(days=1)
        await collect_due_refunds(store.services)
    assert (gateway.calls("fetch_refund") - before, await tasks()) == (4, [("REFUND_UNRESOLVED", False)])
    await StaffTask.all().update(resolved_at=None, resolved_by=None, note=None)
    gateway.move_refund(refund.id, RefundState.SUCCEEDED)
    store.clock.advance(days=7)
    await collect_due_refunds(store.services)
    assert ((await Refund.get()).status, await desk.figures()) == ("SUCCEEDED", (1000, 400, 0))
    assert (await StaffTask.get()).note == "The refund is SUCCEEDED by now."
    await desk.assert_true()


# The inbox


@pytest.mark.parametrize("sign", ["=", "%3D"])
async def test_pages_and_their_secrets_are_not_in_the_inbox(store: Storefront, gateway: Counter, sign: str) -> None:
    gateway.script("create", pending())
    await store.subscribe()
    payment = gateway.payments[(await only_attempt()).id]
    url = f"https://hooks.example/auth?payment_intent_client_secret{sign}pi_1_secret_of_ana&next=1"
    told = replace(payment, state=PaymentState.REQUIRES_ACTION, action=Redirect(url))
    headers, body = telling(fact(START, told, id="evt_1"))
    await receive_webhook(store.services, account_id=store.account.id, headers=headers, body=body)
    event = await GatewayEvent.get()
    assert "secret_of_ana" not in event.body
    assert f"client_secret{sign}removed&next=1" in event.body
    assert "hooks.example" not in json.dumps(event.claimed)
    await apply_due_events(store.services)
    assert (await GatewayEvent.get()).status == "APPLIED"


async def test_a_sibling_that_is_removed_is_heard_and_one_that_cannot_be_opened_hinders_nobody(
    store: Storefront, gateway: Counter
) -> None:
    gateway.script("create", pending())
    await store.subscribe()
    system = store.merchant.system
    broken, platform = await scripted_account(store.merchant, "Broken"), await scripted_account(store.merchant, "All")
    await update_settings(system, store.account, {"account_reference": "acct_1"})
    await update_settings(system, platform, {"account_reference": "acct_2"})
    await GatewayAccount.filter(id=broken.id).update(settings_sealed="broken")
    await GatewayAccount.filter(id=store.account.id).update(enabled=False, removed_at=START)
    paid = gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED)
    for id, reference in (("evt_1", "acct_1"), ("evt_2", "acct_9")):
        headers, body = telling(fact(START, paid, id=id, account_reference=reference))
        await receive_webhook(store.services, account_id=platform.id, headers=headers, body=body)
    await apply_due_events(store.services)
    events = {event.dedupe_key: (event.gateway_account_id, event.status) for event in await GatewayEvent.all()}
    assert events == {"evt_1": (store.account.id, "APPLIED"), "evt_2": (platform.id, "IGNORED")}
    assert (await only_payment()).status == "SUCCEEDED"
    await assert_all_adds_up(gateway)


async def test_accounts_are_heard_side_by_side_and_one_that_hangs_is_asked_once(
    store: Storefront, gateway: Counter
) -> None:
    treasury, other = await open_treasury(store), await scripted_account(store.merchant, "Other")
    gateway.script("create", *[pending()] * 3)
    for _ in range(3):
        await treasury.top_up("25.00")
    attempts = await PaymentAttempt.all().order_by("id")
    await PaymentAttempt.filter(id=attempts[2].id).update(gateway_account_id=other.id)
    for attempt, account in zip(attempts, (store.account, store.account, other), strict=True):
        paid = gateway.move(attempt.id, PaymentState.SUCCEEDED)
        headers, body = telling(fact(START, paid, id=attempt.id, trust="hint"))
        await receive_webhook(store.services, account_id=account.id, headers=headers, body=body)
    asked = asyncio.Event()

    async def tell() -> None:
        asked.set()

    # The first account hangs; the second one is asked meanwhile.
    gateway.script("fetch", Step(before=asked.wait, after=asyncio.Event().wait), Step(before=tell))
    limits = replace(store.services.limits, gateway_call=timedelta(seconds=1))
    assert await apply_due_events(replace(store.services, limits=limits)) == 2
    found: dict[str, Any] = {event.dedupe_key: event.status for event in await GatewayEvent.all()}
    assert [found[attempt.id] for attempt in attempts] == ["RECEIVED", "RECEIVED", "APPLIED"]
    assert gateway.calls("fetch") == 2
    store.clock.advance(seconds=2)
    assert await apply_due_events(store.services) == 2
    assert {event.status for event in await GatewayEvent.all()} == {"APPLIED"}
