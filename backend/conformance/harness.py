"""What the kit must know of a gateway beside its contract: settings, methods to pay with, and its double.

A plugin's author subclasses Harness, with a double made of `backend.doubles.kit` or of anything that offers the same
methods.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar, Literal, Self
from urllib.parse import parse_qsl, urlsplit

import httpx

from backend.domain.money import Money
from backend.doubles.kit.double import Double
from backend.doubles.kit.journal import Call
from backend.doubles.kit.serving import served
from backend.doubles.kit.webhooks import Delivery, SignWith
from backend.gateways.base import (
    DeclineAdvice,
    Elsewhere,
    Gateway,
    MethodKind,
    NewMethod,
    RawWebhook,
)

# What the kit may ask a harness to pay with. None is the answer where the provider has no such thing.
Wish = Literal[
    "ok",  # is paid, at once or after `settle`
    "challenge",  # asks the payer for something first (3-D Secure, approval); then `authenticate` decides
    "savable",  # ok, and can be kept
    "savable_then_declines",  # can be kept; later charges are declined
    "savable_then_challenges",  # can be kept; later charges ask for authentication
    "refused",  # agreed to by the payer; when it is confirmed, the provider answers with an error
    "declined_in_success",  # the same, but the answer to the confirmation is a success that holds a declined collection
    "refund_pending",  # ok; its refund is pending first
    "refund_fails_later",  # ok; its refund succeeds and then fails
]
Operation = Literal[
    "create", "fetch", "find", "confirm", "capture", "cancel", "refund", "fetch_refund", "setup", "health"
]


@dataclass(frozen=True, slots=True)
class Magic:
    """A method that is always declined, and what the adapter must make of it."""

    source: NewMethod
    reason: str
    advice: DeclineAdvice
    gateway_code: str | None = None


class Harness(ABC):
    """One gateway with its double, which is being served."""

    gateway: ClassVar[type[Gateway]]
    # A currency in which everything that the gateway can do can be tried, and an ordinary amount of it.
    currency: ClassVar[str]
    amount_minor: ClassVar[int] = 1999
    # How amounts go over the wire: minor units, or decimals with exactly the digits that ISO 4217 gives the currency.
    amounts: ClassVar[Literal["minor", "decimal"]] = "decimal"

    def __init__(self, double: Double) -> None:
        self.double = double

    @classmethod
    def make_double(cls, public_url: str) -> Double:
        """The gateway's provider, for the address at which it will be reached."""
        raise NotImplementedError(f"{cls.__qualname__} must make its double.")

    @classmethod
    @asynccontextmanager
    async def serving(cls) -> AsyncIterator[Self]:
        """A harness whose double answers over HTTP until the end. All of the kit's behaviours share it."""
        async with served(cls.make_double) as double:
            yield cls(double)

    async def prepare(self) -> None:  # noqa: B027 - most have nothing to prepare
        """Called after each reset of the double: whatever must be there before anything is paid.

        Afterwards the double makes webhooks for both accounts, signed with the secrets of their `settings()`.
        """

    def wire_text(self, money: Money) -> str | None:
        """The exact token that stands for `money` on the wire; None when the provider cannot take such an amount."""
        if self.amounts == "minor":
            return str(money.minor)
        return str(Decimal(money.minor).scaleb(-money.currency.exponent))

    @abstractmethod
    def settings(self, account: Literal[1, 2] = 1) -> dict[str, Any]:
        """Valid settings of two different merchants' accounts at the double."""

    @abstractmethod
    def wrong_settings(self) -> Mapping[Literal["bad_key", "live_key_in_test"], dict[str, Any]]:
        """Changes to `settings()`: a key that the provider refuses; one of the other mode, which the model refuses."""

    @abstractmethod
    async def source(self, wish: Wish, *, kind: MethodKind | None = None) -> NewMethod | Elsewhere | None:
        """Something to pay with, made as a browser would make it; None where there is no such thing."""

    async def source_of_other(self, wish: Wish) -> NewMethod | Elsewhere | None:
        """The same at the second account, where tokens belong to an account."""
        return await self.source(wish)

    @abstractmethod
    async def magic(self) -> Sequence[Magic]:
        """Every method that the provider documents as declined."""

    @abstractmethod
    def calls(self, operation: Operation) -> Sequence[Call]:
        """The calls in the double's journal that carry out an operation."""

    @abstractmethod
    def path(self, operation: Operation) -> tuple[str, str]:
        """HTTP method and a regular expression for the path of an operation: where faults are armed."""

    @abstractmethod
    def amount_on_wire(self, call: Call) -> str:
        """The amount in a create or refund call as it was sent: `10.00`, `1000`; a string without its quotes."""

    @abstractmethod
    def key_on_wire(self, call: Call) -> str | None:
        """What makes the call repeatable: the idempotency key, or the unique reference."""

    @abstractmethod
    def secrets(self) -> Sequence[str]:
        """Every secret text of `settings()`: none may appear in a log, an exception or a table."""

    async def settle(self, reference: str, kind: MethodKind) -> None:
        """Let a payment that waits for the payer be paid: in the store, by transfer, on the page."""
        await self.double.act(reference, "pay", {})

    async def authenticate(self, reference: str, *, ok: bool) -> None:
        """The payer answers a challenge."""
        await self.double.act(reference, "authenticate", {"ok": ok})

    def browser(self) -> httpx.AsyncClient:
        """A payer's browser, for the double's own pages and scripts. Close it."""
        # Reading the authorities' certificates takes longer than most behaviours; there is no TLS here.
        return httpx.AsyncClient(base_url=self.double.public_url, trust_env=False, verify=False)  # noqa: S501

    def webhooks(self, *, sign_with: SignWith = "new") -> list[RawWebhook]:
        """Every webhook that the double made, oldest first, signed for the double's present."""
        return [self.raw(delivery, sign_with=sign_with) for delivery in self.double.webhooks.all]

    def raw(
        self,
        delivery: Delivery,
        *,
        sign_with: SignWith = "new",
        offset: timedelta = timedelta(0),
        body: bytes | None = None,
    ) -> RawWebhook:
        """A webhook as it arrives at the double's present; `body` replaces its content before it is signed."""
        now, sent = self.double.now(), delivery.body if body is None else body
        headers = {"content-type": "application/json", **delivery.sign(sent, now + offset, sign_with)}
        query = self.query_of(delivery.url)
        return RawWebhook({name.lower(): value for name, value in headers.items()}, sent, now, query)

    def query_of(self, url: str) -> dict[str, str]:
        """The query of a webhook's address."""
        return dict(parse_qsl(urlsplit(url).query))
