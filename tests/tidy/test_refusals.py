"""The database refuses by itself what no operation should ever try: told in raw SQL, on both dialects."""

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


def subscription(id: str, status: str = "ACTIVE", customer_id: str = "cus_a", **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "customer_id": customer_id, "product_id": "prod_a", "plan_id": "plan_a", "quantity": 1,
        "currency": "USD", "unit_price_minor": 1000, "status": status, "anchor_at": AT, "auto_renew": True,
        "created_at": AT, "version": 1,
    }  # fmt: skip
    return insert("subscriptions", id=id, **{**values, **changes})


def invoice(id: str, number: str | None, status: str = "OPEN", **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "customer_id": "cus_a", "currency": "USD", "subtotal_minor": 1000, "discount_minor": 0,
        "tax_minor": 0, "total_minor": 1000, "paid_minor": 0, "credited_minor": 0, "created_at": AT, "version": 1,
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
    insert(
        "plans", id="plan_a", merchant_id="mer_a", product_id="prod_a", code="basic", name="Basic", description="",
        interval_unit="MONTH", interval_count=1, billing="IN_ADVANCE", trial_days=0, features="[]", grants="[]",
        position=0, created_at=AT,
    ),
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

WRONGS = (
    Wrong(
        "a balance below zero",
        ("UPDATE ledger_accounts SET balance_minor = balance_minor - 501 WHERE id = 'lacc_kept'",),
        "ledger_accounts_not_negative",
    ),
    Wrong("a balance that is not a customer's", (account("lacc_x", "REVENUE", 1),), "ledger_accounts_balance"),
    Wrong("a customer's balance without a figure", (account("lacc_x", "CUSTOMER_BALANCE"),), "ledger_accounts_balance"),
    Wrong("an unknown account", (account("lacc_x", "PIGGY_BANK"),), "ledger_accounts_kind"),
    Wrong(
        "a ledger transaction that does not sum to zero",
        (entry("lent_3", "ltx_b", "lacc_owed", 1000), entry("lent_4", "ltx_b", "lacc_sold", -999), seal("ltx_b")),
        "does not sum to zero",
    ),
    Wrong(
        "a ledger transaction that sums to zero only across currencies",
        (
            entry("lent_3", "ltx_b", "lacc_owed", 1000),
            entry("lent_4", "ltx_b", "lacc_euro", -1000, "EUR"),
            seal("ltx_b"),
        ),
        "does not sum to zero",
    ),
    Wrong("a ledger transaction without entries", (seal("ltx_b"),), "does not sum to zero"),
    Wrong("an entry in a sealed transaction", (entry("lent_3", "ltx_a", "lacc_owed", 1),), "is sealed"),
    Wrong(
        "entries that nobody seals",
        (entry("lent_3", "ltx_b", "lacc_owed", 5), entry("lent_4", "ltx_b", "lacc_sold", -5)),
        "ledger_entries_merchant_id_transaction_id_fkey",
        FOREIGN,
    ),
    Wrong("an entry of nothing", (entry("lent_3", "ltx_b", "lacc_owed", 0),), "ledger_entries_amount"),
    Wrong(
        "an entry in another currency than its account's",
        (entry("lent_3", "ltx_b", "lacc_owed", 5, "EUR"), entry("lent_4", "ltx_b", "lacc_owed", -5), seal("ltx_b")),
        "ledger_entries_merchant_id_account_id_currency_fkey",
        FOREIGN,
    ),
    Wrong(
        "the same posting twice",
        (entry("lent_3", "ltx_b", "lacc_owed", 5), entry("lent_4", "ltx_b", "lacc_sold", -5), seal("ltx_b", "ltx_a")),
        "ledger_transactions_key",
        UNIQUE,
    ),
    Wrong(
        "a changed entry",
        ("UPDATE ledger_entries SET amount_minor = 1 WHERE id = 'lent_1'",),
        "ledger_entries is append-only",
    ),
    Wrong("a deleted entry", ("DELETE FROM ledger_entries WHERE id = 'lent_1'",), "ledger_entries is append-only"),
    Wrong(
        "a changed ledger transaction",
        ("UPDATE ledger_transactions SET description = 'x' WHERE id = 'ltx_a'",),
        "ledger_transactions is append-only",
    ),
    Wrong(
        "a deleted ledger transaction",
        ("DELETE FROM ledger_transactions WHERE id = 'ltx_a'",),
        "ledger_transactions is append-only",
    ),
    Wrong("a changed fact", ("UPDATE events SET type = 'x' WHERE id = 'evt_new'",), "events are append-only"),
    Wrong(
        "a fact that changes while it is numbered",
        ("UPDATE events SET sequence = 2, type = 'x' WHERE id = 'evt_new'",),
        "events are append-only",
    ),
    Wrong("a fact numbered anew", ("UPDATE events SET sequence = 2 WHERE id = 'evt_told'",), "events are append-only"),
    Wrong("a deleted fact", ("DELETE FROM events WHERE id = 'evt_new'",), "events are append-only"),
    Wrong("two facts with one number", (event("evt_x", 1),), "events_sequence", UNIQUE),
    Wrong(
        "a stream that published more than it numbered",
        ("UPDATE event_streams SET published_sequence = 2",),
        "event_streams_published",
    ),
    Wrong("a second live subscription", (subscription("sub_x", "INCOMPLETE"),), "subscriptions_one_live", UNIQUE),
    Wrong(
        "a subscription of another merchant's customer",
        (subscription("sub_x", customer_id="cus_b"),),
        "subscriptions_merchant_id_customer_id_fkey",
        FOREIGN,
    ),
    Wrong("a subscription without a known status", (subscription("sub_x", "SLEEPING"),), "subscriptions_status"),
    Wrong(
        "a period that ends when it starts",
        (subscription("sub_x", "CANCELED", period_start=AT, period_end=AT),),
        "subscriptions_period",
    ),
    Wrong("a subscription of nothing", (subscription("sub_x", "CANCELED", quantity=0),), "subscriptions_quantity"),
    Wrong("an invoice number given twice", (invoice("inv_x", "1"),), "invoices_number", UNIQUE),
    Wrong("an issued invoice without a number", (invoice("inv_x", None),), "invoices_numbered"),
    Wrong("a draft with a number", (invoice("inv_x", "2", "DRAFT"),), "invoices_numbered"),
    Wrong("an invoice without a known status", (invoice("inv_x", "2", "LATE"),), "invoices_status"),
    Wrong("an invoice that pays more than its total", (invoice("inv_x", "2", paid_minor=1001),), "invoices_due"),
    Wrong("a paid invoice with something due", (invoice("inv_x", "2", "PAID", paid_minor=999),), "invoices_paid"),
    Wrong("an invoice whose total is not its parts", (invoice("inv_x", "2", tax_minor=1),), "invoices_total"),
    Wrong(
        "two invoices of one period",
        (invoice("inv_x", "2", subscription_id="sub_a", period_start=AT),),
        "invoices_period",
        UNIQUE,
    ),
    Wrong(
        "an invoice of another merchant's customer",
        (invoice("inv_x", "2", customer_id="cus_b"),),
        "invoices_merchant_id_customer_id_fkey",
        FOREIGN,
    ),
    Wrong(
        "refunds of more than came",
        (payment("pay_x", "SUCCEEDED", 1000, refunded_minor=600, refund_pending_minor=401),),
        "payments_refunds",
    ),
    Wrong("a success that captured nothing", (payment("pay_x", "SUCCEEDED"),), "payments_captured"),
    Wrong("a failure that captured something", (payment("pay_x", "FAILED", 1000),), "payments_captured"),
    Wrong("a payment without a known status", (payment("pay_x", "MAYBE"),), "payments_status"),
    Wrong("a payment of nothing", (payment("pay_x", amount_minor=0),), "payments_amount"),
    Wrong(
        "a payment of another merchant's customer",
        (payment("pay_x", customer_id="cus_b"),),
        "payments_merchant_id_customer_id_fkey",
        FOREIGN,
    ),
    Wrong(
        "a second open attempt of a payment",
        (attempt("patt_x", 2, invoice_id=None),),
        "payment_attempts_one_open",
        UNIQUE,
    ),
    Wrong(
        "a second open attempt on an invoice",
        (payment("pay_x"), attempt("patt_x", 1, payment_id="pay_x")),
        "payment_attempts_one_open_invoice",
        UNIQUE,
    ),
    Wrong(
        "two attempts with one key",
        (attempt("patt_x", 2, "FAILED", idempotency_key="patt_a"),),
        "payment_attempts_key",
        UNIQUE,
    ),
    Wrong(
        "two attempts with one reference of the gateway",
        (attempt("patt_x", 2, "FAILED", gateway_reference="ref"),),
        "payment_attempts_reference",
        UNIQUE,
    ),
    Wrong(
        "an attempt that ended and still is due",
        (attempt("patt_x", 2, "FAILED", next_try_at=AT),),
        "payment_attempts_end",
    ),
    Wrong(
        "an attempt that ended and keeps its token",
        (attempt("patt_x", 2, "SUCCEEDED", source_sealed="k1."),),
        "payment_attempts_end",
    ),
    Wrong("a gateway's event stored twice", (gateway_event("gwe_x", "evt_1"),), "gateway_events_once", UNIQUE),
    Wrong("an applied event that still is due", (gateway_event("gwe_x", "evt_2", "APPLIED"),), "gateway_events_due"),
    Wrong(
        "a waiting event that never is due", (gateway_event("gwe_x", "evt_2", next_try_at=None),), "gateway_events_due"
    ),
    Wrong("an idempotency key used twice", (idempotency_key("idem_x", "key"),), "idempotency_keys_key", UNIQUE),
    Wrong("a second price in one currency", (price("price_x"),), "prices_plan_currency", UNIQUE),
    Wrong("a price below zero", (price("price_x", "EUR", -1),), "prices_amount"),
    Wrong("a currency in lower case", (customer("cus_x", currency="usd"),), "customers_currency"),
    Wrong("two users with one address", (user("usr_x", "staff@example.com"),), "users_email", UNIQUE),
    Wrong("an address in capitals", (user("usr_x", "Staff@example.com"),), "users_email_lower"),
    Wrong("a customer's user without a customer", (user("usr_x", "x@example.com", "CUSTOMER"),), "users_customer"),
    Wrong("staff who are a customer", (user("usr_x", "x@example.com", "STAFF", "cus_a"),), "users_customer"),
    Wrong(
        "a user of another merchant's customer",
        (user("usr_x", "x@example.com", "CUSTOMER", "cus_b"),),
        "users_merchant_id_customer_id_fkey",
        FOREIGN,
    ),
    Wrong("a counter that goes back", ("UPDATE invoice_counters SET next_number = 0",), "invoice_counters_next"),
)


@pytest.mark.parametrize("wrong", WRONGS, ids=lambda wrong: wrong.what.replace(" ", "-"))
async def test_the_database_refuses(database: Database, wrong: Wrong) -> None:
    await _execute(GIVEN)

    with pytest.raises((IntegrityError, asyncpg.PostgresError, sqlite3.IntegrityError)) as refused:
        await _execute(wrong.statements)

    expected = wrong.because if not database.is_sqlite else wrong.sqlite or wrong.because
    assert expected in str(refused.value)
    assert _refused_alike(refused.value), "both dialects refuse with an integrity violation (SQLSTATE class 23)"


async def test_a_refusal_at_the_commit_leaves_a_connection_that_works(database: Database) -> None:
    await _execute(GIVEN)
    with pytest.raises((IntegrityError, asyncpg.PostgresError, sqlite3.IntegrityError)):
        await _execute([entry("lent_3", "ltx_b", "lacc_owed", 5)])

    await _execute([subscription("sub_x", "CANCELED")])

    left = await connection().execute_query_dict("SELECT count(*) AS found FROM ledger_entries WHERE id = 'lent_3'")
    assert left[0]["found"] == 0


async def test_the_database_accepts_what_is_right(database: Database) -> None:
    await _execute(GIVEN)
    await _execute(
        [
            subscription("sub_x", "CANCELED"),
            invoice("inv_x", "2", "VOID", subscription_id="sub_a"),
            invoice("inv_y", "3", "PAID", paid_minor=1000),
            payment("pay_x", "SUCCEEDED", 1000, refunded_minor=1000),
            attempt("patt_x", 2, "FAILED"),
            "UPDATE events SET sequence = 2 WHERE id = 'evt_new'",
            "UPDATE ledger_accounts SET balance_minor = balance_minor - 500 WHERE id = 'lacc_kept'",
            entry("lent_3", "ltx_b", "lacc_owed", -5),
            entry("lent_4", "ltx_b", "lacc_kept", 5),
            seal("ltx_b"),
        ]
    )


@pytest.mark.parametrize("table", ["ledger_entries", "ledger_transactions CASCADE"])
async def test_the_books_cannot_be_truncated(database: Database, table: str) -> None:
    if database.is_sqlite:
        return  # It has no TRUNCATE; an unconditional DELETE is refused above.
    await _execute(GIVEN)
    with pytest.raises(IntegrityError, match="append-only"):
        await _execute([f"TRUNCATE {table}"])


async def _execute(statements: Sequence[str]) -> None:
    async with in_transaction():
        for statement in statements:
            await connection().execute_query(statement)


def _refused_alike(error: BaseException) -> bool:
    if isinstance(error, BaseORMException | sqlite3.Error):
        return isinstance(error, IntegrityError | sqlite3.IntegrityError)
    return str(getattr(error, "sqlstate", "")).startswith("23")
