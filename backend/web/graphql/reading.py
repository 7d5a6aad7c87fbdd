"""From bytes to one checked GraphQL request. Whatever is wrong with them is a 400, never a library's exception."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson

DEPTH = 32
# Beyond it a JSON number is no longer the integer that was sent.
EXACT_INTEGER = 2**63
QUERY_PARAMETERS = 20


class Malformed(ValueError):
    """The request is not one GraphQL request. The message is shown to the caller."""


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """One operation to run."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None


def read_json(body: bytes | str) -> object:
    """Parse strictly: UTF-8, no NaN, no inexact integers, no NUL, no deep nesting."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed("The text is not valid JSON in UTF-8.") from error
    _check_values(value)
    return value


def read_body(body: bytes) -> GraphQLRequest:
    """The request in a POST body."""
    return read_parameters(read_json(body))


def read_query_string(raw: bytes) -> GraphQLRequest:
    """The request in a GET query string; variables and extensions are JSON texts there."""
    try:
        pairs = parse_qsl(raw.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=QUERY_PARAMETERS)
    except ValueError as error:
        raise Malformed("The query string is not valid UTF-8.") from error
    parameters: dict[str, object] = {}
    for name, text in pairs:
        if name in parameters:
            raise Malformed(f"The parameter {name[:40]!r} is given twice.")
        _check_values(text)
        parameters[name] = (read_json(text) if text else None) if name in ("variables", "extensions") else text
    return read_parameters(parameters)


def read_parameters(value: object) -> GraphQLRequest:
    """Check the types of a request's parameters; batches are refused."""
    if isinstance(value, list):
        raise Malformed("Batches are not supported: send one operation in a request.")
    if not isinstance(value, Mapping):
        raise Malformed("The request must be a JSON object.")
    query, name, variables = value.get("query"), value.get("operationName"), value.get("variables")
    if not isinstance(query, str) or not query:
        raise Malformed("`query` must be a GraphQL document.")
    if name is not None and not isinstance(name, str):
        raise Malformed("`operationName` must be a string or null.")
    if variables is not None and not isinstance(variables, dict):
        raise Malformed("`variables` must be an object or null.")
    if not isinstance(value.get("extensions"), dict | None):
        raise Malformed("`extensions` must be an object or null.")
    return GraphQLRequest(query, variables, name)


def _check_values(value: object) -> None:
    pending = [(value, 0)]
    while pending:
        item, depth = pending.pop()
        if depth > DEPTH:
            raise Malformed(f"The JSON is nested deeper than {DEPTH} levels.")
        if isinstance(item, str):
            if "\0" in item:
                raise Malformed("Text must not hold the NUL character.")
        elif isinstance(item, dict):
            for key, inner in item.items():
                pending += ((key, depth + 1), (inner, depth + 1))
        elif isinstance(item, list):
            pending += ((inner, depth + 1) for inner in item)
        elif isinstance(item, int | float) and (abs(item) >= EXACT_INTEGER or not math.isfinite(item)):
            raise Malformed("A number is too large.")
