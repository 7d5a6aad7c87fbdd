"""Coupons and taxes at work: subscribing, renewing, changing, ending; and the books."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import AlreadySubscribed, InvalidInput, PaymentDeclined, QuoteChanged
from backend.domain.ledger import AccountKind
from backend.models import Coupon, Customer, Discount, TaxAssignment
from backend.services.billing.preview import next_invoice_of
from backend.services.catalog.load_purchase import Selection
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.create import create_subscription
from backend.services.subscriptions.quote import quote_subscription
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import KEPT_CARD, Life, month
from tests.support.plan_changes import HALF, Changes, open_changes, problems
from tests.support.scripted_gateway import decline
from tests.support.storefront import CARD
from tests.support.terms import all_sums, booked, coupon, discounts, sums, taken_off, tax, taxed


@pytest.fixture
async def changes(life: Life) -> Changes:
    return await open_changes(life)


async def test_a_coupon_lowers_so_many_periods_and_no_more(life: Life) -> None:
    half = await coupon(life, "HALF", percent_bp=5000, periods=2)
    held = await life.subscribe(coupons=("half ",))
    assert await discounts(held) == [(half.id, 1, "ACTIVE")]
    for number in (1, 2):
        await life.go(month(number))
    assert await all_sums(life, held) == [(1000, 500, 0, 500), (1000, 500, 0, 500), (1000, 0, 0, 1000)]
    first, second, third = await life.invoices(held)
    assert await taken_off(first) == await taken_off(second) == [(half.id, 500, True)]
    assert await taken_off(third) == []
    assert await discounts(held) == [(half.id, 0, "ACTIVE")]
    assert (await Coupon.get(id=half.id)).redemptions == 1
    assert await booked(AccountKind.REVENUE) == 2000
    await assert_all_adds_up(life.store.gateway)


async def test_several_coupons_count_in_the_customers_order(life: Life) -> None:
    await coupon(life, "TEN", percent_bp=1000, periods=None)
    await coupon(life, "TWO", amounts={"USD": 200}, periods=None)
    one = await life.subscribe(coupons=("TEN", "TWO"))
    other = await life.subscribe(coupons=("TWO", "TEN"), who=await life.customer())
    assert await all_sums(life, one) == [(1000, 300, 0, 700)]
    assert await all_sums(life, other) == [(1000, 280, 0, 720)]


async def test_tax_comes_on_what_coupons_leave_and_is_held_for_the_state(life: Life) -> None:
    await coupon(life, "TEN", percent_bp=1000, periods=None)
    vat = await tax(life, "IVA", 160_000)
    held = await life.subscribe(coupons=("TEN",), addons={"seat": 2, "setup": 1})
    (invoice,) = await life.invoices(held)
    # 10.00, 8.00 and 49.00 less a tenth, and 16 % of each: 1.44, 1.15 and 7.06.
    assert sums(invoice) == (6700, 670, 965, 6995)
    assert await taxed(invoice) == [(vat.id, 965, True)]
    assert await booked(AccountKind.TAX) == 965
    assert await booked(AccountKind.REVENUE) == 6030
    await assert_all_adds_up(life.store.gateway)


async def test_a_tax_in_the_price_changes_no_price(life: Life) -> None:
    await tax(life, "VAT", 250_000, inclusive=True)
    held = await life.subscribe()
    (invoice,) = await life.invoices(held)
    assert sums(invoice) == (1000, 0, 200, 1000)
    assert invoice.tax_included_minor == 200
    assert (await booked(AccountKind.TAX), await booked(AccountKind.REVENUE)) == (200, 800)
    await assert_all_adds_up(life.store.gateway)


async def test_a_customer_has_their_own_taxes_or_none(life: Life) -> None:
    await tax(life, "IVA", 160_000)
    own, free = await life.customer(), await life.customer()
    await tax(life, "IVA frontera", 80_000, customer=own.row)
    await Customer.filter(id=free.row.id).update(tax_treatment="EXEMPT")
    found = [await all_sums(life, await life.subscribe(who=who)) for who in (life.store.ana, own, free)]
    assert found == [[(1000, 0, 160, 1160)], [(1000, 0, 80, 1080)], [(1000, 0, 0, 1000)]]


async def test_another_tax_counts_from_the_next_invoice_on(life: Life) -> None:
    held = await life.subscribe()
    await tax(life, "IVA", 160_000)
    preview = await next_invoice_of(life.store.ana.context, await life.now(held))
    assert preview is not None
    assert preview.quote.total.minor == 1160
    await life.go(month(1))
    await TaxAssignment.all().delete()
    await life.go(month(2))
    assert await all_sums(life, held) == [(1000, 0, 0, 1000), (1000, 0, 160, 1160), (1000, 0, 0, 1000)]


async def test_a_first_payment_that_fails_for_good_gives_the_coupon_back(life: Life) -> None:
    once = await coupon(life, "ONCE", percent_bp=5000, single=True, most=1)
    life.store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await life.subscribe(coupons=("ONCE",))
    row = await Discount.get(coupon_id=once.id)
    assert (row.status, row.periods_left, (await Coupon.get(id=once.id)).redemptions) == ("ACTIVE", 0, 1)
    with pytest.raises(AlreadySubscribed):
        await life.subscribe(coupons=("ONCE",))
    with pytest.raises(InvalidInput) as refused:
        await quote_subscription(
            (await life.customer()).context, selection=Selection(life.monthly.id, coupons=("ONCE",))
        )
    assert problems(refused.value) == [("coupons.0", "EXHAUSTED")]
    await life.go(life.clock.now + timedelta(hours=24))
    row = await Discount.get(coupon_id=once.id)
    assert (row.status, row.periods_left, (await Coupon.get(id=once.id)).redemptions) == ("RETURNED", 1, 0)
    # She can use it again.
    again = await life.subscribe(coupons=("ONCE",))
    assert await all_sums(life, again) == [(1000, 500, 0, 500)]
    await assert_all_adds_up(life.store.gateway)


async def test_what_costs_nothing_any_more_needs_no_payment(life: Life) -> None:
    await coupon(life, "FREE", percent_bp=10_000)
    done = await create_subscription(
        life.store.ana.context, selection=Selection(life.monthly.id, coupons=("FREE",)), pay_with=None,
        idempotency_key="free",
    )  # fmt: skip
    await life.run()
    held = await life.now(done.subscription)
    assert (held.status, await all_sums(life, held)) == ("ACTIVE", [(1000, 1000, 0, 0)])
    await assert_all_adds_up(life.store.gateway)


async def test_a_quote_holds_with_its_coupons_or_says_what_it_costs_now(life: Life) -> None:
    ana = life.store.ana.context
    await coupon(life, "TEN", percent_bp=1000)
    chosen = Selection(life.monthly.id, coupons=("TEN",))
    offer = await quote_subscription(ana, selection=chosen)
    assert (offer.quote.total.minor, offer.quote.next_charge.minor) == (900, 1000)
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await create_subscription(
                ana, selection=Selection(life.monthly.id), pay_with=CARD, idempotency_key="other",
                quote_token=offer.token,
            )  # fmt: skip
    assert problems(refused.value) == [("quoteToken", "OTHER_SELECTION")]
    await tax(life, "IVA", 160_000)
    async with nothing_changes():
        with pytest.raises(QuoteChanged) as changed:
            await create_subscription(
                ana, selection=chosen, pay_with=CARD, idempotency_key="dearer", quote_token=offer.token
            )
    assert changed.value.quote.total.minor == 1044
    done = await create_subscription(
        ana, selection=chosen, pay_with=KEPT_CARD, idempotency_key="agreed", quote_token=changed.value.token
    )
    assert done.payment is not None
    assert done.payment.amount_minor == 1044


async def test_a_trial_keeps_its_coupon_for_the_first_paid_period(life: Life) -> None:
    await coupon(life, "HALF", percent_bp=5000)
    tried = await life.offer("tried", 3000, trial_days=7)
    held = await life.subscribe(tried, coupons=("HALF",))
    assert [left for _, left, _ in await discounts(held)] == [1]
    for day in (7, 7 + 31):
        await life.go(life.clock.now + timedelta(days=day))
    assert await all_sums(life, held) == [(3000, 1500, 0, 1500), (3000, 0, 0, 3000)]


async def test_a_change_inside_the_period_is_under_its_terms_and_uses_up_nothing(changes: Changes) -> None:
    life = changes.life
    fifth = await coupon(life, "FIFTH", percent_bp=2000, periods=2)
    vat = await tax(life, "IVA", 160_000)
    held = await life.subscribe(coupons=("FIFTH",))
    # By now others would pay another tax, and she has one period left.
    await tax(life, "Later", 50_000)
    life.clock.now = HALF
    done = await changes.make(held, changes.double)
    assert done.payment is not None
    assert done.payment.amount_minor == 464
    invoice = (await life.invoices(held))[-1]
    # -4.00 and +10.00 less 2.00, with 16 % on each.
    assert sums(invoice) == (600, 200, 64, 464)
    assert await taken_off(invoice) == [(fifth.id, 200, False)]
    assert await taxed(invoice) == [(vat.id, 64, False)]
    assert await discounts(held) == [(fifth.id, 1, "ACTIVE")]
    for number in (1, 2):
        await life.go(month(number))
    assert (await all_sums(life, held))[2:] == [(2000, 400, 80, 1680), (2000, 0, 100, 2100)]
    await assert_all_adds_up(life.store.gateway)


async def test_another_interval_begins_a_period_under_the_next_terms(changes: Changes) -> None:
    life = changes.life
    fifth = await coupon(life, "FIFTH", percent_bp=2000, periods=2)
    vat = await tax(life, "IVA", 160_000)
    held = await life.subscribe(coupons=("FIFTH",))
    later = await tax(life, "Later", 50_000)
    life.clock.now = HALF
    await changes.make(held, life.yearly)
    invoice = (await life.invoices(held))[-1]
    # Back: half of 8.00 with 16 %; the year: 100.00 less 20.00 with 5 %.
    assert sums(invoice) == (9600, 2000, 336, 7936)
    assert await taken_off(invoice) == [(fifth.id, 2000, True)]
    assert await taxed(invoice) == [(later.id, 400, True), (vat.id, -64, False)]
    assert await discounts(held) == [(fifth.id, 0, "ACTIVE")]
    # The year's own terms count for what it is worth.
    await cancel_subscription(
        life.store.ana.context, subscription_id=held.id, when=ChangeTiming.NOW, credit_unused=True
    )
    assert await life.balance() == 7936 + 464
    assert (await booked(AccountKind.TAX), await booked(AccountKind.REVENUE)) == (64, 400)
    await assert_all_adds_up(life.store.gateway)


async def test_a_change_that_is_not_paid_gives_back_what_its_invoice_used_up(changes: Changes) -> None:
    life = changes.life
    fifth = await coupon(life, "FIFTH", percent_bp=2000, periods=2)
    held = await life.subscribe(coupons=("FIFTH",))
    life.clock.now = HALF
    offer = await changes.quote(held, life.yearly)
    life.store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await changes.confirm(held, offer)
    assert [invoice.status for invoice in await life.invoices(held)] == ["PAID", "VOID"]
    assert await discounts(held) == [(fifth.id, 1, "ACTIVE")]
    assert (await changes.quote(held, life.yearly)).quote.total.minor == offer.quote.total.minor
    await assert_all_adds_up(life.store.gateway)


async def test_unused_time_goes_back_as_it_was_billed_with_its_tax(life: Life) -> None:
    await coupon(life, "FIFTH", percent_bp=2000)
    await tax(life, "IVA", 160_000)
    held = await life.subscribe(coupons=("FIFTH",))
    assert (await booked(AccountKind.TAX), await booked(AccountKind.REVENUE)) == (128, 800)
    life.clock.now = HALF
    await cancel_subscription(
        life.store.ana.context, subscription_id=held.id, when=ChangeTiming.NOW, credit_unused=True
    )
    assert await life.balance() == 464
    assert (await booked(AccountKind.TAX), await booked(AccountKind.REVENUE)) == (64, 400)
    await assert_all_adds_up(life.store.gateway)


async def test_a_downgrade_now_gives_back_revenue_and_tax(changes: Changes) -> None:
    life = changes.life
    await changes.policy(downgrade=ChangeTiming.NOW)
    await tax(life, "IVA", 160_000)
    held = await life.subscribe(changes.double)
    life.clock.now = HALF
    await changes.make(held, life.monthly, pay_with=None)
    assert await life.balance() == 580
    assert (await booked(AccountKind.TAX), await booked(AccountKind.REVENUE)) == (320 - 80, 2000 - 500)
    assert (await all_sums(life, held))[-1] == (80, 0, -80, 0)
    await assert_all_adds_up(life.store.gateway)


async def test_an_invoice_sent_ahead_that_is_taken_back_gives_back_its_period_of_the_coupon(life: Life) -> None:
    half = await coupon(life, "HALF", percent_bp=5000, periods=3)
    held = await life.subscribe(way="INVOICE", coupons=("HALF",))
    assert await discounts(held) == [(half.id, 2, "ACTIVE")]
    await life.go(month(1) - timedelta(days=5))
    assert await discounts(held) == [(half.id, 1, "ACTIVE")]
    await cancel_subscription(life.store.ana.context, subscription_id=held.id, when=ChangeTiming.PERIOD_END)
    assert [invoice.status for invoice in await life.invoices(held)] == ["PAID", "VOID"]
    assert await discounts(held) == [(half.id, 2, "ACTIVE")]
    await assert_all_adds_up(life.store.gateway)


async def test_a_coupon_of_a_plan_waits_while_another_is_held(changes: Changes) -> None:
    life = changes.life
    only = await coupon(life, "ONLY", percent_bp=5000, periods=3, plans=(life.monthly,))
    with pytest.raises(InvalidInput) as refused:
        await quote_subscription(life.store.ana.context, selection=Selection(changes.double.id, coupons=("ONLY",)))
    assert problems(refused.value) == [("coupons.0", "OTHER_PLAN")]
    held = await life.subscribe(coupons=("ONLY",))
    await changes.make(held, changes.double)
    await life.go(month(1))
    assert await discounts(held) == [(only.id, 2, "ACTIVE")]
    await changes.make(held, life.monthly, pay_with=None)
    await life.go(month(2))
    assert await discounts(held) == [(only.id, 1, "ACTIVE")]
    renewed = (await all_sums(life, held))[-2:]
    assert renewed == [(2000, 0, 0, 2000), (1000, 500, 0, 500)]
