"""What a dispute takes out of the customer's balance, where its money had become that: held, then freed or gone.

The hold is a row like those of staff, who may end it by hand: then the dispute's end finds nothing to do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from backend.domain.balance import HoldEvent, HoldStatus, TransactionReason
from backend.domain.dispute import TAKEN
from backend.domain.ledger import dispute_from_balance
from backend.domain.money import Money
from backend.models import BalanceHold, Dispute, Payment
from backend.services.balances.held import close_hold, open_hold
from backend.services.balances.open import Subjects, open_balance
from backend.services.balances.top_up_order import pause_for_refund
from backend.services.context import Context
from backend.services.transaction import Transaction

_WHY_PAUSED = "The payer's bank took a payment back."


def hold_of(dispute_id: str) -> str:
    """The id of the hold that belongs to a dispute."""
    return f"bhold_{dispute_id.removeprefix('dsp_')}"


async def taken_by_disputes(ctx: Context, payment_ids: Sequence[str]) -> Counter[str]:
    """By payment, what its open disputes hold of the balance and its lost ones took of it; in minor units."""
    taken: Counter[str] = Counter()
    if not payment_ids:
        return taken
    disputes = Dispute.filter(
        merchant_id=ctx.merchant_id, payment_id__in=list(payment_ids), status__in=[status.value for status in TAKEN]
    )
    payment_of = {hold_of(str(id)): str(payment) for id, payment in await disputes.values_list("id", "payment_id")}
    holds = BalanceHold.filter(merchant_id=ctx.merchant_id, id__in=list(payment_of))
    for hold in await holds.exclude(status=HoldStatus.RELEASED.value) if payment_of else []:
        settled = hold.settled_minor if hold.status == HoldStatus.SETTLED else hold.amount_minor
        taken[payment_of[hold.id]] += settled or 0
    return taken


async def hold_disputed(ctx: Context, tx: Transaction, dispute: Dispute, wanted: Money) -> Money:
    """Hold `wanted`, or as much as is there; answers what is held. An automatic top-up does not charge it again."""
    async with open_balance(ctx, tx, customer_id=dispute.customer_id, currency=dispute.currency) as balance:
        part = min(wanted, balance.available)
        if part.minor:
            await balance.hold(part)
            await BalanceHold.create(
                id=hold_of(dispute.id),
                merchant_id=ctx.merchant_id,
                customer_id=dispute.customer_id,
                account_id=balance.account.id,
                currency=dispute.currency,
                amount_minor=part.minor,
                status=HoldStatus.HELD.value,
                description="Disputed payment",
                created_at=ctx.now,
            )
        await pause_for_refund(ctx, tx, balance.account, why=_WHY_PAUSED)
    return part


async def take_held(ctx: Context, tx: Transaction, dispute: Dispute, payment: Payment) -> None:
    """The dispute is lost: what it still holds is gone."""
    if not await _is_held(ctx, dispute):
        return
    async with open_hold(ctx, tx, hold_of(dispute.id)) as opened:
        if opened.hold.status != HoldStatus.HELD:
            return
        await close_hold(ctx, opened, HoldEvent.SETTLE, settled=opened.amount)
        posting = dispute_from_balance(dispute.id, ctx.merchant_id, dispute.customer_id, opened.amount)
        subjects = Subjects(payment.id, payment.invoice_id)
        await opened.balance.move(posting, reason=TransactionReason.REFUND, subjects=subjects)


async def free_held(ctx: Context, tx: Transaction, dispute: Dispute) -> None:
    """The dispute is won: what it still holds can be spent again."""
    if not await _is_held(ctx, dispute):
        return
    async with open_hold(ctx, tx, hold_of(dispute.id)) as opened:
        if opened.hold.status == HoldStatus.HELD:
            await close_hold(ctx, opened, HoldEvent.RELEASE)


async def _is_held(ctx: Context, dispute: Dispute) -> bool:
    """Whether a balance need be opened at all."""
    return await BalanceHold.exists(merchant_id=ctx.merchant_id, id=hold_of(dispute.id), status=HoldStatus.HELD.value)
