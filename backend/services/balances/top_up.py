"""Top up a balance: a payment without an invoice, whose money becomes balance when its gateway says it came."""

from __future__ import annotations

from backend.domain.errors import InvalidInput
from backend.domain.payment import PaymentPurpose
from backend.models import Payment
from backend.services.balances.inputs import Amount, amount_in, known_customer
from backend.services.context import Context
from backend.services.failpoints import failpoint
from backend.services.idempotency import Result, once
from backend.services.invoices.pay import walk_payment
from backend.services.payments.pay_with import PayWith, check_pay_with, is_balance, said
from backend.services.payments.start import Collect, start_payment
from backend.services.transaction import Transaction


async def top_up(ctx: Context, *, amount: Amount, pay_with: PayWith, idempotency_key: str) -> Payment:
    """Collect `amount` from the signed-in customer for their balance, in the currency that they are billed in.

    The balance rises once, when the gateway's reply, its webhook or a poll first says that the money came; see
    `settle_attempt`. Raises Forbidden, InvalidInput that names the wrong field (at most 10^15 minor units, no decimals
    that the currency does not have, no other currency, any method but the balance itself), Conflict (the key), and
    PaymentDeclined (recorded).
    """
    customer_id = ctx.actor.require_customer()

    async def perform(tx: Transaction) -> Result:
        customer = await known_customer(ctx, customer_id)
        money = amount_in(amount, customer.currency)
        if is_balance(pay_with):
            raise InvalidInput.at("payWith.kind", "KIND_NOT_OFFERED", "A balance is not topped up from itself.")
        method = await check_pay_with(ctx, pay_with, customer.currency, customer_id=customer_id, amount=money)
        collect = Collect(customer_id, money, PaymentPurpose.TOP_UP)
        payment = await start_payment(ctx, tx, collect=collect, method=method)
        return {"payment": payment.id}

    request = {"amount": amount, "pay_with": said(pay_with)}
    ids = await once(ctx, operation="balanceTopUp", key=idempotency_key, request=request, perform=perform)
    failpoint("charge.after_start")
    return await walk_payment(ctx, ids["payment"])
