"""Staff have seen to a task."""

from __future__ import annotations

from backend.domain.errors import NotFound
from backend.models import StaffTask
from backend.services.balances.inputs import text_input
from backend.services.context import Context
from backend.services.transaction import transaction


async def resolve_task(ctx: Context, *, task_id: str, note: str | None = None) -> StaffTask:
    """Close a task, with a word of staff's on what was done. One that is closed stays as it is.

    For staff. Raises Forbidden, NotFound, and InvalidInput for a note that is no line of text.
    """
    ctx.actor.require_staff()
    said = text_input(note, "note") if note is not None and note.strip() else None
    own = StaffTask.filter(merchant_id=ctx.merchant_id, id=task_id)
    if not await own.exists():
        raise NotFound("There is no such task.", task_id)
    async with transaction(ctx) as tx:
        closed = await own.filter(resolved_at=None).update(
            resolved_at=ctx.now, resolved_by=ctx.actor.user_id, note=said
        )
        if closed:
            payload = {"note": said, "by": ctx.actor.user_id}
            tx.announce("staff_task.resolved", task_id, version=2, customer_id=None, payload=payload)
    return await own.get()
