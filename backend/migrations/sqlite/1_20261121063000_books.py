"""The books of balances, tariffs, units and refunds: their tables, and the log of the balances that exist (sqlite)."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
-- Running a script ends the transaction it is started in. This one stays open for the row that says it was applied.
BEGIN IMMEDIATE;

-- Nothing else can spend what is held of a balance. last_number counts the account's balance
-- transactions, version the changes of its balance.
ALTER TABLE ledger_accounts ADD COLUMN held_minor BIGINT NOT NULL DEFAULT 0
    CONSTRAINT ledger_accounts_held CHECK (held_minor = 0 OR held_minor BETWEEN 0 AND coalesce(balance_minor, 0));
ALTER TABLE ledger_accounts ADD COLUMN last_number BIGINT NOT NULL DEFAULT 0
    CONSTRAINT ledger_accounts_last_number CHECK (last_number >= 0);
ALTER TABLE ledger_accounts ADD COLUMN version BIGINT NOT NULL DEFAULT 0;

-- A payment from the balance needs no gateway account. Who started it is for the log of balances.
CREATE TABLE payments_rebuilt (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    invoice_id VARCHAR(40),
    gateway_account_id VARCHAR(40),
    auto_top_up_id VARCHAR(40),
    user_id VARCHAR(40),
    gateway VARCHAR(50) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    purpose VARCHAR(20) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    amount_minor BIGINT NOT NULL,
    captured_minor BIGINT NOT NULL,
    refunded_minor BIGINT NOT NULL,
    refund_pending_minor BIGINT NOT NULL,
    status VARCHAR(20) NOT NULL,
    gateway_reference VARCHAR(255),
    action_url TEXT,
    action_expires_at TIMESTAMP,
    decline_reason VARCHAR(40),
    decline_advice VARCHAR(20),
    card_brand VARCHAR(30),
    card_last4 VARCHAR(4),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INT NOT NULL,
    CONSTRAINT payments_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, invoice_id) REFERENCES invoices (merchant_id, id),
    FOREIGN KEY (merchant_id, gateway_account_id) REFERENCES gateway_accounts (merchant_id, id),
    FOREIGN KEY (merchant_id, auto_top_up_id) REFERENCES auto_top_ups (merchant_id, id),
    FOREIGN KEY (merchant_id, user_id) REFERENCES users (merchant_id, id),
    CONSTRAINT payments_status CHECK (status IN ('REQUIRES_METHOD', 'REQUIRES_ACTION', 'PENDING', 'AUTHORIZED', 'SUCCEEDED', 'FAILED', 'CANCELED', 'EXPIRED')),
    CONSTRAINT payments_kind CHECK (kind IN ('CARD', 'STORE', 'BANK_TRANSFER', 'CASH', 'BALANCE', 'WALLET')),
    CONSTRAINT payments_purpose CHECK (purpose IN ('INVOICE', 'TOP_UP', 'REFILL', 'SETUP')),
    CONSTRAINT payments_amount CHECK (amount_minor > 0),
    CONSTRAINT payments_captured CHECK (captured_minor >= 0 AND (captured_minor > 0) = (status = 'SUCCEEDED')),
    CONSTRAINT payments_refunds CHECK (refunded_minor >= 0 AND refund_pending_minor >= 0 AND refunded_minor + refund_pending_minor <= captured_minor),
    CONSTRAINT payments_version CHECK (version > 0),
    CONSTRAINT payments_gateway_account CHECK ((kind = 'BALANCE') = (gateway_account_id IS NULL))
);
INSERT INTO payments_rebuilt (
    id, merchant_id, customer_id, invoice_id, gateway_account_id, gateway, kind, purpose, currency,
    amount_minor, captured_minor, refunded_minor, refund_pending_minor, status, gateway_reference, action_url,
    action_expires_at, decline_reason, decline_advice, card_brand, card_last4, created_at, updated_at, version
)
SELECT
    id, merchant_id, customer_id, invoice_id, gateway_account_id, gateway, kind, purpose, currency,
    amount_minor, captured_minor, refunded_minor, refund_pending_minor, status, gateway_reference, action_url,
    action_expires_at, decline_reason, decline_advice, card_brand, card_last4, created_at, updated_at, version
FROM payments;
DROP TABLE payments;
ALTER TABLE payments_rebuilt RENAME TO payments;
CREATE INDEX payments_customer ON payments (merchant_id, customer_id, id);
CREATE INDEX payments_invoice ON payments (invoice_id);
-- Automatic top-ups are counted against a daily cap.
CREATE INDEX payments_auto_top_up ON payments (auto_top_up_id, created_at) WHERE auto_top_up_id IS NOT NULL;

-- What a gateway's event speaks of: its references and its claim are a payment's or a refund's.
ALTER TABLE gateway_events ADD COLUMN subject VARCHAR(10) NOT NULL DEFAULT 'payment'
    CONSTRAINT gateway_events_subject CHECK (subject IN ('payment', 'refund'));

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
    occurred_at TIMESTAMP NOT NULL,
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
    created_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP,
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
    anchor_at TIMESTAMP NOT NULL,
    last_billed_at TIMESTAMP NOT NULL,
    carried_numerator VARCHAR(120) NOT NULL,
    carried_denominator VARCHAR(120) NOT NULL,
    funded_until TIMESTAMP,
    due_at TIMESTAMP,
    suspended_at TIMESTAMP,
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
    period_start TIMESTAMP NOT NULL,
    period_end TIMESTAMP NOT NULL,
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
    is_default INT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    removed_at TIMESTAMP,
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
    enabled INT NOT NULL,
    threshold_minor BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    payment_method_id VARCHAR(40) NOT NULL,
    payment_id VARCHAR(40),
    failures INT NOT NULL,
    next_try_at TIMESTAMP,
    paused_reason VARCHAR(300),
    version INT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
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

-- What a refill's invoice sold: its units are granted when it is paid. `grants` is what the plan promised then.
CREATE TABLE refill_purchases (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    plan_id VARCHAR(40) NOT NULL,
    quantity INT NOT NULL,
    grants JSON NOT NULL,
    invoice_id VARCHAR(40) NOT NULL,
    granted_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
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
    granted_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP,
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
    created_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP,
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
    occurred_at TIMESTAMP NOT NULL,
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
    units_taken JSON NOT NULL,
    gateway_reference VARCHAR(255),
    last_error VARCHAR(500),
    user_id VARCHAR(40),
    tries INT NOT NULL,
    next_try_at TIMESTAMP,
    lease_until TIMESTAMP,
    fence INT NOT NULL,
    sent_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
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
    as_of TIMESTAMP NOT NULL,
    checked_until VARCHAR(40),
    is_full INT NOT NULL,
    transactions BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    violations JSON NOT NULL,
    CONSTRAINT ledger_proofs_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id)
);
CREATE INDEX ledger_proofs_latest ON ledger_proofs (merchant_id, id);

-- Logs are append-only.
CREATE TRIGGER balance_transactions_append_only BEFORE UPDATE ON balance_transactions
    BEGIN SELECT RAISE(ABORT, 'balance_transactions is append-only'); END;
CREATE TRIGGER balance_transactions_keep BEFORE DELETE ON balance_transactions
    BEGIN SELECT RAISE(ABORT, 'balance_transactions is append-only'); END;
CREATE TRIGGER tariff_debits_append_only BEFORE UPDATE ON tariff_debits
    BEGIN SELECT RAISE(ABORT, 'tariff_debits is append-only'); END;
CREATE TRIGGER tariff_debits_keep BEFORE DELETE ON tariff_debits
    BEGIN SELECT RAISE(ABORT, 'tariff_debits is append-only'); END;
CREATE TRIGGER unit_movements_append_only BEFORE UPDATE ON unit_movements
    BEGIN SELECT RAISE(ABORT, 'unit_movements is append-only'); END;
CREATE TRIGGER unit_movements_keep BEFORE DELETE ON unit_movements
    BEGIN SELECT RAISE(ABORT, 'unit_movements is append-only'); END;

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
-- Payments are referred to while their table is rebuilt; between transactions this takes effect.
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
DROP TABLE ledger_proofs;
DROP TABLE refunds;
DROP TABLE unit_movements;
DROP TABLE unit_holds;
DROP TABLE unit_grants;
DROP TABLE unit_accounts;
DROP TABLE refill_purchases;
DROP TABLE auto_top_ups;
DROP TABLE payment_methods;
DROP TABLE tariff_debits;
DROP TABLE tariffs;
DROP TABLE balance_holds;
DROP TABLE balance_transactions;
CREATE TABLE payments_rebuilt (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    invoice_id VARCHAR(40),
    gateway_account_id VARCHAR(40) NOT NULL,
    gateway VARCHAR(50) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    purpose VARCHAR(20) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    amount_minor BIGINT NOT NULL,
    captured_minor BIGINT NOT NULL,
    refunded_minor BIGINT NOT NULL,
    refund_pending_minor BIGINT NOT NULL,
    status VARCHAR(20) NOT NULL,
    gateway_reference VARCHAR(255),
    action_url TEXT,
    action_expires_at TIMESTAMP,
    decline_reason VARCHAR(40),
    decline_advice VARCHAR(20),
    card_brand VARCHAR(30),
    card_last4 VARCHAR(4),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INT NOT NULL,
    CONSTRAINT payments_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, invoice_id) REFERENCES invoices (merchant_id, id),
    FOREIGN KEY (merchant_id, gateway_account_id) REFERENCES gateway_accounts (merchant_id, id),
    CONSTRAINT payments_status CHECK (status IN ('REQUIRES_METHOD', 'REQUIRES_ACTION', 'PENDING', 'AUTHORIZED', 'SUCCEEDED', 'FAILED', 'CANCELED', 'EXPIRED')),
    CONSTRAINT payments_kind CHECK (kind IN ('CARD', 'STORE', 'BANK_TRANSFER', 'CASH', 'BALANCE', 'WALLET')),
    CONSTRAINT payments_purpose CHECK (purpose IN ('INVOICE', 'TOP_UP', 'REFILL', 'SETUP')),
    CONSTRAINT payments_amount CHECK (amount_minor > 0),
    CONSTRAINT payments_captured CHECK (captured_minor >= 0 AND (captured_minor > 0) = (status = 'SUCCEEDED')),
    CONSTRAINT payments_refunds CHECK (refunded_minor >= 0 AND refund_pending_minor >= 0 AND refunded_minor + refund_pending_minor <= captured_minor),
    CONSTRAINT payments_version CHECK (version > 0)
);
INSERT INTO payments_rebuilt (
    id, merchant_id, customer_id, invoice_id, gateway_account_id, gateway, kind, purpose, currency,
    amount_minor, captured_minor, refunded_minor, refund_pending_minor, status, gateway_reference, action_url,
    action_expires_at, decline_reason, decline_advice, card_brand, card_last4, created_at, updated_at, version
)
SELECT
    id, merchant_id, customer_id, invoice_id, gateway_account_id, gateway, kind, purpose, currency,
    amount_minor, captured_minor, refunded_minor, refund_pending_minor, status, gateway_reference, action_url,
    action_expires_at, decline_reason, decline_advice, card_brand, card_last4, created_at, updated_at, version
FROM payments;
DROP TABLE payments;
ALTER TABLE payments_rebuilt RENAME TO payments;
CREATE INDEX payments_customer ON payments (merchant_id, customer_id, id);
CREATE INDEX payments_invoice ON payments (invoice_id);
ALTER TABLE gateway_events DROP COLUMN subject;
ALTER TABLE ledger_accounts DROP COLUMN version;
ALTER TABLE ledger_accounts DROP COLUMN last_number;
ALTER TABLE ledger_accounts DROP COLUMN held_minor;
COMMIT;
PRAGMA foreign_keys = ON;
"""


MODELS_STATE = (
    "eJztXW1z2za2/isYf6mzV/HGTpT2xrN3xk5902yTuJM4285u7kgQCUmsKUIlSCval/9+cQ"
    "BS4nsIRpIR+nzoNCZxSOoBCZzznLd/HYk/fC9iJxeuy4OjF+RfRwFdMPmP/IkBOaLL5fYw"
    "HIjoxFcjKQwRasxERCF1Inl0Sn3B5CGXCSf0lpGnLn90ERD2WY4hfEp4wMjSp8EJiLrckb"
    "JeMGscFQfeHzEbRXzGojkL5dh//J887AUu+8xE+ufydjT1mO/mfo/nwgXU8VG0XqpjL+c0"
    "/F81Ep5gMnK4Hy+C7ejlOprzYDNcPiAcnbGAhTRibuZnBrHvJ3ikh/SzygNRGLPNQ7rbAy"
    "6b0tgHsEBaP8H22NFo9O76ZvTh6mY0OioBmUpkUEsOOXIuJHReEAn1+xf088hnwSyayz+f"
    "PfmPvs8WBz0Kbvi3i/cvf7p4f/zsySO4IZczqSf4XXLmTJ36j7oEjai+iEJ9C/OChc6cBt"
    "HIDO+C2G6ATw9skd++ld8s9Fuo4aswhDkjghC3gNjhLjPBNx3fQ3CHbcAd1oM7LIGr/m8A"
    "bjq+h+CePWmDrhxVC686V3h5JZIzs9d3I9FLjFtB3IBwEWC4/B+x3LW8aF2G+XUQ1ex1Bb"
    "EC1vLpW2Cd6BDWQD2Dh3h8dvrs+2c/PH3+7Ac5RD3n5sj3Dei/fndTgHbKaBSHTJRh/euH"
    "63fVuGZlCpi6nhORfxPfE22wte09bkAO0IArL4RUzLPv6/Hbi9+Kr/LLN9eXChwuolmorq"
    "IucFkAfxZSuLMB9FsJBP4rgJfnPfWM7ReTrEinhcQ2zHe9klBpWHh3zB3RqAzrjxKXyFuw"
    "amwLosVXO5E9Sf/x7a3aDUDevH579eHm4u0vuZf8x4ubKzhzpo6uC0ePnxde/M1FyK+vb3"
    "4i8Cf5+/W7q+K3sBl38/cjeCYaR3wU8NWIullM0sPpoby2EzLAvcM05yV3MMu2fVLf+jQD"
    "pzO9zdANcGBCndsVDd1R6Qw/43Vjy6cWZ4viERrQmZokQBOeM6XC5HPd8OXH5VEVT7Y5OW"
    "jkyuC3RXw5ipdtGTPixCLiCxZ+JwgPXRaSiBOtqRNKbtkyIku6XrAgIgsm312XrOYsINGc"
    "kQmV9r7D4NK+IBPm8xUZR3M5HXMuX4WFF/BwXEG/7f2Wn4JPwTi5xMhzx8QTSjq9qheQqe"
    "/N5tE5GQfsczSKwrX8PtU4wSJ5O8+HR5GH4ZAbsxNyQeR3LHgAzzqBS8WCuXBWPW8s1W3/"
    "UwA3SX8c/KJgxvSd1c9EjtEiFgY5RhsIsORbMYS6IIZQt4I6DFngVDAJTThvZXoI8tMWGD"
    "+thfhpEWEWwK+ueJEvOfcZDaoxzkgVIJ5IsW8Q4wZQL6+v3+Q0wcvXNwV4P769vHp/fKpQ"
    "TxScSrursOdXgO7Naq3aCuE+Gbf/fXb29On3Z0+ePv9h+Oz774c/PNlYueVTTebu5etXgH"
    "xuhipM4AWX6k+XeShK4iR0noRU29UKs6nfrkq4hwv+HpykGyOjC95fAbRlVM++cZ5Sz68m"
    "7GsXl6xInxaWnVGXGcvXlNMqiCJ1aRunlV+jgKoYafrCbJkqCPZvpXrayjP+tMEz/rTsGb"
    "9joTBzs2QkcKmqWKqQfX8QK1W8dDtOc14Sp9m6abbEyXKp/Qc/8QK1XnF60ORoSfwQIyAR"
    "WntaljSMIOaYbtwY0ZxGJODRXE49YVKMLOiaiCULXO1SIF6UOCUin7nkeMpDQn0fruJFAy"
    "L/8pkQj+AfIfPlRs3cKofLAe+M/g07bCf0b1hgtqJ/42BQU8dRZKIZ0nkpBBodSRY4kpBQ"
    "t4BQTxSfLrNQEu1RCPahZyGiUVzB+tYvNVuJHi40u08yyD6WAcoFsR5CvRdmMBbGumBGpH"
    "/06x60E2QK+0oh5abZ56LbLGcF0W9l2xzbRRPehDQQ1EkmoY4tzI4atCENo61AS+7wOmBk"
    "we+Yil5WPF4mhDq57IBQHWu8CUCWC5oriBedkIslEHuPeeCvy/TgLi+uIq+3RvUm8lqqwz"
    "MplJwhNHDJOIgXExaOiTokyOmAnA3IU3JyckJWHhCT+upE5yDdMaKtGyLfdpGEVadP9ylQ"
    "V0wBptNIbpo6GByeYAVkpxcRR84fifgJGSe76jYynIUQ272ac+J6rhx7TthiGa2Joj3J73"
    "yiikXEoUCS06J9H0lOG1QuJDmR5OwZ0Ehy7pvk1Lu/GbG2lUFiszOlZh4H9pUBYNbBjpTa"
    "Pa0g+6DU0FliwZpSYXiZzUXNBXBKOk+JtrizXIOh1lh7gR6uTLtXIJHpx9SbfuDsBXfck0"
    "uzIXGVk0Kcv4yziCeb5zIEu0IUEf8y4txRJnsXN1JBFL2F6Emq9iS9TFjOowr/0ebcoMlr"
    "lPKkrcPMJ/GahQMy8XwI3PYCVeN6nLJTlQV52oigz8OO9Qt9HhZsHWxBPd8E5I1AD+E9Gz"
    "5rw6ENn9WTaHAOyzcfsnyzzx3qGyG8leglxrumgdGFtPeCS58jFgbUN9zvCmL9s5ROW60X"
    "pw3rxWlFuXcMrERTaa+m0tUdC6KjCjtJnxg0GUkMhhgE003lCLBzdFVQEZGIBYKdkLFg8p"
    "UKHKYiw3QImE6HhZEh8+maaC80xL4R5a7QcXF8sYC8WIhc43FEZnQpqkPtDndrtNjsMBvQ"
    "YrPAYku/LjO/ZFYKs7i6+iIVZAbvdzq+hy/2XnQzEU9+Z47pKpKX6iHWvQp1tW0h2TPSh6"
    "+hZRvAOy6htaRrn9OK17a+7U5GBPvufEXfnRCUCGG6POelerg872UrRJ8uEhVHhyAqPkQh"
    "o4ujOroiOT34ImkxEmpkS+7iBnLpgDTQTACZefIawCZQkhqF3wmiLzlQaXZRKgEuXVX1a0"
    "UFWcYTuXjPmQvtTHxIrktiSIBeKPMWh7ktJA/CnUK+klfzuXNLFvSWCXUNTYDI61ACX1/6"
    "JJr4Odcpfr7HoClMtGJJu5hoxYFM2d6Wzig8teJOKHFCKuZfS5XYZMM/KPIEXq9RN7O+JI"
    "qBxp2N+83H1XEuquVxQowmxJKd8ZWcmxVdX+iEw6rNsTCicX+c6bGjJH+xfUczHky9WRyq"
    "UCYRqXqXKq89uSBZ+vHMC07Ihe+rApdyDgWhodyNGPXV5qS3gfNNhUwpLg8sdEVMaNwIz1"
    "jZ2uyQ90aC3/Y9yibl4L4Xwz0zRskHZgJzRqSHEA/bQDysh3hYjhmiE2YU9bYR6CG8e4nK"
    "WnDXyFOSju8hvqft2KEGcggbtJmyQDts0JbqNiOt15RBv2GfG+pnFkR78X430W9Xv90088"
    "4b9u3N9btX6fAiGY393rETiZWvN7LLpjZ0bTRc7vygjf1sEhx3AbTuRJrbLlmxyZzz2++E"
    "Cll7Qe5Y6Mnf4A6IiDgYuFx14uYhYdSZk+PETB8Ql7nxkpFbtn40IPLxfClEJmtdR63CaD"
    "7ILdFWtsNgQ1vZHlt51K2eWLU0At8CeL1OjeQ6ZQJ4XqqHQJ8Nh60yyIYNGWTDIta38qeZ"
    "oJyO7yG+ewm1kHuRqNCCG8I6U4EeIrz7/LEkPNME4IzI4SBOS6ocHehN3jUrFLIpC6vdlk"
    "3BWRmh/sVz7mU95nE46gR2SRABbwW441NvUUW91Yd8ZkS+KuTTMrAPHfE54W6FglfPeKbj"
    "e7ExHprmxB5Be9ZEeBw53KwaQ0akf4v1sJU2PWzQpodV2rTHKl7iWqZ+Mx5p+gqaPpBL7S"
    "gK1x14+oIo9oixjafHcP8HONEhc5h312miC6I40dZNtCWet9cuWyx5BAV4fmbrowrfW2HE"
    "oMn75m3HAnPb0v82Fg5fsqRrESexYDqXQl7hnIzTnLA5FfOxznmY8lCdEPKNGquhnit0xg"
    "X8MfVCEcFliA4uLbvfDnJH9L7Z4YlA75sFTiD1wRnZq6kAwtsCXkPnGnrVzFjcJQBi2Nsk"
    "J9RDpJ+3eYmf17/Ezyu8Ett918wxkZfrI9htqo0+ry82+rxUa1TrMiY8+VYCKyN8BU+O0Z"
    "RdpgJtOgObTvehOKoy5pJTg0YrTg9qab39OlcJ6psmuXzFxAmBnHbQuydUGkVzLh+bjJNe"
    "tm7MyF+kkRRRnzwmS+q58n/y3Xblc7jkf/5CnlTUa9/bXdBKs0OXRSvNAjOirkFlQwnyuv"
    "aUPfB59aqW2kN7lbG10MGbk7HQ4+5IRDQ0Vm2LsuiBtE23xegT7KNwnyDvuI+CXOOVbdCl"
    "cWtZtk/xKAcupeR6wunazbgsixPReSIi+bV1mIOcGMLfHf6uqxEuRTur6kY9t8sM5OVwAj"
    "pPQErPdZmEsixOROeJ8ISIO7kocoJoxNlsxLkx6zDBWymcXZtnV+1J5tObEcP5tXl+0Yv8"
    "IKb58C1BbJvNXWTJ2OWXfwmURXV39MKIQQsv/cjRgw2K6UO2D0nESVJTXtXrTV2mAxLRWx"
    "aQWE451IwP+UqVph8QwXXQc9qUb07v5CU49N+rrqC/x3th/XpbfUL1vnyVaFbnZW4y7wqC"
    "fVraHk6p9GR5e+MFrGH1U6dbLX2+HGnQABWGq0Ydc7nGeLo7h8MXy1i+MS/kAiQPLUNYpz"
    "6TP2L5mXvRWv5TvnTwUvGQ/Jm4LOALL4C/BnKlgjVL12erbnu67xti7JLt651NG819r3Z7"
    "Dj9IFwXDNzsnhUC3ifPAErs7z93PPobB21sQ6+Hru5e6EzpEuIuXoSjZp5f50N42DBd7IC"
    "RWMlusqjRlq3lmlUUqcZatmmUwZ0bKnOmysFZJ4+LaeXFNzUkDHS0r0ifkd1dfKbXLTTS0"
    "nFAP9bN9lIveUB5mqnBODKFuAbUilOABDHDOyvQQ5N3EclvCt75h7oyFDZ0p8wMGTZyrr4"
    "Ya9qUEEjSRgM4Ux1BufED4Sr4gA5IGrD86IeMJ9aFtpN77VV2eW7ZUZXe2KZ/JGGiN7K9f"
    "kAUP2JqsGKSCqmaR1Rzs4W4PrZyvp9kk1USEjOfwLiUXd2gQcPk8jIglA//XWHXm1b4NeV"
    "rBSzz5XyouQQ6ExFmCKnSn6XHi5R3DuE8BcIUzJpATtmiVRU7Ygg0O2yFs82fagPu0Htyn"
    "5RK5sI4avsRZmR6CvI+MYcwE228mWG7vNyMtSqKd7GbLOKn7ISy2GpLZFOTlDsdbPOkV+h"
    "kN1Az+giDi3w3/2jDPJuzvJdKzX7hjFHXthHzrrgmrKJirIAoriytnTw9a0C8s2PRAaBnz"
    "xmYZfoNOI3mRLcsBtYtLbIUaRLxoQFZzFipyY8Oi3DK2BAakLuBtn3dDZsMO4wSZDQvswg"
    "wnaIh2WRIBbwF4t7ax2C4WGQ/rGA8Mf7PA9KhQkrqRT4ULIAX1DSbGaDPgl5Dz6VGtlaBP"
    "t7ESljDSxEjg/JbwO5V/lypj3wkykYfFQKXr+T78D9yc5HjsidFUPv/4EeEqmU91SHHkIx"
    "PhKX+lVOGBGFLXrTEU9nlHcMSOnTlzbqWBLtcrz9+YHwFbMRimcMo6VnWqISTowCWYS2h0"
    "TthiGa3BLoHTYJzA+QDsEfKOkzuP+6rAv3gBpz8F6umJtEtJ/NUZimix7FC5QIvFAr2Oip"
    "Fevkxoto0QMmzWMWw5pT272hpp7kVBrLTbItVNb4cV+iLnPqNBzSaxlSqALDcuv18f0OX1"
    "9Zvct3P5uthV+ePby6v3x6cK9kSVqlTUs9FXZhp6URKtpc7WUob3bo9/Rgih7+6b3Ki5Zf"
    "TrmwXlpbBhkGHDIKvs0pvtOnZUa51mBw1a2KjFxbFd6RrBqK/rxwgWwT+Sb/yE/Bp6USQN"
    "Ne1PArtRWWXb9jAhm8aCQWQtiQOfCWUQromIFyTi5J8srOgTephboploh4KFZqIFui12sk"
    "ygPR22wVaOqgVXnSuVvf+dOabvcV6qh1jvI4sNCzrUxKG3C0RvikQvh6I7ygPYJZCrIIo8"
    "k3U8kyW68NtkM69SgTfnGjXfVB1oqe9eEKlcyuEnZAxv3j95kHasB1cEJIg5VH5WLg2lJX"
    "XHxDnx5LzD9QmVAz7evCTsjoVrNb6s2+7+8qjH2rEL1euxDneNmrCn43u4D7XSrhqUq7Ju"
    "pf5vAG46vofgnrXa5M8aNvmz8iafrlImGGdleojz7tuCJw886hKFVSXbQ9B3HI2FOQioue"
    "5Xc/2FrhesWnFNTzXqrUs9yCCgSE6gFACSU76tPnMiQgOigwdPyHs21XVspbK5OTwgUBSB"
    "EmgUyc7J2KHLKA6Zm0kfUEE/8pX3/bWK/amOLDrMrSHE6IIkwJBpyBeK+U1i8nSRhoATDn"
    "rwgMxV2BCZyeuv6DpNbzghF/IR5DuzoJHnyCdePo6XBCZIxyrxECqiT9hcfn1SH5f3HMdC"
    "ZU9vwpmWLBQ8kI/HiaqFB79sE7cE1Sso+Z1PgLTmcYj1Ib4NJR3JZuzH3T+o76088wOLDU"
    "o2mVG3fJVqacS9RXgjKH9yDx/FS9McoZIk4v1lvBNVyATojAgi3Hol6bB89HRT3D1liPWp"
    "dlx4MVd2Og6lEW9EF2ZEEOIWEGOuJuZqPoAQ2DwjZDYNZVmciM4TESb8XZeJKMviRHzlRI"
    "yWTNWC7j4d5SvgpHSeFCCw44oo/YbAvo1ED3fi3as7KTsi310GOoyRblkp3D879Gw4bAP7"
    "cFiPO5wrFl9R5WrisCLn7YZ9rtOAclJ9gLrJIXr1203OF1pKPdn4Q99cv3uVDi/mo1Tizj"
    "4vvZCJDi7qygtgHx/bHNX5CBAH+pbKdYoK0+DlomQfvrn9R4pr1Kh755ntKGXJ/uG9B84C"
    "4ikmITVj3vJS/cN59+XhFWJQlOWZMc4bqf7h3CZgrz5erxSuh8FjD2JPjpdux2nOS+I0Wz"
    "3NtWXA7aoBvn/i5Kt69tkVdXkRRRCOd1QffJmOGLSIwZTfsRpsEIsZhesTMvZcKcYjcLyM"
    "btlaRRC6LPTumLsNX/TcczKeAjcxJiLiS0EoWYbc0ZnrFMqriUilBvkM8tuV4Cr0Ijml1d"
    "GYh7w5RjbaYdpgZKMFVmW6XpghnZdCoDGu0RqcrYlrfGgveF1boFqd9D7aAVmukqKX7oAE"
    "X0HbNNPsSqI9hHz3WaOCx6HczaBUFqtYl+tddCXBPmyFh/bShSyKQ2PvaF4KcTfHHcMB7i"
    "kcIMXOfCstS/YP8udtdtTn9Tvq81oXJbqE0SV8/3jvXmNMUTMtj1OU6x/Wp60KuZw2FHI5"
    "LRdyUU1jWRhWhYzWg52X6h/Uw1ZQDxugHlbUzKmumt1QsryHBbN3ZroHUpkeReG6gx+2II"
    "ohcDb7YZWDqa6XRfM8F0Rxnm2e52m10Va7Ok5r7DRcHdUerP3Tpl9MRgy/Fpu/Fow1exDT"
    "jLFmvZ1muyKj3jL5guTjcCoHDNrERS3UWIOwqFu2jIiWOidU/hOii7g8oVp9bNrUJ4XWkl"
    "fphFyQkC04BC7BWBHRtSAUQpVCvtJl36REAIWRSSyYWx0VdcB7Y1CUHeQeBkVZwKtiuTcM"
    "13kgwHdAu6cQY9Wmb8oXk3766aLbZdnIyvbPUbBXl/o9xzJY/rbvA3njVFTMQjXIQjVOQM"
    "Xc0zpVowhtWtRhwQN5+RLE9W15i3Kd2HTbkN4xmZ6CtGbUJPa6KIbQlqH1xOYZS8B+qYF6"
    "RhB7qLfvoY6ugy4T8E1wyvlAZEVPdpjmvCT6AW2bZVs8Bz4NjqocBnB80OgnkCNa912EJi"
    "0RJ5N4rXOQ3diBNonQWia8o/7oTyqDOdtlRVo+Hsz7au4587Tfy5KFHq9wAezjBsjz20HE"
    "Ic9vAQeafFGmyc85KQS6jUMF+4liP9GD0Mx76Cfa2KK9Pm+ujy3aD505t1F0JAAVtkJT3Y"
    "SCYP9YutN2GRcNCRflEhUJaMqZasAmlQWRTyqTGxOpmMP9DF7jjEgv1o99OwXl3eVb6NK1"
    "YS5LRghDtite3Smj0JyiAtW/frh+VxcEv5UpEjWeE5F/E98T3yK4DcgBGs2bYHG/G+R5F7"
    "hAKX08pElT3bbQbyUQ+K8AXp73qrW+2rUkK4IrScVKQkNn7nXjfguiSP7aRv6iJ+dBTLMt"
    "HH8IlQuqSP4wKWnQwPLDkJY0/69QU5QScAwQoNgDIvF5zAPiSCwF8QIVZZ92qxvAAdWkiI"
    "DpKU7I1Wd5eX+dxu1DpH604sDbCxaVSf/93w5dAHbQo+gCsICZhu/MlP/fivSPVdpDw2vX"
    "5aYQZ2UQ4zYJK9hfFfurHt4sPHR/VTQq0KjYs1GhfPtHlWaFPvUFw0INamlafOCQ3CunlQ"
    "juuy+k2i/iyWbEgGQienRrAwmi0Io+WXnRnEAO75osY9D7BCsbE/u4AZoPduz+aD7YoHhh"
    "YAsGtmBgyzeP9qEDWzA1eI9RAOhj6q+dgObgg5hmS8zB98o0+iUxf44qrMLCiEGTcagNrV"
    "FqTRn5nwKStIJKLLnxH7FU1b1oPSYTOhO6IlRiyQFBfULGOgpEZYis4BrgClJuJWmkLjwB"
    "PfWk/bf1E6n2ekGdR+pwD/Ap+BRoWfWFZlJcVLlU3QQweZYVFWRJPVdVtYITie3KQkaSS6"
    "DRapHlhEarDUYrlrfqsXvxoUGc7kNljGtdMlmRPrljdhalhyGn9xRyem9dQm0Dfu/l7zb6"
    "pantmJdEhsA20xEZggcxzfYwBPKHzG/4LausOJE7P/gCOwAjpY0qhxoUqPa94DaxvnlE4Q"
    "yRFpEXkOPxlC48fy23hfGjE3Id+GtlIn/46eLx2fD5JjoU7gc2NlSbrq5DvftboD1ux4aI"
    "9rgFukgsjG3xjAhC3ALizTJlAnJOCGFuAbNa6EdzKirqPNbjnJfqIdC7b6Sd1m80V2zzkq"
    "jYWqfYov3y4KYZurB06aMkkIb4JuY3ZHdyi+tW7zIribNs2yzbw0LEQd5Mzp8ZfIF5kGMM"
    "KActoBgB39dB5EsaRpoiSDptnZAbafmHfAV2v8MXCy+SLyWZsCkPmWIFkm4A6ry8Tl0TrH"
    "3dDMIMfvXkBxVDvm16PukkQ7yIrOSFCcwPlOCEa6QO0O+EPOzTwGEn5DrzFDqEfk7hxvIh"
    "WDpq8CkYT0O+GCV/61wgFdcQUWBG4BESqiQZQuhMfiMvyFxOP9Ty9Bn55erdj6/fvRqQGU"
    "RMrOZS7sPHly+vrn68+vGEjFXgw0hdb0wEXYtPga4BmkZEFH5MaqgPyGStQyXkRZIem+Mk"
    "XTi5M8R1yNVCRGQhEZow9byrORfyVCBWLJRXJy4nAY8+BXN6J2EZqxao8kEivhS6dqnDhN"
    "AI+dDGDB5KNcElAA1ZhV4kJ/1c/hBt2o7TtmZLFgoewP0IFbdJ0IiHNJJNFiDSSBYY32mL"
    "Q8Nwg5wUAo3xMzZBbU17OMv05r0n7WO6swXpzpjVv+esfhHRKK6Ic6rHdyvRQ3R3n4oTSg"
    "2/KrusHuCtRA8Bftoqje9pQxrf03IaX9m0NFuxq+Vx3e68bmdM8fJM1IdQFsQwjvJraqba"
    "0abSaq1xL10qoS3iiIVh1SLU3ExxK9U/qIet1v1hw7o/LK/79xA2YjXIewhnCL2qmtdNlc"
    "Qr611/05vnzpIKAvY5GkXhuoMbrCCKfjDb/GC5LQBY/ZHK1TSd54IozrPN8zyt1qvq7Ywa"
    "VQpXR7UBa9eb6ReTEcOvxeavBUO5HsQ0x0u34zTnJXGarZ7mOxYKs84gGQnc/5L9z5LoqQ"
    "/eLHgdXEQRVBk5qgiiyg8YNMVSCTl05AXyK1aD29Z4CXkwI0sqxIqHrqryT1U4U1oghT1e"
    "UM+H8pzyJRYDcitfTNUfIODRgAiuA2tmsTwJ1T5nLBJE+PICqi4K833oA6wqgVbUdznwzT"
    "Foxw6eA4N2LKCYGHxaJiBvBHoI79mwTaKMHNXASJdSZaYSr+redfWWakYEN+sKY9XnDkSl"
    "d+N4CrJottqm6FqklkmYf2brOp0sOftFhUyOG92ydUtl7CIg7z9A9roU0YHlnpsGI49vPX"
    "d8ruOSQ+9OvpJkTv2pjpemPnN12XQVYE1FxEJ5WNrvFXn1e7sLqld27PGoXlmgXi3jie85"
    "o99Xt2Wk6yMx8lIYiPE1PVT1+jXS61Z5EurLjJcle/HGNykH+6g0jrxzb/W0fKBl5IUdU0"
    "yzkqiN2zbLtmjjmcZBR1X6ePZ8s0aeGdlWJc/mXsaCJcmfusx0wqyPiUry0Bo0KEozJs6h"
    "45GK2CYLfscE4VCharKGHNElDdljGriPIdGRB2lKYV5JP9x9UW23Q3dEtd0CtR0z7A5nIe"
    "mOdaZZozkpBBpLgdsAMZYC3z3Vj0mI+05ChLyf0TL0umVvVUn36UU+cO4WZoTuuzlb4Mx5"
    "2KU1W1YQ2SjreIqcrsNCj7sj+WmExvNclEVG6huYaVbVzrLVPLPKxpY4y1bNsjopVTq2ql"
    "BOOPcZDWoW7ZxgYZInUrJfC/Xl9fWb3Jxevi66aD6+vbx6f3yqJjMhRysVEepEyv/VqYtp"
    "QRY/Lps/LgcKL/jdXHR5UZxnq+cZPbEPYZoxNaRPqSEZX+WF637Z9akHDdr6P+HFau0F/c"
    "CJfNA1OCEhLUOKPubBgKSddYED0qkY0BWXyne6qqRu14ugf9IOthv9kxY4GnKfsBncFaII"
    "eZuKlLBQGmKdlUGQ0YF2MO0F3TsWuXcsUSVvaOhNp1X6Y3KmUWmM1Ji26cSgv1GS3WpUpw"
    "Gha+3TtMvACzLOlusdq4xfRp05kbPEwjsq500Ft0HVfZAcb5ww44o84kPcFbo2jDM/V7UJ"
    "WM0T9TUNACLSYNaZzHDU57MT8jqCkRMPej+QeAltEMaq7Jw+BBcfqITlsUPD0JNH/rS9ti"
    "c+SXNPdZSAvGZQnNWzq+YKA8I+y+nw1wO44T+eDMjpI+iAEMsPK8lz2zQzEEx+Bi5o27o5"
    "g0rhkZdbExa44gWBnPG1bu7gRZ8ClzOVO03CWOroHiDJ5HwDXoH+fQvd4IIG5PTJE7JmNB"
    "Ty3q7U1JM2DupacBuooUVcNvEikFcPE4slC8D0hIFS5vxTkHsAkr0/tIdQAq5Gq9VPksYD"
    "ueTRXP+wF3DNubQr9Bk0K+zRAdCssED9QrMCI037C3W3Hg476N3w0IDGkL19h+xln8kA5I"
    "JYH3HeR4F7bEZiQWBkapuNwOQxUryLgj187U/bvPWn9S/9aemd36Cmdj8DPq4s2KeXfmes"
    "HIahPgBXfJ7fMZ3psjROt9XTnRJ3QbyAKTBrQVEp3MetqlVI/2lDTP9pOag/Bc9lAZfKVl"
    "fsC+KIfjv0s0yz6SJXlMUQQptXOM3rm87xVgpn1+bZzbpXTOe4KIszbdtMW+WG/hH8gEe1"
    "vmh9evBlh/RIORRN3NLgO5UDWeTMVc97+S4SR8IrpXzOw2NgCZIwxM9ko4yRP5OMckD+iy"
    "Qqw6MTcrGEF/8xVFip8Unv9ZbKIV3hMobwyeQw+LU51HkhFwHRlBQ8x5PkvCDsjoVrVSAb"
    "CsKAExqcpAEn0vSYsVB+iTQQkNTBA3SaWkS5o9PUAm8HOk0PX8rErvRe2+D/1jUVS/N7cZ"
    "r3mOCLLrb7d7FhpLBFk9GJRO47ebx7VaIjY9x/pngPYUHoHkH3yANEX5MoowyJYmgm1l4A"
    "e6hXrzqWUJ0fpUZ0ocNHjyqozuzpQRPVqTSrJA61S8Fq+Y+QpQnXcLEXZBxCHy9oTDNO0z"
    "ogIyWGa43n8tepw5B54bWoTL2jGyCtaMPHM0Ba0QptCRMDDgW1aURpjwNJh23AHdaDOyyB"
    "u9kHzNiEnBjSCJ1phHkCbnvkUwkEvTPoWIKpRyWYQE1/JU2vWh1en/yyBj+DcS31d7iu0H"
    "WQHHlH3W8RtOslhTaNwR33HHZOxksuPJ2Gfnw6IGfk5OTkERF0LaDZi86HDmNf6eaqvBJ0"
    "jinp8vu8GYQn/KpT2EnAPNDryWZtJ5DCDuuNilaQtoELuexLaAelcsTpLQsIzOIJ+VWK8j"
    "giY31e6AzwCLrcyPur8EF1ATQkLFKx0JCwQLtFQwIzjPsGNFpse7TY6otwNZkNfa3DdWDT"
    "Ac1lNJcfGujKMOqUdZCXxBgvq2O8tpab6TTnJTG1xOZZTugCQx04L9VDNW0PQdB0vWDGxk"
    "ZeCoFuA3RCexnQuVmRPikGfeFzf+IF2q94bvBFNnfO4WYDQzI34DrNismBZEHXqqm3Zi+B"
    "MoWLAlMqWBRBndBjKE1KfR8oVSj0Kf/ymRCP4B8h8xkVVSX2D3A/ZFjtWKWQYbVgg0CGFR"
    "nWvgGNDCsyrP1kmxJdxwz7jFAn6C0jHLC3tQXryu57W2NZ2EOWhZWmlKnKlxHB3I0WijV2"
    "rHwIlLHjc9FtlrOC6BawbY4tIvze8jsGvPdRDem3OT/4IvG3SIa2JP+uVfEntkzTo5TL8j"
    "uh0qRErpTTuaLkUi0faDlNI98x3RfoVr6GYx1vqYMtV3QNIZAr+TBlEvBA94X4zlfvL97d"
    "QCdPASleqvqUjkcQ5+Tl9bsPH99eDcjVb7+8fn+lrnhz8fPV6PLi5c8qwlP3WPKic/LT9Z"
    "sfCcAr4PLppeTzgI99QN5fvbm6+HClR3yCmlnwfuimSfJTu3lzlW33lJU9Ia9e/y25Zayb"
    "GtHMU6zmchmRjwy1KOU0ej6SnFYpBEhyWqCLIfN2IKDVQm0Ic1YGQW4BMji+DDHOiKDt9m"
    "WEQWswgTcd38PXd/dEDxLI90hjIsuGLFufVmruqOZrXQiYgijybMjB1HAwQtnPZe4Fjg8a"
    "ORc5onXRm6UcywMw6InwZgF0KH4hTf1MqZrjcSbsYgyBT4/SdsSpVagK2tDptKroze5vgC"
    "SDHeshkgwWbEXAGla0kKkHeSPQQ3jPhs/a2A3DZ/WGA5wrRo0LseJyOZ9TMTdBuiTYR8Rb"
    "KbBnDQrsWVmBDbnPTIBOx/cS310bwvcYevnArAT0xddCjzbCTmyECxZ6zvyowkpIzjTaCX"
    "Q75kuGQv3E7lgZr2+S2zKSMFlj7FXFd9IVt171ri2kVb+011fS6sUOOhy20gmHDTrhsOTa"
    "kx+VAcLJ8B6ie9pK/ztt0P9Oy/qfvGPEqlpo//XD9buaHXMrUtwuPSci/ya+J75Fvr4BXA"
    "Ajt0emmB6/vfitCPfLN9eXxc0PLnB531mG//l/MdyaWg=="
)
