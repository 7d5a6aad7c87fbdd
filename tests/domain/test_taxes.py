"""Taxes: added to a price or in it, on what discounts left, rounded once for each line."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.catalog import AddonCharge
from backend.domain.discounts import Discount
from backend.domain.lines import Derivation, Line, Part, Reduced, charge, credit, reduce_parts
from backend.domain.money import Currency, Money
from backend.domain.taxes import PARTS, TaxRate, sum_taxes, tax_on
from backend.domain.terms import Terms
from tests.domain.test_changes import JUNE

USD = Currency("USD", 2)


def usd(minor: int) -> Money:
    return Money(minor, USD)


def added(percent: str, id: str = "tax_a") -> TaxRate:
    return TaxRate(id, "tax", Fraction(percent) / 100, inclusive=False)


def contained(percent: str, id: str = "tax_c") -> TaxRate:
    return TaxRate(id, "tax", Fraction(percent) / 100, inclusive=True)


@pytest.mark.parametrize(
    ("price", "rates", "expected"),
    [
        # Square, TaxInclusionType: 1.00 with 10 % added costs 1.10; with 10 % in it, 0.09 of it is tax.
        (100, [added("10")], [10]),
        (100, [contained("10")], [9]),
        # Zuora, "Tax code and set tax mode": 10 and 5 % on it.
        (1000, [added("5")], [50]),
        # Quebec: GST 5 % and QST 9.975 %, both on the price.
        (10000, [added("5", "gst"), added("9.975", "qst")], [500, 998]),
        # Mexico, 16 % in 1,160.00 and on 1,000.00.
        (116000, [contained("16")], [16000]),
        (100000, [added("16")], [16000]),
        # In it 20 %, and on the price without that 10 %.
        (12000, [contained("20"), added("10")], [2000, 1000]),
        (12000, [added("10"), contained("20")], [1000, 2000]),
        (0, [added("16")], [0]),
        (999, [added("0")], [0]),
        # A credit rounds like the charge that it undoes.
        (-105, [added("10")], [-11]),
        (105, [added("10")], [11]),
        (1, [contained("100")], [1]),
    ],
)
def test_the_tax_of_a_line(price: int, rates: list[TaxRate], expected: list[int]) -> None:
    assert [one.amount.minor for one in tax_on(usd(price), rates)] == expected


def off(percent: int) -> Discount:
    return Discount(f"cpn_{percent}", "off", Fraction(percent, 100), None)


def off_amount(minor: int) -> Discount:
    return Discount("cpn_f", "off", None, usd(minor))


def reduced(price: int, *discounts: Discount, taxes: tuple[TaxRate, ...] = ()) -> Reduced:
    part = Part("plan_a", AddonCharge.RECURRING, usd(price), 1, name="A")
    (one,) = reduce_parts([part], Terms(discounts, taxes))
    return one


def figures(line: Line) -> tuple[int, int, int, int]:
    return line.amount.minor, line.discount.minor, line.tax.minor, line.total.minor


@pytest.mark.parametrize(
    ("price", "discounts", "taxes", "expected"),
    [
        # Boneyard Tools, "Discount before or after tax": 130 less 10 %, then 8 %: 9.36 of tax, 126.36 without shipping.
        (13000, (off(10),), (added("8"),), (13000, 1300, 936, 12636)),
        # GadgetKit, discount calculator: 200 less 35, then 8.25 %: 178.61.
        (20000, (off_amount(3500),), (added("8.25"),), (20000, 3500, 1361, 17861)),
        # Joist Help Center, article 9212993: 100 less 10 %, then 5 %: 94.50.
        (10000, (off(10),), (added("5"),), (10000, 1000, 450, 9450)),
        # In the price: what is left is still all that is paid.
        (11600, (off(50),), (contained("16"),), (11600, 5800, 800, 5800)),
        (5000, (off(100),), (added("16"),), (5000, 5000, 0, 0)),
    ],
)
def test_discounts_come_first_then_taxes_on_what_is_left(
    price: int, discounts: tuple[Discount, ...], taxes: tuple[TaxRate, ...], expected: tuple[int, int, int, int]
) -> None:
    assert figures(charge(reduced(price, *discounts, taxes=taxes), Fraction(1), JUNE)) == expected


def test_a_credit_gives_back_what_was_left_with_its_tax() -> None:
    """Zuora, "Credit for prorated discounts": 1,200 a year less 720, shortened to three months: 360 go back."""
    year = reduced(120000, off_amount(72000))
    assert credit(year, Fraction(9, 12), JUNE, "").total == usd(-36000)
    taxed = reduced(120000, off_amount(72000), taxes=(added("10"),))
    back = credit(taxed, Fraction(9, 12), JUNE, "Unused time: ")
    assert figures(back) == (-36000, 0, -3600, -39600)
    # It is explained by what the whole year cost.
    assert back.derivation == Derivation(usd(48000), 1, Fraction(-9, 12))


def test_without_a_discount_a_credit_is_explained_by_price_and_quantity() -> None:
    part = Part("plan_a", AddonCharge.RECURRING, usd(1000), 3, name="A")
    (one,) = reduce_parts([part], Terms())
    assert credit(one, Fraction(1, 2), JUNE, "").derivation == Derivation(usd(1000), 3, Fraction(-1, 2))


RATES = st.lists(
    st.builds(
        TaxRate, id=st.uuids().map(str), name=st.just("tax"), inclusive=st.booleans(),
        share=st.integers(0, PARTS).map(lambda n: Fraction(n, PARTS)),
    ),
    max_size=4,
)  # fmt: skip
OFFS = st.lists(
    st.one_of(
        st.builds(Discount, id=st.uuids().map(str), name=st.just("off"), amount=st.none(),
                  share=st.integers(1, 10_000).map(lambda n: Fraction(n, 10_000))),
        st.builds(Discount, id=st.uuids().map(str), name=st.just("off"), share=st.none(),
                  amount=st.integers(1, 10**6).map(usd)),
    ),
    max_size=4,
)  # fmt: skip


@given(price=st.integers(-(10**9), 10**9), rates=RATES)
def test_each_rate_is_exact_to_half_a_cent_on_the_price_without_what_it_contains(
    price: int, rates: list[TaxRate]
) -> None:
    taxes = tax_on(usd(price), rates)
    assert [one.rate for one in taxes] == rates
    inside = sum(one.amount.minor for one in taxes if one.rate.inclusive)
    whole = 1 + sum(rate.share for rate in rates if rate.inclusive)
    for one in taxes:
        exact = price * one.rate.share / whole if one.rate.inclusive else (price - inside) * one.rate.share
        assert abs(one.amount.minor - exact) <= Fraction(1, 2)


@given(price=st.integers(0, 10**9), offs=OFFS, rates=RATES, part=st.fractions(0, 1))
def test_a_line_adds_up_and_its_credit_undoes_it(
    price: int, offs: list[Discount], rates: list[TaxRate], part: Fraction
) -> None:
    one = reduced(price, *offs, taxes=tuple(rates))
    line, back = charge(one, part, JUNE), credit(one, part, JUNE, "")
    assert line.total == line.amount - line.discount + line.tax - line.tax_included
    assert all(deduction.amount.minor >= 0 for deduction in line.deductions)
    assert usd(0) <= line.amount - line.discount
    assert [deduction.discount for deduction in line.deductions] == offs
    assert back.total == -line.total
    assert back.tax == -line.tax


@given(
    price=st.integers(0, 10**9), offs=OFFS, rates=RATES,
    cuts=st.lists(st.integers(1, 10**6), min_size=1, max_size=6),
)  # fmt: skip
def test_credits_of_a_period_in_pieces_never_give_back_more_than_it_cost_by_more_than_their_roundings(
    price: int, offs: list[Discount], rates: list[TaxRate], cuts: list[int]
) -> None:
    one, whole = reduced(price, *offs, taxes=tuple(rates)), sum(cuts)
    billed = charge(one, Fraction(1), JUNE).total.minor
    back = -sum(credit(one, Fraction(cut, whole), JUNE, "").total.minor for cut in cuts)
    # One rounding of the amount, which every rate sees, and one for each rate, in every piece and in the whole.
    growth = 1 + sum((rate.share for rate in rates), Fraction())
    assert abs(back - billed) <= (len(cuts) + 1) * (growth + len(rates)) / 2


def test_the_taxes_of_lines_are_summed_by_rate() -> None:
    vat, local = added("10", "vat"), added("5", "local")
    lines = [tax_on(usd(1000), [vat, local]), tax_on(usd(-400), [vat]), ()]
    assert [(one.rate.id, one.amount.minor) for one in sum_taxes(lines)] == [("vat", 60), ("local", 50)]
