"""Openpay's errors: a status, a code and a sentence."""

from __future__ import annotations

import json
from typing import Any

_REQUEST_ID = "00000000-0000-4000-8000-000000000000"


class ApiError(Exception):
    """A refusal; `body` is what the API answers."""

    def __init__(self, status: int, code: int, description: str, *, fraud_rules: list[str] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.code = code
        self.description = description
        self.fraud_rules = fraud_rules

    def body(self) -> bytes:
        """The error object."""
        content: dict[str, Any] = {
            "category": "internal" if self.status >= 500 else "gateway" if 3000 <= self.code < 4000 else "request",
            "description": self.description,
            "http_code": self.status,
            "error_code": self.code,
            "request_id": _REQUEST_ID,
        }
        if self.fraud_rules is not None:
            content["fraud_rules"] = self.fraud_rules
        return json.dumps(content).encode()


def malformed(description: str) -> ApiError:
    """A request that is not JSON, or lacks a field, or has one that nobody knows."""
    return ApiError(400, 1001, description)


def wrong_value(description: str) -> ApiError:
    """A field with a value that is not possible."""
    return ApiError(422, 1003, description)


def missing(what: str) -> ApiError:
    """Something that does not exist for this merchant."""
    return ApiError(404, 1005, f"The {what} does not exist")


def forbidden_now(description: str) -> ApiError:
    """An operation that this transaction does not allow."""
    return ApiError(412, 3006, description)
