"""Openpay's double: its parts, and what tests and the curious can let happen to them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from starlette.routing import BaseRoute

from backend.doubles.kit.double import Double, Impossible, Movement, system_clock

from .accounts import ACCOUNTS, Account
from .api import Api
from .errors import ApiError
from .hooks import Hooks
from .ledger import Ledger
from .pages import Pages
from .till import Till
from .vault import Vault

_ACTS = frozenset(
    {"pay", "fail", "expire", "approve", "authenticate", "dispute", "dispute_won", "dispute_lost", "refund"}
)
_NO_API = ("/_double/", "/pages/", "/js/", "/barcode/", "/paynet-pdf/")


class OpenpayDouble(Double):
    """Openpay in Mexico, with two merchants. Amounts are pesos and centavos, times are central Mexico's."""

    name = "Openpay"

    def __init__(
        self, public_url: str = "http://127.0.0.1:1", *, seed: int = 1, clock: Callable[[], datetime] = system_clock
    ) -> None:
        self.accounts: Mapping[str, Account] = {account.merchant_id: account for account in ACCOUNTS}
        self.forget()
        super().__init__(public_url, seed=seed, clock=clock)

    def account(self, merchant: str) -> Account:
        """A merchant by its id."""
        return self.accounts[merchant]

    def routes(self) -> Sequence[BaseRoute]:
        """Openpay's API, its pages and its scripts."""
        return [*Pages(self).routes(), *Api(self).routes()]

    def forget(self) -> None:
        """Empty the provider's own state, registered webhooks as well."""
        # Whether a refused charge keeps its order id. No document says; Openpay's own plugins need that it does not.
        self.keeps_order_ids = False
        self.vault = Vault(self)
        self.ledger = Ledger(self)
        self.till = Till(self)
        self.hooks = Hooks(self)

    def connection(self) -> Mapping[str, str]:
        """The first account's settings."""
        of = ACCOUNTS[0]
        return {
            "mode": "test",
            "country": "mx",
            "merchant_id": of.merchant_id,
            "private_key": of.private_key,
            "public_key": of.public_key,
            "webhook_user": of.webhook_user,
            "webhook_password": of.webhook_password,
            "base_url": self.public_url,
        }

    def on_time(self) -> None:
        """Expire vouchers, transfers and abandoned authentications."""
        self.ledger.on_time()

    def movements(self) -> Sequence[Movement]:
        """All money that moved, oldest first."""
        return list(self.ledger.movements)

    async def act(self, reference: str, act: str, params: Mapping[str, Any]) -> None:
        """Let something happen: a charge by its id; `method_removed` takes a kept card's id."""
        if act == "method_removed":
            del self.vault.cards[reference]
            return
        if act not in _ACTS:
            raise Impossible(f"{act} means nothing here")
        charge = self.ledger.charges[reference]
        match act:
            case "pay":
                amount = params.get("amount")
                self.ledger.pay(charge, None if amount is None else Decimal(str(amount)))
            case "fail":
                self.ledger.fail(charge)
            case "expire":
                self.ledger.expire(charge)
            case "approve":
                self.ledger.authenticate(charge, ok=True)
            case "authenticate":
                self.ledger.authenticate(charge, ok=bool(params.get("ok", True)))
            case "dispute" | "dispute_won" | "dispute_lost":
                self.ledger.dispute(charge, act)
            case _:
                self._refund(reference, params)

    def error_body(self, status: int, code: str) -> tuple[bytes, str]:
        """Openpay's error object."""
        content = {"category": "internal", "description": code, "http_code": status, "error_code": 1000}
        return json.dumps(content).encode(), "application/json"

    def is_api(self, path: str) -> bool:
        """Whether a path is the API."""
        return not path.startswith(_NO_API) and not path.endswith("/redirect/")

    def _refund(self, reference: str, params: Mapping[str, Any]) -> None:
        """Somebody gives money back in the dashboard."""
        charge = self.ledger.charges[reference]
        if charge.method != "card" or charge.status != "completed":
            raise Impossible("it cannot be given back")
        amount = params.get("amount")
        wanted = charge.amount - charge.refunded if amount is None else Decimal(str(amount))
        try:
            self.ledger.refund(charge, wanted, None)
        except ApiError as error:
            raise Impossible(error.description) from None
