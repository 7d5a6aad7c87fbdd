"""A merchant with many prepaid customers, and a tariff on each balance if wanted: set-based SQL, consistent books.

Rows are numbered from 0, and so are their ids.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bench.cluster import Cluster

MERCHANT, STAFF, ZONE, CURRENCY = "mer_0", "usr_0", "Europe/Madrid", "USD"
# All tariffs began then. At DUE an hour of each hourly one is over, and the first day of each monthly one.
BEGAN = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
DUE = BEGAN + timedelta(days=1, seconds=5)
HOURLY_MINOR, MONTHLY_MINOR = 20, 2_000

_DIGITS = 26


def seed_customers(cluster: Cluster, name: str, count: int, balance_minor: int) -> None:
    """Customers with a balance each, from one opening credit; and one of the staff."""
    every = f"FROM generate_series(0, {count - 1}) n"
    customer, account, sealed = row_id("cus"), row_id("lacc"), row_id("ltx")
    cluster.execute(
        name,
        f"INSERT INTO merchants VALUES ('{MERCHANT}', 'bench', 'Bench', '{ZONE}', '{CURRENCY}', '{BEGAN}')",
        f"""INSERT INTO users (id, merchant_id, email, password_hash, role, created_at)
            VALUES ('{STAFF}', '{MERCHANT}', 'staff@example.com', '', 'STAFF', '{BEGAN}')""",
        f"""INSERT INTO customers (id, merchant_id, email, name, locale, currency, created_at)
            SELECT {customer}, '{MERCHANT}', 'c' || n || '@example.com', 'C ' || n, 'en', '{CURRENCY}', '{BEGAN}'
            {every}""",
        f"""INSERT INTO ledger_accounts (id, merchant_id, kind, owner_id, currency, created_at)
            SELECT 'lacc_' || kind, '{MERCHANT}', kind, '{MERCHANT}', '{CURRENCY}', '{BEGAN}'
            FROM unnest(ARRAY['CREDITS', 'REVENUE']) kind""",
        f"""INSERT INTO ledger_accounts
                (id, merchant_id, kind, owner_id, currency, balance_minor, last_number, version, created_at)
            SELECT {account}, '{MERCHANT}', 'CUSTOMER_BALANCE', {customer}, '{CURRENCY}', {balance_minor}, 1, 1,
                '{BEGAN}'
            {every}""",
        f"""INSERT INTO ledger_entries
                (id, merchant_id, transaction_id, account_id, currency, amount_minor, balance_after_minor)
            SELECT {row_id("lent", "2 * n + leg")}, '{MERCHANT}', {sealed},
                CASE leg WHEN 0 THEN 'lacc_CREDITS' ELSE {account} END, '{CURRENCY}',
                CASE leg WHEN 0 THEN {balance_minor} ELSE -{balance_minor} END, CASE leg WHEN 1 THEN {balance_minor} END
            {every}, generate_series(0, 1) leg""",
        f"""INSERT INTO ledger_transactions (id, merchant_id, key, subject_id, description, occurred_at)
            SELECT {sealed}, '{MERCHANT}', 'opening:' || n, {customer}, 'Opening credit', '{BEGAN}' {every}""",
        f"""INSERT INTO balance_transactions (id, merchant_id, customer_id, account_id, currency, number, reason,
                description, amount_minor, balance_after_minor, ledger_transaction_id, user_id, occurred_at)
            SELECT {row_id("btx")}, '{MERCHANT}', {customer}, {account}, '{CURRENCY}', 1, 'CREDIT',
                'Opening credit', {balance_minor}, {balance_minor}, {sealed}, '{STAFF}', '{BEGAN}' {every}""",
    )
    cluster.tidy(name)


def seed_tariffs(cluster: Cluster, name: str, count: int, balance_minor: int) -> None:
    """A running tariff for each customer: three by the hour, then one by the month, and so on.

    Each has one step to debit at DUE. Their money lasts: no debit here changes how long.
    """
    customer, account, subscription = row_id("cus"), row_id("lacc"), row_id("sub")
    monthly = "n % 4 = 3"
    billed = f"CASE WHEN {monthly} THEN TIMESTAMPTZ '{BEGAN}' ELSE '{BEGAN + timedelta(hours=23)}' END"
    began = local(f"TIMESTAMPTZ '{BEGAN}'")
    months = local(f"({began} + INTERVAL '1 month' * {balance_minor // MONTHLY_MINOR})")
    every = f"""FROM (SELECT n, CASE WHEN {monthly} THEN 'MONTH' ELSE 'HOUR' END AS unit,
                CASE WHEN {monthly} THEN {MONTHLY_MINOR} ELSE {HOURLY_MINOR} END AS price, {billed} AS billed,
                CASE WHEN {monthly} THEN {months}
                     ELSE {billed} + INTERVAL '1 hour' * {balance_minor // HOURLY_MINOR} END AS funded
            FROM generate_series(0, {count - 1}) n) AS rented"""
    cluster.execute(
        name,
        f"""INSERT INTO products VALUES ('prod_0', '{MERCHANT}', 'servers', 'Servers', '', 'SUBSCRIPTION', NULL,
                '{BEGAN}')""",
        f"""INSERT INTO plans (id, merchant_id, product_id, code, name, description, interval_unit, interval_count,
                billing, trial_days, features, grants, position, created_at)
            SELECT 'plan_' || unit, '{MERCHANT}', 'prod_0', lower(unit), unit, '', unit, 1, 'FROM_BALANCE', 0, '[]',
                '[]', 1, '{BEGAN}'
            FROM unnest(ARRAY['HOUR', 'MONTH']) unit""",
        f"""INSERT INTO subscriptions (id, merchant_id, customer_id, product_id, plan_id, quantity, currency,
                unit_price_minor, status, anchor_at, auto_renew, collection, activated_at, created_at, version)
            SELECT {subscription}, '{MERCHANT}', {customer}, 'prod_0', 'plan_' || unit, 1, '{CURRENCY}', price,
                'ACTIVE', '{BEGAN}', true, 'BALANCE', '{BEGAN}', '{BEGAN}', 1 {every}""",
        f"""INSERT INTO tariffs (id, merchant_id, subscription_id, customer_id, account_id, currency, description,
                amount_minor, interval_unit, interval_count, anchor_at, last_billed_at, carried_numerator,
                carried_denominator, funded_until, due_at)
            SELECT {row_id("tar")}, '{MERCHANT}', {subscription}, {customer}, {account}, '{CURRENCY}', 'Server',
                price, unit, 1, '{BEGAN}', billed, '0', '1', funded, '{BEGAN + timedelta(days=1)}' {every}""",
    )
    cluster.tidy(name)


def local(instant: str) -> str:
    """SQL for the merchant's clock at an instant; or for the instant at which it shows a local time."""
    return f"({instant} AT TIME ZONE '{ZONE}')"


def row_id(prefix: str, number: str = "n") -> str:
    """SQL for the id of a row by number."""
    return f"('{prefix}_' || lpad(({number})::TEXT, {_DIGITS}, '0'))"


def customer_id(number: int) -> str:
    """The same of a customer, here."""
    return f"cus_{number:0{_DIGITS}d}"
