"""The inbox of what gateways tell, for staff."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from backend import models
from backend.domain.inbox import EventStatus
from backend.schema.connections import After, Before, Connection, First, Last, PageArguments, connect
from backend.schema.context import Info
from backend.schema.enums import describe
from backend.schema.errors import ForbiddenError, NotFoundError, NotSupportedError
from backend.schema.node import Node
from backend.services.gateways.events import find_events, replay_event

describe(
    EventStatus,
    "What became of an event.",
    {
        "RECEIVED": "It waits to be applied, or to be tried again.",
        "APPLIED": "It was applied; perhaps it was no news any more.",
        "IGNORED": "There is nothing in it for us.",
        "FAILED": "It was tried often, and given up: see `outcome`.",
    },
    name="GatewayEventStatus",
)


@strawberry.type(description="A fact that a gateway told, verified and stored as it came.")
class GatewayEvent(Node):
    account_id: strawberry.ID = strawberry.field(description="The gateway account that it is about.")
    kind: str = strawberry.field(description="What happened, such as payment.succeeded.")
    subject: str = strawberry.field(description="What it is about: payment, refund, dispute, setup or method.")
    trust: str = strawberry.field(
        description="How far it is believed: signed_full as it stands; signed_thin and hint make us ask the gateway."
    )
    reference: str | None = strawberry.field(description="The gateway's own id of what it is about.")
    our_reference: str | None = strawberry.field(description="Our id of it, as the gateway repeats it.")
    payment_reference: str | None = strawberry.field(
        description="The gateway's own id of the payment that a refund or a dispute is of."
    )
    status: EventStatus = strawberry.field(description="What became of it.")
    outcome: str | None = strawberry.field(description="What it changed, or why nothing.")
    tries: int = strawberry.field(description="How often it was tried.")
    next_try_at: datetime | None = strawberry.field(description="When it is tried next; null at the end.")
    occurred_at: datetime = strawberry.field(description="When it happened, as the gateway says.")
    received_at: datetime = strawberry.field(description="When it came.")
    body: str = strawberry.field(description="The webhook as it came, without secrets of payers' apps.")

    @classmethod
    def of(cls, row: models.GatewayEvent) -> GatewayEvent:
        """From a row."""
        return cls(
            id=strawberry.ID(row.id), account_id=strawberry.ID(row.gateway_account_id), kind=row.kind,
            subject=row.subject, trust=row.trust, reference=row.reference, our_reference=row.our_reference,
            payment_reference=row.payment_reference, status=EventStatus(row.status), outcome=row.outcome,
            tries=row.tries, next_try_at=row.next_try_at, occurred_at=row.occurred_at, received_at=row.received_at,
            body=row.body,
        )  # fmt: skip


async def find_event(info: Info, id: str) -> GatewayEvent | None:
    """One of the merchant's events, for staff."""
    ctx = info.context.ctx
    row = await models.GatewayEvent.get_or_none(merchant_id=ctx.merchant_id, id=id) if ctx.actor.is_staff else None
    return GatewayEvent.of(row) if row else None


@strawberry.input(description="What to apply again.")
class GatewayEventReplayInput:
    event_id: strawberry.ID = strawberry.field(description="An event of the inbox.")


@strawberry.type(description="Tried once more: `status` and `outcome` say what came of it.")
class GatewayEventReplaySuccess:
    event: GatewayEvent = strawberry.field(description="The event as it is now.")


GatewayEventReplayResult = Annotated[
    GatewayEventReplaySuccess | NotFoundError | ForbiddenError | NotSupportedError,
    strawberry.union("GatewayEventReplayResult", description="Tried, or why not."),
]


@strawberry.type
class GatewayEventQuery:
    @strawberry.field(description="Staff: what gateways told, newest first.")
    async def gateway_events(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        account_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only of this gateway account.")
        ] = None,
        status: Annotated[list[EventStatus] | None, strawberry.argument(description="Only these statuses.")] = None,
        kind: Annotated[str | None, strawberry.argument(description="Only this kind, exactly.")] = None,
    ) -> Connection[GatewayEvent]:
        rows = find_events(info.context.ctx, account_id=account_id, statuses=status, kind=kind)
        return await connect(rows, PageArguments(first, after, last, before), GatewayEvent.of, newest_first=True)


@strawberry.type
class GatewayEventMutation:
    @strawberry.mutation(
        description="Staff: apply an event of a gateway again. What it changed before changes nothing more."
    )
    async def gateway_event_replay(
        self, info: Info, input: Annotated[GatewayEventReplayInput, strawberry.argument(description="The event.")]
    ) -> GatewayEventReplayResult:
        event = await replay_event(info.context.ctx, event_id=input.event_id)
        info.context.look_again()
        return GatewayEventReplaySuccess(event=GatewayEvent.of(event))
