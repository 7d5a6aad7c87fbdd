"""Trials: features on for some days, then the first period is billed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from backend.domain.lines import WHOLE
from backend.domain.periods import Period
from backend.domain.purchases import Purchase
from backend.domain.quotes import Quote, make_quote, quote_renewal
from backend.domain.terms import PLAIN, Terms


def quote_trial(
    purchase: Purchase,
    start: datetime,
    first_paid: Period,
    expires_at: datetime,
    *,
    terms: Terms = PLAIN,
    share: Fraction = WHOLE,
) -> Quote:
    """Nothing now; when the trial ends, the first period under `terms`, with what is charged once.

    `first_paid` is `share` of a whole interval.
    """
    quote = make_quote(purchase, (), effective_at=start, next_charge_at=first_paid.start, expires_at=expires_at)
    first = quote_renewal(purchase, first_paid, charged={}, terms=terms, share=share)
    return replace(quote, next_charge=first.total)
