"""Mercado Pago's double, by itself and over HTTP, against Mercado Pago's own documents and the samples of its kit."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
import pytest_asyncio

from backend.doubles.kit.double import Impossible
from backend.doubles.kit.serving import served
from backend.doubles.mercadopago import ACCOUNTS, MercadoPagoDouble, make_double

pytestmark = pytest.mark.asyncio(loop_scope="module")
ONE, TWO = ACCOUNTS
CARD = {
    "card_number": "5474 9254 3267 0366".replace(" ", ""),
    "security_code": "123",
    "expiration_month": 11,
    "expiration_year": 2030,
    "cardholder": {"name": "APRO"},
}
Answer = tuple[int, Any]


class Caller:
    """An account's own program: every answer is a status and its JSON, with exact decimals."""

    def __init__(self, double: MercadoPagoDouble, http: httpx.AsyncClient) -> None:
        self.double = double
        self.http = http
        self.keys = 0

    async def __call__(
        self, method: str, path: str, body: Any = None, *, by: Any = ONE, key: str | None = None
    ) -> Answer:
        self.keys += 1
        headers = {"Authorization": f"Bearer {by.access_token}", "X-Idempotency-Key": key or f"key-{self.keys}"}
        content = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        answer = await self.http.request(method, path, content=content, headers=headers)
        return answer.status_code, json.loads(answer.content, parse_float=Decimal)

    async def token(self, **changes: Any) -> Answer:
        query = {"public_key": changes.pop("public_key", ONE.public_key)}
        answer = await self.http.post("/v1/card_tokens", params=query, json=CARD | changes)
        assert answer.headers["access-control-allow-origin"] == "*"
        return answer.status_code, answer.json()

    async def pay(self, holder: str = "APRO", **changes: Any) -> Answer:
        key = changes.pop("key", None)
        _, token = await self.token(cardholder={"name": holder})
        body = {"transaction_amount": 100.5, "token": token["id"], "installments": 1, "payer": {"email": "a@b.mx"}}
        given = body | {"external_reference": "pa_1"} | changes
        return await self("POST", "/v1/payments", {k: v for k, v in given.items() if v is not None}, key=key)

    async def slow(self, method: str, **changes: Any) -> Answer:
        body = {"transaction_amount": 100, "payment_method_id": method, "payer": {"email": "a@b.mx"}}
        return await self("POST", "/v1/payments", body | changes)

    async def page(self, **changes: Any) -> Answer:
        items = [{"title": "Plan", "quantity": 2, "unit_price": 10.25, "currency_id": "MXN"}]
        back = dict.fromkeys(("success", "pending", "failure"), "https://shop.example/back?a=1")
        body = {"items": items, "back_urls": back, "external_reference": "pa_2"}
        return await self("POST", "/checkout/preferences", body | changes)


def cause(answer: Answer) -> tuple[int, Any]:
    status, body = answer
    return status, body["cause"][0]["code"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def calling() -> AsyncIterator[Caller]:
    async with served(make_double) as double, httpx.AsyncClient(base_url=double.public_url, trust_env=False) as http:
        yield Caller(double, http)


@pytest.fixture
def call(calling: Caller) -> Caller:
    calling.double.reset()
    return calling


async def test_a_payment_has_the_documented_form_and_exact_amounts(call: Caller) -> None:
    status, made = await call.pay()
    assert (status, made["status"], made["status_detail"]) == (201, "approved", "accredited")
    assert (made["transaction_amount"], made["currency_id"], made["payment_method_id"]) == (
        Decimal("100.5"),
        "MXN",
        "master",
    )
    assert (made["card"]["last_four_digits"], made["refunds"], made["order"]) == ("0366", [], None)
    assert re.fullmatch(r"....-..-..T..:..:..\.\d{3}-04:00", made["date_created"])
    assert await call("GET", f"/v1/payments/{made['id']}") == (200, made)
    assert [(one.kind, one.amount, one.our_reference) for one in call.double.movements()] == [
        ("charge", "100.5", "pa_1")
    ]


@pytest.mark.parametrize(
    ("holder", "outcome"),
    [
        ("OTHE", ("rejected", "cc_rejected_other_reason")),
        ("FUND", ("rejected", "cc_rejected_insufficient_amount")),
        ("CALL", ("rejected", "cc_rejected_call_for_authorize")),
        ("CONT", ("in_process", "pending_contingency")),
        ("Ana Núñez", ("approved", "accredited")),
    ],
)
async def test_the_holders_name_decides_and_a_rejection_is_an_ordinary_answer(
    call: Caller, holder: str, outcome: tuple[str, str]
) -> None:
    status, made = await call.pay(holder)
    assert (status, (made["status"], made["status_detail"])) == (201, outcome)
    assert len(call.double.movements()) == (outcome[0] == "approved")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"unheard_of": 1}, (400, 1)),
        ({"transaction_amount": 0}, (400, 4037)),
        ({"transaction_amount": 1.999}, (400, 4037)),
        ({"transaction_amount": 10_000_000}, (400, 4037)),
        ({"payer": None}, (400, 1)),
        ({"token": "nobody"}, (400, 2006)),
        ({"token": None}, (400, 2131)),
        ({"installments": None}, (400, 4033)),
        ({"payment_method_id": "visa"}, (400, 3028)),
    ],
)
async def test_what_mercado_pago_does_not_take_is_refused(
    call: Caller, changes: dict[str, Any], expected: tuple[int, int]
) -> None:
    assert cause(await call.pay(**changes)) == expected
    assert not call.double.provider.payments


async def test_a_card_is_checked_and_its_token_pays_once(call: Caller) -> None:
    assert cause(await call.token(card_number="5474925432670367")) == (400, 301)
    assert cause(await call.token(public_key="TEST-nobody")) == (401, "unauthorized")
    assert cause(await call.token(security_code="12")) == (400, 1)
    _, token = await call.token()
    body = {"transaction_amount": 1, "token": token["id"], "installments": 1, "payer": {"email": "a@b.mx"}}
    assert cause(await call("POST", "/v1/payments", body, by=TWO)) == (400, 2006)
    assert (await call("POST", "/v1/payments", body))[0] == 201
    assert cause(await call("POST", "/v1/payments", body)) == (400, 3003)
    _, late = await call.token()
    call.double.advance(timedelta(days=7))
    assert cause(await call("POST", "/v1/payments", body | {"token": late["id"]})) == (400, 2006)


async def test_a_key_is_needed_and_leads_to_the_same_payment(call: Caller) -> None:
    _, token = await call.token()
    body = {"transaction_amount": 5, "token": token["id"], "installments": 1, "payer": {"email": "a@b.mx"}}
    _, first = await call("POST", "/v1/payments", body, key="k")
    status, again = await call("POST", "/v1/payments", body, key="k")
    assert (status, again["id"]) == (201, first["id"])
    assert cause(await call("POST", "/v1/payments", body | {"transaction_amount": 6}, key="k")) == (
        409,
        "idempotency_key_conflict",
    )
    headers = {"Authorization": f"Bearer {ONE.access_token}"}
    bare = await call.http.post("/v1/payments", json=body, headers=headers)
    assert (bare.status_code, bare.json()["cause"][0]["code"]) == (400, 4292)
    assert len(call.double.movements()) == 1


async def test_accounts_are_apart_and_a_token_is_needed(call: Caller) -> None:
    _, made = await call.pay()
    assert cause(await call("GET", f"/v1/payments/{made['id']}", by=TWO)) == (404, 2000)
    assert (await call("GET", "/v1/payments/search?external_reference=pa_1", by=TWO))[1]["results"] == []
    answer = await call.http.get("/users/me", headers={"Authorization": "Bearer nobody"})
    assert (answer.status_code, answer.json()["message"]) == (401, "invalid access token")


async def test_payments_are_searched_in_pages(call: Caller) -> None:
    made = [(await call.pay())[1]["id"] for _ in range(3)]
    _, page = await call("GET", "/v1/payments/search?external_reference=pa_1&criteria=desc&limit=2&offset=1")
    assert [one["id"] for one in page["results"]] == [made[1], made[0]]
    assert page["paging"] == {"total": 3, "limit": 2, "offset": 1}
    assert cause(await call("GET", "/v1/payments/search?limit=1000")) == (400, 1000)
    assert (await call("GET", "/v1/payments/search?limit=50&offset=9950"))[0] == 200
    assert cause(await call("GET", "/v1/payments/search?limit=50&offset=9951")) == (400, 1000)
    assert cause(await call("GET", "/v1/payments/search?range=date_created&begin_date=now")) == (400, 1001)


async def test_refunds_never_exceed_their_payment(call: Caller) -> None:
    _, made = await call.pay()
    path = f"/v1/payments/{made['id']}/refunds"
    status, refund = await call("POST", path, {"amount": 100})
    assert cause(await call("POST", path, {"amount": 100, "metadata": {}})) == (400, 1)
    assert (status, refund["status"], refund["amount"], refund["payment_id"]) == (201, "approved", 100, made["id"])
    assert (await call("GET", f"/v1/payments/{made['id']}"))[1]["status_detail"] == "partially_refunded"
    assert cause(await call("POST", path, {"amount": 0.51})) == (400, 2085)
    assert (await call("POST", path))[1]["amount"] == Decimal("0.5")
    assert (await call("GET", f"/v1/payments/{made['id']}"))[1]["status"] == "refunded"
    assert cause(await call("POST", path)) == (400, 2063)
    assert [one.amount for one in call.double.movements()] == ["100.5", "100", "0.5"]
    await call.double.act(str(refund["id"]), "refund_failed", {})
    assert (await call("GET", f"{path}/{refund['id']}"))[1]["status"] == "rejected"
    call.double.advance(timedelta(days=181))
    assert cause(await call("POST", path, {"amount": 1})) == (400, 2024)


async def test_a_slow_refund_shows_only_to_who_asks_for_it(call: Caller) -> None:
    call.double.next_returns = "in_process"
    _, made = await call.pay()
    path = f"/v1/payments/{made['id']}/refunds"
    assert (await call("POST", path, {"amount": 1}, key="k"))[0] == 400
    headers = {"Authorization": f"Bearer {ONE.access_token}", "X-Render-In-Process-Refunds": "true"}
    shown = await call.http.post(path, content=b'{"amount": 1}', headers={**headers, "X-Idempotency-Key": "k"})
    assert (shown.status_code, shown.json()["status"]) == (201, "in_process")
    one = f"{path}/{shown.json()['id']}"
    assert (await call("GET", one))[0] == 404
    assert (await call.http.get(one, headers=headers)).json()["status"] == "in_process"


async def test_an_authorization_is_captured_once_and_ends_after_a_week(call: Caller) -> None:
    _, held = await call.pay(capture=False)
    assert (held["status"], held["status_detail"]) == ("authorized", "pending_capture")
    assert not call.double.movements()
    path = f"/v1/payments/{held['id']}"
    assert (await call("PUT", path, {"capture": True}))[1]["status"] == "approved"
    assert cause(await call("PUT", path, {"capture": True})) == (400, 2063)
    assert cause(await call("PUT", path, {"status": "cancelled"})) == (400, 2063)
    _, other = await call.pay(capture=False)
    call.double.advance(timedelta(days=7))
    assert (await call("GET", f"/v1/payments/{other['id']}"))[1]["status_detail"] == "expired"


async def test_cash_is_paid_at_the_counter_even_too_late(call: Caller) -> None:
    _, made = await call.slow("oxxo")
    assert (made["status"], made["payment_type_id"]) == ("pending", "ticket")
    assert made["barcode"]["content"] == made["transaction_details"]["payment_method_reference_id"]
    slip = made["transaction_details"]["external_resource_url"].removeprefix(call.double.public_url)
    assert made["barcode"]["content"] in (await call.http.get(slip)).text
    assert (await call.http.post(f"{slip}/pay")).status_code == 303
    assert (await call("GET", f"/v1/payments/{made['id']}"))[1]["status"] == "approved"
    assert (await call.http.post(f"{slip}/pay")).status_code == 409
    _, late = await call.slow("clabe")
    call.double.advance(timedelta(days=3))
    assert (await call("GET", f"/v1/payments/{late['id']}"))[1]["status_detail"] == "expired"
    with pytest.raises(Impossible, match="exact amount"):
        await call.double.act(str(late["id"]), "pay", {"amount": "99.00"})
    await call.double.act(str(late["id"]), "pay", {})
    assert len(call.double.movements()) == 2


async def test_the_payer_pays_on_the_page_and_comes_back(call: Caller) -> None:
    status, page = await call.page(auto_return="approved")
    assert (status, page["init_point"]) == (201, f"{call.double.public_url}/pages/checkout/{page['id']}")
    where = f"/pages/checkout/{page['id']}"
    shown = (await call.http.get(where)).text
    assert "20.50 MXN" in shown
    assert "no real money" in shown
    rejected = dict(parse_qsl(urlsplit((await call.http.post(f"{where}/rejected")).headers["location"]).query))
    assert (rejected["a"], rejected["status"], rejected["preference_id"]) == ("1", "rejected", page["id"])
    await call.http.post(f"{where}/money")
    _, found = await call("GET", "/v1/payments/search?external_reference=pa_2&criteria=asc")
    assert [(one["status"], one["order"]["type"]) for one in found["results"]] == [
        ("rejected", "mercadopago"),
        ("approved", "mercadopago"),
    ]
    ended = {"expires": True, "expiration_date_to": call.double.now().isoformat()}
    assert (await call("PUT", f"/checkout/preferences/{page['id']}", ended))[0] == 200
    assert (await call.http.get(where)).status_code == 404
    assert (await call.http.post(f"{where}/money")).status_code == 404
    _, listed = await call("GET", "/checkout/preferences/search?external_reference=pa_2")
    assert [one["id"] for one in listed["elements"]] == [page["id"]]
    assert (await call("GET", f"/checkout/preferences/{page['id']}", by=TWO))[0] == 404


async def test_webhooks_go_to_the_payments_own_address_and_sign_the_id_in_it(call: Caller) -> None:
    _, made = await call.pay(notification_url="https://shop.example/hook?reference=pa_1")
    (delivery,) = call.double.webhooks.all
    query = dict(parse_qsl(urlsplit(delivery.url).query))
    assert query == {"reference": "pa_1", "data.id": str(made["id"]), "type": "payment"}
    body = json.loads(delivery.body)
    assert (body["action"], body["data"], body["user_id"]) == ("payment.created", {"id": str(made["id"])}, ONE.user_id)
    assert "status" not in body
    for secret, name in ((ONE.webhook_secret, "new"), (ONE.retired_secret, "old")):
        headers = delivery.sign(delivery.body, call.double.now(), name)  # type: ignore[arg-type]
        ts, v1 = (part.split("=")[1] for part in headers["x-signature"].split(","))
        manifest = f"id:{made['id']};request-id:{headers['x-request-id']};ts:{ts};"
        assert hmac.new(secret.encode(), manifest.encode(), hashlib.sha256).hexdigest() == v1


async def test_without_an_address_of_its_own_a_payment_tells_the_accounts(call: Caller) -> None:
    call.double.deliver_to("https://shop.example/dashboard")
    try:
        await call.pay()
        call.double.reset()
        await call.pay()
        assert [urlsplit(one.url).path for one in call.double.webhooks.all] == ["/dashboard"]
    finally:
        call.double.deliver_to("http://127.0.0.1:1/webhooks")


async def test_a_chargeback_takes_the_money_until_it_is_covered(call: Caller) -> None:
    _, made = await call.pay()
    await call.double.act(str(made["id"]), "dispute", {})
    id = next(iter(call.double.provider.chargebacks))
    _, open_one = await call("GET", f"/v1/chargebacks/{id}")
    assert (open_one["payments"], open_one["coverage_applied"]) == ([made["id"]], None)
    assert (await call("GET", f"/v1/payments/{made['id']}"))[1]["status"] == "charged_back"
    await call.double.act(str(made["id"]), "dispute_won", {})
    assert (await call("GET", f"/v1/chargebacks/{id}"))[1]["coverage_applied"] is True
    assert (await call("GET", f"/v1/payments/{made['id']}"))[1]["status"] == "approved"
    assert (await call("GET", f"/v1/chargebacks/{id}", by=TWO))[0] == 404


async def test_the_script_asks_the_double_for_tokens(call: Caller) -> None:
    answer = await call.http.get("/js/v2")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert f'"{call.double.public_url}/v1/card_tokens?public_key="' in answer.text
    assert all(one.path != "/js/v2" for one in call.double.journal.calls)


async def test_the_same_seed_makes_the_same_ids() -> None:
    first = MercadoPagoDouble("http://double.example", seed=7)
    second = MercadoPagoDouble("http://double.example", seed=7)
    assert [first.provider.new_id() for _ in range(3)] == [second.provider.new_id() for _ in range(3)]
    with pytest.raises(KeyError):
        await first.act("nobody", "pay", {})
