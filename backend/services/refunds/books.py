"""What a refund's end does to its payment, to the books, to a balance and to units."""

from __future__ import annotations

from backend.domain.balance import TransactionReason
from backend.domain.ledger import Posting, refund_failed, refunded_by_gateway, refunded_to_balance
from backend.domain.money import Money
from backend.domain.refund import RefundStatus
from backend.domain.units import Portion
from backend.models import Payment, Refund
from backend.services.balances.open import OpenBalance, Subjects, open_balance
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.ledger.post import post
from backend.services.refunds.lock import Locked
from backend.services.transaction import Transaction
from backend.services.units.give_back import give_back_units


async def book_success(ctx: Context, tx: Transaction, rows: Locked) -> None:
    """The money went back: the reservation becomes a refund, and what was held of the balance is gone."""
    payment, refund = rows.payment, rows.refund
    if refund.gateway_account_id is None:
        amount = money(refund.amount_minor, refund.currency)
        posting = refunded_to_balance(refund.id, refund.customer_id, ctx.merchant_id, amount)
        async with open_balance(ctx, tx, customer_id=refund.customer_id, currency=refund.currency) as balance:
            await _move(balance, rows, posting)
    else:
        posting = _through_gateway(ctx, refund, refund.gateway_account_id)
        if refund.from_balance_minor:
            async with open_balance(ctx, tx, customer_id=refund.customer_id, currency=refund.currency) as balance:
                await balance.free(_from_balance(refund))
                await _move(balance, rows, posting)
        else:
            await post(ctx, posting)
    payment.refund_pending_minor -= refund.amount_minor
    payment.refunded_minor += refund.amount_minor
    await write_refunds(ctx, tx, payment, "refunded")


async def book_failure(ctx: Context, tx: Transaction, rows: Locked, *, before: RefundStatus) -> None:
    """Nothing went back, or it came back: everything is as if there had been no refund."""
    payment, refund = rows.payment, rows.refund
    if before is RefundStatus.SUCCEEDED:
        payment.refunded_minor -= refund.amount_minor
        await _undo_posting(ctx, tx, rows)
    else:
        payment.refund_pending_minor -= refund.amount_minor
        if refund.from_balance_minor:
            async with open_balance(ctx, tx, customer_id=refund.customer_id, currency=refund.currency) as balance:
                await balance.free(_from_balance(refund))
    await write_refunds(ctx, tx, payment, "refund_failed")
    if refund.units_taken:
        taken = [Portion(one["grant"], one["micro"]) for one in refund.units_taken]
        await give_back_units(ctx, tx, taken=taken)


async def write_refunds(ctx: Context, tx: Transaction, payment: Payment, fact: str) -> None:
    """Write how much of a locked payment went back or is about to; `fact` says what happened."""
    payment.version += 1
    payment.updated_at = ctx.now
    await payment.save(update_fields=["refunded_minor", "refund_pending_minor", "version", "updated_at"])
    tx.announce(
        f"payment.{fact}",
        payment.id,
        version=payment.version,
        customer_id=payment.customer_id,
        payload={
            "captured_minor": payment.captured_minor,
            "refunded_minor": payment.refunded_minor,
            "refund_pending_minor": payment.refund_pending_minor,
            "currency": payment.currency,
        },
    )


async def _undo_posting(ctx: Context, tx: Transaction, rows: Locked) -> None:
    refund = rows.refund
    assert refund.gateway_account_id is not None, "what went to the balance stays there"
    posting = refund_failed(_through_gateway(ctx, refund, refund.gateway_account_id))
    if not refund.from_balance_minor:
        await post(ctx, posting)
        return
    async with open_balance(ctx, tx, customer_id=refund.customer_id, currency=refund.currency) as balance:
        await _move(balance, rows, posting)


async def _move(balance: OpenBalance, rows: Locked, posting: Posting) -> None:
    subjects = Subjects(rows.payment.id, rows.payment.invoice_id)
    await balance.move(posting, reason=TransactionReason.REFUND, subjects=subjects, refund=rows.refund)


def _through_gateway(ctx: Context, refund: Refund, gateway_account_id: str) -> Posting:
    of_balance = _from_balance(refund)
    of_sale = money(refund.amount_minor, refund.currency) - of_balance
    return refunded_by_gateway(refund.id, gateway_account_id, ctx.merchant_id, refund.customer_id, of_sale, of_balance)


def _from_balance(refund: Refund) -> Money:
    return money(refund.from_balance_minor, refund.currency)
