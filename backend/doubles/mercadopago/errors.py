"""Mercado Pago's errors: a message, a short name, a status and causes that each have a code."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

_NAMES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    429: "too_many_requests",
    500: "internal_error",
}


class ApiError(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, code: int | str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def bad(code: int, message: str) -> ApiError:
    """A request that is not carried out."""
    return ApiError(400, code, message)


def payment_not_found() -> ApiError:
    """There is no such payment in this account."""
    return ApiError(404, 2000, "Payment not found")


def wrong_state() -> ApiError:
    """What is asked for does not go with the payment's state."""
    return bad(2063, "The action requested is not valid for the current payment state")


def malformed(error: ValidationError) -> ApiError:
    """What is wrong with a body's form."""
    first = error.errors(include_url=False, include_input=False)[0]
    return bad(1, f"Params Error: {'.'.join(str(part) for part in first['loc'])}: {first['type']}")


def body_of(status: int, code: int | str, message: str) -> dict[str, Any]:
    """The error as JSON."""
    cause = [{"code": code, "description": message, "data": None}]
    return {"message": message, "error": _NAMES.get(status, "internal_error"), "status": status, "cause": cause}
