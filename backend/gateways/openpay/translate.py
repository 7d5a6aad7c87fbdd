"""From Openpay's words to ours: charges, vouchers, cards and refunds. Unknown words never mean success."""

from __future__ import annotations

from datetime import datetime

from backend.gateways.base import (
    Action,
    BankTransfer,
    Decline,
    DeclineAdvice,
    MethodKind,
    MethodSummary,
    PaymentResult,
    PaymentState,
    Redirect,
    RefundResult,
    RefundState,
    SavedMethodDetails,
    Voucher,
)
from backend.gateways.openpay.declines import decline_by_code
from backend.gateways.openpay.places import place_of, slip_address
from backend.gateways.openpay.references import asked_in, keeps_its_card, our_reference_in, refund_mark_in
from backend.gateways.openpay.remote_charge import RemoteCharge, RemoteRefund, instant, money
from backend.gateways.openpay.settings import OpenpaySettings

_KINDS = {"card": MethodKind.CARD, "store": MethodKind.STORE, "bank_account": MethodKind.BANK_TRANSFER}
_REFUND_STATES = {
    "completed": RefundState.SUCCEEDED,
    "in_progress": RefundState.PENDING,
    "failed": RefundState.FAILED,
    "cancelled": RefundState.FAILED,
}


def state_of(charge: RemoteCharge) -> PaymentState:
    """Where a charge stands, in the contract's words."""
    card = charge.method in ("card", None)
    match charge.status:
        case "completed" | "refunded" | "chargeback_pending" | "chargeback_accepted" | "chargeback_adjustment":
            return PaymentState.SUCCEEDED
        case "charge_pending":
            return PaymentState.REQUIRES_ACTION if charge.redirects() else PaymentState.PENDING
        case "in_progress":
            return PaymentState.AUTHORIZED if card else PaymentState.PENDING
        case "failed":
            return PaymentState.FAILED
        case "expired":
            return PaymentState.EXPIRED
        case "cancelled" | "canceled":
            # Nobody can cancel a voucher or a transfer but time.
            return PaymentState.CANCELED if card else PaymentState.EXPIRED
        case _:
            return PaymentState.UNKNOWN


def to_result(charge: RemoteCharge, settings: OpenpaySettings, observed_at: datetime) -> PaymentResult:
    """The charge in the contract's words, with the amount that Openpay states."""
    state = state_of(charge)
    summary = _summary(charge)
    keeps = state is PaymentState.SUCCEEDED and keeps_its_card(charge.description)
    # What Openpay shows as the amount is what came in; what was asked for is behind the description.
    came = charge.money()
    asked = asked_in(charge.description, came.currency)
    differs = state is PaymentState.SUCCEEDED and (charge.method == "bank_account" or asked is not None)
    return PaymentResult(
        state=state,
        reference=charge.id,
        our_reference=our_reference_in(charge.order_id),
        amount=asked or came,
        observed_at=observed_at,
        action=_action(charge, state, settings),
        decline=_decline(charge, state),
        method=summary,
        gateway_status=charge.status,
        saved_method=_saved(charge) if keeps else None,
        received=came if differs else None,
        refunds=[to_refund_result(refund, charge, observed_at) for refund in charge.all_refunds()],
    )


def to_refund_result(refund: RemoteRefund, charge: RemoteCharge, observed_at: datetime) -> RefundResult:
    """A refund in the contract's words. It is known by its charge's id and its own."""
    state = _REFUND_STATES.get(refund.status.lower(), RefundState.UNKNOWN)
    return RefundResult(
        state=state,
        reference=f"{charge.id}/{refund.id}",
        our_reference=refund_mark_in(refund.description),
        payment_reference=charge.id,
        amount=money(refund.amount, charge.currency),
        observed_at=observed_at,
        failure_reason="GENERIC" if state is RefundState.FAILED else None,
    )


def _summary(charge: RemoteCharge) -> MethodSummary | None:
    if charge.card is not None:
        return charge.card.summary()
    kind = _KINDS.get(charge.method or "")
    return MethodSummary(kind) if kind else None


def _saved(charge: RemoteCharge) -> SavedMethodDetails | None:
    card = charge.card
    if card is None or card.id is None:
        return None
    return SavedMethodDetails(card.id, charge.customer_id or card.customer_id, card.summary())


def _action(charge: RemoteCharge, state: PaymentState, settings: OpenpaySettings) -> Action | None:
    way = charge.payment_method
    if way is None:
        return None
    if state is PaymentState.REQUIRES_ACTION and way.url:
        return Redirect(way.url)
    if state is not PaymentState.PENDING:
        return None
    until = instant(charge.due_date, place_of(settings).zone)
    if charge.method == "store" and way.reference:
        return Voucher(way.reference, document_url=slip_address(settings, charge.id), expires_at=until)
    quoted = way.name or way.reference
    if charge.method == "bank_account" and quoted:
        return BankTransfer(quoted, clabe=way.clabe, bank=way.bank, agreement=way.agreement, expires_at=until)
    return None


def _decline(charge: RemoteCharge, state: PaymentState) -> Decline | None:
    if state is PaymentState.EXPIRED:
        return Decline("EXPIRED", DeclineAdvice.RETRY_LATER)
    if state is not PaymentState.FAILED:
        return None
    if charge.code is not None:
        return decline_by_code(charge.code)
    # A charge that was sent to the bank's page and came back without a card error failed there.
    if charge.redirects():
        return Decline("AUTHENTICATION_FAILED", DeclineAdvice.AUTHENTICATE, charge.error_code)
    return Decline("GENERIC", DeclineAdvice.RETRY_LATER, charge.error_code)
