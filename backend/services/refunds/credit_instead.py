"""A refund failed whose money the customer has a right to: it becomes their balance, as far as it is there.

That is so for unused time, and where the invoice is void by now.
"""

from __future__ import annotations

from backend.domain.balance import TransactionReason
from backend.domain.invoice import InvoiceStatus
from backend.domain.ledger import failed_refund_credited, unused_refunded_key
from backend.domain.money import Money
from backend.domain.tasks import TaskKind
from backend.models import LedgerTransaction, Payment, Refund
from backend.services.balances.open import Subjects, open_balance
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.refunds.in_balance import in_balance
from backend.services.refunds.kept import kept_of
from backend.services.refunds.lock import Locked
from backend.services.refunds.refundable import left_of
from backend.services.tasks.open import open_task
from backend.services.transaction import Transaction


async def credit_instead(ctx: Context, tx: Transaction, rows: Locked) -> None:
    """Once for each refund, as nothing leaves FAILED. One that staff made of a valid invoice gives nothing instead.

    What the payer's bank took meanwhile is not there to be credited: staff are told.
    """
    refund, invoice = rows.refund, rows.invoice
    wanted = money(refund.amount_minor - refund.from_balance_minor, refund.currency)
    ready = await LedgerTransaction.get_or_none(merchant_id=ctx.merchant_id, key=unused_refunded_key(refund.id))
    if ready is not None:
        there, subject_id = await _left(ctx, rows.payment), ready.subject_id
    elif invoice is not None and invoice.status == InvoiceStatus.VOID:
        there, subject_id = money(await kept_of(ctx, [invoice]), invoice.currency), invoice.id
    else:
        return
    amount = min(wanted, there)
    if amount.minor:
        posting = failed_refund_credited(refund.id, subject_id, ctx.merchant_id, refund.customer_id, amount)
        subjects = Subjects(
            refund.payment_id, invoice.id if invoice else None, invoice.subscription_id if invoice else None
        )
        async with open_balance(ctx, tx, customer_id=refund.customer_id, currency=refund.currency) as balance:
            await balance.move(posting, reason=TransactionReason.CREDIT, subjects=subjects, refund=refund)
    if amount < wanted and rows.payment.disputed_minor:
        await _tell(ctx, tx, refund, wanted - amount)


async def _left(ctx: Context, payment: Payment) -> Money:
    """What of the locked payment neither went back nor became balance."""
    became = (await in_balance(ctx, [payment]))[payment.id]
    return money(max(left_of(payment) - became, 0), payment.currency)


async def _tell(ctx: Context, tx: Transaction, refund: Refund, short: Money) -> None:
    await open_task(
        ctx, tx, kind=TaskKind.DISPUTE, subject_id=refund.id, customer_id=refund.customer_id,
        message=f"A refund failed, and {short} of it did not become balance: the payer's bank has that money. Should"
        " the dispute be won, it is the customer's: refund it, or add it to their balance.",
        details={"payment": refund.payment_id, "refund": refund.id, "short": str(short)},
    )  # fmt: skip
