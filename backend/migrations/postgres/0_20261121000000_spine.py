"""Everything the spine stands on: tables, their constraints, and the triggers that keep the books (postgres)."""

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
    created_at TIMESTAMPTZ NOT NULL,
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
    created_at TIMESTAMPTZ NOT NULL,
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
    created_at TIMESTAMPTZ NOT NULL,
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
    expires_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ,
    CONSTRAINT refresh_tokens_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, user_id) REFERENCES users (merchant_id, id),
    CONSTRAINT refresh_tokens_hash UNIQUE (token_hash)
);
CREATE INDEX refresh_tokens_family ON refresh_tokens (merchant_id, family_id);

CREATE TABLE signing_keys (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    public_jwk JSONB NOT NULL,
    private_sealed TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    retired_at TIMESTAMPTZ,
    CONSTRAINT signing_keys_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id)
);

CREATE TABLE sign_in_attempts (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    email VARCHAR(254) NOT NULL,
    failures INT NOT NULL,
    locked_until TIMESTAMPTZ,
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
    archived_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
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
    features JSONB NOT NULL,
    grants JSONB NOT NULL,
    position INT NOT NULL,
    archived_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
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
    features JSONB NOT NULL,
    grants JSONB NOT NULL,
    position INT NOT NULL,
    archived_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
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
    created_at TIMESTAMPTZ NOT NULL,
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
    anchor_at TIMESTAMPTZ NOT NULL,
    period_start TIMESTAMPTZ,
    period_end TIMESTAMPTZ,
    auto_renew BOOL NOT NULL,
    activated_at TIMESTAMPTZ,
    canceled_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
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
    period_start TIMESTAMPTZ,
    status VARCHAR(20) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    subtotal_minor BIGINT NOT NULL,
    discount_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    paid_minor BIGINT NOT NULL,
    credited_minor BIGINT NOT NULL,
    issued_at TIMESTAMPTZ,
    due_at TIMESTAMPTZ,
    paid_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
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
    period_start TIMESTAMPTZ,
    period_end TIMESTAMPTZ,
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
    enabled BOOL NOT NULL,
    settings_sealed TEXT NOT NULL,
    position INT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
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
    action_expires_at TIMESTAMPTZ,
    decline_reason VARCHAR(40),
    decline_advice VARCHAR(20),
    card_brand VARCHAR(30),
    card_last4 VARCHAR(4),
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
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
    next_try_at TIMESTAMPTZ,
    lease_until TIMESTAMPTZ,
    fence INT NOT NULL,
    sent_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
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
    claimed JSONB,
    body TEXT NOT NULL,
    status VARCHAR(20) NOT NULL,
    outcome VARCHAR(500),
    tries INT NOT NULL,
    next_try_at TIMESTAMPTZ,
    occurred_at TIMESTAMPTZ NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
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
    created_at TIMESTAMPTZ NOT NULL,
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
    occurred_at TIMESTAMPTZ NOT NULL,
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
    payload JSONB NOT NULL,
    request_id VARCHAR(100) NOT NULL,
    occurred_at TIMESTAMPTZ NOT NULL,
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
    result JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT idempotency_keys_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT idempotency_keys_key UNIQUE (merchant_id, scope, key)
);

CREATE TABLE aerich (
    id SERIAL NOT NULL PRIMARY KEY,
    version VARCHAR(255) NOT NULL,
    app VARCHAR(100) NOT NULL,
    content JSONB NOT NULL
);

-- The books are append-only. ERRCODE 23514 (check violation) makes both databases refuse alike.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514';
END $$;
CREATE TRIGGER ledger_transactions_append_only BEFORE UPDATE OR DELETE ON ledger_transactions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_transactions_keep BEFORE TRUNCATE ON ledger_transactions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entries_keep BEFORE TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A ledger transaction is written after its entries and seals them: they must sum to zero in each currency ...
CREATE FUNCTION ledger_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM ledger_entries WHERE transaction_id = NEW.id)
       OR EXISTS (SELECT 1 FROM ledger_entries WHERE transaction_id = NEW.id GROUP BY currency HAVING sum(amount_minor) <> 0)
    THEN
        RAISE EXCEPTION 'ledger transaction % does not sum to zero', NEW.id USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_transactions_sum BEFORE INSERT ON ledger_transactions FOR EACH ROW EXECUTE FUNCTION ledger_seal();

-- ... and nothing can be added to a sealed one. (An entry without its seal fails the deferred foreign key at commit.)
CREATE FUNCTION ledger_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_transactions WHERE id = NEW.transaction_id) THEN
        RAISE EXCEPTION 'ledger transaction % is sealed', NEW.transaction_id USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_entries_sealed BEFORE INSERT ON ledger_entries FOR EACH ROW EXECUTE FUNCTION ledger_sealed();

-- An event is a fact: only its number may be filled in, once, when it is relayed.
CREATE FUNCTION event_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.sequence IS NULL AND NEW.sequence IS NOT NULL
       AND to_jsonb(OLD) - 'sequence' = to_jsonb(NEW) - 'sequence' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'events are append-only' USING ERRCODE = '23514';
END $$;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION event_fact();
CREATE TRIGGER events_keep BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
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
DROP FUNCTION refuse_change();
DROP FUNCTION ledger_seal();
DROP FUNCTION ledger_sealed();
DROP FUNCTION event_fact();
"""


MODELS_STATE = (
    "eJztXW1z2ziS/isof5nkSvHFTuTMJbVXZWd9M9lN4q3Es5na3SsJIiGJY4pQCNCKdnf++z"
    "ZAUeK7CUaUYbo/2Sa7CfppEOg3dP/raMmFnIVMHJ+7Lg+OXpN/HQV0weCX/K0BOaLLZfqG"
    "uiTpxNfUVBHpS3QiZEgdCVen1BcMLrlMOKG3lJ4e4ug8IOwb0BA+JTxgZOnT4FixutwBXi"
    "+Y1VJFgfc1YiPJZ0zOWQi0f/9/uOwFLvsGb7X5c3kzmnrMdzP/k+eqB+jrI7le6mtv5zT8"
    "P02p3mAycrgfLYId9XIt5zzYksMLqqszFrCQSuam/s0g8v0NHsml+F3hggwjtn1Jd3fBZV"
    "Ma+QosxR2/we7a0Wj08ep69PnyejQ6KgCZcKRQ21xyQBYAnRdIof//Bf028lkwk3P48+Xz"
    "3+NxdjjEVGrAv55/evvz+acnL58/VQNykGQs4I+bO6f61u/6EVTS+CEa9R3MCxY6cxrIkR"
    "neObb9AJ9c2CG/m5UPFvrUVwpfhSHMKRaEuAHEDneZCb4JfQ/BHTYBd1gN7rAArv5pAG5C"
    "30NwT583QReoKuHV93KTF5CcmU3fLUcvMW4EcQ3CeYDV479GsGt5cl2E+V0gK/a6HFsOa3"
    "j7BlhvdAhroJ6pl3h2evLy1csfX5y9/BFI9Htur7yqQf/dx+sctFNGZbRRNLOw/unz1cdy"
    "XNM8OUxdz5Hk38T3RBNsbZvHNcgpNNSTF0J89dPz9cmH81/zU/nt+6sLDU6ixW8ecJEDfx"
    "ZSNbIB9DsOBP47gIf7nn7H5otJmqXVQmIb5vteSSgYFt4tc0dUFmH9I+AivQUrxzbHmp/a"
    "G97j5JeHt2rXAHn97sPl5+vzD3/JTPI/nl9fqjun+uo6d/XJWW7ibx9Cvry7/pmoP8nfrj"
    "5e5r+FLd31347UO9FI8lHAVyPqpjFJLieXstpOyBTuLcSc5dyDlG37pB66mJVPZ3qTcjeo"
    "CxPq3Kxo6I4Kd/gpr6It3lqcLvJXaEBnWkgKzd9T/8Px20hIvtB+pxJn2fbuoN5f5mzomr"
    "rMyCRas3BAJp7vM5d4gfaJjZ0oDFngrMcl/rNGLOhMs8PdgM40Czw9bEE93wTkLUMP4T0d"
    "vmxiKw9fVhvL6h66ew7p7vG5Q30jhHccvcR43+6eZPc08qileHoI8osGGL+ohPhFYRH+Jl"
    "kYUN9wv8uxtcLZMsssC/NJo/XipGa9OClxD6PBhAZTxwbT5S0L5FGptRTfGtSbSkwRNbST"
    "rsDCmQKFsnbAniFLKiSRLBDsmIwFg4kVOGxMPEHYYinXJAqk52vKkPl0DS+/mIBRRjxJ6B"
    "QWFH3L4YuFJwdk5cEkjySZ0aUo2luHHRrtNjuMB7TbLLDbkq+riPOFN6v0mqe5ehR++5/T"
    "0xcvXp0+f3H24/Dlq1fDH59vvefFW3Vu9It3PylPekYKRde6hsxgfif0PZzYnWhoIpr8xh"
    "zTVSTL1UOsO0jz2XhkDZHOsfXP7tg/0reg5pgFOFMcPVqp9xbeXNK1z2nJtK0O1qdYMFr/"
    "HdH6UCkRwnR5znL1cHnuZCvkjvaktfFW5FjRXYHuilp3xWcZMro4qnZabAgGDVwXI6FpG3"
    "owrsHq95XrIPYHkJkHz1A+BUoS0/AHQeJHDggNXO0n0BwqvCvnVJIVFWQZTWAJnzO4z2Ex"
    "v2UEdEI1knIyFL0Xhxn2H8E/AjVSyFfwNJ87N2RBb5jQz4jdIPAcStQ3mLxJ7P55Q1ZqCN"
    "8D4gmTK8ZiL4tcceVS2Q1LZ1S9tfagUOKEVMy/12FikyX/qFwoanqN2hn3BdY+5cUd2MTf"
    "flwtZVHOjwIxEog1++NPIJ0VXZ87Do+q/Po5mjt2yVlMPaIxeeOUKJDF1JtFoU5uEpLCxF"
    "KHBSnZPJAs/WjmBcfk3PeJYFKCJAWhIexJjPp6i4o3gzck4HIOdxU7XFioLQVo1PoN71iW"
    "W3XQsdHZb/tOZZOKcN9LYsfeo80HZgJziqWHEO//UB7838woD27L0EN4O8nTWhieKV3090"
    "zpSTNPUY2jqJBBFKh/vGQhvuDcZzSoSCDaceVQngDbA4S5Ts28unqfcQZdvMspnR9/+XBx"
    "Cbhr2IHIkxXGQaLbjGK9pgj6NftWGYAtsPZifte54i5/va73QW89ce+vPv6UkOcd03hirO"
    "uQCibGtZre6Gk2t6Rr8uMyFINmVrRJuty5cvFOwOh2yYpN5pzf/CB0EttrcstCD/4Td0CE"
    "5MrM5crEnfKQMOrMyZONsT4gLnOjJSM3bP10QOAFfWAikzWYwr/xSWlZnwMMiRazHWYbWs"
    "z2WMyJf80Q8XJuBL4B8PE6NYJ1ygTwLFcPgT4dDhudLBvWnCwb5rG+gX/NBOWEvof4dpJ8"
    "AXuRKNGFaxI9E4YeIrz/c2Uhm7KwPLRWl0aUYupf5mEn6wSPwlErsAuMCHgjwB2fgp1rlJ"
    "yYYvmu5ETLwD50buKEuyWKR7U/LqHvxYJ9aCeckFRGJfWyanL0txy9ALzrHZJH0uFm1QNS"
    "LP1brIeNtLxhjZY3LNPyvLJ6e5V+5C09OpFLnMgBLLUjGa5beJFzrFh2zDYvMiamP0JBh8"
    "xhLesI5lhR0NYJ2pq40DuXLZZcqpIxf2bro9LIUI5mUB8b8nbUyq/YMDo0Fg5fxiULVnNO"
    "IsHirH94whsyTs4wzamYj+Ps/CkP9Q0B82qsST1XxGcD1B9TLxRSPYbECZDF4NBBRsTYkB"
    "1+cowNWRCi0B+ckdWaMCC8DeA1DP1gzMfMl7tUgJRmPtU4BdJMPUT6rMkkPquexGclsYnd"
    "vmsWnsjy9RHsJjUyz6pLZJ4VKmTGuoyJt3zHgSf5v8Nbjhl/bUSBlp2RZRfccs9hR+Um3e"
    "bm4A5bLiZraMN9mesD1UmVGsJXMBJRZ7CV9j2hYBrNObw8GdOFSu8hbsTIH8BUktQnz8iS"
    "ei78gBnuejBdyf/+gTwvqTXe2Shoq9mh0aKtZoExERdEMEF5x9G/+FevKoA9tqm8KQqi38"
    "u8tF2eFSf33YiD1etxdyQkDY0V3DwvRiNt03AxEwV7ANwnyHvuAQBrvLYNRgsv4CUaT21Z"
    "3wJvn3JTDlz6x/VEfOqjhSCKvCiI1oKQ8LW1kEGGDeFvD3/b1QiXor1VIaOe20YCWT4UQG"
    "sBJO65NkIo8qIgWgvCEyJqFajIMKIRZ7MR50ashYB3XChdm6Wr9yRz8abYUL42yxdjyY9C"
    "zIdvZGGbNPdxYsa26Pxb5bSo6u+doxk0itWPnJjcoAS8Ov9DNuxkUwld15dNAqcDIukNC0"
    "gEgleVzkO+0gXVB0TwOAE6aSg3p7fwCK56x5XXfe9wLKy6bmtkqDqir4+eVcWa64y8HGOf"
    "FrjHVOB7s8S99wJWuwZqgoYLoA+0Bi08FbluMjGHlcaLO0s4fLGMYN68hmUILi1DtVp9I1"
    "8j+Ng9uYZfYeqpqcVD8t/EZQFfeIH6awDrlVq54npi5Y07ux4Q85hsX/Vs2m7ue83rOBUh"
    "WRQMZ3aGC4FukvOBhWH3fqY//RoGszfH1sPp20k9ijhduE3EIc/Zp8l86Mgbpo49EofWRl"
    "qsrJRiIzmz0qKKKGWrpKzMmZE2Z9osrGXcuLi2XlwTc9JAR0uz9An5/dVdSuxyEw0tw9RD"
    "/ayL8sZbl4eZKpxhQ6gbQK0dSuoFDHBO8/QQ5P3kdVvjdX3P3BkLa7sqZkkG9Z5XXxMb9l"
    "RUrtANh+qn8EQVyR4QvoJpMiBJCvvTYzKeUF+1PIw1AF2v54YtdTme3SHQDY1q7uuvX5MF"
    "D9iarJg6HKobHZZ7Yg87PPpl7Vjp0C9rwSaDJfR351magPuiGtwXxfK1ahUznMRpnh6C3M"
    "UJXjyZ1e3JrMzOa+Y4KLC2sl0t8wvdWyo+5hf201FnmUFyGciwogRpmqCZMcKCbb3whnkg"
    "bJbS9ulUwkN2Or+q8JlX94kmIp4ckBUo9FrV39oUN4wtlT1QlQTS5WhoadihLKClYYGeBk"
    "MFAr5+8+ofRU4EvAHg7Vr/Ycs/tECss0AwJcQCA6RESWpnDOYegCbhg0wZj02B693efFRj"
    "MaTJmtkNqU3f4AiNYNSPz7EIJtUvG/PjmHwJPSlZsNHeVTDgtdbct8UqQzaNBBMqEzwKfC"
    "a09r8mIloQyck/WVjSu+AwQ6IZYceOj2aEBcoWVtdPOv4OG3X8HdZ0/B2W1Wj8jTmm8zjL"
    "1UOsu8ijwZTyiihcszBcXRyuGIjDZm3oPe9cI/6w2c7LFeHt3Tv030QpaKj1nhNQMYH8mI"
    "zV/PsnD5JeWso37UlBHAofl0tD4nu3TLwhHkhfPZ9QIPjl+i1htyxca/qihrv/x6M2a8de"
    "VK3NOtw1ag+V0PdwN2qkY9WoWEUNS/80ADeh7yG4p422+tOarf60pJvxZpUyCjCkeHqI8/"
    "4bFm1eeNTG813G20PQ9+wBx+wP1F+71l//QtcLVqW+Jjfv0F6XMZlBvgeIERiUwxPmrM8c"
    "SWhA4rDNMfnEpnFVDVA5t5cHJOCq9ZAqYc/ekLFDlzIKk0KjG/WUSgIT3/fXoKAuKpI/Dj"
    "c0Kr22K73owsWeO/2D+t7KrtgWn+0Y5xkgsaLrUbucm3JunODNgW+Bdk8h3r/HAo8IddhX"
    "aBmFoEcbeStSLAgxtm6ywDmB6XkWpOdlTVEzMRR5URCtBRFuHAdtBFHkRUF8pyBGS6ZLYr"
    "QXR/EJKJTWQsFOlR2rO4kxCXOXKR3GSLcsZe6fA+B0OGwC+3BYjbu6lz9vo08oRaFfRPya"
    "favSgDJcfYC6Lh5z+et1JhSTAPrkw/mvTzPhmPdXH39KyFMCePv+6qIcd/Zt6YVMtIiQlT"
    "4AyxnaFifLBqAdVb4d1ikqTDMo85x9+Oa6T1eNUaPurWe2oxQ5+4d3Bz4LFc6dhNTM85bl"
    "6h/O+6/QoxHzqZAvjXHecvUP5yb5QtXpQoVsIcxdeRR7crR0W4o5y4litlrM2ACvVw3wNn"
    "ld51KyxbI+9yuhGTRKAYOvWZMbpILJcH1Mxp4LbFyq8Mvohq11UpXLQu+WuWQa8oU+Q+u5"
    "b8h4qjwUYyIkXwpCyTLkTnyIlkriw6vp8wk+U0dtNeMq9CQItjwZ7JCDYzqYHQYOpoNZYF"
    "sm64UZ0lkuBBqTwazBGZPB7gn4qgam1d1Le9m4dG89NTBW17GbL6dtmml2BdYeQr7/o2uC"
    "RyHsZqpqDytZl6sDdQXGPmyFh47VhUxGoXGMNMuFuJvjjkkB95QUkGBnvpUWOfsH+VmTHf"
    "Wsekc9qwxUYmAYA8P3j/f+NcYENdMaHXm+/mF90qiaxElNNYmTYjUJFeQdsTA063aX5eof"
    "1J20fd62CWhou2/p0XQva4cJyvRIhusW0dgcKybC2RyN1QGmURRIr8SiqpdzjhXlbLOcp+"
    "VGW+XqOK2w03B11HtwHJ82/WJSbPi12Py1YMbZoxAzZpz1Vsz25Ef5tKKzgb4zuCMXCmga"
    "F3Jd0bWqRTWJ1nE+kRs5qu6qqlIV3lJ/9F86G0nlVK1122OqGgh4SvqruefMyZwKEnCyZK"
    "HH3bJSrvsfABOZ7HDIYSKTBb7QzRdlmsiU4UKgmxQQwwLFWKD4IO77DgoU13Z+qI6B97Hz"
    "w6Gj4FtFBwAoMRnqciBzjP3z6Z80i57UBE+K6aYb0HQeo4HvqsjYoxZxe/NhTUAxV+MZTO"
    "MUSy/Wj66DrTA6zEKXrg3jUikmdL+WTN0po6rcVAmqf/p89bHKob3jyftrPEeSfxPfEw8R"
    "3BrkFBr1m2B+vxtkvS/qAYVUsDBpLtMU+h0HAv8dwMN9r1zrq1xL0iy4kpSsJDR05upsXp"
    "uqL1lWDOjY5gLGgM6jELM9nv5Q5SGWu/rDTYpira9fETV09n9Rp4QpUeEBohztAQGUnvGA"
    "OPBkQTy4GjCSVKEdqAu6+CBRBqg4Jpff4PH+WlPxqT6ULFdcee8Fk0XXf/fDYSDADicpBg"
    "Is8E+r78w0CrBj6Z9vaf8Iw/LFTSFO8yDGDaIsWDe9UICsSf0xrJv+oAoSo2lRKRA0LfZm"
    "WugY/1GFcRHfvNO80GQNDYzPfAGKOAiXCO67r1XLumiypRiQVHZPXLIIoBSxuk9WnpzHXZ"
    "vJMlLanyjpn9fFAGhE2KEDoBFhg/qFSS6Y5IJJLg8e7UMnuWC7tg4zAjDe1F9rAY3CRyFm"
    "a4zCT2wKP+bX/IZVnDDJUAzqzcMwpgXjCYgNau76XnCjYjpgrHFJ1R0CqroXkCfjKV14/h"
    "p09vHTY3IV+Gsd+Pn88/mz0+HZNg6kxlORoBu2LIk8dTMEGop2WCtoKFpgKEbCuJV6igUh"
    "bgDxdpkyATnDhDA3gFkv9KM5FXMTnLNcPQR6/0Uw2/dK23uTNNugf+jqLVoxj07MsJu3qo"
    "Eg0BnxIOQbslvY4tqIOMuJUrZNytb4Ij57s+BdUNsEKEsyqPdGCCAeeYFhD6AvIQ9mZEmF"
    "WPHQ1Xmpymew0sUoVO4pe7agnq9CyTCgGJAbAFNntAZcDojgcaR5FsFNFZmeMSmI8OEBNH"
    "CJZL6v6lfoqHVJjuyBB0cfhh3mB/owLLD8mPq0TEDeMvQQ3tNhE4MPqGoKkRdMvingVX7m"
    "srqGYIqlTwmGezt95nNHaVftqm/meFE5Q+WsRjkDoP/M1tWa2eZ+A7UMKFXDmKZVyQLy6b"
    "OKxQDLMbnWzQ9VKEbFZcY3njt+o39dht4tTEwyp/40PhakuqTEiX7q/oIKyUK47IRl55M6"
    "GwWVLDt2elSyLFCyltHE95zRb6ubItLVp/+zXFgB4HsqAMTrV4vmU0XOXsz4Q+fGoUO8t9"
    "parsuYF7Z0mKY5USe3Tcr26OSpwy5H5Vp5muIuvTxF27hcsBMJyUEP+kGQSLA4wUodIz4m"
    "41sWCqAbE11BLdajlbo0Y+KNOqmjW4qRBb9lgnCVdTVZA+liSUP2jAbuM8EkXCdemap+uH"
    "FRebdDg0Tl3QLlPfnqDKHOsSHUWMfZIqAPXyfjsUH8NYJ11pMlRRwq3f5pFnT7l1UMwMIY"
    "HRfGUMfER7qeVpviGGXcfZrIBy6QYd66+DtbFlsHe9eHCgNnzsM2RwrTjOiTss5bkdF1dN"
    "Mc1c07NJZznhf9Ug9A0qzsGHYjObPSA9koZaukrG+CSsdWJcoJ5z6jQcWinWHMCXkCnP1a"
    "qC+urt5nZHrxLh+o+eXDxeWnJydamEDkyQpFhDpSR8Fanb7P8eLHZfPH5YBmw/x2gbosK8"
    "rZajljPPYxiHkTFjLwQaU4+mS5f5cLysrY57kqqnt0ZwA0Jhs0j4KOdLXexsUOCbzuWoUi"
    "1UGNuLb5gFCZZA06LD6csaKCUBiXlbRHbfsQjFLa4fPGKKUF4YbMJ2wGdwkrQm5rKfTHBj"
    "KG0fYfRsMgzz0HeaxRKH8RWm8q0SH1nTvURlXMqHHS3BJoeUBWc07UYRh1zFfVrk7ltD0Z"
    "p3JmxqrBzVN1yFefL9loBEAlJJ1Oy7Lj9j8AKph27AaoYFqwEeNB4a4PCicVEIzrcBUY+4"
    "h4F8WyQ+4bFSNP6HuJ776TK+4xb9aywEHnGcrozO+rM98aS+GcgcU3Pyq1FTb37rAW6I7q"
    "LnOhWrx7VskrjdzSxafErN2sNPYq5HtxHVQr4JUBpuoFvjrC1It9dDhspBkOazTDYcHTCJ"
    "+VAcIb8h6ie9JICzyp0QJPilogjChZULJ3Vh/NT7HguXzDc/n3uqX9/h8Lu/Gy"
)
