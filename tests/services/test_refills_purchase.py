"""Buying bags: full price, one explained line, any way to pay; and every refusal leaves nothing behind."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from backend.domain.balance import TransactionReason
from backend.domain.errors import (
    Conflict,
    Forbidden,
    InsufficientBalance,
    InvalidInput,
    NotFound,
    NotSupported,
    PaymentDeclined,
    Refusal,
)
from backend.domain.ledger import balance_adjusted
from backend.domain.units import MICRO
from backend.gateways.base import PaymentState
from backend.models import (
    Event,
    Invoice,
    InvoiceLine,
    LedgerTransaction,
    Payment,
    PaymentAttempt,
    Plan,
    Product,
    RefillPurchase,
    UnitGrant,
)
from backend.services.balances.open import open_balance
from backend.services.currencies import money
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.pay_with import PayWith
from backend.services.refills.purchase import purchase_refill
from backend.services.transaction import transaction
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import open_merchant
from tests.support.scripted_gateway import decline, lost_reply, pending
from tests.support.storefront import CARD, Storefront, known_customer, only_attempt, only_payment
from tests.support.units import HOURS_100, UnitShop, assert_units_add_up, open_unit_shop, refill_plan

BALANCE = PayWith("balance", "BALANCE")


@pytest.fixture
async def shop(store: Storefront) -> UnitShop:
    return await open_unit_shop(store)


async def give(store: Storefront, minor: int) -> None:
    """Put money on the customer's balance."""
    ctx, customer = store.merchant.system, store.ana.row
    posting = balance_adjusted("gift", customer.id, ctx.merchant_id, customer.id, money(minor, "USD"), "A gift")
    async with transaction(ctx) as tx, open_balance(ctx, tx, customer_id=customer.id, currency="USD") as balance:
        await balance.move(posting, reason=TransactionReason.CREDIT)


async def test_a_paid_refill_is_one_line_at_full_price_and_its_units(shop: UnitShop) -> None:
    done = await shop.buy(3)

    invoice, payment = done.invoice, done.payment
    assert (invoice.status, invoice.total_minor, invoice.paid_minor, invoice.currency) == (
        "PAID",
        24_000,
        24_000,
        "USD",
    )
    assert (invoice.subscription_id, invoice.period_start, invoice.number) == (None, None, "INV-000001")
    assert (payment.status, payment.purpose, payment.amount_minor) == ("SUCCEEDED", "REFILL", 24_000)
    (line,) = await InvoiceLine.all()
    assert (line.description, line.amount_minor, line.period_start, line.period_end) == (
        "Machine hours Bag × 3", 24_000, None, None,
    )  # fmt: skip
    assert (line.unit_price_minor, line.quantity, line.numerator, line.denominator) == (8000, 3, "1", "1")
    purchase = await RefillPurchase.get()
    assert (purchase.plan_id, purchase.quantity, purchase.grants) == (shop.bag.id, 3, [dict(HOURS_100)])
    assert (purchase.invoice_id, purchase.customer_id, purchase.granted_at) == (
        invoice.id,
        shop.store.ana.row.id,
        START,
    )
    (grant,) = await UnitGrant.all()
    assert (grant.quantity, grant.remaining, grant.payment_id) == (300 * MICRO, 300 * MICRO, payment.id)
    await assert_units_add_up()
    await assert_all_adds_up(shop.store.gateway)


async def test_the_second_bag_costs_as_much_as_the_first(shop: UnitShop) -> None:
    bought = [await shop.buy() for _ in range(3)]
    assert [done.invoice.total_minor for done in bought] == [8000] * 3
    assert await shop.has("300")
    assert await UnitGrant.all().count() == 3
    await assert_all_adds_up(shop.store.gateway)


async def test_the_balance_pays_in_the_same_transaction(shop: UnitShop) -> None:
    await give(shop.store, 10_000)
    done = await shop.buy(pay_with=BALANCE)

    assert (done.invoice.status, done.payment.status, done.payment.kind) == ("PAID", "SUCCEEDED", "BALANCE")
    assert (done.payment.gateway, done.payment.gateway_account_id) == ("balance", None)
    assert await PaymentAttempt.all().count() == 0
    assert shop.store.gateway.journal == []
    assert await shop.has("100")
    assert await LedgerTransaction.exists(key=f"payment:{done.payment.id}:captured")
    told = [event.type for event in await Event.all().order_by("id") if not event.type.startswith("balance")]
    assert told == ["invoice.issued", "payment.created", "invoice.paid", "units.granted"]
    await assert_units_add_up()


async def test_a_balance_that_does_not_cover_it_is_refused_and_nothing_changes(shop: UnitShop) -> None:
    await give(shop.store, 7_999)
    async with nothing_changes():
        with pytest.raises(InsufficientBalance) as refusal:
            await shop.buy(pay_with=BALANCE)
    assert (refusal.value.needed, refusal.value.available) == (money(8000, "USD"), money(7999, "USD"))


async def test_a_declined_refill_waits_and_its_units_come_when_it_is_paid_after_all(shop: UnitShop) -> None:
    store = shop.store
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await shop.buy()
    (invoice,) = await Invoice.all()
    assert invoice.status == "OPEN"
    assert await UnitGrant.all().count() == 0
    assert (await RefillPurchase.get()).granted_at is None

    store.clock.advance(days=2)
    paid = await store.pay(invoice.id)
    assert (paid.invoice.status, paid.payment.purpose) == ("PAID", "REFILL")
    (grant,) = await UnitGrant.all()
    assert (grant.quantity, grant.granted_at, grant.payment_id) == (100 * MICRO, store.clock(), paid.payment.id)
    await assert_units_add_up()
    await assert_all_adds_up(store.gateway)


async def test_what_was_promised_is_granted_whatever_the_plan_says_later(shop: UnitShop) -> None:
    shop.store.gateway.script("create", pending())
    await shop.buy(2)
    await Plan.filter(id=shop.bag.id).update(grants=[{"unit": "hours", "quantity": "1"}])
    await shop.store.hears(shop.store.gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED), id="evt_1")
    assert await shop.has("200")


async def test_a_lost_reply_is_recovered_by_a_worker_and_granted_once(shop: UnitShop) -> None:
    shop.store.gateway.script("create", lost_reply())
    done = await shop.buy()
    assert (done.payment.status, await UnitGrant.all().count()) == ("PENDING", 0)

    shop.store.clock.advance(seconds=30)
    assert await collect_due_attempts(shop.store.services) == 1
    assert (await only_payment()).status == "SUCCEEDED"
    assert await shop.has("100")
    await assert_all_adds_up(shop.store.gateway)


async def test_fifty_twins_buy_one_bag(shop: UnitShop) -> None:
    done = await asyncio.gather(*(shop.buy(key="twice") for _ in range(50)))
    assert len({(one.invoice.id, one.payment.id) for one in done}) == 1
    assert await shop.has("100")
    assert await Payment.all().count() == 1
    assert len(shop.store.gateway.charges) == 1
    await assert_units_add_up()
    await assert_all_adds_up(shop.store.gateway)


async def test_the_same_key_for_another_purchase_is_a_conflict(shop: UnitShop) -> None:
    await shop.buy(key="mine")
    async with nothing_changes():
        for again in (shop.buy(2, key="mine"), shop.buy(key="mine", pay_with=BALANCE)):
            with pytest.raises(Conflict):
                await again


async def refused(shop: UnitShop, quantity: int = 1, *, plan: str | None = None, pay_with: PayWith = CARD) -> Refusal:
    """The refusal of a purchase; nothing was changed by it."""
    async with nothing_changes():
        with pytest.raises(Refusal) as refusal:
            await purchase_refill(
                shop.store.ana.context, plan_id=plan or shop.bag.id, quantity=quantity, pay_with=pay_with,
                idempotency_key="refused",
            )  # fmt: skip
    assert shop.store.gateway.journal == []
    return refusal.value


def problems(refusal: Refusal) -> list[tuple[str, str]]:
    assert isinstance(refusal, InvalidInput)
    return [(".".join(problem.path), problem.code) for problem in refusal.fields]


@on_one_database
@pytest.mark.parametrize("quantity", [0, -1, 10_001])
async def test_a_quantity_out_of_range_is_refused(shop: UnitShop, quantity: int) -> None:
    assert problems(await refused(shop, quantity)) == [("quantity", "OUT_OF_RANGE")]


async def test_a_plan_that_is_subscribed_to_is_refused(shop: UnitShop) -> None:
    refusal = await refused(shop, plan=shop.store.catalog.basic.id)
    assert problems(refusal) == [("planId", "NOT_A_REFILL")]


async def test_a_plan_without_a_price_in_the_customers_currency_is_refused_with_what_else_is_wrong(
    shop: UnitShop,
) -> None:
    plan = await refill_plan(shop.store.merchant, prices={"EUR": 100})
    assert problems(await refused(shop, 0, plan=plan.id)) == [("quantity", "OUT_OF_RANGE"), ("planId", "NO_PRICE")]


async def test_too_much_money_or_too_many_units_are_refused(shop: UnitShop) -> None:
    dear = await refill_plan(shop.store.merchant, prices={"USD": 10**12})
    assert problems(await refused(shop, 1001, plan=dear.id)) == [("quantity", "TOO_LARGE")]
    large = await refill_plan(shop.store.merchant, {"unit": "hours", "quantity": "1000000000"})
    assert problems(await refused(shop, 2, plan=large.id)) == [("quantity", "TOO_LARGE")]
    assert (await shop.buy(1, plan=large)).invoice.status == "PAID"


async def test_what_is_not_on_sale_does_not_exist(shop: UnitShop) -> None:
    other = await open_merchant(shop.store.services, shop.store.clock, "other")
    theirs, archived, gone = [
        await refill_plan(other), await refill_plan(shop.store.merchant), await refill_plan(shop.store.merchant)
    ]  # fmt: skip
    await Plan.filter(id=archived.id).update(archived_at=START)
    await Product.filter(id=gone.product_id).update(archived_at=START)
    for id in (theirs.id, archived.id, gone.id, "plan_none"):
        refusal = await refused(shop, plan=id)
        assert isinstance(refusal, NotFound)
        assert (refusal.id, refusal.message) == (id, "There is no such plan.")


async def test_a_bag_that_holds_or_costs_nothing_is_not_supported(shop: UnitShop) -> None:
    empty = await refill_plan(shop.store.merchant)
    await Plan.filter(id=empty.id).update(grants=[])
    free = await refill_plan(shop.store.merchant, prices={"USD": 0})
    for plan in (empty, free):
        assert isinstance(await refused(shop, plan=plan.id), NotSupported)


@on_one_database
@pytest.mark.parametrize(
    ("pay_with", "path"),
    [
        (replace(CARD, gateway="nobody"), "payWith.gateway"),
        (replace(CARD, token=None), "payWith.token"),
        (replace(CARD, token="4242 4242 4242 4242"), "payWith.token"),
        (replace(BALANCE, kind="CARD"), "payWith.kind"),
        (replace(CARD, method_id="pm_none", token=None), "payWith.methodId"),
    ],
)
async def test_a_way_to_pay_that_cannot_work_is_refused(shop: UnitShop, pay_with: PayWith, path: str) -> None:
    ((found, _),) = problems(await refused(shop, pay_with=pay_with))
    assert found == path


async def test_only_customers_buy(shop: UnitShop) -> None:
    async with nothing_changes():
        for ctx in (shop.by_staff, shop.store.merchant.visitor, shop.store.merchant.system):
            with pytest.raises(Forbidden):
                await purchase_refill(ctx, plan_id=shop.bag.id, quantity=1, pay_with=CARD, idempotency_key="k")


async def test_customers_have_units_of_their_own(shop: UnitShop) -> None:
    ben = await known_customer(shop.store.merchant, "ben@example.com")
    await asyncio.gather(shop.buy(), shop.buy(2, who=ben))
    assert await shop.has("100")
    (grant,) = await UnitGrant.filter(customer_id=ben.row.id)
    assert grant.remaining == 200 * MICRO
    await assert_units_add_up()
    await assert_all_adds_up(shop.store.gateway)
