"""What pays the first invoice of a subscription decides how it is renewed, at whichever try the payment succeeds."""

from __future__ import annotations

import structlog

from backend.domain.subscription import Collection, SubscriptionStatus
from backend.gateways.base import PaymentResult
from backend.models import PaymentAttempt, PaymentMethod, Subscription
from backend.services.context import Context
from backend.services.payments.lock import Locked
from backend.services.payments.source import Source, open_source
from backend.services.secrets import Unsealable

log = structlog.get_logger(__name__)


async def renew_as_paid(ctx: Context, rows: Locked, observed: PaymentResult) -> None:
    """Note, before a success is booked, how a subscription that waits for its first payment is renewed.

    By a method that is or will be kept: charged to that one. By one that is not kept: what was chosen at an earlier try
    stays, unless it was to be kept by a try that failed; then invoices are sent. A subscription that has begun is left
    alone: its customer or staff may have chosen since. The rows are locked by the caller.
    """
    subscription = rows.subscription
    if subscription is None or subscription.status != SubscriptionStatus.INCOMPLETE:
        return
    way = await _way(ctx, rows, subscription, observed)
    if way is None:
        return
    subscription.collection, subscription.payment_method_id = way[0].value, way[1]
    await Subscription.filter(merchant_id=ctx.merchant_id, id=subscription.id).update(
        collection=subscription.collection, payment_method_id=subscription.payment_method_id
    )


async def _way(
    ctx: Context, rows: Locked, subscription: Subscription, observed: PaymentResult
) -> tuple[Collection, str | None] | None:
    """The collection and its method, which is None until it is kept; None when all stays."""
    source, can_renew = _source(ctx, rows.attempt), _charges_the_absent(ctx, rows.payment.gateway)
    if source is not None and source.reference is not None:
        known = await PaymentMethod.get_or_none(
            merchant_id=ctx.merchant_id, customer_id=subscription.customer_id, removed_at=None,
            gateway_account_id=rows.attempt.gateway_account_id, gateway_reference=source.reference,
        )  # fmt: skip
        return (Collection.METHOD, known.id) if known is not None and can_renew else None
    # An attempt that had ended says no more what it was to keep: what its gateway kept does.
    keeps = source.save if source is not None else observed.saved_method is not None
    if keeps:
        return (Collection.METHOD, None) if can_renew else None
    promised = subscription.collection == Collection.METHOD and subscription.payment_method_id is None
    return (Collection.INVOICE, None) if promised and source is not None else None


def _source(ctx: Context, attempt: PaymentAttempt) -> Source | None:
    """None for an attempt that had ended, and for one whose seal cannot be opened: that never hinders the money."""
    if attempt.source_sealed is None:
        return None
    try:
        return open_source(ctx, attempt)
    except Unsealable:
        log.error("payments.source_unreadable", attempt=attempt.id)
        return None


def _charges_the_absent(ctx: Context, gateway: str) -> bool:
    """Whether what the gateway keeps can be charged while the payer is away; not for a plugin that is gone."""
    plugin = ctx.services.gateways.gateways.get(gateway)
    return plugin is not None and plugin.capabilities.off_session
