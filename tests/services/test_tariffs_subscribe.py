"""Plans billed from the balance: in the catalogue, quoted, and started without an invoice."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from backend.domain.catalog import AddonCharge, BillingMode, ProductKind
from backend.domain.errors import AlreadySubscribed, InsufficientBalance, InvalidInput, NotSupported
from backend.domain.money import Currency, Money
from backend.domain.periods import Interval, IntervalUnit
from backend.models import Addon, Event, Invoice, LedgerAccount, LedgerEntry, Payment, Plan, Subscription, Tariff
from backend.services.catalog.create import Offered, create_addon, create_plan, create_product
from backend.services.catalog.load_purchase import Selection
from backend.services.currencies import money
from backend.services.subscriptions.create import create_subscription
from backend.services.subscriptions.entitlements import customer_features
from backend.services.subscriptions.quote import quote_subscription
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import OpenMerchant, SignedIn
from tests.support.tariffs import (
    HOURLY,
    Servers,
    assert_tariffs_add_up,
    balance_of,
    open_servers,
    server_plan,
    tariff_of,
)

USD = Currency("USD", 2)
HOUR = timedelta(hours=1)


@pytest.fixture
async def servers(merchant: OpenMerchant) -> Servers:
    return await open_servers(merchant)


def problems(error: InvalidInput) -> list[tuple[str, str]]:
    return [(".".join(problem.path), problem.code) for problem in error.fields]


# The catalogue.


async def test_a_plan_billed_from_the_balance_charges_nothing_once(servers: Servers) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await create_addon(
                servers.merchant.system, plan=servers.small, code="setup", name="Set-up", charge=AddonCharge.ONE_TIME,
                prices={"USD": 900}, offered=Offered(),
            )  # fmt: skip
    assert problems(caught.value) == [("charge", "NOT_OFFERED")]


async def test_a_plan_that_could_never_be_debited_is_not_made(servers: Servers) -> None:
    ctx = servers.merchant.system
    bags = await create_product(ctx, code="bags", name="Bags", description="", kind=ProductKind.REFILL)
    refused = []
    async with nothing_changes():
        for product, interval in ((servers.product, None), (bags, HOURLY)):
            with pytest.raises(InvalidInput) as caught:
                await create_plan(
                    ctx, product=product, code="odd", name="Odd", description="", interval=interval, prices={},
                    offered=Offered(), billing=BillingMode.FROM_BALANCE,
                )  # fmt: skip
            refused += problems(caught.value)
    assert refused == [("interval", "REQUIRED"), ("billing", "NOT_OFFERED")]


# The quote.


async def test_nothing_is_due_now_and_each_hour_costs_the_plan_and_its_addons(servers: Servers) -> None:
    ana = await servers.customer()
    async with nothing_changes():
        offer = await quote_subscription(ana.context, selection=await servers.selection(servers.small, 2, backup=3))
    quote = offer.quote
    assert quote.lines == ()
    assert (quote.due_now, quote.total, quote.subtotal) == (Money(0, USD),) * 3
    # 2 x 0.05 + 3 x 0.01
    assert (quote.next_charge, quote.next_charge_at) == (Money(13, USD), START + HOUR)
    assert (quote.effective_at, quote.expires_at) == (START, START + timedelta(minutes=15))
    assert [feature.code for feature in quote.features_gained] == ["small", "cores", "backup"]
    assert quote.features_lost == ()


@pytest.mark.parametrize(
    ("interval", "first"),
    [
        (Interval(IntervalUnit.HOUR, 6), START + HOUR),
        (Interval(IntervalUnit.DAY, 2), START + timedelta(days=1)),
        # Noon in UTC of 28 March 2026 is 13:00 in Madrid; the day after it is summer.
        (Interval(IntervalUnit.MONTH, 1), datetime(2026, 3, 29, 11, tzinfo=UTC)),
    ],
    ids=["hours", "days", "dst"],
)
async def test_the_first_debit_is_after_an_hour_or_a_day_of_the_merchant(
    servers: Servers, interval: Interval, first: datetime
) -> None:
    if first.month == 3:
        servers.merchant.row.timezone = "Europe/Madrid"
        await servers.merchant.row.save(update_fields=["timezone"])
        servers.clock.now = datetime(2026, 3, 28, 12, tzinfo=UTC)
    plan = await server_plan(servers.merchant, servers.product, "odd", interval, 100)
    quote = (await quote_subscription(servers.merchant.visitor, selection=Selection(plan.id))).quote
    assert quote.next_charge_at == first


async def test_an_addon_that_is_charged_once_is_refused_where_it_stands(servers: Servers) -> None:
    ana = await servers.customer(1000)
    # As a catalogue from elsewhere could have it.
    await Addon.filter(id=servers.backup.id).update(charge="ONE_TIME")
    selection = await servers.selection(servers.small, backup=1)
    async with nothing_changes():
        with pytest.raises(InvalidInput) as quoted:
            await quote_subscription(ana.context, selection=selection)
        with pytest.raises(InvalidInput) as bought:
            await servers.subscribe(ana, servers.small, backup=1)
    assert problems(quoted.value) == problems(bought.value) == [("addons.0.addonId", "NOT_OFFERED")]


async def test_a_trial_on_the_balance_cannot_be_had_yet(servers: Servers) -> None:
    ana = await servers.customer(1000)
    await Plan.filter(id=servers.small.id).update(trial_days=7)
    async with nothing_changes():
        with pytest.raises(NotSupported):
            await servers.subscribe(ana, servers.small)


# The start.


async def test_it_is_on_at_once_without_an_invoice_or_a_payment(servers: Servers) -> None:
    ana = await servers.customer(1000)
    started = await servers.subscribe(ana, servers.small, 2, backup=1)

    assert (started.status, started.version, started.quantity, started.unit_price_minor) == ("ACTIVE", 3, 2, 5)
    assert (started.anchor_at, started.activated_at) == (START, START)
    assert (started.period_start, started.period_end) == (None, None)
    assert (await Invoice.all().count(), await Payment.all().count()) == (0, 0)
    tariff = await tariff_of(started)
    assert (tariff.description, tariff.amount_minor) == ("Servers Small × 2", 11)
    assert (tariff.interval_unit, tariff.interval_count) == ("HOUR", 1)
    assert (tariff.anchor_at, tariff.last_billed_at, tariff.suspended_at) == (START, START, None)
    assert (tariff.carried_numerator, tariff.carried_denominator) == ("0", "1")
    # 1000 / 11 = 90.909... hours, to the second that is not covered in full.
    assert (tariff.due_at, tariff.funded_until) == (START + HOUR, START + timedelta(seconds=327_273))
    assert await balance_of(ana) == 1000
    told = await Event.filter(subject_id=started.id).order_by("id")
    assert [(event.type, event.version) for event in told] == [
        ("subscription.created", 1),
        ("subscription.activated", 2),
        ("subscription.funded", 3),
    ]
    assert told[2].payload == {"status": "ACTIVE", "funded_until": "2026-02-04T06:54:33+00:00", "suspended_at": None}
    features = await customer_features(ana.context, customer_id=ana.row.id)
    assert [feature.code for feature in features] == ["small", "cores", "backup"]
    await assert_all_adds_up()
    await assert_tariffs_add_up()


async def test_exactly_the_first_hour_is_enough_and_a_cent_less_is_not(servers: Servers) -> None:
    rich, poor = await servers.customer(40), await servers.customer(39)
    assert (await servers.subscribe(rich, servers.large, 2)).status == "ACTIVE"
    async with nothing_changes():
        with pytest.raises(InsufficientBalance) as refusal:
            await servers.subscribe(poor, servers.large, 2)
    assert (refusal.value.needed, refusal.value.available) == (money(40, "USD"), money(39, "USD"))


async def test_the_first_day_of_a_month_is_rounded_up(servers: Servers) -> None:
    # From 31 January to 28 February: 3100 / 28 = 110.71 a day.
    poor, enough = await servers.customer(110), await servers.customer(111)
    with pytest.raises(InsufficientBalance) as refusal:
        await servers.subscribe(poor, servers.reserved)
    assert refusal.value.needed == money(111, "USD")
    tariff = await tariff_of(await servers.subscribe(enough, servers.reserved))
    assert tariff.due_at == START + timedelta(days=1)


async def test_without_a_balance_nothing_starts_and_no_balance_is_made(servers: Servers) -> None:
    ana = await servers.customer()
    async with nothing_changes():
        with pytest.raises(InsufficientBalance) as refusal:
            await servers.subscribe(ana, servers.small)
    assert (refusal.value.needed, refusal.value.available) == (money(5, "USD"), money(0, "USD"))


async def test_money_that_is_held_starts_nothing(servers: Servers) -> None:
    ana = await servers.customer(100)
    await LedgerAccount.filter(owner_id=ana.row.id).update(held_minor=96)
    with pytest.raises(InsufficientBalance) as refusal:
        await servers.subscribe(ana, servers.small)
    assert refusal.value.available == money(4, "USD")


async def test_a_plan_for_nothing_needs_no_money_and_never_ends(servers: Servers) -> None:
    ana = await servers.customer()
    tariff = await tariff_of(await servers.subscribe(ana, servers.tiny))
    assert (tariff.amount_minor, tariff.funded_until, tariff.due_at) == (0, None, START + HOUR)
    servers.clock.advance(hours=2)
    assert await servers.run() == 2
    assert await LedgerEntry.all().count() == 0
    await assert_tariffs_add_up()


async def test_what_others_on_the_balance_owe_comes_first(servers: Servers) -> None:
    more = await open_servers(servers.merchant, "clusters")
    ana = await servers.customer(40)
    await servers.subscribe(ana, servers.large)
    servers.clock.advance(hours=1, minutes=3)
    # 21 of the 40 are owed by now.
    with pytest.raises(InsufficientBalance) as refusal:
        await more.subscribe(ana, more.large)
    assert (refusal.value.needed, refusal.value.available) == (money(20, "USD"), money(19, "USD"))
    first = await tariff_of(await Subscription.get())
    await more.subscribe(ana, more.small)
    # After 48 minutes they can debit 16 and 4; until then 15 and 3, which is less than 19.
    assert {tariff.funded_until for tariff in await Tariff.all()} == {servers.clock.now + timedelta(minutes=48)}
    assert first.funded_until == START + 2 * HOUR
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_a_second_one_of_the_product_is_refused(servers: Servers) -> None:
    ana = await servers.customer(1000)
    first = await servers.subscribe(ana, servers.small)
    async with nothing_changes():
        with pytest.raises(AlreadySubscribed) as refusal:
            await servers.subscribe(ana, servers.large)
    assert refusal.value.subscription_id == first.id


async def test_twenty_starts_at_once_make_one_subscription(servers: Servers) -> None:
    ana = await servers.customer(1000)
    answers = await asyncio.gather(*(servers.subscribe(ana, servers.small) for _ in range(20)), return_exceptions=True)
    assert sum(isinstance(answer, AlreadySubscribed) for answer in answers) == 19
    assert (await Subscription.all().count(), await Tariff.all().count()) == (1, 1)
    await assert_all_adds_up()


async def test_two_products_start_at_once_on_one_balance(servers: Servers) -> None:
    more = await open_servers(servers.merchant, "clusters")
    ana = await servers.customer(100)
    await asyncio.gather(servers.subscribe(ana, servers.large), more.subscribe(ana, more.large))
    ends = {tariff.funded_until for tariff in await Tariff.all()}
    assert ends == {START + timedelta(hours=2, minutes=30)}
    await assert_all_adds_up()


async def test_the_same_key_starts_once(servers: Servers) -> None:
    ana = await servers.customer(1000)
    quoted = await quote_subscription(ana.context, selection=Selection(servers.small.id))

    async def start(who: SignedIn) -> Subscription:
        done = await create_subscription(
            who.context, selection=Selection(servers.small.id), pay_with=None, idempotency_key="once",
            quote_token=quoted.token,
        )  # fmt: skip
        assert done.invoice is None
        return done.subscription

    first = await start(ana)
    servers.clock.advance(minutes=20)
    assert (await start(ana)).id == first.id
    assert await Tariff.all().count() == 1


@pytest.mark.parametrize(
    ("code", "ends"),
    # 100 yen last 20 hours at 5 an hour; 100 fils too: no currency has its own arithmetic.
    [("JPY", START + timedelta(hours=20)), ("KWD", START + timedelta(hours=20))],
)
async def test_currencies_without_decimals_and_with_three(servers: Servers, code: str, ends: datetime) -> None:
    ana = await servers.customer(100, code)
    started = await servers.subscribe(ana, servers.small)
    assert (started.currency, (await tariff_of(started)).funded_until) == (code, ends)
    servers.clock.advance(hours=21)
    assert await servers.run() == 20
    tariff = await tariff_of(started)
    assert (tariff.suspended_at, await balance_of(ana)) == (ends, 0)
    await assert_tariffs_add_up()
    await assert_all_adds_up()
