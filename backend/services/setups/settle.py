"""Record what a gateway says of a setup, in one transaction. Reply, webhook and look all end here.

Said twice, late or out of order, it changes nothing more: the table is that of payments' attempts.
"""

from __future__ import annotations

import structlog

from backend.domain.payment import FINAL, AttemptStatus, DeclineReason, observe
from backend.events.bell import Work
from backend.gateways.base import Decline, DeclineAdvice, PaymentState, SavedMethodDetails, SetupResult
from backend.models import PaymentMethod, PaymentSetup
from backend.services.collections.another_method import lock_behind, try_another
from backend.services.context import Context
from backend.services.failpoints import failpoint
from backend.services.payment_methods.keep import Owner, is_kept, keep_for
from backend.services.payments.action import seal_action
from backend.services.setups.announce import announce_setup
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction

log = structlog.get_logger(__name__)

_REASONS = frozenset(DeclineReason)
_ACTING = frozenset({AttemptStatus.REQUIRES_ACTION, AttemptStatus.PENDING})


@repeat_on_deadlock
async def settle_setup(ctx: Context, *, setup_id: str, observed: SetupResult, fence: int | None = None) -> bool:
    """Apply an observation; True when something changed.

    With `fence`, it answers a call of our own, and a caller that lost its lease changes nothing. An observation whose
    reference is not ours is not applied. A success that does not say what is kept makes the gateway be asked.
    """
    seen = await PaymentSetup.get(merchant_id=ctx.merchant_id, id=setup_id)
    ctx = await at_customers_time(ctx, seen.customer_id)
    async with transaction(ctx) as tx:
        setup = await PaymentSetup.select_for_update().get(merchant_id=ctx.merchant_id, id=setup_id)
        if fence is not None and setup.fence != fence:
            log.warning("setups.lease_lost", setup=setup_id)
            return False
        if not _is_ours(setup, observed, asked=fence is not None):
            return False
        status = observe(AttemptStatus(setup.status), _status(observed.state))
        # A webhook may have been faster, and leaves out what the payer has to do.
        learns = status in _ACTING and observed.action is not None and setup.action_sealed is None
        if status == setup.status and not learns:
            return False
        if status is AttemptStatus.SUCCEEDED and observed.saved_method is None:
            if fence is None and AttemptStatus(setup.status) not in FINAL:
                setup.next_try_at = ctx.wall
                await setup.save(update_fields=["next_try_at"])
                tx.ring(Work.SETUPS)
            return False
        return await _write(ctx, tx, setup, status, observed)


async def _write(
    ctx: Context, tx: Transaction, setup: PaymentSetup, status: AttemptStatus, observed: SetupResult
) -> bool:
    decline = observed.decline
    if status is AttemptStatus.SUCCEEDED:
        assert observed.saved_method is not None, "checked by the caller"
        owner = Owner(setup.customer_id, setup.gateway, setup.gateway_account_id, setup.id)
        kept = await _keep(ctx, tx, owner, observed.saved_method, make_default=setup.make_default)
        if kept is None and AttemptStatus(setup.status) in FINAL:
            return False
        if kept is None:
            status = AttemptStatus.FAILED
            decline = Decline(DeclineReason.PROCESSING_ERROR, DeclineAdvice.NEW_METHOD)
        setup.payment_method_id = kept.id if kept else None
    setup.status = status.value
    setup.gateway_reference = observed.reference or setup.gateway_reference
    reason = decline.reason if decline and decline.reason in _REASONS else DeclineReason.GENERIC
    setup.decline_reason = reason if decline else None
    setup.decline_advice = decline.advice.value if decline else None
    action = observed.action if status in _ACTING else None
    setup.action_sealed = seal_action(ctx, setup, action) if action else None
    if status in FINAL:
        setup.source_sealed = None
        setup.next_try_at = None
    setup.version += 1
    setup.updated_at = ctx.wall
    # Fields that `claim` moves by itself (lease, fence, tries) are not touched here.
    await setup.save(
        update_fields=[
            "status", "gateway_reference", "decline_reason", "decline_advice", "action_sealed", "source_sealed",
            "payment_method_id", "next_try_at", "updated_at", "version",
        ]
    )  # fmt: skip
    announce_setup(tx, setup, setup.status.lower())
    failpoint("setup.before_record_commit")
    return True


async def _keep(
    ctx: Context, tx: Transaction, owner: Owner, saved: SavedMethodDetails, *, make_default: bool
) -> PaymentMethod | None:
    """What could not be collected is tried with it at once; not with one that was there, unless it is chosen anew."""
    known = await is_kept(ctx, gateway_account_id=owner.gateway_account_id, saved=saved)
    behind = [] if known and not make_default else await lock_behind(ctx, owner.customer_id)
    kept = await keep_for(ctx, tx, owner=owner, saved=saved, make_default=make_default)
    if kept is not None:
        await try_another(ctx, tx, behind, kept)
    return kept


def _status(state: PaymentState) -> AttemptStatus:
    """Nothing is authorized without money: whoever says so is not done yet."""
    return AttemptStatus.PENDING if state is PaymentState.AUTHORIZED else AttemptStatus(state.value)


def _is_ours(setup: PaymentSetup, observed: SetupResult, *, asked: bool) -> bool:
    known = setup.gateway_reference
    same = known is None or observed.reference is None or observed.reference == known
    # Not every provider repeats our reference; then its own must be the one that we know.
    unnamed = observed.our_reference is None and (asked or (known is not None and observed.reference == known))
    if same and (unnamed or observed.our_reference == setup.id):
        return True
    log.error(
        "setups.observation_mismatch",
        setup=setup.id,
        reference=observed.reference,
        our_reference=observed.our_reference,
    )
    return False
