"""The types of Stripe's events that Perennial hears."""

from __future__ import annotations

from backend.gateways.base import Subject

# Everything that the webhook is installed for. Those without a subject are heard and not acted upon.
EVENTS: dict[str, Subject | None] = {
    "payment_intent.succeeded": "payment",
    "payment_intent.payment_failed": "payment",
    "payment_intent.processing": "payment",
    "payment_intent.requires_action": "payment",
    "payment_intent.canceled": "payment",
    "payment_intent.amount_capturable_updated": "payment",
    "setup_intent.succeeded": "setup",
    "setup_intent.setup_failed": "setup",
    "checkout.session.completed": "payment",
    "checkout.session.async_payment_succeeded": "payment",
    "checkout.session.async_payment_failed": "payment",
    "checkout.session.expired": "payment",
    "charge.refunded": None,
    "refund.created": "refund",
    "refund.updated": "refund",
    "refund.failed": "refund",
    "charge.dispute.created": "dispute",
    "charge.dispute.updated": "dispute",
    "charge.dispute.closed": "dispute",
    "charge.dispute.funds_withdrawn": "dispute",
    "charge.dispute.funds_reinstated": "dispute",
    "payment_method.attached": "method",
    "payment_method.detached": "method",
    "payment_method.updated": "method",
    "payment_method.automatically_updated": "method",
    "mandate.updated": None,
    "account.updated": None,
    "account.application.deauthorized": None,
}
