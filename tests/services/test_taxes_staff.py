"""Staff write tax rates and say whose sales they are on: what is written, told, and refused by field."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest

from backend.domain.errors import Forbidden, IllegalTransition, InvalidInput, NotFound
from backend.models import Customer, Event, TaxAssignment, TaxRate
from backend.services.context import Context
from backend.services.taxes.archive_rate import archive_tax_rate
from backend.services.taxes.create_rate import create_tax_rate
from backend.services.taxes.overview import all_rates, default_rates, rates_of_customers
from backend.services.taxes.rates import TaxTreatment, rates_for
from backend.services.taxes.set_customer import set_customer_taxes
from backend.services.taxes.set_defaults import set_default_rates
from tests.support.catalog_api import staff_context
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.merchants import open_merchant
from tests.support.plan_changes import HALF, open_changes, problems
from tests.support.terms import all_sums

OWN, EXEMPT, MERCHANT = TaxTreatment.OWN, TaxTreatment.EXEMPT, TaxTreatment.MERCHANT


@pytest.fixture
def staff(life: Life) -> Context:
    """The shop's staff."""
    return staff_context(life.store.merchant)


async def rate(staff: Context, name: str, percent: str, *, inclusive: bool = False) -> TaxRate:
    """One more rate."""
    return await create_tax_rate(staff, name=name, percent=percent, inclusive=inclusive)


async def defaults(staff: Context, *rates: TaxRate) -> None:
    """Put rates on everything."""
    await set_default_rates(staff, tax_rate_ids=[one.id for one in rates])


async def facts(subject_id: str, type: str) -> list[tuple[int | None, dict[str, Any]]]:
    """What was told of one kind of one row, in order."""
    told = await Event.filter(subject_id=subject_id, type=type).order_by("id")
    return [(event.version, event.payload) for event in told]


async def refused(operation: Awaitable[object]) -> list[tuple[str, str]]:
    """Each wrong field; nothing has changed."""
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refusal:
            await operation
    return problems(refusal.value)


def names(rates: Sequence[TaxRate]) -> list[str]:
    return [one.name for one in rates]


async def test_a_rate_is_written_down_once_and_is_on_no_sale(life: Life, staff: Context) -> None:
    made = await rate(staff, "TVQ", "9.975")
    row = await TaxRate.get(id=made.id)
    assert (row.merchant_id, row.name, row.rate_ppm, row.inclusive) == (staff.merchant_id, "TVQ", 99_750, False)
    assert (row.archived_at, row.created_at) == (None, START)
    told = {"name": "TVQ", "rate_ppm": 99_750, "inclusive": False}
    assert await facts(row.id, "tax_rate.created") == [(1, told)]
    assert await all_sums(life, await life.subscribe()) == [(1000, 0, 0, 1000)]
    for percent, parts in (("0", 0), ("100", 1_000_000), ("0.0001", 1), ("16.00", 160_000)):
        assert (await rate(staff, percent, percent, inclusive=True)).rate_ppm == parts


async def test_a_wrong_rate_is_refused_by_field(staff: Context) -> None:
    for percent in ("", "-1", "100.0001", "101", "1.00001", "ten", "1e1"):
        assert await refused(rate(staff, "IVA", percent)) == [("percent", "INVALID_PERCENT")], percent
    for name in ("", " ", "a\nb", "n" * 101):
        assert await refused(rate(staff, name, "16")) == [("name", "INVALID_TEXT")], name
    assert await refused(rate(staff, "", "x")) == [("name", "INVALID_TEXT"), ("percent", "INVALID_PERCENT")]
    assert (await rate(staff, "n" * 100, "16")).name == "n" * 100


async def test_the_merchants_rates_are_replaced_in_their_order(life: Life, staff: Context) -> None:
    gst, pst, vat = await rate(staff, "GST", "5"), await rate(staff, "PST", "7"), await rate(staff, "VAT", "20")
    await defaults(staff, pst, gst)
    assert names(await default_rates(staff)) == ["PST", "GST"]
    async with nothing_changes():
        await defaults(staff, pst, gst)
    await defaults(staff, gst, vat)
    rows = await TaxAssignment.all().order_by("position")
    assert [(row.tax_rate_id, row.position, row.customer_id) for row in rows] == [(gst.id, 1, None), (vat.id, 2, None)]
    await defaults(staff)
    assert await default_rates(staff) == []
    assert await facts(staff.merchant_id, "default_tax_rates.set") == [
        (1, {"tax_rates": [pst.id, gst.id]}), (2, {"tax_rates": [gst.id, vat.id]}), (3, {"tax_rates": []}),
    ]  # fmt: skip


async def test_a_customer_has_the_merchants_taxes_their_own_or_none(life: Life, staff: Context) -> None:
    vat, border = await rate(staff, "IVA", "16"), await rate(staff, "IVA frontera", "8")
    await defaults(staff, vat)
    ana, other = life.store.ana.row.id, (await life.customer()).row.id
    assert (await Customer.get(id=ana)).tax_treatment == "MERCHANT"
    seen = []
    for treatment, ids in ((OWN, [border.id]), (OWN, [border.id, vat.id]), (EXEMPT, []), (MERCHANT, [])):
        row = await set_customer_taxes(staff, customer_id=ana, treatment=treatment, tax_rate_ids=ids)
        assert row.tax_treatment == treatment.value
        mine, theirs, nobody = await rates_of_customers(staff, [ana, other, "cus_0"])
        assert (names(theirs), nobody) == (["IVA"], [])
        assert [one.name for one in await rates_for(staff, ana)] == names(mine)
        seen.append(names(mine))
        async with nothing_changes():
            await set_customer_taxes(staff, customer_id=ana, treatment=treatment, tax_rate_ids=ids)
    assert seen == [["IVA frontera"], ["IVA frontera", "IVA"], [], ["IVA"]]
    assert await TaxAssignment.filter(customer_id=ana).count() == 0
    told = await facts(ana, "customer.tax_set")
    assert [payload["treatment"] for _, payload in told] == ["OWN", "OWN", "EXEMPT", "MERCHANT"]
    assert told[1][1]["tax_rates"] == [border.id, vat.id]
    versions = [version or 0 for version, _ in told]
    assert versions == list(range(versions[0], versions[0] + 4))


async def test_other_rates_count_from_the_next_invoice_on(life: Life, staff: Context) -> None:
    changes = await open_changes(life)
    vat, more = await rate(staff, "IVA", "16"), await rate(staff, "More", "25", inclusive=True)
    await defaults(staff, vat)
    held = await life.subscribe()
    life.clock.now = HALF
    await defaults(staff, more)
    # Inside the period: half of 10.00 more with the tax that it was billed with.
    await changes.make(held, changes.double)
    await life.go(month(1))
    await set_customer_taxes(staff, customer_id=held.customer_id, treatment=EXEMPT)
    await life.go(month(2))
    assert await all_sums(life, held) == [
        (1000, 0, 160, 1160), (500, 0, 80, 580), (2000, 0, 400, 2000), (2000, 0, 0, 2000),
    ]  # fmt: skip
    await assert_all_adds_up(life.store.gateway)


async def test_rates_that_cannot_be_on_a_sale_are_refused_by_field(life: Life, staff: Context) -> None:
    vat, gone = await rate(staff, "IVA", "16"), await rate(staff, "Gone", "1")
    await archive_tax_rate(staff, tax_rate_id=gone.id)
    other = staff_context(await open_merchant(staff.services, life.clock, "other"))
    foreign = await rate(other, "Theirs", "1")
    ids = [vat.id, gone.id, foreign.id, vat.id, "t" * 60]
    wrong = [
        ("taxRateIds.1", "ARCHIVED"), ("taxRateIds.2", "UNKNOWN_RATE"), ("taxRateIds.3", "TWICE"),
        ("taxRateIds.4", "UNKNOWN_RATE"),
    ]  # fmt: skip
    ana = life.store.ana.row.id

    def for_ana(treatment: TaxTreatment, *ids: str) -> Awaitable[object]:
        return set_customer_taxes(staff, customer_id=ana, treatment=treatment, tax_rate_ids=ids)

    assert await refused(set_default_rates(staff, tax_rate_ids=ids)) == wrong
    assert await refused(for_ana(OWN, *ids)) == wrong
    six = [(await rate(staff, f"{n}", "1")).id for n in range(6)]
    assert await refused(set_default_rates(staff, tax_rate_ids=six)) == [("taxRateIds", "TOO_MANY")]
    assert await refused(for_ana(OWN)) == [("taxRateIds", "REQUIRED")]
    assert await refused(for_ana(EXEMPT, vat.id)) == [("taxRateIds", "NOT_NEEDED")]
    assert await refused(for_ana(MERCHANT, vat.id, gone.id)) == [
        ("taxRateIds.1", "ARCHIVED"), ("taxRateIds", "NOT_NEEDED"),
    ]  # fmt: skip
    await set_default_rates(staff, tax_rate_ids=six[:5])
    assert len(await default_rates(staff)) == 5


async def test_a_rate_on_sales_is_not_archived_and_what_was_billed_under_it_stays(life: Life, staff: Context) -> None:
    vat, new = await rate(staff, "IVA", "16"), await rate(staff, "New", "20")
    ana = life.store.ana.row.id
    await defaults(staff, vat)
    held = await life.subscribe()
    await set_customer_taxes(staff, customer_id=ana, treatment=OWN, tax_rate_ids=[vat.id])
    steps: list[Callable[[], Awaitable[object]]] = [
        lambda: defaults(staff, new),
        lambda: set_customer_taxes(staff, customer_id=ana, treatment=MERCHANT),
    ]
    for put_another in steps:
        async with nothing_changes():
            with pytest.raises(IllegalTransition) as refusal:
                await archive_tax_rate(staff, tax_rate_id=vat.id)
            assert refusal.value.status == "ON_SALES"
        await put_another()
    row = await archive_tax_rate(staff, tax_rate_id=vat.id)
    assert row.archived_at == START
    life.clock.advance(hours=1)
    async with nothing_changes():
        again = await archive_tax_rate(staff_context(life.store.merchant), tax_rate_id=vat.id)
    assert again.archived_at == START
    assert await facts(vat.id, "tax_rate.archived") == [(2, {"name": "IVA"})]
    assert names(await all_rates(staff)) == ["New"]
    assert names(await all_rates(staff, archived=True)) == ["IVA", "New"]
    changes = await open_changes(life)
    life.clock.now = HALF
    await changes.make(held, changes.double)
    assert (await all_sums(life, held))[1] == (500, 0, 80, 580)


async def test_a_rate_that_is_archived_while_it_is_put_on_sales_is_one_or_the_other(life: Life, staff: Context) -> None:
    for _ in range(5):
        made = await rate(staff, "Contended", "1")
        done = await asyncio.gather(
            *(set_default_rates(staff, tax_rate_ids=[made.id]) for _ in range(3)),
            archive_tax_rate(staff, tax_rate_id=made.id),
            return_exceptions=True,
        )
        refusals = [one for one in done if isinstance(one, BaseException)]
        row, on_sales = await TaxRate.get(id=made.id), await TaxAssignment.exists(tax_rate_id=made.id)
        assert (row.archived_at is None) == on_sales
        assert {type(one) for one in refusals} == ({IllegalTransition} if on_sales else {InvalidInput})
        assert await TaxAssignment.all().count() <= 1
    versions = [version for version, _ in await facts(staff.merchant_id, "default_tax_rates.set")]
    assert versions == list(range(1, len(versions) + 1))


async def test_taxes_are_for_the_merchants_own_staff(life: Life, staff: Context) -> None:
    vat, ana = await rate(staff, "IVA", "16"), life.store.ana.row.id
    other = staff_context(await open_merchant(staff.services, life.clock, "other"))
    operations: list[Callable[[Context], Awaitable[object]]] = [
        lambda ctx: archive_tax_rate(ctx, tax_rate_id=vat.id),
        lambda ctx: set_customer_taxes(ctx, customer_id=ana, treatment=EXEMPT),
    ]
    of_staff: list[Callable[[Context], Awaitable[object]]] = [
        *operations,
        lambda ctx: rate(ctx, "Mine", "1"),
        lambda ctx: set_default_rates(ctx, tax_rate_ids=[]),
        all_rates,
        default_rates,
    ]
    async with nothing_changes():
        for operation in operations:
            with pytest.raises(NotFound):
                await operation(other)
        for ctx in (life.store.ana.context, life.store.merchant.visitor):
            for operation in of_staff:
                with pytest.raises(Forbidden):
                    await operation(ctx)
        with pytest.raises(NotFound):
            await archive_tax_rate(staff, tax_rate_id="t" * 60)
        assert await all_rates(other, archived=True) == await default_rates(other) == []
        assert await rates_of_customers(other, [ana]) == [[]]
