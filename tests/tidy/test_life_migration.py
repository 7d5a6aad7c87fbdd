"""The third migration finds subscriptions in use: they stay, and learn how they are collected and when they are due."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError

from backend import database as db
from backend.models import BillingPolicy, Customer, Invoice, Merchant, PaymentMethod, Subscription, Tariff
from backend.services.billing.policy import new_policy
from tests.conftest import DIALECTS
from tests.support import catalogue
from tests.tidy.migrated import BOOKS, LIFE, SPINE, Older, kept, older_database, rows

NOON, ONE, TWO = (datetime(2026, 3, 4, hour, tzinfo=UTC) for hour in (12, 13, 14))
APRIL = datetime(2026, 4, 4, 12, tzinfo=UTC)

# Ana has not paid yet, and canceled two of another product before, one without a date; Ben's month is paid and runs;
# Cleo rents a server by the hour; Dan's is suspended; Eva of another shop canceled hers, which was on the balance.
OLD_ROWS = """
BEGIN;
INSERT INTO merchants VALUES
    ('mer_1', 'acme', 'Acme', 'UTC', 'USD', '2026-03-04 12:00:00+00:00'),
    ('mer_2', 'other', 'Other', 'UTC', 'USD', '2026-03-04 13:00:00+00:00');
INSERT INTO customers VALUES
    ('cus_a', 'mer_1', 'ana@example.com', 'Ana', 'en', 'USD', 'crm-7', '2026-03-04 12:00:00+00:00'),
    ('cus_b', 'mer_1', 'ben@example.com', 'Ben', 'es', 'USD', NULL, '2026-03-04 12:00:00+00:00'),
    ('cus_c', 'mer_1', 'cleo@example.com', 'Cleo', 'en', 'USD', NULL, '2026-03-04 12:00:00+00:00'),
    ('cus_d', 'mer_1', 'dan@example.com', 'Dan', 'en', 'USD', NULL, '2026-03-04 12:00:00+00:00'),
    ('cus_e', 'mer_2', 'eva@example.com', 'Eva', 'en', 'USD', 'crm-7', '2026-03-04 13:00:00+00:00');
INSERT INTO gateway_accounts VALUES
    ('gwa_1', 'mer_1', 'sandbox', 'Cards', 'TEST', true, 'sealed', 1, '2026-03-04 12:00:00+00:00');
INSERT INTO payment_methods (
    id, merchant_id, customer_id, gateway_account_id, gateway, kind, gateway_reference, is_default, created_at
) VALUES
    ('pm_b', 'mer_1', 'cus_b', 'gwa_1', 'sandbox', 'CARD', 'card_b', true, '2026-03-04 12:00:00+00:00');
INSERT INTO products VALUES
    ('prod_1', 'mer_1', 'hosting', 'Hosting', '', 'SUBSCRIPTION', NULL, '2026-03-04 12:00:00+00:00'),
    ('prod_2', 'mer_1', 'mail', 'Mail', '', 'SUBSCRIPTION', NULL, '2026-03-04 12:00:00+00:00'),
    ('prod_3', 'mer_2', 'servers', 'Servers', '', 'SUBSCRIPTION', NULL, '2026-03-04 13:00:00+00:00');
INSERT INTO plans VALUES
    ('plan_1', 'mer_1', 'prod_1', 'basic', 'Basic', '', 'MONTH', 1, 'IN_ADVANCE', 0, '[]', '[]', 1, NULL,
     '2026-03-04 12:00:00+00:00'),
    ('plan_2', 'mer_1', 'prod_1', 'hourly', 'Hourly', '', 'HOUR', 1, 'FROM_BALANCE', 0, '[]', '[]', 2, NULL,
     '2026-03-04 12:00:00+00:00'),
    ('plan_3', 'mer_1', 'prod_2', 'mail', 'Mail', '', 'MONTH', 1, 'IN_ADVANCE', 0, '[]', '[]', 1, NULL,
     '2026-03-04 12:00:00+00:00'),
    ('plan_4', 'mer_2', 'prod_3', 'hourly', 'Hourly', '', 'HOUR', 1, 'FROM_BALANCE', 0, '[]', '[]', 1, NULL,
     '2026-03-04 13:00:00+00:00');
INSERT INTO addons (
    id, merchant_id, plan_id, code, name, charge, max_quantity, features, grants, position, created_at
) VALUES
    ('add_1', 'mer_1', 'plan_1', 'seat', 'Seat', 'RECURRING', NULL, '[]', '[]', 1, '2026-03-04 12:00:00+00:00');
INSERT INTO subscriptions (
    id, merchant_id, customer_id, product_id, plan_id, quantity, currency, unit_price_minor, status, anchor_at,
    period_start, period_end, auto_renew, activated_at, canceled_at, created_at, version
) VALUES
    ('sub_1', 'mer_1', 'cus_a', 'prod_1', 'plan_1', 2, 'USD', 1000, 'INCOMPLETE', '2026-03-04 12:00:00+00:00',
     '2026-03-04 12:00:00+00:00', '2026-04-04 12:00:00+00:00', true, NULL, NULL, '2026-03-04 12:00:00+00:00', 1),
    ('sub_2', 'mer_1', 'cus_b', 'prod_1', 'plan_1', 1, 'USD', 1000, 'ACTIVE', '2026-03-04 12:00:00+00:00',
     '2026-03-04 12:00:00+00:00', '2026-04-04 12:00:00+00:00', true, '2026-03-04 13:00:00+00:00', NULL,
     '2026-03-04 12:00:00+00:00', 2),
    ('sub_3', 'mer_1', 'cus_a', 'prod_2', 'plan_3', 1, 'USD', 300, 'CANCELED', '2026-03-04 12:00:00+00:00',
     '2026-03-04 12:00:00+00:00', '2026-04-04 12:00:00+00:00', false, '2026-03-04 13:00:00+00:00',
     '2026-03-04 14:00:00+00:00', '2026-03-04 12:00:00+00:00', 3),
    ('sub_4', 'mer_1', 'cus_a', 'prod_2', 'plan_3', 1, 'USD', 300, 'CANCELED', '2026-03-04 13:00:00+00:00',
     '2026-03-04 13:00:00+00:00', '2026-04-04 13:00:00+00:00', true, NULL, NULL, '2026-03-04 13:00:00+00:00', 2),
    ('sub_5', 'mer_1', 'cus_c', 'prod_1', 'plan_2', 1, 'USD', 6, 'ACTIVE', '2026-03-04 12:00:00+00:00',
     NULL, NULL, true, '2026-03-04 12:00:00+00:00', NULL, '2026-03-04 12:00:00+00:00', 4),
    ('sub_6', 'mer_1', 'cus_d', 'prod_1', 'plan_2', 1, 'USD', 6, 'SUSPENDED', '2026-03-04 12:00:00+00:00',
     NULL, NULL, true, '2026-03-04 12:00:00+00:00', NULL, '2026-03-04 12:00:00+00:00', 3),
    ('sub_7', 'mer_2', 'cus_e', 'prod_3', 'plan_4', 1, 'USD', 6, 'CANCELED', '2026-03-04 13:00:00+00:00',
     NULL, NULL, true, '2026-03-04 13:00:00+00:00', '2026-03-04 14:00:00+00:00', '2026-03-04 13:00:00+00:00', 2);
INSERT INTO subscription_addons VALUES ('sadd_1', 'mer_1', 'sub_1', 'add_1', 3, 400);
INSERT INTO invoices (
    id, merchant_id, number, customer_id, subscription_id, period_start, status, currency, subtotal_minor,
    discount_minor, tax_minor, total_minor, paid_minor, credited_minor, created_at, version
) VALUES
    ('inv_1', 'mer_1', 'INV-000001', 'cus_a', 'sub_1', '2026-03-04 12:00:00+00:00', 'OPEN', 'USD', 3200, 0, 0, 3200, 0,
     0, '2026-03-04 12:00:00+00:00', 1),
    ('inv_2', 'mer_1', 'INV-000002', 'cus_b', 'sub_2', '2026-03-04 12:00:00+00:00', 'PAID', 'USD', 1000, 0, 0, 1000,
     1000, 0, '2026-03-04 12:00:00+00:00', 2);
INSERT INTO ledger_accounts (
    id, merchant_id, kind, owner_id, currency, balance_minor, created_at, last_number
) VALUES
    ('lacc_c', 'mer_1', 'CUSTOMER_BALANCE', 'cus_c', 'USD', 500, '2026-03-04 12:00:00+00:00', 0),
    ('lacc_d', 'mer_1', 'CUSTOMER_BALANCE', 'cus_d', 'USD', 0, '2026-03-04 12:00:00+00:00', 0);
INSERT INTO tariffs (
    id, merchant_id, subscription_id, customer_id, account_id, currency, description, amount_minor, interval_unit,
    interval_count, anchor_at, last_billed_at, carried_numerator, carried_denominator, funded_until, due_at,
    suspended_at
) VALUES
    ('tar_c', 'mer_1', 'sub_5', 'cus_c', 'lacc_c', 'USD', 'Hosting Hourly', 6, 'HOUR', 1, '2026-03-04 12:00:00+00:00',
     '2026-03-04 13:00:00+00:00', '1', '2', '2026-03-06 12:00:00+00:00', '2026-03-04 14:00:00+00:00', NULL),
    ('tar_d', 'mer_1', 'sub_6', 'cus_d', 'lacc_d', 'USD', 'Hosting Hourly', 6, 'HOUR', 1, '2026-03-04 12:00:00+00:00',
     '2026-03-04 13:00:00+00:00', '0', '1', NULL, NULL, '2026-03-04 13:00:00+00:00');
COMMIT;
"""


@pytest.fixture(params=DIALECTS)
async def old(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Older]:
    """A database that knows the spine and the books, with rows in it; connected."""
    async with older_database(request.param, tmp_path, [SPINE, BOOKS], OLD_ROWS) as made:
        yield made


async def test_each_subscription_learns_where_it_stands(old: Older) -> None:
    assert (await db.migrate(old.url))[0] == LIFE

    names = ("id", "status", "collection", "billed_until", "due_at", "ended_at")
    assert await Subscription.all().order_by("id").values_list(*names) == [
        # What is billed in advance is looked at once, whatever was due meanwhile.
        ("sub_1", "INCOMPLETE", "INVOICE", APRIL, NOON, None),
        ("sub_2", "ACTIVE", "INVOICE", APRIL, NOON, None),
        ("sub_3", "CANCELED", "INVOICE", APRIL, None, TWO),
        ("sub_4", "CANCELED", "INVOICE", APRIL.replace(hour=13), None, ONE),
        # What is billed from the balance is due by its tariff.
        ("sub_5", "ACTIVE", "BALANCE", None, None, None),
        ("sub_6", "SUSPENDED", "BALANCE", None, None, None),
        ("sub_7", "CANCELED", "BALANCE", None, None, TWO),
    ]
    for row in await Subscription.all():
        assert (row.trial_start, row.trial_end, row.cancel_at, row.resume_at) == (None, None, None, None)
        assert (row.paused_at, row.past_due_at, row.payment_method_id, row.stuck_reason) == (None, None, None, None)
    assert set(await Customer.all().values_list("test_clock_id", flat=True)) == {None}


def columns_of(policy: BillingPolicy) -> dict[str, Any]:
    return {name: getattr(policy, name) for name in BillingPolicy._meta.db_fields}


async def test_every_merchant_bills_as_a_new_one_does(old: Older) -> None:
    await db.migrate(old.url)
    policies = {row.merchant_id: columns_of(row) for row in await BillingPolicy.all()}
    assert policies == {
        merchant.id: columns_of(new_policy(merchant.id, merchant.created_at)) for merchant in await Merchant.all()
    }
    assert (len(policies), policies["mer_1"]["retry_days"]) == (2, [1, 3, 7, 14])


async def test_old_rows_and_what_they_refer_to_stay(old: Older) -> None:
    references, before = await catalogue.references(old.dialect), await old.all_rows()
    await db.migrate(old.url)

    assert kept(before, await rows(before)) == before
    assert references <= await catalogue.references(old.dialect)
    for row in (
        await Customer.get(id="cus_b"), await PaymentMethod.get(id="pm_b"), await Subscription.get(id="sub_2"),
        await Invoice.get(id="inv_2"), await Tariff.get(id="tar_c"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError):
            await row.update_from_dict({"merchant_id": "mer_2"}).save()
    for used in (Subscription.filter(id="sub_1"), Subscription.filter(id="sub_5"), Customer.filter(id="cus_a")):
        with pytest.raises(IntegrityError):
            await used.delete()
    assert kept(before, await rows(before)) == before


async def test_a_migration_that_fails_leaves_the_database_as_it_was(old: Older) -> None:
    # Nothing wrote this status then: nobody knows since when.
    await db.connection().execute_query("UPDATE subscriptions SET status = 'PAST_DUE' WHERE id = 'sub_2'")
    shape, before = await old.shape(), await old.all_rows()
    with pytest.raises(IntegrityError):
        await db.migrate(old.url)
    assert await old.shape() == shape
    assert await old.all_rows() == before
    assert (await db.pending_migrations(old.url))[0] == LIFE

    await db.connection().execute_query("UPDATE subscriptions SET status = 'ACTIVE' WHERE id = 'sub_2'")
    assert (await db.migrate(old.url))[0] == LIFE


async def test_it_can_be_undone_and_done_again(old: Older) -> None:
    before, old_rows = await old.shape(), await old.all_rows()
    await old.upgrade(LIFE)
    after, new_rows = await old.shape(), await old.all_rows()

    assert await old.downgrade() == [LIFE]
    assert await old.shape() == before
    assert await old.all_rows() == old_rows

    await old.upgrade(LIFE)
    assert await old.shape() == after
    assert await old.all_rows() == new_rows
