"""The double of Stripe against what Stripe documents: its own SDK, its test cards, its errors and its rules."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio
import stripe

from backend.doubles.kit.double import Impossible
from backend.doubles.kit.serving import served
from backend.doubles.stripe import CONNECTED, ONE, TWO, StripeDouble, make_double

pytestmark = pytest.mark.asyncio(loop_scope="module")

BACK = "https://shop.example/back"
CARD = {"amount": 1999, "currency": "usd", "confirm": "true", "allowed_payment_method_types[0]": "card"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running() -> AsyncIterator[tuple[StripeDouble, httpx.AsyncClient]]:
    async with (
        served(make_double) as double,
        httpx.AsyncClient(base_url=double.public_url, trust_env=False) as client,
    ):
        yield double, client


class Api:
    """Plain calls, with the first account's key unless another is named."""

    def __init__(self, double: StripeDouble, client: httpx.AsyncClient) -> None:
        self.double = double
        self.client = client

    async def __call__(
        self,
        method: str,
        path: str,
        fields: Any = None,
        *,
        key: str | None = None,
        auth: str = ONE.secret_key,
        **more: str,
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {auth}", **{name.replace("_", "-"): more[name] for name in more}}
        if key is not None:
            headers["Idempotency-Key"] = key
        query, form = (fields, None) if method == "GET" else (None, fields)
        return await self.client.request(method, f"/v1/{path}", params=query, data=form, headers=headers)

    async def pay(self, method: str = "pm_card_visa", **fields: Any) -> dict[str, Any]:
        answer = await self("POST", "payment_intents", {**CARD, "payment_method": method, **fields})
        found: dict[str, Any] = answer.json()
        return found

    def told(self) -> list[str]:
        return [delivery.kind for delivery in self.double.webhooks.all]


@pytest.fixture
def api(running: tuple[StripeDouble, httpx.AsyncClient]) -> Api:
    double, client = running
    double.reset()
    return Api(double, client)


def error_of(answer: httpx.Response) -> tuple[int, dict[str, Any]]:
    return answer.status_code, answer.json()["error"]


# The SDK's own use of httpx.
@pytest.mark.filterwarnings("ignore:Use 'content:DeprecationWarning")
async def test_stripes_own_sdk_tells_a_whole_story(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api.double.deliver_to("https://merchant.example/hook")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    http = stripe.HTTPXClient()
    sdk = stripe.StripeClient(ONE.secret_key, base_addresses={"api": api.double.public_url}, http_client=http)
    customer = await sdk.v1.customers.create_async({"email": "ana@example.com", "metadata": {"a": "1"}})
    method = await sdk.v1.payment_methods.attach_async("pm_card_visa", {"customer": customer.id})
    paid = await sdk.v1.payment_intents.create_async(
        {
            "amount": 1999,
            "currency": "usd",
            "customer": customer.id,
            "payment_method": method.id,
            "off_session": True,
            "confirm": True,
            "expand": ["latest_charge"],
        }
    )
    assert (paid.status, paid.amount_received) == ("succeeded", 1999)
    charge = paid.latest_charge
    assert isinstance(charge, stripe.Charge)
    assert charge.payment_method_details is not None
    assert charge.payment_method_details.card is not None
    assert charge.payment_method_details.card.last4 == "4242"
    refund = await sdk.v1.refunds.create_async({"payment_intent": paid.id, "amount": 500})
    assert (refund.status, refund.charge) == ("succeeded", charge.id)
    with pytest.raises(stripe.CardError) as declined:
        await sdk.v1.payment_intents.create_async(
            {"amount": 1999, "currency": "usd", "payment_method": "pm_card_chargeDeclined", "confirm": True}
        )
    assert declined.value.code == "card_declined"
    assert declined.value.error is not None
    assert declined.value.error.decline_code == "generic_decline"
    assert declined.value.error.payment_intent is not None
    assert declined.value.error.payment_intent.status == "requires_payment_method"
    for number in range(3):
        await sdk.v1.customers.create_async({"name": f"n{number}"})
    first = await sdk.v1.customers.list_async({"limit": 1})
    names = [one.name async for one in first.auto_paging_iter()]
    assert names == ["n2", "n1", "n0", None]
    (told,) = [one for one in api.double.webhooks.all if one.kind == "refund.created"]
    sent = told.headers(api.double.now())
    event = sdk.construct_event(told.body, sent["Stripe-Signature"], ONE.webhook_secret)
    assert (event.type, event.data.object["id"]) == ("refund.created", refund.id)
    assert (await sdk.v1.events.retrieve_async(event.id)).data.object["amount"] == 500
    with pytest.raises(stripe.SignatureVerificationError):
        sdk.construct_event(told.body + b" ", sent["Stripe-Signature"], ONE.webhook_secret)
    await http.close_async()  # type: ignore[no-untyped-call]


# Stripe's table of test cards: token, HTTP status, code, decline_code of a charge with the payer there.
CARDS = (
    ("pm_card_visa", 200, None, None),
    ("pm_card_mastercard", 200, None, None),
    ("pm_card_amex", 200, None, None),
    ("pm_card_visa_chargeDeclined", 402, "card_declined", "generic_decline"),
    ("pm_card_chargeDeclinedInsufficientFunds", 402, "card_declined", "insufficient_funds"),
    ("pm_card_visa_chargeDeclinedLostCard", 402, "card_declined", "lost_card"),
    ("pm_card_visa_chargeDeclinedStolenCard", 402, "card_declined", "stolen_card"),
    ("pm_card_chargeDeclinedExpiredCard", 402, "expired_card", None),
    ("pm_card_chargeDeclinedIncorrectCvc", 402, "incorrect_cvc", None),
    ("pm_card_chargeDeclinedProcessingError", 402, "processing_error", None),
    ("pm_card_visa_chargeDeclinedVelocityLimitExceeded", 402, "card_declined", "card_velocity_exceeded"),
    ("pm_card_chargeCustomerFail", 402, "card_declined", "generic_decline"),
    ("pm_card_threeDSecureOptional", 200, None, None),
)


async def test_the_test_cards_behave_as_documented(api: Api) -> None:
    for token, status, code, decline in CARDS:
        answer = await api("POST", "payment_intents", {**CARD, "payment_method": token})
        error = answer.json().get("error", {})
        assert (answer.status_code, error.get("code"), error.get("decline_code")) == (status, code, decline), token
        if status == 402:
            assert error["type"] == "card_error"
            assert error["payment_intent"]["last_payment_error"]["payment_method"]["object"] == "payment_method"
            assert error["payment_intent"]["payment_method"] is None
    assert [one.amount for one in api.double.movements()] == ["1999"] * 4


@pytest.mark.parametrize(
    ("token", "on_session", "set_up_then_away"),
    [
        ("pm_card_authenticationRequiredOnSetup", "requires_action", "succeeded"),
        ("pm_card_authenticationRequired", "requires_action", "authentication_required"),
        ("pm_card_authenticationRequiredSetupForOffSession", "requires_action", "succeeded"),
    ],
)
async def test_who_is_asked_for_authentication(api: Api, token: str, on_session: str, set_up_then_away: str) -> None:
    assert (await api.pay(token))["status"] == on_session
    customer = (await api("POST", "customers", {})).json()["id"]
    setup = {"payment_method": token, "customer": customer, "confirm": "true"}
    made = (await api("POST", "setup_intents", setup)).json()
    assert made["status"] == "requires_action"
    await api.double.act(made["id"], "authenticate", {"ok": True})
    kept = (await api("GET", f"setup_intents/{made['id']}")).json()
    assert kept["status"] == "succeeded"
    away = await api.pay(kept["payment_method"], customer=customer, off_session="true")
    assert (away.get("status") or away["error"]["code"]) == set_up_then_away
    if "error" in away:
        assert away["error"]["payment_intent"]["status"] == "requires_payment_method"


async def test_the_bank_page_sends_the_payer_back(api: Api) -> None:
    for ok, status in ((True, "succeeded"), (False, "requires_payment_method")):
        intent = await api.pay("pm_card_threeDSecure2Required", return_url=f"{BACK}?a=1")
        action = intent["next_action"]
        assert (action["type"], action["redirect_to_url"]["return_url"]) == ("redirect_to_url", f"{BACK}?a=1")
        page = await api.client.get(action["redirect_to_url"]["url"])
        assert "Approve" in page.text
        answer = await api.client.post(action["redirect_to_url"]["url"], params={"ok": str(ok).lower()})
        assert answer.status_code == 303
        back = urlsplit(answer.headers["location"])
        assert parse_qs(back.query) == {
            "a": ["1"],
            "payment_intent": [intent["id"]],
            "payment_intent_client_secret": [intent["client_secret"]],
            "redirect_status": ["succeeded" if ok else "failed"],
        }
        seen = (await api("GET", f"payment_intents/{intent['id']}")).json()
        assert seen["status"] == status
    assert seen["last_payment_error"]["code"] == "payment_intent_authentication_failure"
    stranger = action["redirect_to_url"]["url"].rpartition("/")[0] + "/guessed"
    assert "nothing here" in (await api.client.get(stranger)).text
    without = await api.pay("pm_card_threeDSecure2Required")
    assert without["next_action"]["type"] == "use_stripe_sdk"


async def test_authenticated_and_declined_all_the_same(api: Api) -> None:
    token = "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds"
    intent = await api.pay(token)
    await api.double.act(intent["id"], "authenticate", {"ok": True})
    seen = (await api("GET", f"payment_intents/{intent['id']}")).json()
    assert (seen["status"], seen["last_payment_error"]["decline_code"]) == (
        "requires_payment_method",
        "insufficient_funds",
    )
    assert api.double.movements() == []


@pytest.mark.parametrize(
    ("fields", "code", "param"),
    [
        # A parameter of earlier versions: today it is allowed_payment_method_types.
        ({"amount": "1999", "currency": "usd", "payment_method_types[]": "card"}, "parameter_unknown",
         "payment_method_types"),
        ({"amount": "1999", "currency": "usd", "colour": "red"}, "parameter_unknown", "colour"),
        ({"currency": "usd"}, "parameter_missing", "amount"),
        ({"amount": "10.00", "currency": "usd"}, "parameter_invalid_integer", "amount"),
        ({"amount": "", "currency": "usd"}, "parameter_invalid_empty", "amount"),
        ({"amount": "49", "currency": "usd"}, "amount_too_small", "amount"),
        ({"amount": "100000000", "currency": "usd"}, "amount_too_large", "amount"),
        ({"amount": "1999", "currency": "xxx"}, None, "currency"),
        ({"amount": "1255", "currency": "kwd"}, None, "amount"),
        ({"amount": "550", "currency": "isk"}, None, "amount"),
        ({"amount": "1999", "currency": "usd", "off_session": "true"}, "parameter_missing", "confirm"),
        ({"amount": "1999", "currency": "usd", "customer": "cus_nobody"}, "resource_missing", "customer"),
    ],
)  # fmt: skip
async def test_a_wrong_request_is_refused_with_stripes_error(
    api: Api, fields: dict[str, str], code: str | None, param: str
) -> None:
    status, error = error_of(await api("POST", "payment_intents", fields, key="k1"))
    assert (status, error.get("code"), error.get("param"), error["type"]) == (400, code, param, "invalid_request_error")
    assert (await api("GET", "payment_intents")).json()["data"] == []
    # Nothing was executed, so the key is free for the right request.
    assert (await api("POST", "payment_intents", {"amount": 1999, "currency": "usd"}, key="k1")).status_code == 200


async def test_an_idempotency_key_replays_what_was_answered(api: Api) -> None:
    order = {**CARD, "payment_method": "pm_card_visa"}
    first, second = [await api("POST", "payment_intents", order, key="k1") for _ in range(2)]
    assert first.json() == second.json()
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert first.headers["request-id"] != second.headers["request-id"]
    declined = {**CARD, "payment_method": "pm_card_chargeDeclined"}
    answers = [await api("POST", "payment_intents", declined, key="k2") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [402, 402]
    assert answers[0].json() == answers[1].json()
    status, error = error_of(await api("POST", "payment_intents", {**order, "amount": 2000}, key="k1"))
    assert (status, error["type"]) == (400, "idempotency_error")
    status, error = error_of(await api("POST", "customers", {}, key="k1"))
    assert (status, error["type"]) == (400, "idempotency_error")
    assert len(api.double.movements()) == 1
    # Another account's keys are its own.
    foreign = await api("POST", "payment_intents", order, key="k1", auth=TWO.secret_key)
    assert foreign.json()["id"] != first.json()["id"]
    api.double.advance(timedelta(hours=24))
    assert (await api("POST", "payment_intents", order, key="k1")).json()["id"] != first.json()["id"]


async def test_stripes_own_500_is_stored_too(api: Api) -> None:
    api.double.internal_errors = 1
    order = {**CARD, "payment_method": "pm_card_visa"}
    answers = [await api("POST", "payment_intents", order, key="k1") for _ in range(2)]
    assert [(answer.status_code, answer.json()["error"]["type"]) for answer in answers] == [(500, "api_error")] * 2
    assert answers[1].headers["idempotent-replayed"] == "true"
    assert len(api.double.movements()) == 1


async def test_a_key_in_use_is_a_conflict(api: Api) -> None:
    api.double.gate = gate = asyncio.Event()
    order = {**CARD, "payment_method": "pm_card_visa"}
    first = asyncio.create_task(api("POST", "payment_intents", order, key="k1"))
    async with asyncio.timeout(60):
        while "k1" not in api.double.books[ONE.id].keys:  # noqa: ASYNC110 - the double is asked, not told
            await asyncio.sleep(0.002)
    status, error = error_of(await api("POST", "payment_intents", order, key="k1"))
    assert (status, error["code"]) == (409, "idempotency_key_in_use")
    gate.set()
    assert (await first).status_code == 200
    assert len(api.double.movements()) == 1


async def test_keys_open_what_they_are_for(api: Api) -> None:
    status, error = error_of(await api("GET", "balance", auth="sk_test_of_nobody_0123456789"))
    assert (status, error["message"]) == (401, "Invalid API Key provided: sk_test_****************6789")
    status, error = error_of(await api("GET", "balance", auth=ONE.publishable_key))
    assert (status, error["code"]) == (403, "secret_key_required")
    card = {"type": "card", "card[number]": "4242424242424242", "card[exp_month]": "12", "card[exp_year]": "2034"}
    assert error_of(await api("POST", "payment_methods", card))[0] == 402
    made = await api("POST", "payment_methods", card, auth=ONE.publishable_key)
    assert (made.json()["card"]["last4"], made.headers["access-control-allow-origin"]) == ("4242", "*")
    status, error = error_of(
        await api("POST", "payment_methods", {**card, "card[number]": "4242424242424241"}, auth=ONE.publishable_key)
    )
    assert (status, error["code"]) == (402, "incorrect_number")
    balance = await api("GET", "balance", Stripe_Account=CONNECTED.id)
    assert balance.json()["livemode"] is False
    status, error = error_of(await api("GET", "balance", Stripe_Account=TWO.id))
    assert (status, error["code"]) == (403, "account_invalid")
    assert error_of(await api("GET", "nothing"))[0] == 404
    assert error_of(await api("GET", "balance", Stripe_Version="yesterday"))[0] == 400
    paid = await api.pay()
    foreign = await api("GET", f"payment_intents/{paid['id']}", auth=TWO.secret_key)
    assert error_of(foreign) == (
        404,
        {
            "code": "resource_missing",
            "doc_url": "https://stripe.com/docs/error-codes/resource-missing",
            "message": f"No such payment_intent: '{paid['id']}'",
            "param": "intent",
            "type": "invalid_request_error",
        },
    )


async def test_a_method_is_its_customers_alone_and_spent_when_detached(api: Api) -> None:
    first, second = [(await api("POST", "customers", {})).json()["id"] for _ in range(2)]
    method = (await api("POST", "payment_methods/pm_card_visa/attach", {"customer": first})).json()["id"]
    for fields in ({}, {"customer": second}):
        status, error = error_of(await api("POST", "payment_intents", {**CARD, "payment_method": method, **fields}))
        assert status == 400, error
    assert (await api.pay(method, customer=first))["status"] == "succeeded"
    assert (await api("POST", f"payment_methods/{method}/detach")).json()["customer"] is None
    assert error_of(await api("POST", f"payment_methods/{method}/detach"))[0] == 400
    gone = await api.pay(method, customer=first)
    assert "may not be used again" in gone["error"]["message"]
    once = (await api.pay("pm_card_visa"))["payment_method"]
    assert "may not be used again" in (await api.pay(once))["error"]["message"]
    assert len(api.double.movements()) == 2


async def test_an_authorization_is_captured_once_canceled_or_lapses(api: Api) -> None:
    manual = {"capture_method": "manual"}
    held = [await api.pay(**manual) for _ in range(3)]
    assert {one["status"] for one in held} == {"requires_capture"}
    capture = f"payment_intents/{held[0]['id']}/capture"
    status, error = error_of(await api("POST", capture, {"amount_to_capture": 2000}))
    assert (status, error["code"]) == (400, "amount_too_large")
    taken = (await api("POST", capture, {"amount_to_capture": 500})).json()
    assert (taken["status"], taken["amount"], taken["amount_received"]) == ("succeeded", 1999, 500)
    status, error = error_of(await api("POST", capture))
    assert (status, error["code"]) == (400, "payment_intent_unexpected_state")
    assert error["payment_intent"]["status"] == "succeeded"
    canceled = (await api("POST", f"payment_intents/{held[1]['id']}/cancel")).json()
    assert canceled["status"] == "canceled"
    api.double.advance(timedelta(days=7))
    lapsed = (await api("GET", f"payment_intents/{held[2]['id']}")).json()
    assert (lapsed["status"], lapsed["cancellation_reason"]) == ("canceled", "expired")
    assert [one.amount for one in api.double.movements()] == ["500"]


async def test_refunds_never_exceed_and_may_settle_late(api: Api) -> None:
    paid = await api.pay()
    refund = {"payment_intent": paid["id"]}
    status, error = error_of(await api("POST", "refunds", {**refund, "amount": 2000}))
    assert (status, error["param"]) == (400, "amount")
    assert error["message"] == ("Refund amount (20.00 usd) is greater than unrefunded amount on charge (19.99 usd)")
    await api("POST", "refunds", {**refund, "amount": 1000})
    assert (await api("POST", "refunds", refund)).json()["amount"] == 999
    status, error = error_of(await api("POST", "refunds", refund))
    assert (status, error["code"]) == (400, "charge_already_refunded")
    slow = (await api("POST", "refunds", {"payment_intent": (await api.pay("pm_card_pendingRefund"))["id"]})).json()
    back = (await api("POST", "refunds", {"payment_intent": (await api.pay("pm_card_refundFail"))["id"]})).json()
    assert (slow["status"], back["status"]) == ("pending", "succeeded")
    api.double.advance(timedelta(hours=1))
    slow, back = [(await api("GET", f"refunds/{one['id']}")).json() for one in (slow, back)]
    assert (slow["status"], back["status"], back["failure_reason"]) == (
        "succeeded",
        "failed",
        "expired_or_canceled_card",
    )
    assert sorted(one.amount for one in api.double.movements() if one.kind == "refund") == ["1000", "1999", "999"]
    open_one = (await api("POST", "payment_intents", {"amount": 1999, "currency": "usd"})).json()
    status, error = error_of(await api("POST", "refunds", {"payment_intent": open_one["id"]}))
    assert "does not have a successful charge" in error["message"]


async def test_disputes_take_the_money_and_may_give_it_back(api: Api) -> None:
    api.double.deliver_to("https://merchant.example/hook")
    paid = await api.pay("pm_card_createDispute")
    status, error = error_of(await api("POST", "refunds", {"payment_intent": paid["id"]}))
    assert (status, error["code"]) == (400, "charge_disputed")
    await api.double.act(paid["id"], "dispute_won", {})
    assert [kind for kind in api.told() if "dispute" in kind] == [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.closed",
        "charge.dispute.funds_reinstated",
    ]
    (dispute,) = (await api("GET", "disputes")).json()["data"]
    assert (dispute["status"], dispute["amount"], dispute["payment_intent"]) == ("won", 1999, paid["id"])
    with pytest.raises(Impossible):
        await api.double.act(paid["id"], "dispute_lost", {})


async def test_checkout_is_paid_on_its_page(api: Api) -> None:
    order = {
        "mode": "payment",
        "success_url": f"{BACK}?s={{CHECKOUT_SESSION_ID}}",
        "line_items[0][quantity]": "2",
        "line_items[0][price_data][currency]": "usd",
        "line_items[0][price_data][unit_amount]": "1000",
        "line_items[0][price_data][product_data][name]": "Pro plan",
        "payment_intent_data[metadata][a]": "1",
    }
    session = (await api("POST", "checkout/sessions", order)).json()
    assert (session["status"], session["payment_status"], session["payment_intent"]) == ("open", "unpaid", None)
    page = await api.client.get(session["url"])
    assert "Pro plan" in page.text
    assert "20.00 usd" in page.text
    refused = await api.client.post(session["url"], params={"card": "4000000000000002"})
    assert "Your card was declined." in refused.text
    paid = await api.client.post(session["url"], params={"card": "4242424242424242"})
    assert (paid.status_code, paid.headers["location"]) == (303, f"{BACK}?s={session['id']}")
    expand = {"expand[0]": "payment_intent.payment_method"}
    seen = (await api("GET", f"checkout/sessions/{session['id']}", expand)).json()
    assert (seen["status"], seen["payment_status"], seen["amount_total"]) == ("complete", "paid", 2000)
    assert seen["payment_intent"]["metadata"] == {"a": "1"}
    assert seen["payment_intent"]["payment_method"]["card"]["last4"] == "4242"
    status, _ = error_of(await api("POST", f"checkout/sessions/{session['id']}/expire"))
    assert status == 400
    late = (await api("POST", "checkout/sessions", order)).json()
    api.double.advance(timedelta(hours=24))
    assert (await api("GET", f"checkout/sessions/{late['id']}")).json()["status"] == "expired"
    assert [one.payment_reference for one in api.double.movements()] == [session["id"]]


async def test_search_sees_late_what_lists_see_at_once(api: Api) -> None:
    paid = [await api.pay(**{"metadata[ref]": f"it's {n}"}) for n in range(3)]
    query = {"query": r"metadata['ref']:'it\'s 1'"}
    assert (await api("GET", "payment_intents/search", query)).json()["data"] == []
    listed = (await api("GET", "payment_intents", {"limit": "2"})).json()
    assert ([one["id"] for one in listed["data"]], listed["has_more"]) == ([paid[2]["id"], paid[1]["id"]], True)
    rest = (await api("GET", "payment_intents", {"starting_after": paid[1]["id"]})).json()
    assert ([one["id"] for one in rest["data"]], rest["has_more"]) == ([paid[0]["id"]], False)
    assert (await api("GET", "payment_intents", {"created[gt]": str(paid[2]["created"])})).json()["data"] == []
    api.double.advance(timedelta(seconds=60))
    found = (await api("GET", "payment_intents/search", query)).json()
    assert [one["id"] for one in found["data"]] == [paid[1]["id"]]
    assert error_of(await api("GET", "payment_intents/search", {"query": "colour:'red'"}))[0] == 400
    assert error_of(await api("GET", "payment_intents", {"limit": "101"}))[0] == 400
    status, error = error_of(await api("GET", f"payment_intents/{paid[0]['id']}", {"expand[]": "colour"}))
    assert (status, error["message"]) == (400, "This property cannot be expanded (colour).")


async def test_an_ephemeral_key_needs_the_apps_version(api: Api) -> None:
    customer = (await api("POST", "customers", {})).json()["id"]
    assert error_of(await api("POST", "ephemeral_keys", {"customer": customer}))[0] == 400
    made = (await api("POST", "ephemeral_keys", {"customer": customer}, Stripe_Version="2020-08-27")).json()
    assert made["secret"].startswith("ek_test_")
    assert made["expires"] - made["created"] == 3600
    gone = (await api("DELETE", f"ephemeral_keys/{made['id']}")).json()
    assert (gone["id"], "secret" in gone) == (made["id"], False)


async def test_each_endpoint_hears_what_it_asked_for(api: Api) -> None:
    def endpoint(url: str, event: str, **more: str) -> dict[str, str]:
        return {"url": url, "enabled_events[0]": event, **more}

    made = await api("POST", "webhook_endpoints", endpoint("https://a.example", "payment_intent.succeeded"))
    assert made.json()["secret"].startswith("whsec_")
    connect = {"connect": "true", "api_version": "2024-06-20"}
    await api("POST", "webhook_endpoints", endpoint("https://b.example", "*", **connect))
    assert "secret" not in (await api("GET", f"webhook_endpoints/{made.json()['id']}")).json()
    assert error_of(await api("POST", "webhook_endpoints", endpoint("https://c.example", "colour.red")))[0] == 400
    await api.pay()
    await api("POST", "customers", {}, Stripe_Account=CONNECTED.id)
    told = [(one.url, one.kind, b'"account"' in one.body, b"2024-06-20" in one.body) for one in api.double.webhooks.all]
    assert told == [
        ("https://a.example", "payment_intent.succeeded", False, False),
        ("https://b.example", "customer.created", True, True),
    ]
    await api("DELETE", f"webhook_endpoints/{made.json()['id']}")
    await api.pay()
    assert len(api.double.webhooks.all) == 2


async def test_a_browser_finishes_an_intent_by_its_secret_only(api: Api) -> None:
    intent = (await api("POST", "payment_intents", {"amount": 1999, "currency": "usd", "metadata[a]": "1"})).json()
    path, key = f"payment_intents/{intent['id']}", ONE.publishable_key
    assert error_of(await api("GET", path, {"client_secret": "guessed"}, auth=key))[0] == 400
    seen = (await api("GET", path, {"client_secret": intent["client_secret"]}, auth=key)).json()
    assert ("metadata" in seen, seen["status"]) == (False, "requires_payment_method")
    confirm = {"client_secret": intent["client_secret"], "payment_method": "pm_card_visa"}
    assert (await api("POST", f"{path}/confirm", confirm, auth=key)).json()["status"] == "succeeded"
    script = await api.client.get("/v3/")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "window.Stripe = Stripe" in script.text
