"""What may happen at Mercado Pago without a call of the merchant's: payers, stores and banks act."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..kit.double import Impossible
from .books import Chargeback, Payment, Preference, Refund
from .errors import ApiError
from .provider import Provider


def act(provider: Provider, reference: str, name: str, params: Mapping[str, Any]) -> None:
    """Let it happen. `reference` is a page's, a payment's, a refund's or a chargeback's; `a/b` means the last part."""
    page = provider.pages.get(reference)
    payments = [one for one in provider.payments.values() if one.page is page] if page else []
    if page is not None and name in ("pay", "approve", "authenticate", "fail", "expire") and not _pending(payments):
        _act_on_page(provider, page, name, params)
        return
    payment, refund, chargeback = _found(provider, reference, payments)
    match name:
        case "pay" | "approve":
            _pay(provider, payment, params.get("amount"))
        case "fail" if payment.status == "in_process":
            provider.move(payment, "rejected", "cc_rejected_other_reason")
        case "expire" if payment.waits:
            provider.move(payment, "cancelled", "expired")
        case "refund":
            _refund(provider, payment, params.get("amount"))
        case "refund_succeeded" | "refund_failed":
            if refund is None and not payment.refunds:
                raise Impossible("nothing was given back")
            status = "approved" if name == "refund_succeeded" else "rejected"
            provider.settle_refund(payment, refund or payment.refunds[-1], status)
        case "dispute" if payment.status == "approved":
            provider.dispute(payment)
        case "dispute_won" | "dispute_lost":
            if chargeback is None:
                raise Impossible("there is no chargeback")
            provider.decide(chargeback, covered=name == "dispute_won")
        case _:
            raise Impossible(f"{name} means nothing here, or not now: the payment is {payment.status}")


def _act_on_page(provider: Provider, page: Preference, name: str, params: Mapping[str, Any]) -> None:
    if name == "expire":
        page.expires, page.expires_at = True, provider.now()
        return
    if not page.is_open(provider.now()):
        raise Impossible("the page is closed")
    if name == "fail" or not params.get("ok", True):
        provider.pay_on_page(page, "visa", "rejected", "cc_rejected_other_reason")
    else:
        provider.pay_on_page(page, "account_money", "approved", "accredited")


def _pay(provider: Provider, payment: Payment, amount: Any) -> None:
    if amount is not None and Decimal(str(amount)) != payment.amount:
        raise Impossible("only the exact amount is taken")
    late = payment.status == "cancelled" and payment.type in ("ticket", "bank_transfer")
    if payment.status not in ("pending", "in_process") and not late:
        raise Impossible(f"the payment is {payment.status}")
    provider.move(payment, "approved", "accredited")


def _refund(provider: Provider, payment: Payment, amount: Any) -> None:
    try:
        provider.refund(payment, None if amount is None else Decimal(str(amount)))
    except ApiError as error:
        raise Impossible(error.message) from None


def _pending(payments: list[Payment]) -> bool:
    return any(one.waits or one.status == "approved" for one in payments)


def _found(
    provider: Provider, reference: str, on_page: list[Payment]
) -> tuple[Payment, Refund | None, Chargeback | None]:
    last = reference.rsplit("/", 1)[-1]
    for chargeback in provider.chargebacks.values():
        if last == chargeback.id or chargeback.payment in on_page or last == str(chargeback.payment.id):
            return chargeback.payment, None, chargeback
    if on_page:
        return on_page[-1], None, None
    for payment in provider.payments.values():
        if last in (str(payment.id), payment.external_reference):
            return payment, None, None
        for refund in payment.refunds:
            if last == str(refund.id):
                return payment, refund, None
    raise KeyError(reference)
