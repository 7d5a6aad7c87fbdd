"""Which merchants' books are due to be looked over: all that is new every few minutes, everything once a day."""

from __future__ import annotations

from datetime import timedelta

import structlog

from backend.models import LedgerProof, Merchant
from backend.services.context import Context, Services
from backend.services.proof.checkpoint import before
from backend.services.proof.prove import prove

# A little less than the time between two looks of the schedule, so that none is skipped for a second's difference.
_RESTS = timedelta(seconds=290)
_FULL_EVERY = timedelta(hours=24)
# How long a transaction may be under way: what began before the checkpoint may be committed after it.
OVERLAP = timedelta(minutes=10)

log = structlog.get_logger(__name__)


async def prove_due_books(services: Services) -> int:
    """Prove the books of every merchant whose last proof is old enough; answers how many were proven.

    Two workers at once do no harm: the same books are looked over twice, and nothing is told twice.
    """
    merchants = await Merchant.all().order_by("id").values_list("id", flat=True)
    return sum([await _prove(services.system(str(merchant_id))) for merchant_id in merchants])


async def _prove(ctx: Context) -> bool:
    """The books of one merchant that cannot be looked over must not keep the others from it."""
    try:
        proofs = LedgerProof.filter(merchant_id=ctx.merchant_id)
        last = await proofs.order_by("-id").first()
        if last is not None and last.as_of > ctx.now - _RESTS:
            return False
        full = await proofs.filter(is_full=True).order_by("-id").first()
        await prove(ctx, since=_since(ctx, last, full))
    except Exception:
        log.exception("proof.failed", merchant=ctx.merchant_id)
        return False
    return True


def _since(ctx: Context, last: LedgerProof | None, full: LedgerProof | None) -> str | None:
    """Where the next look begins; None when it is a full one's turn."""
    if last is None or full is None or full.as_of <= ctx.now - _FULL_EVERY or last.checked_until is None:
        return None
    return before(last.checked_until, OVERLAP)
