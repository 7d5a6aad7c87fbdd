"""PayPal's errors: a name, a debug id, and details that each have an issue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

_NAMES = {
    400: ("INVALID_REQUEST", "Request is not well-formed, syntactically incorrect, or violates schema."),
    403: ("NOT_AUTHORIZED", "Authorization failed due to insufficient permissions."),
    404: ("RESOURCE_NOT_FOUND", "The specified resource does not exist."),
    409: ("RESOURCE_CONFLICT", "The server has detected a conflict while processing this request."),
    415: ("UNSUPPORTED_MEDIA_TYPE", "The server does not support the request payload's media type."),
    422: (
        "UNPROCESSABLE_ENTITY",
        "The requested action could not be performed, semantically incorrect, or failed business validation.",
    ),
    429: ("RATE_LIMIT_REACHED", "Too many requests. Blocked due to rate limiting."),
    500: ("INTERNAL_SERVER_ERROR", "An internal server error occurred."),
    503: ("SERVICE_UNAVAILABLE", "Service Unavailable."),
}
_SYNTAX = {
    "missing": "MISSING_REQUIRED_PARAMETER",
    "extra_forbidden": "INVALID_PARAMETER",
    "string_too_long": "INVALID_STRING_LENGTH",
    "string_too_short": "INVALID_STRING_LENGTH",
    "too_long": "INVALID_ARRAY_MAX_ITEMS",
    "too_short": "INVALID_ARRAY_MIN_ITEMS",
    "literal_error": "INVALID_PARAMETER_VALUE",
    "json_invalid": "MALFORMED_REQUEST_JSON",
}


class PayPalError(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, issue: str | None, *, field: str = "", links: Sequence[Any] = ()) -> None:
        super().__init__(issue)
        self.status = status
        self.issue = issue
        self.field = field
        self.links = links


def refused(issue: str) -> PayPalError:
    """A request that is understood and not carried out."""
    return PayPalError(422, issue)


def not_found() -> PayPalError:
    """There is no such thing in this account."""
    return PayPalError(404, "INVALID_RESOURCE_ID")


def syntax(error: ValidationError) -> PayPalError:
    """What is wrong with a body's form."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = "/" + "/".join(str(part) for part in first["loc"])
    return PayPalError(400, _SYNTAX.get(first["type"], "INVALID_PARAMETER_SYNTAX"), field=field)


def body_of(status: int, issue: str | None, debug_id: str, field: str = "", links: Sequence[Any] = ()) -> Any:
    """The error as JSON."""
    name, message = _NAMES.get(status, _NAMES[500])
    body: dict[str, Any] = {"name": name, "message": message, "debug_id": debug_id, "links": list(links)}
    if issue is not None:
        detail = {"issue": issue, "description": issue.replace("_", " ").capitalize() + "."}
        body["details"] = [{**detail, "field": field, "location": "body"} if field else detail]
    return body
