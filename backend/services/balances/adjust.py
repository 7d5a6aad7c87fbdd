"""Staff give a customer prepaid money, or take it, and say why."""

from __future__ import annotations

from backend.domain.balance import TransactionReason
from backend.domain.ledger import balance_adjusted
from backend.models import BalanceTransaction
from backend.models.ids import new_id
from backend.services.balances.inputs import Amount, balance_amount, known_customer, text_input
from backend.services.balances.open import open_balance
from backend.services.context import Context
from backend.services.idempotency import Result, once
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction


async def adjust_balance(
    ctx: Context, *, customer_id: str, amount: Amount, reason: str, idempotency_key: str
) -> BalanceTransaction:
    """Move a customer's balance by the signed `amount`: positive is a CREDIT, negative an ADJUSTMENT.

    `reason` is what the customer reads in the log; who did it is kept there too. For staff. Raises Forbidden, NotFound,
    InvalidInput that names the wrong field, InsufficientBalance when less is available, and Conflict (the key).
    """
    ctx.actor.require_staff()
    ctx = await at_customers_time(ctx, customer_id)

    async def perform(tx: Transaction) -> Result:
        customer, text = await known_customer(ctx, customer_id), text_input(reason, "reason")
        money = await balance_amount(ctx, customer, amount)
        why = TransactionReason.CREDIT if money.minor > 0 else TransactionReason.ADJUSTMENT
        key = f"adjustment:{new_id('adj')}"
        posting = balance_adjusted(key, customer.id, ctx.merchant_id, customer.id, money, text)
        async with open_balance(ctx, tx, customer_id=customer.id, currency=money.currency.code) as balance:
            row = await balance.move(posting, reason=why)
        return {"transaction": row.id}

    request = {"customer": customer_id, "amount": amount, "reason": reason}
    ids = await once(ctx, operation="balanceAdjust", key=idempotency_key, request=request, perform=perform)
    return await BalanceTransaction.get(merchant_id=ctx.merchant_id, id=ids["transaction"])
