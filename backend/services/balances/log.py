"""The rows of a balance's log: who, why, how much, when, and the balance after."""

from __future__ import annotations

from datetime import datetime

from backend.domain.balance import TransactionReason
from backend.models import BalanceTransaction, LedgerAccount
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.ledger.post import Posted


def log_row(
    ctx: Context,
    account: LedgerAccount,
    posted: Posted,
    *,
    before_minor: int,
    reason: TransactionReason,
    description: str,
    at: datetime,
    user_id: str | None = None,
    payment_id: str | None = None,
    invoice_id: str | None = None,
    subscription_id: str | None = None,
) -> BalanceTransaction:
    """The row of one posting, not yet written; `before_minor` is the balance before it.

    `user_id` is the person who did it; nobody did what time does.
    """
    assert posted.balance_after_minor is not None
    assert posted.number is not None
    return BalanceTransaction(
        id=new_id("btx"),
        merchant_id=ctx.merchant_id,
        customer_id=account.owner_id,
        account_id=account.id,
        currency=account.currency,
        number=posted.number,
        reason=reason.value,
        description=description,
        amount_minor=posted.balance_after_minor - before_minor,
        balance_after_minor=posted.balance_after_minor,
        ledger_transaction_id=posted.transaction_id,
        user_id=user_id,
        payment_id=payment_id,
        invoice_id=invoice_id,
        subscription_id=subscription_id,
        occurred_at=at,
    )
