"""The address where a gateway tells us things: nothing is believed without a signature, nothing is stored twice."""

from __future__ import annotations

import hashlib
import hmac
import json
import time

import httpx
import pytest

from tests.support.shop import CHALLENGED_CARD, Person, Shop, attempt_of
from tests.support.sql import one
from tests.support.waiting import wait_until


def event(payment: dict[str, object], attempt: str, *, id: str, amount: int = 1000) -> bytes:
    now = "2026-01-01T00:00:00.000Z"
    content = {
        "id": id, "object": "event", "type": "payment.succeeded", "created": now, "sequence": 1,
        "payment": {
            "id": payment["gatewayReference"], "object": "payment", "status": "succeeded", "amount": amount,
            "currency": "usd", "reference": attempt, "description": "", "metadata": {}, "next_action": None,
            "decline": None, "card": {"brand": "visa", "last4": "3184", "exp_month": 12, "exp_year": 2040},
            "created": now, "updated": now, "version": 2,
        },
    }  # fmt: skip
    return json.dumps(content).encode()


def deliver(shop: Shop, body: bytes, *, account: str | None = None, secret: str | None = None) -> httpx.Response:
    key, sent_at = secret or shop.provider.settings["webhook_secret"], int(time.time())
    made = hmac.new(key.encode(), b"%d." % sent_at + body, hashlib.sha256).hexdigest()
    return shop.http.post(
        f"{shop.url}/webhooks/{account or shop.provider.account_id}",
        content=body,
        headers={"Sandbox-Signature": f"t={sent_at},v1={made}", "Content-Type": "application/json"},
    )


def stored_as(shop: Shop, id: str) -> int:
    count: int = one(shop.database_url, "SELECT COUNT(*) FROM gateway_events WHERE dedupe_key = ?", id)
    return count


@pytest.mark.parametrize("account", ["gwa_0", "nobody", "gwa_' OR 1=1", "%00"])
def test_a_webhook_for_an_unknown_account_is_404(shop: Shop, account: str) -> None:
    answer = deliver(shop, b"{}", account=account)
    assert (answer.status_code, answer.text) == (404, "unknown account")


def test_a_webhook_that_is_not_signed_for_this_account_is_400_and_not_stored(shop: Shop) -> None:
    body = event({"gatewayReference": "sbx_pay_0"}, "pa_0", id="evt_forged")
    unsigned = shop.http.post(f"{shop.url}/webhooks/{shop.provider.account_id}", content=body)
    for answer in (unsigned, deliver(shop, body, secret="whsec_guess"), deliver(shop, b"not json")):
        assert (answer.status_code, answer.text) == (400, "rejected")
    assert stored_as(shop, "evt_forged") == 0


def test_a_signed_webhook_is_stored_once_and_settles_the_payment(shop: Shop, ana: Person) -> None:
    asked = "{ me { payments { nodes { id status gatewayReference attempts { id } } } } }"
    shop.subscribe(ana, CHALLENGED_CARD)
    (payment,) = shop.ask(asked, by=ana)["me"]["payments"]["nodes"]
    body = event(payment, attempt_of(payment), id=f"evt_{payment['id']}")
    answers = [deliver(shop, body) for _ in range(3)]
    assert [(answer.status_code, answer.text) for answer in answers] == [
        (200, "stored"),
        (200, "known"),
        (200, "known"),
    ]
    assert stored_as(shop, f"evt_{payment['id']}") == 1
    shop.await_active(ana)


def test_a_signed_webhook_with_another_amount_is_stored_but_never_applied(shop: Shop, ana: Person) -> None:
    shop.subscribe(ana, CHALLENGED_CARD)
    asked = "{ me { payments { nodes { id status gatewayReference attempts { id } } } } }"
    (payment,) = shop.ask(asked, by=ana)["me"]["payments"]["nodes"]
    id = f"evt_{payment['id']}"
    assert deliver(shop, event(payment, attempt_of(payment), id=id, amount=1)).status_code == 200
    query = "SELECT status FROM gateway_events WHERE dedupe_key = ?"
    wait_until(lambda: one(shop.database_url, query, id) == "APPLIED", "the event to be looked at")
    assert shop.me(ana)["payments"]["nodes"][0]["status"] == "REQUIRES_ACTION"
    assert shop.me(ana)["invoices"]["nodes"][0]["status"] == "OPEN"
