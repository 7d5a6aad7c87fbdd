"""Keeping methods: once each, the first is the default, and nobody pays with somebody else's."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from backend.domain.errors import InvalidInput, PaymentDeclined
from backend.gateways.base import MethodKind, MethodSummary, PaymentState, SavedMethod, SavedMethodDetails
from backend.models import Event, GatewayAccount, Payment, PaymentMethod
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.pay_with import PayWith
from backend.services.payments.settle import settle_attempt
from tests.support.balances import Treasury, open_treasury
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.scripted_gateway import decline, lost_reply, lying, pending, require_action
from tests.support.storefront import Storefront, known_customer, only_attempt, only_payment

SAVED = PayWith("scripted", "CARD", "tok_visa", save=True)


@pytest.fixture
async def treasury(store: Storefront) -> Treasury:
    return await open_treasury(store)


def kept(method: PaymentMethod) -> PayWith:
    """Pay with what is kept."""
    return PayWith("scripted", "CARD", method_id=method.id)


def card(reference: str, **changes: object) -> SavedMethodDetails:
    """What a gateway says that it keeps."""
    summary = MethodSummary(MethodKind.CARD, "visa", "4242", 12, 2040)
    return SavedMethodDetails(reference, "cus_1", replace(summary, **changes))  # type: ignore[arg-type]


async def test_a_payment_that_succeeds_keeps_its_method_and_the_first_one_is_the_default(treasury: Treasury) -> None:
    await treasury.top_up(pay_with=SAVED)
    first = await PaymentMethod.get()
    assert (first.gateway, first.kind, first.gateway_account_id) == ("scripted", "CARD", treasury.store.account.id)
    assert (first.gateway_reference, first.gateway_customer) == ("pm_1", "cus_1")
    assert (first.brand, first.last4, first.expires_month, first.expires_year) == ("visa", "4242", 12, 2040)
    assert (first.customer_id, first.is_default, first.removed_at) == (treasury.store.ana.row.id, True, None)
    assert first.created_at == START
    told = await Event.get(type="payment_method.kept")
    assert (told.subject_id, told.customer_id) == (first.id, first.customer_id)
    assert told.payload == {"gateway": "scripted", "kind": "CARD", "brand": "visa", "last4": "4242"}

    await treasury.top_up(pay_with=SAVED)
    second = await PaymentMethod.get(gateway_reference="pm_2")
    assert (second.is_default, second.gateway_customer) == (False, "cus_1")
    assert treasury.store.gateway.requests[1].customer_reference == "cus_1", "the gateway knows the payer already"
    await assert_all_adds_up(treasury.store.gateway)


async def test_what_nobody_asked_to_keep_and_what_fails_is_not_kept(treasury: Treasury) -> None:
    await treasury.top_up()
    treasury.store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await treasury.top_up(pay_with=SAVED)
    assert await PaymentMethod.all().count() == 0


async def test_a_method_is_kept_only_when_the_money_comes(treasury: Treasury) -> None:
    store = treasury.store
    store.gateway.script("create", require_action())
    await treasury.top_up(pay_with=SAVED)
    assert await PaymentMethod.all().count() == 0

    store.gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED)
    store.clock.advance(minutes=1)
    await collect_due_attempts(store.services)
    assert (await PaymentMethod.get()).gateway_reference == "pm_1"
    await assert_all_adds_up(store.gateway)


async def test_a_lost_reply_does_not_lose_the_method(treasury: Treasury) -> None:
    store = treasury.store
    store.gateway.script("create", lost_reply())
    await treasury.top_up(pay_with=SAVED)
    store.clock.advance(minutes=1)
    await collect_due_attempts(store.services)
    assert (await PaymentMethod.get()).gateway_reference == "pm_1"


async def test_the_same_success_twenty_times_at_once_keeps_one(treasury: Treasury) -> None:
    store = treasury.store
    store.gateway.script("create", pending())
    await treasury.top_up(pay_with=SAVED)
    attempt = await only_attempt()
    observed = store.gateway.move(attempt.id, PaymentState.SUCCEEDED)
    system = store.merchant.system
    await asyncio.gather(*(settle_attempt(system, attempt_id=attempt.id, observed=observed) for _ in range(20)))
    assert await PaymentMethod.all().count() == 1


async def test_methods_kept_at_once_make_one_default(treasury: Treasury) -> None:
    await asyncio.gather(*(treasury.top_up(pay_with=SAVED) for _ in range(8)))
    rows = await PaymentMethod.all()
    assert sorted(row.gateway_reference for row in rows) == [f"pm_{n}" for n in range(1, 9)]
    assert [row.is_default for row in rows].count(True) == 1
    await assert_all_adds_up(treasury.store.gateway)


async def test_the_same_method_kept_again_is_one_row_brought_up_to_date(treasury: Treasury) -> None:
    store = treasury.store
    await treasury.top_up(pay_with=SAVED)
    first = await PaymentMethod.get()
    again = card("pm_1", brand="mastercard", last4="4444", expires_year=2045)
    store.gateway.script("create", lying(saved_method=again))
    await treasury.top_up(pay_with=SAVED)

    row = await PaymentMethod.get()
    assert (row.id, row.is_default, row.created_at) == (first.id, True, first.created_at)
    assert (row.brand, row.last4, row.expires_month, row.expires_year) == ("mastercard", "4444", 12, 2045)
    assert await Event.filter(type="payment_method.kept").count() == 1


async def test_a_removed_method_that_is_kept_again_comes_back(treasury: Treasury) -> None:
    store = treasury.store
    await treasury.top_up(pay_with=SAVED)
    await treasury.top_up(pay_with=SAVED)
    await PaymentMethod.filter(gateway_reference="pm_1").update(is_default=False, removed_at=START)
    await PaymentMethod.filter(gateway_reference="pm_2").update(is_default=True)
    store.gateway.script("create", lying(saved_method=card("pm_1")))
    await treasury.top_up(pay_with=SAVED)

    back = await PaymentMethod.get(gateway_reference="pm_1")
    assert (back.removed_at, back.is_default) == (None, False)
    assert await PaymentMethod.all().count() == 2
    assert await Event.filter(type="payment_method.kept", subject_id=back.id).count() == 2


@pytest.mark.parametrize(
    "details",
    [
        card("pm_" + "x" * 253),
        replace(card("pm_1"), customer_reference="c" * 256),
        card("pm_1", kind=MethodKind.CASH),
        card("pm_1", kind=MethodKind.BALANCE),
    ],
    ids=["long reference", "long customer", "cash", "balance"],
)
async def test_what_cannot_be_kept_never_hinders_the_payment(treasury: Treasury, details: SavedMethodDetails) -> None:
    treasury.store.gateway.script("create", lying(saved_method=details))
    payment = await treasury.top_up(pay_with=SAVED)
    assert payment.status == "SUCCEEDED"
    assert await treasury.log() == [("TOP_UP", 2500, 2500)]
    assert await PaymentMethod.all().count() == 0
    await assert_all_adds_up(treasury.store.gateway)


async def test_a_providers_long_words_are_cut(treasury: Treasury) -> None:
    treasury.store.gateway.script("create", lying(saved_method=card("pm_" + "x" * 252, brand="b" * 40, last4="123456")))
    await treasury.top_up(pay_with=SAVED)
    row = await PaymentMethod.get()
    assert (len(row.gateway_reference), row.brand, row.last4) == (255, "b" * 30, "3456")


async def test_a_method_of_another_customer_stays_theirs(treasury: Treasury) -> None:
    store = treasury.store
    await treasury.top_up(pay_with=SAVED)
    ben = await known_customer(store.merchant, "ben@example.com")
    store.gateway.script("create", lying(saved_method=card("pm_1", brand="stolen")))
    payment = await treasury.top_up(who=ben, pay_with=SAVED)

    assert payment.status == "SUCCEEDED"
    row = await PaymentMethod.get()
    assert (row.customer_id, row.brand) == (store.ana.row.id, "visa")
    await assert_all_adds_up(store.gateway)


async def test_a_kept_method_pays_without_a_token(treasury: Treasury) -> None:
    store = treasury.store
    await treasury.top_up(pay_with=SAVED)
    method = await PaymentMethod.get()
    payment = await treasury.top_up("7.00", pay_with=kept(method))

    assert (payment.status, payment.captured_minor) == ("SUCCEEDED", 700)
    request = store.gateway.requests[1]
    assert request.source == SavedMethod(MethodKind.CARD, "cus_1", "pm_1")
    assert (request.off_session, request.save_method) == (False, False)
    assert await PaymentMethod.all().count() == 1
    await assert_all_adds_up(store.gateway)


async def test_a_kept_method_pays_for_a_subscription_with_3d_secure(treasury: Treasury) -> None:
    store = treasury.store
    await treasury.top_up(pay_with=SAVED)
    method = await PaymentMethod.get()
    store.gateway.script("create", require_action())
    made = await store.subscribe(pay_with=kept(method))
    assert made.payment is not None
    assert (made.payment.status, made.subscription.status) == ("REQUIRES_ACTION", "INCOMPLETE")
    assert made.payment.action_sealed is not None

    attempt = store.gateway.requests[1].our_reference
    await store.hears(store.gateway.move(attempt, PaymentState.SUCCEEDED), id="evt_1")
    assert (await Payment.get(id=made.payment.id)).status == "SUCCEEDED"
    await assert_all_adds_up(store.gateway)


async def test_somebody_elses_a_removed_and_an_unknown_method_look_the_same(treasury: Treasury) -> None:
    store = treasury.store
    await treasury.top_up(pay_with=SAVED)
    method = await PaymentMethod.get()
    ben = await known_customer(store.merchant, "ben@example.com")

    async def refused(pay_with: PayWith, *, as_ben: bool = False) -> tuple[tuple[str, ...], str]:
        async with nothing_changes():
            with pytest.raises(InvalidInput) as caught:
                await treasury.top_up(who=ben if as_ben else None, pay_with=pay_with)
        (problem,) = caught.value.fields
        return problem.path, problem.code

    unknown = (("payWith", "methodId"), "UNKNOWN_METHOD")
    assert await refused(kept(method), as_ben=True) == unknown
    assert await refused(PayWith("scripted", "CARD", method_id="pm_nobody")) == unknown
    assert await refused(PayWith("scripted", "CARD", "tok", method_id=method.id)) == (("payWith", "token"), "EXCLUSIVE")
    await GatewayAccount.all().update(enabled=False)
    assert await refused(kept(method)) == (("payWith", "methodId"), "GATEWAY_NOT_OFFERED")
    await GatewayAccount.all().update(enabled=True)
    await PaymentMethod.all().update(removed_at=START, is_default=False)
    assert await refused(kept(method)) == unknown
    assert (await only_payment()).status == "SUCCEEDED"
