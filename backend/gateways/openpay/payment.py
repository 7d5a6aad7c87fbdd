"""Making a charge: sending it, trying it with 3-D Secure, and what its refusal means.

The unique `order_id` is what makes it repeatable: Openpay has no other key. A refused charge gives its order id back,
so the repetition with 3-D Secure has the same one, and whatever answer is lost, one order id holds one living charge.
Should Openpay ever keep it, the repetition gets an order id of its own, which `find_payment` knows as well.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from backend.gateways.base import (
    Conflict,
    CreatePayment,
    Decline,
    DeclineAdvice,
    Elsewhere,
    GatewayContext,
    GatewayError,
    NewMethod,
    OutcomeUnknown,
    PaymentResult,
    PaymentState,
    SavedMethod,
)
from backend.gateways.openpay.cards import PERHAPS_OURS, KeptCard, customer_for, forget_card, keep_card
from backend.gateways.openpay.charges import charge_by_order, to_charge
from backend.gateways.openpay.classify import ORDER_ID_TAKEN, Refusal, classify_answer, refusal_in
from backend.gateways.openpay.declines import METHOD_GONE, SUSPECTED, decline_in
from backend.gateways.openpay.order import Order, card_order, check, elsewhere_order, payer_of
from backend.gateways.openpay.references import secured
from backend.gateways.openpay.remote import ask, settings_of, succeeded
from backend.gateways.openpay.remote_charge import RemoteCharge
from backend.gateways.openpay.translate import to_result

_NOT_KNOWN = 1005


async def create_payment(ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
    """Charge a card, or make a voucher or a transfer. The same reference leads to the same charge."""
    check(ctx, request)
    source = request.source
    if isinstance(source, Elsewhere):
        return await _send(ctx, elsewhere_order(ctx, request, source.kind))
    if isinstance(source, SavedMethod):
        assert source.customer_reference is not None, "checked"
        return await _send(ctx, card_order(ctx, request, source.reference, source.customer_reference))
    assert isinstance(source, NewMethod), "checked"
    if not request.save_method:
        return await _send(ctx, card_order(ctx, request, source.token, None))
    return await _keep_and_charge(ctx, request, source.token)


async def _keep_and_charge(ctx: GatewayContext, request: CreatePayment, token: str) -> PaymentResult:
    customer = request.customer_reference or await customer_for(ctx, request.our_reference, payer_of(request))
    kept = await keep_card(ctx, customer, token, request.payer)
    if isinstance(kept, Decline):
        # A spent token may have been spent on this very payment, whose card was removed since.
        spent = kept.gateway_code in {str(code) for code in PERHAPS_OURS}
        made = await _adopted(ctx, card_order(ctx, request, token, customer), taken=False) if spent else None
        return made or _declined(ctx, request, kept)
    result = await _send(ctx, card_order(ctx, request, kept.id, customer))
    if result.state is PaymentState.FAILED:
        await _drop(ctx, kept)
    return result


async def _drop(ctx: GatewayContext, kept: KeptCard) -> None:
    """A declined payment leaves no card behind. One that stays after all is known to nobody and harms nobody."""
    if kept.fresh:
        with suppress(GatewayError):
            await forget_card(ctx, kept.customer, kept.id)


async def _send(ctx: GatewayContext, order: Order) -> PaymentResult:
    request = order.request
    fields = order.fields | {"order_id": order.order_id}
    if order.secure:
        fields |= {"use_3d_secure": True, "redirect_url": request.return_url}
    answer = await ask(ctx, "POST", order.path, fields=fields, amount=request.amount, payer_ip=request.payer.ip)
    if succeeded(answer):
        return _result(ctx, order, to_charge(answer, reads=False))
    refusal = refusal_in(answer)
    if refusal is None:
        raise classify_answer(answer, reads=False)
    if refusal.code == SUSPECTED and order.may_secure and not order.secure:
        return await _send(ctx, replace(order, secure=True))
    if refusal.code == ORDER_ID_TAKEN or refusal.code in PERHAPS_OURS:
        # Our own charge may hide behind it: by its order id, or because the token was spent on it.
        adopted = await _adopted(ctx, order, taken=refusal.code == ORDER_ID_TAKEN)
        if adopted is not None:
            return adopted
    declined = _decline(ctx, order, refusal, answer.status_code)
    if declined is None:
        raise classify_answer(answer, reads=False)
    return _declined(ctx, request, declined)


async def _adopted(ctx: GatewayContext, order: Order, *, taken: bool) -> PaymentResult | None:
    """The charge that our earlier request with the same reference made. Raises Conflict for one of another amount."""
    try:
        charge = await charge_by_order(ctx, order.order_id, customer=order.customer)
    except GatewayError:
        # It may be there: that the look-up failed does not say that nothing was executed.
        unknown = Conflict if taken else OutcomeUnknown
        raise unknown("Openpay may know the payment already, and could not be asked.") from None
    if charge is None or (charge.status == "failed" and not taken):
        return None
    second = secured(order.order_id)
    if order.may_secure and order.order_id != second and _was_suspected(charge):
        # The refused charge keeps its order id after all.
        return await _send(ctx, replace(order, order_id=second, secure=True))
    result = _result(ctx, order, charge)
    if result.amount != order.request.amount:
        raise Conflict("Openpay has another amount under this reference.", gateway_code=str(ORDER_ID_TAKEN))
    return result


def _was_suspected(charge: RemoteCharge) -> bool:
    return charge.status == "failed" and charge.code == SUSPECTED and not charge.redirects()


def _decline(ctx: GatewayContext, order: Order, refusal: Refusal, status: int) -> Decline | None:
    if refusal.code == SUSPECTED and order.request.off_session and settings_of(ctx).three_ds != "never":
        # With the payer there it would be tried with 3-D Secure.
        return Decline("AUTHENTICATION_REQUIRED", DeclineAdvice.AUTHENTICATE, str(refusal.code))
    if refusal.code == _NOT_KNOWN and isinstance(order.request.source, SavedMethod):
        return Decline(*METHOD_GONE, str(refusal.code))
    return decline_in(refusal, status)


def _result(ctx: GatewayContext, order: Order, charge: RemoteCharge) -> PaymentResult:
    return replace(to_result(charge, settings_of(ctx), ctx.now), our_reference=order.request.our_reference)


def _declined(ctx: GatewayContext, request: CreatePayment, decline: Decline) -> PaymentResult:
    """Openpay's refusal names no charge, so there is no reference."""
    return PaymentResult(
        state=PaymentState.FAILED,
        reference=None,
        our_reference=request.our_reference,
        amount=request.amount,
        observed_at=ctx.now,
        decline=decline,
        gateway_status=f"error {decline.gateway_code}",
    )
