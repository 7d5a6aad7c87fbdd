"""The provider's own tables. Times are milliseconds since 1970, amounts minor units; no card number has a column.

A file of an earlier version lacks the columns of `ADDED`; `store` gives it them.
"""

ADDED = (
    ("payments", "customer_id", "TEXT REFERENCES customers (id)"),
    ("payments", "method_id", "TEXT REFERENCES saved_methods (id)"),
    ("payments", "save", "INTEGER NOT NULL DEFAULT 0"),
    ("payments", "off_session", "INTEGER NOT NULL DEFAULT 0"),
    ("payments", "refunded", "INTEGER NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND amount)"),
    ("events", "refund_id", "TEXT"),
    ("journal", "refund_id", "TEXT"),
)

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    id TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    publishable_key TEXT NOT NULL UNIQUE,
    webhook_secret TEXT NOT NULL,
    webhook_url TEXT,
    origins TEXT NOT NULL,
    clock_offset_ms INTEGER NOT NULL DEFAULT 0,
    last_sequence INTEGER NOT NULL DEFAULT 0,
    hold INTEGER NOT NULL DEFAULT 0,
    copies INTEGER NOT NULL DEFAULT 1 CHECK (copies >= 1),
    drops INTEGER NOT NULL DEFAULT 0,
    tampers INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE IF NOT EXISTS tokens (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    outcome TEXT NOT NULL,
    brand TEXT NOT NULL,
    last4 TEXT NOT NULL CHECK (length(last4) = 4),
    exp_month INTEGER NOT NULL,
    exp_year INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE IF NOT EXISTS customers (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS saved_methods (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    customer_id TEXT NOT NULL REFERENCES customers (id),
    outcome TEXT NOT NULL,
    brand TEXT NOT NULL,
    last4 TEXT NOT NULL CHECK (length(last4) = 4),
    exp_month INTEGER NOT NULL,
    exp_year INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    removed_ms INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS saved_methods_customer ON saved_methods (customer_id);

CREATE TABLE IF NOT EXISTS payments (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    reference TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    description TEXT NOT NULL,
    metadata TEXT NOT NULL,
    return_url TEXT,
    status TEXT NOT NULL CHECK (
        status IN ('requires_action', 'processing', 'succeeded', 'failed', 'canceled', 'expired')
    ),
    outcome TEXT NOT NULL,
    decline_code TEXT CHECK ((decline_code IS NOT NULL) = (status = 'failed')),
    brand TEXT NOT NULL,
    last4 TEXT NOT NULL,
    exp_month INTEGER NOT NULL,
    exp_year INTEGER NOT NULL,
    challenge_secret TEXT NOT NULL,
    due_ms INTEGER,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    succeeded_ms INTEGER,
    version INTEGER NOT NULL DEFAULT 1,
    customer_id TEXT REFERENCES customers (id),
    method_id TEXT REFERENCES saved_methods (id),
    save INTEGER NOT NULL DEFAULT 0,
    off_session INTEGER NOT NULL DEFAULT 0,
    refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND amount),
    UNIQUE (account_id, reference)
) STRICT;
CREATE INDEX IF NOT EXISTS payments_due ON payments (due_ms) WHERE status IN ('requires_action', 'processing');

CREATE TABLE IF NOT EXISTS refunds (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    payment_id TEXT NOT NULL REFERENCES payments (id),
    reference TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    reason TEXT NOT NULL,
    metadata TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'succeeded', 'failed')),
    failure_code TEXT CHECK ((failure_code IS NOT NULL) = (status = 'failed')),
    due_ms INTEGER,
    becomes TEXT CHECK ((becomes IS NULL) = (due_ms IS NULL) AND becomes IN ('succeeded', 'failed')),
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (account_id, reference)
) STRICT;
CREATE INDEX IF NOT EXISTS refunds_due ON refunds (due_ms) WHERE due_ms IS NOT NULL;
CREATE INDEX IF NOT EXISTS refunds_payment ON refunds (payment_id);

CREATE TABLE IF NOT EXISTS idempotency_keys (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (account_id, key)
) STRICT;

CREATE TABLE IF NOT EXISTS events (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    sequence INTEGER NOT NULL,
    type TEXT NOT NULL,
    payment_id TEXT NOT NULL,
    body BLOB NOT NULL,
    created_ms INTEGER NOT NULL,
    refund_id TEXT,
    UNIQUE (account_id, sequence)
) STRICT;

CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL REFERENCES events (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    state TEXT NOT NULL CHECK (state IN ('pending', 'held', 'delivered', 'dropped', 'given_up')),
    position INTEGER NOT NULL,
    tamper INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_answer INTEGER,
    created_ms INTEGER NOT NULL,
    next_ms INTEGER NOT NULL,
    lease_owner TEXT,
    lease_until_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (next_ms) WHERE state = 'pending';

CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    endpoint TEXT NOT NULL,
    remaining INTEGER NOT NULL,
    effect TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    at_ms INTEGER NOT NULL,
    endpoint TEXT NOT NULL,
    idempotency_key TEXT,
    reference TEXT,
    payment_id TEXT,
    amount INTEGER,
    currency TEXT,
    status INTEGER NOT NULL,
    result TEXT NOT NULL,
    fault TEXT,
    refund_id TEXT
) STRICT;
"""
