"""Pay from the balance: no gateway, no waiting; payment, books and invoice in one transaction."""

from __future__ import annotations

from backend.domain.balance import TransactionReason
from backend.domain.ledger import paid_from_balance
from backend.domain.payment import PaymentStatus
from backend.gateways.base import MethodKind
from backend.models import Invoice, Payment, Subscription
from backend.services.balances.open import Subjects, open_balance
from backend.services.context import Context
from backend.services.invoices.allocate import allocate
from backend.services.payments.pay_with import BALANCE
from backend.services.payments.start import Collect, announce_created, new_payment
from backend.services.transaction import Transaction


async def pay_from_balance(
    ctx: Context, tx: Transaction, *, collect: Collect, invoice: Invoice, subscription: Subscription | None
) -> Payment:
    """A payment that has SUCCEEDED. The invoice and its subscription are locked by the caller.

    Raises InsufficientBalance, and then nothing was written that stays.
    """
    payment = new_payment(
        ctx, collect, gateway=BALANCE, gateway_account_id=None, kind=MethodKind.BALANCE.value,
        status=PaymentStatus.SUCCEEDED,
    )  # fmt: skip
    await payment.save(force_create=True)
    announce_created(tx, payment)
    async with open_balance(ctx, tx, customer_id=collect.customer_id, currency=collect.amount.currency.code) as balance:
        await balance.move(
            paid_from_balance(payment.id, collect.customer_id, collect.amount),
            reason=TransactionReason.INVOICE,
            subjects=Subjects(payment.id, invoice.id, invoice.subscription_id),
        )
    await allocate(ctx, tx, invoice=invoice, subscription=subscription, payment=payment, amount=collect.amount)
    return payment
