"""Refills: what was paid was granted, once, and as the plan promised when it was bought."""

from __future__ import annotations

import json

from backend.domain.units import read_rules
from backend.services.proof.books import Books
from backend.services.proof.judged import JudgedLaw, Row
from backend.services.proof.law import RowLaw

PAID_IS_GRANTED = RowLaw(
    name="refill.paid_is_granted",
    says="A refill is granted exactly when its invoice is paid.",
    query="""
        SELECT f.id, f.invoice_id, i.status, (f.granted_at IS NOT NULL) <> (i.status = 'PAID') AS broken
        FROM {refills} f LEFT JOIN invoices i ON i.id = f.invoice_id""",
    message="the invoice is {status}, and it is the other way round with the units",
    rows=("id", "invoice_id"),
)

HAS_GRANTS = RowLaw(
    name="refill.has_grants",
    says="A granted refill has a grant for each thing that the plan promised; another has none.",
    query="""
        SELECT x.*, NOT (grants_there = CASE WHEN granted_at IS NULL THEN 0 ELSE promised END) AS broken FROM (
            SELECT f.id, f.granted_at, {array_length}(f.grants) AS promised, (
                SELECT count(*) FROM unit_grants g
                WHERE g.invoice_id = f.invoice_id AND g.customer_id = f.customer_id
            ) AS grants_there
            FROM {refills} f
        ) x""",
    message="{promised} grants are promised, {grants_there} are there",
)


async def _judge(_: Books, row: Row) -> str | None:
    if row["invoice_id"] is None:
        return "nobody bought it"
    if row["captured_minor"] is None:
        return "no money came for it"
    rules = read_rules(json.loads(row["grants"]) if isinstance(row["grants"], str) else row["grants"])
    if not 1 <= row["position"] <= len(rules):
        return f"the plan promised {len(rules)} grants, this is number {row['position']}"
    rule, bags = rules[row["position"] - 1], row["bags"]
    if (row["unit"], row["quantity"]) != (rule.unit, rule.micro * bags):
        return f"{row['quantity']} {row['unit']} were granted; promised were {rule.micro} {rule.unit} x {bags}"
    return None


AS_PROMISED = JudgedLaw(
    name="refill.as_promised",
    says="A grant is what the plan promised when the bags were bought, and money came for it.",
    query="""
        SELECT g.id, g.unit, g.quantity, g.position, f.invoice_id, f.quantity AS bags, f.grants, p.captured_minor
        FROM {unit_grants} g
        LEFT JOIN refill_purchases f ON f.invoice_id = g.invoice_id
            AND f.customer_id = g.customer_id AND f.granted_at IS NOT NULL
        LEFT JOIN payments p ON p.id = g.payment_id AND p.invoice_id = g.invoice_id
            AND p.captured_minor > 0""",
    judge=_judge,
)

LAWS = (PAID_IS_GRANTED, HAS_GRANTS, AS_PROMISED)
