"""Everything the spine stands on: tables, their constraints, and the triggers that keep the books (sqlite)."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
CREATE TABLE merchants (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    code VARCHAR(50) NOT NULL,
    name VARCHAR(200) NOT NULL,
    timezone VARCHAR(64) NOT NULL,
    default_currency VARCHAR(3) NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT merchants_code UNIQUE (code)
);

CREATE TABLE customers (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    email VARCHAR(254) NOT NULL,
    name VARCHAR(200) NOT NULL,
    locale VARCHAR(20) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    external_id VARCHAR(100),
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT customers_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT customers_currency CHECK (length(currency) = 3 AND currency = upper(currency))
);
CREATE UNIQUE INDEX customers_external_id ON customers (merchant_id, external_id) WHERE external_id IS NOT NULL;

CREATE TABLE users (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    email VARCHAR(254) NOT NULL,
    password_hash VARCHAR(200) NOT NULL,
    role VARCHAR(20) NOT NULL,
    customer_id VARCHAR(40),
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT users_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    CONSTRAINT users_email UNIQUE (merchant_id, email),
    CONSTRAINT users_role CHECK (role IN ('CUSTOMER', 'STAFF')),
    CONSTRAINT users_customer CHECK ((role = 'CUSTOMER') = (customer_id IS NOT NULL)),
    CONSTRAINT users_email_lower CHECK (email = lower(email))
);

CREATE TABLE refresh_tokens (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    user_id VARCHAR(40) NOT NULL,
    family_id VARCHAR(40) NOT NULL,
    token_hash VARCHAR(64) NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    created_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    revoked_at TIMESTAMP,
    CONSTRAINT refresh_tokens_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, user_id) REFERENCES users (merchant_id, id),
    CONSTRAINT refresh_tokens_hash UNIQUE (token_hash)
);
CREATE INDEX refresh_tokens_family ON refresh_tokens (merchant_id, family_id);

CREATE TABLE signing_keys (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    public_jwk JSON NOT NULL,
    private_sealed TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    retired_at TIMESTAMP,
    CONSTRAINT signing_keys_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id)
);

CREATE TABLE sign_in_attempts (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    email VARCHAR(254) NOT NULL,
    failures INT NOT NULL,
    locked_until TIMESTAMP,
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT sign_in_attempts_email UNIQUE (merchant_id, email),
    CONSTRAINT sign_in_attempts_failures CHECK (failures >= 0)
);

CREATE TABLE products (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    code VARCHAR(50) NOT NULL,
    name VARCHAR(200) NOT NULL,
    description TEXT NOT NULL,
    kind VARCHAR(20) NOT NULL,
    archived_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT products_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT products_code UNIQUE (merchant_id, code),
    CONSTRAINT products_kind CHECK (kind IN ('SUBSCRIPTION', 'REFILL'))
);

CREATE TABLE plans (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    product_id VARCHAR(40) NOT NULL,
    code VARCHAR(50) NOT NULL,
    name VARCHAR(200) NOT NULL,
    description TEXT NOT NULL,
    interval_unit VARCHAR(10),
    interval_count INT,
    billing VARCHAR(20) NOT NULL,
    trial_days INT NOT NULL,
    features JSON NOT NULL,
    grants JSON NOT NULL,
    position INT NOT NULL,
    archived_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT plans_merchant_id_id UNIQUE (merchant_id, id),
    CONSTRAINT plans_product UNIQUE (merchant_id, product_id, id),
    FOREIGN KEY (merchant_id, product_id) REFERENCES products (merchant_id, id),
    CONSTRAINT plans_code UNIQUE (merchant_id, product_id, code),
    CONSTRAINT plans_interval CHECK ((interval_unit IS NULL) = (interval_count IS NULL)),
    CONSTRAINT plans_interval_unit CHECK (interval_unit IN ('HOUR', 'DAY', 'WEEK', 'MONTH', 'YEAR')),
    CONSTRAINT plans_interval_count CHECK (interval_count > 0),
    CONSTRAINT plans_billing CHECK (billing IN ('IN_ADVANCE', 'FROM_BALANCE')),
    CONSTRAINT plans_trial_days CHECK (trial_days >= 0)
);

CREATE TABLE addons (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    plan_id VARCHAR(40) NOT NULL,
    code VARCHAR(50) NOT NULL,
    name VARCHAR(200) NOT NULL,
    charge VARCHAR(20) NOT NULL,
    max_quantity INT,
    features JSON NOT NULL,
    grants JSON NOT NULL,
    position INT NOT NULL,
    archived_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT addons_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, plan_id) REFERENCES plans (merchant_id, id),
    CONSTRAINT addons_code UNIQUE (merchant_id, plan_id, code),
    CONSTRAINT addons_charge CHECK (charge IN ('RECURRING', 'ONE_TIME')),
    CONSTRAINT addons_max_quantity CHECK (max_quantity > 0)
);

CREATE TABLE prices (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    plan_id VARCHAR(40),
    addon_id VARCHAR(40),
    currency VARCHAR(3) NOT NULL,
    amount_minor BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT prices_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, plan_id) REFERENCES plans (merchant_id, id),
    FOREIGN KEY (merchant_id, addon_id) REFERENCES addons (merchant_id, id),
    CONSTRAINT prices_of_one CHECK ((plan_id IS NULL) <> (addon_id IS NULL)),
    CONSTRAINT prices_amount CHECK (amount_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT prices_currency CHECK (length(currency) = 3 AND currency = upper(currency))
);
CREATE UNIQUE INDEX prices_plan_currency ON prices (plan_id, currency) WHERE plan_id IS NOT NULL;
CREATE UNIQUE INDEX prices_addon_currency ON prices (addon_id, currency) WHERE addon_id IS NOT NULL;

CREATE TABLE subscriptions (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    product_id VARCHAR(40) NOT NULL,
    plan_id VARCHAR(40) NOT NULL,
    quantity INT NOT NULL,
    currency VARCHAR(3) NOT NULL,
    unit_price_minor BIGINT NOT NULL,
    status VARCHAR(20) NOT NULL,
    anchor_at TIMESTAMP NOT NULL,
    period_start TIMESTAMP,
    period_end TIMESTAMP,
    auto_renew INT NOT NULL,
    activated_at TIMESTAMP,
    canceled_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    version INT NOT NULL,
    CONSTRAINT subscriptions_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, product_id, plan_id) REFERENCES plans (merchant_id, product_id, id),
    CONSTRAINT subscriptions_status CHECK (status IN ('INCOMPLETE', 'INCOMPLETE_EXPIRED', 'TRIALING', 'ACTIVE', 'PAST_DUE', 'PAUSED', 'SUSPENDED', 'CANCELED', 'EXPIRED')),
    CONSTRAINT subscriptions_quantity CHECK (quantity > 0),
    CONSTRAINT subscriptions_price CHECK (unit_price_minor >= 0),
    CONSTRAINT subscriptions_version CHECK (version > 0),
    CONSTRAINT subscriptions_period CHECK ((period_start IS NULL AND period_end IS NULL) OR (period_start < period_end))
);
CREATE UNIQUE INDEX subscriptions_one_live ON subscriptions (merchant_id, customer_id, product_id)
    WHERE status IN ('INCOMPLETE', 'TRIALING', 'ACTIVE', 'PAST_DUE', 'PAUSED', 'SUSPENDED');
CREATE INDEX subscriptions_customer ON subscriptions (merchant_id, customer_id, id);

CREATE TABLE subscription_addons (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    subscription_id VARCHAR(40) NOT NULL,
    addon_id VARCHAR(40) NOT NULL,
    quantity INT NOT NULL,
    unit_price_minor BIGINT NOT NULL,
    CONSTRAINT subscription_addons_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, subscription_id) REFERENCES subscriptions (merchant_id, id),
    FOREIGN KEY (merchant_id, addon_id) REFERENCES addons (merchant_id, id),
    CONSTRAINT subscription_addons_once UNIQUE (subscription_id, addon_id),
    CONSTRAINT subscription_addons_quantity CHECK (quantity > 0),
    CONSTRAINT subscription_addons_price CHECK (unit_price_minor >= 0)
);

CREATE TABLE invoices (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    number VARCHAR(40),
    customer_id VARCHAR(40) NOT NULL,
    subscription_id VARCHAR(40),
    period_start TIMESTAMP,
    status VARCHAR(20) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    subtotal_minor BIGINT NOT NULL,
    discount_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    paid_minor BIGINT NOT NULL,
    credited_minor BIGINT NOT NULL,
    issued_at TIMESTAMP,
    due_at TIMESTAMP,
    paid_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    version INT NOT NULL,
    CONSTRAINT invoices_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, subscription_id) REFERENCES subscriptions (merchant_id, id),
    CONSTRAINT invoices_number UNIQUE (merchant_id, number),
    CONSTRAINT invoices_status CHECK (status IN ('DRAFT', 'OPEN', 'PAID', 'VOID', 'UNCOLLECTIBLE')),
    CONSTRAINT invoices_numbered CHECK ((status = 'DRAFT') = (number IS NULL)),
    CONSTRAINT invoices_total CHECK (total_minor = subtotal_minor - discount_minor + tax_minor),
    CONSTRAINT invoices_amounts CHECK (subtotal_minor >= 0 AND discount_minor >= 0 AND tax_minor >= 0 AND total_minor >= 0 AND paid_minor >= 0 AND credited_minor >= 0),
    CONSTRAINT invoices_due CHECK (paid_minor + credited_minor <= total_minor),
    CONSTRAINT invoices_paid CHECK (status <> 'PAID' OR paid_minor + credited_minor = total_minor),
    CONSTRAINT invoices_version CHECK (version > 0)
);
CREATE UNIQUE INDEX invoices_period ON invoices (subscription_id, period_start)
    WHERE period_start IS NOT NULL AND status <> 'VOID';
CREATE INDEX invoices_customer ON invoices (merchant_id, customer_id, id);

CREATE TABLE invoice_lines (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    invoice_id VARCHAR(40) NOT NULL,
    position INT NOT NULL,
    description VARCHAR(500) NOT NULL,
    amount_minor BIGINT NOT NULL,
    period_start TIMESTAMP,
    period_end TIMESTAMP,
    unit_price_minor BIGINT NOT NULL,
    quantity INT NOT NULL,
    numerator VARCHAR(40) NOT NULL,
    denominator VARCHAR(40) NOT NULL,
    rounding VARCHAR(20) NOT NULL,
    CONSTRAINT invoice_lines_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, invoice_id) REFERENCES invoices (merchant_id, id),
    CONSTRAINT invoice_lines_position UNIQUE (invoice_id, position),
    CONSTRAINT invoice_lines_quantity CHECK (quantity > 0)
);

CREATE TABLE invoice_counters (
    merchant_id VARCHAR(40) NOT NULL PRIMARY KEY,
    next_number BIGINT NOT NULL,
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT invoice_counters_next CHECK (next_number > 0)
);

CREATE TABLE gateway_accounts (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    gateway VARCHAR(50) NOT NULL,
    label VARCHAR(200) NOT NULL,
    mode VARCHAR(10) NOT NULL,
    enabled INT NOT NULL,
    settings_sealed TEXT NOT NULL,
    position INT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT gateway_accounts_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT gateway_accounts_label UNIQUE (merchant_id, gateway, label),
    CONSTRAINT gateway_accounts_mode CHECK (mode IN ('TEST', 'LIVE'))
);

CREATE TABLE payments (
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
CREATE INDEX payments_customer ON payments (merchant_id, customer_id, id);
CREATE INDEX payments_invoice ON payments (invoice_id);

CREATE TABLE payment_attempts (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    payment_id VARCHAR(40) NOT NULL,
    invoice_id VARCHAR(40),
    gateway_account_id VARCHAR(40) NOT NULL,
    number INT NOT NULL,
    status VARCHAR(20) NOT NULL,
    idempotency_key VARCHAR(64) NOT NULL,
    source_sealed TEXT,
    return_url TEXT,
    gateway_reference VARCHAR(255),
    gateway_status VARCHAR(60),
    decline_reason VARCHAR(40),
    decline_advice VARCHAR(20),
    decline_code VARCHAR(100),
    last_error VARCHAR(500),
    tries INT NOT NULL,
    next_try_at TIMESTAMP,
    lease_until TIMESTAMP,
    fence INT NOT NULL,
    sent_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT payment_attempts_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, payment_id) REFERENCES payments (merchant_id, id),
    FOREIGN KEY (merchant_id, invoice_id) REFERENCES invoices (merchant_id, id),
    FOREIGN KEY (merchant_id, gateway_account_id) REFERENCES gateway_accounts (merchant_id, id),
    CONSTRAINT payment_attempts_key UNIQUE (idempotency_key),
    CONSTRAINT payment_attempts_number UNIQUE (payment_id, number),
    CONSTRAINT payment_attempts_status CHECK (status IN ('CREATED', 'SENDING', 'UNKNOWN', 'REQUIRES_ACTION', 'PENDING', 'AUTHORIZED', 'SUCCEEDED', 'FAILED', 'CANCELED', 'EXPIRED')),
    CONSTRAINT payment_attempts_end CHECK (status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED', 'EXPIRED') OR (source_sealed IS NULL AND next_try_at IS NULL)),
    CONSTRAINT payment_attempts_counts CHECK (number > 0 AND tries >= 0 AND fence >= 0)
);
CREATE UNIQUE INDEX payment_attempts_one_open ON payment_attempts (payment_id)
    WHERE status IN ('CREATED', 'SENDING', 'UNKNOWN', 'REQUIRES_ACTION', 'PENDING', 'AUTHORIZED');
CREATE UNIQUE INDEX payment_attempts_one_open_invoice ON payment_attempts (invoice_id)
    WHERE status IN ('CREATED', 'SENDING', 'UNKNOWN', 'REQUIRES_ACTION', 'PENDING', 'AUTHORIZED');
CREATE UNIQUE INDEX payment_attempts_reference ON payment_attempts (gateway_account_id, gateway_reference)
    WHERE gateway_reference IS NOT NULL;
CREATE INDEX payment_attempts_due ON payment_attempts (next_try_at) WHERE next_try_at IS NOT NULL;

CREATE TABLE gateway_events (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    gateway_account_id VARCHAR(40) NOT NULL,
    dedupe_key VARCHAR(255) NOT NULL,
    kind VARCHAR(100) NOT NULL,
    trust VARCHAR(20) NOT NULL,
    reference VARCHAR(255),
    our_reference VARCHAR(255),
    claimed JSON,
    body TEXT NOT NULL,
    status VARCHAR(20) NOT NULL,
    outcome VARCHAR(500),
    tries INT NOT NULL,
    next_try_at TIMESTAMP,
    occurred_at TIMESTAMP NOT NULL,
    received_at TIMESTAMP NOT NULL,
    CONSTRAINT gateway_events_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, gateway_account_id) REFERENCES gateway_accounts (merchant_id, id),
    CONSTRAINT gateway_events_once UNIQUE (gateway_account_id, dedupe_key),
    CONSTRAINT gateway_events_status CHECK (status IN ('RECEIVED', 'APPLIED', 'IGNORED', 'FAILED')),
    CONSTRAINT gateway_events_due CHECK ((status = 'RECEIVED') = (next_try_at IS NOT NULL))
);
CREATE INDEX gateway_events_next ON gateway_events (next_try_at) WHERE next_try_at IS NOT NULL;

CREATE TABLE ledger_accounts (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    kind VARCHAR(30) NOT NULL,
    owner_id VARCHAR(40) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    balance_minor BIGINT,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT ledger_accounts_merchant_id_id UNIQUE (merchant_id, id),
    CONSTRAINT ledger_accounts_currency UNIQUE (merchant_id, id, currency),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT ledger_accounts_owner UNIQUE (merchant_id, kind, owner_id, currency),
    CONSTRAINT ledger_accounts_kind CHECK (kind IN ('CUSTOMER_BALANCE', 'RECEIVABLE', 'REVENUE', 'TAX', 'GATEWAY_CLEARING', 'CASH', 'REFUNDS', 'CREDITS', 'UNITS')),
    CONSTRAINT ledger_accounts_balance CHECK ((kind = 'CUSTOMER_BALANCE') = (balance_minor IS NOT NULL)),
    CONSTRAINT ledger_accounts_not_negative CHECK (balance_minor >= 0)
);

CREATE TABLE ledger_transactions (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    key VARCHAR(150) NOT NULL,
    subject_id VARCHAR(40) NOT NULL,
    description VARCHAR(300) NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    CONSTRAINT ledger_transactions_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT ledger_transactions_key UNIQUE (merchant_id, key)
);
CREATE INDEX ledger_transactions_subject ON ledger_transactions (merchant_id, subject_id);

CREATE TABLE ledger_entries (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    transaction_id VARCHAR(40) NOT NULL,
    account_id VARCHAR(40) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    amount_minor BIGINT NOT NULL,
    balance_after_minor BIGINT,
    CONSTRAINT ledger_entries_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, account_id, currency) REFERENCES ledger_accounts (merchant_id, id, currency),
    FOREIGN KEY (merchant_id, transaction_id) REFERENCES ledger_transactions (merchant_id, id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ledger_entries_amount CHECK (amount_minor <> 0)
);
CREATE INDEX ledger_entries_transaction ON ledger_entries (transaction_id);
CREATE INDEX ledger_entries_account ON ledger_entries (account_id, id);

CREATE TABLE events (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    sequence BIGINT,
    type VARCHAR(100) NOT NULL,
    subject_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40),
    version INT,
    payload JSON NOT NULL,
    request_id VARCHAR(100) NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    CONSTRAINT events_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT events_sequence UNIQUE (merchant_id, sequence)
);
CREATE INDEX events_unrelayed ON events (merchant_id, id) WHERE sequence IS NULL;
CREATE INDEX events_subject ON events (merchant_id, subject_id);

CREATE TABLE event_streams (
    merchant_id VARCHAR(40) NOT NULL PRIMARY KEY,
    last_sequence BIGINT NOT NULL,
    published_sequence BIGINT NOT NULL,
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT event_streams_published CHECK (published_sequence BETWEEN 0 AND last_sequence)
);

CREATE TABLE idempotency_keys (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    scope VARCHAR(40) NOT NULL,
    key VARCHAR(255) NOT NULL,
    operation VARCHAR(60) NOT NULL,
    request_hash VARCHAR(64) NOT NULL,
    result JSON NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT idempotency_keys_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT idempotency_keys_key UNIQUE (merchant_id, scope, key)
);

CREATE TABLE aerich (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    version VARCHAR(255) NOT NULL,
    app VARCHAR(100) NOT NULL,
    content JSON NOT NULL
);

-- The books are append-only.
CREATE TRIGGER ledger_transactions_append_only BEFORE UPDATE ON ledger_transactions
    BEGIN SELECT RAISE(ABORT, 'ledger_transactions is append-only'); END;
CREATE TRIGGER ledger_transactions_keep BEFORE DELETE ON ledger_transactions
    BEGIN SELECT RAISE(ABORT, 'ledger_transactions is append-only'); END;
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE ON ledger_entries
    BEGIN SELECT RAISE(ABORT, 'ledger_entries is append-only'); END;
CREATE TRIGGER ledger_entries_keep BEFORE DELETE ON ledger_entries
    BEGIN SELECT RAISE(ABORT, 'ledger_entries is append-only'); END;

-- A ledger transaction is written after its entries and seals them: they must sum to zero in each currency ...
CREATE TRIGGER ledger_transactions_sum BEFORE INSERT ON ledger_transactions
    WHEN NOT EXISTS (SELECT 1 FROM ledger_entries WHERE transaction_id = NEW.id)
      OR EXISTS (SELECT 1 FROM ledger_entries WHERE transaction_id = NEW.id GROUP BY currency HAVING sum(amount_minor) <> 0)
    BEGIN SELECT RAISE(ABORT, 'ledger transaction does not sum to zero'); END;

-- ... and nothing can be added to a sealed one. (An entry without its seal fails the deferred foreign key at commit.)
CREATE TRIGGER ledger_entries_sealed BEFORE INSERT ON ledger_entries
    WHEN EXISTS (SELECT 1 FROM ledger_transactions WHERE id = NEW.transaction_id)
    BEGIN SELECT RAISE(ABORT, 'ledger transaction is sealed'); END;

-- An event is a fact: only its number may be filled in, once, when it is relayed.
CREATE TRIGGER events_append_only BEFORE UPDATE ON events
    WHEN OLD.sequence IS NOT NULL OR NEW.sequence IS NULL OR NEW.id <> OLD.id OR NEW.merchant_id <> OLD.merchant_id
      OR NEW.type <> OLD.type OR NEW.subject_id <> OLD.subject_id OR NEW.customer_id IS NOT OLD.customer_id
      OR NEW.version IS NOT OLD.version OR NEW.payload <> OLD.payload OR NEW.request_id <> OLD.request_id
      OR NEW.occurred_at <> OLD.occurred_at
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_keep BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
DROP TABLE ledger_entries;
DROP TABLE idempotency_keys;
DROP TABLE event_streams;
DROP TABLE events;
DROP TABLE ledger_transactions;
DROP TABLE ledger_accounts;
DROP TABLE gateway_events;
DROP TABLE payment_attempts;
DROP TABLE payments;
DROP TABLE gateway_accounts;
DROP TABLE invoice_counters;
DROP TABLE invoice_lines;
DROP TABLE invoices;
DROP TABLE subscription_addons;
DROP TABLE subscriptions;
DROP TABLE prices;
DROP TABLE addons;
DROP TABLE plans;
DROP TABLE products;
DROP TABLE sign_in_attempts;
DROP TABLE signing_keys;
DROP TABLE refresh_tokens;
DROP TABLE users;
DROP TABLE customers;
DROP TABLE merchants;
"""


MODELS_STATE = (
    "eJztXW1z2ziS/isof5nkSvHFTuTMJbVXZWd9M9lN4q3Es5na3SsJIiGJY4pQANCKdnf++w"
    "KgKPEFZAhalGG6P9km0QT9NAh0P91o/OuIfw0DQY7PfZ9GR6/Rv44ivCDyl/yNATrCy+Xu"
    "srog8CTULbFqwnWbCRcMe0JeneKQE3nJJ9xjwVIE+vFH5xEi32QbRKeIRgQtQxwdK1Gfel"
    "I2iGa1reIo+BqTkaAzIuaEybZ//395OYh88o3w9M/lzWgakNDP/T+Brx6gr4/EeqmvvZ1j"
    "9n+6pXqDycijYbyIdq2XazGn0ba5fEF1dUYiwrAgfubfjOIw3OCRXkreVV4QLCbbl/R3F3"
    "wyxXGowFLSyRvsrh2NRh+vrkefL69Ho6MSkKlEBrXNJU/qQkIXRILr/3+Bv41CEs3EXP75"
    "8vnvST87HJJWqsO/nn96+/P5pycvnz9VHVKpyUTBHzd3TvWt3/UjsMDJQzTqO5gXhHlzHI"
    "mRHd4Fsf0An17YIb8blQ8W+h3U6quwhDkjAhA3gNijPrHBN23fQ3CHTcAdVoM7LIGrf1qA"
    "m7bvIbinz5ugK1tVwqvvFQavRHJmN3y3Er3EuBHENQgXAVaP/xrLVSsQ6zLM7yJRsdYVxA"
    "pYy7dvgPXGhnAG6pl6iWenJy9fvfzxxdnLH2UT/Z7bK69q0H/38boA7ZRgETPCy7D+6fPV"
    "RzOuWZkCpn7gCfRvFAa8CbaujeMa5BQa6skLLg3z7Hh98uH81+JQfvv+6kKDQ7mYMf0U/Y"
    "CLAvgzhlXPFtDvJAD4OwAv7wf6HZtPJlmRVhOJa5jveybB0rEIbok/wqIM6x8lLiJYEDO2"
    "BdHi0N7IHqe/PLxZuwbI63cfLj9fn3/4S26Q//H8+lLdOdVX14WrT84KA3/7EPTl3fXPSP"
    "2J/nb18bL4LWzbXf/tSL0TjgUdRXQ1wn4Wk/Ryeilv7TCicG+h5rzkHrTs2if10NWsOJ3p"
    "TYZuUBcm2LtZYeaPSnfoKa1qW761OF0Ur+AIz7SSFJrqPTdU2NuYC7rQrFOJJtveG9QxZd"
    "6mVVOyDE3iNWEDNAnCkPgoiDQbNvZixkjkrccG5qyRCNBobhANQKM5wPGQBQ5CG5C3Aj2E"
    "93T4somXPHxZ7Sare0D0HJLoCamHQyuEdxK9xHjfRE+6elpxaRmZHoL8ogHGLyohflGahL"
    "8JwiIcWq53BbFWODvmk+VhPmk0X5zUzBcnBmIYXCVwlTp1lS5vSSSODH5ScmNQ5yQR1aSh"
    "h3QlfZupbKH8HOnJoCXmAgkScXKMxpzIIRV5ZIwCjshiKdYojkQQ6paMhHgtX3sxke4YCg"
    "TCUzmV6FseXSwCMUCrQA7vWKAZXvKyp3XYrsFjc8NtAI/NAY8t/brKOF8Es0qmPCvVo5Db"
    "/5yevnjx6vT5i7Mfhy9fvRr++HzLmJdv1VHnF+9+Uux5TgtlOl1DZjG+0/Y9HNid2GY8nv"
    "xGPNtZJC/VQ6w7SO3ZcLGWSBfE+udx7B/pW2nm2AU1MxI9mqn3FtJc4nVIsWHYVgfoMyIQ"
    "ob9DhJ4pI4LbTs95qR5Oz50shdTTHFobnqIgCkQFEBU1RMVnwQheHFXRFZvbg++SFiOuWz"
    "bkLq6lvx8q0iBhAtAskM9QbAJGqVP4A0fJIwcIR75mCLSECumKORZohTlaxhM5ec+JvE/l"
    "NH5LkLQGVU+KXijzFofp9h/RPyLVE6Mr+bSQejdogW8I189ICBD5HIzU15e+SUL8vEEr1U"
    "UYyMYTIlaEJPyKWFFFpuy6xTOs3lpzJxh5DPP5XakSl3z4R0WeqOE1aufWl0T7lAV3YOd+"
    "+3G11IVZHhRipRBHVsafpG5WeH3ueTQ2c/mFFrXr4yxpO8JJ48YJUFIL02AWM53KxAWWQ0"
    "ptCsRo80C0DONZEB2j8zBEnAghdcgRZnI1IjjUi1OyDLxBERVzeVeJywsLtZjINmrmlu9o"
    "yqQ6aN9A8Lu+RrlkHNz3ZNgxY7T5wGxgzoj0EOL9b76T/zexynrbCvQQ3k6yshaWe0cX/d"
    "07etKMHaohh0r5QpH6xw0T8QWlIcFRRbrQTqqA8kSKPUCY6wzMq6v3OQLo4l3B3Pz4y4eL"
    "S4m7hn1jsxndgtS2GSV2TRn0a/KtMuhaEu3F+K6j3y5/va7nnbfs2/urjz+lzYtkNOwM6z"
    "qMAmlwrYY3sMu2PnRlNlzu/qCJ/2yTHHeuaN2JdLd9tCKTOaU3P3CdsvYa3RIWyP/BHyAu"
    "qHJwqXJup5Qhgr05erJx0wfIJ368JOiGrJ8OkHy9UAqhyVo6wb/RibFwzwG6BF/ZDYcNfG"
    "V3fOWUWbNE3CwNwDcAPpmnRnKesgE8L9VDoE+Hw0Y7yIY1O8iGRaxv5L9mg3Lavof4dpJq"
    "IdcibrCCa9I6U4EeIrz//WOMTAkzh9PqkoYyQv3LM+xknqAxG7UCuyQIgDcC3Aux9HCtUh"
    "EzIndKRXQM7ENnIk6obzA8qpm4tH0vJuxD029cYBEbKmLVZORvJXoBeNcrJI2FR+2qBGRE"
    "+jdZDxtZecMaK29osvICU0W9SgZ52x7oYwN9HMmpdiTYugV/XBCFwmKu8ceQhv4IFc2IR1"
    "pWCiyIgqKdU7QjEaF3PlksqVCFYf5M1keGmFChxaAuKhTs2ipGsWFcaMw9ukxKE6zmFMWc"
    "JDn+8glv0DjdqzTHfD5OcvGnlOkbXI6osW4a+DzZCaD+mAaMC/UYlCQ9lsNCB+kRokJuMO"
    "QQFXIgOKE/OCt/NRUAeBvAaxn0gWiPHYu7VIAYs51q6ICsUA+RPmsyiM+qB/GZISqxW3ft"
    "AhN5uT6C3aQK5ll1EcyzUg3MxJax4cl3ErBj/w48OWT5tVEF+HQWPl10SwOPHJmcuc2tQa"
    "0XlzRq6L19meuN02kdGkRXhB8jtdda2d0TLJ2iOZWvjcZ4oVJ6kB8T9AfpJAkcomdoiQNf"
    "/pBj25fv4aP//QN6bqgj3lkv4KW5YcuCl+aAG5EUPrBBeSfRv5hXr2p8PbahvCn+od/Lvn"
    "hdURQG9/cRl/5uQP0RF5hZm7ZFWYhAumbbQvYJ1Pe/T5D3XN9fzvHaNxgtgogaLJ7awr0l"
    "2T7loxy4xI8f8GSnRwtFlGVBEa0VIeTX1kIHOTGAvz38bWcjmIr2Vm0MB34bDeTlQAGtFZ"
    "DSc22UUJYFRbRWRMB53CpEkRMEJ85lJ86PSQsF76RAuy5rV69J9urNiIF+XdYvRJEfhZoP"
    "f1SFa9rcxy4Zt+LybxVlYT61u9Bi0CBKP/KSxhZF3tVuH7QRR5ta57qObBoyHSCBb0iEYq"
    "lyVcuc0ZUumT5AnCZJz+lhcXN8Kx9B1blw5sruHfYFddVdjQlVx/L1RrOqKHOde1cQ7NPU"
    "9nhKeG+mt/dBRGpmP3270dQXypYWB3Oq5voAibmcY4Lk1AiPLpaxHDGv5QQkLy2Zmqe+oa"
    "+x/MwDsZa/ykGnBhVl6L+RTyK6CCL110DOVGrOSuqGmY/j7LpDyF1yfb5zaaG579mu4/SD"
    "dFKwHNk5KQC6SZ4HlH7d+9797GtYjN6CWA+Hbyd1J5IU4TZRhqJknwbzoaNtkC72SEisjb"
    "aIqWRiIz0TY/FE0LJTWlbuzEi7M20mVpM0TK6tJ9fUnbSw0bIifUJ+f/WVUr/cxkLLCfXQ"
    "PuuijPGW8rAzhXNiAHUDqDWhpF7AAuesTA9B3k8utyN863vizwirOTEx32BQx7mGuqnleY"
    "mKBN1IqBMTnqgy2ANEV3KADFCasP70GI0nOFTHGSZrv67Lc0OWuuzObsvnpo06sjdcv0YL"
    "GpE1WhG1FVQfYmjmYA/bPTCybsxxwMg6sLxAkfzd7pUm4L6oBvdFuUCtmsUsB3FWpocgd7"
    "FfF/ZhdbsPK7fy2lEGJdFWXqtjjNC9Jd5DNmE/KTqnXJHLSDBjkdHs7SZuCIm2tcAb5n6Q"
    "WcbOx1MhH7Kz9lUNz6Khj3QjFIgBWklTXhv5W2/ihpCl8gSqEj+67A18DDfMBPAxHLDQZF"
    "cRl1+/fZWPsiQA3gDwdsf6wXF+4Hs453tAGogDrofBSGrnBhYeAM7gA0wQT9yA693KfFTp"
    "K2QbNfEYMsu9xVYZTnCY7FfhRKhfNo7HMfrCAiFItLHbVQDgtbbZt+UoGZnGnHCV9x1HIe"
    "Ha7l8jHi+QoOifhBnOJThMl+BAuLHWgwPhgJkFlfPTc3yHjc7xHdac4zs0VWH8jXi24zgv"
    "1UOsu8iagQTyishbs9BbXeytHHyDI9iAMe/YFv6wWcxNJvD2Xq3lm5oDDe3dcySNS9n8GI"
    "3VyPsnjdITshQfHQiOPCw/Kx8zFAa3hL9BgdS7ej7CssEv128RuSVsrduXbdv9Px7sWDdW"
    "oWo71qO+1aFPafserkONrKsa46psW+mfFuCm7XsI7mmjRf60ZpE/NZxOvJmlrIIKGZke4r"
    "z/Y4g2Lzxqw3abZHsI+p5Zb8j1AMu1W8v1L3i9IGbDNb1Va7cuk0YW2R1SgVJAkZxytIbE"
    "EwhHKAnSHKNPZJrUzZDG5vbyAEVUHSikCtOTN2js4aWIWVo+dGOYYoHkkA/DtTRNFxWpHo"
    "frGsxd181doG3hJJ3+QX1vhVVci8Z2jPNMIrHC61G7DBuzNAzw5sC3QLunEO+fq4CtQB2e"
    "FrSMmfQerHiKjAhADAcyOUBLQDKeA8l4eVfUTg1lWVBEa0WwDXHQRhFlWVDEHRUxWhJd9K"
    "K9OspPAKW0VgqcP9mxuZM6k3LsEmXDWNmWRuH+EQCnw2ET2IfDatzVveLuGr0fKWZhGfFr"
    "8q3KAspJ9QHqukjM5a/XuSBMCuiTD+e/Ps0FYt5fffwpbZ5RwNv3Vxdm3Mm3ZcAIbxEbMz"
    "4ACha6FiHLh549VaBdzlOY22ZNFiX78M11n6KaoIb928BuRSlL9g/vDjgLFcidMGzHvOWl"
    "+ofz/ivxaMRCzMVLa5y3Uv3DuUmmUHWiUClPCLJWHsWaHC/9lmrOS4KanVYzHGvXo2PtNj"
    "ld50KQxbIu6yttMWiQ/CW/Y93YIglMsPUxGge+FKNCBV5GN2St06l8woJb4qMpowu9Yzbw"
    "36DxVHETY8QFXXKE0ZJRL9kyiwUK5YDXexJCojbWasEVC4RUqTkN7JCdQyKYG64NJII54F"
    "Wm84Ud0nkpABrSwJzBGdLA7gn4qmNJq88k7eVxpHs7LwOidB0TfAVr086yK4n2EPL9b1fj"
    "NGZyNVM1eohhXq4O0ZUE+7AUHjpKx4iImXV0NC8FuNvjDukA95QOkGJnv5SWJfsH+VmTFf"
    "WsekU9qwxRQkgYQsL3j/f+LcYUNdu6HEW5/mF90qiCxElNBYmTcgUJFd4dEcbsTrLLS/UP"
    "6k6OdN4eB9DQd9+2B9fddNSlNKZHgq1bxGELopAC53IcVgeYRnEkAoNHVa/ngijo2WU9T8"
    "1OW+XsOK3w02B21GtwEp+2/WIyYvC1uPy1QK7Zo1Az5Jr1Vs2uZEaF2HiCgb4+qM2Cki0a"
    "l21d4bWqPzWJ10kmkR97qsqqqkzFbnE4+i+dh6Syqdb6SGOsDgoIlN5X88CboznmKKJoSV"
    "hAfVPh1v13AClMblBxkMLkAAu6+aJsU5hyUgB0k6JhUI4YyhEfhLjvoBxx7QkP1dHvPp7w"
    "cOj499bQkQAYnIW67MeCYP/Y/JNmcZOasEk50XQDms5gtGCtyoI9OgRub+zVRBrmqj+LYZ"
    "wR6cX80XWYVfYuR6GP15YRqYwQEK+GoTslWJWYMqD6p89XH6uo7J1MkakJPIH+jcKAP0Rw"
    "a5BTaNQvgsX1bpDnXdQDSklgLD1Kpin0OwkA/g7Ay/uB2eqrnEuyIjCTGGYSzLy52pXXpt"
    "JLXhRCOa6RvxDKeRRqdoXjZyr/0ETys01iYg3Lr5o0pPm/qJ3BGKnAAFIUe4QkPs9ohDyJ"
    "JUeBvBoRlNacHagLutQgUq4nP0aX3+Tjw7VuRad6I7JYUcXbcyLKpH/33UEIwA16FEIADj"
    "DT6juz5f93Iv1jlfaPsJy+qC3EWRnAuEF8Baqkl8qNNak2BlXSH1T5YXAqKhUCTsWenAod"
    "2z8yuhXJre84FrpRQ9fiM11IE1yqFXEa+q/V0XTxZNtigDIZPUmBIgkiTwx9tArEPDmXGS"
    "1jZfdxwzl5XXQA7oMbqz+4Dy4YXpDYAoktkNjy4NE+dGILHMvWYRYAxJj66yeAO/go1OyI"
    "O/iJTOU/Mr+mN8S4nyR3f1DnGLKkpXSbZFOL2rphEN2oOI5006jA6g6SRnoQoSfjKV4E4V"
    "pa6+Onx+gqCtc62PP55/Nnp8OzbexH9aeiPzdkaYg2ddMFuIhu+CngIjrgIsbc+rD0jAhA"
    "3ADi7TRlA3JOCGBuALOe6EdzzOc2OOelegj0/otdtj8Nbe/HoLkG/UM3bMF/eXRqlqt5q1"
    "oHHGiIB6FfRm7lEtdGxXlJ0LJrWnaEhfgczKJ3Uc0xP/kGgzoegsumoyCyPOXnC6PRDC0x"
    "5yvKfJ2FqtiClS46oTJNybMFDkIVPpaQ8wG6kTDq/NWIigHiNIkuz2J5U0WjZ0RwxEP5AB"
    "z5SJAwVHUqdKTakBF74M6BvXDD8QD2wgGfj6hPywbkrUAP4T0dNnH1ZKuaUuMlZ28q8TLv"
    "rayuEpgR6VM64d52mYXUU3ZVu/qaBVkwy8AsqzTLJMx/Jusqm2xz97sGmWynDoNpWncsQp"
    "8+q/iLFDlG1/pgQxV+UbGY8U3gj9/oX5csuJVDEs1xOE22/6gTUJK0PnV/gbkgTF72mGkf"
    "Ume9gHnlxhoP5pUD5tUynoSBN/ptdVNGunp/f14K9vjfZY9/Mn+1OFiqLNmLEX/oTDggwX"
    "trpxVOEAtYS5I0KwnWuGtadsUaz2xsOTLZ49n79RZ5pmXjUsBezAWVFtAPHMWcJOlUaqPw"
    "MRrfEsZluzHS1dESC1oZSjPC36gdOfqgMLSgt4QjqnKsJmvZdLHEjDzDkf+MEyGvo8BkpB"
    "+uXzDb3bAdwWx3wGxPvzpLqAtiADXUaHYI6MNXwnhsEH+N5TwbCEOZhkqqPysCVL+pJgCU"
    "vui49IXaDj7SFbPalL8wSfdpIB+4BIb9gcR3PIjYOdi73jwYeXPK2mwdzAoCG+UcT5Gzdf"
    "SBOOqMbmat56IsMFIPQNPEtN26kZ6JceM1aNkpLeub0qQjK4NxQmlIcFQxaecEC0qeSMl+"
    "TdQXV1fvczq9eFcM0fzy4eLy05MTrcwNOWo0RLAndPyr1S77gix8XC5/XJ60bEjYLkSXFw"
    "U9O61niMQ+BjVvwkIWHFRGok+e+50oKAejnueqaO7Rd0KfSaNB0/jnSFfibVzOEMkXXasg"
    "pNqWkdQtHyAs0kxBjyRbMVaYIyzHNDEcetr2IRCfdIPthvikA4GG3CdsB7dBFCB3tcz5Yw"
    "MZAmj7D6BBeOeewzuOmJK/cG01laxHfb3WYFTlihonyi1lWxqh1ZwitfVFbedVdakzeWxP"
    "xpk8mbE6tuap2syrd5NsbAHZigs8nZoy4vbfAZiWbqwDYFo6sATDhuCuNwSnlQ6sK22VBP"
    "uIeBeFsBkNrQqNp+17ie++EyruMVfWsWBB51nJQOD3lcB3xEc4J9LTmx8ZvITNnVo/Ae/a"
    "fM9RqFbsno3xSsfWOO0YXNnNHOOuKb4XuqDa9K4MJ1VP7dXxpF6soMNhI5twWGMTDkvsov"
    "yoLBDeNO8huieN7L+TGvvvpGz/yR4FiQyrZvUW/IwI7L+33H9/r4vZ7/8BZQOr7A=="
)
