"""PayPal's double, by itself and over HTTP, against PayPal's published descriptions of its API."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from backend.doubles.kit.double import Impossible
from backend.doubles.kit.serving import served
from backend.doubles.paypal import ACCOUNTS, PayPalDouble, make_double

pytestmark = pytest.mark.asyncio(loop_scope="module")
ONE, TWO = ACCOUNTS
BACK = "https://shop.example/back"
ORDER = {
    "intent": "CAPTURE",
    "purchase_units": [{"amount": {"currency_code": "USD", "value": "100.00"}, "invoice_id": "pa_1"}],
    "payment_source": {"paypal": {"experience_context": {"return_url": BACK, "cancel_url": f"{BACK}?no"}}},
}
Answer = tuple[int, Any]


class Caller:
    """An account's own program: every answer is a status and its JSON."""

    def __init__(self, double: PayPalDouble, http: httpx.AsyncClient) -> None:
        self.double = double
        self.http = http
        self.tokens: dict[str, str] = {}

    async def __call__(self, method: str, path: str, body: Any = None, *, by: Any = ONE, **headers: str) -> Answer:
        if by.client_id not in self.tokens:
            auth = httpx.BasicAuth(by.client_id, by.secret)
            answer = await self.http.post("/v1/oauth2/token", data={"grant_type": "client_credentials"}, auth=auth)
            self.tokens[by.client_id] = answer.json()["access_token"]
        given = {
            "Authorization": f"Bearer {self.tokens[by.client_id]}",
            "Prefer": "return=representation",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        # httpx names the type of a body only where there is one; PayPal wants it always.
        given.setdefault("Content-Type", "application/json")
        answer = await self.http.request(
            method, path, content=None if body is None else json.dumps(body), headers=given, follow_redirects=False
        )
        return answer.status_code, answer.json() if answer.content else None

    async def order(self, **changes: Any) -> Answer:
        headers = changes.pop("headers", {})
        return await self("POST", "/v2/checkout/orders", ORDER | changes, **headers)

    async def agreed(self, **changes: Any) -> str:
        _, order = await self.order(**changes)
        await self.double.act(order["id"], "approve", {})
        return str(order["id"])

    async def collected(self, **changes: Any) -> tuple[str, str]:
        id = await self.agreed(**changes)
        status, order = await self("POST", f"/v2/checkout/orders/{id}/capture")
        assert status == 201
        return id, order["purchase_units"][0]["payments"]["captures"][0]["id"]


def issue(answer: Answer) -> tuple[int, str]:
    status, body = answer
    return status, body["details"][0]["issue"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def calling() -> AsyncIterator[Caller]:
    async with served(make_double) as double, httpx.AsyncClient(base_url=double.public_url, trust_env=False) as http:
        yield Caller(double, http)


@pytest.fixture
def call(calling: Caller) -> Caller:
    calling.double.reset()
    return calling


async def test_an_order_goes_through_the_documented_states(call: Caller) -> None:
    status, order = await call.order()
    assert (status, order["status"], order["intent"]) == (201, "PAYER_ACTION_REQUIRED", "CAPTURE")
    links = {link["rel"]: link["href"] for link in order["links"]}
    assert links["payer-action"] == f"{call.double.public_url}/pages/approve/{order['id']}"
    capture = f"/v2/checkout/orders/{order['id']}/capture"
    assert issue(await call("POST", capture)) == (422, "PAYER_ACTION_REQUIRED")
    await call.double.act(order["id"], "approve", {})
    assert (await call("GET", f"/v2/checkout/orders/{order['id']}"))[1]["status"] == "APPROVED"
    status, done = await call("POST", capture)
    (made,) = done["purchase_units"][0]["payments"]["captures"]
    assert (status, done["status"], made["status"], made["amount"]["value"]) == (
        201,
        "COMPLETED",
        "COMPLETED",
        "100.00",
    )
    assert made["supplementary_data"]["related_ids"] == {"order_id": order["id"]}
    assert issue(await call("POST", capture)) == (422, "ORDER_ALREADY_CAPTURED")
    assert [(one.kind, one.amount, one.our_reference) for one in call.double.movements()] == [
        ("charge", "100.00", "pa_1")
    ]


async def test_only_who_asks_for_it_is_shown_everything(call: Caller) -> None:
    _, order = await call.order(headers={"Prefer": "return=minimal"})
    assert set(order) == {"id", "status", "links"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"unheard_of": 1}, (400, "INVALID_PARAMETER")),
        ({"intent": "ORDER"}, (400, "INVALID_PARAMETER_VALUE")),
        ({"purchase_units": []}, (400, "INVALID_ARRAY_MIN_ITEMS")),
        ({"purchase_units": [{"amount": {"currency_code": "USD"}}]}, (400, "MISSING_REQUIRED_PARAMETER")),
        ({"purchase_units": [{"amount": {"currency_code": "USD", "value": 100}}]}, (400, "INVALID_PARAMETER_SYNTAX")),
        ({"purchase_units": [{"amount": {"currency_code": "USD", "value": "1.999"}}]}, (422, "DECIMAL_PRECISION")),
        ({"purchase_units": [{"amount": {"currency_code": "JPY", "value": "1.00"}}]}, (422, "DECIMALS_NOT_SUPPORTED")),
        ({"purchase_units": [{"amount": {"currency_code": "USD", "value": "0"}}]}, (422, "CANNOT_BE_ZERO_OR_NEGATIVE")),
        ({"purchase_units": [{"amount": {"currency_code": "XAU", "value": "1"}}]}, (422, "CURRENCY_NOT_SUPPORTED")),
        (
            {"purchase_units": [{"amount": {"currency_code": "USD", "value": "1"}, "invoice_id": "x" * 128}]},
            (400, "INVALID_STRING_LENGTH"),
        ),
    ],
)
async def test_what_paypal_does_not_take_is_refused(
    call: Caller, changes: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert issue(await call.order(**changes)) == expected
    assert not call.double.provider.orders


async def test_a_key_leads_to_what_became_of_its_order_for_six_hours(call: Caller) -> None:
    key = {"PayPal_Request_Id": "key-1"}
    _, order = await call.order(headers=key)
    await call.double.act(order["id"], "approve", {})
    status, again = await call.order(headers=key)
    assert (status, again["id"], again["status"]) == (200, order["id"], "APPROVED")
    call.double.advance(timedelta(hours=6))
    assert (await call.order(headers=key))[1]["id"] != order["id"]
    assert issue(await call.order(headers={"PayPal_Request_Id": "x" * 109})) == (400, "INVALID_PARAMETER_VALUE")


async def test_an_invoice_number_is_collected_once(call: Caller) -> None:
    await call.collected()
    id = await call.agreed()
    assert issue(await call("POST", f"/v2/checkout/orders/{id}/capture")) == (422, "DUPLICATE_INVOICE_ID")
    assert len(call.double.movements()) == 1


async def test_any_error_can_be_asked_for_by_the_documented_header(call: Caller) -> None:
    mock = {"PayPal_Mock_Response": '{"mock_application_codes": "INSTRUMENT_DECLINED"}'}
    assert issue(await call.order(headers=mock)) == (422, "INSTRUMENT_DECLINED")
    assert not call.double.provider.orders


async def test_accounts_are_apart_and_keys_are_needed(call: Caller) -> None:
    _, order = await call.order()
    assert issue(await call("GET", f"/v2/checkout/orders/{order['id']}", by=TWO)) == (404, "INVALID_RESOURCE_ID")
    refused = await call("GET", f"/v2/checkout/orders/{order['id']}", Authorization="Bearer stranger")
    assert refused == (401, {"error": "invalid_token", "error_description": "Token signature verification failed"})
    auth = httpx.BasicAuth(ONE.client_id, TWO.secret)
    answer = await call.http.post("/v1/oauth2/token", data={"grant_type": "client_credentials"}, auth=auth)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    status, _ = await call("POST", "/v2/checkout/orders", {}, Content_Type="text/plain")
    assert status == 415


async def test_the_payer_agrees_or_leaves_on_the_page(call: Caller) -> None:
    _, order = await call.order()
    page = f"/pages/approve/{order['id']}"
    shown = (await call.http.get(page)).text
    assert "100.00 USD" in shown
    assert "no real money" in shown
    left = await call.http.post(f"{page}/cancel")
    assert (left.status_code, left.headers["location"]) == (303, f"{BACK}?no&token={order['id']}")
    assert (await call("GET", f"/v2/checkout/orders/{order['id']}"))[1]["status"] == "PAYER_ACTION_REQUIRED"
    agreed = await call.http.post(f"{page}/approve")
    assert agreed.headers["location"] == f"{BACK}?token={order['id']}&PayerID=QYR5Z8XDVJNXQ"
    assert (await call.http.get(page)).status_code == 404
    with pytest.raises(Impossible):
        await call.double.act(order["id"], "approve", {})


async def test_refunds_never_exceed_their_capture(call: Caller) -> None:
    id, capture = await call.collected()
    path = f"/v2/payments/captures/{capture}/refund"
    part = {"amount": {"currency_code": "USD", "value": "60.00"}, "custom_id": "ref_1"}
    assert (await call("POST", path, part))[1]["status"] == "COMPLETED"
    assert issue(await call("POST", path, part)) == (422, "REFUND_AMOUNT_EXCEEDED")
    status, rest = await call("POST", path)
    assert (status, rest["amount"]["value"], rest.get("custom_id")) == (201, "40.00", None)
    assert issue(await call("POST", path)) == (422, "CAPTURE_FULLY_REFUNDED")
    assert (await call("GET", f"/v2/payments/captures/{capture}"))[1]["status"] == "REFUNDED"
    assert [one.amount for one in call.double.movements()] == ["100.00", "60.00", "40.00"]
    await call.double.act("ref_1", "refund_failed", {})
    assert (await call("GET", f"/v2/payments/captures/{capture}"))[1]["status"] == "PARTIALLY_REFUNDED"
    call.double.advance(timedelta(days=181))
    # An access token lives nine hours.
    assert (await call("POST", path, part))[0] == 401
    call.tokens.clear()
    assert issue(await call("POST", path, part)) == (422, "REFUND_TIME_LIMIT_EXCEEDED")
    assert (await call("GET", f"/v2/checkout/orders/{id}"))[0] == 200, "what was collected is not forgotten"


async def test_an_authorization_is_captured_once_up_to_115_percent_or_voided(call: Caller) -> None:
    id = await call.agreed(intent="AUTHORIZE")
    assert issue(await call("POST", f"/v2/checkout/orders/{id}/capture")) == (422, "ACTION_DOES_NOT_MATCH_INTENT")
    _, order = await call("POST", f"/v2/checkout/orders/{id}/authorize")
    held = order["purchase_units"][0]["payments"]["authorizations"][0]["id"]
    assert not call.double.movements()
    path = f"/v2/payments/authorizations/{held}"
    over = {"amount": {"currency_code": "USD", "value": "115.01"}}
    assert issue(await call("POST", f"{path}/capture", over)) == (422, "MAX_CAPTURE_AMOUNT_EXCEEDED")
    assert (await call("POST", f"{path}/capture", {"amount": {"currency_code": "USD", "value": "115"}}))[0] == 201
    assert issue(await call("POST", f"{path}/capture")) == (422, "AUTHORIZATION_ALREADY_CAPTURED")
    assert issue(await call("POST", f"{path}/void")) == (422, "PREVIOUSLY_CAPTURED")
    other = await call.agreed(intent="AUTHORIZE")
    _, order = await call("POST", f"/v2/checkout/orders/{other}/authorize")
    held = order["purchase_units"][0]["payments"]["authorizations"][0]["id"]
    assert await call("POST", f"/v2/payments/authorizations/{held}/void") == (204, None)
    assert issue(await call("POST", f"/v2/payments/authorizations/{held}/capture")) == (422, "AUTHORIZATION_VOIDED")


async def test_webhooks_go_where_they_were_registered_and_are_signed_as_documented(call: Caller) -> None:
    url = "https://shop.example/hook"
    types = [{"name": "PAYMENT.CAPTURE.COMPLETED"}]
    _, made = await call("POST", "/v1/notifications/webhooks", {"url": url, "event_types": types})
    again = await call("POST", "/v1/notifications/webhooks", {"url": url, "event_types": types})
    assert issue(again) == (400, "WEBHOOK_URL_ALREADY_EXISTS")
    await call.collected()
    (delivery,) = call.double.webhooks.all
    assert (delivery.url, delivery.kind) == (url, "PAYMENT.CAPTURE.COMPLETED")
    headers = delivery.headers(call.double.now())
    event = json.loads(delivery.body)
    assert (event["event_type"], event["resource"]["invoice_id"]) == ("PAYMENT.CAPTURE.COMPLETED", "pa_1")
    pem = await call.http.get(headers["paypal-cert-url"].removeprefix(call.double.public_url))
    key = x509.load_pem_x509_certificate(pem.content).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    sent = (headers["paypal-transmission-id"], headers["paypal-transmission-time"])
    signed = "|".join((*sent, made["id"], str(zlib.crc32(delivery.body))))
    signature = base64.b64decode(headers["paypal-transmission-sig"])
    key.verify(signature, signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    with pytest.raises(InvalidSignature):
        key.verify(signature, signed.encode() + b"0", padding.PKCS1v15(), hashes.SHA256())


async def test_the_dashboards_webhook_is_the_first_accounts_until_it_makes_one(call: Caller) -> None:
    call.double.deliver_to("https://shop.example/dashboard")
    try:
        call.double.reset()
        await call.agreed()
        await call.double.act((await call("POST", "/v2/checkout/orders", ORDER, by=TWO))[1]["id"], "approve", {})
        assert [one.url for one in call.double.webhooks.all] == [
            "https://shop.example/dashboard",
            "http://127.0.0.1:1/webhooks",
        ]
    finally:
        call.double.deliver_to("http://127.0.0.1:1/webhooks")


async def test_a_kept_account_needs_a_key_and_its_owner(call: Caller) -> None:
    wallet = {"attributes": {"vault": {"store_in_vault": "ON_SUCCESS", "usage_type": "MERCHANT"}}}
    id, _ = await call.collected(payment_source={"paypal": wallet})
    vault = (await call("GET", f"/v2/checkout/orders/{id}"))[1]["payment_source"]["paypal"]["attributes"]["vault"]
    assert vault["status"] == "VAULTED"
    unit = [{"amount": {"currency_code": "USD", "value": "5.00"}}]
    charge = {"payment_source": {"paypal": {"vault_id": vault["id"]}}, "purchase_units": unit}
    assert issue(await call.order(**charge)) == (400, "PAYPAL_REQUEST_ID_REQUIRED")
    status, order = await call.order(**charge, headers={"PayPal_Request_Id": "k"})
    assert (status, order["status"]) == (201, "COMPLETED")
    assert await call("DELETE", f"/v3/vault/payment-tokens/{vault['id']}") == (204, None)
    gone = await call.order(**charge, headers={"PayPal_Request_Id": "k2"})
    assert issue(gone) == (422, "TOKEN_ID_NOT_FOUND")


async def test_the_same_seed_makes_the_same_ids(call: Caller) -> None:
    first = PayPalDouble("http://double.example", seed=7)
    second = PayPalDouble("http://double.example", seed=7)
    assert [first.provider.new_id() for _ in range(3)] == [second.provider.new_id() for _ in range(3)]
    with pytest.raises(KeyError):
        await first.act("nobody", "pay", {})
