"""Changes of a subscription billed in advance, figure by figure. Billing rules: "Changing plan: the quote"."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from backend.domain.catalog import AddonCharge
from backend.domain.changes import (
    quote_change_later,
    quote_change_now,
    quote_interval_change,
    unused_value,
)
from backend.domain.lines import Derivation, Line
from backend.domain.money import Currency, Money
from backend.domain.periods import Period
from backend.domain.purchases import AddonChoice, Feature, Purchase
from backend.domain.quotes import Quote

USD, EUR, JPY, KWD = Currency("USD", 2), Currency("EUR", 2), Currency("JPY", 0), Currency("KWD", 3)
TICK = timedelta(microseconds=1)


def instant(month: int, day: int, hour: int = 0, *, year: int = 2027) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


JUNE = Period(instant(6, 1), instant(7, 1))  # 30 days
APRIL_2012 = Period(instant(4, 1, year=2012), instant(5, 1, year=2012))  # 30 days
HALF = instant(6, 16)
UNTIL = instant(6, 16, 1)


def plan(
    name: str, minor: int, *addons: AddonChoice, quantity: int = 1, currency: Currency = USD, features: str = ""
) -> Purchase:
    having = tuple(Feature(code, code) for code in features)
    return Purchase(f"plan_{name}", name, Money(minor, currency), quantity, addons, having)


def addon(
    name: str, minor: int, quantity: int = 1, *, charge: AddonCharge = AddonCharge.RECURRING, features: str = ""
) -> AddonChoice:
    having = tuple(Feature(code, code) for code in features)
    return AddonChoice(f"addon_{name}", name, charge, Money(minor, USD), quantity, having)


def once(name: str, minor: int, quantity: int = 1) -> AddonChoice:
    return addon(name, minor, quantity, charge=AddonCharge.ONE_TIME)


def change(held: Purchase, wanted: Purchase, *, current: Period = JUNE, at: datetime = HALF) -> Quote:
    return quote_change_now(held, wanted, current=current, at=at, expires_at=UNTIL)


def figures(quote: Quote) -> list[tuple[str, int]]:
    return [(line.description, line.amount.minor) for line in quote.lines]


def amounts(quote: Quote) -> list[int]:
    return [line.amount.minor for line in quote.lines]


def test_10_to_20_a_month_at_exactly_half_is_5_back_10_charged_and_5_due() -> None:
    """Billing rules; and Stripe, docs.stripe.com/billing/subscriptions/prorations: -5 USD, +10 USD, in all +5 USD."""
    quote = change(plan("A", 1000, features="ab"), plan("B", 2000, features="bc"))
    rest = Period(HALF, JUNE.end)
    assert quote == Quote(
        effective_at=HALF,
        expires_at=UNTIL,
        lines=(
            Line("Unused time: A", Money(-500, USD), rest, Derivation(Money(1000, USD), 1, Fraction(-1, 2))),
            Line("Remaining time: B", Money(1000, USD), rest, Derivation(Money(2000, USD), 1, Fraction(1, 2))),
        ),
        subtotal=Money(500, USD),
        discount=Money(0, USD),
        tax=Money(0, USD),
        tax_included=Money(0, USD),
        total=Money(500, USD),
        balance_applied=Money(0, USD),
        credited=Money(0, USD),
        refunded=Money(0, USD),
        due_now=Money(500, USD),
        next_charge=Money(2000, USD),
        next_charge_at=JUNE.end,
        features_gained=(Feature("c", "c"),),
        features_lost=(Feature("a", "a"),),
    )


@pytest.mark.parametrize(
    ("current", "at", "held", "wanted", "expected", "due", "credited"),
    [
        # Billing rules: 100.00 -> 300.00 on 16 June.
        (JUNE, HALF, 10000, 30000, [-5000, 15000], 10000, 0),
        # Autumn, docs.useautumn.com/documentation/modelling-pricing/proration: $20 -> $50 half way, charged $15.
        (JUNE, HALF, 2000, 5000, [-1000, 2500], 1500, 0),
        # Red Hat 3scale 2.9, Admin Portal Guide, 16.4.4: $200 -> $300 half way, prepaid: -100, +150, in all 50.
        (JUNE, HALF, 20000, 30000, [-10000, 15000], 5000, 0),
        # Chargebee, support article 15293: $30 -> $100 with 15 of 30 days left: 15 credited, 50 charged, 35 to pay.
        (JUNE, HALF, 3000, 10000, [-1500, 5000], 3500, 0),
        # Chargebee, docs/proration-old: $60 -> $30 on 21 April 2012: 20 unused, 10 charged, 10 to the credits.
        (APRIL_2012, instant(4, 21, year=2012), 6000, 3000, [-2000, 1000, 1000], 0, 1000),
        # Chargebee, support topic 40893: 1 April to 1 May, Gold $30 -> Silver $15 on the 5th: 26 back, 13 charged.
        (APRIL_2012, instant(4, 5, year=2012), 3000, 1500, [-2600, 1300, 1300], 0, 1300),
        # The same topic, Silver -> Gold: $13 to pay.
        (APRIL_2012, instant(4, 5, year=2012), 1500, 3000, [-1300, 2600], 1300, 0),
    ],
)
def test_documented_examples_come_out_to_the_cent(
    current: Period, at: datetime, held: int, wanted: int, expected: list[int], due: int, credited: int
) -> None:
    quote = change(plan("A", held), plan("B", wanted), current=current, at=at)
    assert (amounts(quote), quote.due_now.minor, quote.credited.minor) == (expected, due, credited)


def test_a_month_to_a_year_credits_the_unused_half_and_charges_a_full_year_from_now() -> None:
    """Billing rules: 100.00 a month -> 1000.00 a year on 16 June: -50.00, +1000.00. Nothing is kept as it was."""
    seat, setup = addon("Seat", 1000, 2), once("Set-up", 4900)
    first = Period(HALF, instant(6, 16, year=2028))
    held, wanted = plan("Monthly", 10000, seat, setup), plan("Yearly", 100000, seat, setup, once("Course", 700))
    quote = quote_interval_change(held, wanted, current=JUNE, first=first, at=HALF, expires_at=UNTIL)
    assert figures(quote) == [
        ("Unused time: Monthly", -5000),
        ("Unused time: Seat × 2", -1000),
        ("Yearly", 100000),
        ("Seat × 2", 2000),
        ("Course", 700),
    ]
    rest = Period(HALF, JUNE.end)
    assert [line.period for line in quote.lines] == [rest, rest, first, first, None]
    assert (quote.due_now.minor, quote.next_charge.minor) == (96700, 102000)
    assert (quote.effective_at, quote.next_charge_at) == (HALF, first.end)


def test_a_year_to_a_month_leaves_the_rest_in_the_balance() -> None:
    year, first = Period(instant(1, 1), instant(1, 1, year=2028)), Period(instant(1, 1), instant(2, 1))
    quote = quote_interval_change(
        plan("Yearly", 100000), plan("Monthly", 10000), current=year, first=first, at=year.start, expires_at=UNTIL
    )
    assert figures(quote) == [("Unused time: Yearly", -100000), ("Monthly", 10000), ("To your balance", 90000)]
    assert (quote.total.minor, quote.credited.minor, quote.due_now.minor) == (0, 90000, 0)


def test_a_downgrade_goes_to_the_balance_and_the_line_says_how_much() -> None:
    quote = change(plan("B", 2000), plan("A", 1000))
    assert figures(quote) == [("Unused time: B", -1000), ("Remaining time: A", 500), ("To your balance", 500)]
    last = quote.lines[-1]
    assert (last.period, last.derivation) == (None, Derivation(Money(500, USD), 1, Fraction(1)))
    assert quote.subtotal == quote.total == quote.due_now == Money(0, USD)
    assert (quote.credited, quote.next_charge) == (Money(500, USD), Money(1000, USD))


def test_currencies_without_and_with_three_decimals_round_half_away_from_zero_on_both_sides() -> None:
    # Half of 101 yen is 50.5: 51 back. Half of 303 is 151.5: 152.
    yen = change(plan("A", 101, currency=JPY), plan("B", 303, currency=JPY))
    assert (amounts(yen), yen.due_now) == ([-51, 152], Money(101, JPY))
    # A third of 10.000 dinars is 3.333; two of 2.500, in all 5.000, are 1.667.
    held, wanted = plan("A", 10000, currency=KWD), plan("B", 2500, quantity=2, currency=KWD)
    dinars = change(held, wanted, at=instant(6, 21))
    assert (amounts(dinars), dinars.credited) == ([-3333, 1667, 1666], Money(1666, KWD))


def test_three_seats_to_five_rounds_each_line_once_and_not_each_seat() -> None:
    # 3 x 9.99 x 10/30 = 9.99 exactly; 5 x 9.99 / 3 = 16.65.
    quote = change(plan("Team", 999, quantity=3), plan("Team", 999, quantity=5), at=instant(6, 21))
    assert figures(quote) == [("Unused time: Team × 3", -999), ("Remaining time: Team × 5", 1665)]
    # A seat alone would be 0.33 (0.333); three are 1.00.
    cents = change(plan("Team", 100, quantity=3), plan("Team", 100, quantity=5), at=instant(6, 21))
    assert amounts(cents) == [-100, 167]


def test_an_addon_that_comes_goes_or_changes_in_number_is_prorated_and_the_plan_has_no_line() -> None:
    bare, three, five = (
        plan("Team", 5000, *chosen) for chosen in ([], [addon("Seat", 400, 3)], [addon("Seat", 400, 5)])
    )
    assert figures(change(bare, three)) == [("Remaining time: Seat × 3", 600)]
    assert figures(change(three, bare)) == [("Unused time: Seat × 3", -600), ("To your balance", 600)]
    assert figures(change(three, five)) == [("Unused time: Seat × 3", -600), ("Remaining time: Seat × 5", 1000)]
    dearer = plan("Team", 5000, addon("Seat", 500, 3))
    assert figures(change(three, dearer)) == [("Unused time: Seat × 3", -600), ("Remaining time: Seat × 3", 750)]
    assert [change(held, wanted).next_charge.minor for held, wanted in ((bare, three), (three, bare))] == [6200, 5000]


def test_credits_come_first_then_charges_each_with_the_plan_before_its_addons_as_chosen() -> None:
    held = plan("A", 1000, addon("Old", 200), once("Set-up", 4900), addon("Both", 600))
    wanted = plan("B", 2000, addon("New", 400), once("Course", 700), addon("Both", 600), addon("Last", 800))
    assert figures(change(held, wanted)) == [
        ("Unused time: A", -500),
        ("Unused time: Old", -100),
        ("Remaining time: B", 1000),
        ("Remaining time: New", 200),
        ("Course", 700),
        ("Remaining time: Last", 400),
    ]


def test_another_plan_of_the_same_price_and_a_new_name_of_the_same_plan_are_told_apart() -> None:
    held = plan("A", 1000)
    assert amounts(change(held, plan("B", 1000))) == [-500, 500]
    assert change(held, replace(held, plan_name="A, renamed")).lines == ()


def test_what_is_charged_once_is_charged_beyond_what_is_held_and_never_given_back() -> None:
    none, one, three = (plan("Team", 5000, *chosen) for chosen in ([], [once("Hour", 90)], [once("Hour", 90, 3)]))
    assert figures(change(none, three)) == [("Hour × 3", 270)]
    assert figures(change(one, three)) == [("Hour × 2", 180)]
    assert change(one, three).lines[0].derivation == Derivation(Money(90, USD), 2, Fraction(1))
    assert change(one, three).lines[0].period is None
    assert change(three, one).lines == change(three, none).lines == change(one, one).lines == ()
    assert change(none, three).next_charge == Money(5000, USD)


def test_in_the_first_instant_all_is_unused_and_in_the_last_microsecond_next_to_nothing() -> None:
    held, wanted = plan("A", 1000), plan("B", 2000)
    assert amounts(change(held, wanted, at=JUNE.start)) == [-1000, 2000]
    last = change(held, wanted, at=JUNE.end - TICK)
    assert amounts(last) == [0, 0]
    assert last.lines[0].derivation.share == Fraction(-1, 30 * 86_400 * 10**6)
    # 3 x 10^12 cents of a month are more than one of them in each microsecond.
    assert amounts(change(held, plan("B", 3 * 10**12), at=JUNE.end - TICK)) == [0, 1]
    assert amounts(change(held, wanted, at=JUNE.start + TICK)) == [-1000, 2000]


@pytest.mark.parametrize("at", [JUNE.start - TICK, JUNE.end])
def test_no_change_is_computed_outside_the_period(at: datetime) -> None:
    with pytest.raises(AssertionError, match="inside the current period"):
        unused_value(plan("A", 1000), current=JUNE, at=at)


def test_a_new_interval_starts_with_the_change_the_currency_stays_and_each_addon_is_named_once() -> None:
    held, wanted = plan("A", 1000), plan("B", 2000)
    with pytest.raises(AssertionError, match="starts with the change"):
        quote_interval_change(held, wanted, current=JUNE, first=JUNE, at=HALF, expires_at=UNTIL)
    with pytest.raises(AssertionError, match="keeps its currency"):
        quote_change_later(held, plan("B", 2000, currency=EUR), effective_at=JUNE.end, expires_at=UNTIL)
    with pytest.raises(AssertionError, match="named once"):
        change(held, plan("A", 1000, addon("Seat", 400), addon("Seat", 400, 2)))


def test_a_change_at_the_periods_end_costs_nothing_now() -> None:
    held = plan("B", 2000, addon("Seat", 400, features="s"), once("Set-up", 4900), features="ab")
    wanted = plan("A", 1000, once("Set-up", 4900), once("Hour", 90, 2), features="a")
    quote = quote_change_later(held, wanted, effective_at=JUNE.end, expires_at=UNTIL)
    assert quote.lines == ()
    nothing = (quote.subtotal, quote.discount, quote.tax, quote.total, quote.balance_applied, quote.credited)
    assert {*nothing, quote.due_now} == {Money(0, USD)}
    # 10.00, and two new hours of 0.90.
    assert (quote.next_charge, quote.next_charge_at) == (Money(1180, USD), JUNE.end)
    assert (quote.effective_at, quote.expires_at) == (JUNE.end, UNTIL)
    assert (quote.features_gained, quote.features_lost) == ((), (Feature("b", "b"), Feature("s", "s")))


def test_unused_value_is_the_plan_and_what_recurs_with_it() -> None:
    held = plan("Team", 1000, addon("Seat", 400, 3), once("Set-up", 4900), quantity=2)
    lines = unused_value(held, current=JUNE, at=HALF)
    assert [(line.description, line.amount.minor) for line in lines] == [
        ("Unused time: Team × 2", -1000),
        ("Unused time: Seat × 3", -600),
    ]
