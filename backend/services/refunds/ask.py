"""Step two of three: one call to the gateway, with no transaction open. What it means is decided by the caller."""

from __future__ import annotations

from backend.gateways.base import (
    Conflict,
    CreateRefund,
    GatewayError,
    RefundRejected,
    RefundResult,
    RefundState,
)
from backend.models import Payment
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.failpoints import failpoint
from backend.services.gateways.accounts import OpenAccount
from backend.services.gateways.asking import Answer, ask
from backend.services.refunds.claim import Lease
from backend.services.refunds.forgotten import is_forgotten, listed_with_payment


async def ask_for_refund(ctx: Context, lease: Lease) -> Answer[RefundResult]:
    """Send a new refund, recover one whose answer was lost, or fetch one that waits. Never raises GatewayError."""
    account_id = lease.refund.gateway_account_id
    assert account_id is not None, "a refund to the balance is never due"
    return await ask(
        ctx,
        account_id,
        lambda account: _call(ctx, account, lease),
        subject=lease.refund.id,
        fresh=lease.fresh,
        lost=lease.lost,
    )


async def _call(ctx: Context, account: OpenAccount, lease: Lease) -> RefundResult:
    refund, gateway, call = lease.refund, account.gateway, account.call(ctx)
    if refund.gateway_reference is not None:
        return await gateway.fetch_refund(call, refund.gateway_reference)
    if lease.lost and (found := await gateway.find_refund(call, refund.id)) is not None:
        return found
    if lease.lost and is_forgotten(lease, gateway.capabilities, ctx.wall):
        return await listed_with_payment(ctx, account, lease)
    request = await _request(ctx, lease)
    failpoint("refund.before_http")
    try:
        result = await gateway.create_refund(call, request)
    except Conflict as conflict:
        # Something holds our key or reference: whatever hinders the lookup, this may have been executed.
        try:
            adopted = await gateway.find_refund(call, refund.id)
        except GatewayError:
            raise conflict from None
        if adopted is None:
            raise
        result = adopted
    except RefundRejected as rejected:
        # "Nothing is left" may be our own request of before, come through at last.
        late = await gateway.find_refund(call, refund.id) if lease.lost else None
        result = late or failed_refund(ctx, lease, rejected.reason)
    failpoint("refund.after_http_reply")
    return result


def failed_refund(ctx: Context, lease: Lease, why: str | None) -> RefundResult:
    """The gateway gave nothing back, and will not."""
    refund = lease.refund
    return RefundResult(
        state=RefundState.FAILED,
        reference=None,
        our_reference=refund.id,
        payment_reference=None,
        amount=money(refund.amount_minor, refund.currency),
        observed_at=ctx.now,
        failure_reason=why,
    )


async def _request(ctx: Context, lease: Lease) -> CreateRefund:
    """The refund's key is its own id: every later try repeats it."""
    refund = lease.refund
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=refund.payment_id)
    assert payment.gateway_reference is not None, "it was refused without"
    return CreateRefund(
        key=refund.id,
        our_reference=refund.id,
        payment_reference=payment.gateway_reference,
        amount=money(refund.amount_minor, refund.currency),
        reason=refund.reason,
        metadata={"payment": payment.id, "refund": refund.id},
    )
