"""A gateway whose every answer a test writes down beforehand, with a truth and a journal of its own.

Steps are queued by call (`gateway.script("create", lost_reply())`); without one, a payment simply succeeds. What was
executed stays true here whatever the caller was told: `charges` is the money that really moved, `refunds` the money
that really went back. Refunds take the same steps (`gateway.script("refund", pending())`), saved methods any of them.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal

from pydantic import BaseModel

from backend.domain.money import Currency, Money
from backend.gateways.base import (
    BrowserFields,
    Capabilities,
    ConfigurationError,
    Conflict,
    CreatePayment,
    CreateRefund,
    Decline,
    DeclineAdvice,
    Gateway,
    GatewayContext,
    GatewayEvent,
    Health,
    InvalidRequest,
    MethodKind,
    MethodSummary,
    NotFound,
    OutcomeUnknown,
    PaymentResult,
    PaymentState,
    RawWebhook,
    Redirect,
    RefundRejected,
    RefundResult,
    RefundState,
    SavedMethod,
    SavedMethodDetails,
    StateConflict,
    Trust,
    Unavailable,
    WebhookOutcome,
    WebhookRejected,
)

Call = Literal[
    "create", "fetch", "find", "cancel", "detach", "refund", "fetch_refund", "find_refund", "setup", "fetch_setup",
    "customer", "session", "confirm", "list", "fetch_dispute",
]  # fmt: skip
Hook = Callable[[], Awaitable[object]]
SECRET = "whsec_scripted"
ACTION_URL = "https://bank.example/challenge"
_FINAL = {PaymentState.SUCCEEDED, PaymentState.FAILED, PaymentState.CANCELED, PaymentState.EXPIRED}
# What a step for a payment means for a refund.
_REFUNDS = {
    PaymentState.SUCCEEDED: RefundState.SUCCEEDED,
    PaymentState.PENDING: RefundState.PENDING,
    PaymentState.FAILED: RefundState.FAILED,
    PaymentState.UNKNOWN: RefundState.UNKNOWN,
}


@dataclass(frozen=True)
class Step:
    """One call's behaviour, in this order: `before`, execute, `after`, then raise or answer."""

    # What the provider does with a new payment or refund; None: nothing.
    state: PaymentState | None = PaymentState.SUCCEEDED
    decline: Decline | None = None
    before: Hook | None = None
    after: Hook | None = None
    raises: Exception | None = None
    # What is said differs from what is true.
    lie: dict[str, Any] = field(default_factory=dict)


def succeed() -> Step:
    """Take the money and say so."""
    return Step()


def fail_refund(reason: str = "METHOD") -> Step:
    """The refund was made, but the bank does not take the money."""
    return Step(PaymentState.FAILED, Decline(reason, DeclineAdvice.NEVER))


def reject_refund(reason: str = "TOO_LATE") -> Step:
    """The provider will not give the money back: no refund exists."""
    return Step(None, raises=RefundRejected("the refund is refused", reason=reason))


def decline(reason: str = "GENERIC", advice: DeclineAdvice = DeclineAdvice.NEW_METHOD, code: str = "51") -> Step:
    """Take nothing and say why."""
    return Step(PaymentState.FAILED, Decline(reason, advice, code))


def require_action() -> Step:
    """Wait for the payer's bank."""
    return Step(PaymentState.REQUIRES_ACTION)


def pending() -> Step:
    """Accepted; the money comes later or never."""
    return Step(PaymentState.PENDING)


def away(retry_after_seconds: int | None = None) -> Step:
    """Not reached: certainly nothing was executed."""
    return Step(None, raises=Unavailable("connection refused", retry_after_seconds=retry_after_seconds))


def lost_reply(state: PaymentState = PaymentState.SUCCEEDED) -> Step:
    """Executed; the answer never arrived."""
    return Step(state, raises=OutcomeUnknown("read timeout"))


def lost_request() -> Step:
    """Nothing was executed, but the caller cannot know."""
    return Step(None, raises=OutcomeUnknown("read timeout"))


def conflict(*, executed: bool) -> Step:
    """The key or the reference is in use, by this very payment or by something else."""
    return Step(PaymentState.SUCCEEDED if executed else None, raises=Conflict("reference in use"))


def invalid() -> Step:
    """The provider refuses the request as such."""
    return Step(None, raises=InvalidRequest("no such token"))


def misconfigured() -> Step:
    """The account's key is wrong."""
    return Step(None, raises=ConfigurationError("wrong key"))


def hang(state: PaymentState | None = None) -> Step:
    """Never answer, with or without having executed."""
    return Step(state, after=asyncio.Event().wait)


def crash(state: PaymentState | None = PaymentState.SUCCEEDED) -> Step:
    """A fault of the plugin, after the request went out."""
    return Step(state, raises=RuntimeError("a bug of the plugin"))


def lying(**lie: Any) -> Step:
    """Take the money, and answer with other facts than ours."""
    return Step(lie=lie)


def fail(error: Exception) -> Step:
    """Raise; nothing is executed. For fetch, find and cancel, of payments and refunds."""
    return Step(None, raises=error)


@dataclass(frozen=True)
class Charge:
    """Money that the provider took."""

    our_reference: str
    minor: int
    currency: str


@dataclass(frozen=True)
class Refunded:
    """Money that the provider gave back and that stayed there."""

    our_reference: str
    payment_reference: str
    minor: int
    currency: str


@dataclass(frozen=True)
class Entry:
    """A line of the journal: a call as it came in."""

    call: Call
    subject: str
    key: str | None = None


class ScriptedGateway(Gateway):
    """The provider and its plugin in one object."""

    class Settings(BaseModel):
        secret: str = SECRET

    slug: ClassVar[str] = "scripted"
    name: ClassVar[str] = "Scripted"
    capabilities: ClassVar[Capabilities] = Capabilities(
        kinds=frozenset({MethodKind.CARD}),
        currencies=frozenset({"USD", "EUR", "JPY"}),
        redirect=True,
        cancel_pending=True,
        lookup_by_our_reference=True,
        idempotency="native",
        webhooks="hmac",
        saved_methods=True,
        off_session=True,
        refunds="partial",
    )

    def __init__(self) -> None:
        self.journal: list[Entry] = []
        self.charges: list[Charge] = []
        self.requests: list[CreatePayment] = []
        # The truth: payments by our reference, and which key made them.
        self.payments: dict[str, PaymentResult] = {}
        self._made_by: dict[str, CreatePayment] = {}
        # Methods that it keeps, by their reference, and those that it keeps no longer.
        self.saved: dict[str, SavedMethodDetails] = {}
        self.removed: set[str] = set()
        self.refunds: list[Refunded] = []
        self.refund_requests: list[CreateRefund] = []
        # The truth: refunds by our reference, and which key made them.
        self.refund_truth: dict[str, RefundResult] = {}
        self._refund_made_by: dict[str, CreateRefund] = {}
        self._script: defaultdict[Call, deque[Step]] = defaultdict(deque)

    def script(self, call: Call, *steps: Step) -> None:
        """The behaviour of the next calls of this kind."""
        self._script[call].extend(steps)

    def calls(self, call: Call) -> int:
        """How often it was called."""
        return sum(entry.call == call for entry in self.journal)

    def move(self, our_reference: str, state: PaymentState, *, decline: Decline | None = None) -> PaymentResult:
        """Something happens at the provider: the payer answers, the bank reports."""
        before = self.payments[our_reference]
        after = _at(replace(before, decline=decline), state)
        if state is PaymentState.SUCCEEDED and before.saved_method is None:
            after = replace(after, saved_method=self._keep(our_reference))
        self.payments[our_reference] = after
        if state is PaymentState.SUCCEEDED and before.state is not state:
            self.charges.append(Charge(our_reference, before.amount.minor, before.amount.currency.code))
        return after

    def move_refund(self, our_reference: str, state: RefundState, *, reason: str | None = None) -> RefundResult:
        """Something happens at the provider: the bank takes the refund, or sends it back."""
        before = self.refund_truth[our_reference]
        after = replace(before, state=state, failure_reason=reason if state is RefundState.FAILED else None)
        self.refund_truth[our_reference] = after
        minor, code = before.amount.minor, before.amount.currency.code
        money = Refunded(our_reference, str(before.payment_reference), minor, code)
        if state is RefundState.SUCCEEDED and before.state is not state:
            self.refunds.append(money)
        if state is not RefundState.SUCCEEDED and before.state is RefundState.SUCCEEDED:
            self.refunds.remove(money)
        return after

    def browser_fields(self, settings: Any) -> BrowserFields:
        return BrowserFields("https://fields.example", "pk_scripted")

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        self.journal.append(Entry("create", request.our_reference, request.key))
        step = self._next("create")
        await _run(step.before)
        earlier = self._made_by.get(request.key)
        if earlier is not None and earlier != request:
            raise Conflict("this key was used for another payment")
        if earlier is None and step.state is not None:
            self._execute(ctx, request, step)
        await _run(step.after)
        if step.raises is not None:
            raise step.raises
        return replace(self.payments[request.our_reference], observed_at=ctx.now, **step.lie)

    def _execute(self, ctx: GatewayContext, request: CreatePayment, step: Step) -> None:
        assert step.state is not None
        self._made_by[request.key] = request
        self.requests.append(request)
        self.payments[request.our_reference] = PaymentResult(
            state=PaymentState.PENDING,
            reference=f"ch_{len(self._made_by)}",
            our_reference=request.our_reference,
            amount=request.amount,
            observed_at=ctx.now,
            method=MethodSummary(MethodKind.CARD, "visa", "4242"),
        )
        state, why = step.state, step.decline
        if isinstance(request.source, SavedMethod) and request.source.reference in self.removed:
            state, why = PaymentState.FAILED, Decline("GENERIC", DeclineAdvice.NEW_METHOD, "method_removed")
        elif request.off_session and state is PaymentState.REQUIRES_ACTION:
            # Nobody is there to take the action.
            state, why = PaymentState.FAILED, Decline("AUTHENTICATION_REQUIRED", DeclineAdvice.AUTHENTICATE, "1A")
        self.move(request.our_reference, state, decline=why)

    def _keep(self, our_reference: str) -> SavedMethodDetails | None:
        request = next((request for request in self.requests if request.our_reference == our_reference), None)
        if request is None or not request.save_method or isinstance(request.source, SavedMethod):
            return None
        return self.keep_new(request.source.kind, request.customer_reference)

    def keep_new(self, kind: MethodKind, customer_reference: str | None) -> SavedMethodDetails:
        """Keep one method more, under the customer that we named or a new one."""
        n = len(self.saved) + 1
        summary = MethodSummary(kind, "visa", "4242", 12, 2040)
        details = SavedMethodDetails(f"pm_{n}", customer_reference or f"cus_{n}", summary)
        self.saved[details.reference] = details
        return details

    async def fetch_payment(self, ctx: GatewayContext, reference: str) -> PaymentResult:
        self.journal.append(Entry("fetch", reference))
        step = await self._reading("fetch")
        return replace(self._by_reference(reference), observed_at=ctx.now, **step.lie)

    async def find_payment(self, ctx: GatewayContext, our_reference: str) -> PaymentResult | None:
        self.journal.append(Entry("find", our_reference))
        step = await self._reading("find")
        found = self.payments.get(our_reference)
        return found and replace(found, observed_at=ctx.now, **step.lie)

    async def detach_method(self, ctx: GatewayContext, method: SavedMethod) -> None:
        self.journal.append(Entry("detach", method.reference))
        await self._reading("detach")
        self.removed.add(method.reference)

    async def cancel_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        self.journal.append(Entry("cancel", reference, key))
        step = await self._reading("cancel")
        payment = self._by_reference(reference)
        if payment.state in _FINAL:
            raise StateConflict(f"the payment is {payment.state}")
        assert payment.our_reference is not None
        canceled = self.move(payment.our_reference, PaymentState.CANCELED)
        return replace(canceled, observed_at=ctx.now, **step.lie)

    async def create_refund(self, ctx: GatewayContext, request: CreateRefund) -> RefundResult:
        self.journal.append(Entry("refund", request.our_reference, request.key))
        step = self._next("refund")
        await _run(step.before)
        earlier = self._refund_made_by.get(request.key)
        if earlier is not None and earlier != request:
            raise Conflict("this key was used for another refund")
        if earlier is None and step.state is not None:
            self._give_back(ctx, request, step)
        await _run(step.after)
        if step.raises is not None:
            raise step.raises
        return replace(self.refund_truth[request.our_reference], observed_at=ctx.now, **step.lie)

    def _give_back(self, ctx: GatewayContext, request: CreateRefund, step: Step) -> None:
        assert step.state is not None
        if request.our_reference in self.refund_truth:
            raise Conflict("reference in use")
        payment = self._by_reference(request.payment_reference)
        if payment.state is not PaymentState.SUCCEEDED:
            raise StateConflict(f"the payment is {payment.state}")
        left = payment.amount - self._given_back(request.payment_reference, payment.amount)
        if left < request.amount:
            reason = "EXCEEDS" if left.minor else "ALREADY_REFUNDED"
            raise RefundRejected("more than what is left", reason=reason, gateway_code=reason.lower())
        self._refund_made_by[request.key] = request
        self.refund_requests.append(request)
        self.refund_truth[request.our_reference] = RefundResult(
            state=RefundState.PENDING,
            reference=f"re_{len(self._refund_made_by)}",
            our_reference=request.our_reference,
            payment_reference=request.payment_reference,
            amount=request.amount,
            observed_at=ctx.now,
        )
        why = step.decline.reason if step.decline else None
        self.move_refund(request.our_reference, _REFUNDS[step.state], reason=why)

    def _given_back(self, payment_reference: str, amount: Money) -> Money:
        taken = Money(0, amount.currency)
        for refund in self.refund_truth.values():
            if refund.payment_reference == payment_reference and refund.state is not RefundState.FAILED:
                taken += refund.amount
        return taken

    async def fetch_refund(self, ctx: GatewayContext, reference: str) -> RefundResult:
        self.journal.append(Entry("fetch_refund", reference))
        step = await self._reading("fetch_refund")
        for refund in self.refund_truth.values():
            if refund.reference == reference:
                return replace(refund, observed_at=ctx.now, **step.lie)
        raise NotFound(reference)

    async def find_refund(self, ctx: GatewayContext, our_reference: str) -> RefundResult | None:
        self.journal.append(Entry("find_refund", our_reference))
        step = await self._reading("find_refund")
        found = self.refund_truth.get(our_reference)
        return found and replace(found, observed_at=ctx.now, **step.lie)

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        assert isinstance(ctx.settings, ScriptedGateway.Settings)
        expected = signature(raw.body, ctx.settings.secret)
        if not hmac.compare_digest(raw.headers.get("x-signature", ""), expected):
            raise WebhookRejected("the signature is wrong")
        body = json.loads(raw.body)
        claimed = body.get("claimed")
        if body.get("subject") == "refund":
            return WebhookOutcome([_refund_fact(body, ctx.now)])
        return WebhookOutcome(
            [
                GatewayEvent(
                    dedupe_key=body["id"],
                    kind=body["kind"],
                    trust=body["trust"],
                    occurred_at=ctx.now,
                    reference=body.get("reference"),
                    our_reference=body.get("our_reference"),
                    claimed=_claimed(claimed, ctx.now) if claimed else None,
                )
            ]
        )

    async def check_health(self, ctx: GatewayContext) -> Health:
        return Health(True, "It answers.")

    def _next(self, call: Call) -> Step:
        queue = self._script[call]
        return queue.popleft() if queue else Step()

    async def _reading(self, call: Call) -> Step:
        step = self._next(call)
        await _run(step.before)
        await _run(step.after)
        if step.raises is not None:
            raise step.raises
        return step

    def _by_reference(self, reference: str) -> PaymentResult:
        for payment in self.payments.values():
            if payment.reference == reference:
                return payment
        raise NotFound(reference)


def webhook(
    payment: PaymentResult, *, id: str, trust: Trust = "signed_full", secret: str = SECRET, **changes: Any
) -> tuple[dict[str, str], bytes]:
    """Headers and body of a webhook about `payment`, signed; `changes` are made to the body before that."""
    body: dict[str, Any] = {
        "id": id,
        "kind": f"payment.{payment.state.value.lower()}",
        "trust": trust,
        "reference": payment.reference,
        "our_reference": payment.our_reference,
    }
    if trust == "signed_full":
        body["claimed"] = {
            "state": payment.state.value,
            "reference": payment.reference,
            "our_reference": payment.our_reference,
            "minor": payment.amount.minor,
            "currency": payment.amount.currency.code,
            "exponent": payment.amount.currency.exponent,
        }
    raw = json.dumps({**body, **changes}).encode()
    return {"x-signature": signature(raw, secret)}, raw


def refund_webhook(
    refund: RefundResult, *, id: str, trust: Trust = "signed_full", secret: str = SECRET, **changes: Any
) -> tuple[dict[str, str], bytes]:
    """Headers and body of a webhook about `refund`, signed; `changes` are made to the body before that."""
    body: dict[str, Any] = {
        "id": id,
        "kind": "refund.updated",
        "subject": "refund",
        "trust": trust,
        "reference": refund.reference,
        "our_reference": refund.our_reference,
    }
    if trust == "signed_full":
        body["claimed"] = {
            "state": refund.state.value,
            "reference": refund.reference,
            "our_reference": refund.our_reference,
            "payment_reference": refund.payment_reference,
            "minor": refund.amount.minor,
            "currency": refund.amount.currency.code,
            "exponent": refund.amount.currency.exponent,
            "failure_reason": refund.failure_reason,
        }
    raw = json.dumps({**body, **changes}).encode()
    return {"x-signature": signature(raw, secret)}, raw


def signature(body: bytes, secret: str) -> str:
    """How the provider signs."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def at(payment: PaymentResult, state: PaymentState) -> PaymentResult:
    """The payment as the provider would have told it in `state`."""
    return _at(payment, state)


def _at(payment: PaymentResult, state: PaymentState) -> PaymentResult:
    action = Redirect(ACTION_URL) if state is PaymentState.REQUIRES_ACTION else None
    return replace(payment, state=state, action=action, gateway_status=state.value.lower())


def _claimed(claimed: dict[str, Any], now: datetime) -> PaymentResult:
    state = PaymentState(claimed["state"])
    result = PaymentResult(
        state=state,
        reference=claimed["reference"],
        our_reference=claimed["our_reference"],
        amount=Money(claimed["minor"], Currency(claimed["currency"], claimed["exponent"])),
        observed_at=now.astimezone(UTC),
    )
    return _at(result, state)


def _refund_fact(body: dict[str, Any], now: datetime) -> GatewayEvent:
    claimed = body.get("claimed")
    return GatewayEvent(
        dedupe_key=body["id"],
        kind=body["kind"],
        trust=body["trust"],
        occurred_at=now,
        reference=body.get("reference"),
        our_reference=body.get("our_reference"),
        subject="refund",
        claimed_refund=claimed
        and RefundResult(
            state=RefundState(claimed["state"]),
            reference=claimed["reference"],
            our_reference=claimed["our_reference"],
            payment_reference=claimed["payment_reference"],
            amount=Money(claimed["minor"], Currency(claimed["currency"], claimed["exponent"])),
            observed_at=now.astimezone(UTC),
            failure_reason=claimed["failure_reason"],
        ),
    )


async def _run(hook: Hook | None) -> None:
    if hook is not None:
        await hook()
