"""Quotes: the figures of a purchase and where each comes from."""

from datetime import UTC, datetime
from fractions import Fraction

from backend.domain.catalog import AddonCharge
from backend.domain.money import Currency, Money
from backend.domain.periods import Period
from backend.domain.purchases import AddonChoice, Feature, Purchase
from backend.domain.quotes import quote_purchase, quote_tariff

USD = Currency("USD", 2)
MARCH = Period(datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC))
UNTIL = datetime(2027, 3, 1, 0, 15, tzinfo=UTC)

SITES = Feature("sites", "Sites", 1)
MORE_SITES = Feature("sites", "Sites", 5)
SEAT = AddonChoice("addon_a", "Extra seat", AddonCharge.RECURRING, Money(400, USD), 3, (MORE_SITES,))
SETUP = AddonChoice("addon_b", "Set-up", AddonCharge.ONE_TIME, Money(4900, USD), 1, (Feature("onboarding", "Set-up"),))
TEAM = Purchase("plan_a", "Hosting Team", Money(2900, USD), 2, (SEAT, SETUP), (SITES, Feature("tls", "TLS")))


def test_the_first_charge_is_plan_plus_addons_and_the_next_leaves_one_time_charges_out() -> None:
    quote = quote_purchase(TEAM, MARCH, UNTIL)
    # 2 x 29.00 + 3 x 4.00 + 49.00 = 119.00; again without the set-up: 70.00
    assert quote.due_now == quote.total == quote.subtotal == Money(11900, USD)
    assert quote.next_charge == Money(7000, USD)
    assert quote.next_charge_at == MARCH.end
    assert (quote.discount, quote.tax, quote.balance_applied) == (Money(0, USD),) * 3


def test_each_line_says_how_it_was_computed() -> None:
    plan, seat, setup = quote_purchase(TEAM, MARCH, UNTIL).lines
    assert [line.description for line in (plan, seat, setup)] == ["Hosting Team × 2", "Extra seat × 3", "Set-up"]
    assert [line.amount.minor for line in (plan, seat, setup)] == [5800, 1200, 4900]
    assert [line.period for line in (plan, seat, setup)] == [MARCH, MARCH, None]
    for line in (plan, seat, setup):
        exact = line.derivation.unit_price.minor * line.derivation.quantity * line.derivation.share
        assert exact == Fraction(line.amount.minor)


def test_an_addons_feature_replaces_the_plans_of_the_same_code() -> None:
    gained = quote_purchase(TEAM, MARCH, UNTIL).features_gained
    assert [(feature.code, feature.value) for feature in gained] == [("sites", 5), ("tls", None), ("onboarding", None)]


def test_a_plan_that_is_billed_from_the_balance_has_nothing_to_pay_now() -> None:
    server = Purchase("plan_b", "Servers Large", Money(20, USD), 2, (SEAT,), (SITES,))
    first = MARCH.start.replace(hour=1)
    quote = quote_tariff(server, MARCH.start, first, UNTIL)
    assert quote.lines == ()
    assert {quote.subtotal, quote.discount, quote.tax, quote.total, quote.balance_applied, quote.due_now} == {
        Money(0, USD)
    }
    # 2 x 0.20 + 3 x 4.00
    assert (quote.next_charge, quote.next_charge_at) == (Money(1240, USD), first)
    assert (quote.effective_at, quote.expires_at) == (MARCH.start, UNTIL)
    assert (quote.features_gained, quote.features_lost) == ((MORE_SITES,), ())


def test_a_change_names_the_features_that_come_go_or_have_another_value() -> None:
    tls, logs = Feature("tls", "TLS"), Feature("logs", "Logs", 7)
    target = Purchase("plan_b", "Servers Large", Money(20, USD), 1, (), (MORE_SITES, tls))
    quote = quote_tariff(target, MARCH.start, MARCH.end, UNTIL, held=(SITES, tls, logs))
    assert (quote.features_gained, quote.features_lost) == ((MORE_SITES,), (SITES, logs))
