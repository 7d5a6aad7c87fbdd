"""Stripe's own SDK over the core's HTTP client: no retries, no telemetry, nothing global.

Imported by `remote` when Stripe is asked for the first time: it takes 0.3 seconds, and most processes never ask.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Mapping
from typing import Any

import httpx
import stripe

from backend.gateways.base import ConfigurationError
from backend.gateways.stripe.classify import classify_failure
from backend.gateways.stripe.reply import Reply

# For the process, whatever the account: the SDK would tell of this machine, and keep an id in the home directory.
stripe.enable_telemetry = False
# At DEBUG the SDK logs whole answers, with client secrets in them.
logging.getLogger("stripe").setLevel(logging.WARNING)

# What the SDK says of the machine that it runs on.
_NOT_SENT = frozenset({"x-stripe-client-user-agent", "x-stripe-client-telemetry", "user-agent"})


class Transport(stripe.HTTPClient):
    """The SDK's requests, sent by the client that the core hands out."""

    name = "httpx"

    def __init__(self, http: httpx.AsyncClient) -> None:
        super().__init__()
        self._http = http

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """One request. Raises the contract's error when there is no answer; the SDK lets it pass."""
        sent = {name: value for name, value in headers.items() if name.lower() not in _NOT_SENT}
        try:
            answer = await self._http.request(
                method.upper(), url, headers=sent, content=post_data, follow_redirects=False
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise classify_failure(error, reads=method.lower() == "get") from None
        except UnicodeEncodeError:
            # Only header values are encoded strictly: a key with letters that no key has.
            raise ConfigurationError("The secret key holds letters that no key has.") from None
        # The SDK would print Stripe's notices to developers as warnings.
        answer.headers.pop("stripe-notice", None)
        return answer.content, answer.status_code, answer.headers


async def reply_to(request: Awaitable[stripe.StripeObject]) -> Reply:
    """Await a request of the SDK, whatever the answer. Raises the contract's error when there is none."""
    try:
        found = await request
    except stripe.StripeError as error:
        headers = error.headers or {}
        content = error.json_body if isinstance(error.json_body, dict) else {}
        said = content.get("error")
        return Reply(
            error.http_status or 0,
            error=said if isinstance(said, dict) else None,
            replayed=headers.get("idempotent-replayed") == "true",
            retry_after=headers.get("retry-after"),
        )
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        # JSON, but of a shape that the SDK stumbles over.
        return Reply(200)
    answer = found.last_response if isinstance(found, stripe.StripeObject) else None
    if answer is None:
        return Reply(200)
    replayed = dict(answer.headers or {}).get("idempotent-replayed") == "true"
    return Reply(answer.code, content=found.to_dict(), replayed=replayed)
