"""Subscribing: the rows it leads to, the quote it keeps, and everything that it refuses without a trace."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.domain.errors import (
    AlreadySubscribed,
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    PaymentDeclined,
    QuoteChanged,
    Refusal,
)
from backend.gateways.base import PaymentState
from backend.models import (
    Event,
    GatewayAccount,
    IdempotencyKey,
    Invoice,
    InvoiceLine,
    LedgerTransaction,
    Payment,
    PaymentAttempt,
    Plan,
    Price,
    Subscription,
    SubscriptionAddon,
)
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Context
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.pay_with import PayWith
from backend.services.secrets import SecretBox
from backend.services.subscriptions.create import create_subscription
from backend.services.subscriptions.entitlements import customer_features
from backend.services.subscriptions.quote import quote_subscription
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import open_merchant
from tests.support.scripted_gateway import Step, away, decline, lost_reply, pending, require_action
from tests.support.storefront import CARD, Storefront, known_customer, only_attempt, scripted_account

FEBRUARY = datetime(2026, 2, 28, 12, tzinfo=UTC)


def problems(error: InvalidInput) -> list[tuple[str, str]]:
    return [(".".join(problem.path), problem.code) for problem in error.fields]


async def test_a_subscription_is_these_rows_and_no_others(store: Storefront) -> None:
    catalog = store.catalog
    made = await store.subscribe(Selection(catalog.basic.id, 2, ((catalog.seat.id, 3), (catalog.setup.id, 1))))

    sub, inv, pay = made.subscription, made.invoice, made.payment
    assert pay is not None
    assert (sub.status, sub.quantity, sub.currency, sub.unit_price_minor) == ("ACTIVE", 2, "USD", 1000)
    assert (sub.anchor_at, sub.period_start, sub.period_end, sub.activated_at) == (START, START, FEBRUARY, START)
    assert (sub.customer_id, sub.product_id, sub.plan_id) == (store.ana.row.id, catalog.product.id, catalog.basic.id)
    assert (sub.auto_renew, sub.canceled_at, sub.version) == (True, None, 2)
    assert await SubscriptionAddon.all().order_by("id").values_list("addon_id", "quantity", "unit_price_minor") == [
        (catalog.seat.id, 3, 400),
        (catalog.setup.id, 1, 4900),
    ]
    assert (inv.number, inv.status, inv.currency, inv.version) == ("INV-000001", "PAID", "USD", 2)
    assert (inv.subtotal_minor, inv.discount_minor, inv.tax_minor, inv.total_minor) == (8100, 0, 0, 8100)
    assert (inv.paid_minor, inv.credited_minor, inv.period_start) == (8100, 0, START)
    assert (inv.issued_at, inv.due_at, inv.paid_at, inv.subscription_id) == (START, START, START, sub.id)
    lines = await InvoiceLine.all().order_by("position").values_list(
        "description", "amount_minor", "unit_price_minor", "quantity", "period_start", "period_end"
    )  # fmt: skip
    assert lines == [
        ("Hosting Basic × 2", 2000, 1000, 2, START, FEBRUARY),
        ("Seat × 3", 1200, 400, 3, START, FEBRUARY),
        ("Set-up", 4900, 4900, 1, None, None),
    ]
    fractions = await InvoiceLine.all().values_list("numerator", "denominator", "rounding")
    assert set(fractions) == {("1", "1", "HALF_UP")}
    assert (pay.amount_minor, pay.captured_minor, pay.kind, pay.purpose) == (8100, 8100, "CARD", "INVOICE")
    counts = [await kind.all().count() for kind in (Subscription, Invoice, Payment, PaymentAttempt, LedgerTransaction)]
    assert counts == [1, 1, 1, 1, 2]
    key = await IdempotencyKey.get()
    assert (key.scope, key.key, key.operation) == (store.ana.user.id, "subscribe-1", "subscriptionCreate")
    assert key.result == {"subscription": sub.id, "invoice": inv.id, "payment": pay.id}
    await assert_all_adds_up(store.gateway)


async def test_its_facts_carry_what_happened(store: Storefront) -> None:
    ctx = replace(store.ana.context, request_id="req-1")
    made = await create_subscription(ctx, selection=store.basic, pay_with=CARD, idempotency_key="k")
    assert made.payment is not None
    assert made.invoice is not None
    facts = {event.type: event for event in await Event.all()}
    assert {kind: facts[kind].payload for kind in facts} == {
        "invoice.issued": {"number": "INV-000001", "total": "10.00 USD"},
        "subscription.created": {"plan": store.catalog.basic.id, "quantity": 1, "status": "INCOMPLETE"},
        "payment.created": {"purpose": "INVOICE", "invoice": made.invoice.id, "amount_minor": 1000, "currency": "USD"},
        "invoice.paid": {"paid_minor": 1000, "total_minor": 1000, "currency": "USD"},
        "subscription.activated": {"status": "ACTIVE", "plan": store.catalog.basic.id},
        "payment.succeeded": {
            "status": "SUCCEEDED",
            "amount_minor": 1000,
            "captured_minor": 1000,
            "currency": "USD",
            "decline": None,
        },
    }
    assert {event.request_id for event in facts.values()} == {"req-1"}
    assert {event.sequence for event in facts.values()} == {None}


async def test_features_are_on_only_once_it_is_paid(store: Storefront) -> None:
    store.gateway.script("create", require_action())
    await store.subscribe()
    features = await customer_features(store.ana.context, customer_id=store.ana.row.id)
    assert features == []

    attempt = await only_attempt()
    store.gateway.move(attempt.id, PaymentState.SUCCEEDED)
    store.clock.advance(seconds=30)
    await collect_due_attempts(store.services)
    features = await customer_features(store.ana.context, customer_id=store.ana.row.id)
    assert [feature.code for feature in features] == ["basic"]


@pytest.mark.parametrize(
    ("step", "shown"),
    [(require_action(), "REQUIRES_ACTION"), (pending(), "PENDING"), (lost_reply(), "PENDING"), (away(), "PENDING")],
    ids=["action", "pending", "lost", "away"],
)
async def test_the_answer_shows_how_far_it_came(store: Storefront, step: Step, shown: str) -> None:
    store.gateway.script("create", step)
    made = await store.subscribe()
    assert made.payment is not None
    assert (made.subscription.status, made.invoice.status, made.payment.status) == ("INCOMPLETE", "OPEN", shown)
    await assert_all_adds_up()


async def test_a_decline_leaves_the_invoice_to_be_paid_and_repeats_as_the_same_decline(store: Storefront) -> None:
    store.gateway.script("create", decline("INSUFFICIENT_FUNDS"))
    with pytest.raises(PaymentDeclined) as first:
        await store.subscribe()
    async with nothing_changes():
        with pytest.raises(PaymentDeclined) as second:
            await store.subscribe()
    assert (first.value.payment_id, first.value.reason) == (second.value.payment_id, "INSUFFICIENT_FUNDS")
    assert [row.status for row in await Subscription.all()] == ["INCOMPLETE"]
    assert store.gateway.calls("create") == 1


async def test_a_plan_that_costs_nothing_is_active_at_once_without_a_payment(store: Storefront) -> None:
    await Price.filter(plan_id=store.catalog.basic.id).update(amount_minor=0)
    made = await store.subscribe(pay_with=None)

    assert (made.subscription.status, made.subscription.version, made.payment) == ("ACTIVE", 2, None)
    assert (made.invoice.status, made.invoice.total_minor, made.invoice.paid_at) == ("PAID", 0, START)
    assert await LedgerTransaction.all().count() == await Payment.all().count() == 0
    assert [event.type for event in await Event.all().order_by("id")] == [
        "invoice.issued",
        "subscription.created",
        "subscription.activated",
    ]
    assert store.gateway.journal == []
    await assert_all_adds_up(store.gateway)


async def test_the_same_key_subscribes_once(store: Storefront) -> None:
    first = await store.subscribe()
    async with nothing_changes():
        second = await store.subscribe()
    assert (second.subscription, second.invoice, second.payment) == (first.subscription, first.invoice, first.payment)


async def test_twenty_twins_with_one_key_are_one_subscription(store: Storefront) -> None:
    answers = await asyncio.gather(*(store.subscribe() for _ in range(20)))

    assert {(made.subscription.id, made.invoice.id, made.payment and made.payment.id) for made in answers} == {
        (answers[0].subscription.id, answers[0].invoice.id, answers[0].payment and answers[0].payment.id)
    }
    assert {made.payment and made.payment.status for made in answers} <= {"PENDING", "SUCCEEDED"}
    assert [row.status for row in await Subscription.all()] == ["ACTIVE"]
    assert len(store.gateway.charges) == store.gateway.calls("create") == 1
    await assert_all_adds_up(store.gateway)


async def test_a_second_subscription_of_the_product_is_refused(store: Storefront) -> None:
    made = await store.subscribe()
    for plan in (store.catalog.basic, store.catalog.plus):
        async with nothing_changes():
            with pytest.raises(AlreadySubscribed) as caught:
                await store.subscribe(Selection(plan.id), key=f"again-{plan.code}")
        assert caught.value.subscription_id == made.subscription.id
    assert len(store.gateway.charges) == 1


async def test_twenty_keys_at_once_are_one_subscription_and_one_charge(store: Storefront) -> None:
    answers = await asyncio.gather(*(store.subscribe(key=f"k-{n}") for n in range(20)), return_exceptions=True)

    made = [answer for answer in answers if not isinstance(answer, BaseException)]
    refused = [answer for answer in answers if isinstance(answer, AlreadySubscribed)]
    assert (len(made), len(refused)) == (1, 19)
    assert {refusal.subscription_id for refusal in refused} == {made[0].subscription.id}
    assert len(store.gateway.charges) == store.gateway.calls("create") == 1
    counts = [await kind.all().count() for kind in (Subscription, Invoice, Payment, IdempotencyKey)]
    assert counts == [1, 1, 1, 1]
    await assert_all_adds_up(store.gateway)


async def test_many_customers_at_once_get_numbers_without_a_gap(store: Storefront) -> None:
    buyers = [await known_customer(store.merchant, f"buyer-{n}@example.com") for n in range(12)]
    made = await asyncio.gather(*(store.subscribe(who=buyer) for buyer in buyers))
    assert sorted(one.invoice.number or "" for one in made) == [f"INV-{n:06d}" for n in range(1, 13)]
    await assert_all_adds_up(store.gateway)


async def test_another_customer_and_another_product_are_free(store: Storefront) -> None:
    await store.subscribe()
    other = await store.merchant.catalog("backup")
    await store.subscribe(Selection(other.basic.id), key="other product")
    await store.subscribe(who=await known_customer(store.merchant, "bob@example.com"))
    assert [row.status for row in await Subscription.all()] == ["ACTIVE"] * 3
    await assert_all_adds_up(store.gateway)


# The quote's token


async def quoted(store: Storefront, ctx: Context | None = None, selection: Selection | None = None) -> str:
    return (await quote_subscription(ctx or store.ana.context, selection=selection or store.basic)).token


@pytest.mark.parametrize("minutes", [0, 14.99])
async def test_a_quote_holds_until_it_expires(store: Storefront, minutes: float) -> None:
    token = await quoted(store)
    store.clock.advance(minutes=minutes)
    made = await store.subscribe(quote_token=token)
    assert (made.invoice.total_minor, made.subscription.anchor_at, made.subscription.period_end) == (
        1000,
        START,
        FEBRUARY,
    )
    assert made.invoice.issued_at == store.clock.now
    await assert_all_adds_up(store.gateway)


async def test_a_visitors_quote_holds_after_they_signed_up(store: Storefront) -> None:
    made = await store.subscribe(quote_token=await quoted(store, store.merchant.visitor))
    assert made.invoice.total_minor == 1000


async def test_a_price_that_changed_is_told_with_a_fresh_quote_that_works(store: Storefront) -> None:
    token = await quoted(store)
    await Price.filter(plan_id=store.catalog.basic.id, currency="USD").update(amount_minor=1200)
    async with nothing_changes():
        with pytest.raises(QuoteChanged) as caught:
            await store.subscribe(quote_token=token)
    assert caught.value.quote.total.minor == 1200
    made = await store.subscribe(quote_token=caught.value.token)
    assert made.invoice.total_minor == 1200
    await assert_all_adds_up(store.gateway)


async def test_an_expired_quote_is_told_with_a_fresh_one_that_works(store: Storefront) -> None:
    token = await quoted(store)
    store.clock.advance(minutes=15)
    async with nothing_changes():
        with pytest.raises(QuoteChanged) as caught:
            await store.subscribe(quote_token=token)
    assert caught.value.quote.effective_at == store.clock.now
    assert caught.value.quote.expires_at == store.clock.now + timedelta(minutes=15)
    made = await store.subscribe(quote_token=caught.value.token)
    assert made.subscription.anchor_at == START + timedelta(minutes=15)


async def refused_token(store: Storefront, token: str, selection: Selection | None = None) -> list[tuple[str, str]]:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await store.subscribe(selection, quote_token=token)
    assert store.gateway.journal == []
    return problems(caught.value)


async def test_a_token_that_was_tampered_with_is_refused(store: Storefront) -> None:
    head, claims, signature = (await quoted(store)).split(".")
    _, plus_claims, _ = (await quoted(store, selection=Selection(store.catalog.plus.id))).split(".")
    unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"
    tampered = (
        f"{head}.{plus_claims}.{signature}", f"{head}.{claims}.", f"{unsigned}.{claims}.", "", "x", "a.b.c",
        SecretBox(bytes(32)).sign("subscription-quote", {}), store.services.secrets.sign("another-kind", {}),
    )  # fmt: skip
    for token in tampered:
        assert await refused_token(store, token) == [("quoteToken", "INVALID_TOKEN")]


async def test_somebody_elses_quote_is_refused(store: Storefront) -> None:
    eve = await known_customer(store.merchant, "eve@example.com")
    other_shop = await open_merchant(store.services, store.clock, "other")
    theirs = await other_shop.catalog()
    other_token = await quoted(store, other_shop.visitor, Selection(theirs.basic.id))
    for token in (await quoted(store, eve.context), other_token):
        assert await refused_token(store, token) == [("quoteToken", "FOREIGN_TOKEN")]


async def test_a_quote_for_another_selection_or_currency_is_refused(store: Storefront) -> None:
    catalog = store.catalog
    token = await quoted(store)
    for other in (
        Selection(catalog.plus.id),
        Selection(catalog.basic.id, 2),
        Selection(catalog.basic.id, 1, ((catalog.seat.id, 1),)),
    ):
        assert await refused_token(store, token, other) == [("quoteToken", "OTHER_SELECTION")]
    euros = (await quote_subscription(store.merchant.visitor, selection=store.basic, currency_code="EUR")).token
    assert await refused_token(store, euros) == [("quoteToken", "OTHER_SELECTION")]


# What is refused without a trace


@on_one_database
@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"gateway": "nobody"}, ("payWith.gateway", "GATEWAY_NOT_OFFERED")),
        ({"kind": "STORE"}, ("payWith.kind", "KIND_NOT_OFFERED")),
        ({"token": None}, ("payWith.token", "REQUIRED")),
        ({"token": "  "}, ("payWith.token", "REQUIRED")),
        ({"token": "t" * 501}, ("payWith.token", "TOO_LONG")),
        ({"token": "4242424242424242"}, ("payWith.token", "CARD_NUMBER")),
        ({"token": "4242 4242-4242 4242"}, ("payWith.token", "CARD_NUMBER")),
        ({"token": "card:378282246310005"}, ("payWith.token", "CARD_NUMBER")),
        ({"return_url": "https://evil.example/back"}, ("payWith.returnUrl", "FOREIGN_URL")),
        ({"return_url": "https://shop.example.evil.example/"}, ("payWith.returnUrl", "FOREIGN_URL")),
        ({"return_url": "https://shop.example@evil.example/"}, ("payWith.returnUrl", "FOREIGN_URL")),
        ({"return_url": "http://shop.example/"}, ("payWith.returnUrl", "FOREIGN_URL")),
        ({"return_url": "//shop.example/"}, ("payWith.returnUrl", "FOREIGN_URL")),
        ({"return_url": "javascript:alert(1)"}, ("payWith.returnUrl", "FOREIGN_URL")),
        ({"return_url": "https://shop.example/\r\nSet-Cookie: a=b"}, ("payWith.returnUrl", "FOREIGN_URL")),
        ({"return_url": "https://[shop.example/"}, ("payWith.returnUrl", "FOREIGN_URL")),
        ({"return_url": "https://shop.example/" + "x" * 2000}, ("payWith.returnUrl", "FOREIGN_URL")),
    ],
    ids=str,
)
async def test_a_choice_that_cannot_be_paid_with_is_refused(
    store: Storefront, changes: dict[str, Any], problem: tuple[str, str]
) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await store.subscribe(pay_with=PayWith(**{**asdict(CARD), **changes}))
    assert problems(caught.value) == [problem]
    assert not any(text in str(caught.value) for text in ("4242", "3782"))
    assert store.gateway.journal == []


async def test_the_way_back_names_the_payment(store: Storefront) -> None:
    pay_with = replace(CARD, return_url="https://shop.example/paid/{PAYMENT_ID}?ok=1")
    made = await store.subscribe(pay_with=pay_with)
    assert made.payment is not None
    assert store.gateway.requests[0].return_url == f"https://shop.example/paid/{made.payment.id}?ok=1"


async def test_something_to_pay_needs_a_way_to_pay(store: Storefront) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await store.subscribe(pay_with=None)
    assert problems(caught.value) == [("payWith", "REQUIRED")]


async def test_a_gateway_that_is_off_or_takes_another_currency_is_not_offered(store: Storefront) -> None:
    await store.merchant.catalog("pounds", currencies=("GBP",))
    pounds = await Plan.get(code="basic", product_id__not=store.catalog.product.id)
    buyer = await known_customer(store.merchant, "uk@example.com", "GBP")
    with pytest.raises(InvalidInput) as caught:
        await store.subscribe(Selection(pounds.id), who=buyer)
    assert problems(caught.value) == [("payWith.gateway", "CURRENCY_NOT_OFFERED")]
    await GatewayAccount.all().update(enabled=False)
    with pytest.raises(InvalidInput) as caught:
        await store.subscribe()
    assert problems(caught.value) == [("payWith.gateway", "GATEWAY_NOT_OFFERED")]
    assert await Subscription.all().count() == 0


async def test_another_account_of_the_gateway_that_takes_the_currency_is_found(store: Storefront) -> None:
    await GatewayAccount.all().update(enabled=False)
    second = await scripted_account(store.merchant, "Second")
    made = await store.subscribe()
    assert made.payment is not None
    assert made.payment.gateway_account_id == second.id


async def test_only_a_customer_subscribes(store: Storefront) -> None:
    async with nothing_changes():
        for ctx in (store.merchant.visitor, store.merchant.system):
            with pytest.raises(Forbidden):
                await create_subscription(ctx, selection=store.basic, pay_with=CARD, idempotency_key="k")


@on_one_database
@pytest.mark.parametrize("key", ["", " ", "k" * 256, "a\x00b"])
async def test_a_key_that_cannot_be_kept_is_refused(store: Storefront, key: str) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await store.subscribe(key=key)
    assert problems(caught.value) == [("idempotencyKey", "INVALID_KEY")]


async def test_the_key_of_a_refusal_is_free_again(store: Storefront) -> None:
    refusals: list[tuple[Selection, PayWith | None, type[Refusal]]] = [
        (Selection("plan_none"), CARD, NotFound),
        (Selection(store.catalog.basic.id, 0), CARD, InvalidInput),
        (store.basic, None, InvalidInput),
    ]
    for selection, pay_with, kind in refusals:
        with pytest.raises(kind):
            await store.subscribe(selection, pay_with=pay_with)
    assert await IdempotencyKey.all().count() == 0
    assert (await store.subscribe()).subscription.status == "ACTIVE"


async def test_a_used_key_with_another_request_is_a_conflict(store: Storefront) -> None:
    await store.subscribe()
    async with nothing_changes():
        for selection, pay_with in ((Selection(store.catalog.plus.id), CARD), (store.basic, replace(CARD, token="x"))):
            with pytest.raises(Conflict):
                await store.subscribe(selection, pay_with=pay_with)


async def test_a_plan_with_a_trial_starts_with_it_and_nothing_is_paid(store: Storefront) -> None:
    await Plan.filter(id=store.catalog.basic.id).update(trial_days=7)
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            # A fresh token cannot be kept without a payment.
            await store.subscribe()
    assert [(problem.path, problem.code) for problem in caught.value.fields] == [(("payWith", "token"), "NOT_NEEDED")]

    made = await create_subscription(store.ana.context, selection=store.basic, pay_with=None, idempotency_key="k")
    sub, ends = made.subscription, START + timedelta(days=7)
    assert (made.invoice, made.payment) == (None, None)
    assert (sub.status, sub.collection, sub.unit_price_minor, sub.version) == ("TRIALING", "INVOICE", 1000, 2)
    assert (sub.trial_start, sub.trial_end, sub.period_start, sub.period_end) == (START, ends, START, ends)
    # The periods that are paid for are counted from its end.
    assert (sub.anchor_at, sub.billed_until, sub.activated_at) == (ends, ends, START)
    assert await Invoice.all().count() + await Payment.all().count() + await LedgerTransaction.all().count() == 0
