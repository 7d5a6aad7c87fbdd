"""The Stripe adapter in front of its double: the calls that are sent, and what becomes of each way to pay.

What every gateway must do is in the conformance kit; here is what only Stripe has.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import pytest_asyncio

from backend.currencies import currency
from backend.domain.money import Money
from backend.doubles.kit.faults import Fault
from backend.doubles.kit.serving import served
from backend.doubles.stripe import CONNECTED, ONE, StripeDouble, make_double
from backend.gateways.base import (
    ClientConfirm,
    ClientSessionRequest,
    Conflict,
    CreatePayment,
    CreateRefund,
    DeclineAdvice,
    Elsewhere,
    GatewayContext,
    InApp,
    InvalidRequest,
    MethodKind,
    NewCustomer,
    NewMethod,
    NotSupported,
    OutcomeUnknown,
    Payer,
    PaymentState,
    RawWebhook,
    Redirect,
    RefundRejected,
    SavedMethod,
    SetupRequest,
    StateConflict,
    Unavailable,
)
from backend.gateways.http import gateway_http_client
from backend.gateways.stripe.gateway import StripeGateway
from backend.gateways.stripe.settings import StripeSettings

pytestmark = pytest.mark.asyncio(loop_scope="module")

BACK = "https://shop.example/back"
HOOK = "https://billing.example/webhooks/gwa_1"
CARD = MethodKind.CARD
PAYER = Payer("Ana Núñez", "ana@example.com", "es-MX")
GATEWAY = StripeGateway()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running() -> AsyncIterator[tuple[StripeDouble, httpx.AsyncClient]]:
    async with served(make_double) as double, gateway_http_client(5) as http:
        yield double, http


class Shop:
    """A merchant with the first account, or with `settings` of its own."""

    def __init__(self, double: StripeDouble, http: httpx.AsyncClient, **settings: Any) -> None:
        self.double = double
        self.http = http
        self.settings = StripeSettings.model_validate({**double.connection(), **settings})
        self.number = 0

    @property
    def ctx(self) -> GatewayContext:
        return GatewayContext(self.double.now(), self.http, self.settings, HOOK)

    def order(self, source: Any = None, **changes: Any) -> CreatePayment:
        self.number += 1
        reference = f"pa_{self.number}"
        order = CreatePayment(
            key=reference,
            our_reference=reference,
            amount=Money(1999, currency("USD")),
            description="Pro plan",
            source=source or NewMethod(CARD, "pm_card_visa"),
            payer=PAYER,
            return_url=BACK,
        )
        return replace(order, **changes)

    async def pay(self, source: Any = None, **changes: Any) -> Any:
        return await GATEWAY.create_payment(self.ctx, self.order(source, **changes))

    async def fetch(self, result: Any) -> Any:
        return await GATEWAY.fetch_payment(self.ctx, result.reference)

    def sent(self, method: str, path: str) -> list[dict[str, str]]:
        calls = [call for call in self.double.journal.calls if (call.method, call.path) == (method, f"/v1/{path}")]
        return [dict(parse_qsl(call.body.decode())) for call in calls]


@pytest.fixture
def shop(running: tuple[StripeDouble, httpx.AsyncClient]) -> Shop:
    double, http = running
    double.reset()
    return Shop(double, http)


async def test_a_token_is_sent_as_one_confirmed_intent(shop: Shop) -> None:
    await shop.pay(metadata={"customer": "cus_ours"})
    (call,) = shop.double.journal.calls
    assert (call.method, call.path) == ("POST", "/v1/payment_intents")
    assert dict(parse_qsl(call.body.decode())) == {
        "amount": "1999",
        "currency": "usd",
        "allowed_payment_method_types[0]": "card",
        "description": "Pro plan",
        "expand[0]": "payment_method",
        "metadata[customer]": "cus_ours",
        "metadata[our_reference]": "pa_1",
        "payment_method": "pm_card_visa",
        "confirm": "true",
        "return_url": BACK,
    }
    assert call.headers["authorization"] == f"Bearer {ONE.secret_key}"
    assert call.headers["idempotency-key"] == "pa_1"
    assert call.headers["stripe-version"] == "2026-10-28.endive"
    # Nothing of the machine that it runs on.
    assert call.headers["user-agent"] == "Perennial"
    assert not [name for name in call.headers if name.startswith("x-stripe") or name == "stripe-account"]


async def test_a_saved_card_is_charged_with_its_customer_and_nobody_there(shop: Shop) -> None:
    kept = (await shop.pay(save_method=True)).saved_method
    saved = SavedMethod(CARD, kept.customer_reference, kept.reference)
    assert (await shop.pay(saved, off_session=True, return_url=None)).state is PaymentState.SUCCEEDED
    first, second = shop.sent("POST", "payment_intents")
    assert (first["setup_future_usage"], first["customer"]) == ("off_session", kept.customer_reference)
    assert (second["off_session"], second["customer"], second["payment_method"]) == (
        "true", kept.customer_reference, kept.reference,
    )  # fmt: skip
    assert "return_url" not in second
    assert "setup_future_usage" not in second
    with pytest.raises(NotSupported):
        await shop.pay(off_session=True)


async def test_a_payment_that_keeps_its_card_makes_its_customer_once(shop: Shop) -> None:
    order = shop.order(save_method=True)
    shop.double.faults.arm(Fault("reset_after", "POST", "/v1/customers"))
    with pytest.raises(Unavailable):
        # The payment itself was not sent: whatever became of the customer, it can be repeated.
        await GATEWAY.create_payment(shop.ctx, order)
    await GATEWAY.create_payment(shop.ctx, order)
    await GATEWAY.create_payment(shop.ctx, order)
    customers = shop.double.books[ONE.id].of("customer")
    assert [(one["name"], one["email"], one["preferred_locales"]) for one in customers] == [
        (PAYER.name, PAYER.email, ["es-MX"])
    ]
    assert len(shop.double.movements()) == 1


async def test_a_repeated_key_tells_how_things_are_now(shop: Shop) -> None:
    order = shop.order(NewMethod(CARD, "pm_card_threeDSecure2Required"))
    first = await GATEWAY.create_payment(shop.ctx, order)
    assert isinstance(first.action, Redirect)
    await shop.double.act(str(first.reference), "authenticate", {"ok": True})
    again = await GATEWAY.create_payment(shop.ctx, order)
    assert (again.reference, again.state) == (first.reference, PaymentState.SUCCEEDED)
    with pytest.raises(Conflict):
        await GATEWAY.create_payment(shop.ctx, replace(order, amount=Money(2000, currency("USD"))))


async def test_stripes_own_500_is_looked_up_and_not_believed(shop: Shop) -> None:
    shop.double.internal_errors = 1
    order = shop.order()
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            await GATEWAY.create_payment(shop.ctx, order)
    found = await GATEWAY.find_payment(shop.ctx, order.our_reference)
    assert found is not None
    assert found.state is PaymentState.SUCCEEDED
    assert len(shop.double.movements()) == 1


async def test_a_payment_is_found_before_and_after_search_knows_it(shop: Shop) -> None:
    paid, hosted = await shop.pay(our_reference=r"pa_it's\1"), await shop.pay(Elsewhere(CARD))
    for later in (timedelta(0), timedelta(hours=2)):
        shop.double.advance(later)
        for result in (paid, hosted):
            found = await GATEWAY.find_payment(shop.ctx, result.our_reference)
            assert found is not None
            assert (found.reference, found.state) == (result.reference, result.state)
    assert await GATEWAY.find_payment(shop.ctx, "pa_nobody") is None
    shop.double.faults.arm(Fault("rate_limit", "GET", "/search$"))
    with pytest.raises(Unavailable):
        await GATEWAY.find_payment(shop.ctx, "pa_nobody")


async def test_without_a_way_back_the_bank_asks_through_the_script(shop: Shop) -> None:
    result = await shop.pay(NewMethod(CARD, "pm_card_threeDSecure2Required"), return_url=None)
    assert isinstance(result.action, ClientConfirm)
    assert result.action.client_secret.startswith(f"{result.reference}_secret_")
    assert result.action.publishable_key == ONE.publishable_key
    fields = GATEWAY.browser_fields(shop.settings)
    assert (fields.protocol, fields.fields_url) == ("stripe", f"{shop.double.public_url}/v3/")


async def test_stripes_page_is_one_payment_from_beginning_to_end(shop: Shop) -> None:
    with pytest.raises(InvalidRequest):
        await shop.pay(Elsewhere(CARD), return_url=None)
    assert shop.double.journal.calls == []
    result = await shop.pay(Elsewhere(CARD), save_method=True)
    assert isinstance(result.action, Redirect)
    assert result.action.expires_at is not None
    assert timedelta(hours=23) < result.action.expires_at - shop.double.now() <= timedelta(hours=24)
    (sent,) = shop.sent("POST", "checkout/sessions")
    assert (sent["ui_mode"], sent["locale"], sent["client_reference_id"]) == ("hosted_page", "es", result.our_reference)
    assert sent["line_items[0][price_data][unit_amount]"] == "1999"
    await shop.double.act(result.reference, "pay", {"card": "4000000000000002"})
    assert (await shop.fetch(result)).state is PaymentState.REQUIRES_ACTION
    await shop.double.act(result.reference, "pay", {"card": "4242424242424242"})
    paid = await shop.fetch(result)
    assert (paid.state, paid.reference, paid.our_reference) == (
        PaymentState.SUCCEEDED, result.reference, result.our_reference,
    )  # fmt: skip
    assert paid.method.last4 == "4242"
    assert paid.saved_method.customer_reference is not None
    listed = await GATEWAY.list_payments(shop.ctx, shop.double.now() - timedelta(hours=1), shop.double.now(), None)
    assert [one.reference for one in listed.payments] == [result.reference]
    with pytest.raises(StateConflict):
        await GATEWAY.cancel_payment(shop.ctx, result.reference, "cancel")


async def test_a_page_that_we_close_is_canceled_and_one_that_runs_out_is_expired(shop: Shop) -> None:
    ours, theirs = await shop.pay(Elsewhere(CARD)), await shop.pay(Elsewhere(CARD))
    for _ in range(2):
        closed = await GATEWAY.cancel_payment(shop.ctx, ours.reference, "cancel")
        assert closed.state is PaymentState.CANCELED
    shop.double.advance(timedelta(hours=24))
    assert (await shop.fetch(ours)).state is PaymentState.CANCELED
    expired = await shop.fetch(theirs)
    assert (expired.state, expired.decline.reason) == (PaymentState.EXPIRED, "EXPIRED")


async def test_what_was_authorized_on_the_page_is_captured_and_let_go(shop: Shop) -> None:
    taken, gone = [await shop.pay(Elsewhere(CARD), capture=False) for _ in range(2)]
    with pytest.raises(StateConflict):
        await GATEWAY.capture_payment(shop.ctx, taken.reference, None, "early")
    for result in (taken, gone):
        await shop.double.act(result.reference, "pay", {})
        assert (await shop.fetch(result)).state is PaymentState.AUTHORIZED
    part = Money(500, currency("USD"))
    captured = await GATEWAY.capture_payment(shop.ctx, taken.reference, part, "capture")
    assert (captured.state, captured.received, captured.reference) == (PaymentState.SUCCEEDED, part, taken.reference)
    canceled = await GATEWAY.cancel_payment(shop.ctx, gone.reference, "cancel")
    assert (canceled.state, canceled.reference) == (PaymentState.CANCELED, gone.reference)


async def test_refunds_and_disputes_of_a_page_name_its_payment(shop: Shop) -> None:
    shop.double.deliver_to(HOOK)
    result = await shop.pay(Elsewhere(CARD))
    await shop.double.act(result.reference, "pay", {"card": "4242424242424242"})
    wanted = CreateRefund("k", "ref_1", result.reference, Money(500, currency("USD")), "Too much")
    refund = await GATEWAY.create_refund(shop.ctx, wanted)
    assert (refund.payment_reference, refund.our_reference) == (result.reference, "ref_1")
    (sent,) = shop.sent("POST", "refunds")
    assert sent["metadata[reason]"] == "Too much"
    await shop.double.act(result.reference, "refund", {"amount": 99})
    (made_there,) = [one for one in shop.double.books[ONE.id].of("refund") if one["amount"] == 99]
    outside = await GATEWAY.fetch_refund(shop.ctx, made_there["id"])
    assert (outside.payment_reference, outside.our_reference) == (result.reference, None)
    await shop.double.act(result.reference, "dispute", {})
    (dispute,) = shop.double.books[ONE.id].of("dispute")
    seen = await GATEWAY.fetch_dispute(shop.ctx, dispute["id"])
    assert (seen.payment_reference, seen.amount) == (result.reference, Money(1999, currency("USD")))
    assert seen.respond_by is not None
    with pytest.raises(RefundRejected) as refused:
        await GATEWAY.create_refund(shop.ctx, replace(wanted, key="k2", our_reference="ref_2"))
    assert refused.value.reason == "DISPUTED"


async def test_an_app_may_try_several_cards(shop: Shop) -> None:
    customer = await GATEWAY.create_customer(shop.ctx, NewCustomer("k", "cus_1", "Ana", "ana@example.com", "es"))
    result = await shop.pay(InApp(CARD), save_method=True, customer_reference=customer, return_url=None)
    assert isinstance(result.action, ClientConfirm)
    await shop.double.act(result.reference, "pay", {"card": "4000000000009995"})
    assert (await shop.fetch(result)).state is PaymentState.REQUIRES_ACTION
    await shop.double.act(result.reference, "pay", {"card": "5555555555554444"})
    paid = await shop.fetch(result)
    assert (paid.state, paid.method.brand, paid.saved_method.customer_reference) == (
        PaymentState.SUCCEEDED, "mastercard", customer,
    )  # fmt: skip
    session = await GATEWAY.client_session(shop.ctx, ClientSessionRequest("s", customer, "2020-08-27"))
    assert session.ephemeral_key.startswith("ek_test_")
    (call,) = [call for call in shop.double.journal.calls if call.path == "/v1/ephemeral_keys"]
    assert call.headers["stripe-version"] == "2020-08-27"
    for version in ("latest", "2020-08-27\r\nX: y"):
        with pytest.raises(InvalidRequest):
            await GATEWAY.client_session(shop.ctx, ClientSessionRequest("s2", customer, version))


async def test_a_customer_of_ours_is_made_once_whatever_the_key(shop: Shop) -> None:
    wanted = NewCustomer("k1", "cus_1", "Ana", "ana@example.com", "es")
    first = await GATEWAY.create_customer(shop.ctx, wanted)
    assert await GATEWAY.create_customer(shop.ctx, wanted) == first
    shop.double.advance(timedelta(days=2))
    assert await GATEWAY.create_customer(shop.ctx, replace(wanted, key="k2")) == first


async def test_a_setup_by_token_in_an_app_and_on_the_page(shop: Shop) -> None:
    def wanted(source: Any, number: int) -> SetupRequest:
        return SetupRequest(f"s{number}", f"ps_{number}", source, PAYER, None, BACK)

    by_token = await GATEWAY.begin_setup(shop.ctx, wanted(NewMethod(CARD, "pm_card_visa"), 1))
    assert by_token.saved_method is not None
    (sent,) = shop.sent("POST", "setup_intents")
    assert (sent["usage"], sent["confirm"], sent["return_url"]) == ("off_session", "true", BACK)
    declined = await GATEWAY.begin_setup(shop.ctx, wanted(NewMethod(CARD, "pm_card_chargeDeclined"), 2))
    assert (declined.state, declined.our_reference, declined.saved_method) == (PaymentState.FAILED, "ps_2", None)
    for number, source, action in ((3, InApp(CARD), ClientConfirm), (4, Elsewhere(CARD), Redirect)):
        begun = await GATEWAY.begin_setup(shop.ctx, wanted(source, number))
        assert (begun.state, type(begun.action)) == (PaymentState.REQUIRES_ACTION, action)
        assert begun.reference is not None
        await shop.double.act(begun.reference, "pay", {})
        kept = await GATEWAY.fetch_setup(shop.ctx, begun.reference)
        assert (kept.state, kept.our_reference) == (PaymentState.SUCCEEDED, f"ps_{number}")
        assert kept.saved_method is not None
        assert kept.saved_method.summary.last4 == "4242"
        saved = SavedMethod(CARD, kept.saved_method.customer_reference, kept.saved_method.reference)
        assert (await shop.pay(saved, off_session=True, return_url=None)).state is PaymentState.SUCCEEDED


async def test_a_connected_account_is_named_in_every_call(shop: Shop) -> None:
    theirs = Shop(shop.double, shop.http, connected_account=CONNECTED.id)
    paid = await theirs.pay()
    assert shop.double.books[CONNECTED.id].of("charge")
    assert {call.headers["stripe-account"] for call in shop.double.journal.calls} == {CONNECTED.id}
    installed = await GATEWAY.install_webhook(theirs.ctx, HOOK, "install")
    # The endpoint is the platform's own.
    assert "stripe-account" not in shop.double.journal.calls[-1].headers
    await theirs.pay()
    secret = installed.settings["webhook_secret"]
    listening = Shop(shop.double, shop.http, connected_account=CONNECTED.id, webhook_secret=secret)
    (told,) = [one for one in shop.double.webhooks.all if one.kind == "payment_intent.succeeded"]
    headers = {name.lower(): value for name, value in told.headers(shop.double.now()).items()}
    outcome = await GATEWAY.parse_webhook(listening.ctx, RawWebhook(headers, told.body, shop.double.now()))
    assert [event.account_reference for event in outcome.events] == [CONNECTED.id]
    assert (await theirs.fetch(paid)).state is PaymentState.SUCCEEDED
    assert GATEWAY.browser_fields(theirs.settings).account == CONNECTED.id


async def test_a_webhook_is_installed_once_and_the_old_secret_counts_on(shop: Shop) -> None:
    shop.double.deliver_to("https://books.example/of-another-program")
    first = await GATEWAY.install_webhook(shop.ctx, HOOK, "k1")
    again = await GATEWAY.install_webhook(shop.ctx, HOOK, "k1")
    assert (again.reference, again.settings) == (first.reference, first.settings)
    second = await GATEWAY.install_webhook(shop.ctx, HOOK, "k2")
    other, endpoint = shop.double.books[ONE.id].of("webhook_endpoint")
    assert (endpoint["id"], endpoint["url"]) == (second.reference, HOOK)
    assert other["url"] == "https://books.example/of-another-program"
    assert endpoint["api_version"] == "2026-10-28.endive"
    assert {"payment_intent.succeeded", "refund.failed", "charge.dispute.closed"} < set(endpoint["enabled_events"])
    assert second.settings["previous_webhook_secret"] == ONE.webhook_secret
    assert second.settings["webhook_secret"] not in repr(second)


async def test_a_saved_card_that_stripe_kept_for_nobody_needs_a_new_one(shop: Shop) -> None:
    for saved in (SavedMethod(CARD, "cus_gone", "pm_card_visa"), SavedMethod(CARD, None, "pm_gone")):
        result = await shop.pay(saved, off_session=True, return_url=None)
        assert (result.state, result.reference, result.decline.advice) == (
            PaymentState.FAILED, None, DeclineAdvice.NEW_METHOD,
        )  # fmt: skip
        await GATEWAY.detach_method(shop.ctx, SavedMethod(CARD, None, "pm_gone"))
    with pytest.raises(InvalidRequest):
        await shop.pay(NewMethod(CARD, "pm_of_nobody"))


async def test_a_list_begins_and_ends_where_it_was_asked(shop: Shop) -> None:
    result = await shop.pay()
    (made,) = shop.double.books[ONE.id].of("payment_intent")
    at = datetime.fromtimestamp(made["created"], UTC)
    for since, until, found in (
        (at, at + timedelta(seconds=1), 1),
        (at - timedelta(seconds=1), at, 0),
        (at + timedelta(microseconds=1), at + timedelta(seconds=1), 0),
        (at, at + timedelta(microseconds=1), 1),
    ):
        page = await GATEWAY.list_payments(shop.ctx, since, until, None)
        assert [one.reference for one in page.payments] == [result.reference] * found


async def test_an_account_of_the_other_mode_is_not_healthy(shop: Shop) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        # A notice to developers must not become a warning.
        return httpx.Response(200, json={"object": "balance", "livemode": True}, headers={"Stripe-Notice": "Upgrade"})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as live:
        health = await GATEWAY.check_health(Shop(shop.double, live).ctx)
    assert (health.ok, health.message) == (False, "Stripe's account does not answer in test mode.")
    assert (await GATEWAY.check_health(shop.ctx)).ok


async def test_logs_tell_no_secret_at_any_level(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    result = await shop.pay(InApp(CARD))
    await shop.pay(NewMethod(CARD, "pm_card_chargeDeclined"))
    for secret in (ONE.secret_key, result.action.client_secret, "pm_card_chargeDeclined"):
        assert secret not in caplog.text
