"""The bench of level 1: one gateway before its double, the orders that are tried, and what really happened."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, TypeVar

import httpx

from backend.conformance.catalogue import NotApplicable
from backend.conformance.harness import Harness, Magic, Operation, Wish
from backend.conformance.line import Line
from backend.currencies import currency
from backend.domain.money import Money
from backend.doubles.kit.double import Impossible, Movement
from backend.doubles.kit.faults import Effect, Fault
from backend.doubles.kit.journal import Call
from backend.doubles.kit.webhooks import Delivery
from backend.gateways.base import (
    Capabilities,
    CreatePayment,
    CreateRefund,
    Elsewhere,
    Gateway,
    GatewayContext,
    GatewayError,
    MethodKind,
    NewCustomer,
    NewMethod,
    Payer,
    PaymentResult,
    PaymentState,
    RefundResult,
    RefundState,
    SavedMethod,
    SetupRequest,
)
from backend.models.ids import new_id

RETURN_URL = "https://shop.example/payments/back"
WEBHOOK_URL = "https://billing.example/webhooks/gwa_"
Account = Literal[1, 2]
E = TypeVar("E", bound=GatewayError)


class Bench:
    """What a behaviour of level 1 works with. Everything is fresh: the double was reset, no fault is armed."""

    def __init__(self, harness: Harness, line: Line, http: httpx.AsyncClient, gateway: Gateway | None = None) -> None:
        self.harness = harness
        self.double = harness.double
        self.gateway = gateway or harness.gateway()
        self.line = line
        self.http = http
        # Every exception that was expected and came: none may tell a secret.
        self.raised: list[GatewayError] = []
        self._memories: dict[str, dict[str, Any]] = {}

    @property
    def can(self) -> Capabilities:
        """What the gateway declares."""
        return self.gateway.capabilities

    @property
    def amount(self) -> Money:
        """An ordinary amount."""
        return self.money(self.harness.amount_minor)

    @property
    def ctx(self) -> GatewayContext:
        """What the core hands over for the first account."""
        return self.context()

    def now(self) -> datetime:
        """The one clock: the double's."""
        return self.double.now()

    def money(self, minor: int, code: str | None = None) -> Money:
        """An amount, of the harness's currency unless another is named."""
        return Money(minor, currency(code or self.harness.currency))

    def context(self, account: Account = 1, **changes: Any) -> GatewayContext:
        """What the core hands over; `changes` are made to the account's settings. Memory lasts, as in a process."""
        given = {**self.harness.settings(account), **changes}
        settings = self.gateway.Settings.model_validate(given)
        memory = self._memories.setdefault(json.dumps(given, sort_keys=True, default=str), {})
        return GatewayContext(self.now(), self.http, settings, f"{WEBHOOK_URL}{account}", memory)

    async def source(self, wish: Wish = "ok", *, kind: MethodKind | None = None) -> NewMethod | Elsewhere:
        """Something to pay with. What the capabilities promise, the harness must have."""
        source = await self.harness.source(wish, kind=kind)
        assert source is not None, f"the capabilities promise it, but the harness has no source {wish!r} of {kind}"
        return source

    async def order(self, wish: Wish = "ok", *, kind: MethodKind | None = None, **changes: Any) -> CreatePayment:
        """A request with a fresh reference and key, as the core makes it; `changes` are to its fields."""
        reference = new_id("pa")
        given: dict[str, Any] = {
            "key": reference,
            "our_reference": reference,
            "amount": self.amount,
            "description": "Pro plan, November",
            "payer": self.payer(),
            "return_url": None if changes.get("off_session") else RETURN_URL,
            "metadata": {"payment": new_id("pay")},
        }
        if "source" not in changes:
            given["source"] = await self.source(wish, kind=kind)
        if changes.get("save_method") and self.can.customers and "customer_reference" not in changes:
            given["customer_reference"] = await self.customer()
        return CreatePayment(**{**given, **changes})

    def payer(self) -> Payer:
        """Who pays."""
        device = "deviceofthekit00000000000000001" if self.can.requires_device_id else None
        return Payer("Ana Núñez", "ana@example.com", "en", "+525512345678", "203.0.113.7", device)

    async def customer(self, ctx: GatewayContext | None = None) -> str:
        """A customer at the provider."""
        ours = new_id("cus")
        wanted = NewCustomer(ours, ours, "Ana Núñez", "ana@example.com", "en")
        return await self.gateway.create_customer(ctx or self.ctx, wanted)

    async def create(self, order: CreatePayment, ctx: GatewayContext | None = None) -> PaymentResult:
        """Send a request."""
        return await self.gateway.create_payment(ctx or self.ctx, order)

    async def pay(self, wish: Wish = "ok", **changes: Any) -> PaymentResult:
        """A payment as far as its first answer."""
        return await self.create(await self.order(wish, **changes))

    async def fetch(self, result: PaymentResult, ctx: GatewayContext | None = None) -> PaymentResult:
        """What the provider says now."""
        return await self.gateway.fetch_payment(ctx or self.ctx, reference_of(result))

    async def paid(self, wish: Wish = "ok", **changes: Any) -> PaymentResult:
        """A payment whose money came."""
        order = await self.order(wish, **changes)
        return await self.finish(await self.create(order), order)

    async def finish(
        self, result: PaymentResult, order: CreatePayment, ctx: GatewayContext | None = None
    ) -> PaymentResult:
        """Let the payer do what is asked of them, and confirm where the gateway wants it."""
        if not result.confirmable and result.state in (PaymentState.REQUIRES_ACTION, PaymentState.PENDING):
            await self.harness.settle(reference_of(result), order.source.kind)
            result = await self.fetch(result, ctx)
        result = await self.confirmed(result, ctx)
        assert result.state is PaymentState.SUCCEEDED, f"paid for, but it is {result.state}"
        return result

    async def confirmed(self, result: PaymentResult, ctx: GatewayContext | None = None) -> PaymentResult:
        """What the core does when a result is confirmable."""
        if not result.confirmable:
            return result
        assert self.can.confirms, "confirmable, but the capabilities promise nothing to confirm"
        reference = reference_of(result)
        return await self.gateway.confirm_payment(ctx or self.ctx, reference, f"{result.our_reference}:confirm")

    async def recover(self, order: CreatePayment, ctx: GatewayContext | None = None) -> PaymentResult:
        """What the core does after a lost answer: look it up, else send the same again."""
        ctx = ctx or self.ctx
        if self.can.lookup_by_our_reference:
            found = await self.gateway.find_payment(ctx, order.our_reference)
            if found is not None:
                return found
        return await self.create(order, ctx)

    async def kept(self, wish: Wish = "savable", **changes: Any) -> SavedMethod:
        """A method that was kept with a payment that succeeded."""
        result = await self.paid(wish, save_method=True, **changes)
        details = result.saved_method or (await self.fetch(result)).saved_method
        assert details is not None, "asked to keep the method, the provider kept none"
        return SavedMethod(details.summary.kind, details.customer_reference, details.reference)

    async def setup(self, wish: Wish = "savable") -> SetupRequest:
        """A request to keep a method without a charge."""
        reference = new_id("ps")
        return SetupRequest(
            key=reference,
            our_reference=reference,
            source=await self.source(wish),
            payer=self.payer(),
            customer_reference=await self.customer() if self.can.customers else None,
            return_url=RETURN_URL,
        )

    def give_back(self, payment: PaymentResult, minor: int | None = None, **changes: Any) -> CreateRefund:
        """A request to give back all of a payment, or a part."""
        reference = new_id("ref")
        given: dict[str, Any] = {
            "key": reference,
            "our_reference": reference,
            "payment_reference": reference_of(payment),
            "amount": payment.amount if minor is None else replace(payment.amount, minor=minor),
            "reason": "The customer asked for it.",
        }
        return CreateRefund(**{**given, **changes})

    async def refunded(self, payment: PaymentResult, minor: int | None = None, **changes: Any) -> RefundResult:
        """A refund that arrived."""
        result = await self.gateway.create_refund(self.ctx, self.give_back(payment, minor, **changes))
        if result.state is RefundState.PENDING and result.reference is not None:
            await self.double.act(result.reference, "refund_succeeded", {})
            result = await self.gateway.fetch_refund(self.ctx, result.reference)
        assert result.state is RefundState.SUCCEEDED, f"given back, but it is {result.state}"
        return result

    async def declining(self) -> Sequence[Magic]:
        """The methods that are declined at once."""
        magic = await self.harness.magic()
        if not magic and self.can.takes_token(MethodKind.CARD):
            raise AssertionError("it takes cards by token, but the harness knows none that is declined")
        if not magic:
            raise NotApplicable("declines nothing before the payer is at its own page")
        return magic

    def arm(self, operation: Operation, effect: Effect, **more: Any) -> None:
        """The next call of `operation` goes wrong."""
        method, path = self.harness.path(operation)
        self.double.faults.arm(Fault(effect, method=method, path=path, **more))

    async def act(self, reference: str, act: str, **params: Any) -> None:
        """Something happens at the provider. NotApplicable when its double has nothing of the kind."""
        try:
            await self.double.act(reference, act, params)
        except Impossible as impossible:
            raise NotApplicable(f"has nothing of the kind: {impossible}") from impossible

    async def refuses(self, *expected: type[E], call: Awaitable[object]) -> E:
        """The error that the call ends in; any of `expected`, and nothing else."""
        try:
            answer = await call
        except GatewayError as error:
            self.raised.append(error)
            if isinstance(error, expected):
                return error
            raise AssertionError(f"{type(error).__name__} instead of {expected}: {error.message}") from error
        raise AssertionError(f"answered {answer!r} instead of raising {expected}")

    def executed(self, operation: Operation) -> list[Call]:
        """The calls of an operation that the provider carried out."""
        return [call for call in self.harness.calls(operation) if call.executed]

    def movements(self, kind: Literal["charge", "refund"]) -> list[Movement]:
        """Money that really moved."""
        return [movement for movement in self.double.movements() if movement.kind == kind]

    def assert_charged(self, *amounts: Money) -> None:
        """Exactly these charges were collected, by the provider's own account of it."""
        self._assert_moved("charge", amounts)

    def assert_refunded(self, *amounts: Money) -> None:
        """Exactly these refunds went back, by the provider's own account of it."""
        self._assert_moved("refund", amounts)

    def _assert_moved(self, kind: Literal["charge", "refund"], amounts: Sequence[Money]) -> None:
        moved = sorted((one.currency, one.amount) for one in self.movements(kind))
        wanted = sorted((one.currency.code, str(self.harness.wire_text(one))) for one in amounts)
        assert moved == wanted, f"{kind}s at the provider: {moved}; expected {wanted}"

    def deliveries(self, since: int = 0) -> list[Delivery]:
        """The webhooks that the double made, from the `since`th on."""
        return self.double.webhooks.all[since:]


def reference_of(result: PaymentResult) -> str:
    """The provider's reference, which a payment that was made must have."""
    assert result.reference is not None, "a payment that exists at the provider has a reference"
    return result.reference
