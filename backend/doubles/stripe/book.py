"""One account's state: Stripe's objects in Stripe's own shape, and what only the double knows about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .accounts import Account
from .problems import missing_resource

Thing = dict[str, Any]

# How an object's `object` is called in "No such …".
_KINDS = {"payment_method": "PaymentMethod", "checkout.session": "checkout.session"}


@dataclass(slots=True)
class Stored:
    """What was answered to an idempotency key; no status yet means that it is being worked on."""

    fingerprint: str
    at: int
    status: int | None = None
    body: bytes = b""


@dataclass(slots=True)
class Book:
    """Everything that one account has. Objects are in the order in which they were made."""

    account: Account
    things: dict[str, Thing] = field(default_factory=dict)
    hidden: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, Stored] = field(default_factory=dict)

    def of(self, kind: str) -> list[Thing]:
        """All objects of a kind, oldest first."""
        return [thing for thing in self.things.values() if thing["object"] == kind]

    def get(self, kind: str, id: str, *, param: str = "id", status: int = 404) -> Thing:
        """One object, or Stripe's error."""
        thing = self.things.get(id)
        if thing is None or thing["object"] != kind:
            raise missing_resource(_KINDS.get(kind, kind), id, param, status)
        return thing

    def secret(self, id: str) -> dict[str, Any]:
        """What the double alone knows of an object."""
        return self.hidden.setdefault(id, {})
