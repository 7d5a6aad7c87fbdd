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

-- billed_until is where the last invoiced period ends; due_at when the next thing happens by itself; next_price the
-- price that a migration set for the periods from then on.
ALTER TABLE subscriptions ADD COLUMN trial_start TIMESTAMPTZ;
ALTER TABLE subscriptions ADD COLUMN trial_end TIMESTAMPTZ;
ALTER TABLE subscriptions ADD COLUMN billed_until TIMESTAMPTZ;
ALTER TABLE subscriptions ADD COLUMN next_price_minor BIGINT;
ALTER TABLE subscriptions ADD COLUMN next_price_at TIMESTAMPTZ;
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
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_trial CHECK ((trial_start IS NULL) = (trial_end IS NULL) AND (trial_start IS NULL OR trial_start < trial_end));
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_next_price CHECK ((next_price_minor IS NULL) = (next_price_at IS NULL) AND (next_price_minor IS NULL OR next_price_minor >= 0));
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
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_next_price;
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_ended;
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_quiet;
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_paused;
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_past_due;
ALTER TABLE subscriptions DROP COLUMN trial_start;
ALTER TABLE subscriptions DROP COLUMN trial_end;
ALTER TABLE subscriptions DROP COLUMN billed_until;
ALTER TABLE subscriptions DROP COLUMN next_price_minor;
ALTER TABLE subscriptions DROP COLUMN next_price_at;
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
    "eJztfW1z2ziW7l9B+UuSvYo2dqL03Lh2q+TEN+2ZxE4lznTvrrckSIQktilCTZBWtDvz3y"
    "8OQEp8lQlGkmH6fOhqh8QhqQckcM5z3v73aMFFOA2Y6PYdh/tH78j/Hvl0zuQf+VMdckQX"
    "i/QJOBTSkadGUxikDtGRCAM6DuXRCfUEk4ccJsaBuwhddYujvk/YDzmG8AnhPiMLj/pdEH"
    "X4WMq6/nTrqMh3/4zYIORTFs5YIMf+13/Lw67vsB/yqeJ/Lm4HE5d5TuY3uQ5cQB0fhKuF"
    "OvZ+RoP/p0bCE4wGY+5Fc38zerEKZ9xfD5cPCEenzGcBDZmT+pl+5HkxHskh/azyQBhEbP"
    "2QzuaAwyY08gAskNZPsDl2NBhcXl0Pvp1fDwZHBSATiRRq8aGxnAsJneuHQv3+Of0x8Jg/"
    "DWfyn29e/VPfZ4ODHgU3/Hv/6/tf+1+fv3n1Am7I5UzqCb6Mz5yoU/9Ul6Ah1RdRqG9gnr"
    "NgPKN+ODDDOye2G+CTAxvkN2/lo4U+9ZXKr8IQ5pQIQlwD4jF3mAm+yfgWgturA26vGtxe"
    "AVz1fwNwk/EtBPfkVR105ahKeNW53MsrkZyavb5riVZiXAviLQjnAYbL/xnJXcsNV0WYL/"
    "ywYq/LieWwlk9fA+tYh7AG6ik8xMuT4ze/vPnL67dv/iKHqOdcH/llC/oXl9c5aCeMhlGs"
    "aGZh/eu3q8tyXNMyOUwddxySfxDPFXWwte093oIcoAFXngvxp5d+X59/7v+ef5Xff7o6U+"
    "AkWnx8gbMc+NOAwp0NoN9IIPA/Abw876pnrL+YpEUaLSS2Yb7rlYRKw8K9Y86AhkVYP0hc"
    "QnfOyrHNieZf7Vi2m/zx+FbtLUBeX3w+/3bd//wl85J/6F+fw5kTdXSVO/r8be7FX1+E/H"
    "Zx/SuBf5L/vLo8z38L63HX/3kEz0SjkA98vhxQJ41Jcjg5lNV2Aga4N5jmrOQOZtm2T+qx"
    "TzNwOpPbFN0AB0Z0fLukgTMonOEnvGps8dT8ZJ4/Qn06VZMEaP6zk6bD5JNd88X3xVE5W7"
    "Y+3bmHMYNfGPLFIFrU5c3IOBIhn7PgmSA8cFhAQk60vk4ouWWLkCzoas78kMyZfIMdspwx"
    "n4QzRkZUWv1jBpf2BBkxjy/JMJzJh5px+ULMXZ8HwxISbu+3vPFv/GF8iYHrDIkrlHRyVd"
    "cnE8+dzsJTMvTZj3AQBiv5lapxgoXydq4HjyIPwyEnYl3SJ/JrFtyHZx3BpSLBHDirnjeS"
    "Srd348NNkh8Hv8ifMn1n9TORabSIi0Gm0QYaLP5WDKHOiSHUtaAOAuaPS/iEbThvZFoI8u"
    "saGL+uhPh1HmHmw68ueZHPOPcY9csxTknlIB5JsUeI8RZQz66uPmX0wbOL6xy83z+fnX99"
    "fqxQl4PcUFupBesrt+eXgO5OK23bEuE2mbj/9+Tk9etfTl69fvuX3ptffun95dXa1i2e2m"
    "b0nl18BOQzM1RiCM+5VH+azENeEieh8SQk2q5WmE29d2XCLVzw9+AqXRsZTfD+CaAtI3z2"
    "jfOEul45bV+5uKRF2rSw7IzATFm+psxWThQJTNuYrewaBVTFQNMXZstUTrB9K9XrWv7x11"
    "v846+L/vE7FggzZ0tKApeqkqUKOfgnsVJFC6fhNGclcZqtm2ZrXC1n2oPwK8+R66UDOtvd"
    "LbE3YgBUQm1/y4IGIcQf07UzI5zRkPg8nMkXgDApRuZ0RcSC+Y52LBA3jF0Toccc8nzCA0"
    "I9D67ihh0i/+UxIV7AHwHz5HbNnDK3ywHvjF4OOywo9HJYYLyil+NgUNPxWFGKZkhnpRBo"
    "dCdZ4E5CWt0CWj1WfJrMQkG0ReHYh56FkIZRCfdbvdRsJFq40Ow+4SD9WAYo58RaCPVe+M"
    "FIGOuCKZH2kbB70E6QL2wrkZSZZo+LZrOcFkTvlW1zbBtZeB1QX9BxPA3VnGF6XKcedRhu"
    "RGoyiFc+I3N+x1Qks2LzUuHU8WU7hOq443UwslzWHEHcsEv6C6D3XnLfWxVJwl1eXEVhb0"
    "zrdRS2VIqnUig+Q6jvkKEfzUcsGBJ1SJDjDjnpkNek2+2SpQv0pL460VlJd4xoG4fId17E"
    "IdbJ09346ooJwHQSyq1TB4bDEyyB8nRDMpZzSELeJcN4b91EibMA4ryXM04c15FjTwmbL8"
    "IVUeQn+YOPVPmIKBBIdVq0+yPVaYPihVQnUp0tAxqpzn1TnXr3N6PXNjJIbzYm1sxjwn4y"
    "GMw62JFYe6AVZB/EGrpMLFhTSgwvs7mouABOSeMp0RZ3mmsw1BorL9DClWn3CiTy/ZiG0w"
    "6cXf+Ou3JpNiSuMlKI8/04i2i0fi5DsEtEEfH7EedjZbI3cSblRNFniP6kSn+S63kS6C/c"
    "c8ero3JXUmZI5x4vkh48WMBolxl4kMCXweh4RhKWu0uGAYOUPoeuROyIIZOAz5VPZOIGQv"
    "5Tp1Qqx5BP4mX9mZCDPY8ptbDco7TPm/2E+8Umv8CTcshs5r6Ie3UtyKwU1oP8iXqQE9en"
    "3mDjqa776uflWmj+7Z4DnMpRrOJtryRBskJt4j52lhSamBV0xqhjim+5MOJcgnO0kC+jI7"
    "dYdw63NVguipK4YNRxGvCl3xTyMlkEvQbomLS/+3UDs7nRoN6vQf1+bQwelVrTqfOd7ab0"
    "xqxsYkXH6oROqHbXRipzyGhF3FAwbyJt3jolae+xoHd4IxWfmS9/qyrt6qRvj/NbeV15Hz"
    "qVb+47qHwrR6qsb/nnFMIwo0WX9MFPR+jaYB8uoWb/kAipVOlwyyWPPIfMmLd4B9GZHAx1"
    "8vn8+terD53k4VSEaf/79a/nl9cX7/vXF1eX6k6UfOn/x2d5EH6gNLudLrn6cn6p5Hx57u"
    "IDjPrY//v54PsXDMh8FPa/TcTLQ2+6GJDZFqgtcNo8NcgfzB/51IBGB/uB1hDMdN6vmb8s"
    "70BVje+yogFVC17f3aMr725Uo3U9HgmUsl514AcdgFnViEUpEcdUV9uYFCzI+/Tm2aPyuz"
    "RPvciJtW8/wmK8j2JbwuIaT2KVQvdNa6fZHvdNTDMelTtvkrOde1w38bjaJXhH0YoFHQLR"
    "k9DDzyfcZ2SY5OwOu+Q3N5xB/z8mQjL2+Pi2Q+BVXdePUN4X5d9Qjhm5Y6x0DV0+Ab+EG5"
    "eGyNXfPdRt0QFiB62DDhALGDU2lwawCchrgRbCe9J7U4fy6b2p5nzgXC57n+pNvC7Ayfg2"
    "4lvLgjnZYsGcFC0YuRFQzwjhjUQrMd41a4kFPvZd4IP9CFkAoeNm+11OrH2Mx3Gt9eJ4y3"
    "pxXFwvQH0cKPXREO6CYPsAx1KjaCY/PjP5/I754VGpjaxPdbYbyAwGmYQ1yhFgn+rQPGmM"
    "hswXrEuGgskXyx8zFSqoiyLqNjEwMmAeXRFdlwmqQRJVwENXiuTzOfSLgVqOPArJlC5KLO"
    "TD3hqtZDuWUrSSLdjFkq+riPP2FgcbKexuUJyKetV5FGQmalo8voUv9l70YRGN/mBj01Uk"
    "K9VCrFsVa2zbQrJnpA/v1LYN4B37tBd05XFa8tpWlyNIiWAtgp+oRRCAEiFMl+esVAuX57"
    "1shVjlCOmKo8PQFd/CgNH5UTVpEQ/o1KAuBkKNrclgXEOPCaAONB+gEhWhgBCh6/pDzwTR"
    "l+yo9hNhIgEOeeVkX1JBFtFILuEz5kC2owfZjnGaDpAMRfbiMLeFpE24U8CXzyBFc3xL5v"
    "SWCXUNTYNAwqaOG4ifRNM/pzqGwHPl4BELl4xpliVccqBUNrdV2Z4xg0LJOKBihpWWrFYM"
    "qykUFTPazLgviLYpGPLAJv7642o4F+XyOCFGE2LN/vhRzs6Srvq6FUf5Fpkbc88uOdWjB3"
    "F3j9qBcHIuJu40ClQ4mghVT3jV9Sm+IFl40dT1u6TveaoJvJxJQWgg9yRGPbVF6c3gdN1F"
    "XoeizXXXeArrt3zGsmi4g94byX7bdyqbVISHXhL3zB7FH5gJzCmRFkLcqwNxrxriXjFmi4"
    "6YUdThWqCF8O4lKm7OHSOvSTK+hfge12OKthBFhXgtH354yUJ8xrnHqF8RrrWRyqE8kmKP"
    "EOZtaubV1acMGXR2kVM6L79/PjuXuCvY5SA3rDAOEt1moPWaIujX7MeWHvM50Va839uouP"
    "Pfr7dz0Gsm7tPV5cdkeJ6Yztlnqq2okUMlLdImQwzTBJFpfjRMc2wlb4mPy4zo1LOiTcLl"
    "+kDxjqTR7ZAlG804v30mVBDbO3LHAlf+EqdDRMjBzOVg4q4r+T2PjfUOcZgTLRi5ZasXHS"
    "If0HN1OT/Va7jEdD7ILdFitsNsQ4vZHot50Kznbrk0Al8DeL1ODeQ6ZQJ4VqqFQJ/0erXy"
    "+Hpb8vh6eaxv5U8zQTkZ30J895OXE0SiRBfeEuiZCLQQ4d1n8cUBmyYAp0QOB3FSFfHoQG"
    "/yrrmhgE1YUO7C3BaulRJqX4TnXtZjHgWDRmAXBBHwWoCPPerOywi46iDQlMhPBYFaBvah"
    "Y0BH3ClR8Kp5z2R8KzbGQ5OdWGN2z5oIj8IxN6uJkRJp32Ldq6VN97Zo070ybRpLze6OrM"
    "fSo+1l6zEB4AlOdMDGzL1rNNE5UZxo6ybaGv/bhcPmCx5CIaS/sYqG1rkxne0+OHczGvjb"
    "ml64oRjzBYsbWHESCaazK+QVTqHVtM4Vm1ExG+osiAkP1Akh36uhGuo6QudgbDpQy8sQHW"
    "hadMId5I7og7PDH4E+OAtcQeqDM7JaEwGEtwa8hi429K2ZcbkLAMSw23pGqIVIv63zEr+t"
    "fonflvgmNvuumXsiK9dGsOtUfn1bXfj1baHuq9ZlTNjyjQRWTPgJthwjK5tMBVp2Rpad7p"
    "F4VG7SxSc799hyelhNG+63mUpcT6oBEb6UdyKQ6w7a94hK02jG5cOTIZ1DGBVxIkb+TZpK"
    "IfXIS7KgriP/J99wx4V2yP/+b+TVsGi37e0uaKvZodGirWaBMaELT5igvJFon/+rVZXWnt"
    "qrbEFX5yf2ckur1+XOQIQ0MFZw87LojbRNw8VIFOxs8ZAg77izhVzjlW0wmLs+L9F4tpZP"
    "Lsi2KTblwCWWHFfo7JoGE1GUxYloPBGh/NoazEFGDOFvDn/T1QiXop1Ve6Ou02QGsnI4AY"
    "0nIKHnmkxCURYnovFEuEJEjRwVGUE04mw24pyINZjgjRTOrs2zq/Yk8+lNieH82jy/6Et+"
    "EtN8+IYhts3mLjJmbPPOvwfSQvmaq530yZhOLV/9YKyHG5Tah/wfEouTuOK8quObOE47JK"
    "S3zCeRnHioKB/wJdHN7QXXAdBJ474ZvZOX4NCjr7y+/h7vhdXtbfUMVXv0VepZla95m5GX"
    "E2zTAveUCqnHS9wn12db10A1oOYC6MmxBq1SYbhq5jGTK42rO3iM+XwRyffmnVyG5KFFAK"
    "vVD/JnJD92N1zJP+WrB68WD8i/Eof5fO768K+OXK9g5dJ128obpO77hhjHZPuqZ9N289Br"
    "3p5DEZJFwfDNzkgh0HViPrAA785z+tOPYfD25sRa+PrupR6FDhdu4nHIS7bpZT605w1Dx5"
    "4IoRXPFisrWVlrnllp8UqcZatmGcyZgTJnmiysZdK4uDZeXBNz0kBHS4u0Cfnd1V1K7HIT"
    "DS0j1EL9bB9lpNeUh5kqnBFDqGtArQgleAADnNMyLQR5N3Hd1rCun5gzZcHW7pXZIZ3tzK"
    "unBhv2rgQqNJaAvhXPoRh5h/ClfE06JAlhf9ElwxH1oLWk1gBUvZ5btlDleDZJoPEYaKLs"
    "rd6ROffZiiwZJIeqhpLlTOzhbg9Nn68m6bTVWIQMZ/BGxRcfU9/n8nkYEQsGvrCh6uGr/R"
    "zytIKXuPK/RFyC7AuJswRV6J7Uw9jvO4RxNz4whlMmkBm2aK1FZtiCbQ6bJWwyauqA+7oa"
    "3NfFArqwjhq+xGmZFoK8jxxizA3bb25YZu83oy4Koo2sZ8uYqYehLTYaktkUZOUOx168ah"
    "X6KQ3UDP6cIOLfDP/KwM9t2D9I7Ge7cMe46soJeewOCsuImHM/DCpKL6cHdGqRMMxf90mo"
    "Gf/GpimWg05CeZEN1wGVjQuchRpE3LBDljMWKIpjzaXcMrYAHqQq+G2fd0N+ww4TBfkNC6"
    "zDFDNoiHZREgGvAXiz1rLYUhZ5D+t4DwyFs8AAKVGSmlFQuQsgEfUoU2W0KfAl4HxytMVW"
    "0APq2QoLGGtiKnB+S/idystLVLJngozkYdFRaXyeB/8Dlyd5PnTFYCJ/xfAF4SrJT3VRGc"
    "vHJsJVvkupyANJpK5bYS7s847glB2OZ2x8K411uWq53toI8dmSwTCFU9rJqlMQIWUHLsEc"
    "QsNTwuaLcAXWCZwGEwXO+2CVkEtO7lzuqSYA4h2cvvHV0xNpo5LopzMX0W7ZoYqBdosF2h"
    "0VA72AmVBuayFk26xj2zKqe3q1NdLf84JYh7dG8pveDku0Rs49Rv2KTWIjlQNZblxeuz6g"
    "s6urT5lv5+wi33/5++ez86/PjxXscpAbVqjr6UgsMz09L4k2U2ObKcV+18c/JYTQN/dTrt"
    "XcIvrVDYWyUthUyLCpkGXW6fVmJTvaYqOmh3VqWar5JbJeYRvBqKerywgWwh/xl94lvwVu"
    "GEpzTfuWwHpUttmmhUzAJpFgEGtLIt9jQpmFKyKiOQk5+R8WlHQUPcwt0Vi0Q81CY9ECDR"
    "d7XsbQHvfqYCtHVYKrzhVK4//BxqbvcVaqhVjvI7sNCz1URKbXC03fFpteDE4fK29gk9Cu"
    "nCiyTdaxTdZoxJ/j7bxcEV6fvUf/TZSCmlpvn0gVUw7vkiG8f//D/aTDPbglIHFsTOXH5d"
    "BAWlV3TJwSV84+XJ9QOeD79XvC7liwUuOLGu7uL4/arB17UbU2O+aOUdP2ZHwLd6NaOtYW"
    "FauoYan/G4CbjG8huCe1tvqTLVv9SXGrT1YpE4zTMi3EefdtxOMHHjSJyyqTbSHoO47Pwt"
    "wE1F/3rb9+oas5q1Jfk5P3aK8LPcwgxEhOoxQAwlO+sx4bh4T6RAcVdslXNtG1bqXKuT7c"
    "IVAygRJoLMlOyXBMF2EUMCeVVqDCgOSL73krFQ1UHmt0mFtD0FGfxMCQScDnigWOY/V0CQ"
    "efEw7acIfMVCARmcrrL+kqSXvokr58BPnmzGnojuUTL15GCwKTpKOXeAC100dsJr9BqZXL"
    "ew4joXKr1wFOCxYI7svH40TVy4Nfto5kgtoWlPzBR0Bg8yjA6hGPQ1VH4hn7d7cP6gcr4f"
    "zEooXiTWbQLI+lXBpxrxHwCCqg3MMH0cI0d6ggiXjfj3esCpkAnRJBhGuvJA2Wj5Zuirsn"
    "DrF61Y6LM2ZKU0eBNGeNSMOUCEJcA2LM4cQczicQFJtlhMymoSiLE9F4IoKYv2syEUVZnI"
    "ifnIjBgql60c2no3gFnJTGkwIEdlQSt78lyG8t0cKdePfqTsKOyHeXgQ5jpFuWCrfPDj3p"
    "9erA3utV4w7n8kVZVBmbKCjJgrtmP6o0oIxUG6De5hY9//064xEtJKOsvaKfri4/JsPzGS"
    "qluLMfCzdgooGjuvQC2OvHNnd1Ng5kDL1N5TpFhWkgc16yDd/c/qPGNWrUuXPNdpSiZPvw"
    "3gNnAVEVo4CaMW9ZqfbhvPvi8QoxKNPyxhjntVT7cK4TtlcdtVcI2sMQsiexJ0cLp+E0Zy"
    "Vxmq2e5soi4XZVCN8/cfJTff1si73shyEE5B1tC8FMxnRqRWLKr1kNN4jIDINVlwxdR4rx"
    "ENwvg1u2UnGEDgvcO+Zsghhd55QMJ8BQDIkI+UIQShYBH+tcdgpl10So0oQ8BhnvSnAZuK"
    "Gc2PKYzEPeHOMb7TBwML7RAtsyWS/MkM5KIdAY3WgNztZENz61F7yqdVClZvoQLYMsV0zR"
    "V3dAmi+nbZppdgXRFkK++wxSwaNA7mZQPIuVrMvVjrqCYBu2wkP76gIWRoGxjzQrhbib44"
    "5BAQ8UFJBgZ76VFiXbB/nbOjvq2+od9W2loxIdw+gYfni8d68xJqiZlsrJy7UP6+NaRV2O"
    "txR1OS4WdVGNZVkQlAWOVoOdlWof1L1aUPe2QN0rqZ9TXk17SynzFhbS3pnp7ktlehAGqw"
    "be2JwoBsLZ7I1VDqaqHhfb5zknivNs8zxPyo22ytVxUmGn4eqo9mDtnzb9YlJi+LXY/LVg"
    "xNmTmGaMOGvtNNsWH/WZyVckG4lTMaRTLzpqrkYbBEfdskVItNQpofJPiDHi8oRqAbJuZR"
    "8XXYtfqC7pk4DNOYQvwVgR0pUgFAKWAr7UJeCkhA+lkkkkmFMeG3XAe2NolB0UH4ZGWcCu"
    "Yuk3DNp5IsA3QLulEGMFp0flkUk+/WTRbbJspGXb5y7Yq2P9gSMaLH/b94G8cVoqZqQaZK"
    "QaJ6NiHmqVqpGHNinwMOe+vHwB4uqmvXm5Rpy6bUjvmFJPQFoxahKBnRdDaIvQumL9jAVg"
    "72uvnhLEDuv1O6yjA6HJBDwKZjkbjqzoyQbTnJVEb6Bts2yP/8Cj/lG52wDOdO7xFsgxtf"
    "sxQtuWkJNRtNL5yE40hvaJ0GwmuKPe4F9UNnO674q0f1yY/eXMHc+SDjALFri8xBGwjxsg"
    "228HHYdsvwVMaPxFmSZCZ6QQ6DpuFewzin1GD0I276HP6NYG7tU5dG1s4H7oLLq1oiMBKL"
    "EYttVQyAm2j6s7rpd9sSX5oliuIgZNuVQNOKWiILJKRYpjJBVzuJ/Ba5wSacX6sW/XoLy7"
    "fAsdujLMa0kJYfh2yas7YRTaVZSg+tdvV5dVAfEbmTxd445D8g/iueIxgrsFOUBj+yaY3+"
    "86WfYFLlBIJQ9o3Ga3LvQbCQT+J4CX591yra9yLUmL4EpSspLQYDxzmzHAOVGkgG2jgNGf"
    "8ySm2R6mP4A6BuVUfxCXONjK9cOgmmT/b1BllBJwDxAg2n0iUXrJfTKWVxbE9VXEfdLFrg"
    "MHVPMiAgao6JLzH/Ly3iqJ4Yeo/XDJgb0XLCxS//u/HToC7CBJ0RFgAT8N35mpF2Aj0j5u"
    "aQ+NsB2Hm0KclkGM6ySvYN9V7Lt6eOPw0H1X0bRA02LvpoXy8R9VGBf65L3mhRpW08D4xi"
    "HdV04uEdxz3knlX0Sj9YgOSUX36JYHEkqh1X2ydMMZgazeFVlEoP0JVjQp9nEDNCLs0AHQ"
    "iLBB/cIgFwxywSCXR4/2oYNcMFl4jxEB6G9qr7WARuGTmGZrjMKvyjj6EhtAR6W2YW5MZ7"
    "uJqM2tQWJTGfmifBI3iortueGfkVTY3XA1JCM6FbpSVGzPAVndJUMdF6JyRpZwDXALKReT"
    "NFXnroCOe9IK3PiMVPM9v8o7dbgHuPFvfC2rvtNU0osqpqpbBMbPsqSCLKjrqGpXcCK2YF"
    "nASHwJNF0tsp/QdLXBdMWyVy12NT41iJN9qIhxpXsmLdIm18zO4vYwCPWBglAfrIeobcDv"
    "vSzeWr80tSCzksgT2GZAIk/wJKbZJp5A/m92zW9ZRSWKzIjOvRwBjJWWqhxsUL7ac/3b2A"
    "bnIYUzRNpFrk+eDyd07noruTkMX3TJle+tlKH87df+y5Pe23W8KNwPLG2oRV1epXr3t0Cr"
    "3I5tEa1yCzSSSBhb5CkRhLgGxOtlygTkjBDCXANmtdAPZlSUVIGsxjkr1UKgd99sO6nuaK"
    "7eZiVRvbVOvUUr5slNM/RoadJrSSAZ8SjmN2B3cotrVg0zLYmzbNss28RFRH7WUM6f69zL"
    "P8hRBsSDFlC8gOfpsPIFDUJNFMTduLrkWtr/AV+C9T/m87kbyleTjNiEB0xxA3HHAHVeXq"
    "eqUda+bgYhB7+58rOKIA83OR93myFuSJbywgRmCQp0wjUSZ+gzIQ971B+zLrlKPYUOqp9R"
    "uLF8CJaM6tz4w0nA54P43zpHSMU4hBT4EXiEmDCJhxA6lV/KOzKTLwFU+vQY+XJ++eHi8m"
    "OHTCF6YjmTct++v39/fv7h/EOXDFUQxEBdb0gEXYkbX1cITaIjcj8mMdc7ZLTSYRPyInE3"
    "zmGcRhzfGWI85JohQjKXCI2Yet7ljAt5yhdLFsirE4cTn4c3/ozeSViGqlmqfJCQL4SubD"
    "pmQmiEPGh1Bg+l2uUSgIYsAzeUk34qf4g2cIdJ67MFCwT34X6Eits4gMRFMskmOxDJJAtM"
    "8KQNomHoQUYKgcZYGpugtqaFnGXa896T+TEN2oI0aMz233O2vwhpGJXEPFXju5FoIbq7T8"
    "4JpIZflm9WDfBGooUAv66V2Pd6S2Lf62JiX9G0NFuxy+Vx3W68bqdM8eJMVIdT5sQwpvJn"
    "Kqra0crSaq1xL50soXXigAVB2SK0veHiRqp9UPdqrfu9Let+r7juP0DwiNUg7yGoIXDLKm"
    "JvqzNeWg37UW+eO0sw8NmPcBAGqwbOsJwoesNs84ZltgBg9Qcqb9N0nnOiOM82z/OkXK+q"
    "tjMqVClcHdUGrF1vpl9MSgy/Fpu/FgzoehLTHC2chtOclcRptnqa71ggzPqGpCRw/4v3P2"
    "tiqL65U//C74ch1Bw5Kg2lyg7pbI+oEnLwwPXlt6yG1636EnB/ShZUiCUPHNUDgKqgpqRk"
    "Cns5p64HZTvlDUWH3MrXU3UP8HnYIYLr8JppJE9CFdApCwURnryAqpTCPA96BasKoSUVXw"
    "58cwzdsYPtwNAdC4gmBp+WCchrgRbCe9KrkzQjR23hpQtpMxOJV3l/u2p7NSWCW3aJyerx"
    "MUSoN2N6crJovNqm7lqlnEmg/8ZW1ZpZfL6GWiZHDm7ZqqZK1vfJ12+Qzy5FdJC56ySByc"
    "Nb1xme6hjlwL2TLyaZUW+iY6epxxxdVF0FW1MRskAelrZ8Sab93u6CSpYdOz0qWRYoWYto"
    "5LnjwR/L2yLS1VEZWSkMyviZbqt6/Rrodas4CdVFyIuSrXjjt6kI+6hDjhx0a7W1bNBl6A"
    "YNk07TkqiT2zbL9ujkqcZCR+VaeXrEfXp5amxdxTydjRkJFqeD6iLUMdc+JCrtQ+vRoC5N"
    "mTiFrkgqhpvM+R0ThEPlqtEKskYXNGAvqe+8hNRH7idJhllV/TD3heTULyxwuSOIPKsvCL"
    "mPkCs5pP54xgNI1OwSValbGgMjF7JaFW3r3KkUUlckJbMdEi0g73OoB2mre9ghcX1uT36/"
    "IlQppTe+TnSFJIIQUi/lExDmO/L5h3KZ8Ng4VD8QEkzJjC+lPKSBxvfRzwq1uSUYjjQ84l"
    "RSlawKF4Y4HqJbVM3kC8F8+dyrG4h7Zd5E3kKE0fh2oEPAY8lV/IgC8kb5LTyzGxLgZpi8"
    "y3XgyvcDnhBuEuf6TtxAjlYlwuNfIJEPoGlun8zdqVqubnzVGziZKSC542RThbnGWYUdqX"
    "Hql3AfjSqLNHs0qiwwqjAX8nD2q+42aJrfm5FCoLGAuw0QYwH33btjMF103+mikKEV64MN"
    "8uzKpNv0Ih84yy6lnDeYjDLpRpNhGcPx4HPRMLkjLYy8k228E+bMH7KhZcLumH5IGUHk6K"
    "3+ijTRNFDElOk852VxvXwEM83KWgDXmmdW2gwYZ9mqWU4z66bznJfFmbZ5pkNwOTRbuHOi"
    "OM/2z3ODZTsjiHNs8xyrk4GEf1nCHnDuMepXqNoZwdwkj6Rku9Trs6urT5k5PbvIhxt9/3"
    "x2/vX5sZpMOcgNK6iCjRfZiKfMSLXQjDyuY0YeV5uRx5XlYOdMguU0rAqbEcaSMfc7NnTU"
    "g+mWsZHC/cLm/SIdn2LGgGXl2vcl7aXCFZUr/l3DiNW8LH5YNn9YCygA12ztzIniPNs9zw"
    "07HmUEcY5tnmN5qWje5EvOCOIc2zzHY4gw9pokkqQFcY7tn+Nm6UJZUZxnm+eZSQibTHJa"
    "DmfY5hnGvL8nMc1YlKxdRclSWXF9x6mTaKeHdepn28HrVTvn7hsn8nFXkPIGBcGk6Evur7"
    "PIdD6VKgK2pIJQed+ylo5NL4JZV3ZQ3Zh1ZYGXIfMJm8FdIoqQ1+mIBgulIdZpGQQZ04IO"
    "psNg0opFiRJWKpTvVVmC+zXKeJyJShlXPKinU6ryBZSkLxB3zxagEw7ZZAJxH3cqA78D5W"
    "bXxQT0fZ6tqxxAvYC49oDWaodkxj0nViK1ailKCt8e+gmgtsO397+ef/j+6fwDXK//W//i"
    "+uLy4+BL/z8+n19ex223XVXXgS+YVI+ltqy7eYeqygEc95mqCueT/pcvny70lT58vfryBd"
    "qBQ2NzqF8g7UeVFDBURRbW5Q0KJSWUxu3KDwT6gKO6bc/eiOq2BWoJqtuYg98+iFHZRmW7"
    "dcp2wWQvyVStLva5kcBCnz9R6DOtMht7FXOy6HOy2ue0MTFKlrptGRRZQcygqJ9BERubht"
    "pRVqp9Ach70Pqx0MF+Cx1gWMKT2CIwvqiNM2wNq31NA3cyOSplsuNzne3sdahG/QRhHdJb"
    "FteMpWREPYh+fEeGdA4UqzblhqrELKPjGZFvAAvuqHwnKqv61iKpd35XIKaHqZ8bV+CNQz"
    "OSkp1Err26P5wqzMunXXKRrkAclxqGir2DuLKBIs6hDdxwTIPAlUf+ZXNtV9zI90oKjhh0"
    "i4OgEPXsBKzhDmE/5HR4qw7c8L9edcjxiy4ZTiK1Nug6xkmnFMHkJ+YAZ7+myslcXm6lCh"
    "i/I9CJb6XJeze88R3OVEc6EkR+B64xCRhT/D4Mh9vNuSooTH1y/OoVWTEaiG11jR02ckMS"
    "FxIWkYDyxjBPcqCUOb3xMw9A0veXl9UCesWr95Og/vEZD2f6h72Da86oiM8gh2+PSokcvg"
    "3aPHL4WBu6tVDTsdrVTeOTMlIIdK13Govs7rfIbvqZDEDOibUR51op9q+3pNi/LkmxT1kL"
    "Zs6qvCQ6qho7qhLbbAAmjxmpmxNs4Wu/+8o4a9TU7mfg/i4Ktuml35kTHAvYtpTzyzR/zv"
    "A7pjNdlMbptnq6E+LOj+YwBWXKwhYFuEy4jVtVLR/Z8RYn2XGJlywGz2E+l8pWU+xz4oh+"
    "PfTTTLPpIpeXRSeWzSscVu5r8+ym3Sumc5yXxZm2baYtc0Z/AE/g0RaPtB7QqeOWHii3oo"
    "lzGjyociALxzPIG4I3kozlDaSUx3nwHLiCONH+B1mrZORfSUpFIP+HxIrDiy7pQ6dWSNP3"
    "VhWe6b3eUrmlSxzHUCAgPgzebQ59c0nfJ5qYgud4FZ8XhN2xYKUbz3JfuaLBVepzIg2QKQ"
    "vk90h9QVWBYXSdWkS8o+vUAp8Huk4Pn/5kV3sg2+B/7PqKpf2BcJr32GoCHW0P72jD9DyL"
    "JqMRldx2CnkPHSma8cbt54v3EByEThJ0kjxB9DWJMkiRKIZmYuUFME+xfNWxh/BkInzv8f"
    "HtUTnduT7duYfslAMHYxhZtxhpSCFNAyo0KU08HBLlaIvLJlHnDvJhHJWLIi3hKQthzCmZ"
    "M+rr+kr9D3/vX76/uPxYUqR0xxdHOtGGj6aDdKINWpL6v4nKH49vIbgntUJ6T7aE9J4UQ3"
    "r1imVKJm2kkEiymkha7zemM5wRRB+2zXOMpSf2XHpCxZ+yIDAzE7NS7bNN9tLEEbtS7Dq+"
    "HuumtHYTsMeuhyb2R+U2vTrVuceeh0E1TfnrGVMRREoG4nYoWQTcicahrktMN7UnIGpnRk"
    "vaijS8BhrmdliHaJhbYJhjvv7h4nv02mRa4TgjhUBj7JqNkKN6iurpvtXT774b9nX1knIl"
    "NT3gHlVVhfXEpVBqaqz9tTb5TBD5R8CSfnZwsXdkGLC5nHT5KgyTymLgK4rgWsOZ/I3qMB"
    "T/cqEWWFGd3ccNUNe1Y6VEXdeGTQp13UNBbVrUpMW1THr1+NUt9Goe3PU+UER4WyhrRqxN"
    "JOuBY1hnMbj1kU8kEPTGoKNHoVV9rkFV/xjQbZq8Pl1Hj5/CyJpa/HfVE0/Rw2N5V7KEpn"
    "mgY0MPv6Sn3ykZyru5uh7y8+MOOSHdbvcFEXQlyGgVF+YNIk9p6KqHtUf9oka/z5tBhuxv"
    "upYy8ZkL2j1Zr/AEainDqqMSZqWF4EBR5YUbMEcVK6a3zCcwl7prII+g56E6L3Qp4lAaIH"
    "B/HQEHF0BzwiJFC80JC3RcNCew1G3bgEa7bY92W3XzxW3GQ1v7Lx7YgECjGY3mpwa6Mowa"
    "eeWykuiVs84rl2m2tbbcTKc5K4nx4TbP8oO1gLTt0917nA5dzZmxsZGVQqDrAB3TXgakbl"
    "qkTYpBe1jdX3mO+Cue7dTgdGccbtkxpHR9ruv9MTmQzOkKmMuYwwTiFC4KfKlgYQht655D"
    "pzzqqdhh6Dsn/+UxIV7AHwHzGE14zypWd1/3Q57VjrUKeVYLtgnkWZFnbRvQyLMiz9pOzi"
    "nWdcywTwk1gt4y2uGBkMcE8v0mkGOXwkN2KZSmlKnKlxJpX6I+Ju0gcdysjZfHRbNZTgui"
    "c8C2ObaK9vvM7xjw30eV1N96RKcG/TePB9ekAK9ULxK2SBKmlPvymVCJUyLTWeRUEXOJrg"
    "/knKaU75jqEDK8lS/jUMde6sDLJV1BOORSPkyRCjzQfSHW8+PX/uU1ka+EgKQv1QxFxyaI"
    "U/L+6vLb98/nHXL++5eLr+fqitf9v50Pzvrv/6aiPckk4HN5vVPy69WnDwTgFXD55FLyec"
    "Df3iFfzz+d97+d6xE30MIF3pKOuqT84K4/navrCX3BtGyXfLz4e3zLyHe4HENTT7GcycVE"
    "PjI0SJPT6HpIdVqlFiDVaYFGhvzbgYBWC7UhzGkZBLkGyOD+MsQ4JYIW3P0Ig9ZgAm8yvo"
    "Wv7+7pHqSRH5DMRK4NubY2rdR8PI6CoBENkxNFtg2ZmEomRigLuoyBgTOde5gXOaZ2MZyF"
    "HMt9MOuJcKe+IK7/LlVx8Zkgz4epEIwhBEGpQCfgQRLbUBW6oZNJWTGc3d8AqQY7VkWkGi"
    "zYkIA79ExAXgu0EN6T3ps61kPvTbX5AOfyceRCLLlc1GdUzEyQLgi2EfF9dMEIuGfUZSQZ"
    "30p8d20OP2AY5hOzFdAvXwk9Wgo7shT6LHDHs6NSWyE+d4+1QDej7jMXqqd3xyp5JStXuv"
    "iU8HHxSmOvQr6TthLVCnhlma3qBb66zlYr9tFer5Zm2NuiGfYKbj75WRkgHA9vIbrHtbTA"
    "4y1a4HFRC5R3DOM4kyzCf/12dVmxb25E8pumOw7JP4jnisfI3W8BF8DI7JQJps8/93/Pw/"
    "3+09VZfguEC5w9dPbhP/8/SO4kfg=="
)
