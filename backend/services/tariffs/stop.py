"""End a tariff, or let it run again: its subscription was canceled, paused or resumed."""

from __future__ import annotations

from backend.models import Subscription, Tariff
from backend.services.balances.open import open_balance
from backend.services.context import Context
from backend.services.transaction import Transaction


async def stop_tariff(ctx: Context, tx: Transaction, subscription: Subscription) -> bool:
    """Charge the subscription's tariff up to now, and nothing after; answers whether its money had ended before.

    Nothing for one that is stopped already. The subscription and its balance are locked by the caller.
    """
    async with open_balance(ctx, tx, customer_id=subscription.customer_id, currency=subscription.currency) as balance:
        found = [one for one in balance.standing.tariffs if one.subscription_id == subscription.id]
        if not found:
            return False
        (tariff,) = found
        balance.standing.tariffs.remove(tariff)
        await Tariff.filter(merchant_id=ctx.merchant_id, id=tariff.id).update(
            last_billed_at=tariff.last_billed_at, carried_numerator=tariff.carried_numerator,
            carried_denominator=tariff.carried_denominator, due_at=None, funded_until=None, suspended_at=None,
        )  # fmt: skip
        return tariff.suspended_at is not None


async def start_again(ctx: Context, tx: Transaction, subscription: Subscription) -> None:
    """Charge from now on; the time since it was stopped is free. Without money it is suspended at once."""
    async with open_balance(ctx, tx, customer_id=subscription.customer_id, currency=subscription.currency) as balance:
        tariff = await Tariff.get(merchant_id=ctx.merchant_id, subscription_id=subscription.id)
        tariff.last_billed_at = balance.standing.at
        await tariff.save(update_fields=["last_billed_at"])
        balance.standing.add(tariff)
        # Reckoned when the balance closes; until then anything that says "it runs".
        tariff.due_at = balance.standing.at
