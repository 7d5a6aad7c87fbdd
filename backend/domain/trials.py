"""Trials: features on for some days, then the first period is billed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from backend.domain.periods import Period
from backend.domain.quotes import Purchase, Quote, make_quote, quote_renewal


def quote_trial(purchase: Purchase, start: datetime, first_paid: Period, expires_at: datetime) -> Quote:
    """Nothing now; when the trial ends, the first period in full with what is charged once."""
    quote = make_quote(purchase, (), effective_at=start, next_charge_at=first_paid.start, expires_at=expires_at)
    return replace(quote, next_charge=quote_renewal(purchase, first_paid, charged={}).total)
