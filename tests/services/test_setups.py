"""Keeping a method without a charge: what the gateway is asked, what comes of each answer, and one method only."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.domain.errors import Conflict, Forbidden, InvalidInput
from backend.gateways.base import (
    ClientConfirm,
    Decline,
    DeclineAdvice,
    Elsewhere,
    InApp,
    MethodKind,
    NewMethod,
    PaymentState,
    Redirect,
)
from backend.gateways.registry import Registry
from backend.models import Event, GatewayCustomer, PaymentMethod, PaymentSetup
from backend.services.balances.top_up import top_up
from backend.services.payments.action import open_action
from backend.services.payments.pay_with import PayWith
from backend.services.setups.add import Wanted, add_method
from backend.services.setups.due import walk_due_setups
from backend.services.setups.settle import settle_setup
from tests.support.clock import START
from tests.support.every_way_gateway import CLIENT_SECRET, EveryWayGateway
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.scripted_gateway import (
    ACTION_URL,
    Step,
    away,
    crash,
    decline,
    invalid,
    lost_reply,
    lost_request,
    lying,
    pending,
    require_action,
)
from tests.support.storefront import Storefront, known_customer

SQLITE = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
BACK = "https://shop.example/methods/{SETUP_ID}"
CARD = Wanted("scripted", "CARD", token="tok_visa", device_id="dev_1")
WALLET = Wanted("scripted", "WALLET", return_url=BACK)


@pytest.fixture
def gateway() -> EveryWayGateway:
    return EveryWayGateway()


@pytest.fixture
def registry(gateway: EveryWayGateway) -> Registry:
    return Registry([gateway])


async def add(store: Storefront, wanted: Wanted = CARD, *, key: str = "add-1") -> PaymentSetup:
    """Ana saves a method."""
    return await add_method(store.ana.context, wanted=wanted, idempotency_key=key)


async def facts(setup: PaymentSetup) -> list[tuple[str, int | None]]:
    """What was told of a setup, in order."""
    rows = await Event.filter(subject_id=setup.id).order_by("id")
    return [(row.type.removeprefix("payment_setup."), row.version) for row in rows]


@SQLITE
async def test_a_card_is_kept_at_once_for_a_customer_whom_the_gateway_knows_first(
    store: Storefront, gateway: EveryWayGateway
) -> None:
    setup = await add(store, replace(CARD, make_default=True))
    assert (setup.status, setup.source_sealed, setup.next_try_at, setup.lease_until) == ("SUCCEEDED", None, None, None)
    kept = await PaymentMethod.get()
    assert setup.payment_method_id == kept.id
    assert (kept.customer_id, kept.kind, kept.gateway_reference, kept.is_default) == (
        store.ana.row.id, "CARD", "pm_1", True,
    )  # fmt: skip
    (request,) = gateway.setup_requests
    assert (request.key, request.our_reference, request.source) == (
        setup.id, setup.id, NewMethod(MethodKind.CARD, "tok_visa"),
    )  # fmt: skip
    assert (request.customer_reference, request.payer.device_id) == ("gc_1", "dev_1")
    assert (await GatewayCustomer.get()).reference == "gc_1"
    assert [(entry.call, entry.key) for entry in gateway.journal] == [
        ("customer", f"{store.ana.row.id}:customer"), ("setup", setup.id),
    ]  # fmt: skip
    assert gateway.charges == []
    assert await facts(setup) == [("created", 1), ("succeeded", 2)]

    # The second one is not the default, and the customer is not made again.
    second = await add(store, key="add-2")
    assert gateway.calls("customer") == 1
    assert (await PaymentMethod.get(is_default=True)).id == kept.id
    third = await add(store, replace(CARD, make_default=True), key="add-3")
    assert second.payment_method_id != third.payment_method_id
    assert (await PaymentMethod.get(is_default=True)).id == third.payment_method_id


@SQLITE
async def test_a_page_and_an_app_are_where_the_payer_goes_on(store: Storefront, gateway: EveryWayGateway) -> None:
    ctx = store.ana.context
    gateway.script("setup", require_action(), require_action())
    on_page = await add(store, WALLET)
    in_app = await add(store, Wanted("scripted", "CARD", in_app=True), key="add-2")
    assert [request.source for request in gateway.setup_requests] == [
        Elsewhere(MethodKind.WALLET), InApp(MethodKind.CARD),
    ]  # fmt: skip
    assert gateway.setup_requests[0].return_url == f"https://shop.example/methods/{on_page.id}"
    assert (on_page.status, open_action(ctx, on_page)) == ("REQUIRES_ACTION", Redirect(ACTION_URL))
    assert (in_app.status, open_action(ctx, in_app)) == ("REQUIRES_ACTION", ClientConfirm(CLIENT_SECRET, "pk_scripted"))
    assert CLIENT_SECRET not in str(in_app.action_sealed)

    gateway.move_setup(on_page.id, PaymentState.SUCCEEDED)
    gateway.move_setup(
        in_app.id, PaymentState.FAILED, decline=Decline("AUTHENTICATION_FAILED", DeclineAdvice.NEW_METHOD)
    )
    store.clock.advance(seconds=30)
    assert await walk_due_setups(store.services) == 2
    rows = await PaymentSetup.all().order_by("id")
    assert [(row.status, row.action_sealed, row.decline_reason) for row in rows] == [
        ("SUCCEEDED", None, None), ("FAILED", None, "AUTHENTICATION_FAILED"),
    ]  # fmt: skip
    assert (await PaymentMethod.get()).kind == "WALLET"
    assert await facts(on_page) == [("created", 1), ("requires_action", 2), ("succeeded", 3)]
    assert await walk_due_setups(store.services) == 0


@SQLITE
async def test_a_decline_and_a_refusal_leave_no_method(store: Storefront, gateway: EveryWayGateway) -> None:
    gateway.script("setup", decline("INCORRECT_CVC"), invalid())
    declined, refused = await add(store), await add(store, key="add-2")
    assert (declined.status, declined.decline_reason, declined.decline_advice) == (
        "FAILED", "INCORRECT_CVC", "NEW_METHOD",
    )  # fmt: skip
    assert (refused.status, refused.decline_reason, refused.decline_advice) == (
        "FAILED", "PROCESSING_ERROR", "MERCHANT_FIX",
    )  # fmt: skip
    assert await PaymentMethod.all().count() == 0


async def test_a_lost_answer_is_asked_for_again_with_the_same_key_and_keeps_one_method(
    store: Storefront, gateway: EveryWayGateway
) -> None:
    gateway.script("setup", away(), lost_request(), lost_reply(), crash())
    setup = await add(store)
    assert (setup.status, setup.next_try_at) == ("CREATED", START + timedelta(seconds=2))
    for status in ("UNKNOWN", "UNKNOWN", "UNKNOWN", "SUCCEEDED"):
        due = (await PaymentSetup.get()).next_try_at
        assert due is not None
        store.clock.now = due
        assert await walk_due_setups(store.services) == 1
        assert (await PaymentSetup.get()).status == status
    assert [entry.key for entry in gateway.journal if entry.call == "setup"] == [setup.id] * 5
    assert len(gateway.setup_requests) == 1
    assert await PaymentMethod.all().count() == 1
    assert await facts(setup) == [("created", 1), ("succeeded", 2)]


async def test_a_key_sent_twice_at_once_and_ten_looks_are_one_setup(
    store: Storefront, gateway: EveryWayGateway
) -> None:
    both = await asyncio.gather(add(store), add(store))
    assert {setup.id for setup in both} == {(await PaymentSetup.get()).id}
    assert gateway.calls("setup") == 1
    with pytest.raises(Conflict):
        await add(store, replace(CARD, token="tok_other"))

    gateway.script("setup", pending())
    waiting = await add(store, key="add-2")
    gateway.move_setup(waiting.id, PaymentState.SUCCEEDED)
    store.clock.advance(seconds=30)
    told = gateway.setups[waiting.id]
    await asyncio.gather(
        *(walk_due_setups(store.services) for _ in range(5)),
        *(settle_setup(store.merchant.system, setup_id=waiting.id, observed=told) for _ in range(5)),
    )
    assert await facts(waiting) == [("created", 1), ("pending", 2), ("succeeded", 3)]
    assert await PaymentMethod.all().count() == 2


async def test_two_payments_that_keep_a_card_at_once_make_one_customer(
    store: Storefront, gateway: EveryWayGateway
) -> None:
    card = PayWith("scripted", "CARD", "tok_visa", save=True, device_id="dev_1")
    await asyncio.gather(
        *(
            top_up(store.ana.context, amount=("5.00", "USD"), pay_with=card, idempotency_key=f"both-{n}")
            for n in range(2)
        )
    )
    assert (await GatewayCustomer.get()).reference == "gc_1"
    assert {request.customer_reference for request in gateway.requests} == {"gc_1"}
    assert {entry.key for entry in gateway.journal if entry.call == "customer"} == {f"{store.ana.row.id}:customer"}
    assert await PaymentMethod.filter(gateway_customer="gc_1").count() == 2
    await assert_all_adds_up(gateway)


async def test_who_dies_after_the_gateway_answered_leaves_a_setup_that_is_finished_once(
    store: Storefront, gateway: EveryWayGateway
) -> None:
    async def die() -> None:
        raise asyncio.CancelledError

    gateway.script("setup", Step(after=die))
    with pytest.raises(asyncio.CancelledError):
        await add(store)
    left = await PaymentSetup.get()
    assert (left.status, left.lease_until) == ("SENDING", START + timedelta(seconds=60))
    assert await walk_due_setups(store.services) == 0
    store.clock.advance(seconds=60)
    assert await walk_due_setups(store.services) == 1
    assert (await add(store)).status == "SUCCEEDED"
    assert [entry.key for entry in gateway.journal if entry.call == "setup"] == [left.id] * 2
    assert await PaymentMethod.all().count() == 1


@SQLITE
async def test_a_method_that_is_not_the_customers_to_have_is_not_kept(
    store: Storefront, gateway: EveryWayGateway
) -> None:
    await add(store)
    ben = await known_customer(store.merchant, "ben@example.com")
    mine = gateway.setups[(await PaymentSetup.get()).id].saved_method
    gateway.script("setup", lying(saved_method=mine))
    stolen = await add_method(ben.context, wanted=CARD, idempotency_key="ben")
    assert (stolen.status, stolen.decline_reason, stolen.payment_method_id) == ("FAILED", "PROCESSING_ERROR", None)
    assert (await PaymentMethod.get(gateway_reference="pm_1")).customer_id == store.ana.row.id

    # One name at the gateway for two customers would show each of them what the other has.
    eva = await known_customer(store.merchant, "eva@example.com")
    gateway.script("customer", lying(reference="gc_1"))
    mixed = await add_method(eva.context, wanted=CARD, idempotency_key="eva")
    assert (mixed.status, gateway.calls("setup")) == ("FAILED", 2)


@SQLITE
async def test_what_is_said_of_something_else_or_says_nothing_is_not_believed(
    store: Storefront, gateway: EveryWayGateway
) -> None:
    gateway.script("setup", require_action())
    setup = await add(store, WALLET)
    system, done = store.merchant.system, gateway.move_setup(setup.id, PaymentState.SUCCEEDED)
    for lie in (
        {"our_reference": "setup_other"},
        {"reference": "seti_other"},
        {"our_reference": None, "reference": None},
        {"our_reference": None, "reference": "seti_other"},
    ):
        assert not await settle_setup(system, setup_id=setup.id, observed=replace(done, **lie))
    assert not await settle_setup(system, setup_id=setup.id, observed=done, fence=99)
    # A success that does not name the method makes the gateway be asked.
    assert not await settle_setup(system, setup_id=setup.id, observed=replace(done, saved_method=None))
    assert (await PaymentSetup.get()).status == "REQUIRES_ACTION"
    assert await walk_due_setups(store.services) == 1
    assert (await PaymentSetup.get()).status == "SUCCEEDED"

    # Not every provider repeats our reference: its own will do. Later words change nothing.
    gateway.script("setup", require_action())
    other = await add(store, WALLET, key="add-2")
    unnamed = replace(gateway.move_setup(other.id, PaymentState.SUCCEEDED), our_reference=None)
    assert await settle_setup(system, setup_id=other.id, observed=unnamed)
    async with nothing_changes():
        assert not await settle_setup(system, setup_id=other.id, observed=replace(unnamed, state=PaymentState.FAILED))


@SQLITE
async def test_a_payer_who_leaves_is_given_a_day_and_may_still_finish(
    store: Storefront, gateway: EveryWayGateway
) -> None:
    gateway.expires_at = START + timedelta(minutes=10)
    gateway.script("setup", require_action(), require_action())
    short = await add(store, WALLET)
    gateway.expires_at = None
    long = await add(store, WALLET, key="add-2")
    store.clock.advance(minutes=11)
    await walk_due_setups(store.services)
    assert [row.status for row in await PaymentSetup.all().order_by("id")] == ["EXPIRED", "REQUIRES_ACTION"]
    while store.clock.now < START + timedelta(hours=24):
        row = await PaymentSetup.get(id=long.id)
        assert row.next_try_at is not None
        store.clock.now = row.next_try_at
        await walk_due_setups(store.services)
    assert store.clock.now == START + timedelta(hours=24)
    assert (await PaymentSetup.get(id=long.id)).status == "EXPIRED"

    late = gateway.move_setup(short.id, PaymentState.SUCCEEDED)
    assert await settle_setup(store.merchant.system, setup_id=short.id, observed=late)
    assert (await PaymentSetup.get(id=short.id)).payment_method_id == (await PaymentMethod.get()).id


@SQLITE
async def test_a_request_whose_key_the_gateway_has_forgotten_is_not_sent_again(
    store: Storefront, gateway: EveryWayGateway
) -> None:
    gateway.capabilities = replace(gateway.capabilities, key_lifetime=timedelta(hours=20))  # type: ignore[misc]
    gateway.script("setup", *(lost_request() for _ in range(5)))
    await add(store)
    while (row := await PaymentSetup.get()).next_try_at is not None:
        store.clock.now = row.next_try_at
        await walk_due_setups(store.services)
    assert (row.status, row.decline_reason, store.clock.now) == ("EXPIRED", None, START + timedelta(hours=24))
    # At once, after 30 seconds, 5 minutes and an hour; a day later it is only given up.
    assert gateway.calls("setup") == 4


@SQLITE
async def test_each_wrong_wish_is_refused_at_its_field_and_nothing_is_asked(
    store: Storefront, gateway: EveryWayGateway
) -> None:
    for wanted, path, code in (
        (replace(CARD, gateway="nobody"), "gateway", "GATEWAY_NOT_OFFERED"),
        (replace(CARD, account_id="gwa_nobody"), "accountId", "ACCOUNT_NOT_OFFERED"),
        (Wanted("scripted", "STORE"), "gateway", "NOT_OFFERED"),
        (Wanted("scripted", "BANK_TRANSFER"), "gateway", "NOT_OFFERED"),
        (replace(CARD, token=None), "token", "REQUIRED"),
        (replace(CARD, token=""), "token", "REQUIRED"),
        (replace(CARD, in_app=True), "token", "EXCLUSIVE"),
        (replace(CARD, token="4242424242424242"), "token", "CARD_NUMBER"),
        (replace(WALLET, token="tok_visa"), "token", "NOT_NEEDED"),
        (replace(CARD, device_id=None), "deviceId", "REQUIRED"),
        (replace(WALLET, return_url=None), "returnUrl", "REQUIRED"),
        (replace(WALLET, return_url="https://evil.example/"), "returnUrl", "FOREIGN_URL"),
    ):
        async with nothing_changes():
            with pytest.raises(InvalidInput) as caught:
                await add(store, wanted)
        (problem,) = caught.value.fields
        assert (problem.path, problem.code) == ((path,), code), wanted
    async with nothing_changes():
        for nobody in (store.merchant.visitor, store.merchant.system):
            with pytest.raises(Forbidden):
                await add_method(nobody, wanted=CARD, idempotency_key="nobody")
    gateway.capabilities = replace(gateway.capabilities, in_app=False)  # type: ignore[misc]
    async with nothing_changes():
        with pytest.raises(InvalidInput, match="mobile apps"):
            await add(store, Wanted("scripted", "CARD", in_app=True))
    assert gateway.journal == []
