"""From PayPal's words to ours: orders, refunds, disputes. Unknown words never mean success."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel, Field

from backend.domain.money import Money, add_up
from backend.gateways.base import (
    Decline,
    DisputeResult,
    DisputeState,
    MethodKind,
    MethodSummary,
    PaymentResult,
    PaymentState,
    Redirect,
    RefundResult,
    RefundState,
    SavedMethodDetails,
)
from backend.gateways.paypal.amounts import from_wire
from backend.gateways.paypal.classify import decline_of

# How long a payer may take to agree, unless PayPal has given the account longer.
APPROVAL = timedelta(hours=3)
# What an order carries as its `custom_id` once it must never be collected: we wrote it there.
CLOSED = "closed:"
CANCELED = "CANCELED"

SUMMARY = MethodSummary(MethodKind.WALLET, "paypal")

_COLLECTED = frozenset({"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"})
_CAPTURES = {
    "PENDING": PaymentState.PENDING,
    "DECLINED": PaymentState.FAILED,
    "FAILED": PaymentState.FAILED,
}
_AUTHORIZATIONS = {
    "CREATED": PaymentState.AUTHORIZED,
    "PENDING": PaymentState.PENDING,
    "DENIED": PaymentState.FAILED,
    "VOIDED": PaymentState.CANCELED,
    "EXPIRED": PaymentState.EXPIRED,
}
_WAITING = frozenset({"CREATED", "SAVED", "PAYER_ACTION_REQUIRED"})
_REFUNDS = {
    "COMPLETED": RefundState.SUCCEEDED,
    "PENDING": RefundState.PENDING,
    "FAILED": RefundState.FAILED,
    "CANCELLED": RefundState.FAILED,
}
_OUTCOMES = {
    "RESOLVED_SELLER_FAVOUR": DisputeState.WON,
    "CANCELED_BY_BUYER": DisputeState.WON,
    "DENIED": DisputeState.WON,
    # PayPal paid the buyer itself: the merchant keeps the money.
    "RESOLVED_WITH_PAYOUT": DisputeState.WON,
    "RESOLVED_BUYER_FAVOUR": DisputeState.LOST,
    "ACCEPTED": DisputeState.LOST,
}


class RemoteMoney(BaseModel):
    """An amount."""

    currency_code: str
    value: str

    def money(self) -> Money:
        """In our form. Raises ValueError."""
        return from_wire(self.currency_code, self.value)


class RemoteLink(BaseModel):
    """Where something else is."""

    rel: str
    href: str


class RemoteDetails(BaseModel):
    """Why something is as it is."""

    reason: str | None = None


class RemoteStep(BaseModel):
    """An authorization or a capture."""

    id: str
    status: str
    amount: RemoteMoney
    status_details: RemoteDetails | None = None


class RemoteRefund(BaseModel):
    """A refund."""

    id: str
    status: str
    amount: RemoteMoney
    invoice_id: str | None = None
    custom_id: str | None = None
    links: list[RemoteLink] = Field(default_factory=list)

    @property
    def our_reference(self) -> str | None:
        """What we put there. A refund that somebody else made inherits both texts of the payment, which are alike."""
        return self.custom_id if self.custom_id != self.invoice_id else None


class RemotePayments(BaseModel):
    """What was done with an order's money."""

    authorizations: list[RemoteStep] = Field(default_factory=list)
    captures: list[RemoteStep] = Field(default_factory=list)
    refunds: list[RemoteRefund] = Field(default_factory=list)


class RemoteUnit(BaseModel):
    """What is paid for: we make orders of exactly one."""

    reference_id: str = "default"
    amount: RemoteMoney
    invoice_id: str | None = None
    custom_id: str | None = None
    payments: RemotePayments = Field(default_factory=RemotePayments)


class RemoteCustomer(BaseModel):
    """The owner of vaulted methods."""

    id: str | None = None


class RemoteVault(BaseModel):
    """A method that is kept."""

    id: str | None = None
    status: str | None = None
    customer: RemoteCustomer = Field(default_factory=RemoteCustomer)


class RemoteAttributes(BaseModel):
    """More about a wallet."""

    vault: RemoteVault | None = None


class RemoteWallet(BaseModel):
    """The payer's PayPal account."""

    attributes: RemoteAttributes | None = None


class RemoteSource(BaseModel):
    """What is paid with."""

    paypal: RemoteWallet | None = None


class RemoteOrder(BaseModel):
    """The parts of an order that we rely on. Further fields are ignored, missing ones make the answer unreadable."""

    id: str
    status: str
    intent: str = "CAPTURE"
    purchase_units: list[RemoteUnit] = Field(min_length=1, max_length=1)
    payment_source: RemoteSource | None = None
    create_time: AwareDatetime | None = None
    links: list[RemoteLink] = Field(default_factory=list)

    @property
    def unit(self) -> RemoteUnit:
        """The only purchase unit."""
        return self.purchase_units[0]

    @property
    def our_reference(self) -> str | None:
        """What we gave it."""
        return self.unit.invoice_id or self.unit.custom_id

    @property
    def closed_because(self) -> str | None:
        """Why we decided that it must not be collected; None for an order that is open."""
        custom_id = self.unit.custom_id or ""
        return custom_id.removeprefix(CLOSED) if custom_id.startswith(CLOSED) else None

    @property
    def captures(self) -> Sequence[RemoteStep]:
        """Its captures, oldest first."""
        return self.unit.payments.captures

    @property
    def authorization(self) -> RemoteStep | None:
        """Its latest authorization."""
        found = self.unit.payments.authorizations
        return found[-1] if found else None


class RemoteDisputed(BaseModel):
    """A transaction that is disputed: a capture of ours."""

    seller_transaction_id: str


class RemoteOutcome(BaseModel):
    """How a dispute ended."""

    outcome_code: str | None = None
    amount_refunded: RemoteMoney | None = None


class RemoteDispute(BaseModel):
    """A dispute."""

    dispute_id: str
    status: str
    disputed_transactions: list[RemoteDisputed] = Field(min_length=1)
    dispute_amount: RemoteMoney
    reason: str | None = None
    dispute_life_cycle_stage: str | None = None
    dispute_outcome: RemoteOutcome | None = None
    seller_response_due_date: AwareDatetime | None = None


def to_result(order: RemoteOrder, observed_at: datetime) -> PaymentResult:
    """The order in the contract's words, with the amounts that PayPal states. Raises ValueError for odd amounts."""
    state, detail = _state(order)
    amount = order.unit.amount.money()
    collected = [capture.amount.money() for capture in order.captures if capture.status in _COLLECTED]
    received = add_up(Money(0, amount.currency), collected)
    return PaymentResult(
        state=state,
        reference=order.id,
        our_reference=order.our_reference,
        amount=amount,
        observed_at=observed_at,
        action=_action(order) if state is PaymentState.REQUIRES_ACTION else None,
        decline=_decline(state, detail),
        method=SUMMARY,
        gateway_status=f"{order.status}/{detail}"[:100] if detail else order.status,
        saved_method=_saved(order),
        received=received if collected and received != amount else None,
        confirmable=state is PaymentState.PENDING and order.status == "APPROVED",
        refunds=[to_refund_result(one, order.id, observed_at) for one in order.unit.payments.refunds],
    )


def to_refund_result(
    refund: RemoteRefund, payment_reference: str | None, observed_at: datetime, *, not_ours: str | None = None
) -> RefundResult:
    """The refund in the contract's words. `not_ours` is a text that it has inherited and that we did not give it."""
    state = _REFUNDS.get(refund.status, RefundState.UNKNOWN)
    ours = refund.our_reference
    return RefundResult(
        state=state,
        reference=refund.id,
        our_reference=None if ours == not_ours else ours,
        payment_reference=payment_reference,
        amount=refund.amount.money(),
        observed_at=observed_at,
        failure_reason="GENERIC" if state is RefundState.FAILED else None,
    )


def to_dispute_result(dispute: RemoteDispute, payment_reference: str, observed_at: datetime) -> DisputeResult:
    """The dispute in the contract's words. An end that we don't know leaves it open, for staff to look at.

    What the buyer is given at its end is refunded through the capture, and told of as its refund.
    """
    refunded: Money | None = None
    state = DisputeState.INQUIRY if dispute.dispute_life_cycle_stage == "INQUIRY" else DisputeState.OPEN
    if dispute.status == "RESOLVED":
        outcome = dispute.dispute_outcome or RemoteOutcome()
        state = _OUTCOMES.get(outcome.outcome_code or "", DisputeState.OPEN)
        if state is DisputeState.LOST and outcome.amount_refunded is not None:
            given_back = outcome.amount_refunded.money()
            refunded = given_back if given_back.minor else None
    return DisputeResult(
        state=state,
        reference=dispute.dispute_id,
        payment_reference=payment_reference,
        amount=dispute.dispute_amount.money(),
        observed_at=observed_at,
        reason=dispute.reason,
        respond_by=dispute.seller_response_due_date,
        refunded=refunded,
    )


def _state(order: RemoteOrder) -> tuple[PaymentState, str | None]:
    """The state, and the word that explains it further."""
    for capture in order.captures:
        if capture.status in _COLLECTED:
            return PaymentState.SUCCEEDED, capture.status
    if order.captures:
        last = order.captures[-1]
        reason = last.status_details.reason if last.status_details else None
        return _CAPTURES.get(last.status, PaymentState.UNKNOWN), reason or last.status
    if order.authorization is not None:
        return _AUTHORIZATIONS.get(order.authorization.status, PaymentState.UNKNOWN), order.authorization.status
    if order.status == "VOIDED":
        return PaymentState.CANCELED, None
    if order.closed_because is not None:
        why = order.closed_because
        return (PaymentState.CANCELED if why == CANCELED else PaymentState.FAILED), why
    if order.status == "APPROVED":
        return PaymentState.PENDING, None
    return (PaymentState.REQUIRES_ACTION if order.status in _WAITING else PaymentState.UNKNOWN), None


def _action(order: RemoteOrder) -> Redirect | None:
    pages = {link.rel: link.href for link in order.links}
    page = pages.get("payer-action") or pages.get("approve")
    if page is None:
        return None
    return Redirect(page, order.create_time + APPROVAL if order.create_time else None)


def _decline(state: PaymentState, detail: str | None) -> Decline | None:
    return decline_of(detail) if state is PaymentState.FAILED else None


def _saved(order: RemoteOrder) -> SavedMethodDetails | None:
    wallet = order.payment_source.paypal if order.payment_source else None
    vault = wallet.attributes.vault if wallet and wallet.attributes else None
    if vault is None or vault.id is None or vault.status != "VAULTED":
        return None
    return SavedMethodDetails(vault.id, vault.customer.id, SUMMARY)
