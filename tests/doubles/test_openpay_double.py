"""Openpay's double, by itself and over HTTP, against the samples and rules of Openpay's own documents."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
import pytest_asyncio
from starlette.requests import Request
from starlette.responses import Response

from backend.doubles.kit.double import Impossible
from backend.doubles.kit.serving import served
from backend.doubles.openpay import ACCOUNTS, OpenpayDouble, make_double
from backend.doubles.openpay.barcode import svg, symbols
from tests.support.listening import listening

pytestmark = pytest.mark.asyncio(loop_scope="module")
ONE, TWO = ACCOUNTS
DEVICE = "kR1MiQhz2otdIuUlQkbEyitIqVMiI16f"
PAYER = {"name": "Juan", "last_name": "Vazquez Juarez", "email": "juan.vazquez@empresa.com.mx"}
# A Monday in the middle of a year in which Mexico still had summer time.
SUMMER = datetime(2021, 6, 14, 18, tzinfo=UTC)


class Caller:
    """An account's own programs: every answer is a status and its JSON, with exact decimals."""

    def __init__(self, double: OpenpayDouble, http: httpx.AsyncClient) -> None:
        self.double = double
        self.http = http

    async def __call__(
        self, method: str, path: str, body: object = None, *, key: str = ONE.private_key, at: str = ONE.merchant_id
    ) -> tuple[int, Any]:
        content = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        answer = await self.http.request(method, f"/v1/{at}{path}", content=content, auth=httpx.BasicAuth(key, ""))
        return answer.status_code, json.loads(answer.content, parse_float=Decimal) if answer.content else None

    async def token(self, number: str = "4111111111111111", **changes: Any) -> tuple[int, Any]:
        card = {"card_number": number, "holder_name": "Juan", "expiration_month": "12", "cvv2": "110"}
        card["expiration_year"] = str(self.double.now().year + 2)[2:]
        return await self("POST", "/tokens", card | changes, key=ONE.public_key)

    async def charge(self, number: str = "4111111111111111", at: str = "", **changes: Any) -> tuple[int, Any]:
        _, token = await self.token(number)
        body = {"method": "card", "source_id": token["id"], "amount": 100, "description": "Cargo inicial a mi cuenta"}
        body |= {"device_session_id": DEVICE, "customer": PAYER}
        return await self("POST", f"{at}/charges", {k: v for k, v in (body | changes).items() if v is not None})

    async def slow(self, method: str = "store", **changes: Any) -> tuple[int, Any]:
        body = {"method": method, "amount": 100, "description": "Cargo", "customer": PAYER}
        return await self("POST", "/charges", body | changes)

    async def status(self, id: str) -> str:
        _, charge = await self("GET", f"/charges/{id}")
        return str(charge["status"])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def caller() -> AsyncIterator[Caller]:
    async with served(make_double) as double, httpx.AsyncClient(base_url=double.public_url) as http:
        yield Caller(double, http)


@pytest.fixture
def call(caller: Caller) -> Caller:
    caller.double.reset()
    caller.double.webhooks.mode = "hold"
    caller.double.advance(SUMMER - caller.double.now())
    return caller


def code(answer: tuple[int, Any]) -> tuple[int, int]:
    status, content = answer
    return status, content["error_code"]


async def test_a_key_is_a_user_without_a_password_and_public_ones_make_tokens_only(call: Caller) -> None:
    assert code(await call("GET", "/charges", key="sk_nobody")) == (401, 1002)
    assert code(await call("GET", "/charges", key=TWO.private_key)) == (401, 1002)
    assert code(await call("GET", "/charges", key=ONE.public_key)) == (403, 1010)
    with_password = await call.http.get(f"/v1/{ONE.merchant_id}/charges", auth=(ONE.private_key, "secret"))
    assert with_password.status_code == 401
    assert (await call.token())[0] == 201


async def test_a_charge_has_the_documented_fields(call: Caller) -> None:
    status, charge = await call.charge(order_id="oid-00051")

    assert status == 200
    documented = {
        "id", "amount", "authorization", "method", "operation_type", "transaction_type", "card", "status", "currency",
        "creation_date", "operation_date", "description", "error_message", "order_id",
    }  # fmt: skip
    assert documented <= set(charge)
    assert (charge["status"], str(charge["amount"]), charge["order_id"]) == ("completed", "100.00", "oid-00051")
    assert charge["card"]["card_number"] == "411111XXXXXX1111"
    assert charge["creation_date"].endswith("-05:00")
    (moved,) = call.double.movements()
    assert (moved.kind, moved.amount, moved.currency, moved.our_reference) == ("charge", "100.00", "MXN", "oid-00051")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"amount": 100.005}, (400, 1001)),
        ({"amount": "100.00"}, (400, 1001)),
        ({"amount": 0}, (400, 1001)),
        ({"amount": -1}, (400, 1001)),
        ({"colour": "red"}, (400, 1001)),
        ({"description": None}, (400, 1001)),
        ({"description": "ñ" * 251}, (400, 1001)),
        ({"device_session_id": None}, (400, 1001)),
        ({"customer": None}, (400, 1001)),
        ({"customer": PAYER | {"email": "nobody"}}, (422, 1003)),
        ({"source_id": "ktoken0nobody0has0it"}, (404, 1005)),
        ({"currency": "EUR"}, (422, 1003)),
        ({"use_3d_secure": True}, (400, 1001)),
        ({"order_id": "o" * 101}, (400, 1001)),
    ],
)
async def test_a_charge_that_is_not_as_documented_is_refused(
    call: Caller, changes: dict[str, Any], expected: tuple[int, int]
) -> None:
    assert code(await call.charge(**changes)) == expected
    assert list(call.double.movements()) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"amount": NaN}', b"[" * 100_000])
async def test_what_is_no_json_object_is_refused(call: Caller, body: bytes) -> None:
    assert code(await call("POST", "/charges", body or b" ")) == (400, 1001)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"card_number": "4111111111111112"}, (422, 2004)),
        ({"expiration_year": "21", "expiration_month": "5"}, (400, 2005)),
        ({"cvv2": ""}, (400, 2006)),
        ({"cvv2": "1234"}, (412, 2009)),
        ({"expiration_month": "13"}, (400, 1001)),
    ],
)
async def test_a_card_that_cannot_be_is_no_token(
    call: Caller, changes: dict[str, Any], expected: tuple[int, int]
) -> None:
    assert code(await call.token(**changes)) == expected


@pytest.mark.parametrize(
    ("number", "error"),
    [
        ("4222222222222220", 3001), ("4000000000000069", 3002), ("4444444444444448", 3003), ("4000000000000119", 3004),
        ("4000000000000044", 3005), ("5454545454545454", 3005),
    ],
)  # fmt: skip
async def test_the_sandboxs_cards_are_declined_and_give_their_order_id_back(
    call: Caller, number: str, error: int
) -> None:
    assert code(await call.charge(number, order_id="oid-1")) == (402, error)
    _, (failed,) = await call("GET", "/charges?order_id=oid-1")
    assert (failed["status"], failed["error_code"]) == ("failed", error)
    assert [delivery.kind for delivery in call.double.webhooks.all] == ["charge.failed"]

    assert (await call.charge(order_id="oid-1"))[0] == 200
    assert code(await call.charge(order_id="oid-1")) == (409, 1006)
    assert len(call.double.movements()) == 1


async def test_a_token_is_good_once_and_not_used_up_by_a_decline(call: Caller) -> None:
    _, token = await call.token()
    assert (await call.charge(source_id=token["id"]))[0] == 200
    assert code(await call.charge(source_id=token["id"])) == (422, 1003)
    assert (await call("GET", f"/tokens/{token['id']}"))[0] == 200
    _, suspected = await call.token("5454545454545454")
    assert code(await call.charge(source_id=suspected["id"])) == (402, 3005)
    secure: dict[str, Any] = {"use_3d_secure": True, "redirect_url": "https://shop.example/back"}
    assert (await call.charge(source_id=suspected["id"], **secure))[0] == 200


async def test_the_bank_asks_on_a_page_and_sends_the_payer_back_with_the_charges_id(call: Caller) -> None:
    for answer, status in (("close", "charge_pending"), ("approve", "completed"), ("fail", "failed")):
        _, charge = await call.charge(use_3d_secure=True, redirect_url="https://shop.example/back?tab=1")
        assert (charge["status"], charge["payment_method"]["type"]) == ("charge_pending", "redirect")
        page = await call.http.get(charge["payment_method"]["url"], follow_redirects=True)
        assert "Approve" in page.text
        back = await call.http.post(f"/pages/bank/{charge['id']}/{answer}")
        assert back.headers["location"] == f"https://shop.example/back?tab=1&id={charge['id']}"
        assert await call.status(charge["id"]) == status
    assert len(call.double.movements()) == 1


async def test_an_authorization_is_captured_in_part_or_voided_and_never_twice(call: Caller) -> None:
    _, held = await call.charge(capture=False)
    assert (held["status"], list(call.double.movements())) == ("in_progress", [])
    assert code(await call("POST", f"/charges/{held['id']}/capture", {"amount": 100.01})) == (422, 1003)
    _, captured = await call("POST", f"/charges/{held['id']}/capture", {"amount": 60})
    assert (captured["status"], str(captured["amount"])) == ("completed", "60.00")
    assert code(await call("POST", f"/charges/{held['id']}/capture", {})) == (412, 3006)
    _, other = await call.charge(capture=False)
    _, voided = await call("POST", f"/charges/{other['id']}/refund", {})
    assert (voided["status"], [moved.amount for moved in call.double.movements()]) == ("cancelled", ["60.00"])


async def test_refunds_are_for_cards_and_never_more_than_the_charge(call: Caller) -> None:
    _, charge = await call.charge()
    path = f"/charges/{charge['id']}/refund"
    status, first = await call("POST", path, {"description": "devolución", "amount": 40})
    assert (status, first["status"], first["refund"]["transaction_type"]) == (200, "completed", "refund")
    assert code(await call("POST", path, {"amount": 60.01})) == (422, 1003)
    _, second = await call("POST", path, {})
    assert [str(refund["amount"]) for refund in second["refunds"]] == ["40.00", "60.00"]
    assert code(await call("POST", path, {})) == (422, 1003)
    _, listed = await call("GET", "/charges?status=REFUNDED")
    assert [one["id"] for one in listed] == [charge["id"]]
    _, voucher = await call.slow()
    await call.double.act(voucher["id"], "pay", {})
    assert code(await call("POST", f"/charges/{voucher['id']}/refund", {})) == (412, 3006)
    assert [moved.amount for moved in call.double.movements() if moved.kind == "refund"] == ["40.00", "60.00"]


async def test_a_voucher_is_paid_at_the_counter_also_when_it_is_late(call: Caller) -> None:
    status, voucher = await call.slow(due_date="2021-06-16T18:00:00Z")
    assert (status, voucher["status"], voucher["due_date"]) == (200, "in_progress", "2021-06-16T13:00:00-05:00")
    way = voucher["payment_method"]
    assert (way["type"], len(way["reference"])) == ("store", 16)
    picture = await call.http.get(way["barcode_url"])
    assert picture.headers["content-type"] == "image/svg+xml"
    slip = await call.http.get(f"/paynet-pdf/{ONE.merchant_id}/transaction/{voucher['id']}")
    assert way["reference"] in slip.text

    call.double.advance(timedelta(days=2, minutes=1))
    assert await call.status(voucher["id"]) == "cancelled"
    assert [one.kind for one in call.double.webhooks.all] == ["charge.created", "transaction.expired"]
    await call.http.post(f"/pages/counter/{voucher['id']}/pay")
    assert await call.status(voucher["id"]) == "completed"
    assert (await call.http.post(f"/pages/counter/{voucher['id']}/pay")).status_code == 409
    assert len(call.double.movements()) == 1


async def test_dates_without_an_offset_are_mexicos_and_its_winter_is_an_hour_away(call: Caller) -> None:
    _, summer = await call.slow(due_date="2021-06-20T13:45:00")
    _, winter = await call.slow(due_date="2021-12-20T13:45:00")
    assert (summer["due_date"], winter["due_date"]) == ("2021-06-20T13:45:00-05:00", "2021-12-20T13:45:00-06:00")
    assert code(await call.slow(due_date="2021-06-01T13:45:00")) == (422, 1003)
    assert code(await call.slow(amount=29999.01)) == (422, 1012)


async def test_a_transfer_has_the_documented_fields_and_takes_what_comes(call: Caller) -> None:
    _, transfer = await call.slow("bank_account")
    way = transfer["payment_method"]
    assert set(way) == {"type", "bank", "agreement", "clabe", "name"}
    assert len(way["clabe"]) == 18
    await call.double.act(transfer["id"], "pay", {"amount": "95.50"})
    _, paid = await call("GET", f"/charges/{transfer['id']}")
    assert (paid["status"], str(paid["amount"])) == ("completed", "95.50")


async def test_customers_and_their_cards_are_unique_and_their_own(call: Caller) -> None:
    _, customer = await call("POST", "/customers", PAYER | {"external_id": "cus_1", "requires_account": False})
    assert code(await call("POST", "/customers", PAYER | {"external_id": "cus_1"})) == (409, 2003)
    _, found = await call("GET", "/customers?external_id=cus_1")
    assert [one["id"] for one in found] == [customer["id"]]
    _, other = await call("POST", "/customers", PAYER)
    cards = f"/customers/{customer['id']}/cards"
    _, token = await call.token("4444444444444448")
    kept = {"token_id": token["id"], "device_session_id": DEVICE}
    status, card = await call("POST", cards, kept)
    assert (status, card["customer_id"]) == (201, customer["id"])
    assert code(await call("POST", cards, kept)) == (422, 1003)
    _, again = await call.token("4444444444444448")
    assert code(await call("POST", cards, kept | {"token_id": again["id"]})) == (409, 2002)
    _, bad = await call.token("4222222222222220")
    assert code(await call("POST", cards, kept | {"token_id": bad["id"]})) == (402, 3001)
    at = f"/customers/{other['id']}"
    assert code(await call.charge(at=at, customer=None, source_id=card["id"])) == (404, 1005)
    assert (await call("DELETE", f"{cards}/{card['id']}"))[0] == 204
    assert code(await call("GET", f"{cards}/{card['id']}")) == (404, 1005)


async def test_the_merchant_sees_charges_of_customers_without_an_account_only(call: Caller) -> None:
    for account, seen in ((False, 200), (True, 404)):
        _, customer = await call("POST", "/customers", PAYER | {"requires_account": account})
        at = f"/customers/{customer['id']}"
        assert code(await call.charge(at=at)) == (400, 1001)
        _, charge = await call.charge(at=at, customer=None)
        assert (await call("GET", f"{at}/charges/{charge['id']}"))[0] == 200
        assert (await call("GET", f"/charges/{charge['id']}"))[0] == seen
        own = {"key": TWO.private_key, "at": TWO.merchant_id}
        assert (await call("GET", f"/charges/{charge['id']}", **own))[0] == 404


async def test_lists_are_filtered_and_newest_first(call: Caller) -> None:
    ids = []
    for amount in (10, 20, 30):
        ids.append((await call.charge(amount=amount))[1]["id"])
        call.double.advance(timedelta(days=1))

    async def listed(query: str) -> list[str]:
        _, found = await call("GET", f"/charges?{query}")
        return [one["id"] for one in found]

    assert await listed("") == ids[::-1]
    assert await listed("limit=1&offset=1") == [ids[1]]
    assert await listed("amount[gte]=20&amount[lte]=29.99") == [ids[1]]
    assert await listed("creation[gte]=2021-06-15&creation[lte]=2021-06-15") == [ids[1]]
    assert await listed("creation=2021-06-16&status=COMPLETED") == [ids[2]]
    for wrong in ("colour=red", "creation=today", "limit=all", "amount=much"):
        assert code(await call("GET", f"/charges?{wrong}")) == (400, 1001)


async def test_a_webhook_is_verified_told_with_its_password_and_told_again_until_it_is_taken(call: Caller) -> None:
    heard: list[tuple[str, str]] = []
    answers = [200, 500, 204]

    async def hear(request: Request) -> Response:
        heard.append((json.loads(await request.body())["type"], request.headers["authorization"]))
        return Response(status_code=answers[len(heard) - 1])

    call.double.webhooks.mode = "deliver"
    async with listening(hear) as url:
        hook = {"url": url, "user": "juanito", "password": "secret", "event_types": ["charge.succeeded"]}
        status, made = await call("POST", "/webhooks", hook)
        assert (status, made["status"], "password" in made) == (201, "verified", False)
        assert code(await call("POST", "/webhooks", hook)) == (409, 6001)
        await call.charge()
        await call.slow()
        await call.double.webhooks.settled()
    basic = "Basic anVhbml0bzpzZWNyZXQ="
    assert heard == [("verification", basic), ("charge.succeeded", basic), ("charge.succeeded", basic)]
    assert code(await call("POST", "/webhooks", hook | {"url": f"{url}/2"})) == (400, 6002)
    assert code(await call("POST", "/webhooks", hook | {"event_types": ["charge.blessed"]})) == (400, 1001)
    assert (await call("DELETE", f"/webhooks/{made['id']}"))[0] == 204
    assert await call("GET", "/webhooks") == (200, [])


async def test_an_abandoned_authentication_ends_after_a_day(call: Caller) -> None:
    _, charge = await call.charge(use_3d_secure=True, redirect_url="https://shop.example/back")
    call.double.advance(timedelta(hours=23))
    assert await call.status(charge["id"]) == "charge_pending"
    call.double.advance(timedelta(hours=2))
    assert await call.status(charge["id"]) == "cancelled"


async def test_acts_that_make_no_sense_are_impossible(call: Caller) -> None:
    _, charge = await call.charge()
    for act in ("pay", "authenticate", "expire", "fail", "dispute_won", "refund_failed", "method_updated"):
        with pytest.raises(Impossible):
            await call.double.act(charge["id"], act, {})
    with pytest.raises(Impossible):
        await call.double.act(charge["id"], "refund", {"amount": "100.01"})
    with pytest.raises(KeyError):
        await call.double.act("nobody", "pay", {})


async def test_any_shops_page_may_load_the_scripts_and_ask_for_a_token(call: Caller) -> None:
    preflight = await call.http.options(f"/v1/{ONE.merchant_id}/tokens", headers={"origin": "https://shop.example"})
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "authorization" in preflight.headers["access-control-allow-headers"]
    for name, offered in (("openpay.v1.min.js", "extractFormAndCreate"), ("openpay-data.v1.min.js", "deviceData")):
        script = await call.http.get(f"/js/{name}")
        assert script.headers["content-type"].startswith("text/javascript")
        assert offered in script.text
    assert (await call.http.get("/js/..%2fdouble.py")).status_code == 404


async def test_bar_codes_are_code_128_in_pairs_of_digits() -> None:
    # The check digit is the sum of each symbol's value times its place, and of the start's, modulo 103.
    assert symbols("1234") == [105, 12, 34, (105 + 12 + 2 * 34) % 103, 106]
    picture = svg("1010101346018565")
    # Ten quiet modules at both sides; start, eight pairs and check digit of eleven each; a stop of thirteen.
    assert f'width="{10 + 11 * 10 + 13 + 10}"' in picture
    assert picture.count("<rect") == 1 + 3 * 10 + 4
