"""Granting: exactly once for each rule and paid invoice, however often and however late the money is reported."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from backend.domain.errors import Conflict, PaymentDeclined
from backend.domain.units import MICRO
from backend.gateways.base import PaymentState
from backend.models import Event, Invoice, Merchant, Payment, PaymentAttempt, UnitAccount, UnitGrant, UnitMovement
from backend.services.gateways.apply import apply_due_events
from backend.services.invoices.pay import pay_invoice
from backend.services.payments.settle import settle_attempt
from backend.services.transaction import transaction
from backend.services.units.grant import grant_units
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.scripted_gateway import decline, pending
from tests.support.storefront import CARD, Storefront, only_attempt, only_payment
from tests.support.units import UnitShop, assert_units_add_up, fresh_key, movements, open_unit_shop, refill_plan


@pytest.fixture
async def shop(store: Storefront) -> UnitShop:
    return await open_unit_shop(store)


async def pay_part(shop: UnitShop, invoice: Invoice, amount: str) -> Payment:
    """Pay a part of an invoice, by card."""
    done = await pay_invoice(
        shop.store.ana.context, invoice_id=invoice.id, pay_with=CARD, idempotency_key=fresh_key(),
        amount=(amount, "USD"),
    )  # fmt: skip
    return done.payment


async def assert_granted_once(shop: UnitShop) -> UnitGrant:
    (grant,) = await UnitGrant.all()
    assert (grant.quantity, grant.remaining) == (100 * MICRO, 100 * MICRO)
    assert await shop.has("100")
    assert await movements() == [("GRANT", 100 * MICRO)]
    assert await Event.filter(type="units.granted").count() == 1
    await assert_units_add_up()
    await assert_all_adds_up(shop.store.gateway)
    return grant


async def test_a_grant_tells_external_systems_what_to_refill(shop: UnitShop) -> None:
    plan = await refill_plan(
        shop.store.merchant,
        {"unit": "GB", "quantity": "0.5", "expires_after": {"unit": "MONTH", "count": 1}},
    )
    done = await shop.buy(3, plan=plan)

    (grant,) = await UnitGrant.all()
    account = await UnitAccount.get()
    assert (grant.unit, grant.quantity, grant.remaining, grant.held) == ("GB", 1_500_000, 1_500_000, 0)
    assert (grant.granted_at, grant.expires_at) == (START, datetime(2026, 2, 28, 12, tzinfo=UTC))
    assert (grant.invoice_id, grant.payment_id, grant.position) == (done.invoice.id, done.payment.id, 1)
    assert (account.unit, account.remaining, account.held, account.version) == ("GB", 1_500_000, 0, 2)
    told = await Event.get(type="units.granted")
    assert (told.subject_id, told.version, told.customer_id) == (grant.id, 1, shop.store.ana.row.id)
    assert told.payload == {
        "customer": shop.store.ana.row.id,
        "unit": "GB",
        "quantity": "1.5",
        "expires_at": "2026-02-28T12:00:00+00:00",
        "invoice": done.invoice.id,
        "payment": done.payment.id,
    }
    movement = await UnitMovement.get()
    assert (movement.kind, movement.grant_id, movement.quantity) == ("GRANT", grant.id, 1_500_000)
    assert (movement.description, movement.occurred_at) == ("Invoice INV-000001", START)


async def test_a_term_is_counted_in_the_merchants_calendar(shop: UnitShop) -> None:
    await Merchant.filter(id=shop.store.merchant.row.id).update(timezone="America/New_York")
    day = await refill_plan(
        shop.store.merchant, {"unit": "hours", "quantity": "1", "expires_after": {"unit": "DAY", "count": 1}}
    )
    hours = await refill_plan(
        shop.store.merchant, {"unit": "hours", "quantity": "1", "expires_after": {"unit": "HOUR", "count": 24}}
    )
    # Noon in New York on the day before its clocks go forward: the next noon is 23 hours away.
    shop.store.clock.now = datetime(2026, 3, 7, 17, tzinfo=UTC)
    await shop.buy(plan=day)
    await shop.buy(plan=hours)
    assert [grant.expires_at for grant in await UnitGrant.all().order_by("id")] == [
        datetime(2026, 3, 8, 16, tzinfo=UTC),
        datetime(2026, 3, 8, 17, tzinfo=UTC),
    ]


async def test_each_rule_of_a_plan_is_a_grant_of_its_own(shop: UnitShop) -> None:
    plan = await refill_plan(
        shop.store.merchant,
        {"unit": "minutes", "quantity": "10"},
        {"unit": "hours", "quantity": "2", "expires_after": {"unit": "YEAR", "count": 1}},
        {"unit": "hours", "quantity": "1"},
    )
    await shop.buy(2, plan=plan)
    found = {grant.position: grant for grant in await UnitGrant.all()}
    assert {n: (grant.unit, grant.quantity, grant.expires_at) for n, grant in found.items()} == {
        1: ("minutes", 20 * MICRO, None),
        2: ("hours", 4 * MICRO, datetime(2027, 1, 31, 12, tzinfo=UTC)),
        3: ("hours", 2 * MICRO, None),
    }
    assert await shop.has("6")
    assert await shop.has("20", unit="minutes")
    assert await Event.filter(type="units.granted").count() == 3
    await assert_units_add_up()


async def test_fifty_webhooks_at_once_grant_once(shop: UnitShop) -> None:
    shop.store.gateway.script("create", pending())
    await shop.buy()
    attempt = await only_attempt()
    told = shop.store.gateway.move(attempt.id, PaymentState.SUCCEEDED)
    for n in range(50):
        await shop.store.told(told, id=f"evt_{n}")
    await asyncio.gather(
        *(apply_due_events(shop.store.services) for _ in range(4)),
        *(settle_attempt(shop.store.merchant.system, attempt_id=attempt.id, observed=told) for _ in range(50)),
    )
    grant = await assert_granted_once(shop)
    assert grant.payment_id == (await only_payment()).id


async def test_late_money_of_a_failed_payment_grants_once(shop: UnitShop) -> None:
    shop.store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await shop.buy()
    shop.store.clock.advance(hours=3)
    late = shop.store.gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED)
    for n in range(3):
        await shop.store.hears(late, id=f"late_{n}")
    grant = await assert_granted_once(shop)
    assert grant.granted_at == START + timedelta(hours=3)


async def test_money_that_comes_twice_grants_once_and_the_rest_becomes_balance(shop: UnitShop) -> None:
    store = shop.store
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await shop.buy()
    first = await only_attempt()
    (invoice,) = await Invoice.all()
    second = (await store.pay(invoice.id)).payment
    await store.hears(store.gateway.move(first.id, PaymentState.SUCCEEDED), id="late")

    (grant,) = await UnitGrant.all()
    assert grant.payment_id == second.id
    assert await movements() == [("GRANT", 100 * MICRO)]
    assert [row.status for row in await Payment.all()] == ["SUCCEEDED", "SUCCEEDED"]
    assert await Event.filter(type="balance.updated").count() == 1
    await assert_units_add_up()


async def test_two_part_payments_grant_once_when_the_second_has_come(shop: UnitShop) -> None:
    store = shop.store
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await shop.buy()
    (invoice,) = await Invoice.all()
    await pay_part(shop, invoice, "30.00")
    assert await UnitGrant.all().count() == 0
    last = await pay_part(shop, invoice, "50.00")

    assert (await Invoice.get()).status == "PAID"
    grant = await assert_granted_once(shop)
    assert grant.payment_id == last.id


async def test_a_second_payment_beside_an_open_one_is_refused(shop: UnitShop) -> None:
    shop.store.gateway.script("create", pending())
    done = await shop.buy()
    async with nothing_changes():
        with pytest.raises(Conflict):
            await shop.store.pay(done.invoice.id)
    assert await PaymentAttempt.all().count() == 1


async def test_granting_again_does_nothing(shop: UnitShop) -> None:
    done = await shop.buy()
    ctx = shop.store.merchant.system
    async with nothing_changes(), transaction(ctx) as tx:
        await grant_units(ctx, tx, invoice=done.invoice, payment=done.payment)
    await assert_granted_once(shop)


async def test_an_invoice_of_a_subscription_grants_nothing(shop: UnitShop) -> None:
    await shop.store.subscribe()
    assert await UnitGrant.all().count() == 0
    assert await UnitAccount.all().count() == 0


async def test_many_bags_paid_at_once_all_count(shop: UnitShop) -> None:
    shop.store.gateway.script("create", *[pending()] * 20)
    for _ in range(20):
        await shop.buy()
    attempts = await PaymentAttempt.all()
    told = [(one.id, shop.store.gateway.move(one.id, PaymentState.SUCCEEDED)) for one in attempts]
    await asyncio.gather(
        *(settle_attempt(shop.store.merchant.system, attempt_id=id, observed=one) for id, one in told for _ in "ab")
    )
    assert await shop.has("2000")
    assert await UnitGrant.all().count() == 20
    assert (await UnitAccount.get()).version == 21
    await assert_units_add_up()
