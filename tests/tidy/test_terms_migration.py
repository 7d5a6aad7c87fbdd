"""The fourth migration finds invoices in use: they stay as they are, and know which of them bill a period."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tortoise.exceptions import IntegrityError

from backend import database as db
from backend.models import BillingPolicy, Customer, Invoice, InvoiceLine, Plan
from tests.conftest import DIALECTS
from tests.support import catalogue
from tests.tidy.migrated import BOOKS, LIFE, SPINE, TERMS, Older, kept, older_database, rows

# Ana's month is paid, and a change inside it; Eva of another shop owes a bag of units.
OLD_ROWS = """
BEGIN;
INSERT INTO merchants VALUES
    ('mer_1', 'acme', 'Acme', 'UTC', 'USD', '2026-03-04 12:00:00+00:00'),
    ('mer_2', 'other', 'Other', 'UTC', 'USD', '2026-03-04 13:00:00+00:00');
INSERT INTO billing_policies (
    merchant_id, retry_days, final_action, grace_days, invoice_ahead_days, upgrade_timing, downgrade_timing, version,
    updated_at
) VALUES ('mer_1', '[1]', 'PAUSE', 7, 5, 'NOW', 'PERIOD_END', 1, '2026-03-04 12:00:00+00:00');
INSERT INTO customers (id, merchant_id, email, name, locale, currency, created_at) VALUES
    ('cus_a', 'mer_1', 'ana@example.com', 'Ana', 'en', 'USD', '2026-03-04 12:00:00+00:00'),
    ('cus_e', 'mer_2', 'eva@example.com', 'Eva', 'en', 'USD', '2026-03-04 13:00:00+00:00');
INSERT INTO products VALUES
    ('prod_1', 'mer_1', 'hosting', 'Hosting', '', 'SUBSCRIPTION', NULL, '2026-03-04 12:00:00+00:00');
INSERT INTO plans VALUES
    ('plan_1', 'mer_1', 'prod_1', 'basic', 'Basic', '', 'MONTH', 1, 'IN_ADVANCE', 0, '[]', '[]', 1, NULL,
     '2026-03-04 12:00:00+00:00');
INSERT INTO subscriptions (
    id, merchant_id, customer_id, product_id, plan_id, quantity, currency, unit_price_minor, status, anchor_at,
    period_start, period_end, billed_until, auto_renew, collection, activated_at, created_at, version
) VALUES
    ('sub_1', 'mer_1', 'cus_a', 'prod_1', 'plan_1', 1, 'USD', 1000, 'ACTIVE', '2026-03-04 12:00:00+00:00',
     '2026-03-04 12:00:00+00:00', '2026-04-04 12:00:00+00:00', '2026-04-04 12:00:00+00:00', true, 'INVOICE',
     '2026-03-04 13:00:00+00:00', '2026-03-04 12:00:00+00:00', 2);
INSERT INTO invoices (
    id, merchant_id, number, customer_id, subscription_id, period_start, status, currency, subtotal_minor,
    discount_minor, tax_minor, total_minor, paid_minor, credited_minor, created_at, version
) VALUES
    ('inv_1', 'mer_1', 'INV-000001', 'cus_a', 'sub_1', '2026-03-04 12:00:00+00:00', 'PAID', 'USD', 1000, 0, 0, 1000,
     1000, 0, '2026-03-04 12:00:00+00:00', 2),
    ('inv_2', 'mer_1', 'INV-000002', 'cus_a', 'sub_1', NULL, 'PAID', 'USD', 500, 0, 0, 500, 500, 0,
     '2026-03-14 12:00:00+00:00', 2),
    ('inv_3', 'mer_2', 'INV-000001', 'cus_e', NULL, NULL, 'OPEN', 'USD', 200, 0, 0, 200, 0, 0,
     '2026-03-14 12:00:00+00:00', 1);
INSERT INTO invoice_lines (
    id, merchant_id, invoice_id, position, description, amount_minor, unit_price_minor, quantity, numerator,
    denominator, rounding
) VALUES ('line_1', 'mer_1', 'inv_1', 1, 'Hosting Basic', 1000, 1000, 1, '1', '1', 'HALF_UP');
COMMIT;
"""


@pytest.fixture(params=DIALECTS)
async def old(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Older]:
    """A database that knows everything before, with rows in it; connected."""
    async with older_database(request.param, tmp_path, [SPINE, BOOKS, LIFE], OLD_ROWS) as made:
        yield made


async def test_old_rows_stay_without_discounts_and_taxes(old: Older) -> None:
    references, before = await catalogue.references(old.dialect), await old.all_rows()
    assert (await db.migrate(old.url))[0] == TERMS

    assert kept(before, await rows(before)) == before
    assert references <= await catalogue.references(old.dialect)
    opens = await Invoice.all().order_by("id").values_list("id", "opens_period", "tax_included_minor")
    assert opens == [("inv_1", True, 0), ("inv_2", False, 0), ("inv_3", False, 0)]
    line = await InvoiceLine.get(id="line_1")
    assert (line.discount_minor, line.tax_minor, line.tax_included_minor) == (0, 0, 0)
    assert [customer.tax_treatment for customer in await Customer.all()] == ["MERCHANT", "MERCHANT"]
    assert (await BillingPolicy.get(merchant_id="mer_1")).surplus == "BALANCE"
    plan = await Plan.get(id="plan_1")
    assert (plan.anchor_month, plan.anchor_day) == (None, None)


async def test_an_invoice_still_belongs_to_its_merchant_and_is_paid_no_further_than_its_total(old: Older) -> None:
    await db.migrate(old.url)
    row = await Invoice.get(id="inv_3")
    wrong: list[dict[str, object]] = [
        {"merchant_id": "mer_1"}, {"tax_minor": 10}, {"tax_minor": 10, "total_minor": 200, "discount_minor": -10},
        {"paid_minor": 201}, {"tax_minor": 10, "tax_included_minor": 11},
    ]  # fmt: skip
    for change in wrong:
        with pytest.raises(IntegrityError):
            await Invoice.filter(id=row.id).update(**change)
    await Invoice.filter(id=row.id).update(tax_minor=20, tax_included_minor=20)


async def test_it_can_be_undone_and_done_again(old: Older) -> None:
    before, old_rows = await old.shape(), await old.all_rows()
    await old.upgrade(TERMS)
    after, new_rows = await old.shape(), await old.all_rows()

    assert await old.downgrade() == [TERMS]
    assert await old.shape() == before
    assert await old.all_rows() == old_rows

    await old.upgrade(TERMS)
    assert await old.shape() == after
    assert await old.all_rows() == new_rows
