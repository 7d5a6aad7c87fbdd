"""One call to a gateway, with no transaction open, and what its failures mean: not executed, or not known."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Generic, TypeVar

import structlog

from backend.gateways.base import Conflict, GatewayError, OutcomeUnknown, Unavailable
from backend.models import GatewayAccount
from backend.services.context import Context
from backend.services.gateways.accounts import OpenAccount, open_account

log = structlog.get_logger(__name__)

R = TypeVar("R")

# When to look again at something whose state is open: soon, then ever more seldom.
_LOOK_AGAIN = (timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1), timedelta(days=1))
# When to send again what was certainly not executed.
_SEND_AGAIN = (timedelta(seconds=2), timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10))
# A gateway's own wish counts between these: "at once" would be asked for ever, and after days nobody would know.
_SOONEST, _LATEST = timedelta(seconds=2), timedelta(hours=1)


class NoResult(StrEnum):
    """Why there is no result. Only NOT_SENT and REFUSED say that nothing was executed."""

    NOT_SENT = "NOT_SENT"
    REFUSED = "REFUSED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Answer(Generic[R]):
    """The gateway's result, or why there is none."""

    result: R | None
    none: NoResult | None = None
    error: str | None = None
    retry_after_seconds: int | None = None


async def ask(
    ctx: Context,
    account_id: str,
    call: Callable[[OpenAccount], Awaitable[R]],
    *,
    subject: str,
    fresh: bool,
    lost: bool,
) -> Answer[R]:
    """Make `call` with the account, in less time than a lease lasts. Never raises GatewayError.

    `fresh` says that nothing was sent before, so a refusal is the last word; `lost` that a request may be out whose
    answer we do not have, so that nothing this call meets says what became of it.
    """
    row = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=account_id)
    try:
        account = open_account(ctx, row)
    except GatewayError as error:
        return Answer(None, NoResult.REFUSED if fresh else NoResult.UNKNOWN, error.message)
    except Exception as error:
        # Its plugin is not there, or its settings cannot be unsealed: whatever this was to do was not done.
        log.error("gateways.not_opened", subject=subject, account=account_id, error=type(error).__name__)
        return Answer(None, NoResult.NOT_SENT if fresh else NoResult.UNKNOWN, type(error).__name__)
    try:
        # Shorter than the lease: an answer that drips in for ever must not outlive it.
        async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
            return Answer(await call(account))
    except Unavailable as error:
        none = NoResult.UNKNOWN if lost else NoResult.NOT_SENT
        return Answer(None, none, error.message, error.retry_after_seconds)
    except (OutcomeUnknown, Conflict) as error:
        return Answer(None, NoResult.UNKNOWN, error.message)
    except GatewayError as error:
        return Answer(None, NoResult.REFUSED if fresh else NoResult.UNKNOWN, error.message)
    except Exception as error:
        # A fault of the plugin or of ours: the request may have gone out.
        log.exception("gateways.ask_failed", subject=subject)
        return Answer(None, NoResult.UNKNOWN, type(error).__name__)


def next_look(answer: Answer[R], tries: int) -> timedelta:
    """How long to wait after the `tries`th look, unless the gateway has a wish of its own, within reason."""
    if answer.retry_after_seconds is not None:
        wish = max(answer.retry_after_seconds, 0)
        return max(_SOONEST, timedelta(seconds=min(wish, int(_LATEST.total_seconds()))))
    schedule = _SEND_AGAIN if answer.none is NoResult.NOT_SENT else _LOOK_AGAIN
    return schedule[min(tries, len(schedule)) - 1]
