"""Invoices: their lines, what was posted for them, what was paid of them, and their numbers."""

from backend.domain.quotes import REFUND, TO_BALANCE
from backend.services.proof.law import RowLaw

LINES = RowLaw(
    name="invoice.lines",
    says="The lines of an invoice sum to its subtotal.",
    query="""
        SELECT x.*, subtotal_minor <> lines_minor AS broken FROM (
            SELECT i.id, i.subtotal_minor, COALESCE((
                SELECT SUM(l.amount_minor) FROM invoice_lines l
                WHERE l.invoice_id = i.id
            ), 0) AS lines_minor
            FROM {invoices} i
        ) x""",
    message="the subtotal is {subtotal_minor}, the lines make {lines_minor}",
)

TOTAL = RowLaw(
    name="invoice.total",
    says="The total of an invoice is its subtotal less the discount, with the tax that is not in the prices.",
    query="""
        SELECT i.id, i.subtotal_minor, i.discount_minor, i.tax_minor, i.tax_included_minor, i.total_minor,
            i.total_minor <> i.subtotal_minor - i.discount_minor + i.tax_minor - i.tax_included_minor AS broken
        FROM {invoices} i""",
    message="{subtotal_minor} less {discount_minor} and {tax_minor} with {tax_included_minor} of it included is not"
    " {total_minor}",
)

DISCOUNT = RowLaw(
    name="invoice.discount",
    says="What is taken off an invoice is taken off its lines, and by its coupons.",
    query="""
        SELECT x.*, discount_minor <> lines_minor OR discount_minor <> coupons_minor AS broken FROM (
            SELECT i.id, i.discount_minor, COALESCE((
                SELECT SUM(l.discount_minor) FROM invoice_lines l WHERE l.invoice_id = i.id
            ), 0) AS lines_minor, COALESCE((
                SELECT SUM(d.amount_minor) FROM invoice_discounts d WHERE d.invoice_id = i.id
            ), 0) AS coupons_minor
            FROM {invoices} i
        ) x""",
    message="{discount_minor} are taken off, {lines_minor} off the lines, {coupons_minor} by coupons",
)

TAX = RowLaw(
    name="invoice.tax",
    says="The tax of an invoice is the tax of its lines, and made by its rates.",
    query="""
        SELECT x.*, tax_minor <> lines_minor OR tax_minor <> rates_minor OR tax_included_minor <> included_minor
            AS broken
        FROM (
            SELECT i.id, i.tax_minor, i.tax_included_minor, COALESCE((
                SELECT SUM(l.tax_minor) FROM invoice_lines l WHERE l.invoice_id = i.id
            ), 0) AS lines_minor, COALESCE((
                SELECT SUM(l.tax_included_minor) FROM invoice_lines l WHERE l.invoice_id = i.id
            ), 0) AS included_minor, COALESCE((
                SELECT SUM(t.amount_minor) FROM invoice_taxes t WHERE t.invoice_id = i.id
            ), 0) AS rates_minor
            FROM {invoices} i
        ) x""",
    message="the tax is {tax_minor} with {tax_included_minor} included, the lines have {lines_minor} with"
    " {included_minor}, the rates make {rates_minor}",
)


def _posted(act: str, account: str) -> str:
    """What the posting of an act on the invoice `i` brought to an account; the condition is about `a`."""
    return f"""
        COALESCE((
            SELECT SUM(e.amount_minor) FROM ledger_transactions t
            CROSS JOIN ledger_entries e CROSS JOIN ledger_accounts a
            WHERE t.merchant_id = i.merchant_id AND t.key = 'invoice:' || i.id || ':{act}' AND t.subject_id = i.id
                AND e.transaction_id = t.id AND a.id = e.account_id AND a.currency = i.currency AND {account}
        ), 0)"""  # noqa: S608 - words of ours


def _is_posted(act: str) -> str:
    """Whether an act on the invoice `i` was posted, for whatever subject."""
    return f"""EXISTS (
            SELECT 1 FROM ledger_transactions t
            WHERE t.merchant_id = i.merchant_id AND t.key = 'invoice:' || i.id || ':{act}'
        )"""  # noqa: S608 - words of ours


_RECEIVABLE = "a.kind = 'RECEIVABLE' AND a.owner_id = i.customer_id"
_BALANCE = "a.kind = 'CUSTOMER_BALANCE' AND a.owner_id = i.customer_id"
_REVENUE, _TAX, _REFUNDS = "a.kind = 'REVENUE'", "a.kind = 'TAX'", "a.kind = 'REFUNDS'"

FINALIZED = RowLaw(
    name="invoice.finalized",
    says="When an invoice was finalized, the customer's receivable grew by its total.",
    query=f"""
        SELECT x.*, total_minor <> receivable_minor AS broken FROM (
            SELECT i.id, i.total_minor,
                {_posted("finalized", _RECEIVABLE)} AS receivable_minor
            FROM {{invoices}} i WHERE i.status <> 'DRAFT'
        ) x""",  # noqa: S608 - no input
    message="the total is {total_minor}, the receivable {receivable_minor}",
)

EARNED = RowLaw(
    name="invoice.earned",
    says="When an invoice was finalized, its tax was posted as tax and all the rest as revenue.",
    query=f"""
        SELECT x.*, total_minor - tax_minor <> -revenue_minor OR tax_minor <> -posted_tax_minor AS broken FROM (
            SELECT i.id, i.total_minor, i.tax_minor,
                {_posted("finalized", _REVENUE)} AS revenue_minor,
                {_posted("finalized", _TAX)} AS posted_tax_minor
            FROM {{invoices}} i WHERE i.status <> 'DRAFT'
        ) x""",  # noqa: S608 - no input
    message="of {total_minor} with {tax_minor} tax, {revenue_minor} is posted as revenue, {posted_tax_minor} as tax",
)

VOIDED = RowLaw(
    name="invoice.voided",
    says="What finalizing a void invoice posted is undone, and what was paid of it is given back, to the balance or"
    " before that; no other is undone.",
    query=f"""
        SELECT x.*, CASE WHEN status = 'VOID'
            THEN receivable_minor <> paid_minor - total_minor OR balance_minor + refunds_minor <> -paid_minor
                OR balance_minor > 0 OR refunds_minor > 0
                OR revenue_minor <> total_minor - tax_minor OR posted_tax_minor <> tax_minor
            ELSE is_voided END AS broken
        FROM (
            SELECT i.id, i.status, i.total_minor, i.tax_minor, i.paid_minor,
                CASE WHEN i.is_voided THEN {_posted("voided", _RECEIVABLE)} ELSE 0 END AS receivable_minor,
                CASE WHEN i.is_voided THEN {_posted("voided", _BALANCE)} ELSE 0 END AS balance_minor,
                CASE WHEN i.is_voided THEN {_posted("voided", _REFUNDS)} ELSE 0 END AS refunds_minor,
                CASE WHEN i.is_voided THEN {_posted("voided", _REVENUE)} ELSE 0 END AS revenue_minor,
                CASE WHEN i.is_voided THEN {_posted("voided", _TAX)} ELSE 0 END AS posted_tax_minor,
                i.is_voided
            FROM (SELECT i.*, {_is_posted("voided")} AS is_voided FROM {{invoices}} i WHERE i.status <> 'DRAFT') i
        ) x""",  # noqa: S608 - no input
    message="{status}, {total_minor} with {tax_minor} tax, {paid_minor} paid: undone are {revenue_minor} of revenue and"
    " {posted_tax_minor} of tax, by {receivable_minor} of what is owed, {balance_minor} on the balance and"
    " {refunds_minor} that went back before",
)


def _given_back(line: str) -> str:
    """What the invoice `i` gives back beyond what it charges, by its lines of one description."""
    return f"""
        CASE WHEN i.total_minor = 0 THEN COALESCE((
            SELECT SUM(l.amount_minor) FROM invoice_lines l
            WHERE l.invoice_id = i.id AND l.description = '{line}' AND l.period_start IS NULL
        ), 0) ELSE 0 END"""  # noqa: S608 - words of ours


CREDITED = RowLaw(
    name="invoice.credited",
    says="What an invoice gives to the customer's balance was posted: out of revenue, to the balance.",
    query=f"""
        SELECT x.*, credit_minor <> revenue_minor OR credit_minor <> -balance_minor
            OR (credit_minor <> 0) <> is_credited AS broken
        FROM (
            SELECT i.id, {_given_back(TO_BALANCE)} AS credit_minor,
                CASE WHEN i.is_credited THEN {_posted("credited", _BALANCE)} ELSE 0 END AS balance_minor,
                CASE WHEN i.is_credited THEN {_posted("credited", _REVENUE)} ELSE 0 END AS revenue_minor,
                i.is_credited
            FROM (SELECT i.*, {_is_posted("credited")} AS is_credited FROM {{invoices}} i WHERE i.status <> 'DRAFT') i
        ) x""",  # noqa: S608 - no input
    message="it gives back {credit_minor}; {revenue_minor} came out of revenue, {balance_minor} is on the balance",
)


def _stood_ready(account: str) -> str:
    """What the refunds that the invoice `i` makes brought to an account when they were reserved."""
    return f"""
        COALESCE((
            SELECT SUM(e.amount_minor) FROM ledger_transactions t
            CROSS JOIN ledger_entries e CROSS JOIN ledger_accounts a
            WHERE t.merchant_id = i.merchant_id AND t.subject_id = i.id AND t.key LIKE 'refund:%:unused'
                AND e.transaction_id = t.id AND a.id = e.account_id AND a.currency = i.currency AND {account}
        ), 0)"""  # noqa: S608 - words of ours


REFUNDED = RowLaw(
    name="invoice.refunded",
    says="What an invoice gives back by refunds was posted when they were reserved: out of revenue.",
    query=f"""
        SELECT x.*, NOT (refund_minor = revenue_minor AND refund_minor = -refunds_minor) AS broken FROM (
            SELECT i.id, {_given_back(REFUND)} AS refund_minor,
                {_stood_ready(_REVENUE)} AS revenue_minor,
                {_stood_ready("a.kind = 'REFUNDS'")} AS refunds_minor
            FROM {{invoices}} i WHERE i.status <> 'DRAFT'
        ) x""",  # noqa: S608 - no input
    message="it gives back {refund_minor}; {revenue_minor} came out of revenue, {refunds_minor} is in refunds",
)

PAID = RowLaw(
    name="invoice.paid",
    says="What is paid of an invoice is what its payments took off the customer's receivable.",
    query="""
        SELECT x.*, paid_minor <> allocated_minor AS broken FROM (
            SELECT i.id, i.paid_minor, -COALESCE((
                SELECT SUM(e.amount_minor) FROM payments p
                CROSS JOIN ledger_transactions t CROSS JOIN ledger_entries e CROSS JOIN ledger_accounts a
                WHERE p.invoice_id = i.id AND t.merchant_id = p.merchant_id AND t.subject_id = p.id
                    AND e.transaction_id = t.id AND a.id = e.account_id
                    AND a.kind = 'RECEIVABLE' AND a.owner_id = i.customer_id
            ), 0) AS allocated_minor
            FROM {invoices} i
        ) x""",
    message="{paid_minor} counts as paid, the payments brought {allocated_minor}",
)

STATUS = RowLaw(
    name="invoice.status",
    says="An invoice is PAID exactly when what was paid and credited makes its total.",
    query="""
        SELECT i.id, i.status, i.total_minor, i.paid_minor, i.credited_minor,
            (i.status = 'PAID') <> (i.paid_minor + i.credited_minor = i.total_minor) AS broken
        FROM {invoices} i WHERE i.status IN ('OPEN', 'PAID', 'UNCOLLECTIBLE')""",
    message="{status}: {paid_minor} paid and {credited_minor} credited of {total_minor}",
)

NUMBERS = RowLaw(
    name="invoice.numbers",
    says="The numbers of a merchant's invoices have no gap: each follows the one before it.",
    query="""
        SELECT n.id, n.number, CASE WHEN n.counted = 1 THEN n.number <> 'INV-000001' ELSE NOT EXISTS (
            SELECT 1 FROM invoices p WHERE p.merchant_id = n.merchant_id AND p.number = 'INV-' || CASE
                WHEN n.counted > 1000000 THEN CAST(n.counted - 1 AS VARCHAR(20))
                ELSE substr(CAST(1000000 + n.counted - 1 AS VARCHAR(20)), 2) END
        ) END AS broken
        FROM (
            -- Digits only, and few enough for a number, before anything is read as one.
            SELECT i.id, i.merchant_id, i.number, CASE
                WHEN substr(i.number, 1, 4) = 'INV-' AND length(i.number) BETWEEN 10 AND 20
                    AND ltrim(substr(i.number, 5), '0123456789') = '' THEN CAST(substr(i.number, 5) AS BIGINT)
            END AS counted
            FROM {invoices} i WHERE i.status <> 'DRAFT'
        ) n""",
    message="there is no number before {number}",
)

COUNTER = RowLaw(
    name="invoice.counter",
    says="The next invoice number of a merchant is one more than the numbers that were given.",
    query="""
        SELECT x.*, next_number - 1 <> numbers AS broken FROM (
            SELECT c.merchant_id AS id, c.next_number, (
                SELECT count(DISTINCT i.number) FROM invoices i WHERE i.merchant_id = c.merchant_id
            ) AS numbers
            FROM invoice_counters c WHERE c.merchant_id = $1
        ) x""",
    message="the next number is {next_number}, but {numbers} were given",
)

LAWS = (LINES, TOTAL, DISCOUNT, TAX, FINALIZED, EARNED, VOIDED, CREDITED, REFUNDED, PAID, STATUS, NUMBERS, COUNTER)
