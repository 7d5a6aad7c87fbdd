"""The inbox: what a gateway tells is verified, stored once, and applied when it can be."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from backend.domain.errors import NotFound
from backend.gateways.base import OutcomeUnknown, PaymentResult, PaymentState, Unavailable, WebhookRejected
from backend.models import Event, GatewayEvent, LedgerTransaction, Payment, PaymentAttempt
from backend.services.context import Limits
from backend.services.gateways.apply import MAX_TRIES, apply_due_events
from backend.services.gateways.receive import receive_webhook
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import open_merchant
from tests.support.scripted_gateway import Step, at, away, fail, hang, pending, webhook
from tests.support.storefront import Storefront, only_attempt, only_payment, scripted_account


async def waiting(store: Storefront) -> PaymentResult:
    """A payment that is PENDING at the provider."""
    store.gateway.script("create", pending())
    await store.subscribe()
    return store.gateway.payments[(await only_attempt()).id]


async def only_event() -> GatewayEvent:
    (event,) = await GatewayEvent.all()
    return event


async def test_a_forged_webhook_leaves_no_trace(store: Storefront) -> None:
    payment = at(await waiting(store), PaymentState.SUCCEEDED)
    headers, body = webhook(payment, id="evt_1", secret="guessed")
    right, _ = webhook(payment, id="evt_1")
    async with nothing_changes():
        for forged in (headers, {}, {"x-signature": ""}, {"x-signature": right["x-signature"].upper()}):
            with pytest.raises(WebhookRejected):
                await receive_webhook(store.services, account_id=store.account.id, headers=forged, body=body)
        with pytest.raises(WebhookRejected):
            await receive_webhook(store.services, account_id=store.account.id, headers=right, body=body + b" ")


async def test_a_webhook_for_an_account_that_is_not_there_is_refused(store: Storefront) -> None:
    headers, body = webhook(await waiting(store), id="evt_1")
    async with nothing_changes():
        with pytest.raises(NotFound):
            await receive_webhook(store.services, account_id="gwa_nobody", headers=headers, body=body)


async def test_a_webhook_is_stored_as_it_came_and_applied_later(store: Storefront) -> None:
    payment = await waiting(store)
    headers, body = webhook(store.gateway.move(payment.our_reference or "", PaymentState.SUCCEEDED), id="evt_1")
    assert await receive_webhook(store.services, account_id=store.account.id, headers=headers, body=body) == 1

    event = await only_event()
    assert (event.status, event.tries, event.next_try_at, event.received_at) == ("RECEIVED", 0, START, START)
    assert (event.dedupe_key, event.kind, event.trust) == ("evt_1", "payment.succeeded", "signed_full")
    assert (event.reference, event.our_reference, event.body) == ("ch_1", payment.our_reference, body.decode())
    assert (await only_payment()).status == "PENDING"

    assert await apply_due_events(store.services) == 1
    event = await only_event()
    assert (event.status, event.tries, event.next_try_at) == ("APPLIED", 1, None)
    assert event.outcome == "changed the payment"
    assert (await only_payment()).status == "SUCCEEDED"
    assert await apply_due_events(store.services) == 0
    await assert_all_adds_up(store.gateway)


async def test_the_same_webhook_twenty_times_at_once_is_one(store: Storefront) -> None:
    payment = await waiting(store)
    paid = store.gateway.move(payment.our_reference or "", PaymentState.SUCCEEDED)

    stored = await asyncio.gather(*(store.told(paid, id="evt_1") for _ in range(20)))
    assert sorted(stored) == [0] * 19 + [1]
    await asyncio.gather(*(apply_due_events(store.services) for _ in range(20)))

    assert await GatewayEvent.all().count() == 1
    assert await LedgerTransaction.filter(key__startswith="attempt:").count() == 1
    assert await Event.filter(type="payment.succeeded").count() == 1
    assert (await only_event()).status == "APPLIED"
    await assert_all_adds_up(store.gateway)


async def test_two_accounts_may_use_the_same_event_id(store: Storefront) -> None:
    other = await scripted_account(store.merchant, "Other cards", "other secret")
    payment = at(await waiting(store), PaymentState.PENDING)
    await store.told(payment, id="evt_1")
    headers, body = webhook(payment, id="evt_1", secret="other secret")
    assert await receive_webhook(store.services, account_id=other.id, headers=headers, body=body) == 1
    assert await GatewayEvent.all().count() == 2


NEWS = (PaymentState.PENDING, PaymentState.REQUIRES_ACTION, PaymentState.SUCCEEDED, PaymentState.FAILED)


@pytest.mark.parametrize("order", list(permutations(NEWS)), ids=lambda order: "-".join(state[:4] for state in order))
async def test_every_order_of_the_same_news_ends_alike(store: Storefront, order: tuple[PaymentState, ...]) -> None:
    payment = await waiting(store)
    store.gateway.move(payment.our_reference or "", PaymentState.SUCCEEDED)
    for state in order:
        await store.hears(at(payment, state), id=f"evt_{state}")

    attempt, shown = await only_attempt(), await only_payment()
    assert (attempt.status, attempt.gateway_status, attempt.decline_reason) == ("SUCCEEDED", "succeeded", None)
    assert (shown.status, shown.captured_minor, shown.decline_reason) == ("SUCCEEDED", 1000, None)
    assert {event.status for event in await GatewayEvent.all()} == {"APPLIED"}
    await assert_all_adds_up(store.gateway)


async def test_news_of_a_payment_that_is_not_known_yet_waits_for_it(store: Storefront) -> None:
    stranger = replace(await waiting(store), reference="ch_9", our_reference=None)
    await store.hears(at(stranger, PaymentState.SUCCEEDED), id="early")
    event = await only_event()
    assert (event.status, event.tries, event.next_try_at) == ("RECEIVED", 1, START + timedelta(seconds=2))
    assert (await only_payment()).status == "PENDING"

    # Now it becomes known that the reference belongs to us.
    attempt = await only_attempt()
    attempt.gateway_reference = "ch_9"
    await attempt.save(update_fields=["gateway_reference"])
    paid = replace(at(stranger, PaymentState.SUCCEEDED), our_reference=attempt.id)
    await store.told(paid, id="early-too", our_reference=None)
    store.clock.advance(seconds=2)
    assert await apply_due_events(store.services) == 2

    assert (await GatewayEvent.get(dedupe_key="early-too")).status == "APPLIED"
    assert ((await only_payment()).status, (await only_payment()).captured_minor) == ("SUCCEEDED", 1000)


async def test_news_that_outruns_our_own_commit_is_applied_when_the_attempt_appears(store: Storefront) -> None:
    made = await store.subscribe()
    assert made.payment is not None
    known = await only_attempt()
    future = replace(store.gateway.payments[known.id], reference="ch_7", our_reference="pa_not_yet")
    await store.hears(future, id="early")
    assert (await only_event()).outcome == "no attempt of ours has this reference yet"

    (pay,) = await Payment.filter(id=made.payment.id).values()
    await Payment.create(**{**pay, "id": "pay_late", "invoice_id": None, "purpose": "TOP_UP", "status": "PENDING",
                            "captured_minor": 0, "version": 1})  # fmt: skip
    await PaymentAttempt.create(
        id="pa_not_yet", merchant_id=known.merchant_id, payment_id="pay_late", gateway_account_id=store.account.id,
        number=1, status="SENDING", idempotency_key="pa_not_yet", tries=1, fence=1, next_try_at=store.clock.now,
        created_at=store.clock.now, updated_at=store.clock.now,
    )  # fmt: skip
    store.clock.advance(seconds=2)
    assert await apply_due_events(store.services) == 1

    assert (await PaymentAttempt.get(id="pa_not_yet")).status == "SUCCEEDED"
    assert (await Payment.get(id="pay_late")).captured_minor == 1000


async def test_news_of_another_account_is_never_applied_to_our_attempt(store: Storefront) -> None:
    payment = at(await waiting(store), PaymentState.SUCCEEDED)
    sibling = await scripted_account(store.merchant, "Sibling", "sibling")
    foreign = await scripted_account(await open_merchant(store.services, store.clock, "foreign"), secret="foreign")
    before = await PaymentAttempt.all().values()
    for account, secret in ((sibling, "sibling"), (foreign, "foreign")):
        headers, body = webhook(payment, id="evt_1", secret=secret)
        await receive_webhook(store.services, account_id=account.id, headers=headers, body=body)
    await apply_due_events(store.services)

    assert await PaymentAttempt.all().values() == before
    assert {event.status for event in await GatewayEvent.all()} == {"RECEIVED"}
    await assert_all_adds_up(store.gateway)


@pytest.mark.parametrize(
    "lie",
    [{"minor": 1}, {"currency": "EUR"}, {"our_reference": "pa_other"}, {"reference": "ch_other"}],
    ids=lambda lie: next(iter(lie)),
)
async def test_a_signed_claim_with_other_facts_than_ours_changes_no_payment(
    store: Storefront, lie: dict[str, object]
) -> None:
    paid = store.gateway.move((await waiting(store)).our_reference or "", PaymentState.SUCCEEDED)
    claimed = {
        "state": "SUCCEEDED", "reference": paid.reference, "our_reference": paid.our_reference,
        "minor": 1000, "currency": "USD", "exponent": 2, **lie,
    }  # fmt: skip
    before = await PaymentAttempt.all().values(), await Payment.all().values()
    await store.hears(paid, id="evt_1", claimed=claimed)

    assert (await PaymentAttempt.all().values(), await Payment.all().values()) == before
    assert ((await only_event()).status, (await only_event()).outcome) == ("APPLIED", "nothing new")
    await assert_all_adds_up()


@pytest.mark.parametrize("trust", ["hint", "signed_thin"])
async def test_a_hint_is_not_believed_but_makes_us_fetch_once(store: Storefront, trust: str) -> None:
    payment = await waiting(store)
    await store.hears(at(payment, PaymentState.SUCCEEDED), id="lie", trust=trust)
    assert (store.gateway.calls("fetch"), (await only_payment()).status) == (1, "PENDING")

    store.gateway.move(payment.our_reference or "", PaymentState.SUCCEEDED)
    await store.hears(payment, id="true", trust=trust)
    assert (store.gateway.calls("fetch"), (await only_payment()).status) == (2, "SUCCEEDED")
    assert {event.status for event in await GatewayEvent.all()} == {"APPLIED"}
    await assert_all_adds_up(store.gateway)


async def test_a_hint_waits_while_the_gateway_is_away(store: Storefront) -> None:
    payment = await waiting(store)
    store.gateway.move(payment.our_reference or "", PaymentState.SUCCEEDED)
    store.gateway.script("fetch", fail(Unavailable("away")), fail(OutcomeUnknown("timeout")))
    await store.hears(payment, id="evt_1", trust="hint")
    assert ((await only_event()).next_try_at, (await only_event()).outcome) == (START + timedelta(seconds=2), "away")
    store.clock.advance(seconds=2)
    await apply_due_events(store.services)
    assert ((await only_event()).next_try_at, (await only_event()).outcome) == (START + timedelta(seconds=6), "timeout")
    store.clock.advance(seconds=4)
    await apply_due_events(store.services)

    assert ((await only_event()).status, (await only_event()).tries) == ("APPLIED", 3)
    await assert_all_adds_up(store.gateway)


async def test_a_gateway_that_never_answers_a_hint_does_not_stop_the_inbox(store: Storefront) -> None:
    payment = await waiting(store)
    store.gateway.script("fetch", hang())
    paid = store.gateway.move(payment.our_reference or "", PaymentState.SUCCEEDED)
    await store.told(payment, id="hint", trust="hint")
    await store.told(paid, id="full")
    impatient = replace(store.services, limits=Limits(gateway_call=timedelta(milliseconds=500)))
    assert await apply_due_events(impatient) == 2

    assert (await GatewayEvent.get(dedupe_key="hint")).outcome == "the gateway did not answer in time"
    assert (await GatewayEvent.get(dedupe_key="full")).status == "APPLIED"
    await assert_all_adds_up(store.gateway)


async def test_a_bad_event_is_set_aside_in_the_end_and_stops_nobody(store: Storefront) -> None:
    payment = await waiting(store)
    await store.told(payment, id="bad")
    # What the inbox holds can no longer be read as a claim.
    await GatewayEvent.all().update(claimed={"nonsense": True})
    waits = []
    for n in range(MAX_TRIES):
        await store.told(at(payment, PaymentState.PENDING), id=f"good-{n}")
        await apply_due_events(store.services)
        assert (await GatewayEvent.get(dedupe_key=f"good-{n}")).status == "APPLIED"
        bad = await GatewayEvent.get(dedupe_key="bad")
        assert bad.tries == n + 1
        if bad.next_try_at is not None:
            waits.append((bad.next_try_at - store.clock.now).total_seconds())
            store.clock.now = bad.next_try_at

    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048]
    assert (bad.status, bad.outcome, bad.next_try_at) == ("FAILED", "ValidationError", None)
    store.clock.advance(days=30)
    assert await apply_due_events(store.services) == 0


async def test_an_event_that_says_nothing_is_ignored(store: Storefront) -> None:
    payment = await waiting(store)
    await store.hears(payment, id="evt_1", claimed=None)
    assert ((await only_event()).status, (await only_event()).outcome) == (
        "IGNORED",
        "it says nothing about the payment's state",
    )


async def test_an_event_that_outruns_a_lost_request_does_not_hide_the_attempt(store: Storefront) -> None:
    store.gateway.script("create", Step(PaymentState.SUCCEEDED, raises=OutcomeUnknown("timeout")), away())
    await store.subscribe()
    attempt = await only_attempt()
    hint = store.gateway.payments[attempt.id]
    await store.hears(hint, id="evt_1", trust="hint")

    assert (await only_attempt()).status == "SUCCEEDED"
    assert (await only_attempt()).gateway_reference == "ch_1"
    await assert_all_adds_up(store.gateway)
