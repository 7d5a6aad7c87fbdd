"""What a refill costs with its taxes: the same before it is bought and when it is, and nothing else is ever charged."""

from __future__ import annotations

from collections.abc import Awaitable

import pytest

from backend.domain.errors import Conflict, InvalidInput, NotFound, NotSupported
from backend.domain.refills import Bill
from backend.models import Customer, Invoice, Plan, Price
from backend.services.currencies import money
from backend.services.refills.quote import quote_refill
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life
from tests.support.merchants import open_merchant
from tests.support.plan_changes import problems
from tests.support.storefront import Storefront, known_customer
from tests.support.terms import sums, tax, taxed
from tests.support.units import UnitShop, open_unit_shop, refill_plan

SIXTEEN = 160_000


@pytest.fixture
async def shop(store: Storefront) -> UnitShop:
    """A bag of 100 hours for 80.00 USD."""
    return await open_unit_shop(store)


async def quote(shop: UnitShop, quantity: int = 1, plan: Plan | None = None, currency: str | None = None) -> Bill:
    """What Ana is told."""
    return await quote_refill(
        shop.store.ana.context, plan_id=(plan or shop.bag).id, quantity=quantity, currency_code=currency
    )


async def visited(shop: UnitShop, currency: str | None = None, plan: Plan | None = None) -> Bill:
    """What a visitor is told."""
    visitor = shop.store.merchant.visitor
    return await quote_refill(visitor, plan_id=(plan or shop.bag).id, quantity=1, currency_code=currency)


def figures(bill: Bill) -> tuple[int, int, int, int]:
    """Subtotal, tax, tax that is in the price, and total."""
    return bill.subtotal.minor, bill.tax.minor, bill.tax_included.minor, bill.total.minor


async def refused(operation: Awaitable[object]) -> list[tuple[str, str]]:
    """Each wrong field; nothing has changed."""
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refusal:
            await operation
    return problems(refusal.value)


async def test_a_quote_is_one_line_at_full_price_and_changes_nothing(shop: UnitShop) -> None:
    async with nothing_changes():
        bill = await quote(shop, 3)
    assert figures(bill) == (24_000, 0, 0, 24_000)
    (line,) = bill.lines
    assert (line.description, line.amount, line.period) == ("Machine hours Bag × 3", money(24_000, "USD"), None)
    assert (bill.effective_at, bill.taxes, bill.deductions) == (START, (), ())


async def test_a_tax_that_is_added_is_in_the_quote_and_is_what_is_charged(shop: UnitShop, life: Life) -> None:
    iva = await tax(life, "IVA", SIXTEEN)
    bill = await quote(shop, 2)
    assert figures(bill) == (16_000, 2_560, 0, 18_560)
    assert [(one.rate.id, one.amount) for one in bill.taxes] == [(iva.id, money(2_560, "USD"))]
    done = await shop.buy(2, expected_total=("185.60", "USD"))
    assert sums(done.invoice) == (16_000, 0, 2_560, 18_560)
    assert await taxed(done.invoice) == [(iva.id, 2_560, False)]
    assert done.payment.amount_minor == 18_560
    await assert_all_adds_up(shop.store.gateway)


async def test_a_tax_that_the_price_contains_is_named_and_adds_nothing(shop: UnitShop, life: Life) -> None:
    await tax(life, "VAT", SIXTEEN, inclusive=True)
    bill = await quote(shop)
    assert figures(bill) == (8_000, 1_103, 1_103, 8_000)
    done = await shop.buy(expected_total=("80", "USD"))
    assert sums(done.invoice) == (8_000, 0, 1_103, 8_000)


async def test_who_is_exempt_is_quoted_and_charged_no_tax(shop: UnitShop, life: Life) -> None:
    await tax(life, "IVA", SIXTEEN)
    await Customer.filter(id=shop.store.ana.row.id).update(tax_treatment="EXEMPT")
    bill = await quote(shop)
    assert (figures(bill), bill.taxes) == ((8_000, 0, 0, 8_000), ())
    assert (await shop.buy(expected_total=("80.00", "USD"))).invoice.total_minor == 8_000


async def test_a_visitor_is_quoted_with_the_merchants_taxes_and_a_customer_with_their_own(
    shop: UnitShop, life: Life
) -> None:
    await tax(life, "IVA", SIXTEEN)
    await tax(life, "Border", 80_000, customer=shop.store.ana.row)
    assert figures(await visited(shop)) == (8_000, 1_280, 0, 9_280)
    assert figures(await quote(shop)) == (8_000, 640, 0, 8_640)


async def test_a_visitor_chooses_the_currency_and_a_customer_has_theirs(shop: UnitShop) -> None:
    plan = await refill_plan(shop.store.merchant, prices={"USD": 8_000, "JPY": 1_200})
    ben = await known_customer(shop.store.merchant, "ben@example.com", "JPY")
    assert (await visited(shop, "JPY", plan)).total == money(1_200, "JPY")
    assert (await visited(shop, None, plan)).total == money(8_000, "USD")
    for named in (None, "JPY"):
        bill = await quote_refill(ben.context, plan_id=plan.id, quantity=1, currency_code=named)
        assert bill.total == money(1_200, "JPY")
    assert await refused(quote(shop, plan=plan, currency="JPY")) == [("currency", "OTHER_CURRENCY")]
    assert await refused(visited(shop, "QQQ", plan)) == [("currency", "UNKNOWN_CURRENCY")]
    assert await refused(visited(shop, "EUR", plan)) == [("planId", "NO_PRICE")]


async def test_what_cannot_be_bought_is_not_quoted(shop: UnitShop) -> None:
    assert await refused(quote(shop, 0)) == [("quantity", "OUT_OF_RANGE")]
    assert await refused(quote(shop, plan=shop.store.catalog.basic)) == [("planId", "NOT_A_REFILL")]
    free = await refill_plan(shop.store.merchant, prices={"USD": 0})
    with pytest.raises(NotSupported):
        await quote(shop, plan=free)
    theirs = await refill_plan(await open_merchant(shop.store.services, shop.store.clock, "other"))
    with pytest.raises(NotFound) as refusal:
        await quote(shop, plan=theirs)
    assert refusal.value.id == theirs.id


@pytest.mark.parametrize("shown", [("79.99", "USD"), ("80.01", "USD"), ("0", "USD"), ("80.00", "EUR")])
async def test_another_total_than_was_shown_is_refused_and_nothing_changes(
    shop: UnitShop, shown: tuple[str, str]
) -> None:
    assert await refused(shop.buy(expected_total=shown)) == [("expectedTotal", "PRICE_CHANGED")]
    assert shop.store.gateway.journal == []


async def test_a_tax_or_a_price_that_came_between_is_told_with_the_new_total(shop: UnitShop, life: Life) -> None:
    shown = ((await quote(shop)).total.major(), "USD")
    await tax(life, "IVA", SIXTEEN)
    await Price.filter(plan_id=shop.bag.id).update(amount_minor=9_000)
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refusal:
            await shop.buy(expected_total=shown, key="mine")
    (problem,) = refusal.value.fields
    assert problem.message == "The price has changed: this costs 104.40 USD now."
    assert shop.store.gateway.journal == []
    # The refused key may be used again, as after every refusal.
    assert (await shop.buy(expected_total=("104.40", "USD"), key="mine")).invoice.total_minor == 10_440


@on_one_database
@pytest.mark.parametrize(
    ("shown", "wrong"),
    [
        (("80.001", "USD"), ("expectedTotal.amount", "INVALID_AMOUNT")),
        (("much", "USD"), ("expectedTotal.amount", "INVALID_AMOUNT")),
        (("80", "QQQ"), ("expectedTotal.currency", "UNKNOWN_CURRENCY")),
    ],
)
async def test_a_total_that_is_no_money_is_refused(
    shop: UnitShop, shown: tuple[str, str], wrong: tuple[str, str]
) -> None:
    assert await refused(shop.buy(expected_total=shown)) == [wrong]


async def test_a_purchase_sent_again_is_the_same_though_the_price_has_moved(shop: UnitShop, life: Life) -> None:
    first = await shop.buy(expected_total=("80.00", "USD"), key="mine")
    await tax(life, "IVA", SIXTEEN)
    again = await shop.buy(expected_total=("80.00", "USD"), key="mine")
    assert (again.invoice.id, again.payment.id) == (first.invoice.id, first.payment.id)
    async with nothing_changes():
        with pytest.raises(Conflict):
            await shop.buy(expected_total=("92.80", "USD"), key="mine")
    assert await Invoice.all().count() == 1
