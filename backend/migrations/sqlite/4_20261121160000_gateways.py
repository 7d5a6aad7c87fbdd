"""Gateways: customers, setups, disputes, receipts, tasks and comparisons (sqlite)."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
-- Running a script ends the transaction it is started in. This one stays open for the row that says it was applied.
BEGIN IMMEDIATE;

-- How a gateway account stands: its last health check, and a code that its provider sent for a person to type in.
ALTER TABLE gateway_accounts ADD COLUMN health_ok INT;
ALTER TABLE gateway_accounts ADD COLUMN health_message VARCHAR(500);
ALTER TABLE gateway_accounts ADD COLUMN health_checked_at TIMESTAMP;
ALTER TABLE gateway_accounts ADD COLUMN verification_code VARCHAR(100);
ALTER TABLE gateway_accounts ADD COLUMN removed_at TIMESTAMP CONSTRAINT gateway_accounts_removed CHECK (removed_at IS NULL OR NOT enabled);
ALTER TABLE gateway_accounts ADD COLUMN version INT NOT NULL DEFAULT 1 CONSTRAINT gateway_accounts_version CHECK (version > 0);
ALTER TABLE billing_policies ADD COLUMN on_dispute VARCHAR(10) NOT NULL DEFAULT 'KEEP' CONSTRAINT billing_policies_on_dispute CHECK (on_dispute IN ('KEEP', 'CANCEL'));

-- Payments: actions are sealed, for some carry a secret; money may come in parts; a bank may take some back.
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
    action_sealed TEXT,
    disputed_minor BIGINT NOT NULL DEFAULT 0,
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
    CONSTRAINT payments_captured CHECK (captured_minor >= 0 AND (status <> 'SUCCEEDED' OR captured_minor > 0)),
    CONSTRAINT payments_refunds CHECK (refunded_minor >= 0 AND refund_pending_minor >= 0 AND refunded_minor + refund_pending_minor <= captured_minor),
    CONSTRAINT payments_disputed CHECK (disputed_minor >= 0),
    CONSTRAINT payments_version CHECK (version > 0),
    CONSTRAINT payments_gateway_account CHECK ((kind = 'BALANCE') = (gateway_account_id IS NULL))
);
INSERT INTO payments_rebuilt (id, merchant_id, customer_id, invoice_id, gateway_account_id, auto_top_up_id, user_id, gateway, kind, purpose, currency, amount_minor, captured_minor, refunded_minor, refund_pending_minor, status, gateway_reference, action_url, action_expires_at, decline_reason, decline_advice, card_brand, card_last4, created_at, updated_at, version) SELECT id, merchant_id, customer_id, invoice_id, gateway_account_id, auto_top_up_id, user_id, gateway, kind, purpose, currency, amount_minor, captured_minor, refunded_minor, refund_pending_minor, status, gateway_reference, action_url, action_expires_at, decline_reason, decline_advice, card_brand, card_last4, created_at, updated_at, version FROM payments;
DROP TABLE payments;
ALTER TABLE payments_rebuilt RENAME TO payments;
CREATE INDEX payments_customer ON payments (merchant_id, customer_id, id);
CREATE INDEX payments_invoice ON payments (invoice_id);
CREATE INDEX payments_auto_top_up ON payments (auto_top_up_id, created_at) WHERE auto_top_up_id IS NOT NULL;
-- Webhooks also tell of disputes, setups and methods.
CREATE TABLE gateway_events_rebuilt (
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
    subject VARCHAR(10) NOT NULL DEFAULT 'payment',
    payment_reference VARCHAR(255),
    account_reference VARCHAR(255),
    CONSTRAINT gateway_events_subject CHECK (subject IN ('payment', 'refund', 'dispute', 'setup', 'method')),
    CONSTRAINT gateway_events_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, gateway_account_id) REFERENCES gateway_accounts (merchant_id, id),
    CONSTRAINT gateway_events_once UNIQUE (gateway_account_id, dedupe_key),
    CONSTRAINT gateway_events_status CHECK (status IN ('RECEIVED', 'APPLIED', 'IGNORED', 'FAILED')),
    CONSTRAINT gateway_events_due CHECK ((status = 'RECEIVED') = (next_try_at IS NOT NULL))
);
INSERT INTO gateway_events_rebuilt (id, merchant_id, gateway_account_id, dedupe_key, kind, trust, reference, our_reference, claimed, body, status, outcome, tries, next_try_at, occurred_at, received_at, subject) SELECT id, merchant_id, gateway_account_id, dedupe_key, kind, trust, reference, our_reference, claimed, body, status, outcome, tries, next_try_at, occurred_at, received_at, subject FROM gateway_events;
DROP TABLE gateway_events;
ALTER TABLE gateway_events_rebuilt RENAME TO gateway_events;
CREATE INDEX gateway_events_next ON gateway_events (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX gateway_events_account ON gateway_events (gateway_account_id, id);

-- What a provider calls a customer of ours.
CREATE TABLE gateway_customers (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    gateway_account_id VARCHAR(40) NOT NULL,
    reference VARCHAR(255) NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT gateway_customers_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, gateway_account_id) REFERENCES gateway_accounts (merchant_id, id),
    CONSTRAINT gateway_customers_customer UNIQUE (gateway_account_id, customer_id),
    CONSTRAINT gateway_customers_reference UNIQUE (gateway_account_id, reference)
);

-- Keeping a method without charging it. Walked like a payment's attempt: the row is committed before the call.
CREATE TABLE payment_setups (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    gateway_account_id VARCHAR(40) NOT NULL,
    gateway VARCHAR(50) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    status VARCHAR(20) NOT NULL,
    make_default INT NOT NULL,
    source_sealed TEXT,
    return_url TEXT,
    action_sealed TEXT,
    gateway_reference VARCHAR(255),
    decline_reason VARCHAR(40),
    decline_advice VARCHAR(20),
    payment_method_id VARCHAR(40),
    last_error VARCHAR(500),
    tries INT NOT NULL,
    next_try_at TIMESTAMP,
    lease_until TIMESTAMP,
    fence INT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INT NOT NULL,
    CONSTRAINT payment_setups_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, gateway_account_id) REFERENCES gateway_accounts (merchant_id, id),
    FOREIGN KEY (merchant_id, payment_method_id) REFERENCES payment_methods (merchant_id, id),
    CONSTRAINT payment_setups_status CHECK (status IN ('CREATED', 'SENDING', 'UNKNOWN', 'REQUIRES_ACTION', 'PENDING', 'SUCCEEDED', 'FAILED', 'CANCELED', 'EXPIRED')),
    CONSTRAINT payment_setups_end CHECK (status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED', 'EXPIRED') OR (source_sealed IS NULL AND action_sealed IS NULL AND next_try_at IS NULL)),
    CONSTRAINT payment_setups_method CHECK ((status = 'SUCCEEDED') = (payment_method_id IS NOT NULL)),
    CONSTRAINT payment_setups_counts CHECK (tries >= 0 AND fence >= 0 AND version > 0)
);
CREATE UNIQUE INDEX payment_setups_reference ON payment_setups (gateway_account_id, gateway_reference)
    WHERE gateway_reference IS NOT NULL;
CREATE INDEX payment_setups_due ON payment_setups (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX payment_setups_customer ON payment_setups (customer_id);

-- A payer's bank takes money back, or asks about it.
CREATE TABLE disputes (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    payment_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    gateway_account_id VARCHAR(40) NOT NULL,
    gateway_reference VARCHAR(255) NOT NULL,
    amount_minor BIGINT NOT NULL,
    currency VARCHAR(3) NOT NULL,
    status VARCHAR(10) NOT NULL,
    reason VARCHAR(100),
    respond_by TIMESTAMP,
    opened_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP,
    updated_at TIMESTAMP NOT NULL,
    version INT NOT NULL,
    CONSTRAINT disputes_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, payment_id) REFERENCES payments (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, gateway_account_id) REFERENCES gateway_accounts (merchant_id, id),
    CONSTRAINT disputes_reference UNIQUE (gateway_account_id, gateway_reference),
    CONSTRAINT disputes_amount CHECK (amount_minor > 0),
    CONSTRAINT disputes_status CHECK (status IN ('INQUIRY', 'OPEN', 'WON', 'LOST')),
    CONSTRAINT disputes_closed CHECK ((status IN ('WON', 'LOST')) = (closed_at IS NOT NULL)),
    CONSTRAINT disputes_version CHECK (version > 0)
);
CREATE INDEX disputes_payment ON disputes (payment_id);

-- Money that staff saw come in: cash, a transfer. A wrong one is reversed, never deleted.
CREATE TABLE payment_receipts (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    payment_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    gateway_account_id VARCHAR(40) NOT NULL,
    amount_minor BIGINT NOT NULL,
    currency VARCHAR(3) NOT NULL,
    received_on DATE NOT NULL,
    reference VARCHAR(200),
    note VARCHAR(500),
    user_id VARCHAR(40),
    created_at TIMESTAMP NOT NULL,
    reversed_at TIMESTAMP,
    reversal_reason VARCHAR(500),
    reversed_by VARCHAR(40),
    CONSTRAINT payment_receipts_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, payment_id) REFERENCES payments (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, gateway_account_id) REFERENCES gateway_accounts (merchant_id, id),
    FOREIGN KEY (merchant_id, user_id) REFERENCES users (merchant_id, id),
    FOREIGN KEY (merchant_id, reversed_by) REFERENCES users (merchant_id, id),
    CONSTRAINT payment_receipts_amount CHECK (amount_minor > 0),
    CONSTRAINT payment_receipts_reversed CHECK ((reversed_at IS NULL) = (reversal_reason IS NULL))
);
CREATE INDEX payment_receipts_payment ON payment_receipts (payment_id);
CREATE INDEX payment_receipts_same ON payment_receipts (merchant_id, received_on, amount_minor);

-- What a person has to see to: money that came late, an answer that never came, two books that disagree.
CREATE TABLE staff_tasks (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    subject_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40),
    message VARCHAR(500) NOT NULL,
    details JSON NOT NULL,
    created_at TIMESTAMP NOT NULL,
    resolved_at TIMESTAMP,
    resolved_by VARCHAR(40),
    note VARCHAR(500),
    CONSTRAINT staff_tasks_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, resolved_by) REFERENCES users (merchant_id, id),
    CONSTRAINT staff_tasks_resolved CHECK (resolved_at IS NOT NULL OR (resolved_by IS NULL AND note IS NULL))
);
CREATE UNIQUE INDEX staff_tasks_open ON staff_tasks (merchant_id, kind, subject_id) WHERE resolved_at IS NULL;
CREATE INDEX staff_tasks_age ON staff_tasks (merchant_id, id);

-- Our payments of one day against the gateway's own list.
CREATE TABLE gateway_comparisons (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    gateway_account_id VARCHAR(40) NOT NULL,
    day DATE NOT NULL,
    compared INT NOT NULL,
    differences JSON NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT gateway_comparisons_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, gateway_account_id) REFERENCES gateway_accounts (merchant_id, id),
    CONSTRAINT gateway_comparisons_day UNIQUE (gateway_account_id, day),
    CONSTRAINT gateway_comparisons_compared CHECK (compared >= 0)
);
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
-- Rebuilt tables are referred to meanwhile; between transactions this takes effect.
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;

DROP TABLE gateway_comparisons;
DROP TABLE staff_tasks;
DROP TABLE payment_receipts;
DROP TABLE disputes;
DROP TABLE payment_setups;
DROP TABLE gateway_customers;
-- The earlier form knows neither parts of a payment nor these subjects.
DROP INDEX gateway_events_account;
DELETE FROM gateway_events WHERE subject NOT IN ('payment', 'refund');
CREATE TABLE gateway_events_before (
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
    subject VARCHAR(10) NOT NULL DEFAULT 'payment'
    CONSTRAINT gateway_events_subject CHECK (subject IN ('payment', 'refund')),
    CONSTRAINT gateway_events_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, gateway_account_id) REFERENCES gateway_accounts (merchant_id, id),
    CONSTRAINT gateway_events_once UNIQUE (gateway_account_id, dedupe_key),
    CONSTRAINT gateway_events_status CHECK (status IN ('RECEIVED', 'APPLIED', 'IGNORED', 'FAILED')),
    CONSTRAINT gateway_events_due CHECK ((status = 'RECEIVED') = (next_try_at IS NOT NULL))
);
INSERT INTO gateway_events_before (id, merchant_id, gateway_account_id, dedupe_key, kind, trust, reference, our_reference, claimed, body, status, outcome, tries, next_try_at, occurred_at, received_at, subject) SELECT id, merchant_id, gateway_account_id, dedupe_key, kind, trust, reference, our_reference, claimed, body, status, outcome, tries, next_try_at, occurred_at, received_at, subject FROM gateway_events;
DROP TABLE gateway_events;
ALTER TABLE gateway_events_before RENAME TO gateway_events;
CREATE INDEX gateway_events_next ON gateway_events (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE TABLE payments_before (
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
INSERT INTO payments_before (id, merchant_id, customer_id, invoice_id, gateway_account_id, auto_top_up_id, user_id, gateway, kind, purpose, currency, amount_minor, captured_minor, refunded_minor, refund_pending_minor, status, gateway_reference, action_url, action_expires_at, decline_reason, decline_advice, card_brand, card_last4, created_at, updated_at, version) SELECT id, merchant_id, customer_id, invoice_id, gateway_account_id, auto_top_up_id, user_id, gateway, kind, purpose, currency, amount_minor, captured_minor, refunded_minor, refund_pending_minor, status, gateway_reference, action_url, action_expires_at, decline_reason, decline_advice, card_brand, card_last4, created_at, updated_at, version FROM payments;
DROP TABLE payments;
ALTER TABLE payments_before RENAME TO payments;
CREATE INDEX payments_customer ON payments (merchant_id, customer_id, id);
CREATE INDEX payments_invoice ON payments (invoice_id);
CREATE INDEX payments_auto_top_up ON payments (auto_top_up_id, created_at) WHERE auto_top_up_id IS NOT NULL;
ALTER TABLE billing_policies DROP COLUMN on_dispute;
ALTER TABLE gateway_accounts DROP COLUMN version;
ALTER TABLE gateway_accounts DROP COLUMN removed_at;
ALTER TABLE gateway_accounts DROP COLUMN verification_code;
ALTER TABLE gateway_accounts DROP COLUMN health_checked_at;
ALTER TABLE gateway_accounts DROP COLUMN health_message;
ALTER TABLE gateway_accounts DROP COLUMN health_ok;
COMMIT;
PRAGMA foreign_keys = ON;
"""


MODELS_STATE = (
    "eJztfW132ziS7l/B8Zcku2pv244zc+Mz9xzF8aQ9k9jZxOn07OYeCSIhiy2KUBOkFe3O/P"
    "eLAkmJ7yYYUYbp+tIdkyiSekACVU+9/e+B+MN1AnY4tG3uHbwm/3vg0QWT/8ieGJADulxu"
    "D8OBgE5cNZLCEKHGTETgUyuQR6fUFUwespmwfGcZOOryB0OPsO9yDOFTwj1Gli71DkHU5p"
    "aUdbzb2lGh5/wRslHAb1kwY74c+9//Tx52PJt9ZyL5czkfTR3m2pnf49hwAXV8FKyX6tj5"
    "jPp/VSPhCSYji7vhwtuOXq6DGfc2w+UDwtFb5jGfBsxO/UwvdN0Yj+RQ9KzyQOCHbPOQ9v"
    "aAzaY0dAEskI6eYHvsYDS6ur4Zfb64GY0OCkAmEinU4kOWnAsJneMFQv3+Bf0+cpl3G8zk"
    "ny9//ld0ny0O0Si44a/DT+e/DD89f/nzC7ghlzMZTfBVfOZYnfqXugQNaHQRhfoW5gXzrR"
    "n1gpEe3jmx3QCfHNgiv30rHy30W6jhq9CEOSWCEDeA2OI208E3Gd9DcE+bgHtaDe5pAVz1"
    "fw1wk/E9BPf45yboylGV8KpzuZdXInmr9/puJHqJcSOIaxDOAwyX/yOUu5YTrIswX3pBxV"
    "6XE8thLZ++AdaxDmEM1LfwED8dH73808s/n7x6+Wc5RD3n5sifatC/vLrJQTtlNAh9Joqw"
    "/u3z9VU5rmmZHKa2YwXkn8R1RBNsTXuPa5ADNODKCyEV8/T7+vzD8Lf8q3z+/vqNAoeL4N"
    "ZXV1EXeJMD/9ancGcN6LcSCPwPAC/PO+oZmy8maZFWC4lpmO96JaHSsHDumD2iQRHWtxKX"
    "wFmwcmxzovlXO5Y9TP7x+FbtGiBvLj9cfL4ZfviYecnfDm8u4MyxOrrOHX3+Kvfiby5Cvl"
    "7e/ELgT/Jf11cX+W9hM+7mvw7gmWgY8JHHVyNqpzFJDieHstqOzwD3FtOcldzBLJv2ST32"
    "aQZOZzpP0Q1wYEKt+Yr69qhwhh/zqrHFU4vjRf4I9eitmiRAE54zocLkc93w5ZflQRlPtj"
    "k5qOXK4LcFfDkKl00ZM2KFIuAL5j8ThPs280nASaSpE0rmbBmQJV0vmBeQBZPvrk1WM+aR"
    "YMbIhEp732JwaVeQCXP5ioyDmZyOGZevwsLxuD8uod86v+U375s3ji8xcuwxcYSSTq7qeG"
    "TqOrez4IyMPfY9GAX+Wn6fapxggbyd48KjyMNwyA7ZIRkS+R0L7sGzTuBSoWA2nFXPG0p1"
    "2/3mwU2SHwe/yLtl0Z3Vz0SO0SAWBjlGEwiw+FvRhDonhlA3gtr3mWeVMAl1OG9legjySQ"
    "OMTyohPskjzDz41SUv8hvOXUa9coxTUjmIJ1LsEWJcA+qb6+v3GU3wzeVNDt4vH95cfHp+"
    "pFCPFZxSuyu355eA7txWWrUlwn0ybv/P8fHJyZ+Ofz559efTl3/60+mff95YucVTdebum8"
    "t3gHxmhkpM4AWX6k+bechL4iS0noRE240UZl2/XZlwDxf8DpykGyOjDd4/ALRhVE/XOE+p"
    "45YT9pWLS1qkTwvLzqjLlOWry2nlRJG6NI3Tyq5RQFWMIvpCb5nKCfZvpTpp5Bk/qfGMnx"
    "Q943fMF3pulpQELlUlSxWy709ipQqXdstpzkriNBs3zYY4Wd5E/oNfeI5aLzk9qHO0xH6I"
    "EZAIjT0tS+oHEHNMN26MYEYD4vFgJqeeMClGFnRNxJJ5duRSIE4QOyUCl9nk+ZT7hLouXM"
    "UJBkT+5TIhXsA/fObKjZrZZQ6XPd4Z/Rtm2E7o3zDAbEX/xt6gppalyEQ9pLNSCDQ6kgxw"
    "JCGhbgChHis+bWahINqjEOx9z0JAg7CE9a1earYSPVxodp9kkH4sDZRzYj2EuhNmMBTaum"
    "BKpH/0awfaCTKFfaWQMtPsctFultOC6LcybY7NoglvfOoJasWTUMUWpkcNmpCGwVagIXd4"
    "7TGy4HdMRS8rHi8VQh1fdkBoFGu8CUCWC5otiBMckuESiL2fuOeui/TgLi+uIq+3RvUm8l"
    "qqw7dSKD5DqGeTsRcuJswfE3VIkKMBOR6QE3J4eEhWDhCT0dVJlIN0x0hk3RD5tos4rDp5"
    "um+eumICMJ0GctOMgsHhCVZAdjoBseT8kYAfknG8q24jw5kPsd2rGSe2Y8uxZ4QtlsGaKN"
    "qT/M4nqlhE6AskOQ3a95HkNEHlQpITSc6eAY0kZ9ckZ7T76xFrWxkkNltTavpxYD8YAGYc"
    "7EipPdAK0gWlhs4SA9aUEsNLby4qLoBT0npKIos7zTVoao2VF+jhyrR7BRKZfky96QfOjn"
    "fHHbk0axJXGSnE+X6cRTjZPJcm2CWiiPj9iHNLmext3Eg5UfQWoiepwpPkuK6E+SN3HWt9"
    "UOZEygwY1PqPoqGjJYx1mIbvCLwYjFozkvDbh2TsM0jgs+laxC4YMvX5QnlDpo4v5J9RAq"
    "VyCXkkXtCfCTnYdZlSCMt9SV3dTPmWROgv3VCMX0dOHRpX2SG3zh0Db5U1JxO25p69dfqo"
    "wkJQLMjiC/n/N8P3w6vzCxXCTsmni79+uXorrz2W36/tiGUYMHVx5smzUluIvWDenAR0Ls"
    "XppooQ3Gwg7yBIev0lIpC/kjz/+8XFRxUdzzxb/nkO93z/4ke9Rya5NZ6UP2n7Ahdxry5c"
    "mZXC4pU/ULxy6njUHW3d7E1f/bxcD63X3VOYt3IUq3jbKzmcrFCfqJud5bEmVhGdMWrr4l"
    "sujDiX4Bwu5ctoyy3WWcBtNZaLoiQuGE18HnzltYW8TBZBbwB6rAvrMQUbkf1BfBCr3Ad7"
    "wfmoCc5H1TgfFXmCjWWgA3VWao9og+XxWKHG0hm73wqxpgJSXF1SXOcbiuaghN9KnR3UkV"
    "tboqcNrxXrxlFZA2dDGzGbTNZA0TB3ekgalYS+h9Pa4Y0Un5UvP62Ip6j0gsv5XF4XWK5b"
    "+c6+hsrTcqQiruQ/gfEi4fKQDMFnTuiGQhuvoFvGmAjgoRQLtuKha5MZc5evIVKaA+tEPl"
    "zc/HL9dpA8nOK5hl9ufrm4urk8H95cXl/FFNnH4T8+yIPwA2fUsw/J9ceLKyXnyXOXb2HU"
    "u+GvF6MvHzE4+lGQWSaxiA+93WJwdF+gNsCB+tQgf7DYgKcGNAa77GkNwXoD3XJWq/Leb9"
    "X4ripav/Xg9d09uvLuWjWSN+OROinrEgmRCSMwq1rxJyXimHBuGoeCBbGf3jy7VH6X+mlQ"
    "ObH+7UdYDPtRbEtY4uZJrFLouOntNBvjuAmXVU4bdWZQ77CBMQ2dNe/5Sq7qmUBZAQ6F8Z"
    "L5FlAUk+WYzELP9pkdzERUhiY+p9wQciz1kgowjhc5Y1QtakHixHtpyhSdN/u6MThzvsYR"
    "x1GgMJ9Oicfuto1AVRi0DWVl4CE2dW/A/5J9vCC+zooK5eWBnqPoWTGIL0LPigFUncVtrX"
    "icZHwPwT1tAu5pNbinBXDV/zXATcb3ENzjRlbRcY1VdFy0ira7j4ZhlBXqUVHhnZlGdih/"
    "u27djZRMD1/f3cfoydfQ4bYOzZySwLe2+NZyqHwhMRolXv8itLUthEvlsZlw82bCoJazxW"
    "hSUu6r3tLOCCLpa5qdnZ5jWBRT5pfG6lUiiatY+UekD+4ugDVt0do1slQah85dKyowJ4pL"
    "lMlLFBL7T2Ka0SO2iwXSKA59qOjhg0omPT4/uJ9PH0VMc0Na/WtcA0OJpnhnRVJHVhdw1t"
    "xjCVddUv+97UWQjTaDEkU22gg2Wn29mlH+aSGEGetyt4raaRKzg80HjS/eapRC89GlNYEB"
    "6mwTZWYpBzZvjy0HR77vjTICWZDOwoH0ytgFnm9s3UQGFRUzlnFUVEzYQVFR2QfMsDDpZm"
    "ttRRDiCohN2SQTR1vZFplywtVskPGoxrvjJFwzf0CgBijb2OPjRLcdH5KvTjCTu2DAREAs"
    "l0NtSiD7Nv3P1C6pagKoYgZ3zF9Dk7VbCGaT26Ljl0TP7ee2qhBCIF+WAGhMyFgcv1ZhcR"
    "8uYPKvbp4JIk8zMYgkyPXXqDbBxW8XHz7e4B5vzOeJe7wRmw9bUMfVAXkj0EN4j09fNonf"
    "On1ZHb8F5zA+bp/xcXIjoa4WwluJXmK860xhJNK6JtLY94D5UHtYb7/LifUvy/Co0XpxVL"
    "NeHBXXi4z2qAN3QXCPhRoT9fZgT7jvOhAUdP6R0vk13/GCYP/e8g6IG4wO6Wt0iCGsxltH"
    "WFVxDJtzgzpWw45HNWY1Ys5e1Sj05wT+mUmGGxDVEVDa/Vyo5iAu5PORcdQTnnvjQ5XJB9"
    "Hl8tubRjUUt53bgW4oYzX2cVtgNYbnN5e/XgzIp4sP179evFWkxaeLmy+fri7eRqUetx1Q"
    "kgKRUcEQdZ1bzu3XUaHFOB0wSigMBbOR9TBolUbWw4QNEkstYqnF3kKOfrv9+O3iHb6Icn"
    "V2W0qkTzEvO8tfSGtKOrjmxDDppgitkDcr40lr8wW3Qpgk2DxJEEuDdkwnIcHR5g1/FARH"
    "hheXELaZ5LQc5rGZNsPmUFiq41I5g5U0Y6olsGCQRguSWIJQoUpC3co3bkXXJGCuK6I6UY"
    "fk8uo/v1x++gcJOJ8Tj5MF99j6TPXRiI45wRn5en0lpe8YUD0Axhl5f/35hszZEopBlbcl"
    "2efNkWsyw1ZBrskEM/Gh6vE/NaCR1Nsb1PHuMaKW8uFoIl4ujcBrAO+zKYMAG624p1LhHs"
    "J+fHraKIzvtCaM7xST3QxJdsNQtH2GoiF11TF1pd9MoM99BDqJ8POZWHLPblWkLS2J1JFp"
    "1FGmFOJSQt+GHcwIIgNs9CRbLhfteP60IH7IJs8xdq94EtOMtcx6VMvs4o6VB/9GJwZ1jh"
    "MGQ3Q6t8sRkE4cdR8XAQmYJ9ghGQsmp9WzWCqkVhrajqtG+syla/nYiwk09XCCTZguIxZf"
    "LJxgQFaOfKnCgNzSZUlC835vjS4TM6g2dJkYwHImX5cez5aW6lEA2J4pNgWZxvudjO/hi9"
    "0JOSHCye/M0l1FslI9xLpX7kDTFpKOkd6/Zm8awLuOgqZrl9OS1/Zvn6+vKuMFEpG8HexI"
    "HfafxHXEY7SZanADMDLGb/KOPv8w/C3/+p6/v36Tt2rhAm8K3LH82UJ3ec5K9XB57mQr5J"
    "byzbXicLOiSP0YR/2YRFR8hrINi4MquiI+PbiXtBgJNbIhd3Ej7X1oBB4zAXF/TgcSiBOj"
    "8Jkg0SUHhHq2YgiUBFROU9XQIJF3GU7k4j1TRUrlMn636QEK9EKRt9jPbSFlGe7k85W8Gt"
    "RnIIuoHLyXECCq0qoq8BY/SUT8nEXF3lxHDp6wYMXi1OZgxYFM2d6W3lJ4asWdUGL5VMx+"
    "lCoxyYZ/UuQJvF6jdmZ9QbRPXPCejfvNx9VyLsrlcUK0JsSQnfFdFA04tCoLeeRG1O6PuZ"
    "hOjaoe3tS5DX1VMVQEVL5SUWPtJEFh6Ya3jndIhq5LBAsCOYeCUF/uRoy6anOKtoEz4vF0"
    "tdAFbCZyDKzc8hnLS3vs8d5I8Ju+R5mkHDz0YrifMGYdmFMiPYR492255e9mWoVdNwI9hL"
    "eTwqMLza7yi/52ld99mCzz4IeXLMS15QpSUlivQKNeQazbjCK9pgj6Dfte6XQtiPbi/a6j"
    "3y5+u6nnnTfs2/vrq3fJ8DwZjcVkunajYJWIVq/3Y2CX09M8kytPMBvxueZmkZFrt10Y5o"
    "fcz24R47ZgQtBbLQ2oKNk/9/ppI1XztEbVPC2qmjFw1oxZ81YLWukFMCze5GXtjvnO1LGo"
    "qn5oadoapcL9+9g6Sh9b8LtWX1lWEj8vwz+vx5COcGSwrm2WI+OcL5bUd4TCocqXkRo0aO"
    "LOsDbjmyYshH5SnluVVQJ3uE3X5PmXm/MXkUsb0ghmLHEyPJPDVp4KzwI3ArGdaVydQYAX"
    "QY3k3CbUE6uyCuX7uCH6Lswg0NF3YY7vAmvf7Bt4u8xhBApZOdJ2qbMoo4U9QpBrQAW1ql"
    "AJHLavMka3UstJiyCrWEJ/pPbLIqzVAdo5MQzS/oEgbSR220zFozDRDLMpapo354c0syf0"
    "ejl/nakg2qXP7xyb+cSiqlqrp+KUuNT8N9c7U0fhEaO2QtSakVjHKNoMu7ssWgZmaEloGR"
    "igoGIBUjTC+g58q8KjWHC0RcFRVHJRyd2LkltZyydzvpF6q1PaZwhJaRO5/tpkxSYzzufP"
    "BIGCO69J5L1k9oDInRHC8zmE5m8U0Ofxuj0gNrPDJSNztn4xIPLxXClEJmup2/7OJyUh/3"
    "u5JerEZmxaqBMboC+govZQbLlap0ZyndIBPCvVQ6A7UdXm8qfpoJyM7yG+nUTkyL1IlGjB"
    "NUWpEoEeInzcLJWlJpOloiSVDsApkf1BnDTFOdjTm7zrnJYHsp0NCyLbw3rMQ79dh5SCIA"
    "LejKtwqbMoczNX+0NTIj/kCzUM7H27QifcLlHwqvO1kvG92Bj3naSFzVE61kR4GFh8oblk"
    "b0T6t1h3kkwiH6AsdKUyImgzHsOBSsKBPLnUjgJ/3YKnz4livoBpPD0WK3yCE+0zizlt83"
    "8yojjRRk900mK3laVYKtw/BaSbVpoxm98K+FJhBL4SeEN8zZc2Wyx5AI04/87WByXe5tyI"
    "QZ2/2dmOBV9FQ4/zWFh8GbVsWc04CQWLap/Oocn9OKnhPKNiNo5qlE65r04IOdFjNdSxRV"
    "QhFf6YOr4I4DIkKgZXdDjv5Y7obzbD94b+ZgPcnuqD02JoEgGEtwG8mu5k9CPr+S2WAEhp"
    "VnoNAZYW6iHSr5q8xK+qX+JXJX647b6r54rLyvUR7JdNwH5ZDfbLkmbM8LwFmKs9Q1sJTJ"
    "LDJDlkMYyNH7707rhjsYMyYy4+Nai14qJBerlwSbYM4SsmDgn0oAC9e0KlUTTj8rHJmC6A"
    "ISB2yMhfpJEUUJf8RJbUseX/5Ltty+ewyf/9C/l5XJkat9u7QLOMz5wsQmsWVwgnAf0OVm"
    "HSW9QHHF6TcXSdv0CrjeSStiMU40H+XQn9FIl6lhvazB4fknN1L6Hab6hzHruV+sAdlh03"
    "SYVG49AA6yXqQ6OD8laifxQjJkA+YqjjXkzqufR7ieZF8eW+H3FpZjvcHomA+toadV4WXf"
    "2mqdQ5GsYTo2jOijNdW1M4L4pV6DWq0GN0XbfRdSoKxbO0GNy0TA9BPmmA8UklxCclu7Iy"
    "20YLx+MlimZt+/qCbJ/i7fbc6C4xmttMRFEWJ6L1RATya2sxBxkxhP+H4E+4orbzUJTHCW"
    "k/IW23B9wbdtYElTqtvoWsHE5A6wlI2PE2k1CUxYloPRGOEGErD2FGEMkMk8kMO2QtJngr"
    "hbNr8uyqPUl/elNiOL8mzy8GcTyJaX4kzWi6V4D60I8mjn05Bw6pvHR0bsSgQZDMyIoGNw"
    "yWgYAVSC8lsTiJHNlRe/skdGBAAjpnHgk9KAJNic9XxOXWfEAEj3IOIilBZvSOQa+YW7os"
    "hsx0fK8fiGAxKbTiScW0qMzmqmiLOvMuJ9inpW0Ptp1ZC+DbmEevWQE3QxotgQkxrxkwyM"
    "Ml90jA+VwuSXJN8pKF6pCMo+uNXxMniLKzwmVSBx9i6iJHrhhIoShxKzoAkXvRQuZUV9ff"
    "x30xus/0ldCkLeih18GOA3SSZULzzc5IIdBNwvzUyqYb5JcWQpibBJxx4ZQng1W7KFIifd"
    "KddlatJwrab+N4yEv2Cd59+382SpxGZN1WCGPq6mPqzLIC3jseO6i2ANTpRtq/K0c2bcIr"
    "NWkYrtTnGV+Blr2igkBvw1C+Ia+lFi0Pqawb8p38EUpNywnW8p/S9ISXiPvkP4jNPC4/d/"
    "hrQHzoGhC3BShpwtvxDSGBCGiWOOdImgETNuU+2yQHxaaCfMcCaPhLxsXAjXFiXMhTaDwY"
    "tOOj8WCAsoXGA2q1j1arTT+GxtubE+vh69tJ/VS0IQywITDA25CJwADvB4cfA7wNmhBME3"
    "0qQTvxbLGy3k+N5pmVdoHCWTZqloG4GSnips3yWiaNi2vrxTUhzjSMx7RIn5DfXQODhIHU"
    "MR0zQj00HLvox7ghd/Vs9IwYQt2kRzlQ5/AAGjinZXoI8m6KCZjlWbqh3w+qHUtwdtDEry"
    "QtIM0SdFBkDd4EsqC2CtkqD+1KxW1tCngnIbITx3VFozCyzm6G7h8z1i10/xiwZaD7Z09A"
    "A98EcGginRNDqNHT9iDGEvp+DGABMH7sKcSPvWf2LfOHVmUOSXZAra7vqqGjuHeURhRZLE"
    "Ema/J8Lmd6QPhKviYDktRFeyGV8Al1qZcwfKrZz5wtVS+fbR3peIwg3HPXr8mCe2xNVgzq"
    "S4OuviiPKdvf7SHC7Hqarnwdi5DxDN6w+OIW9Twun4cRsWSQ1Td2qUgytsYkgldFmSXiEm"
    "RPSJwlqHGQ2jjOXR3DuG8e6Kq3TKBNYpASgTaJAfobfPA6GCfjewjuSRNwT6rBPSl2moZ1"
    "VPMlTsv0EOQu6oFjwdFuC45m9n49g6Qg2soiMczz/DAGyVZD0puCrNz+LMKfe4V+SgPVgz"
    "8niPi3w7+yeE0d9g9Sv6ZfuGNtqMoJeewBSEZRMBde4Jd2bE6fHjSgX5gc6Wjl8LHbFL9B"
    "p4G8yJblABdnga1Qg4gTDMhqxnxFbmxYlDljS2BAqhL4urwbMhtmGCfIbBhgF6Y4QV0/YE"
    "ESAW8AeLwmaYKdlUKgkfEwgPFAD6wBpkeJktSOfMpdACkonRkxykr46HM+Pai0EqLTTayE"
    "JYzUMRJUgb07VVU0UcaeCTKRh8VABUy6btx1d0Gejx0xmsrnH78gXJUoXUG0pCUfmQhH+S"
    "ulCg/EkLpuhaHQ5R3BETu2ZsyaSwNdrleOuzE/PLZiMEzhlHasRiGfUHAELsFsQoMzwhbL"
    "YA12iWoxLI0TOO+BPUKuOLlzuEuVU1bFjn7z1NMTaZeS8IfrrqLFskPlAi0WA/Q6KkbR8q"
    "VDs22EkGEzjmHLKO3p1VZLc88LYh/dBqHW0XZYoi/Whe+lpDB+r3lP1XT0lZ6GnpdEa6m1"
    "tZTivZvjnxJC6Nv7JjdqbhH9v32+vqpwTmak8ru3YwXkn8R1xGOchhpEAY/MspOs4s8/DH"
    "/LL/Dn76/f5PdiuMAb0+zSm+06dlBpnaYHDRrYqPnFsVlDDsGoG3XFECyAf8Tf+CH56jtB"
    "IA21yJ8EdmOU0Qeq/4QKRnw2DQUTqly85zKhDMI1EeGCBJz8D/N5eV+O7m+JZqIZChaaiQ"
    "botnOmxfzHw3sI7dFpE2zlqEpw1blCd/XfmaX7Hmeleoh1F7UqsJ5kRRx6s0D0ukj0Yii6"
    "pTyAbQK5cqLIMxnHMxmiC3+IN/MyFXhzrlbzTdSBhvrukEjlUg4/JGN48/6He0z5MaI4KU"
    "gQs6j8rGzqS0vqjokz4sh5h+sTKgd8uTkn7I75azW+qNvu/vKox5qxC1XrsRa3mRY7G4/v"
    "4T7USLuqUa6KupX6vwa4yfgegnvcaJM/rtnkj4ubfLJK6WCclukhzq9eNoD51ctKlOFUXm"
    "9VDzxqE4VVJttD0HccjYU5CKi5dqu5fqTrBStXXJNTtXrrMhqkEVAkJ1AKAMkp31aXWQGU"
    "XIuCBw/JJzaN+vJIZXNzeECgKAIlUsMM2BkZW3QZhP628Y5STGlA5CvvumsV+1MeWbSfW0"
    "OI0ZDEwJCpzxeK+Y1j8qIiDR4nHPTgAZmpsCFyK6+/ouskveGQDOUjyHdmQQPHkk+8/Clc"
    "EpigKFaJ+1BqbsJm8uuDinPfvHEoVPb0JpxpyXzBPfl4nKiK1/DLNnFLUL2Ckt/5BEhrHv"
    "pYH+JxKOlINu8x1jzKRtJtxJkVQ6hNLg/4xGKD4k1m1C5fpVwacW8Q3gjKn9zDR+FSN0eo"
    "IIl43493rArpAJ0SQYQbryQtlo+eboq7pwyxPtWOy6tnireGvjTitejClAhC3ABizNXEXM"
    "0nEAKbZYT0pqEoixPReiL8mL9rMxFFWZyIH5yI0ZKpji/tp6N4BZyU1pMCBHZYEqVfE9i3"
    "kejhTrx7dSdhR+S7y0CH0dItS4X7Z4cen542gf30tBp3OJcvvqLK1YR+Sc7bDftepQFlpP"
    "oAdZ1D9OK3m4wvtJB6svGHvr++epcMz+ejlOLOvi8dn4kWLurSC2C3TtMc1dkIEMt1PCbX"
    "KSp0g5fzkn345rqPFI9Qo/ado7ejFCX7h3cHnAXEU0x8qse8ZaX6h/Puy8MrxKAoy0ttnD"
    "dS/cO5ScBedbxeIVwPg8eexJ4cLu2W05yVxGk2epory4CbVQO8e+Jkd83mIvsDcrhZyX5/"
    "r+24FezDVrRv89F2xDIM2tG1RVkscv/o6hrG4cXDIICQ1IPqAORkxKBBHLLcy9RgjXjkwF"
    "8fkrFjSzEegPNxNGdrFUVrM9+5Y/Y2hNexz8h4CvzcmIiALwWhZOlzK6reQKHEoAhUepzL"
    "oMaDElz5TiAnvjwieZ83x+heM8x7jO41gFlJ1gs9pLNSCDTG9hqDszGxvU/tBa9qjVWpvT"
    "5ES6xHZJahp7pjkjunbeppdgXRHkK++8xpwUNf7mb6VENBsA9b4b6pBp8Foa8dIZCVQtz1"
    "cceQmAcKiUmw099Ki5L9g/xVkx31VfWO+qrSTY9hERgW8fB4715jTFDTLRGVl+sf1keNih"
    "kd1RQzOioWM1KNk5nvl7lFqsHOSvUP6tNGUJ/WQH1aUjeqvHJ8Tdn+HhaN35np7kllehT4"
    "6xaxCDlRDAM1ORZBOZiq+rnUz3NOFOfZ5HmelhttlavjtMJOw9VR7cGRf1r3i0mJ4ddi8t"
    "eC8ZZPYpox3rK302xWZNQHJl+QbBxO6YBBk7iohRqrERY1Z8uARFJnhMp/QnQRlydUu5uk"
    "yllSbDB+lQ7JkPhswSFwCcaKgK4FoRCq5PNVVPpQSnhQHJyEgtnlUVF7vDcGRZlB7mFQlA"
    "G8KpY8xHCdJwJ8C7R7CjFWLntUvpjk008W3TbLRlq2f46CTl3qDxzLYPjb3gXy2unYmImt"
    "kYmtnYSN+ddVqkYe2qSwyYJ78vIFiKtbU+flWrHppiG9YzI9AWnNqE7sdV4MoS1C64jNMx"
    "aAfcO5y6hXQXFkBHPQTqTkI9zg6jIsr6/fZ9jMN5f5oMgvH95cfHp+pNaMmJwrhRxdB20m"
    "4FFwytlAZEVPtpjmrCT6AU2bZbM8B5+YxZzanOpkxKCJ78CPBms4D1QXe8hJhoZIxPHifk"
    "PxBYGpX/ncu1U8vSOID5y8YDZZOcEM+HoVDRtR9orGL3cTdHIXdAiYwdihQ8AAshSzpNHz"
    "0jeo0fPyQMBjuwID6oBjV44iqdqEU23elUNpy2CrlWWCgZVXZeFlxOpMvEeIeA3EYLMVOw"
    "joO1n6nijaRdt0jwd6benj8f2Dt5PsIuxD17nejMRpXym17IYQUTetmNOMKFKn5s8zdVtk"
    "0peI9m8B7WSX2nwhEy2rICfWP7B3s1uZ5Rn4zIJweVDtF4jOD5p4BQQM1auzSgJO5owtCd"
    "1E9zsBWVF3LojrzNmWvH8mSFzJNQ7cDwRx7CTiP1WGSl5vXVlatcv7oZ/AhK9rgH4CI9Rw"
    "pK+Rvn4awLdAu6cQY+LAo0ocwLqqHQO8oHPWMnIyL4qxk81jJ7G2alM2CGur9gd3bF70kO"
    "gbkg1m2CzsIRkMK61ipVVz8N69Dpkt19Iy7jIj3D/Ud/+WY8FVLLj6KFP1sODq0/CLY8HV"
    "pzHPWHB1l6sjBoc9iY8GC3I+iWnGBui7WB9NCUdyqXdQFoYExwe14UdyRMOooyFZURUDNA"
    "nXUbNkO7QC6LfsBcy/o+7o31SrZQj7WcfJwz6bOoD9auZYMzKjgnicLJnv8JJapbu+wTfv"
    "m/dR/VOQCbt1PMI9KTJ15MtGbHmr1Yz5DEKSfJXRTD0ypp414/5Inh2/hvqoEK+0YmxOnh"
    "/BkA/ck6deDJJTqqiM/MuPD3zzkiuoM+PkweBh1REBV4lrr8pvSLAo5VqKruNndDwMiDKI"
    "1sCAKAMYpXgp0CXwMlIIdJPIM82WVD/UispscHcfj6P+rwFuMr6H4HaSfpd+sgLM1S7cnF"
    "gv0N63B3ejoUkASuzGus70OcH+Ef9HzXra1bS0K7ScTkBTUacaJlxRECv2FYmutAavAW5e"
    "DKGthNYuC/y9D1i7NPQXYZVHJtIGhvtpLLwpkV7seF2HEsi7y3VTvoOa7taUELJmJa/ulN"
    "Eg9Muc2H/7fH1V5afZyuRpZscKyD+J64jHCG4NcoBGvdqW19AGWdIYLlAIvPOpF2hBv5VA"
    "4H8AeHneKbdTKteStAiuJGW6hW/NnHb1YHOi6NU32XOFfujeTrMp7jQfYmzL/Gl+HHxb41"
    "CDIQ09al/B9UMJ+ODAhST/K/H5iXvEklgKohxWjCT14gZwQBXtI0CWiENy8V1e3l1v/UmM"
    "BCsOHibBgqJ/rfvbodPKDEIfnVYG+FLgO9P1WG1F+seDdlAC1ba5LsRpGcS4SS0KrHDabY"
    "VTLORrQiFfNCrQqOjYqFDRKAelZkV06h7DQg1qaFp85pC2JqeVCO7ar6XaL8LJZoSKWEuC"
    "56IINAmiiBT9qKEHlKNbk2UIep9gRWOiixug+WDG7o/mgwmKF4ZiYSgWhmI9erT3HYqFVb"
    "86jAJAH1N/7QQ0B5/ENBtiDn5SptHH2Pw5KLEKcyMGdcZhZGiNEmtKy/8EKUd33LFYbMmN"
    "/wilqu4E6zGZ0FsBrp6NJQcE9SEZR1EgKhlrFacvRW4laaQuHGgKCQlPWz8RNJZkXpVHan"
    "8PABlhkaz6QlPZZCqjP6pOHT/LigqypI6tCljDidh2hWSx+BJotBpkOaHRaoLRipWre+xe"
    "fGoQJ/tQEeNKl0xapE/umJ1F6WHI6QOFnMZ6jeaSkZXCVaNJZfuNfqlrO2YlkSEwzXREhu"
    "BJTLM5DIH8IbMbPmelxV0y5wf3sAMwUtqocqhGjynX8eax9c0DCmeItIgcjzwfT+nCcddy"
    "Wxi/OCTXnrtWJvLnX4Y/HZ++2kSHwv3Axp6zZUk8aje3QHvcjA0R7XEDdJEHaJn71CDeLF"
    "M6IGeEEOYGMKuFfjSjoiQlvxrnrFQPgX71sgHQr15WAg2nskCz70tHagstFNusJCq2xim2"
    "aL88uWkO27X5DrHF9+OYX5/dyS2uZSf3lCTOsmmzbA4LEXpZMzl7ZnAP8yDHaFAOkYBiBF"
    "w3CiJfUj+IKIK4I8shuZGWv89XYPdbfLFwAvlSkgmb8qicK4l7Qqnz8jqspNhslzeDMIOv"
    "jvygQsi3Tc7HTWJVz2x5YQLzA9Vu4RqJA/SZkIdd6lnskFynniIKoZ9RuLF8CJaMGnzzxl"
    "OfL0bx31EukIprCCgwI/AIMVUSDyH0Vn4jr8lMTj9Up3UZ+Xhx9fby6t2A3ELExGom5T5/"
    "OT+/uHh78faQjFXgw0hdb0wEXYtvXlTVNomIyP2YxFAfkMk6CpWQFxHQSicOuRAsiO8McR"
    "1ytRABWVAogKued6Xq4lJPrJgvr05sTjwefPNm9E7CMlZV+uWDBHwpojLBFhMiQsiVH57q"
    "Nq76NBCAhqx8J5CTfiZ/SGTajpNG5EvmC+7B/QgV8zhoxEEaySQLEGkkA4zvpBVWuwZaCH"
    "RjoDF+5ul1fjdMb+48aR/TnQ1Id8as/o6z+rE/fMepOPo9a3+wV63ZAJ80SuM7qUnjOymm"
    "8RVNS70Vu1we1+3W63bKFC/ORHUIZU4M4yh/pGYqxWbl9672XTQrx7bCe2sr/ABhI0aD3E"
    "E4AzZuxsbND70/Pgo/GDZufnrzjI2bd7k6xq433S8mJYZfi8lfC4ZyPYlpxsbcT2KasTF3"
    "jxpzf3ZuvUtvGARQZeSgJIgqO2BQF0sl5NCR48mvWA1uWuPF594tWVIhVty3VZV/qsKZkg"
    "Ip7KcFdVwozylfYjEgc/liqv4AHg8GRPAosOY2lCeh2uctCwQRrryAqovCXBdabqtKoCX1"
    "XfZ8cwzaMYPnwKAdAygmBp+WDsgbgR7Ce3zaJFFGjqphpAupMlOJV3nvumpLNSWCm3WJse"
    "pyC6LS23E8OVk0W01TdA1SyyTMf2frKp0sPnuvQibHjeZs3VAZG3rk02fIXpciUWC5YyfB"
    "yOO5Y4/Porhk37mTrySZUXcaxUtTl9lR2XQVYE1FwHx5WNrvJXn1nd0F1Ssz9nhUrwxQr5"
    "bhxHWs0e+reRHp6kiMrBQGYvxID9Vo/RpF61ZxEqrLjBcle/HG1ykHXVQaR965t3paNtAy"
    "cPyWKaZpSdTGTZtlU7TxgE6nN1TMD8qU8c3Jel0cho0COU4j2XQBVKpP6ERlScoDIpz8zq"
    "zgjNCALCCVUFWQXjKPwJWjvFDol6D4S0atWSJRnl+64+uj+m2GDojqtwHqN7Y56RDceNXR"
    "fI2zUgi02fmehulSXSO9YEJI9UNvWd6I9PBl7iRw3GYBdVyt8t4pEaRDfoAOQWu8zVQ8Cj"
    "sta40L7rbrQJYTRXv8UczzRCtJOyeGmsH9moHHA71eoPH4/mG7M5XAFGIp1ZH6oIxbSp8f"
    "1NJLqZFNfb3pol6hYHFVsah/WRyyOSaqekjkmgUK4JaJM2ilrUoBkAW/Y4JwKH0+WUPxsS"
    "X12U/Us3+CClrcS2pVZb2/+7kv1Dj7yHyH24LIs9EFoYQWlNwaU8+acR/qfR0S1eTNEWTi"
    "QHE0FQNo36lKZI5Iuq3ZJFxC+bBxNCgK4RgPSNzazZUflAhUZbJvXlQvDWpRBFDBSz4BYZ"
    "4tn38sv1FXGqDqB0KdMjLjKykP1cTi+0TPCm3dJBh2yJKKZKrmGVwY0sFI1Nd8Jl8H5snn"
    "Xn+D9GnmTuUtRBBa81FUSSCWXMePKKD8GJ/DMzsBgUAfJu9y4zvy/YAnhJvEJeOmji9Hq+"
    "5y8S+QyPuBOCRDsnBu1frxzVv60IcunilgBOOaZQrzCGeVvabGqV/CPSQKDdpjkCg0YHvH"
    "klr7C4nwuR1q04ZZKQQae/+ZADH2/tt9bC9WHeu66hgU+on1wRblmsqk+/Qi77lYU0o5bz"
    "EZZdKtJsM0yuGh56JljZC0MFKnJlOnWHqx49KLG3ZH90PKCKKjyeivKCKaRoqY0p3nvCyu"
    "l49gpllZQFWjeWaloVU4y0bNcppZ153nvCzOtMkzHYDLod3CnRPFeTZ/nlss2xlBnGOT51"
    "id9CX8qxL2gHOXUa9C1c4I5iZ5IiX7pV6/ub5+n5nTN5f5DLYvH95cfHp+pCYzdvGXs5Qb"
    "L7IWT5mR6qEZedTEjDyqNiOPKrsKLZgEy27ZXCgj3L+QnN07NqKoB90tYyuF+4XJ+0U6Pk"
    "WPAcvK9e9L6iTencoV/65l2HVeFj8skz+sJfQRaLd25kRxns2e55YtszOCOMcmz7G8VLho"
    "8yVnBHGOTZ5jCyKM3TbZUGlBnGPz57hdzltWFOfZ5HlmEsI2k5yWwxk2eYYxefVJTDPWtu"
    "9TbftUTtzQtu9PsYsGDZrm2cGL1Tjb7jMn8kHXkOwGNZWk6E/c2+SPRZlUqpb8igpC5TvN"
    "7GLqXNuLYL6VGSQ35lsZ4F/IfMLaBYTyogh5A8jVQqmJdVoGQcaEoL1pL5iuYlCKhIGq5L"
    "kqR3CfLhmPaq5MxlUOmmmTqmQBJekLkAmz+AIKCARkzKZTiPW4U1n3A+hXtCkgEN3n2aay"
    "AdQIiOsNRPrsmMy4a8fqY6RUipLOSft+Aqjn8Pn8l4u3X95fvIXrDb8OL28ur96NPg7/8e"
    "Hi6kbewHEZlDaQ14OapQPQk+VBS7UL8NV9pNqsmgt4ZPjx4/vL6EpvP11//Hjx9pB8hdYC"
    "Y49Jm1ElAoxVYYVNSYNCGQmlazvy05DLKCraBu2KqGgboJCgoo159/2DGNVsVLN7p2YXjH"
    "WtCqlbCSyQ+gMFUtMqs7YnMSeLfiaj/UxbE6NkqavLmsgKYtZE86yJ2NjU1I6yUv0LOu5A"
    "68fiBt0WN8BQhCexRWBMUR9n2BA++4b6znR6UMJhx2cGdbx1oMb8AFUd0DmLK8RSMqEuxD"
    "q+JmO6AHI1MuLG2xZTcu6Zf0fl21BZw7cRPb3zuwIlPU793LjebhyOkRToJHLVtYHsjsrw"
    "8ttDcpmuNxwXFob6vKO4joGizKlnk7FFfd+RR/5te21HfJNvlBScMJevVCCIenYCdvCAsO"
    "9yOtz1AG743z8PyNGLQzKehmpViKoWJ612BZMflw1s/YYkJwt5ubUqV/yasMUyWEe0vRN8"
    "82wu0fN4QPzQG8A1pj5jitmH4XC7BVflg6lHjn7+mawZ9UVdFWObTZyAxGWDRSigmDHMkx"
    "woZc6+eZkHIOn7y8tGAtFa1+wnQbXjNzyYRT/sNVxzRkV8Btl7c5RJZO9N0OORvcdK0L2F"
    "mlpqV9eNScpIIdCN3mksqdttSd30M2mAnBPrI86NEupPahLqT0oS6lPWgp6bKi+JLqrWLq"
    "rENhuByaNH5+YEe/ja774OzgY1tftpOL6Lgn166Xfm/sZytT1l+9KTnOV3dGe6KI3TbfR0"
    "J8SdFy5gCsqUhRoFuEy4j1tVI+/YUY177KjEPxaDZzOPS2WrLfY5cUS/Gfpppll3kcvLov"
    "vK5BUO6/T1eXbT7hXdOc7L4kybNtNGuaHfgh/woNIXHZ0e3O+QHimHoo5bGnynciALrBnk"
    "CsG7SCwJr5RyOfefA0sQp9V/JxtljPwHSSkH5N9JrDK8OCRD6MgKSfnuusIn3ektlUO6xG"
    "UM5QDiw+DX5tAflww9ElFS8Bw/x+cFYXfMX0cNZrmnnNDgJPU4kabHLfPll0g9QVUhYXSa"
    "GkS5o9PUAG8HOk33n/JkVhsg0+B/7JqKoX2AcJo7bCmBLraHd7FhSp5Bk9GKRO47edxB54"
    "l2jHH/meIOwoLQPYLukSeIfkSijFIkiqaZWHkBzE0sX3WMoTq/D4Vwbj1oCnVQSnamBwzq"
    "6c7vI7oZ25DwHBJ4D4DTU4kS1GVCEZCQIREzPSqZI64tmgQVq+qiqgiSS6FUkxJ35DDfZn"
    "6R4+zsLkgzmvAxDZBmNEJ7erhEgSewY2RamMrLAxqaSOfE8KVuQuRy4ZQHsVfSDGmRPtEL"
    "fai+LvWZT1QV4yhTddSpe5UcmLnG6o0UALVirL675XIxJgvHdeXpYLbRQRQlpfJvPfBzxq"
    "UoxWtCPQ5qRaS9OGL7N1+VKTmd3gtVHTOWJlR1DNgV1P81ME7G9xDco0b5TEc1+UxHxXym"
    "ZAXT2HXTIrjrlqYnWW4onLuSF7e2uFdGDmt7Na/tReW6KmFr1eQ2K4qhiiZ7hrH0VW+n2R"
    "SrhYng3OXW/KDMbtmcrLdc5LCRBeOa9oYKKFTQgbL5CqlgTFQORFzLntp3UKrIVmWCAupL"
    "swDGnJGF3EmiovfDt78Or84vr96V9Iza4cUhvvSvccGehEyCEFOuSuMHTnQZJzgjK1VJX8"
    "WSTri9juoqUdctksESEi4PccFAFhoIoBFkkCaORhAaQSaBe9zICDquMYKOi0ZQtDDq6hRb"
    "KdQnjNMnsiR+vK3pznBGEE0Dk+cYyw53XHZ4o8tpkhoZuT2SGpsjj5bVUDUfmO/rBWhlpf"
    "rn4z1tpACc1igAp0UFAPs+75oDRaqmt9uuKVSN71D3oIymUScGtRQNDGnIztzMmIpVUzLA"
    "X1Cy9LkdWkHU/49uKz1DpuyMljTubnkNJEHMsMSRBDGABMHquPsLxYrWJt1OghkpBBrzxU"
    "2EHBVTVEy7VUy/eE4wjCqFl6mn6dO1SqpKoo1LjjeOgky2u2eCyH/4LMm0gIu9JmOfLeR0"
    "y5dgnHTwAK9bCNcaz+SvU4ehyYYDPTfKQh93fwPUcs1YI1HLNWF7Qi13X1DrFg/vcc3w02"
    "acag2lWogrTfaBEndBTeGIjFifiNU9V4yYxeA2Rz6RQNBbg45ehB7lL4Ga/s6n1Tp8dPJ+"
    "Df4WxjXU3+G6IqKELXnHKIwOtOsldaB0o2pGfEbGSeLbmDw/GpBjcnh4+IIIuhZkso5b3/"
    "mhyzapSC71irp8lzeDSMGvUbdC4jEnym9K1nYC3QphvVGFKaVtYEPbwqXjM1u1A6Rz5hGY"
    "xUPyVYryMCDj6LyImv0F0vSA+0eBjHABNCQMUrHQkDBAu0VDApvJ9Q1otNg6tNj+COUK6w"
    "Rl8V01ZkNaqk8q7J5NBzSX0Vx+aqArw6iVJy4riZ444zxxmcDhjeWmO81ZSYy/N3mWY7pA"
    "UwfOSvVQTesgNoeuoeqfbmxORgqBxnpUOopBX/jcX3iO9sufG9zL5s443GygSeZChScgPp"
    "kcSBZ0DZxlzF4CZQoXBaZUsCBwmU2ep7KlnahgpsuEeAH/8JnLaMJ4VvG5Xd0PGVYzVilk"
    "WA3YIJBhRYa1b0Ajw4oMaz/ZpljX0cM+JdQKesMIhwdCHlPzu03NTz+WBso5sR5CfdIoV/"
    "ykJlf8pJgrLk0pXZUvJdK/hHxM0UHKuF01R5eLdrOcFkS3gGlzbBDh94HfsaqGO5nzg3uJ"
    "v0U8tCH5d636fLNlkh6lXJbPhEqTEpmu3WeKkku0fKDlIhr5jqnu2+O5fA3HUbxlFGy5om"
    "sIgVzJhymSgHu6L8R3vvs0vLoh8mUQkOKlGo1H8QjijJxfX33+8uFiQC5++3j56UJd8Wb4"
    "94vRm+H531WEJ5n6fKFqRf5y/f4tAXgFXD65lHwe8LEPyKeL9xfDzxfRiG/QHh3ej4G6pP"
    "zUbt5fqOuJ6IJp2UPy7vLX+JahZ3M5hqaeYqWKTvpsKs/JaXRcJDmNUgiQ5DRAF0PmbU9A"
    "q4VaE+a0DILcAGRwfGlinBJB2+1+hEFr0IE3Gd/D13f3RA8SyA9IYyLLhixbn1Zqblmh77"
    "ciYHKiyLMhB1PBwQhlPxe5Fzg+qOVc5IjGRW+Wciz3VCMK6IosiOO9TtVUfCbI83Eq7GIM"
    "gU8quCndikIVtKHTaVnRm93fAEkGM9ZDJBkM2IqANXR1QN4I9BDe49OXTeyG05fVhgOcy0"
    "eNC7HicjmfUTHTQbog2EfEu+gp4nNXq2dLMr6X+O7aEMYG6OiLf3Do0UbYiY0wZL5jzQ5K"
    "rIT4TK2dQLdj7jMUqid2x8p4JRNXuuyUcHDxGmOuKr6TZhHVqndlIa3qpb26klYvdtDT00"
    "Y64WmNTnhacO3Jj0oD4Xh4D9HtpLG2vGMQR5ZkEf7b5+urih1zK5LfLh0rIP8kriMeI19f"
    "Ay6AkdkjE0yffxj+lof7/P31m/zmBxd489BZhv/6//SvuW4="
)
