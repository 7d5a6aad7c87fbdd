"""Prove a merchant's books: look over them, keep what was found, and tell each disagreement once."""

from __future__ import annotations

import structlog

from backend.models import EventStream, LedgerProof
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.proof.examine import examine
from backend.services.proof.findings import Proof, Violation
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction

log = structlog.get_logger(__name__)

_Place = tuple[str, tuple[str, ...]]


async def prove(ctx: Context, *, since: str | None = None) -> Proof:
    """Add everything up again, as it stands at one instant, and compare; others go on working meanwhile.

    With `since`, an id, only what ledger transactions and facts from there on touched. For staff and our own jobs.
    Raises Forbidden. What it finds is written as a row of `ledger_proofs`, and each violation that was not known is
    told as `ledger.violation_found`. It repairs nothing.
    """
    ctx.actor.require_staff()
    proof = await examine(ctx.merchant_id, as_of=ctx.now, since=since)
    await _record(ctx, proof)
    return proof


@repeat_on_deadlock
async def _record(ctx: Context, proof: Proof) -> None:
    async with transaction(ctx) as tx:
        # Whoever looks at the same time waits here, and then knows what this look has told.
        await EventStream.select_for_update().get(merchant_id=ctx.merchant_id)
        known = await _known(ctx)
        row = await LedgerProof.create(
            id=new_id("prf"),
            merchant_id=ctx.merchant_id,
            as_of=proof.as_of,
            checked_until=proof.checked_until,
            is_full=proof.is_full,
            transactions=proof.transactions,
            entries=proof.entries,
            violations=[_stored(violation) for violation in proof.violations],
        )
        for number, violation in enumerate(proof.violations, start=1):
            if (violation.law, violation.rows) not in known:
                _tell(ctx, tx, row.id, number, violation)


async def _known(ctx: Context) -> set[_Place]:
    """What the last full look and all since then found: an incremental one does not see everything that is wrong."""
    proofs = LedgerProof.filter(merchant_id=ctx.merchant_id)
    full = await proofs.filter(is_full=True).order_by("-id").first()
    recent = proofs.filter(id__gte=full.id) if full else proofs
    return {(one["law"], tuple(one["rows"])) for row in await recent.only("id", "violations") for one in row.violations}


def _stored(violation: Violation) -> dict[str, object]:
    return {"law": violation.law, "rows": list(violation.rows), "message": violation.message}


def _tell(ctx: Context, tx: Transaction, proof_id: str, number: int, violation: Violation) -> None:
    log.error("ledger.violation_found", law=violation.law, rows=violation.rows, proof=proof_id)
    tx.announce("ledger.violation_found", proof_id, version=number, customer_id=None, payload=_stored(violation))
