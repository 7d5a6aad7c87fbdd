"""Disputes: money that a payer's bank has is out of the gateway's account in the books, once; no other is.

Who gave it up is the merchant; or the customer, for what had become balance and was held there until it was lost.
"""

from backend.services.proof.law import RowLaw

# What all postings about the dispute sum to on the accounts of one kind. One that was won was posted and undone.
_POSTED = """
    COALESCE((
        SELECT SUM(e.amount_minor) FROM ledger_transactions t
        CROSS JOIN ledger_entries e CROSS JOIN ledger_accounts a
        WHERE t.merchant_id = d.merchant_id AND t.subject_id = d.id
            AND e.transaction_id = t.id AND a.id = e.account_id AND a.currency = d.currency AND """

POSTED = RowLaw(
    name="dispute.posted",
    says="A dispute that is open or lost took exactly its amount out of the gateway's account; no other did."
    " Only one that is lost took some of it out of the balance.",
    query=f"""
        SELECT x.*, NOT (
            gateway_minor = -taken_minor AND given_up_minor + balance_minor = taken_minor
            AND balance_minor BETWEEN 0 AND CASE status WHEN 'LOST' THEN amount_minor ELSE 0 END
        ) AS broken FROM (
            SELECT d.id, d.payment_id, d.status, d.amount_minor,
                CASE WHEN d.status IN ('OPEN', 'LOST') THEN d.amount_minor ELSE 0 END AS taken_minor,
                {_POSTED} a.kind = 'GATEWAY_CLEARING' AND a.owner_id = d.gateway_account_id), 0) AS gateway_minor,
                {_POSTED} a.kind = 'CUSTOMER_BALANCE' AND a.owner_id = d.customer_id), 0) AS balance_minor,
                {_POSTED} a.kind = 'REFUNDS'), 0) AS given_up_minor
            FROM {{disputes}} d
        ) x""",  # noqa: S608 - no input
    message="{status}: {taken_minor} should be gone; in the books {gateway_minor} through the gateway, {given_up_minor}"
    " given up and {balance_minor} of the balance",
    rows=("id", "payment_id"),
)

LAWS = (POSTED,)
