"""Invoice the period that follows the last one that was invoiced: once, however often anybody asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from backend.domain.billing import ChangeStatus
from backend.domain.purchases import Purchase, charged_once
from backend.domain.quotes import Quote, quote_renewal
from backend.domain.subscription import SubscriptionStatus
from backend.models import Subscription
from backend.services.billing.calendar import begin_on, period_from
from backend.services.billing.drop_change import drop_unpaid_change
from backend.services.billing.policy import open_change
from backend.services.billing.terms import next_terms
from backend.services.collections.open import open_collections
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.invoices.issue import Issue, issue_invoices
from backend.services.subscriptions.purchase import held_purchase, planned_purchase
from backend.services.transaction import Transaction


async def bill(ctx: Context, tx: Transaction, subscription: Subscription) -> None:
    """Issue the invoice of the next period, and have it collected. The subscription is locked.

    A change that still waits for its payment came too late: it was priced for the period before.
    """
    await drop_unpaid_change(ctx, tx, subscription)
    quote = await next_invoice(ctx, subscription)
    await issue_renewals(ctx, tx, [(subscription, quote)])
    subscription.billed_until = quote.next_charge_at
    await Subscription.filter(merchant_id=ctx.merchant_id, id=subscription.id).update(
        billed_until=subscription.billed_until
    )


async def issue_renewals(ctx: Context, tx: Transaction, renewals: Sequence[tuple[Subscription, Quote]]) -> None:
    """Issue what was quoted for the next periods of locked subscriptions, and have it collected."""
    issues = [
        Issue(subscription.customer_id, quote, subscription, due_at=quote.effective_at)
        for subscription, quote in renewals
    ]
    issued = await issue_invoices(ctx, tx, issues)
    await open_collections(ctx, tx, list(zip([one for one, _ in renewals], issued, strict=True)))


async def next_invoice(ctx: Context, subscription: Subscription) -> Quote:
    """What the invoice after the last one will say, with the change that is planned for then."""
    assert subscription.billed_until is not None, "what is billed in advance knows until when"
    start = subscription.billed_until
    held = await held_purchase(ctx, subscription)
    wanted = at_next_price(subscription, held)
    anchor, plan_id = subscription.anchor_at, subscription.plan_id
    change = await open_change(ctx, subscription.id)
    if change is not None and change.status == ChangeStatus.SCHEDULED and change.effective_at <= start:
        wanted, plan_id = await planned_purchase(ctx, subscription, change), change.plan_id
        anchor = (await begin_on(ctx, plan_id, change.effective_at)).anchor if change.new_anchor else anchor
    following, share = await period_from(ctx, plan_id, anchor, start)
    terms = await next_terms(ctx, subscription)
    return quote_renewal(wanted, following, charged=charged_before(subscription, held), terms=terms, share=share)


def at_next_price(subscription: Subscription, held: Purchase) -> Purchase:
    """What is held, at the price that counts for the next period to be invoiced."""
    price, counts_from = subscription.next_price_minor, subscription.next_price_at
    start = subscription.billed_until
    if price is None or counts_from is None or start is None or start < counts_from:
        return held
    return replace(held, unit_price=money(price, subscription.currency))


def charged_before(subscription: Subscription, held: Purchase) -> Mapping[str, int]:
    """How many of each add-on that is charged once it was charged for, by id. A trial charged nothing yet."""
    return {} if subscription.status == SubscriptionStatus.TRIALING else charged_once(held)
