"""The scripted gateway that has more to tell: it collects only when told to, disputes, lists, and refunds by itself.

The truth is that of `ScriptedGateway`. What it tells is whatever event a test writes down, signed.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar, Literal

from pydantic import TypeAdapter

from backend.domain.money import Money
from backend.gateways.base import (
    Capabilities,
    DisputeResult,
    DisputeState,
    GatewayContext,
    GatewayEvent,
    NotFound,
    PaymentPage,
    PaymentResult,
    PaymentState,
    RawWebhook,
    RefundResult,
    RefundState,
    StateConflict,
    WebhookOutcome,
)
from tests.support.scripted_gateway import (
    SECRET,
    Charge,
    Entry,
    Refunded,
    ScriptedGateway,
    Step,
    _run,
    signature,
)

_EVENT = TypeAdapter(GatewayEvent)
PAGE = 2


class TellingGateway(ScriptedGateway):
    """`agree` is the payer's word at its page; nothing is collected before `confirm_payment`."""

    class Settings(ScriptedGateway.Settings):
        account_reference: str | None = None
        mode: Literal["test", "live"] = "test"

    capabilities: ClassVar[Capabilities] = replace(
        ScriptedGateway.capabilities, confirms=True, disputes=True, lists_payments=True
    )

    def __init__(self) -> None:
        super().__init__()
        self.disputes: dict[str, DisputeResult] = {}
        # When its payments were made, by our reference.
        self.made_at: dict[str, datetime] = {}
        self.confirmed: dict[str, str] = {}

    def _execute(self, ctx: GatewayContext, request: Any, step: Step) -> None:
        super()._execute(ctx, request, step)
        self.made_at[request.our_reference] = ctx.now

    def agree(self, our_reference: str) -> PaymentResult:
        """The payer said yes; the money waits for our word."""
        agreed = replace(self.payments[our_reference], state=PaymentState.PENDING, confirmable=True, action=None)
        self.payments[our_reference] = agreed
        return agreed

    def bring(self, our_reference: str, minor: int) -> PaymentResult:
        """In all, so much came in for a payment."""
        before = self.payments[our_reference]
        had = before.received.minor if before.received is not None else 0
        currency = before.amount.currency
        after = replace(before, state=PaymentState.SUCCEEDED, received=Money(minor, currency), action=None)
        self.payments[our_reference] = after
        self.charges.append(Charge(our_reference, minor - had, currency.code))
        return after

    def refund_there(
        self, payment: PaymentResult, minor: int, state: RefundState = RefundState.SUCCEEDED
    ) -> RefundResult:
        """Somebody gives money back in the provider's dashboard."""
        assert payment.reference is not None
        reference = f"re_there_{len(self.refund_truth) + 1}"
        currency = payment.amount.currency
        made = RefundResult(state, reference, None, payment.reference, Money(minor, currency), payment.observed_at)
        self.refund_truth[reference] = made
        if state is RefundState.SUCCEEDED:
            self.refunds.append(Refunded(reference, payment.reference, minor, currency.code))
        return made

    def dispute(self, payment: PaymentResult, state: DisputeState, minor: int | None = None) -> DisputeResult:
        """The payer's bank asks, takes, or decides; one dispute for each payment."""
        assert payment.reference is not None
        reference = f"dp_{payment.reference}"
        amount = Money(payment.amount.minor if minor is None else minor, payment.amount.currency)
        self.disputes[reference] = DisputeResult(
            state, reference, payment.reference, amount, payment.observed_at, "fraudulent"
        )
        return self.disputes[reference]

    async def confirm_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        self.journal.append(Entry("confirm", reference, key))
        step = self._next("confirm")
        await _run(step.before)
        payment = self._by_reference(reference)
        ours = str(payment.our_reference)
        if not payment.confirmable and self.confirmed.get(ours) != key:
            raise StateConflict(f"the payment is {payment.state}")
        if step.state is not None and payment.confirmable:
            self.confirmed[ours] = key
            self.payments[ours] = replace(payment, confirmable=False)
            self.move(ours, step.state, decline=step.decline)
        await _run(step.after)
        if step.raises is not None:
            raise step.raises
        return replace(self.payments[ours], observed_at=ctx.now, **step.lie)

    async def list_payments(
        self, ctx: GatewayContext, since: datetime, until: datetime, after: str | None
    ) -> PaymentPage:
        self.journal.append(Entry("list", after or ""))
        await self._reading("list")
        made = sorted(ours for ours, at in self.made_at.items() if since <= at < until and ours in self.payments)
        left = [ours for ours in made if after is None or ours > after]
        page = left[:PAGE]
        return PaymentPage([self.payments[ours] for ours in page], page[-1] if len(left) > PAGE else None)

    async def fetch_dispute(self, ctx: GatewayContext, reference: str) -> DisputeResult:
        self.journal.append(Entry("fetch_dispute", reference))
        await self._reading("fetch_dispute")
        if reference not in self.disputes:
            raise NotFound(reference)
        return self.disputes[reference]

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        outcome = await super().parse_webhook(ctx, raw) if b'"told"' not in raw.body else None
        if outcome is not None:
            return outcome
        assert isinstance(ctx.settings, TellingGateway.Settings)
        assert raw.headers["x-signature"] == signature(raw.body, ctx.settings.secret)
        told = json.loads(raw.body)["told"]
        events = [_EVENT.validate_python(one) for one in told.pop("events", ())]
        if events and told.get("with_query"):
            events = [replace(one, kind=raw.query["kind"]) for one in events]
            told.pop("with_query")
        return WebhookOutcome(events, **told)


def telling(*events: GatewayEvent, **outcome: object) -> tuple[dict[str, str], bytes]:
    """Headers and body of a webhook that brings these events, and what else its outcome says; signed."""
    told = {"events": [_EVENT.dump_python(one, mode="json") for one in events], **outcome}
    body = json.dumps({"told": told}).encode()
    return {"x-signature": signature(body, SECRET)}, body


def fact(
    now: datetime,
    about: PaymentResult | RefundResult | DisputeResult,
    *,
    id: str,
    trust: Literal["signed_full", "signed_thin", "hint"] = "signed_full",
    **changes: Any,
) -> GatewayEvent:
    """What the provider tells of something of its own."""
    full = trust == "signed_full"
    base = GatewayEvent(id, "", trust, now, reference=about.reference)
    if isinstance(about, RefundResult):
        base = replace(
            base, kind="refund.updated", subject="refund", our_reference=about.our_reference,
            payment_reference=about.payment_reference, claimed_refund=about if full else None,
        )  # fmt: skip
    elif isinstance(about, DisputeResult):
        base = replace(
            base, kind="dispute.updated", subject="dispute", payment_reference=about.payment_reference,
            claimed_dispute=about if full else None,
        )  # fmt: skip
    else:
        base = replace(
            base, kind="payment.updated", our_reference=about.our_reference, claimed=about if full else None
        )  # fmt: skip
    return replace(base, **changes)
