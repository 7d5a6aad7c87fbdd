"""Payments: what was captured is in the books once for each capture, and what goes back is counted."""

from backend.services.proof.law import RowLaw

CAPTURED = RowLaw(
    name="payment.captured",
    says="What a payment captured is what its captures took from the gateway's clearing account, or from the balance.",
    query="""
        SELECT x.*, captured_minor <> posted_minor AS broken FROM (
            SELECT p.id, p.captured_minor, COALESCE((
                SELECT SUM(e.amount_minor) FROM ledger_transactions t
                CROSS JOIN ledger_entries e CROSS JOIN ledger_accounts a
                WHERE t.merchant_id = p.merchant_id AND t.subject_id = p.id
                    AND e.transaction_id = t.id AND a.id = e.account_id AND a.currency = p.currency
                    AND a.kind = CASE p.kind WHEN 'BALANCE' THEN 'CUSTOMER_BALANCE' ELSE 'GATEWAY_CLEARING' END
                    AND a.owner_id = CASE p.kind WHEN 'BALANCE' THEN p.customer_id ELSE p.gateway_account_id END
            ), 0) AS posted_minor
            FROM {payments} p
        ) x""",
    message="{captured_minor} is captured, {posted_minor} is in the books",
)

ATTEMPTS = RowLaw(
    name="payment.attempts",
    says="Each succeeded attempt at a gateway has its capture in the books, and each capture its attempt.",
    query="""
        SELECT x.*, NOT (succeeded = posted AND captures = posted) AS broken FROM (
            SELECT p.id, (
                SELECT count(*) FROM payment_attempts a
                WHERE a.payment_id = p.id AND a.status = 'SUCCEEDED'
            ) AS succeeded, (
                SELECT count(*) FROM ledger_transactions t WHERE t.merchant_id = p.merchant_id AND t.subject_id = p.id
            ) AS captures, (
                SELECT count(*) FROM payment_attempts a
                CROSS JOIN ledger_transactions t
                WHERE a.payment_id = p.id AND a.status = 'SUCCEEDED' AND t.merchant_id = a.merchant_id
                    AND t.key = 'attempt:' || a.id || ':captured' AND t.subject_id = p.id
            ) AS posted
            FROM {payments} p WHERE p.kind <> 'BALANCE'
        ) x""",
    message="{succeeded} attempts succeeded, {captures} captures are in the books, {posted} belong together",
)

REFUNDED = RowLaw(
    name="payment.refunded",
    says="What a payment gave back is the sum of its refunds that succeeded.",
    query="""
        SELECT x.*, refunded_minor <> refunds_minor AS broken FROM (
            SELECT p.id, p.refunded_minor, COALESCE((
                SELECT SUM(r.amount_minor) FROM refunds r
                WHERE r.payment_id = p.id AND r.status = 'SUCCEEDED'
            ), 0) AS refunds_minor
            FROM {payments} p
        ) x""",
    message="{refunded_minor} counts as refunded, the refunds make {refunds_minor}",
)

REFUND_PENDING = RowLaw(
    name="payment.refund_pending",
    says="What a payment is about to give back is the sum of its pending refunds.",
    query="""
        SELECT x.*, refund_pending_minor <> refunds_minor AS broken FROM (
            SELECT p.id, p.refund_pending_minor, COALESCE((
                SELECT SUM(r.amount_minor) FROM refunds r
                WHERE r.payment_id = p.id AND r.status = 'PENDING'
            ), 0) AS refunds_minor
            FROM {payments} p
        ) x""",
    message="{refund_pending_minor} counts as pending, the refunds make {refunds_minor}",
)

REFUNDS_WITHIN = RowLaw(
    name="payment.refunds_within",
    says="A payment never gives back more than it captured.",
    query="""
        SELECT p.id, p.captured_minor, p.refunded_minor, p.refund_pending_minor,
            p.refunded_minor + p.refund_pending_minor > p.captured_minor AS broken
        FROM {payments} p""",
    message="{refunded_minor} refunded and {refund_pending_minor} pending of {captured_minor} captured",
)

LAWS = (CAPTURED, ATTEMPTS, REFUNDED, REFUND_PENDING, REFUNDS_WITHIN)
