"""The Sandbox as one ASGI app: mount `app` anywhere, `start` it, and it is a payment provider."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from . import api, challenge, control, fields
from .delivery import DeliveryLoop
from .provider import Provider, upsert_account
from .store import Store

STATIC = Path(__file__).parent / "static"


def system_clock() -> datetime:
    """The machine's time."""
    return datetime.now(UTC)


class Sandbox:
    """A payment provider with its own file. `public_url` is where browsers reach `app`, without a trailing slash.

    Answers as soon as it is mounted; time passes and webhooks leave only between `start` and `stop`.
    """

    def __init__(self, database: Path, public_url: str, clock: Callable[[], datetime] = system_clock) -> None:
        self._provider = Provider(Store(database), public_url.rstrip("/"), clock)
        self._loop = DeliveryLoop(self._provider)
        self._provider.ring = self._loop.ring
        static = Mount("/static", StaticFiles(directory=STATIC))
        self.app = Starlette(routes=[*api.ROUTES, *control.ROUTES, *challenge.ROUTES, *fields.ROUTES, static])
        self.app.state.provider = self._provider

    async def start(self) -> None:
        """Run the delivery loop."""
        await self._loop.start()

    async def stop(self) -> None:
        """Stop the loop without losing a delivery, and close the file."""
        await self._loop.stop()
        await self._provider.store.close()

    async def ensure_account(
        self,
        *,
        secret_key: str,
        publishable_key: str,
        webhook_secret: str,
        webhook_url: str | None,
        allowed_origins: Sequence[str] = (),
    ) -> None:
        """Create or renew a merchant's account. `allowed_origins` are the pages that may frame the card field,
        besides those of `public_url`'s own origin."""
        origins = tuple(origin.rstrip("/") for origin in allowed_origins)
        await self._provider.store.write(
            lambda db: upsert_account(
                db,
                secret_key=secret_key,
                publishable_key=publishable_key,
                webhook_secret=webhook_secret,
                webhook_url=webhook_url,
                origins=origins,
            )
        )
