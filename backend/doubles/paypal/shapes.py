"""Orders, captures, refunds and disputes as PayPal's JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from .books import Authorization, Capture, Dispute, Kept, Order, Refund


def stamp(at: datetime) -> str:
    """A time as PayPal writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def link(href: str, rel: str, method: str = "GET") -> dict[str, str]:
    """A link."""
    return {"href": href, "rel": rel, "method": method}


def order_shape(order: Order, url: str) -> dict[str, Any]:
    """An order in full."""
    self_url = f"{url}/v2/checkout/orders/{order.id}"
    links = [link(self_url, "self")]
    page = f"{url}/pages/approve/{order.id}"
    if order.status == "CREATED":
        links.append(link(page, "approve"))
    elif order.status == "PAYER_ACTION_REQUIRED":
        links.append(link(page, "payer-action"))
    elif order.status == "APPROVED":
        step = "capture" if order.intent == "CAPTURE" else "authorize"
        links += [link(self_url, "update", "PATCH"), link(f"{self_url}/{step}", step, "POST")]
    unit: dict[str, Any] = {
        "reference_id": order.reference_id,
        "amount": {"currency_code": order.currency, "value": order.value},
        "payee": {"merchant_id": order.account.merchant_id},
        **_texts(description=order.description, custom_id=order.custom_id, invoice_id=order.invoice_id),
    }
    payments: dict[str, Any] = {}
    if order.authorization is not None:
        payments["authorizations"] = [authorization_shape(order, order.authorization, url)]
    if order.captures:
        payments["captures"] = [capture_shape(order, one, url) for one in order.captures]
        refunds = [refund_shape(capture, one, url) for capture in order.captures for one in capture.refunds]
        payments |= {"refunds": refunds} if refunds else {}
    if payments:
        unit["payments"] = payments
    shape: dict[str, Any] = {
        "id": order.id,
        "intent": order.intent,
        "status": order.status,
        "purchase_units": [unit],
        "create_time": stamp(order.created),
        "links": links,
    }
    if order.has_source:
        wallet: dict[str, Any] = {}
        if order.approved is not None or order.captures:
            wallet = {"email_address": "payer@example.com", "account_id": "QYR5Z8XDVJNXQ", "account_status": "VERIFIED"}
        if order.kept is not None:
            wallet["attributes"] = {"vault": kept_shape(order.kept, url)}
        shape["payment_source"] = {"paypal": wallet}
    return shape


def authorization_shape(order: Order, held: Authorization, url: str) -> dict[str, Any]:
    """An authorization."""
    self_url = f"{url}/v2/payments/authorizations/{held.id}"
    return {
        "id": held.id,
        "status": held.status,
        "amount": {"currency_code": order.currency, "value": order.value},
        **_texts(invoice_id=order.invoice_id, custom_id=order.custom_id),
        "supplementary_data": {"related_ids": {"order_id": order.id}},
        "create_time": stamp(held.created),
        "links": [link(self_url, "self"), link(f"{url}/v2/checkout/orders/{order.id}", "up")],
    }


def capture_shape(order: Order, capture: Capture, url: str) -> dict[str, Any]:
    """A capture."""
    self_url = f"{url}/v2/payments/captures/{capture.id}"
    related = {"order_id": order.id, **_texts(authorization_id=capture.authorization_id)}
    up = f"{url}/v2/checkout/orders/{order.id}"
    if capture.authorization_id:
        up = f"{url}/v2/payments/authorizations/{capture.authorization_id}"
    shape: dict[str, Any] = {
        "id": capture.id,
        "status": capture.status,
        "amount": {"currency_code": capture.currency, "value": capture.value},
        "final_capture": True,
        **_texts(invoice_id=capture.invoice_id, custom_id=capture.custom_id),
        "supplementary_data": {"related_ids": related},
        "create_time": stamp(capture.created),
        "update_time": stamp(capture.created),
        "links": [link(self_url, "self"), link(f"{self_url}/refund", "refund", "POST"), link(up, "up")],
    }
    if capture.reason is not None:
        shape["status_details"] = {"reason": capture.reason}
    return shape


def refund_shape(capture: Capture, refund: Refund, url: str) -> dict[str, Any]:
    """A refund. What it was given no texts of its own for, it has from its capture."""
    self_url = f"{url}/v2/payments/refunds/{refund.id}"
    return {
        "id": refund.id,
        "status": refund.status,
        "amount": {"currency_code": refund.currency, "value": refund.value},
        **_texts(
            invoice_id=refund.invoice_id or capture.invoice_id,
            custom_id=refund.custom_id or capture.custom_id,
            note_to_payer=refund.note,
        ),
        "create_time": stamp(refund.created),
        "links": [link(self_url, "self"), link(f"{url}/v2/payments/captures/{capture.id}", "up")],
    }


def kept_shape(kept: Kept, url: str) -> dict[str, Any]:
    """A vaulted method, as an order shows it."""
    self_url = f"{url}/v3/vault/payment-tokens/{kept.id}"
    return {
        "id": kept.id,
        "status": "VAULTED",
        "customer": {"id": kept.customer_id},
        "links": [link(self_url, "self"), link(self_url, "delete", "DELETE")],
    }


def dispute_shape(dispute: Dispute, url: str) -> dict[str, Any]:
    """A dispute."""
    shape: dict[str, Any] = {
        "dispute_id": dispute.id,
        "create_time": stamp(dispute.created),
        "update_time": stamp(dispute.created),
        "disputed_transactions": [
            {
                "seller_transaction_id": dispute.capture.id,
                **_texts(invoice_number=dispute.capture.invoice_id, custom=dispute.capture.custom_id),
            }
        ],
        "reason": "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
        "status": dispute.status,
        "dispute_amount": {"currency_code": dispute.capture.currency, "value": dispute.capture.value},
        "dispute_life_cycle_stage": "CHARGEBACK",
        "links": [link(f"{url}/v1/customer/disputes/{dispute.id}", "self")],
    }
    if dispute.outcome is not None:
        shape["dispute_outcome"] = {"outcome_code": dispute.outcome}
    return shape


def minimal(shape: Mapping[str, Any]) -> dict[str, Any]:
    """What `Prefer: return=minimal`, the default, leaves of an answer."""
    return {name: shape[name] for name in ("id", "status", "links") if name in shape}


def _texts(**texts: str | None) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text is not None}
