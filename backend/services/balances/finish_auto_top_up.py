"""The payment of an automatic top-up ended: its order is free again, tries again later, or pauses and says why."""

from __future__ import annotations

from backend.domain.auto_top_up import RETRY_AFTER
from backend.domain.payment import DECLINE_MESSAGES, DeclineReason, PaymentStatus
from backend.events.bell import Work
from backend.gateways.base import DeclineAdvice
from backend.models import AutoTopUp, Payment
from backend.services.balances.top_up_order import announce_order, change_order, pause_order
from backend.services.context import Context
from backend.services.transaction import Transaction

# Later may be better without anybody doing something.
_MAY_PASS = frozenset({DeclineAdvice.RETRY_LATER, DeclineAdvice.CONTACT_ISSUER})


async def finish_auto_top_up(ctx: Context, tx: Transaction, *, payment: Payment) -> None:
    """Take the ended `payment` out of its order. Nothing for any other payment.

    Nor for one that is not in flight there any more: late money of an old payment leaves the newer one alone. Part of
    the transaction that settles it. After a success it is called with the balance open, before that is reckoned, so
    that a balance that is still low makes the order due again at once.
    """
    if payment.auto_top_up_id is None:
        return
    order = await AutoTopUp.select_for_update().get_or_none(
        merchant_id=ctx.merchant_id, id=payment.auto_top_up_id, payment_id=payment.id
    )
    if order is None:
        return
    if payment.status == PaymentStatus.SUCCEEDED:
        await change_order(ctx, order, {"payment_id": None, "next_try_at": None, "failures": 0})
        announce_order(tx, order, "succeeded")
    elif not order.enabled or order.next_try_at is not None:
        # It was set anew while this payment was in flight: what became of that says nothing about the new order.
        await change_order(ctx, order, {"payment_id": None})
        announce_order(tx, order, "failed")
        tx.ring(Work.TOP_UPS)
    else:
        await _fail(ctx, tx, order, payment)


async def _fail(ctx: Context, tx: Transaction, order: AutoTopUp, payment: Payment) -> None:
    failures = order.failures + 1
    if not _may_pass(payment):
        await pause_order(ctx, tx, order, _why(payment), failures=failures)
    elif failures > len(RETRY_AFTER):
        await pause_order(ctx, tx, order, f"{failures} tries failed. {_why(payment)}", failures=failures)
    else:
        again = ctx.now + RETRY_AFTER[failures - 1]
        await change_order(ctx, order, {"payment_id": None, "next_try_at": again, "failures": failures})
        announce_order(tx, order, "failed")


def _may_pass(payment: Payment) -> bool:
    if payment.decline_advice is not None:
        return DeclineAdvice(payment.decline_advice) in _MAY_PASS
    return payment.status != PaymentStatus.CANCELED


def _why(payment: Payment) -> str:
    if payment.status == PaymentStatus.CANCELED:
        return "The last automatic top-up was canceled."
    if payment.decline_advice == DeclineAdvice.MERCHANT_FIX:
        return "This payment method cannot be charged at the moment, and the reason is on our side."
    if payment.decline_advice == DeclineAdvice.AUTHENTICATE:
        return f"{DECLINE_MESSAGES[DeclineReason.AUTHENTICATION_REQUIRED]} Top up once yourself."
    return DECLINE_MESSAGES[DeclineReason(payment.decline_reason or DeclineReason.GENERIC)]
