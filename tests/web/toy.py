"""A small schema for the tests of the protocol edge: every resolver that runs is counted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

import strawberry
from strawberry.scalars import JSON
from strawberry.types import Info

from backend.domain.errors import Forbidden, InvalidInput, NotFound
from backend.schema.limits import Documents, schema_extensions
from backend.services.context import Actor

CANARY = "canary-7c1"
ran: list[str] = []
documents = Documents()


@dataclass(frozen=True, slots=True)
class ToyContext:
    """The context of one operation; `number` tells two contexts apart."""

    actor: Actor
    number: int


def counted(name: str) -> None:
    ran.append(name)


@strawberry.enum
class Size(Enum):
    SMALL = "small"
    LARGE = "large"


@strawberry.type
class Plan:
    name: str = "plan"

    @strawberry.field
    def product(self) -> Product:
        counted("product")
        return Product()


@strawberry.type
class Product:
    name: str = "product"

    @strawberry.field
    def plans(self) -> list[Plan]:
        counted("plans")
        return [Plan()]

    @strawberry.field
    def related(self, first: int | None = None) -> list[Product]:
        counted("related")
        return [Product()]


@strawberry.type
class Edge:
    cursor: str
    node: Product


@strawberry.type
class Connection:
    total_count: int

    @strawberry.field
    def nodes(self) -> list[Product]:
        counted("nodes")
        return [Product()]

    @strawberry.field
    def edges(self) -> list[Edge]:
        counted("edges")
        return [Edge(cursor="c", node=Product())]


@strawberry.input
class Filter:
    size: Size
    names: list[str] = strawberry.field(default_factory=list)


@strawberry.type
class Query:
    @strawberry.field
    def products(self, first: int | None = None, last: int | None = None) -> Connection:
        counted("products")
        return Connection(total_count=1)

    @strawberry.field
    def echo(self, text: str) -> str:
        counted("echo")
        return text

    @strawberry.field
    def count(self, number: int) -> int:
        counted("count")
        return number

    @strawberry.field
    def amount(self, value: Decimal) -> Decimal:
        counted("amount")
        return value

    @strawberry.field
    def sized(self, filter: Filter) -> str:
        counted("sized")
        return filter.size.name

    @strawberry.field
    def whoami(self, info: Info[ToyContext, None]) -> str:
        counted("whoami")
        return f"{info.context.actor.role} of {info.context.actor.merchant_id}"

    @strawberry.field
    def context_number(self, info: Info[ToyContext, None]) -> int:
        counted("context_number")
        return info.context.number

    @strawberry.field
    def unserialisable(self) -> JSON:
        return JSON(object())

    @strawberry.field
    def boom(self) -> str | None:
        raise RuntimeError(CANARY)

    @strawberry.field
    def forbidden(self) -> str | None:
        raise Forbidden("Sign in as a customer to do this.")

    @strawberry.field
    def missing(self) -> str | None:
        raise NotFound("There is no such thing.")

    @strawberry.field
    def invalid(self) -> str:
        raise InvalidInput.at("filter.size", "TOO_BIG", "The size is too big.")


@strawberry.type
class Mutation:
    @strawberry.mutation
    def token_obtain(self, password: str) -> str:
        counted("token_obtain")
        return "token"

    @strawberry.mutation
    def rename(self, name: str) -> str:
        counted("rename")
        return name


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def ticks(self, count: int = 3) -> AsyncIterator[int]:
        counted("ticks")
        for number in range(count):
            yield number

    @strawberry.subscription
    async def forever(self) -> AsyncIterator[int]:
        counted("forever")
        yield 0
        await asyncio.Event().wait()

    @strawberry.subscription
    async def broken(self) -> AsyncIterator[int]:
        yield 0
        raise RuntimeError(CANARY)


schema = strawberry.Schema(Query, Mutation, Subscription, extensions=schema_extensions(documents))
