"""Close a task by ourselves: what it was about came right without staff."""

from __future__ import annotations

from backend.domain.tasks import TaskKind
from backend.models import StaffTask
from backend.services.context import Context
from backend.services.transaction import Transaction


async def close_task(ctx: Context, tx: Transaction, *, kind: TaskKind, subject_id: str, note: str) -> bool:
    """Resolve the open task of `kind` about `subject_id`, in the caller's transaction; False when there is none.

    `note` says in a sentence what came right. Nobody is named as who resolved it.
    """
    own = StaffTask.filter(merchant_id=ctx.merchant_id, kind=kind.value, subject_id=subject_id, resolved_at=None)
    task = await own.first()
    if task is None or not await own.filter(id=task.id).update(resolved_at=ctx.now, resolved_by=None, note=note):
        return False
    tx.announce("staff_task.resolved", task.id, version=2, customer_id=None, payload={"note": note, "by": None})
    return True
