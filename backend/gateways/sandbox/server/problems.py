"""What the API answers when it will not do something: a status, a type, a stable code and a sentence.

A sentence never repeats what was sent: it might be a card number or a key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Problem(Exception):
    """An error answer. `param` names the wrong parameter; `extra` holds further fields of the error object."""

    def __init__(
        self,
        status: int,
        kind: str,
        code: str,
        message: str,
        *,
        param: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.body: dict[str, Any] = {"error": {"type": kind, "code": code, "message": message, **(extra or {})}}
        if param is not None:
            self.body["error"]["param"] = param


def invalid(code: str, message: str, param: str | None = None) -> Problem:
    """400: the request itself is wrong; nothing was executed."""
    return Problem(400, "invalid_request_error", code, message, param=param)


def unauthorized() -> Problem:
    """401: the key is missing or unknown."""
    return Problem(401, "authentication_error", "invalid_api_key", "The API key is missing or not known.")


def wrong_kind_of_key(needed: str) -> Problem:
    """403: a publishable key where a secret one is needed, or the reverse."""
    return Problem(403, "permission_error", "wrong_key_kind", f"This call needs a {needed} key.")


def not_found(what: str) -> Problem:
    """404: there is no such thing in this account."""
    return Problem(404, "not_found_error", "resource_missing", f"There is no such {what}.")


def conflict(code: str, message: str, **extra: Any) -> Problem:
    """409: the request collides with something that exists or is under way."""
    return Problem(409, "conflict_error", code, message, extra=extra)
