"""What the database refuses about the life of subscriptions, beside rows that are right: raw SQL, both dialects."""

from __future__ import annotations

import pytest

from tests.support.databases import Database
from tests.tidy import rows
from tests.tidy.promised import CONSTRAINTS
from tests.tidy.rows import AT, FOREIGN, LATER, UNIQUE, Wrong, assert_refused, customer, execute, insert, subscription


def policy(merchant_id: str = "mer_b", **changes: object) -> str:
    values: dict[str, object] = {
        "retry_days": "[1, 3]", "final_action": "CANCEL", "grace_days": 7, "invoice_ahead_days": 5,
        "upgrade_timing": "NOW", "downgrade_timing": "PERIOD_END", "version": 1, "updated_at": AT,
    }  # fmt: skip
    return insert("billing_policies", merchant_id=merchant_id, **{**values, **changes})


def clock(id: str, status: str = "READY", **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "name": "A year", "now_at": AT, "version": 1, "created_at": AT,
    }  # fmt: skip
    return insert("test_clocks", id=id, status=status, **{**values, **changes})


def tied(id: str, test_clock_id: str, merchant_id: str = "mer_a") -> tuple[str, str]:
    """A customer, and the clock that they are tied to."""
    tie = f"UPDATE customers SET test_clock_id = '{test_clock_id}' WHERE id = '{id}'"
    return customer(id, merchant_id), tie


def trial(id: str, **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "customer_id": "cus_a", "product_id": "prod_a", "subscription_id": "sub_a",
        "created_at": AT,
    }  # fmt: skip
    return insert("trials", id=id, **{**values, **changes})


def change(id: str, status: str = "SCHEDULED", **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "subscription_id": "sub_a", "plan_id": "plan_a", "quantity": 1,
        "unit_price_minor": 1000, "addons": "[]", "effective_at": LATER, "new_anchor": False, "created_at": AT,
        "ended_at": AT if status in ("APPLIED", "DROPPED") else None,
    }  # fmt: skip
    return insert("subscription_changes", id=id, status=status, **{**values, **changes})


def collection(id: str, status: str = "OPEN", **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "customer_id": "cus_a", "subscription_id": "sub_a", "invoice_id": "inv_b", "tries": 0,
        "version": 1, "created_at": AT, "updated_at": AT,
    }  # fmt: skip
    return insert("collections", id=id, status=status, **{**values, **changes})


def method(id: str, merchant_id: str, customer_id: str, gateway_account_id: str) -> str:
    return insert(
        "payment_methods", id=id, merchant_id=merchant_id, customer_id=customer_id,
        gateway_account_id=gateway_account_id, gateway="sandbox", kind="CARD", gateway_reference=id, is_default=False,
        created_at=AT,
    )  # fmt: skip


# Somebody without a subscription, a card of theirs and of a customer elsewhere, and one row of each table.
GIVEN = (
    *rows.GIVEN,
    customer("cus_c"),
    insert(
        "gateway_accounts", id="gwa_b", merchant_id="mer_b", gateway="sandbox", label="Card", mode="TEST", enabled=True,
        settings_sealed="", position=0, created_at=AT,
    ),
    method("pm_c", "mer_a", "cus_c", "gwa_a"),
    method("pm_b", "mer_b", "cus_b", "gwa_b"),
    rows.invoice("inv_b", "2", subscription_id="sub_a", period_start=LATER),
    rows.invoice("inv_c", "3"),
    policy("mer_a"),
    clock("clk_a"),
    clock("clk_b", merchant_id="mer_b"),
    trial("trl_a"),
    change("chg_a", "AWAITING_PAYMENT", invoice_id="inv_a"),
    collection("coll_a", invoice_id="inv_a", next_try_at=AT),
)  # fmt: skip


def of_cus_c(status: str = "ACTIVE", **changes: object) -> tuple[str]:
    """A subscription beside the one that is given."""
    return (subscription("sub_x", status, "cus_c", **changes),)


WRONGS = (
    # Subscriptions.
    Wrong("an unknown way to collect", of_cus_c(collection="CASH"), "subscriptions_collection"),
    Wrong("a trial that ends when it starts", of_cus_c(trial_start=AT, trial_end=AT), "subscriptions_trial"),
    Wrong("a trial without an end", of_cus_c(trial_start=AT), "subscriptions_trial"),
    Wrong("a trial without a start", of_cus_c(trial_end=AT), "subscriptions_trial"),
    Wrong("a price to come without an instant", of_cus_c(next_price_minor=1), "subscriptions_next_price"),
    Wrong("an instant for a price without one", of_cus_c(next_price_at=AT), "subscriptions_next_price"),
    Wrong("a price to come below zero", of_cus_c(next_price_minor=-1, next_price_at=AT), "subscriptions_next_price"),
    Wrong("a canceled one that has not ended", of_cus_c("CANCELED", ended_at=None), "subscriptions_ended"),
    Wrong("an expired one that has not ended", of_cus_c("EXPIRED"), "subscriptions_ended"),
    Wrong("one given up that has not ended", of_cus_c("INCOMPLETE_EXPIRED"), "subscriptions_ended"),
    Wrong("an active one that has ended", of_cus_c(ended_at=AT), "subscriptions_ended"),
    Wrong("one that has ended and still is due", of_cus_c("CANCELED", due_at=LATER), "subscriptions_quiet"),
    Wrong("a paused one without an instant", of_cus_c("PAUSED"), "subscriptions_paused"),
    Wrong("a pause of one that is active", of_cus_c(paused_at=AT), "subscriptions_paused"),
    Wrong("one that resumes without a pause", of_cus_c(resume_at=LATER), "subscriptions_paused"),
    Wrong("one behind since nobody knows when", of_cus_c("PAST_DUE"), "subscriptions_past_due"),
    Wrong("an active one that is behind", of_cus_c(past_due_at=AT), "subscriptions_past_due"),
    Wrong(
        "a method of another merchant's customer",
        of_cus_c(collection="METHOD", payment_method_id="pm_b"),
        "subscriptions_merchant_id_payment_method_id_fkey",
        FOREIGN,
    ),
    # How a merchant bills.
    Wrong("a second policy", (policy("mer_a"),), "billing_policies_pkey", UNIQUE),
    Wrong("an unknown final action", (policy(final_action="SHOUT"),), "billing_policies_final_action"),
    Wrong("grace below zero", (policy(grace_days=-1),), "billing_policies_days"),
    Wrong("grace of more than a year", (policy(grace_days=366),), "billing_policies_days"),
    Wrong("invoices in the past", (policy(invoice_ahead_days=-1),), "billing_policies_days"),
    Wrong("invoices months ahead", (policy(invoice_ahead_days=61),), "billing_policies_days"),
    Wrong("upgrades at an unknown time", (policy(upgrade_timing="SOON"),), "billing_policies_timing"),
    Wrong("downgrades at an unknown time", (policy(downgrade_timing="SOON"),), "billing_policies_timing"),
    Wrong("a policy before its first version", (policy(version=0),), "billing_policies_version"),
    # Test clocks.
    Wrong("a clock without a known status", (clock("clk_x", "BROKEN"),), "test_clocks_status"),
    Wrong(
        "two clocks for everybody",
        (clock("clk_x", everybody=True), clock("clk_y", everybody=True)),
        "test_clocks_everybody",
        UNIQUE,
    ),
    Wrong("a clock that goes nowhere", (clock("clk_x", "ADVANCING"),), "test_clocks_target"),
    Wrong("a clock that stands and goes", (clock("clk_x", target_at=LATER),), "test_clocks_target"),
    Wrong("a clock before its first version", (clock("clk_x", version=0),), "test_clocks_version"),
    Wrong(
        "a customer of another merchant's clock",
        tied("cus_x", "clk_b"),
        "customers_merchant_id_test_clock_id_fkey",
        FOREIGN,
    ),
    # Trials.
    Wrong("a second trial of a product", (trial("trl_x"),), "trials_once", UNIQUE),
    Wrong(
        "a trial of another merchant's customer",
        (trial("trl_x", customer_id="cus_b"),),
        "trials_merchant_id_customer_id_fkey",
        FOREIGN,
    ),
    # Changes to come.
    Wrong("a second planned change", (change("chg_x"),), "subscription_changes_one_open", UNIQUE),
    Wrong(
        "a second change that waits",
        (change("chg_x", "AWAITING_PAYMENT", invoice_id="inv_b"),),
        "subscription_changes_one_open",
        UNIQUE,
    ),
    Wrong(
        "two changes with one invoice",
        (change("chg_x", "DROPPED", invoice_id="inv_a"),),
        "subscription_changes_invoice",
        UNIQUE,
    ),
    Wrong("a change without a known status", (change("chg_x", "MAYBE"),), "subscription_changes_status"),
    Wrong("a change to nothing", (change("chg_x", "DROPPED", quantity=0),), "subscription_changes_amounts"),
    Wrong(
        "a change to a price below zero",
        (change("chg_x", "DROPPED", unit_price_minor=-1),),
        "subscription_changes_amounts",
    ),
    Wrong(
        "a change that waits for no payment",
        ("UPDATE subscription_changes SET invoice_id = NULL WHERE id = 'chg_a'",),
        "subscription_changes_paid",
    ),
    Wrong(
        "an applied change without an end", (change("chg_x", "APPLIED", ended_at=None),), "subscription_changes_ended"
    ),
    Wrong(
        "a dropped change without an end", (change("chg_x", "DROPPED", ended_at=None),), "subscription_changes_ended"
    ),
    Wrong(
        "an open change that has ended",
        (f"UPDATE subscription_changes SET ended_at = '{AT}' WHERE id = 'chg_a'",),
        "subscription_changes_ended",
    ),
    # Collecting.
    Wrong("an invoice collected twice", (collection("coll_x", invoice_id="inv_a"),), "collections_invoice", UNIQUE),
    Wrong("a collection without a known status", (collection("coll_x", "LATE"),), "collections_status"),
    Wrong("a collection that wants something else", (collection("coll_x", wants="TEA"),), "collections_wants"),
    Wrong("a paid collection that is tried", (collection("coll_x", "PAID", next_try_at=AT),), "collections_ended"),
    Wrong("a given up one that is tried", (collection("coll_x", "GAVE_UP", next_try_at=AT),), "collections_ended"),
    Wrong(
        "a paid one with a payment in flight", (collection("coll_x", "PAID", payment_id="pay_a"),), "collections_ended"
    ),
    Wrong("tries below zero", (collection("coll_x", tries=-1),), "collections_counts"),
    Wrong("a collection before its first version", (collection("coll_x", version=0),), "collections_counts"),
    Wrong(
        "a collection of another merchant's customer",
        (collection("coll_x", customer_id="cus_b"),),
        "collections_merchant_id_customer_id_fkey",
        FOREIGN,
    ),
)


@pytest.mark.parametrize("wrong", WRONGS, ids=lambda wrong: wrong.what.replace(" ", "-"))
async def test_the_database_refuses(database: Database, wrong: Wrong) -> None:
    await execute(GIVEN)
    await assert_refused(database, wrong)


RIGHT_SUBSCRIPTIONS = (
    of_cus_c("TRIALING", trial_start=AT, trial_end=LATER, due_at=LATER),
    of_cus_c(collection="METHOD", payment_method_id="pm_c", trial_start=AT, trial_end=LATER),
    of_cus_c(collection="BALANCE", due_at=AT, stuck_reason="?"),
    of_cus_c(next_price_minor=0, next_price_at=LATER),
    of_cus_c("PAUSED", paused_at=AT),
    of_cus_c("PAUSED", paused_at=AT, resume_at=LATER, due_at=LATER),
    of_cus_c("PAST_DUE", past_due_at=AT, due_at=LATER),
    of_cus_c("CANCELED", cancel_at=AT),
    of_cus_c("EXPIRED", ended_at=AT),
    of_cus_c("INCOMPLETE_EXPIRED", ended_at=AT),
)


async def test_the_database_accepts_subscriptions_that_are_right(database: Database) -> None:
    await execute(GIVEN)
    for one in RIGHT_SUBSCRIPTIONS:
        await execute([*one, "DELETE FROM subscriptions WHERE id = 'sub_x'"])


async def test_the_database_accepts_what_is_right_beside_them(database: Database) -> None:
    await execute(GIVEN)
    await execute(
        [
            policy(
                final_action="LEAVE", grace_days=0, invoice_ahead_days=60, upgrade_timing="PERIOD_END",
                downgrade_timing="NOW",
            ),
            "UPDATE billing_policies SET final_action = 'PAUSE', grace_days = 365, invoice_ahead_days = 0",
            clock("clk_x", "ADVANCING", target_at=LATER),
            *tied("cus_x", "clk_x"),
            trial("trl_x", customer_id="cus_c"),
            change("chg_b", "APPLIED"),
            change("chg_c", "DROPPED", invoice_id="inv_c"),
            f"UPDATE subscription_changes SET status = 'APPLIED', ended_at = '{AT}' WHERE id = 'chg_a'",
            change("chg_d", unit_price_minor=0, new_anchor=True),
            collection("coll_x", wants="AUTHENTICATION", payment_id="pay_a", tries=3, next_try_at=LATER),
            "UPDATE collections SET wants = 'METHOD' WHERE id = 'coll_x'",
            "UPDATE collections SET wants = 'PAYMENT' WHERE id = 'coll_x'",
            "UPDATE collections SET status = 'GAVE_UP', payment_id = NULL, next_try_at = NULL WHERE id = 'coll_x'",
            "UPDATE collections SET status = 'PAID', next_try_at = NULL WHERE id = 'coll_a'",
        ]
    )  # fmt: skip


def test_every_rule_of_these_tables_is_broken_by_a_row_above() -> None:
    # What `version` of a subscription and its periods must be is refused beside the other tables, in test_refusals.
    tables = ("billing_policies", "collections", "subscription_changes", "test_clocks", "trials")
    of_subscriptions = ("collection", "trial", "next_price", "ended", "quiet", "paused", "past_due")
    plain_indexes = {"collections_due", "collections_of_subscription", "collections_subscription"}
    promised = {name for table in tables for name in CONSTRAINTS[table] if not name.endswith("_merchant_id_id")}
    promised |= {f"subscriptions_{name}" for name in of_subscriptions}
    # Beside coupons and taxes.
    promised -= {"billing_policies_surplus", "billing_policies_on_dispute"}
    assert promised - plain_indexes == {
        wrong.because for wrong in WRONGS if not wrong.because.endswith(("fkey", "pkey"))
    }
