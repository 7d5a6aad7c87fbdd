"""Ask a person of the merchant to see to something."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from backend.domain.tasks import TaskKind
from backend.models import StaffTask
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.sets import insert_rows
from backend.services.transaction import Transaction

log = structlog.get_logger(__name__)

_MESSAGE_LENGTH = 500


async def open_task(
    ctx: Context,
    tx: Transaction,
    *,
    kind: TaskKind,
    subject_id: str,
    message: str,
    customer_id: str | None = None,
    details: Mapping[str, str | int | None] | None = None,
) -> bool:
    """Open a task about `subject_id`, in the caller's transaction; False when one of its kind is open already.

    `message` is a sentence for staff; `details` are plain values. Neither may hold a secret.
    """
    task_id = new_id("task")
    row = {
        "id": task_id,
        "merchant_id": ctx.merchant_id,
        "kind": kind.value,
        "subject_id": subject_id,
        "customer_id": customer_id,
        "message": message[:_MESSAGE_LENGTH],
        "details": dict(details or {}),
        "created_at": ctx.now,
    }
    # A twin may open it at the same moment: then there is one, and it is told of once.
    await insert_rows(StaffTask, [row], unless_there=True)
    if not await StaffTask.exists(merchant_id=ctx.merchant_id, id=task_id):
        return False
    log.warning("tasks.opened", task=task_id, kind=kind.value, subject=subject_id)
    tx.announce(
        "staff_task.opened",
        task_id,
        version=1,
        customer_id=None,
        payload={"kind": kind.value, "subject": subject_id, "message": row["message"]},
    )
    return True
