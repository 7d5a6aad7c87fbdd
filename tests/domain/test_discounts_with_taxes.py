"""Coupons and taxes through the life of a subscription: what is bought, renewed, changed and given back."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.changes import quote_change_later, quote_change_now, quote_interval_change, unused_value
from backend.domain.discounts import Discount
from backend.domain.money import Money
from backend.domain.periods import Period
from backend.domain.purchases import Purchase
from backend.domain.quotes import TO_BALANCE, Quote, quote_purchase, quote_renewal
from backend.domain.taxes import TaxRate
from backend.domain.terms import Terms
from backend.domain.trials import quote_trial
from tests.domain.test_changes import HALF, JUNE, UNTIL, USD, addon, instant, once, plan

VAT = TaxRate("tax_v", "IVA", Fraction(16, 100), inclusive=False)
INSIDE = TaxRate("tax_i", "VAT", Fraction(25, 100), inclusive=True)
JULY = Period(instant(7, 1), instant(8, 1))


def off(percent: int, periods: int | None = None, *, only: str = "") -> Discount:
    return Discount(
        f"cpn_{percent}", f"{percent} % off", Fraction(percent, 100), None, periods,
        frozenset({f"plan_{only}"} if only else ()),
    )  # fmt: skip


def off_amount(minor: int, periods: int | None = None) -> Discount:
    return Discount("cpn_fixed", "fixed", None, Money(minor, USD), periods)


def terms(*discounts: Discount, tax: TaxRate | None = None) -> Terms:
    return Terms(discounts, (tax,) if tax else ())


def totals(quote: Quote) -> list[int]:
    return [line.total.minor for line in quote.lines]


def sums(quote: Quote) -> tuple[int, int, int, int]:
    return quote.subtotal.minor, quote.discount.minor, quote.tax.minor, quote.total.minor


def test_a_purchase_is_lowered_then_taxed_and_the_next_charge_is_what_the_coupon_leaves_then() -> None:
    first = quote_purchase(plan("A", 1000), JUNE, UNTIL, terms=terms(off(50, 1), tax=VAT))
    assert sums(first) == (1000, 500, 80, 580)
    assert first.due_now == first.total
    assert first.next_charge == Money(1160, USD)
    repeating = quote_purchase(plan("A", 1000), JUNE, UNTIL, terms=terms(off(50, 2), tax=VAT))
    assert repeating.next_charge == Money(580, USD)
    assert [(one.discount.id, one.amount.minor) for one in first.deductions] == [("cpn_50", 500)]
    assert [(one.rate, one.amount.minor) for one in first.taxes] == [(VAT, 80)]


def test_prices_that_contain_their_tax_are_what_is_paid() -> None:
    quote = quote_purchase(plan("A", 1000), JUNE, UNTIL, terms=terms(off(20), tax=INSIDE))
    assert sums(quote) == (1000, 200, 160, 800)
    assert quote.tax_included == Money(160, USD)


def test_a_part_of_the_first_interval_has_that_part_of_the_discount() -> None:
    quote = quote_purchase(
        plan("A", 1000, once("setup", 500)), JUNE, UNTIL, terms=terms(off_amount(300)), share=Fraction(1, 4)
    )
    # A quarter of 10.00 less 3.00; what is charged once is charged in full.
    assert totals(quote) == [175, 500]
    assert quote.next_charge == Money(700, USD)


def test_a_renewal_is_billed_under_what_is_left_of_the_coupon() -> None:
    spent = terms(off(50, 1)).after("plan_A")
    quote = quote_renewal(plan("A", 1000), JULY, charged={}, terms=spent)
    assert sums(quote) == (1000, 0, 0, 1000)
    assert quote.billed_under == Terms()
    fresh = quote_renewal(plan("A", 1000), JULY, charged={}, terms=terms(off(50, 1)))
    assert fresh.billed_under == terms(off(50, 1))


def test_a_coupon_for_another_plan_neither_lowers_nor_is_used_up() -> None:
    chosen = terms(off(50, 2, only="B"))
    assert sums(quote_purchase(plan("A", 1000), JUNE, UNTIL, terms=chosen)) == (1000, 0, 0, 1000)
    assert chosen.after("plan_A") == chosen
    assert chosen.after("plan_B") == terms(off(50, 1, only="B"))


def test_a_trial_says_what_the_first_paid_period_costs() -> None:
    quote = quote_trial(plan("A", 1000), JUNE.start, JULY, UNTIL, terms=terms(off(50, 1), tax=VAT))
    assert sums(quote) == (0, 0, 0, 0)
    assert quote.next_charge == Money(580, USD)


@pytest.mark.parametrize(
    ("under", "expected", "subtotal_discount_tax_total"),
    [
        (terms(), [-500, 1000], (500, 0, 0, 500)),
        # 10.00 and 20.00 less 20 %, half of each.
        (terms(off(20)), [-400, 800], (600, 200, 0, 400)),
        (terms(off(20), tax=VAT), [-464, 928], (600, 200, 64, 464)),
        (terms(off(20), tax=INSIDE), [-400, 800], (600, 200, 80, 400)),
        # 7.00 and 17.00: the amount is the same on both sides.
        (terms(off_amount(300)), [-350, 850], (650, 150, 0, 500)),
        # It was free: nothing goes back, and 8.00 of 20.00 are left, half of them.
        (terms(off_amount(1200)), [0, 400], (1000, 600, 0, 400)),
        (terms(off(50, only="A")), [-250, 1000], (750, 0, 0, 750)),
        (terms(off(50, only="B")), [-500, 500], (500, 500, 0, 0)),
    ],
)
def test_a_change_inside_the_period_is_under_the_terms_of_the_period(
    under: Terms, expected: list[int], subtotal_discount_tax_total: tuple[int, int, int, int]
) -> None:
    quote = quote_change_now(
        plan("A", 1000), plan("B", 2000), current=JUNE, at=HALF, expires_at=UNTIL, terms=under, following=terms()
    )
    assert totals(quote) == expected
    assert sums(quote) == subtotal_discount_tax_total
    assert quote.next_charge == Money(2000, USD)
    # No period is billed, so none is used up.
    assert quote.billed_under is None


def test_what_is_kept_has_lines_where_its_share_of_a_fixed_discount_changes() -> None:
    held, wanted = plan("A", 1000, addon("seat", 1000)), plan("B", 3000, addon("seat", 1000))
    quote = quote_change_now(
        held, wanted, current=JUNE, at=HALF, expires_at=UNTIL, terms=terms(off_amount(400)), following=terms()
    )
    # 8.00 and 8.00 go back by half; 27.00 and 9.00 are charged by half: in all half of 40.00 - 20.00.
    assert totals(quote) == [-400, -400, 1350, 450]
    assert quote.total == Money(1000, USD)


def test_what_is_newly_charged_once_is_lowered_by_percentages_only() -> None:
    quote = quote_change_now(
        plan("A", 1000), plan("A", 1000, once("setup", 3000)), current=JUNE, at=HALF, expires_at=UNTIL,
        terms=terms(off(10), off_amount(700)), following=terms(),
    )  # fmt: skip
    assert totals(quote) == [2700]


def test_another_interval_gives_back_under_the_old_terms_and_begins_a_period_under_the_next() -> None:
    year = Period(HALF, HALF.replace(year=HALF.year + 1))
    quote = quote_interval_change(
        plan("A", 10000), plan("B", 100000), current=JUNE, first=year, at=HALF, expires_at=UNTIL,
        terms=terms(off(50)), following=terms(off(10, 1), tax=VAT),
    )  # fmt: skip
    assert totals(quote) == [-2500, 104400]
    assert quote.billed_under == terms(off(10, 1), tax=VAT)
    assert quote.next_charge == Money(116000, USD)


def test_what_is_planned_says_what_the_next_period_costs_with_what_is_new_and_charged_once() -> None:
    quote = quote_change_later(
        plan("A", 1000), plan("B", 2000, once("setup", 1000)), effective_at=JUNE.end, expires_at=UNTIL,
        following=terms(off(50, 1), tax=VAT),
    )  # fmt: skip
    assert sums(quote) == (0, 0, 0, 0)
    assert quote.next_charge == Money(1740, USD)


def test_more_given_back_than_charged_goes_to_the_balance_with_its_tax() -> None:
    quote = quote_change_now(
        plan("A", 2000), plan("B", 1000), current=JUNE, at=HALF, expires_at=UNTIL, terms=terms(tax=VAT)
    )
    assert totals(quote) == [-1160, 580, 580]
    assert quote.lines[-1].description == TO_BALANCE
    assert quote.credited == Money(580, USD)
    # 5.00 of revenue and 0.80 of tax become 5.80 of balance.
    assert sums(quote) == (80, 0, -80, 0)


def test_unused_time_is_worth_what_was_billed_for_it() -> None:
    held = plan("A", 1000, addon("seat", 500, 2))
    (first, second) = unused_value(held, current=JUNE, at=HALF, terms=terms(off(10), off_amount(200), tax=VAT))
    # 9.00 and 9.00, less 1.00 each.
    assert (first.amount.minor, second.amount.minor) == (-400, -400)
    assert (first.tax.minor, second.tax.minor) == (-64, -64)


PURCHASES = st.builds(
    lambda name, price, quantity, seats, seat: plan(name, price, addon("seat", seat, seats), quantity=quantity),
    st.sampled_from("ABC"), st.integers(0, 10**6), st.integers(1, 9), st.integers(1, 9), st.integers(0, 10**5),
)  # fmt: skip
UNDER = st.builds(
    lambda discounts, taxes: Terms(tuple(discounts), tuple(taxes)),
    st.lists(
        st.one_of(
            st.builds(off, st.integers(1, 100), only=st.sampled_from(["", "A", "B"])),
            st.builds(off_amount, st.integers(1, 10**6)),
        ),
        max_size=3, unique_by=lambda one: one.id,
    ),
    st.lists(st.sampled_from([VAT, INSIDE]), max_size=2, unique=True),
)  # fmt: skip


@given(held=PURCHASES, wanted=PURCHASES, under=UNDER, at=st.integers(0, 30 * 86_400 - 1))
def test_there_and_back_in_the_same_second_costs_nothing(
    held: Purchase, wanted: Purchase, under: Terms, at: int
) -> None:
    instant_of = JUNE.start + (JUNE.end - JUNE.start) * at / (30 * 86_400)
    there, back = (
        quote_change_now(a, b, current=JUNE, at=instant_of, expires_at=UNTIL, terms=under)
        for a, b in ((held, wanted), (wanted, held))
    )
    assert there.total - there.credited + back.total - back.credited == Money(0, USD)


@given(held=PURCHASES, wanted=PURCHASES, under=UNDER)
def test_a_change_at_the_start_of_the_period_costs_the_difference_of_two_purchases(
    held: Purchase, wanted: Purchase, under: Terms
) -> None:
    change = quote_change_now(held, wanted, current=JUNE, at=JUNE.start, expires_at=UNTIL, terms=under)
    bought, instead = (quote_purchase(one, JUNE, UNTIL, terms=under) for one in (held, wanted))
    assert change.total - change.credited == instead.total - bought.total


@given(held=PURCHASES, under=UNDER)
def test_unused_from_the_start_is_exactly_what_was_billed(held: Purchase, under: Terms) -> None:
    lines = unused_value(held, current=JUNE, at=JUNE.start, terms=under)
    billed = quote_purchase(held, JUNE, UNTIL, terms=under)
    assert -sum(line.total.minor for line in lines) == billed.total.minor
    assert -sum(line.tax.minor for line in lines) == billed.tax.minor


@given(held=PURCHASES, under=UNDER, periods=st.integers(1, 5))
def test_a_repeating_coupon_lowers_exactly_its_periods(held: Purchase, under: Terms, periods: int) -> None:
    left = replace(under, discounts=tuple(replace(one, periods_left=periods) for one in under.discounts))
    lowered = []
    for _ in range(periods + 2):
        lowered.append(quote_renewal(held, JUNE, charged={}, terms=left).discount)
        left = left.after(held.plan_id)
    assert lowered == [lowered[0]] * periods + [Money(0, USD)] * 2
