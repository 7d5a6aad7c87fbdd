"""One process of a race for a balance: `python -m tests.support.spender URL MERCHANT STAFF CUSTOMER NAME TASKS DEBITS`.

Each task debits random amounts, one after the other. At the end it prints, for each key, the amount and whether it was
accepted: what this process believes, to be compared with the books.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys

import httpx

from backend import database
from backend.domain.errors import InsufficientBalance
from backend.events.bell import SilentBell
from backend.gateways.registry import Registry
from backend.services.balances.adjust import adjust_balance
from backend.services.clock import system_clock
from backend.services.context import Actor, Context, Role, Services
from backend.services.secrets import SecretBox

MOST_CENTS = 200


async def spend(ctx: Context, customer_id: str, name: str, debits: int) -> dict[str, tuple[int, bool]]:
    """So many debits in a row."""
    chance = random.Random(name)  # noqa: S311 - a test that can be repeated
    told = {}
    for n in range(debits):
        cents, key = chance.randint(1, MOST_CENTS), f"{name}-{n}"
        try:
            await adjust_balance(
                ctx.later(), customer_id=customer_id, amount=(f"-{cents // 100}.{cents % 100:02d}", "USD"),
                reason="A race", idempotency_key=key,
            )  # fmt: skip
        except InsufficientBalance:
            told[key] = (cents, False)
        else:
            told[key] = (cents, True)
    return told


async def main(url: str, merchant: str, staff: str, customer: str, name: str, tasks: str, debits: str) -> None:
    """Connect, race, report."""
    await database.connect(url)
    async with httpx.AsyncClient() as http:
        services = Services(
            clock=system_clock, gateways=Registry([]), http=http, secrets=SecretBox(bytes(32)), bell=SilentBell(),
            issuer="", return_origins=(),
        )  # fmt: skip
        ctx = services.context(Actor(Role.STAFF, merchant, user_id=staff))
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        racing = [spend(ctx, customer, f"{name}-{task}", int(debits)) for task in range(int(tasks))]
        told = {key: what for one in await asyncio.gather(*racing) for key, what in one.items()}
    await database.disconnect()
    print(json.dumps(told))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
