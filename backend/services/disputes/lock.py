"""Lock a payment that is disputed, and all that a dispute may change, in the one order of all operations."""

from __future__ import annotations

from dataclasses import dataclass

from backend.gateways.base import DisputeResult
from backend.models import Dispute, Invoice, Payment, Subscription
from backend.services.context import Context
from backend.services.invoices.lock import lock_invoice
from backend.services.invoices.period import lock_period
from backend.services.refunds.kept import kept_of
from backend.services.subscriptions.lock import lock_subscription


@dataclass(slots=True)
class Rows:
    """The rows that a dispute's step may change."""

    subscription: Subscription | None
    invoice: Invoice | None
    payment: Payment
    dispute: Dispute | None
    # What is kept of the period, before the bank takes anything more; None for a payment of no invoice.
    kept: int | None


async def lock_disputed(ctx: Context, seen: Payment, account_id: str, observed: DisputeResult) -> Rows:
    """Balance and subscription, period, invoice, payment, dispute: in the one order of all operations."""
    subscription, invoice, kept = None, None, None
    if seen.invoice_id is not None:
        of = await Invoice.get(merchant_id=ctx.merchant_id, id=seen.invoice_id)
        if of.subscription_id is not None:
            await lock_subscription(ctx, of.subscription_id)
        kept = await kept_of(ctx, await lock_period(ctx, of))
        subscription, invoice = await lock_invoice(ctx, of.id)
    payment = await Payment.select_for_update().get(merchant_id=ctx.merchant_id, id=seen.id)
    own = Dispute.select_for_update().filter(merchant_id=ctx.merchant_id, gateway_account_id=account_id)
    return Rows(subscription, invoice, payment, await own.get_or_none(gateway_reference=observed.reference), kept)
