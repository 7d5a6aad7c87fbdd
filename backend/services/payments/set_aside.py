"""A payment that waits for its payer at a gateway that cancels nothing: set aside here, so that another can begin.

Nobody can be kept from paying an old voucher or from coming back to a bank's page. So it is canceled here alone, we go
on looking, and money that comes after all is late money: it pays the invoice, or is the customer's balance.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from backend.domain.errors import Conflict, NotSupported
from backend.domain.payment import FINAL, WAITING, PaymentStatus
from backend.gateways.base import GatewayError, PaymentResult, PaymentState
from backend.models import Payment, PaymentAttempt
from backend.services.context import Context
from backend.services.gateways.accounts import OpenAccount
from backend.services.payments.stop import ABANDONED_AFTER, ended_here, waits_for_payer

_FINAL = frozenset(status.value for status in FINAL)


@dataclass(frozen=True, slots=True)
class Stopped:
    """What to record of a payment that was to be stopped.

    `payable_until` is there when it was set aside: about until when it can still be paid at its gateway. With `fence`,
    who takes the attempt meanwhile has the last word.
    """

    observed: PaymentResult
    payable_until: datetime | None = None
    fence: int | None = None


async def set_aside(ctx: Context, account: OpenAccount, payment: Payment, attempt: PaymentAttempt) -> Stopped:
    """CANCELED for what its gateway says is still the payer's turn; what it says instead where that is the end of it.

    Raises Conflict while somebody looks at it or the gateway cannot be asked, and NotSupported where its result is to
    be waited for: it is authorized, in processing, partly paid, or not known.
    """
    if is_held(ctx, attempt):
        raise Conflict("The payment is being looked at right now; try again in a moment.")
    assert attempt.gateway_reference is not None, "its gateway was asked to cancel it by this"
    try:
        async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
            told = await account.gateway.fetch_payment(account.call(ctx), attempt.gateway_reference)
    except (GatewayError, TimeoutError) as error:
        raise Conflict("The payment could not be canceled just now; try again in a moment.") from error
    if told.our_reference != attempt.id or told.state.value in _FINAL:
        return Stopped(told)
    came = told.received is not None and told.received.minor > 0
    if attempt.status not in WAITING or came or told.confirmable or not waits_for_payer(told):
        raise NotSupported(
            f"{account.gateway.name} cannot cancel this payment, and it is not the payer's turn any more: wait for its "
            "result."
        )
    ends = (told.action.expires_at if told.action else None) or payment.action_expires_at
    return Stopped(
        ended_here(ctx, payment, attempt, PaymentState.CANCELED), ends or ctx.wall + ABANDONED_AFTER, attempt.fence
    )


def is_set_aside(payment: Payment) -> bool:
    """Whether it was canceled here and not at its gateway, so that money may still come in for it."""
    return payment.status == PaymentStatus.CANCELED and payment.action_expires_at is not None


def is_held(ctx: Context, attempt: PaymentAttempt) -> bool:
    """Whether somebody walks it at this moment."""
    return attempt.lease_until is not None and attempt.lease_until > ctx.wall
