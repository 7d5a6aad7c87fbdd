"""Refunds: each one that succeeded is in the books as it went back, and no other is; none of unused time is lost."""

from backend.services.proof.law import RowLaw

# What all postings about the refund sum to on the accounts of one kind. One that failed late was posted and undone.
_POSTED = """
    COALESCE((
        SELECT SUM(e.amount_minor) FROM ledger_transactions t
        CROSS JOIN ledger_entries e CROSS JOIN ledger_accounts a
        WHERE t.merchant_id = r.merchant_id AND t.subject_id = r.id
            AND e.transaction_id = t.id AND a.id = e.account_id AND a.currency = r.currency AND """

POSTED = RowLaw(
    name="refund.posted",
    says="A refund that succeeded left through its gateway, or came to the balance, as the books say; no other did.",
    query=f"""
        SELECT x.*, NOT (
            gateway_minor = CASE WHEN status <> 'SUCCEEDED' OR gateway_account_id IS NULL THEN 0 ELSE -amount_minor END
            AND balance_minor = CASE
                WHEN status <> 'SUCCEEDED' THEN 0
                WHEN gateway_account_id IS NULL THEN -amount_minor
                ELSE from_balance_minor
            END
            AND given_up_minor = CASE WHEN status <> 'SUCCEEDED' THEN 0 ELSE amount_minor - from_balance_minor END
        ) AS broken FROM (
            SELECT r.id, r.payment_id, r.status, r.amount_minor, r.from_balance_minor, r.gateway_account_id,
                {_POSTED} a.kind = 'GATEWAY_CLEARING' AND a.owner_id = r.gateway_account_id), 0) AS gateway_minor,
                {_POSTED} a.kind = 'CUSTOMER_BALANCE' AND a.owner_id = r.customer_id), 0) AS balance_minor,
                {_POSTED} a.kind = 'REFUNDS'), 0) AS given_up_minor
            FROM {{refunds}} r
        ) x""",  # noqa: S608 - no input
    message="{status}, {amount_minor} with {from_balance_minor} from the balance; in the books {gateway_minor} through"
    " the gateway, {balance_minor} on the balance, {given_up_minor} given up",
    rows=("id", "payment_id"),
)


def _act(act: str, account: str) -> str:
    """What the posting of an act on the refund `r` brought to an account."""
    return f"""
        COALESCE((
            SELECT SUM(e.amount_minor) FROM ledger_transactions t
            CROSS JOIN ledger_entries e CROSS JOIN ledger_accounts a
            WHERE t.merchant_id = r.merchant_id AND t.key = 'refund:' || r.id || ':{act}'
                AND e.transaction_id = t.id AND a.id = e.account_id AND a.currency = r.currency AND {account}
        ), 0)"""  # noqa: S608 - words of ours


_REFUNDS = "a.kind = 'REFUNDS'"

UNUSED = RowLaw(
    name="refund.unused",
    says="A refund of unused time took exactly its amount out of revenue and tax, and became balance where it failed,"
    " but for what a bank took. One of another invoice may become balance when that is void.",
    query=f"""
        SELECT x.*, NOT (
            ready_minor = CASE WHEN is_unused THEN amount_minor - from_balance_minor ELSE 0 END
            AND taken_minor = balance_minor
            AND CASE
                WHEN status <> 'FAILED' THEN balance_minor = 0
                WHEN is_unused AND NOT is_disputed THEN balance_minor = ready_minor
                WHEN is_unused OR is_void THEN balance_minor BETWEEN 0 AND amount_minor - from_balance_minor
                ELSE balance_minor = 0
            END
        ) AS broken FROM (
            SELECT r.id, r.payment_id, r.status, r.amount_minor, r.from_balance_minor,
                EXISTS (
                    SELECT 1 FROM ledger_transactions t
                    WHERE t.merchant_id = r.merchant_id AND t.key = 'refund:' || r.id || ':unused'
                ) AS is_unused, EXISTS (
                    SELECT 1 FROM disputes d WHERE d.payment_id = r.payment_id
                ) AS is_disputed, EXISTS (
                    SELECT 1 FROM payments p CROSS JOIN invoices i
                    WHERE p.id = r.payment_id AND i.id = p.invoice_id AND i.status = 'VOID'
                ) AS is_void, -{_act("unused", _REFUNDS)} AS ready_minor,
                {_act("to_balance", _REFUNDS)} AS taken_minor,
                -{_act("to_balance", "a.kind = 'CUSTOMER_BALANCE' AND a.owner_id = r.customer_id")} AS balance_minor
            FROM {{refunds}} r
        ) x""",  # noqa: S608 - no input
    message="{status}, {amount_minor}: {ready_minor} stood ready, {taken_minor} of it was taken, {balance_minor} became"
    " balance",
    rows=("id", "payment_id"),
)

LAWS = (POSTED, UNUSED)
