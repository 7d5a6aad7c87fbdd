"""What a change gives back beyond what it charges: no more than is kept, by refunds where the merchant has it so."""

from __future__ import annotations

from backend.domain.billing import Surplus
from backend.domain.errors import Conflict
from backend.domain.money import Money, add_up, zero
from backend.domain.quotes import Quote, with_at_most, with_refund
from backend.models import Invoice, Subscription
from backend.services.billing.policy import policy_of
from backend.services.context import Context
from backend.services.invoices.period import invoices_of_period, lock_period
from backend.services.refunds.kept import kept_of
from backend.services.refunds.unused import Part, plan_refunds, refund_unused
from backend.services.subscriptions.ahead import period_invoices
from backend.services.transaction import Transaction


async def settle_surplus(ctx: Context, subscription: Subscription, quote: Quote) -> Quote:
    """The quote giving back at most what is kept of the period, by refunds where the merchant has it so.

    Refunds go as far as the period's payments and their gateways go now; the rest is credited.
    """
    current, _ = await period_invoices(ctx, subscription)
    if not quote.credited.minor or current is None:
        return quote
    invoices = await invoices_of_period(ctx, current)
    limited = with_at_most(quote, Money(await kept_of(ctx, invoices), quote.credited.currency))
    if (await policy_of(ctx)).surplus is Surplus.BALANCE:
        return limited
    parts = await plan_refunds(ctx, invoices, limited.credited)
    return with_refund(limited, _sum(quote.credited, parts))


async def lock_surplus(ctx: Context, subscription: Subscription, quote: Quote) -> list[Part]:
    """The refunds that a change makes, with the period locked: nothing of it is given back twice.

    Raises Conflict when a refund took what was to go back since the quote was computed.
    """
    current, _ = await period_invoices(ctx, subscription)
    if current is None or not (quote.credited.minor or quote.refunded.minor):
        return []
    invoices = await lock_period(ctx, current)
    parts = await plan_refunds(ctx, invoices, quote.refunded, lock=True) if quote.refunded.minor else []
    kept = await kept_of(ctx, invoices)
    if _sum(quote.refunded, parts) != quote.refunded or kept < quote.credited.minor + quote.refunded.minor:
        raise Conflict("A payment of this period is being refunded right now; look at the price again.")
    return parts


async def make_refunds(ctx: Context, tx: Transaction, parts: list[Part], *, invoice: Invoice) -> None:
    """Reserve them for the change's invoice, whose own lines say what of it is tax."""
    for part in parts:
        await refund_unused(ctx, tx, part, subject_id=invoice.id, tax=zero(part.amount.currency))


def _sum(like: Money, parts: list[Part]) -> Money:
    return add_up(zero(like.currency), [part.amount for part in parts])
