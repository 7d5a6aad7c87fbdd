"""Money that a second review found wrong: charges for what is paid already, words of a gateway that were misread."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import pytest

from backend.domain.errors import InvalidInput, PaymentDeclined
from backend.gateways.base import (
    Capabilities,
    GatewayError,
    InvalidRequest,
    NotFound,
    PaymentState,
    RefundState,
    Unavailable,
)
from backend.gateways.registry import Registry
from backend.models import GatewayAccount, Invoice, PaymentAttempt, PaymentMethod, Refund, StaffTask
from backend.services.invoices.pay import pay_invoice
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.pay_with import PayWith
from backend.services.payments.sync import return_to_payment
from backend.services.proof.examine import examine
from backend.services.refunds.due import collect_due_refunds
from tests.support.balances import open_treasury
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import BALANCE
from tests.support.refunds import RefundDesk, open_desk
from tests.support.scripted_gateway import (
    Step,
    away,
    decline,
    fail,
    lost_reply,
    lost_request,
    pending,
    reject_refund,
    require_action,
)
from tests.support.storefront import CARD, Storefront, only_attempt, only_payment
from tests.support.telling_gateway import TellingGateway

pytestmark = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)


class Teller(TellingGateway):
    """What it can is a test's; a charge takes the money at once."""

    capabilities: ClassVar[Capabilities] = replace(TellingGateway.capabilities, confirms=False)

    def can(self, **flags: object) -> None:
        self.__dict__["capabilities"] = replace(self.capabilities, **flags)  # type: ignore[arg-type]


@pytest.fixture
def gateway() -> Teller:
    return Teller()


async def pay_from_balance(store: Storefront, invoice_id: str) -> None:
    await pay_invoice(store.ana.context, invoice_id=invoice_id, pay_with=BALANCE, idempotency_key="balance")
    assert (await Invoice.get()).status == "PAID"


async def tasks() -> list[tuple[str, bool]]:
    """Each task's kind, and whether it is open."""
    return [(task.kind, task.resolved_at is None) for task in await StaffTask.all().order_by("id")]


# What was not sent yet when its invoice was paid otherwise


async def test_a_charge_that_waits_for_its_gateway_is_not_sent_for_an_invoice_that_is_paid(
    store: Storefront, gateway: Teller
) -> None:
    gateway.script("create", away())
    await (await open_treasury(store)).give("10.00")
    made = await store.subscribe()
    await pay_from_balance(store, made.invoice.id)
    store.clock.advance(minutes=1)
    assert await collect_due_attempts(store.services) == 1
    attempt = await only_attempt()
    assert (attempt.status, attempt.next_try_at, attempt.source_sealed) == ("EXPIRED", None, None)
    assert (gateway.calls("create"), gateway.charges, await tasks()) == (1, [], [])
    await assert_all_adds_up(gateway)


async def test_one_whose_request_was_lost_is_looked_for_and_not_sent_again_for_an_invoice_that_is_paid(
    store: Storefront, gateway: Teller
) -> None:
    gateway.script("create", lost_request())
    await (await open_treasury(store)).give("10.00")
    made = await store.subscribe()
    await pay_from_balance(store, made.invoice.id)
    for hours, status in ((1, "UNKNOWN"), (22, "UNKNOWN"), (25, "EXPIRED")):
        store.clock.advance(hours=hours)
        await collect_due_attempts(store.services)
        assert ((await only_attempt()).status, gateway.calls("create")) == (status, 1)
    assert (gateway.calls("find"), gateway.charges, await tasks()) == (3, [], [])
    await assert_all_adds_up(gateway)


async def test_where_a_gateway_finds_nothing_by_our_reference_a_lost_one_stays_unknown_and_unsent(
    store: Storefront, gateway: Teller
) -> None:
    gateway.can(lookup_by_our_reference=False)
    gateway.script("create", lost_request())
    await (await open_treasury(store)).give("10.00")
    made = await store.subscribe()
    await pay_from_balance(store, made.invoice.id)
    store.clock.advance(hours=25)
    await collect_due_attempts(store.services)
    assert ((await only_attempt()).status, gateway.calls("create"), gateway.charges) == ("UNKNOWN", 1, [])
    store.clock.advance(days=30)
    await collect_due_attempts(store.services)
    assert (gateway.calls("create"), await tasks()) == (1, [("PAYMENT_UNRESOLVED", True)])


async def test_one_that_was_executed_is_found_and_becomes_balance(store: Storefront, gateway: Teller) -> None:
    gateway.script("create", lost_reply())
    treasury = await open_treasury(store)
    await treasury.give("10.00")
    made = await store.subscribe()
    await pay_from_balance(store, made.invoice.id)
    store.clock.advance(hours=1)
    await collect_due_attempts(store.services)
    assert ((await only_attempt()).status, await tasks()) == ("SUCCEEDED", [("LATE_PAYMENT", True)])
    assert (await treasury.account()).balance_minor == 1000
    await assert_all_adds_up(gateway)


async def test_where_nothing_is_taken_before_we_confirm_a_lost_page_is_made_known_and_stopped(
    store: Storefront, gateway: Teller
) -> None:
    gateway.can(confirms=True, lookup_by_our_reference=False)
    gateway.script("create", lost_request(), require_action())
    await (await open_treasury(store)).give("10.00")
    made = await store.subscribe()
    await pay_from_balance(store, made.invoice.id)
    store.clock.advance(hours=1)
    await collect_due_attempts(store.services)
    attempt = await only_attempt()
    assert (attempt.status, gateway.payments[attempt.id].state) == ("EXPIRED", PaymentState.CANCELED)
    assert (gateway.calls("cancel"), gateway.charges, await tasks()) == (1, [], [])
    await assert_all_adds_up(gateway)


# What follows from an answer


@pytest.mark.parametrize(
    "error", [NotFound("not there yet"), InvalidRequest("no"), Unavailable("away")], ids=["unknown", "refused", "away"]
)
async def test_a_payment_that_was_made_has_not_failed_because_what_follows_did(
    store: Storefront, gateway: Teller, error: GatewayError
) -> None:
    """The payer agreed when it was made; it cannot be told to collect, nor be asked for at once."""
    gateway.can(confirms=True)
    gateway.script("create", Step(PaymentState.PENDING, lie={"confirmable": True}))
    gateway.script("fetch", fail(error))
    await store.subscribe()
    attempt = await only_attempt()
    assert (attempt.status, attempt.gateway_reference, (await only_payment()).status) == ("PENDING", "ch_1", "PENDING")
    gateway.move(attempt.id, PaymentState.SUCCEEDED)
    store.clock.advance(minutes=10)
    await collect_due_attempts(store.services)
    assert ((await Invoice.get()).status, gateway.calls("create")) == ("PAID", 1)
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize("state", [PaymentState.EXPIRED, PaymentState.CANCELED, PaymentState.FAILED])
async def test_a_part_that_came_before_the_time_ran_out_is_booked(
    store: Storefront, gateway: Teller, state: PaymentState
) -> None:
    gateway.script("create", pending())
    made = await store.subscribe()
    attempt = await only_attempt()
    part = replace(gateway.bring(attempt.id, 600), state=state)
    gateway.payments[attempt.id] = part
    for id in ("evt_1", "evt_2"):
        await store.hears(part, id=id, trust="hint")
    invoice, payment = await Invoice.get(id=made.invoice.id), await only_payment()
    assert (payment.status, payment.captured_minor, payment.decline_reason) == ("SUCCEEDED", 600, None)
    assert (invoice.status, invoice.paid_minor, await tasks()) == ("OPEN", 600, [])
    await assert_all_adds_up(gateway, exact=False)


# A refund that failed here and was made after all


async def failed_but_made(desk: RefundDesk, gateway: Teller, **of: object) -> Refund:
    """Its answer was lost, the lookup lags behind, and then there is nothing left: so it failed, as far as we know."""
    gateway.script("refund", lost_reply(), reject_refund("ALREADY_REFUNDED"))
    refund = await desk.refund(**of)  # type: ignore[arg-type]
    truth = gateway.refund_truth.pop(refund.id)
    desk.store.clock.advance(minutes=1)
    await collect_due_refunds(desk.store.services)
    refund = await Refund.get()
    assert (refund.status, refund.gateway_reference) == ("FAILED", None)
    gateway.refund_truth[refund.id] = truth
    return refund


async def assert_books_prove(desk: RefundDesk) -> None:
    """The provider calls it by our reference, which is that of the one that failed: only the books are compared."""
    await assert_all_adds_up()
    proof = await examine(desk.store.merchant.row.id, as_of=desk.store.clock.now, since=None)
    assert [str(violation) for violation in proof.violations] == []


async def test_a_refund_that_failed_here_and_was_made_there_is_booked_once(store: Storefront, gateway: Teller) -> None:
    desk = await open_desk(store)
    top_up = await desk.treasury.top_up("25.00")
    ours = await failed_but_made(desk, gateway, amount="10.00", payment=top_up)
    assert (await desk.figures(top_up), (await desk.treasury.account()).balance_minor) == ((2500, 0, 0), 2500)
    truth = gateway.refund_truth[ours.id]
    for number, told in enumerate([replace(truth, state=RefundState.PENDING), truth, truth]):
        await desk.hears(told, id=f"evt_{number}")
    assert [(row.status, row.amount_minor, row.gateway_reference) for row in await Refund.all().order_by("id")] == [
        ("FAILED", 1000, None), ("SUCCEEDED", 1000, truth.reference),
    ]  # fmt: skip
    assert (await desk.figures(top_up), (await desk.treasury.account()).balance_minor) == ((2500, 1000, 0), 1500)
    assert await tasks() == []
    await assert_books_prove(desk)

    # The bank sends it back after all: told under the same names, it is that very one.
    await desk.hears(gateway.move_refund(ours.id, RefundState.FAILED, reason="METHOD"), id="evt_back")
    assert (await desk.figures(top_up), (await desk.treasury.account()).balance_minor) == ((2500, 0, 0), 2500)
    assert ({row.status for row in await Refund.all()}, await tasks()) == ({"FAILED"}, [])
    await assert_books_prove(desk)


async def test_the_list_of_a_payment_tells_of_it_as_well(store: Storefront, gateway: Teller) -> None:
    desk = await open_desk(store)
    ours = await failed_but_made(desk, gateway)
    (attempt,) = await PaymentAttempt.all()
    listing = replace(gateway.payments[attempt.id], refunds=(gateway.refund_truth[ours.id],))
    gateway.payments[attempt.id] = listing
    for _ in range(2):
        await store.hears(listing, id=f"evt_{_}", trust="hint")
    assert await desk.figures() == (1000, 1000, 0)
    await assert_books_prove(desk)


async def test_an_older_word_of_one_that_failed_under_its_name_there_changes_nothing(
    store: Storefront, gateway: Teller
) -> None:
    desk = await open_desk(store)
    gateway.script("refund", Step(PaymentState.FAILED))
    refund = await desk.refund("4.00")
    assert (refund.status, refund.gateway_reference) == ("FAILED", "re_1")
    await desk.hears(replace(gateway.refund_truth[refund.id], state=RefundState.SUCCEEDED), id="evt_1")
    assert (await desk.figures(), (await Refund.get()).status, await tasks()) == ((1000, 0, 0), "FAILED", [])
    await desk.assert_true()


# An account that cannot be opened any more


async def test_who_comes_back_to_a_payment_whose_gateway_is_gone_sees_it(store: Storefront, gateway: Teller) -> None:
    gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe()
    payment = await only_payment()
    gone = replace(store.ana, services=replace(store.services, gateways=Registry([])))
    async with nothing_changes():
        assert (await return_to_payment(gone.context, payment_id=payment.id)).status == "FAILED"
    await GatewayAccount.all().update(settings_sealed="of a key that is lost")
    async with nothing_changes():
        assert (await return_to_payment(store.ana.context, payment_id=payment.id)).status == "FAILED"


async def test_what_a_missing_plugin_could_not_send_was_not_sent(store: Storefront, gateway: Teller) -> None:
    gateway.script("create", away())
    await store.subscribe()
    store.clock.advance(seconds=2)
    assert await collect_due_attempts(replace(store.services, gateways=Registry([]))) == 1
    attempt = await only_attempt()
    assert (attempt.status, attempt.last_error) == ("CREATED", "UnknownGateway")
    store.clock.advance(minutes=1)
    await collect_due_attempts(store.services)
    assert ((await only_attempt()).status, len(gateway.charges)) == ("SUCCEEDED", 1)
    await assert_all_adds_up(gateway)


async def test_a_saved_method_of_an_account_that_cannot_be_opened_is_refused_by_its_field(
    store: Storefront, gateway: Teller
) -> None:
    await store.subscribe(pay_with=replace(CARD, save=True))
    kept = await PaymentMethod.get()
    await GatewayAccount.all().update(settings_sealed="of a key that is lost")
    treasury = await open_treasury(store)
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await treasury.top_up(pay_with=PayWith("scripted", "CARD", method_id=kept.id))
    assert [(problem.path, problem.code) for problem in refused.value.fields] == [
        (("payWith", "methodId"), "GATEWAY_NOT_OFFERED")
    ]
