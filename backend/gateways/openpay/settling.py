"""What may happen to a charge that waits: it is captured, or called off."""

from __future__ import annotations

from urllib.parse import quote

import httpx

from backend.domain.money import Money
from backend.gateways.base import (
    GatewayContext,
    InvalidRequest,
    NotSupported,
    PaymentResult,
    PaymentState,
    StateConflict,
)
from backend.gateways.openpay.charges import charge_by_id, to_charge
from backend.gateways.openpay.classify import classify_answer
from backend.gateways.openpay.remote import ask, settings_of, succeeded
from backend.gateways.openpay.remote_charge import RemoteCharge
from backend.gateways.openpay.translate import state_of, to_result


async def capture_payment(ctx: GatewayContext, reference: str, amount: Money | None) -> PaymentResult:
    """Collect all of an authorized charge, or a part; the rest of the authorization is given up."""
    charge = await charge_by_id(ctx, reference)
    if state_of(charge) is not PaymentState.AUTHORIZED:
        raise StateConflict("The payment is not authorized.")
    held = charge.money()
    wanted = held if amount is None else amount
    if wanted.currency != held.currency or not 0 < wanted.minor <= held.minor:
        raise InvalidRequest("More than was authorized, or nothing, cannot be collected.")
    return await _act(ctx, charge, "capture", wanted)


async def cancel_payment(ctx: GatewayContext, reference: str) -> PaymentResult:
    """Void an authorized charge, or call off one that waits for the payer's bank. One that is off stays as it is."""
    charge = await charge_by_id(ctx, reference)
    match state_of(charge):
        case PaymentState.CANCELED | PaymentState.EXPIRED:
            return to_result(charge, settings_of(ctx), ctx.now)
        case PaymentState.AUTHORIZED:
            return await _act(ctx, charge, "refund", None)
        case PaymentState.REQUIRES_ACTION:
            return await _act(ctx, charge, "cancel", None)
        case PaymentState.PENDING:
            raise NotSupported("Openpay cannot take back a voucher or a transfer; it expires by itself.")
        case _:
            raise StateConflict("The payment is final.")


async def _act(ctx: GatewayContext, charge: RemoteCharge, act: str, amount: Money | None) -> PaymentResult:
    answer = await ask(ctx, "POST", f"/charges/{quote(charge.id, safe='')}/{act}", fields={}, amount=amount)
    if not succeeded(answer):
        raise _refused(answer)
    return to_result(to_charge(answer, reads=False), settings_of(ctx), ctx.now)


def _refused(answer: httpx.Response) -> Exception:
    error = classify_answer(answer, reads=False)
    # We read the charge just before, so a refusal of the act itself means that it moved on meanwhile.
    if type(error) is InvalidRequest:
        return StateConflict("The payment is in a state that forbids this.", gateway_code=error.gateway_code)
    return error
