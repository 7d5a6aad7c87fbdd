"""Refunds of payments. Mercado Pago keeps no reference of ours with them: the key alone makes one exist once.

A refund's reference is `<payment>/<refund>`, or `<page>/<payment>/<refund>` for what was paid on Mercado Pago's page.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from backend.domain.money import add_up
from backend.gateways.base import (
    CreateRefund,
    GatewayContext,
    GatewayError,
    InvalidRequest,
    NotFound,
    OutcomeUnknown,
    PaymentState,
    RefundRejected,
    RefundResult,
    StateConflict,
    Unavailable,
)
from backend.gateways.mercadopago import payments, preferences
from backend.gateways.mercadopago.classify import classify_refund
from backend.gateways.mercadopago.exact import from_wire, to_wire
from backend.gateways.mercadopago.remote import ask, json_object, look
from backend.gateways.mercadopago.translate import RemotePayment, RemoteRefund, to_refund_result

# Without it a refund that is not through yet is answered with 400, as if there were none.
_SLOW_ONES_TOO = {"X-Render-In-Process-Refunds": "true"}


async def create_refund(ctx: GatewayContext, request: CreateRefund) -> RefundResult:
    """Give back a part of a payment, or all of it; with the same key it is the same refund."""
    if request.amount.minor <= 0:
        raise InvalidRequest("The amount must be more than zero.")
    payment = await _payment(ctx, request.payment_reference)
    if payment.state is not PaymentState.SUCCEEDED:
        raise StateConflict(f"The payment is {payment.status}.", gateway_code=payment.status_detail)
    answer = await ask(
        ctx,
        "POST",
        f"/v1/payments/{payment.id}/refunds",
        key=request.key,
        body={"amount": to_wire(request.amount)},
        more_headers=_SLOW_ONES_TOO,
    )
    content = json_object(answer)
    if answer.status_code not in (200, 201):
        raise _refusal(classify_refund(answer, content), payment, request)
    try:
        refund = RemoteRefund.model_validate(content)
    except ValueError:
        raise OutcomeUnknown("Mercado Pago's answer does not tell what happened.") from None
    result = _result(ctx, refund, payment, request.payment_reference, reads=False)
    return replace(result, our_reference=request.our_reference)


def _refusal(error: GatewayError, payment: RemotePayment, request: CreateRefund) -> GatewayError:
    """Why a refund was refused: one code stands for several reasons, and the payment tells which."""
    if not isinstance(error, StateConflict | RefundRejected):
        return error
    counted = [from_wire(one.amount, payment.currency_id) for one in payment.refunds if one.counts]
    left = add_up(payment.amount, [-given for given in counted])
    reason = error.reason if isinstance(error, RefundRejected) else "GENERIC"
    if payment.status in ("charged_back", "in_mediation"):
        reason = "DISPUTED"
    elif left.minor <= 0:
        reason = "ALREADY_REFUNDED"
    elif left.currency == request.amount.currency and left < request.amount:
        reason = "EXCEEDS"
    return RefundRejected(error.message, reason=reason, gateway_code=error.gateway_code)


async def fetch_refund(ctx: GatewayContext, reference: str) -> RefundResult:
    """The refund by its reference. Raises NotFound."""
    parts = reference.split("/")
    if len(parts) not in (2, 3) or not all(parts):
        raise NotFound("This is no reference of a refund at Mercado Pago.")
    payment_id, refund_id = parts[-2:]
    path = f"/v1/payments/{quote(payment_id, safe='')}/refunds/{quote(refund_id, safe='')}"
    content = await look(ctx, path, more_headers=_SLOW_ONES_TOO)
    payment = await payments.read(ctx, payment_id)
    try:
        refund = RemoteRefund.model_validate(content)
    except ValueError:
        raise Unavailable("Mercado Pago's answer cannot be read.") from None
    return _result(ctx, refund, payment, parts[0], reads=True)


async def _payment(ctx: GatewayContext, reference: str) -> RemotePayment:
    """The payment that a reference of ours means."""
    if not preferences.is_preference(reference):
        return await payments.read(ctx, reference)
    payment = await preferences.collected(ctx, reference)
    if payment is None:
        raise StateConflict("Nothing was paid there.")
    return await payments.read(ctx, str(payment.id))


def _result(
    ctx: GatewayContext, refund: RemoteRefund, payment: RemotePayment, payment_reference: str, *, reads: bool
) -> RefundResult:
    try:
        return to_refund_result(refund, payment.amount, payment_reference, ctx.now)
    except ValueError:
        if reads:
            raise Unavailable("Mercado Pago's answer cannot be read.") from None
        raise OutcomeUnknown("Mercado Pago's answer does not tell what happened.") from None
