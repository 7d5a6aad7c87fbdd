"""A worker in a process of its own that walks what is due once, with the telling gateway whose truth is in a file.

It dies where `PERENNIAL_FAILPOINT` says. Arguments: the database's URL, the file, the instant.
"""

from __future__ import annotations

import asyncio
import pickle
import sys
from datetime import datetime
from pathlib import Path

from backend.events.bell import SilentBell
from backend.gateways.base import GatewayContext, PaymentResult
from backend.gateways.http import gateway_http_client
from backend.gateways.registry import Registry
from backend.services.context import Services
from backend.services.payments.due import collect_due_attempts
from backend.services.secrets import SecretBox
from tests.support.databases import connected
from tests.support.telling_gateway import TellingGateway

_TRUTH = ("payments", "charges", "confirmed", "made_at")


class DurableGateway(TellingGateway):
    """Its truth outlives whoever asks it: every collection is written down before it is answered."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file

    def keep(self) -> None:
        """Write the truth down."""
        self.file.write_bytes(pickle.dumps({name: getattr(self, name) for name in _TRUTH}))

    def recall(self) -> None:
        """Read what another process made of it."""
        for name, value in pickle.loads(self.file.read_bytes()).items():  # noqa: S301 - a file of the test's own
            setattr(self, name, value)

    async def confirm_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        result = await super().confirm_payment(ctx, reference, key)
        self.keep()
        return result


async def _walk(url: str, file: Path, now: datetime) -> None:
    gateway = DurableGateway(file)
    gateway.recall()
    async with connected(url), gateway_http_client(5) as http:
        services = Services(
            clock=lambda: now, gateways=Registry([gateway]), http=http, secrets=SecretBox(bytes(range(32))),
            bell=SilentBell(), issuer="https://billing.example", return_origins=(),
        )  # fmt: skip
        await collect_due_attempts(services)


if __name__ == "__main__":
    asyncio.run(_walk(sys.argv[1], Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3])))
