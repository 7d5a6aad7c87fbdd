"""The errors of Stripe's API, in its words and with its codes."""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """An error answer. `more` are further fields of the error object, such as `decline_code`."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        type: str = "invalid_request_error",
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        named = {"code": code, "param": param, **more}
        self.error: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
        if code is not None:
            self.error["doc_url"] = f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"
        self.error |= {"message": message, "type": type}


def missing_resource(kind: str, id: str, param: str, status: int = 404) -> Problem:
    """Nothing has this id."""
    return Problem(status, f"No such {kind}: '{id}'", code="resource_missing", param=param)


def unknown_parameters(names: list[str]) -> Problem:
    """Stripe refuses what it does not know."""
    many = "s" if len(names) > 1 else ""
    return Problem(
        400, f"Received unknown parameter{many}: {', '.join(names)}", code="parameter_unknown", param=names[0]
    )
