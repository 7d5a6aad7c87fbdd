"""Refund a payment, in full or in part: reserve under lock, commit, then ask the gateway that took the money."""

from __future__ import annotations

from backend.domain.errors import Conflict, IllegalTransition, InvalidInput, NotFound, NotSupported
from backend.domain.money import Money
from backend.domain.payment import PaymentStatus
from backend.domain.refund import RefundStatus
from backend.models import GatewayAccount, Invoice, Payment, RefillPurchase, Refund
from backend.services.balances.inputs import Amount, text_input
from backend.services.balances.open import open_balance
from backend.services.balances.top_up_order import pause_for_refund
from backend.services.context import Context
from backend.services.currencies import amount_input, money
from backend.services.failpoints import failpoint
from backend.services.held import wait_for_holder
from backend.services.idempotency import Result, once
from backend.services.invoices.period import lock_period
from backend.services.refunds.ability import refund_ability
from backend.services.refunds.collect import collect_refund
from backend.services.refunds.in_balance import in_balance
from backend.services.refunds.kept import kept_of
from backend.services.refunds.lock import lock_payment
from backend.services.refunds.refundable import left_of
from backend.services.refunds.reserve import reserve_refund
from backend.services.refunds.settle import record_status
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction
from backend.services.units.take_back import take_back_units


async def create_refund(
    ctx: Context, *, payment_id: str, amount: Amount | None = None, reason: str, idempotency_key: str
) -> Refund:
    """Give back `amount` of a payment, or all that is left of it; for staff.

    What was credited for unused time of the same period went back already: that is not refunded as well.

    Through the gateway that took it, as far as that goes now: a refund that is PENDING is finished by a worker, and one
    that the gateway refuses is FAILED, with nothing reserved any more. A payment from the balance goes back to the
    balance at once. Money that had become balance is taken out of the balance again, and of a refilled bag the same
    share of its units goes back. Raises Forbidden, NotFound, InvalidInput that names the wrong field, IllegalTransition
    for a payment that has not succeeded, NotSupported, InsufficientBalance when what became balance is spent, and
    Conflict (used units, the key).
    """
    ctx.actor.require_staff()
    payer = await Payment.get_or_none(merchant_id=ctx.merchant_id, id=payment_id).only("id", "customer_id")
    ctx = await at_customers_time(ctx, payer.customer_id) if payer else ctx

    async def perform(tx: Transaction) -> Result:
        refund = await _reserve(ctx, tx, payment_id, amount, text_input(reason, "reason"))
        return {"refund": refund.id}

    request = {"payment": payment_id, "amount": amount, "reason": reason}
    ids = await once(ctx, operation="refundCreate", key=idempotency_key, request=request, perform=perform)
    failpoint("refund.after_start")
    own = Refund.filter(merchant_id=ctx.merchant_id, id=ids["refund"])
    if not await collect_refund(ctx.later(), refund_id=ids["refund"]):
        await wait_for_holder(ctx, own.filter(status=RefundStatus.PENDING.value, lease_until__isnull=False))
    return await own.get()


async def _reserve(ctx: Context, tx: Transaction, payment_id: str, amount: Amount | None, reason: str) -> Refund:
    """Step one of three: nobody else can give this money back any more."""
    if not await Payment.exists(merchant_id=ctx.merchant_id, id=payment_id):
        raise NotFound("There is no such payment.", payment_id)
    kept = await _kept(ctx, payment_id)
    invoice, payment = await lock_payment(ctx, payment_id)
    if payment.status != PaymentStatus.SUCCEEDED:
        raise IllegalTransition("Only a payment that succeeded can be refunded.", payment.status)
    became_balance = (await in_balance(ctx, [payment]))[payment.id]
    part = _part(payment, amount, became_balance, kept)
    await _check_gateway(ctx, payment, part)
    from_balance = min(part, money(became_balance, payment.currency))
    rows = await reserve_refund(
        ctx, tx, invoice=invoice, payment=payment, part=part, from_balance=from_balance, reason=reason
    )
    if from_balance.minor:
        async with open_balance(ctx, tx, customer_id=payment.customer_id, currency=payment.currency) as balance:
            await balance.hold(from_balance)
            await pause_for_refund(ctx, tx, balance.account)
    if payment.gateway_account_id is None:
        await record_status(ctx, tx, rows, RefundStatus.SUCCEEDED)
    if invoice is not None and from_balance < part:
        await _take_units(ctx, tx, rows.refund, invoice, part - from_balance)
    return rows.refund


async def _kept(ctx: Context, payment_id: str) -> int | None:
    """What is kept of the period that the payment is for, which is locked with this; None when it is for none."""
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=payment_id)
    if payment.invoice_id is None:
        return None
    invoice = await Invoice.get(merchant_id=ctx.merchant_id, id=payment.invoice_id)
    return await kept_of(ctx, await lock_period(ctx, invoice))


def _part(payment: Payment, amount: Amount | None, became_balance: int, kept: int | None) -> Money:
    """At most what is there. What was credited for unused time, or because the invoice is void, went back already."""
    left = money(left_of(payment), payment.currency)
    if amount is not None and amount[1] != payment.currency:
        raise InvalidInput.at("amount.currency", "OTHER_CURRENCY", f"This payment is in {payment.currency}.")
    most = left if kept is None else min(left, money(became_balance + kept, payment.currency))
    part = most if amount is None else amount_input(*amount, "amount")
    if left.minor == 0 and payment.disputed_minor:
        raise InvalidInput.at("amount", "DISPUTED", "The payer's bank took this payment back: it cannot be refunded.")
    if left.minor == 0:
        raise InvalidInput.at("amount", "OUT_OF_RANGE", "All of this payment is refunded, or about to be.")
    if most.minor == 0:
        raise InvalidInput.at("amount", "CREDITED", f"All that was left, {left}, is the customer's balance already.")
    if payment.disputed_minor and left < part:
        told = f"Refund at most {most}: the payer's bank took {money(payment.disputed_minor, payment.currency)} of it."
        raise InvalidInput.at("amount.amount", "DISPUTED", told)
    if part.minor <= 0 or left < part:
        raise InvalidInput.at("amount.amount", "OUT_OF_RANGE", f"Refund more than nothing and at most {most}.")
    if most < part:
        told = f"Refund at most {most}: the other {left - most} went back already, to the customer's balance."
        raise InvalidInput.at("amount.amount", "CREDITED", told)
    return part


async def _check_gateway(ctx: Context, payment: Payment, part: Money) -> None:
    if payment.gateway_account_id is None:
        return
    account = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=payment.gateway_account_id)
    ability = refund_ability(ctx, payment)
    if ability == "none":
        raise NotSupported(f"{account.label} cannot give this payment back.")
    if ability == "full" and part.minor != payment.captured_minor:
        raise NotSupported(f"{account.label} gives back whole payments only.")


async def _take_units(ctx: Context, tx: Transaction, refund: Refund, invoice: Invoice, sold: Money) -> None:
    """Of a refill, the refunded share of its units goes back; it is written down, should the refund fail later."""
    purchase = await RefillPurchase.get_or_none(merchant_id=ctx.merchant_id, invoice_id=invoice.id)
    if purchase is None:
        return
    if purchase.granted_at is None:
        raise Conflict("This bag is not paid in full yet: pay the rest, or wait until its invoice is void.")
    taken = await take_back_units(ctx, tx, invoice_id=invoice.id, numerator=sold.minor, denominator=invoice.total_minor)
    refund.units_taken = [{"grant": portion.grant_id, "micro": portion.micro} for portion in taken]
    await refund.save(update_fields=["units_taken"])
