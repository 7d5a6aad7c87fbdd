"""Balances as customers and staff see them: what there is, and what moved it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from backend import models
from backend.domain.balance import ActorKind, HoldStatus, TransactionReason
from backend.schema.auto_top_up_types import AutoTopUp
from backend.schema.connections import After, Before, Connection, First, Last, PageArguments, connect
from backend.schema.context import Info
from backend.schema.money import Money
from backend.schema.node import Node
from backend.schema.scalars import CurrencyCode
from backend.services.balances.read import actor_kind, transactions_of
from backend.services.currencies import currency_input

if TYPE_CHECKING:
    from backend.schema.entities import Invoice, Payment, Subscription

OfCurrency = Annotated[CurrencyCode | None, strawberry.argument(description="The currency; their own without it.")]


@strawberry.type(description="Prepaid money of a customer in one currency.")
class Balance:
    customer_id: strawberry.Private[str]
    # None while nothing ever happened to it.
    account: strawberry.Private[models.LedgerAccount | None]
    currency: CurrencyCode = strawberry.field(description="What it is counted in.")
    version: int = strawberry.field(description="Counts its changes.")

    @classmethod
    def of(cls, customer_id: str, code: str, account: models.LedgerAccount | None) -> Balance:
        """From a row; nothing at all without one."""
        version = account.version if account else 0
        return cls(customer_id=customer_id, account=account, currency=CurrencyCode(code), version=version)

    @strawberry.field(description="What can be spent: what there is, less what is held.")
    def available(self) -> Money:
        row = self.account
        return Money.minor((row.balance_minor or 0) - row.held_minor if row else 0, self.currency)

    @strawberry.field(description="What is held of it: it cannot be spent until it is settled or released.")
    def held(self) -> Money:
        return Money.minor(self.account.held_minor if self.account else 0, self.currency)

    @strawberry.field(description="How it is topped up by itself; null when that was never set.")
    async def auto_top_up(self, info: Info) -> AutoTopUp | None:
        rows = await info.context.loaders.auto_top_ups_of_customer.load(self.customer_id)
        return next((AutoTopUp.of(row) for row in rows if row.currency == self.currency), None)

    @strawberry.field(
        description="The second at which its plans use it up; null when none runs on it, or not within 100 years."
    )
    async def funded_until(self, info: Info) -> datetime | None:
        rows = await info.context.loaders.funded_tariffs.load(self.account.id) if self.account else []
        return rows[0].funded_until if rows else None


@strawberry.type(description="One movement of a balance. Never changed afterwards.")
class BalanceTransaction(Node):
    row: strawberry.Private[models.BalanceTransaction]
    number: int = strawberry.field(description="1, 2, 3 and so on within its balance.")
    reason: TransactionReason = strawberry.field(description="Why the balance moved.")
    description: str = strawberry.field(description="What it was for, in words.")
    occurred_at: datetime = strawberry.field(description="When it counts from.")

    @classmethod
    def of(cls, row: models.BalanceTransaction) -> BalanceTransaction:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), number=row.number, reason=TransactionReason(row.reason),
            description=row.description, occurred_at=row.occurred_at,
        )  # fmt: skip

    @strawberry.field(description="Who did it.")
    async def actor(self, info: Info) -> ActorKind:
        return actor_kind(await info.context.loaders.user.load(self.row.user_id) if self.row.user_id else None)

    @strawberry.field(description="How much: positive raises the balance, negative lowers it.")
    def amount(self) -> Money:
        return Money.minor(self.row.amount_minor, self.row.currency)

    @strawberry.field(description="What the balance came to, with what was held of it.")
    def balance_after(self) -> Money:
        return Money.minor(self.row.balance_after_minor, self.row.currency)

    @strawberry.field(description="The payment that it came from, went into or gave back.")
    async def payment(self, info: Info) -> Annotated[Payment, strawberry.lazy("backend.schema.entities")] | None:
        from backend.schema.entities import Payment

        row = await info.context.loaders.payment.load(self.row.payment_id) if self.row.payment_id else None
        return Payment.of(row) if row else None

    @strawberry.field(description="The invoice that it paid, or paid too much of.")
    async def invoice(self, info: Info) -> Annotated[Invoice, strawberry.lazy("backend.schema.entities")] | None:
        from backend.schema.entities import Invoice

        row = await info.context.loaders.invoice.load(self.row.invoice_id) if self.row.invoice_id else None
        return Invoice.of(row) if row else None

    @strawberry.field(description="The subscription that it paid for.")
    async def subscription(
        self, info: Info
    ) -> Annotated[Subscription, strawberry.lazy("backend.schema.entities")] | None:
        from backend.schema.entities import Subscription

        id = self.row.subscription_id
        row = await info.context.loaders.subscription.load(id) if id else None
        return Subscription.of(row) if row else None


@strawberry.type(description="A part of a balance that nothing else can spend.")
class BalanceHold(Node):
    row: strawberry.Private[models.BalanceHold]
    status: HoldStatus = strawberry.field(description="Where it stands.")
    description: str = strawberry.field(description="What it is for.")
    created_at: datetime = strawberry.field(description="When it was made.")
    closed_at: datetime | None = strawberry.field(description="When it was settled or released.")

    @classmethod
    def of(cls, row: models.BalanceHold) -> BalanceHold:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), status=HoldStatus(row.status), description=row.description,
            created_at=row.created_at, closed_at=row.closed_at,
        )  # fmt: skip

    @strawberry.field(description="How much was held.")
    def amount(self) -> Money:
        return Money.minor(self.row.amount_minor, self.row.currency)

    @strawberry.field(description="How much of it was taken; null unless it is settled.")
    def settled(self) -> Money | None:
        return Money.minor(self.row.settled_minor, self.row.currency) if self.row.settled_minor is not None else None


@strawberry.type(description="What a customer's money fields are.")
class CustomerBalances:
    """The part of `Customer` that is about balances."""

    row: strawberry.Private[models.Customer]

    @strawberry.field(description="Their balances: their own currency first, then each in which money ever came.")
    async def balances(self, info: Info) -> list[Balance]:
        accounts = {row.currency: row for row in await info.context.loaders.balances_of_customer.load(self.row.id)}
        others = [code for code, row in accounts.items() if row.version and code != self.row.currency]
        return [Balance.of(self.row.id, code, accounts.get(code)) for code in (self.row.currency, *others)]

    @strawberry.field(description="Their balance in one currency; zero where there never was any.")
    async def balance(self, info: Info, currency: OfCurrency = None) -> Balance:
        code = currency_input(currency, "currency").code if currency else self.row.currency
        accounts = await info.context.loaders.balances_of_customer.load(self.row.id)
        return Balance.of(self.row.id, code, next((row for row in accounts if row.currency == code), None))

    @strawberry.field(description="What moved their balances, newest first.")
    async def transactions(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        currency: Annotated[CurrencyCode | None, strawberry.argument(description="Only of this currency.")] = None,
        reason: Annotated[list[TransactionReason] | None, strawberry.argument(description="Only for these.")] = None,
        since: Annotated[
            datetime | None, strawberry.argument(name="from", description="Only from this instant on.")
        ] = None,
        until: Annotated[datetime | None, strawberry.argument(description="Only before this instant.")] = None,
    ) -> Connection[BalanceTransaction]:
        rows = transactions_of(
            info.context.ctx, customer_id=self.row.id, currency=currency, reasons=reason, since=since, until=until
        )
        return await connect(rows, PageArguments(first, after, last, before), BalanceTransaction.of, newest_first=True)
