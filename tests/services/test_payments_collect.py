"""Collecting: every way a gateway can answer, and how each ends with the money that really moved, booked once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.domain.errors import PaymentDeclined
from backend.domain.money import Currency, Money
from backend.gateways.base import (
    DeclineAdvice,
    InvalidRequest,
    MethodKind,
    NewMethod,
    NotSupported,
    PaymentState,
    Redirect,
    Unavailable,
)
from backend.models import Invoice, LedgerTransaction, Payment, PaymentAttempt, Subscription
from backend.services.context import Limits, Services
from backend.services.payments.action import open_action
from backend.services.payments.collect import collect_attempt
from backend.services.payments.due import collect_due_attempts
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up
from tests.support.scripted_gateway import (
    ACTION_URL,
    ScriptedGateway,
    Step,
    away,
    conflict,
    crash,
    decline,
    fail,
    hang,
    invalid,
    lost_reply,
    lost_request,
    lying,
    misconfigured,
    pending,
    require_action,
    succeed,
)
from tests.support.storefront import Storefront, only_attempt, only_payment


async def statuses() -> tuple[str, str, str, str]:
    """Attempt, payment, invoice, subscription: there is one of each."""
    (invoice,), (subscription,) = await Invoice.all(), await Subscription.all()
    return (await only_attempt()).status, (await only_payment()).status, invoice.status, subscription.status


PAID = ("SUCCEEDED", "SUCCEEDED", "PAID", "ACTIVE")


async def test_money_that_is_taken_is_booked_and_starts_the_subscription(store: Storefront) -> None:
    made = await store.subscribe()

    assert await statuses() == PAID
    attempt, payment = await only_attempt(), await only_payment()
    assert (attempt.tries, attempt.fence, attempt.lease_until, attempt.next_try_at) == (1, 1, None, None)
    assert (attempt.source_sealed, attempt.gateway_reference, attempt.gateway_status) == (None, "ch_1", "succeeded")
    assert (attempt.sent_at, attempt.last_error) == (START, None)
    assert (payment.captured_minor, payment.refunded_minor, payment.refund_pending_minor) == (1000, 0, 0)
    assert (payment.card_brand, payment.card_last4, payment.gateway_reference) == ("visa", "4242", "ch_1")
    assert made.payment is not None
    assert made.payment.id == payment.id
    await assert_all_adds_up(store.gateway)


async def test_the_gateway_is_asked_with_the_attempts_own_key_and_all_it_may_know(store: Storefront) -> None:
    await store.subscribe()

    (request,), attempt, payment = store.gateway.requests, await only_attempt(), await only_payment()
    assert (request.key, request.our_reference) == (attempt.id, attempt.id)
    assert request.amount == Money(1000, Currency("USD", 2))
    assert request.description == "Invoice INV-000001"
    assert request.source == NewMethod(MethodKind.CARD, "tok_visa")
    assert (request.payer.name, request.payer.email, request.payer.locale) == ("Ana Torres", "ana@example.com", "en")
    assert request.metadata == {"payment": payment.id, "customer": store.ana.row.id}


@pytest.mark.parametrize(
    ("reason", "advice", "retryable"),
    [
        ("INSUFFICIENT_FUNDS", DeclineAdvice.RETRY_LATER, True),
        ("EXPIRED_CARD", DeclineAdvice.NEW_METHOD, True),
        ("AUTHENTICATION_REQUIRED", DeclineAdvice.AUTHENTICATE, True),
        ("GENERIC", DeclineAdvice.CONTACT_ISSUER, True),
        ("FRAUD", DeclineAdvice.NEVER, False),
        ("PROCESSING_ERROR", DeclineAdvice.MERCHANT_FIX, False),
    ],
)
async def test_a_decline_is_recorded_and_told_with_its_reason(
    store: Storefront, reason: str, advice: DeclineAdvice, retryable: bool
) -> None:
    store.gateway.script("create", decline(reason, advice, "do_not_honor"))

    with pytest.raises(PaymentDeclined) as caught:
        await store.subscribe()

    attempt, payment = await only_attempt(), await only_payment()
    assert (caught.value.payment_id, caught.value.reason, caught.value.retryable) == (payment.id, reason, retryable)
    assert await statuses() == ("FAILED", "FAILED", "OPEN", "INCOMPLETE")
    assert (attempt.decline_reason, attempt.decline_advice, attempt.decline_code) == (reason, advice, "do_not_honor")
    assert (payment.decline_reason, payment.decline_advice, payment.captured_minor) == (reason, advice, 0)
    assert (attempt.next_try_at, attempt.source_sealed, attempt.lease_until) == (None, None, None)
    assert store.gateway.charges == []
    await assert_all_adds_up(store.gateway)


async def test_an_action_waits_for_the_payer_at_the_gateways_address(store: Storefront) -> None:
    store.gateway.script("create", require_action())
    await store.subscribe()

    payment = await only_payment()
    assert await statuses() == ("REQUIRES_ACTION", "REQUIRES_ACTION", "OPEN", "INCOMPLETE")
    assert open_action(store.ana.context, payment) == Redirect(ACTION_URL)
    assert payment.action_expires_at is None

    store.gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED)
    store.clock.advance(seconds=30)
    assert await collect_due_attempts(store.services) == 1

    assert await statuses() == PAID
    assert open_action(store.ana.context, await only_payment()) is None
    assert (store.gateway.calls("create"), store.gateway.calls("fetch")) == (1, 1)
    await assert_all_adds_up(store.gateway)


async def test_a_pending_payment_becomes_what_the_gateway_says_later(store: Storefront) -> None:
    store.gateway.script("create", pending())
    await store.subscribe()
    assert await statuses() == ("PENDING", "PENDING", "OPEN", "INCOMPLETE")

    store.gateway.move((await only_attempt()).id, PaymentState.EXPIRED)
    store.clock.advance(seconds=30)
    await collect_due_attempts(store.services)

    assert await statuses() == ("EXPIRED", "EXPIRED", "OPEN", "INCOMPLETE")
    assert (await only_attempt()).next_try_at is None
    await assert_all_adds_up(store.gateway)


@pytest.mark.parametrize("lost", [lost_reply(), crash()], ids=["timeout", "crash"])
async def test_a_lost_reply_is_recovered_by_looking_up_and_nothing_is_charged_twice(
    store: Storefront, lost: Step
) -> None:
    store.gateway.script("create", lost)
    made = await store.subscribe()

    assert made.payment is not None
    assert made.payment.status == "PENDING"
    assert await statuses() == ("UNKNOWN", "PENDING", "OPEN", "INCOMPLETE")
    attempt = await only_attempt()
    assert attempt.next_try_at == START + timedelta(seconds=30)
    assert attempt.last_error in ("read timeout", "RuntimeError")
    assert await collect_due_attempts(store.services) == 0

    store.clock.advance(seconds=30)
    assert await collect_due_attempts(store.services) == 1

    assert await statuses() == PAID
    assert (store.gateway.calls("create"), store.gateway.calls("find")) == (1, 1)
    assert len(store.gateway.charges) == 1
    assert (await only_attempt()).last_error is None
    await assert_all_adds_up(store.gateway)


async def test_a_lost_request_is_looked_up_first_and_then_sent_again_with_the_same_key(store: Storefront) -> None:
    store.gateway.script("create", lost_request())
    await store.subscribe()
    assert await statuses() == ("UNKNOWN", "PENDING", "OPEN", "INCOMPLETE")

    store.clock.advance(seconds=30)
    await collect_due_attempts(store.services)

    assert await statuses() == PAID
    attempt = await only_attempt()
    assert [(entry.call, entry.key) for entry in store.gateway.journal] == [
        ("create", attempt.id),
        ("find", None),
        ("create", attempt.id),
    ]
    await assert_all_adds_up(store.gateway)


async def test_a_lost_decline_is_recovered_as_a_decline(store: Storefront) -> None:
    store.gateway.script("create", lost_reply(PaymentState.FAILED))
    await store.subscribe()
    store.clock.advance(seconds=30)
    await collect_due_attempts(store.services)

    assert await statuses() == ("FAILED", "FAILED", "OPEN", "INCOMPLETE")
    await assert_all_adds_up(store.gateway)


async def test_what_was_certainly_not_executed_is_sent_again_with_the_same_key(store: Storefront) -> None:
    store.gateway.script("create", away(), away())
    made = await store.subscribe()
    assert made.payment is not None
    assert await statuses() == ("CREATED", "PENDING", "OPEN", "INCOMPLETE")
    assert (await only_attempt()).next_try_at == START + timedelta(seconds=2)

    store.clock.advance(seconds=2)
    await collect_due_attempts(store.services)
    assert (await only_attempt()).next_try_at == START + timedelta(seconds=12)
    store.clock.advance(seconds=10)
    await collect_due_attempts(store.services)

    assert await statuses() == PAID
    attempt = await only_attempt()
    assert {entry.key for entry in store.gateway.journal} == {attempt.idempotency_key} == {attempt.id}
    assert (attempt.tries, store.gateway.calls("create"), store.gateway.calls("find")) == (3, 3, 0)
    await assert_all_adds_up(store.gateway)


async def test_the_gateways_own_wish_when_to_return_is_kept(store: Storefront) -> None:
    store.gateway.script("create", away(retry_after_seconds=77))
    await store.subscribe()
    assert (await only_attempt()).next_try_at == START + timedelta(seconds=77)


async def test_sending_again_gets_ever_more_seldom(store: Storefront) -> None:
    store.gateway.script("create", *[away()] * 6)
    await store.subscribe()
    waits = []
    for _ in range(6):
        due = (await only_attempt()).next_try_at
        assert due is not None
        waits.append((due - store.clock.now).total_seconds())
        store.clock.now = due - timedelta(microseconds=1)
        assert await collect_due_attempts(store.services) == 0
        store.clock.now = due
        assert await collect_due_attempts(store.services) == 1
    assert waits == [2, 10, 60, 600, 600, 600]
    assert await statuses() == PAID


async def test_looking_again_gets_ever_more_seldom(store: Storefront) -> None:
    store.gateway.script("create", pending())
    await store.subscribe()
    waits = []
    for _ in range(6):
        due = (await only_attempt()).next_try_at
        assert due is not None
        waits.append((due - store.clock.now).total_seconds())
        store.clock.now = due - timedelta(microseconds=1)
        assert await collect_due_attempts(store.services) == 0
        store.clock.now = due
        assert await collect_due_attempts(store.services) == 1
    assert waits == [30, 300, 3600, 86400, 86400, 86400]
    assert await statuses() == ("PENDING", "PENDING", "OPEN", "INCOMPLETE")
    assert (store.gateway.calls("create"), store.gateway.calls("fetch")) == (1, 6)


@pytest.mark.parametrize("refusal", [misconfigured(), invalid()], ids=["configuration", "request"])
async def test_a_gateway_that_refuses_the_request_ends_the_attempt_for_staff_to_see_to(
    store: Storefront, refusal: Step
) -> None:
    store.gateway.script("create", refusal)

    with pytest.raises(PaymentDeclined) as caught:
        await store.subscribe()

    assert (caught.value.reason, caught.value.retryable) == ("PROCESSING_ERROR", False)
    assert await statuses() == ("FAILED", "FAILED", "OPEN", "INCOMPLETE")
    attempt = await only_attempt()
    assert (attempt.decline_reason, attempt.decline_advice) == ("PROCESSING_ERROR", "MERCHANT_FIX")
    assert attempt.last_error in ("wrong key", "no such token")
    assert attempt.gateway_reference is None
    await assert_all_adds_up(store.gateway)


@pytest.mark.parametrize("refusal", [misconfigured(), invalid(), away()], ids=["configuration", "request", "away"])
async def test_a_refusal_after_a_lost_reply_says_nothing_of_the_first_request(store: Storefront, refusal: Step) -> None:
    store.gateway.script("create", lost_reply())
    store.gateway.script("find", replace(refusal))
    await store.subscribe()
    store.clock.advance(seconds=30)
    await collect_due_attempts(store.services)
    assert await statuses() == ("UNKNOWN", "PENDING", "OPEN", "INCOMPLETE")

    store.clock.advance(minutes=5)
    await collect_due_attempts(store.services)
    assert await statuses() == PAID
    await assert_all_adds_up(store.gateway)


async def test_a_reference_that_is_in_use_by_this_very_payment_is_adopted(store: Storefront) -> None:
    store.gateway.script("create", conflict(executed=True))
    await store.subscribe()

    assert await statuses() == PAID
    assert (store.gateway.calls("create"), store.gateway.calls("find")) == (1, 1)
    await assert_all_adds_up(store.gateway)


async def test_a_conflict_over_something_unknown_stays_open(store: Storefront) -> None:
    store.gateway.script("create", conflict(executed=False))
    await store.subscribe()

    assert await statuses() == ("UNKNOWN", "PENDING", "OPEN", "INCOMPLETE")
    assert (await only_attempt()).last_error == "reference in use"


@pytest.mark.parametrize("error", [NotSupported("no lookup"), InvalidRequest("?"), Unavailable("away")])
async def test_a_conflict_that_cannot_be_looked_up_is_never_taken_for_a_failure(
    store: Storefront, error: Exception
) -> None:
    store.gateway.script("create", conflict(executed=True))
    store.gateway.script("find", fail(error))
    await store.subscribe()
    assert await statuses() == ("UNKNOWN", "PENDING", "OPEN", "INCOMPLETE")

    store.clock.advance(seconds=30)
    await collect_due_attempts(store.services)
    assert await statuses() == PAID
    await assert_all_adds_up(store.gateway)


DOLLARS = Currency("USD", 2)


@pytest.mark.parametrize(
    "lie",
    [
        {"amount": Money(1, DOLLARS)},
        {"amount": Money(100_000, DOLLARS)},
        {"amount": Money(1000, Currency("EUR", 2))},
        {"amount": Money(1000, Currency("USD", 3))},
        {"our_reference": "pa_somebody_else"},
        {"our_reference": None},
    ],
    ids=lambda lie: next(f"{name}-{value}" for name, value in lie.items()),
)
async def test_an_answer_about_another_payment_is_not_applied(store: Storefront, lie: dict[str, object]) -> None:
    store.gateway.script("create", lying(**lie))
    await store.subscribe()

    assert await statuses() == ("UNKNOWN", "PENDING", "OPEN", "INCOMPLETE")
    attempt, payment = await only_attempt(), await only_payment()
    assert (attempt.gateway_reference, payment.captured_minor) == (None, 0)
    assert await LedgerTransaction.filter(key__startswith="attempt:").count() == 0
    assert attempt.next_try_at == START + timedelta(seconds=30)

    store.clock.advance(seconds=30)
    await collect_due_attempts(store.services)
    assert await statuses() == PAID
    await assert_all_adds_up(store.gateway)


async def test_another_reference_for_an_attempt_that_has_one_is_not_applied(store: Storefront) -> None:
    store.gateway.script("create", pending())
    store.gateway.script("fetch", lying(reference="ch_other", state=PaymentState.SUCCEEDED))
    await store.subscribe()
    store.clock.advance(seconds=30)
    await collect_due_attempts(store.services)

    assert await statuses() == ("PENDING", "PENDING", "OPEN", "INCOMPLETE")
    assert (await only_attempt()).gateway_reference == "ch_1"


async def test_a_state_that_the_gateway_cannot_name_is_neither_success_nor_failure(store: Storefront) -> None:
    store.gateway.script("create", lying(state=PaymentState.UNKNOWN))
    await store.subscribe()
    assert await statuses() == ("UNKNOWN", "PENDING", "OPEN", "INCOMPLETE")

    store.clock.advance(seconds=30)
    await collect_due_attempts(store.services)
    assert await statuses() == PAID
    await assert_all_adds_up(store.gateway)


async def test_a_provider_that_is_wordy_or_speaks_of_unknown_reasons_stops_nothing(store: Storefront) -> None:
    store.gateway.script("create", decline("A_REASON_OF_ITS_OWN", DeclineAdvice.NEW_METHOD, "x" * 300))

    with pytest.raises(PaymentDeclined) as caught:
        await store.subscribe()

    assert caught.value.reason == "GENERIC"
    attempt = await only_attempt()
    assert (attempt.status, attempt.decline_reason, attempt.decline_code) == ("FAILED", "GENERIC", "x" * 100)


async def test_money_is_booked_however_long_the_providers_words_are(store: Storefront) -> None:
    store.gateway.script("create", lying(gateway_status="s" * 200))
    await store.subscribe()

    assert await statuses() == PAID
    assert (await only_attempt()).gateway_status == "s" * 60
    await assert_all_adds_up(store.gateway)


@pytest.mark.parametrize("executed", [True, False])
async def test_a_gateway_that_never_answers_is_left_after_the_limit_of_a_call(
    store: Storefront, executed: bool
) -> None:
    impatient = replace(store.services, limits=Limits(gateway_call=timedelta(milliseconds=500)))
    shop = replace(
        store, merchant=replace(store.merchant, services=impatient), ana=replace(store.ana, services=impatient)
    )
    store.gateway.script("create", hang(PaymentState.SUCCEEDED if executed else None))
    await shop.subscribe()

    assert await statuses() == ("UNKNOWN", "PENDING", "OPEN", "INCOMPLETE")
    attempt = await only_attempt()
    assert (attempt.last_error, attempt.lease_until) == ("TimeoutError", None)

    store.clock.advance(seconds=30)
    await collect_due_attempts(store.services)
    assert await statuses() == PAID
    await assert_all_adds_up(store.gateway)


async def hold(gateway: ScriptedGateway, step: Step) -> tuple[asyncio.Event, asyncio.Event]:
    """The next create call executes `step`, says that it came so far, and answers when it may."""
    reached, may_answer = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        reached.set()
        await may_answer.wait()

    gateway.script("create", replace(step, after=wait))
    return reached, may_answer


async def test_an_attempt_that_somebody_holds_is_left_alone_until_the_lease_is_over(store: Storefront) -> None:
    reached, may_answer = await hold(store.gateway, succeed())
    first = asyncio.create_task(store.subscribe())
    await reached.wait()
    attempt = await only_attempt()
    assert (attempt.status, attempt.fence) == ("SENDING", 1)
    assert attempt.lease_until == START + timedelta(seconds=60)

    store.clock.advance(seconds=59, milliseconds=999)
    assert await collect_due_attempts(store.services) == 0
    assert await collect_attempt(store.merchant.system, attempt_id=attempt.id) is False
    assert len(store.gateway.journal) == 1

    may_answer.set()
    await first
    assert await statuses() == PAID
    await assert_all_adds_up(store.gateway)


@pytest.mark.parametrize("truth", [PaymentState.SUCCEEDED, PaymentState.FAILED])
async def test_a_worker_that_lost_its_lease_writes_nothing(store: Storefront, truth: PaymentState) -> None:
    reached, may_answer = await hold(store.gateway, Step(PaymentState.PENDING))
    zombie = asyncio.create_task(store.subscribe())
    await reached.wait()
    attempt_id = (await only_attempt()).id

    store.clock.advance(seconds=60)
    store.gateway.move(attempt_id, truth)
    assert await collect_due_attempts(store.services) == 1
    settled = await PaymentAttempt.all().values(), await Payment.all().values()
    assert (await only_attempt()).status == truth.value

    may_answer.set()
    await asyncio.gather(zombie, return_exceptions=True)
    assert (await PaymentAttempt.all().values(), await Payment.all().values()) == settled
    assert (await only_attempt()).fence == 2
    await assert_all_adds_up(store.gateway)


async def test_a_zombies_failure_cannot_end_an_attempt_that_another_worker_holds(store: Storefront) -> None:
    reached, may_answer = await hold(store.gateway, misconfigured())
    zombie = asyncio.create_task(store.subscribe())
    await reached.wait()
    store.clock.advance(seconds=60)
    second_reached, second_may_answer = await hold(store.gateway, succeed())
    second = asyncio.create_task(collect_due_attempts(store.services))
    await second_reached.wait()

    may_answer.set()
    made = await zombie
    assert made.payment is not None
    assert made.payment.status == "PENDING"
    attempt = await only_attempt()
    assert (attempt.status, attempt.fence, attempt.last_error) == ("SENDING", 2, None)
    assert attempt.lease_until == START + timedelta(seconds=120)

    second_may_answer.set()
    assert await second == 1
    assert await statuses() == PAID
    await assert_all_adds_up(store.gateway)


async def test_a_caller_who_hangs_up_in_the_middle_loses_nothing(store: Storefront) -> None:
    reached, _ = await hold(store.gateway, succeed())
    request = asyncio.create_task(store.subscribe())
    await reached.wait()
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    assert await statuses() == ("SENDING", "PENDING", "OPEN", "INCOMPLETE")

    store.clock.advance(seconds=60)
    assert await collect_due_attempts(store.services) == 1
    assert await statuses() == PAID
    assert (store.gateway.calls("create"), store.gateway.calls("find")) == (1, 1)
    await assert_all_adds_up(store.gateway)


async def test_an_account_that_was_switched_off_still_finishes_what_it_began(store: Storefront) -> None:
    store.gateway.script("create", lost_reply())
    await store.subscribe()
    store.account.enabled = False
    await store.account.save(update_fields=["enabled"])
    store.clock.advance(seconds=30)
    await collect_due_attempts(store.services)

    assert await statuses() == PAID


async def test_twenty_looks_at_one_attempt_make_one_call(store: Storefront) -> None:
    store.gateway.script("create", away())
    await store.subscribe()
    attempt = await only_attempt()
    store.clock.advance(seconds=2)

    walked = await asyncio.gather(*(collect_attempt(store.merchant.system, attempt_id=attempt.id) for _ in range(20)))

    assert sorted(walked) == [False] * 19 + [True]
    assert store.gateway.calls("create") == 2
    assert await statuses() == PAID
    await assert_all_adds_up(store.gateway)


async def test_an_attempt_of_another_merchant_cannot_be_walked(store: Storefront, services: Services) -> None:
    store.gateway.script("create", away())
    await store.subscribe()
    store.clock.advance(seconds=2)
    foreign = services.system("mer_foreign")

    assert await collect_attempt(foreign, attempt_id=(await only_attempt()).id) is False
    assert store.gateway.calls("create") == 1
