"""A real Sandbox on a real port, a shop that receives its webhooks, and the plugin between them."""

from __future__ import annotations

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from backend.domain.money import Currency, Money
from backend.gateways.base import (
    CreatePayment,
    CreateRefund,
    GatewayContext,
    MethodKind,
    NewMethod,
    Payer,
    PaymentResult,
    PaymentState,
    RawWebhook,
    Redirect,
    RefundResult,
    SavedMethod,
)
from backend.gateways.http import gateway_http_client
from backend.gateways.sandbox.gateway import SandboxGateway
from backend.gateways.sandbox.server import Sandbox
from backend.gateways.sandbox.settings import SandboxSettings

SK = "sk_test_0123456789abcdef"
PK = "pk_test_0123456789abcdef"
SIGNER = "whsec_0123456789abcdef"
USD = Currency("USD", 2)


def free_socket() -> socket.socket:
    """A listening address of our own; binding before serving leaves no moment in which another could take it."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    return listener


@asynccontextmanager
async def serving(app: ASGIApp, listener: socket.socket) -> AsyncIterator[None]:
    """`app` behind a real HTTP server."""
    config = uvicorn.Config(app, log_config=None, log_level="critical", lifespan="off", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    await eventually(lambda: server.started)
    yield
    server.should_exit = True
    await task


async def eventually(condition: Callable[[], Any], seconds: float = 90) -> Any:
    """Wait until `condition`, sync or async, is true; fail at the deadline."""
    async with asyncio.timeout(seconds):
        while True:
            outcome = condition()
            if isinstance(outcome, Awaitable):
                outcome = await outcome
            if outcome:
                return outcome
            await asyncio.sleep(0.01)


@dataclass
class Inbox:
    """The shop's webhook endpoint: keeps what comes, answers what the test wants."""

    received: list[RawWebhook] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    # Set unless a test keeps the door shut.
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: Request) -> Response:
        """One delivery."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.received.append(RawWebhook(headers, await request.body(), datetime.now(UTC)))
        await self.open.wait()
        return Response(status_code=self.answers.pop(0) if self.answers else 200)


@dataclass
class Shop:
    """Everything that a test needs to sell something through the Sandbox."""

    sandbox: Sandbox
    database: Path
    url: str
    webhook_url: str
    inbox: Inbox
    http: httpx.AsyncClient
    gateway: SandboxGateway = field(default_factory=SandboxGateway)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def settings(self) -> SandboxSettings:
        """The account's settings, as staff would enter them."""
        return SandboxSettings(
            base_url=self.url,
            public_url=self.url,
            publishable_key=PK,
            secret_key=SecretStr(SK),
            webhook_secret=SecretStr(SIGNER),
            previous_webhook_secret=None,
        )

    def context(self, **changes: Any) -> GatewayContext:
        """What the core would hand over; `changes` replace settings, or the client by `http`."""
        http = changes.pop("http", self.http)
        return GatewayContext(datetime.now(UTC), http, self.settings.model_copy(update=changes))

    async def ensure_account(self, sandbox: Sandbox | None = None, webhook_secret: str = SIGNER) -> None:
        """The shop's account at the Sandbox."""
        await (sandbox or self.sandbox).ensure_account(
            secret_key=SK,
            publishable_key=PK,
            webhook_secret=webhook_secret,
            webhook_url=self.webhook_url,
            allowed_origins=["https://shop.example"],
        )

    async def token(self, number: str = "4242424242424242") -> str:
        """A token for a card, made as the browser makes it."""
        answer = await self.post_token(number=number)
        assert answer.status_code == 201, answer.text
        token: str = answer.json()["id"]
        return token

    async def post_token(self, *, key: str = PK, **changes: Any) -> httpx.Response:
        """The browser's request for a token."""
        number = changes.get("number", "4242424242424242")
        cvc = "1234" if str(number).startswith("37") else "123"
        body = {"number": number, "exp_month": 12, "exp_year": 2040, "cvc": cvc, **changes}
        return await self.http.post(f"{self.url}/v1/tokens", json=body, headers={"Authorization": f"Bearer {key}"})

    async def order(self, number: str = "4242424242424242", **changes: Any) -> CreatePayment:
        """A request to the plugin for a fresh payment with a fresh key."""
        n = next(self._numbers)
        source = changes.pop("source", None)
        if source is None:
            source = NewMethod(MethodKind.CARD, changes.pop("token", None) or await self.token(number))
        fields: dict[str, Any] = {
            "key": f"key-{n}",
            "our_reference": f"pa_{n}",
            "amount": Money(1999, USD),
            "description": "Pro plan, November",
            "source": source,
            "payer": Payer("Ana", "ana@example.com", "en"),
            "return_url": "https://shop.example/back?tab=1",
        }
        return CreatePayment(**{**fields, **changes})

    async def pay(self, number: str = "4242424242424242", **changes: Any) -> PaymentResult:
        """A payment through the plugin."""
        return await self.gateway.create_payment(self.context(), await self.order(number, **changes))

    async def save(self, number: str = "4242424242424242", **changes: Any) -> SavedMethod:
        """Pay with a card and let the Sandbox keep it, with the cardholder's consent where the bank asks for it."""
        result = await self.pay(number, save_method=True, **changes)
        if result.state is PaymentState.REQUIRES_ACTION:
            await self.answer_challenge(result, "approve")
        assert result.reference is not None
        kept = (await self.gateway.fetch_payment(self.context(), result.reference)).saved_method
        assert kept is not None
        return SavedMethod(kept.summary.kind, kept.customer_reference, kept.reference)

    async def charge_absent(self, method: SavedMethod, **changes: Any) -> PaymentResult:
        """A charge of a saved method while the payer is away."""
        return await self.pay(**{"source": method, "off_session": True, "return_url": None, **changes})

    def refund_order(self, payment: PaymentResult, minor: int, **changes: Any) -> CreateRefund:
        """A request to the plugin to give back a part of `payment`, with a fresh key."""
        n = next(self._numbers)
        fields: dict[str, Any] = {
            "key": f"refund-key-{n}",
            "our_reference": f"ref_{n}",
            "payment_reference": payment.reference,
            "amount": Money(minor, payment.amount.currency),
            "reason": "The customer asked for it.",
        }
        return CreateRefund(**{**fields, **changes})

    async def refund(self, payment: PaymentResult, minor: int, **changes: Any) -> RefundResult:
        """A refund through the plugin."""
        return await self.gateway.create_refund(self.context(), self.refund_order(payment, minor, **changes))

    async def refunds(self) -> list[dict[str, Any]]:
        """Every refund, as the provider's journal states it."""
        found: list[dict[str, Any]] = (await self.control("journal", "GET"))["refunds"]
        return found

    async def post(self, path: str, body: dict[str, Any], key: str = "raw-key") -> httpx.Response:
        """A request to the provider's API past the plugin."""
        headers = {"Authorization": f"Bearer {SK}", "Idempotency-Key": key}
        return await self.http.post(f"{self.url}{path}", json=body, headers=headers)

    async def ask(self, path: str, method: str = "GET") -> httpx.Response:
        """A look-up, or a removal, at the provider's API past the plugin."""
        return await self.http.request(method, f"{self.url}{path}", headers={"Authorization": f"Bearer {SK}"})

    async def other_account(self) -> GatewayContext:
        """Another merchant of the same Sandbox."""
        await self.sandbox.ensure_account(
            secret_key="sk_test_of_another_merchant",
            publishable_key="pk_test_of_another_merchant",
            webhook_secret=SIGNER,
            webhook_url=None,
        )
        return self.context(secret_key=SecretStr("sk_test_of_another_merchant"))

    async def control(self, path: str, method: str = "POST", **body: Any) -> dict[str, Any]:
        """A call of the control API."""
        answer = await self.http.request(
            method,
            f"{self.url}/_control/{path}",
            json=body if method == "POST" else None,
            headers={"Authorization": f"Bearer {SK}"},
        )
        assert answer.status_code == 200, answer.text
        content: dict[str, Any] = answer.json()
        return content

    async def fault(self, effect: str, endpoint: str = "payments.create", **more: Any) -> None:
        """Arm a fault for the next call."""
        await self.control("faults", endpoint=endpoint, effect=effect, **more)

    async def charges(self) -> list[dict[str, Any]]:
        """Payments that took money, as the provider's journal states them."""
        found: list[dict[str, Any]] = (await self.control("journal", "GET"))["charges"]
        return found

    async def events(self) -> list[dict[str, Any]]:
        """The provider's events and how their deliveries fared."""
        found: list[dict[str, Any]] = (await self.control("webhooks", "GET"))["events"]
        return found

    async def delivered(self, count: int) -> list[RawWebhook]:
        """The first `count` webhooks, once they have come."""
        await eventually(lambda: len(self.inbox.received) >= count)
        return self.inbox.received

    async def answer_challenge(self, result: PaymentResult, answer: str) -> httpx.Response:
        """The cardholder presses a button of the 3-D Secure page."""
        assert isinstance(result.action, Redirect)
        return await self.http.post(result.action.url, data={"answer": answer}, follow_redirects=False)


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    """A shop with a Sandbox of its own, mounted below a prefix as the product mounts it."""
    inbox, listener = Inbox(), free_socket()
    inbox.open.set()
    root = f"http://127.0.0.1:{listener.getsockname()[1]}"
    database = tmp_path / "sandbox.db"
    sandbox = Sandbox(database, f"{root}/sandbox")
    app = Starlette(routes=[Route("/hook", inbox.take, methods=["POST"]), Mount("/sandbox", app=sandbox.app)])
    async with serving(app, listener), gateway_http_client(5) as http:
        shop = Shop(sandbox, database, f"{root}/sandbox", f"{root}/hook", inbox, http)
        await sandbox.start()
        await shop.ensure_account()
        yield shop
        await sandbox.stop()


@pytest.fixture(name="eventually")
def eventually_fixture() -> Callable[..., Awaitable[Any]]:
    """`eventually` for tests, which cannot import from here."""
    return eventually
