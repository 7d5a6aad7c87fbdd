"""Live updates: the present state first, then each change. What is sent is always read from the database."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import Protocol, TypeVar

import strawberry

from backend.domain.errors import NotFound
from backend.domain.payment import FINAL_PAYMENT
from backend.schema.balance_types import Balance, OfCurrency
from backend.schema.context import Info
from backend.schema.entities import Payment, Subscription
from backend.schema.lookups import Id, find_balance, find_payment, find_subscription
from backend.services.balances.watch import watched_balance


class _Versioned(Protocol):
    version: int


V = TypeVar("V", bound=_Versioned)


async def _changes(
    info: Info, id: str, find: Callable[[Info, str], Awaitable[V | None]], what: str
) -> AsyncIterator[V]:
    """The entity as it is, then again whenever its version has grown. Raises NotFound for what may not be seen.

    The mailbox is opened before the first look, so nothing can happen in between.
    """
    with info.context.bus.subscribe(info.context.ctx.merchant_id, id) as mailbox:
        shown = await find(info, id)
        if shown is None:
            raise NotFound(f"There is no such {what}.", id)
        yield shown
        async for message in mailbox.messages():
            if message is not None and message.version <= shown.version:
                continue
            info.context.look_again()
            present = await find(info, id)
            if present is None:
                return
            if present.version > shown.version:
                shown = present
                yield shown


@strawberry.type(description="What is pushed over the websocket as it happens.")
class LiveUpdates:
    @strawberry.subscription(description="A payment now and after each change; completes after a final state.")
    async def payment_updated(self, info: Info, id: Id) -> AsyncGenerator[Payment, None]:
        async for payment in _changes(info, id, find_payment, "payment"):
            yield payment
            if payment.status in FINAL_PAYMENT:
                return

    @strawberry.subscription(description="A subscription now and after each change.")
    async def subscription_updated(self, info: Info, id: Id) -> AsyncGenerator[Subscription, None]:
        async for subscription in _changes(info, id, find_subscription, "subscription"):
            yield subscription

    @strawberry.subscription(description="Your balance in one currency now and after each change.")
    async def balance_updated(self, info: Info, currency: OfCurrency = None) -> AsyncGenerator[Balance, None]:
        account_id = await watched_balance(info.context.ctx, currency_code=currency)
        async for balance in _changes(info, account_id, find_balance, "balance"):
            yield balance
