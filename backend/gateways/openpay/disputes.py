"""Chargebacks. Openpay has no object for one: it is a status of its charge, and known by the charge's id."""

from __future__ import annotations

from backend.gateways.base import DisputeResult, DisputeState, GatewayContext, NotFound
from backend.gateways.openpay.charges import charge_by_id

_STATES = {
    "chargeback_pending": DisputeState.OPEN,
    "chargeback_accepted": DisputeState.LOST,
    # The merchant's account is put right again.
    "chargeback_adjustment": DisputeState.WON,
}


async def fetch_dispute(ctx: GatewayContext, reference: str) -> DisputeResult:
    """The chargeback of a charge. Raises NotFound for a charge without one."""
    charge = await charge_by_id(ctx, reference)
    state = _STATES.get(charge.status)
    if state is None:
        raise NotFound("Openpay shows no chargeback of this payment.")
    return DisputeResult(
        state=state,
        reference=charge.id,
        payment_reference=charge.id,
        amount=charge.money(),
        observed_at=ctx.now,
    )
