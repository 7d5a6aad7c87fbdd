"""A customer's order to top up their balance by itself, with a saved method."""

from __future__ import annotations

from typing import Any

from tortoise.expressions import F

from backend.domain.auto_top_up import is_low
from backend.domain.errors import InvalidInput, NotFound, NotSupported
from backend.domain.money import MAX_MINOR, Money
from backend.events.bell import Work
from backend.models import AutoTopUp, PaymentMethod
from backend.models.ids import new_id
from backend.services.balances.inputs import Amount, amount_in, known_customer
from backend.services.balances.open import open_balance
from backend.services.balances.top_up_order import announce_order
from backend.services.context import Context
from backend.services.currencies import amount_input
from backend.services.payments.pay_with import chosen_account
from backend.services.transaction import repeat_on_deadlock, transaction


@repeat_on_deadlock
async def set_auto_top_up(
    ctx: Context, *, enabled: bool, threshold: Amount, amount: Amount, method_id: str
) -> AutoTopUp:
    """Top up the signed-in customer's balance by `amount` whenever it is below `threshold`; zero: when it is empty.

    Both are in the currency that they are billed in. The smallest number of times `amount` that reaches the threshold
    is charged at once. Setting it again forgets failures and pauses, and is due at once when the balance is low; a
    payment in flight goes on. With `enabled` off nothing is charged, and any method of theirs will do. Raises
    Forbidden, InvalidInput that names the wrong field, NotFound for a method that is not theirs, and NotSupported for
    one that cannot be charged while they are away.
    """
    customer = await known_customer(ctx, ctx.actor.require_customer())
    floor, step = _threshold(threshold, customer.currency), amount_in(amount, customer.currency)
    if floor.minor + step.minor > MAX_MINOR:
        raise InvalidInput.at("threshold.amount", "OUT_OF_RANGE", "Threshold and amount together are too large.")
    async with (
        transaction(ctx) as tx,
        open_balance(ctx, tx, customer_id=customer.id, currency=customer.currency) as balance,
    ):
        method = await _method(ctx, customer.id, method_id, customer.currency, enabled=enabled)
        mine = AutoTopUp.filter(merchant_id=ctx.merchant_id, customer_id=customer.id, currency=customer.currency)
        before = await mine.get_or_none()
        # One that is in flight ends first; then it is looked at with what was ordered now.
        due = is_low(balance.available.minor, floor.minor) or (before is not None and before.payment_id is not None)
        values: dict[str, Any] = {
            "enabled": enabled,
            "threshold_minor": floor.minor,
            "amount_minor": step.minor,
            "payment_method_id": method.id,
            "failures": 0,
            "next_try_at": ctx.now if enabled and due else None,
            "paused_reason": None,
            "updated_at": ctx.now,
        }
        if before is None:
            await AutoTopUp.create(
                id=new_id("atu"), merchant_id=ctx.merchant_id, customer_id=customer.id, currency=customer.currency,
                version=1, created_at=ctx.now, **values,
            )  # fmt: skip
        else:
            await mine.update(**values, version=F("version") + 1)
        order = await mine.get()
        announce_order(tx, order, "set")
        if order.next_try_at is not None:
            tx.ring(Work.TOP_UPS)
    return order


def _threshold(threshold: Amount, code: str) -> Money:
    if threshold[1] != code:
        raise InvalidInput.at("threshold.currency", "OTHER_CURRENCY", f"Give the threshold in {code}.")
    found = amount_input(*threshold, "threshold")
    if found.minor < 0:
        raise InvalidInput.at("threshold.amount", "OUT_OF_RANGE", "Give a threshold of zero or more.")
    return found


async def _method(ctx: Context, customer_id: str, method_id: str, currency: str, *, enabled: bool) -> PaymentMethod:
    own = PaymentMethod.filter(merchant_id=ctx.merchant_id, customer_id=customer_id, id=method_id)
    row = await (own.filter(removed_at=None) if enabled else own).get_or_none()
    if row is None:
        raise NotFound("You have no such saved method.", method_id)
    if enabled:
        account = await chosen_account(ctx, row, currency, "methodId")
        if not account.gateway.capabilities.off_session:
            raise NotSupported(f"{account.row.label} cannot charge a saved method while you are away.")
    return row
