"""Test clocks: staff let months pass for some customers of a merchant in test mode, or for all."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from backend import models
from backend.domain.clocks import ClockStatus
from backend.schema.connections import After, Before, Connection, First, Last, PageArguments, connect
from backend.schema.context import Info
from backend.schema.entities import Customer
from backend.schema.enums import describe
from backend.schema.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError, NotSupportedError
from backend.schema.node import Node
from backend.services.test_clocks.advance import MOST_EVENTS, advance_test_clock
from backend.services.test_clocks.create import MOST_CUSTOMERS, create_test_clock

describe(
    ClockStatus,
    "Whether a test clock stands.",
    {"READY": "It stands.", "ADVANCING": "It is on its way to its target."},
    name="TestClockStatus",
)


@strawberry.type(description="A time of their own for some customers, or all: it stands until staff advance it.")
class TestClock(Node):
    row: strawberry.Private[models.TestClock]
    name: str = strawberry.field(description="What it is for.")
    now: datetime = strawberry.field(description="What time it is for its customers.")
    target: datetime | None = strawberry.field(description="Where it is being advanced to; null when it stands.")
    status: ClockStatus = strawberry.field(description="Whether it stands.")
    everybody: bool = strawberry.field(description="Whether it is for all of the merchant's customers.")
    last_error: str | None = strawberry.field(description="Why it stopped before its target, if it did.")
    created_at: datetime = strawberry.field(description="When it was made, in real time.")

    @classmethod
    def of(cls, row: models.TestClock) -> TestClock:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), name=row.name, now=row.now_at, target=row.target_at,
            status=ClockStatus(row.status), everybody=row.everybody, last_error=row.last_error,
            created_at=row.created_at,
        )  # fmt: skip

    @strawberry.field(description="The customers who live in its time, newest first.")
    async def customers(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Customer]:
        rows = models.Customer.filter(merchant_id=self.row.merchant_id, test_clock_id=self.row.id)
        return await connect(rows, PageArguments(first, after, last, before), Customer.of, newest_first=True)


async def find_test_clock(info: Info, id: str) -> TestClock | None:
    """One of the merchant's clocks, for staff."""
    ctx = info.context.ctx
    row = await models.TestClock.get_or_none(merchant_id=ctx.merchant_id, id=id) if ctx.actor.is_staff else None
    return TestClock.of(row) if row else None


@strawberry.type(description="Something that happened while a clock was advanced.")
class TestClockEvent:
    id: strawberry.ID = strawberry.field(description="The event's id.")
    type: str = strawberry.field(description="What happened, such as `invoice.paid`.")
    subject_id: strawberry.ID = strawberry.field(description="To what: the id of an invoice, a subscription ...")
    occurred_at: datetime = strawberry.field(description="When, in the time of the clock.")

    @classmethod
    def of(cls, row: models.Event) -> TestClockEvent:
        """From a row."""
        return cls(
            id=strawberry.ID(row.id), type=row.type, subject_id=strawberry.ID(row.subject_id),
            occurred_at=row.occurred_at,
        )  # fmt: skip


@strawberry.input(description="The clock.")
class TestClockCreateInput:
    name: str = strawberry.field(description="What it is for: one line of 1 to 200 characters.")
    now: datetime = strawberry.field(description="Where it stands: from the year 2000 to ten years ahead.")
    customer_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description=f"Who lives in its time from now on, at most {MOST_CUSTOMERS}: customers without a subscription, "
        "an invoice, a payment or a balance.",
    )
    everybody: bool = strawberry.field(
        default=False,
        description="Instead of naming some: all customers of the merchant live in its time, also those to come. None "
        "may have a history or a clock yet.",
    )


@strawberry.type(description="Made.")
class TestClockCreateSuccess:
    test_clock: TestClock = strawberry.field(description="The clock.")


TestClockCreateResult = Annotated[
    TestClockCreateSuccess | InvalidInputError | ForbiddenError | NotSupportedError,
    strawberry.union("TestClockCreateResult", description="Made, or why not."),
]


@strawberry.input(description="Which clock to advance, and how far.")
class TestClockAdvanceInput:
    test_clock_id: strawberry.ID = strawberry.field(description="A clock that stands.")
    to: datetime = strawberry.field(description="A later instant, within ten years of where it stands.")
    idempotency_key: str = strawberry.field(
        description="Any text of your own, new for each act: sent again, it gives the same answer, as far as it is now."
    )


@strawberry.type(description="The clock is on its way, or has arrived. While it is ADVANCING, ask again.")
class TestClockAdvanceSuccess:
    test_clock: TestClock = strawberry.field(description="The clock as it is now.")
    events: list[TestClockEvent] = strawberry.field(
        description=f"What happened to its customers on the way so far, in order: the first {MOST_EVENTS}."
    )
    event_count: int = strawberry.field(description="How much that is in all.")


TestClockAdvanceResult = Annotated[
    TestClockAdvanceSuccess | InvalidInputError | NotFoundError | ForbiddenError | ConflictError | NotSupportedError,
    strawberry.union("TestClockAdvanceResult", description="Advanced, or why not."),
]


@strawberry.type
class TestClockQuery:
    @strawberry.field(name="testClocks", description="Staff: the merchant's test clocks, newest first.")
    async def clocks(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[TestClock]:
        info.context.ctx.actor.require_staff()
        rows = models.TestClock.filter(merchant_id=info.context.ctx.merchant_id)
        return await connect(rows, PageArguments(first, after, last, before), TestClock.of, newest_first=True)


@strawberry.type
class TestClockMutation:
    @strawberry.mutation(description="Staff: make a test clock. Only for merchants without a LIVE gateway account.")
    async def test_clock_create(
        self, info: Info, input: Annotated[TestClockCreateInput, strawberry.argument(description="The clock.")]
    ) -> TestClockCreateResult:
        row = await create_test_clock(
            info.context.ctx, name=input.name, now=input.now, everybody=input.everybody,
            customer_ids=[str(id) for id in input.customer_ids],
        )  # fmt: skip
        return TestClockCreateSuccess(test_clock=TestClock.of(row))

    @strawberry.mutation(
        description="Staff: let the time of a clock's customers pass. All that falls due on the way happens in order."
    )
    async def test_clock_advance(
        self, info: Info, input: Annotated[TestClockAdvanceInput, strawberry.argument(description="How far.")]
    ) -> TestClockAdvanceResult:
        done = await advance_test_clock(
            info.context.ctx, test_clock_id=input.test_clock_id, to=input.to, idempotency_key=input.idempotency_key
        )
        return TestClockAdvanceSuccess(
            test_clock=TestClock.of(done.clock),
            events=[TestClockEvent.of(event) for event in done.events],
            event_count=done.count,
        )
