"""Hold a part of a balance for work of unknown size: nothing else can spend it."""

from __future__ import annotations

from backend.domain.balance import HoldStatus
from backend.models import BalanceHold
from backend.models.ids import new_id
from backend.services.balances.inputs import Amount, above_zero, balance_amount, known_customer, text_input
from backend.services.balances.open import open_balance
from backend.services.context import Context
from backend.services.idempotency import Result, once
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction


async def hold_balance(
    ctx: Context, *, customer_id: str, amount: Amount, description: str, idempotency_key: str
) -> BalanceHold:
    """Hold `amount` of a customer's balance until it is settled or released; tariffs do not touch it either.

    `description` is what the customer reads when it is settled. For staff. Raises Forbidden, NotFound, InvalidInput
    that names the wrong field, InsufficientBalance when less is available, and Conflict (the key).
    """
    ctx.actor.require_staff()
    ctx = await at_customers_time(ctx, customer_id)

    async def perform(tx: Transaction) -> Result:
        customer, text = await known_customer(ctx, customer_id), text_input(description, "description")
        money = above_zero(await balance_amount(ctx, customer, amount))
        async with open_balance(ctx, tx, customer_id=customer.id, currency=money.currency.code) as balance:
            await balance.hold(money)
            hold = await BalanceHold.create(
                id=new_id("bhold"),
                merchant_id=ctx.merchant_id,
                customer_id=customer.id,
                account_id=balance.account.id,
                currency=balance.account.currency,
                amount_minor=money.minor,
                status=HoldStatus.HELD.value,
                description=text,
                user_id=ctx.actor.user_id,
                created_at=ctx.now,
            )
        return {"hold": hold.id}

    request = {"customer": customer_id, "amount": amount, "description": description}
    ids = await once(ctx, operation="balanceHold", key=idempotency_key, request=request, perform=perform)
    return await BalanceHold.get(merchant_id=ctx.merchant_id, id=ids["hold"])
