"""The peer of the renewal run: the bare writes of the same renewals, set-based, by a function in the database.

It knows that each subscription is billed and renewed once, what its plan, coupon and tax are, and that no change is
planned, which the real engine finds out. Ids and figures are made in SQL; nothing is announced to anybody.
"""

from __future__ import annotations

from datetime import datetime

from bench.bare import work_off
from bench.cluster import Cluster
from bench.seed import CURRENCY, MERCHANT, row_id
from bench.seed_renewals import ADDON_MINOR, ADDONS, OFF_BP, TAX_PPM, month_after

_HALF_UP = "round({}::NUMERIC)::BIGINT"


def prepare_bare_renewals(cluster: Cluster, name: str) -> None:
    """Make the function `bare_renew(due, batch)`, which answers how many it renewed, in the database `name`."""
    invoice, sealed = row_id("inv", "number"), row_id("ltx", "number")
    off, tax = f"{{}} * {OFF_BP} / 10000.0", f"{{}} * {TAX_PPM} / 1000000.0"
    cluster.execute(
        name,
        # Above all numbers of the seed.
        "CREATE SEQUENCE bare_number START 1000000000",
        f"""CREATE FUNCTION bare_renew(at TIMESTAMPTZ, most INT) RETURNS BIGINT LANGUAGE plpgsql AS $$
        DECLARE claimed BIGINT; last_number BIGINT;
        BEGIN
            CREATE TEMP TABLE IF NOT EXISTS renewal (
                number BIGINT, position BIGINT, subscription TEXT, customer TEXT, account TEXT, starts TIMESTAMPTZ,
                ends TIMESTAMPTZ, coupon TEXT, exempt BOOL, plan BIGINT, plan_off BIGINT, plan_tax BIGINT,
                addon BIGINT, addon_off BIGINT, addon_tax BIGINT
            ) ON COMMIT DELETE ROWS;
            WITH due AS (
                SELECT * FROM subscriptions WHERE merchant_id = '{MERCHANT}' AND due_at <= at ORDER BY due_at, id
                LIMIT most FOR UPDATE SKIP LOCKED
            ), priced AS (
                SELECT due.id, due.customer_id, due.period_end, due.anchor_at, discount.coupon_id,
                    customer.tax_treatment = 'EXEMPT' AS exempt, due.unit_price_minor AS plan,
                    {_HALF_UP.format(off.format("due.unit_price_minor"))} AS plan_off,
                    CASE WHEN extra.id IS NOT NULL THEN {ADDONS * ADDON_MINOR} END AS addon,
                    {_HALF_UP.format(off.format(str(ADDONS * ADDON_MINOR)))} AS addon_off
                FROM due JOIN customers customer ON customer.id = due.customer_id
                LEFT JOIN discounts discount ON discount.subscription_id = due.id
                LEFT JOIN subscription_addons extra ON extra.subscription_id = due.id
            ), lowered AS (
                SELECT *, CASE WHEN coupon_id IS NULL THEN 0 ELSE plan_off END AS off1,
                    CASE WHEN coupon_id IS NULL OR addon IS NULL THEN 0 ELSE addon_off END AS off2
                FROM priced
            )
            INSERT INTO renewal
            SELECT nextval('bare_number'), row_number() OVER (), id, customer_id,
                (SELECT account.id FROM ledger_accounts account WHERE account.merchant_id = '{MERCHANT}'
                    AND account.kind = 'RECEIVABLE' AND account.owner_id = customer_id
                    AND account.currency = '{CURRENCY}'),
                period_end, {month_after("anchor_at", 2)}, coupon_id, exempt, plan, off1,
                CASE WHEN exempt THEN 0 ELSE {_HALF_UP.format(tax.format("(plan - off1)"))} END, addon, off2,
                CASE WHEN exempt OR addon IS NULL THEN 0 ELSE {_HALF_UP.format(tax.format("(addon - off2)"))} END
            FROM lowered;
            GET DIAGNOSTICS claimed = ROW_COUNT;
            IF claimed = 0 THEN
                RETURN 0;
            END IF;

            UPDATE subscriptions SET period_start = starts, period_end = ends, billed_until = ends, due_at = ends,
                version = version + 1
            FROM renewal WHERE id = subscription;
            UPDATE discounts SET periods_left = periods_left - 1
            FROM renewal WHERE subscription_id = subscription AND coupon_id = coupon AND periods_left > 0;
            INSERT INTO ledger_entries (id, merchant_id, transaction_id, account_id, currency, amount_minor)
            SELECT {row_id("lent", "3 * number + leg")}, '{MERCHANT}', {sealed},
                CASE leg WHEN 0 THEN account WHEN 1 THEN 'lacc_REVENUE' ELSE 'lacc_TAX' END, '{CURRENCY}', amount
            FROM renewal, generate_series(0, 2) leg, LATERAL (
                SELECT plan - plan_off + coalesce(addon, 0) - addon_off AS net, plan_tax + addon_tax AS tax
            ) sums, LATERAL (SELECT CASE leg WHEN 0 THEN net + tax WHEN 1 THEN -net ELSE -tax END AS amount) legs
            WHERE amount <> 0;

            UPDATE invoice_counters SET next_number = next_number + claimed WHERE merchant_id = '{MERCHANT}'
            RETURNING next_number - 1 - claimed INTO last_number;
            INSERT INTO invoices (id, merchant_id, number, customer_id, subscription_id, period_start, opens_period,
                status, currency, subtotal_minor, discount_minor, tax_minor, tax_included_minor, total_minor,
                paid_minor, credited_minor, issued_at, due_at, created_at, version)
            SELECT {invoice}, '{MERCHANT}', 'INV-' || lpad((last_number + position)::TEXT, 6, '0'), customer,
                subscription, starts, true, 'OPEN', '{CURRENCY}', plan + coalesce(addon, 0), plan_off + addon_off,
                plan_tax + addon_tax, 0, plan - plan_off + plan_tax + coalesce(addon, 0) - addon_off + addon_tax, 0,
                0, at, at, at, 1
            FROM renewal;
            INSERT INTO invoice_lines (id, merchant_id, invoice_id, position, description, amount_minor,
                discount_minor, tax_minor, period_start, period_end, unit_price_minor, quantity, numerator,
                denominator, rounding)
            SELECT {row_id("line", "2 * number")}, '{MERCHANT}', {invoice}, 1, 'Hosting Basic', plan, plan_off,
                plan_tax, starts, ends, plan, 1, '1', '1', 'HALF_UP' FROM renewal
            UNION ALL
            SELECT {row_id("line", "2 * number + 1")}, '{MERCHANT}', {invoice}, 2, 'Seat × {ADDONS}', addon,
                addon_off, addon_tax, starts, ends, {ADDON_MINOR}, {ADDONS}, '1', '1', 'HALF_UP'
            FROM renewal WHERE addon IS NOT NULL;
            INSERT INTO invoice_discounts (id, merchant_id, invoice_id, coupon_id, position, amount_minor, counts)
            SELECT {row_id("invd", "number")}, '{MERCHANT}', {invoice}, coupon, 1, plan_off + addon_off, true
            FROM renewal WHERE coupon IS NOT NULL;
            INSERT INTO invoice_taxes (id, merchant_id, invoice_id, tax_rate_id, position, amount_minor, counts)
            SELECT {row_id("invt", "number")}, '{MERCHANT}', {invoice}, 'txr_0', 1, plan_tax + addon_tax, true
            FROM renewal WHERE NOT exempt;
            INSERT INTO ledger_transactions (id, merchant_id, key, subject_id, description, occurred_at)
            SELECT {sealed}, '{MERCHANT}', 'invoice:' || {invoice} || ':finalized', {invoice},
                'Invoice INV-' || lpad((last_number + position)::TEXT, 6, '0'), at
            FROM renewal;
            INSERT INTO collections (id, merchant_id, customer_id, subscription_id, invoice_id, status, tries,
                next_try_at, version, created_at, updated_at)
            SELECT {row_id("col", "number")}, '{MERCHANT}', customer, subscription, {invoice}, 'OPEN', 0, at, 1, at, at
            FROM renewal;
            RETURN claimed;
        END $$""",
    )


def renew_bare(url: str, at: datetime, workers: int) -> int:
    """Renew all that is due with so many workers, a commit for each batch; answers how many that were."""
    return work_off(url, "bare_renew", at, workers)
