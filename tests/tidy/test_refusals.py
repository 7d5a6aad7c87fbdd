"""The database refuses by itself what no operation should ever try: told in raw SQL, on both dialects."""

from __future__ import annotations

import sqlite3

import asyncpg
import pytest
from tortoise.exceptions import IntegrityError

from backend.database import connection
from tests.support.databases import Database
from tests.tidy.rows import (
    AT,
    FOREIGN,
    GIVEN,
    UNIQUE,
    Wrong,
    account,
    assert_refused,
    attempt,
    customer,
    entry,
    event,
    execute,
    gateway_event,
    idempotency_key,
    invoice,
    payment,
    price,
    seal,
    subscription,
    user,
)

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
    await execute(GIVEN)
    await assert_refused(database, wrong)


async def test_a_refusal_at_the_commit_leaves_a_connection_that_works(database: Database) -> None:
    await execute(GIVEN)
    with pytest.raises((IntegrityError, asyncpg.PostgresError, sqlite3.IntegrityError)):
        await execute([entry("lent_3", "ltx_b", "lacc_owed", 5)])

    await execute([subscription("sub_x", "CANCELED")])

    left = await connection().execute_query_dict("SELECT count(*) AS found FROM ledger_entries WHERE id = 'lent_3'")
    assert left[0]["found"] == 0


async def test_the_database_accepts_what_is_right(database: Database) -> None:
    await execute(GIVEN)
    await execute(
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
    await execute(GIVEN)
    with pytest.raises(IntegrityError, match="append-only"):
        await execute([f"TRUNCATE {table}"])
