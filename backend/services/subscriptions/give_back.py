"""Give back what is not used of a period: by refunds as far as that goes, and the rest as the customer's balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.balance import TransactionReason
from backend.domain.billing import Surplus
from backend.domain.ledger import unused_credited
from backend.domain.money import Money, add_up, zero
from backend.models import Invoice, Subscription
from backend.models.ids import new_id
from backend.services.balances.open import Subjects, open_balance
from backend.services.context import Context
from backend.services.refunds.unused import Part, plan_refunds, refund_unused
from backend.services.subscriptions.unused import Unused
from backend.services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class GivingBack:
    """Refunds with the tax in each, and what becomes balance with the tax in that. `invoice` opens the period."""

    invoice: Invoice
    refunds: Sequence[tuple[Part, Money]]
    credited: Money
    credited_tax: Money

    @property
    def refunded(self) -> Money:
        """What goes back by refunds."""
        return add_up(zero(self.credited.currency), [part.amount for part, _ in self.refunds])


async def plan_giving_back(ctx: Context, unused: Unused, to: Surplus) -> GivingBack:
    """Where what is unused goes. The period is locked, and its payments are with this."""
    refunds = to is Surplus.REFUND
    parts = await plan_refunds(ctx, unused.invoices, unused.amount, lock=True) if refunds else []
    rest = unused.amount - add_up(zero(unused.amount.currency), [part.amount for part in parts])
    *taxes, rest_tax = unused.tax.allocate([*(part.amount.minor for part in parts), rest.minor])
    return GivingBack(unused.invoices[0], list(zip(parts, taxes, strict=True)), rest, rest_tax)


async def give_back(
    ctx: Context, tx: Transaction, subscription: Subscription, plan: GivingBack, *, reason: str | None
) -> None:
    """Reserve the refunds, and make the rest the customer's balance."""
    for part, tax in plan.refunds:
        await refund_unused(ctx, tx, part, subject_id=subscription.id, tax=tax, reason=reason)
    if not plan.credited.minor:
        return
    net = plan.credited - plan.credited_tax
    posting = unused_credited(
        new_id("crd"), subscription.id, ctx.merchant_id, subscription.customer_id, net, plan.credited_tax
    )
    async with open_balance(ctx, tx, customer_id=subscription.customer_id, currency=subscription.currency) as balance:
        # The period's invoice is named, so that its payments are not refunded as well.
        subjects = Subjects(invoice_id=plan.invoice.id, subscription_id=subscription.id)
        await balance.move(posting, reason=TransactionReason.CREDIT, subjects=subjects)
