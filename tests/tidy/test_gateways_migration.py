"""The fifth migration finds payments and webhooks in use: they stay as they are, and may come in parts from now on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tortoise.exceptions import IntegrityError

from backend import database as db
from backend.models import BillingPolicy, GatewayAccount, GatewayEvent, Payment
from tests.conftest import DIALECTS
from tests.support import catalogue
from tests.tidy.migrated import BOOKS, GATEWAYS, LIFE, SPINE, TERMS, Older, kept, older_database, rows

# Ana paid, and waits at her bank with another card; Eva of another shop was declined.
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
INSERT INTO gateway_accounts (
    id, merchant_id, gateway, label, mode, enabled, settings_sealed, position, created_at
) VALUES
    ('gwa_1', 'mer_1', 'sandbox', 'Cards', 'TEST', true, 'k1.x', 0, '2026-03-04 12:00:00+00:00'),
    ('gwa_2', 'mer_2', 'sandbox', 'Cards', 'LIVE', false, 'k1.y', 0, '2026-03-04 12:00:00+00:00');
INSERT INTO payments (
    id, merchant_id, customer_id, gateway_account_id, gateway, kind, purpose, currency, amount_minor, captured_minor,
    refunded_minor, refund_pending_minor, status, action_url, created_at, updated_at, version
) VALUES
    ('pay_1', 'mer_1', 'cus_a', 'gwa_1', 'sandbox', 'CARD', 'TOP_UP', 'USD', 1000, 1000, 200, 100, 'SUCCEEDED', NULL,
     '2026-03-04 12:00:00+00:00', '2026-03-04 12:00:00+00:00', 3),
    ('pay_2', 'mer_1', 'cus_a', 'gwa_1', 'sandbox', 'CARD', 'TOP_UP', 'USD', 500, 0, 0, 0, 'REQUIRES_ACTION',
     'https://bank.example/3ds', '2026-03-04 12:00:00+00:00', '2026-03-04 12:00:00+00:00', 2),
    ('pay_3', 'mer_2', 'cus_e', 'gwa_2', 'sandbox', 'CARD', 'TOP_UP', 'USD', 700, 0, 0, 0, 'FAILED', NULL,
     '2026-03-04 12:00:00+00:00', '2026-03-04 12:00:00+00:00', 2);
INSERT INTO gateway_events (
    id, merchant_id, gateway_account_id, dedupe_key, kind, trust, claimed, body, status, tries, next_try_at,
    occurred_at, received_at, subject
) VALUES
    ('gwe_1', 'mer_1', 'gwa_1', 'evt_1', 'payment.succeeded', 'signed_full', '{"a": 1}', '{}', 'APPLIED', 1, NULL,
     '2026-03-04 12:00:00+00:00', '2026-03-04 12:00:00+00:00', 'payment'),
    ('gwe_2', 'mer_1', 'gwa_1', 'evt_2', 'refund.updated', 'signed_full', NULL, '{}', 'RECEIVED', 0,
     '2026-03-04 12:00:00+00:00', '2026-03-04 12:00:00+00:00', '2026-03-04 12:00:00+00:00', 'refund');
COMMIT;
"""


@pytest.fixture(params=DIALECTS)
async def old(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Older]:
    """A database that knows everything before, with rows in it; connected."""
    async with older_database(request.param, tmp_path, [SPINE, BOOKS, LIFE, TERMS], OLD_ROWS) as made:
        yield made


async def test_old_payments_and_webhooks_stay(old: Older) -> None:
    references, before = await catalogue.references(old.dialect), await old.all_rows()
    assert (await db.migrate(old.url))[0] == GATEWAYS

    assert kept(before, await rows(before)) == before
    assert references <= await catalogue.references(old.dialect)
    shown = await Payment.all().order_by("id").values_list("id", "action_url", "action_sealed", "disputed_minor")
    assert shown == [
        ("pay_1", None, None, 0), ("pay_2", "https://bank.example/3ds", None, 0), ("pay_3", None, None, 0),
    ]  # fmt: skip
    account = await GatewayAccount.get(id="gwa_2")
    assert (account.version, account.removed_at, account.health_ok) == (1, None, None)
    assert (await BillingPolicy.get(merchant_id="mer_1")).on_dispute == "KEEP"


async def test_money_may_come_in_parts_but_never_none_of_it_is_success(old: Older) -> None:
    await db.migrate(old.url)
    await Payment.filter(id="pay_3").update(status="PENDING", captured_minor=300)
    wrong: list[dict[str, object]] = [
        {"status": "SUCCEEDED", "captured_minor": 0}, {"captured_minor": -1}, {"refunded_minor": 301},
        {"disputed_minor": -1}, {"merchant_id": "mer_1"}, {"gateway_account_id": None},
    ]  # fmt: skip
    for change in wrong:
        with pytest.raises(IntegrityError):
            await Payment.filter(id="pay_3").update(**change)
    for subject in ("dispute", "setup", "method"):
        await GatewayEvent.filter(id="gwe_1").update(subject=subject)
    with pytest.raises(IntegrityError):
        await GatewayEvent.filter(id="gwe_1").update(subject="weather")
    with pytest.raises(IntegrityError):
        await GatewayEvent.filter(id="gwe_2").update(dedupe_key="evt_1")


async def test_it_can_be_undone_and_done_again(old: Older) -> None:
    before, old_rows = await old.shape(), await old.all_rows()
    await old.upgrade(GATEWAYS)
    after, new_rows = await old.shape(), await old.all_rows()

    assert await old.downgrade() == [GATEWAYS]
    assert await old.shape() == before
    assert await old.all_rows() == old_rows

    await old.upgrade(GATEWAYS)
    assert await old.shape() == after
    assert await old.all_rows() == new_rows
