"""Refusals as the API shows them: one type and one handler for each; every mutation's union names those it can meet."""

from __future__ import annotations

from enum import StrEnum

import strawberry
from strawberry.schema import ExceptionHandler
from strawberry.types.field import StrawberryField

from backend.domain import errors
from backend.domain.payment import DeclineReason
from backend.domain.units import format_quantity
from backend.schema.context import Info
from backend.schema.entities import Payment, Subscription
from backend.schema.enums import describe
from backend.schema.money import Money
from backend.schema.quotes import Quote
from backend.schema.scalars import Decimal


class ErrorCode(StrEnum):
    """One for each refusal of `backend.domain.errors`."""

    NOT_FOUND = "NOT_FOUND"
    INVALID_INPUT = "INVALID_INPUT"
    FORBIDDEN = "FORBIDDEN"
    ILLEGAL_TRANSITION = "ILLEGAL_TRANSITION"
    CONFLICT = "CONFLICT"
    ALREADY_SUBSCRIBED = "ALREADY_SUBSCRIBED"
    INSUFFICIENT_BALANCE = "INSUFFICIENT_BALANCE"
    INSUFFICIENT_UNITS = "INSUFFICIENT_UNITS"
    QUOTE_CHANGED = "QUOTE_CHANGED"
    PAYMENT_DECLINED = "PAYMENT_DECLINED"
    NOT_SUPPORTED = "NOT_SUPPORTED"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"


describe(
    ErrorCode,
    "What kind of refusal it is.",
    {
        "NOT_FOUND": "There is no such thing among what you may see.",
        "INVALID_INPUT": "A field is wrong.",
        "FORBIDDEN": "You may not do this.",
        "ILLEGAL_TRANSITION": "The thing is in a state that forbids it.",
        "CONFLICT": "Somebody else was faster, or the key was used before.",
        "ALREADY_SUBSCRIBED": "There is a live subscription of this product.",
        "INSUFFICIENT_BALANCE": "The balance does not cover it.",
        "INSUFFICIENT_UNITS": "There are fewer units free than asked for.",
        "QUOTE_CHANGED": "The quoted figure does not hold any more.",
        "PAYMENT_DECLINED": "The payment was declined.",
        "NOT_SUPPORTED": "The plan, the gateway or this release cannot do it.",
        "LIMIT_EXCEEDED": "Too often, or too much.",
    },
)


@strawberry.interface(description="A refusal: nothing was done, or what was done is said here.")
class Error:
    code: ErrorCode = strawberry.field(description="The kind of refusal, for programs.")
    message: str = strawberry.field(description="What is wrong, for people.")


@strawberry.type(description="One wrong field.")
class FieldError:
    path: list[str] = strawberry.field(description="Where in the input it stands.")
    code: str = strawberry.field(description="What is wrong, for programs.")
    message: str = strawberry.field(description="What is wrong, for people.")


@strawberry.type(description="One or more fields are wrong; nothing was changed.")
class InvalidInputError(Error):
    fields: list[FieldError] = strawberry.field(description="Each wrong field.")


@strawberry.type(description="There is no such thing among what you may see.")
class NotFoundError(Error):
    id: strawberry.ID | None = strawberry.field(description="The id that was asked for.")


@strawberry.type(description="You may not do this.")
class ForbiddenError(Error):
    pass


@strawberry.type(description="Somebody else was faster, or the idempotency key was used for something else.")
class ConflictError(Error):
    pass


@strawberry.type(description="The thing is in a state that forbids this.")
class IllegalTransitionError(Error):
    status: str = strawberry.field(description="The state it is in.")
    allowed: list[str] = strawberry.field(description="What that state does allow.")


@strawberry.type(description="There is a live subscription of this product already.")
class AlreadySubscribedError(Error):
    subscription: Subscription = strawberry.field(description="The one that there is.")


@strawberry.type(description="The balance, less what is held of it, does not cover this; nothing was taken.")
class InsufficientBalanceError(Error):
    needed: Money = strawberry.field(description="What this takes.")
    available: Money = strawberry.field(description="What there is.")


@strawberry.type(description="There are fewer units free than asked for; none was used.")
class InsufficientUnitsError(Error):
    unit: str = strawberry.field(description="What is counted, such as hours.")
    needed: Decimal = strawberry.field(description="What this takes.")
    available: Decimal = strawberry.field(description="What there is.")


@strawberry.type(description="The figure that was confirmed does not hold any more; nothing was charged.")
class QuoteChangedError(Error):
    quote: Quote = strawberry.field(description="A fresh quote.")


@strawberry.type(description="The payment was tried and declined. It is recorded, and its invoice can be paid again.")
class PaymentDeclinedError(Error):
    payment: Payment = strawberry.field(description="The payment that was declined.")
    reason: DeclineReason = strawberry.field(description="Why.")
    retryable: bool = strawberry.field(description="Whether the same method may be tried again.")


@strawberry.type(description="The plan, the gateway or this release cannot do this.")
class NotSupportedError(Error):
    pass


@strawberry.type(description="Too often, or too much.")
class LimitExceededError(Error):
    limit: int | None = strawberry.field(description="The number that was reached.")


class _InvalidInput(ExceptionHandler[errors.InvalidInput, InvalidInputError]):
    def handle(self, exception: errors.InvalidInput, *, field: StrawberryField, info: Info) -> InvalidInputError:
        fields = [FieldError(path=list(p.path), code=p.code, message=p.message) for p in exception.fields]
        return InvalidInputError(code=ErrorCode.INVALID_INPUT, message=exception.message, fields=fields)


class _NotFound(ExceptionHandler[errors.NotFound, NotFoundError]):
    def handle(self, exception: errors.NotFound, *, field: StrawberryField, info: Info) -> NotFoundError:
        id = strawberry.ID(exception.id) if exception.id is not None else None
        return NotFoundError(code=ErrorCode.NOT_FOUND, message=exception.message, id=id)


class _Forbidden(ExceptionHandler[errors.Forbidden, ForbiddenError]):
    def handle(self, exception: errors.Forbidden, *, field: StrawberryField, info: Info) -> ForbiddenError:
        return ForbiddenError(code=ErrorCode.FORBIDDEN, message=exception.message)


class _Conflict(ExceptionHandler[errors.Conflict, ConflictError]):
    def handle(self, exception: errors.Conflict, *, field: StrawberryField, info: Info) -> ConflictError:
        return ConflictError(code=ErrorCode.CONFLICT, message=exception.message)


class _IllegalTransition(ExceptionHandler[errors.IllegalTransition, IllegalTransitionError]):
    def handle(
        self, exception: errors.IllegalTransition, *, field: StrawberryField, info: Info
    ) -> IllegalTransitionError:
        return IllegalTransitionError(
            code=ErrorCode.ILLEGAL_TRANSITION,
            message=exception.message,
            status=exception.status,
            allowed=list(exception.allowed),
        )


class _AlreadySubscribed(ExceptionHandler[errors.AlreadySubscribed, AlreadySubscribedError]):
    async def handle(
        self, exception: errors.AlreadySubscribed, *, field: StrawberryField, info: Info
    ) -> AlreadySubscribedError:
        row = await info.context.loaders.subscription.load(exception.subscription_id)
        assert row is not None
        return AlreadySubscribedError(
            code=ErrorCode.ALREADY_SUBSCRIBED, message=exception.message, subscription=Subscription.of(row)
        )


class _InsufficientBalance(ExceptionHandler[errors.InsufficientBalance, InsufficientBalanceError]):
    def handle(
        self, exception: errors.InsufficientBalance, *, field: StrawberryField, info: Info
    ) -> InsufficientBalanceError:
        return InsufficientBalanceError(
            code=ErrorCode.INSUFFICIENT_BALANCE,
            message=exception.message,
            needed=Money.of(exception.needed),
            available=Money.of(exception.available),
        )


class _InsufficientUnits(ExceptionHandler[errors.InsufficientUnits, InsufficientUnitsError]):
    def handle(
        self, exception: errors.InsufficientUnits, *, field: StrawberryField, info: Info
    ) -> InsufficientUnitsError:
        return InsufficientUnitsError(
            code=ErrorCode.INSUFFICIENT_UNITS,
            message=exception.message,
            unit=exception.unit,
            needed=Decimal(format_quantity(exception.needed_micro)),
            available=Decimal(format_quantity(exception.available_micro)),
        )


class _QuoteChanged(ExceptionHandler[errors.QuoteChanged, QuoteChangedError]):
    def handle(self, exception: errors.QuoteChanged, *, field: StrawberryField, info: Info) -> QuoteChangedError:
        quote = Quote.of(exception.quote, exception.token)
        return QuoteChangedError(code=ErrorCode.QUOTE_CHANGED, message=exception.message, quote=quote)


class _PaymentDeclined(ExceptionHandler[errors.PaymentDeclined, PaymentDeclinedError]):
    async def handle(
        self, exception: errors.PaymentDeclined, *, field: StrawberryField, info: Info
    ) -> PaymentDeclinedError:
        row = await info.context.loaders.payment.load(exception.payment_id)
        assert row is not None
        return PaymentDeclinedError(
            code=ErrorCode.PAYMENT_DECLINED,
            message=exception.message,
            payment=Payment.of(row),
            reason=DeclineReason(exception.reason),
            retryable=exception.retryable,
        )


class _NotSupported(ExceptionHandler[errors.NotSupported, NotSupportedError]):
    def handle(self, exception: errors.NotSupported, *, field: StrawberryField, info: Info) -> NotSupportedError:
        return NotSupportedError(code=ErrorCode.NOT_SUPPORTED, message=exception.message)


class _LimitExceeded(ExceptionHandler[errors.LimitExceeded, LimitExceededError]):
    def handle(self, exception: errors.LimitExceeded, *, field: StrawberryField, info: Info) -> LimitExceededError:
        return LimitExceededError(code=ErrorCode.LIMIT_EXCEEDED, message=exception.message, limit=exception.limit)


HANDLERS = (
    _InvalidInput(),
    _NotFound(),
    _Forbidden(),
    _Conflict(),
    _IllegalTransition(),
    _AlreadySubscribed(),
    _InsufficientBalance(),
    _InsufficientUnits(),
    _QuoteChanged(),
    _PaymentDeclined(),
    _NotSupported(),
    _LimitExceeded(),
)
