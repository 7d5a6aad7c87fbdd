"""Buy bags of units: invoice and payment in one transaction; then the gateway; the units come when it is paid."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.errors import InvalidInput
from backend.domain.money import Money
from backend.domain.payment import PaymentPurpose
from backend.models import Invoice, Payment, RefillPurchase
from backend.models.ids import new_id
from backend.services.billed_in import customer_currency
from backend.services.context import Context
from backend.services.currencies import amount_input
from backend.services.failpoints import failpoint
from backend.services.idempotency import Result, once
from backend.services.invoices.issue import issue_invoice
from backend.services.invoices.pay import pay_now_or_start, walk_payment
from backend.services.payments.pay_with import PayWith, said
from backend.services.payments.start import Collect
from backend.services.refills.quote import price_refill
from backend.services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class RefillPurchased:
    """The refill's invoice, and the payment that was started for it."""

    invoice: Invoice
    payment: Payment


async def purchase_refill(
    ctx: Context,
    *,
    plan_id: str,
    quantity: int,
    pay_with: PayWith,
    idempotency_key: str,
    expected_total: tuple[str, str] | None = None,
) -> RefillPurchased:
    """Buy `quantity` bags of a refill plan for the signed-in customer, at the full price with its taxes, every
    time.

    The units are granted when the invoice is paid in full: at once from the balance, with its money from a gateway.
    What the plan promises now is what will be granted then. `expected_total` (decimal text, currency) is what the
    customer was shown: when it costs anything else now, that is InvalidInput. Raises PaymentDeclined (recorded; the
    invoice stays open and can be paid again), InsufficientBalance, and what `offer_refill` raises; also Forbidden,
    Conflict, and InvalidInput for the way to pay. A refusal other than PaymentDeclined leaves nothing behind.
    """
    customer_id = ctx.actor.require_customer()

    async def perform(tx: Transaction) -> Result:
        billed_in = await customer_currency(ctx)
        priced = await price_refill(ctx, plan_id=plan_id, quantity=quantity, billed_in=billed_in)
        plan, bill = priced.plan, priced.bill
        _hold_to(expected_total, bill.total)
        invoice = await issue_invoice(ctx, tx, customer_id=customer_id, quote=bill)
        await RefillPurchase.create(
            id=new_id("refill"),
            merchant_id=ctx.merchant_id,
            customer_id=customer_id,
            plan_id=plan.id,
            quantity=quantity,
            grants=plan.grants,
            invoice_id=invoice.id,
            created_at=ctx.now,
        )
        collect = Collect(customer_id, bill.total, PaymentPurpose.REFILL, invoice.id)
        payment = await pay_now_or_start(
            ctx, tx, collect=collect, invoice=invoice, subscription=None, pay_with=pay_with
        )
        return {"invoice": invoice.id, "payment": payment.id}

    request = {"plan": plan_id, "quantity": quantity, "pay_with": said(pay_with), "expected_total": expected_total}
    ids = await once(ctx, operation="refillPurchase", key=idempotency_key, request=request, perform=perform)
    failpoint("charge.after_start")
    payment = await walk_payment(ctx, ids["payment"])
    return RefillPurchased(await Invoice.get(merchant_id=ctx.merchant_id, id=ids["invoice"]), payment)


def _hold_to(shown: tuple[str, str] | None, total: Money) -> None:
    if shown is not None and amount_input(*shown, "expectedTotal") != total:
        raise InvalidInput.at("expectedTotal", "PRICE_CHANGED", f"The price has changed: this costs {total} now.")
