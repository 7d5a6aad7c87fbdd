"""Tasks: what staff are asked to see to."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from backend import models
from backend.domain.tasks import TaskKind
from backend.schema.connections import After, Before, Connection, First, Last, PageArguments, connect
from backend.schema.context import Info
from backend.schema.entities import Customer
from backend.schema.errors import ForbiddenError, InvalidInputError, NotFoundError
from backend.schema.node import Node
from backend.schema.scalars import JSON
from backend.services.tasks.read import find_tasks
from backend.services.tasks.resolve import resolve_task


@strawberry.type(description="Something that a person of the merchant has to see to.")
class StaffTask(Node):
    row: strawberry.Private[models.StaffTask]
    kind: TaskKind = strawberry.field(description="What it is about.")
    subject_id: strawberry.ID = strawberry.field(
        description="The id of what it is about: a payment, a refund, a dispute, a comparison, an event of a gateway;"
        " or the gateway's own name of what was not booked here."
    )
    message: str = strawberry.field(description="What happened, in a sentence or two.")
    details: JSON = strawberry.field(description="Facts by their names: they depend on the kind.")
    created_at: datetime = strawberry.field(description="When it was opened.")
    resolved_at: datetime | None = strawberry.field(description="When staff resolved it; null while it is open.")
    note: str | None = strawberry.field(description="What staff said when they resolved it.")

    @classmethod
    def of(cls, row: models.StaffTask) -> StaffTask:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), kind=TaskKind(row.kind), subject_id=strawberry.ID(row.subject_id),
            message=row.message, details=JSON(row.details), created_at=row.created_at, resolved_at=row.resolved_at,
            note=row.note,
        )  # fmt: skip

    @strawberry.field(description="The customer whom it concerns, if one.")
    async def customer(self, info: Info) -> Customer | None:
        row = await info.context.loaders.customer.load(self.row.customer_id) if self.row.customer_id else None
        return Customer.of(row) if row else None

    @strawberry.field(description="The e-mail address of who resolved it.")
    async def resolved_by(self, info: Info) -> str | None:
        row = await info.context.loaders.user.load(self.row.resolved_by) if self.row.resolved_by else None
        return row.email if row else None


async def find_task(info: Info, id: str) -> StaffTask | None:
    """One of the merchant's tasks, for staff."""
    ctx = info.context.ctx
    row = await models.StaffTask.get_or_none(merchant_id=ctx.merchant_id, id=id) if ctx.actor.is_staff else None
    return StaffTask.of(row) if row else None


@strawberry.input(description="What was seen to.")
class StaffTaskResolveInput:
    task_id: strawberry.ID = strawberry.field(description="A task.")
    note: str | None = strawberry.field(
        default=None, description="What was done, for those who come later: one line of 1 to 300 characters."
    )


@strawberry.type(description="Resolved. One that was resolved before stays as it was.")
class StaffTaskResolveSuccess:
    task: StaffTask = strawberry.field(description="The task as it is now.")


StaffTaskResolveResult = Annotated[
    StaffTaskResolveSuccess | InvalidInputError | NotFoundError | ForbiddenError,
    strawberry.union("StaffTaskResolveResult", description="Resolved, or why not."),
]


@strawberry.type
class TaskQuery:
    @strawberry.field(description="Staff: what waits for them, newest first; with `resolved` what they have seen to.")
    async def staff_tasks(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        kind: Annotated[list[TaskKind] | None, strawberry.argument(description="Only these kinds.")] = None,
        resolved: Annotated[
            bool | None, strawberry.argument(description="Only those that are resolved, or not; null for all.")
        ] = False,
    ) -> Connection[StaffTask]:
        rows = find_tasks(info.context.ctx, kinds=kind, resolved=resolved)
        return await connect(rows, PageArguments(first, after, last, before), StaffTask.of, newest_first=True)


@strawberry.type
class TaskMutation:
    @strawberry.mutation(description="Staff: say that a task was seen to. The same matter may open another one later.")
    async def staff_task_resolve(
        self, info: Info, input: Annotated[StaffTaskResolveInput, strawberry.argument(description="The task.")]
    ) -> StaffTaskResolveResult:
        task = await resolve_task(info.context.ctx, task_id=input.task_id, note=input.note)
        return StaffTaskResolveSuccess(task=StaffTask.of(task))
