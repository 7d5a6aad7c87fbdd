"""What callers see of an error: a message that is safe, and always `extensions.code`. Crashes are masked and logged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from graphql import GraphQLError, GraphQLFormattedError, GraphQLSyntaxError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError

from backend.domain.errors import Forbidden, InvalidInput, Refusal
from backend.logs import request_id
from backend.services.context import Actor, Role

log = structlog.stdlib.get_logger("perennial.graphql")

INTERNAL = "INTERNAL"
# What a scalar raises for a value that it does not take; anything else in there is a crash.
_INPUT_ERRORS = (ValueError, TypeError, ArithmeticError)


def shown(error: GraphQLError, actor: Actor) -> GraphQLFormattedError:
    """The error as the response carries it. An unexpected one is logged here, with its traceback and request id."""
    cause = _cause(error)
    code = (error.extensions or {}).get("code")
    if isinstance(cause, Refusal):
        return _refusal(error, cause, actor)
    if isinstance(code, str) and (cause is None or isinstance(cause, _INPUT_ERRORS)):
        return error.formatted
    if isinstance(cause, CannotGetOperationTypeError | InvalidOperationTypeError):
        return _with(error, "BAD_USER_INPUT")
    if cause is not None:
        return _masked(error, cause)
    if isinstance(error, GraphQLSyntaxError):
        return _with(error, "GRAPHQL_PARSE_FAILED")
    # Without a cause it is graphql-core's own: before execution about the document, in a field about its arguments.
    return _with(error, "BAD_USER_INPUT" if error.path else "GRAPHQL_VALIDATION_FAILED")


def top_level(code: str, message: str, **extensions: object) -> GraphQLFormattedError:
    """An error about the request as a whole."""
    return {"message": message, "extensions": {"code": code, **extensions}}


def internal() -> GraphQLFormattedError:
    """All that a caller learns of a crash."""
    return top_level(INTERNAL, "Internal error", requestId=request_id())


def _cause(error: GraphQLError) -> Exception | None:
    cause: Exception | None = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _with(error: GraphQLError, code: str, extensions: Mapping[str, Any] | None = None) -> GraphQLFormattedError:
    formatted = error.formatted
    formatted["extensions"] = {"code": code, **(extensions or {})}
    return formatted


def _refusal(error: GraphQLError, refusal: Refusal, actor: Actor) -> GraphQLFormattedError:
    anonymous = actor.role is Role.ANONYMOUS and isinstance(refusal, Forbidden)
    extensions: dict[str, object] = {}
    if isinstance(refusal, InvalidInput):
        extensions["fields"] = [
            {"path": list(problem.path), "code": problem.code, "message": problem.message} for problem in refusal.fields
        ]
    return {**_with(error, "UNAUTHENTICATED" if anonymous else refusal.code, extensions), "message": refusal.message}


def _masked(error: GraphQLError, cause: Exception) -> GraphQLFormattedError:
    # Only the cause: a GraphQLError prints the document around it, and documents may hold secrets.
    log.error("resolver failed", path=".".join(map(str, error.path or ())), exc_info=cause)
    masked = internal()
    if error.path:
        masked["path"] = error.path
    if error.locations:
        masked["locations"] = [location.formatted for location in error.locations]
    return masked
