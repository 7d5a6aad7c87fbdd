"""The life of subscriptions: trials, changes to come, collecting, how a merchant bills, test clocks (sqlite)."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
-- Running a script ends the transaction it is started in. This one stays open for the row that says it was applied.
BEGIN IMMEDIATE;

-- A clock that stands still until it is advanced: for the customers who are tied to it.
CREATE TABLE test_clocks (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    name VARCHAR(200) NOT NULL,
    now_at TIMESTAMP NOT NULL,
    target_at TIMESTAMP,
    status VARCHAR(20) NOT NULL,
    last_error VARCHAR(500),
    version INT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT test_clocks_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT test_clocks_status CHECK (status IN ('READY', 'ADVANCING')),
    CONSTRAINT test_clocks_target CHECK ((status = 'ADVANCING') = (target_at IS NOT NULL)),
    CONSTRAINT test_clocks_version CHECK (version > 0)
);

CREATE TABLE customers_rebuilt (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    email VARCHAR(254) NOT NULL,
    name VARCHAR(200) NOT NULL,
    locale VARCHAR(20) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    external_id VARCHAR(100),
    created_at TIMESTAMP NOT NULL,
    test_clock_id VARCHAR(40),
    CONSTRAINT customers_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    FOREIGN KEY (merchant_id, test_clock_id) REFERENCES test_clocks (merchant_id, id),
    CONSTRAINT customers_currency CHECK (length(currency) = 3 AND currency = upper(currency))
);
INSERT INTO customers_rebuilt SELECT *, NULL FROM customers;
DROP TABLE customers;
ALTER TABLE customers_rebuilt RENAME TO customers;
CREATE UNIQUE INDEX customers_external_id ON customers (merchant_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX customers_test_clock ON customers (test_clock_id) WHERE test_clock_id IS NOT NULL;

-- billed_until is where the last invoiced period ends; due_at when the next thing happens by itself.
CREATE TABLE subscriptions_rebuilt (
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
    trial_start TIMESTAMP,
    trial_end TIMESTAMP,
    billed_until TIMESTAMP,
    cancel_at TIMESTAMP,
    ended_at TIMESTAMP,
    paused_at TIMESTAMP,
    resume_at TIMESTAMP,
    past_due_at TIMESTAMP,
    collection VARCHAR(10) NOT NULL,
    payment_method_id VARCHAR(40),
    due_at TIMESTAMP,
    stuck_reason VARCHAR(500),
    created_at TIMESTAMP NOT NULL,
    version INT NOT NULL,
    CONSTRAINT subscriptions_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, payment_method_id) REFERENCES payment_methods (merchant_id, id),
    FOREIGN KEY (merchant_id, product_id, plan_id) REFERENCES plans (merchant_id, product_id, id),
    CONSTRAINT subscriptions_status CHECK (status IN ('INCOMPLETE', 'INCOMPLETE_EXPIRED', 'TRIALING', 'ACTIVE', 'PAST_DUE', 'PAUSED', 'SUSPENDED', 'CANCELED', 'EXPIRED')),
    CONSTRAINT subscriptions_quantity CHECK (quantity > 0),
    CONSTRAINT subscriptions_price CHECK (unit_price_minor >= 0),
    CONSTRAINT subscriptions_version CHECK (version > 0),
    CONSTRAINT subscriptions_period CHECK ((period_start IS NULL AND period_end IS NULL) OR (period_start < period_end)),
    CONSTRAINT subscriptions_collection CHECK (collection IN ('METHOD', 'BALANCE', 'INVOICE')),
    CONSTRAINT subscriptions_trial CHECK ((trial_start IS NULL AND trial_end IS NULL) OR trial_start < trial_end),
    CONSTRAINT subscriptions_ended CHECK ((status IN ('INCOMPLETE_EXPIRED', 'CANCELED', 'EXPIRED')) = (ended_at IS NOT NULL)),
    CONSTRAINT subscriptions_quiet CHECK (ended_at IS NULL OR due_at IS NULL),
    CONSTRAINT subscriptions_paused CHECK ((status = 'PAUSED') = (paused_at IS NOT NULL) AND (resume_at IS NULL OR paused_at IS NOT NULL)),
    CONSTRAINT subscriptions_past_due CHECK ((status = 'PAST_DUE') = (past_due_at IS NOT NULL))
);
INSERT INTO subscriptions_rebuilt (
    id, merchant_id, customer_id, product_id, plan_id, quantity, currency, unit_price_minor, status, anchor_at, period_start, period_end, auto_renew, activated_at, canceled_at, created_at, version, collection, billed_until, due_at, ended_at
)
SELECT
    id, merchant_id, customer_id, product_id, plan_id, quantity, currency, unit_price_minor, status, anchor_at, period_start, period_end, auto_renew, activated_at, canceled_at, created_at, version, CASE WHEN period_end IS NULL THEN 'BALANCE' ELSE 'INVOICE' END, period_end, CASE WHEN status IN ('INCOMPLETE', 'TRIALING', 'ACTIVE', 'PAST_DUE', 'PAUSED') AND period_end IS NOT NULL THEN created_at END, CASE WHEN status IN ('INCOMPLETE_EXPIRED', 'CANCELED', 'EXPIRED') THEN coalesce(canceled_at, created_at) END
FROM subscriptions;
DROP TABLE subscriptions;
ALTER TABLE subscriptions_rebuilt RENAME TO subscriptions;
CREATE UNIQUE INDEX subscriptions_one_live ON subscriptions (merchant_id, customer_id, product_id)
    WHERE status IN ('INCOMPLETE', 'TRIALING', 'ACTIVE', 'PAST_DUE', 'PAUSED', 'SUSPENDED');
CREATE INDEX subscriptions_customer ON subscriptions (merchant_id, customer_id, id);
CREATE INDEX subscriptions_due ON subscriptions (due_at) WHERE due_at IS NOT NULL;

-- How a merchant bills: written with the merchant, changed by staff. retry_days count from the first failure.
CREATE TABLE billing_policies (
    merchant_id VARCHAR(40) NOT NULL PRIMARY KEY,
    retry_days JSON NOT NULL,
    final_action VARCHAR(20) NOT NULL,
    grace_days INT NOT NULL,
    invoice_ahead_days INT NOT NULL,
    upgrade_timing VARCHAR(20) NOT NULL,
    downgrade_timing VARCHAR(20) NOT NULL,
    version INT NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT billing_policies_final_action CHECK (final_action IN ('CANCEL', 'PAUSE', 'LEAVE')),
    CONSTRAINT billing_policies_days CHECK (grace_days BETWEEN 0 AND 365 AND invoice_ahead_days BETWEEN 0 AND 60),
    CONSTRAINT billing_policies_timing CHECK (upgrade_timing IN ('NOW', 'PERIOD_END') AND downgrade_timing IN ('NOW', 'PERIOD_END')),
    CONSTRAINT billing_policies_version CHECK (version > 0)
);
INSERT INTO billing_policies
SELECT id, '[1, 3, 7, 14]', 'CANCEL', 7, 5, 'NOW', 'PERIOD_END', 1, created_at FROM merchants;

-- One trial for each customer and product, ever.
CREATE TABLE trials (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    product_id VARCHAR(40) NOT NULL,
    subscription_id VARCHAR(40) NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT trials_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, product_id) REFERENCES products (merchant_id, id),
    FOREIGN KEY (merchant_id, subscription_id) REFERENCES subscriptions (merchant_id, id),
    CONSTRAINT trials_once UNIQUE (merchant_id, customer_id, product_id)
);

-- What a subscription will become: at an instant, or when the invoice of the change is paid. Ended rows are its history.
CREATE TABLE subscription_changes (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    subscription_id VARCHAR(40) NOT NULL,
    plan_id VARCHAR(40) NOT NULL,
    quantity INT NOT NULL,
    unit_price_minor BIGINT NOT NULL,
    addons JSON NOT NULL,
    effective_at TIMESTAMP NOT NULL,
    new_anchor INT NOT NULL,
    invoice_id VARCHAR(40),
    status VARCHAR(20) NOT NULL,
    created_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    CONSTRAINT subscription_changes_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, subscription_id) REFERENCES subscriptions (merchant_id, id),
    FOREIGN KEY (merchant_id, plan_id) REFERENCES plans (merchant_id, id),
    FOREIGN KEY (merchant_id, invoice_id) REFERENCES invoices (merchant_id, id),
    CONSTRAINT subscription_changes_status CHECK (status IN ('SCHEDULED', 'AWAITING_PAYMENT', 'APPLIED', 'DROPPED')),
    CONSTRAINT subscription_changes_amounts CHECK (quantity > 0 AND unit_price_minor >= 0),
    CONSTRAINT subscription_changes_paid CHECK (status <> 'AWAITING_PAYMENT' OR invoice_id IS NOT NULL),
    CONSTRAINT subscription_changes_ended CHECK ((status IN ('APPLIED', 'DROPPED')) = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX subscription_changes_one_open ON subscription_changes (subscription_id)
    WHERE status IN ('SCHEDULED', 'AWAITING_PAYMENT');
CREATE UNIQUE INDEX subscription_changes_invoice ON subscription_changes (invoice_id) WHERE invoice_id IS NOT NULL;

-- Collecting a renewal's invoice by itself: the tries, and what is done when they all failed.
CREATE TABLE collections (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    subscription_id VARCHAR(40) NOT NULL,
    invoice_id VARCHAR(40) NOT NULL,
    payment_id VARCHAR(40),
    status VARCHAR(20) NOT NULL,
    wants VARCHAR(20),
    tries INT NOT NULL,
    first_failed_at TIMESTAMP,
    next_try_at TIMESTAMP,
    last_reason VARCHAR(300),
    version INT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT collections_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, subscription_id) REFERENCES subscriptions (merchant_id, id),
    FOREIGN KEY (merchant_id, invoice_id) REFERENCES invoices (merchant_id, id),
    FOREIGN KEY (merchant_id, payment_id) REFERENCES payments (merchant_id, id),
    CONSTRAINT collections_invoice UNIQUE (invoice_id),
    CONSTRAINT collections_status CHECK (status IN ('OPEN', 'PAID', 'GAVE_UP')),
    CONSTRAINT collections_wants CHECK (wants IN ('METHOD', 'AUTHENTICATION', 'PAYMENT')),
    CONSTRAINT collections_ended CHECK (status = 'OPEN' OR (payment_id IS NULL AND next_try_at IS NULL)),
    CONSTRAINT collections_counts CHECK (tries >= 0 AND version > 0)
);
CREATE INDEX collections_due ON collections (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX collections_subscription ON collections (subscription_id) WHERE status = 'OPEN';
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
-- Rebuilt tables are referred to meanwhile; between transactions this takes effect.
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;

DROP TABLE collections;
DROP TABLE subscription_changes;
DROP TABLE trials;
DROP TABLE billing_policies;
CREATE TABLE subscriptions_before (
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
INSERT INTO subscriptions_before SELECT id, merchant_id, customer_id, product_id, plan_id, quantity, currency, unit_price_minor, status, anchor_at, period_start, period_end, auto_renew, activated_at, canceled_at, created_at, version FROM subscriptions;
DROP TABLE subscriptions;
ALTER TABLE subscriptions_before RENAME TO subscriptions;
CREATE UNIQUE INDEX subscriptions_one_live ON subscriptions (merchant_id, customer_id, product_id)
    WHERE status IN ('INCOMPLETE', 'TRIALING', 'ACTIVE', 'PAST_DUE', 'PAUSED', 'SUSPENDED');
CREATE INDEX subscriptions_customer ON subscriptions (merchant_id, customer_id, id);
CREATE TABLE customers_before (
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
INSERT INTO customers_before SELECT id, merchant_id, email, name, locale, currency, external_id, created_at FROM customers;
DROP TABLE customers;
ALTER TABLE customers_before RENAME TO customers;
CREATE UNIQUE INDEX customers_external_id ON customers (merchant_id, external_id) WHERE external_id IS NOT NULL;
DROP TABLE test_clocks;
COMMIT;
PRAGMA foreign_keys = ON;
"""


MODELS_STATE = (
    "eJztfW1z2ziW7l9B+UuSvYo3tqP03Lh2q+TEN+2ZxE4lznTvbrYkSIQstilCTZBWtDvz3y"
    "8OQEp8N8FIMkyfD13tkDgk9YAEznnO2/8eiD89N2SHA8fh/sFb8r8HPp0z+Uf2RI8c0MVi"
    "cxgOhHTsqZEUhgg1ZizCgE5CeXRKPcHkIYeJSeAuQldd/mDgE/ZDjiF8SrjPyMKj/iGIOn"
    "wiZV3/pnZU5Lt/RmwY8hsWzlggx/7Xf8vDru+wH0wk/1zcDqcu85zM73EduIA6PgxXC3Xs"
    "3YwG/0+NhCcYDyfci+b+ZvRiFc64vx4uHxCO3jCfBTRkTupn+pHnxXgkh/SzygNhELH1Qz"
    "qbAw6b0sgDsEBaP8Hm2MFweHl1Pfx6fj0cHhSATCRSqMWHJnIuJHSuHwr1++f0x9Bj/k04"
    "k/98/eqf+j4bHPQouOHfB1/e/Tr48vz1qxdwQy5nUk/wZXzmWJ36p7oEDam+iEJ9A/OcBZ"
    "MZ9cOhGd45se0AnxzYIL95Kx8t9Buo4aswhDklghA3gHjCHWaCbzK+g+D2m4Dbrwa3XwBX"
    "/d8A3GR8B8E9ftUEXTmqEl51LvfySiRvzF7ftUQnMW4EcQ3CeYDh8n9Gctdyw1UR5gs/rN"
    "jrcmI5rOXTN8A61iGsgfoGHuLl8dHrX17/5eTN67/IIeo510d+qUH/4vI6B+2U0TAKmCjC"
    "+tevV5fluKZlcpg67iQk/yCeK5pga9t7XIMcoAFXngupmKff1+efBr/nX+V3H6/OFDhchD"
    "eBuoq6wFkO/JuAwp0NoN9IIPA/Abw876pnbL6YpEVaLSS2Yb7tlYRKw8K9Y86QhkVY30tc"
    "QnfOyrHNieZf7Vj2MPnj8a3aNUBeX3w6/3o9+PQ585K/H1yfw5ljdXSVO/r8Te7FX1+E/H"
    "Zx/SuBf5L/vLo8z38L63HX/3kAz0SjkA99vhxSJ41Jcjg5lNV2Aga4t5jmrOQWZtm2T+qx"
    "TzNwOtPbFN0AB8Z0crukgTMsnOHHvGps8dT8eJ4/Qn16oyYJ0ITnTKgw+VzXfPFtcVDGk6"
    "1P9mq5MvhtIV8Mo0VTxoxMIhHyOQueCcIDhwUk5ERr6oSSW7YIyYKu5swPyZzJd9chyxnz"
    "SThjZEylvT9hcGlPkDHz+JKMwpmcjhmXr8Lc9XkwKqHfdn7L7/53fxRfYug6I+IKJZ1c1f"
    "XJ1HNvZuEpGfnsRzgMg5X8PtU4wUJ5O9eDR5GH4ZATsUMyIPI7FtyHZx3DpSLBHDirnjeS"
    "6rb33YebJD8OfpF/w/Sd1c9EjtEiFgY5RhsIsPhbMYQ6J4ZQN4I6CJg/KWES6nDeyHQQ5J"
    "MGGJ9UQnySR5j58KtLXuQzzj1G/XKMU1I5iMdS7BFiXAPq2dXVx4wmeHZxnYP326ez8y/P"
    "jxTqsYJTanfl9vwS0N2bSqu2RLhLxu3/PT4+Ofnl+NXJm7/0X//yS/8vr9ZWbvFUnbl7dv"
    "EBkM/MUIkJPOdS/WkzD3lJnITWk5Bou1phNvXblQl3cMHfgZN0bWS0wfsngLaM6tk1zlPq"
    "euWEfeXikhbp0sKyNeoyZfmaclo5UaQubeO0smsUUBVDTV+YLVM5we6tVCeNPOMnNZ7xk6"
    "Jn/I4FwszNkpLApapkqUL2/UmsVNHCaTnNWUmcZuum2RIny5n2H/zKc9R6yelenaMl9kMM"
    "gURo7GlZ0CCEmGO6dmOEMxoSn4czOfWESTEypysiFsx3tEuBuGHslAg95pDnUx4Q6nlwFT"
    "fsEfkvjwnxAv4ImCc3auaUOVz2eGf0b9hhO6F/wwKzFf0be4OaTiaKTDRDOiuFQKMjyQJH"
    "EhLqFhDqseLTZhYKoh0Kwd73LIQ0jEpY3+qlZiPRwYVm+0kG6ccyQDkn1kGod8IMRsJYF0"
    "yJdI9+3YF2gkxhVymkzDR7XLSb5bQg+q1sm2O7aMLrgPqCTuJJqGIL06N6TUjDcCPQkDu8"
    "8hmZ8zumopcVj5cKoY4v2yNUxxqvA5DlguYI4oaHZLAAYu8l971VkR7c5sVV5PXGqF5HXk"
    "t1+EYKxWcI9R0y8qP5mAUjog4JctQjxz1yQg4PD8nSBWJSX53oHKQ7RrR1Q+TbLuKw6uTp"
    "vvvqignAdBrKTVMHg8MTLIHsdEMykfNHQn5IRvGuuokMZwHEdi9nnDiuI8eeEjZfhCuiaE"
    "/yBx+rYhFRIJDktGjfR5LTBpULSU4kOTsGNJKcuyY59e5vRqxtZJDYbE2pmceB/WQAmHWw"
    "I6X2QCvILig1dJZYsKaUGF5mc1FxAZyS1lOiLe4012CoNVZeoIMr0/YVSGT6MfWmGzi7/h"
    "135dJsSFxlpBDn+3EW0Xj9XIZgl4gi4vcjzifKZG/jRsqJorcQPUkVniTX8yTMn7nnTlYH"
    "ZU6kzIBerf9IDx0uYKzLDHxH4MVgdDIjCb99SEYBgwQ+h65E7IIh04DPlTdk6gZC/lMnUC"
    "qXkE/iBf2ZkIM9jymFsNyXtMub/YTjxSaPwJNyxWzmvoh7dc3HrBTWffyJuo9T16fecOOh"
    "bvrq5+U6aPhtn/27kaNYxdteSX9khbrEemwtBTQxKOiMUccU33JhxLkE52ghX0ZHbrHuHG"
    "5rsFwUJXHBaOIu4Eu/LeRlsgh6A9AxRX/76wbmbqMpvUtT+t3aFDwosaNTZ3t1RvTGoGxj"
    "P8eKhE6fdtfmKXPIeEXcUDBvKq3dJqVn77Gdt3gjFZOZL3OrKurqFG+P81t5XXkfeiPf2b"
    "dQ4VaOVDne8s8bCL2MFodkAL45Qtem+mgJVflHREh1SodYLnnkOWTGvMVbiMjkYKKTT+fX"
    "v1697yUPp6JKB9+ufz2/vL54N7i+uLpUd6Lk8+A/PsmD8AOlwe0ckqvP55dKzpfnLt7DqA"
    "+Dv58Pv33GIMxHYfnbRLk89HaLQZhdgdoCR81Tg/zBfJBPDWh0qu9pDcG85t0a+MvyHlPV"
    "+C4rWkx14PXdPrry7ka1WNfjkTop60YHHtAhmFWt+JMScUxstY1DwcK7T2+ePSq/S/N0i5"
    "xY9/YjLLr7KLYlLKXxJFYpdNx0dpptcdzEJONBmdsmOderddrEoxqX2h1HKxb0CERMQpc+"
    "n3CfkVGSoTs6JL+54Qw6/DERkonHJ7c9Ai/pulqE8rsoz4Zyyci9YqVr5fIpeCTcuBBErs"
    "7uvm6Lrg87CB10fVjApbG5NH1NQF4LdBDe4/7rJmRP/3U12wPncrn6VG/fTQFOxncR30a2"
    "y3GN7XJctF3kRkA9I4Q3Ep3EeNt8JZbz2HU5D/YjZAGEi5vtdzmx7nEdR43Wi6Oa9eKouF"
    "6A+jhU6qMh3AXB7gGOJUXRQH5sBvL5HfPDgxLrWJ/o1ZnGDIaYhDLKEWCZ6nA8aYaGzBfs"
    "kIwEk6+UP2EqPFAXP9SNYGBkwDy6Irr+ElR9JKpQh64Iyedz6AgDNRt5FJIbuiixjfd7a7"
    "SP7VhE0T62YP9Kvq4izvVNDDZS2L+gOBXNqvAoyEwUtHh8B1/snWjCIhr/wSamq0hWqoNY"
    "dyq+2LaFZMdI79+RbRvAW/ZjL+jK47Tkta0uPpASwcoDP1F5IAAlQpguz1mpDi7PO9kKsZ"
    "oREhUH+yAqvoYBo/ODKroiPt27l7QYCjWyIXdxDV0kgDTQTIBKS4RCQYSu6ww9E0Rfsqca"
    "TISJBDjhlWN9SQVZRGO5eM+YA7mNHuQ2xkk5QC8UeYv93BZSNOFOAV8+g4TMyS2Z01sm1D"
    "U0AQLpmTpWIH4STfyc6rgBz5WDxyxcMqb5lXDJgUzZ3FbldsbcCSWTgIoZVlSyWiWsJk9U"
    "hGg7s74g2qXQxz0b9+uPq+VclMvjhBhNiCU74wc5N0u6GuhWG2WbY25E7f54o8cO484djc"
    "Pe5CxM3ZsoUMFnIlSd3lVHp/iCZOFFN65/SAaep1q7yzkUhAZyN2LUU5uT3gZO173hdeDZ"
    "XPeCp7Byy2csi33b672R4Ld9j7JJOXjoxXDHjFH8gZnAnBLpIMT9JhD3qyHuFyO06JgZxR"
    "iuBToI705i4ObcMfKUJOM7iO9RM3aohhwqRGf58MNLFuIzzj1G/YrgrI1UDuWxFHuEMNcp"
    "mFdXHzME0NlFTt28/Pbp7FzirmCPdbZSsyDRbYZarymCfs1+1HSOz4l24v2uo9/Of7+u55"
    "3X7NvHq8sPyfA8GZ2zzFTLUCMnSlqkSyYYpgMiu/xI2OXYQq6Mhsuc7zWxn02C4wZA646l"
    "ue2QJRvPOL99JlTI2ltyxwJX/ganR0TIwcDlYNyua/U9j830HnGYEy0YuWWrFz0iH89zdc"
    "E+1UG4xGjeyy3RVrbDYENb2R5bediuk265NALfAHi9Tg3lOmUCeFaqg0Af9/uN8vX6Nfl6"
    "/TzWt/KnmaCcjO8gvrvJvwkiUaIF14R1JgIdRHj72XpxeKYJwCmR/UGc1D082NObvG1WKG"
    "BTFpS7LeuCs1JC3Yvn3Ml6zKNg2ArsgiAC3gjwiUfdeRn1Vh3ymRL5qZBPy8Ded8TnmDsl"
    "Cl4145mM78TGuG+aE6vI7lgT4VE44Wa1L1Ii3Vus+4206X6NNt0v06axmOz2aHosLtpdnh"
    "7D/Z/gRAdswty7VhOdE8WJtm6iLfG8XThsvuAhlDv6GyttU50b0avzvrmbscDcNvS/jcSE"
    "L1jcnIqTSDCdSyGvcAoNpHVO2IyK2UjnPEx5oE4I+UaN1FDXETrjYtNXWl6G6ODSovttL3"
    "dE75sdngj0vlngBFIfnJG9mgggvA3gNXSuoVfNjMVdACCGPdQzQh1E+k2Tl/hN9Uv8psQr"
    "sdl3zRwTWbkugt2ktuub6tKubwqVXbUuY8KTbySwMsJP8OQYTdlmKtCmM7DpdPfDgzJjLj"
    "7Vq7Xi9KCG1ttvM5WgntT7IXzJxCGBnHbQu8dUGkUzLh+bjOgcQqeIEzHyb9JICqlHXpIF"
    "dR35P/luOy40Of73fyOvRkWLbWd3QSvNDl0WrTQLzAhdYMIE5Y1E93xenaql9tReZQt6NT"
    "+xl1vauy53hiKkgbFqm5dFD6Rtui1Gn2DXiocEectdK+Qar2yD4dz1eYnGU1sguSDbpXiU"
    "PZdSclyhM2paTERRFiei9USE8mtrMQcZMYS/PfxtVyNcirZW1Y26TpsZyMrhBLSegISeaz"
    "MJRVmciNYT4QoRtXJRZATRiLPZiHMi1mKCN1I4uzbPrtqTzKc3JYbza/P8ohf5SUzz/luC"
    "2Dab28iSscsv/w4oC+VprnLPJyN6Dbz0w4kebFBMH7J9SCxO4pryql5v4jLtkZDeMp9Ecs"
    "qhZnzAl0S3rBdcBz0nTflm9E5egkP/vfIK+ju8F9avt9UnVO3LV4lmVV7mOvMuJ9ilpe3p"
    "lEqPl7ePrs9qVj91utHS58mRBg1QYbhq1DGTa4yru3NM+HwRyTfmrVyA5KFFAOvUD/JnJD"
    "9zN1zJP+VLBy8VD8i/Eof5fO768K+eXKlgzdL12crbnu76hhi7ZPt6Z9NG89Cr3Y7DD5JF"
    "wfDNzkgh0E3iPLDE7tZz99OPYfD25sQ6+PrupO6EDhFu42XIS3bpZd63tw3DxZ4IiRXPFi"
    "srTdlonllpkUqcZatmGcyZoTJn2iysZdK4uLZeXBNz0kBHS4t0Cfnt1VdK7HITDS0j1EH9"
    "bBfloteUh5kqnBFDqBtArQgleAADnNMyHQR5O7HclvCtH5lzw4KazpTZAb06ztVTQw37Ug"
    "IJGktAZ4rnUG68R/hSviA9kgSsvzgkozH1oG2k3vtVXZ5btlBldzYpn/EYaI3srd6SOffZ"
    "iiwZpIKqZpHlHOz+bg+tnK+m6STVWISMZvAuxRefUN/n8nkYEQsG/q+R6syrfRvytIKXuP"
    "K/RFyC7AuJswRV6E7To9jLO4Jx333gCm+YQE7YolUWOWELNjhsh7DJn2kC7kk1uCfFErmw"
    "jhq+xGmZDoK8i4xhzATbbSZYZu83Iy0Koq3sZss4qYchLDYaktkUZOX2x1u86hT6KQ3UDP"
    "6cIOLfDv/KMM867B8k0rNbuGMUdeWEPHbXhFUUzLkfBqXFldOnew3oF+aveyA0jHljNyl+"
    "g05DeZENywG1iwtshRpE3LBHljMWKHJjzaLcMrYABqQq4G2Xd0Nmww7jBJkNC+zCFCdoiH"
    "ZREgFvAHi7trHYLhYZD+sYDwx/s8D0KFGS2pFPuQsgBfUIE2O0GfA54Hx6UGkl6NNNrIQF"
    "jDQxEji/JfxO5d8lytgzQcbysOipdD3Pg/+Bm5M8H7liOJXPP3pBuErmUx1SJvKRiXCVv1"
    "Kq8EAMqetWGAq7vCM4YkeTGZvcSgNdrleutzY/fLZkMEzhlHas6lRDSNCBSzCH0PCUsPki"
    "XIFdAqfBOIHzPtgj5JKTO5d7qsC/eAunv/vq6Ym0S0n00xmKaLFsUblAi8UCvY6KoV6+TG"
    "i2tRAybNYxbBmlPb3aGmnueUGstNsg1U1vhyX6Iuceo37FJrGRyoEsNy6vWx/Q2dXVx8y3"
    "c3aR76r87dPZ+ZfnRwr2WJUqVdTT0VdmGnpeEq2l1tZSivdujn9KCKFv75tcq7lF9KubBW"
    "WlsGGQYcMgq+zS6806dlBpnaYH9RrYqPnFsVnpGsGop+vHCBbCH/E3fkh+C9wwlIaa9ieB"
    "3aissk17mIBNI8EgspZEvseEMghXRERzEnLyPywo6RO6n1uimWiHgoVmogW6LXayjKE96j"
    "fBVo6qBFedK5S9/4NNTN/jrFQHsd5FFhsWdKiIQ28WiF4XiV4MRZ8oD2CbQK6cKPJM1vFM"
    "lujCn+LNvEwFXp+r1XwTdaChvjsgUrmUww/JCN68/+F+0rEeXBGQIDah8rNyaCAtqTsmTo"
    "kr5x2uT6gc8O36HWF3LFip8UXddvuXRz3Wjl2oWo+dcMeoCXsyvoP7UCPtqka5KupW6v8G"
    "4CbjOwjucaNN/rhmkz8ubvLJKmWCcVqmgzhvvy14/MDDNlFYZbIdBH3L0ViYg4Ca624118"
    "90NWflimtyqlZvXehBBgFFcgKlAJCc8m312CQk1Cc6ePCQfGFTXcdWKpvrwz0CRREogUaR"
    "7JSMJnQRRgFzUukDKuhHvvKet1KxP+WRRfu5NYQYDUgMDJkGfK6Y3zgmTxdp8DnhoAf3yE"
    "yFDZEbef0lXSXpDYdkIB9BvjNzGroT+cSLl9GCwATpWCUeQEX0MZvJr0/q4/Keo0io7Ol1"
    "ONOCBYL78vE4UbXw4Jet45agegUlf/AxkNY8CrA+xONQ0pFsxn7c3YP6wcozP7HYoHiTGb"
    "bLVymXRtwbhDeC8if38GG0MM0RKkgi3vfjHatCJkCnRBDhxitJi+Wjo5vi9ilDrE+15cKL"
    "mbLTUSCNeCO6MCWCEDeAGHM1MVfzCYTAZhkhs2koyuJEtJ6IIObv2kxEURYn4icnYrhgqh"
    "Z0++koXgEnpfWkAIEdlUTp1wT2rSU6uBNvX91J2BH57jLQYYx0y1Lh7tmhx/1+E9j7/Wrc"
    "4Vy++IoqVxMFJTlv1+xHlQaUkeoC1HUO0fPfrzO+0ELqydof+vHq8kMyPJ+PUoo7+7FwAy"
    "ZauKhLL4B9fGxzVGcjQCbQt1SuU1SYBi/nJbvwze0+UlyjRp0712xHKUp2D+8dcBYQTzEO"
    "qBnzlpXqHs7bLw+vEIOiLK+NcV5LdQ/nJgF71fF6hXA9DB57EntytHBaTnNWEqfZ6mmuLA"
    "NuVw3w3RMnP9Wzz66oy0EYQjjeQXXwZTKi1yAGU37HarBBLGYYrA7JyHWkGA/B8TK8ZSsV"
    "QeiwwL1jziZ80XVOyWgK3MSIiJAvBKFkEfCJzlynUF5NhCo1yGOQ364El4Ebyiktj8bc58"
    "0xstEO0wYjGy2wKpP1wgzprBQCjXGN1uBsTVzjU3vBq9oCVeqkD9EOyHKVFL10eyT4ctqm"
    "mWZXEO0g5NvPGhU8CuRuBqWyWMm6XO2iKwh2YSvct5cuYGEUGHtHs1KIuznuGA7wQOEACX"
    "bmW2lRsnuQv2myo76p3lHfVLoo0SWMLuGHx3v7GmOCmml5nLxc97A+alTI5aimkMtRsZCL"
    "ahrLgqAsZLQa7KxU96DuN4K6XwN1v6RmTnnV7JqS5R0smL01092XyvQwDFYt/LA5UQyBs9"
    "kPqxxMVb0s6uc5J4rzbPM8T8uNtsrVcVphp+HqqPZg7Z82/WJSYvi12Py1YKzZk5hmjDXr"
    "7DTbFRn1ickXJBuHUzqg1yQuaq7GGoRF3bJFSLTUKaHyT4gu4vKEavWxblMfF1qLX6VDMi"
    "ABm3MIXIKxIqQrQSiEKgV8qcu+SQkfCiOTSDCnPCpqj/fGoCg7yD0MirKAV8Vybxiu80SA"
    "b4F2RyHGqk2PyheTfPrJottm2UjLds9RsFOX+gPHMlj+tu8CeeNUVMxCNchCNU5AxdzTKl"
    "UjD21S1GHOfXn5AsTVbXnzcq3YdNuQ3jKZnoC0YtQk9jovhtAWoXXF+hkLwN7XQD0liD3U"
    "m/dQR9dBmwl4FJxyNhBZ0ZMtpjkriX5A22bZFs+BR/2DMocBHO/V+gnkiMZ9F6FJS8jJOF"
    "rpHGQnmkCbRGgtE9xRb/gvKoM53WVFWj4uzPty5k5mSb+XBQtcXuIC2MUNkOe3g4hDnt8C"
    "DjT+okyTnzNSCHQThwr2E8V+onuhmXfQT7S2RXt13lwXW7TvO3NurehIAEpshbq6CTnB7r"
    "F0R80yLmoSLoolKmLQlDPVgE0qCiKfVCQ3xlIxh/sZvMYpkU6sH7t2Csq7y7fQoSvDXJaU"
    "EIZsl7y6U0ahOUUJqn/9enVZFQS/kckTNe4kJP8gniseI7g1yAEa9Ztgfr/rZXkXuEAhfT"
    "ygcVPdptBvJBD4nwBennfLtb7KtSQtgitJyUpCg8nMbcf95kSR/LWN/EVPzpOYZls4/gAq"
    "F5SR/EFc0qCG5YchDWn+36CmKCXgGCBAsftE4vOS+2QisRTE9VWUfdKtrgcHVJMiAqanOC"
    "TnP+TlvVUStw+R+uGSA28vWFgk/Xd/O3QB2EGPogvAAmYavjNT/n8j0j1WaQcNrx2Hm0Kc"
    "lkGMmySsYH9V7K+6f7Nw3/1V0ahAo2LHRoXy7R+UmhX61D2GhRrU0LT4yiG5V04rEdxz3k"
    "q1X0Tj9YgeSUX06NYGEkShFX2ydMMZgRzeFVlEoPcJVjQmdnEDNB/s2P3RfLBB8cLAFgxs"
    "wcCWR4/2vgNbMDV4h1EA6GPqrp2A5uCTmGZLzMEvyjT6HJs/ByVWYW5Er8441IbWMLGmjP"
    "xPPolbQcWW3OjPSKrqbrgakTG9EboiVGzJAUF9SEY6CkRliCzhGuAKUm4laaTOXQE99aT9"
    "t/ETqfZ6fpVHan8P8N3/7mtZ9YWmUlxUuVTdBDB+liUVZEFdR1W1ghOx7coCRuJLoNFqke"
    "WERqsNRiuWt+qwe/GpQZzsQ0WMK10yaZEuuWO2FqWHIacPFHL6YF1CbQN+5+Xv1vqlqe2Y"
    "lUSGwDbTERmCJzHN9jAE8ofMrvktK604kTnfu4cdgJHSRpVDDQpUe65/G1vfPKRwhkiLyP"
    "XJ89GUzl1vJbeF0YtDcuV7K2Uif/118PK4/2YdHQr3Axsbqk2X16He/i3QHrdjQ0R73AJd"
    "JBLGtnhKBCFuAPF6mTIBOSOEMDeAWS30wxkVJXUeq3HOSnUQ6O030k7qN5ortllJVGytU2"
    "zRfnly0wxdWNr0URJIQzyK+Q3Yndzi2tW7TEviLNs2y/awEJGfNZOzZ3r3MA9yjAHloAUU"
    "I+B5Ooh8QYNQUwRxp61Dci0t/4Avwe6f8PncDeVLScZsygOmWIG4G4A6L69T1QRrVzeDMI"
    "PfXPlBRZBvm5yPO8kQNyRLeWEC8wMlOOEaiQP0mZCHPepP2CG5Sj2FDqGfUbixfAiWjOp9"
    "90fTgM+H8b91LpCKawgpMCPwCDFVEg8h9EZ+I2/JTE4/1PL0GPl8fvn+4vJDj9xAxMRyJu"
    "W+fnv37vz8/fn7QzJSgQ9Ddb0REXQlvvu6BmgSEZH7MYmh3iPjlQ6VkBeJe2yO4nTh+M4Q"
    "1yFXCxGSuURozNTzLmdcyFO+WLJAXp04nPg8/O7P6J2EZaRaoMoHCflC6NqlEyaERsiDNm"
    "bwUKoJLgFoyDJwQznpp/KHaNN2lLQ1W7BAcB/uR6i4jYNGXKSRbLIAkUaywPhOWhwahhtk"
    "pBBojJ+xCWpr2sNZpjfvPGkf050tSHfGrP4dZ/WLkIZRSZxTNb4biQ6iu/1UnEBq+GXZZd"
    "UAbyQ6CPBJozS+k5o0vpNiGl/RtDRbscvlcd1uvW6nTPHiTFSHUObEMI7yZ2qm2tGm0mqt"
    "cSddKqEt4pAFQdkiVN9McSPVPaj7jdb9fs263y+u+w8QNmI1yDsIZwjcsprXdZXES+tdP+"
    "rNc2tJBT77EQ7DYNXCDZYTRT+YbX6wzBYArP5Q5WqaznNOFOfZ5nmelutV1XZGhSqFq6Pa"
    "gLXrzfSLSYnh12Lz14KhXE9imqOF03Kas5I4zVZP8x0LhFlnkJQE7n/x/mdJ9NRX98a/8A"
    "dhCFVGDkqCqLIDenWxVEIOHbq+/IrV4KY1XgLu35AFFWLJA0dV+acqnCkpkMJezqnrQXlO"
    "+RKLHrmVL6bqD+DzsEcE14E1N5E8CdU+b1goiPDkBVRdFOZ50AdYVQItqe+y55tj0I4dPA"
    "cG7VhAMTH4tExAXgt0EN7jfpNEGTmqhpEupMpMJV7lveuqLdWUCG7WJcaqxycQld6O48nJ"
    "otlqm6JrkVomYf4bW1XpZPHZexUyOW54y1YNlbGBT758hex1KaIDy10nCUYe3brO6FTHJQ"
    "funXwlyYx6Ux0vTT3m6LLpKsCaipAF8rC030vy6nd2F1Sv7NjjUb2yQL1aRGPPnQz/WN4W"
    "ka6OxMhKYSDGz/RQ1evXUK9bxUmoLjNelOzEG1+nHOyi0jjyzp3V07KBlqEbtEwxTUuiNm"
    "7bLNuijacaBx2U6ePp8/UaeWpkU5U8nXsZCRYnf+oy0zGzPiIqyUNr0KAo3TBxCh2PVMQ2"
    "mfM7JgiHClXjFeSILmjAXlLfeQmJjtxPUgqzSvp+7gupqJ9Z4HJHEHlWXxAyHSEzckT9yY"
    "wHkJZ5SFQtbmkGjF3IYVVUrXOnEkZdkRTFdki0gCzPkR6kLe1Rj8QVuD355YpQJZB+93Va"
    "K6QMhJBoKZ+AMN+Rzz+SC4THJqH6gZBOSmZ8KeUh6TO+j35WqL4twXCkyREnjqrUVLgwRO"
    "0Q3X5qJl8H5svnXn2HKFfmTeUtRBhNboc64DuWXMWPKCBLlN/CM7shAT6GybtcB658P+AJ"
    "4SZxZu/UDeRoVQQ8/gUS+SAUaAxZpJGjMWSBMYR5i/uzO3UfQNNc3IwUAo0F1m2AGAusb9"
    "+Bgqmdu07thGyq4SJw2+XElUl36UXec0Yc5tnuuuVdYiOasj8ZQeT4rGN/MrqOMm+Hyrw1"
    "nee8LPJ8j2CmWVmT0EbzzErbheIsWzXLaX7OdJ7zsjjTNs90CMRlu4U7J4rzbP88t1i2M4"
    "I4xzbPsTopDXG2LDEpOfcY9StU7YxgbpLHUrJb6vXZ1dXHzJyeXeTDFb59Ojv/8vxITWbs"
    "KCxnS9a+KCO+JCPVQTPyqIkZeVRtRh5VlpCcMwmW07KSZEYYy0zcT7Bq36nplrGRwv3C5v"
    "0i7eU2Y8Cyct37knZSFYfKFf+uZcRbXhY/LJs/rAUUjWq3duZEcZ7tnueW/VEygjjHNs+x"
    "vFQ0b/MlZwRxjm2e4wnEKXptAtHTgjjH9s9xu3SDrCjOs83zzCSEbSY5LYczbPMMY97Qk5"
    "hmLGTUpUJGqcyagePcn6ijB/WaZuvAi9U4Z+crJ/JBV5AyA0WEpOhL7q+zUFRsnS4ctKSC"
    "UPlOlzWAa3sRzPuwg+TGvA8L/AuZT9gM7hJRhLxJ/yRYKA2xTssgyJiYsDftBcPmLQqbt1"
    "CVfKeSmu/TJeNRzZXJOFe6mTapEp8pSV8g7rIrQBscsekUYj3uVBZyD4pTrtOQ9X2erfOj"
    "IdM4zlrW+uyIzLjnxOqjVipFSZnMfT8BZIV/fffr+ftvH8/fw/UGvw0uri8uPww/D/7j0/"
    "nlddye11UZ4XzBpGIs9WTd9TdU+dFw3GeqkpRPBp8/f7zQV3r/5erzZ2gbDA2Qychn0mZU"
    "iQAjlZ4dJ1KXJKMrXduVnwb0C0ZF255dERVtCxQSVLQx/7d7EKOajWp259TsgrFekp1aXS"
    "BwI4HFAX+iOGBaZTb2JOZk0c9ktZ9pY2KULHV1WRNZQcyaaJ41ERubhtpRVqp7Qcc70Pqx"
    "uMFuixtgKMKT2CIwpqiLM2wJn31NA3c6PSjhsOMzvTreOlRjfoKqhq7uQlOolIypB7GOb8"
    "mIzoFc1UbcSPVbYnQyI3LuWXBH5dtQWQm0ET299bsCJT1K/dy4amccjpEUCiRy1dV9pFQx"
    "T35zSC7SVUvj8qSq6Xdcx0BR5tAuajShQeDKI/+yubYrvss3SgqOGXSVgkAQ9ewE7OAeYT"
    "/kdHirHtzwv171yNGLQzKaRmpV0LVPk74KgsmPywG2fk2Sk7m83EoVPX1LoGPXStP2bvjd"
    "dzhTnatIEPk9uMY0YEwx+zAcbjfnqggp9cnRq1dkxWgg6mqhOmzshiCvHiYSUBIV5kkOlD"
    "Kn3/3MA5D0/eVltYBe65r9JKiZesbDmf5hb+GaMyriM8je26NMIntvgx6P7D1WpO0s1HSi"
    "dnXTmKSMFALd6J3G0p67Le2ZfiYDkHNiXcS5UUL9SU1C/UlJQn3KWjBzU+Ul0UXV2kWV2G"
    "ZDMHnM6NycYAdf++3XwVmjpnY/A8d3UbBLL/3W3N9YrrajbF+mSWyG3zGd6aI0TrfV050Q"
    "d340hykoUxZqFOAy4S5uVY28Y0c17rGjEv9YDJ7DfC6VrbbY58QR/Wbop5lm00UuL4vuK5"
    "tXOKzT1+XZTbtXTOc4L4szbdtMW+WGfg9+wINKX7Q+3bvfIT1UDkUTtzT4TuVAFk5mkCsE"
    "7yKZSHillMd58BxYgjit/gdZK2PkX0lKOSD/h8Qqw4tDMoC+jpCU760qfNI7vaVySJe4jK"
    "EcQHwY/NocumySgU80JQXP8So+Lwi7Y8FKt6nkvnJCg5PU50SaHjcskF8i9QVVhYTRaWoR"
    "5Y5OUwu8Heg03X/Kk11tgGyD/7FrKpb2AcJp3mFLCXSxPbyLDVPyLJqMViRy18njHXSeaM"
    "cYd58p3kFYELpH0D3yBNHXJMowRaIYmomVF8DcxPJVxxaqk4nwnccntwdlROf6ZK+W5pTD"
    "hhMY17ToaEghNQPqMSkdPBwR5VyLiyRR5w5yYByVfyJt4BsWwphTMmfU19WUBu//Prh8d3"
    "H5oaQY6ZYvjkSiDZ9LD4lEG/Qj9X8TZT8e30FwjxuF8R7XhPEeF8N49YplSiNtpJBCsppC"
    "Wu83pjOcEUS/tc1zjIUmdlxoQsWcsiAwMxCzUt2zSnbSphH7Tmw7ph6rpHR2E7DFoocm9Q"
    "dl1rw60au15GFIQyP+esZU1JCSgVgdShYBd6JJqOsP002lCYjUmdGSxiEtr4EmuR12IZrk"
    "FpjkmJ2/v5gevTaZVjLOSCHQGK9mI+SomKJiulvF9JvvhgNdqaRMPU2frlVSVRBPXPKkoa"
    "46WOuRzwSRfwQs6VUHF3tLRgGby+mWL8EoqSAG/qEIrjWayV+nDkORLxdqfhUV2V3cALVc"
    "O9ZI1HJt2J5Qy90X1KbFSzpcs6TfjFOtoVTz4K73gSLCdYGrGbEuEat7jlidxeA2Rz6RQN"
    "Bbg45ehA51rwY1/UNAq3V4ffJ+Df4GxjXU37+pfneKEp7IO5IlNMQD7Rr68yX9+k7JSFpL"
    "rq54/PyoR47J4eHhCyLoSpDxKi69G0Se0s1VZ2qP+kVdfpc3g0zY33S1ZOIzF/R6sl7bCV"
    "RLhvVGJcZK28CBsskLN2COKkdMb5lPYBZ1R0AeQT9DdV7oYsOhND3g/jreDS6AhoRFKhYa"
    "EhZot2hIYDHbrgGNFtsOLbbqxop1ZkNXeyvu2XRAcxnN5acGujKMWnnispLoibPOE5dppL"
    "W23EynOSuJ0eA2z/KDtXe07dPdeWwOXc2ZsbGRlUKgmwAd014GdG5apEuKQVf43F95jvbL"
    "n+vdy+bOONysZ0jm+lxX9GNyIJnTFXCWMXsJlClcFJhSwcIQWtI9hy541FORwtBTTv7LY0"
    "K8gD8C5jGaMJ5VfO6u7ocMqx2rFDKsFmwQyLAiw9o1oJFhRYa1m2xTrOuYYZ8SagW9ZYTD"
    "AyGPieK7TRTHDoT77EAoTSlTlS8l0r2EfEzRQcq4XYsuj4t2s5wWRLeAbXNsEeH3id8x4L"
    "0PKki/9fnevcTfPB7akPy7Un1G2CJJj1Iuy2dCpUmJTNeQU0XJJVo+0HKaRr5jqvvH6Fa+"
    "hiMdb6mDLZd0BSGQS/kwRRJwT/eF+M4PXwaX10S+DAJSvFSjEx2PIE7Ju6vLr98+nffI+e"
    "+fL76cqyteD/52PjwbvPubivAk04DP5fVOya9XH98TgFfA5ZNLyecBH3uPfDn/eD74eq5H"
    "fIf2LPB+9NQl5ad2/fFcXU/oC6ZlD8mHi7/Ht4x8h8sxNPUUy5lcRuQjQ9szOY2uhySnVQ"
    "oBkpwW6GLIvO0JaLVQG8KclkGQG4AMji9DjFMiaLvdjzBoDSbwJuM7+Ppun+hBAvkBaUxk"
    "2ZBl69JKzSeTKAhaETA5UeTZkIOp4GCEsp+L3Asc79VyLnJE46I3CzmW+2DQE+He+IK4/t"
    "tUTcVngjwfpcIuRhD4pIKbgAFJrEJV0IZOp2VFb7Z/AyQZ7FgPkWSwYCsC1tAzAXkt0EF4"
    "j/uvm9gN/dfVhgOcy0eNC7HkcjmfUTEzQbog2EXEd9HhIuCeUQeRZHwn8d22IfyAoZdPzE"
    "pAX3wl9GgjbMVGGLDAncwOSqyE+EytnUA3Y+4zFKondsvKeCUTV7rslHBw8Rpjryq+lWYR"
    "1ap3ZSGt6qW9upJWJ3bQfr+RTtiv0Qn7Bdee/KgMEI6HdxDdo0b631GN/ndU1P/kHcM4si"
    "SL8F+/Xl1W7Jgbkfx26U5C8g/iueIx8vU14AIYmT0ywfT5p8Hvebjffbw6y29+cIGzh84y"
    "/Of/BzvMfOw="
)
