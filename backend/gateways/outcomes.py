"""What a call over HTTP that ended without a result means, for every provider alike.

The question is always the same: was it certainly not executed, or do we not know? A read executes nothing.
"""

from __future__ import annotations

import httpx

from backend.gateways.failures import ConfigurationError, GatewayError, OutcomeUnknown, Unavailable

# These fail before a byte of the request has left.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_WRONG_ADDRESS = (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.LocalProtocolError)


def no_answer(
    provider: str,
    error: httpx.HTTPError | httpx.InvalidURL,
    *,
    reads: bool,
    wrong: str = "its address or key is malformed",
) -> GatewayError:
    """A request that got no answer. The exception's own text is not shown: it may quote an address or header."""
    if isinstance(error, _WRONG_ADDRESS):
        return ConfigurationError(f"{provider} cannot be asked: {wrong}.")
    if isinstance(error, _NOT_SENT):
        return Unavailable(f"{provider} could not be reached.")
    if reads:
        return Unavailable(f"{provider} did not answer.")
    return OutcomeUnknown(f"{provider} did not answer; whether it acted is not known.")


def no_word(
    provider: str, status: int, *, reads: bool, retry_after: str | None = None, code: str | None = None
) -> GatewayError | None:
    """An answer whose status says that it was not executed (429), or does not say what happened; None for others.

    `retry_after` is the header's text. A status below 300 is here because its content could not be read.
    """
    if status == 429:
        return Unavailable(
            f"{provider} asks for fewer requests.", gateway_code=code, retry_after_seconds=_seconds(retry_after)
        )
    if status < 500 and status != 408 and status >= 300:
        return None
    if reads:
        return Unavailable(f"{provider} is out of order (HTTP {status}).", gateway_code=code)
    return OutcomeUnknown(f"{provider}'s answer (HTTP {status}) does not tell what happened.", gateway_code=code)


def somebody_else(provider: str, status: int) -> ConfigurationError:
    """An error without the API's own form: a proxy, a sign-in page or another program speaks there."""
    return ConfigurationError(f"{provider}'s address answers with something else (HTTP {status}).")


def _seconds(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) <= 6 else None
