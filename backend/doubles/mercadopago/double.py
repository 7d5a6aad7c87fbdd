"""The double of Mercado Pago: its truth, its API, its script and the pages on which a payer pays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from ..kit.double import Double, Impossible, Movement, system_clock
from ..kit.pages import page
from . import acts
from .accounts import ACCOUNTS, CURRENCY
from .api import Api
from .books import COLLECTED, Payment, Returns
from .errors import body_of
from .exact import dumps
from .provider import Provider
from .script import script

NOWHERE = "http://127.0.0.1:1/webhooks"
# The buttons of a page: label, method, status, detail.
_ANSWERS = {
    "money": ("Pay with the balance", "account_money", "approved", "accredited"),
    "rejected": ("Pay with a card that is rejected", "visa", "rejected", "cc_rejected_other_reason"),
    "review": ("Pay with a card that is reviewed", "visa", "in_process", "pending_review_manual"),
    "cash": ("Pay in cash", "oxxo", "pending", "pending_waiting_payment"),
}


class MercadoPagoDouble(Double):
    """Mercado Pago. `webhook_url` is where webhooks go about payments that name no address of their own."""

    name = "Mercado Pago"

    def __init__(
        self,
        public_url: str = "http://127.0.0.1:1",
        *,
        seed: int = 1,
        clock: Callable[[], datetime] = system_clock,
        webhook_url: str = NOWHERE,
    ) -> None:
        self._webhook_urls = dict.fromkeys((one.user_id for one in ACCOUNTS), webhook_url)
        self.api = Api(lambda: self.provider, self.now, lambda: self.longest_page)
        super().__init__(public_url, seed=seed, clock=clock)
        self.forget()

    @property
    def next_returns(self) -> Returns:
        """What becomes of the refunds of the next payment; "approved" again after it."""
        return self.provider.next_returns

    @next_returns.setter
    def next_returns(self, returns: Returns) -> None:
        self.provider.next_returns = returns

    def routes(self) -> Sequence[BaseRoute]:
        """The API, the script and the pages."""
        return [
            *self.api.routes(),
            Route("/js/v2", self._script, methods=["GET"]),
            Route("/pages/checkout/{id}", self._checkout, methods=["GET"]),
            Route("/pages/checkout/{id}/{answer}", self._answer, methods=["POST"]),
            Route("/pages/ticket/{id}", self._ticket, methods=["GET"]),
            Route("/pages/ticket/{id}/pay", self._paid, methods=["POST"]),
        ]

    def forget(self) -> None:
        """Empty Mercado Pago."""
        self.provider = Provider(self.public_url, self._webhook_urls, self.ids, self.now, self.webhooks)
        self.api.forget()

    def deliver_to(self, url: str) -> None:
        """The first account's webhooks about payments that name no address of their own, from now on."""
        self._webhook_urls[ACCOUNTS[0].user_id] = url

    def connection(self) -> Mapping[str, str]:
        """The first account's settings."""
        of = ACCOUNTS[0]
        return {
            "mode": "test",
            "country": "mx",
            "access_token": of.access_token,
            "public_key": of.public_key,
            "webhook_secret": of.webhook_secret,
            "base_url": self.public_url,
        }

    def on_time(self) -> None:
        """What was not paid or captured in time is cancelled."""
        self.provider.expire()

    def movements(self) -> Sequence[Movement]:
        """Payments that were collected and refunds that arrived, in the order in which they were made."""
        moved: list[tuple[int, Movement]] = []
        for payment in self.provider.payments.values():
            if payment.status in COLLECTED:
                moved.append((payment.number, _charge(payment)))
            for refund in payment.refunds:
                if refund.status == "approved":
                    back = Movement("refund", str(refund.id), str(payment.id), None, f"{refund.amount:f}", CURRENCY)
                    moved.append((refund.number, back))
        return [movement for _, movement in sorted(moved, key=lambda one: one[0])]

    async def act(self, reference: str, act: str, params: Mapping[str, Any]) -> None:
        """See `Double.act`."""
        acts.act(self.provider, reference, act, params)

    def error_body(self, status: int, code: str) -> tuple[bytes, str]:
        """Mercado Pago's error object."""
        return dumps(body_of(status, code, code.replace("_", " "))), "application/json"

    def is_api(self, path: str) -> bool:
        """The script is public and no part of the API."""
        return super().is_api(path) and path != "/js/v2"

    async def _script(self, request: Request) -> Response:
        return Response(script(self.public_url), media_type="text/javascript")

    async def _checkout(self, request: Request) -> Response:
        chosen = self.provider.pages.get(request.path_params["id"])
        if chosen is None or not chosen.is_open(self.now()):
            return PlainTextResponse("This page is closed.", 404)
        where = f"{self.public_url}/pages/checkout/{chosen.id}"
        buttons = {label: f"{where}/{answer}" for answer, (label, *_) in _ANSWERS.items()}
        facts = {"Amount": f"{chosen.amount:f} {CURRENCY}", "For": str(chosen.items[0]["title"])}
        return page(self.name, "How do you want to pay?", facts, {**buttons, "Back to the shop": f"{where}/back"})

    async def _answer(self, request: Request) -> Response:
        chosen, answer = self.provider.pages.get(request.path_params["id"]), request.path_params["answer"]
        if chosen is None or not chosen.is_open(self.now()) or (answer != "back" and answer not in _ANSWERS):
            return PlainTextResponse("This page is closed.", 404)
        query = {"preference_id": chosen.id, "external_reference": chosen.external_reference or ""}
        outcome = "failure"
        if answer != "back":
            _, method, status, detail = _ANSWERS[answer]
            payment = self.provider.pay_on_page(chosen, method, status, detail)
            query |= {"payment_id": str(payment.id), "collection_status": status, "status": status}
            outcome = {"approved": "success", "rejected": "failure"}.get(status, "pending")
        back = chosen.back_urls.get(outcome)
        if back is None:
            return PlainTextResponse("Thank you.")
        return RedirectResponse(f"{back}{'&' if '?' in back else '?'}{urlencode(query)}", 303)

    async def _ticket(self, request: Request) -> Response:
        payment = self._known(request)
        if payment is None or payment.reference is None:
            return PlainTextResponse("There is no such voucher.", 404)
        facts = {
            "Amount": f"{payment.amount:f} {CURRENCY}",
            "Reference": payment.reference,
            "Until": payment.expires.isoformat(timespec="minutes") if payment.expires else "",
            "Status": payment.status,
        }
        where = f"{self.public_url}/pages/ticket/{payment.id}/pay"
        return page(self.name, "Your voucher", facts, {"Pay at the counter": where} if payment.waits else {})

    async def _paid(self, request: Request) -> Response:
        payment = self._known(request)
        try:
            if payment is not None:
                acts.act(self.provider, str(payment.id), "pay", {})
        except Impossible:
            return PlainTextResponse("It cannot be paid any more.", 409)
        return RedirectResponse(f"{self.public_url}/pages/ticket/{request.path_params['id']}", 303)

    def _known(self, request: Request) -> Payment | None:
        id = request.path_params["id"]
        return self.provider.payments.get(int(id)) if id.isascii() and id.isdigit() else None


def _charge(payment: Payment) -> Movement:
    reference = payment.page.id if payment.page else str(payment.id)
    return Movement("charge", str(payment.id), reference, payment.external_reference, f"{payment.amount:f}", CURRENCY)
