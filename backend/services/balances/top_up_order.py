"""The row of an automatic top-up: how it changes, pauses and is told. Its caller has locked it."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from backend.domain.auto_top_up import is_low
from backend.models import AutoTopUp, LedgerAccount
from backend.services.context import Context
from backend.services.transaction import Transaction

log = structlog.get_logger(__name__)


async def change_order(ctx: Context, order: AutoTopUp, changes: Mapping[str, object]) -> None:
    """Write by compare-and-set on the version; `order` is what was written afterwards."""
    values = {**changes, "version": order.version + 1, "updated_at": ctx.now}
    mine = AutoTopUp.filter(merchant_id=ctx.merchant_id, id=order.id, version=order.version)
    changed = await mine.update(**values)
    assert changed == 1, "it is locked"
    order.update_from_dict(values)


async def pause_order(ctx: Context, tx: Transaction, order: AutoTopUp, reason: str, **changes: object) -> None:
    """Try no more until the customer sets it again; `reason` is for them to read."""
    await change_order(ctx, order, {**changes, "payment_id": None, "next_try_at": None, "paused_reason": reason})
    log.warning("auto_top_ups.paused", auto_top_up=order.id, reason=reason)
    announce_order(tx, order, "paused")


async def pause_for_refund(
    ctx: Context, tx: Transaction, account: LedgerAccount, *, why: str = "A top-up was refunded."
) -> None:
    """Keep money that was just given back from being charged again at once: the opened balance is low because of it.

    `why` is a sentence for the customer. A payment that is in flight goes on; so does an order whose threshold is not
    reached yet.
    """
    order = await AutoTopUp.select_for_update().get_or_none(
        merchant_id=ctx.merchant_id, customer_id=account.owner_id, currency=account.currency, enabled=True,
        payment_id=None, paused_reason=None,
    )  # fmt: skip
    available = (account.balance_minor or 0) - account.held_minor
    if order is not None and is_low(available, order.threshold_minor):
        await pause_order(ctx, tx, order, f"{why} Set this again to go on.")


def announce_order(tx: Transaction, order: AutoTopUp, fact: str) -> None:
    """Tell what became of an order: set, started, succeeded, failed or paused."""
    tx.announce(
        f"auto_top_up.{fact}",
        order.id,
        version=order.version,
        customer_id=order.customer_id,
        payload={
            "enabled": order.enabled,
            "currency": order.currency,
            "threshold_minor": order.threshold_minor,
            "amount_minor": order.amount_minor,
            "payment_method": order.payment_method_id,
            "payment": order.payment_id,
            "failures": order.failures,
            "paused_reason": order.paused_reason,
        },
    )
