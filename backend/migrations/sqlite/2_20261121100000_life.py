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

-- billed_until is where the last invoiced period ends; due_at when the next thing happens by itself; next_price the
-- price that a migration set for the periods from then on.
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
    next_price_minor BIGINT,
    next_price_at TIMESTAMP,
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
    CONSTRAINT subscriptions_trial CHECK ((trial_start IS NULL) = (trial_end IS NULL) AND (trial_start IS NULL OR trial_start < trial_end)),
    CONSTRAINT subscriptions_next_price CHECK ((next_price_minor IS NULL) = (next_price_at IS NULL) AND (next_price_minor IS NULL OR next_price_minor >= 0)),
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
    "eJztfW1z2ziW7l9B+UuSvYo3duL03Lh2q+TEN+2ZxE4lznTvrrckSIQktilCTZBWtDvz3y"
    "8OQEp8N8FIMkyfD13tkDgk9YAEznnO2/8eiD89N2SHfcfh/sE78r8HPp0z+Uf2RI8c0MVi"
    "cxgOhHTkqZEUhgg1ZiTCgI5DeXRCPcHkIYeJceAuQldd/qDvE/ZDjiF8QrjPyMKj/iGIOn"
    "wsZV1/Wjsq8t0/IzYI+ZSFMxbIsf/13/Kw6zvsBxPJPxe3g4nLPCfze1wHLqCOD8LVQh17"
    "P6PB/1Mj4QlGgzH3orm/Gb1YhTPur4fLB4SjU+azgIbMSf1MP/K8GI/kkH5WeSAMIrZ+SG"
    "dzwGETGnkAFkjrJ9gcOxgMLq+uB9/OrweDgwKQiUQKtfjQWM6FhM71Q6F+/5z+GHjMn4Yz"
    "+c83r/6p77PBQY+CG/69//X9r/2vz9+8egE35HIm9QRfxmeO1al/qkvQkOqLKNQ3MM9ZMJ"
    "5RPxyY4Z0T2w7wyYEN8pu38tFCv4EavgpDmFMiCHEDiMfcYSb4JuM7CO5JE3BPqsE9KYCr"
    "/m8AbjK+g+Aev2qCrhxVCa86l3t5JZJTs9d3LdFJjBtBXINwHmC4/J+R3LXccFWE+cIPK/"
    "a6nFgOa/n0DbCOdQhroJ7CQ7w8Pnrzy5u/vH775i9yiHrO9ZFfatC/uLzOQTthNIwCJoqw"
    "/vXb1WU5rmmZHKaOOw7JP4jniibY2vYe1yAHaMCV50Iq5un39fnn/u/5V/n9p6szBQ4X4T"
    "RQV1EXOMuBPw0o3NkA+o0EAv8TwMvzrnrG5otJWqTVQmIb5tteSag0LNw75gxoWIT1g8Ql"
    "dOesHNucaP7VjmUPkz8e36pdA+T1xefzb9f9z18yL/mH/vU5nDlWR1e5o8/f5l789UXIbx"
    "fXvxL4J/nPq8vz/LewHnf9nwfwTDQK+cDnywF10pgkh5NDWW0nYIB7i2nOSm5hlm37pB77"
    "NAOnM7lN0Q1wYETHt0saOIPCGX7Mq8YWT82P5/kj1KdTNUmAJjxnQoXJ57rmi++LgzKebH"
    "2yV8uVwW8L+WIQLZoyZmQciZDPWfBMEB44LCAhJ1pTJ5TcskVIFnQ1Z35I5ky+uw5ZzphP"
    "whkjIyrt/TGDS3uCjJjHl2QYzuR0zLh8Feauz4NhCf2281ve+Df+ML7EwHWGxBVKOrmq65"
    "OJ505n4SkZ+uxHOAiDlfw+1TjBQnk714NHkYfhkBOxQ9In8jsW3IdnHcGlIsEcOKueN5Lq"
    "tnfjw02SHwe/yJ8yfWf1M5FjtIiFQY7RBgIs/lYMoc6JIdSNoA4C5o9LmIQ6nDcyHQT5dQ"
    "OMX1dC/DqPMPPhV5e8yGece4z65RinpHIQj6TYI8S4BtSzq6tPGU3w7OI6B+/3z2fnX58f"
    "KdRjBafU7srt+SWgu9NKq7ZEuEvG7f89Pn79+pfjV6/f/uXkzS+/nPzl1drKLZ6qM3fPLj"
    "4C8pkZKjGB51yqP23mIS+Jk9B6EhJtVyvMpn67MuEOLvg7cJKujYw2eP8E0JZRPbvGeUJd"
    "r5ywr1xc0iJdWli2Rl2mLF9TTisnitSlbZxWdo0CqmKg6QuzZSon2L2V6nUjz/jrGs/466"
    "Jn/I4FwszNkpLApapkqUL2/UmsVNHCaTnNWUmcZuum2RIny5n2H/zKc9R6yelenaMl9kMM"
    "gERo7GlZ0CCEmGO6dmOEMxoSn4czOfWESTEypysiFsx3tEuBuGHslAg95pDnEx4Q6nlwFT"
    "fsEfkvjwnxAv4ImCc3auaUOVz2eGf0b9hhO6F/wwKzFf0be4OajseKTDRDOiuFQKMjyQJH"
    "EhLqFhDqseLTZhYKoh0Kwd73LIQ0jEpY3+qlZiPRwYVm+0kG6ccyQDkn1kGod8IMRsJYF0"
    "yJdI9+3YF2gkxhVymkzDR7XLSb5bQg+q1sm2O7aMLrgPqCjuNJqGIL06N6TUjDcCPQkDu8"
    "8hmZ8zumopcVj5cKoY4v2yNUxxqvA5DlguYI4oaHpL8AYu8l971VkR7c5sVV5PXGqF5HXk"
    "t1eCqF4jOE+g4Z+tF8xIIhUYcEOeqR4x55TQ4PD8nSBWJSX53oHKQ7RrR1Q+TbLuKw6uTp"
    "bnx1xQRgOgnlpqmDweEJlkB2uiEZy/kjIT8kw3hX3USGswBiu5czThzXkWNPCZsvwhVRtC"
    "f5g49UsYgoEEhyWrTvI8lpg8qFJCeSnB0DGknOXZOcevc3I9Y2MkhstqbUzOPAfjIAzDrY"
    "kVJ7oBVkF5QaOkssWFNKDC+zuai4AE5J6ynRFneaazDUGisv0MGVafsKJDL9mHrTDZxd/4"
    "67cmk2JK4yUojz/TiLaLR+LkOwS0QR8fsR52NlsrdxI+VE0VuInqQKT5LreRLmL9xzx6uD"
    "MidSZkCv1n+khw4WMNZlBr4j8GIwOp6RhN8+JMOAQQKfQ1cidsGQScDnyhsycQMh/6kTKJ"
    "VLyCfxgv5MyMGex5RCWO5L2uXNfsLxYpNH4Em5YjZzX8S9uuZjVgrrPv5E3ceJ61NvsPFQ"
    "N33183IdNPy2z/5N5ShW8bZX0h9ZoS6xHltLAU0MCjpj1DHFt1wYcS7BOVrIl9GRW6w7h9"
    "saLBdFSVwwmrgL+NJvC3mZLILeAHRM0d/+uoG522hK79KUfr82BQ9K7OjU2V6dEb0xKNvY"
    "z7EiodOn3bV5yhwyWhE3FMybSGu3SenZe2znLd5IxWTmy9yqiro6xdvj/FZeV96HTuU7+w"
    "4q3MqRKsdb/jmF0MtocUj64JsjdG2qD5dQlX9IhFSndIjlkkeeQ2bMW7yDiEwOJjr5fH79"
    "69WHXvJwKqq0//361/PL64v3/euLq0t1J0q+9P/jszwIP1Aa3M4hufpyfqnkfHnu4gOM+t"
    "j/+/ng+xcMwnwUlr9NlMtDb7cYhNkVqC1w1Dw1yB/MB/nUgEan+p7WEMxr3q2BvyzvMVWN"
    "77KixVQHXt/toyvvblSLdT0eqZOybnTgAR2AWdWKPykRx8RW2zgULLz79ObZo/K7NE+3yI"
    "l1bz/CoruPYlvCUhpPYpVCx01np9kWx01MMh6UuW2Sc71ap008qnGp3VG0YkGPQMQkdOnz"
    "CfcZGSYZusND8psbzqDDHxMhGXt8fNsj8JKuq0Uov4vybCiXjNwrVrpWLp+AR8KNC0Hk6u"
    "zu67bo+rCD0EHXhwVcGptL09cE5LVAB+E9PnnThOw5eVPN9sC5XK4+1dt3U4CT8V3Et5Ht"
    "clxjuxwXbRe5EVDPCOGNRCcx3jZfieU8dl3Og/0IWQDh4mb7XU6se1zHUaP14qhmvTgqrh"
    "egPg6U+mgId0Gwe4BjSVE0kB+bgXx+x/zwoMQ61id6daYxgyEmoYxyBFimOhxPmqEh8wU7"
    "JEPB5Cvlj5kKD9TFD3UjGBgZMI+uiK6/BFUfiSrUoStC8vkcOsJAzUYehWRKFyW28X5vjf"
    "axHYso2scW7F/J11XEub6JwUYK+xcUp6JZFR4FmYmCFo/v4Iu9E01YRKM/2Nh0FclKdRDr"
    "TsUX27aQ7Bjp/TuybQN4y37sBV15nJa8ttXFB1IiWHngJyoPBKBECNPlOSvVweV5J1shVj"
    "NCouJgH0TFtzBgdH5QRVfEp3v3khYDoUY25C6uoYsEkAaaCVBpiVAoiNB1naFnguhL9lSD"
    "iTCRACe8cqwvqSCLaCQX7xlzILfRg9zGOCkH6IUib7Gf20KKJtwp4MtnkJA5viVzesuEuo"
    "YmQCA9U8cKxE+iiZ9THTfguXLwiIVLxjS/Ei45kCmb26rczpg7oWQcUDHDikpWq4TV5ImK"
    "EG1n1hdEuxT6uGfjfv1xtZyLcnmcEKMJsWRn/CjnZklXfd1qo2xzzI2o3R+neuwg7tzROO"
    "xNzsLEnUaBCj4Toer0rjo6xRckCy+auv4h6Xueau0u51AQGsjdiFFPbU56Gzhd94bXgWdz"
    "3Quewsotn7Es9m2v90aC3/Y9yibl4KEXwx0zRvEHZgJzSqSDEJ80gfikGuKTYoQWHTGjGM"
    "O1QAfh3UkM3Jw7Rp6SZHwH8T1qxg7VkEOF6CwffnjJQnzGuceoXxGctZHKoTySYo8Q5joF"
    "8+rqU4YAOrvIqZuX3z+fnUvcFeyxzlZqFiS6zUDrNUXQr9mPms7xOdFOvN919Nv579f1vP"
    "Oafft0dfkxGZ4no3OWmWoZauRESYt0yQTDdEBklx8JuxxbyJXRcJnzvSb2s0lwXB9o3ZE0"
    "tx2yZKMZ57fPhApZe0fuWODK3+D0iAg5GLgcjNt1rb7nsZneIw5zogUjt2z1okfk43muLt"
    "inOgiXGM17uSXaynYYbGgr22MrD9p10i2XRuAbAK/XqYFcp0wAz0p1EOjjk5NG+XonNfl6"
    "J3msb+VPM0E5Gd9BfHeTfxNEokQLrgnrTAQ6iPD2s/Xi8EwTgFMi+4M4qXt4sKc3edusUM"
    "AmLCh3W9YFZ6WEuhfPuZP1mEfBoBXYBUEEvBHgY4+68zLqrTrkMyXyUyGfloG974jPEXdK"
    "FLxqxjMZ34mNcd80J1aR3bEmwqNwzM1qX6REurdYnzTSpk9qtOmTMm0ai8luj6bH4qLd5e"
    "kx3P8JTnTAxsy9azXROVGcaOsm2hLP24XD5gseQrmjv7HSNtW5Eb0675u7GQvMbUP/21CM"
    "+YLFzak4iQTTuRTyCqfQQFrnhM2omA11zsOEB+qEkG/UUA11HaEzLjZ9peVliA4uLbrf9n"
    "JH9L7Z4YlA75sFTiD1wRnZq4kAwtsAXkPnGnrVzFjcBQBi2EM9I9RBpN82eYnfVr/Eb0u8"
    "Ept918wxkZXrIthNaru+rS7t+rZQ2VXrMiY8+UYCKyP8BE+O0ZRtpgJtOgObTnc/PCgz5u"
    "JTvVorTg9qaL39NlMJ6km9H8KXTBwSyGkHvXtEpVE04/KxyZDOIXSKOBEj/yaNpJB65CVZ"
    "UNeR/5PvtuNCk+N//zfyali02HZ2F7TS7NBl0UqzwIzQBSZMUN5IdM/n1alaak/tVbagV/"
    "MTe7mlvetyZyBCGhirtnlZ9EDaptti9Al2rXhIkLfctUKu8co2GMxdn5doPLUFkguyXYpH"
    "2XMpJccVOqOmxUQUZXEiWk9EKL+2FnOQEUP428PfdjXCpWhrVd2o67SZgawcTkDrCUjouT"
    "aTUJTFiWg9Ea4QUSsXRUYQjTibjTgnYi0meCOFs2vz7Ko9yXx6U2I4vzbPL3qRn8Q0778l"
    "iG2zuY0sGbv88u+BslCe5ir3fDKi18BLPxjrwQbF9CHbh8TiJK4pr+r1Ji7THgnpLfNJJK"
    "ccasYHfEl0y3rBddBz0pRvRu/kJTj03yuvoL/De2H9elt9QtW+fJVoVuVlrjPvcoJdWtqe"
    "Tqn0eHn75PqsZvVTpxstfZ4cadAAFYarRh0zuca4ujvHmM8XkXxj3skFSB5aBLBO/SB/Rv"
    "Izd8OV/FO+dPBS8YD8K3GYz+euD//qyZUK1ixdn6287emub4ixS7avdzZtNA+92u04/CBZ"
    "FAzf7IwUAt0kzgNL7G49dz/9GAZvb06sg6/vTupO6BDhNl6GvGSXXuZ9e9swXOyJkFjxbL"
    "Gy0pSN5pmVFqnEWbZqlsGcGShzps3CWiaNi2vrxTUxJw10tLRIl5DfXn2lxC430dAyQh3U"
    "z3ZRLnpNeZipwhkxhLoB1IpQggcwwDkt00GQtxPLbQnf+ok5UxbUdKbMDujVca6eGmrYlx"
    "JI0FgCOlM8h3LjPcKX8gXpkSRg/cUhGY6oB20j9d6v6vLcsoUqu7NJ+YzHQGtkb/WOzLnP"
    "VmTJIBVUNYss52D3d3to5Xw1SSepxiJkOIN3Kb74mPo+l8/DiFgw8H8NVWde7duQpxW8xJ"
    "X/JeISZF9InCWoQneaHsZe3iGMu/GBK5wygZywRasscsIWbHDYDmGTP9ME3NfV4L4ulsiF"
    "ddTwJU7LdBDkXWQMYybYbjPBMnu/GWlREG1lN1vGST0MYbHRkMymICu3P97iVafQT2mgZv"
    "DnBBH/dvhXhnnWYf8gkZ7dwh2jqCsn5LG7JqyiYM79MCgtrpw+3WtAvzB/3QOhYcwbm6b4"
    "DToJ5UU2LAfULi6wFWoQccMeWc5YoMiNNYtyy9gCGJCqgLdd3g2ZDTuME2Q2LLALU5ygId"
    "pFSQS8AeDt2sZiu1hkPKxjPDD8zQLTo0RJakc+5S6AFNQjTIzRZsCXgPPJQaWVoE83sRIW"
    "MNLESOD8lvA7lX+XKGPPBBnJw6Kn0vU8D/4Hbk7yfOiKwUQ+//AF4SqZT3VIGctHJsJV/k"
    "qpwgMxpK5bYSjs8o7giB2OZ2x8Kw10uV653tr88NmSwTCFU9qxqlMNIUEHLsEcQsNTwuaL"
    "cAV2CZwG4wTO+2CPkEtO7lzuqQL/4h2cvvHV0xNpl5LopzMU0WLZonKBFosFeh0VA718md"
    "BsayFk2Kxj2DJKe3q1NdLc84JYabdBqpveDkv0Rc49Rv2KTWIjlQNZblxetz6gs6urT5lv"
    "5+wi31X5++ez86/PjxTssSpVqqino6/MNPS8JFpLra2lFO/dHP+UEELf3je5VnOL6Fc3C8"
    "pKYcMgw4ZBVtml15t17KDSOk0P6jWwUfOLY7PSNYJRT9ePESyEP+Jv/JD8FrhhKA017U8C"
    "u1FZZZv2MAGbRIJBZC2JfI8JZRCuiIjmJOTkf1hQ0id0P7dEM9EOBQvNRAt0W+xkGUN7dN"
    "IEWzmqElx1rlD2/g82Nn2Ps1IdxHoXWWxY0KEiDr1ZIHpdJHoxFH2sPIBtArlyosgzWccz"
    "WaILf4438zIVeH2uVvNN1IGG+m6fSOVSDj8kQ3jz/of7Scd6cEVAgtiYys/KoYG0pO6YOC"
    "WunHe4PqFywPfr94TdsWClxhd12+1fHvVYO3ahaj12zB2jJuzJ+A7uQ420qxrlqqhbqf8b"
    "gJuM7yC4x402+eOaTf64uMknq5QJxmmZDuK8/bbg8QMP2kRhlcl2EPQtR2NhDgJqrrvVXL"
    "/Q1ZyVK67JqVq9daEHGQQUyQmUAkByyrfVY+OQUJ/o4MFD8pVNdB1bqWyuD/cIFEWgBBpF"
    "slMyHNNFGAXMSaUPqKAf+cp73krF/pRHFu3n1hBi1CcxMGQS8LlifuOYPF2kweeEgx7cIz"
    "MVNkSm8vpLukrSGw5JXz6CfGfmNHTH8okXL6MFgQnSsUo8gIroIzaTX5/Ux+U9h5FQ2dPr"
    "cKYFCwT35eNxomrhwS9bxy1B9QpK/uAjIK15FGB9iMehpCPZjP24uwf1g5VnfmKxQfEmM2"
    "iXr1Iujbg3CG8E5U/u4YNoYZojVJBEvO/HO1aFTIBOiSDCjVeSFstHRzfF7VOGWJ9qy4UX"
    "M2Wno0Aa8UZ0YUoEIW4AMeZqYq7mEwiBzTJCZtNQlMWJaD0RQczftZmIoixOxE9OxGDBVC"
    "3o9tNRvAJOSutJAQI7KonSrwnsW0t0cCfevrqTsCPy3WWgwxjplqXC3bNDj09OmsB+clKN"
    "O5zLF19R5WqioCTn7Zr9qNKAMlJdgLrOIXr++3XGF1pIPVn7Qz9dXX5MhufzUUpxZz8Wbs"
    "BECxd16QWwj49tjupsBMgY+pbKdYoK0+DlvGQXvrndR4pr1Khz55rtKEXJ7uG9A84C4ilG"
    "ATVj3rJS3cN5++XhFWJQlOWNMc5rqe7h3CRgrzperxCuh8FjT2JPjhZOy2nOSuI0Wz3NlW"
    "XA7aoBvnvi5Kd69tkVddkPQwjHO6gOvkxG9BrEYMrvWA02iMUMg9UhGbqOFOMhOF4Gt2yl"
    "IggdFrh3zNmEL7rOKRlOgJsYEhHyhSCULAI+1pnrFMqriVClBnkM8tuV4DJwQzml5dGY+7"
    "w5RjbaYdpgZKMFVmWyXpghnZVCoDGu0RqcrYlrfGoveFVboEqd9CHaAVmukqKXbo8EX07b"
    "NNPsCqIdhHz7WaOCR4HczaBUFitZl6tddAXBLmyF+/bSBSyMAmPvaFYKcTfHHcMBHigcIM"
    "HOfCstSnYP8rdNdtS31Tvq20oXJbqE0SX88HhvX2NMUDMtj5OX6x7WR40KuRzVFHI5KhZy"
    "UU1jWRCUhYxWg52V6h7UJ42gPqmB+qSkZk551eyakuUdLJi9NdPdl8r0IAxWLfywOVEMgb"
    "PZD6scTFW9LOrnOSeK82zzPE/KjbbK1XFSYafh6qj2YO2fNv1iUmL4tdj8tWCs2ZOYZow1"
    "6+w02xUZ9ZnJFyQbh1M6oNckLmquxhqERd2yRUi01Cmh8k+ILuLyhGr1sW5THxdai1+lQ9"
    "InAZtzCFyCsSKkK0EohCoFfKnLvkkJHwojk0gwpzwqao/3xqAoO8g9DIqygFfFcm8YrvNE"
    "gG+BdkchxqpNj8oXk3z6yaLbZtlIy3bPUbBTl/oDxzJY/rbvAnnjVFTMQjXIQjVOQMXc0y"
    "pVIw9tUtRhzn15+QLE1W1583Kt2HTbkN4ymZ6AtGLUJPY6L4bQFqF1xfoZC8De10A9JYg9"
    "1Jv3UEfXQZsJeBSccjYQWdGTLaY5K4l+QNtm2RbPgUf9gzKHARzv1foJ5IjGfRehSUvIyS"
    "ha6RxkJxpDm0RoLRPcUW/wLyqDOd1lRVo+Lsz7cuaOZ0m/lwULXF7iAtjFDZDnt4OIQ57f"
    "Ag40/qJMk58zUgh0E4cK9hPFfqJ7oZl30E+0tkV7dd5cF1u07ztzbq3oSABKbIW6ugk5we"
    "6xdEfNMi5qEi6KJSpi0JQz1YBNKgoin1QkN0ZSMYf7GbzGKZFOrB+7dgrKu8u30KErw1yW"
    "lBCGbJe8uhNGoTlFCap//XZ1WRUEv5HJEzXuOCT/IJ4rHiO4NcgBGvWbYH6/62V5F7hAIX"
    "08oHFT3abQbyQQ+J8AXp53y7W+yrUkLYIrSclKQoPxzG3H/eZEkfy1jfxFT86TmGZbOP4A"
    "KheUkfxBXNKghuWHIQ1p/t+gpigl4BggQLH7ROLzkvtkLLEUxPVVlH3Sra4HB1STIgKmpz"
    "gk5z/k5b1VErcPkfrhkgNvL1hYJP13fzt0AdhBj6ILwAJmGr4zU/5/I9I9VmkHDa8dh5tC"
    "nJZBjJskrGB/Veyvun+zcN/9VdGoQKNix0aF8u0flJoV+tQ9hoUa1NC0+MYhuVdOKxHcc9"
    "5JtV9Eo/WIHklF9OjWBhJEoRV9snTDGYEc3hVZRKD3CVY0JnZxAzQf7Nj90XywQfHCwBYM"
    "bMHAlkeP9r4DWzA1eIdRAOhj6q6dgObgk5hmS8zBr8o0+hKbPwclVmFuRK/OONSG1iCxpo"
    "z8Tz6JW0HFltzwz0iq6m64GpIRnQpdESq25ICgPiRDHQWiMkSWcA1wBSm3kjRS566AnnrS"
    "/tv4iVR7Pb/KI7W/B7jxb3wtq77QVIqLKpeqmwDGz7Kkgiyo66iqVnAitl1ZwEh8CTRaLb"
    "Kc0Gi1wWjF8lYddi8+NYiTfaiIcaVLJi3SJXfM1qL0MOT0gUJOH6xLqG3A77z83Vq/NLUd"
    "s5LIENhmOiJD8CSm2R6GQP6Q2TW/ZaUVJzLne/ewAzBS2qhyqEGBas/1b2Prm4cUzhBpEb"
    "k+eT6c0LnrreS2MHxxSK58b6VM5G+/9l8en7xdR4fC/cDGhmrT5XWot38LtMft2BDRHrdA"
    "F4mEsS2eEkGIG0C8XqZMQM4IIcwNYFYL/WBGRUmdx2qcs1IdBHr7jbST+o3mim1WEhVb6x"
    "RbtF+e3DRDF5Y2fZQE0hCPYn4Ddie3uHb1LtOSOMu2zbI9LETkZ83k7JnePcyDHGNAOWgB"
    "xQh4ng4iX9Ag1BRB3GnrkFxLyz/gS7D7x3w+d0P5UpIRm/CAKVYg7gagzsvrVDXB2tXNIM"
    "zgN1d+UBHk2ybn404yxA3JUl6YwPxACU64RuIAfSbkYY/6Y3ZIrlJPoUPoZxRuLB+CJaN6"
    "N/5wEvD5IP63zgVScQ0hBWYEHiGmSuIhhE7lN/KOzOT0Qy1Pj5Ev55cfLi4/9sgUIiaWMy"
    "n37fv79+fnH84/HJKhCnwYqOsNiaArcePrGqBJRETuxySGeo+MVjpUQl4k7rE5jNOF4ztD"
    "XIdcLURI5hKhEVPPu5xxIU/5YskCeXXicOLz8Maf0TsJy1C1QJUPEvKF0LVLx0wIjZAHbc"
    "zgoVQTXALQkGXghnLST+UP0abtMGlrtmCB4D7cj1BxGweNuEgj2WQBIo1kgfGdtDg0DDfI"
    "SCHQGD9jE9TWtIezTG/eedI+pjtbkO6MWf07zuoXIQ2jkjinanw3Eh1Ed/upOIHU8Muyy6"
    "oB3kh0EODXjdL4Xtek8b0upvEVTUuzFbtcHtft1ut2yhQvzkR1CGVODOMof6Zmqh1tKq3W"
    "GnfSpRLaIg5YEJQtQvXNFDdS3YP6pNG6f1Kz7p8U1/0HCBuxGuQdhDMEblnN67pK4qX1rh"
    "/15rm1pAKf/QgHYbBq4QbLiaIfzDY/WGYLAFZ/oHI1Tec5J4rzbPM8T8r1qmo7o0KVwtVR"
    "bcDa9Wb6xaTE8Gux+WvBUK4nMc3Rwmk5zVlJnGarp/mOBcKsM0hKAve/eP+zJHrqmzv1L/"
    "x+GEKVkYOSIKrsgF5dLJWQQweuL79iNbhpjZeA+1OyoEIseeCoKv9UhTMlBVLYyzl1PSjP"
    "KV9i0SO38sVU/QF8HvaI4DqwZhrJk1Dtc8pCQYQnL6DqojDPgz7AqhJoSX2XPd8cg3bs4D"
    "kwaMcCionBp2UC8lqgg/AenzRJlJGjahjpQqrMROJV3ruu2lJNieBmXWKsenwMUentOJ6c"
    "LJqttim6FqllEua/sVWVThafvVchk+MGt2zVUBnr++TrN8helyI6sNx1kmDk4a3rDE91XH"
    "Lg3slXksyoN9Hx0tRjji6brgKsqQhZIA9L+70kr35nd0H1yo49HtUrC9SrRTTy3PHgj+Vt"
    "EenqSIysFAZi/EwPVb1+DfS6VZyE6jLjRclOvPF1ysEuKo0j79xZPS0baBm6QcsU07Qkau"
    "O2zbIt2niqcdBBmT6ePl+vkadGNlXJ07mXkWBx8qcuMx0z60Oikjy0Bg2K0pSJU+h4pCK2"
    "yZzfMUE4VKgarSBHdEED9pL6zktIdOR+klKYVdL3c19IRf3CApc7gsiz+oKQ6QiZkUPqj2"
    "c8gLTMQ6JqcUszYORCDquiap07lTDqiqQotkOiBWR5DvUgbWkPeySuwO3JL1eEKoH0xtdp"
    "rZAyEEKipXwCwnxHPv9QLhAeG4fqB0I6KZnxpZSHpM/4PvpZofq2BMORJkecOKpSU+HCEL"
    "VDdPupmXwdmC+fe3UDUa7Mm8hbiDAa3w50wHcsuYofUUCWKL+FZ3ZDAnwMk3e5Dlz5fsAT"
    "wk3izN6JG8jRqgh4/Ask8gG0wu2TuTtVC9WNrzr+JjMFxHacWqow1zirICM1Tv0S7qM5ZZ"
    "FOj+aUBeYUZj7uz3LVnQRNs3kzUgg0lmi3AWIs0b59Fwwmh+46ORTysWJ9sEVWXZl0l17k"
    "PefUpZTzFpNRJt1qMizjNh58LlqmcqSFkXGyjXHCDPl9NqtM2B3TDykjiOy81V+RJpoGip"
    "gynee8LK6Xj2CmWVl730bzzEob/eIsWzXLaWbddJ7zsjjTNs90CC6Hdgt3ThTn2f55brFs"
    "ZwRxjm2eY3UykPAvS9gDzj1G/QpVOyOYm+SRlOyWen12dfUpM6dnF/lAo++fz86/Pj9Skx"
    "m7+MtZyrUX2YinzEh10Iw8amJGHlWbkUeVxV/nTILltKwBmxHGAjH3OzZ01IPplrGRwv3C"
    "5v0iHZ9ixoBl5br3Je2knhWVK/5dy1jVvCx+WDZ/WAso99Zu7cyJ4jzbPc8tOxtlBHGObZ"
    "5jealo3uZLzgjiHNs8x2OIMPbapJCkBXGO7Z/jdolCWVGcZ5vnmUkI20xyWg5n2OYZxoy/"
    "JzHNWIKsSyXIUjlxfce5P8VOD+o1zbODF6txtt03TuSDriDZDcp/SdGX3F/nj+lMKlXya0"
    "kFofKdLmvd2PYimG9lB8mN+VYW+Bcyn7AZ3CWiCHmTzmewUBpinZZBkDEhaG/aC6arWJQi"
    "YaEq+V6VI7hPl4xHNVcm4yoHzbRJVbKAkvQF4v7YArTBIZtMINbjTmXd96Cs7LqAgL7Ps3"
    "VlA6gRENcb0PrskMy458Tqo1YqRUmB230/AdRz+Pb+1/MP3z+df4Dr9X/rX1xfXH4cfOn/"
    "x+fzy+u4sbarajnwBZOKsdSTdb/uUFU2gOM+UzXgfNL/8uXThb7Sh69XX75Aw29oXQ41C6"
    "TNqBIBhqqwwrqkQaGMhNK1XflpQKdvVLTt2RVR0bZAIUFFG/PuuwcxqtmoZndOzS4Y6yXZ"
    "qdWlPTcSWNbzJ8p6plVmY09iThb9TFb7mTYmRslSV5c1kRXErInmWROxsWmoHWWluhd0vA"
    "OtH4sb7La4AYYiPIktAmOKujjDlvDZ1zRwJ5ODEg47PtOr461DNeYnqOqQ3rK4QiwlI+pB"
    "rOM7MqRzIFe1ETdUBWUZHc+InHsW3FH5NlTW8G1ET2/9rkBJD1M/N663G4djJAU6iVx1dQ"
    "c4VYaXTw/JRbrecFxYGOrzDuI6Booyh0ZvwzENAlce+ZfNtV1xI98oKThi0A8OAkHUsxOw"
    "g3uE/ZDT4a16cMP/etUjRy8OyXASqVVBVy1OOqIIJj8uB9j6NUlO5vJyK1Wu+B2BXnsrTd"
    "u74Y3vcKZ6zpEg8ntwjUnAmGL2YTjcbs5V+WDqk6NXr8iK0UDUVTF22MgNSVw2WEQCihnD"
    "PMmBUub0xs88AEnfX15WC+i1rtlPgmrHZzyc6R/2Dq45oyI+g+y9Pcoksvc26PHI3mMl6M"
    "5CTcdqVzeNScpIIdCN3mksqbvbkrrpZzIAOSfWRZwbJdS/rkmof12SUJ+yFszcVHlJdFG1"
    "dlElttkATB4zOjcn2MHXfvt1cNaoqd3PwPFdFOzSS7819zeWq+0o25dp75zhd0xnuiiN02"
    "31dCfEnR/NYQrKlIUaBbhMuItbVSPv2FGNe+yoxD8Wg+cwn0tlqy32OXFEvxn6aabZdJHL"
    "y6L7yuYVDuv0dXl20+4V0znOy+JM2zbTVrmhP4Af8KDSF61P9+53SA+UQ9HELQ2+UzmQhe"
    "MZ5ArBu0jGEl4p5XEePAeWIE6r/0HWyhj5V5JSDsj/IbHK8OKQ9KEjKyTle6sKn/ROb6kc"
    "0iUuYygHEB8GvzaH/rik7xNNScFzvIrPC8LuWLDSDWa5r5zQ4CT1OZGmx5QF8kukvqCqkD"
    "A6TS2i3NFpaoG3A52m+095sqsNkG3wP3ZNxdI+QDjNO2wpgS62h3exYUqeRZPRikTuOnm8"
    "g84T7Rjj7jPFOwgLQvcIukeeIPqaRBmkSBRDM7HyApibWL7q2EJ1MhG+9/j49qCM6Fyf7N"
    "XSnHLYYAzjmhYdDSmkZkA9JqWDh0OinGtxkSTq3EEOjKPyT6QNPGUhjDklc0Z9XU2p/+Hv"
    "/cv3F5cfS4qRbvniSCTa8Ln0kEi0QT9S/zdR9uPxHQT3uFEY73FNGO9xMYxXr1imNNJGCi"
    "kkqymk9X5jOsMZQfRb2zzHWGhix4UmVMwpCwIzAzEr1T2rZCdtGrHvxLZj6rFKSmc3AVss"
    "emhSf1BmzasTvVpLHoY0NOKvZ0xFDSkZiNWhZBFwJxqHuv4w3VSagEidGS1pHNLyGmiS22"
    "EXoklugUmO2fn7i+nRa5NpJeOMFAKN8Wo2Qo6KKSqmu1VMv/tu2NeVSsrU0/TpWiVVBfHE"
    "JU8a6qr9tR75TBD5R8CSXnVwsXdkGLC5nG75EgyTCmLgH4rgWsOZ/HXqMBT5cqHmV1GR3c"
    "UNUMu1Y41ELdeG7Qm13H1BbVq8pMM1S06acao1lGoe3PU+UES4LnA1I9YlYnXPEauzGNzm"
    "yCcSCHpr0NGL0KHu1aCmfwxotQ6vT96vwU9hXEP9/bvqd6co4bG8I1lCQzzQrqE/X9Kv75"
    "QMpbXk6orHz4965JgcHh6+IIKuBBmt4tK7QeQp3Vx1pvaoX9Tld3kzyIT9TVdLJj5zQa8n"
    "67WdQLVkWG9UYqy0DRwom7xwA+aocsT0lvkEZlF3BOQR9DNU54UuNhxK0wPur+Pd4AJoSF"
    "ikYqEhYYF2i4YEFrPtGtBose3QYqturFhnNnS1t+KeTQc0l9FcfmqgK8OolScuK4meOOs8"
    "cZlGWmvLzXSas5IYDW7zLD9Ye0fbPt2dx+bQ1ZwZGxtZKQS6CdAx7WVA56ZFuqQYdIXP/Z"
    "XnaL/8ud69bO6Mw816hmSuz3VFPyYHkjldAWcZs5dAmcJFgSkVLAyhJd1z6IJHPRUpDD3l"
    "5L88JsQL+CNgHqMJ41nF5+7qfsiw2rFKIcNqwQaBDCsyrF0DGhlWZFi7yTbFuo4Z9imhVt"
    "BbRjg8EPKYKL7bRHHsQLjPDoTSlDJV+VIi3UvIxxQdpIzbtejyuGg3y2lBdAvYNscWEX6f"
    "+R0D3vuggvRbn+/dS/zN46ENyb8r1WeELZL0KOWyfCZUmpTIdA05VZRcouUDLadp5Dumun"
    "8Mb+VrONTxljrYcklXEAK5lA9TJAH3dF+I7/z4tX95TeTLICDFSzU60fEI4pS8v7r89v3z"
    "eY+c//7l4uu5uuJ1/2/ng7P++7+pCE8yCfhcXu+U/Hr16QMBeAVcPrmUfB7wsffI1/NP5/"
    "1v53rEDbRngfejpy4pP7XrT+fqekJfMC17SD5e/D2+ZeQ7XI6hqadYzuQyIh8Z2p7JaXQ9"
    "JDmtUgiQ5LRAF0PmbU9Aq4XaEOa0DILcAGRwfBlinBJB2+1+hEFrMIE3Gd/B13f7RA8SyA"
    "9IYyLLhixbl1ZqPh5HQdCKgMmJIs+GHEwFByOU/VzkXuB4r5ZzkSMaF71ZyLHcB4OeCHfq"
    "C+L671I1FZ8J8nyYCrsYQuCTCm4CBiSxClVBGzqZlBW92f4NkGSwYz1EksGCrQhYQ88E5L"
    "VAB+E9PnnTxG44eVNtOMC5fNS4EEsul/MZFTMTpAuCXUR8Fx0uAu4ZdRBJxncS320bwg8Y"
    "evnErAT0xVdCjzbCVmyEPgvc8eygxEqIz9TaCXQz5j5DoXpit6yMVzJxpctOCQcXrzH2qu"
    "JbaRZRrXpXFtKqXtqrK2l1Ygc9OWmkE57U6IQnBdee/KgMEI6HdxDdo0b631GN/ndU1P/k"
    "HcM4siSL8F+/XV1W7Jgbkfx26Y5D8g/iueIx8vU14AIYmT0ywfT55/7vebjff7o6y29+cI"
    "Gzh84y/Of/B2rgrls="
)
