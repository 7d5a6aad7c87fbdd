"""The latest attempt at a gateway for each of some subscriptions."""

from __future__ import annotations

from collections.abc import Sequence

from backend.models import PaymentAttempt
from backend.services.context import Context
from backend.services.sets import rows_among


async def latest_attempts(ctx: Context, subscription_ids: Sequence[str]) -> list[PaymentAttempt | None]:
    """In their order; None for one that no gateway ever collected for."""
    rows = await rows_among(
        """
        SELECT i.subscription_id, MAX(a.id) AS attempt_id
        FROM invoices i JOIN payment_attempts a ON a.merchant_id = i.merchant_id AND a.invoice_id = i.id
        WHERE i.merchant_id = $1 AND i.subscription_id = ANY($2)
        GROUP BY i.subscription_id
        """,
        ctx.merchant_id,
        list(subscription_ids),
    )
    latest = {row["subscription_id"]: row["attempt_id"] for row in rows}
    attempts = PaymentAttempt.filter(merchant_id=ctx.merchant_id, id__in=list(latest.values()))
    found = {attempt.id: attempt for attempt in await attempts}
    return [found.get(latest.get(id, "")) for id in subscription_ids]
