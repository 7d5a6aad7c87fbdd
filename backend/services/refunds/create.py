"""Refund a payment, in full or in part: reserve under lock, commit, then ask the gateway that took the money."""

from __future__ import annotations

from backend.domain.balance import TransactionReason
from backend.domain.errors import Conflict, IllegalTransition, InvalidInput, NotFound, NotSupported
from backend.domain.money import Money
from backend.domain.payment import PaymentStatus
from backend.domain.refund import RefundStatus
from backend.models import BalanceTransaction, GatewayAccount, Invoice, Payment, RefillPurchase, Refund
from backend.models.ids import new_id
from backend.services.balances.inputs import Amount, text_input
from backend.services.balances.open import open_balance
from backend.services.balances.top_up_order import pause_for_refund
from backend.services.context import Context
from backend.services.currencies import amount_input, money
from backend.services.failpoints import failpoint
from backend.services.idempotency import Result, once
from backend.services.refunds.books import write_refunds
from backend.services.refunds.collect import collect_refund
from backend.services.refunds.lock import Locked, lock_payment
from backend.services.refunds.settle import announce_refund, record_status
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction
from backend.services.units.take_back import take_back_units


async def create_refund(
    ctx: Context, *, payment_id: str, amount: Amount | None = None, reason: str, idempotency_key: str
) -> Refund:
    """Give back `amount` of a payment, or all that is left of it; for staff.

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
    await collect_refund(ctx.later(), refund_id=ids["refund"])
    return await Refund.get(merchant_id=ctx.merchant_id, id=ids["refund"])


async def _reserve(ctx: Context, tx: Transaction, payment_id: str, amount: Amount | None, reason: str) -> Refund:
    """Step one of three: nobody else can give this money back any more. The database holds that it was captured."""
    if not await Payment.exists(merchant_id=ctx.merchant_id, id=payment_id):
        raise NotFound("There is no such payment.", payment_id)
    invoice, payment = await lock_payment(ctx, payment_id)
    if payment.status != PaymentStatus.SUCCEEDED:
        raise IllegalTransition("Only a payment that succeeded can be refunded.", payment.status)
    part = _part(payment, amount)
    await _check_gateway(ctx, payment, part)
    from_balance = await _part_in_balance(ctx, payment, part)
    through_gateway = payment.gateway_account_id is not None
    refund = await Refund.create(
        id=new_id("ref"),
        merchant_id=ctx.merchant_id,
        payment_id=payment.id,
        customer_id=payment.customer_id,
        gateway_account_id=payment.gateway_account_id,
        amount_minor=part.minor,
        currency=payment.currency,
        status=RefundStatus.PENDING.value,
        reason=reason,
        from_balance_minor=from_balance.minor,
        units_taken=[],
        user_id=ctx.actor.user_id,
        tries=0,
        next_try_at=ctx.wall if through_gateway else None,
        fence=0,
        created_at=ctx.now,
        updated_at=ctx.now,
        version=1,
    )
    rows = Locked(invoice, payment, refund)
    payment.refund_pending_minor += part.minor
    await write_refunds(ctx, tx, payment, "refund_reserved")
    announce_refund(tx, rows, "created")
    if from_balance.minor:
        async with open_balance(ctx, tx, customer_id=payment.customer_id, currency=payment.currency) as balance:
            await balance.hold(from_balance)
            await pause_for_refund(ctx, tx, balance.account)
    if not through_gateway:
        await record_status(ctx, tx, rows, RefundStatus.SUCCEEDED)
    if invoice is not None and from_balance < part:
        await _take_units(ctx, tx, refund, invoice, part - from_balance)
    return refund


def _part(payment: Payment, amount: Amount | None) -> Money:
    left = money(payment.captured_minor - payment.refunded_minor - payment.refund_pending_minor, payment.currency)
    if amount is not None and amount[1] != payment.currency:
        raise InvalidInput.at("amount.currency", "OTHER_CURRENCY", f"This payment is in {payment.currency}.")
    part = left if amount is None else amount_input(*amount, "amount")
    if left.minor == 0:
        raise InvalidInput.at("amount", "OUT_OF_RANGE", "All of this payment is refunded, or about to be.")
    if not 0 < part.minor <= left.minor:
        raise InvalidInput.at("amount.amount", "OUT_OF_RANGE", f"Refund more than nothing and at most {left}.")
    return part


async def _check_gateway(ctx: Context, payment: Payment, part: Money) -> None:
    if payment.gateway_account_id is None:
        return
    account = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=payment.gateway_account_id)
    gateway = ctx.services.gateways.gateways.get(payment.gateway)
    if gateway is None or gateway.capabilities.refunds == "none" or payment.gateway_reference is None:
        raise NotSupported(f"{account.label} cannot give this payment back.")
    if gateway.capabilities.refunds == "full" and part.minor != payment.captured_minor:
        raise NotSupported(f"{account.label} gives back whole payments only.")


async def _part_in_balance(ctx: Context, payment: Payment, part: Money) -> Money:
    """How much of `part` became balance when it came, and was not taken out again: that goes back first."""
    came = await BalanceTransaction.filter(
        merchant_id=ctx.merchant_id, payment_id=payment.id, amount_minor__gt=0,
        reason__in=[TransactionReason.TOP_UP.value, TransactionReason.OVERPAYMENT.value],
    )  # fmt: skip
    taken = await Refund.filter(
        merchant_id=ctx.merchant_id, payment_id=payment.id,
        status__in=[RefundStatus.PENDING.value, RefundStatus.SUCCEEDED.value],
    )  # fmt: skip
    left = sum(row.amount_minor for row in came) - sum(row.from_balance_minor for row in taken)
    return min(part, money(left, payment.currency))


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
