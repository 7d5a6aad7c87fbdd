"""Webhooks: registering them, with the provider's call to verify the address, and telling them what happens."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import httpx

from backend.doubles.kit.webhooks import Delivery, SignWith, authorities

from .accounts import Account
from .errors import ApiError, malformed, missing
from .reading import HOOK, body
from .records import Charge, Hook, Refund
from .wire import charge_json, dumps, time

if TYPE_CHECKING:
    from .double import OpenpayDouble

EVENTS = frozenset(
    {
        "verification", "charge.refunded", "charge.failed", "charge.cancelled", "charge.created", "charge.succeeded",
        "charge.rescored.to.decline", "subscription.charge.failed", "payout.created", "payout.succeeded",
        "payout.failed", "transfer.succeeded", "fee.succeeded", "fee.refund.succeeded", "spei.received",
        "chargeback.created", "chargeback.rejected", "chargeback.accepted", "order.created", "order.activated",
        "order.payment.received", "order.completed", "order.expired", "order.cancelled", "order.payment.cancelled",
        "transaction.expired",
    }
)  # fmt: skip
# Nothing listens there: events of a merchant without a webhook are only shown, never sent.
_NOWHERE = "http://127.0.0.1:1/webhooks"


class Hooks:
    """Every merchant's webhooks."""

    def __init__(self, double: OpenpayDouble) -> None:
        self._double = double
        self.all: dict[str, Hook] = {}

    async def register(self, account: Account, raw: bytes) -> Hook:
        """Add one, after calling it with a code. Raises ApiError when nobody answers there.

        While webhooks are held, nobody is called: it stays unverified, and is told of events all the same.
        """
        fields = body(raw, HOOK)
        url = fields.needed("url", 500)
        if not url.startswith(("http://", "https://")):
            raise malformed("url is not a valid URL")
        types = fields.texts("event_types")
        if not set(types) <= EVENTS:
            raise malformed(f"Unknown event type {sorted(set(types) - EVENTS)[0]}")
        if any(hook.url == url for hook in self.of(account)):
            raise ApiError(409, 6001, "The webhook already exists")
        hook = Hook(
            id=self._double.ids.new("w", 19),
            merchant=account.merchant_id,
            url=url,
            user=fields.needed("user", 100),
            password=fields.needed("password", 100),
            event_types=types,
        )
        await self._verify(hook)
        self.all[hook.id] = hook
        return hook

    def of(self, account: Account) -> list[Hook]:
        """A merchant's own."""
        return [hook for hook in self.all.values() if hook.merchant == account.merchant_id]

    def get(self, account: Account, id: str) -> Hook:
        """One by its id. Raises ApiError."""
        hook = self.all.get(id)
        if hook is None or hook.merchant != account.merchant_id:
            raise missing("webhook")
        return hook

    def tell(self, kind: str, charge: Charge, *, refund: Refund | None = None) -> None:
        """An event of a charge's, to everybody who wants it."""
        now = self._double.now()
        content = dumps({"type": kind, "event_date": time(now), "transaction": charge_json(charge, last=refund)})
        account = self._double.account(charge.merchant)
        hooks = self.of(account)
        for hook in hooks:
            if kind in hook.event_types:
                passwords = {"new": hook.password, "old": account.previous_webhook_password}
                self._make(kind, hook.url, content, hook.user, passwords)
        if not hooks and self._double.webhooks.mode == "hold":
            passwords = {"new": account.webhook_password, "old": account.previous_webhook_password}
            self._make(kind, _NOWHERE, content, account.webhook_user, passwords)

    def _make(self, kind: str, url: str, content: bytes, user: str, passwords: Mapping[str, str]) -> None:
        def sign(body: bytes, now: datetime, sign_with: SignWith) -> Mapping[str, str]:
            if sign_with == "empty":
                return _basic("", "")
            return _basic(user, passwords.get(sign_with, "not-the-password"))

        id = self._double.ids.new("e", 19)
        self._double.webhooks.make(Delivery(id, kind, url, content, sign, self._double.now()))

    async def _verify(self, hook: Hook) -> None:
        content: dict[str, Any] = {
            "type": "verification",
            "event_date": time(self._double.now()),
            "verification_code": self._double.ids.new("", 8),
            "id": hook.id,
        }
        if self._double.webhooks.mode != "deliver":
            # Nobody is called: the code waits to be typed in, as for an address entered in the dashboard.
            self._make("verification", hook.url, dumps(content), hook.user, {"new": hook.password})
            return
        headers = {"content-type": "application/json", **_basic(hook.user, hook.password)}
        try:
            async with httpx.AsyncClient(timeout=10, trust_env=False, verify=authorities()) as client:
                answer = await client.post(hook.url, content=dumps(content), headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL):
            raise ApiError(400, 6002, "The webhook's URL could not be reached") from None
        if not 200 <= answer.status_code < 300:
            raise ApiError(400, 6003, "The webhook's URL did not accept the verification")
        hook.status = "verified"


def _basic(user: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}
