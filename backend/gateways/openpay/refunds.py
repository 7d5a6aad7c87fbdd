"""Refunds of card charges. Openpay knows no key for them: what was given back already is read before anything is given.

Openpay lists refunds with their charge and nowhere else, so a refund's reference is its charge's id and its own.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from urllib.parse import quote

import httpx

from backend.gateways.base import (
    ConfigurationError,
    Conflict,
    CreateRefund,
    GatewayContext,
    GatewayError,
    InvalidRequest,
    NotFound,
    NotSupported,
    PaymentState,
    RefundRejected,
    RefundResult,
    RefundState,
    StateConflict,
)
from backend.gateways.openpay.charges import charge_by_id, newest_charges, to_charge
from backend.gateways.openpay.classify import classify_answer, refusal_in
from backend.gateways.openpay.references import order_id, refund_description
from backend.gateways.openpay.remote import ask, succeeded
from backend.gateways.openpay.remote_charge import RemoteCharge
from backend.gateways.openpay.translate import state_of, to_refund_result

_FUNDS = 4001
_DISPUTED = frozenset({"chargeback_pending", "chargeback_accepted"})
_MEMORY, _MOST_REMEMBERED = "openpay.refunds", 1000


async def create_refund(ctx: GatewayContext, request: CreateRefund) -> RefundResult:
    """Give back a part of a card charge, or all of it. The same reference leads to the same refund."""
    if request.amount.minor <= 0:
        raise InvalidRequest("The amount must be more than zero.")
    charge = await charge_by_id(ctx, request.payment_reference)
    made = _ours(ctx, charge, request.our_reference)
    if made is not None:
        if made.amount != request.amount:
            raise Conflict("Openpay has another amount under this reference.")
        return made
    _check(charge, request)
    _remember(ctx, request)
    answer = await ask(
        ctx,
        "POST",
        f"/charges/{quote(charge.id, safe='')}/refund",
        fields={"description": refund_description(request.reason, request.our_reference)},
        amount=request.amount,
    )
    if not succeeded(answer):
        raise await _refused(ctx, answer, request)
    return _made(ctx, answer, request)


async def fetch_refund(ctx: GatewayContext, reference: str) -> RefundResult:
    """The refund by its charge's id and its own. Raises NotFound."""
    charge_id, _, refund_id = reference.partition("/")
    if not charge_id or not refund_id:
        raise NotFound("Openpay does not know the refund.")
    charge = await charge_by_id(ctx, charge_id)
    for refund in charge.all_refunds():
        if refund.id == refund_id:
            return to_refund_result(refund, charge, ctx.now)
    raise NotFound("Openpay does not know the refund.")


async def find_refund(ctx: GatewayContext, our_reference: str) -> RefundResult | None:
    """The refund that carries our reference, as far as Openpay lets us look.

    It cannot be asked for refunds: we look at the charge that this process asked to be refunded, else at the newest
    hundred. One that is missed is still not made twice: `create_refund` reads its charge.
    """
    remembered = _memory(ctx).get(our_reference)
    charges = [await charge_by_id(ctx, remembered)] if remembered else await newest_charges(ctx)
    found = (_ours(ctx, charge, our_reference) for charge in charges)
    return next((refund for refund in found if refund is not None), None)


def _check(charge: RemoteCharge, request: CreateRefund) -> None:
    if charge.method not in ("card", None):
        raise NotSupported("Openpay gives back card payments only; repay this one by another way.")
    if charge.status in _DISPUTED:
        raise RefundRejected("The payment is disputed.", reason="DISPUTED")
    if state_of(charge) is not PaymentState.SUCCEEDED:
        # A refund of an authorization would void it.
        raise StateConflict("Only a payment that succeeded can be given back.")
    if charge.money().currency != request.amount.currency:
        raise InvalidRequest(f"The payment was made in {charge.money().currency.code}.")


def _ours(ctx: GatewayContext, charge: RemoteCharge, our_reference: str) -> RefundResult | None:
    mark = order_id(our_reference)
    for refund in charge.all_refunds():
        result = to_refund_result(refund, charge, ctx.now)
        if result.our_reference == mark:
            return replace(result, our_reference=our_reference)
    return None


def _made(ctx: GatewayContext, answer: httpx.Response, request: CreateRefund) -> RefundResult:
    charge = to_charge(answer, reads=False)
    made = _ours(ctx, charge, request.our_reference)
    if made is None and charge.refund is not None:
        # The answer shows the refund that it made, whatever became of its description.
        made = replace(to_refund_result(charge.refund, charge, ctx.now), our_reference=request.our_reference)
    if made is None:
        raise classify_answer(answer, reads=False)
    return made


async def _refused(ctx: GatewayContext, answer: httpx.Response, request: CreateRefund) -> GatewayError:
    error = classify_answer(answer, reads=False)
    refusal = refusal_in(answer)
    if refusal is None or isinstance(error, ConfigurationError | NotFound):
        return error
    reason = "FUNDS" if refusal.code == _FUNDS else "GENERIC"
    # Openpay does not say whether it is too much; what is left now does.
    with suppress(GatewayError):
        charge = await charge_by_id(ctx, request.payment_reference)
        back = [to_refund_result(refund, charge, ctx.now) for refund in charge.all_refunds()]
        given = sum(refund.amount.minor for refund in back if refund.state is not RefundState.FAILED)
        if given >= charge.money().minor:
            reason = "ALREADY_REFUNDED"
        elif request.amount.minor > charge.money().minor - given:
            reason = "EXCEEDS"
    return RefundRejected(
        f"Openpay refuses the refund: {refusal.description}", reason=reason, gateway_code=str(refusal.code)
    )


def _memory(ctx: GatewayContext) -> dict[str, str]:
    remembered: dict[str, str] = ctx.memory.setdefault(_MEMORY, {})
    return remembered


def _remember(ctx: GatewayContext, request: CreateRefund) -> None:
    remembered = _memory(ctx)
    if len(remembered) >= _MOST_REMEMBERED:
        remembered.clear()
    remembered[request.our_reference] = request.payment_reference
