"""The merchant's tasks, for staff to look through."""

from __future__ import annotations

from collections.abc import Collection

from tortoise.queryset import QuerySet

from backend.domain.tasks import TaskKind
from backend.models import StaffTask
from backend.services.context import Context


def find_tasks(
    ctx: Context, *, kinds: Collection[TaskKind] | None = None, resolved: bool | None = None
) -> QuerySet[StaffTask]:
    """All of them, or those of some kinds, or only the open (`resolved` False) or the closed. Raises Forbidden."""
    ctx.actor.require_staff()
    rows = StaffTask.filter(merchant_id=ctx.merchant_id)
    if kinds is not None:
        rows = rows.filter(kind__in=[kind.value for kind in kinds])
    return rows if resolved is None else rows.filter(resolved_at__isnull=not resolved)
