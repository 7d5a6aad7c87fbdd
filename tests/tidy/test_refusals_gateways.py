"""What the database refuses about gateways: customers, setups, disputes, receipts, tasks, comparisons."""

from __future__ import annotations

import pytest

from tests.support.databases import Database
from tests.tidy import rows
from tests.tidy.promised import CONSTRAINTS
from tests.tidy.rows import AT, FOREIGN, LATER, UNIQUE, Wrong, assert_refused, execute, insert
from tests.tidy.test_refusals_life import policy


def known_as(id: str, **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "customer_id": "cus_c", "gateway_account_id": "gwa_a", "reference": id,
        "created_at": AT,
    }  # fmt: skip
    return insert("gateway_customers", id=id, **{**values, **changes})


def setup(id: str, status: str = "PENDING", **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "customer_id": "cus_a", "gateway_account_id": "gwa_a", "gateway": "sandbox",
        "kind": "CARD", "make_default": False, "gateway_reference": id, "tries": 0, "fence": 0, "created_at": AT,
        "updated_at": AT, "version": 1,
    }  # fmt: skip
    return insert("payment_setups", id=id, status=status, **{**values, **changes})


def dispute(id: str, status: str = "OPEN", **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "payment_id": "pay_a", "customer_id": "cus_a", "gateway_account_id": "gwa_a",
        "gateway_reference": id, "amount_minor": 1000, "currency": "USD", "opened_at": AT, "updated_at": AT,
        "version": 1,
    }  # fmt: skip
    return insert("disputes", id=id, status=status, **{**values, **changes})


def receipt(id: str, **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "payment_id": "pay_a", "customer_id": "cus_a", "gateway_account_id": "gwa_a",
        "amount_minor": 1000, "currency": "USD", "received_on": "2026-01-31", "created_at": AT,
    }  # fmt: skip
    return insert("payment_receipts", id=id, **{**values, **changes})


def task(id: str, **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "kind": "LATE_PAYMENT", "subject_id": id, "message": "x", "details": "{}",
        "created_at": AT,
    }  # fmt: skip
    return insert("staff_tasks", id=id, **{**values, **changes})


def comparison(id: str, **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "gateway_account_id": "gwa_a", "day": "2026-02-01", "compared": 0, "differences": "[]",
        "created_at": AT,
    }  # fmt: skip
    return insert("gateway_comparisons", id=id, **{**values, **changes})


GIVEN = (
    *rows.GIVEN,
    rows.customer("cus_c"),
    policy("mer_a"),
    insert(
        "payment_methods", id="pm_a", merchant_id="mer_a", customer_id="cus_a", gateway_account_id="gwa_a",
        gateway="sandbox", kind="CARD", gateway_reference="pm", is_default=False, created_at=AT,
    ),
    known_as("gwc_a", customer_id="cus_a"),
    setup("pset_a"),
    dispute("dsp_a"),
    receipt("rcpt_a"),
    task("task_a"),
    comparison("gcmp_a", day="2026-01-31"),
)  # fmt: skip

WRONGS = (
    Wrong("two names of one customer", (known_as("gwc_x", customer_id="cus_a"),), "gateway_customers_customer", UNIQUE),
    Wrong("one name of two customers", (known_as("gwc_x", reference="gwc_a"),), "gateway_customers_reference", UNIQUE),
    Wrong("another shop's customer", (known_as("gwc_x", customer_id="cus_b"),), "fkey", FOREIGN),
    Wrong("a setup that stands nowhere", (setup("pset_x", "AUTHORIZED"),), "payment_setups_status"),
    Wrong("a failed one that is due", (setup("pset_x", "FAILED", next_try_at=AT),), "payment_setups_end"),
    Wrong("a canceled one with a secret", (setup("pset_x", "CANCELED", action_sealed="x"),), "payment_setups_end"),
    Wrong("an expired one with a token", (setup("pset_x", "EXPIRED", source_sealed="x"),), "payment_setups_end"),
    Wrong("a success that kept nothing", (setup("pset_x", "SUCCEEDED"),), "payment_setups_method"),
    Wrong("a failure with a card", (setup("pset_x", "FAILED", payment_method_id="pm_a"),), "payment_setups_method"),
    Wrong("fewer tries than none", (setup("pset_x", tries=-1),), "payment_setups_counts"),
    Wrong("one setup twice", (setup("pset_x", gateway_reference="pset_a"),), "payment_setups_reference", UNIQUE),
    Wrong("another shop's setup", (setup("pset_x", merchant_id="mer_b"),), "fkey", FOREIGN),
    Wrong("a dispute of nothing", (dispute("dsp_x", amount_minor=0),), "disputes_amount"),
    Wrong("a dispute that stands nowhere", (dispute("dsp_x", "LATER"),), "disputes_status"),
    Wrong("a lost one that is not closed", (dispute("dsp_x", "LOST"),), "disputes_closed"),
    Wrong("an open one that is closed", (dispute("dsp_x", closed_at=AT),), "disputes_closed"),
    Wrong("a dispute before its first version", (dispute("dsp_x", version=0),), "disputes_version"),
    Wrong("one dispute twice", (dispute("dsp_x", gateway_reference="dsp_a"),), "disputes_reference", UNIQUE),
    Wrong("another shop's dispute", (dispute("dsp_x", merchant_id="mer_b"),), "fkey", FOREIGN),
    Wrong("a receipt of nothing", (receipt("rcpt_x", amount_minor=0),), "payment_receipts_amount"),
    Wrong("a reversal without a reason", (receipt("rcpt_x", reversed_at=AT),), "payment_receipts_reversed"),
    Wrong("a reason without a reversal", (receipt("rcpt_x", reversal_reason="x"),), "payment_receipts_reversed"),
    Wrong("another shop's receipt", (receipt("rcpt_x", customer_id="cus_b"),), "fkey", FOREIGN),
    Wrong("a task twice", (task("task_x", subject_id="task_a"),), "staff_tasks_open", UNIQUE),
    Wrong("an open task with a note", (task("task_x", note="done"),), "staff_tasks_resolved"),
    Wrong("an open task that somebody resolved", (task("task_x", resolved_by="usr_a"),), "staff_tasks_resolved"),
    Wrong("a day twice", (comparison("gcmp_x", day="2026-01-31"),), "gateway_comparisons_day", UNIQUE),
    Wrong("fewer than none compared", (comparison("gcmp_x", compared=-1),), "gateway_comparisons_compared"),
    Wrong("another shop's comparison", (comparison("gcmp_x", merchant_id="mer_b"),), "fkey", FOREIGN),
    Wrong("a removed one in use", (f"UPDATE gateway_accounts SET removed_at = '{AT}'",), "gateway_accounts_removed"),
    Wrong("an account before version 1", ("UPDATE gateway_accounts SET version = 0",), "gateway_accounts_version"),
    Wrong("a policy that sues", ("UPDATE billing_policies SET on_dispute = 'SUE'",), "billing_policies_on_dispute"),
    Wrong("less disputed than nothing", ("UPDATE payments SET disputed_minor = -1",), "payments_disputed"),
    Wrong("a webhook about the weather", ("UPDATE gateway_events SET subject = 'weather'",), "gateway_events_subject"),
)  # fmt: skip


async def test_the_database_refuses(database: Database, subtests: pytest.Subtests) -> None:
    await execute(GIVEN)
    for wrong in WRONGS:
        with subtests.test(wrong.what):
            await assert_refused(database, wrong)


async def test_the_database_accepts_what_is_right_beside_them(database: Database) -> None:
    await execute(GIVEN)
    await execute(
        [
            known_as("gwc_x"),
            setup("pset_x", "SUCCEEDED", payment_method_id="pm_a"),
            setup("pset_y", "CREATED", gateway_reference=None, source_sealed="x", next_try_at=AT),
            setup("pset_z", "UNKNOWN", gateway_reference=None),
            dispute("dsp_x", "LOST", closed_at=LATER),
            dispute("dsp_y", "INQUIRY"),
            receipt("rcpt_x", amount_minor=1, reversed_at=LATER, reversal_reason="a mistake", reversed_by="usr_a"),
            f"UPDATE staff_tasks SET resolved_at = '{LATER}', resolved_by = 'usr_a', note = 'done'",
            task("task_x", subject_id="task_a"),
            task("task_y", kind="UNRESOLVED", subject_id="task_a"),
            comparison("gcmp_x"),
            f"UPDATE gateway_accounts SET enabled = FALSE, removed_at = '{AT}', version = 2",
            "UPDATE payments SET captured_minor = 400, status = 'EXPIRED', disputed_minor = 400",
            "UPDATE gateway_events SET subject = 'method'",
            "UPDATE billing_policies SET on_dispute = 'CANCEL'",
        ]
    )


def test_every_rule_of_these_tables_is_broken_by_a_row_above() -> None:
    tables = (
        "disputes", "gateway_comparisons", "gateway_customers", "payment_receipts", "payment_setups", "staff_tasks",
    )  # fmt: skip
    promised = {name for table in tables for name in CONSTRAINTS[table] if not name.endswith("_merchant_id_id")}
    promised |= {"gateway_accounts_removed", "gateway_accounts_version", "billing_policies_on_dispute"}
    promised |= {"payments_disputed", "gateway_events_subject"}
    indexes = {
        "disputes_payment", "payment_receipts_payment", "payment_receipts_same", "payment_setups_customer",
        "payment_setups_due", "staff_tasks_age",
    }  # fmt: skip
    assert promised - indexes == {wrong.because for wrong in WRONGS if wrong.because != "fkey"}
