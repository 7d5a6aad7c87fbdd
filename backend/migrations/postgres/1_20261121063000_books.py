"""The books of balances, tariffs, units and refunds: their tables, and the log of the balances that exist (postgres)."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
-- Nothing else can spend what is held of a balance. last_number counts the account's balance
-- transactions, version the changes of its balance.
ALTER TABLE ledger_accounts ADD COLUMN held_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ledger_accounts ADD COLUMN last_number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ledger_accounts ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_held CHECK (held_minor = 0 OR held_minor BETWEEN 0 AND coalesce(balance_minor, 0));
ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_last_number CHECK (last_number >= 0);

-- A payment from the balance needs no gateway account.
ALTER TABLE payments ALTER COLUMN gateway_account_id DROP NOT NULL;
ALTER TABLE payments ADD CONSTRAINT payments_gateway_account CHECK ((kind = 'BALANCE') = (gateway_account_id IS NULL));
-- Who started it, for the log of balances.
ALTER TABLE payments ADD COLUMN user_id VARCHAR(40);
ALTER TABLE payments ADD FOREIGN KEY (merchant_id, user_id) REFERENCES users (merchant_id, id);

-- What a gateway's event speaks of: its references and its claim are a payment's or a refund's.
ALTER TABLE gateway_events ADD COLUMN subject VARCHAR(10) NOT NULL DEFAULT 'payment';
ALTER TABLE gateway_events ADD CONSTRAINT gateway_events_subject CHECK (subject IN ('payment', 'refund'));

CREATE TABLE balance_transactions (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    account_id VARCHAR(40) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    number BIGINT NOT NULL,
    reason VARCHAR(20) NOT NULL,
    description VARCHAR(300) NOT NULL,
    amount_minor BIGINT NOT NULL,
    balance_after_minor BIGINT NOT NULL,
    ledger_transaction_id VARCHAR(40) NOT NULL,
    user_id VARCHAR(40),
    payment_id VARCHAR(40),
    invoice_id VARCHAR(40),
    subscription_id VARCHAR(40),
    occurred_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT balance_transactions_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, account_id, currency) REFERENCES ledger_accounts (merchant_id, id, currency),
    FOREIGN KEY (merchant_id, ledger_transaction_id) REFERENCES ledger_transactions (merchant_id, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (merchant_id, user_id) REFERENCES users (merchant_id, id),
    FOREIGN KEY (merchant_id, payment_id) REFERENCES payments (merchant_id, id),
    FOREIGN KEY (merchant_id, invoice_id) REFERENCES invoices (merchant_id, id),
    FOREIGN KEY (merchant_id, subscription_id) REFERENCES subscriptions (merchant_id, id),
    CONSTRAINT balance_transactions_number UNIQUE (account_id, number),
    CONSTRAINT balance_transactions_ledger UNIQUE (ledger_transaction_id, account_id),
    CONSTRAINT balance_transactions_reason CHECK (reason IN ('TOP_UP', 'TARIFF', 'INVOICE', 'REFUND', 'CREDIT', 'ADJUSTMENT', 'OVERPAYMENT', 'RELEASE')),
    CONSTRAINT balance_transactions_amount CHECK (amount_minor <> 0),
    CONSTRAINT balance_transactions_after CHECK (balance_after_minor >= 0),
    CONSTRAINT balance_transactions_first CHECK (number > 0)
);
CREATE INDEX balance_transactions_customer ON balance_transactions (merchant_id, customer_id, id);

CREATE TABLE balance_holds (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    account_id VARCHAR(40) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    amount_minor BIGINT NOT NULL,
    settled_minor BIGINT,
    status VARCHAR(20) NOT NULL,
    description VARCHAR(300) NOT NULL,
    user_id VARCHAR(40),
    created_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ,
    CONSTRAINT balance_holds_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, account_id, currency) REFERENCES ledger_accounts (merchant_id, id, currency),
    FOREIGN KEY (merchant_id, user_id) REFERENCES users (merchant_id, id),
    CONSTRAINT balance_holds_amount CHECK (amount_minor > 0),
    CONSTRAINT balance_holds_status CHECK (status IN ('HELD', 'SETTLED', 'RELEASED')),
    CONSTRAINT balance_holds_settled CHECK ((status = 'SETTLED') = (settled_minor IS NOT NULL) AND (settled_minor IS NULL OR (settled_minor > 0 AND settled_minor <= amount_minor))),
    CONSTRAINT balance_holds_closed CHECK ((status = 'HELD') = (closed_at IS NULL))
);
CREATE INDEX balance_holds_open ON balance_holds (account_id) WHERE status = 'HELD';

CREATE TABLE tariffs (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    subscription_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    account_id VARCHAR(40) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    description VARCHAR(300) NOT NULL,
    amount_minor BIGINT NOT NULL,
    interval_unit VARCHAR(10) NOT NULL,
    interval_count INT NOT NULL,
    anchor_at TIMESTAMPTZ NOT NULL,
    last_billed_at TIMESTAMPTZ NOT NULL,
    carried_numerator VARCHAR(120) NOT NULL,
    carried_denominator VARCHAR(120) NOT NULL,
    funded_until TIMESTAMPTZ,
    due_at TIMESTAMPTZ,
    suspended_at TIMESTAMPTZ,
    CONSTRAINT tariffs_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, subscription_id) REFERENCES subscriptions (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, account_id, currency) REFERENCES ledger_accounts (merchant_id, id, currency),
    CONSTRAINT tariffs_subscription UNIQUE (subscription_id),
    CONSTRAINT tariffs_amount CHECK (amount_minor >= 0),
    CONSTRAINT tariffs_interval CHECK (interval_unit IN ('HOUR', 'DAY', 'WEEK', 'MONTH', 'YEAR') AND interval_count > 0),
    CONSTRAINT tariffs_due CHECK (due_at IS NULL OR (due_at > last_billed_at AND suspended_at IS NULL))
);
CREATE INDEX tariffs_next ON tariffs (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX tariffs_of_account ON tariffs (account_id) WHERE due_at IS NOT NULL OR suspended_at IS NOT NULL;

CREATE TABLE tariff_debits (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    subscription_id VARCHAR(40) NOT NULL,
    period_start TIMESTAMPTZ NOT NULL,
    period_end TIMESTAMPTZ NOT NULL,
    amount_minor BIGINT NOT NULL,
    unit_price_minor BIGINT NOT NULL,
    numerator VARCHAR(40) NOT NULL,
    denominator VARCHAR(40) NOT NULL,
    carried_numerator VARCHAR(120) NOT NULL,
    carried_denominator VARCHAR(120) NOT NULL,
    ledger_transaction_id VARCHAR(40),
    CONSTRAINT tariff_debits_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, subscription_id) REFERENCES subscriptions (merchant_id, id),
    FOREIGN KEY (merchant_id, ledger_transaction_id) REFERENCES ledger_transactions (merchant_id, id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT tariff_debits_period UNIQUE (subscription_id, period_start),
    CONSTRAINT tariff_debits_time CHECK (period_start < period_end),
    CONSTRAINT tariff_debits_amount CHECK (amount_minor >= 0 AND (amount_minor > 0) = (ledger_transaction_id IS NOT NULL))
);

CREATE TABLE payment_methods (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    gateway_account_id VARCHAR(40) NOT NULL,
    gateway VARCHAR(50) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    gateway_customer VARCHAR(255),
    gateway_reference VARCHAR(255) NOT NULL,
    brand VARCHAR(30),
    last4 VARCHAR(4),
    expires_month INT,
    expires_year INT,
    is_default BOOL NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    removed_at TIMESTAMPTZ,
    CONSTRAINT payment_methods_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, gateway_account_id) REFERENCES gateway_accounts (merchant_id, id),
    CONSTRAINT payment_methods_reference UNIQUE (gateway_account_id, gateway_reference),
    CONSTRAINT payment_methods_kind CHECK (kind IN ('CARD', 'BANK_TRANSFER', 'WALLET')),
    CONSTRAINT payment_methods_default_is_kept CHECK (NOT is_default OR removed_at IS NULL)
);
CREATE UNIQUE INDEX payment_methods_one_default ON payment_methods (customer_id) WHERE is_default;
CREATE INDEX payment_methods_customer ON payment_methods (merchant_id, customer_id, id);

CREATE TABLE auto_top_ups (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    enabled BOOL NOT NULL,
    threshold_minor BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    payment_method_id VARCHAR(40) NOT NULL,
    payment_id VARCHAR(40),
    failures INT NOT NULL,
    next_try_at TIMESTAMPTZ,
    paused_reason VARCHAR(300),
    version INT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT auto_top_ups_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, payment_method_id) REFERENCES payment_methods (merchant_id, id),
    FOREIGN KEY (merchant_id, payment_id) REFERENCES payments (merchant_id, id),
    CONSTRAINT auto_top_ups_currency UNIQUE (customer_id, currency),
    CONSTRAINT auto_top_ups_amounts CHECK (threshold_minor >= 0 AND amount_minor > 0),
    CONSTRAINT auto_top_ups_failures CHECK (failures >= 0),
    CONSTRAINT auto_top_ups_version CHECK (version > 0)
);
CREATE INDEX auto_top_ups_due ON auto_top_ups (next_try_at) WHERE next_try_at IS NOT NULL;
-- Which payments were automatic: counted against a daily cap.
ALTER TABLE payments ADD COLUMN auto_top_up_id VARCHAR(40);
ALTER TABLE payments ADD FOREIGN KEY (merchant_id, auto_top_up_id) REFERENCES auto_top_ups (merchant_id, id);
CREATE INDEX payments_auto_top_up ON payments (auto_top_up_id, created_at) WHERE auto_top_up_id IS NOT NULL;

-- What a refill's invoice sold: its units are granted when it is paid. `grants` is what the plan promised then.
CREATE TABLE refill_purchases (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    plan_id VARCHAR(40) NOT NULL,
    quantity INT NOT NULL,
    grants JSONB NOT NULL,
    invoice_id VARCHAR(40) NOT NULL,
    granted_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT refill_purchases_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, plan_id) REFERENCES plans (merchant_id, id),
    FOREIGN KEY (merchant_id, invoice_id) REFERENCES invoices (merchant_id, id),
    CONSTRAINT refill_purchases_invoice UNIQUE (invoice_id),
    CONSTRAINT refill_purchases_quantity CHECK (quantity > 0)
);

-- Quantities of units are whole millionths.
CREATE TABLE unit_accounts (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    unit VARCHAR(50) NOT NULL,
    remaining BIGINT NOT NULL,
    held BIGINT NOT NULL,
    version INT NOT NULL,
    CONSTRAINT unit_accounts_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    CONSTRAINT unit_accounts_unit UNIQUE (customer_id, unit),
    CONSTRAINT unit_accounts_not_negative CHECK (remaining >= 0 AND held >= 0),
    CONSTRAINT unit_accounts_version CHECK (version > 0)
);

CREATE TABLE unit_grants (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    account_id VARCHAR(40) NOT NULL,
    unit VARCHAR(50) NOT NULL,
    quantity BIGINT NOT NULL,
    remaining BIGINT NOT NULL,
    held BIGINT NOT NULL,
    granted_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ,
    invoice_id VARCHAR(40) NOT NULL,
    payment_id VARCHAR(40) NOT NULL,
    position INT NOT NULL,
    CONSTRAINT unit_grants_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, account_id) REFERENCES unit_accounts (merchant_id, id),
    FOREIGN KEY (merchant_id, invoice_id) REFERENCES invoices (merchant_id, id),
    FOREIGN KEY (merchant_id, payment_id) REFERENCES payments (merchant_id, id),
    CONSTRAINT unit_grants_once UNIQUE (invoice_id, position),
    CONSTRAINT unit_grants_quantity CHECK (quantity > 0 AND remaining >= 0 AND held >= 0 AND remaining + held <= quantity),
    CONSTRAINT unit_grants_expiry CHECK (expires_at IS NULL OR expires_at > granted_at)
);
CREATE INDEX unit_grants_open ON unit_grants (account_id, expires_at, granted_at) WHERE remaining > 0;
CREATE INDEX unit_grants_expiring ON unit_grants (expires_at) WHERE expires_at IS NOT NULL AND remaining > 0;

CREATE TABLE unit_holds (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    account_id VARCHAR(40) NOT NULL,
    unit VARCHAR(50) NOT NULL,
    quantity BIGINT NOT NULL,
    settled BIGINT,
    status VARCHAR(20) NOT NULL,
    description VARCHAR(300) NOT NULL,
    user_id VARCHAR(40),
    created_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ,
    CONSTRAINT unit_holds_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, account_id) REFERENCES unit_accounts (merchant_id, id),
    FOREIGN KEY (merchant_id, user_id) REFERENCES users (merchant_id, id),
    CONSTRAINT unit_holds_quantity CHECK (quantity > 0),
    CONSTRAINT unit_holds_status CHECK (status IN ('HELD', 'SETTLED', 'RELEASED')),
    CONSTRAINT unit_holds_settled CHECK ((status = 'SETTLED') = (settled IS NOT NULL) AND (settled IS NULL OR (settled > 0 AND settled <= quantity))),
    CONSTRAINT unit_holds_closed CHECK ((status = 'HELD') = (closed_at IS NULL))
);

CREATE TABLE unit_movements (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    account_id VARCHAR(40) NOT NULL,
    grant_id VARCHAR(40) NOT NULL,
    hold_id VARCHAR(40),
    kind VARCHAR(20) NOT NULL,
    quantity BIGINT NOT NULL,
    description VARCHAR(300) NOT NULL,
    user_id VARCHAR(40),
    occurred_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT unit_movements_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, account_id) REFERENCES unit_accounts (merchant_id, id),
    FOREIGN KEY (merchant_id, grant_id) REFERENCES unit_grants (merchant_id, id),
    FOREIGN KEY (merchant_id, hold_id) REFERENCES unit_holds (merchant_id, id),
    FOREIGN KEY (merchant_id, user_id) REFERENCES users (merchant_id, id),
    CONSTRAINT unit_movements_kind CHECK (kind IN ('GRANT', 'CONSUME', 'HOLD', 'SETTLE', 'RELEASE', 'EXPIRE', 'TAKE_BACK', 'GIVE_BACK')),
    CONSTRAINT unit_movements_quantity CHECK (quantity > 0),
    CONSTRAINT unit_movements_hold CHECK ((kind IN ('HOLD', 'SETTLE', 'RELEASE')) = (hold_id IS NOT NULL))
);
CREATE INDEX unit_movements_account ON unit_movements (account_id, id);
CREATE INDEX unit_movements_grant ON unit_movements (grant_id);
CREATE INDEX unit_movements_hold_of ON unit_movements (hold_id) WHERE hold_id IS NOT NULL;

CREATE TABLE refunds (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    payment_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    gateway_account_id VARCHAR(40),
    amount_minor BIGINT NOT NULL,
    currency VARCHAR(3) NOT NULL,
    status VARCHAR(20) NOT NULL,
    reason VARCHAR(300) NOT NULL,
    from_balance_minor BIGINT NOT NULL,
    units_taken JSONB NOT NULL,
    gateway_reference VARCHAR(255),
    last_error VARCHAR(500),
    user_id VARCHAR(40),
    tries INT NOT NULL,
    next_try_at TIMESTAMPTZ,
    lease_until TIMESTAMPTZ,
    fence INT NOT NULL,
    sent_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    version INT NOT NULL,
    CONSTRAINT refunds_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, payment_id) REFERENCES payments (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, gateway_account_id) REFERENCES gateway_accounts (merchant_id, id),
    FOREIGN KEY (merchant_id, user_id) REFERENCES users (merchant_id, id),
    CONSTRAINT refunds_amount CHECK (amount_minor > 0),
    CONSTRAINT refunds_from_balance CHECK (from_balance_minor BETWEEN 0 AND amount_minor),
    CONSTRAINT refunds_status CHECK (status IN ('PENDING', 'SUCCEEDED', 'FAILED')),
    CONSTRAINT refunds_end CHECK (status = 'PENDING' OR next_try_at IS NULL),
    CONSTRAINT refunds_counts CHECK (tries >= 0 AND fence >= 0),
    CONSTRAINT refunds_version CHECK (version > 0)
);
CREATE INDEX refunds_payment ON refunds (payment_id, id);
CREATE UNIQUE INDEX refunds_reference ON refunds (gateway_account_id, gateway_reference) WHERE gateway_reference IS NOT NULL;
CREATE INDEX refunds_due ON refunds (next_try_at) WHERE next_try_at IS NOT NULL;

CREATE TABLE ledger_proofs (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    as_of TIMESTAMPTZ NOT NULL,
    checked_until VARCHAR(40),
    is_full BOOL NOT NULL,
    transactions BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    violations JSONB NOT NULL,
    CONSTRAINT ledger_proofs_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id)
);
CREATE INDEX ledger_proofs_latest ON ledger_proofs (merchant_id, id);

-- Logs are append-only.
CREATE TRIGGER balance_transactions_append_only BEFORE UPDATE OR DELETE ON balance_transactions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER balance_transactions_keep BEFORE TRUNCATE ON balance_transactions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tariff_debits_append_only BEFORE UPDATE OR DELETE ON tariff_debits
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tariff_debits_keep BEFORE TRUNCATE ON tariff_debits
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unit_movements_append_only BEFORE UPDATE OR DELETE ON unit_movements
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unit_movements_keep BEFORE TRUNCATE ON unit_movements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Until now a balance rose by overpaying only. Its log begins with what the books know of that.
INSERT INTO balance_transactions (
    id, merchant_id, customer_id, account_id, currency, number, reason, description, amount_minor, balance_after_minor,
    ledger_transaction_id, payment_id, occurred_at
)
SELECT
    'btx_' || substr(entry.id, length('lent_') + 1), entry.merchant_id, account.owner_id, account.id, entry.currency,
    row_number() OVER (PARTITION BY account.id ORDER BY entry.id), 'OVERPAYMENT', 'Payment received',
    -entry.amount_minor, entry.balance_after_minor, posted.id, payment.id, posted.occurred_at
FROM ledger_accounts account
JOIN ledger_entries entry ON entry.merchant_id = account.merchant_id AND entry.account_id = account.id
JOIN ledger_transactions posted ON posted.merchant_id = entry.merchant_id AND posted.id = entry.transaction_id
LEFT JOIN payments payment ON payment.merchant_id = posted.merchant_id AND payment.id = posted.subject_id
WHERE account.kind = 'CUSTOMER_BALANCE';
UPDATE ledger_accounts
SET last_number = (SELECT count(*) FROM balance_transactions log WHERE log.account_id = ledger_accounts.id)
WHERE kind = 'CUSTOMER_BALANCE';
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
DROP TABLE ledger_proofs;
DROP TABLE refunds;
DROP TABLE unit_movements;
DROP TABLE unit_holds;
DROP TABLE unit_grants;
DROP TABLE unit_accounts;
DROP TABLE refill_purchases;
ALTER TABLE payments DROP COLUMN auto_top_up_id;
ALTER TABLE payments DROP COLUMN user_id;
DROP TABLE auto_top_ups;
DROP TABLE payment_methods;
DROP TABLE tariff_debits;
DROP TABLE tariffs;
DROP TABLE balance_holds;
DROP TABLE balance_transactions;
ALTER TABLE gateway_events DROP COLUMN subject;
ALTER TABLE payments DROP CONSTRAINT payments_gateway_account;
ALTER TABLE payments ALTER COLUMN gateway_account_id SET NOT NULL;
ALTER TABLE ledger_accounts DROP COLUMN version;
ALTER TABLE ledger_accounts DROP COLUMN last_number;
ALTER TABLE ledger_accounts DROP COLUMN held_minor;
"""


MODELS_STATE = (
    "eJztXW1z2za2/isYf2myV/HGTpT2xrN3xk5902yTuJM4285u7kiQCEmsKUIlQCval/9+cQ"
    "BS4qtMMJKM0OdDpzGJQ1IPSOCc57z962jBhZxGTByfex4Pj16Sfx2FdM7UP4qneuSILhbZ"
    "E3BI0lGgR1MYpA/RkZARHUt1dEIDwdQhj4lx5C+kr29xdB4S9kWNIXxCeMjIIqDhMYh6fK"
    "xk/XC6dVQc+n/EbCD5lMkZi9TYf/yfOuyHHvuinir5c3EzmPgs8HK/yffgAvr4QK4W+tir"
    "GY3+V4+EJxgNxjyI5+Fm9GIlZzxcD1cPCEenLGQRlczL/MwwDoIEj/SQeVZ1QEYxWz+ktz"
    "ngsQmNAwALpM0TbI4dDQbvr64HHy+vB4OjEpCpRAa15NBYzYWCzg+l0L9/Tr8MAhZO5Uz9"
    "+fzpf8x9NjiYUXDDv51/ePXT+YdHz58+hhtyNZNmgt8nZ071qf/oS1BJzUU06huY5ywaz2"
    "goB3Z4F8R2A3x6YIP85q38ZqHPfKXqq7CEOSOCEDeAeMw9ZoNvOr6D4PabgNuvB7dfAlf/"
    "3wLcdHwHwT192gRdNaoWXn2u8PIqJKd2r+9aopMYN4J4C8JFgOHyf8Rq1/Llqgzzm1DW7H"
    "UFsQLW6ukbYJ3oEM5APYWHeHJ68vz75z88e/H8BzVEP+f6yPdb0H/z/roA7YRRGSeKZh7W"
    "v368el+Na1amgKnnjyX5Nwl80QRb197jLcgBGnDluRB/BNn39dG789+Kr/Krt1cXGpxUi0"
    "8ucFEAfxpRuLMF9BsJBP4rgFfnff2MzReTrEirhcQ1zHe9klBlWPi3zBtQWYb1R4WL9Oes"
    "GtuCaPHVTmSP0398e6v2FiCv37y7/Hh9/u6X3Ev+4/n1JZw51UdXhaOPXhRe/PVFyK9vrn"
    "8i8Cf5+9X7y+K3sB53/fcjeCYaSz4I+XJAvSwm6eH0UF7biRjg3mKa85I7mGXXPqlvfZqB"
    "05ncZOgGODCi45sljbxB6Qw/5XVjy6fmp/PiERrSqZ4kQPM/vSwdpp7smi8+LY6q2bL16d"
    "4djBn8QskXg3jRlDcj41hIPmfRd4LwyGMRkZwYfZ1QcsMWkizoas5CSeZMvcEeWc5YSOSM"
    "kRFVVv+YwaUDQUYs4EsylDP1UDOuXoi5H/JoWEHC7f2Wn8PP4TC5xMD3hsQXWjq9qh+SSe"
    "BPZ/KMDEP2RQ5ktFJfqR4nmFS38wN4FHUYDnkxOybnRH3NgofwrCO4VCyYB2f188ZK6Q4+"
    "h3CT9MfBLwqnzNxZ/0xkGh3iYpBpdIEGS74VS6gLYgh1I6ijiIXjCj5hG84bmQ6C/KwBxs"
    "9qIX5WRJiF8KsrXuQLzgNGw2qMM1IFiEdK7BvEeAuoF1dXb3P64MWb6wK8n95dXH54dKJR"
    "V4N8aazUkvVV2PMrQPentbZthXCXTNz/Pj199uz706fPXvzQf/799/0fnq5t3fKpbUbvxZ"
    "vXgHxuhioM4TlX6k+beShK4iS0noRU2zUKs633rkq4gwv+HlylayOjDd5fAbRjhM++cZ5Q"
    "P6im7WsXl6xIlxaWnRGYGcvXltkqiCKB6RqzlV+jgKoYGPrCbpkqCHZvpXrWyD/+bIt//F"
    "nZP37LImHnbMlI4FJVsVQhB/8gVqp44bWc5rwkTrNz0+yMq+XCeBB+4gVyvXJAb7u7JfFG"
    "DIBKaOxvWdBIQvwxXTsz5IxKEnI5Uy8AYUqMzOmKiAULPeNYIL5MXBMyYB55NOERoUEAV/"
    "Flj6i/AibEY/hHxAK1XTOvyu1ywDujl8MNCwq9HA4Yr+jlOBjUdDzWlKId0nkpBBrdSQ64"
    "k5BWd4BWTxSfNrNQEu1QOPahZ0FSGVdwv/VLzUaigwvN7hMOso9lgXJBrINQ74UfjIW1Lp"
    "gR6R4JuwftBPnCrhJJuWkOuGg3y1lB9F65NseukYXXEQ0FHSfTUM8ZZsf1mlGHciPSkEG8"
    "ChmZ81umI5k1m5cJp04u2yPUxB2vg5HVsuYJ4stjcr4Aeu8JD4NVmSTc5cV1FPbGtF5HYS"
    "uleKqEkjOEhh4ZhvF8xKIh0YcEOemR0x55Ro6Pj8nSB3rSXJ2YrKRbRoyNQ9Q7L5IQ6/Tp"
    "Pof6iinAdCLV1mkCw+EJlkB5+pKM1RwSyY/JMNlbN1HiLII47+WME8/31NgzwuYLuSKa/C"
    "S/85EuHxFHAqlOh3Z/pDpdULyQ6kSqs2NAI9W5b6rT7P529NpGBunN1sSafUzYVwaDOQc7"
    "Emv3tILsg1hDl4kDa0qF4WU3FzUXwClpPSXG4s5yDZZaY+0FOrgy7V6BRL4f03C6gbMf3n"
    "JfLc2WxFVOCnG+G2cRj9bPZQl2hSgifjfifKxN9jbOpIIo+gzRn1TnT3qV8JxHlV6k9dne"
    "dt9RypY2DjkfxSsW9cjIDyCI2w917ethylFVluhpIoKeDzdWMfR8OLCBsDn1AxuQ1wIdhP"
    "e0/7wJk9Z/Xk+lwTks63zIss4BH9PACuGNRCcx3jUZjI6kvZdg+iJZFNLAcr8riHXPXjpp"
    "tF6cbFkvTirKwGOQJRpMezaYLm9ZKI8qrSVzqrfdVGIwyCKwbqJGgLVjqoUKSSQLBTsmQ8"
    "HUixWOmY4SM+FgJkEWRkYsoCtiPNIQB0e068LEyPH5HDJlIYqNx5JM6UJUh90d7tZot7lh"
    "PKDd5oDdln5ddj7KrBTmdbX1S2rILN7vdHwHX+y9aGgiHv3OxrarSF6qg1h3KuzVtYVkz0"
    "gfvraWawDvuLTWgq4CTite2/qmPBkR7MrzFV15IlAihO3ynJfq4PK8l60Q/btIVxwdhq74"
    "KCNG50f1pEUyoNeAuhgIPbYhg3EN2XVAHRg+gEx9dQ3gFChJTcPvBDGX7OnEO5lKgHtXVw"
    "NbUkEW8Ugt4TPmQbOTANLtkqgSIBnK7MVhbgvphHCniC/V1QI+viFzesOEvoahQdR1KIFv"
    "MH0SQ/+cmaS/wGfQMkYuWdJMRi45UCqb29IphafWDAol44iK2dcSJi5Z8g+KQoHXa9DOuC"
    "+JYuhxaxN//XG1nItqeZwQqwlxZn98rWZnSVfnJgmxeossjLljl5ya0YMkr7F51zMeTvxp"
    "HOngJiF1NUyd755ckCyCeOqHx+Q8CHT5SzWTgtBI7UmMBnqLMpvB2bp+phJXB+amXia0eI"
    "RnrGx/dsh7I9nv+k7lkopw30vintmj5AOzgTkj0kGI+00g7tdD3C9HEdERs4qDWwt0EN69"
    "xGnNuWflNUnHdxDfk2ZM0RaiCJu42TJCO2ziluo2A6PXlEG/Zl+2VNcsiHbi/d5GxV3+dr"
    "2dg14zcW+v3r9OhxeJaewMj91KnHy9kWm2t6S3xMflRvSaWdE24XLnQPGOlNHtkSUbzTi/"
    "+U7oILaX5JZFvvolXo8IycHM5bpnN48Io+MZeZQY6z3iMS9eMHLDVo97RD1goITIaGWqrF"
    "WYzge5JVrMbphtaDG7YzEP2lUbq5ZG4BsAb9apgVqnbADPS3UQ6NN+v1FmWX9LZlm/iPWN"
    "+mk2KKfjO4jvXoIv1F4kKnThLYGeqUAHEd59XlkSsGkDcEbkcBCnBVeODvQm75obitiERd"
    "UuzG3hWhmh7kV47mU95nE0aAV2SRABbwT4OKD+vIqAqw8CzYh8VRCoY2AfOgZ0xL0KBa+e"
    "90zHd2JjPDTZiX2E9qyJ8FiOuV2VhoxI9xbrfiNtur9Fm+5XadM+q3iJa/n69Xgk6yvI+l"
    "AttQMZrVqw9QVR7CPjGluPCQAPcKIjNmb+bauJLojiRDs30c743954bL7gEkrz/MxWR5Ue"
    "uMKY3nYfnL8ZDfxtQy/cUIz5giWdjTiJBTPZFeoKZ2SY5orNqJgNTRbEhEf6hFDv1VAP9T"
    "1hcjDgj4kfCQmXISbQtOyEO8gd0Qfnhj8CfXAOuIL0B2dltaYCCG8DeC1dbOhbs+NyFwCI"
    "Zf+TnFAHkX7R5CV+Uf8Sv6jwTWz2XTv3RF6ui2A3qUX6or4U6YtSJVKjy9iw5RsJrJjwFW"
    "w5Rla2mQq07KwsO9Ot4qjapEtO9u6w5cywhjbcrzOduL5up8uX6k4Ect1B+x5RZRrNuHp4"
    "Mky63noxI39RppKkAXlCFtT31P/UG+756nUl//MX8rSipvve7oK2mhsaLdpqDhgTda0st5"
    "Qpr2tk2QH/V6cqrT20VxmbEB28jRmLfO4NhKSRtYJblEVvpGsaLkaiYK+F+wR5x70W1Bqv"
    "bYM2LV7Lsl2KTTlwiSXPF+O2fY/LsjgRrSdCqq+txRzkxBD+9vC3XY1wKdpZtTfqe21mIC"
    "+HE9B6AlJ6rs0klGVxIlpPhC9E3MpRkRNEI85lI86LWYsJ3kjh7Lo8u3pPsp/ejBjOr8vz"
    "i77kBzHNh28Y4tps7iJjxjXv/CsgLer6qBfG9Br56gdjM9yi1D7k/5BEnCQV53Ud39Rx2i"
    "OS3rCQxGrioaJ8xJe6cH2PCG4CoNPGfTN6qy7BoUdfdX39Pd4Lq9u76hmq9+jr1LM6X/M2"
    "I68g2KUF7iEVUk+WuLd+yLaugXpAwwUwUGMtWqXCcN3MY6ZWGt908Bjz+SJW781LtQypQ4"
    "sIVqsv5I9Yfey+XKl/qlcPXi0ekT8Tj4V87ofwV0+tV7Bymbpt1Q1S931DjGNyfdVzabu5"
    "7zVvz6EI6aJg+WbnpBDoJjEfWIB35zn92ceweHsLYh18ffdSj8KEC7fxOBQlu/QyH9rzhq"
    "FjD4TQSmaLVZWsbDTPrLJ4Jc6yU7MM5sxAmzNtFtYqaVxcWy+uqTlpoaNlRbqE/O7qLqV2"
    "uY2GlhPqoH62jzLSa8rDThXOiSHUDaDWhBI8gAXOWZkOgrybuG5nWNe3zJuyaGv3yvyQ3n"
    "bmNdCDLXtXAhWaSEDfikdQjLxH+FK9Jj2ShrA/PibDEQ2gtaTRAHS9nhu20OV4NkmgyRho"
    "ohysXpI5D9mKLBkkh+qGktVM7OFuD02frybZtNVEhAxn8EYlFx/TMOTqeRgRCwa+sKHu4W"
    "v8HOq0hpf46r9UXIEcCoWzAlWYntTDxO87hHGfQ2AMp0wgM+zQWovMsAPbHDZL2GTUNAH3"
    "WT24z8oFdGEdtXyJszIdBHkfOcSYG7bf3LDc3m9HXZREW1nPjjFT90NbbDQkuynIyx2OvX"
    "jaKfQzGqgd/AVBxL8d/rWBn9uwv5fYz27hjnHVtRPyrTsoHCNiLkMZ1ZRezg7oNSJhWLju"
    "k9Aw/o1NMywHnUh1kQ3XAZWNS5yFHkR82SPLGYs0xbHmUm4YWwAPUhf8ts+7Ib/hhomC/I"
    "YD1mGGGbREuyyJgDcAvF1rWWwpi7yHc7wHhsI5YIBUKEntKKjCBZCI+iZTZYwp8EvE+eRo"
    "i61gBjSzFRYw1sZU4PyG8Fudl5eqZN8JMlKHRU+n8QUB/A9cnuTR0BeDifoVw8eE6yQ/3U"
    "VlrB6bCF/7LpUiDySRvm6NubDPO4JTdjiesfGNMtbVquUHayMkZEsGwzROWSerSUGElB24"
    "BPMIlWeEzRdyBdYJnAYTBc6HYJWQ95zc+jzQTQDESzj9OdRPT5SNSuKvzlxEu2WHKgbaLQ"
    "5od1QMzAJmQ7mthZBtc45ty6nu2dXWSn8vCmId3gbJb2Y7rNAaOQ8YDWs2iY1UAWS1cQXd"
    "+oAurq7e5r6dizfF/suf3l1cfnh0omFXg3xZo65nI7Hs9PSiJNpMrW2mDPvdHP+MEELf3k"
    "+5VnPL6Nc3FMpLYVMhy6ZCjlmn15uV7GiLjZod1mtkqRaXyGaFbQSjgakuI5iEfyRf+jH5"
    "NfKlVOaa8S2B9ahts00LmYhNYsEg1pbEYcCENgtXRMRzIjn5J4sqOooe5pZoLLqhZqGx6I"
    "CGiz0vE2hP+k2wVaNqwdXnSqXxf2dj2/c4L9VBrPeR3YaFHmoi05uFpm+LTS8Hp4+1N7BN"
    "aFdBFNkm59gmZzTid8l2Xq0Ir8/eof+mSkFDrfecKBVTDT8mQ3j//snDtMM9uCUgcWxM1c"
    "fl0UhZVbdMnBFfzT5cn1A14NP1K8JuWbTS48sa7u4vj9qsG3tRvTY75p5V0/Z0fAd3o0Y6"
    "1hYVq6xh6f9bgJuO7yC4p422+tMtW/1peatPVykbjLMyHcR5923EkwcetInLqpLtIOg7js"
    "/C3ATUX/etv/5CV3NWp76mJ+/QXhdmmEWIkZpGJQCEp3pnAzaWhIbEBBUekw9sYmrdKpVz"
    "fbhHoGQCJdBYkp2R4ZguZBwxL5NWoMOA1IsfBCsdDVQda3SYW0PQ0TlJgCGTiM81C5zE6p"
    "kSDiEnHLThHpnpQCIyVddf0lWa9nBMztUjqDdnTqU/Vk+8eBIvCEySiV7iEdROH7GZ+gaV"
    "Vq7uOYyFzq1eBzgtWCR4qB6PE10vD37ZOpIJaltQ8jsfAYHN4wirR3wbqjoSz9i/u3tQ31"
    "sJ5wcWLZRsMoN2eSzV0oh7g4BHUAHVHj6IF7a5QyVJxPtuvBNVyAbojAgi3HglabF8dHRT"
    "3D1xiNWrdlycMVeaOo6UOWtFGmZEEOIGEGMOJ+ZwPoCg2DwjZDcNZVmciNYTESX8XZuJKM"
    "viRHzlRAwWTNeLbj8d5SvgpLSeFCCw44q4/S1BfmuJDu7Eu1d3UnZEvbsMdBgr3bJSuHt2"
    "6Gm/3wT2fr8edzhXLMqiy9jEUUUW3DX7UqcB5aS6APU2t+jlb9c5j2gpGWXtFX179f51Or"
    "yYoVKJO/uy8CMmWjiqKy+AvX5cc1fn40DG0NtUrVNU2AYyFyW78M3tP2rcoEa9W99uRylL"
    "dg/vPXAWEFUxiqgd85aX6h7Ouy8erxGDMi3PrXFeS3UP5yZhe/VRe6WgPQwhexB7crzwWk"
    "5zXhKn2elpri0S7laF8P0TJ1/V18+12MtzKSEg72hbCGY6ptcoElN9zXq4RUSmjFbHZOh7"
    "SoxLcL8MbthKxxF6LPJvmbcJYvS9MzKcAEMxJELyhSCULCI+NrnsFMquCanThAIGGe9acB"
    "n5Uk1sdUzmIW+O8Y1uGDgY3+iAbZmuF3ZI56UQaIxudAZnZ6IbH9oLXtc6qFYzvY+WQY4r"
    "puirOyDNV9A27TS7kmgHId99BqngcaR2MyiexSrW5XpHXUmwC1vhoX11EZNxZO0jzUsh7v"
    "a4Y1DAPQUFpNjZb6Vlye5B/qLJjvqifkd9UeuoRMcwOobvH+/da4wparalcopy3cP6pFFR"
    "l5MtRV1OykVddGNZFkVVgaP1YOelugd1vxHU/S1Q9yvq51RX095SyryDhbR3ZrqHSpkeyG"
    "jVwhtbEMVAOJe9sdrBVNfjYvs8F0Rxnl2e50m10Va7Ok5q7DRcHfUebPzTtl9MRgy/Fpe/"
    "Fow4exDTjBFnnZ1m1+Kj3jH1iuQjcWqG9JpFR831aIvgqBu2kMRInRGq/gkxRlyd0C1A1q"
    "3sk6JryQt1TM5JxOYcwpdgrJB0JQiFgKWIL00JOCURQqlkEgvmVcdGHfDeGBrlBsWHoVEO"
    "sKtY+g2Ddh4I8C3Q7ijEWMHpm/LIpJ9+uui2WTayst1zF+zVsX7PEQ2Ov+37QN46LRUzUi"
    "0yUq2TUTEPtU7VKEKbFniY81BdvgRxfdPeolwrTt01pHdMqacgrRi1icAuiiG0ZWh9sX7G"
    "ErB3tVfPCGKH9eYd1tGB0GYCvglmOR+OrOnJFtOcl0RvoGuz7I7/IKDhUbXbAM707vAWqD"
    "GN+zFC2xbJyShemXxkLx5D+0RoNhPd0mDwJ53NnO27ouwfH2Z/OfPHs7QDzIJFPq9wBOzj"
    "Bsj2u0HHIdvvABOafFG2idA5KQS6iVsF+4xin9GDkM176DO6tYF7fQ5dFxu4HzqLbq3oKA"
    "AqLIZtNRQKgt3j6k6aZV9sSb4ol6tIQNMuVQtOqSyIrFKZ4hgpxRzuZ/EaZ0Q6sX7s2zWo"
    "7q7eQo+uLPNaMkIYvl3x6k4YhXYVFaj+9ePV+7qA+I1Mka7xx5L8mwS++BbB3YIcoLF9Ey"
    "zud708+wIXKKWSRzRps9sU+o0EAv8VwKvzfrXWV7uWZEVwJalYSWg0nvntGOCCKFLArlHA"
    "6M95ENPsDtMfQR2Daqo/SkocbOX6YVBDsv9XqDJKCbgHCBDtIVEoPeEhGasrC+KHOuI+7W"
    "LXgwO6eREBA1Qck8sv6vLBKo3hh6h9ueTA3gsmy9T//m+HjgA3SFJ0BDjAT8N3ZusF2Ih0"
    "j1vaQyNsz+O2EGdlEOMmySvYdxX7rh7eODx031U0LdC02LtpoX38RzXGhTl5p3mhhzU0MD"
    "5ySPdVk0sED7yXSvkX8Wg9okcy0T2m5YGCUhh1nyx9OSOQ1bsiixi0P8HKJsU+boBGhBs6"
    "ABoRLqhfGOSCQS4Y5PLNo33oIBdMFt5jRAD6m7prLaBR+CCm2Rmj8IM2jn5JDKCjStuwMK"
    "a33UQ05tYgtamsfFEhSRpFJfbc8I9YKey+XA3JiE6FqRSV2HNAVh+ToYkL0TkjS7gGuIW0"
    "i0mZqnNfQMc9ZQVufEa6+V5Y55063AN8Dj+HRlZ/p5mkF11M1bQITJ5lSQVZUN/T1a7gRG"
    "LBsoiR5BJoujpkP6Hp6oLpimWvOuxqfGgQp/tQGeNa90xWpEuumZ3F7WEQ6j0Fod5bD1HX"
    "gN97Wby1fmlrQeYlkSdwzYBEnuBBTLNLPIH63+ya37CaShS5Eb07OQIYqyxVNdiifHXghz"
    "eJDc4lhTNE2UV+SB4NJ3TuByu1OQwfH5OrMFhpQ/njT+dPTvsv1vGicD+wtKEWdXWV6t3f"
    "Aq1yN7ZFtMod0EhiYW2RZ0QQ4gYQr5cpG5BzQghzA5j1Qj+YUVFRBbIe57xUB4HefbPttL"
    "qjvXqbl0T11jn1Fq2YBzfN0KOlTa8lgWTENzG/EbtVW1y7aphZSZxl12bZJS4iDvOGcvFc"
    "707+QY2yIB6MgOYFgsCElS9oJA1RkHTjOibXyv6P+BKs/zGfz32pXk0yYhMeMc0NJB0D9H"
    "l1nbpGWfu6GYQc/OqrzyqGPNz0fNJthviSLNWFCcwSFOiEa6TO0O+EOhzQcMyOyVXmKUxQ"
    "/YzCjdVDsHRU73M4nER8Pkj+NjlCOsZBUuBH4BESwiQZQuhUfSkvyUy9BFDpM2Dkl8v3P7"
    "55/7pHphA9sZwpuY+fXr26vPzx8sdjMtRBEAN9vSERdCU+h6ZCaBodUfgxqbneI6OVCZtQ"
    "F0m6cQ6TNOLkzhDjodYMIclcITRi+nmXMy7UqVAsWaSuTjxOQi4/hzN6q2AZ6map6kEkXw"
    "hT2XTMhDAIBdDqDB5Kt8slAA1ZRr5Uk36mfogxcIdp67MFiwQP4X6EipskgMRHMsklOxDJ"
    "JAdM8LQNomXoQU4KgcZYGpegdqaFnGPa896T+TEN2oE0aMz233O2v5BUxhUxT/X4biQ6iO"
    "7uk3MipeFX5ZvVA7yR6CDAzxol9j3bktj3rJzYVzYt7Vbsanlct1uv2xlTvDwT9eGUBTGM"
    "qfyaiqputLJ0WmvcSydLaJ04YFFUtQhtb7i4keoe1P1G635/y7rfL6/79xA84jTIewhqiP"
    "yqitjb6oxXVsP+pjfPnSUYhOyLHMho1cIZVhBFb5hr3rDcFgCs/kDnbdrOc0EU59nleZ5U"
    "61X1dkaNKoWro96AjevN9ovJiOHX4vLXggFdD2Ka44XXcprzkjjNTk/zLYuEXd+QjATuf8"
    "n+50wM1Ud/Gr4Jz6WEmiNHlaFU+SG97RFVQg0e+KH6lvXwplVfIh5OyYIKseSRp3sAUB3U"
    "lJZMYU/m1A+gbKe6oeiRG/V66u4BIZc9IrgJr5nG6iRUAZ0yKYgI1AV0pRQWBNArWFcIra"
    "j4cuCbY+iOG2wHhu44QDQx+LRsQF4LdBDe036TpBk1agsvXUqbmSi8qvvb1durGRHcsitM"
    "1oCPIUK9HdNTkEXj1TV11ynlTAH9M1vVa2bJ+QZqmRo5uGGrhirZeUg+fIR8diVigsx9Lw"
    "1MHt743vDMxChH/q16McmMBhMTO00D5pmi6jrYmgrJInVY2fIVmfZ7uwsqWW7s9KhkOaBk"
    "LeJR4I8Hvy9vykjXR2XkpTAo42u6rZr1a2DWrfIk1BchL0t24o3fpiLsow45ctCd1dbyQZ"
    "fSj1omnWYlUSd3bZbd0ckzjYWOqrXy7Ii79PLM2KaKeTYbMxYsSQc1RagTrn1IdNqH0aNB"
    "XZoycQZdkXQMN5nzWyYIh8pVoxVkjS5oxJ7Q0HsCqY88TJMM86r64e6LyrsbGiQq7w4o75"
    "hzdzg7yXS1s80jzUkh0Fgo3AWIsVD47ml/TEvcd1oiZAINFpHfLp+rSrpLL/KBs7kwR3Tf"
    "DdzC8YxHbdq3ZQWRk3KOrcjpOizyuTdQn0ZkPc9FWeSlvoGZZlUtLxvNM6tsfomz7NQs65"
    "NKpWPLCuWE84DRsGbRzgkWJnmkJLu1UF9cXb3NzenFm6Kj5tO7i8sPj070ZKpBvqxRROhY"
    "ai9Yq06nBVn8uFz+uMZQiiFo56jLi+I8Oz3P6I99CNOMySLdShbJeCvPPa+JA9QM6zX3gs"
    "Lr1dgX+pET9bgrcEVCooYSfcLDHkm77wITZJIzoHMuVfetKrXb9iLopXSD80YvpQPuhtwn"
    "bAd3hShC3qRSJSyUllhnZRBkdKMdTIdBJ49DTh5nFMprGvmTSbUWmZy7Q3WUelTTNGPQ4i"
    "jJbji6D4Ewlfhp2oPgJRlmi/kOdSYwo+MZUXPFoluqZk8HukFNfpAcrh0yw4r84kPcFXo6"
    "DDM/VzcRWM4SJTYNBiLKeDYZznA04NNj8kbCyJEPnSFIvIAmCUNdlM4cgov3dCLzcEyjyF"
    "dH/rS5ti8+K9NP95uAfGdQn/Wz69YLPcK+qOkIVj244T+e9sjJY+iPEKvPK8l/W7c6EEx9"
    "DB7o3KZ1g07qUZdbERZ64iWBXPKVaf3gy8+hx5nOqSZRrDR1H5Bkar4Br9D8vrlpf0FDcv"
    "L0KVkxGgl1b0/p60mTB30tuA1U2CIeG/kS5PXDxGLBQjBDYaCSOfsc5h6AZO8PzSO0gGfQ"
    "avSTlAlBLricmR/2Eq45U9aFOYPGhTuaABoXDihhaFxg1Gl3oW7X4WEHnR0eGtAYvrfv8L"
    "3sM1mAXBDrIs77KH+PrUocCJJMbbMBmDxWindRsIOv/UmTt/6k/qU/Kb3za9T07mfBypUF"
    "u/TS74ybw5DUB+CWz/M7tjNdlsbpdnq6U+IujOcwBXYNKiqFu7hVNQrvP9kS339SDvBPwf"
    "NYyJWy1Rb7gjii3wz9LNNsu8gVZTGc0OUVzvD6tnO8kcLZdXl2s+4V2zkuyuJMuzbTjjmj"
    "fwRP4NEWj7QZ0Gvilh5ot6KNcxo8qGogk+MZxCPCG0nG6gZKKuA8egRcQRKS+IWsVTLyZ5"
    "JREch/kURxeHxMzhfw+j+Bmis1num93lK7pSscxxBKmRwG7zaHyi/kPCSGmILneJqcF4Td"
    "smily2dDiRhwRYOrNOREGSBTFqnvkYYC0jx4iK5Th4h3dJ064PNA1+nhi5u4lfDrGvzfur"
    "7iaMYvTvMeU37R0Xb/jjaMGnZoMlpRyV2nkHevSrTkjbvPF+8hOAidJOgkeYDoGxJlkCFR"
    "LM3E2gtgn/XqVccZwvOT0onOTRjpUSXhmR3Q2054av0qiUltU8ha/SNiaQo2XOwlGUbQ6w"
    "va1gzTFA/ITonhWsOZ+o36MGRh+A0qVu/oBkguuvAJ9ZBcdEJnwiSBQ0FtG13a4aDSfhNw"
    "+/Xg9kvgrvcBO04hJ4ZkQmsyYZaA2xz5VAJBbw06lmbqVGkmUNVfKxNsiyZvTjfR46cwsq"
    "EWD1cWpj7SWN3V9GQEHXtBoZVjeMv9MTsjQ3U33ySmPzrpkVNyfHz8mAi6EtAKxmRIR3Gg"
    "NXRddgn6ypQ0+n3eDEIVfjVJ7SRkPmj3ZL3CE0hqh1VHRy4oC8GD7PYFtIzSWeP0hoUE5v"
    "KY/KpEeSzJ0JwXJidcQg8cdX8dUKgvgOaEQ4oWmhMO6LhoTmDOcdeARrttj3ZbfXGubcZD"
    "V+tzHdiAQKMZjeaHBro2jFrlIeQlMd7L6XivjeVmO815SUw2cXmWE7rAUgfOS3VQTdtDQD"
    "RdzZm1sZGXQqCbAJ3QXhakblakS4pBd1jdn3iB+Cuf7TXgdGccbtmzpHRDbhKvmBpI5nSl"
    "G38bDhOIU7go8KWCSQn1Qx9ByVIaBECsQgFQ9VfAhHgM/4hYwKioKsB/gPshz+rGWoU8qw"
    "PbBPKsyLN2DWjkWZFn7SbnlOg6dthnhFpB7xjtgP2vHVhXdt//GsvFHrJcrDKlbFW+jAhm"
    "czRQrLGr5UMgjscBF+1mOSuIzgHX5tgp2u8dv2XAfx/VUn/rEb0G9N88GdyQArzSRaHYIk"
    "2Y0u7L74ROnBK5Ek9nmphLdX0g5wylfMtM16Ab9TIOTeylCbxc0hWEQy7Vw5SpwAPdF2I9"
    "X384f38N3T4FJH3pqlQmNkGckVdX7z9+enfZI5e//fLmw6W+4vX5z5eDi/NXP+toT9OByZ"
    "dn5Kertz8SgFfA5dNLqecBf3uPfLh8e3n+8dKM+Ay1tOAtMS2V1Ad3/fYy2wwqK3tMXr/5"
    "W3LL2LQ8opmnWM7UYqIeGSpVqmn0A6Q6nVILkOp0QCND/u1AQOuF2hLmrAyC3ABkcH9ZYp"
    "wRQQvuboRBa7CBNx3fwdd393QP0sj3SGYi14ZcW5dWaj7Wrdna0DAFUWTbkImpZWKEtqCr"
    "GBg407uDeVFjGhfDWaixPASzngh/GkIX45fK4M+UsHk0zIRgDCEI6nHasji1DXWhGzqZVB"
    "XD2f0NkGpwY1VEqsGBDQm4w4o2M/UgrwU6CO9p/3kT66H/vN58gHPFOHIhllwt6jMqZjZI"
    "lwS7iHgjNfZ0ixp7WlZjIx4wG6DT8Z3Ed9fm8D2GYT4wWwH98rXQo6WwI0vhnEX+eHZUaS"
    "sk5+6wFuhm1F3mQv307lglr2+n2zC2MFlp3FXId9I/t14Bry2zVb/A19fZ6sQ+2u830gz7"
    "WzTDfsnNpz4rC4ST4R1E96SRFniyRQs8KWuB6o6SVTXb/uvHq/c1++ZGpLhp+mNJ/k0CX3"
    "yL3P0WcAGM3E6ZYvro3flvRbhfvb26KG6BcIGL+84+/M//A2qvAxI="
)
