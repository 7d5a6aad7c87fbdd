"""The work is done: take what it cost out of a hold, and free the rest."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.balance import HoldEvent, TransactionReason
from backend.domain.errors import InvalidInput
from backend.domain.ledger import balance_adjusted
from backend.models import BalanceHold, BalanceTransaction
from backend.services.balances.held import at_holds_time, close_hold, open_hold
from backend.services.balances.inputs import Amount, amount_in
from backend.services.context import Context
from backend.services.idempotency import Result, once
from backend.services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class HoldSettled:
    """The hold, and what was taken of the balance."""

    hold: BalanceHold
    transaction: BalanceTransaction


async def settle_hold(ctx: Context, *, hold_id: str, amount: Amount | None = None, idempotency_key: str) -> HoldSettled:
    """Take `amount` (without it everything) of what is held, as an ADJUSTMENT with the hold's description.

    For staff. Raises Forbidden, NotFound, InvalidInput for another currency or for more than is held,
    IllegalTransition for a hold that has ended, and Conflict (the key).
    """
    ctx.actor.require_staff()
    ctx = await at_holds_time(ctx, hold_id)

    async def perform(tx: Transaction) -> Result:
        async with open_hold(ctx, tx, hold_id) as opened:
            hold, held = opened.hold, opened.amount
            taken = held if amount is None else amount_in(amount, hold.currency)
            if held < taken:
                raise InvalidInput.at("amount.amount", "OUT_OF_RANGE", f"This hold has {held}.")
            await close_hold(ctx, opened, HoldEvent.SETTLE, settled=taken)
            posting = balance_adjusted(
                f"hold:{hold.id}:settled", hold.id, ctx.merchant_id, hold.customer_id, -taken, hold.description
            )
            row = await opened.balance.move(posting, reason=TransactionReason.ADJUSTMENT)
        return {"hold": hold.id, "transaction": row.id}

    request = {"hold": hold_id, "amount": amount}
    ids = await once(ctx, operation="balanceHoldSettle", key=idempotency_key, request=request, perform=perform)
    return HoldSettled(
        hold=await BalanceHold.get(merchant_id=ctx.merchant_id, id=ids["hold"]),
        transaction=await BalanceTransaction.get(merchant_id=ctx.merchant_id, id=ids["transaction"]),
    )
