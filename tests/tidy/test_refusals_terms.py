"""What the database refuses about coupons, taxes and what came with them: raw SQL, both dialects."""

from __future__ import annotations

import pytest

from tests.support.databases import Database
from tests.tidy import rows
from tests.tidy.promised import CONSTRAINTS
from tests.tidy.rows import AT, FOREIGN, LATER, UNIQUE, Wrong, assert_refused, execute, insert, plan
from tests.tidy.test_refusals_life import policy


def rate(id: str, merchant_id: str = "mer_a", **changes: object) -> str:
    values: dict[str, object] = {"name": "IVA", "rate_ppm": 160_000, "inclusive": False, "created_at": AT}
    return insert("tax_rates", id=id, merchant_id=merchant_id, **{**values, **changes})


def assigned(id: str, **changes: object) -> str:
    values: dict[str, object] = {"merchant_id": "mer_a", "tax_rate_id": "tax_a", "position": 2}
    return insert("tax_assignments", id=id, **{**values, **changes})


def coupon(id: str, merchant_id: str = "mer_a", **changes: object) -> str:
    values: dict[str, object] = {
        "code": id.upper(), "name": id, "percent_bp": 5000, "duration": "ONCE", "once_per_customer": False,
        "redemptions": 0, "created_at": AT, "version": 1,
    }  # fmt: skip
    return insert("coupons", id=id, merchant_id=merchant_id, **{**values, **changes})


def coupon_amount(id: str, **changes: object) -> str:
    values: dict[str, object] = {"merchant_id": "mer_a", "coupon_id": "cpn_a", "currency": "EUR", "amount_minor": 100}
    return insert("coupon_amounts", id=id, **{**values, **changes})


def coupon_plan(id: str, **changes: object) -> str:
    values: dict[str, object] = {"merchant_id": "mer_a", "coupon_id": "cpn_b", "plan_id": "plan_a"}
    return insert("coupon_plans", id=id, **{**values, **changes})


def discount(id: str, **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "customer_id": "cus_a", "subscription_id": "sub_a", "coupon_id": "cpn_b", "position": 2,
        "periods_left": 1, "single": False, "status": "ACTIVE", "created_at": AT,
    }  # fmt: skip
    return insert("discounts", id=id, **{**values, **changes})


def taken_off(id: str, **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "invoice_id": "inv_a", "coupon_id": "cpn_b", "position": 2, "amount_minor": 0,
        "counts": True,
    }  # fmt: skip
    return insert("invoice_discounts", id=id, **{**values, **changes})


def taxed(id: str, **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "invoice_id": "inv_a", "tax_rate_id": "tax_b", "position": 2, "amount_minor": -5,
        "counts": False,
    }  # fmt: skip
    return insert("invoice_taxes", id=id, **{**values, **changes})


def line(id: str, **changes: object) -> str:
    values: dict[str, object] = {
        "merchant_id": "mer_a", "invoice_id": "inv_a", "position": 1, "description": "x", "amount_minor": 1000,
        "discount_minor": 0, "tax_minor": 0, "tax_included_minor": 0, "unit_price_minor": 1000, "quantity": 1,
        "numerator": "1", "denominator": "1", "rounding": "HALF_UP",
    }  # fmt: skip
    return insert("invoice_lines", id=id, **{**values, **changes})


GIVEN = (
    *rows.GIVEN,
    rows.subscription("sub_b", "CANCELED"),
    policy("mer_a"),
    rate("tax_a"),
    rate("tax_b", rate_ppm=0, inclusive=True),
    rate("tax_other", "mer_b"),
    assigned("taxa_a", position=1),
    assigned("taxa_c", customer_id="cus_a", position=1),
    coupon("cpn_a", code="HALF", percent_bp=None, once_per_customer=True),
    coupon("cpn_b"),
    coupon("cpn_other", "mer_b", code="HALF"),
    coupon_amount("cpna_a", currency="USD"),
    coupon_plan("cpnp_a", coupon_id="cpn_a"),
    discount("dsc_a", coupon_id="cpn_a", position=1, single=True),
    taken_off("invd_a", coupon_id="cpn_a", position=1),
    taxed("invt_a", tax_rate_id="tax_a", position=1),
)

WRONGS = (
    Wrong("a tax below nothing", (rate("tax_x", rate_ppm=-1),), "tax_rates_rate"),
    Wrong("a tax of more than all", (rate("tax_x", rate_ppm=1_000_001),), "tax_rates_rate"),
    Wrong("a rate at no place", (assigned("taxa_x", position=0),), "tax_assignments_position"),
    Wrong("two rates at one place", (assigned("taxa_x", position=1),), "tax_assignments_of_merchant", UNIQUE),
    Wrong(
        "two of a customer's rates at one place", (assigned("taxa_x", customer_id="cus_a", position=1),),
        "tax_assignments_of_customer", UNIQUE,
    ),
    Wrong("another shop's rate", (assigned("taxa_x", tax_rate_id="tax_other"),), "fkey", FOREIGN),
    Wrong("a coupon that takes nothing off", (coupon("cpn_x", percent_bp=0),), "coupons_percent"),
    Wrong("a coupon that takes more than all off", (coupon("cpn_x", percent_bp=10_001),), "coupons_percent"),
    Wrong("a coupon for a while", (coupon("cpn_x", duration="A_WHILE"),), "coupons_duration"),
    Wrong("a repeating one without a number", (coupon("cpn_x", duration="REPEATING"),), "coupons_periods"),
    Wrong("a repeating one of no period", (coupon("cpn_x", duration="REPEATING", periods=0),), "coupons_periods"),
    Wrong("one for ever with a number", (coupon("cpn_x", duration="FOREVER", periods=3),), "coupons_periods"),
    Wrong(
        "one redeemed too often", (coupon("cpn_x", max_redemptions=1, redemptions=2),), "coupons_redemptions"
    ),
    Wrong("one redeemed less than never", (coupon("cpn_x", redemptions=-1),), "coupons_redemptions"),
    Wrong("a coupon before its first version", (coupon("cpn_x", version=0),), "coupons_version"),
    Wrong("a code twice", (coupon("cpn_x", code="HALF"),), "coupons_code", UNIQUE),
    Wrong("two amounts in one currency", (coupon_amount("cpna_x", currency="USD"),), "coupon_amounts_currency", UNIQUE),
    Wrong("an amount of nothing", (coupon_amount("cpna_x", amount_minor=0),), "coupon_amounts_amount"),
    Wrong("a plan twice", (coupon_plan("cpnp_x", coupon_id="cpn_a"),), "coupon_plans_plan", UNIQUE),
    Wrong("another shop's coupon", (coupon_plan("cpnp_x", coupon_id="cpn_other"),), "fkey", FOREIGN),
    Wrong("a coupon twice on one", (discount("dsc_x", coupon_id="cpn_a"),), "discounts_coupon", UNIQUE),
    Wrong("two coupons at one place", (discount("dsc_x", position=1),), "discounts_position", UNIQUE),
    Wrong("fewer periods than none", (discount("dsc_x", periods_left=-1),), "discounts_periods"),
    Wrong("a lost discount", (discount("dsc_x", status="LOST", ended_at=AT),), "discounts_status"),
    Wrong("an active one that has ended", (discount("dsc_x", ended_at=LATER),), "discounts_ended"),
    Wrong("a removed one that has not", (discount("dsc_x", status="REMOVED"),), "discounts_ended"),
    Wrong(
        "a single one a second time", (discount("dsc_x", subscription_id="sub_b", coupon_id="cpn_a", single=True),),
        "discounts_single", UNIQUE,
    ),
    Wrong("another shop's coupon at work", (discount("dsc_x", coupon_id="cpn_other"),), "fkey", FOREIGN),
    Wrong("a coupon twice off it", (taken_off("invd_x", coupon_id="cpn_a"),), "invoice_discounts_coupon", UNIQUE),
    Wrong("two coupons at one place of it", (taken_off("invd_x", position=1),), "invoice_discounts_position", UNIQUE),
    Wrong("a coupon that adds", (taken_off("invd_x", amount_minor=-1),), "invoice_discounts_amount"),
    Wrong("a rate twice on an invoice", (taxed("invt_x", tax_rate_id="tax_a"),), "invoice_taxes_rate", UNIQUE),
    Wrong("two rates at one place of it", (taxed("invt_x", position=1),), "invoice_taxes_position", UNIQUE),
    Wrong("another shop's rate on it", (taxed("invt_x", tax_rate_id="tax_other"),), "fkey", FOREIGN),
    Wrong("a line that discounts add to", (line("line_x", discount_minor=-1),), "invoice_lines_discount"),
    Wrong(
        "a total without the tax that is added", (rows.invoice("inv_x", "2", tax_minor=5, tax_included_minor=4),),
        "invoices_total",
    ),
    Wrong("a customer taxed somehow", ("UPDATE customers SET tax_treatment = 'SOME'",), "customers_tax_treatment"),
    Wrong("a surplus that vanishes", ("UPDATE billing_policies SET surplus = 'KEEP'",), "billing_policies_surplus"),
    Wrong("a month that no year has", (plan("plan_x", anchor_month=13, anchor_day=1),), "plans_anchor_month"),
    Wrong("a day that no month has", (plan("plan_x", anchor_day=32),), "plans_anchor_day"),
    Wrong("a month without a day", (plan("plan_x", anchor_month=1),), "plans_anchor_day"),
)  # fmt: skip


@pytest.mark.parametrize("wrong", WRONGS, ids=lambda wrong: wrong.what.replace(" ", "-"))
async def test_the_database_refuses(database: Database, wrong: Wrong) -> None:
    await execute(GIVEN)
    await assert_refused(database, wrong)


async def test_the_database_accepts_what_is_right_beside_them(database: Database) -> None:
    await execute(GIVEN)
    await execute(
        [
            rate("tax_x", rate_ppm=1_000_000),
            assigned("taxa_x"),
            assigned("taxa_y", customer_id="cus_a"),
            coupon("cpn_x", duration="REPEATING", periods=3, max_redemptions=2, redemptions=2, percent_bp=10_000),
            f"UPDATE coupons SET archived_at = '{AT}' WHERE id = 'cpn_a'",
            coupon("cpn_y", code="HALF", duration="FOREVER"),
            coupon_amount("cpna_x"),
            coupon_plan("cpnp_x"),
            f"UPDATE discounts SET status = 'RETURNED', ended_at = '{AT}' WHERE id = 'dsc_a'",
            discount("dsc_x", subscription_id="sub_b", coupon_id="cpn_a", single=True, periods_left=0),
            discount("dsc_y", periods_left=None),
            taken_off("invd_x"),
            taxed("invt_x"),
            line("line_x", discount_minor=300, tax_minor=-5, tax_included_minor=-5),
            rows.invoice("inv_x", "2", tax_minor=-5, subtotal_minor=5, total_minor=0, status="PAID"),
            "UPDATE customers SET tax_treatment = 'EXEMPT'",
            "UPDATE billing_policies SET surplus = 'REFUND'",
            plan("plan_x", anchor_month=12, anchor_day=31),
            plan("plan_y", anchor_day=7),
        ]
    )


def test_every_rule_of_these_tables_is_broken_by_a_row_above() -> None:
    tables = (
        "coupon_amounts", "coupon_plans", "coupons", "discounts", "invoice_discounts", "invoice_taxes",
        "tax_assignments", "tax_rates",
    )  # fmt: skip
    promised = {name for table in tables for name in CONSTRAINTS[table] if not name.endswith("_merchant_id_id")}
    promised |= {"customers_tax_treatment", "billing_policies_surplus", "plans_anchor_month", "plans_anchor_day"}
    promised |= {"invoice_lines_discount", "invoices_total"}
    broken = {wrong.because for wrong in WRONGS if wrong.because != "fkey"}
    assert promised - {"discounts_customer"} == broken
