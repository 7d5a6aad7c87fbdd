"""Rows in raw SQL, each right as it is, and how a test says what the database refuses about them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg
import pytest
from tortoise.exceptions import BaseORMException, IntegrityError
from tortoise.transactions import in_transaction

from backend.database import connection
from tests.support.databases import Database

AT = "2026-01-31 12:00:00+00:00"
LATER = "2026-02-28 12:00:00+00:00"


def insert(table: str, **values: object) -> str:
    """An INSERT with its values written out."""
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(map(_literal, values.values()))})"


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool | int):
        return str(value).upper()
    return "'" + str(value).replace("'", "''") + "'"


def merchant(id: str) -> str:
    return insert("merchants", id=id, code=id, name=id, timezone="UTC", default_currency="USD", created_at=AT)


def customer(id: str, merchant_id: str = "mer_a", currency: str = "USD") -> str:
    return insert(
        "customers", id=id, merchant_id=merchant_id, email=f"{id}@example.com", name=id, locale="en",
        currency=currency, created_at=AT,
    )  # fmt: skip


def plan(id: str, **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "product_id": "prod_a", "code": id, "name": id, "description": "",
        "interval_unit": "MONTH", "interval_count": 1, "billing": "IN_ADVANCE", "trial_days": 0, "features": "[]",
        "grants": "[]", "position": 0, "created_at": AT,
    }  # fmt: skip
    return insert("plans", id=id, **{**values, **changes})


def subscription(id: str, status: str = "ACTIVE", customer_id: str = "cus_a", **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "customer_id": customer_id, "product_id": "prod_a", "plan_id": "plan_a", "quantity": 1,
        "currency": "USD", "unit_price_minor": 1000, "status": status, "anchor_at": AT, "auto_renew": True,
        "collection": "INVOICE", "ended_at": AT if status == "CANCELED" else None, "created_at": AT, "version": 1,
    }  # fmt: skip
    return insert("subscriptions", id=id, **{**values, **changes})


def invoice(id: str, number: str | None, status: str = "OPEN", **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "customer_id": "cus_a", "currency": "USD", "subtotal_minor": 1000, "discount_minor": 0,
        "tax_minor": 0, "tax_included_minor": 0, "total_minor": 1000, "paid_minor": 0, "credited_minor": 0,
        "opens_period": False, "created_at": AT, "version": 1,
    }  # fmt: skip
    return insert("invoices", id=id, number=number, status=status, **{**values, **changes})


def payment(id: str, status: str = "PENDING", captured: int = 0, **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "customer_id": "cus_a", "invoice_id": "inv_a", "gateway_account_id": "gwa_a",
        "gateway": "sandbox", "kind": "CARD", "purpose": "INVOICE", "currency": "USD", "amount_minor": 1000,
        "refunded_minor": 0, "refund_pending_minor": 0, "created_at": AT, "updated_at": AT, "version": 1,
    }  # fmt: skip
    return insert("payments", id=id, status=status, captured_minor=captured, **{**values, **changes})


def attempt(id: str, number: int, status: str = "PENDING", **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "payment_id": "pay_a", "invoice_id": "inv_a", "gateway_account_id": "gwa_a",
        "idempotency_key": id, "tries": 0, "fence": 0, "created_at": AT, "updated_at": AT,
    }  # fmt: skip
    return insert("payment_attempts", id=id, number=number, status=status, **{**values, **changes})


def entry(id: str, transaction_id: str, account_id: str, amount_minor: int, currency: str = "USD") -> str:
    return insert(
        "ledger_entries", id=id, merchant_id="mer_a", transaction_id=transaction_id, account_id=account_id,
        currency=currency, amount_minor=amount_minor,
    )  # fmt: skip


def seal(id: str, key: str = "") -> str:
    return insert(
        "ledger_transactions", id=id, merchant_id="mer_a", key=key or id, subject_id="inv_a", description="",
        occurred_at=AT,
    )  # fmt: skip


def account(id: str, kind: str, balance_minor: int | None = None, currency: str = "USD") -> str:
    return insert(
        "ledger_accounts", id=id, merchant_id="mer_a", kind=kind, owner_id=id, currency=currency,
        balance_minor=balance_minor, created_at=AT,
    )  # fmt: skip


def event(id: str, sequence: int | None = None) -> str:
    return insert(
        "events", id=id, merchant_id="mer_a", sequence=sequence, type="invoice.paid", subject_id="inv_a",
        payload="{}", request_id="", occurred_at=AT,
    )  # fmt: skip


def idempotency_key(id: str, key: str) -> str:
    return insert(
        "idempotency_keys", id=id, merchant_id="mer_a", scope="usr_a", key=key, operation="x", request_hash="x",
        result="{}", created_at=AT,
    )  # fmt: skip


def user(id: str, email: str, role: str = "STAFF", customer_id: str | None = None) -> str:
    return insert(
        "users", id=id, merchant_id="mer_a", email=email, password_hash="", role=role, customer_id=customer_id,
        created_at=AT,
    )  # fmt: skip


def gateway_event(id: str, dedupe_key: str, status: str = "RECEIVED", next_try_at: str | None = AT) -> str:
    return insert(
        "gateway_events", id=id, merchant_id="mer_a", gateway_account_id="gwa_a", dedupe_key=dedupe_key, kind="x",
        trust="VERIFIED", body="", status=status, tries=0, next_try_at=next_try_at, occurred_at=AT, received_at=AT,
    )  # fmt: skip


def price(id: str, currency: str = "USD", amount_minor: int = 1000, addon_id: str | None = None) -> str:
    return insert(
        "prices", id=id, merchant_id="mer_a", plan_id="plan_a", addon_id=addon_id, currency=currency,
        amount_minor=amount_minor, created_at=AT,
    )  # fmt: skip


GIVEN: Sequence[str] = (
    merchant("mer_a"),
    merchant("mer_b"),
    customer("cus_a"),
    customer("cus_b", "mer_b"),
    user("usr_a", "staff@example.com"),
    insert(
        "products", id="prod_a", merchant_id="mer_a", code="hosting", name="Hosting", description="",
        kind="SUBSCRIPTION", created_at=AT,
    ),
    plan("plan_a"),
    price("price_a"),
    subscription("sub_a", period_start=AT, period_end=LATER),
    invoice("inv_a", "1", subscription_id="sub_a", period_start=AT),
    insert(
        "gateway_accounts", id="gwa_a", merchant_id="mer_a", gateway="sandbox", label="Card", mode="TEST", enabled=True,
        settings_sealed="", position=0, created_at=AT,
    ),
    payment("pay_a"),
    attempt("patt_a", 1, gateway_reference="ref"),
    gateway_event("gwe_a", "evt_1"),
    account("lacc_owed", "RECEIVABLE"),
    account("lacc_sold", "REVENUE"),
    account("lacc_kept", "CUSTOMER_BALANCE", 500),
    account("lacc_euro", "REVENUE", currency="EUR"),
    entry("lent_1", "ltx_a", "lacc_owed", 1000),
    entry("lent_2", "ltx_a", "lacc_sold", -1000),
    seal("ltx_a"),
    event("evt_new"),
    event("evt_told", 1),
    idempotency_key("idem_a", "key"),
    insert("invoice_counters", merchant_id="mer_a", next_number=2),
    insert("event_streams", merchant_id="mer_a", last_sequence=1, published_sequence=1),
)  # fmt: skip


@dataclass(frozen=True)
class Wrong:
    """Statements that must be refused together; `because` names the constraint, or what SQLite says instead."""

    what: str
    statements: tuple[str, ...]
    because: str
    sqlite: str = ""


UNIQUE = "UNIQUE constraint failed"
FOREIGN = "FOREIGN KEY constraint failed"


async def execute(statements: Sequence[str]) -> None:
    """All of them in one transaction."""
    async with in_transaction():
        for statement in statements:
            await connection().execute_query(statement)


async def assert_refused(database: Database, wrong: Wrong) -> None:
    """The database refuses with an integrity violation, for the reason given, in both dialects alike."""
    with pytest.raises((IntegrityError, asyncpg.PostgresError, sqlite3.IntegrityError)) as refused:
        await execute(wrong.statements)

    expected = wrong.because if not database.is_sqlite else wrong.sqlite or wrong.because
    assert expected in str(refused.value)
    assert _refused_alike(refused.value), "both dialects refuse with an integrity violation (SQLSTATE class 23)"


def _refused_alike(error: BaseException) -> bool:
    if isinstance(error, BaseORMException | sqlite3.Error):
        return isinstance(error, IntegrityError | sqlite3.IntegrityError)
    return str(getattr(error, "sqlstate", "")).startswith("23")
