"""Subscriptions by the month that are all due: with add-ons, coupons and taxes, and invoices from before.

Every fourth has an add-on, every fifth a coupon (every tenth for two more months), every eighth is exempt from the tax.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bench.cluster import Cluster
from bench.seed import CURRENCY, MERCHANT, ZONE, local, row_id

# They began within one day, each at its second. At DUE the first month of each is over.
BEGAN = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
DUE = datetime(2026, 2, 16, 12, 0, tzinfo=UTC)
PRICE_MINOR, ADDON_MINOR, ADDONS = 1_999, 450, 2
OFF_BP, TAX_PPM = 1_500, 210_000

HAS_ADDON, HAS_COUPON, HAS_END, IS_EXEMPT = "n % 4 = 0", "n % 5 = 0", "n % 10 = 0", "n % 8 = 0"
FOREVER, REPEATING = "cpn_FOREVER", "cpn_REPEATING"
STARTED = f"(TIMESTAMPTZ '{BEGAN}' + INTERVAL '1 second' * (n % 86400))"
_DAY_BEFORE = BEGAN - timedelta(days=1)


def month_after(instant: str, months: int = 1) -> str:
    """SQL for so many months after an instant, by the merchant's clock."""
    return local(f"({local(instant)} + INTERVAL '{months} month')")


def seed_renewals(cluster: Cluster, name: str, count: int, *, old_invoices: int) -> None:
    """As many subscriptions as `count`, each of its own customer; and invoices from before, dealt out to them."""
    every = f"FROM generate_series(0, {count - 1}) n"
    customer, subscription, began = row_id("cus"), row_id("sub"), f"TIMESTAMPTZ '{BEGAN}'"
    coupon = f"CASE WHEN {HAS_END} THEN '{REPEATING}' ELSE '{FOREVER}' END"
    cluster.execute(
        name,
        f"INSERT INTO merchants VALUES ('{MERCHANT}', 'bench', 'Bench', '{ZONE}', '{CURRENCY}', {began})",
        f"INSERT INTO invoice_counters VALUES ('{MERCHANT}', {old_invoices + 1})",
        f"INSERT INTO event_streams VALUES ('{MERCHANT}', 0, 0)",
        f"""INSERT INTO billing_policies (merchant_id, retry_days, final_action, grace_days, invoice_ahead_days,
                upgrade_timing, downgrade_timing, version, updated_at)
            VALUES ('{MERCHANT}', '[1, 3, 7, 14]', 'CANCEL', 7, 5, 'NOW', 'PERIOD_END', 1, {began})""",
        f"""INSERT INTO products VALUES ('prod_0', '{MERCHANT}', 'hosting', 'Hosting', '', 'SUBSCRIPTION', NULL,
                {began})""",
        f"""INSERT INTO plans (id, merchant_id, product_id, code, name, description, interval_unit, interval_count,
                billing, trial_days, features, grants, position, created_at)
            VALUES ('plan_0', '{MERCHANT}', 'prod_0', 'basic', 'Basic', '', 'MONTH', 1, 'IN_ADVANCE', 0,
                '[{{"code": "mail", "name": "Mail", "value": null}}]', '[]', 1, {began})""",
        f"""INSERT INTO addons (id, merchant_id, plan_id, code, name, charge, features, grants, position, created_at)
            VALUES ('add_0', '{MERCHANT}', 'plan_0', 'seat', 'Seat', 'RECURRING', '[]', '[]', 1, {began})""",
        f"""INSERT INTO tax_rates (id, merchant_id, name, rate_ppm, inclusive, created_at)
            VALUES ('txr_0', '{MERCHANT}', 'IVA', {TAX_PPM}, false, {began})""",
        f"""INSERT INTO tax_assignments (id, merchant_id, customer_id, tax_rate_id, position)
            VALUES ('txa_0', '{MERCHANT}', NULL, 'txr_0', 1)""",
        f"""INSERT INTO coupons (id, merchant_id, code, name, percent_bp, duration, periods, once_per_customer,
                redemptions, created_at, version)
            VALUES ('{FOREVER}', '{MERCHANT}', 'F', 'For ever', {OFF_BP}, 'FOREVER', NULL, false, 0, {began}, 1),
                ('{REPEATING}', '{MERCHANT}', 'R', 'For a while', {OFF_BP}, 'REPEATING', 3, false, 0, {began}, 1)""",
        f"""INSERT INTO customers (id, merchant_id, email, name, locale, currency, created_at, tax_treatment)
            SELECT {customer}, '{MERCHANT}', 'c' || n || '@example.com', 'C ' || n, 'en', '{CURRENCY}', {began},
                CASE WHEN {IS_EXEMPT} THEN 'EXEMPT' ELSE 'MERCHANT' END {every}""",
        f"""INSERT INTO subscriptions (id, merchant_id, customer_id, product_id, plan_id, quantity, currency,
                unit_price_minor, status, anchor_at, period_start, period_end, billed_until, due_at, auto_renew,
                collection, activated_at, created_at, version)
            SELECT {subscription}, '{MERCHANT}', {customer}, 'prod_0', 'plan_0', 1, '{CURRENCY}', {PRICE_MINOR},
                'ACTIVE', began, began, ends, ends, ends, true, 'METHOD', began, began, 2
            FROM (SELECT n, {STARTED} AS began, {month_after(STARTED)} AS ends {every}) AS held""",
        f"""INSERT INTO subscription_addons (id, merchant_id, subscription_id, addon_id, quantity, unit_price_minor)
            SELECT {row_id("sadd")}, '{MERCHANT}', {subscription}, 'add_0', {ADDONS}, {ADDON_MINOR} {every}
            WHERE {HAS_ADDON}""",
        f"""INSERT INTO discounts (id, merchant_id, customer_id, subscription_id, coupon_id, position, periods_left,
                single, status, created_at)
            SELECT {row_id("dsc")}, '{MERCHANT}', {customer}, {subscription}, {coupon}, 1,
                CASE WHEN {HAS_END} THEN 2 END, false, 'ACTIVE', {began} {every} WHERE {HAS_COUPON}""",
        f"""INSERT INTO ledger_accounts (id, merchant_id, kind, owner_id, currency, created_at)
            SELECT 'lacc_' || kind, '{MERCHANT}', kind, '{MERCHANT}', '{CURRENCY}', {began}
            FROM unnest(ARRAY['REVENUE', 'TAX']) kind
            UNION ALL
            SELECT {row_id("lacc")}, '{MERCHANT}', 'RECEIVABLE', {customer}, '{CURRENCY}', {began} {every}""",
    )
    _seed_old(cluster, name, count, old_invoices)
    cluster.tidy(name)


def _seed_old(cluster: Cluster, name: str, count: int, invoices: int) -> None:
    """Paid invoices of one line, with their bookings, of days before all periods."""
    every = f"FROM generate_series(0, {invoices - 1}) n"
    whose, invoice = f"(n % {count})", row_id("inv")
    at = f"(TIMESTAMPTZ '{_DAY_BEFORE}' - INTERVAL '1 day' * (n / {count}))"
    sealed = row_id("ltx")
    cluster.execute(
        name,
        f"""INSERT INTO invoices (id, merchant_id, number, customer_id, subscription_id, period_start, opens_period,
                status, currency, subtotal_minor, discount_minor, tax_minor, tax_included_minor, total_minor,
                paid_minor, credited_minor, issued_at, due_at, paid_at, created_at, version)
            SELECT {invoice}, '{MERCHANT}', 'INV-' || lpad((n + 1)::TEXT, 6, '0'), {row_id("cus", whose)},
                {row_id("sub", whose)}, {at}, true, 'PAID', '{CURRENCY}', 100, 0, 0, 0, 100, 100, 0, {at}, {at}, {at},
                {at}, 2 {every}""",
        f"""INSERT INTO invoice_lines (id, merchant_id, invoice_id, position, description, amount_minor,
                unit_price_minor, quantity, numerator, denominator, rounding)
            SELECT {row_id("line")}, '{MERCHANT}', {invoice}, 1, 'Hosting Basic', 100, 100, 1, '1', '1', 'HALF_UP'
            {every}""",
        f"""INSERT INTO ledger_entries (id, merchant_id, transaction_id, account_id, currency, amount_minor)
            SELECT {row_id("lent", "2 * n + leg")}, '{MERCHANT}', {sealed},
                CASE leg WHEN 0 THEN {row_id("lacc", whose)} ELSE 'lacc_REVENUE' END, '{CURRENCY}',
                CASE leg WHEN 0 THEN 100 ELSE -100 END
            {every}, generate_series(0, 1) leg""",
        f"""INSERT INTO ledger_transactions (id, merchant_id, key, subject_id, description, occurred_at)
            SELECT {sealed}, '{MERCHANT}', 'invoice:' || {invoice} || ':finalized', {invoice}, 'Invoice', {at}
            {every}""",
    )
