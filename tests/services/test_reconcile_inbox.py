"""The inbox beside payments: who an event is for, what is ignored and why, secrets, answers, replays, setups."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from backend.domain.errors import Forbidden, NotFound, NotSupported
from backend.gateways.base import (
    ClientConfirm,
    GatewayEvent,
    MethodKind,
    MethodSummary,
    PaymentResult,
    PaymentState,
    SavedMethodDetails,
    SetupResult,
    WebhookRejected,
)
from backend.models import GatewayAccount, PaymentMethod, PaymentSetup, StaffTask
from backend.models import GatewayEvent as Stored
from backend.models.ids import new_id
from backend.services.gateways.accounts import update_settings
from backend.services.gateways.apply import MAX_TRIES, apply_due_events
from backend.services.gateways.events import replay_event
from backend.services.gateways.receive import Delivery, Received, take_delivery
from backend.services.payments.pay_with import PayWith
from tests.support.balances import staff_of
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import open_merchant
from tests.support.scripted_gateway import SECRET, at, pending, signature
from tests.support.storefront import Storefront, only_attempt, only_payment, scripted_account
from tests.support.telling_gateway import TellingGateway, fact, telling

pytestmark = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)


@pytest.fixture
def gateway() -> TellingGateway:
    return TellingGateway()


async def take(
    store: Storefront, *events: GatewayEvent, account: GatewayAccount | None = None, query: Any = None, **outcome: Any
) -> Received:
    headers, body = telling(*events, **outcome)
    delivery = Delivery(headers, body, query or {})
    return await take_delivery(store.services, account_id=(account or store.account).id, delivery=delivery)


async def waiting(store: Storefront, gateway: TellingGateway) -> PaymentResult:
    gateway.script("create", pending())
    await store.subscribe()
    return gateway.payments[(await only_attempt()).id]


async def staff(store: Storefront) -> Any:
    return store.services.context(await staff_of(store.merchant))


async def test_what_the_plugin_has_no_use_for_is_kept_with_its_reason(store: Storefront) -> None:
    for _ in range(2):
        assert (await take(store, ignored_reason="it is of live mode")).stored == 0
    (event,) = await Stored.all()
    assert (event.status, event.outcome, event.kind, event.next_try_at) == (
        "IGNORED", "it is of live mode", "webhook.ignored", None,
    )  # fmt: skip
    assert await apply_due_events(store.services) == 0
    async with nothing_changes():
        with pytest.raises(NotSupported):
            await replay_event(store.merchant.system, event_id=event.id)


async def test_a_code_is_kept_until_a_fact_comes_and_the_answer_is_the_providers_word(
    store: Storefront, gateway: TellingGateway
) -> None:
    received = await take(store, ignored_reason="a handshake", verification_code="a1B2c3", answer="[accepted]")
    assert received == Received(0, "[accepted]")
    assert (await GatewayAccount.get(id=store.account.id)).verification_code == "a1B2c3"
    await take(store, ignored_reason="another")
    assert (await GatewayAccount.get(id=store.account.id)).verification_code == "a1B2c3"
    await take(store, fact(START, await waiting(store, gateway), id="evt_1"))
    assert (await GatewayAccount.get(id=store.account.id)).verification_code is None


async def test_the_plugin_is_handed_the_query(store: Storefront, gateway: TellingGateway) -> None:
    told = fact(START, await waiting(store, gateway), id="evt_1")
    await take(store, told, query={"kind": "payment.asked"}, with_query=True)
    assert (await Stored.get()).kind == "payment.asked"


async def test_a_body_that_is_nested_too_deep_is_refused_and_leaves_nothing(store: Storefront) -> None:
    body = b'{"told":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    headers = {"x-signature": signature(body, SECRET)}
    async with nothing_changes():
        with pytest.raises(WebhookRejected):
            await take_delivery(store.services, account_id=store.account.id, delivery=Delivery(headers, body))


async def test_secrets_of_payers_apps_are_stored_nowhere(store: Storefront, gateway: TellingGateway) -> None:
    payment = await waiting(store, gateway)
    secret = replace(
        payment, state=PaymentState.REQUIRES_ACTION, action=ClientConfirm("pi_1_secret_of_ana", "pk_scripted")
    )
    await take(store, fact(START, secret, id="evt_1"))
    event = await Stored.get()
    assert "pi_1_secret_of_ana" not in event.body + json.dumps(event.claimed)
    assert '"client_secret": "removed"' in event.body
    await apply_due_events(store.services)
    assert (await Stored.get()).status == "APPLIED"


# Whom it is for


async def reference(store: Storefront, account: GatewayAccount, name: str) -> None:
    await update_settings(store.merchant.system, account, {"account_reference": name})


async def test_one_address_serves_several_accounts_of_the_provider(store: Storefront, gateway: TellingGateway) -> None:
    payment = await waiting(store, gateway)
    paid = gateway.move(str(payment.our_reference), PaymentState.SUCCEEDED)
    platform = await scripted_account(store.merchant, "Platform")
    await reference(store, store.account, "acct_1")
    await reference(store, platform, "acct_2")
    await take(store, fact(START, paid, id="evt_1", account_reference="acct_1"), account=platform)
    await apply_due_events(store.services)
    event = await Stored.get()
    assert (event.gateway_account_id, event.status) == (store.account.id, "APPLIED")
    assert (await only_payment()).status == "SUCCEEDED"
    await assert_all_adds_up(gateway)


async def test_an_event_of_an_account_that_is_none_of_ours_is_ignored(
    store: Storefront, gateway: TellingGateway
) -> None:
    payment = await waiting(store, gateway)
    await reference(store, store.account, "acct_1")
    other = await open_merchant(store.services, store.clock, "other")
    foreign = await scripted_account(other)
    await update_settings(other.system, foreign, {"account_reference": "acct_9"})
    # Another merchant's account has this name; it is nothing to this one.
    await take(store, fact(START, at(payment, PaymentState.SUCCEEDED), id="evt_1", account_reference="acct_9"))
    await apply_due_events(store.services)
    (event,) = await Stored.all()
    assert (event.gateway_account_id, event.status, event.outcome) == (
        store.account.id, "IGNORED", "it is about another account there: acct_9",
    )  # fmt: skip
    assert (await only_payment()).status == "PENDING"
    with pytest.raises(NotSupported):
        await replay_event(await staff(store), event_id=event.id)


# What is not known


@pytest.mark.parametrize(("ours", "about"), [("pa_lost", "event"), (None, "account")])
async def test_news_of_a_payment_that_never_becomes_known_is_given_to_staff(
    store: Storefront, gateway: TellingGateway, ours: str | None, about: str
) -> None:
    stranger = replace(await waiting(store, gateway), reference="ch_9", our_reference=ours)
    for n in range(2):
        await take(store, fact(START, stranger, id=f"evt_{n}"))
    for _ in range(MAX_TRIES):
        store.clock.advance(hours=7)
        await apply_due_events(store.services)
    events = await Stored.all().order_by("id")
    assert [event.status for event in events] == ["FAILED", "FAILED"]
    subjects = [event.id for event in events] if about == "event" else [store.account.id]
    tasks = await StaffTask.all().order_by("id")
    assert [(task.kind, task.subject_id) for task in tasks] == [("UNKNOWN_EVENT", subject) for subject in subjects]


async def test_staff_replay_what_was_given_up(store: Storefront, gateway: TellingGateway) -> None:
    payment = await waiting(store, gateway)
    paid = gateway.move(str(payment.our_reference), PaymentState.SUCCEEDED)
    await take(store, fact(START, paid, id="evt_1"))
    await Stored.all().update(status="FAILED", next_try_at=None, tries=12, outcome="a fault of ours")
    by, (event,) = await staff(store), await Stored.all()
    async with nothing_changes():
        for somebody in (store.ana.context, store.merchant.visitor):
            with pytest.raises(Forbidden):
                await replay_event(somebody, event_id=event.id)
        with pytest.raises(NotFound):
            await replay_event((await open_foreign(store)), event_id=event.id)

    replayed = await replay_event(by, event_id=event.id)
    assert (replayed.status, replayed.outcome, replayed.tries) == ("APPLIED", "changed the payment", 1)
    again = await replay_event(by, event_id=event.id)
    assert (again.status, again.outcome) == ("APPLIED", "nothing new")
    await assert_all_adds_up(gateway)


async def open_foreign(store: Storefront) -> Any:
    return store.services.system("mer_00000000000000000000000000")


# Setups and methods


async def a_setup(store: Storefront, reference: str | None = None) -> PaymentSetup:
    now = store.clock.now
    return await PaymentSetup.create(
        id=new_id("set"), merchant_id=store.merchant.row.id, customer_id=store.ana.row.id,
        gateway_account_id=store.account.id, gateway="scripted", kind="CARD", status="PENDING", make_default=True,
        gateway_reference=reference, tries=1, fence=1, created_at=now, updated_at=now, version=1,
    )  # fmt: skip


def kept(last4: str = "4242", year: int = 2040) -> SavedMethodDetails:
    return SavedMethodDetails("pm_1", "cus_1", MethodSummary(MethodKind.CARD, "visa", last4, 12, year))


async def test_a_setup_is_settled_by_its_webhook(store: Storefront) -> None:
    setup = await a_setup(store, "seti_1")
    told = SetupResult(PaymentState.SUCCEEDED, "seti_1", setup.id, START, saved_method=kept())
    await take(
        store,
        GatewayEvent(
            "evt_1", "setup.succeeded", "signed_full", START, reference="seti_1", our_reference=setup.id,
            subject="setup", claimed_setup=told,
        ),
    )  # fmt: skip
    await apply_due_events(store.services)
    row = await PaymentMethod.get()
    assert ((await PaymentSetup.get()).status, row.gateway_reference, row.last4) == ("SUCCEEDED", "pm_1", "4242")


async def test_a_saved_method_follows_what_its_gateway_tells_of_it_when_that_is_signed(
    store: Storefront, gateway: TellingGateway
) -> None:
    await store.subscribe(pay_with=PayWith("scripted", "CARD", "tok_visa", save=True))
    row = await PaymentMethod.get()

    def event(id: str, kind: str, trust: Any, claim: SavedMethodDetails | None) -> GatewayEvent:
        return GatewayEvent(
            id, kind, trust, START, reference=row.gateway_reference, subject="method", claimed_method=claim
        )  # fmt: skip

    fresh = replace(kept("1881", 2044), reference=str(row.gateway_reference))
    await take(store, event("evt_1", "method.updated", "hint", fresh))
    await take(store, event("evt_2", "method.removed", "signed_thin", None))
    await apply_due_events(store.services)
    assert {one.status for one in await Stored.all()} == {"IGNORED"}
    assert (await PaymentMethod.get()).last4 == "4242"

    await take(store, event("evt_3", "method.updated", "signed_full", fresh))
    await apply_due_events(store.services)
    changed = await PaymentMethod.get()
    assert (changed.last4, changed.expires_year, changed.removed_at) == ("1881", 2044, None)
    await take(store, event("evt_4", "method.removed", "signed_full", None))
    await apply_due_events(store.services)
    assert (await PaymentMethod.get()).removed_at is not None


async def test_an_event_of_a_subject_without_a_claim_says_nothing(store: Storefront, gateway: TellingGateway) -> None:
    setup = await a_setup(store, "seti_1")
    await take(
        store,
        GatewayEvent("evt_1", "setup.created", "signed_full", START, our_reference=setup.id, subject="setup"),
        GatewayEvent("evt_2", "dispute.created", "signed_full", START, reference="dp_1", subject="dispute"),
        GatewayEvent("evt_3", "method.attached", "signed_full", START, reference="pm_1", subject="method"),
    )
    await apply_due_events(store.services)
    assert {one.status for one in await Stored.all()} == {"IGNORED"}
