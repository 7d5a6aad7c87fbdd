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
    says="Each succeeded attempt at a gateway has its capture in the books, and each capture its attempt or receipt.",
    # Where staff register receipts, these brought the money. A payer who transfers twice brings more, later.
    query="""
        SELECT x.*, NOT (captures = posted AND others = 0 AND (succeeded = posted OR receipts > 0)) AS broken FROM (
            SELECT p.id, (
                SELECT count(*) FROM payment_attempts a
                WHERE a.payment_id = p.id AND a.status = 'SUCCEEDED'
            ) AS succeeded, (
                SELECT count(*) FROM payment_receipts r WHERE r.payment_id = p.id
            ) AS receipts, (
                SELECT count(*) FROM ledger_transactions t
                WHERE t.merchant_id = p.merchant_id AND t.subject_id = p.id AND t.key LIKE 'attempt:%:captured'
            ) AS captures, (
                SELECT count(*) FROM ledger_transactions t
                WHERE t.merchant_id = p.merchant_id AND t.subject_id = p.id AND t.key NOT LIKE 'attempt:%:captured'
                    AND t.key NOT LIKE 'attempt:%:received:%' AND t.key NOT LIKE 'receipt:%'
            ) AS others, (
                SELECT count(*) FROM payment_attempts a
                CROSS JOIN ledger_transactions t
                WHERE a.payment_id = p.id AND a.status = 'SUCCEEDED' AND t.merchant_id = a.merchant_id
                    AND t.key = 'attempt:' || a.id || ':captured' AND t.subject_id = p.id
            ) AS posted
            FROM {payments} p WHERE p.kind <> 'BALANCE'
        ) x""",
    message="{succeeded} attempts succeeded, {captures} captures and {others} other postings are in the books,"
    " {posted} belong together",
)

RECEIPTS = RowLaw(
    name="payment.receipts",
    says="Each receipt of staff is in the books of its payment, and each that was reversed is undone there.",
    query="""
        SELECT x.*, NOT (receipts = posted AND reversed = undone) AS broken FROM (
            SELECT p.id, (
                SELECT count(*) FROM payment_receipts r WHERE r.payment_id = p.id
            ) AS receipts, (
                SELECT count(*) FROM payment_receipts r
                CROSS JOIN ledger_transactions t
                WHERE r.payment_id = p.id AND t.merchant_id = r.merchant_id
                    AND t.key = 'receipt:' || r.id || ':captured' AND t.subject_id = p.id
            ) AS posted, (
                SELECT count(*) FROM payment_receipts r WHERE r.payment_id = p.id AND r.reversed_at IS NOT NULL
            ) AS reversed, (
                SELECT count(*) FROM ledger_transactions t
                WHERE t.merchant_id = p.merchant_id AND t.subject_id = p.id AND t.key LIKE 'receipt:%:reversed'
            ) AS undone
            FROM {payments} p WHERE p.kind <> 'BALANCE'
        ) x""",
    message="of {receipts} receipts {posted} are in the books; {reversed} are reversed, {undone} undone",
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

DISPUTED = RowLaw(
    name="payment.disputed",
    says="What payers' banks hold or kept of a payment is the sum of its disputes that are open or lost.",
    query="""
        SELECT x.*, disputed_minor <> disputes_minor AS broken FROM (
            SELECT p.id, p.disputed_minor, COALESCE((
                SELECT SUM(d.amount_minor) FROM disputes d
                WHERE d.payment_id = p.id AND d.status IN ('OPEN', 'LOST')
            ), 0) AS disputes_minor
            FROM {payments} p
        ) x""",
    message="{disputed_minor} counts as disputed, the disputes make {disputes_minor}",
)

LAWS = (CAPTURED, ATTEMPTS, RECEIPTS, REFUNDED, REFUND_PENDING, REFUNDS_WITHIN, DISPUTED)
