"""The second migration finds a database in use: its rows stay, and the balances that exist get their log."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aerich import Command
from tortoise.exceptions import IntegrityError

from backend import database as db
from backend.models import BalanceTransaction, LedgerAccount, Payment, PaymentAttempt
from tests.conftest import DIALECTS
from tests.support import catalogue
from tests.support.databases import Database, connected, postgres_database

SPINE, BOOKS = "0_20261121000000_spine.py", "1_20261121063000_books.py"
NOON, ONE = datetime(2026, 3, 4, 12, tzinfo=UTC), datetime(2026, 3, 4, 13, tzinfo=UTC)

# Ana paid an invoice twice: the second payment became her balance, as did something that was no payment. She has euros
# as well, and Ben of another shop has a balance there. Ids do not come in the order in which accounts do.
OLD_ROWS = """
BEGIN;
INSERT INTO merchants VALUES
    ('mer_1', 'acme', 'Acme', 'UTC', 'USD', '2026-03-04 12:00:00+00:00'),
    ('mer_2', 'other', 'Other', 'UTC', 'USD', '2026-03-04 12:00:00+00:00');
INSERT INTO customers VALUES
    ('cus_1', 'mer_1', 'ana@example.com', 'Ana', 'en', 'USD', NULL, '2026-03-04 12:00:00+00:00'),
    ('cus_2', 'mer_2', 'ben@example.com', 'Ben', 'en', 'USD', NULL, '2026-03-04 12:00:00+00:00');
INSERT INTO gateway_accounts VALUES
    ('gwa_1', 'mer_1', 'sandbox', 'Cards', 'TEST', true, 'sealed', 1, '2026-03-04 12:00:00+00:00');
INSERT INTO payments (
    id, merchant_id, customer_id, gateway_account_id, gateway, kind, purpose, currency, amount_minor, captured_minor,
    refunded_minor, refund_pending_minor, status, card_last4, created_at, updated_at, version
) VALUES
    ('pay_1', 'mer_1', 'cus_1', 'gwa_1', 'sandbox', 'CARD', 'INVOICE', 'USD', 700, 700, 0, 0, 'SUCCEEDED', '4242',
     '2026-03-04 12:00:00+00:00', '2026-03-04 12:00:00+00:00', 3);
INSERT INTO payment_attempts (
    id, merchant_id, payment_id, gateway_account_id, number, status, idempotency_key, tries, fence, created_at,
    updated_at
) VALUES
    ('pat_1', 'mer_1', 'pay_1', 'gwa_1', 1, 'SUCCEEDED', 'key', 1, 1, '2026-03-04 12:00:00+00:00',
     '2026-03-04 12:00:00+00:00');
INSERT INTO ledger_accounts VALUES
    ('lacc_1', 'mer_1', 'CUSTOMER_BALANCE', 'cus_1', 'USD', 950, '2026-03-04 12:00:00+00:00'),
    ('lacc_2', 'mer_1', 'CUSTOMER_BALANCE', 'cus_1', 'EUR', 5, '2026-03-04 12:00:00+00:00'),
    ('lacc_3', 'mer_2', 'CUSTOMER_BALANCE', 'cus_2', 'USD', 40, '2026-03-04 12:00:00+00:00'),
    ('lacc_4', 'mer_1', 'GATEWAY_CLEARING', 'gwa_1', 'USD', NULL, '2026-03-04 12:00:00+00:00'),
    ('lacc_5', 'mer_1', 'GATEWAY_CLEARING', 'gwa_1', 'EUR', NULL, '2026-03-04 12:00:00+00:00'),
    ('lacc_6', 'mer_2', 'GATEWAY_CLEARING', 'gwa_2', 'USD', NULL, '2026-03-04 12:00:00+00:00');
INSERT INTO ledger_entries VALUES
    ('lent_01', 'mer_1', 'ltx_1', 'lacc_4', 'USD', 700, NULL),
    ('lent_02', 'mer_1', 'ltx_1', 'lacc_1', 'USD', -700, 700),
    ('lent_03', 'mer_2', 'ltx_2', 'lacc_6', 'USD', 40, NULL),
    ('lent_04', 'mer_2', 'ltx_2', 'lacc_3', 'USD', -40, 40),
    ('lent_05', 'mer_1', 'ltx_3', 'lacc_4', 'USD', 250, NULL),
    ('lent_06', 'mer_1', 'ltx_3', 'lacc_1', 'USD', -250, 950),
    ('lent_07', 'mer_1', 'ltx_4', 'lacc_5', 'EUR', 5, NULL),
    ('lent_08', 'mer_1', 'ltx_4', 'lacc_2', 'EUR', -5, 5);
INSERT INTO ledger_transactions VALUES
    ('ltx_1', 'mer_1', 'a', 'pay_1', 'Payment received', '2026-03-04 12:00:00+00:00'),
    ('ltx_2', 'mer_2', 'a', 'pay_1', 'Payment received', '2026-03-04 12:00:00+00:00'),
    ('ltx_3', 'mer_1', 'b', 'inv_1', 'Payment received', '2026-03-04 13:00:00+00:00'),
    ('ltx_4', 'mer_1', 'c', 'inv_2', 'Payment received', '2026-03-04 13:00:00+00:00');
COMMIT;
"""


@pytest.fixture(params=DIALECTS)
async def old(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database that only knows the spine, with rows in it; connected."""
    if request.param == "sqlite":
        async with _with_rows(Database(f"sqlite://{tmp_path / 'old.db'}", "sqlite"), tmp_path) as made:
            yield made
    else:
        async with postgres_database() as url, _with_rows(Database(url, "postgres"), tmp_path) as made:
            yield made


@asynccontextmanager
async def _with_rows(made: Database, directory: Path) -> AsyncIterator[Database]:
    (directory / made.dialect).mkdir()
    shutil.copy(db.MIGRATIONS / made.dialect / SPINE, directory / made.dialect)
    async with connected(made.url):
        command = Command(db.tortoise_config(made.url), app=made.dialect, location=str(directory))
        await command.init()
        assert await command.upgrade(run_in_transaction=True) == [SPINE]
        await db.connection().execute_script(OLD_ROWS)
        yield made


async def rows(tables: set[str]) -> dict[str, list[dict[str, Any]]]:
    """Every row of `tables`."""
    return {
        table: sorted(await db.connection().execute_query_dict(f"SELECT * FROM {table}"), key=str) for table in tables
    }


async def test_balances_that_exist_get_their_log(old: Database) -> None:
    assert (await db.migrate(old.url))[0] == BOOKS

    names = ("id", "merchant_id", "customer_id", "account_id", "currency", "number", "amount_minor",
             "balance_after_minor", "ledger_transaction_id", "payment_id", "occurred_at")  # fmt: skip
    assert await BalanceTransaction.all().order_by("id").values_list(*names) == [
        ("btx_02", "mer_1", "cus_1", "lacc_1", "USD", 1, 700, 700, "ltx_1", "pay_1", NOON),
        # The payment of this id is another merchant's.
        ("btx_04", "mer_2", "cus_2", "lacc_3", "USD", 1, 40, 40, "ltx_2", None, NOON),
        ("btx_06", "mer_1", "cus_1", "lacc_1", "USD", 2, 250, 950, "ltx_3", None, ONE),
        ("btx_08", "mer_1", "cus_1", "lacc_2", "EUR", 1, 5, 5, "ltx_4", None, ONE),
    ]
    for entry in await BalanceTransaction.all():
        assert (entry.reason, entry.description) == ("OVERPAYMENT", "Payment received")
        assert (entry.user_id, entry.invoice_id, entry.subscription_id) == (None, None, None)
    assert await LedgerAccount.all().order_by("id").values_list("id", "held_minor", "last_number", "version") == [
        ("lacc_1", 0, 2, 0),
        ("lacc_2", 0, 1, 0),
        ("lacc_3", 0, 1, 0),
        ("lacc_4", 0, 0, 0),
        ("lacc_5", 0, 0, 0),
        ("lacc_6", 0, 0, 0),
    ]


async def test_old_rows_and_what_they_refer_to_stay(old: Database) -> None:
    columns, references = await catalogue.columns(old.dialect), await catalogue.references(old.dialect)
    before = await rows({column.table for column in columns})
    await db.migrate(old.url)

    after = await rows(set(before))
    kept = {
        table: [{name: row[name] for name in before[table][0]} for row in after[table]]
        if before[table]
        else after[table]
        for table in before
    }
    assert kept == before
    assert references <= await catalogue.references(old.dialect)
    attempt = await PaymentAttempt.get(id="pat_1")
    with pytest.raises(IntegrityError):
        await attempt.update_from_dict({"payment_id": "pay_2"}).save()
    with pytest.raises(IntegrityError):
        await Payment.filter(id="pay_1").delete()


async def test_a_migration_that_fails_leaves_the_database_as_it_was(old: Database) -> None:
    await db.connection().execute_query("UPDATE payments SET kind = 'BALANCE'")
    columns = await catalogue.columns(old.dialect)
    before = await rows({column.table for column in columns})
    with pytest.raises(IntegrityError):
        await db.migrate(old.url)
    assert await catalogue.columns(old.dialect) == columns
    assert await rows(set(before)) == before
    assert (await db.pending_migrations(old.url))[0] == BOOKS

    await db.connection().execute_query("UPDATE payments SET kind = 'CARD'")
    assert (await db.migrate(old.url))[0] == BOOKS


async def test_it_can_be_undone_and_done_again(old: Database, tmp_path: Path) -> None:
    async def shape() -> tuple[object, ...]:
        looks = (catalogue.columns, catalogue.constraints, catalogue.triggers, catalogue.references)
        return tuple([await look(old.dialect) for look in looks])

    async def upgrade() -> None:
        if old.is_sqlite:
            await db.connection().execute_query("PRAGMA foreign_keys = OFF")
        assert await command.upgrade(run_in_transaction=True) == [BOOKS]

    # Only these two, whatever came later.
    shutil.copy(db.MIGRATIONS / old.dialect / BOOKS, tmp_path / old.dialect)
    command = Command(db.tortoise_config(old.url), app=old.dialect, location=str(tmp_path))
    await command.init()
    before, old_rows = await shape(), await rows({column.table for column in await catalogue.columns(old.dialect)})
    await upgrade()
    after, log = await shape(), await rows({"balance_transactions"})

    assert await command.downgrade(version=-1, delete=False) == [BOOKS]
    assert await shape() == before
    assert await rows(set(old_rows)) == old_rows

    await upgrade()
    assert await shape() == after
    assert await rows({"balance_transactions"}) == log
