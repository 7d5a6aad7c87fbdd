"""The peer of the tariff run: the bare writes of the same debits, set-based, by a function in the database.

It knows that each tariff has one step due and one balance of its own, which the real engine finds out. Ids and figures
are made in SQL; nothing is announced to anybody.
"""

from __future__ import annotations

import asyncio
from datetime import datetime

import asyncpg

from bench.cluster import Cluster
from bench.seed import CURRENCY, MERCHANT, local, row_id

BATCH = 5_000


def prepare_bare(cluster: Cluster, name: str) -> None:
    """Make the function `bare_charge(due, batch)`, which answers how many it debited, in the database `name`."""
    sealed, began = row_id("ltx", "number"), local("anchor_at")
    next_day = local(f"({local('ends')} + INTERVAL '1 day')")
    cluster.execute(
        name,
        # Above all numbers of the seed.
        "CREATE SEQUENCE bare_number START 1000000000",
        f"""CREATE FUNCTION bare_charge(at TIMESTAMPTZ, most INT) RETURNS BIGINT LANGUAGE plpgsql AS $$
        DECLARE claimed BIGINT;
        BEGIN
            CREATE TEMP TABLE IF NOT EXISTS step (
                number BIGINT, tariff TEXT, subscription TEXT, customer TEXT, account TEXT, label TEXT, price BIGINT,
                starts TIMESTAMPTZ, ends TIMESTAMPTZ, parts BIGINT, amount BIGINT, rest BIGINT, after BIGINT,
                position BIGINT
            ) ON COMMIT DELETE ROWS;
            INSERT INTO step
            SELECT nextval('bare_number'), id, subscription_id, customer_id, account_id, description, amount_minor,
                last_billed_at, due_at, parts, amount_minor / parts, amount_minor % parts
            FROM (
                SELECT *, CASE interval_unit WHEN 'HOUR' THEN 1
                    ELSE EXTRACT(DAY FROM {began} + INTERVAL '1 month' - {began}) END::BIGINT AS parts
                FROM tariffs WHERE merchant_id = '{MERCHANT}' AND due_at <= at LIMIT most FOR UPDATE SKIP LOCKED
            ) AS due;
            GET DIAGNOSTICS claimed = ROW_COUNT;

            WITH moved AS (
                UPDATE ledger_accounts SET balance_minor = balance_minor - step.amount, last_number = last_number + 1,
                    version = version + 1
                FROM step WHERE id = step.account AND balance_minor - step.amount >= held_minor
                RETURNING id, balance_minor, last_number
            )
            UPDATE step SET after = moved.balance_minor, position = moved.last_number FROM moved WHERE id = account;

            INSERT INTO ledger_entries
                (id, merchant_id, transaction_id, account_id, currency, amount_minor, balance_after_minor)
            SELECT {row_id("lent", "2 * number + leg")}, '{MERCHANT}', {sealed},
                CASE leg WHEN 0 THEN account ELSE 'lacc_REVENUE' END, '{CURRENCY}',
                CASE leg WHEN 0 THEN amount ELSE -amount END, CASE leg WHEN 0 THEN after END
            FROM step, generate_series(0, 1) leg;
            INSERT INTO ledger_transactions (id, merchant_id, key, subject_id, description, occurred_at)
            SELECT {sealed}, '{MERCHANT}', 'tariff:' || number, subscription, label, ends
            FROM step;
            INSERT INTO balance_transactions (id, merchant_id, customer_id, account_id, currency, number, reason,
                description, amount_minor, balance_after_minor, ledger_transaction_id, subscription_id, occurred_at)
            SELECT {row_id("btx", "number")}, '{MERCHANT}', customer, account, '{CURRENCY}', position, 'TARIFF',
                label, -amount, after, {sealed}, subscription, ends
            FROM step;
            INSERT INTO tariff_debits (id, merchant_id, subscription_id, period_start, period_end, amount_minor,
                unit_price_minor, numerator, denominator, carried_numerator, carried_denominator, ledger_transaction_id)
            SELECT {row_id("tdeb", "number")}, '{MERCHANT}', subscription, starts, ends, amount, price, '1',
                parts::TEXT, '0', '1', {sealed}
            FROM step;
            UPDATE tariffs SET last_billed_at = ends,
                due_at = CASE interval_unit WHEN 'HOUR' THEN ends + INTERVAL '1 hour'
                    ELSE {next_day} END,
                carried_numerator = (rest / gcd(rest, parts))::TEXT,
                carried_denominator = (parts / gcd(rest, parts))::TEXT
            FROM step WHERE id = tariff;
            RETURN claimed;
        END $$""",
    )


def charge_bare(url: str, at: datetime, workers: int, batch: int = BATCH) -> int:
    """Debit all that is due with so many workers, a commit for each batch; answers how many debits that were."""
    return work_off(url, "bare_charge", at, workers, batch)


def work_off(url: str, function: str, at: datetime, workers: int, batch: int = BATCH) -> int:
    """Call a function of (instant, batch) in the database, by so many workers, until it has nothing to do."""
    return asyncio.run(_work_off(url, function, at, workers, batch))


async def _work_off(url: str, function: str, at: datetime, workers: int, batch: int) -> int:
    return sum(await asyncio.gather(*(_work(url, function, at, batch) for _ in range(workers))))


async def _work(url: str, function: str, at: datetime, batch: int) -> int:
    connection = await asyncpg.connect(url)
    try:
        done = 0
        while claimed := await connection.fetchval(f"SELECT {function}($1, $2)", at, batch):
            done += claimed
        return done
    finally:
        await connection.close()
