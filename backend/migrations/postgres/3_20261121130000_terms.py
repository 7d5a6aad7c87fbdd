"""Coupons and taxes, calendar anchors, and what becomes of a surplus (postgres)."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
-- Taxes by merchant and customer. A rate is in parts per million; it stays as it is: another rate is another row.
CREATE TABLE tax_rates (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    name VARCHAR(100) NOT NULL,
    rate_ppm INT NOT NULL,
    inclusive BOOL NOT NULL,
    archived_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
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
    once_per_customer BOOL NOT NULL,
    redeem_by TIMESTAMPTZ,
    max_redemptions INT,
    redemptions INT NOT NULL,
    archived_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
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
    single BOOL NOT NULL,
    status VARCHAR(10) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
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
CREATE UNIQUE INDEX discounts_single ON discounts (coupon_id, customer_id) WHERE single AND status <> 'RETURNED';
CREATE INDEX discounts_customer ON discounts (customer_id);

ALTER TABLE customers ADD COLUMN tax_treatment VARCHAR(10) NOT NULL DEFAULT 'MERCHANT' CONSTRAINT customers_tax_treatment CHECK (tax_treatment IN ('MERCHANT', 'OWN', 'EXEMPT'));
ALTER TABLE billing_policies ADD COLUMN surplus VARCHAR(10) NOT NULL DEFAULT 'BALANCE' CONSTRAINT billing_policies_surplus CHECK (surplus IN ('BALANCE', 'REFUND'));
ALTER TABLE plans ADD COLUMN anchor_month INT CONSTRAINT plans_anchor_month CHECK (anchor_month BETWEEN 1 AND 12);
ALTER TABLE plans ADD COLUMN anchor_day INT CONSTRAINT plans_anchor_day CHECK (CASE WHEN anchor_day IS NULL THEN anchor_month IS NULL ELSE anchor_day BETWEEN 1 AND 31 END);
ALTER TABLE test_clocks ADD COLUMN everybody BOOL NOT NULL DEFAULT FALSE;
ALTER TABLE invoice_lines ADD COLUMN discount_minor BIGINT NOT NULL DEFAULT 0 CONSTRAINT invoice_lines_discount CHECK (discount_minor >= 0);
ALTER TABLE invoice_lines ADD COLUMN tax_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE invoice_lines ADD COLUMN tax_included_minor BIGINT NOT NULL DEFAULT 0;

-- opens_period: it bills a period, also one that a change to another interval begins.
ALTER TABLE invoices ADD COLUMN tax_included_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE invoices ADD COLUMN opens_period BOOL NOT NULL DEFAULT FALSE;
UPDATE invoices SET opens_period = period_start IS NOT NULL;
ALTER TABLE invoices ALTER COLUMN tax_included_minor DROP DEFAULT;
ALTER TABLE invoices ALTER COLUMN opens_period DROP DEFAULT;
ALTER TABLE invoices DROP CONSTRAINT invoices_total;
ALTER TABLE invoices DROP CONSTRAINT invoices_amounts;
ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (total_minor = subtotal_minor - discount_minor + tax_minor - tax_included_minor);
ALTER TABLE invoices ADD CONSTRAINT invoices_amounts CHECK (discount_minor >= 0 AND total_minor >= 0 AND paid_minor >= 0 AND credited_minor >= 0);

-- What each coupon took off an invoice, and what each rate made of it. counts: the period that the invoice bills is
-- under it, and its discount used up one of its periods.
CREATE TABLE invoice_discounts (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    invoice_id VARCHAR(40) NOT NULL,
    coupon_id VARCHAR(40) NOT NULL,
    position INT NOT NULL,
    amount_minor BIGINT NOT NULL,
    counts BOOL NOT NULL,
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
    counts BOOL NOT NULL,
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
ALTER TABLE invoices DROP CONSTRAINT invoices_total;
ALTER TABLE invoices DROP CONSTRAINT invoices_amounts;
ALTER TABLE invoices DROP COLUMN tax_included_minor;
ALTER TABLE invoices DROP COLUMN opens_period;
ALTER TABLE invoices ADD CONSTRAINT invoices_total CHECK (total_minor = subtotal_minor - discount_minor + tax_minor);
ALTER TABLE invoices ADD CONSTRAINT invoices_amounts CHECK (subtotal_minor >= 0 AND discount_minor >= 0 AND tax_minor >= 0 AND total_minor >= 0 AND paid_minor >= 0 AND credited_minor >= 0);
"""


MODELS_STATE = (
    "eJztfW132ziS7l/B8Zekd9XethOn5yZn7jlK4unOTGLnJE6ndzf3iBAJWWxThJogrWh35r"
    "9fFEBKfDfBSDJC15duh0SR1AMSqHrq7X+PllzE1xETx2PP4+HRc/K/RyFdMPlH+dSIHNHl"
    "Mn8CDsV0GqjRFAapQ3Qq4oi6sTw6o4Fg8pDHhBv5y9hXtzgah4R9lWMInxEeMrIMaHgMoh"
    "53pawfXreOSkL/z4RNYn7N4jmL5Nj//n/ysB967Kt8qvSfy5vJzGeBV/hNvgcXUMcn8Xqp"
    "jr2a0+hvaiQ8wXTi8iBZhNvRy3U85+FmuHxAOHrNQhbRmHm5nxkmQZDikR3SzyoPxFHCNg"
    "/pbQ94bEaTAMACaf0E22NHk8nF5dXk4/nVZHJUATKTyKGWHnLlXEjo/DAW6vcv6NdJwMLr"
    "eC7/+fSnf+n7bHHQo+CGv40/vPp1/OHx059+gBtyOZN6gi/SM6fq1L/UJWhM9UUU6luYFy"
    "xy5zSMJ2Z4l8R2A3x2YIv89q38bqHPfaXyqzCEOSeCEHeA2OUeM8E3Gz9AcM+6gHvWDO5Z"
    "BVz1fwNws/EDBPf0py7oylGN8KpzpZdXInlt9vpuJAaJcSeIWxAuAwyX/zORu5Yfr6swvw"
    "njhr2uJFbCWj59B6xTHcIaqK/hIX48PXn689O/PHn29C9yiHrOzZGfW9B/c3FVgnbGaJyk"
    "imYR1r9/vLyoxzUvU8LU892Y/JMEvuiCrW3vcQtygAZceSHEn0H+fX38bvx7+VV+9fbypQ"
    "In0+LTC7wsgX8dUbizAfRbCQT+G4CX5331jN0Xk7xIr4XENsx3vZJQaVj4t8yb0LgK62uJ"
    "S+wvWD22JdHyq53KHmd/fH+rdguQV2/enX+8Gr97X3jJX4+vzuHMqTq6Lh19/Kz04m8uQj"
    "6/ufqVwD/Jf11enJe/hc24q/86gmeiScwnIV9NqJfHJDucHSpqOxED3HtMc1FyB7Ns2yf1"
    "vU8zcDqzmxzdAAem1L1Z0cibVM7wU940tnpqcbooH6EhvVaTBGj+a5Snw+STXfHlp+VRPV"
    "u2OT26gzGDXxjz5SRZduXNiJuImC9Y9EgQHnksIjEnWl8nlNywZUyWdL1gYUwWTL7BHlnN"
    "WUjiOSNTKq1+l8GlA0GmLOAr4sRz+VBzLl+IhR/yyKkh4fZ+yy/hl9BJLzHxPYf4QklnV/"
    "VDMgv863n8gjgh+xpP4mgtv1I1TrBY3s4P4FHkYTjkJeyYjIn8mgUP4VmncKlEMA/OqudN"
    "pNIdfAnhJtmPg18UXjN9Z/UzkWm0iItBptEGGiz9VgyhLokh1J2gjiIWujV8QhvOW5kBgv"
    "ykA8ZPGiF+UkaYhfCra17kl5wHjIb1GOekShBPpdh3iHELqC8vL98W9MGXb65K8H569/L8"
    "w+MThboc5MfaSq1YX6U9vwZ0/7rRtq0RHpKJ+39OT588+fn0pyfP/nL29Oefz/7y08bWrZ"
    "5qM3pfvvkFkC/MUI0hvOBS/ekzD2VJnITek5Bpu1phNvXe1QkPcMHfg6t0Y2T0wfsbgLaM"
    "8Nk3zjPqB/W0fePikhcZ0sKyMwIzZ/maMlslUSQwbWO2imsUUBUTTV+YLVMlweGtVE86+c"
    "eftPjHn1T947csEmbOlpwELlU1SxVy8A9ipUqWXs9pLkriNFs3zda4Wl5qD8KvvESu1w4Y"
    "tbtbUm/EBKiEzv6WJY1iiD+mG2dGPKcxCXk8ly8AYVKMLOiaiCULPe1YIH6cuibigHnk8Y"
    "xHhAYBXMWPR0T+K2BC/AB/RCyQ2zXz6twuB7wzejnssKDQy2GB8YpejoNBTV1XUYpmSBel"
    "EGh0J1ngTkJa3QJaPVV8+sxCRXRA4diHnoWYxkkN99u81GwlBrjQ7D7hIP9YBiiXxAYI9V"
    "74wUQY64I5keGRsHvQTpAvHCqRVJjmgIt+s5wXRO+VbXNsG1l4FdFQUDedhmbOMD9u1I06"
    "jLciHRnEy5CRBb9lKpJZsXm5cOr0siNCddzxJhhZLmueIH58TMZLoPd+5GGwrpKEu7y4is"
    "LemtabKGypFF9LofQMoaFHnDBZTFnkEHVIkJMROR2RJ+T4+JisfKAn9dWJzkq6ZUTbOES+"
    "8yINsc6e7kuorpgBTGex3Dp1YDg8wQooTz8mrpxDEvNj4qR76zZKnEUQ572ac+L5nhz7gr"
    "DFMl4TRX6SP/hUlY9IIoFUp0W7P1KdNiheSHUi1TkwoJHq3DfVqXd/M3ptK4P0Zm9izTwm"
    "7BuDwayDHYm1e1pB9kGsocvEgjWlxvAym4uGC+CU9J4SbXHnuQZDrbHxAgNcmXavQCLfj2"
    "k4w8DZD2+5L5dmQ+KqIIU4342zSKab5zIEu0YUEb8bce4qk72PM6kkij5D9Cc1+pP8IJBA"
    "v+eB766P6l1JhSGjO7xIevBkCaN9ZuBBAl8Go+6cZCz3MXEiBil9Hl2L1BFDZhFfKJ/IzI"
    "+E/KdOqVSOoZCky/ojIQcHAVNqYb1HaV83Ux4mkUTLIBHOc+3aoWndHXLt3zLwWbk3ZMrW"
    "PPS2rh9VagjKB7l8If//cvx2fPHqXIWzU/Lh/G+fLl5/q2vHJp/Dg3L2bN+rKu7NdSaLUl"
    "hr8htqTc78kAaTrRe866tflhugabl7fvFajmINb3sjwVIUGhKvsrOE08xkoXNGPVN864UR"
    "5xqck6V8GT25xfoLuK3BclGVxAWji0OCr8K+kNfJIugdQE9VVDMzfiNyOIiPUk346CA4n3"
    "TB+aQZ5xMsvHCA9Rkz8pEU2S8p8mpj0B/VMiK586N2OmRLDfRhQlK1TSfF+xuigXlkuiZ+"
    "LFgwOyadygrfwYLs8EaKASmXMFbVknXifsD5jbwu8CLX8s19DtWL5UhFdcg/gSMhyfKYjM"
    "HXSuiGdHFW0HfBIUIqr5o3WfEk8MicBcvnEGHLgRAh786vfr18PcoeTkUJjz9d/Xp+cfXm"
    "1fjqzeVFSqq8H//nO3kQfuCcht4xuXx/fqHkQnnuzWsY9cv4t/PJp/cYVPtd8Cw2EVz3ve"
    "liUO1QoLbA8fbQIL83n/JDAxqDJA60hmC2+n7plFV9F7FmfFcNTcQG8PruHl15d6M6u5vx"
    "SKDU9RsEX/YEzKpeLEqNOKYr28akYFHlhzfPAZXfpXn6TElsePsRFlT+LrYlLJDyIFYpdN"
    "8Mdpotct8ky2bXjTo3usttA6M6umze8pVc20mebRPgVnCWLHKBqJguHTJPQi9iXjwXuohJ"
    "ek45I+RYGmb1Q/xQu2RUPWNB0rRtadBUXTiHujG4dD6nkaoxvWFwpRkJ2e22paQKn/WgKA"
    "k8xKZqCnhhio8Xp9dZUaF8PdC9Ev0rFrFG6F+xgLBzuceMHCvp+AGCe9YF3LNmcM8q4Kr/"
    "G4CbjR8guKedbKPTFtvotGobbXcfA/OoKDSgwrQ7M5C8RP5206oNOZkBvr67j9eTr6HPPR"
    "OyOSeBb231reVQN0FiNMl8/1VoW5vR1spjW9rubWlBLWeLybSmWFS7vV0QROrXNms7P8ew"
    "KObML4PVq0YSV7H6j8gc3F0Aa9uitWtkqTQO/dtehGBJFJcom5copPcfxDSjX2wXC6RlTP"
    "pYEcRHLXx6OmLUhVWfaL65I7n+Oa2goERz7LOiqrXtBcw1D1nGWNfUEO97EeSk7SBGkZO2"
    "gpNWX69hxH9eCGHG2s69Ini6xO9gGzvrC4Bapta8D2hrkIA6302lWcqh3dsty8HaD75RSS"
    "Av0l/4kHCZusPLjZK7yKC6YsdijuqKDfsoqiuHgBkWJtP8ra0IQtwAsT1bZeZ2q98oc065"
    "1m0yHdd5j5wmaxaNCFSTZBvb3Mn0XOeYfPbjudwLYyZi4gbcvRkRoP82/bTUXqlqBagiB7"
    "csWkPTrmsIb5Obox/VxNMd5raqQEIsX5kYiE3IZHSeq0C5d+fwClxcPRJEnmZipCXI5Wdd"
    "s+D89/N3769wp7fmI8Wd3ootiC2oH5iAvBEYILynZ0+7RHSdPW2O6IJzGDF3yIg5uZHQwA"
    "jhrcQgMd51BjGSavsm1djXmEVQLtdsvyuJDS/78KTTenHSsl6cVNeLgvZoAndF8ICVHDP1"
    "9uhAuO86NBR0/onS+Q3f8Yrg8N7yPdA3GC8y1HgRa7iN175wmyMbNmdH7dyGl47rzG2k/L"
    "2qYBjdEPizkCQ3IqrPnLT+uVDNJgLI8yOO7jTOQ+dYZfhB1Ln8Ame6wuK2HziQDnXcxiFu"
    "C9zG+NXVm9/OR+TD+bvL385fK+riw/nVpw8X5691IchtR42sfKQuJ6Kuc82591yXYUzTBH"
    "WiYSKYh9yHRWs1ch82bJNYiBELMQ4WcvThHcaHl+7wVZSbs95yIkOKgtlZXkNeUzLBtSSG"
    "yThVaIW8WR1b2ppHuBXC5MHuyYNYOHTPpBLSHH3e8O+C5iiw4xLCPpOcl8P8Nttm2Boi6/"
    "yWNbFY+tSoncJiMMikQYkcAdExusmGiEnMQsGOiSOYfLFCl+W4oSSM/UCNjFhA1/LhF1Oo"
    "WuXHG76JEZcvFn48IitfvuNJTK7psiY+57C3Rp7JDjsFeSYLTMTs66rRulvyJfJSA7JkDp"
    "AqUXA8AmQG73c2foAv9l686SKZ/sFc01WkKDVArAdFVtu2kOwZ6cOn4dsG8K7pPLoOOK15"
    "bZsbuOdEsHv7N3Rvj0CJEKbLc1FqgMvzXrZC7qqoxz5URUkUCSmkK1rpio8Qh7g4aiYt0g"
    "GjDtTFRKixHRmMK2n1Q9eLlA9Iy1D7EA+TmYaPBNGXHBEaeoonUBKQDqRSfCAuZZlM5RI+"
    "V/m3cjG/3ZS6BpKhyl4c5rYQgQN3ivjqETRbdW/IQtc7CTMaRCURq6yl9Ek0/fNCZzAFvh"
    "w8ZfGKpZE68YoDpbK9rerbmjIolLgRFfNvJUxssuQfFIWiur/0M+4rokPyAx/YxN98XD3n"
    "ol4eJ8RoQqzZH3+Rs7Oi67HbEp1aGnPHLnmtR0+oaxqqGs786yRSybAipvLF0l0k0guSZZ"
    "Bc++ExGQcBESyO5UwKQiO5JzEaqC1KbwYvCPTn3ibCLmBLkWNg/ZbPWB+vesB7I9lv+05l"
    "k4pw30vintmj9AMzgTknMkCId9+DQv5uZpSzvBEYILx7yaldGLZQWQy3hcruw5ZYCD+8Zi"
    "FujcHLSWEQnkEQXqrbTLReUwX9in1tdMBWRAfxfrdRcee/X7Vz0Bsm7u3lxS/Z8DIxjRHS"
    "2PDTytcbmWZzS7olPq4wYtTNijYJlxsDxTuVRrdHVmw65/zmkVBBbM/JLYt8+Uu8ERExBz"
    "MXet3oXEqoS/04NdZHxGNesmTkhq1/GBH5gIEUUr0byR98WmM6H+SWaDHbYbahxWyPxZzx"
    "a4aI10sj8B2A1+vURK5TJoAXpQYI9OnZWReL+uyspQrYWRnrG/nTTFDOxg8Q3/1U9YkSYV"
    "bNJxMYIMK7rwGWBmyaAJwTOWChpLQoxtGB3uRdc0MRm7Go3oXZFq6VExpehOde1mOeRJNe"
    "YFcEEfBOgLsB9Rd1BFxzEGhO5JuCQC0D+9AxoFPu1Sh4zbxnNn4QG+OhyU5M+t6zJsKT2O"
    "VmFXVzIsNbrM86adNnLdr0WZ027TOTZq2b8UjW15D1oVxqJ3G07sHWl0Qxjd02th4TAB7g"
    "REfMZT37LpdEcaKtm2hr/G9voAE6j6GM+j/Y+qjWA1caM2r3wfnb0cDfdvTCOcLlS10aYj"
    "Xnqpaoym2QV3hBnCxXbE7F3NFZEDMeqRNCvleOGup7QudgbKuXysuQoKFl20HuiD44O/wR"
    "6IOzwBWkPjgjqzUTQHg7wGvoYkPfmhmXuwRAaiPMWkiBvNAAkX7W5SV+1vwSP6vxTWz3XT"
    "P3RFFuiGB36Rv1rLlt1LNK1yity5iw5VsJrJjwDWw5Rlb2mQq07Iwsu/CW+y47qjfp0pOj"
    "O2w5PayjDfc57X6dVgMifCXvRCDXHbTvKZWm0ZzLhyeObtNOvISRv0pTKaYB+ZEsqe/J/8"
    "k33FM9s//vX8lPTtVu28tdICn/IyeLxJ2nOYjQ4RNsw6ySYQQ4PCeOvs5fIaU/u2TWX4T8"
    "uxL6UYuGbpB4zHOOySt1L6HS/NW5kF1LreAWExttUqTRRLTAhtH1LkxQ3koMz+02qAJvD+"
    "1VtqAbyQN7uXVrhomIaWSsV5dl0Qlqm2JdImNCMdFzVp3p1hTXsijmuWKzCWvijrALcgXk"
    "HXdBzsy2ycIPeY2i2VosuyI7pEikAxfUyozmPhNRlcWJ6D0R0HG6xxwUxBD+b4I/44r6zk"
    "NVHiek/4T03R5wb9hZsUXq9/oWinI4Ab0nIGPH+0xCVRYnovdE+EIkvfyEBUEkM2wmM7yE"
    "9ZjgrRTOrs2zq/Yk8+nNieH82jy/GMrxIKb58P16bJvNXSSs2RYc8wpYJBVz0Rwjk40ZdQ"
    "qVmbh6uEGnC0i/I6k4SRs+qDLaWQDBiMT0hoUkkRMPDR0ivlJ9I0ZEcJ1/kPXNnNNbeQkO"
    "LTLr21vs8V7YXMJWD2lzZIvK/GyKuWgz8kqCQ1rgHlIfg3SJe53y6a3r4GZQx4UwI+kNgw"
    "d5suQhiTm/kQuTXJnCbLk6Jo6+nvMc+gOrfK1kqbrmyBUM4uu0U1dsW/PoAxDFp5czP24O"
    "JzzAfTHSz/b10KaN6L5Xwz0H62TLhOGbXZBCoLuE/KmVzTTgLy+EMHcJPsMC5DuvaaID+P"
    "s4IcqSQ4L30L6gjRJnEGW3FcL4uvb4Ottsgbd+yI7a7AA1oKMNEMixHfX/S6lPw3ClRM/5"
    "CnRtaKbp8sUyke/Jc6lLy0MqD4d8JX8mUt/y47X8U5qh8CrxiPwH8VjI5UcP/xqRCCqspy"
    "XUq4r/vm+Y9flMs5B86Nk54xHbpAulBoN802L5ngniVEM5nMzEkKfQhLBo30cTwgKVC00I"
    "1G2/W902/xgGb29JbICv715qTaIlYYElgSHflkwEhnzfO/wY8m3RhGDi6EMJ40lni9X1ye"
    "k0z6y2Yw7OslWzDMTNRBE3fZbXOmlcXHsvrhlxZmA85kWGhPzuir1nDKSJ6VgQGqDhuI/e"
    "dRty18xGL4gh1B2gVtQ5PIABznmZAYK8m/ICtvmXrujXozb3EpwfdfMuSTvIsDQdFF+D94"
    "EsqKfCt+rDvHIxXJvy3lnQ7NQPAtEppGxvN0MnkB2rFzqBLNg40Al0IKCBdQI4DJEuiSHU"
    "6G+7F5MJPUAWcAEYS/YwYsneMu+aRWO3JaukOOQOjT9QgyfUNckogQCvVIJM1+QxdDsfEb"
    "6SL8uIZFXTfpCq+JQGNMzYPtUQ6IYtVb+fbZXpdIwgPAzWz8mCh2xNVgyqT4PGvqiPLzvc"
    "7SHa7HKWr4udihBnDu9ZenGXhiGXz8OIWDLI9nMCKrJMLodoeFXEWSYuQQ6FxFmCmgasOW"
    "lmqwPjvoSgsV7LCUXLxB5VAi0TC7Q4+OBNMM7GDxDcJ13AfdIM7pNqh15YRw1f4rzMAEHe"
    "R7VwLEe633Kkhb3fzCypiPaySyzzQt+PWbLVkMymoCh3OLvwp0Ghn9NAzeAvCSL+/fBvLG"
    "3Thv29VLcZFu5YOapxQr73YCTLiJjzMI4aejvnB4w6kTBMjvWNsvrYdY7loLNYXmTLdYC7"
    "s8JZqEHEj0dkNWeRojg2XMoNY0vgQZpS+vZ5N+Q37DBRkN+wwDrMMYOmPsGKJALeAfB0TT"
    "IEuyiFQCPvYQHvgd5YCwyQGiWpHwVVugASUSYzYpmt8D7ifHbUYivoAd1shSWMNTEVVPm9"
    "W1V5NFPJHgkylYfFSIVQBkHan3dBHju+mMzkr3B+IFyVMV1B/KQrH5sIX/kupSIPJJG6bo"
    "O5sM87glPWcefMvZHGuly1/GBjhIRsxWCYwinvZNVBoFCIBC7BPELjF4QtlvEarBPVjFia"
    "KHA+BKuEXHBy6/OAKgetiib9EqqnJ9JGJck312ZFu2WHKgbaLRZod1RM9AJmQrlthJBts4"
    "5tK6ju+dXWSH8vC2LH3Q7B13o7rNEa2wL6clIY0de9+2o+EstMTy9Los3U22bKsd/d8c8J"
    "IfT9/ZQbNbeK/t8/Xl40OCoLUuXd23dj8k8S+OJ7nIYWRAGPwrKTreKP341/Ly/wr95evi"
    "zvxXCBl/ZZp1fbleyoxUbNDxt1slTLS2S31h2C0UD3zxAshj/SL/2YfI78OJbmmvYtgfWo"
    "M/3AAJhSwUjEZolgQpWUDwMmlFm4JiJZkJiT/2ERr+/gsf9borFoh5qFxqIFGu4NM/ICpM"
    "MHCO3JWRds5ahGcNW5Sjf2P5hr+h4XpQaI9T4qWWC1yYbI9G6h6W2x6dXgdFd5A/uEdpVE"
    "kW2yjm2yRiN+l27n9Yrw5uwd+m+mFHTUesdEqphy+DFx4P37Hx4y5dPQkVOQOOZS+XF5NJ"
    "JW1S0TL4gvZx+uT6gc8OnqFWG3LFqr8VUNd/eXR23Wjr2oWZt1uceMmNp0/AB3o046VouK"
    "VdWw1P8NwM3GDxDc005b/WnLVn9a3eqzVcoE47zMAHF+9rQDzM+eNqIMp8raq3rgSZ+4rD"
    "rZAYK+4/gszE1A/XXf+ut7ul6wJvU1O3mH9rrUwwxCjOQ0SgEgPOU7GzA3hrJsOqjwmHxg"
    "M93BR6qcm8MjAiUTKJF6ZsxeEMelyziJti16lHpKYyJf/CBYq2ig+lijw9wago7GJAWGzC"
    "K+UCxwGqunSziEnHDQhkdkrgKJyLW8/oqus7SHYzKWjyDfnAWNfVc+8fLHZElgknT0Eo+g"
    "HN2UzeU3CFXpvoROIlRu9SbAackiwUP5eJyo2tjwyzaRTFDbgpI/+BQIbJ5EWD3i+1DVkX"
    "g+YAy6zlIybdxZFEOobS4h+MCihdJNZtIvj6VeGnHvEPAIKqDcwyfJ0jR3qCKJeN+Nd6oK"
    "mQCdE0GEO68kPZaPgW6KuycOsXrVjguxFwq8JpE0Z41Iw5wIQtwBYszhxBzOBxAUW2SEzK"
    "ahKosT0XsiopS/6zMRVVmciG+ciMmSqd4w/aejegWclN6TAgR2UhO33xLkt5EY4E68e3Un"
    "Y0fku8tAhzHSLWuFh2eHnp6ddYH97KwZdzhXLsqiytgkUU0W3BX72qQBFaSGAHWbW/T896"
    "uCR7SSjLLxir69vPglG17OUKnFnX1d+hETPRzVtRfAvp62uauLcSBu4IdMrlNUmAYylyWH"
    "8M3tP2pco0a9W99sR6lKDg/vPXAWEFUxjagZ81aUGh7Ouy8erxCDMi1PjXHeSA0P5y5he8"
    "1Re5WgPQwhexB7crL0ek5zURKn2eppbiwSbleF8P0TJ9/UkM622MtxHENA3lFbCGY2ZtQp"
    "ElN+zWq4QURmHK2PieN7UozH4H6Z3LC1iiP0WOTfMm8bxOh7L4gzA4bCISLmS0EoWUbc1b"
    "nsFMquiVilCQUMMt6V4CryYzmx9TGZh7w5xjfaYeBgfKMFtmW2XpghXZRCoDG60RqcrYlu"
    "fGgveFProEbN9D5aBlmumKKv7oA0X0nbNNPsKqIDhHz3GaSCJ5HczaB4FqtZl5sddRXBIW"
    "yFh/bVRSxOImMfaVEKcTfHHYMC7ikoIMPOfCutSg4P8mdddtRnzTvqs0ZHJTqG0TF8/3jv"
    "XmPMUDMtlVOWGx7WJ52Kupy0FHU5qRZ1UY1lWRTVBY42g12UGh7UZ52gPmuB+qymfk59Ne"
    "2WUuYDLKS9M9M9lMr0JI7WPbyxJVEMhLPZG6scTE09LtrnuSSK82zzPM/qjbbG1XHWYKfh"
    "6qj2YO2fNv1icmL4tdj8tWDE2YOYZow4G+w02xYf9Y7JV6QYidMwZNQtOmqhRhsER92wZU"
    "y01AtC5Z8QY8TlCdUCZNPKPi26lr5Qx2RMIrbgEL4EY0VM14JQCFiK+EqXgJMSIZRKJolg"
    "Xn1s1AHvjaFRdlB8GBplAbuKpd8waOeBAN8D7YFCjBWcviuPTPbpZ4tun2UjLzs8d8FeHe"
    "v3HNFg+du+D+SN01IxI9UgI9U4GRXzUJtUjTK0WYGHBQ/l5SsQNzftLcv14tRtQ3rHlHoG"
    "0ppRkwjsshhCW4XWF5tnrAB7V3v1nCB2WO/eYR0dCH0m4LtglovhyIqe7DHNRUn0Bto2y/"
    "b4DwIaHtW7DeDM6A5vgRzTuR8jtG2JOZkma52P7CUutE+EZjPRLQ0m/6aymfN9V6T948Ps"
    "r+a+O886wCxZ5PMaR8CubwDtad6rPwWZsms/JDyUIjNfvu7Ek7fSrR5j3fBR9cJxaOjOeT"
    "SRZ53n4HwAd8OKsRvy+ASGvOOhPPXDKDulNDb5ryg98CXMrqDOONmDwcOqIwKukjo25Cct"
    "mM7nVt3R9TP6IbopLOIR0U1hAYWbLgWmGdwFKQS6iz8IG6Rig9SDsOR7aJDa2nm+OflviJ"
    "3nD53+t9HQJAA1pk5b8YeS4PBIxpNuaSMtWSPVOhspaMoXbECGVQWRDqtyM3kN3gDcshhC"
    "2witV+eOvwtYr9Yhj7AC1SptYLifwcKbExnEjrdvL7y8u1w35TtomEKWE8JMiZpXd8YodI"
    "apQfXvHy8vmnJPtjJlZtR3Y/JPEvjiewS3BTlAo11tK2tooyLRCReoVG2IaNrRuiv0WwkE"
    "/huAl+f9ejulcS3Ji+BKUqdbRO7c7+dsKYmit8U2bwu6Th/ENNvjVIugZEi9Vy1Kq4m0ut"
    "VgUEe/2mdwAFECnjhwJMn/SpR+5CFx5ZUFUW4rRrKGkSM4oPqEEaBMxDE5/yovH6y3XiVG"
    "4hUHP5NgcdXLtv/boevKDlofXVcWeFTgOzP1W21FhseG7qHnvOdxU4jzMohxlzwxbHGMLY"
    "4PbxweusUxmhZoWuzdtFBRKUcNxoU+ead5oYZ1NDA+csisl5NLBA+851L5F8l0M0JFr2WB"
    "dDoaTUIptLpPVn48J5BAvybLBLQ/waomxT5ugEaEHToAGhE2qF8YloVhWRiW9d2jfeiwLM"
    "zL32NEAPqbhmstoFH4IKbZGqPwgzKO3qcG0FGtbVgaM2o3EbW5NclsKiNfFCQhqZ5sqT3n"
    "/JlIhd2P1w6Z0muhi7Kl9hyQ1cfE0XEhKj1rlSY0aReTNFUXvoDmlpAktfEZqT6XYZN36n"
    "APADliWlZ9p7n8MlW3WHfjTJ9lRQVZUt9TheXgRGrBQvpYegk0XS2yn9B0tcF0xQpzA3Y1"
    "PjSIs32oinGjeyYvMiTXzM7i9jAI9Z6CUO+tXa9twO+9AuVGvzS1IIuSyBPYZkAiT/Agpt"
    "kmnkD+b37Fb1hD0ZfCiNGdHAGMlZaqHGxQKT7ww5vUBucxhTNE2kV+SB47M7rwg7XcHJwf"
    "jsllGKyVofzx1/GPp2fPNvGicD+wtKHse31B+N3fAq1yO7ZFtMot0EgSYWyR50QQ4g4Qb5"
    "YpE5ALQghzB5jVQj+ZU1GTqt+Mc1FqgEDvvq99VkjVXL0tSqJ6a516i1bMg5tmaIfUp62Z"
    "QDLiu5jfiN3KLa5f4dm8JM6ybbNsExeRhEVDuXxudCf/IEcZEA9aQPECQaDDypc0ijVRkD"
    "a+OyZX0v6P+Aqsf5cvFn4sX00yZTOui72StDmHOi+v09STbl83g5CDz778rBLIw83Op42d"
    "iB+TlbwwgVmCWrhwjcwZ+kjIwwENXXZMLnNPoYPq5xRuLB+CZaNGX0JnFvHFJP23zhFSMQ"
    "4xBX4EHiElTNIhhF7LL+U5mcuXAGrXBoy8P794/ebilxG5huiJ1VzKffz06tX5+evz18fE"
    "UUEQE3U9hwi6Fl9CXfM2i44o/ZjMXB+R6VqHTciLpI1vnTSNOL0zxHjINUPEZEGhPK563p"
    "WqmktDsWKRvDrxOAl5/CWc01sJi6P6EssHiflS6CLCLhNCIxRAV0F4KNWZmgA0ZBX5sZz0"
    "F/KHaAPXyboMLlkkeAj3I1TcpAEkPpJJNtmBSCZZYIJnHUcNQw8KUgg0xtLYBLU13Rot05"
    "73nsyPadAWpEFjtv+es/1FTOOkJuapGd+txADR3X1yTiQ1/Lp8s2aAtxIDBPhJp8S+Jy2J"
    "fU+qiX1V09Jsxa6Xx3W797qdM8WrM9EcTlkSw5jKb6moakfXWKu1xr00jYUupRMWRXWLUH"
    "tv063U8KA+67Tun7Ws+2fVdf8egkesBnkPQQ2RX1cRu63OeG017O9689xZgkHIvsaTOFr3"
    "cIaVRNEbZps3rLAFAKs/UXmbpvNcEsV5tnmeZ/V6VbOd0aBK4eqoNmDtejP9YnJi+LXY/L"
    "VgQNeDmOZk6fWc5qIkTrPV03zLImHWNyQngftfuv9ZE0P10b8O34TjOIaaI0e1oVTFIaP2"
    "iCohB0/8UH7LanjXqi8RD6/Jkgqx4pGnegBQFdSUlUxhPy6oH0DZTnlDMSI38vVU3QNCHo"
    "+I4Dq85jqRJ6EK6DWLBRGBvICqlMKCANpyqwqhNRVfDnxzDN2xg+3A0B0LiCYGn5YJyBuB"
    "AcJ7etYlaUaOauGlK2kzM4lXfX+7Zns1J4Jbdo3JGnAXItT7MT0lWTRebVN3rVLOJND/YO"
    "tmzSw930EtkyMnN2zdUSUbh+TDR8hnlyI6yNz3ssBk58b3nBc6Rjnyb+WLSeY0mOnYaRow"
    "TxdVV8HWVMQskoelLV+Tab+3u6CSZcdOj0qWBUrWMpkGvjv5Y3VTRbo5KqMohUEZ39JtVa"
    "9fE71uVSehuQh5VXIQb3ybirCPOuTIQQ9WWysGXcZ+1DPpNC+JOrlts2yPTp5rLHRUr5Xn"
    "R9yll+fGdlXM89mYiWBpOqguQp1y7Q5RaR9ajwZ16ZqJF9AVScVwkwW/ZYJwqFw1XUPW6J"
    "JG7Ecaej9C6iMPsyTDoqp+mPtCcup7FvncE0Se1ReE3EfIlXRo6M55BImax0RV6pbGwNSH"
    "rFZF23q3KoXUF1nJbI8kS8j7dPQgbXU7I5LW5w7k9ytilVL6JdSJrpBEEEPqpXwCwkJPPr"
    "8jl4mAubH6gZBgSuZ8JeUhDTS9j35WqM0twfCk4ZGmkqpkVbgwxPEQ3aJqLl8IFsrnXn+B"
    "uFcWzOQtRJy4NxMdAp5KrtNHFJA3ym/gmf2YADfD5F2uIl++H/CEcJM013fmR3K0KhGe/g"
    "KJfARNc8dk4V+r5epLqHoDZzMFJHeabKow1zirsCM1Tv0SHqJRZZFmj0aVBUYV5kIezn7V"
    "3QZN83sLUgg0FnC3AWIs4L57dwymi+47XRQytFJ9sEeeXZ30kF7kA2fZ5ZTzHpNRJ91rMi"
    "xjOO59Lnomd+SFkXeyjXfCnPlDNrTM2B3TD6kgiBy91V+RJpomipgyneeyLK6X38FMs7oW"
    "wJ3mmdU2A8ZZtmqW88y66TyXZXGmbZ7pGFwO/RbukijOs/3z3GPZLgjiHNs8x+pkJOFf1b"
    "AHnAeMhg2qdkGwNMlTKTks9frl5eXbwpy+fFMON/r07uX5h8cnajLlID9uoAq2XmQjnrIg"
    "NUAz8qSLGXnSbEaeNJaDXTAJltezKmxBGEvG3O3Y0FEPplvGVgr3C5v3i3x8ihkDVpQb3p"
    "e0lwpXVK74tz0jVsuy+GHZ/GEtoQBcv7WzJIrzbPc89+x4VBDEObZ5juWlkkWfL7kgiHNs"
    "8xy7EGEc9EkkyQviHNs/x/3ShYqiOM82zzOTEPaZ5LwczrDNM4x5fw9imrEo2bCKkuWy4s"
    "ae1yXRTg8bdc+2g9erc87dR07k464h5Q0KgknRH3m4ySLT+VSqCNiKCkLlfetaOva9CGZd"
    "2UF1Y9aVBV6GwidsBneNKELepSMaLJSGWOdlEGRMCzqYDoNJKxYlSlipUL5SZQnu1ijTcS"
    "YqZVrxoJtOqcoXUJK/QNo9W4BO6LDZDOI+blUG/gjKzW6KCej7PNpUOYB6AWntAa3VOmTO"
    "Ay9VIrVqKWoK3x76CaC2w8dXv56//vT2/DVcb/x5/ObqzcUvk/fj/3x3fnGVtt32VV0Hvm"
    "RSPZbasu7mHasqB3A8ZKoqXEjG79+/faOv9PrD5fv30A4cGptD/QJpP6qkAEcVWdiUN6iU"
    "lFAaty8/EOgDjuq2PXsjqtsWqCWobmMO/vAgRmUble3BKdsVk70mU7W52OdWAgt9fkOhz7"
    "zKbOxVLMmiz8lqn9PWxKhZ6toyKIqCmEHRPYMiNTYNtaOi1PACkPeg9WOhg/0WOsCwhAex"
    "RWB80RBn2BpW+4pG/mx2VMtkp+dG7ex1rEZ9A2Ed0xuW1oylZEoDiH58Thy6AIpVm3KOKj"
    "HLqDsn8g1g0S2V70RjVd9OJPXO7wrEtJP7uWkF3jQ0IyvZSeTaq/vDqcK8/PqYvMlXIE5L"
    "DUPF3kla2UAR59AGznFpFPnyyL9tr+2LL/K9koJTBt3iIChEPTsBa3hE2Fc5HcF6BDf875"
    "9G5OSHY+LMErU26DrGWacUweQn5gFnv6HKyUJebq0KGD8n0Ilvrcl7P/4SepypjnQkSsIR"
    "XGMWMab4fRgOt1twVVCYhuTkp5/ImtFItNU19tjUj0laSFgkAsobwzzJgVLmxZew8AAkf3"
    "95WS2gV7xuPwnqH7/k8Vz/sOdwzTkV6Rnk8O1RKZHDt0GbRw4fa0MPFmrqql3dND6pIIVA"
    "d3qnscjufovs5p/JAOSS2BBx7pRi/6Qlxf5JTYp9zlowc1aVJdFR1dtRldlmEzB5zEjdku"
    "AAX/vdV8bZoKZ2PwP3d1VwSC/9zpzgWMB2oJxfoflzgd8xnemqNE631dOdEXdhsoApqFMW"
    "WhTgOuEhblWdfGQnLU6ykxovWQqex0Iula2+2JfEEf1u6OeZZtNFriyLTiybVzis3Dfk2c"
    "27V0znuCyLM23bTFvmjH4NnsCjFo+0HjDq4paeKLeiiXMaPKhyIIvdOeQNwRtJXHkDKRVw"
    "Hj0GriBNtP9KNioZ+Q+SUxHIv5NUcfjhmIyhUyuk6QfrBs/0Xm+p3NI1jmMoEJAeBu82h7"
    "65ZBwSTUzBc/yUnheE3bJorRvP8lC5osFVGnIiDZBrFsnvkYaCqgLD6Dq1iHhH16kFPg90"
    "nR4+/cmu9kC2wf+96yuW9gfCad5jqwl0tN2/ow3T8yyajF5U8tAp5D10pOjHGw+fL95DcB"
    "A6SdBJ8gDR1yTKJEeiGJqJjRfAPMX6VcciwvPrWAj/OoR2UUcNlGd+yOgu0vPrhG5Gd6Q9"
    "xwTeBmD2VNIEDZhQNCRkS6R8j0rsSGuOZgHGquqoKosUUCjepMR9OSzyWFRlOvd2FyQbbf"
    "ikRkg2WqFD3V/SwAPYNwoNTuXlAQ1DpEti+FJ3oXO58OsD2hvJhrzIkEiGYdRmlzrNB6oK"
    "dNQrPOpkB1UH5q+zkiMFQLlw1Ne3XC4csvCDQJ6O5xtNRNFTKiM3BJ9nWqJSPCc05KBcaB"
    "3GF9t/81WdqrPXe6HCY8cChQqPBXuD+r8Bxtn4AYJ70inD6aQlw+mkmuGUrWAGe29eBPfe"
    "2oQlN0iEf1vz4rYW/SrIYc2v7jW/qFxXJWy9GuEWRTF40WYvMZbEGuw022O7MBG/Crh7c1"
    "RvvWxO32W/yIETF0Z27R8VU6isA0X1FV6xQ1RuRFrpnnq3UMLIU+WDYhpJ4wDGvCALuZ/o"
    "kvjj17+NL169ufilpq/UDi8OEad/Swv5ZMQSBJ1yVTg/9vVl/PgFWak6+yq6dMq9ta63RI"
    "OgSgxLSLg8xAUDWWgvgKaQRfo4mkJoCtkE7mknU+i0xRQ6rZpCemE01Sy2UqhVWKdVFAn9"
    "dFszneGCIBoINs8xFiXec1HijS5nSG0U5A5IbWyOfLfchqoFwaLILGSrKDU8f+9ZJwXgrE"
    "UBOKsqANghetdMKBI2g9127SFsIp8GR/VkjTo1uoOogUEdOZqrOVPRa0oGWAxKlhH3EjfW"
    "PQLptg40ZNDOaU2L757XQCrEDnscqRALqBCsnXu44Cy9Npl2GyxIIdCYR24j5Kieonq6b/"
    "X0U+jHY11JvF5JzQ+4Q1VVKbZpWfLOcZHZpvdIEPlHxLIMDLjYc+JEbCEnXb4KTtblAzxw"
    "CVzLmcvfqA5DIw4f+nLUBUPu/gao69qxUqKua8MmhbruoaA2LTA+4LriZ9341RZ6tRJpmu"
    "0DNa6DlrISBbEhkawHricxT8HtjnwmgaD3Bh09CoPKawJV/ZeItmny+nQXPf4aRnbU4uHK"
    "QtPDrryrDqwDHXtJfSjvqJoXvyBOlhbnkMcnI3JKjo+PfyCCrgWZrtMmeVESsE2KUkDDqk"
    "a/z5tB7OBn3deQhMzXeU/ZCk+gryGsOqp4pbQQPGhwuPQj5qnGgfSGhQTm8ph8lqI8iYmj"
    "zwvdFjCWBgjcX4c2wgXQnLBI0UJzwgIdF80JbDs3NKDRbtuj3fZnIldYP66L+GoxHvJSQ1"
    "JkD2xAoNGMRvNDA10ZRr28ckVJ9MpZ55UrhBJvLDfTaS5KYkS+zbOc0gWGOnBRaoBq2h7i"
    "dOgaagKaxukUpBBorFZlohgMh9X9lZeIv+rZUQdOd87hliNDShfqPwH9yeRAsqBrYC5TDh"
    "OIU7go8KWCxXHAPPI4l0Xt66KaARPiB/gjYgGjGe/ZxOru637Is9qxViHPasE2gTwr8qxD"
    "Axp5VuRZh8k5pbqOGfY5oV7QW0Y73BPymLK/35T9/GMZoFwSGyDUTzrlkD9pySF/Us0hl6"
    "aUqcqXExleoj4m7SBx3K/WY8BFv1nOC6JzwLY5tor2e8dvWXNrnsKIUQf6b5EO7kgBXqq+"
    "4GyZJUwp9+UjoRKnRKHL9wtFzGW6PpBzmlK+Zapbt3MjX0ZHx17qwMsVXUM45Eo+TJUKPN"
    "B9Idbzlw/jiysiXwkBSV+qMbmOTRAvyKvLi4+f3p2PyPnv7998OFdXvBr/43zycvzqHyra"
    "k8wivlCVJH+9fPuaALwCLp9dSj4P+NtH5MP52/Pxx3M94gu0U4e3ZKQuKT+4q7fn6npCXz"
    "Ave0x+efNbessk9LgcQ3NPsVIlKSM2k+fkNPoBUp1WqQVIdVqgkSH/diCg1UJtCHNeBkHu"
    "ADK4vwwxzomgBXc3wqA1mMCbjR/g67t7ugdp5HskM5FrQ65tSCs1d90kinrRMCVRZNuQiW"
    "lkYoSyoOsYGDgzuoN5kWM6F8NZyrE8VM0qoIuyIH74PFdx8ZEgj51cCIYDQVAq0CnfrkIV"
    "uqGzWV0xnN3fAKkGO1ZFpBos2JCAOwxMQN4IDBDe07OnXayHs6fN5gOcK8eRC7HiclGfUz"
    "E3QboiOETE99F3JOKBUV+XbPwg8d21OYwN09Evf+/Qo6WwI0thzCLfnR/V2grpuTusBbod"
    "dZe50Dy9O1bJG1m52sWnho9LVxp7FfKdtJVoVsAby2w1L/DNdbYGsY+enXXSDM9aNMOzip"
    "tPflYGCKfDB4juXhpxyzvGaZxJEeG/f7y8aNg3tyLlTdN3Y/JPEvjie+TuW8AFMAo7ZYbp"
    "43fj38twv3p7+bK8BcIFXt539uG//j+Mvuxx"
)
