"""Giving money back: all of it, parts of it, from where it went; and every refusal, which changes nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError
from tortoise.queryset import QuerySet

from backend.domain.errors import (
    Conflict,
    Forbidden,
    IllegalTransition,
    InvalidInput,
    NotFound,
    NotSupported,
    PaymentDeclined,
)
from backend.models import (
    BalanceTransaction,
    Event,
    GatewayEvent,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    Refund,
)
from backend.services.context import Context
from backend.services.held import wait_for_holder
from backend.services.refunds import create
from backend.services.refunds.collect import collect_refund
from backend.services.refunds.create import create_refund
from backend.services.refunds.due import collect_due_refunds
from tests.support.balances import BALANCE, staff_of
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import nothing_changes
from tests.support.merchants import open_merchant
from tests.support.refunds import RefundDesk, only_refund, open_desk
from tests.support.scripted_gateway import Step, decline, misconfigured, pending, reject_refund
from tests.support.storefront import Storefront, known_customer


@pytest.fixture
async def desk(store: Storefront) -> RefundDesk:
    return await open_desk(store)


class _Meanwhile:
    """A worker that takes a refund first, and answers only when the one who asked for it waits."""

    def __init__(self, desk: RefundDesk) -> None:
        self.desk, self.taken, self.waited = desk, asyncio.Event(), asyncio.Event()
        desk.gateway.script("refund", Step(before=self._answer))

    async def _answer(self) -> None:
        self.taken.set()
        await asyncio.wait_for(self.waited.wait(), 60)

    async def collect(self, ctx: Context, *, refund_id: str) -> bool:
        self.worker = asyncio.create_task(collect_due_refunds(self.desk.store.services))
        await asyncio.wait_for(self.taken.wait(), 60)
        return await collect_refund(ctx, refund_id=refund_id)

    async def wait(self, ctx: Context, held: QuerySet[Any]) -> None:
        assert await held.exists()
        self.waited.set()
        await wait_for_holder(ctx, held)


@on_one_database
async def test_a_worker_who_is_faster_gives_the_money_back_for_who_asked(
    desk: RefundDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile = _Meanwhile(desk)
    monkeypatch.setattr(create, "collect_refund", meanwhile.collect)
    monkeypatch.setattr(create, "wait_for_holder", meanwhile.wait)
    assert (await desk.refund()).status == "SUCCEEDED"
    assert (await meanwhile.worker, desk.gateway.calls("refund")) == (1, 1)


async def legs(key: str) -> dict[tuple[str, str], int]:
    """A posting by account."""
    posting = await LedgerTransaction.get(key=key)
    found = {}
    for entry in await LedgerEntry.filter(transaction_id=posting.id):
        account = await LedgerAccount.get(id=entry.account_id)
        found[account.kind, account.owner_id] = entry.amount_minor
    return found


async def test_a_full_refund_goes_back_through_the_gateway_and_is_booked(desk: RefundDesk) -> None:
    store = desk.store
    refund = await desk.refund(reason="It did not fit")

    assert (refund.status, refund.amount_minor, refund.currency) == ("SUCCEEDED", 1000, "USD")
    assert (refund.reason, refund.user_id, refund.customer_id) == (
        "It did not fit", desk.staff.user_id, store.ana.row.id,
    )  # fmt: skip
    assert (refund.gateway_account_id, refund.gateway_reference) == (store.account.id, "re_1")
    assert (refund.tries, refund.next_try_at, refund.lease_until, refund.last_error) == (1, None, None, None)
    assert (refund.from_balance_minor, refund.units_taken, refund.created_at, refund.version) == (0, [], START, 2)
    assert await desk.figures() == (1000, 1000, 0)
    assert await legs(f"refund:{refund.id}") == {
        ("REFUNDS", store.merchant.row.id): 1000,
        ("GATEWAY_CLEARING", store.account.id): -1000,
    }
    (request,) = desk.gateway.refund_requests
    assert (request.key, request.our_reference, request.payment_reference) == (refund.id, refund.id, "ch_1")
    assert (request.amount.minor, request.reason) == (1000, "It did not fit")
    assert request.metadata == {"payment": desk.payment.id, "refund": refund.id}
    await desk.assert_true()


async def test_a_refund_is_told_step_by_step(desk: RefundDesk) -> None:
    before = await Payment.get(id=desk.payment.id)
    refund = await desk.refund("4.00")
    told = [(e.type, e.version) for e in await Event.filter(subject_id=refund.id).order_by("id")]
    assert told == [("refund.created", 1), ("refund.succeeded", 2)]
    payment = await Payment.get(id=desk.payment.id)
    assert (payment.status, payment.version) == ("SUCCEEDED", before.version + 2)
    of_payment = await Event.filter(subject_id=payment.id, version__gt=before.version).order_by("id")
    assert [(event.type, event.payload["refund_pending_minor"]) for event in of_payment] == [
        ("payment.refund_reserved", 400),
        ("payment.refunded", 0),
    ]
    assert of_payment[1].payload["refunded_minor"] == 400


async def test_several_parts_and_then_the_rest(desk: RefundDesk) -> None:
    parts = [await desk.refund(amount) for amount in ("3.00", "2.50", None)]
    assert [refund.amount_minor for refund in parts] == [300, 250, 450]
    assert await desk.figures() == (1000, 1000, 0)
    async with nothing_changes():
        for amount in (None, "0.01"):
            with pytest.raises(InvalidInput) as refused:
                await desk.refund(amount)
            assert refused.value.fields[0].path[0] == "amount"
            assert refused.value.message == "All of this payment is refunded, or about to be."
    await desk.assert_true()


async def test_refunds_at_once_never_give_back_more_than_came(desk: RefundDesk) -> None:
    async def one() -> str:
        try:
            return (await desk.refund("1.50")).status
        except InvalidInput as refused:
            return refused.fields[0].code

    done = await asyncio.gather(*(one() for _ in range(20)))
    assert sorted(done) == ["OUT_OF_RANGE"] * 14 + ["SUCCEEDED"] * 6
    assert await desk.figures() == (1000, 900, 0)
    assert sum(refund.minor for refund in desk.gateway.refunds) == 900
    await desk.assert_true()


async def test_the_same_key_fifty_times_at_once_is_one_refund(desk: RefundDesk) -> None:
    made = await asyncio.gather(*(desk.refund("4.00", key="once") for _ in range(50)))
    assert {refund.id for refund in made} == {(await only_refund()).id}
    assert (await only_refund()).status == "SUCCEEDED"
    assert (await desk.figures(), desk.gateway.calls("refund")) == ((1000, 400, 0), 1)
    assert (await desk.refund("4.00", key="once")).id == made[0].id
    await desk.assert_true()


async def test_a_key_of_another_refund_is_refused(desk: RefundDesk) -> None:
    await desk.refund("4.00", key="mine")
    async with nothing_changes():
        for changes in ({"amount": "5.00"}, {"amount": "4.00", "reason": "Another"}, {"amount": None}):
            with pytest.raises(Conflict):
                await desk.refund(key="mine", **changes)


@on_one_database
@pytest.mark.parametrize(
    ("amount", "currency", "path", "code"),
    [
        ("10.01", "USD", ("amount", "amount"), "OUT_OF_RANGE"),
        ("0.00", "USD", ("amount", "amount"), "OUT_OF_RANGE"),
        ("-1.00", "USD", ("amount", "amount"), "OUT_OF_RANGE"),
        ("1.001", "USD", ("amount", "amount"), "INVALID_AMOUNT"),
        ("1e1", "USD", ("amount", "amount"), "INVALID_AMOUNT"),
        ("1.00", "EUR", ("amount", "currency"), "OTHER_CURRENCY"),
        ("1.00", "usd", ("amount", "currency"), "OTHER_CURRENCY"),
    ],
)
async def test_a_wrong_amount_is_named_and_nothing_changes(
    desk: RefundDesk, amount: str, currency: str, path: tuple[str, ...], code: str
) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await desk.refund(amount, currency)
    (problem,) = refused.value.fields
    assert (problem.path, problem.code) == (path, code)


async def test_too_much_says_what_is_left(desk: RefundDesk) -> None:
    await desk.refund("3.00")
    with pytest.raises(InvalidInput) as refused:
        await desk.refund("7.01")
    assert refused.value.message == "Refund more than nothing and at most 7.00 USD."


@on_one_database
@pytest.mark.parametrize("reason", ["", "   ", "x" * 301, "two\nlines"])
async def test_a_reason_must_be_readable(desk: RefundDesk, reason: str) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await desk.refund(reason=reason)
    assert refused.value.fields[0].path == ("reason",)


async def test_only_what_succeeded_can_go_back(desk: RefundDesk) -> None:
    store = desk.store
    store.gateway.script("create", pending(), decline())
    waiting = await desk.treasury.top_up()
    with pytest.raises(PaymentDeclined):
        await desk.treasury.top_up()
    failed = await Payment.get(status="FAILED")
    async with nothing_changes():
        for payment in (waiting, failed):
            with pytest.raises(IllegalTransition) as refused:
                await desk.refund(payment=payment)
            assert refused.value.status == payment.status
    assert desk.gateway.calls("refund") == 0


async def test_only_staff_refund_and_only_their_own_merchants_payments(desk: RefundDesk) -> None:
    store = desk.store
    other = await open_merchant(store.services, store.clock, "other")
    stranger = store.services.context(await staff_of(other))
    async with nothing_changes():
        for ctx in (store.ana.context, store.merchant.visitor):
            with pytest.raises(Forbidden):
                await desk.refund(ctx=ctx)
        with pytest.raises(NotFound) as refused:
            await desk.refund(ctx=stranger)
        assert refused.value.id == desk.payment.id
        with pytest.raises(NotFound):
            await create_refund(desk.treasury.by_staff, payment_id="pay_nobody", reason="No", idempotency_key="k")


@pytest.mark.parametrize(("ability", "amount"), [("none", None), ("none", "1.00"), ("full", "9.99")])
async def test_what_the_gateway_cannot_do_is_refused(desk: RefundDesk, ability: str, amount: str | None) -> None:
    ctx = desk.with_refunds(ability).context(desk.staff)
    async with nothing_changes():
        with pytest.raises(NotSupported):
            await desk.refund(amount, ctx=ctx)


async def test_a_gateway_that_is_not_there_any_more_cannot_give_back(desk: RefundDesk) -> None:
    await Payment.all().update(gateway="gone")
    async with nothing_changes():
        with pytest.raises(NotSupported):
            await desk.refund()


async def test_a_refund_that_the_gateway_refuses_is_failed_and_reserves_nothing(desk: RefundDesk) -> None:
    desk.gateway.script("refund", reject_refund("TOO_LATE"), misconfigured())
    late, wrong = await desk.refund("4.00"), await desk.refund("4.00")
    assert (late.status, late.last_error) == ("FAILED", "The payment is too old to be refunded.")
    assert (wrong.status, wrong.last_error) == ("FAILED", "wrong key")
    assert (late.next_try_at, late.gateway_reference, late.version) == (None, None, 2)
    assert await desk.figures() == (1000, 0, 0)
    told = [event.type for event in await Event.filter(subject_id=desk.payment.id).order_by("-id").limit(2)]
    assert told == ["payment.refund_failed", "payment.refund_reserved"]
    # All of it can still go back.
    assert (await desk.refund()).amount_minor == 1000
    await desk.assert_true()


async def test_an_account_that_is_switched_off_still_gives_back(desk: RefundDesk) -> None:
    await desk.store.account.filter(id=desk.store.account.id).update(enabled=False)
    assert (await desk.refund()).status == "SUCCEEDED"


async def test_what_was_paid_from_the_balance_goes_back_to_it_at_once(desk: RefundDesk) -> None:
    treasury, store = desk.treasury, desk.store
    ben = await known_customer(store.merchant, "ben@example.com")
    await treasury.give("50.00", who=ben)
    made = await store.subscribe(pay_with=BALANCE, who=ben, key="ben")
    assert made.payment is not None
    calls = len(desk.gateway.journal)
    part = await desk.refund("4.00", payment=made.payment)
    rest = await desk.refund(payment=made.payment)

    assert (part.status, part.gateway_account_id, part.next_try_at) == ("SUCCEEDED", None, None)
    assert (rest.amount_minor, await desk.figures(made.payment)) == (600, (1000, 1000, 0))
    assert len(desk.gateway.journal) == calls
    log = await treasury.log(who=ben)
    assert log == [("CREDIT", 5000, 5000), ("INVOICE", -1000, 4000), ("REFUND", 400, 4400), ("REFUND", 600, 5000)]
    row = await BalanceTransaction.get(number=3, customer_id=ben.row.id)
    assert (row.payment_id, row.user_id, row.description) == (
        made.payment.id, desk.staff.user_id, "Refund to the balance",
    )  # fmt: skip
    assert await legs(f"refund:{part.id}") == {
        ("REFUNDS", store.merchant.row.id): 400,
        ("CUSTOMER_BALANCE", ben.row.id): -400,
    }
    await desk.assert_true()


async def test_the_same_key_fifty_times_at_once_gives_back_to_the_balance_once(desk: RefundDesk) -> None:
    ben = await known_customer(desk.store.merchant, "ben@example.com")
    await desk.treasury.give("10.00", who=ben)
    made = await desk.store.subscribe(pay_with=BALANCE, who=ben, key="ben")
    await asyncio.gather(*(desk.refund(payment=made.payment, key="once") for _ in range(50)))
    assert (await desk.treasury.account(who=ben)).balance_minor == 1000
    await desk.assert_true()


async def test_refunds_are_counted_for_each_payment_of_its_own(desk: RefundDesk) -> None:
    second = await desk.treasury.top_up("30.00")
    await desk.refund("5.00", payment=second)
    assert (await desk.figures(), await desk.figures(second)) == ((1000, 0, 0), (3000, 500, 0))
    assert await Refund.all().count() == 1


async def test_the_database_has_the_last_word(desk: RefundDesk) -> None:
    refund = await desk.refund("4.00")
    await desk.told(desk.gateway.refund_truth[refund.id], id="evt_1")
    payments, refunds = Payment.filter(id=desk.payment.id), Refund.filter(id=refund.id)
    async with nothing_changes():
        for wrong in (
            payments.update(refund_pending_minor=601),
            payments.update(refunded_minor=1001),
            refunds.update(from_balance_minor=401),
            refunds.update(from_balance_minor=-1),
            refunds.update(next_try_at=START),
            GatewayEvent.all().update(subject="invoice"),
        ):
            with pytest.raises(IntegrityError):
                await wrong
