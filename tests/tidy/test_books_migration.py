"""The second migration finds a database in use: its rows stay, and the balances that exist get their log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tortoise.exceptions import IntegrityError

from backend import database as db
from backend.models import BalanceTransaction, LedgerAccount, Payment, PaymentAttempt
from tests.conftest import DIALECTS
from tests.support import catalogue
from tests.tidy.migrated import BOOKS, SPINE, Older, kept, older_database, rows

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
async def old(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Older]:
    """A database that only knows the spine, with rows in it; connected."""
    async with older_database(request.param, tmp_path, [SPINE], OLD_ROWS) as made:
        yield made


async def test_balances_that_exist_get_their_log(old: Older) -> None:
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


async def test_old_rows_and_what_they_refer_to_stay(old: Older) -> None:
    references, before = await catalogue.references(old.dialect), await old.all_rows()
    await db.migrate(old.url)

    assert kept(before, await rows(before)) == before
    assert references <= await catalogue.references(old.dialect)
    attempt = await PaymentAttempt.get(id="pat_1")
    with pytest.raises(IntegrityError):
        await attempt.update_from_dict({"payment_id": "pay_2"}).save()
    with pytest.raises(IntegrityError):
        await Payment.filter(id="pay_1").delete()


async def test_a_migration_that_fails_leaves_the_database_as_it_was(old: Older) -> None:
    await db.connection().execute_query("UPDATE payments SET kind = 'BALANCE'")
    columns, before = await catalogue.columns(old.dialect), await old.all_rows()
    with pytest.raises(IntegrityError):
        await db.migrate(old.url)
    assert await catalogue.columns(old.dialect) == columns
    assert await rows(before) == before
    assert (await db.pending_migrations(old.url))[0] == BOOKS

    await db.connection().execute_query("UPDATE payments SET kind = 'CARD'")
    assert (await db.migrate(old.url))[0] == BOOKS


async def test_it_can_be_undone_and_done_again(old: Older) -> None:
    before, old_rows = await old.shape(), await old.all_rows()
    await old.upgrade(BOOKS)
    after, log = await old.shape(), await rows({"balance_transactions"})

    assert await old.downgrade() == [BOOKS]
    assert await old.shape() == before
    assert await old.all_rows() == old_rows

    await old.upgrade(BOOKS)
    assert await old.shape() == after
    assert await rows({"balance_transactions"}) == log
