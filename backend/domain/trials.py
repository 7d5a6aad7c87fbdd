"""Trials: features on for some days, then the first period is billed."""

from __future__ import annotations

from datetime import datetime

from backend.domain.money import zero
from backend.domain.periods import Period
from backend.domain.quotes import Purchase, Quote, merge_features, quote_renewal


def quote_trial(purchase: Purchase, start: datetime, first_paid: Period, expires_at: datetime) -> Quote:
    """Nothing now; when the trial ends, the first period in full with what is charged once."""
    nothing = zero(purchase.unit_price.currency)
    return Quote(
        effective_at=start,
        expires_at=expires_at,
        lines=(),
        subtotal=nothing,
        discount=nothing,
        tax=nothing,
        total=nothing,
        balance_applied=nothing,
        credited=nothing,
        due_now=nothing,
        next_charge=quote_renewal(purchase, first_paid, charged={}).total,
        next_charge_at=first_paid.start,
        features_gained=merge_features(purchase),
        features_lost=(),
    )
