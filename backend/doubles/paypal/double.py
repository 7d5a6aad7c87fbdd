"""The double of PayPal: its truth, its API and the page on which a payer agrees."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from ..kit.double import Double, Movement, system_clock
from ..kit.pages import page
from . import acts
from .accounts import ACCOUNTS
from .api import Api
from .books import COLLECTED, Funding, Order
from .errors import body_of
from .provider import Provider
from .signing import CERTIFICATE_PATH, certificate_pem

NOWHERE = "http://127.0.0.1:1/webhooks"
# The buttons of the page, and what the payer's account is then like.
_ANSWERS: dict[str, tuple[str, Funding]] = {
    "approve": ("Agree and pay", "ok"),
    "declined": ("Agree, with an account that is declined", "declined"),
    "pending": ("Agree, by eCheck (stays pending)", "pending"),
}


class PayPalDouble(Double):
    """PayPal. `webhook_url` is where the webhooks go that the accounts have made in the dashboard."""

    name = "PayPal"

    def __init__(
        self,
        public_url: str = "http://127.0.0.1:1",
        *,
        seed: int = 1,
        clock: Callable[[], datetime] = system_clock,
        webhook_url: str = NOWHERE,
    ) -> None:
        self._webhook_urls = [webhook_url for _ in ACCOUNTS]
        self.api = Api(lambda: self.provider, self.now)
        super().__init__(public_url, seed=seed, clock=clock)
        self.forget()

    @property
    def certificate_pem(self) -> str:
        """The certificate with which its webhooks can be verified."""
        return certificate_pem()

    @property
    def next_funding(self) -> Funding:
        """What the PayPal account of the next order's payer is like; "ok" again after that order."""
        return self.provider.next_funding

    @next_funding.setter
    def next_funding(self, funding: Funding) -> None:
        self.provider.next_funding = funding

    def routes(self) -> Sequence[BaseRoute]:
        """The API, and the page for the payer."""
        return [
            *self.api.routes(),
            Route("/pages/approve/{id}", self._page, methods=["GET"]),
            Route("/pages/approve/{id}/{answer}", self._answer, methods=["POST"]),
        ]

    def forget(self) -> None:
        """Empty PayPal."""
        self.provider = Provider(self.public_url, self._webhook_urls, self.ids, self.now, self.webhooks)
        self.api.forget()

    def deliver_to(self, url: str) -> None:
        """The webhook that the first account has made in the dashboard, from now on."""
        self._webhook_urls[0] = url
        for hook in self.provider.hooks:
            if hook.id == ACCOUNTS[0].webhook_id:
                hook.url = url

    def connection(self) -> Mapping[str, str]:
        """The first account's settings."""
        of = ACCOUNTS[0]
        return {
            "mode": "test",
            "client_id": of.client_id,
            "client_secret": of.secret,
            "webhook_id": of.webhook_id,
            "webhook_certificate": self.certificate_pem,
            "base_url": self.public_url,
        }

    def on_time(self) -> None:
        """Nothing falls due by itself: what is too old is seen to be when it is looked at."""

    def movements(self) -> Sequence[Movement]:
        """Captures that were collected and refunds that arrived, in the order in which they were made."""
        moved: list[tuple[int, Movement]] = []
        for order in self.provider.orders.values():
            for capture in order.captures:
                if capture.status in COLLECTED:
                    charge = Movement(
                        "charge", capture.id, order.id, capture.invoice_id, capture.value, capture.currency
                    )
                    moved.append((capture.number, charge))
                for refund in capture.refunds:
                    if refund.status == "COMPLETED":
                        back = Movement("refund", refund.id, order.id, refund.custom_id, refund.value, refund.currency)
                        moved.append((refund.number, back))
        return [movement for _, movement in sorted(moved, key=lambda one: one[0])]

    async def act(self, reference: str, act: str, params: Mapping[str, Any]) -> None:
        """See `Double.act`; `approve` takes a `funding`."""
        acts.act(self.provider, reference, act, params)

    def error_body(self, status: int, code: str) -> tuple[bytes, str]:
        """PayPal's error object."""
        return json.dumps(body_of(status, None, "double")).encode(), "application/json"

    def is_api(self, path: str) -> bool:
        """A certificate is public and no part of the API."""
        return super().is_api(path) and path != CERTIFICATE_PATH

    async def _page(self, request: Request) -> Response:
        order = self._waiting(request)
        if order is None:
            return PlainTextResponse("Things don't appear to be working at the moment.", 404)
        where = f"{self.public_url}/pages/approve/{order.id}"
        buttons = {label: f"{where}/{answer}" for answer, (label, _) in _ANSWERS.items()}
        facts = {"Amount": f"{order.value} {order.currency}", "For": order.description or "", "Order": order.id}
        return page(self.name, "Pay with PayPal", facts, {**buttons, "Cancel and return": f"{where}/cancel"})

    async def _answer(self, request: Request) -> Response:
        order, answer = self._waiting(request), request.path_params["answer"]
        if order is None or (answer != "cancel" and answer not in _ANSWERS):
            return PlainTextResponse("Things don't appear to be working at the moment.", 404)
        query = {"token": order.id}
        back = order.cancel_url
        if answer != "cancel":
            # A merchant's test may have decided already what this payer is like.
            chosen = _ANSWERS[answer][1]
            self.provider.approve(order, None if chosen == "ok" else chosen)
            query["PayerID"], back = "QYR5Z8XDVJNXQ", order.return_url
        if back is None:
            return PlainTextResponse("Thank you.")
        return RedirectResponse(f"{back}{'&' if '?' in back else '?'}{urlencode(query)}", 303)

    def _waiting(self, request: Request) -> Order | None:
        order = self.provider.orders.get(request.path_params["id"])
        if order is None or order.gone or order.status not in ("CREATED", "PAYER_ACTION_REQUIRED"):
            return None
        return order
