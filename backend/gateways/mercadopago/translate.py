"""From Mercado Pago's words to ours: payments, refunds, disputes. Unknown words never mean success."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import AwareDatetime, BaseModel, Field, StrictInt, field_validator

from backend.domain.money import Money
from backend.gateways.base import (
    Action,
    BankTransfer,
    DisputeResult,
    DisputeState,
    MethodKind,
    MethodSummary,
    PaymentResult,
    PaymentState,
    Redirect,
    RefundResult,
    RefundState,
    Voucher,
)
from backend.gateways.mercadopago.classify import decline_of
from backend.gateways.mercadopago.exact import from_wire

_STATES = {
    "approved": PaymentState.SUCCEEDED,
    # What happened to the money after it had been collected is told by refunds and disputes.
    "refunded": PaymentState.SUCCEEDED,
    "charged_back": PaymentState.SUCCEEDED,
    "in_mediation": PaymentState.SUCCEEDED,
    "authorized": PaymentState.AUTHORIZED,
    "in_process": PaymentState.PENDING,
    "pending": PaymentState.PENDING,
    "rejected": PaymentState.FAILED,
    "cancelled": PaymentState.CANCELED,
}
_KINDS = {
    "credit_card": MethodKind.CARD,
    "debit_card": MethodKind.CARD,
    "prepaid_card": MethodKind.CARD,
    "ticket": MethodKind.STORE,
    "atm": MethodKind.STORE,
    "bank_transfer": MethodKind.BANK_TRANSFER,
    "account_money": MethodKind.WALLET,
    "digital_wallet": MethodKind.WALLET,
    "digital_currency": MethodKind.WALLET,
}
_BRANDS = {"master": "mastercard", "debmaster": "mastercard", "debvisa": "visa"}
_REFUNDS = {
    "approved": RefundState.SUCCEEDED,
    "in_process": RefundState.PENDING,
    "authorized": RefundState.PENDING,
    "pending": RefundState.PENDING,
    "rejected": RefundState.FAILED,
    "cancelled": RefundState.FAILED,
}


class RemoteRefund(BaseModel):
    """A refund, as it stands alone and in its payment."""

    id: StrictInt
    payment_id: StrictInt
    amount: Decimal
    status: str = "approved"

    @property
    def counts(self) -> bool:
        """Whether it takes from what is left of the payment."""
        return _REFUNDS.get(self.status) is not RefundState.FAILED


class RemoteCard(BaseModel):
    """The card, as far as it may be shown."""

    last_four_digits: str | None = None
    expiration_month: int | None = None
    expiration_year: int | None = None


class RemoteDetails(BaseModel):
    """Where and with what text the payer pays."""

    external_resource_url: str | None = None
    payment_method_reference_id: str | None = None
    verification_code: str | None = None
    financial_institution: str | None = None


class RemoteBarcode(BaseModel):
    """The text of a bar code."""

    content: str | None = None


class RemotePayment(BaseModel):
    """The parts of a payment that we rely on. Further fields are ignored, missing ones make the answer unreadable."""

    id: StrictInt
    status: str
    transaction_amount: Decimal
    currency_id: str
    status_detail: str | None = None
    external_reference: str | None = None
    payment_method_id: str | None = None
    payment_type_id: str | None = None
    date_of_expiration: AwareDatetime | None = None
    date_created: AwareDatetime | None = None
    card: RemoteCard | None = None
    transaction_details: RemoteDetails | None = None
    barcode: RemoteBarcode | None = None
    # Only a payment that was made on the page of a preference has one.
    order: dict[str, Any] | None = None
    refunds: list[RemoteRefund] = Field(default_factory=list)

    @field_validator("refunds", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        return [] if value is None else value

    @property
    def amount(self) -> Money:
        """What is to be paid. Raises ValueError."""
        return from_wire(self.transaction_amount, self.currency_id)

    @property
    def state(self) -> PaymentState:
        """The state in our words."""
        if self.status == "cancelled" and self.status_detail == "expired":
            return PaymentState.EXPIRED
        if self.status == "pending" and self.status_detail == "pending_challenge":
            return PaymentState.REQUIRES_ACTION
        return _STATES.get(self.status, PaymentState.UNKNOWN)


class RemoteDispute(BaseModel):
    """A chargeback. `payments` are the ids of those that it is about."""

    id: str
    amount: Decimal
    payments: list[int] = Field(min_length=1)
    currency: str
    reason: str | None = None
    coverage_applied: bool | None = None
    documentation_status: str | None = None
    date_documentation_deadline: AwareDatetime | None = None

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> RemoteDispute:
        """Both forms in which Mercado Pago tells of one: with one payment, or with several."""
        payments = content.get("payments") or [content.get("payment_id")]
        currency = content.get("currency") or content.get("currency_id")
        return cls.model_validate({**content, "id": str(content.get("id")), "payments": payments, "currency": currency})


def to_result(payment: RemotePayment, observed_at: datetime) -> PaymentResult:
    """The payment in the contract's words. Raises ValueError for odd amounts."""
    state, amount = payment.state, payment.amount
    return PaymentResult(
        state=state,
        reference=str(payment.id),
        our_reference=payment.external_reference,
        amount=amount,
        observed_at=observed_at,
        action=_action(payment) if state is PaymentState.PENDING else None,
        decline=decline_of(payment.status_detail) if state is PaymentState.FAILED else None,
        method=_summary(payment),
        gateway_status=f"{payment.status}/{payment.status_detail}"[:100],
        refunds=[to_refund_result(one, amount, str(payment.id), observed_at) for one in payment.refunds],
    )


def to_refund_result(refund: RemoteRefund, of: Money, payment_reference: str, observed_at: datetime) -> RefundResult:
    """The refund in the contract's words. Its reference says by which payment it is to be read; ours is not there."""
    state = _REFUNDS.get(refund.status, RefundState.UNKNOWN)
    own = f"{refund.payment_id}/{refund.id}"
    return RefundResult(
        state=state,
        reference=own if payment_reference == str(refund.payment_id) else f"{payment_reference}/{own}",
        our_reference=None,
        payment_reference=payment_reference,
        amount=from_wire(refund.amount, of.currency.code),
        observed_at=observed_at,
        failure_reason="GENERIC" if state is RefundState.FAILED else None,
    )


def to_dispute_result(dispute: RemoteDispute, payment_reference: str, observed_at: datetime) -> DisputeResult:
    """The dispute in the contract's words: covered by Mercado Pago is won, not covered at the end is lost."""
    state = DisputeState.OPEN
    if dispute.coverage_applied is True:
        state = DisputeState.WON
    elif dispute.coverage_applied is False:
        state = DisputeState.LOST
    return DisputeResult(
        state=state,
        reference=dispute.id,
        payment_reference=payment_reference,
        amount=from_wire(dispute.amount, dispute.currency),
        observed_at=observed_at,
        reason=dispute.reason,
        respond_by=dispute.date_documentation_deadline,
    )


def _summary(payment: RemotePayment) -> MethodSummary | None:
    kind = _KINDS.get(payment.payment_type_id or "")
    if kind is None:
        return None
    brand = payment.payment_method_id
    card = payment.card if kind is MethodKind.CARD and payment.card else RemoteCard()
    return MethodSummary(
        kind, _BRANDS.get(brand or "", brand), card.last_four_digits, card.expiration_month, card.expiration_year
    )


def _action(payment: RemotePayment) -> Action | None:
    details = payment.transaction_details or RemoteDetails()
    kind, until = _KINDS.get(payment.payment_type_id or ""), payment.date_of_expiration
    told = details.payment_method_reference_id or details.verification_code
    barcode = payment.barcode.content if payment.barcode else None
    if kind is MethodKind.STORE and (told or barcode):
        return Voucher(told or barcode or "", barcode, details.external_resource_url, until)
    if kind is MethodKind.BANK_TRANSFER and told and len(told) == 18 and told.isdigit():
        return BankTransfer(told, told, details.financial_institution, None, until)
    if kind in (MethodKind.STORE, MethodKind.BANK_TRANSFER) and details.external_resource_url:
        # Mercado Pago's own page says how to pay.
        return Redirect(details.external_resource_url, until)
    return None
