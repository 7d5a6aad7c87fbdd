"""The life of subscriptions: trials, changes to come, collecting, how a merchant bills, test clocks (postgres)."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
-- A clock that stands still until it is advanced: for the customers who are tied to it.
CREATE TABLE test_clocks (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    name VARCHAR(200) NOT NULL,
    now_at TIMESTAMPTZ NOT NULL,
    target_at TIMESTAMPTZ,
    status VARCHAR(20) NOT NULL,
    last_error VARCHAR(500),
    version INT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT test_clocks_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id) REFERENCES merchants (id),
    CONSTRAINT test_clocks_status CHECK (status IN ('READY', 'ADVANCING')),
    CONSTRAINT test_clocks_target CHECK ((status = 'ADVANCING') = (target_at IS NOT NULL)),
    CONSTRAINT test_clocks_version CHECK (version > 0)
);

ALTER TABLE customers ADD COLUMN test_clock_id VARCHAR(40);
ALTER TABLE customers ADD FOREIGN KEY (merchant_id, test_clock_id) REFERENCES test_clocks (merchant_id, id);
CREATE INDEX customers_test_clock ON customers (test_clock_id) WHERE test_clock_id IS NOT NULL;

-- billed_until is where the last invoiced period ends; due_at when the next thing happens by itself.
ALTER TABLE subscriptions ADD COLUMN trial_start TIMESTAMPTZ;
ALTER TABLE subscriptions ADD COLUMN trial_end TIMESTAMPTZ;
ALTER TABLE subscriptions ADD COLUMN billed_until TIMESTAMPTZ;
ALTER TABLE subscriptions ADD COLUMN cancel_at TIMESTAMPTZ;
ALTER TABLE subscriptions ADD COLUMN ended_at TIMESTAMPTZ;
ALTER TABLE subscriptions ADD COLUMN paused_at TIMESTAMPTZ;
ALTER TABLE subscriptions ADD COLUMN resume_at TIMESTAMPTZ;
ALTER TABLE subscriptions ADD COLUMN past_due_at TIMESTAMPTZ;
ALTER TABLE subscriptions ADD COLUMN collection VARCHAR(10) NOT NULL DEFAULT 'INVOICE';
ALTER TABLE subscriptions ADD COLUMN payment_method_id VARCHAR(40);
ALTER TABLE subscriptions ADD COLUMN due_at TIMESTAMPTZ;
ALTER TABLE subscriptions ADD COLUMN stuck_reason VARCHAR(500);
ALTER TABLE subscriptions ALTER COLUMN collection DROP DEFAULT;
-- Looked at once, each learns when it is due.
UPDATE subscriptions
SET collection = CASE WHEN period_end IS NULL THEN 'BALANCE' ELSE 'INVOICE' END,
    billed_until = period_end, due_at = CASE WHEN status IN ('INCOMPLETE', 'TRIALING', 'ACTIVE', 'PAST_DUE', 'PAUSED') AND period_end IS NOT NULL THEN created_at END, ended_at = CASE WHEN status IN ('INCOMPLETE_EXPIRED', 'CANCELED', 'EXPIRED') THEN coalesce(canceled_at, created_at) END;
ALTER TABLE subscriptions ADD FOREIGN KEY (merchant_id, payment_method_id) REFERENCES payment_methods (merchant_id, id);
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_collection CHECK (collection IN ('METHOD', 'BALANCE', 'INVOICE'));
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_trial CHECK ((trial_start IS NULL AND trial_end IS NULL) OR trial_start < trial_end);
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_ended CHECK ((status IN ('INCOMPLETE_EXPIRED', 'CANCELED', 'EXPIRED')) = (ended_at IS NOT NULL));
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_quiet CHECK (ended_at IS NULL OR due_at IS NULL);
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_paused CHECK ((status = 'PAUSED') = (paused_at IS NOT NULL) AND (resume_at IS NULL OR paused_at IS NOT NULL));
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_past_due CHECK ((status = 'PAST_DUE') = (past_due_at IS NOT NULL));
CREATE INDEX subscriptions_due ON subscriptions (due_at) WHERE due_at IS NOT NULL;

-- How a merchant bills: written with the merchant, changed by staff. retry_days count from the first failure.
CREATE TABLE billing_policies (
    merchant_id VARCHAR(40) NOT NULL PRIMARY KEY,
    retry_days JSONB NOT NULL,
    final_action VARCHAR(20) NOT NULL,
    grace_days INT NOT NULL,
    invoice_ahead_days INT NOT NULL,
    upgrade_timing VARCHAR(20) NOT NULL,
    downgrade_timing VARCHAR(20) NOT NULL,
    version INT NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
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
    created_at TIMESTAMPTZ NOT NULL,
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
    addons JSONB NOT NULL,
    effective_at TIMESTAMPTZ NOT NULL,
    new_anchor BOOL NOT NULL,
    invoice_id VARCHAR(40),
    status VARCHAR(20) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
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
    first_failed_at TIMESTAMPTZ,
    next_try_at TIMESTAMPTZ,
    last_reason VARCHAR(300),
    version INT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
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
DROP TABLE collections;
DROP TABLE subscription_changes;
DROP TABLE trials;
DROP TABLE billing_policies;
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_collection;
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_trial;
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_ended;
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_quiet;
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_paused;
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_past_due;
ALTER TABLE subscriptions DROP COLUMN trial_start;
ALTER TABLE subscriptions DROP COLUMN trial_end;
ALTER TABLE subscriptions DROP COLUMN billed_until;
ALTER TABLE subscriptions DROP COLUMN cancel_at;
ALTER TABLE subscriptions DROP COLUMN ended_at;
ALTER TABLE subscriptions DROP COLUMN paused_at;
ALTER TABLE subscriptions DROP COLUMN resume_at;
ALTER TABLE subscriptions DROP COLUMN past_due_at;
ALTER TABLE subscriptions DROP COLUMN collection;
ALTER TABLE subscriptions DROP COLUMN payment_method_id;
ALTER TABLE subscriptions DROP COLUMN due_at;
ALTER TABLE subscriptions DROP COLUMN stuck_reason;
ALTER TABLE customers DROP COLUMN test_clock_id;
DROP TABLE test_clocks;
"""


MODELS_STATE = (
    "eJztfW1z2ziW7l9B+UuSvYo2tqP03Lh2q+TEN+2ZxE4lznTvbrYkSIQktilCTZBWtDvz3y"
    "8OQEp8lQlGkmH6fOhqh8QhqQckcM5z3v73aMFFOA2Y6PYdh/tHb8n/Hvl0zuQf+VMdckQX"
    "i/QJOBTSkadGUxikDtGRCAM6DuXRCfUEk4ccJsaBuwhddYujvk/YDzmG8AnhPiMLj/pdEH"
    "X4WMq6/nTrqMh3/4zYIORTFs5YIMf+13/Lw67vsB/yqeJ/Lm4HE5d5TuY3uQ5cQB0fhKuF"
    "OvZuRoP/p0bCE4wGY+5Fc38zerEKZ9xfD5cPCEenzGcBDZmT+pl+5HkxHskh/azyQBhEbP"
    "2QzuaAwyY08gAskNZPsDl2NBhcXd8Mvl7cDAZHBSATiRRq8aGxnAsJneuHQv3+Of0x8Jg/"
    "DWfyn69f/VPfZ4ODHgU3/Hv/y7tf+1+ev371Am7I5UzqCb6Kz5yoU/9Ul6Ah1RdRqG9gnr"
    "NgPKN+ODDDOye2G+CTAxvkN2/lo4U+9ZXKr8IQ5pQIQlwD4jF3mAm+yfgWgturA26vGtxe"
    "AVz1fwNwk/EtBPfkVR105ahKeNW53MsrkZyavb5riVZiXAviLQjnAYbL/xnJXcsNV0WYL/"
    "2wYq/LieWwlk9fA+tYh7AG6ik8xMuT49e/vP7L6ZvXf5FD1HOuj/yyBf3Lq5sctBNGwyhW"
    "NLOw/vXr9VU5rmmZHKaOOw7JP4jnijrY2vYeb0EO0IArz4X400u/r88/9X/Pv8rvPl6fK3"
    "ASLT6+wHkO/GlA4c4G0G8kEPifAF6ed9Uz1l9M0iKNFhLbMN/1SkKlYeHeMWdAwyKs7yUu"
    "oTtn5djmRPOvdizbTf54fKv2FiBvLj9dfL3pf/qcecnf928u4MyJOrrKHX3+Jvfiry9Cfr"
    "u8+ZXAP8l/Xl9d5L+F9bib/zyCZ6JRyAc+Xw6ok8YkOZwcymo7AQPcG0xzVnIHs2zbJ/XY"
    "pxk4ncltim6AAyM6vl3SwBkUzvATXjW2eGp+Ms8foT6dqkkCNP/ZSdNh8slu+OLb4qicLV"
    "uf7tzDmMEvDPliEC3q8mZkHImQz1nwTBAeOCwgISdaXyeU3LJFSBZ0NWd+SOZMvsEOWc6Y"
    "T8IZIyMqrf4xg0t7goyYx5dkGM7kQ824fCHmrs+DYQkJt/dbfve/+8P4EgPXGRJXKOnkqq"
    "5PJp47nYVnZOizH+EgDFbyK1XjBAvl7VwPHkUehkNOxLqkT+TXLLgPzzqCS0WCOXBWPW8k"
    "lW7vuw83SX4c/CJ/yvSd1c9EptEiLgaZRhtosPhbMYQ6J4ZQ14I6CJg/LuETtuG8kWkhyK"
    "c1MD6thPg0jzDz4VeXvMjnnHuM+uUYp6RyEI+k2CPEeAuo59fXHzP64PnlTQ7eb5/OL748"
    "P1aoy0FuqK3UgvWV2/NLQHenlbZtiXCbTNz/e3JyevrLyavTN3/pvf7ll95fXq1t3eKpbU"
    "bv+eUHQD4zQyWG8JxL9afJPOQlcRIaT0Ki7WqF2dR7VybcwgV/D67StZHRBO+fANoywmff"
    "OE+o65XT9pWLS1qkTQvLzgjMlOVrymzlRJHAtI3Zyq5RQFUMNH1htkzlBNu3Up3W8o+fbv"
    "GPnxb943csEGbOlpQELlUlSxVy8E9ipYoWTsNpzkriNFs3zda4Ws61B+FXniPXSwd0trtb"
    "Ym/EAKiE2v6WBQ1CiD+ma2dGOKMh8Xk4ky8AYVKMzOmKiAXzHe1YIG4YuyZCjznk+YQHhH"
    "oeXMUNO0T+y2NCvIA/AubJ7Zo5ZW6XA94ZvRx2WFDo5bDAeEUvx8GgpuOxohTNkM5KIdDo"
    "TrLAnYS0ugW0eqz4NJmFgmiLwrEPPQshDaMS7rd6qdlItHCh2X3CQfqxDFDOibUQ6r3wg5"
    "Ew1gVTIu0jYfegnSBf2FYiKTPNHhfNZjktiN4r2+bYNrLwJqC+oON4Gqo5w/S4Tj3qMNyI"
    "1GQQr31G5vyOqUhmxealwqnjy3YI1XHH62Bkuaw5grhhl/QXQO+95L63KpKEu7y4isLemN"
    "brKGypFE+lUHyGUN8hQz+aj1gwJOqQIMcdctIhp6Tb7ZKlC/SkvjrRWUl3jGgbh8h3XsQh"
    "1snTfffVFROA6SSUW6cODIcnWALl6YZkLOeQhLxLhvHeuokSZwHEeS9nnDiuI8eeETZfhC"
    "uiyE/yBx+p8hFRIJDqtGj3R6rTBsULqU6kOlsGNFKd+6Y69e5vRq9tZJDebEysmceE/WQw"
    "mHWwI7H2QCvIPog1dJlYsKaUGF5mc1FxAZySxlOiLe4012CoNVZeoIUr0+4VSOT7MQ2nHT"
    "i7/h135dJsSFxlpBDn+3EW0Wj9XIZgl4gi4vcjzsfKZG/iTMqJos8Q/UmV/iTX8yTQn7nn"
    "jldH5a6kzJDOPV4kPXiwgNEuM/AggS+D0fGMJCx3lwwDBil9Dl2J2BFDJgGfK5/IxA2E/K"
    "dOqVSOIZ/Ey/ozIQd7HlNqYblHaZ83+wn3i01+gSflkNnMfRH36lqQWSmsB/kT9SAnrk+9"
    "wcZTXffVz8u10PzbPQc4laNYxdteSYJkhdrEfewsKTQxK+iMUccU33JhxLkE52ghX0ZHbr"
    "HuHG5rsFwUJXHBqOM04Eu/KeRlsgh6DdAxaX/36wZmc6NBvV+D+t3aGDwqtaZT5zvbTemN"
    "WdnEio7VCZ1Q7a6NVOaQ0Yq4oWDeRNq8dUrS3mNB7/BGKj4zX/5WVdrVSd8e57fyuvI+dC"
    "rf3LdQ+VaOVFnf8s8phGFGiy7pg5+O0LXBPlxCzf4hEVKp0uGWSx55Dpkxb/EWojM5GOrk"
    "08XNr9fvO8nDqQjT/rebXy+ubi7f9W8ur6/UnSj53P+PT/Ig/EBpdjtdcv354krJ+fLc5X"
    "sY9aH/94vBt88YkPko7H+biJeH3nQxILMtUFvgtHlqkD+YP/KpAY0O9gOtIZjpvF8zf1ne"
    "gaoa32VFA6oWvL67R1fe3ahG63o8EihlverADzoAs6oRi1IijqmutjEpWJD36c2zR+V3aZ"
    "56kRNr336ExXgfxbaExTWexCqF7pvWTrM97puYZjwqd94kZzv3uG7icbVL8I6iFQs6BKIn"
    "oYefT7jPyDDJ2R12yW9uOIP+f0yEZOzx8W2HwKu6rh+hvC/Kv6EcM3LHWOkaunwCfgk3Lg"
    "2Rq797qNuiA8QOWgcdIBYwamwuDWATkNcCLYT3pPe6DuXTe13N+cC5XPY+1Zt4XYCT8W3E"
    "t5YFc7LFgjkpWjByI6CeEcIbiVZivGvWEgt87LvAB/sRsgBCx832u5xY+xiP41rrxfGW9e"
    "K4uF6A+jhQ6qMh3AXB9gGOpUbRTH58ZvLFHfPDo1IbWZ/qbDeQGQwyCWuUI8A+1aF50hgN"
    "mS9YlwwFky+WP2YqVFAXRdRtYmBkwDy6IrouE1SDJKqAh64Uyedz6BcDtRx5FJIpXZRYyI"
    "e9NVrJdiylaCVbsIslX1cR5+0tDjZS2N2gOBX1qvMoyEzUtHh8C1/svejDIhr9wcamq0hW"
    "qoVYtyrW2LaFZM9IH96pbRvAO/ZpL+jK47Tkta0uR5ASwVoEP1GLIAAlQpguz1mpFi7Pe9"
    "kKscoR0hVHh6ErvoYBo/OjatIiHtCpQV0MhBpbk8G4gR4TQB1oPkAlKkIBIULX9YeeCaIv"
    "2VHtJ8JEAhzyysm+pIIsopFcwmfMgWxHD7Id4zQdIBmK7MVhbgtJm3CngC+fQYrm+JbM6S"
    "0T6hqaBoGETR03ED+Jpn/OdAyB58rBIxYuGdMsS7jkQKlsbquyPWMGhZJxQMUMKy1ZrRhW"
    "UygqZrSZcV8QbVMw5IFN/PXH1XAuyuVxQowmxJr98YOcnSVd9XUrjvItMjfmnl1yqkcP4u"
    "4etQPh5FxM3GkUqHA0Eaqe8KrrU3xBsvCiqet3Sd/zVBN4OZOC0EDuSYx6aovSm8HZuou8"
    "DkWb667xFNZv+Yxl0XAHvTeS/bbvVDapCA+9JO6ZPYo/MBOYUyIthLhXB+JeNcS9YswWHT"
    "GjqMO1QAvh3UtU3Jw7Rl6TZHwL8T2uxxRtIYoK8Vo+/PCShficc49RvyJcayOVQ3kkxR4h"
    "zNvUzOvrjxky6Pwyp3Refft0fiFxV7DLQW5YYRwkus1A6zVF0G/Yjy095nOirXi/t1FxF7"
    "/fbOeg10zcx+urD8nwPDGds89UW1Ejh0papE2GGKYJItP8aJjm2EreEh+XGdGpZ0WbhMv1"
    "geIdSaPbIUs2mnF++0yoILa35I4FrvwlToeIkIOZy8HEXVfyex4b6x3iMCdaMHLLVi86RD"
    "6g5+pyfqrXcInpfJBbosVsh9mGFrM9FvOgWc/dcmkEvgbwep0ayHXKBPCsVAuBPun1auXx"
    "9bbk8fXyWN/Kn2aCcjK+hfjuJy8niESJLrwl0DMRaCHCu8/iiwM2TQBOiRwO4qQq4tGB3u"
    "Rdc0MBm7Cg3IW5LVwrJdS+CM+9rMc8CgaNwC4IIuC1AB971J2XEXDVQaApkZ8KArUM7EPH"
    "gI64U6LgVfOeyfhWbIyHJjuxxuyeNREehWNuVhMjJdK+xbpXS5vubdGme2XaNJaa3R1Zj6"
    "VH28vWYwLAE5zogI2Ze9doonOiONHWTbQ1/rdLh80XPIRCSH9jFQ2tc2M6231w7mY08Lc1"
    "vXBDMeYLFjew4iQSTGdXyCucQatpnSs2o2I21FkQEx6oE0K+V0M11HWEzsHYdKCWlyE60L"
    "TohDvIHdEHZ4c/An1wFriC1AdnZLUmAghvDXgNXWzoWzPjchcAiGG39YxQC5F+U+clflP9"
    "Er8p8U1s9l0z90RWro1g16n8+qa68OubQt1XrcuYsOUbCayY8BNsOUZWNpkKtOyMLDvdI/"
    "Go3KSLT3buseX0sJo23G8zlbieVAMifCnvRCDXHbTvEZWm0YzLhydDOocwKuJEjPybNJVC"
    "6pGXZEFdR/5PvuGOC+2Q//3fyKth0W7b213QVrNDo0VbzQJjQheeMEF5I9E+/1erKq09tV"
    "fZgq7OT+zlllavy52BCGlgrODmZdEbaZuGi5Eo2NniIUHecWcLucYr22Awd31eovFsLZ9c"
    "kG1TbMqBSyw5rtDZNQ0moiiLE9F4IkL5tTWYg4wYwt8c/qarES5FO6v2Rl2nyQxk5XACGk"
    "9AQs81mYSiLE5E44lwhYgaOSoygmjE2WzEORFrMMEbKZxdm2dX7Unm05sSw/m1eX7Rl/wk"
    "pvnwDUNsm81dZMzY5p1/B6SF8jVXO+mTMZ1avvrBWA83KLUP+T8kFidxxXlVxzdxnHZISG"
    "+ZTyI58VBRPuBLopvbC64DoJPGfTN6Jy/BoUdfeX39Pd4Lq9vb6hmq9uir1LMqX/M2Iy8n"
    "2KYF7ikVUo+XuI+uz7augWpAzQXQk2MNWqXCcNXMYyZXGld38Bjz+SKS781buQzJQ4sAVq"
    "sf5M9IfuxuuJJ/ylcPXi0ekH8lDvP53PXhXx25XsHKpeu2lTdI3fcNMY7J9lXPpu3mode8"
    "PYciJIuC4ZudkUKg68R8YAHenef0px/D4O3NibXw9d1LPQodLtzE45CXbNPLfGjPG4aOPR"
    "FCK54tVlaystY8s9LilTjLVs0ymDMDZc40WVjLpHFxbby4JuakgY6WFmkT8ruru5TY5SYa"
    "WkaohfrZPspIrykPM1U4I4ZQ14BaEUrwAAY4p2VaCPJu4rqtYV0/MmfKgq3dK7NDOtuZV0"
    "8NNuxdCVRoLAF9K55DMfIO4Uv5mnRIEsL+okuGI+pBa0mtAah6PbdsocrxbJJA4zHQRNlb"
    "vSVz7rMVWTJIDlUNJcuZ2MPdHpo+X0/SaauxCBnO4I2KLz6mvs/l8zAiFgx8YUPVw1f7Oe"
    "RpBS9x5X+JuATZFxJnCarQPamHsd93COO++8AYTplAZtiitRaZYQu2OWyWsMmoqQPuaTW4"
    "p8UCurCOGr7EaZkWgryPHGLMDdtvblhm7zejLgqijaxny5iph6EtNhqS2RRk5Q7HXrxqFf"
    "opDdQM/pwg4t8M/8rAz23YP0jsZ7twx7jqygl57A4Ky4iYCz8MKkovpwd0apEwzF/3SagZ"
    "/8amKZaDTkJ5kQ3XAZWNC5yFGkTcsEOWMxYoimPNpdwytgAepCr4bZ93Q37DDhMF+Q0LrM"
    "MUM2iIdlESAa8BeLPWsthSFnkP63gPDIWzwAApUZKaUVC5CyAR9ShTZbQp8DngfHK0xVbQ"
    "A+rZCgsYa2IqcH5L+J3Ky0tUsmeCjORh0VFpfJ4H/wOXJ3k+dMVgIn/F8AXhKslPdVEZy8"
    "cmwlW+S6nIA0mkrlthLuzzjuCUHY5nbHwrjXW5arne2gjx2ZLBMIVT2smqUxAhZQcuwRxC"
    "wzPC5otwBdYJnAYTBc77YJWQK07uXO6pJgDiLZz+7qunJ9JGJdFPZy6i3bJDFQPtFgu0Oy"
    "oGegEzodzWQsi2Wce2ZVT39GprpL/nBbEOb43kN70dlmiNnHuM+hWbxEYqB7LcuLx2fUDn"
    "19cfM9/O+WW+//K3T+cXX54fK9jlIDesUNfTkVhmenpeEm2mxjZTiv2uj39KCKFv7qdcq7"
    "lF9KsbCmWlsKmQYVMhy6zTm81KdrTFRk0P69SyVPNLZL3CNoJRT1eXESyEP+IvvUt+C9ww"
    "lOaa9i2B9ahss00LmYBNIsEg1pZEvseEMgtXRERzEnLyPywo6Sh6mFuisWiHmoXGogUaLv"
    "a8jKE97tXBVo6qBFedK5TG/4ONTd/jrFQLsd5HdhsWeqiITK8Xmr4tNr0YnD5W3sAmoV05"
    "UWSbrGObrNGIP8XbebkivD57j/6bKAU1td4+kSqmHN4lQ3j//of7SYd7cEtA4tiYyo/LoY"
    "G0qu6YOCOunH24PqFywLebd4TdsWClxhc13N1fHrVZO/aiam12zB2jpu3J+BbuRrV0rC0q"
    "VlHDUv83ADcZ30JwT2pt9SdbtvqT4lafrFImGKdlWojz7tuIxw88aBKXVSbbQtB3HJ+FuQ"
    "mov+5bf/1MV3NWpb4mJ+/RXhd6mEGIkZxGKQCEp3xnPTYOCfWJDirski9somvdSpVzfbhD"
    "oGQCJdBYkp2R4ZguwihgTiqtQIUByRff81YqGqg81ugwt4agoz6JgSGTgM8VCxzH6ukSDj"
    "4nHLThDpmpQCIylddf0lWS9tAlffkI8s2Z09AdyydevIwWBCZJRy/xAGqnj9hMfoNSK5f3"
    "HEZC5VavA5wWLBDcl4/HiaqXB79sHckEtS0o+YOPgMDmUYDVIx6Hqo7EM/bvbh/UD1bC+Y"
    "lFC8WbzKBZHku5NOJeI+ARVEC5hw+ihWnuUEES8b4f71gVMgE6JYII115JGiwfLd0Ud08c"
    "YvWqHRdnzJSmjgJpzhqRhikRhLgGxJjDiTmcTyAoNssImU1DURYnovFEBDF/12QiirI4ET"
    "85EYMFU/Wim09H8Qo4KY0nBQjsqCRuf0uQ31qihTvx7tWdhB2R7y4DHcZItywVbp8detLr"
    "1YG916vGHc7li7KoMjZRUJIFd8N+VGlAGak2QL3NLXrx+03GI1pIRll7RT9eX31IhuczVE"
    "pxZz8WbsBEA0d16QWw149t7upsHMgYepvKdYoK00DmvGQbvrn9R41r1Khz55rtKEXJ9uG9"
    "B84CoipGATVj3rJS7cN598XjFWJQpuW1Mc5rqfbhXCdsrzpqrxC0hyFkT2JPjhZOw2nOSu"
    "I0Wz3NlUXC7aoQvn/i5Kf6+tkWe9kPQwjIO9oWgpmM6dSKxJRfsxpuEJEZBqsuGbqOFOMh"
    "uF8Gt2yl4ggdFrh3zNkEMbrOGRlOgKEYEhHyhSCULAI+1rnsFMquiVClCXkMMt6V4DJwQz"
    "mx5TGZh7w5xjfaYeBgfKMFtmWyXpghnZVCoDG60RqcrYlufGoveFXroErN9CFaBlmumKKv"
    "7oA0X07bNNPsCqIthHz3GaSCR4HczaB4FitZl6sddQXBNmyFh/bVBSyMAmMfaVYKcTfHHY"
    "MCHigoIMHOfCstSrYP8jd1dtQ31Tvqm0pHJTqG0TH88HjvXmNMUDMtlZOXax/Wx7WKuhxv"
    "KepyXCzqohrLsiAoCxytBjsr1T6oe7Wg7m2BuldSP6e8mvaWUuYtLKS9M9Pdl8r0IAxWDb"
    "yxOVEMhLPZG6scTFU9LrbPc04U59nmeZ6UG22Vq+Okwk7D1VHtwdo/bfrFpMTwa7H5a8GI"
    "sycxzRhx1tppti0+6hOTr0g2EqdiSKdedNRcjTYIjrpli5BoqTNC5Z8QY8TlCdUCZN3KPi"
    "66Fr9QXdInAZtzCF+CsSKkK0EoBCwFfKlLwEkJH0olk0gwpzw26oD3xtAoOyg+DI2ygF3F"
    "0m8YtPNEgG+AdkshxgpOj8ojk3z6yaLbZNlIy7bPXbBXx/oDRzRY/rbvA3njtFTMSDXISD"
    "VORsU81CpVIw9tUuBhzn15+QLE1U1783KNOHXbkN4xpZ6AtGLUJAI7L4bQFqF1xfoZC8De"
    "1149JYgd1ut3WEcHQpMJeBTMcjYcWdGTDaY5K4neQNtm2R7/gUf9o3K3AZzp3OMtkGNq92"
    "OEti0hJ6NopfORnWgM7ROh2UxwR73Bv6hs5nTfFWn/uDD7y5k7niUdYBYscHmJI2AfN0C2"
    "3w46Dtl+C5jQ+IsyTYTOSCHQddwq2GcU+4wehGzeQ5/RrQ3cq3Po2tjA/dBZdGtFRwJQYj"
    "Fsq6GQE2wfV3dcL/tiS/JFsVxFDJpyqRpwSkVBZJWKFMdIKuZwP4PXOCXSivVj365BeXf5"
    "Fjp0ZZjXkhLC8O2SV3fCKLSrKEH1r1+vr6oC4jcyebrGHYfkH8RzxWMEdwtygMb2TTC/33"
    "Wy7AtcoJBKHtC4zW5d6DcSCPxPAC/Pu+VaX+VakhbBlaRkJaHBeOY2Y4BzokgB20YBoz/n"
    "SUyzPUx/AHUMyqn+IC5xsJXrh0E1yf7foMooJeAeIEC0+0Si9JL7ZCyvLIjrq4j7pItdBw"
    "6o5kUEDFDRJRc/5OW9VRLDD1H74ZIDey9YWKT+9387dATYQZKiI8ACfhq+M1MvwEakfdzS"
    "HhphOw43hTgtgxjXSV7BvqvYd/XwxuGh+66iaYGmxd5NC+XjP6owLvTJe80LNaymgfGVQ7"
    "qvnFwiuOe8lcq/iEbrER2Siu7RLQ8klEKr+2TphjMCWb0rsohA+xOsaFLs4wZoRNihA6AR"
    "YYP6hUEuGOSCQS6PHu1DB7lgsvAeIwLQ39ReawGNwicxzdYYhV+UcfQ5NoCOSm3D3JjOdh"
    "NRm1uDxKYy8kX5JG4UFdtzwz8jqbC74WpIRnQqdKWo2J4DsrpLhjouROWMLOEa4BZSLiZp"
    "qs5dAR33pBW48Rmp5nt+lXfqcA/w3f/ua1n1naaSXlQxVd0iMH6WJRVkQV1HVbuCE7EFyw"
    "JG4kug6WqR/YSmqw2mK5a9arGr8alBnOxDRYwr3TNpkTa5ZnYWt4dBqA8UhPpgPURtA37v"
    "ZfHW+qWpBZmVRJ7ANgMSeYInMc028QTyf7MbfssqKlFkRnTu5QhgrLRU5WCD8tWe69/GNj"
    "gPKZwh0i5yffJ8OKFz11vJzWH4okuufW+lDOWvv/ZfnvTerONF4X5gaUMt6vIq1bu/BVrl"
    "dmyLaJVboJFEwtgiT4kgxDUgXi9TJiBnhBDmGjCrhX4wo6KkCmQ1zlmpFgK9+2bbSXVHc/"
    "U2K4nqrXXqLVoxT26aoUdLk15LAsmIRzG/AbuTW1yzaphpSZxl22bZJi4i8rOGcv5c517+"
    "QY4yIB60gOIFPE+HlS9oEGqiIO7G1SU30v4P+BKs/zGfz91QvppkxCY8YIobiDsGqPPyOl"
    "WNsvZ1Mwg5+M2Vn1UEebjJ+bjbDHFDspQXJjBLUKATrpE4Q58Jedij/ph1yXXqKXRQ/YzC"
    "jeVDsGRU57s/nAR8Poj/rXOEVIxDSIEfgUeICZN4CKFT+aW8JTP5EkClT4+RzxdX7y+vPn"
    "TIFKInljMp9/Xbu3cXF+8v3nfJUAVBDNT1hkTQlfju6wqhSXRE7sck5nqHjFY6bEJeJO7G"
    "OYzTiOM7Q4yHXDNESOYSoRFTz7uccSFP+WLJAnl14nDi8/C7P6N3EpahapYqHyTkC6Erm4"
    "6ZEBohD1qdwUOpdrkEoCHLwA3lpJ/JH6IN3GHS+mzBAsF9uB+h4jYOIHGRTLLJDkQyyQIT"
    "PGmDaBh6kJFCoDGWxiaorWkhZ5n2vPdkfkyDtiANGrP995ztL0IaRiUxT9X4biRaiO7uk3"
    "MCqeGX5ZtVA7yRaCHAp7US+063JPadFhP7iqal2YpdLo/rduN1O2WKF2eiOpwyJ4YxlT9T"
    "UdWOVpZWa4176WQJrRMHLAjKFqHtDRc3Uu2Duldr3e9tWfd7xXX/AYJHrAZ5D0ENgVtWEX"
    "tbnfHSatiPevPcWYKBz36EgzBYNXCG5UTRG2abNyyzBQCrP1B5m6bznBPFebZ5niflelW1"
    "nVGhSuHqqDZg7Xoz/WJSYvi12Py1YEDXk5jmaOE0nOasJE6z1dN8xwJh1jckJYH7X7z/WR"
    "ND9dWd+pd+Pwyh5shRaShVdkhne0SVkIMHri+/ZTW8btWXgPtTsqBCLHngqB4AVAU1JSVT"
    "2Ms5dT0o2ylvKDrkVr6eqnuAz8MOEVyH10wjeRKqgE5ZKIjw5AVUpRTmedArWFUILan4cu"
    "CbY+iOHWwHhu5YQDQx+LRMQF4LtBDek16dpBk5agsvXUibmUi8yvvbVdurKRHcsktMVo+P"
    "IUK9GdOTk0Xj1TZ11yrlTAL9N7aq1szi8zXUMjlycMtWNVWyvk++fIV8dimig8xdJwlMHt"
    "66zvBMxygH7p18McmMehMdO0095uii6irYmoqQBfKwtOVLMu33dhdUsuzY6VHJskDJWkQj"
    "zx0P/ljeFpGujsrISmFQxs90W9Xr10CvW8VJqC5CXpRsxRu/TUXYRx1y5KBbq61lgy5DN2"
    "iYdJqWRJ3ctlm2RydPNRY6KtfK0yPu08tTY+sq5ulszEiwOB1UF6GOufYhUWkfWo8GdWnK"
    "xBl0RVIx3GTO75ggHCpXjVaQNbqgAXtJfeclpD5yP0kyzKrqh7kvJKd+ZoHLHUHkWX1ByH"
    "2EXMkh9cczHkCiZpeoSt3SGBi5kNWqaFvnTqWQuiIpme2QaAF5n0M9SFvdww6J63N78vsV"
    "oUop/e7rRFdIIggh9VI+AWG+I59/KJcJj41D9QMhwZTM+FLKQxpofB/9rFCbW4LhSMMjTi"
    "VVyapwYYjjIbpF1Uy+EMyXz736DnGvzJvIW4gwGt8OdAh4LLmKH1FA3ii/hWd2QwLcDJN3"
    "uQlc+X7AE8JN4lzfiRvI0apEePwLJPJBKNAkskgvR5PIApMIMxkPZ33qXoGm2bkZKQQay6"
    "/bADGWX9+9MwWTPfed7An5VYNF4DbLkiuTbtOLfOAcOcy83XdbvMRGNOWAMoLI9FnHAWV0"
    "HWXeDpR5azrPeVlk+x7BTLOyRqK15pmVthTFWbZqltP8nOk852Vxpm2e6RCIy2YLd04U59"
    "n+eW6wbGcEcY5tnmN1UhribFliUnLuMepXqNoZwdwkj6Rku9Tr8+vrj5k5Pb/MBy18+3R+"
    "8eX5sZpMOcgNK8zHjS/KiC/JSLXQjDyuY0YeV5uRx5VFJedMguU0rC2ZEcbCE/cTrNp3ar"
    "plbKRwv7B5v0h7uc0YsKxc+76kvdTJoXLFv2sY95aXxQ/L5g9rAWWkmq2dOVGcZ7vnuWHf"
    "lIwgzrHNcywvFc2bfMkZQZxjm+d4DHGKXpNw9LQgzrH9c9ws6SArivNs8zwzCWGTSU7L4Q"
    "zbPMOYPfQkphlLG7WrtFEqt6bvOHXSdfSwTv2cHXi9amfufOVEPu4KEmegrJAUfcn9dS6K"
    "irDTpYSWVBAq71vWGK7pRTD7ww6qG7M/LPAyZD5hM7hLRBHyOn2VYKE0xDotgyBjesLBdB"
    "gMnrcoeN5KhfKdSm6+X6OMx5molHHedD2dUiVBU5K+QNyDV4BOOGSTCcR93KmM5A4UrVyn"
    "JOv7PFvnSkPWcZzBrLXaIZlxz4mVSK1aipLymYd+AsgQ//ru14v33z5evIfr9X/rX95cXn"
    "0YfO7/x6eLq5u4ea+rssP5gkn1WGrLuidwqHKl4bjPVG0pn/Q/f/54qa/0/sv158/QVBja"
    "I5Ohz6T9qJIChipVO06qLklMVxq3Kz8Q6CaM6rY9eyOq2xaoJahuYy5w+yBGZRuV7dYp2w"
    "WTvSRTtbpk4EYCywX+RLnAtMps7FXMyaLPyWqf08bEKFnqtmVQZAUxg6J+BkVsbBpqR1mp"
    "9gUg70Hrx0IH+y10gGEJT2KLwPiiNs6wNaz2DQ3cyeSolMmOz3W2s9ehGvUThDV0fheaSK"
    "VkRD2IfnxLhnQOFKs25YaqGxOj4xmRbwAL7qh8Jyprg9YiqXd+VyCmh6mfG9fxjEMzktKB"
    "RK69usuUKu/Jp11yma5jGhcsVY3B48oGijiHZlLDMQ0CVx75l821XfFdvldScMSg5xQEha"
    "hnJ2ANdwj7IafDW3Xghv/1qkOOX3TJcBKptUFXQ036LQgmPzEHOPs1VU7m8nIrVQb1LYF+"
    "XitN3rvhd9/hTPW1IkHkd+Aak4Axxe/DcLjdnKuypNQnx69ekRWjgdhWHdVhIzcEefUwkY"
    "AiqTBPcqCUOfvuZx6ApO8vL6sF9IpX7ydBFdVzHs70D3sL15xREZ9BDt8elRI5fBu0eeTw"
    "sUZta6GmY7Wrm8YnZaQQ6FrvNBb73G+xz/QzGYCcE2sjzrVS7E+3pNiflqTYp6wFM2dVXh"
    "IdVY0dVYltNgCTx4zUzQm28LXffWWcNWpq9zNwfxcF2/TS78wJjgVsW8r5ZVrIZvgd05ku"
    "SuN0Wz3dCXHnR3OYgjJlYYsCXCbcxq2qlo/seIuT7LjESxaD5zCfS2WrKfY5cUS/Hvpppt"
    "l0kcvLohPL5hUOK/e1eXbT7hXTOc7L4kzbNtOWOaPfgyfwaItHWg/o1HFLD5Rb0cQ5DR5U"
    "OZCF4xnkDcEbScbyBlLK4zx4DlxBnGj/g6xVMvKvJKUikP9DYsXhRZf0od8jpOl7qwrP9F"
    "5vqdzSJY5jKBAQHwbvNofum6TvE01MwXO8is8Lwu5YsNLtK7mvXNHgKvU5kQbIlAXye6S+"
    "oKrAMLpOLSLe0XVqgc8DXaeHT3+yqz2QbfA/dn3F0v5AOM17bDWBjraHd7Rhep5Fk9GISm"
    "47hbyHjhTNeOP288V7CA5CJwk6SZ4g+ppEGaRIFEMzsfICmKdYvurYQ3gyEb7z+Pj2qJzu"
    "XJ/u3EN2yoGDMYysW4w0pJCmARWalCYeDolytMVlk6hzB/kwjspFkZbwlIUw5ozMGfV1fa"
    "X++7/3r95dXn0oKVK644sjnWjDR9NBOtEGLUn930Tlj8e3ENyTWiG9J1tCek+KIb16xTIl"
    "kzZSSCRZTSSt9xvTGc4Iog/b5jnG0hN7Lj2h4k9ZEJiZiVmp9tkme2niiF0pdh1fj3VTWr"
    "sJ2GPXQxP7o3KbXp3q3GPPw6CapvzNjKkIIiUDcTuULALuRONQ1yWmm9oTELUzoyVtRRpe"
    "Aw1zO6xDNMwtMMwxX/9w8T16bTKtcJyRQqAxds1GyFE9RfV03+rpN98N+7p6SbmSmh5wj6"
    "qqwnriUig1Ndb+Wpt8Joj8I2BJPzu42FsyDNhcTrp8FYZJZTHwFUVwreFM/kZ1GIp/uVAL"
    "rKjO7uMGqOvasVKirmvDJoW67qGgNi1q0uJaJr16/OoWejUP7nofKCK8LZQ1I9YmkvXAMa"
    "yzGNz6yCcSCHpj0NGj0Ko+16CqfwjoNk1en66jx09hZE0t/pvqiafo4bG8K1lC0zzQsaGH"
    "X9LT74wM5d1cXQ/5+XGHnJBut/uCCLoSZLSKC/MGkac0dNXD2qN+UaPf580gQ/Y3XUuZ+M"
    "wF7Z6sV3gCtZRh1VEJs9JCcKCo8sINmKOKFdNb5hOYS901kEfQ81CdF7oUcSgNELi/joCD"
    "C6A5YZGiheaEBToumhNY6rZtQKPdtke7rbr54jbjoa39Fw9sQKDRjEbzUwNdGUaNvHJZSf"
    "TKWeeVyzTbWltuptOclcT4cJtn+cFaQNr26e49Toeu5szY2MhKIdB1gI5pLwNSNy3SJsWg"
    "PazurzxH/BXPdmpwujMOt+wYUro+1/X+mBxI5nQFzGXMYQJxChcFvlSwMIS2dc+hUx71VO"
    "ww9J2T//KYEC/gj4B5jCa8ZxWru6/7Ic9qx1qFPKsF2wTyrMiztg1o5FmRZ20n5xTrOmbY"
    "p4QaQW8Z7fBAyGMC+X4TyLFL4SG7FEpTylTlS4m0L1Efk3aQOG7WxsvjotkspwXROWDbHF"
    "tF+33idwz476NK6m89olOD/pvHg2tSgNeqFwlbJAlTyn35TKjEKZHpLHKmiLlE1wdyTlPK"
    "d0x1CBneypdxqGMvdeDlkq4gHHIpH6ZIBR7ovhDr+eFL/+qGyFdCQNKXaoaiYxPEGXl3ff"
    "X126eLDrn4/fPllwt1xZv+3y4G5/13f1PRnmQS8Lm83hn59frjewLwCrh8cin5POBv75Av"
    "Fx8v+l8v9Ijv0MIF3pKOuqT84G4+XqjrCX3BtGyXfLj8e3zLyHe4HENTT7GcycVEPjI0SJ"
    "PT6HpIdVqlFiDVaYFGhvzbgYBWC7UhzGkZBLkGyOD+MsQ4JYIW3P0Ig9ZgAm8yvoWv7+7p"
    "HqSRH5DMRK4NubY2rdR8PI6CoBENkxNFtg2ZmEomRigLuoyBgTOde5gXOaZ2MZyFHMt9MO"
    "uJcKe+IK7/NlVx8Zkgz4epEIwhBEGpQCfgQRLbUBW6oZNJWTGc3d8AqQY7VkWkGizYkIA7"
    "9ExAXgu0EN6T3us61kPvdbX5AOfyceRCLLlc1GdUzEyQLgi2EfF9dMEIuGfUZSQZ30p8d2"
    "0OP2AY5hOzFdAvXwk9Wgo7shT6LHDHs6NSWyE+d4+1QDej7jMXqqd3xyp5JStXuviU8HHx"
    "SmOvQr6TthLVCnhlma3qBb66zlYr9tFer5Zm2NuiGfYKbj75WRkgHA9vIbrHtbTA4y1a4H"
    "FRC5R3DOM4kyzCf/16fVWxb25E8pumOw7JP4jnisfI3W8BF8DI7JQJps8/9X/Pw/3u4/V5"
    "fguEC5w/dPbhP/8/GlDzAA=="
)
