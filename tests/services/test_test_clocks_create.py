"""Making a clock, and whom it may be for; and what staff do to a clocked customer is dated by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend import models
from backend.domain.errors import Forbidden, InvalidInput
from backend.domain.units import MICRO
from backend.services.accounts.register_customer import register_customer
from backend.services.accounts.tokens import BadToken, authenticate, issue_access
from backend.services.balances.adjust import adjust_balance
from backend.services.balances.hold import hold_balance
from backend.services.balances.release_hold import release_hold
from backend.services.balances.settle_hold import settle_hold
from backend.services.balances.top_up import top_up
from backend.services.catalog.load_purchase import Selection
from backend.services.refills.purchase import purchase_refill
from backend.services.refunds.create import create_refund
from backend.services.subscriptions.create import create_subscription
from backend.services.subscriptions.quote import quote_subscription
from backend.services.test_clocks.create import MOST_CUSTOMERS, create_test_clock
from backend.services.units.consume import consume_units
from backend.services.units.hold import hold_units
from backend.services.units.release import release_units
from backend.services.units.settle import settle_units
from tests.support.clock import START
from tests.support.clocked import KEPT_CARD, Clocked, open_clocked
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import PASSWORD, SignedIn, open_merchant
from tests.support.storefront import CARD, Storefront, known_customer
from tests.support.units import open_unit_shop, refill_plan

THEN = START + timedelta(days=1000)
DAY = timedelta(days=1)


@pytest.fixture
async def clocked(store: Storefront) -> Clocked:
    return await open_clocked(store.merchant)


async def test_a_clock_stands_where_it_was_put_and_ties_its_customers(clocked: Clocked) -> None:
    who, free = await clocked.customer(), await clocked.customer()
    clock = await create_test_clock(clocked.by_staff, name="  A  year ", now=THEN, customer_ids=[who.row.id])
    row = await models.TestClock.get()
    assert (row.id, row.name, row.now_at, row.status, row.version) == (clock.id, "A year", THEN, "READY", 1)
    assert (row.created_at, row.target_at, row.last_error) == (START, None, None)
    tied = {one.id: one.test_clock_id for one in await models.Customer.filter(id__in=[who.row.id, free.row.id])}
    assert tied == {who.row.id: clock.id, free.row.id: None}
    told = await models.Event.get(type="test_clock.created")
    assert (told.subject_id, told.version, told.customer_id, told.occurred_at) == (clock.id, 1, None, START)
    assert told.payload == {"name": "A year", "now": THEN.isoformat(), "customers": [who.row.id], "everybody": False}


async def test_a_clock_for_everybody_is_for_those_who_come_later_too(store: Storefront) -> None:
    other = await open_merchant(store.services, store.clock, "elsewhere")
    before = await known_customer(other, "before@example.com")
    staff = (await open_clocked(other)).by_staff
    clock = await create_test_clock(staff, name="All", now=THEN, everybody=True)
    later, tokens = await register_customer(other.visitor, email="later@example.com", password=PASSWORD, name="Late")
    assert (await models.Customer.get(id=before.row.id)).test_clock_id == clock.id == later.test_clock_id
    assert tokens.access
    # Nobody of another shop is.
    assert (await models.Customer.get(id=store.ana.row.id)).test_clock_id is None
    async with nothing_changes():
        with pytest.raises(InvalidInput) as second:
            await create_test_clock(staff, name="Again", now=THEN, everybody=True)
        with pytest.raises(InvalidInput) as both:
            await create_test_clock(staff, name="Both", now=THEN, everybody=True, customer_ids=[later.id])
    assert [(problem.path, problem.code) for problem in second.value.fields] == [(("everybody",), "HAS_CLOCK")]
    assert [(problem.path, problem.code) for problem in both.value.fields] == [(("customerIds",), "NOT_NEEDED")]


async def test_a_clock_is_not_for_everybody_where_somebody_has_a_history_or_a_clock(clocked: Clocked) -> None:
    who = await clocked.customer()
    clock = await create_test_clock(clocked.by_staff, name="One", now=THEN, customer_ids=[who.row.id])
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await create_test_clock(clocked.by_staff, name="All", now=THEN, everybody=True)
    assert [(problem.path, problem.code) for problem in refused.value.fields] == [(("everybody",), "HAS_CLOCK")]
    await models.Customer.filter(test_clock_id=clock.id).update(test_clock_id=None)
    await top_up(who.context, amount=("5.00", "USD"), pay_with=KEPT_CARD, idempotency_key="history")
    async with nothing_changes():
        with pytest.raises(InvalidInput) as busy:
            await create_test_clock(clocked.by_staff, name="All", now=THEN, everybody=True)
    assert [(problem.path, problem.code) for problem in busy.value.fields] == [(("everybody",), "HAS_HISTORY")]


EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = START + timedelta(days=3652)


@pytest.mark.parametrize("now", [EARLIEST, LATEST])
async def test_the_first_and_the_last_instant_are_possible(clocked: Clocked, now: datetime) -> None:
    assert (await clocked.clock(now=now)).now_at == now


@on_one_database
@pytest.mark.parametrize(
    ("name", "now", "path", "code"),
    [
        ("", THEN, "name", "INVALID_NAME"),
        ("x" * 201, THEN, "name", "INVALID_NAME"),
        ("a\x00b", THEN, "name", "INVALID_NAME"),
        ("Months", EARLIEST - timedelta(microseconds=1), "now", "OUT_OF_RANGE"),
        ("Months", LATEST + timedelta(microseconds=1), "now", "OUT_OF_RANGE"),
        ("Months", THEN.replace(tzinfo=None), "now", "NO_OFFSET"),
    ],
)
async def test_a_wrong_field_is_named(clocked: Clocked, name: str, now: datetime, path: str, code: str) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refusal:
            await create_test_clock(clocked.by_staff, name=name, now=now)
    assert [(field.path, field.code) for field in refusal.value.fields] == [((path,), code)]


async def test_only_staff_make_clocks(clocked: Clocked) -> None:
    who = await clocked.customer()
    async with nothing_changes():
        for ctx in (who.context, clocked.merchant.visitor):
            with pytest.raises(Forbidden):
                await create_test_clock(ctx, name="Mine", now=THEN, customer_ids=[who.row.id])


async def test_customers_with_a_history_are_refused_by_name(store: Storefront, clocked: Clocked) -> None:
    fresh, rich, buyer, payer, tied = [await clocked.customer() for _ in range(5)]
    await clocked.clock(tied)
    await adjust_balance(
        clocked.by_staff, customer_id=rich.row.id, amount=("1.00", "USD"), reason="Gift", idempotency_key="gift"
    )
    await clocked.subscribe(buyer, store.catalog.basic)
    await top_up(payer.context, amount=("5.00", "USD"), pay_with=CARD, idempotency_key="top-up")
    other = await open_merchant(store.services, store.clock, code="other")
    foreign = await known_customer(other, "foreign@example.com")

    named = [one.row.id for one in (fresh, rich, buyer, foreign, payer, tied)]
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refusal:
            await create_test_clock(clocked.by_staff, name="Months", now=THEN, customer_ids=[*named, "cus_absent"])
    assert [(field.path, field.code) for field in refusal.value.fields] == [
        (("customerIds", "1"), "HAS_HISTORY"),
        (("customerIds", "2"), "HAS_HISTORY"),
        (("customerIds", "3"), "UNKNOWN_CUSTOMER"),
        (("customerIds", "4"), "HAS_HISTORY"),
        (("customerIds", "5"), "HAS_CLOCK"),
        (("customerIds", "6"), "UNKNOWN_CUSTOMER"),
    ]
    assert rich.row.id in refusal.value.fields[0].message


async def test_a_clock_is_for_few_customers(clocked: Clocked) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refusal:
            await create_test_clock(
                clocked.by_staff, name="Months", now=THEN, customer_ids=["cus_x"] * (MOST_CUSTOMERS + 1)
            )
    assert [(field.path, field.code) for field in refusal.value.fields] == [(("customerIds",), "TOO_MANY")]


async def living(clocked: Clocked) -> SignedIn:
    """A customer for whom it is THEN."""
    who = await clocked.customer()
    await clocked.clock(who, now=THEN)
    return who


async def test_quotes_and_subscriptions_are_of_the_customers_time(store: Storefront, clocked: Clocked) -> None:
    who = await living(clocked)
    basic = Selection(store.catalog.basic.id)
    offer = await quote_subscription(await clocked.here(who), selection=basic)
    assert offer.quote.effective_at == THEN
    # The real present goes on; the quote holds as long as their time stands.
    store.clock.advance(days=2)
    done = await create_subscription(
        await clocked.here(who), selection=basic, pay_with=KEPT_CARD, quote_token=offer.token, idempotency_key="k"
    )
    assert (done.subscription.created_at, done.subscription.period_start) == (THEN, THEN)
    assert done.invoice is not None
    assert (done.invoice.issued_at, done.invoice.paid_at) == (THEN, THEN)
    attempt = await models.PaymentAttempt.get()
    assert (attempt.created_at, attempt.sent_at) == (THEN, START + 2 * DAY)
    assert (await models.IdempotencyKey.get(key="k")).created_at == START + 2 * DAY
    assert {event.occurred_at for event in await models.Event.filter(customer_id=who.row.id)} == {THEN}
    await assert_all_adds_up(store.gateway)


async def test_tokens_end_by_the_real_time(store: Storefront, clocked: Clocked) -> None:
    who = await living(clocked)
    here = await clocked.here(who)
    token = await issue_access(here, who.user)
    actor = await authenticate(store.services, token)
    assert (actor.customer_id, actor.expires_at) == (who.row.id, START + store.services.limits.access_token)
    made, _ = await register_customer(here, email="new@example.com", password="correct horse battery", name="New")
    assert made.created_at == START
    store.clock.now = START + store.services.limits.access_token
    with pytest.raises(BadToken):
        await authenticate(store.services, token)


async def test_what_staff_do_to_a_balance_is_dated_by_the_clock(store: Storefront, clocked: Clocked) -> None:
    who = await living(clocked)
    ctx = clocked.by_staff
    given = await adjust_balance(
        ctx, customer_id=who.row.id, amount=("50.00", "USD"), reason="Gift", idempotency_key="a"
    )
    assert given.occurred_at == THEN
    holds = [
        await hold_balance(
            ctx, customer_id=who.row.id, amount=("5.00", "USD"), description="Work", idempotency_key=f"h{n}"
        )
        for n in range(2)
    ]
    assert [hold.created_at for hold in holds] == [THEN, THEN]
    assert (await release_hold(ctx, hold_id=holds[0].id)).closed_at == THEN
    settled = await settle_hold(ctx, hold_id=holds[1].id, idempotency_key="s")
    assert (settled.hold.closed_at, settled.transaction.occurred_at) == (THEN, THEN)
    assert {event.occurred_at for event in await models.Event.filter(customer_id=who.row.id)} == {THEN}

    await clocked.advance(await models.TestClock.get(), THEN + DAY)
    taken = await adjust_balance(
        ctx, customer_id=who.row.id, amount=("-1.00", "USD"), reason="Back", idempotency_key="b"
    )
    assert taken.occurred_at == THEN + DAY
    await assert_all_adds_up(store.gateway)


async def test_a_refund_is_dated_by_the_clock_also_when_a_worker_finishes_it(
    store: Storefront, clocked: Clocked
) -> None:
    who = await living(clocked)
    payment = await top_up(await clocked.here(who), amount=("5.00", "USD"), pay_with=CARD, idempotency_key="t")
    refund = await create_refund(
        clocked.by_staff, payment_id=payment.id, amount=("2.00", "USD"), reason="Sorry", idempotency_key="r"
    )
    assert (refund.status, refund.created_at, refund.updated_at, refund.sent_at) == ("SUCCEEDED", THEN, THEN, START)
    log = await models.BalanceTransaction.filter(customer_id=who.row.id).order_by("number")
    assert [(row.amount_minor, row.occurred_at) for row in log] == [(500, THEN), (-200, THEN)]
    assert {event.occurred_at for event in await models.Event.filter(customer_id=who.row.id)} == {THEN}
    await assert_all_adds_up(store.gateway)


async def test_units_are_granted_used_and_expire_in_the_customers_time(store: Storefront, clocked: Clocked) -> None:
    who = await living(clocked)
    ctx = clocked.by_staff
    await open_unit_shop(store)
    term = {"unit": "DAY", "count": 2}
    bag = await refill_plan(store.merchant, {"unit": "hours", "quantity": "10", "expires_after": term})
    await purchase_refill(await clocked.here(who), plan_id=bag.id, quantity=1, pay_with=CARD, idempotency_key="bag")
    grant = await models.UnitGrant.get()
    assert (grant.granted_at, grant.expires_at) == (THEN, THEN + 2 * DAY)

    await consume_units(ctx, customer_id=who.row.id, unit="hours", quantity="1", idempotency_key="c")
    holds = [
        await hold_units(ctx, customer_id=who.row.id, unit="hours", quantity="2", idempotency_key=f"h{n}")
        for n in range(2)
    ]
    await release_units(ctx, hold_id=holds[0].hold.id)
    await settle_units(ctx, hold_id=holds[1].hold.id, idempotency_key="s")
    assert {row.occurred_at for row in await models.UnitMovement.all()} == {THEN}

    clock = await models.TestClock.get()
    done = await clocked.advance(clock, THEN + 3 * DAY)
    assert [(event.type, event.occurred_at) for event in done.events] == [("units.expired", THEN + 2 * DAY)]
    expired = await models.UnitMovement.get(kind="EXPIRE")
    assert (expired.quantity, expired.occurred_at) == (7 * MICRO, THEN + 2 * DAY)
