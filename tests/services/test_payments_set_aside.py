"""Set aside: what its gateway cannot cancel locks nobody out, and money that comes for it after all is kept, once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from backend.domain.errors import Conflict, IllegalTransition, NotFound, NotSupported
from backend.domain.money import Money
from backend.gateways.base import (
    CreatePayment,
    GatewayContext,
    GatewayError,
    InvalidRequest,
    OutcomeUnknown,
    PaymentResult,
    PaymentState,
    StateConflict,
    Unavailable,
    Voucher,
)
from backend.gateways.base import NotSupported as CannotCancel
from backend.models import Event, Invoice, LedgerAccount, LedgerTransaction, Payment, PaymentAttempt, StaffTask
from backend.services.balances.top_up import top_up
from backend.services.invoices.pay import InvoicePaid
from backend.services.payments.cancel import cancel_payment
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.late import look_for_late_money
from backend.services.payments.settle import settle_attempt
from backend.services.payments.sync import return_to_payment
from tests.support.balances import staff_of
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.scripted_gateway import ScriptedGateway, Step, decline, fail, pending, require_action
from tests.support.storefront import CARD, Billed, Storefront, known_customer, only_attempt, only_payment

UNTIL = START + timedelta(days=3)


class CancelsNothing(ScriptedGateway):
    """What is pending there is a voucher with a date. It refuses to cancel, each time with what a test wrote down."""

    capabilities = replace(ScriptedGateway.capabilities, cancel_pending=False)

    def __init__(self) -> None:
        super().__init__()
        self.refusal: GatewayError = CannotCancel("vouchers expire by themselves")
        self.voucher: Voucher | None = Voucher("9900", expires_at=UNTIL)

    def _execute(self, ctx: GatewayContext, request: CreatePayment, step: Step) -> None:
        super()._execute(ctx, request, step)
        made = self.payments[request.our_reference]
        if made.state is PaymentState.PENDING:
            self.payments[request.our_reference] = replace(made, action=self.voucher)

    async def cancel_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        if self._by_reference(reference).state in (PaymentState.REQUIRES_ACTION, PaymentState.PENDING):
            self.script("cancel", fail(self.refusal))
        return await super().cancel_payment(ctx, reference, key)


@pytest.fixture
def gateway() -> CancelsNothing:
    return CancelsNothing()


async def waiting(store: Storefront, step: Step | None = None) -> tuple[Billed, PaymentAttempt]:
    """A subscription whose first payment waits for its payer, with a voucher unless told otherwise."""
    store.gateway.script("create", step or pending())
    return await store.subscribe(), await only_attempt()


async def aside(store: Storefront, payment_id: str) -> Payment:
    return await cancel_payment(store.ana.context, payment_id=payment_id)


async def set_aside(store: Storefront, step: Step | None = None) -> tuple[Billed, PaymentAttempt]:
    made, attempt = await waiting(store, step)
    await aside(store, attempt.payment_id)
    return made, await only_attempt()


async def pays(store: Storefront, attempt: PaymentAttempt, *, id: str = "late") -> None:
    """The payer pays the old voucher, or comes back to the old page; the gateway tells us."""
    await store.hears(store.gateway.move(attempt.id, PaymentState.SUCCEEDED), id=id)


async def balance() -> int:
    account = await LedgerAccount.get_or_none(kind="CUSTOMER_BALANCE")
    return account.balance_minor or 0 if account else 0


async def tasks() -> Sequence[tuple[str, str]]:
    return [(task.kind, task.subject_id) for task in await StaffTask.all().order_by("id")]


async def invoice_of(made: Billed) -> tuple[str, int]:
    invoice = await Invoice.get(id=made.invoice.id)
    return invoice.status, invoice.paid_minor


# Another way of paying begins at once


@pytest.mark.parametrize(
    ("step", "until"), [(pending(), UNTIL), (require_action(), START + timedelta(hours=24))], ids=["voucher", "page"]
)
async def test_what_waits_for_its_payer_is_set_aside_the_card_pays_and_the_old_money_is_balance(
    store: Storefront, step: Step, until: datetime
) -> None:
    made, attempt = await waiting(store, step)
    with pytest.raises(Conflict):
        await store.pay(made.invoice.id, key="too-early")
    canceled = await aside(store, attempt.payment_id)
    after = await only_attempt()
    assert (canceled.status, canceled.action_sealed, canceled.action_expires_at) == ("CANCELED", None, until)
    assert (after.status, after.next_try_at, after.source_sealed) == ("CANCELED", None, None)
    assert await Event.filter(type="payment.canceled", subject_id=canceled.id).count() == 1
    assert await invoice_of(made) == ("OPEN", 0)

    card = await store.pay(made.invoice.id)
    assert (card.payment.status, card.invoice.status, await balance()) == ("SUCCEEDED", "PAID", 0)
    await pays(store, attempt)
    old = await Payment.get(id=attempt.payment_id)
    assert (old.status, old.captured_minor, old.action_expires_at) == ("SUCCEEDED", 1000, None)
    assert (await invoice_of(made), await balance()) == (("PAID", 1000), 1000)
    assert await tasks() == [("LATE_PAYMENT", old.id)]
    assert await Event.filter(type="payment.succeeded", subject_id=old.id).count() == 1
    await pays(store, attempt, id="again")
    assert (await invoice_of(made), await balance()) == (("PAID", 1000), 1000)
    await assert_all_adds_up(store.gateway)


@on_one_database
async def test_money_for_the_old_voucher_pays_the_invoice_that_nothing_else_has_paid(store: Storefront) -> None:
    made, attempt = await set_aside(store)
    await pays(store, attempt)
    assert (await invoice_of(made), await balance(), await tasks()) == (("PAID", 1000), 0, [])
    assert [row.status for row in await Payment.all()] == ["SUCCEEDED"]
    await assert_all_adds_up(store.gateway)


@on_one_database
async def test_a_top_up_that_is_set_aside_and_paid_after_all_is_balance(store: Storefront) -> None:
    store.gateway.script("create", pending())
    waits = await top_up(store.ana.context, amount=("7.00", "USD"), pay_with=CARD, idempotency_key="t")
    await aside(store, waits.id)
    assert await balance() == 0
    await pays(store, await only_attempt())
    assert (await balance(), await tasks()) == (700, [])
    await assert_all_adds_up(store.gateway)


@on_one_database
async def test_setting_aside_again_changes_nothing_and_twenty_at_once_are_one(store: Storefront) -> None:
    _, attempt = await waiting(store)
    answers = await asyncio.gather(*(aside(store, attempt.payment_id) for _ in range(20)))
    assert {answer.status for answer in answers} == {"CANCELED"}
    assert (await only_payment()).version == 3
    async with nothing_changes():
        assert (await aside(store, attempt.payment_id)).status == "CANCELED"
    assert await Event.filter(type="payment.canceled").count() == 1


@on_one_database
async def test_staff_may_set_it_aside_and_a_stranger_may_not(store: Storefront) -> None:
    _, attempt = await waiting(store)
    eve = await known_customer(store.merchant, "eve@example.com")
    async with nothing_changes():
        with pytest.raises(NotFound):
            await cancel_payment(eve.context, payment_id=attempt.payment_id)
    by = store.services.context(await staff_of(store.merchant))
    canceled = await cancel_payment(by, payment_id=attempt.payment_id)
    assert (canceled.status, canceled.action_expires_at) == ("CANCELED", UNTIL)


@on_one_database
@pytest.mark.parametrize("conflict", [False, True], ids=["refused", "final-it-says"])
async def test_a_page_whose_cancel_is_refused_in_other_words_is_set_aside_as_well(
    store: Storefront, gateway: CancelsNothing, conflict: bool
) -> None:
    gateway.refusal = StateConflict("it moved on") if conflict else InvalidRequest("there is no such address")
    made, attempt = await set_aside(store, require_action())
    assert (await store.pay(made.invoice.id)).invoice.status == "PAID"
    await pays(store, attempt)
    assert await balance() == 1000
    await assert_all_adds_up(gateway)


@on_one_database
async def test_one_voucher_that_is_not_canceled_where_others_are_is_set_aside(
    store: Storefront, gateway: CancelsNothing
) -> None:
    gateway.__dict__["capabilities"] = replace(gateway.capabilities, cancel_pending=True)
    await set_aside(store)
    assert (await only_payment()).action_expires_at == UNTIL


# Money comes while another payment is under way


@pytest.mark.parametrize("executed", [False, True], ids=["before-the-card", "after-the-card"])
async def test_the_old_voucher_is_paid_while_the_card_is_being_charged(store: Storefront, executed: bool) -> None:
    made, attempt = await set_aside(store)

    async def meanwhile() -> None:
        await pays(store, attempt)

    store.gateway.script("create", Step(after=meanwhile) if executed else Step(before=meanwhile))
    card = await store.pay(made.invoice.id)

    # The voucher's money was recorded first: it pays, and the card's is balance.
    assert (card.payment.status, card.payment.captured_minor) == ("SUCCEEDED", 1000)
    assert (await invoice_of(made), await balance()) == (("PAID", 1000), 1000)
    assert await tasks() == [("LATE_PAYMENT", card.payment.id)]
    await assert_all_adds_up(store.gateway)


async def test_the_card_fails_after_the_old_voucher_was_paid(store: Storefront) -> None:
    made, attempt = await set_aside(store)

    async def meanwhile() -> None:
        await pays(store, attempt)

    store.gateway.script("create", replace(require_action(), after=meanwhile))
    card: InvoicePaid = await store.pay(made.invoice.id)
    store.clock.advance(minutes=1)
    await collect_due_attempts(store.services)
    assert (await invoice_of(made), await balance(), await tasks()) == (("PAID", 1000), 0, [])
    # Nobody can be kept from its page: it is waited for, and its money would be balance.
    assert (await Payment.get(id=card.payment.id)).status == "REQUIRES_ACTION"
    other = await PaymentAttempt.get(payment_id=card.payment.id)
    await store.hears(store.gateway.move(other.id, PaymentState.FAILED), id="failed")
    assert (await invoice_of(made), await balance()) == (("PAID", 1000), 0)
    await assert_all_adds_up(store.gateway)


async def test_both_are_recorded_at_the_same_time(store: Storefront) -> None:
    made, attempt = await set_aside(store)
    store.gateway.script("create", require_action())
    card = await PaymentAttempt.get(payment_id=(await store.pay(made.invoice.id)).payment.id)
    told = [store.gateway.move(one.id, PaymentState.SUCCEEDED) for one in (attempt, card)]
    system = store.merchant.system
    done = await asyncio.gather(
        *(settle_attempt(system, attempt_id=str(observed.our_reference), observed=observed) for observed in told * 3)
    )
    assert sorted(done) == [False] * 4 + [True] * 2
    assert (await invoice_of(made), await balance()) == (("PAID", 1000), 1000)
    assert await LedgerTransaction.filter(key__startswith="attempt:").count() == 2
    ((kind, subject),) = await tasks()
    assert (kind, subject in {attempt.payment_id, card.payment_id}) == ("LATE_PAYMENT", True)
    await assert_all_adds_up(store.gateway)


async def test_a_card_that_is_declined_leaves_the_invoice_to_the_old_voucher(store: Storefront) -> None:
    made, attempt = await set_aside(store)
    store.gateway.script("create", require_action())
    card = await PaymentAttempt.get(payment_id=(await store.pay(made.invoice.id)).payment.id)
    await store.hears(store.gateway.move(card.id, PaymentState.FAILED, decline=decline().decline), id="declined")
    await pays(store, attempt)
    assert (await invoice_of(made), await balance(), await tasks()) == (("PAID", 1000), 0, [])
    await assert_all_adds_up(store.gateway)


# What is not the payer's turn stays


async def refused(store: Storefront, attempt: PaymentAttempt, why: type[Exception]) -> str:
    async with nothing_changes():
        with pytest.raises(why) as caught:
            await aside(store, attempt.payment_id)
    return str(caught.value)


@on_one_database
@pytest.mark.parametrize("state", [PaymentState.PENDING, PaymentState.UNKNOWN, PaymentState.AUTHORIZED])
async def test_what_is_in_processing_there_is_waited_for(store: Storefront, state: PaymentState) -> None:
    _, attempt = await waiting(store)
    store.gateway.script("cancel", fail(CannotCancel("no")))
    store.gateway.move(attempt.id, state)
    assert "Scripted cannot cancel this payment" in await refused(store, attempt, NotSupported)


@on_one_database
async def test_a_part_that_came_is_not_set_aside(store: Storefront) -> None:
    _, attempt = await waiting(store)
    told = store.gateway.payments[attempt.id]
    store.gateway.payments[attempt.id] = replace(told, received=Money(300, told.amount.currency))
    await refused(store, attempt, NotSupported)


@on_one_database
async def test_what_is_authorized_here_is_never_set_aside_by_older_news(store: Storefront) -> None:
    _, attempt = await waiting(store)
    await store.hears(store.gateway.move(attempt.id, PaymentState.AUTHORIZED), id="held")
    store.gateway.move(attempt.id, PaymentState.REQUIRES_ACTION)
    await refused(store, attempt, NotSupported)


@on_one_database
@pytest.mark.parametrize("error", [Unavailable("away"), OutcomeUnknown("timeout")])
async def test_while_the_gateway_cannot_be_asked_nothing_is_set_aside(store: Storefront, error: GatewayError) -> None:
    _, attempt = await waiting(store)
    store.gateway.script("fetch", fail(error))
    await refused(store, attempt, Conflict)


@on_one_database
async def test_while_somebody_looks_nothing_is_set_aside(store: Storefront) -> None:
    _, attempt = await waiting(store)
    said: list[str] = []

    async def meanwhile() -> None:
        said.append(await refused(store, attempt, Conflict))

    store.gateway.script("fetch", Step(before=meanwhile))
    assert (await return_to_payment(store.ana.context, payment_id=attempt.payment_id)).status == "PENDING"
    assert said == ["The payment is being looked at right now; try again in a moment."]
    assert (await aside(store, attempt.payment_id)).status == "CANCELED"


@on_one_database
async def test_who_looks_meanwhile_has_the_last_word(store: Storefront) -> None:
    _, attempt = await waiting(store)

    async def looks() -> None:
        await return_to_payment(store.ana.context, payment_id=attempt.payment_id)

    store.gateway.script("fetch", Step(after=looks))
    with pytest.raises(Conflict):
        await aside(store, attempt.payment_id)
    assert ((await only_attempt()).status, (await only_payment()).status) == ("PENDING", "PENDING")
    assert (await aside(store, attempt.payment_id)).status == "CANCELED"


@on_one_database
async def test_what_was_paid_in_the_last_moment_is_recorded_and_told(store: Storefront) -> None:
    made, attempt = await waiting(store)
    store.gateway.move(attempt.id, PaymentState.SUCCEEDED)
    with pytest.raises(IllegalTransition) as caught:
        await aside(store, attempt.payment_id)
    assert (caught.value.status, await invoice_of(made)) == ("SUCCEEDED", ("PAID", 1000))
    await assert_all_adds_up(store.gateway)


@on_one_database
async def test_what_is_not_about_this_payment_sets_nothing_aside(store: Storefront) -> None:
    _, attempt = await waiting(store)
    store.gateway.script("fetch", Step(lie={"our_reference": "pa_somebody_else"}))
    with pytest.raises(IllegalTransition):
        await aside(store, attempt.payment_id)
    assert ((await only_attempt()).status, [kind for kind, _ in await tasks()]) == ("PENDING", ["AMOUNT_MISMATCH"])


# Looking for late money


async def looked_on(store: Storefront, *, days: int) -> list[int]:
    """Look hourly for so many days; on which hours the gateway was asked."""
    asked = []
    for hour in range(days * 24):
        before = store.gateway.calls("fetch")
        await look_for_late_money(store.services)
        if store.gateway.calls("fetch") > before:
            asked.append(hour)
        store.clock.advance(hours=1)
    return asked


@on_one_database
async def test_it_is_asked_for_daily_though_no_webhook_comes(store: Storefront) -> None:
    made, attempt = await set_aside(store)
    assert await looked_on(store, days=3) == [0, 24, 48]
    await store.pay(made.invoice.id)
    store.gateway.move(attempt.id, PaymentState.SUCCEEDED)
    assert await look_for_late_money(store.services) == 1
    assert (await balance(), [kind for kind, _ in await tasks()]) == (1000, ["LATE_PAYMENT"])
    store.clock.advance(days=2)
    assert await look_for_late_money(store.services) == 0
    await assert_all_adds_up(store.gateway)


@on_one_database
async def test_a_month_after_its_end_nobody_looks_any_more(store: Storefront) -> None:
    await set_aside(store)
    store.clock.now = UNTIL + timedelta(days=30) - timedelta(seconds=1)
    assert await look_for_late_money(store.services) == 1
    store.clock.advance(days=1, seconds=1)
    assert await look_for_late_money(store.services) == 0


@on_one_database
async def test_what_the_gateway_canceled_is_not_asked_for(store: Storefront, gateway: CancelsNothing) -> None:
    gateway.script("create", Step(PaymentState.AUTHORIZED))
    await store.subscribe()
    canceled = await aside(store, (await only_payment()).id)
    assert (canceled.status, canceled.action_expires_at) == ("CANCELED", None)
    assert await look_for_late_money(store.services) == 0


@on_one_database
async def test_a_gateway_that_is_away_is_left_alone_until_the_next_time(store: Storefront) -> None:
    made, _ = await set_aside(store)
    store.gateway.script("create", pending())
    second = await store.pay(made.invoice.id)
    await aside(store, second.payment.id)
    before = store.gateway.calls("fetch")
    store.gateway.script("fetch", fail(Unavailable("away")))
    assert await look_for_late_money(store.services) == 1
    store.clock.advance(hours=1)
    assert await look_for_late_money(store.services) == 1
    store.clock.advance(hours=1)
    assert await look_for_late_money(store.services) == 0
    assert store.gateway.calls("fetch") == before + 2


async def test_ten_workers_that_look_at_once_ask_once(store: Storefront) -> None:
    _, attempt = await set_aside(store)
    store.gateway.move(attempt.id, PaymentState.SUCCEEDED)
    before = store.gateway.calls("fetch")
    await asyncio.gather(*(look_for_late_money(store.services) for _ in range(10)))
    assert store.gateway.calls("fetch") == before + 1
    assert ((await only_payment()).status, await balance()) == ("SUCCEEDED", 0)
    await assert_all_adds_up(store.gateway)


@on_one_database
async def test_who_comes_back_to_the_old_page_late_is_believed_at_once(store: Storefront) -> None:
    made, attempt = await set_aside(store, require_action())
    store.gateway.move(attempt.id, PaymentState.SUCCEEDED)
    assert (await return_to_payment(store.ana.context, payment_id=attempt.payment_id)).status == "SUCCEEDED"
    assert await invoice_of(made) == ("PAID", 1000)
