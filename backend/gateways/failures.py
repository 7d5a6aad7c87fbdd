"""What a gateway raises when a call does not end in a result. Import them from `backend.gateways.base`.

GatewayError
├ ConfigurationError   key, permission or currency is wrong: nothing was executed, a person must act
├ InvalidRequest       the provider refused the request itself: nothing was executed, repeating is useless
│ └ RefundRejected     the provider will not give this money back (too much, too late, disputed): no refund exists
├ Unavailable          certainly NOT executed (no connection, 429): may be repeated with the same key
├ OutcomeUnknown       may have been executed (timeout, 5xx, unreadable answer): ask, never start a fresh attempt
├ Conflict             the key or reference is in use: look it up and adopt what is found
├ NotFound             the provider does not know the reference
├ StateConflict        the payment is in a state that forbids the act
├ NotSupported         this gateway cannot do it: nothing was sent
└ WebhookRejected      signature, timestamp or form of an inbound webhook is wrong: nothing is stored
"""

from __future__ import annotations


class GatewayError(Exception):
    """A gateway call that did not end in a result. `message` is for staff and holds no secret."""

    def __init__(
        self, message: str, *, gateway_code: str | None = None, retry_after_seconds: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.gateway_code = gateway_code
        self.retry_after_seconds = retry_after_seconds


class ConfigurationError(GatewayError):
    """The account is set up wrongly; every further call would fail as well."""


class InvalidRequest(GatewayError):
    """The provider refused the request as such; it executed nothing."""


class RefundRejected(InvalidRequest):
    """The provider refuses a refund for good; none was made. `reason` is a word as in `RefundResult.failure_reason`."""

    def __init__(self, message: str, *, reason: str = "GENERIC", gateway_code: str | None = None) -> None:
        super().__init__(message, gateway_code=gateway_code)
        self.reason = reason


class Unavailable(GatewayError):
    """The request was certainly not executed; the same key may be sent again."""


class OutcomeUnknown(GatewayError):
    """The request may have been executed; only asking the provider tells."""


class Conflict(GatewayError):
    """The key or reference is already in use at the provider."""


class NotFound(GatewayError):
    """The provider does not know the reference."""


class StateConflict(GatewayError):
    """The payment is in a state that forbids the act."""


class NotSupported(GatewayError):
    """The gateway cannot do this."""


class WebhookRejected(GatewayError):
    """An inbound webhook that must not be believed: bad signature, stale, from the future or malformed."""
