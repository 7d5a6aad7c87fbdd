"""Coupons and taxes, calendar anchors, and what becomes of a surplus (sqlite)."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
-- Running a script ends the transaction it is started in. This one stays open for the row that says it was applied.
BEGIN IMMEDIATE;

-- Taxes by merchant and customer. A rate is in parts per million; it stays as it is: another rate is another row.
CREATE TABLE tax_rates (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    name VARCHAR(100) NOT NULL,
    rate_ppm INT NOT NULL,
    inclusive INT NOT NULL,
    archived_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT tax_rates_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT tax_rates_rate CHECK (rate_ppm BETWEEN 0 AND 1000000)
);

-- Which rates a sale has, in order: the merchant's where customer_id is empty, or a customer's own.
CREATE TABLE tax_assignments (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40),
    tax_rate_id VARCHAR(40) NOT NULL,
    position INT NOT NULL,
    CONSTRAINT tax_assignments_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, tax_rate_id) REFERENCES tax_rates (merchant_id, id),
    CONSTRAINT tax_assignments_position CHECK (position > 0)
);
CREATE UNIQUE INDEX tax_assignments_of_merchant ON tax_assignments (merchant_id, position) WHERE customer_id IS NULL;
CREATE UNIQUE INDEX tax_assignments_of_customer ON tax_assignments (customer_id, position)
    WHERE customer_id IS NOT NULL;

-- What a coupon takes off stays as it is; percent_bp are hundredths of a percent.
CREATE TABLE coupons (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    code VARCHAR(50) NOT NULL,
    name VARCHAR(200) NOT NULL,
    percent_bp INT,
    duration VARCHAR(10) NOT NULL,
    periods INT,
    once_per_customer INT NOT NULL,
    redeem_by TIMESTAMP,
    max_redemptions INT,
    redemptions INT NOT NULL,
    archived_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    version INT NOT NULL,
    CONSTRAINT coupons_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT coupons_percent CHECK (percent_bp BETWEEN 1 AND 10000),
    CONSTRAINT coupons_duration CHECK (duration IN ('ONCE', 'REPEATING', 'FOREVER')),
    CONSTRAINT coupons_periods CHECK ((duration = 'REPEATING') = (periods IS NOT NULL) AND (periods IS NULL OR periods > 0)),
    CONSTRAINT coupons_redemptions CHECK (redemptions >= 0 AND (max_redemptions IS NULL OR redemptions <= max_redemptions)),
    CONSTRAINT coupons_version CHECK (version > 0)
);
CREATE UNIQUE INDEX coupons_code ON coupons (merchant_id, code) WHERE archived_at IS NULL;

CREATE TABLE coupon_amounts (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    coupon_id VARCHAR(40) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    amount_minor BIGINT NOT NULL,
    CONSTRAINT coupon_amounts_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, coupon_id) REFERENCES coupons (merchant_id, id),
    CONSTRAINT coupon_amounts_currency UNIQUE (coupon_id, currency),
    CONSTRAINT coupon_amounts_amount CHECK (amount_minor > 0)
);

CREATE TABLE coupon_plans (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    coupon_id VARCHAR(40) NOT NULL,
    plan_id VARCHAR(40) NOT NULL,
    CONSTRAINT coupon_plans_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, coupon_id) REFERENCES coupons (merchant_id, id),
    FOREIGN KEY (merchant_id, plan_id) REFERENCES plans (merchant_id, id),
    CONSTRAINT coupon_plans_plan UNIQUE (coupon_id, plan_id)
);

-- A coupon at work on a subscription. single is once_per_customer at that time; RETURNED was never used after all.
CREATE TABLE discounts (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    subscription_id VARCHAR(40) NOT NULL,
    coupon_id VARCHAR(40) NOT NULL,
    position INT NOT NULL,
    periods_left INT,
    single INT NOT NULL,
    status VARCHAR(10) NOT NULL,
    created_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    CONSTRAINT discounts_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, subscription_id) REFERENCES subscriptions (merchant_id, id),
    FOREIGN KEY (merchant_id, coupon_id) REFERENCES coupons (merchant_id, id),
    CONSTRAINT discounts_coupon UNIQUE (subscription_id, coupon_id),
    CONSTRAINT discounts_position UNIQUE (subscription_id, position),
    CONSTRAINT discounts_periods CHECK (periods_left >= 0),
    CONSTRAINT discounts_status CHECK (status IN ('ACTIVE', 'REMOVED', 'RETURNED')),
    CONSTRAINT discounts_ended CHECK ((status = 'ACTIVE') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX discounts_single ON discounts (coupon_id, customer_id) WHERE single = 1 AND status <> 'RETURNED';
CREATE INDEX discounts_customer ON discounts (customer_id);

ALTER TABLE customers ADD COLUMN tax_treatment VARCHAR(10) NOT NULL DEFAULT 'MERCHANT' CONSTRAINT customers_tax_treatment CHECK (tax_treatment IN ('MERCHANT', 'OWN', 'EXEMPT'));
ALTER TABLE billing_policies ADD COLUMN surplus VARCHAR(10) NOT NULL DEFAULT 'BALANCE' CONSTRAINT billing_policies_surplus CHECK (surplus IN ('BALANCE', 'REFUND'));
ALTER TABLE plans ADD COLUMN anchor_month INT CONSTRAINT plans_anchor_month CHECK (anchor_month BETWEEN 1 AND 12);
ALTER TABLE plans ADD COLUMN anchor_day INT CONSTRAINT plans_anchor_day CHECK (CASE WHEN anchor_day IS NULL THEN anchor_month IS NULL ELSE anchor_day BETWEEN 1 AND 31 END);
ALTER TABLE test_clocks ADD COLUMN everybody INT NOT NULL DEFAULT FALSE;
ALTER TABLE invoice_lines ADD COLUMN discount_minor BIGINT NOT NULL DEFAULT 0 CONSTRAINT invoice_lines_discount CHECK (discount_minor >= 0);
ALTER TABLE invoice_lines ADD COLUMN tax_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE invoice_lines ADD COLUMN tax_included_minor BIGINT NOT NULL DEFAULT 0;

-- opens_period: it bills a period, also one that a change to another interval begins.
CREATE TABLE invoices_rebuilt (
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
    tax_included_minor BIGINT NOT NULL,
    opens_period INT NOT NULL,
    CONSTRAINT invoices_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, customer_id) REFERENCES customers (merchant_id, id),
    FOREIGN KEY (merchant_id, subscription_id) REFERENCES subscriptions (merchant_id, id),
    CONSTRAINT invoices_number UNIQUE (merchant_id, number),
    CONSTRAINT invoices_status CHECK (status IN ('DRAFT', 'OPEN', 'PAID', 'VOID', 'UNCOLLECTIBLE')),
    CONSTRAINT invoices_numbered CHECK ((status = 'DRAFT') = (number IS NULL)),
    CONSTRAINT invoices_total CHECK (total_minor = subtotal_minor - discount_minor + tax_minor - tax_included_minor),
    CONSTRAINT invoices_amounts CHECK (discount_minor >= 0 AND total_minor >= 0 AND paid_minor >= 0 AND credited_minor >= 0),
    CONSTRAINT invoices_due CHECK (paid_minor + credited_minor <= total_minor),
    CONSTRAINT invoices_paid CHECK (status <> 'PAID' OR paid_minor + credited_minor = total_minor),
    CONSTRAINT invoices_version CHECK (version > 0)
);
INSERT INTO invoices_rebuilt SELECT id, merchant_id, number, customer_id, subscription_id, period_start, status, currency, subtotal_minor, discount_minor, tax_minor, total_minor, paid_minor, credited_minor, issued_at, due_at, paid_at, created_at, version, 0, period_start IS NOT NULL FROM invoices;
DROP TABLE invoices;
ALTER TABLE invoices_rebuilt RENAME TO invoices;
CREATE UNIQUE INDEX invoices_period ON invoices (subscription_id, period_start)
    WHERE period_start IS NOT NULL AND status <> 'VOID';
CREATE INDEX invoices_customer ON invoices (merchant_id, customer_id, id);

-- What each coupon took off an invoice, and what each rate made of it. counts: the period that the invoice bills is
-- under it, and its discount used up one of its periods.
CREATE TABLE invoice_discounts (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    invoice_id VARCHAR(40) NOT NULL,
    coupon_id VARCHAR(40) NOT NULL,
    position INT NOT NULL,
    amount_minor BIGINT NOT NULL,
    counts INT NOT NULL,
    CONSTRAINT invoice_discounts_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, invoice_id) REFERENCES invoices (merchant_id, id),
    FOREIGN KEY (merchant_id, coupon_id) REFERENCES coupons (merchant_id, id),
    CONSTRAINT invoice_discounts_coupon UNIQUE (invoice_id, coupon_id),
    CONSTRAINT invoice_discounts_position UNIQUE (invoice_id, position),
    CONSTRAINT invoice_discounts_amount CHECK (amount_minor >= 0)
);

CREATE TABLE invoice_taxes (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    invoice_id VARCHAR(40) NOT NULL,
    tax_rate_id VARCHAR(40) NOT NULL,
    position INT NOT NULL,
    amount_minor BIGINT NOT NULL,
    counts INT NOT NULL,
    CONSTRAINT invoice_taxes_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, invoice_id) REFERENCES invoices (merchant_id, id),
    FOREIGN KEY (merchant_id, tax_rate_id) REFERENCES tax_rates (merchant_id, id),
    CONSTRAINT invoice_taxes_rate UNIQUE (invoice_id, tax_rate_id),
    CONSTRAINT invoice_taxes_position UNIQUE (invoice_id, position)
);

-- One clock of a merchant may be for all customers, also those to come.
CREATE UNIQUE INDEX test_clocks_everybody ON test_clocks (merchant_id) WHERE everybody;
-- Whether renewals are owed is asked of all of them, open or not.
CREATE INDEX collections_of_subscription ON collections (subscription_id);
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
-- Rebuilt tables are referred to meanwhile; between transactions this takes effect.
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;

DROP INDEX collections_of_subscription;
DROP INDEX test_clocks_everybody;
DROP TABLE invoice_taxes;
DROP TABLE invoice_discounts;
DROP TABLE discounts;
DROP TABLE coupon_plans;
DROP TABLE coupon_amounts;
DROP TABLE coupons;
DROP TABLE tax_assignments;
DROP TABLE tax_rates;
ALTER TABLE customers DROP COLUMN tax_treatment;
ALTER TABLE billing_policies DROP COLUMN surplus;
ALTER TABLE plans DROP COLUMN anchor_day;
ALTER TABLE plans DROP COLUMN anchor_month;
ALTER TABLE test_clocks DROP COLUMN everybody;
ALTER TABLE invoice_lines DROP COLUMN tax_included_minor;
ALTER TABLE invoice_lines DROP COLUMN tax_minor;
ALTER TABLE invoice_lines DROP COLUMN discount_minor;
CREATE TABLE invoices_before (
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
INSERT INTO invoices_before SELECT id, merchant_id, number, customer_id, subscription_id, period_start, status, currency, subtotal_minor, discount_minor, tax_minor, total_minor, paid_minor, credited_minor, issued_at, due_at, paid_at, created_at, version FROM invoices;
DROP TABLE invoices;
ALTER TABLE invoices_before RENAME TO invoices;
CREATE UNIQUE INDEX invoices_period ON invoices (subscription_id, period_start)
    WHERE period_start IS NOT NULL AND status <> 'VOID';
CREATE INDEX invoices_customer ON invoices (merchant_id, customer_id, id);
COMMIT;
PRAGMA foreign_keys = ON;
"""


MODELS_STATE = (
    "eJztfW132ziS7l/B8Zcku2pv7MTpucmZe46SeLozk9g5idPp3c09IkRCFtsUoSZIK9qd+e"
    "8XBZAS30MwkozQ9aXbIVEk9YAEqp56+98j8Wfgx+x47Hk8PHpO/vcopAsm/yieGJEjulxu"
    "D8OBmE4DNZLCEKHGTEUcUTeWR2c0EEwe8phwI38Z++ryR+OQsK9yDOEzwkNGlgENj0HU46"
    "6U9cPr1lFJ6P+ZsEnMr1k8Z5Ec+9//Tx72Q499ZSL75/JmMvNZ4BV+j+/BBdTxSbxeqmOv"
    "5jT6mxoJTzCduDxIFuF29HIdz3m4GS4fEI5es5BFNGZe7meGSRCkeGSH9LPKA3GUsM1Det"
    "sDHpvRJACwQFo/wfbY0WRycXk1+Xh+NZkcVYDMJHKopYdcORcSOj+Mhfr9C/p1ErDwOp7L"
    "fz59/C99ny0OehTc8Lfxh1e/jj88fPr4EdyQy5nUE3yRnjlVp/6lLkFjqi+iUN/CvGCRO6"
    "dhPDHDuyS2G+CzA1vkt2/lDwv9Fmr4KgxhzokgxB0gdrnHTPDNxg8Q3LMu4J41g3tWAVf9"
    "3wDcbPwAwT193AVdOaoRXnWu9PJKJK/NXt+NxCAx7gRxC8JlgOHyfyZy1/LjdRXmN2HcsN"
    "eVxEpYy6fvgHWqQ1gD9TU8xE+nJ09/fvqXJ8+e/kUOUc+5OfJzC/pvLq5K0M4YjZOIiSqs"
    "f/94eVGPa16mhKnnuzH5Jwl80QVb297jFuQADbjyQkjFPP++Pnw3/r38Kr96e/lSgcNFfB"
    "2pq6gLvCyBfx1RuLMB9FsJBP47gJfnffWM3ReTvEivhcQ2zHe9klBpWPi3zJvQuArra4lL"
    "7C9YPbYl0fKrncoeZ3/8eKt2C5BXb96df7wav3tfeMlfj6/O4cypOrouHX34rPTiby5CPr"
    "+5+pXAP8l/XV6cl7+Fzbir/zqCZ6JJzCchX02ol8ckO5wdKmo7EQPce0xzUXIHs2zbJ/Wj"
    "TzNwOrObHN0AB6bUvVnRyJtUzvBT3jS2empxuigfoSG9VpMEaMJzZlSYfK4rvvy0PKrjyT"
    "YnR61cGfy2mC8nybIrY0bcRMR8waIHgvDIYxGJOdGaOqHkhi1jsqTrBQtjsmDy3fXIas5C"
    "Es8ZmVJp77sMLh0IMmUBXxEnnsvpmHP5Kiz8kEdODf2291t+Cb+ETnqJie85xBdKOruqH5"
    "JZ4F/P4xfECdnXeBJHa/l9qnGCxfJ2fgCPIg/DIS9hx2RM5HcseAjPOoVLJYJ5cFY9byLV"
    "7eBLCDfJfhz8ovCa6Turn4kco0UsDHKMNhBg6bdiCHVJDKHuBHUUsdCtYRLacN7KDBDkJx"
    "0wftII8ZMywiyEX13zIr/kPGA0rMc4J1WCeCrFfkCMW0B9eXn5tqAJvnxzVYL307uX5x8e"
    "nijUUwWn1u4q7fk1oPvXjVZtjfCQjNv/c3r65MnPp4+fPPvL2dOffz77y+ONlVs91Wbuvn"
    "zzCyBfmKEaE3jBpfrTZx7KkjgJvSch03a1wmzqt6sTHuCCvwcn6cbI6IP3dwBtGdWzb5xn"
    "1A/qCfvGxSUvMqSFZWfUZc7yNeW0SqJIXdrGaRXXKKAqJpq+MFumSoLDW6medPKMP2nxjD"
    "+pesZvWSTM3Cw5CVyqapYqZN/vxUqVLL2e01yUxGm2bpotcbK81P6DX3mJWq85PWpztKR+"
    "iAmQCJ09LUsaxRBzTDdujHhOYxLyeC6nnjApRhZ0TcSShZ52KRA/Tp0SccA88nDGI0KDAK"
    "7ixyMi/xUwIR7BHxEL5EbNvDqHywHvjP4NO2wn9G9YYLaif+NgUFPXVWSiGdJFKQQaHUkW"
    "OJKQULeAUE8Vnz6zUBEdUAj2oWchpnFSw/o2LzVbiQEuNLtPMsg/lgHKJbEBQr0XZjARxr"
    "pgTmR49OsetBNkCodKIRWmOeCi3yznBdFvZdsc20UTXkU0FNRNJ6GJLcyPGnUhDeOtQEfu"
    "8DJkZMFvmYpeVjxeLoQ6veyIUB1rvAlAlguaJ4gfH5PxEoi9n3gYrKv04C4vriKvt0b1Jv"
    "JaqsPXUig9Q2joESdMFlMWOUQdEuRkRE5H5Ak5Pj4mKx+ISX11onOQbhnR1g2Rb7tIw6qz"
    "p/sSqitmANNZLDdNHQwOT7ACstOPiSvnj8T8mDjprrqNDGcRxHav5px4vifHviBssYzXRN"
    "Ge5A8+VcUikkggyWnRvo8kpw0qF5KcSHIODGgkOfdNcurd34xY28ogsdmbUjOPA/vOADDr"
    "YEdK7Y5WkH1QaugssWBNqTG8zOai4QI4Jb2nRFvcea7BUGtsvMAAV6bdK5DI9GPqzTBw9s"
    "Nb7sul2ZC4Kkghzt/GWSTTzXMZgl0jioh/G3HuKpO9jxupJIreQvQkNXiS/CCQML/nge+u"
    "j+qcSIUBo1b/kR46WcJYnxn4jsCLwag7Jxm/fUyciEECn0fXInXBkFnEF8obMvMjIf+pEy"
    "iVSygk6YL+QMjBQcCUQljvS9rXzZRvSSTRMkiE81w7dWhaZYdc+7cMvFXuDZmyNQ+9rdNH"
    "FRaCYkEuX8j/vxy/HV+8Olch7JR8OP/bp4vX3+vUscnbcK/cPNv3qop7cz3JohTWlPyOmp"
    "IzP6TBZOv97vrql+UGaFTunlm8lqNYw9veSK0UhYbEqOwsvTQzVuicUc8U33phxLkG52Qp"
    "X0ZPbrH+Am5rsFxUJXHB6OKK4KuwL+R1sgh6B9BTFdXMgN+IHA7io1QTPjoIziddcD5pxv"
    "kEyywcYH3G/HukQ/ZJh7zamPNHNVxI7uyojQjZkgJ9OJBUYdMp8P6GYmAema6JHwsWzI5J"
    "p/LB3+A/dngjxX2USxWrqsg6TT/g/EZeFxiRa/nOPocqxXKkIjnkn8COkGR5TMbgXyV0Q7"
    "c4K+is4BAh1VbNmKx4EnhkzoLlc4iq5UCFkHfnV79evh5lD6cig8efrn49v7h682p89eby"
    "IqVT3o//8508CD9wTkPvmFy+P79QcqE89+Y1jPpl/Nv55NN7DKT9IRgWm6itu95uMZB2KF"
    "Bb4Gy7b5DfmR/5vgGNgREHWkMwN32/RMqqvk9YM76rhjZhA3h9d4+uvLtRPd3NeKRO6joK"
    "ghd7AmZVL/6kRhyTk23jULB48v2b54DK79I8ZaYkNrz9CAsn/xDbEpZDuRerFDpuBjvN1j"
    "hukmWT00adGbU7bGBMR2fNW76SqzrJ82wCHArOkkUuUBTTpUPmSehFzIvnQpcsSc8pN4Qc"
    "S8OsWogfameMqlssSJqkLU2ZqvPmUDcGZ87nNDo1pjcMrjQjIbvdNo1UIbMelCCBh9jUSA"
    "H/S/Hx4vQ6KyqUlwf6U6JnxSK+CD0rFlB1LveYkUslHT9AcM+6gHvWDO5ZBVz1fwNws/ED"
    "BPe0k1V02mIVnVatou3uY2AYFYUGVIB2Z6aRl8jfblqjISczwNd39zF68jX0uWdCM+ck8K"
    "2tvrUcqiRIjCaZ178KbWu72Vp5bDzbvfEsqOVsMZnWlIZqt7QLgkj62mZn5+cYFsWc+WWw"
    "etVI4ipW/xGZg7sLYG1btHaNLJXGoX/biwosieISZfMShcT+vZhm9IjtYoG0ikMfK3r4qJ"
    "FJT8+Pvs2nTzTT3JFW/5zWS1CiOd5ZkdTa6gLOmocs46praoX3vQiy0XZQoshGW8FGq6/X"
    "MMo/L4QwYw3nXlE7XWJ2sFGd9YU+rVJo3ge0JTBAne2izCzlwO6tlOVg7fveKCOQBekvfE"
    "ivTF3g5SbIXWRQUbFjGUdFxYYdFBWVQ8AMC5NpttZWBCFugNiWTTJztNVtkTknXMsGmY7q"
    "vDtOkzWLRgTqRbKNPe5kuq1zTD778VzugjETMXED7t6MCJB9m15ZapdUNQFUMYNbFq2hId"
    "c1BLPJbdGPaqLnDnNbVQghli9LDDQmZCw6z1VY3LtzmPyLqweCyNNMjLQEufysaxOc/37+"
    "7v0V7vHWfJ64x1ux+bAF9QMTkDcCA4T39Oxpl/its6fN8VtwDuPjDhkfJzcSGhghvJUYJM"
    "a7zhRGIm3fRBr7GrMICuKa7XclseFlGZ50Wi9OWtaLk+p6UdAeTeCuCB6wVmOm3h4dCPdd"
    "B4KCzj9ROr/hO14RHN5bvgfiBqNDhhodYgmr8doXblMcw+bcqI3V8NJRnVmNlLNXNQqjGw"
    "J/FpLhRkR1j5N2PxeqkUQA+XzE0f3Deegcq0w+iC6X395M11DcdvkGuqGO1TjEbYHVGL+6"
    "evPb+Yh8OH93+dv5a0VafDi/+vTh4vy1LvW47ZaRFYjUBUPUda45957rQotpOqBOKEwE85"
    "D1sGiVRtbDhg0SSy1iqcXBQo5+u8P47dIdvopyc3ZbTmRIMS87y1/Ia0omuJbEMOmmCq2Q"
    "N6vjSVvzBbdCmCTYPUkQS4PumU5CgqPPG/5DEBwFXlxC2GeS83KYx2bbDFtCYZ3fsnr+Sp"
    "8YtZFXDIaYNB+RIyAiRjfQEDGJWSjYMXEEk69U6LIcK5SEsR+okREL6Fo+9mIKdan8eMM0"
    "MeLyxcKPR2Tly7c7ick1XdbE5Bz21sgw2WGhIMNkgXGYfV01+nZLXkReakA2zAFSIgrORo"
    "DM4P3Oxg/wxd6LB10k0z+Ya7qKFKUGiPWgaGrbFpI9I334RHvbAN41kUfXAac1r21zW/ac"
    "CPZk/46e7BEoEcJ0eS5KDXB53stWyF0V6diHpCiJIhWFREULUfERIg8XR010RXp69E3SYi"
    "LUyI7cxZW096GXRcoEpCWmfYiByYzCB4LoS44IDT3FECgJSP5RCT0Qi7JMpnLxnqs8W7mM"
    "327KWAO9UOUtDnNbiLqBO0V89QBaqLo3ZKErmoQZAaKShVWOUvokmvh5ofOVAl8OnrJ4xd"
    "LonHjFgUzZ3lZ1Y025E0rciIr591IlNtnw94o8UT1d+pn1FdEh+X4PbNxvPq6ec1EvjxNi"
    "NCGW7Iy/yLlZ0fXYbYxFLY1o3R+v9dgJdU0DU8OZf51EKulVxFS+Uro3RHpBsgySaz88Ju"
    "MgIILFsZxDQWgkdyNGA7U56W3gBYF+29uE1wVsJnIMrNzyGeujUw94byT4bd+jbFIO7nox"
    "3DNjlH5gJjDnRAYI8e47S8jfzYxykzcCA4R3L7mzC8PGKIvhNkbZfZASC+GH1yzErRF3OS"
    "kMuTMIuUt1m4nWa6qgX7GvjU7Xiugg3u82+u3896t23nnDvr29vPglG14mozEeGht4Wvl6"
    "I7tsakM3RsMVzo+62M8mwXFjoHWn0tz2yIpN55zfPBAqZO05uWWRL3+DNyIi5mDgQu8anT"
    "MJ1aYfpmb6iHjMS5aM3LD1oxGRjxdIIdWLkfzBpzVG80FuibayHQYb2sr22MoZs2aIeL00"
    "At8BeL1OTeQ6ZQJ4UWqAQJ+enXWxpc/OWup8nZWxvpE/zQTlbPwA8d1P3Z4oEWb1ejKBAS"
    "K8+ypfaXimCcA5kQOWQkqLXxwd6E3eNSsUsRmL6t2WbcFZOaHhxXPuZT3mSTTpBXZFEAHv"
    "BLgbUH9RR701h3zmRL4r5NMysA8d8TnlXo2C18x4ZuMHsTEemubE5O49ayI8iV1uVjM3Jz"
    "K8xfqskzZ91qJNn9Vp0z4zab66GY80fQ1NH8qldhJH6x48fUkU09Vt4+kx3P8eTnTEXNaz"
    "j3JJFCfauom2xPP2BtqZ8xjKpP+DrY9qfG+lEaM275u/HQvMbUf/myNcvtQlIFZzrqqFqk"
    "wGeYUXxMlywuZUzB2d8zDjkToh5BvlqKG+J3TGxbY+qbwMCRoasR3kjuh9s8MTgd43C5xA"
    "6oMzslczAYS3A7yGzjX0qpmxuEsApDaqrIUOyAsNEOlnXV7iZ80v8bMar8R23zVzTBTlhg"
    "h2l55Qz5pbQj2rdITSuowJT76VwMoI38GTYzRln6lAm87Apgtvue+yozpjLj01arXi9KCO"
    "1tvntJt1Wu+H8BUTxwRy2kHvnlJpFM25fGzi6IbrxEsY+as0kmIakJ/Ikvqe/J98tz3VA/"
    "v//pU8dqoW217uAsn3HzlZJO48zTiEvp1gFWa1CiPA4Tlx9HX+Cqn72SWz3iHk35XQT1o0"
    "dIPEY55zTF6pewmVzq/Ohexa6gO3mMZokwqNxqEF1ouua2GC8lZieK62QZVwu2+vsgWdRu"
    "7Zy63bLkxETCNjjbosi45P21TqEg0Tiomes+pMtya0lkUxqxUbSVgTa4S9jSsg77i3cWa2"
    "TRZ+yGsUzdZy2BXZIUUfHbhwVmY095mIqixORO+JgD7SPeagIIbwfxf8GVfUdx6q8jgh/S"
    "ek7/aAe8POiipSv9e3UJTDCeg9ARk73mcSqrI4Eb0nwhci6eUhLAgimWEzmeElrMcEb6Vw"
    "dm2eXbUnmU9vTgzn1+b5xSCOezHNh+/IY9ts7iJJza6wmFfAIamIi6bomGzEqEOQzMTVgw"
    "16WUCyHUnFSdrSQZXLzkIHRiSmNywkiZxyaNkQ8ZXqDDEiguucg6wn5pzeyktwaH9Z38Bi"
    "j/fC9hG2+kabY1pUnmdTtEWbeVcSHNLSdn86FaTL2+uUR29ZATdDOi2BGTFvGDDIkyUPSc"
    "z5jVyS5JoUZgvVMXH09Zzn0PVXZWclS9URR65dEFOnHbli23ZHH4DIPb2Q+XFzCOEB7ovR"
    "fbavhDZtQXe9Du45QCdbJgzf7IIUAt0lzE+tbKZBfnkhhLlLwBmWGN957RIdtN/H8VCWHB"
    "K8h/b/bJQ4g8i6rRDG1LXH1NllBbz1Q3bUbAGo0520/0CO7Kj5X0pNGoYr9XnOV6BlQ4tM"
    "ly+WiXxDnkstWh5SWTfkK/kzkZqWH6/ln9L0hJeIR+Q/iMdCLj93+NeIRFBDPS2SXlX593"
    "3DrHtnmnPkQyfOGY/YJjkoNRXkOxbLN0wQpxq44WTGhTyFxoNFOz4aDxYoW2g8oFb7w2q1"
    "+ccweHtLYgN8ffdSTRJtCAtsCAzwtmQiMMD7zuHHAG+LJgTTRO9L0E46W6yuE06neWa1PX"
    "Fwlq2aZSBuJoq46bO81knj4tp7cc2IMwPjMS8yJOR3V849YyBNTMeC0AANx310p9uQu2Y2"
    "ekEMoe4AtaLO4QEMcM7LDBDk3RQTsMuzdEW/HjU7luDsqItfSVpAhiXooMgavAlkQT0Vsl"
    "Uf2pWL29oU8M5CZKd+EIhOYWR7uxm6f+xYt9D9Y8GWge6fAwENfBPAYYh0SQyhRk/bnRhL"
    "6PuxgAXA+LH7ED/2lnnXLBq7jTkkxQGtun6ghk6oa5I/AkFdqQSZrslD6GE+InwlX5MRye"
    "qiPZJK+JQGNMwYPtXs54YtVS+fbR3pdIwgPAzWz8mCh2xNVgzqS4OuvqiPKTvc7SHC7HKW"
    "r3ydihBnDm9YenGXhiGXz8OIWDLI6nMCKrKMLYdoeFWUWSYuQQ6FxFmCmgapOWnuqgPjvo"
    "Sgq14zgTaJRUoE2iQW6G/wwZtgnI0fILhPuoD7pBncJ9W+u7COGr7EeZkBgryPeuBYcHS/"
    "BUcLe7+ZQVIR7WWRWOZ5vhuDZKshmU1BUe5wFuHjQaGf00DN4C8JIv798G8sXtOG/Z3Urx"
    "kW7lgbqnFCfvQAJKsomPMwjmo7NudPjzrQL0yO9I1y+Nh1jt+gs1heZMtygIuzwlaoQcSP"
    "R2Q1Z5EiNzYsyg1jS2BAmhL49nk3ZDbsME6Q2bDALsxxgqZ+wIokAt4B8HRNMgS7KIVAI+"
    "NhAeOBHlgLTI8aJakf+VS6AFJQJjNilZXwPuJ8dtRoJejTXayEJYw0MRJUgb1bVVU0U8Ye"
    "CDKVh8VIBUwGQdp1d0EeOr6YzOTzO48IVyVKVxAt6cpHJsJX/kqpwgMxpK7bYCjs847giH"
    "XcOXNvpIEu1ys/2JgfIVsxGKZwyjtWdcgnFByBSzCP0PgFYYtlvAa7RLUYlsYJnA/BHiEX"
    "nNz6PKDKKatiR7+E6umJtEtJ8t11V9Fi2aFygRaLBXodFRO9fJnQbBshZNisY9gKSnt+tT"
    "XS3MuC2Ee3Q6i13g5r9MW28L2cFMbvde+pmo++MtPQy5JoLfW2lnK8d3f8c0IIfX/f5EbN"
    "raL/94+XFw3OyYJUeff23Zj8kwS++BGnoQVRwKOw7GSr+MN349/LC/yrt5cvy3sxXOClbX"
    "bp1XYdO2q0TvODRh1s1PLi2K0hh2A00F0xBIvhj/QbPyafIz+OpaGm/UlgN+qMPlD9p1Qw"
    "ErFZIphQ5eLDgAllEK6JSBYk5uR/WMTr+3Ls/5ZoJtqhYKGZaIFue8OMmP90+AChPTnrgq"
    "0c1QiuOlfprv4Hc03f46LUALHeR60KrCfZEIfeLRC9LRK9GoruKg9gn0CukijyTNbxTJbo"
    "wu/SzbxOBd6ca9V8M3Wgo747JlK5lMOPiQNv3v/wkCk/ho6TggQxl8rPyqORtKRumXhBfD"
    "nvcH1C5YBPV68Iu2XRWo2v6ra7vzzqsXbsQs16rMs9ZsTOpuMHuA910q5alKuqbqX+bwBu"
    "Nn6A4J522uRPWzb50+omn61SJhjnZQaI87OnHWB+9rQRZThV1lvVA0/6RGHVyQ4Q9B1HY2"
    "EOAmqu+9Vc39P1gtUrrtmpVr11qQcZBBTJCZQCQHLKtzVgbgwl13Tw4DH5wGa6L49UNjeH"
    "RwSKIlAiNcyYvSCOS5dxEm0b7yjFlMZEvvJBsFaxP/WRRYe5NYQYjUkKDJlFfKGY3zQmTx"
    "dpCDnhoAePyFyFDZFref0VXWfpDcdkLB9BvjMLGvuufOLlT8mSwATpWCUeQam5KZvLrw8q"
    "zn0JnUSo7OlNONOSRYKH8vE4URWv4Zdt4pagegUlf/ApkNY8ibA+xI+hpCPZfMBYc52NZN"
    "qIsyiGUNtcHvCexQalm8ykX75KvTTi3iG8EZQ/uYdPkqVpjlBFEvH+Nt6pKmQCdE4EEe68"
    "kvRYPga6Ke6eMsT6VDsur14o3ppE0og3ogtzIghxB4gxVxNzNe9BCGyRETKbhqosTkTviY"
    "hS/q7PRFRlcSK+cyImS6Y6vvSfjuoVcFJ6TwoQ2ElNlH5LYN9GYoA78e7VnYwdke8uAx3G"
    "SLesFR6eHXp6dtYF9rOzZtzhXLn4iipXk0Q1OW9X7GuTBlSQGgLUbQ7R89+vCr7QSurJxh"
    "/69vLil2x4OR+lFnf2delHTPRwUddeALt12uaoLkaAuIEfMrlOUWEavFyWHMI3t/9IcY0a"
    "9W59sx2lKjk8vPfAWUA8xTSiZsxbUWp4OO++PLxCDIqyPDXGeSM1PJy7BOw1x+tVwvUweO"
    "xe7MnJ0us5zUVJnGarp7mxDLhdNcD3T5x8V7M5u6Iux3EM4XhHzcGX2YhRhxhM+R2rwQax"
    "mHG0PiaO70kxHoPjZXLD1iqC0GORf8u8bfii770gzgy4CYeImC8FoWQZcVdnrlMoryZilR"
    "oUMMhvV4KryI/llNZHYx7y5hjZaIdpg5GNFliV2XphhnRRCoHGuEZrcLYmrvG+veBNbYEa"
    "ddK7aAdkuUqKXroDEnwlbdNMs6uIDhDy3WeNCp5EcjeDUlmsZl1udtFVBIewFR7aSxexOI"
    "mMvaNFKcTdHHcMB7ijcIAMO/OttCo5PMifddlRnzXvqM8aXZToEkaX8N3jvXuNMUPNtDxO"
    "WW54WJ90KuRy0lLI5aRayEU1jWVRVBcy2gx2UWp4UJ91gvqsBeqzmpo59VWzW0qWD7Bg9s"
    "5M91Aq05M4Wvfww5ZEMQTOZj+scjA19bJon+eSKM6zzfM8qzfaGlfHWYOdhquj2oO1f9r0"
    "i8mJ4ddi89eCsWb3Ypox1myw02xXZNQ7Jl+QYhxO7YBRl7iohRprEBZ1w5Yx0VIvCJV/Qn"
    "QRlydUq49Nm/q00Fr6Kh2TMYnYgkPgEowVMV0LQiFUKeIrXfZNSoRQGJkkgnn1UVEHvDcG"
    "RdlB7mFQlAW8KpZ7w3CdewJ8D7QHCjFWbfqhfDHZp58tun2Wjbzs8BwFe3Wp33Esg+Vv+z"
    "6QN05FxSxUgyxU4wRUzD1tUjXK0GZFHRY8lJevQNzclrcs14tNtw3pHZPpGUhrRk1ir8ti"
    "CG0VWl9snrEC7LcaqOcEsYd69x7q6DroMwE/BKdcDERW9GSPaS5Koh/Qtlm2xXMQ0PCozm"
    "EAx0etfgI5onPfRWjSEnMyTdY6B9lLXGiTCK1lolsaTP5NZTDnu6xIy8eHeV/NfXee9XtZ"
    "ssjnNS6AXd8AmtG8V38KMmXXfkh4KEVmvnzRiSdvpVs6xrqxo+p849DQnfNoIs86z8HtAI"
    "6GFWM35OEJDHnHQ3nq0Sg7pXQ1+a8oPfAlzK6gzjjZg8HDqiMCrpK6NOTHLJjO4Vb9z/Uz"
    "+iE6KCxiENFBYQF5my4FplnbBSkEuosnCBuhYiPUg/Dje2iE2tpbvjnhb4i95Q+d8rfR0C"
    "QANUZOW8GHkuDw6MWTbqkiLZki1doaKWjKC2xAg1UFkQirsjJ5Dd4A3LIYQtsIrVfniP8W"
    "sF6tKx5hBZJV2sBwP4OFNycyiB1v3/53eXe5bsp30DBtLCeE2RE1r+6MUegDU4Pq3z9eXj"
    "Tlm2xlypyo78bknyTwxY8IbgtygEa72lbW0EZFihMuUKnUENG0f3VX6LcSCPx3AC/P+/V2"
    "SuNakhfBlaROt4jcud/PzVISRT+LbX4WdJrei2m2xZ0WQZGQOn9alFYPaXGowZCOHrXP4P"
    "qhBHxw4EKS/5X4/MRD4kosBVEOK0ayxpAjOKD6gREgS8QxOf8qLx+st/4kRuIVBw+TYHHV"
    "v7b/26HTyg5CH51WFvhS4Dsz9VhtRYbHg+6ht7zncVOI8zKIcZfcMGxljK2MD28WHrqVMR"
    "oVaFTs2ahQ0ShHtWaFPvUNw0IN6mhafOSQRy+nlQgeeM+l2i+S6WaEiljLgud0BJoEUWhF"
    "n6z8eE4gXX5NlgnofYJVjYl93ADNBzt2fzQfbFC8MBQLQ7EwFOuHR/vQoViYhb/HKAD0MQ"
    "3XTkBz8F5MsyXm4AdlGr1PzZ+jGquwNGLUZhxqQ2uSWVNG/idIOVJd11JLzvkzkaq6H68d"
    "MqXXQhdfSy05IKiPiaOjQFQy1ipNX9JuJWmkLnwB7SshJWrjJ1KdLMMmj9ThHgAywrSs+k"
    "Jz2WSqMrHut5k+y4oKsqS+pwrIwYnUdoVksfQSaLRaZDmh0WqD0YqV5AbsXrxvEGf7UBXj"
    "RpdMXmRI7pidRelhyOkdhZzeWUNe24Dfe6XJjX5pajsWJZEhsM10RIbgXkyzPQyB/CHzK3"
    "7Daou7FM6PvsEOwEhpo8qhBrXgAz+8Sa1vHlM4Q6RF5IfkoTOjCz9Yy23BeXRMLsNgrUzk"
    "j7+Ofzo9e7aJDoX7gY0Nhd3rS77v/hZoj9uxIaI9boEukghjWzwnghB3gHizTJmAXBBCmD"
    "vArBb6yZyKmpT8ZpyLUgMEevc967NSqeaKbVESFVvrFFu0X+7dNEPDoz4tywTSED/E/Ebs"
    "Vm5x/UrL5iVxlm2bZXtYiCQsmsnFM6NvMA9yjAHloAUUIxAEOoh8SaNYUwRpU7tjciUt/4"
    "ivwO53+WLhx/KlJFM247qcK0kbb6jz8jpN/eb2dTMIM/jsyw8qgXzb7HzatIn4MVnJCxOY"
    "H6h2C9fIHKAPhDwc0NBlx+Qy9xQ6hH5O4cbyIVg2avQldGYRX0zSf+tcIBXXEFNgRuARUq"
    "okHULotfxGnpO5nH6oThsw8v784vWbi19G5BoiJlZzKffx06tX5+evz18fE0cFPkzU9Rwi"
    "6Fp8CXVV2ywiovRjMkN9RKZrHSohL5K2s3XSdOH0zhDXIVcLEZMFhQK46nlXqi4uDcWKRf"
    "LqxOMk5PGXcE5vJSyO6jYsHyTmS6HLBLtMCI1QAB0D4aFUv2kC0JBV5Mdy0l/IH6JNWyfr"
    "ILhkkeAh3I9QcZMGjfhII9lkASKNZIHxnXUTNQw3KEgh0Bg/YxPU1nRitExv3nvSPqY7W5"
    "DujFn9e87qFzGNk5o4p2Z8txIDRHf3qTiR1PDrssuaAd5KDBDgJ53S+J60pPE9qabxVU1L"
    "sxW7Xh7X7d7rds4Ur85EcwhlSQzjKL+nZqodHWGt1hr30hAWOpBOWBTVLULtfUu3UsOD+q"
    "zTun/Wsu6fVdf9OwgbsRrkPYQzRH5dzeu2SuK19a5/6M1zZ0kFIfsaT+Jo3cMNVhJFP5ht"
    "frDCFgCs/kTlaprOc0kU59nmeZ7V61XNdkaDKoWro9qAtevN9IvJieHXYvPXgqFc92Kak6"
    "XXc5qLkjjNVk/zLYuEWWeQnATuf+n+Z0n01Ef/OnwTjuMYqowc1QRRFQeM2mKphBw68UP5"
    "FavBXWu8RDy8JksqxIpHnqryT1U4U1Yghf20oH4A5TnlSyxG5Ea+mKo/QMjjERFcB9ZcJ/"
    "IkVPu8ZrEgIpAXUHVRWBBAy21VCbSmvsuBb45BO3bwHBi0YwHFxODTMgF5IzBAeE/PuiTK"
    "yFEtjHQlVWYm8arvXddsqeZEcLOuMVYD7kJUej+OpySLZqttiq5FapmE+R9s3aSTpWe/qZ"
    "DJcZMbtu6ojI1D8uEjZK9LER1Y7ntZMLJz43vOCx2XHPm38pUkcxrMdLw0DZiny6arAGsq"
    "YhbJw9J+r8mr39tdUL2yY49H9coC9WqZTAPfnfyxuqki3RyJUZTCQIzv6aGq16+JXreqk9"
    "BcZrwqOYg3vk052EelceSdB6unFQMtYz/qmWKal0Rt3LZZtkUbzzUOOqrTx/Pn2zXy3Miu"
    "Knk+9zIRLE3+1GWmU2bdISrJQ2vQoChdM/ECOh6piG2y4LdMEA4VqqZryBFd0oj9REPvJ0"
    "h05GGWUlhU0g9zX0hFfc8in3uCyLP6gpDpCJmRDg3dOY8gLfOYqFrc0gyY+pDDqqha71Yl"
    "jPoiK4rtkWQJWZ6OHqQtbWdE0grcgfxyRawSSL+EOq0VUgZiSLSUT0BY6Mnnd+QCETA3Vj"
    "8Q0knJnK+kPCR9pvfRzwrVtyUYnjQ50sRRlZoKF4aoHaLbT83l68BC+dzrLxDlyoKZvIWI"
    "E/dmogO+U8l1+ogCskT5DTyzHxPgY5i8y1Xky/cDnhBukmb2zvxIjlZFwNNfIJGPoBXumC"
    "z8a7VQfQlVx99spoDYTlNLFeYaZxVkpMapX8JDNKcs0unRnLLAnMLMx8NZrrqToGk2b0EK"
    "gcYS7TZAjCXad++CweTQfSeHQj5Wqg/2yKqrkx7Si3zgnLqcct5jMuqke02GZdzGnc9Fz1"
    "SOvDAyTrYxTpghf8hmlRm7Y/ohFQSRnbf6K9JE00QRU6bzXJbF9fIHmGlW19630zyz2ka/"
    "OMtWzXKeWTed57IszrTNMx2Dy6Hfwl0SxXm2f557LNsFQZxjm+dYnYwk/Ksa9oDzgNGwQd"
    "UuCJYmeSolh6Vev7y8fFuY05dvyoFGn969PP/w8ERNZurir2cpN15kI56yIDVAM/Kkixl5"
    "0mxGnjQWf10wCZbXswZsQRgLxHzbsaGjHky3jK0U7hc27xf5+BQzBqwoN7wvaS/1rKhc8W"
    "97xqqWZfHDsvnDWkK5t35rZ0kU59nuee7Z2aggiHNs8xzLSyWLPl9yQRDn2OY5diHCOOiT"
    "QpIXxDm2f477JQoVRXGebZ5nJiHsM8l5OZxhm2cYM/7uxTRjCbIhlSDL5cSNPe/bKXZ60K"
    "hrnh28WJ2z7T5yIh90DcluUP5Liv7Ew03+mM6kUiW/VlQQKt/putaNfS+C+VZ2kNyYb2WB"
    "f6HwCZvBXSOKkHfpfAYLpSHWeRkEGROCDqa9YLqKRSkSFqqSr1Q5gm/pkumo7spkWuWgmz"
    "apShZQkr9A2h9bgDbosNkMYj1uVdb9CMrKbgoI6Ps82FQ2gBoBab0Brc86ZM4DL1UftVIp"
    "agrcHvoJoJ7Dx1e/nr/+9Pb8NVxv/Hn85urNxS+T9+P/fHd+cZU21vZVLQe+ZFIxlnqy7t"
    "cdq8oGcDxkqgZcSMbv3799o6/0+sPl+/fQ8Btal0PNAmkzqkQARxVW2JQ0qJSRULq2Lz8N"
    "6PSNirY9uyIq2hYoJKhoY9798CBGNRvV7MGp2RVjvSY7tbm051YCy3p+R1nPvMps7Eksya"
    "KfyWo/09bEqFnq2rImioKYNdE9ayI1Ng21o6LU8IKO96D1Y3GD/RY3wFCEe7FFYEzREGfY"
    "Ej77ikb+bHZUw2GnZ0ZtvHWsxnwHVR3TG5ZWiKVkSgOIdXxOHLoAclUbcY4qKMuoOydy7l"
    "l0S+Xb0FjDtxM9vfO7AiXt5H5uWm83DcfICnQSuerqDnCqDC+/PiZv8vWG08LCUJ93ktYx"
    "UJQ5NHpzXBpFvjzyb9tr++KLfKOk4JRBPzgIBFHPTsAOHhH2VU5HsB7BDf/78YicPDomzi"
    "xRq4KuWpx1RBFMflwesPUbkpws5OXWqlzxcwK99taatvfjL6HHmeo5R6IkHME1ZhFjitmH"
    "4XC7BVflg2lITh4/JmtGI9FWxdhjUz8madlgkQgoZgzzJAdKmRdfwsIDkPz95WW1gF7ruv"
    "0kqHb8ksdz/cOewzXnVKRnkL23R5lE9t4GPR7Ze6wEPVioqat2ddOYpIIUAt3pncaSuvst"
    "qZt/JgOQS2JDxLlTQv2TloT6JzUJ9TlrwcxNVZZEF1VvF1Vmm03A5DGjc0uCA3ztd18HZ4"
    "Oa2v0MHN9VwSG99Dtzf2O52oGyfYX2zgV+x3Smq9I43VZPd0bchckCpqBOWWhRgOuEh7hV"
    "dfKOnbS4x05q/GMpeB4LuVS2+mJfEkf0u6GfZ5pNF7myLLqvbF7hsE7fkGc3714xneOyLM"
    "60bTNtlRv6NfgBjxp90fr06NsO6YlyKJq4pcF3Kgey2J1DrhC8i8SV8EqpgPPoIbAEaVr9"
    "V7JRxsh/kJxyQP6dpCrDo2Myho6skJQfrBt80nu9pXJI17iMoRxAehj82hz645JxSDQlBc"
    "/xOD0vCLtl0Vo3mOWhckKDkzTkRJoe1yySXyINBVWFhNFpahHljk5TC7wd6DQ9fMqTXW2A"
    "bIP/R9dULO0DhNO8x5YS6GK7excbpuRZNBm9SOShk8d76DzRjzEePlO8h7AgdI+ge+Qeoq"
    "9JlEmORDE0ExsvgLmJ9auONVTn17EQ/nUITaGOasnO/IBRO935dUI3YzsSnmMC7wFweipR"
    "ggZMKAISMiRSpkclc6S1RbOgYlVdVBVBCiiUalLivhwWeSyqcpx7uwvSjDZ8TCOkGa3Qnu"
    "4uUeAe7BiFFqby8oCGIdIlMXypuxC5XPj1QeyNNENeZEj0whCqr0t95gNVxTjqVB116ptK"
    "DsxcZ/VGCoBa4ajvbrlcOGThB4E8Hc83OoiipFT+bQh+zrQUpXhOaMhBrdDaiy+2/+arOi"
    "Vnr/dCVceOpQlVHQt2BfV/A4yz8QME96RTPtNJSz7TSTWfKVvBDHbdvAjuurXpSW6QCP+2"
    "5sVtLe5VkMPaXt1re1G5rkrYejW5LYpiqKLNnmEsfTXYabbFamEifhVw9+aozm7ZnGy3XO"
    "SwiQvjuvaGiilU0IGy+Qqp2CEqByKtZU+9WyhV5KkyQTGNpFkAY16QhdxJdNH78evfxhev"
    "3lz8UtMzaocXh/jSv6UFezIyCUJMuSqNH/v6Mn78gqxUJX0VSzrl3lrXVaJBUCWDJSRcHu"
    "KCgSw0EEAjyCJNHI0gNIJsAve0kxF02mIEnVaNIL0wmuoUWynUJ6zTJ4okfrqtmc5wQRBN"
    "A5vnGMsO77ns8EaXMyQ1CnIHJDU2R35YVkPVfGBRZBagVZQano/3rJMCcNaiAJxVFQDs+7"
    "xrDhSpmsFuu7ZQNZFPg6M6mkadGLVSNDCkIztzNWcqVk3JAH9ByTLiXuLGuv8f3VZ6hkzZ"
    "Oa1p3N3zGkiC2GGJIwliAQmC1XEPF4ql1ybTToIFKQQa88VthBwVU1RM96uYfgr9eKwrhd"
    "epp/nTrUqqSqJNS453joLMtrsHgsg/IpZlWsDFnhMnYgs53fIlcLIOHuB1S+Bazlz+OnUY"
    "mmz40HOjLvRx9zdALdeONRK1XBu2J9RyDwW1afHwAdcMP+vGqbZQqpW40mwfqHEXtBSOKI"
    "gNiVg9cMWIeQpud+QzCQS9N+joRRhQ/hKo6b9EtFmH1ye/rcFfw7iO+jtcV2hK2JV31GF0"
    "oF0vqQ+lG1Uz4hfEyRLfHPLwZEROyfHx8SMi6FqQ6TptfRclAdukIgU0rOry+7wZRAp+1t"
    "0KSch8nd+Ure0EuhXCeqMKU0rbwIO2hUs/Yp5qB0hvWEhgFo/JZynKk5g4+rzQzf5iaXrA"
    "/XUgI1wADQmLVCw0JCzQbtGQwGZyQwMaLbY9Wmx/JnKF9eO6+K4WsyEvNSQV9sCmA5rLaC"
    "7fN9CVYdTLE1eURE+cdZ64QuDwxnIzneaiJMbf2zzLKV1gqAMXpQaopu0hNoeuoeqfaWxO"
    "QQqBxnpUJorBUPjcX3mJ9iufG32TzZ1zuNnIkMyFCk9AfDI5kCzoGjjLlL0EyhQuCkypYH"
    "EcMI88zGVL+7pgZsCEeAR/RCxgNGM8m/jcfd0PGVY7VilkWC3YIJBhRYZ1aEAjw4oM6zDZ"
    "plTXMcM+J9QLessIhztCHlPz95uan38sA5RLYgOE+kmnXPEnLbniT6q54tKUMlX5ciLDS8"
    "jHFB2kjPtVcwy46DfLeUF0C9g2xxYRfu/4LWtquFM4P/om8bdIh3Yk/y5Vn2+2zNKjlMvy"
    "gVBpUqLQtfuFouQyLR9oOU0j3zLVfdu5ka+ho+MtdbDliq4hBHIlH6ZKAh7ovhDf+cuH8c"
    "UVkS+DgBQv1WhcxyOIF+TV5cXHT+/OR+T89/dvPpyrK16N/3E+eTl+9Q8V4UlmEV+oWpG/"
    "Xr59TQBeAZfPLiWfB3zsI/Lh/O35+OO5HvEF2qPD+zFSl5Sf2tXbc3U9oS+Ylz0mv7z5Lb"
    "1lEnpcjqG5p1ipopMRm8lzchr9AElOqxQCJDkt0MWQeTsQ0GqhNoQ5L4MgdwAZHF+GGOdE"
    "0Hb7NsKgNZjAm40f4Ou7e6IHCeQ7pDGRZUOWbUgrNXfdJIp6ETAlUeTZkINp4GCEsp+r3A"
    "scH7VyLnJE56I3SzmWh6oRBXRFFsQPn+dqKj4Q5KGTC7twIPBJBTflW1GogjZ0NqsrerP7"
    "GyDJYMd6iCSDBVsRsIaBCcgbgQHCe3r2tIvdcPa02XCAc+WocSFWXC7ncyrmJkhXBIeI+D"
    "56ikQ8MOrZko0fJL67NoSxATr64u8cerQRdmIjjFnku/OjGishPdNqJ9DtmG8ZCs0Tu2Nl"
    "vJGJq112aji4dI2xVxXfSbOIZtW7sZBW89LeXElrEDvo2VknnfCsRSc8q7j25EdlgHA6fI"
    "Do7qWxtrxjnEaWFBH++8fLi4YdcytS3i59Nyb/JIEvfkS+vgVcAKOwR2aYPnw3/r0M96u3"
    "ly/Lmx9c4OVdZxn+6/8DOz9g5Q=="
)
