"""Take a receipt back that was registered by mistake: what it paid is owed again."""

from __future__ import annotations

from backend.domain.balance import TransactionReason
from backend.domain.errors import Conflict, IllegalTransition, InvalidInput, NotFound
from backend.domain.invoice import InvoiceStatus
from backend.domain.ledger import AccountKind, receipt_reversed
from backend.domain.money import Money, zero
from backend.domain.payment import PaymentPurpose, PaymentStatus
from backend.models import (
    Invoice,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    PaymentReceipt,
    RefillPurchase,
)
from backend.services.balances.open import Subjects, open_balance
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.idempotency import Result, once
from backend.services.invoices.lock import lock_invoice
from backend.services.invoices.period import lock_period
from backend.services.invoices.reopen import reopen_invoice
from backend.services.ledger.post import post
from backend.services.refunds.kept import kept_of
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction

_MAX_REASON = 500


async def reverse_receipt(ctx: Context, *, receipt_id: str, reason: str, idempotency_key: str) -> PaymentReceipt:
    """The receipt, reversed: its invoice is owed again, and what of it became balance is taken out of the balance.

    Raises NotFound, InvalidInput for the reason, IllegalTransition for one that is reversed, Conflict when its money
    went back or bought units, InsufficientBalance when it was spent. A refusal changes nothing.
    """
    ctx.actor.require_staff()
    if not reason.strip() or len(reason) > _MAX_REASON or not reason.isprintable():
        raise InvalidInput.at("reason", "INVALID_TEXT", f"Give one line of 1 to {_MAX_REASON} characters.")
    own = PaymentReceipt.filter(merchant_id=ctx.merchant_id, id=receipt_id)
    seen = await own.get_or_none()
    if seen is None:
        raise NotFound("There is no such receipt.", receipt_id)
    ctx = await at_customers_time(ctx, seen.customer_id)

    async def perform(tx: Transaction) -> Result:
        payment = await Payment.get(merchant_id=ctx.merchant_id, id=seen.payment_id)
        subscription, invoice = await lock_invoice(ctx, payment.invoice_id) if payment.invoice_id else (None, None)
        payment = await Payment.select_for_update().get(merchant_id=ctx.merchant_id, id=payment.id)
        receipt = await own.select_for_update().get()
        if receipt.reversed_at is not None:
            raise IllegalTransition("This receipt was reversed before.", "REVERSED")
        amount = money(receipt.amount_minor, receipt.currency)
        await _refuse_gone(ctx, payment, amount)
        to_invoice = await _put_to_invoice(ctx, receipt)
        if invoice is not None and invoice.status == InvoiceStatus.VOID:
            # Voiding made balance of it.
            to_invoice = zero(amount.currency)
        await _refuse_given_back(ctx, invoice, to_invoice)
        posting = receipt_reversed(
            receipt.id, payment.id, receipt.gateway_account_id, receipt.customer_id, to_invoice, amount - to_invoice
        )
        if to_invoice == amount:
            await post(ctx, posting)
        else:
            async with open_balance(ctx, tx, customer_id=payment.customer_id, currency=payment.currency) as balance:
                subjects = Subjects(payment.id, payment.invoice_id)
                await balance.move(posting, reason=_undone(payment, invoice), subjects=subjects)
        if invoice is not None and to_invoice.minor:
            await reopen_invoice(ctx, tx, invoice=invoice, subscription=subscription, unpaid=to_invoice)
        await _write(ctx, tx, payment, receipt, reason.strip())
        return {"receipt": receipt.id}

    request = {"receipt": receipt_id, "reason": reason}
    await once(ctx, operation="paymentReverse", key=idempotency_key, request=request, perform=perform)
    return await own.get()


async def _refuse_gone(ctx: Context, payment: Payment, amount: Money) -> None:
    kept = payment.captured_minor - payment.refunded_minor - payment.refund_pending_minor
    if kept < amount.minor:
        raise Conflict("Some of this money was refunded: it cannot be taken back as well.")
    bought = RefillPurchase.filter(merchant_id=ctx.merchant_id, invoice_id=payment.invoice_id, granted_at__isnull=False)
    if payment.invoice_id is not None and await bought.exists():
        raise Conflict("Its units were granted: refund the payment instead.")


async def _refuse_given_back(ctx: Context, invoice: Invoice | None, to_invoice: Money) -> None:
    """What was credited or refunded of its period is the customer's now, whoever's money it was."""
    if invoice is None or not to_invoice.minor:
        return
    if await kept_of(ctx, await lock_period(ctx, invoice)) < to_invoice.minor:
        raise Conflict("Some of what it paid was given back already: it cannot be taken back as well.")


def _undone(payment: Payment, invoice: Invoice | None) -> TransactionReason:
    """As what it had come into the balance: then nobody takes it for this payment's any more."""
    if payment.purpose == PaymentPurpose.TOP_UP:
        return TransactionReason.TOP_UP
    voided = invoice is not None and invoice.status == InvoiceStatus.VOID
    return TransactionReason.ADJUSTMENT if voided else TransactionReason.OVERPAYMENT


async def _put_to_invoice(ctx: Context, receipt: PaymentReceipt) -> Money:
    """What of the receipt settled its invoice, by the books."""
    posted = await LedgerTransaction.get(merchant_id=ctx.merchant_id, key=f"receipt:{receipt.id}:captured")
    entries = await LedgerEntry.filter(merchant_id=ctx.merchant_id, transaction_id=posted.id).values_list(
        "account_id", "amount_minor"
    )
    owed = await _accounts_of(ctx, [str(account) for account, _ in entries], AccountKind.RECEIVABLE)
    return money(-sum(amount for account, amount in entries if account in owed), receipt.currency)


async def _accounts_of(ctx: Context, ids: list[str], kind: AccountKind) -> set[str]:
    found = LedgerAccount.filter(merchant_id=ctx.merchant_id, id__in=ids, kind=kind.value)
    return {str(id) for id in await found.values_list("id", flat=True)}


async def _write(ctx: Context, tx: Transaction, payment: Payment, receipt: PaymentReceipt, reason: str) -> None:
    receipt.reversed_at, receipt.reversal_reason, receipt.reversed_by = ctx.now, reason, ctx.actor.user_id
    await receipt.save(update_fields=["reversed_at", "reversal_reason", "reversed_by"])
    payment.captured_minor -= receipt.amount_minor
    if payment.captured_minor == 0 and payment.status == PaymentStatus.SUCCEEDED:
        payment.status = PaymentStatus.CANCELED.value
    payment.version += 1
    payment.updated_at = ctx.now
    await payment.save(update_fields=["captured_minor", "status", "version", "updated_at"])
    tx.announce(
        "payment.reversed",
        payment.id,
        version=payment.version,
        customer_id=payment.customer_id,
        payload={
            "receipt": receipt.id, "reason": reason, "amount_minor": receipt.amount_minor, "currency": payment.currency,
        },
    )  # fmt: skip
