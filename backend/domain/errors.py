"""The tree of refusals: what an operation answers when it will not do what was asked. Each is safe to show.

Refusal
├ NotFound(id)                          absent, or not yours: the two look the same
├ InvalidInput(fields)                  names each wrong field
├ Forbidden                             known, but not allowed
├ IllegalTransition(status, allowed)    the thing is in a state that forbids it
├ Conflict                              somebody else was faster, or a key was used for something else
├ AlreadySubscribed(subscription_id)    one live subscription for each product and customer
├ InsufficientBalance(needed, available) the balance does not cover it
├ InsufficientUnits(unit, needed, available)
├ QuoteChanged(quote)                   the quoted figure no longer holds; carries a fresh quote
├ PaymentDeclined(payment_id, ...)      recorded, and reported as a result
├ NotSupported                          the plan or gateway cannot do this
└ LimitExceeded(limit)                  too often, or too much
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from backend.domain.money import Money
    from backend.domain.quotes import Quote


class Refusal(Exception):
    """A typed answer of "no". `code` is stable; `message` is a sentence for people."""

    code: ClassVar[str]

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One wrong field: its `path` in the input, a stable `code` and a sentence."""

    path: tuple[str, ...]
    code: str
    message: str


class NotFound(Refusal):
    """There is no such thing among what the caller may see."""

    code = "NOT_FOUND"

    def __init__(self, message: str, id: str | None = None) -> None:
        super().__init__(message)
        self.id = id


class InvalidInput(Refusal):
    """One or more fields of the input are wrong; every problem is listed."""

    code = "INVALID_INPUT"

    def __init__(self, fields: Sequence[FieldProblem]) -> None:
        super().__init__(" ".join(problem.message for problem in fields))
        self.fields = tuple(fields)

    @classmethod
    def at(cls, path: str, code: str, message: str) -> InvalidInput:
        """One problem at a dotted `path`."""
        return cls([FieldProblem(tuple(path.split(".")), code, message)])


class Forbidden(Refusal):
    """The caller may not do this."""

    code = "FORBIDDEN"


class IllegalTransition(Refusal):
    """The thing's `status` does not allow the act; `allowed` lists the acts that it does allow."""

    code = "ILLEGAL_TRANSITION"

    def __init__(self, message: str, status: str, allowed: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.allowed = tuple(allowed)


class Conflict(Refusal):
    """The request collides with another one, or with an earlier use of its idempotency key."""

    code = "CONFLICT"


class AlreadySubscribed(Refusal):
    """The customer holds a live subscription of this product."""

    code = "ALREADY_SUBSCRIBED"

    def __init__(self, message: str, subscription_id: str) -> None:
        super().__init__(message)
        self.subscription_id = subscription_id


class InsufficientBalance(Refusal):
    """The balance, less what is held of it, does not cover the amount."""

    code = "INSUFFICIENT_BALANCE"

    def __init__(self, needed: Money, available: Money) -> None:
        super().__init__(f"This needs {needed}; the balance has {available} available.")
        self.needed = needed
        self.available = available


class InsufficientUnits(Refusal):
    """There are fewer units free than asked for. Quantities are whole millionths of a unit."""

    code = "INSUFFICIENT_UNITS"

    def __init__(self, message: str, unit: str, needed_micro: int, available_micro: int) -> None:
        super().__init__(message)
        self.unit = unit
        self.needed_micro = needed_micro
        self.available_micro = available_micro


class QuoteChanged(Refusal):
    """The figure that the customer confirmed is not the figure now; `quote` is the fresh one."""

    code = "QUOTE_CHANGED"

    def __init__(self, message: str, quote: Quote, token: str) -> None:
        super().__init__(message)
        self.quote = quote
        self.token = token


class PaymentDeclined(Refusal):
    """The payment was tried and declined. It is recorded: this refusal reports a result, nothing is rolled back."""

    code = "PAYMENT_DECLINED"

    def __init__(self, message: str, payment_id: str, reason: str, retryable: bool) -> None:
        super().__init__(message)
        self.payment_id = payment_id
        self.reason = reason
        self.retryable = retryable


class NotSupported(Refusal):
    """The plan, the gateway or this release cannot do what was asked."""

    code = "NOT_SUPPORTED"


class LimitExceeded(Refusal):
    """Too often or too much; `limit` is the number that was reached."""

    code = "LIMIT_EXCEEDED"

    def __init__(self, message: str, limit: int | None = None) -> None:
        super().__init__(message)
        self.limit = limit
