"""Customers' balances: entries, the balance itself, the log that customers read, and what is held."""

from backend.services.proof.law import RowLaw

EQUALS_ENTRIES = RowLaw(
    name="balance.equals_entries",
    says="A customer's balance is what its entries sum to.",
    query="""
        SELECT x.*, balance_minor <> entries_minor AS broken FROM (
            SELECT a.id, a.balance_minor, -COALESCE((
                SELECT SUM(e.amount_minor) FROM ledger_entries e
                WHERE e.account_id = a.id
            ), 0) AS entries_minor
            FROM {balances} a
        ) x""",
    message="the balance is {balance_minor}, its entries make {entries_minor}",
)

RUNNING_SUM = RowLaw(
    name="balance.running_sum",
    says="The balance after a movement is the one before it and the movement's amount.",
    query="""
        SELECT x.*, balance_after_minor <> before_minor + amount_minor AS broken FROM (
            SELECT b.id, b.account_id, b.number, b.amount_minor, b.balance_after_minor, COALESCE((
                SELECT p.balance_after_minor FROM balance_transactions p
                WHERE p.account_id = b.account_id AND p.number < b.number
                ORDER BY p.number DESC LIMIT 1
            ), 0) AS before_minor
            FROM {balance_log} b
        ) x""",
    message="movement {number}: {before_minor} and {amount_minor} do not make {balance_after_minor}",
    rows=("id", "account_id"),
)

NUMBERS = RowLaw(
    name="balance.numbers",
    says="The movements of a balance are numbered 1, 2, 3 ... up to its last number.",
    query="""
        SELECT x.*, NOT (movements = last_number AND different = last_number AND lowest = 1 AND highest = last_number)
            AND NOT (movements = 0 AND last_number = 0) AS broken
        FROM (
            SELECT a.id, a.last_number, count(b.number) AS movements, count(DISTINCT b.number) AS different,
                COALESCE(min(b.number), 0) AS lowest, COALESCE(max(b.number), 0) AS highest
            FROM {balances} a
            LEFT JOIN balance_transactions b ON b.account_id = a.id
            GROUP BY a.id, a.last_number
        ) x""",
    message="{movements} movements are numbered {lowest} to {highest}; the last number is {last_number}",
)

MOVEMENT_IS_POSTED = RowLaw(
    name="balance.movement_is_posted",
    says="A movement is exactly one entry of its account: the opposite amount, with the same balance after it.",
    query="""
        SELECT x.*, NOT (entries = 1 AND agreeing = 1) AS broken FROM (
            SELECT b.id, b.ledger_transaction_id, b.amount_minor, count(a.id) AS entries, count(
                CASE WHEN e.amount_minor = -b.amount_minor AND e.balance_after_minor = b.balance_after_minor
                    AND a.owner_id = b.customer_id AND a.currency = b.currency THEN 1 END
            ) AS agreeing
            FROM {balance_log} b
            LEFT JOIN ledger_entries e ON e.transaction_id = b.ledger_transaction_id
            LEFT JOIN ledger_accounts a ON a.id = e.account_id AND a.id = b.account_id AND a.kind = 'CUSTOMER_BALANCE'
            GROUP BY b.id, b.ledger_transaction_id, b.amount_minor
        ) x""",
    message="a movement of {amount_minor} has {entries} entries, {agreeing} of them agree with it",
    rows=("id", "ledger_transaction_id"),
)

ENTRY_IS_LOGGED = RowLaw(
    name="balance.entry_is_logged",
    says="Every entry of a customer's balance has its movement in the log.",
    query="""
        SELECT e.id, e.transaction_id, e.amount_minor, b.id IS NULL AS broken
        FROM {entries} e
        JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'CUSTOMER_BALANCE'
        LEFT JOIN balance_transactions b
            ON b.ledger_transaction_id = e.transaction_id AND b.account_id = e.account_id""",
    message="an entry of {amount_minor} on a balance is not in its log",
    rows=("id", "transaction_id"),
)

# A refund of money that had become balance holds it there until the gateway has given it back.
HELD = RowLaw(
    name="balance.held",
    says="What is held of a balance is its open holds and what pending refunds will take of it.",
    query="""
        SELECT x.*, held_minor <> holds_minor + refunds_minor AS broken FROM (
            SELECT a.id, a.held_minor, COALESCE((
                SELECT SUM(h.amount_minor) FROM balance_holds h
                WHERE h.account_id = a.id AND h.status = 'HELD'
            ), 0) AS holds_minor, COALESCE((
                SELECT SUM(r.from_balance_minor) FROM payments p CROSS JOIN refunds r
                WHERE p.merchant_id = a.merchant_id AND p.customer_id = a.owner_id AND p.currency = a.currency
                    AND r.payment_id = p.id AND r.status = 'PENDING'
            ), 0) AS refunds_minor
            FROM {balances} a
        ) x""",
    message="{held_minor} is held; open holds make {holds_minor}, pending refunds {refunds_minor}",
)

HELD_IS_THERE = RowLaw(
    name="balance.held_is_there",
    says="What is held of a balance is never below zero and never more than the balance.",
    query="""
        SELECT a.id, a.held_minor, a.balance_minor,
            NOT (0 <= a.held_minor AND a.held_minor <= a.balance_minor) AS broken
        FROM {balances} a""",
    message="{held_minor} is held of a balance of {balance_minor}",
)

LAWS = (EQUALS_ENTRIES, RUNNING_SUM, NUMBERS, MOVEMENT_IS_POSTED, ENTRY_IS_LOGGED, HELD, HELD_IS_THERE)
