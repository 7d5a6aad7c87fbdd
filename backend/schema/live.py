"""Live updates: the present state first, then each change. What is sent is always read from the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Annotated, Protocol, TypeVar

import strawberry

from backend.domain.errors import NotFound
from backend.domain.payment import FINAL_PAYMENT
from backend.schema.balance_types import Balance, OfCurrency
from backend.schema.changes import SubscriptionChangeQuoteInput
from backend.schema.context import Info
from backend.schema.entities import Payment, Subscription
from backend.schema.lookups import Id, find_balance, find_payment, find_subscription
from backend.schema.payment_setups import PaymentSetup, find_payment_setup
from backend.schema.purchases import selection_of
from backend.schema.quotes import Quote
from backend.services.balances.watch import watched_balance
from backend.services.subscriptions.quote_change import ChangeOffer, quote_change

# A quote is renewed while whoever looks at it can still confirm it.
_BEFORE_EXPIRY = timedelta(seconds=60)
# Messages tell of subscriptions. Nobody tells of prices.
_LOOK_AT_PRICES_EVERY = timedelta(seconds=10)


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
            await info.context.catch_up()
            present = await find(info, id)
            if present is None:
                return
            if present.version > shown.version:
                shown = present
                yield shown


async def _quotes(info: Info, input: SubscriptionChangeQuoteInput) -> AsyncIterator[Quote]:
    """The quote as of now, and a fresh one when it would be another, or before it expires.

    Raises what `quote_change` raises, also later, when no quote is possible any more.
    """

    async def quoted() -> ChangeOffer:
        return await quote_change(
            info.context.ctx,
            subscription_id=input.subscription_id,
            selection=selection_of(input.plan_id, input.quantity, input.addons),
            timing=input.when,
        )

    holds = info.context.ctx.services.limits.quote
    fresh_for = max(holds - _BEFORE_EXPIRY, holds / 2).total_seconds()
    time = asyncio.get_running_loop().time
    with info.context.bus.subscribe(info.context.ctx.merchant_id, input.subscription_id) as mailbox:
        messages = mailbox.messages()
        heard = asyncio.ensure_future(anext(messages))
        try:
            shown, until = await quoted(), time() + fresh_for
            yield Quote.offered(shown)
            while True:
                left = min(until - time(), _LOOK_AT_PRICES_EVERY.total_seconds())
                if (await asyncio.wait({heard}, timeout=max(left, 0)))[0]:
                    heard = asyncio.ensure_future(anext(messages))
                await info.context.catch_up()
                present = await quoted()
                if time() >= until or not present.is_like(shown):
                    shown, until = present, time() + fresh_for
                    yield Quote.offered(shown)
        finally:
            heard.cancel()


@strawberry.type(description="What is pushed over the websocket as it happens.")
class LiveUpdates:
    @strawberry.subscription(description="A payment now and after each change; completes after a final state.")
    async def payment_updated(self, info: Info, id: Id) -> AsyncGenerator[Payment, None]:
        async for payment in _changes(info, id, find_payment, "payment"):
            yield payment
            if payment.status in FINAL_PAYMENT:
                return

    @strawberry.subscription(
        description="The saving of a method now and after each change; completes after a final state."
    )
    async def payment_setup_updated(self, info: Info, id: Id) -> AsyncGenerator[PaymentSetup, None]:
        async for setup in _changes(info, id, find_payment_setup, "setup"):
            yield setup
            if setup.status in FINAL_PAYMENT:
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

    @strawberry.subscription(
        description="What a change means now, and again when the subscription or a price changed, or the quote is "
        "about to expire. Completes with an error when it can be changed no more."
    )
    async def subscription_change_quote_updated(
        self,
        info: Info,
        input: Annotated[SubscriptionChangeQuoteInput, strawberry.argument(description="What it would become.")],
    ) -> AsyncGenerator[Quote, None]:
        async for quote in _quotes(info, input):
            yield quote
