"""What may happen at PayPal without a call of the merchant's: payers, banks and PayPal's own staff act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..kit.double import Impossible
from .books import COLLECTED, Capture, Dispute, Order, Refund
from .errors import PayPalError
from .forms import MoneyForm
from .provider import Provider


def act(provider: Provider, reference: str, name: str, params: Mapping[str, Any]) -> None:
    """Let it happen. `reference` is an order's id, or that of something that was made from it."""
    if reference in provider.kept:
        if name != "method_removed":
            raise Impossible("a PayPal account that is kept never changes")
        provider.forget_method(provider.kept[reference])
        return
    dispute = provider.disputes.get(reference)
    order, capture, refund = (dispute.order, dispute.capture, None) if dispute else _found(provider, reference)
    match name:
        case "approve":
            _approve(provider, order, params.get("funding"))
        case "authenticate" if params.get("ok", True):
            _approve(provider, order, None)
        case "authenticate":
            # The payer leaves the page; it stays open, and they may come back.
            pass
        case "pay" if order.captures and order.captures[-1].status == "PENDING":
            provider.settle_capture(order, "COMPLETED")
        case "pay":
            _approve(provider, order, None)
        case "fail" if order.captures and order.captures[-1].status == "PENDING":
            provider.settle_capture(order, "DECLINED")
        case "expire":
            _expire(provider, order)
        case "refund" | "dispute":
            if capture is None or capture.status not in COLLECTED:
                raise Impossible("nothing was collected")
            if name == "dispute":
                provider.dispute(order)
            else:
                _refund(provider, order, capture, params.get("amount"))
        case "refund_succeeded" | "refund_failed":
            _settle(provider, order, capture, refund, "COMPLETED" if name == "refund_succeeded" else "FAILED")
        case "dispute_won" | "dispute_lost":
            _decide(provider, dispute or _dispute_of(provider, order), won=name == "dispute_won")
        case _:
            raise Impossible(f"{name} means nothing here, or not now")


def _approve(provider: Provider, order: Order, funding: Any) -> None:
    if order.status not in ("CREATED", "PAYER_ACTION_REQUIRED") or order.gone:
        raise Impossible(f"the order is {order.status}")
    provider.approve(order, funding)


def _expire(provider: Provider, order: Order) -> None:
    if order.captures:
        raise Impossible("it was collected")
    if order.authorization is not None:
        order.authorization.status = "EXPIRED"
    order.gone = True


def _refund(provider: Provider, order: Order, capture: Capture, amount: Any) -> None:
    form = MoneyForm(currency_code=capture.currency, value=str(amount)) if amount is not None else None
    try:
        provider.refund(order, capture, form, {})
    except PayPalError as error:
        raise Impossible(str(error.issue)) from None


def _settle(provider: Provider, order: Order, capture: Capture | None, refund: Refund | None, status: str) -> None:
    if capture is None or not (capture.refunds or refund):
        raise Impossible("nothing was given back")
    provider.settle_refund(order, capture, refund or capture.refunds[-1], status)


def _dispute_of(provider: Provider, order: Order) -> Dispute:
    for dispute in provider.disputes.values():
        if dispute.order is order:
            return dispute
    raise Impossible("nobody complained")


def _decide(provider: Provider, dispute: Dispute, *, won: bool) -> None:
    dispute.status = "RESOLVED"
    dispute.outcome = "RESOLVED_SELLER_FAVOUR" if won else "RESOLVED_BUYER_FAVOUR"
    provider.tell_dispute(dispute, "CUSTOMER.DISPUTE.RESOLVED")


def _found(provider: Provider, reference: str) -> tuple[Order, Capture | None, Refund | None]:
    for order in provider.orders.values():
        captured = order.captures[-1] if order.captures else None
        if reference in (order.id, order.invoice_id):
            return order, captured, None
        for capture in order.captures:
            if capture.id == reference:
                return order, capture, None
            for refund in capture.refunds:
                if reference in (refund.id, refund.custom_id):
                    return order, capture, refund
    raise KeyError(reference)
