"""What a change gives back beyond what it charges, refunded where the merchant has it so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.domain.billing import ChangeTiming, Surplus
from backend.domain.errors import Conflict, InvalidInput, QuoteChanged
from backend.models import BalanceTransaction, Payment, Refund
from backend.services.catalog.load_purchase import Selection
from backend.services.currencies import money
from backend.services.refunds.create import create_refund
from backend.services.refunds.refundable import refundable_of
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.surplus import lock_surplus
from backend.services.transaction import transaction
from tests.support.invariants import nothing_changes
from tests.support.life import Life, month
from tests.support.plan_changes import HALF, Changes, figures, last_lines, open_changes
from tests.support.scripted_gateway import ScriptedGateway, reject_refund
from tests.support.terms import coupon, tax
from tests.support.unused_refunds import (
    assert_true,
    collect,
    gone_back,
    legs,
    paid_in_parts,
    refund_policy,
    refunds,
    that_refunds,
)

NOW = ChangeTiming.NOW


@pytest.fixture
async def changes(life: Life) -> Changes:
    await refund_policy(life)
    return await open_changes(life)


async def test_the_quote_says_so_and_the_period_s_payment_gives_it_back(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(changes.double)
    life.clock.now = HALF
    offer = await changes.quote(sub, life.monthly, when=NOW)
    assert figures(offer.quote) == [
        ("Unused time: Hosting Double", -1000), ("Remaining time: Hosting Basic", 500), ("Refund", 500),
    ]  # fmt: skip
    assert (offer.quote.refunded, offer.quote.credited) == (money(500, "USD"), money(0, "USD"))
    assert (offer.quote.total, offer.quote.due_now) == (money(0, "USD"), money(0, "USD"))
    staff = life.store.merchant.system
    changed = await changes.confirm(sub, offer, pay_with=None, by=staff, key="once")
    assert (changed.subscription.plan_id, changed.payment) == (life.monthly.id, None)
    await changes.confirm(sub, offer, pay_with=None, by=staff, key="once")
    refund, invoice = await Refund.get(), (await life.invoices(sub))[-1]
    assert (refund.status, refund.amount_minor, refund.reason) == ("PENDING", 500, "Unused time")
    assert (invoice.status, await last_lines(life, sub)) == ("PAID", figures(offer.quote))
    assert await legs(f"refund:{refund.id}:unused") == {"REVENUE": 500, "REFUNDS": -500}
    await collect(life)
    assert (await refunds(), await gone_back(), await life.balance()) == ([("SUCCEEDED", 500)], [(2000, 500, 0)], 0)


async def test_a_customer_s_own_change_to_another_interval_does_the_same(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(life.yearly)
    life.clock.advance(days=1)
    await changes.policy(downgrade=NOW)
    offer = await changes.quote(sub, life.monthly)
    # 364 of 365 days of 100.00, less a month.
    assert figures(offer.quote)[-1] == ("Refund", 9973 - 1000)
    await changes.confirm(sub, offer, pay_with=None)
    await collect(life)
    assert (await gone_back(), await life.balance()) == ([(10_000, 8973, 0)], 0)
    # The month that began is given back through the same payment, too.
    await cancel_subscription(
        life.store.merchant.system, subscription_id=sub.id, when=NOW, unused=Surplus.REFUND
    )  # fmt: skip
    await collect(life)
    assert (await gone_back(), await life.balance()) == ([(10_000, 9973, 0)], 0)


async def test_what_cannot_go_back_becomes_balance_and_the_quote_says_how_much(changes: Changes) -> None:
    life = changes.life
    sub = await paid_in_parts(life, changes.double, 1700)
    life.clock.now = HALF
    offer = await changes.quote(sub, life.monthly, when=NOW)
    assert figures(offer.quote)[-2:] == [("Refund", 300), ("To your balance", 200)]
    assert (offer.quote.refunded, offer.quote.credited) == (money(300, "USD"), money(200, "USD"))
    await changes.confirm(sub, offer, pay_with=None, by=life.store.merchant.system)
    await collect(life)
    assert (await refunds(), await life.balance()) == ([("SUCCEEDED", 300)], 200)
    assert await gone_back() == [(1700, 0, 0), (300, 300, 0)]


async def test_a_gateway_without_refunds_leaves_it_all_to_the_balance(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(changes.double)
    life.clock.now = HALF
    offer = await changes.quote(sub, life.monthly, when=NOW, by=that_refunds(life.store.merchant.system, "none"))
    assert (offer.quote.refunded, offer.quote.credited) == (money(0, "USD"), money(500, "USD"))
    assert figures(offer.quote)[-1] == ("To your balance", 500)


async def test_a_quote_does_not_outlive_a_refund_of_the_payment_or_another_policy(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(changes.double)
    life.clock.now = HALF
    staff, before = life.store.merchant.system, await changes.quote(sub, life.monthly, when=NOW)
    await refund_policy(life, Surplus.BALANCE)
    async with nothing_changes():
        with pytest.raises(QuoteChanged) as refused:
            await changes.confirm(sub, before, pay_with=None, by=staff)
    assert figures(refused.value.quote)[-1] == ("To your balance", 500)
    await refund_policy(life)
    payment = await Payment.get()
    await create_refund(staff, payment_id=payment.id, amount=("18.00", "USD"), reason="Sorry.", idempotency_key="r")
    async with nothing_changes():
        with pytest.raises(QuoteChanged) as refused:
            await changes.confirm(sub, before, pay_with=None, by=staff)
    assert figures(refused.value.quote)[-2:] == [("Went back before", 300), ("Refund", 200)]
    await assert_true(life)


async def test_a_refund_that_comes_in_between_stops_the_change(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(changes.double)
    life.clock.now = HALF
    staff, quote = life.store.merchant.system, (await changes.quote(sub, life.monthly, when=NOW)).quote
    payment = await Payment.get()
    await create_refund(staff, payment_id=payment.id, amount=("18.00", "USD"), reason="Sorry.", idempotency_key="r")
    async with nothing_changes():
        with pytest.raises(Conflict, match="being refunded"):
            async with transaction(staff):
                await lock_surplus(staff, sub, quote)


async def test_a_refund_that_fails_becomes_balance(changes: Changes, gateway: ScriptedGateway) -> None:
    life = changes.life
    sub = await life.subscribe(changes.double)
    life.clock.now = HALF
    await changes.make(sub, life.monthly, when=NOW, pay_with=None)
    gateway.script("refund", reject_refund())
    await collect(life)
    assert (await refunds(), await gone_back(), await life.balance()) == ([("FAILED", 500)], [(2000, 0, 0)], 500)
    (log,) = await BalanceTransaction.all()
    assert (log.reason, log.amount_minor, log.subscription_id) == ("CREDIT", 500, sub.id)
    # The next renewal takes it first.
    await life.go(month(1))
    assert [charge.minor for charge in gateway.charges] == [2000, 500]
    await assert_true(life)


async def test_with_a_coupon_and_tax_the_invoice_says_the_tax_and_the_refund_is_the_whole(changes: Changes) -> None:
    life = changes.life
    await tax(life, "VAT", 160_000)
    await coupon(life, "HALF", percent_bp=5000, periods=None)
    sub = (await life.store.subscribe(Selection(changes.double.id, coupons=("HALF",)))).subscription
    await life.run()
    assert await gone_back() == [(1160, 0, 0)]
    life.clock.now = HALF
    await changes.make(await life.now(sub), life.monthly, when=NOW, pay_with=None)
    # -5.00 and +2.50, each with 16 %.
    invoice = (await life.invoices(sub))[-1]
    assert (invoice.tax_minor, invoice.total_minor, (await last_lines(life, sub))[-1]) == (-40, 0, ("Refund", 290))
    await collect(life)
    assert (await gone_back(), await life.balance()) == ([(1160, 290, 0)], 0)


async def test_after_a_credited_change_only_the_rest_is_refundable(changes: Changes) -> None:
    life = changes.life
    await refund_policy(life, Surplus.BALANCE)
    sub = await life.subscribe(changes.double)
    life.clock.now = HALF
    await changes.make(sub, life.monthly, when=NOW, pay_with=None)
    staff, payment = life.store.merchant.system, await Payment.get()
    # That of the period, and one of another subscription's that nothing was credited of.
    other = await life.customer()
    await life.subscribe(who=other)
    (another,) = await Payment.filter(customer_id=other.row.id)
    assert await refundable_of(staff, [payment, another]) == [1500, 1000]
    async with nothing_changes():
        with pytest.raises(InvalidInput, match=r"at most 15\.00 USD"):
            await create_refund(
                staff, payment_id=payment.id, amount=("15.01", "USD"), reason="No.", idempotency_key="more"
            )
    assert (await create_refund(staff, payment_id=payment.id, reason="So.", idempotency_key="all")).amount_minor == 1500
    assert await refundable_of(staff, [await Payment.get(id=payment.id)]) == [0]
    # All is given back by now: canceling gives nothing more.
    await cancel_subscription(staff, subscription_id=sub.id, when=NOW, credit_unused=True)
    assert await life.balance() == 500
    await assert_true(life)


async def test_an_earlier_period_is_not_touched(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(changes.double)
    await life.go(month(1) + timedelta(days=15.5))
    await changes.make(await life.now(sub), life.monthly, when=NOW, pay_with=None)
    await collect(life)
    assert await gone_back() == [(2000, 0, 0), (2000, 500, 0)]


@pytest.mark.parametrize(
    ("refunded", "ends"),
    [
        ("20.00", [("Went back before", 500)]),
        ("17.00", [("Went back before", 200), ("To your balance", 300)]),
        ("15.00", [("To your balance", 500)]),
    ],
)
async def test_what_went_back_before_is_not_credited_again(
    life: Life, refunded: str, ends: list[tuple[str, int]]
) -> None:
    changes = await open_changes(life)
    sub, staff = await life.subscribe(changes.double), life.store.merchant.system
    life.clock.now = HALF
    early = await changes.quote(sub, life.monthly, when=NOW)
    payment = await Payment.get()
    await create_refund(
        staff, payment_id=payment.id, amount=(refunded, "USD"), reason="Sorry", idempotency_key="goodwill"
    )
    await collect(life)
    offer = await changes.quote(sub, life.monthly, when=NOW)
    assert figures(offer.quote) == [
        ("Unused time: Hosting Double", -1000), ("Remaining time: Hosting Basic", 500), *ends,
    ]  # fmt: skip
    credited = dict(ends).get("To your balance", 0)
    assert (offer.quote.credited, offer.quote.total) == (money(credited, "USD"), money(0, "USD"))
    if credited < 500:
        async with nothing_changes():
            with pytest.raises(QuoteChanged):
                await changes.confirm(sub, early, pay_with=None, by=staff)
    await changes.confirm(sub, offer, pay_with=None, by=staff)
    assert await life.balance() == credited
    await assert_true(life)
