"""Walk one setup: claim it, ask its gateway, record what was said. Safe to run twice, to kill and to run again."""

from __future__ import annotations

from datetime import timedelta

import structlog

from backend.domain.payment import OPEN, AttemptStatus, DeclineReason
from backend.gateways.base import Decline, DeclineAdvice, PaymentState, SetupResult
from backend.models import PaymentSetup
from backend.services.context import Context
from backend.services.failpoints import failpoint
from backend.services.gateways.asking import Answer, NoResult, next_look
from backend.services.payments.action import open_action
from backend.services.setups.ask import ask_gateway
from backend.services.setups.claim import Lease, claim_setup
from backend.services.setups.settle import settle_setup

# A payer who has not finished by then has left. What they finish later still counts.
LEFT_AFTER = timedelta(hours=24)
_OPEN = [status.value for status in OPEN]

log = structlog.get_logger(__name__)


async def walk_setup(ctx: Context, *, setup_id: str) -> bool:
    """Walk the setup as far as it goes now; False when it was not due or somebody else has it."""
    lease = await claim_setup(ctx, setup_id=setup_id)
    if lease is None:
        return False
    failpoint("setup.after_claim")
    answer = await ask_gateway(ctx, lease)
    failpoint("setup.before_record")
    now = ctx.later()
    observed = answer.result
    if answer.none is NoResult.REFUSED:
        # It executed nothing and repeating is useless: staff must see to the account.
        why = Decline(DeclineReason.PROCESSING_ERROR, DeclineAdvice.MERCHANT_FIX)
        observed = _ended(now, lease.setup, PaymentState.FAILED, why)
    if observed is not None:
        await settle_setup(now, setup_id=setup_id, observed=observed, fence=lease.fence)
    failpoint("setup.after_record")
    await _release(now, lease, answer)
    return True


async def _release(ctx: Context, lease: Lease, answer: Answer[SetupResult]) -> None:
    """Give the lease back and, while it is open, say when to look again, or that the payer has left."""
    if answer.error is not None:
        log.warning("setups.no_answer", setup=lease.setup.id, why=answer.none, error=answer.error)
    mine = PaymentSetup.filter(merchant_id=ctx.merchant_id, id=lease.setup.id, fence=lease.fence)
    not_sent = answer.none is NoResult.NOT_SENT
    await mine.filter(status=AttemptStatus.SENDING.value).update(
        status=(AttemptStatus.CREATED if not_sent else AttemptStatus.UNKNOWN).value
    )
    still = await mine.filter(status__in=_OPEN).get_or_none()
    if still is not None and _is_left(ctx, still):
        expired = _ended(ctx, still, PaymentState.EXPIRED, None)
        await settle_setup(ctx, setup_id=still.id, observed=expired, fence=lease.fence)
    elif still is not None:
        wait = next_look(answer, still.tries)
        again = min(ctx.wall + wait, max(still.created_at + LEFT_AFTER, ctx.wall))
        await mine.filter(status__in=_OPEN).update(next_try_at=again)
    # Last: as soon as the lease is gone, another worker may take the setup if it is still due.
    await mine.update(lease_until=None, updated_at=ctx.wall, last_error=(answer.error or "")[:500] or None)


def _is_left(ctx: Context, setup: PaymentSetup) -> bool:
    action = open_action(ctx, setup)
    ran_out = action is not None and action.expires_at is not None and action.expires_at <= ctx.wall
    return ran_out or setup.created_at + LEFT_AFTER <= ctx.wall


def _ended(ctx: Context, setup: PaymentSetup, state: PaymentState, decline: Decline | None) -> SetupResult:
    return SetupResult(state, setup.gateway_reference, setup.id, ctx.wall, decline=decline)
