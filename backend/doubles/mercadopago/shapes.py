"""Payments, refunds, pages and chargebacks as Mercado Pago's JSON."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from .accounts import CURRENCY
from .books import COLLECTED, Chargeback, Payment, Preference, Refund

_HERE = timezone(-timedelta(hours=4))


def stamp(at: datetime | None) -> str | None:
    """A time as Mercado Pago writes it: of its own zone."""
    return at.astimezone(_HERE).isoformat(timespec="milliseconds") if at else None


def payment_shape(payment: Payment, url: str) -> dict[str, Any]:
    """A payment."""
    returned = sum((one.amount for one in payment.refunds if one.counted), Decimal(0))
    details: dict[str, Any] = {
        "net_received_amount": Decimal(0),
        "total_paid_amount": payment.amount if payment.status in COLLECTED else Decimal(0),
        "external_resource_url": None,
        "payment_method_reference_id": None,
        "financial_institution": None,
    }
    if payment.reference is not None:
        details |= {
            "external_resource_url": f"{url}/pages/ticket/{payment.id}",
            "payment_method_reference_id": payment.reference,
            "financial_institution": "STP" if payment.type == "bank_transfer" else None,
        }
    card = payment.token
    return {
        "id": payment.id,
        "date_created": stamp(payment.created),
        "date_of_expiration": stamp(payment.expires),
        "operation_type": "regular_payment",
        "payment_method_id": payment.method,
        "payment_type_id": payment.type,
        "status": payment.status,
        "status_detail": payment.status_detail,
        "currency_id": CURRENCY,
        "description": payment.description,
        "live_mode": False,
        "collector_id": payment.account.user_id,
        "external_reference": payment.external_reference,
        "notification_url": payment.notification_url,
        "metadata": payment.metadata,
        "transaction_amount": payment.amount,
        "transaction_amount_refunded": returned,
        "captured": payment.captured,
        "installments": 1,
        "order": {"id": str(payment.page.number), "type": "mercadopago"} if payment.page else None,
        "transaction_details": details,
        "barcode": {"content": payment.reference} if payment.type == "ticket" else None,
        "card": {
            "first_six_digits": card.number[:6],
            "last_four_digits": card.number[-4:],
            "expiration_month": card.month,
            "expiration_year": card.year,
            "cardholder": {"name": card.holder},
        }
        if card
        else {},
        "refunds": [refund_shape(payment, one) for one in payment.refunds],
    }


def refund_shape(payment: Payment, refund: Refund) -> dict[str, Any]:
    """A refund."""
    return {
        "id": refund.id,
        "payment_id": payment.id,
        "amount": refund.amount,
        # The payment's: a refund has none of its own.
        "metadata": payment.metadata,
        "source": {"id": str(payment.account.user_id), "name": "Double", "type": "collector"},
        "date_created": stamp(refund.created),
        "refund_mode": "standard",
        "status": refund.status,
        "reason": None,
    }


def preference_shape(preference: Preference, url: str) -> dict[str, Any]:
    """A page."""
    page = f"{url}/pages/checkout/{preference.id}"
    return {
        "id": preference.id,
        "collector_id": preference.account.user_id,
        "items": preference.items,
        "back_urls": preference.back_urls,
        "external_reference": preference.external_reference,
        "notification_url": preference.notification_url,
        "metadata": preference.metadata,
        "expires": preference.expires,
        "expiration_date_to": stamp(preference.expires_at),
        "date_created": stamp(preference.created),
        "init_point": page,
        "sandbox_init_point": page,
    }


def found_preference_shape(preference: Preference) -> dict[str, Any]:
    """A page among the results of a search: only where it is."""
    return {"id": preference.id}


def chargeback_shape(chargeback: Chargeback) -> dict[str, Any]:
    """A chargeback."""
    return {
        "id": chargeback.id,
        "payments": [chargeback.payment.id],
        "currency": CURRENCY,
        "amount": chargeback.payment.amount,
        "reason": "general",
        "coverage_applied": chargeback.covered,
        "documentation_required": chargeback.covered is None,
        "documentation_status": "pending" if chargeback.covered is None else "valid",
        "date_documentation_deadline": stamp(chargeback.created + timedelta(days=10)),
        "date_created": stamp(chargeback.created),
        "live_mode": False,
    }
