"""Ordering an automatic top-up: what it stores, when it is due at once, and every refusal."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from backend.domain.errors import Forbidden, InvalidInput, NotFound, NotSupported
from backend.gateways.base import PaymentState
from backend.gateways.registry import Registry
from backend.models import AutoTopUp, Event, GatewayAccount, PaymentMethod
from backend.services.balances.auto_top_up import set_auto_top_up
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.scripted_gateway import ScriptedGateway, decline, pending
from tests.support.storefront import Storefront, known_customer
from tests.support.top_ups import Refilling, open_refilling, the_order


@pytest.fixture
async def refilling(store: Storefront) -> Refilling:
    return await open_refilling(store)


async def test_an_order_is_written_and_told_and_waits_until_the_balance_is_low(refilling: Refilling) -> None:
    order = await refilling.order("10.00", "25.00")

    assert (order.customer_id, order.currency, order.enabled) == (refilling.store.ana.row.id, "USD", True)
    assert (order.threshold_minor, order.amount_minor, order.payment_method_id) == (1000, 2500, refilling.method.id)
    assert (order.payment_id, order.next_try_at, order.paused_reason, order.failures) == (None, None, None, 0)
    assert (order.version, order.created_at) == (1, START)
    told = await Event.get(type="auto_top_up.set")
    assert (told.subject_id, told.version, told.customer_id) == (order.id, 1, order.customer_id)
    assert told.payload["threshold_minor"] == 1000
    assert await refilling.jobs() == (0, 0)
    assert await refilling.charged() == []


async def test_a_balance_that_is_low_already_is_topped_up_at_once(refilling: Refilling) -> None:
    order = await refilling.order("20.01", "25.00")
    assert order.next_try_at == START
    await refilling.jobs()
    assert (await refilling.charged(), await refilling.balance()) == ([2500], 4500)
    await assert_all_adds_up(refilling.gateway)


async def test_setting_it_again_changes_the_one_order(refilling: Refilling) -> None:
    first = await refilling.order()
    again = await refilling.order("5.00", "7.00")
    assert (again.id, again.version, again.threshold_minor, again.amount_minor) == (first.id, 2, 500, 700)
    off = await refilling.order("30.00", "7.00", enabled=False)
    assert (off.id, off.enabled, off.next_try_at) == (first.id, False, None)
    await refilling.jobs()
    assert await refilling.charged() == []


async def test_orders_set_at_once_are_one(refilling: Refilling) -> None:
    made = await asyncio.gather(*(refilling.order(f"{n}.00") for n in range(1, 11)))
    assert len({order.id for order in made}) == 1
    assert (await the_order()).version == 10
    assert await Event.filter(type="auto_top_up.set").count() == 10


async def test_a_threshold_of_zero_means_that_the_balance_is_empty(refilling: Refilling) -> None:
    await refilling.order("0.00", "25.00")
    await refilling.spend("19.99")
    await refilling.jobs()
    assert await refilling.charged() == []
    await refilling.spend("0.01")
    await refilling.jobs()
    assert (await refilling.charged(), await refilling.balance()) == ([2500], 2500)


@on_one_database
@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"threshold": ("10.00", "EUR")}, ("threshold", "currency"), "OTHER_CURRENCY"),
        ({"threshold": ("10.001", "USD")}, ("threshold", "amount"), "INVALID_AMOUNT"),
        ({"threshold": ("-0.01", "USD")}, ("threshold", "amount"), "OUT_OF_RANGE"),
        ({"threshold": ("9999999999999.99", "USD")}, ("threshold", "amount"), "OUT_OF_RANGE"),
        ({"amount": ("25.00", "EUR")}, ("amount", "currency"), "OTHER_CURRENCY"),
        ({"amount": ("0.00", "USD")}, ("amount", "amount"), "OUT_OF_RANGE"),
        ({"amount": ("-1.00", "USD")}, ("amount", "amount"), "OUT_OF_RANGE"),
        ({"amount": ("1e3", "USD")}, ("amount", "amount"), "INVALID_AMOUNT"),
    ],
)
async def test_a_wrong_amount_is_named_and_nothing_changes(
    refilling: Refilling, changes: dict[str, tuple[str, str]], path: tuple[str, ...], code: str
) -> None:
    asked = {"threshold": ("10.00", "USD"), "amount": ("25.00", "USD"), **changes}
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await set_auto_top_up(refilling.store.ana.context, enabled=True, method_id=refilling.method.id, **asked)
    (problem,) = refused.value.fields
    assert (problem.path, problem.code) == (path, code)


async def test_only_a_method_of_their_own_will_do(refilling: Refilling) -> None:
    eve = await known_customer(refilling.store.merchant, "eve@example.com")
    async with nothing_changes():
        for who, method_id in ((eve, refilling.method.id), (refilling.store.ana, "pm_nobody")):
            with pytest.raises(NotFound) as refused:
                await refilling.order(who=who, method_id=method_id)
            assert refused.value.id == method_id
    await PaymentMethod.all().update(removed_at=START, is_default=False)
    async with nothing_changes():
        with pytest.raises(NotFound):
            await refilling.order()


async def test_a_method_that_cannot_be_charged_is_refused(refilling: Refilling) -> None:
    await GatewayAccount.all().update(enabled=False)
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await refilling.order()
    assert (refused.value.fields[0].path, refused.value.fields[0].code) == (("methodId",), "GATEWAY_NOT_OFFERED")


async def test_a_gateway_that_needs_the_payer_is_refused(refilling: Refilling) -> None:
    class Present(ScriptedGateway):
        capabilities = replace(ScriptedGateway.capabilities, off_session=False)

    services = replace(refilling.store.services, gateways=Registry([Present()]))
    ctx = services.context(refilling.store.ana.actor)
    async with nothing_changes():
        with pytest.raises(NotSupported):
            await set_auto_top_up(
                ctx, enabled=True, threshold=("1.00", "USD"), amount=("5.00", "USD"), method_id=refilling.method.id
            )


async def test_only_a_customer_orders_it(refilling: Refilling) -> None:
    merchant = refilling.store.merchant
    async with nothing_changes():
        for ctx in (refilling.treasury.by_staff, merchant.visitor, merchant.system):
            with pytest.raises(Forbidden):
                await set_auto_top_up(
                    ctx, enabled=True, threshold=("1.00", "USD"), amount=("5.00", "USD"),
                    method_id=refilling.method.id,
                )  # fmt: skip


async def test_it_can_be_switched_off_with_a_method_that_is_gone(refilling: Refilling) -> None:
    await refilling.order()
    await PaymentMethod.all().update(removed_at=START, is_default=False)
    await GatewayAccount.all().update(enabled=False)
    off = await refilling.order(enabled=False)
    assert (off.enabled, off.version) == (False, 2)


async def test_a_new_order_is_not_blamed_for_what_an_old_one_still_had_in_flight(refilling: Refilling) -> None:
    await refilling.order()
    refilling.gateway.script("create", pending())
    await refilling.spend()
    await refilling.jobs()
    flying = await the_order()
    assert flying.payment_id is not None

    again = await refilling.order("10.00", "30.00")
    assert (again.payment_id, again.next_try_at) == (flying.payment_id, START)
    assert await refilling.jobs() == (0, 0), "one in flight at a time"
    attempt = refilling.gateway.requests[-1].our_reference
    await refilling.store.hears(
        refilling.gateway.move(attempt, PaymentState.FAILED, decline=decline().decline), id="evt_1"
    )
    free = await the_order()
    assert (free.payment_id, free.next_try_at, free.paused_reason, free.failures) == (None, START, None, 0)
    await refilling.jobs()
    assert (await refilling.charged(), await refilling.balance()) == ([2500, 3000], 3500)
    await assert_all_adds_up(refilling.gateway)


async def test_switched_off_while_in_flight_its_end_changes_nothing_more(refilling: Refilling) -> None:
    await refilling.order()
    refilling.gateway.script("create", pending())
    await refilling.spend()
    await refilling.jobs()
    await refilling.order(enabled=False)
    attempt = refilling.gateway.requests[-1].our_reference
    await refilling.store.hears(refilling.gateway.move(attempt, PaymentState.FAILED), id="evt_1")
    order = await the_order()
    assert (order.enabled, order.payment_id, order.next_try_at, order.paused_reason) == (False, None, None, None)
    assert await refilling.jobs() == (0, 0)
    assert await AutoTopUp.all().count() == 1
