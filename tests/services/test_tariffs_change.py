"""Changing what is billed from the balance: settled to the microsecond, then metered anew."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from fractions import Fraction

import pytest

from backend.domain.errors import (
    Conflict,
    Forbidden,
    IllegalTransition,
    InvalidInput,
    NotFound,
    NotSupported,
    QuoteChanged,
)
from backend.models import Event, Plan, Price, Subscription, SubscriptionAddon, TariffDebit
from backend.services.catalog.load_purchase import Selection
from backend.services.currencies import money
from backend.services.subscriptions.change import change_subscription
from backend.services.subscriptions.entitlements import customer_features
from backend.services.subscriptions.quote import quote_subscription
from backend.services.subscriptions.quote_change import quote_change
from tests.support.balances import open_treasury
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import OpenMerchant, SignedIn, open_merchant
from tests.support.storefront import Storefront
from tests.support.tariffs import (
    HOURLY,
    Servers,
    assert_tariffs_add_up,
    balance_of,
    charged,
    open_servers,
    server_plan,
    tariff_of,
)

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
async def servers(merchant: OpenMerchant) -> Servers:
    return await open_servers(merchant)


def problems(error: InvalidInput) -> list[tuple[str, str]]:
    return [(".".join(problem.path), problem.code) for problem in error.fields]


async def token_of(who: SignedIn, subscription: Subscription, selection: Selection) -> str:
    return (await quote_change(who.context, subscription_id=subscription.id, selection=selection)).token


async def confirm(who: SignedIn, subscription: Subscription, token: str, key: str = "change") -> Subscription:
    changed = await change_subscription(
        who.context, subscription_id=subscription.id, quote_token=token, idempotency_key=key
    )
    assert changed.payment is None
    return changed.subscription


# The quote.


async def test_a_change_costs_nothing_now_and_says_what_comes_and_goes(servers: Servers) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.small, 1, backup=1)
    servers.clock.advance(minutes=10)
    async with nothing_changes():
        offer = await quote_change(
            ana.context, subscription_id=held.id, selection=await servers.selection(servers.large, 2)
        )
    quote = offer.quote
    assert (quote.lines, quote.due_now, quote.total) == ((), money(0, "USD"), money(0, "USD"))
    assert (quote.next_charge, quote.next_charge_at) == (money(40, "USD"), START + 70 * MINUTE)
    assert (quote.effective_at, quote.expires_at) == (START + 10 * MINUTE, START + 25 * MINUTE)
    assert [(feature.code, feature.value) for feature in quote.features_gained] == [("large", None), ("cores", 8)]
    assert [(feature.code, feature.value) for feature in quote.features_lost] == [
        ("small", None), ("cores", 2), ("backup", None),
    ]  # fmt: skip


async def test_what_is_held_already_is_no_change_unless_its_price_moved(servers: Servers) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.small, 2, backup=1)
    same = await servers.selection(servers.small, 2, backup=1)
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await token_of(ana, held, same)
    assert problems(caught.value) == [("planId", "NO_CHANGE")]
    await Price.filter(plan_id=servers.small.id, currency="USD").update(amount_minor=4)
    quote = (await quote_change(ana.context, subscription_id=held.id, selection=same)).quote
    assert quote.next_charge == money(9, "USD")


async def test_only_plans_of_the_same_product_that_are_billed_alike_are_targets(
    servers: Servers, store: Storefront
) -> None:
    other = await open_servers(servers.merchant, "clusters")
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.small)
    monthly = await store.subscribe()
    await Plan.filter(id=servers.large.id).update(billing="IN_ADVANCE")
    await Plan.filter(id=store.catalog.plus.id).update(billing="FROM_BALANCE")
    foreign = "A subscription changes to plans of its own product only; subscribe to the other product."
    mixed = "A plan that is billed from the balance and one that is billed in advance do not mix."
    cases = [
        (ana, held, Selection(other.small.id), foreign),
        (ana, held, Selection(servers.large.id), mixed),
        (store.ana, monthly.subscription, Selection(store.catalog.plus.id), mixed),
        (store.ana, monthly.subscription, Selection(servers.small.id), foreign),
    ]
    async with nothing_changes():
        for who, subscription, selection, message in cases:
            with pytest.raises(NotSupported) as caught:
                await token_of(who, subscription, selection)
            assert caught.value.message == message


async def test_wrong_choices_and_strangers_are_refused(servers: Servers) -> None:
    ana, bea = await servers.customer(1000), await servers.customer(1000)
    held = await servers.subscribe(ana, servers.small)
    far = await (await open_merchant(servers.merchant.services, servers.clock, "far")).catalog()
    async with nothing_changes():
        for who in (bea, ana):
            target = held.id if who is bea else "sub_none"
            with pytest.raises(NotFound):
                await quote_change(who.context, subscription_id=target, selection=Selection(servers.large.id))
            with pytest.raises(NotFound):
                await change_subscription(who.context, subscription_id=target, quote_token="x", idempotency_key="k")
        with pytest.raises(NotFound):
            await token_of(ana, held, Selection(far.basic.id))
        with pytest.raises(InvalidInput) as caught:
            await token_of(ana, held, Selection(servers.large.id, 0, ((servers.backup.id, 1),)))
        # A visitor sees nothing, and may do nothing.
        with pytest.raises(NotFound):
            await quote_change(servers.merchant.visitor, subscription_id=held.id, selection=Selection(servers.large.id))
        with pytest.raises(Forbidden):
            await change_subscription(
                servers.merchant.visitor, subscription_id=held.id, quote_token="x", idempotency_key="k"
            )
    assert problems(caught.value) == [("quantity", "OUT_OF_RANGE"), ("addons.0.addonId", "NOT_ON_PLAN")]


@pytest.mark.parametrize("status", ["INCOMPLETE", "PAUSED", "CANCELED"])
async def test_a_status_that_does_not_run_on_the_balance_allows_no_change(servers: Servers, status: str) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.small)
    token = await token_of(ana, held, Selection(servers.large.id))
    now = servers.clock.now
    await Subscription.filter(id=held.id).update(
        status=status, paused_at=now if status == "PAUSED" else None, ended_at=now if status == "CANCELED" else None
    )
    async with nothing_changes():
        for attempt in (token_of(ana, held, Selection(servers.large.id)), confirm(ana, held, token)):
            with pytest.raises(IllegalTransition) as caught:
                await attempt
            assert caught.value.status == status


async def test_staff_and_jobs_change_what_any_customer_has(servers: Servers, store: Storefront) -> None:
    treasury = await open_treasury(store)
    for actor in (treasury.staff, servers.merchant.system.actor):
        ana = await servers.customer(1000)
        held = await servers.subscribe(ana, servers.small)
        servers.clock.advance(minutes=30)
        ctx = store.services.context(actor)
        offer = await quote_change(ctx, subscription_id=held.id, selection=Selection(servers.large.id))
        changed = await change_subscription(
            ctx, subscription_id=held.id, quote_token=offer.token, idempotency_key=f"for-{ana.row.id}"
        )
        assert (changed.subscription.plan_id, changed.subscription.customer_id) == (servers.large.id, ana.row.id)
        assert (await charged(held), changed.payment) == (2, None)
    await assert_tariffs_add_up()


# The change.


async def test_the_hour_is_split_to_the_microsecond_and_the_fraction_goes_along(servers: Servers) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.small, 1, backup=2)
    servers.clock.advance(minutes=90, microseconds=1)
    changed = await servers.change(ana, held, servers.large, 3)

    # 90 minutes and a microsecond at 7 an hour: 10.5 and a bit, of which 10 are debited.
    assert (changed.id, changed.status, changed.plan_id) == (held.id, "ACTIVE", servers.large.id)
    assert (changed.quantity, changed.unit_price_minor) == (3, 20)
    assert changed.version == held.version + 2
    tariff = await tariff_of(changed)
    assert (tariff.description, tariff.amount_minor) == ("Servers Large × 3", 60)
    assert tariff.anchor_at == tariff.last_billed_at == servers.clock.now
    assert tariff.due_at == servers.clock.now + HOUR
    carried = Fraction(int(tariff.carried_numerator), int(tariff.carried_denominator))
    assert carried == 7 * Fraction(5_400_000_001, 3_600_000_000) - 10
    assert await balance_of(ana) == 990
    assert await SubscriptionAddon.all().count() == 0
    # Of the first debit of the new plan the old half a cent is a part: 60 x 1 + 0.5 = 60, and 0.5 again.
    servers.clock.advance(hours=1)
    assert await servers.run() == 1
    assert await balance_of(ana) == 930
    told = await Event.filter(subject_id=held.id).order_by("id")
    assert [event.type.partition(".")[2] for event in told] == ["created", "activated", "funded", "changed", "funded"]
    assert told[3].payload == {
        "status": "ACTIVE", "plan": servers.large.id, "quantity": 3, "plan_before": servers.small.id,
    }  # fmt: skip
    features = await customer_features(ana.context, customer_id=ana.row.id)
    assert [(feature.code, feature.value) for feature in features] == [("large", None), ("cores", 8)]
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_twice_in_one_second_is_charged_once(servers: Servers) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.small)
    servers.clock.advance(minutes=30)
    for plan in (servers.large, servers.reserved, servers.small):
        held = await servers.change(ana, held, plan)
    assert await TariffDebit.all().count() == 1
    servers.clock.advance(minutes=30)
    await servers.look(ana)
    assert (await charged(held), await balance_of(ana)) == (5, 995)
    await assert_tariffs_add_up()


async def test_from_hours_to_a_month_and_back(servers: Servers) -> None:
    # At noon of 31 January; a month from the 1st of February has 28 days.
    ana = await servers.customer(10_000)
    held = await servers.subscribe(ana, servers.large)
    servers.clock.advance(hours=24)
    held = await servers.change(ana, held, servers.reserved)
    assert (await tariff_of(held)).due_at == START + timedelta(days=2)
    servers.clock.advance(days=28)
    held = await servers.change(ana, held, servers.small)
    assert await charged(held) == 24 * 20 + 3100
    servers.clock.advance(hours=10)
    await servers.run()
    assert await charged(held) == 24 * 20 + 3100 + 50
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_a_cheaper_plan_makes_the_money_last_longer(servers: Servers) -> None:
    ana = await servers.customer(100)
    held = await servers.subscribe(ana, servers.large)
    assert (await tariff_of(held)).funded_until == START + 5 * HOUR
    servers.clock.advance(hours=1)
    held = await servers.change(ana, held, servers.small)
    assert (await tariff_of(held)).funded_until == START + 17 * HOUR


async def test_while_it_is_suspended_it_changes_and_stays_suspended(servers: Servers) -> None:
    ana = await servers.customer(40)
    held = await servers.subscribe(ana, servers.large)
    servers.clock.advance(hours=3)
    await servers.run()
    servers.clock.advance(hours=7)
    held = await servers.change(ana, await Subscription.get(), servers.small)

    tariff = await tariff_of(held)
    assert (held.status, tariff.suspended_at, tariff.due_at) == ("SUSPENDED", START + 2 * HOUR, None)
    assert (tariff.amount_minor, tariff.funded_until) == (5, None)
    assert await balance_of(ana) == 0
    servers.clock.advance(hours=5)
    await servers.fund(ana, 10)
    tariff, held = await tariff_of(held), await Subscription.get()
    assert (held.status, tariff.suspended_at) == ("ACTIVE", None)
    assert (tariff.last_billed_at, tariff.funded_until) == (START + 15 * HOUR, START + 17 * HOUR)
    assert await charged(held) == 40
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_money_that_ended_before_anybody_looked_has_ended_all_the_same(servers: Servers) -> None:
    ana = await servers.customer(40)
    held = await servers.subscribe(ana, servers.large)
    servers.clock.advance(hours=10)
    assert held.status == "ACTIVE"
    held = await servers.change(ana, held, servers.small)
    tariff = await tariff_of(held)
    assert (held.status, tariff.suspended_at, tariff.amount_minor) == ("SUSPENDED", START + 2 * HOUR, 5)
    assert await balance_of(ana) == 0
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_a_plan_for_nothing_brings_a_suspended_one_back(servers: Servers) -> None:
    ana = await servers.customer(20)
    held = await servers.subscribe(ana, servers.large)
    servers.clock.advance(hours=2)
    await servers.run()
    assert (await Subscription.get()).status == "SUSPENDED"
    held = await servers.change(ana, held, servers.tiny)
    assert (held.status, (await tariff_of(held)).suspended_at) == ("ACTIVE", None)
    assert [feature.code for feature in await customer_features(ana.context, customer_id=ana.row.id)] == [
        "tiny", "cores",
    ]  # fmt: skip
    # And a price stops it again at once: there is no money.
    held = await servers.change(ana, held, servers.small)
    assert (held.status, (await tariff_of(held)).suspended_at) == ("SUSPENDED", servers.clock.now)
    await assert_tariffs_add_up()
    await assert_all_adds_up()


# The token.


async def test_a_quote_of_another_version_is_answered_with_a_fresh_one(servers: Servers) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.small)
    token = await token_of(ana, held, await servers.selection(servers.large, 2))
    await servers.change(ana, held, servers.reserved)
    servers.clock.advance(minutes=1)
    async with nothing_changes():
        with pytest.raises(QuoteChanged) as refusal:
            await confirm(ana, held, token)
    assert (refusal.value.quote.next_charge, refusal.value.quote.effective_at) == (money(40, "USD"), START + MINUTE)
    assert (await confirm(ana, held, refusal.value.token)).quantity == 2


async def test_a_quote_holds_for_fifteen_minutes_at_its_price(servers: Servers) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.small)
    token = await token_of(ana, held, Selection(servers.large.id))
    servers.clock.advance(minutes=15)
    async with nothing_changes():
        with pytest.raises(QuoteChanged) as late:
            await confirm(ana, held, token)
    await Price.filter(plan_id=servers.large.id, currency="USD").update(amount_minor=21)
    async with nothing_changes():
        with pytest.raises(QuoteChanged) as dearer:
            await confirm(ana, held, late.value.token)
    assert dearer.value.quote.next_charge == money(21, "USD")
    servers.clock.advance(minutes=14, seconds=59)
    assert (await confirm(ana, held, dearer.value.token)).unit_price_minor == 21


async def test_a_token_that_is_not_ours_theirs_or_of_this_one_is_refused(servers: Servers) -> None:
    other = await open_servers(servers.merchant, "clusters")
    ana, bea = await servers.customer(1000), await servers.customer(1000)
    held, second = await servers.subscribe(ana, servers.small), await other.subscribe(ana, other.small)
    hers = await servers.subscribe(bea, servers.small)
    good = await token_of(ana, held, Selection(servers.large.id))
    purchase = (await quote_subscription(ana.context, selection=Selection(servers.large.id))).token
    cases = {
        "INVALID_TOKEN": [(ana, held, ""), (ana, held, good[:-2] + "AA"), (ana, held, purchase)],
        "FOREIGN_TOKEN": [(bea, hers, good)],
        "OTHER_SUBSCRIPTION": [(ana, second, good)],
    }
    async with nothing_changes():
        for code, tries in cases.items():
            for who, subscription, token in tries:
                with pytest.raises(InvalidInput) as caught:
                    await confirm(who, subscription, token)
                assert problems(caught.value) == [("quoteToken", code)]


async def test_the_same_key_changes_once_and_another_request_is_a_conflict(servers: Servers) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.small)
    token = await token_of(ana, held, Selection(servers.large.id))
    first = await confirm(ana, held, token)
    async with nothing_changes():
        assert (await confirm(ana, held, token)).version == first.version
        with pytest.raises(Conflict):
            await confirm(ana, held, token + "x")


async def test_of_many_confirmations_of_one_quote_one_is_made(servers: Servers) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.small)
    servers.clock.advance(minutes=30)
    token = await token_of(ana, held, Selection(servers.large.id))
    answers = await asyncio.gather(
        *(confirm(ana, held, token, key=f"key-{n}") for n in range(10)), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, InvalidInput | QuoteChanged | Conflict)]
    assert len(refused) == 9
    assert await Event.filter(type="subscription.changed").count() == 1
    assert await charged(held) == 2
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_changes_jobs_and_money_at_once_leave_books_that_add_up(servers: Servers) -> None:
    customers = [await servers.customer(60) for _ in range(4)]
    held = [await servers.subscribe(who, servers.large) for who in customers]
    for _ in range(4):
        servers.clock.advance(minutes=50)
        work = [servers.run(), servers.run(), *(servers.fund(who, 7) for who in customers)]
        work += [servers.look(who) for who in customers]
        moves = [
            servers.change(who, one, servers.small if n % 2 else servers.large, n + 1)
            for n, (who, one) in enumerate(zip(customers, held, strict=True))
        ]
        answers = await asyncio.gather(*work, *moves, return_exceptions=True)
        unexpected = [
            a for a in answers if isinstance(a, BaseException) and not isinstance(a, QuoteChanged | InvalidInput)
        ]
        assert unexpected == []
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_a_description_as_long_as_names_may_be_fits(servers: Servers) -> None:
    ana = await servers.customer(1000)
    servers.product.name = "S" * 200
    await servers.product.save(update_fields=["name"])
    plan = await server_plan(servers.merchant, servers.product, "long", HOURLY, 5)
    await Plan.filter(id=plan.id).update(name="L" * 200)
    tariff = await tariff_of(await servers.subscribe(ana, plan, 20))
    assert (len(tariff.description), tariff.description[-5:]) == (300, " × 20")
    servers.clock.advance(hours=1)
    assert await servers.run() == 1
