"""A renewal's figures do not depend on when it is: one that was computed for a period is that of any other, redated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.catalog import AddonCharge
from backend.domain.discounts import Discount
from backend.domain.money import Currency, Money
from backend.domain.periods import Period
from backend.domain.purchases import AddonChoice, Purchase
from backend.domain.quotes import quote_renewal, renewal_of
from backend.domain.taxes import TaxRate
from backend.domain.terms import Terms

USD = Currency("USD", 2)
START = datetime(2026, 1, 31, 12, tzinfo=UTC)

money = st.integers(0, 10**7).map(lambda minor: Money(minor, USD))
shares = st.fractions(0, 1, max_denominator=1000)
charges = st.sampled_from(AddonCharge)
periods = st.builds(
    lambda start, length: Period(START + start, START + start + length),
    st.timedeltas(timedelta(0), timedelta(days=4000)),
    st.timedeltas(timedelta(hours=1), timedelta(days=400)),
)
discounts = st.builds(
    lambda id, share, amount, left: Discount(id, id, None if amount else share, amount, left),
    st.uuids().map(str), shares, st.none() | money, st.none() | st.integers(0, 3),
)  # fmt: skip
rates = st.builds(TaxRate, st.uuids().map(str), st.just("Tax"), shares, st.booleans())
addons = st.builds(
    AddonChoice, st.uuids().map(str), st.just("Seat"), charges, money, st.integers(1, 5)
)  # fmt: skip
purchases = st.builds(
    Purchase, st.just("plan_1"), st.just("Basic"), money, st.integers(1, 9), st.lists(addons, max_size=3).map(tuple)
)
terms = st.builds(Terms, st.lists(discounts, max_size=3).map(tuple), st.lists(rates, max_size=3).map(tuple))


@given(purchases, terms, periods, periods, shares.filter(bool), st.booleans())
def test_a_renewal_dated_anew_is_the_renewal_of_that_period(
    held: Purchase, under: Terms, one: Period, other: Period, share: Fraction, in_trial: bool
) -> None:
    charged = {} if in_trial else {addon.addon_id: addon.quantity for addon in held.addons}
    computed = quote_renewal(held, one, charged=charged, terms=under, share=share)
    assert renewal_of(computed, other) == quote_renewal(held, other, charged=charged, terms=under, share=share)
