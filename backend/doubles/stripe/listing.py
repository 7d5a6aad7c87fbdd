"""Lists, search and expanded fields."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .book import Book, Thing
from .desk import Desk
from .params import Params
from .problems import Problem, missing_resource

_EXPANDABLE = frozenset(
    {
        "balance_transaction", "charge", "customer", "latest_attempt", "latest_charge", "payment_intent",
        "payment_method", "setup_intent",
    }
)  # fmt: skip
_CLAUSE = re.compile(
    r"""(?:metadata\[(['"])(?P<key>[^'"]+)\1\]|(?P<field>[a-z_]+))\s*:\s*(?P<quote>['"])"""
    r"""(?P<value>(?:\\.|(?!(?P=quote))[^\\])*)(?P=quote)"""
)


def page(desk: Desk, params: Params, things: Iterable[Thing], url: str, filters: Iterable[str] = ()) -> Thing:
    """Newest first, in pages."""
    limit, after = params.integer("limit"), params.text("starting_after")
    before = params.text("ending_before")
    created = _created(params)
    wanted = {name: params.text(name) for name in filters}
    params.done()
    if limit is not None and not 1 <= limit <= 100:
        bound = "greater than or equal to 1" if limit < 1 else "less than or equal to 100"
        text = f"This value must be {bound}."
        raise Problem(400, text, code="parameter_invalid_integer", param="limit")
    found = [
        thing
        for thing in reversed(list(things))
        if created(thing["created"])
        and all(value is None or thing.get(name) == value for name, value in wanted.items())
    ]
    for cursor, name in ((after, "starting_after"), (before, "ending_before")):
        if cursor is None:
            continue
        ids = [thing["id"] for thing in found]
        if cursor not in ids:
            raise missing_resource("object", cursor, name, 400)
        found = found[ids.index(cursor) + 1 :] if name == "starting_after" else found[: ids.index(cursor)]
    limit = min(limit or 10, desk.double.longest_page or 100)
    return {"object": "list", "data": found[:limit], "has_more": len(found) > limit, "url": url}


def _created(params: Params) -> Callable[[int], bool]:
    if not params.is_part("created"):
        exact = params.integer("created")
        return lambda at: exact in (None, at)
    part, bounds = params.part("created"), dict[str, int]()
    for name in ("gt", "gte", "lt", "lte"):
        value = part.integer(name) if part else None
        if value is not None:
            bounds[name] = value
    tests: Mapping[str, Callable[[int, int], bool]] = {
        "gt": lambda at, bound: at > bound,
        "gte": lambda at, bound: at >= bound,
        "lt": lambda at, bound: at < bound,
        "lte": lambda at, bound: at <= bound,
    }
    return lambda at: all(tests[name](at, bound) for name, bound in bounds.items())


def search(desk: Desk, params: Params, kind: str, url: str, fields: Iterable[str]) -> Thing:
    """Stripe's search language, as far as `metadata['a']:'b' AND status:'c'`. New objects are seen late."""
    query, limit = params.required("query"), params.integer("limit")
    params.text("page")
    params.done()
    wanted: list[tuple[str, str, bool]] = []
    for clause in re.split(r"\s+AND\s+", query.strip()):
        form = _CLAUSE.fullmatch(clause)
        if form is None or (form["field"] and form["field"] not in fields):
            raise Problem(400, f"We were unable to parse your search query: {clause}", param="query")
        value = re.sub(r"\\(.)", r"\1", form["value"])
        wanted.append((form["key"] or form["field"], value, form["key"] is not None))
    seen = desk.now - desk.double.search_lag_seconds
    found = [
        thing
        for thing in reversed(desk.book.of(kind))
        if thing["created"] <= seen
        and all(
            (thing["metadata"].get(name) == value) if noted else (str(thing.get(name)) == value)
            for name, value, noted in wanted
        )
    ]
    limit = limit or 10
    more = len(found) > limit
    return {"object": "search_result", "data": found[:limit], "has_more": more, "next_page": None, "url": url}


def expanded(book: Book, thing: Thing, paths: Iterable[str]) -> Thing:
    """A copy of an answer in which ids were replaced by what they stand for."""
    answer = copy.deepcopy(thing)
    for path in paths:
        parts = path.split(".")
        if len(parts) > 4:
            raise Problem(400, f"You cannot expand more than 4 levels of a property. Property: {path}", param="expand")
        _expand(book, answer, parts, path)
    return answer


def _expand(book: Book, thing: Any, parts: list[str], path: str) -> None:
    if isinstance(thing, list):
        for one in thing:
            _expand(book, one, parts, path)
        return
    name, rest = parts[0], parts[1:]
    known = isinstance(thing, dict) and name in thing and (name in _EXPANDABLE or name == "data")
    if not known:
        raise Problem(400, f"This property cannot be expanded ({path}).", param="expand")
    if isinstance(thing[name], str) and thing[name] in book.things:
        thing[name] = copy.deepcopy(book.things[thing[name]])
    if rest and thing[name] is not None:
        _expand(book, thing[name], rest, path)
