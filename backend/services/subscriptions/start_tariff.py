"""Start what is billed from the balance: no invoice, no payment; on at once, as long as there is money."""

from __future__ import annotations

from backend.domain.errors import InsufficientBalance
from backend.domain.metering import first_step
from backend.domain.purchases import Purchase
from backend.models import Subscription, Tariff
from backend.models.ids import new_id
from backend.services.balances.open import open_balance
from backend.services.catalog.load_purchase import Loaded
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.subscriptions.activate import activate
from backend.services.tariffs.meters import merchant_zone, meters_of
from backend.services.transaction import Transaction

_LONGEST = 300


async def start_tariff(ctx: Context, tx: Transaction, *, subscription: Subscription, loaded: Loaded) -> None:
    """Activate an INCOMPLETE subscription that was just written, and meter it from now on.

    Raises InsufficientBalance unless what is available covers the first debit step in full.
    """
    purchase = loaded.purchase
    async with open_balance(ctx, tx, customer_id=subscription.customer_id, currency=subscription.currency) as balance:
        start = balance.standing.at
        tariff = Tariff(
            id=new_id("tar"),
            merchant_id=ctx.merchant_id,
            subscription_id=subscription.id,
            customer_id=subscription.customer_id,
            account_id=balance.account.id,
            currency=subscription.currency,
            description=tariff_description(purchase),
            amount_minor=purchase.each_interval.minor,
            interval_unit=loaded.interval.unit.value,
            interval_count=loaded.interval.count,
            anchor_at=start,
            last_billed_at=start,
            carried_numerator="0",
            carried_denominator="1",
        )
        (meter,) = meters_of([tariff], await merchant_zone(ctx))
        tariff.due_at, needed_minor = first_step(meter.tariff)
        needed = money(needed_minor, subscription.currency)
        if balance.available < needed:
            raise InsufficientBalance(needed, balance.available)

        await tariff.save(force_create=True)
        balance.standing.add(tariff)
        await activate(ctx, tx, subscription=subscription)


def tariff_description(purchase: Purchase) -> str:
    """What the customer reads in the log of the balance."""
    times = "" if purchase.quantity == 1 else f" × {purchase.quantity}"
    return purchase.plan_name[: _LONGEST - len(times)] + times
