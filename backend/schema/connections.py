"""Relay connections over rows, by keyset: the cursor is the last id seen, so deep pages cost no more."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import strawberry
from tortoise.queryset import QuerySet

from backend.domain.errors import InvalidInput
from backend.models.base import Row

DEFAULT_PAGE = 25
MAX_PAGE = 100

N = TypeVar("N")
R = TypeVar("R", bound=Row)

First = Annotated[
    int | None,
    strawberry.argument(description=f"How many from the start; {DEFAULT_PAGE} without it, at most {MAX_PAGE}."),
]
After = Annotated[str | None, strawberry.argument(description="Only what comes after this cursor.")]
Last = Annotated[int | None, strawberry.argument(description=f"How many from the end; at most {MAX_PAGE}.")]
Before = Annotated[str | None, strawberry.argument(description="Only what comes before this cursor.")]


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether there is more after this page.")
    has_previous_page: bool = strawberry.field(description="Whether there is more before this page.")
    start_cursor: str | None = strawberry.field(description="The cursor of the first item; null for an empty page.")
    end_cursor: str | None = strawberry.field(description="The cursor of the last item; null for an empty page.")


@strawberry.type(description="An item of a list, with its cursor.")
class Edge(Generic[N]):
    cursor: str = strawberry.field(description="The place of this item: give it as `after` or `before`.")
    node: N = strawberry.field(description="The item.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[N]):
    edges: list[Edge[N]] = strawberry.field(description="The items with their cursors.")
    nodes: list[N] = strawberry.field(description="The items alone.")
    page_info: PageInfo = strawberry.field(description="Where this page lies.")
    counter: strawberry.Private[QuerySet[Any]]

    @strawberry.field(description="How many items the whole list has; counted only when asked for.")
    async def total_count(self) -> int:
        return await self.counter.count()


@dataclass(frozen=True, slots=True)
class PageArguments:
    """The four arguments of a connection, as they came."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None


async def connect(
    rows: QuerySet[R], arguments: PageArguments, node: Callable[[R], N], *, newest_first: bool
) -> Connection[N]:
    """One page of `rows`, ordered by id. Raises InvalidInput that names the wrong argument."""
    size, backwards = _size(arguments)
    later, earlier = ("id__lt", "id__gt") if newest_first else ("id__gt", "id__lt")
    page = rows
    if arguments.after is not None:
        page = page.filter(**{later: _decode(arguments.after, "after")})
    if arguments.before is not None:
        page = page.filter(**{earlier: _decode(arguments.before, "before")})
    descending = newest_first is not backwards
    found = await page.order_by("-id" if descending else "id").limit(size + 1)
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    edges = [Edge(cursor=_encode(row.id), node=node(row)) for row in found]
    return Connection(
        edges=edges,
        nodes=[edge.node for edge in edges],
        page_info=PageInfo(
            has_next_page=(arguments.before is not None) if backwards else more,
            has_previous_page=more if backwards else (arguments.after is not None),
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
        counter=rows,
    )


def _size(arguments: PageArguments) -> tuple[int, bool]:
    if arguments.first is not None and arguments.last is not None:
        raise InvalidInput.at("last", "EXCLUSIVE", "Give `first` or `last`, not both.")
    for name, value in (("first", arguments.first), ("last", arguments.last)):
        if value is not None and not 0 <= value <= MAX_PAGE:
            raise InvalidInput.at(name, "OUT_OF_RANGE", f"Ask for 0 to {MAX_PAGE} items.")
    if arguments.last is not None:
        return arguments.last, True
    return (DEFAULT_PAGE if arguments.first is None else arguments.first), False


def _encode(id: str) -> str:
    return base64.urlsafe_b64encode(f"1:{id}".encode()).decode().rstrip("=")


def _decode(cursor: str, path: str) -> str:
    try:
        version, _, id = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(":")
    except (binascii.Error, ValueError):
        version, id = "", ""
    if version != "1" or not id.isascii() or not id.replace("_", "").isalnum():
        raise InvalidInput.at(path, "INVALID_CURSOR", "This is not a cursor of this list.")
    return id
