"""What the next invoice of a subscription will say, as things stand."""

from __future__ import annotations

from backend.domain.quotes import Quote
from backend.domain.subscription import SubscriptionStatus
from backend.models import Subscription
from backend.services.billing.bill import next_invoice
from backend.services.context import Context
from backend.services.subscriptions.quote import Preview

_KIND = "subscription-preview"
_BILLED = frozenset({SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE})


async def next_invoice_of(ctx: Context, subscription: Subscription) -> Preview | None:
    """The preview, with a token that confirms nothing; None when no invoice will follow."""
    ends = subscription.cancel_at is not None or not subscription.auto_renew
    if SubscriptionStatus(subscription.status) not in _BILLED or subscription.billed_until is None or ends:
        return None
    quote: Quote = await next_invoice(ctx, subscription)
    return Preview(quote, ctx.services.secrets.sign(_KIND, {"sub": subscription.id}))
