"""What the endpoint needs from the rest of the application, and how it reads who is calling."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import strawberry
from starlette.requests import HTTPConnection

from backend.services.context import Actor, Role
from backend.settings import Settings


class Unauthenticated(Exception):
    """The bearer token is wrong, expired or revoked. The message is shown to the caller."""

    def __init__(self, message: str = "Sign in again: the access token is not valid.") -> None:
        super().__init__(message)
        self.message = message


# The bearer token and the merchant's code, each None when the request names none.
Authenticate = Callable[[str | None, str | None], Awaitable[Actor]]
# A fresh context for one operation.
MakeContext = Callable[[HTTPConnection, Actor], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Ports:
    """The schema and the doors to the application."""

    schema: strawberry.Schema
    make_context: MakeContext
    authenticate: Authenticate
    settings: Settings
    now: Callable[[], datetime]

    def operation_extensions(self, actor: Actor) -> dict[str, object]:
        """What the schema's limits may know about the caller; never anything that the caller sent."""
        return {"introspection": self.settings.graphiql or actor.role in (Role.STAFF, Role.SYSTEM)}


def bearer(authorization: object) -> str | None:
    """The token of an Authorization value; None when there is none, Unauthenticated for another scheme."""
    if authorization is None or authorization == "":
        return None
    scheme, _, token = authorization.partition(" ") if isinstance(authorization, str) else ("", "", "")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("The Authorization header must be `Bearer <access token>`.")
    return token.strip()


def merchant_code(headers: Mapping[str, str]) -> str | None:
    """The merchant that the request names, if any."""
    return headers.get("x-merchant") or None
