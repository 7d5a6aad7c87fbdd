"""The GraphQL errors of a refused document: each carries `extensions.code`, which clients and the web layer read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from graphql import GraphQLError, Node

PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
BAD_INPUT = "BAD_USER_INPUT"
TOO_COSTLY = "QUERY_TOO_COSTLY"


def refusal(code: str, message: str, nodes: Collection[Node] | None = None, **extensions: Any) -> GraphQLError:
    """An error with a code."""
    return GraphQLError(message, nodes, extensions={"code": code, **extensions})


def coded(error: GraphQLError, code: str) -> GraphQLError:
    """`error` with `code`, unless it has one."""
    error.extensions = {"code": code, **(error.extensions or {})}
    return error
