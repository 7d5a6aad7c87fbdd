"""Acme Pay itself: a small provider with two merchants, made of Perennial's kit for doubles.

It shares nothing with the plugin, so that a mistake in one is not repeated in the other.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from backend.doubles.kit.double import Double, Impossible, Movement
from backend.doubles.kit.pages import page
from backend.doubles.kit.webhooks import Delivery, SignWith

_PAGE_LASTS = timedelta(hours=2)
_DECLINED = {"4002": "no_funds", "4003": "card_expired", "4004": "card_stolen"}
_FIELDS = {"amount", "currency", "reference", "description", "payer", "source"}


@dataclass(frozen=True)
class Merchant:
    """An account."""

    secret_key: str
    publishable_key: str
    webhook_secret: str
    webhook_url: str

    @property
    def previous_secret(self) -> str:
        """What its webhooks were signed with before."""
        return f"{self.webhook_secret}_before"


MERCHANTS = [
    Merchant(f"ask_test_merchant{n}", f"apk_test_merchant{n}", f"acme_signs_for_{n}", f"https://billing.example/{n}")
    for n in (1, 2)
]


class Refused(Exception):
    """An error of the API."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


class AcmePay(Double):
    """The provider."""

    name = "acme"

    def __init__(self, public_url: str = "http://127.0.0.1:1", **rest: Any) -> None:
        self.forget()
        super().__init__(public_url, **rest)

    def forget(self) -> None:
        """No tokens, charges, refunds or keys."""
        self.tokens: dict[str, tuple[Merchant, str]] = {}
        self.charges: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.owners: dict[str, Merchant] = {}
        self.answers: dict[tuple[str, str], tuple[bytes, dict[str, Any]]] = {}

    def routes(self) -> Sequence[BaseRoute]:
        """The API, and the page where the payer pays."""
        return [
            Route("/v1/account", self._api(self._account), methods=["GET"]),
            Route("/v1/charges", self._api(self._create), methods=["POST"]),
            Route("/v1/charges", self._api(self._find(self.charges_of)), methods=["GET"]),
            Route("/v1/charges/{id}", self._api(self._get(self.charges_of)), methods=["GET"]),
            Route("/v1/charges/{id}/cancel", self._api(self._cancel), methods=["POST"]),
            Route("/v1/refunds", self._api(self._refund), methods=["POST"]),
            Route("/v1/refunds", self._api(self._find(self.refunds_of)), methods=["GET"]),
            Route("/v1/refunds/{id}", self._api(self._get(self.refunds_of)), methods=["GET"]),
            Route("/pages/{id}", self._page, methods=["GET"]),
            Route("/pages/{id}/{answer}", self._answer, methods=["POST"]),
        ]

    def token(self, merchant: Merchant, number: str) -> str:
        """What the card field makes of a number."""
        token = self.ids.new("atok_")
        self.tokens[token] = (merchant, number)
        return token

    def charges_of(self, merchant: Merchant) -> list[dict[str, Any]]:
        """A merchant's own charges."""
        return [charge for charge in self.charges.values() if self.owners[charge["id"]] is merchant]

    def refunds_of(self, merchant: Merchant) -> list[dict[str, Any]]:
        """A merchant's own refunds."""
        return [refund for refund in self.refunds.values() if self.owners[refund["charge"]] is merchant]

    def _api(
        self, work: Callable[[Merchant, Request, dict[str, Any]], dict[str, Any]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                return JSONResponse(self._once(work, self._who(request), request, await request.body()))
            except Refused as refused:
                return JSONResponse({"error": {"code": refused.code}}, refused.status)

        return answer

    def _who(self, request: Request) -> Merchant:
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        for merchant in MERCHANTS:
            if hmac.compare_digest(merchant.secret_key, key):
                return merchant
        raise Refused(401, "unknown_key")

    def _once(
        self,
        work: Callable[[Merchant, Request, dict[str, Any]], dict[str, Any]],
        merchant: Merchant,
        request: Request,
        body: bytes,
    ) -> dict[str, Any]:
        """A repeated key answers what it answered first; with another content it is refused."""
        content = json.loads(body) if body else {}
        key = request.headers.get("idempotency-key")
        if request.method == "GET" or key is None:
            return dict(work(merchant, request, content))
        known = self.answers.get((merchant.secret_key, key))
        if known is not None and known[0] != body:
            raise Refused(409, "key_reused")
        if known is None:
            known = body, dict(work(merchant, request, content))
            self.answers[merchant.secret_key, key] = known
        return known[1]

    def _account(self, merchant: Merchant, request: Request, content: dict[str, Any]) -> dict[str, Any]:
        return {"name": f"Merchant of {merchant.publishable_key}"}

    def _create(self, merchant: Merchant, request: Request, content: dict[str, Any]) -> dict[str, Any]:
        if set(content) != _FIELDS or type(content["amount"]) is not int or content["amount"] < 50:
            raise Refused(400, "invalid_field")
        if len(content["reference"]) > 64 or max(len(content["description"]), len(content["payer"])) > 100:
            raise Refused(400, "too_long")
        if any(charge["reference"] == content["reference"] for charge in self.charges_of(merchant)):
            raise Refused(409, "reference_in_use")
        charge: dict[str, Any] = {name: content[name] for name in ("amount", "currency", "reference")}
        charge |= {"status": "paid", "decline_code": None, "card": None, "page_url": None, "page_expires_at": None}
        if content["source"]["type"] == "page":
            charge["id"] = self.ids.new("ach_")
            charge["status"] = "waiting"
            charge["page_url"] = f"{self.public_url}/pages/{charge['id']}"
            charge["page_expires_at"] = (self.now() + _PAGE_LASTS).isoformat()
            charge["return_url"] = content["source"]["return_url"]
        else:
            owner, number = self.tokens.pop(content["source"]["token"], (None, ""))
            if owner is not merchant:
                raise Refused(400, "token_unknown")
            charge["id"] = self.ids.new("ach_")
            charge["card"] = {"brand": "visa", "last4": number[-4:], "month": 12, "year": self.now().year + 4}
            if number[:4] in _DECLINED:
                charge |= {"status": "declined", "decline_code": _DECLINED[number[:4]]}
        self.charges[charge["id"]] = charge
        self.owners[charge["id"]] = merchant
        self._tell("charge.updated", merchant, charge=dict(charge))
        return charge

    def _find(
        self, all_of: Callable[[Merchant], list[dict[str, Any]]]
    ) -> Callable[[Merchant, Request, dict[str, Any]], dict[str, Any]]:
        def find(merchant: Merchant, request: Request, content: dict[str, Any]) -> dict[str, Any]:
            return _only(all_of(merchant), "reference", request.query_params.get("reference", ""))

        return find

    def _get(
        self, all_of: Callable[[Merchant], list[dict[str, Any]]]
    ) -> Callable[[Merchant, Request, dict[str, Any]], dict[str, Any]]:
        def get(merchant: Merchant, request: Request, content: dict[str, Any]) -> dict[str, Any]:
            return _only(all_of(merchant), "id", request.path_params["id"])

        return get

    def _cancel(self, merchant: Merchant, request: Request, content: dict[str, Any]) -> dict[str, Any]:
        charge = _only(self.charges_of(merchant), "id", request.path_params["id"])
        if charge["status"] not in ("waiting", "canceled"):
            raise Refused(409, "wrong_state")
        return self._move(charge, "canceled")

    def _refund(self, merchant: Merchant, request: Request, content: dict[str, Any]) -> dict[str, Any]:
        charge = _only(self.charges_of(merchant), "id", content["charge"])
        return self._give_back(charge, content["amount"], content["reference"])

    def _give_back(self, charge: dict[str, Any], amount: int, reference: str | None) -> dict[str, Any]:
        if charge["status"] != "paid":
            raise Refused(409, "wrong_state")
        left = charge["amount"] - sum(one["amount"] for one in self.refunds.values() if one["charge"] == charge["id"])
        if amount > left:
            raise Refused(400, "refund_too_large" if left else "nothing_left")
        refund = {
            "id": self.ids.new("are_"), "charge": charge["id"], "amount": amount, "currency": charge["currency"],
            "reference": reference,
        }  # fmt: skip
        self.refunds[str(refund["id"])] = refund
        self._tell("refund.made", self.owners[charge["id"]], refund=dict(refund))
        return refund

    def _move(self, charge: dict[str, Any], status: str, decline_code: str | None = None) -> dict[str, Any]:
        if charge["status"] != status:
            charge |= {"status": status, "decline_code": decline_code}
            self._tell("charge.updated", self.owners[charge["id"]], charge=dict(charge))
        return charge

    async def _page(self, request: Request) -> Response:
        charge = _only(list(self.charges.values()), "id", request.path_params["id"])
        buttons = {"Pay": f"/pages/{charge['id']}/pay", "Refuse": f"/pages/{charge['id']}/refuse"}
        facts = {"Amount": f"{charge['amount']} {charge['currency']}", "Status": charge["status"]}
        return page("Acme Pay", "Pay your order", facts, buttons if charge["status"] == "waiting" else {})

    async def _answer(self, request: Request) -> Response:
        charge = self.charges[request.path_params["id"]]
        await self.act(charge["id"], "authenticate", {"ok": request.path_params["answer"] == "pay"})
        return RedirectResponse(charge["return_url"], 303)

    async def act(self, reference: str, act: str, params: Mapping[str, Any]) -> None:
        """Pay, refuse or expire a page; give back in the dashboard."""
        charge = self.charges[reference]
        if act == "refund":
            self._give_back(charge, int(params["amount"]), None)
        elif charge["status"] != "waiting":
            raise Impossible(f"the charge is {charge['status']}")
        elif act == "pay" or (act == "authenticate" and params["ok"]):
            self._move(charge, "paid")
        elif act == "authenticate":
            self._move(charge, "declined", "refused_by_payer")
        elif act == "expire":
            self._move(charge, "expired")
        else:
            raise Impossible(f"Acme Pay knows no {act}")

    def on_time(self) -> None:
        """Pages that nobody used expire."""
        for charge in self.charges.values():
            if charge["status"] == "waiting" and datetime.fromisoformat(charge["page_expires_at"]) <= self.now():
                self._move(charge, "expired")

    def movements(self) -> list[Movement]:
        """What was paid, and what went back."""
        paid = [charge for charge in self.charges.values() if charge["status"] == "paid"]
        return [_movement("charge", charge["id"], charge) for charge in paid] + [
            _movement("refund", refund["charge"], refund) for refund in self.refunds.values()
        ]

    def error_body(self, status: int, code: str) -> tuple[bytes, str]:
        """The API's own form."""
        return json.dumps({"error": {"code": code}}).encode(), "application/json"

    def _tell(self, kind: str, merchant: Merchant, **about: Any) -> None:
        id = self.ids.new("aev_")
        event = {"id": id, "type": kind, "created": self.now().isoformat(), **about}
        secrets: dict[SignWith, str] = {
            "new": merchant.webhook_secret, "old": merchant.previous_secret, "wrong": "of_somebody_else", "empty": "",
        }  # fmt: skip

        def sign(body: bytes, at: datetime, sign_with: SignWith) -> Mapping[str, str]:
            sent_at = str(int(at.timestamp()))
            signed = hmac.new(secrets[sign_with].encode(), f"{sent_at}.".encode() + body, hashlib.sha256).hexdigest()
            return {"Acme-Signature": f"t={sent_at},v1={signed}"}

        self.webhooks.make(Delivery(id, kind, merchant.webhook_url, json.dumps(event).encode(), sign, self.now()))


def _only(rows: list[dict[str, Any]], name: str, value: str) -> dict[str, Any]:
    for row in rows:
        if row[name] == value:
            return row
    raise Refused(404, "not_found")


def _movement(kind: Any, charge: str, row: Mapping[str, Any]) -> Movement:
    return Movement(kind, row["id"], charge, row["reference"], str(row["amount"]), row["currency"].upper())
