"""What staff name of a clock, checked; refused by field."""

from __future__ import annotations

from datetime import datetime

from backend.domain.clocks import EARLIEST, FARTHEST
from backend.domain.errors import InvalidInput, NotSupported
from backend.models import GatewayAccount
from backend.services.balances.inputs import instant_input
from backend.services.context import Context

MAX_NAME = 200


async def require_test_mode(ctx: Context) -> None:
    """Raises NotSupported for a merchant who could take real money."""
    if await GatewayAccount.exists(merchant_id=ctx.merchant_id, mode="LIVE"):
        raise NotSupported("Test clocks are for merchants in test mode: there is a gateway account in LIVE mode.")


def name_input(name: str) -> str:
    """One line. Raises InvalidInput at `name`."""
    line = " ".join(name.split())
    if not 0 < len(line) <= MAX_NAME or not line.isprintable():
        raise InvalidInput.at("name", "INVALID_NAME", f"Give a name of 1 to {MAX_NAME} characters.")
    return line


def first_instant(ctx: Context, now: datetime) -> datetime:
    """Where a new clock stands. Raises InvalidInput at `now`."""
    instant = instant_input(now, "now")
    assert instant is not None, "an instant was given"
    if not EARLIEST <= instant <= ctx.wall + FARTHEST:
        raise InvalidInput.at("now", "OUT_OF_RANGE", f"Choose from {EARLIEST:%Y} to ten years ahead.")
    return instant


def later_instant(now_at: datetime, to: datetime) -> datetime:
    """Where a clock that stands at `now_at` goes. Raises InvalidInput at `to`."""
    instant = instant_input(to, "to")
    assert instant is not None, "an instant was given"
    if instant <= now_at:
        raise InvalidInput.at("to", "NOT_LATER", f"A clock only goes forward, and it stands at {now_at.isoformat()}.")
    if instant - now_at > FARTHEST:
        raise InvalidInput.at("to", "OUT_OF_RANGE", "Advance a clock by ten years at most.")
    return instant
