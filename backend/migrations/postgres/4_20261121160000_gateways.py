"""Gateways: customers, setups, disputes, receipts, tasks and comparisons (postgres)."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
-- How a gateway account stands: its last health check, and a code that its provider sent for a person to type in.
ALTER TABLE gateway_accounts ADD COLUMN health_ok BOOL;
ALTER TABLE gateway_accounts ADD COLUMN health_message VARCHAR(500);
ALTER TABLE gateway_accounts ADD COLUMN health_checked_at TIMESTAMPTZ;
ALTER TABLE gateway_accounts ADD COLUMN verification_code VARCHAR(100);
ALTER TABLE gateway_accounts ADD COLUMN removed_at TIMESTAMPTZ CONSTRAINT gateway_accounts_removed CHECK (removed_at IS NULL OR NOT enabled);
ALTER TABLE gateway_accounts ADD COLUMN version INT NOT NULL DEFAULT 1 CONSTRAINT gateway_accounts_version CHECK (version > 0);
ALTER TABLE billing_policies ADD COLUMN on_dispute VARCHAR(10) NOT NULL DEFAULT 'KEEP' CONSTRAINT billing_policies_on_dispute CHECK (on_dispute IN ('KEEP', 'CANCEL'));

-- Payments: actions are sealed, for some carry a secret; money may come in parts; a bank may take some back.
ALTER TABLE payments ADD COLUMN action_sealed TEXT;
ALTER TABLE payments ADD COLUMN disputed_minor BIGINT NOT NULL DEFAULT 0 CONSTRAINT payments_disputed CHECK (disputed_minor >= 0);
ALTER TABLE payments DROP CONSTRAINT payments_captured;
ALTER TABLE payments ADD CONSTRAINT payments_captured CHECK (captured_minor >= 0 AND (status <> 'SUCCEEDED' OR captured_minor > 0));
-- Webhooks also tell of disputes, setups and methods.
ALTER TABLE gateway_events ADD COLUMN payment_reference VARCHAR(255);
ALTER TABLE gateway_events ADD COLUMN account_reference VARCHAR(255);
ALTER TABLE gateway_events DROP CONSTRAINT gateway_events_subject;
ALTER TABLE gateway_events ADD CONSTRAINT gateway_events_subject CHECK (subject IN ('payment', 'refund', 'dispute', 'setup', 'method'));
CREATE INDEX gateway_events_account ON gateway_events (gateway_account_id, id);

-- What a provider calls a customer of ours.
CREATE TABLE gateway_customers (
    id VARCHAR(40) NOT NULL PRIMARY KEY,
    merchant_id VARCHAR(40) NOT NULL,
    customer_id VARCHAR(40) NOT NULL,
    gateway_account_id VARCHAR(40) NOT NULL,
    reference VARCHAR(255) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
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
    make_default BOOL NOT NULL,
    source_sealed TEXT,
    return_url TEXT,
    action_sealed TEXT,
    gateway_reference VARCHAR(255),
    decline_reason VARCHAR(40),
    decline_advice VARCHAR(20),
    payment_method_id VARCHAR(40),
    last_error VARCHAR(500),
    tries INT NOT NULL,
    next_try_at TIMESTAMPTZ,
    lease_until TIMESTAMPTZ,
    fence INT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
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
    respond_by TIMESTAMPTZ,
    opened_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ NOT NULL,
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
    created_at TIMESTAMPTZ NOT NULL,
    reversed_at TIMESTAMPTZ,
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
    details JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    resolved_at TIMESTAMPTZ,
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
    differences JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT gateway_comparisons_merchant_id_id UNIQUE (merchant_id, id),
    FOREIGN KEY (merchant_id, gateway_account_id) REFERENCES gateway_accounts (merchant_id, id),
    CONSTRAINT gateway_comparisons_day UNIQUE (gateway_account_id, day),
    CONSTRAINT gateway_comparisons_compared CHECK (compared >= 0)
);
"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
DROP TABLE gateway_comparisons;
DROP TABLE staff_tasks;
DROP TABLE payment_receipts;
DROP TABLE disputes;
DROP TABLE payment_setups;
DROP TABLE gateway_customers;
-- The earlier form knows neither parts of a payment nor these subjects.
DROP INDEX gateway_events_account;
DELETE FROM gateway_events WHERE subject NOT IN ('payment', 'refund');
ALTER TABLE gateway_events DROP CONSTRAINT gateway_events_subject;
ALTER TABLE gateway_events ADD CONSTRAINT gateway_events_subject CHECK (subject IN ('payment', 'refund'));
ALTER TABLE gateway_events DROP COLUMN account_reference;
ALTER TABLE gateway_events DROP COLUMN payment_reference;
ALTER TABLE payments DROP CONSTRAINT payments_captured;
ALTER TABLE payments ADD CONSTRAINT payments_captured CHECK (captured_minor >= 0 AND (captured_minor > 0) = (status = 'SUCCEEDED'));
ALTER TABLE payments DROP COLUMN disputed_minor;
ALTER TABLE payments DROP COLUMN action_sealed;
ALTER TABLE billing_policies DROP COLUMN on_dispute;
ALTER TABLE gateway_accounts DROP COLUMN version;
ALTER TABLE gateway_accounts DROP COLUMN removed_at;
ALTER TABLE gateway_accounts DROP COLUMN verification_code;
ALTER TABLE gateway_accounts DROP COLUMN health_checked_at;
ALTER TABLE gateway_accounts DROP COLUMN health_message;
ALTER TABLE gateway_accounts DROP COLUMN health_ok;
"""


MODELS_STATE = (
    "eJztfW132ziS7l/B8Zcku4o3tuPM3PjMPUd2PGnPJHY2cTo9u7lHgkhIYosi1ARpRbsz//"
    "2iQFLiq0wwogzT9aU7JlEk9YAEqp56+9+DBRfBxGfisG/b3Dt4S/73wKNzJv+RP9UjB3Sx"
    "SJ+AQwEduWo0hUHqEB2JwKdWII+OqSuYPGQzYfnOInDULQ76HmE/5BjCx4R7jCxc6h2CqM"
    "0tKet4k62jQs/5I2SDgE9YMGW+HPvf/08edjyb/ZBPFf+5mA3GDnPtzG9ybLiAOj4IVgt1"
    "7GJK/b+qkfAEo4HF3XDubUYvVsGUe+vh8gHh6IR5zKcBs1M/0wtdN8YjORQ9qzwQ+CFbP6"
    "S9OWCzMQ1dAAukoyfYHDsYDK5vbgdfLm8Hg4MCkIlECrX4kCXnQkLneIFQv39Ofwxc5k2C"
    "qfzz9at/RffZ4BCNghv+2v988Uv/8/PXr17ADbmcyWiCr+Mzx+rUv9QlaECjiyjUNzDPmW"
    "9NqRcM9PDOie0G+OTABvnNW/looU99pfKr0IQ5JYIQ14DY4jbTwTcZ30FwT+uAe1oN7mkB"
    "XPV/DXCT8R0E9/hVHXTlqEp41bncyyuRnOi9vmuJTmJcC+ItCOcBhsv/EcpdywlWRZivvK"
    "Bir8uJ5bCWT18D61iHMAbqCTzEy+Oj1396/eeTN6//LIeo51wf+dMW9K+ub3PQjhkNwljR"
    "zML6ty831+W4pmVymNqOFZB/EtcRdbA17T3eghygAVeeC/GHm35fn3/s/5Z/lS8+3JwrcB"
    "ItPr7AeQ78iU/hzhrQbyQQ+J8AXp531DPWX0zSIo0WEtMw3/VKQqVh4dwxe0CDIqzvJC6B"
    "M2fl2OZE8692LHuY/OPxrdpbgLy9+nj55bb/8VPmJX/Xv72EM8fq6Cp39Pmb3Iu/vgj5dn"
    "X7C4E/yX/dXF/mv4X1uNv/OoBnomHABx5fDqidxiQ5nBzKajs+A9wbTHNWcgezbNon9din"
    "GTid8SxFN8CBEbVmS+rbg8IZfsyrxhZPzY/n+SPUoxM1SYDmv3ppOkw+2S1ffF0clLNl69"
    "O9exgz+IUBXwzCRV3ejFihCPic+c8E4b7NfBJwEunrhJIZWwRkQVdz5gVkzuQbbJPllHkk"
    "mDIyotLqtxhc2hVkxFy+JMNgKh9qyuULMXc87g9LSLjWb/nd++4N40sMHHtIHKGkk6s6Hh"
    "m7zmQanJGhx34Eg8Bfya9UjRMskLdzXHgUeRgO2SE7JH0iv2bBPXjWEVwqFMyGs+p5Q6l0"
    "u989uEny4+AXeRMW3Vn9TGQaDeJikGk0gQaLvxVNqHNiCHUtqH2feVYJn7AN541MB0E+qY"
    "HxSSXEJ3mEmQe/uuRFPufcZdQrxzgllYN4JMUeIcZbQD2/ufmQ0QfPr25z8H79eH75+fmR"
    "Ql0OcoLISi1YX7k9vwR0Z1Jp25YId8nE/T/Hxycnfzp+dfLmz6ev//Sn0z+/Wtu6xVPbjN"
    "7zq/eAfGaGSgzhOZfqT5N5yEviJDSehETbjRRmXe9dmXAHF/wWXKVrI6MJ3j8BtGGET9s4"
    "j6njltP2lYtLWqRLC8vOCMyU5avLbOVEkcA0jdnKrlFAVQwi+kJvmcoJdm+lOqnlHz/Z4h"
    "8/KfrH75gv9JwtKQlcqkqWKuTgn8RKFS7shtOclcRpNm6ajXG1nEcehF94jlwvHdDb7m6J"
    "vREDoBJq+1sW1A8g/piunRnBlAbE48FUvgCESTEypysiFsyzI8cCcYLYNRG4zCbPx9wn1H"
    "XhKk7QI/IvlwnxAv7hM1du18wuc7vs8c7o5TDDgkIvhwHGK3o59gY1tSxFKeohnZVCoNGd"
    "ZIA7CWl1A2j1WPFpMgsF0Q6FY+97FgIahCXcb/VSs5Ho4EKz+4SD9GNpoJwT6yDUrfCDod"
    "DWBVMi3SNhW9BOkC/sKpGUmWaXi2aznBZE75Vpc2waWXjrU09QK56Gas4wPa5XjzoMNiI1"
    "GcQbj5E5v2Mqklmxealw6viyPUKjuON1MLJc1mxBnOCQ9BdA773knrsqkoS7vLiKwt6Y1u"
    "sobKkUT6RQfIZQzyZDL5yPmD8k6pAgRz1y3CMn5PDwkCwdoCejq5MoK+mOkcjGIfKdF3GI"
    "dfJ03z11xQRgOg7k1hkFhsMTLIHydAJiyTkkAT8kw3hv3USJMx/ivJdTTmzHlmPPCJsvgh"
    "VR5Cf5nY9U+YjQF0h1GrT7I9VpguKFVCdSnR0DGqnOtqnOaPfXo9c2MkhvNibW9GPCfjIY"
    "zDjYkVh7oBWkDWINXSYGrCklhpfeXFRcAKek8ZREFneaa9DUGisv0MGVafcKJPL9mIbTDZ"
    "wd7447cmnWJK4yUojz/TiLcLR+Lk2wS0QR8fsR55Yy2Zs4k3Ki6DNEf1KlP8lxXQn0J+46"
    "1uqg3JWUGdK7x4sUDR4sYLTDNDxI4Mtg1JqShOU+JEOfQUqfTVcidsSQsc/nyicydnwh/4"
    "xSKpVjyCPxsv5MyMGuy5RaWO5RautmysMkQn/hhmL4NnLt0LjuDpk4dwx8VtaMjNiKe/bG"
    "9aNKDUH5IIvP5f/P+x/61xeXKpydks+Xf/16/U5eeyi/YtsRizBg6uLMk2elzhD7wrwZCe"
    "hMitN1XSG4WU/eQZD0KkxEIH8lef73y8tPKlKeebb88wLu+eHFz/qQTHJuPCmv0uYFLuJe"
    "XdAyK4VFLX+iqOXY8ag72Ljb6776ebkO2rC7JzInchSreNsrmZysUJcInJ1ltia2EZ0yau"
    "viWy6MOJfgHC7ky2jLLdaZw201louiJC4YdTwffOk1hbxMFkGvAXqsC+vxBWuR/UF8EKvc"
    "B3vB+agOzkfVOB8V2YK1ZaADdVZqj2iD5fFYocZiGrvfCrHKAhJd7RJdF2uS5qCU5Uqd72"
    "2nuDZ0TxN2K9aQo0IHzpo8YjYZrYCoYe74kNQqFX0Ps7XDGylWK1+WWtFPUTEGl/OZvC5w"
    "XRP55r6FitRypKKv5D+B9yLh4pD0wX9O6JpIGy6hl8aQCGCjFBe25KFrkylzF28hapoD90"
    "Q+Xt7+cvOulzycYrv6X29/uby+vbro317dXMdE2af+Pz7Kg/ADp9SzD8nNp8trJefJc1fv"
    "YNT7/q+Xg6+fMFD6UVBaJnGJD73pYqB0V6A2wJn61CB/sDiBpwY0Br7saQ3BCgTtMlfL8s"
    "5w1fguKxrDdeD13T268u5atZPX45FAKeshCfEJAzCrGrEoJeKYgm4ak4KFsp/ePLtUfpf6"
    "KVE5se7tR1gk+1FsS1j05kmsUui+6ew0G+S+CRfVrht1rnef2wZG1XTZfOBLubZngmYFuB"
    "WGC+ZbQFSMFkMyDT3bZ3YwFVFhmvicckbIsdRLasI4XuSSUTWqBYlT8aVBU3Th7OvG4NL5"
    "FkcfR0HDfDwmHrvbtAlVIdE2FJqBh1hXwgEvTPbxgvg6SyqUrwc6kqJ/xSDWCP0rBhB2Fr"
    "e1YnOS8R0E97QOuKfV4J4WwFX/1wA3Gd9BcI9r2UbHW2yj46JttNl9NMyjrFCHig3vzECy"
    "Q/nbdStxpGQ6+PruPl5PvoYOt3XI5pQEvrXFt5ZDLQyJ0SDx/Reh3dpguFQeWw3XbzUMaj"
    "mbD0YlBcC229sZQaR+TbO203MMi2LK/NJYvUokcRUr/4j0wd0FsKYtWrtGlkrj0LlrRAjm"
    "RHGJMnmJQnr/SUwz+sV2sUAaxqT3FUF8sIVPj0f06rDqg4hvrkmuf4urYijRFPusqOrI9g"
    "LmmnssYaxL6sI3vQhy0mYQo8hJG8FJq69XM+I/LYQwY73uRhE8deJ3sDWh8UVdDVNrPrl0"
    "a5CAOl9PpVnIofVbaMvBkR98rZJAXqQzdyDhMnaH55tf15FBdcWMxRzVFRP2UVRX9gEzLE"
    "y6+VsbEYS4AmJztsrE7Va+Uaacclu3yXhc7T1yFK6Y3yNQIZStbfNhoucOD8k3J5jKvTBg"
    "IiCWy6FyJdB/6x5paq9UtQJUkYM75q+gEdsEwtvk5uj4JfF0+7mtKpAQyFcmAGITMhmHb1"
    "Wg3MdLeAWub58JIk8z0YskyM23qGbB5W+XHz/d4k5vzEeKO70RWxCbU8fVAXkt0EF4j09f"
    "14noOn1dHdEF5zBibp8Rc3Ijoa4WwhuJTmK86wxiJNXaJtXYj4D5UJlYb7/LiXUv+/Co1n"
    "pxtGW9OCquFxntUQfuguAeyzgm6u3BnnDfdWgo6PwDpfNrvuMFwe695S3QNxgv0tV4EWO4"
    "jXeOsKojG9Zne9u5DTseV5vbiPl7VcHQnxH4ZyZJrkdU70Bp/XOhGoi4kOdHhlH3eO4ND1"
    "WGH0Sdyy9wHFVY3PR4B9KhjNvYx22B2+hf3F79etkjny8/3vx6+U5RF58vb79+vr58FxWC"
    "3HRJScpHRuVE1HUmnNtvozKMcZpglGgYCmYj92HQWo3chwnbJBZixEKMnYUcfXj78eHFO3"
    "wR5eqst5RIl6JgdpbXkNaUdHDNiWEyThFaIW9WxpZuzSPcCGHyYP3kQSwc2jKphDRHkzf8"
    "UdAcGXZcQthkktNymN9m2gybRGSpvkxVPFbStOkeGguGabQpiSUIFapg1ES+d0u6IgFzXR"
    "FVkTokV9f/+fXq8z9IwPmMeJzMucdWZ6rXRnTMCc7It5trKX3HgPABSM7Ih5svt2TGFlAq"
    "qrx1yT5vjoyTGRYLMk4mGIsPVbP/qQGN1N7eoI53jwG1lCdHE/FyaQReA3ifjRkE22jFQJ"
    "UKdxD249PTWiF9p1tC+k4xCc6QJDgMS9tnWBoSWC0TWPoNB7rca6CVaD9pqS+4Zzcq4ZaW"
    "RALJNAIpUyhxIaFvwhFmBJEHNnqSLZeLZmx/WhA/ZJPnGDtcPIlpxkpnnap0dnnHqgKBo1"
    "O97e4TBoN0erzLEZBgHPUpFwEJmCfYIRkKJifXs1gqvFaa246rRvrMpSv58PMRNP5wgnXI"
    "LiMWn8+doEeWjny1woBM6KIkxXm/t0bHiRmEGzpODOA6k69Lj21LS3UoGGzPRJuCTOP9Ts"
    "Z38MVuhaIQ4eh3ZumuIlmpDmLdKaegaQtJy0jvX783DeBdR0TTlctpyWv7ty8315VRA4lI"
    "3hp2pA77T+I64jFaTltwAzAyJnDyjj7/2P8t//pefLg5z9u2cIHzAoMsf7bQXZ6zUh1cnl"
    "vZCrmlPHSNmNysKBJAxhFAZtEVX6CUw/ygmrSIB/RqUBcDocbWZDBupdUPjcNjPiDu5OlA"
    "SnFiGj4TJLpkj1DPVjyBkoCKaqpKGqT2LsKRXMKnqoSpXMzv1t1CgWQoshf7uS0kMcOdfL"
    "6UV4O6DWQelYz3EhpE1WFVhd/iJ4non7OoCJzryMEjFixZnOwcLDlQKpvb0gmFp1YMCiWW"
    "T8X0ZwkTkyz5J0WhwOs1aGbcF0S7xAvv2cRff1wN56JcHidEa0KM2R/fR7GBfWtLgY/cmH"
    "t2yVyUp0a1D2/sTEJf1RMVAZUvVtSIO0lZWLjhxPEOSd91iWBBIGdSEOrLPYlRV21R0WZw"
    "RjyeriU6hy1FjoH1Wz5jecmPPd4byX7TdyqTVISHXhL3E9isA3NKpIMQ776Nt/zdTKvs61"
    "qgg/C2UpZ0rtmFft7dLvS7D5xlHvzwkoV4axmDlBTWMdCoYxDrNoNIrymCfst+VDpgC6Kd"
    "eL+3UXGXv91u56DXTNyHm+v3yfA8MY1FZtp2qWD1iEav92NgmtPTPJUrTzAd8JnmZpGRa7"
    "ZdGOaT3M9uEeM2Z0LQiZYGVJTsnqv9tJaqebpF1TwtqpoxcNaUWbNGC1rpBTBQ3uRl7Y75"
    "ztixqKqKaGnaGqXC3fvYWkoom/O7Rl9ZVhI/L8M/r8eQoHBksK5tmjvjgs8X1HeEQqLao5"
    "Ea1qvn1LDWEnVTGEI/Kd6tyi2Ba9ymK/L86+3Fi8i9DYkFU5a4Gp7JYUtPBWyBM4HYzjiu"
    "2iDAl6BGcm4T6ollWf3yfdwQPRhm0OjowTDHg4E1cfYNvF3mNgK1rBxpu9RllNHFHiHIW0"
    "AF5apQJxy2rzJet1LXSYsgt1hCgqT2yyKs1SHbOTEM2/6JsG2kd5tMxaMw1IyzLLa2ec4P"
    "qmtV6HV9/jZVYbULn985NvOJRVUtV0/FLHGp/6+vd6aOwmNGrYeoNSWxplG0HHZ3WbQPzN"
    "CV0D4wQE3F8qRoinUd+EZlSbEcaYNypKjqoqq7J1V3S6WfzIiaSq5O4Z8+JKuN5CpskyUb"
    "TTmfPRMEyvG8JZE/k9k9IvdHCNjnEKy/VkOfx6t3j9jMDheMzNjqRY/IB3SlEBmtpIb7Ox"
    "+VJAHs5ZaoGZuxdaFmbIDWgOraQzHnap0ayHVKB/CsVAeBbkVhm8mfpoNyMr6D+LYSoyP3"
    "IlGiC28pWZUIdBDh43rJLVtyWyoKVukAnBLZH8RJ45yDPb3Ju85yeSAL2rCwsj2sxzz0m3"
    "VRKQgi4PUYC5c68zKXc7VvNCXyU35Rw8Det1t0xO0SBa86gysZ34mNcd9pW9hApWVNhIeB"
    "xeeaS/ZapHuLdSvpJfIBysJYKqOD1uMxNKgkNMiTS+0g8FcN2PqcKGYQmMbWYynDJzjRPr"
    "OY0zQjKCOKE230RCdteBtZiqXC3VNA2mm3GbP5jYAvFUbgK4E3xuN8ZbP5ggfQrvPvbHVQ"
    "6nPOjelt9zo7m9Hgsajpdx4Kiy+iti7LKSehYFFlVHmFMzJM6jxPqZgOowqmY+6rE0JO91"
    "ANdWwR1U+FP8aOLwK4DImKxBXdznu5I3qdzfDAodfZAOen+uC0eJpEAOGtAa+mUxm9yXre"
    "iwUAUpqtvoUGSwt1EOk3dV7iN9Uv8ZsSb9xm39VzyGXlugj26zpgv64G+3VJ22Z43gLM1f"
    "6hjQSmzWHaHHIZBscSX3l33LHYQblJF5/s3WPLRcP0suOS/BnCl/JOBPpUgPY9otI0mnL5"
    "8GRI58AWEDtk5C/SVAqoS16SBXVs+T/5htuOfF3J//0LeTWsTJbb7V2gocYXTuahNY3rh5"
    "OA/gDbMOlC6gMOb8kwus5foB1HcknbEYr9IP+uhF5Gop7lhjazh4fkQt1LqBYd6pzHJlIr"
    "uMOi5CYp0mgiGmDDRL1qdFDeSHSPbsSUyEcMddyvST2XftfRvCi+3PcjLo1th9sDEVBfW6"
    "/Oy6Lb3zTFOkfGeGIQzVlxprdWHM6LYo16jRr1GGnXbqSdikjxLC0eNy3TQZBPamB8Ugnx"
    "ScmurMy2wdzxeImiubXRfUG2S7F3e26GlxjNTSaiKIsT0XgiAvm1NZiDjBjC/1PwJ1xR03"
    "koyuOENJ+QptsD7g07a5RKnUbfQlYOJ6DxBCTseJNJKMriRDSeCEeIsJGfMCOIZIbJZIYd"
    "sgYTvJHC2TV5dtWepD+9KTGcX5PnF0M5nsQ0P5JWNe0rQN3oVhPHv1wAi1RVUjo3plcrVG"
    "ZgRcNrhsxA2AoknJJYnETubIhBoSQJIOiRgM6YR0IPikNT4vMlcbk16xHBo/yDSEqQKb1j"
    "0ElmQhfFwJmW7/UTcSwmBVg8qcgWletcFXOxzcjLCXZpgduDhWfaMvgu5tO3roPrQTUXwo"
    "Sk1wwe5OGCeyTgfCYXJrkyeclydUiG0fWGb4kTRPla4SKpkg/xdZFTV/SkUJTKFR2AKL5o"
    "OXOqa+/v474Y6Wf6emjSRvTQq2HLwTrJMqH5ZmekEOg6IX9qZdMN+EsLIcx1gs+4cMrTw6"
    "rdFSmRLmlQO6viEwXwN3FC5CW7BO++fUFrJU4jym4jhPF12+PrTLMFPjgeO9hmB6gBNW0A"
    "V46t265X6tMwXCnRU74EXXtJBYEuiKF8T95KXVoeUnk45Af5I5T6lhOs5D+lGQqvEvfJfx"
    "CbeVx+9PBXj/jQUyBuGlDSrrflG0JKEVAucRaSNAZGbMx9tk4Xig0G+aYF0BqYDIuhHMPE"
    "xJCn0IQwaN9HE8IAlQtNCNRtH61um34Mjbc3J9bB17eV6qpoSRhgSWDItyETgSHfDw4/hn"
    "wbNCGYOPpUwnji2WJlnaFqzTMr7RGFs2zULANxM1DETZPltUwaF9fGi2tCnGkYj2mRLiG/"
    "u/YGCQOpYzpmhDpoOLbRrXFN7urZ6BkxhLpOH3OgzuEBNHBOy3QQ5N2UFzDNv3RLfxxscy"
    "/B+V4975K0gzRL00HxNXgfyJzaKnyrPMwrFcO1Lu+dBM2OHNcVtULKWrsZOoHMWL3QCWTA"
    "xoFOoD0BDawTwKGJdE4MoUZ/24OYTOgBMoALwFiypxFL9oHZE+b3rS1ZJdkh92j8rho8iL"
    "tMaUSUxRJktCLPZ3K+e4Qv5cvSI0nVtBdSFR9Rl3oJ26caAs3YQvX72VSZjscIwj139ZbM"
    "ucdWZMmg+jRo7PPy+LL93R6izW7G6brYsQgZTuE9iy9uUc/j8nkYEQsG2X5Dl4okk2tIIn"
    "hVxFkiLkH2hMRZghoHrA3jzNYhjPvugcY6kROKlok5qgRaJgZocfDB62CcjO8guCd1wD2p"
    "Bvek2JMa1lHNlzgt00GQ26gWjuVI2y1Hmtn79cySgmgju8QwL/TDmCUbDUlvCrJy+7MLX3"
    "UK/ZQGqgd/ThDxb4Z/ZWmbbdg/SHWbbuGOlaMqJ+SxByMZRsRceoFf0ds5PaBXi4Rhcqyj"
    "ldXHJimWg44DeZEN1wHuzgJnoQYRJ+iR5ZT5iuJYcykzxhbAg1Sl9LV5N+Q3zDBRkN8wwD"
    "pMMYO6PsGCJAJeA/B4TdIEOyuFQCPvYQDvgd5YAwyQEiWpGQWVuwASUTozYpit8MnnfHyw"
    "xVaIBtSzFRYwVsdUUOX37lTl0UQleybISB4WPRVC6bpxf945eT50xGAsf8XwBeGqjOkS4i"
    "ct+dhEOMp3KRV5IInUdSvMhTbvCE7ZoTVl1kwa63LVcty1EeKxJYNhCqe0kzUKAoVCJHAJ"
    "ZhManBE2XwQrsE5UM2JposB5D6wScs3JncNdqhy0Kpr0u6eenkgblYQ/XZsV7ZYdqhhotx"
    "ig3VExiBYwHcptLYRsm3FsW0Z1T6+2Wvp7XhA77tYIvo62wxKtcVtAX0oKI/rqd19NR2Lp"
    "6el5SbSZGttMKfa7Pv4pIYS+uZ9yreYW0f/bl5vrCkdlRiq/eztWQP5JXEc8xmnYgijgkV"
    "l2klX8+cf+b/kF/uLDzXl+L4YLnJtnnd5uVrKDLTZqelivlqWaXyLrte4QjLpR/wzBAvhH"
    "/KUfkm++EwTSXIt8S2A9Rpl+YACMqGDEZ+NQMKFKynsuE8osXBERzknAyf8wn5d38Gj/lm"
    "gsmqFmobFogIY7Y1pegHh4B6E9Oq2DrRxVCa46V+jG/juzdN/jrFQHsW6jkgVWm6yITK8X"
    "mr4tNr0YnG4pb2CT0K6cKLJNxrFNxmjEH+PtvFwRXp+9R/9NlIKaWm+fSBVTDj8kQ3j//o"
    "d7TPk0osgpSByzqPy4bOpLq+qOiTPiyNmH6xMqB3y9vSDsjvkrNb6o4e7+8qjNmrEXVWuz"
    "FreZFlMbj+/gblRLx9qiYhU1LPV/DXCT8R0E97jWVn+8Zas/Lm71ySqlg3FapoM4v3ldA+"
    "Y3rytRhlN57VU98KBJXFaZbAdB33F8FuYmoP7atv76ia7mrEp9TU7eo70uomEaIUZyGqUA"
    "EJ7ynXWZFUBZtiio8JB8ZuOog49UOdeHewRKJlAi9cyAnZGhRRdB6G9a9Cj1lAZEvviuu1"
    "LRQOWxRvu5NQQd9UkMDBn7fK5Y4DhWLyrh4HHCQRvukakKJCITef0lXSVpD4ekLx9Bvjlz"
    "GjiWfOLFy3BBYJKi6CXuQzm6EZvKbxCq0n33hqFQudXrAKcF8wX35ONxompjwy9bRzJBbQ"
    "tKfucjILB56GP1iMehqiPxvMcY9ChLSbdxZ1YMoTa5hOATixaKN5lBszyWcmnEvUbAI6iA"
    "cg8fhAvd3KGCJOJ9P96xKqQDdEoEEa69kjRYPjq6Ke6eOMTqVTsuxJ4p8Br60pzVIg1TIg"
    "hxDYgxhxNzOJ9AUGyWEdKbhqIsTkTjifBj/q7JRBRlcSJ+ciIGC6Z6wzSfjuIVcFIaTwoQ"
    "2GFJ3P6WIL+1RAd34t2rOwk7It9dBjqMlm5ZKtw9O/T49LQO7Ken1bjDuXxRFlXGJvRLsu"
    "Bu2Y8qDSgj1QWot7lFL3+7zXhEC8koa6/oh5vr98nwfIZKKe7sx8LxmWjgqC69APb1NM1d"
    "nY0DsVzHY3KdokI3kDkv2YVvrv2o8Qg1at85ejtKUbJ7eLfAWUBUxcinesxbVqp7OO++eL"
    "xCDMq0vNbGeS3VPZzrhO1VR+0VgvYwhOxJ7Mnhwm44zVlJnGajp7mySLhZFcLbJ05215Au"
    "sj8gn5uV7Pf32o4bwS5sRfs2H21HLMKgGV1blMUS+I+w3mEcYtwPAghKPdgWhpyM6dWKRp"
    "Y7mhquEZUc+KtDMnRsKcYDcEEOZmylYmlt5jt3zN4E8jr2GRmOgaUbEhHwhSCULHxuRfUc"
    "KJQeFIFKlXMZVH1QgkvfCeT0l8cl7/PmGONrhpGPMb4G8CvJeqGHdFYKgcYIX2NwNibC96"
    "m94FXtsyp12Idom/WIjDP0V7dMdee0TT3NriDaQch3n0UteOjL3UyfcCgIdmEr3Dfh4LMg"
    "9LXjBLJSiLs+7hgY80CBMQl2+ltpUbJ7kL+ps6O+qd5R31Q66zE4AoMjHh7v3WuMCWq65a"
    "Lyct3D+qhWYaOjLYWNjoqFjVRzZeb7Zc6RarCzUt2D+rQW1KdboD4tqSFVXlF+Szn/DhaT"
    "35np7kllehD4qwYRCTlRDAY1OSJBOZiq+rxsn+ecKM6zyfM8LjfaKlfHcYWdhquj2oMj/7"
    "TuF5MSw6/F5K8Foy6fxDRj1GVnp9m0+KiPTL4i2UiciiG9etFRczVaIzhqxhYBiaTOCJX/"
    "hBgjLk+oNjhJxbOk8GD8Qh2SPvHZnEP4EowVAV0JQiFgyefLqAyilPCgXDgJBbPLY6P2eG"
    "8MjTKD4sPQKAPYVSx/iEE7TwT4Bmh3FGKsYvaoPDLJp58suk2WjbRs99wFrTrWHziiwfC3"
    "vQ3ktVOzMStbIytbOyEbc7GrVI08tEmRkzn35OULEFc3rs7LNeLUTUN6x5R6AtKKUZ0I7L"
    "wYQluE1hHrZywAe865y6hXQXFkBHPQjqTkI9zgtmVb3tx8yHCa51f50MivH88vPz8/UmuG"
    "HOQErBxydCA0mYBHwSxnw5EVPdlgmrOS6A00bZZN8x98ZhZz7smvTsb06nkQ/Gi4hgtB9b"
    "iH/GRokUQcL+5AFF8Q+Pqlz72JYusdQXxg5gWzydIJpsDaq8jYiLhXZH65s6CVu6BbwAze"
    "Dt0CBlCmmDGN/peuQY3+lwcCHhsYGFAZHPt0FKnVOsxq/T4dSlsGi60sKwxsvSo7LyO2zd"
    "B7hIhvgRgst2JPAX1XS9eTRttop+7xQK9dfTy+e/C2kmmEnela15uRPu0qsZbdECLqphF/"
    "mhFFAtX8eaZug6z6EtHuLaCt7FLrL2SkZRXkxLoH9m52K9P8A19YEC4OtnkHohG9er4BAY"
    "P1Kq+SgJMZYwtC15H+TkCW1J0J4joztqHwnwkS13aNg/gDQRw7if5PFaaS11tVFltt837o"
    "LTDhG+uht8AIZRxJbCSxnwbwDdDuKMSYRPCokgiw0mrLAM/pjDWMosyLYhxl/ThKrLZalx"
    "PCaqvdwR2bGj0k+oZkhhk2C3tIDMPaq1h71Ry8d69DZku3NIy+zAh3D/Xdv+VYghVLsD7K"
    "tD0swfo0vONYgvVpzDOWYN3l6oghYk/io8ESnU9imrEx+i7WR3OCklzqHZQHI8GZ3j1BSH"
    "JMzdijPllSFQk0CldRE2U7tALow+wFzL+j7uDfVAtmCP5ZxYnEPhs7MAPLqWNNyZQK4nGy"
    "YL7DS6qX7voG373v3if1T0FGbOJ4hHtSZOzIV47Y8lbLKfMZBCb5KruZemRIPWvK/YE8O3"
    "wLFVMhamnJ2Iw8P4IhH7knT73oJadUmRn5lx8f+O4lV1BnhsmDwcOqIwKuEldjlV+SYFH6"
    "tRRdxc/oeBgWZRC5gWFRBvBK8VKgS+NlpBDoOvFnmq2qfqpFldng7j4qR/1fA9xkfAfBbS"
    "UVL/1kBZirHbk5sU6gvW8/7lpDkwCUWI/bOtbnBLtH/x/V63W3pdVdoRV1ApqKPdUw5IqC"
    "WMOvSHelNXgNcPNiCG0ltHZZ+O99wNqlAcAIqzwykjYw3E9j4U2JdGLHazugQN5drpvyHd"
    "R0uqaEkDsreXXHjAahX+bK/tuXm+sqb81GJk82O1ZA/klcRzxGcLcgB2hsV9vyGlovSx3D"
    "BQrhdz71Ai3oNxII/E8AL8875XZK5VqSFsGVpEy38K2p06xCbE4Uffsm+6/QG93ZaTbHqe"
    "ZDrG25V82Pw3C3utVgUE2/2jdwAFECnjhwJMn/SpReco9Y8sqCKLcVI0kFuR4cUGX8CFAm"
    "4pBc/pCXd1cbrxIjwZKDn0mwoOhla/926Loyg9ZH15UBHhX4znT9VhuR7rGhLRRFtW2uC3"
    "FaBjGuU5cCa562W/MUS/uaUNoXTQs0LVo3LVRUykGFcRGdvNe8UMNqGhhfOCSyycklgrv2"
    "W6n8i3C0HqGi15JAuigaTUIpInU/avQBZepWZBGC9idY0aRo4wZoRJihA6ARYYL6hWFZGJ"
    "aFYVmPHu19h2VhHbAWIwLQ39RdawGNwicxzcYYhZ+VcfQpNoAOSm3D3JjedhMxMrcGiU2l"
    "5YuCJKQ77lgstueGf4RSYXeC1ZCM6ESA22dtzwFZfUiGUVyISs9axglNkYtJmqpzB1pGQg"
    "rUxmcEbSeZV+Wd2t8DQI5YJKu+01R+mcr0j6pWx8+ypIIsqGOrwtZwIrZgIX0svgSargbZ"
    "T2i6mmC6YkXrDrsanxrEyT5UxLjSPZMW6ZJrZmdxexiE+kBBqLFeo7lkZKVw1ahT8X6tX+"
    "pakFlJ5AlMMyCRJ3gS02wSTyD/N73lM1ZR9CUzoncvRwBjpaUqB2t0oHIdbxbb4DygcIZI"
    "u8jxyPPhmM4ddyU3h+GLQ3LjuStlKH/5pf/y+PTNOl4U7geW9owtSiJU27kFWuVmbItolR"
    "ugkTxAW92nBvF6mdIBOSOEMNeAWS30gykVJan61ThnpToI9JvXNYB+87oSaDiVBZr9WDhS"
    "W2ig3mYlUb01Tr1FK+bJTXPYrBV4iG3AH8f8+uxObnENu72nJHGWTZtlk7iI0MsayvlzvX"
    "v5BzlKg3iIBBQv4LpRWPmC+kFEFMRdWw7JrbT/fb4E69/i87kTyFeTjNiYR8VeSdw3Sp2X"
    "12ElpWjbvBmEHHxz5GcVQh5ucj5uJKv6assLE5glqIUL10icoc+EPOxSz2KH5Cb1FFFQ/Z"
    "TCjeVDsGRU77s3HPt8Poj/jnKEVIxDQIEfgUeICZN4CKET+aW8JVP5EkDtWpeRT5fX766u"
    "3/fIBKInllMp9+XrxcXl5bvLd4dkqIIgBup6QyLoSnz3opq3SXRE7sck5nqPjFZR2IS8iI"
    "B2O3H4hWBBfGeI8ZBrhgjInEJ5XPW8S1U1l3piyXx5dWJz4vHguzeldxKWoarkLx8k4AsR"
    "FRG2mBARQq58CVVHctXLgQA0ZOk7gZz0M/lDIgN3mDQrXzBfcA/uR6iYxQEkDpJJJtmBSC"
    "YZYIIn7bKaNdlCoGsDjbE0T687vGHac+vJ/JgGbUAaNGb7t5ztjz3kW07O0e9r+5P9bM0G"
    "+KRWYt/JlsS+k2JiX9G01Fuxy+Vx3W68bqdM8eJMVIdT5sQwpvJnKqpSbGh+72rfRkNzbD"
    "28t9bDDxA8YjTILQQ1YHNnbO780Pvjo/CGYXPnpzfP2Nx5l6tj7HrT/WJSYvi1mPy1YEDX"
    "k5hmbN79JKYZm3d3qnn3F2fiXXn9IICaIweloVTZIb3tEVVCDh44nvyW1fC6VV987k3Igg"
    "qx5L6tegBQFdSUlExhL+fUcaFsp7yh6JGZfD1V9wCPBz0ieBReMwnlSagCOmGBIMKVF1CV"
    "UpjrQltuVSG0pOLLnm+OoTtmsB0YumMA0cTg09IBeS3QQXiPT+skzchRW3jpQtrMWOJV3t"
    "+u2l5NieCWXWKyutyCCPVmTE9OFo1X09Rdo5QzCfTf2apaM4vP11DL5MjBjK1qqmR9j3z+"
    "AvnsUiQKMnfsJDB5OHPs4VkUo+w7d/LFJFPqjqPYaeoyOyqqroKtqQiYLw9LW74k0761u6"
    "CSZcZOj0qWAUrWIhy5jjX4fTkrIl0dlZGVwqCMn+m2Gq1fg2jdKk5CdRHyomQn3vhtKkIb"
    "dciRg+6stpYNugwcv2HSaVoSdXLTZtkcnTyg4/EtFbODcpV8ffo+jRwGDgI5UiP9dA60qk"
    "/oSOVNygMiHP3OrOCM0IDMIblQ1ZdeMI/AlaNMUeipoLhMRq1pIlGecbrj66MSboYmiEq4"
    "AUo4tkJpEdx41dF8jbNSCLTZGaCGaVRtIz1nQkglRG9ZXot08GVuJZTcZgF1XK3i3ykRJE"
    "V+ghRBm7zJVDwKay1rkwvuNutSlhNFq/xRzPNIK207J4aawf2agccDvX6h8fjuYbszlcAc"
    "einVt/qgnGFKj+jdQzKlxtb1+6aLfYWCxdXGoh5ncSjnkKiqIpGbFoiACRNn0HRblQggc3"
    "7HBOFQGH20gqJkC+qzl9SzX0JlLe4lNayynuD93Bdqn31ivsNtQeTZ6IJQWgtKcQ2pZ025"
    "D3XADolqBOcIMnKgaJqKCrTvVIUyRyQd2WwSLqCs2DAaFAV1DHskbv/mys9KBKpi2Xcvqq"
    "MGNSoCqOwln4Awz5bPP5RfqivNUPUDoX4ZmfKllIcqY/F9omeF1m8SDDtkSaUyVQsNLgxp"
    "YiTqgD6VLwTz5HOvvkNaNXPH8hYiCK3ZIKowEEuu4kcUUJaMz+CZnYBA6A+Td7n1Hfl+wB"
    "PCTeJScmPHl6NVB7r4F0jk/UAckj6ZOxO1inz3Fj70qotnCnjBuJaZwjzCWWW1qXHql3AP"
    "6UKDdhqkCw3Y5LHU1v7CI3xuh9rkYVYKgcb+gCZAjP0Bdx/ti9XI2q5GBgWAYn2wQRmnMu"
    "kuvch7LuKUUs4bTEaZdKPJMI14eOi5aFg7JC2MBKrJBCqWZGy5JOOa3dH9kDKC6G4y+iuK"
    "iKaBIqZ05zkvi+vlI5hpVhZWVWueWWmAFc6yUbOcZtZ15zkvizNt8kwH4HJotnDnRHGezZ"
    "/nBst2RhDn2OQ5Vid9Cf+yhD3g3GXUq1C1M4K5SR5JyW6p1+c3Nx8yc3p+lc9m+/rx/PLz"
    "8yM1mXKQE1RQBRsvshZPmZHqoBl5VMeMPKo2I48quw3NmQTLbth0KCPcvcCc3Ts2oqgH3S"
    "1jI4X7hcn7RTo+RY8By8p170tqJeqdyhX/rmHwdV4WPyyTP6wF9BdotnbmRHGezZ7nhg21"
    "M4I4xybPsbxUOG/yJWcEcY5NnmMLIozdJjlRaUGcY/PnuFnmW1YU59nkeWYSwiaTnJbDGT"
    "Z5hjGF9UlMM9a871bN+1RWXN+26yTaRcN69bPt4PWqnXP3hRP5uCtIeYP6SlL0JffWWWRR"
    "PpWqMb+kglB5X2YXE+iaXgSzrsygujHrygAvQ+YT1i4mlBdFyGtArhZKTazTMggypgXtTY"
    "fBpBWDEiWMVCgvVFmC+zXKeJyOShlXPKinU6ryBZSkL0BGzOJzKCYQkCEbjyHu405l4Peg"
    "m9G6mEB0n2frKgdQLyCuPRBptUMy5a4dK5GRailK+irt+wmgtsOXi18u3339cPkOrtf/1r"
    "+6vbp+P/jU/8fHy+tbeQPHZVDmQF4Pqpj2QFuWBy3VRsBX95HKs2o64JH+p08frqIrvft8"
    "8+nT5btD8g1aDgw9Ju1HlRQwVEUW1uUNCiUllMbtyA9ELqaobhu0N6K6bYBaguo25uB3D2"
    "JUtlHZ7pyyXTDZtWqmbiSwZOpPlExNq8zaXsWcLPqcjPY5bUyMkqVuWwZFVhAzKOpnUMTG"
    "pqZ2lJXqXgByC1o/Fjpot9ABhiU8iS0C44u6OMPGsNq31HfG44NSJjs+19vOXgdq1E8Q1g"
    "GdsbhmLCUj6kL041sypHOgWCNTbrhpPSXfAObfUflOVFb1rUVS7/yuQEwPUz83rsAbh2Yk"
    "JTuJXHttoLyjwrx8ckiu0hWI41LDULF3EFc2UMQ59WwytKjvO/LIv22u7Yjv8r2SgiPm8q"
    "UKClHPTsAa7hH2Q06Hu+rBDf/7VY8cvTgkw3Go1oaojnHSiFcw+YnZwNmvqXIyl5dbqQLG"
    "bwmbL4JVRN47wXfP5hI9jwfED70eXGPsM6b4fRgOt5tzVVCYeuTo1SuyYtQX2+oa22zkBC"
    "QuJCxCAeWNYZ7kQClz9t3LPABJ319eNhKIVrx6PwnqH5/zYBr9sLdwzSkV8Rnk8M1RKZHD"
    "N0GbRw4fa0N3FmpqqV1dNz4pI4VA13qnschuu0V208+kAXJOrIs410qxP9mSYn9SkmKfsh"
    "b0nFV5SXRUNXZUJbbZAEwePVI3J9jB1373lXHWqKndT8P9XRTs0ku/Myc4FrDtKOeXnuQs"
    "v6M700VpnG6jpzsh7rxwDlNQpixsUYDLhLu4VdXykR1tcZIdlXjJYvBs5nGpbDXFPieO6N"
    "dDP8006y5yeVl0Ypm8wmHlvi7Pbtq9ojvHeVmcadNm2jBn9DvwBB5s8UhHA3p13NID5VbU"
    "cU6DB1UOZIE1hbwheCOJJW8gpVzO/efAFcSJ9j/IWiUj/0FSKgL5dxIrDi8OSR86tUKavr"
    "uq8Ey3ekvlli5xHEOBgPgweLc59M0lfY9ExBQ8x6v4vCDsjvmrqPEs95QrGlylHifSAJkw"
    "X36P1BNUFRhG16lBxDu6Tg3weaDrdP/pT2a1BzIN/seurxjaHwinucVWE+hoe3hHG6bnGT"
    "QZjajkrlPILXSkaMYbd58vbiE4CJ0k6CR5guhHJMogRaJomomVF8A8xfJVxyDC80dfCGfi"
    "QbuogwrKMz2kdx/p+WNA16Nr0p59Am8DMHsqaYK6TCgaErIlYr5HJXbENUeTAGNVdVSVRX"
    "IpFG9S4o4c5tvMLzKdrd0FyUYTPqkeko1G6FAPlzTwBPaNTINTeXlAQxPpnBi+1HXoXC6c"
    "8oD2SrIhLdIlkqEbtdmlTvOZqgId5QqPOllD1YH5q63kSAFQLobq61ss5kMyd1xXng6ma0"
    "1E0VMqI9cDn2dcolK8JdTjoFxEOowjNn/zZZmq0+q9UOExY4FChceAvUH9XwPjZHwHwT2q"
    "leF0tCXD6aiY4ZSsYBp7b1oE997ShCXLDYVzV/Libi36lZHDml/1a35Rua5K2Bo1ws2KYv"
    "CiyV5iLInV2Wk2x3ZhIrhwuTU7KLde1qfvs1/kwIEFI+v2jwooVNaBovoKr2BIVG5EXOme"
    "2ndQwshW5YMC6kvjAMackbncT6KS+P13v/avL66u35f0ldrhxSHi9K9xIZ+EWIKgU64K5w"
    "dOdBknOCNLVWdfRZeOuL2K6i1R1y0SwxISLg9xwUAW2gugKWSQPo6mEJpCJoF7XMsUOt5i"
    "Ch0XTaFoYdTVLDZSqFUYp1VkCf14W9Od4YwgGggmzzEWJW65KPFal9OkNjJye6Q21kceLb"
    "ehakEw39cL2cpKdc/fe1pLATjdogCcFhUA7BC9ayYUCZvObrvmEDa+Q92DcrJGnerdQ9TA"
    "oJocze2Uqeg1JQMsBiULn9uhFUQ9AummDjRk0E5pSYvvhtdAKsQMexypEAOoEKydu7/grG"
    "ht0u02mJFCoDGP3ETIUT1F9bRt9fSr5wT9qJJ4uZKaHnCPqqpSbOOy5LXjIpNN75kg8h8+"
    "SzIw4GJvydBncznp8lUYJl0+wAMXwrWGU/kb1WFoxOFAX46yYMjd3wB1XTNWStR1TdikUN"
    "fdF9S6BcY7XFf8tB6/uoVeLUSaJvtAietgS1mJjFiXSNY915OYxuDWRz6RQNAbg44ehU7l"
    "NYGq/t6n2zT56HQdPX4CI2tq8XBlEdHDlrxrFFgHOvaCOlDeUTUvPiPDJC1uSJ4f9cgxOT"
    "w8fEEEXQkyWsVN8vzQZesUJZd6RY2+zZtB7OC3qK8h8ZgT5T0lKzyBvoaw6qjildJCsKHB"
    "4cLxma0aB9IZ8wjM5SH5JkV5GJBhdF5EbQEDaYDA/aPQRrgAmhMGKVpoThig46I5gW3nug"
    "Y02m0t2m1/hHKFdYKyiK8txkNaqkuK7J4NCDSa0Wh+aqArw6iRVy4riV4547xymVDiteWm"
    "O81ZSYzIN3mWY7pAUwfOSnVQTWshToeuoCagbpxORgqBxmpVOopBd1jdX3iO+Cue7dXgdK"
    "ccbtnTpHSh/hPQn0wOJHO6AuYy5jCBOIWLAl8qWBC4zCbPU1nUTlRU02VCvIB/+MxlNOE9"
    "q1jdtu6HPKsZaxXyrAZsE8izIs/aNaCRZ0WetZucU6zr6GGfEmoEvWG0wwMhjyn77abspx"
    "9LA+WcWAehPqmVQ36yJYf8pJhDLk0pXZUvJdK9RH1M2kHiuFmtR5eLZrOcFkTngGlzbBTt"
    "95HfserWPJkRvRr03zweXJMCvFF9wdkiSZhS7stnQiVOiUyX7zNFzCW6PpBzEaV8x1S37u"
    "FMvozDKPYyCrxc0hWEQy7lwxSpwD3dF2I933/uX98S+UoISPpSjcmj2ARxRi5urr98/XjZ"
    "I5e/fbr6fKmueNv/++XgvH/xdxXtScY+n6tKkr/cfHhHAF4Bl08uJZ8H/O098vnyw2X/y2"
    "U04ju0U4e3pKcuKT+42w+X6noiumBa9pC8v/o1vmXo2VyOoamnWKqSlD4by3NyGh0XqU6j"
    "1AKkOg3QyJB/2xPQaqHWhDktgyDXABncX5oYp0TQgrsfYdAadOBNxnfw9d093YM08gOSmc"
    "i1IdfWpZWaW1bo+41omJwosm3IxFQyMUJZ0GUMDJzp3cO8yDG1i+Es5FjuqWYV0EVZEMd7"
    "m6q4+EyQ58NUCMYQgqBUoFO6XYUqdEPH47JiOLu/AVINZqyKSDUYsCEBd+jqgLwW6CC8x6"
    "ev61gPp6+rzQc4l48jF2LJ5aI+pWKqg3RBsIuIt9F3xOeuVl+XZHwn8d21OYwN09Ev/+DQ"
    "o6WwI0uhz3zHmh6U2grxuXusBboZdZ+5UD29O1bJK1m50sWnhI+LVxpzFfKdtJWoVsAry2"
    "xVL/DVdbY6sY+entbSDE+3aIanBTef/Kw0EI6HdxDdVhpxyzsGcZxJFuG/fbm5rtg3NyL5"
    "TdOxAvJP4jriMXL3W8AFMDI7ZYLp84/93/JwX3y4Oc9vgXCB84fOPvzX/wdy4FUj"
)
