"""Change a subscription that is billed from the balance: debit the old price up to now, then meter the new one."""

from __future__ import annotations

from backend.domain.errors import Conflict, NotFound
from backend.models import Subscription, Tariff
from backend.services.balances.open import open_balance
from backend.services.balances.standing import Standing
from backend.services.catalog.load_purchase import Loaded
from backend.services.context import Context
from backend.services.idempotency import Result, once
from backend.services.subscriptions.addons import drop_addons, hold_addons
from backend.services.subscriptions.held import load_held
from backend.services.subscriptions.quote_change import check_changeable, confirm_change, read_change_token
from backend.services.subscriptions.start_tariff import tariff_description
from backend.services.transaction import Transaction


async def change_subscription(
    ctx: Context, *, subscription_id: str, quote_token: str, idempotency_key: str
) -> Subscription:
    """Make of the customer's own subscription what a quoted change says.

    It stays ACTIVE or SUSPENDED as it is: no money is needed for the change itself. What is owed below one minor unit
    goes along. Raises QuoteChanged with a fresh quote when the subscription or the price changed or the quote expired,
    and NotFound, InvalidInput, NotSupported, IllegalTransition, Conflict, Forbidden.
    """
    customer_id = ctx.actor.require_customer()
    own = Subscription.filter(merchant_id=ctx.merchant_id, customer_id=customer_id, id=subscription_id)

    async def perform(tx: Transaction) -> Result:
        seen = await own.get_or_none()
        if seen is None:
            raise NotFound("There is no such subscription.", subscription_id)
        check_changeable(await load_held(ctx, seen))
        token = read_change_token(ctx, quote_token, subscription_id=subscription_id)
        async with open_balance(ctx, tx, customer_id=customer_id, currency=seen.currency) as balance:
            held = await load_held(ctx, await own.select_for_update().get())
            check_changeable(held)
            offer = await confirm_change(ctx, held, token)
            await _change_tariff(ctx, balance.standing, held.subscription, offer.loaded)
            await _change(ctx, tx, held.subscription, offer.loaded)
        return {"subscription": subscription_id}

    request = {"subscription": subscription_id, "quote_token": quote_token}
    await once(ctx, operation="subscriptionChange", key=idempotency_key, request=request, perform=perform)
    return await own.get()


async def _change_tariff(ctx: Context, standing: Standing, subscription: Subscription, loaded: Loaded) -> None:
    """The balance is charged up to this instant; from here on the new price counts, in steps from here."""
    (tariff,) = [tariff for tariff in standing.tariffs if tariff.subscription_id == subscription.id]
    tariff.description = tariff_description(loaded.purchase)
    tariff.amount_minor = loaded.purchase.each_interval.minor
    tariff.interval_unit, tariff.interval_count = loaded.interval.unit.value, loaded.interval.count
    tariff.anchor_at = standing.at
    await Tariff.filter(merchant_id=ctx.merchant_id, id=tariff.id).update(
        description=tariff.description,
        amount_minor=tariff.amount_minor,
        interval_unit=tariff.interval_unit,
        interval_count=tariff.interval_count,
        anchor_at=tariff.anchor_at,
    )
    # Written with everything else that moves, when the balance is reckoned.
    tariff.last_billed_at = standing.at


async def _change(ctx: Context, tx: Transaction, subscription: Subscription, loaded: Loaded) -> None:
    purchase, left = loaded.purchase, subscription.plan_id
    mine = Subscription.filter(merchant_id=ctx.merchant_id, id=subscription.id)
    changed = await mine.filter(version=subscription.version, status=subscription.status).update(
        plan_id=purchase.plan_id,
        quantity=purchase.quantity,
        unit_price_minor=purchase.unit_price.minor,
        anchor_at=ctx.now,
        version=subscription.version + 1,
    )
    if changed != 1:
        raise Conflict("The subscription was changed at the same moment.")
    await drop_addons(ctx, subscription_id=subscription.id)
    await hold_addons(ctx, subscription_id=subscription.id, purchase=purchase)
    tx.announce(
        "subscription.changed",
        subscription.id,
        version=subscription.version + 1,
        customer_id=subscription.customer_id,
        payload={
            "status": subscription.status, "plan": purchase.plan_id, "quantity": purchase.quantity, "plan_before": left,
        },
    )  # fmt: skip
