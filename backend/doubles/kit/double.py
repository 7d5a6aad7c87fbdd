"""One provider's double: its truth, its clock, and the ASGI app that speaks for it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Literal

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from .faults import Faults
from .ids import Ids
from .journal import Journal
from .recorder import Recorder
from .webhooks import Webhooks


def system_clock() -> datetime:
    """The machine's time."""
    return datetime.now(UTC)


class Impossible(Exception):
    """What a control call asked for cannot happen to this object; the message says why."""


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that really moved: a charge that was collected, or a refund. `amount` is the text of the wire's token."""

    kind: Literal["charge", "refund"]
    reference: str
    payment_reference: str
    our_reference: str | None
    amount: str
    currency: str


class Double(ABC):
    """A provider. `public_url` is where browsers and merchants reach `app`, without a trailing slash.

    Everything is in memory and in one event loop; ids follow from `seed`, so a run can be repeated.
    """

    name: ClassVar[str]

    def __init__(
        self, public_url: str = "http://127.0.0.1:1", *, seed: int = 1, clock: Callable[[], datetime] = system_clock
    ) -> None:
        self.public_url = public_url
        self._seed = seed
        self._clock = clock
        self._ahead = timedelta(0)
        self.ids = Ids(seed)
        self.faults = Faults()
        self.journal = Journal()
        self.webhooks = Webhooks(self.now)
        # Lists show at most so many at once, however many are asked for; None for the provider's own limit.
        self.longest_page: int | None = None
        from .control import control_routes

        self.app = Starlette(
            routes=[*control_routes(self), *self.routes()],
            middleware=[Middleware(Recorder, double=self)],
        )

    def now(self) -> datetime:
        """The double's own time: the clock's, moved by `advance`."""
        return self._clock() + self._ahead

    def advance(self, by: timedelta) -> None:
        """Let time pass: what expires, expires."""
        self._ahead += by
        self.on_time()

    def reset(self) -> None:
        """Forget everything but the accounts."""
        self._ahead = timedelta(0)
        self.ids = Ids(self._seed)
        self.faults.clear()
        self.journal.clear()
        self.webhooks.clear()
        self.longest_page = None
        self.forget()

    @abstractmethod
    def routes(self) -> Sequence[BaseRoute]:
        """The provider's API and its pages."""

    @abstractmethod
    def forget(self) -> None:
        """Empty the provider's own state."""

    @abstractmethod
    def on_time(self) -> None:
        """Carry out what falls due at the new time."""

    @abstractmethod
    def movements(self) -> Sequence[Movement]:
        """All money that moved, oldest first: the truth that tests compare with."""

    @abstractmethod
    async def act(self, reference: str, act: str, params: Mapping[str, Any]) -> None:
        """Let something happen to a payment, refund or method. Raises Impossible; KeyError for an unknown reference.

        Those acts of these that mean something here: `pay` (params: amount), `fail`, `expire`, `approve`,
        `authenticate` (params: ok), `dispute`, `dispute_won`, `dispute_lost`, `refund` (in the dashboard; params:
        amount), `refund_succeeded`, `refund_failed`, `method_updated`, `method_removed`. Another act is Impossible.
        """

    def connection(self) -> Mapping[str, str]:
        """What a merchant's staff enter to connect the first account: names of settings, and addresses and test keys.

        For people who start a double by hand: `perennial double` prints it.
        """
        return {}

    def deliver_to(self, url: str) -> None:
        """Send the first account's webhooks to `url`, as if that were written in the provider's dashboard.

        Raises Impossible where a merchant registers the address through the API only.
        """
        raise Impossible(f"{self.name} is told through its API where webhooks go.")

    @abstractmethod
    def error_body(self, status: int, code: str) -> tuple[bytes, str]:
        """The provider's own error for a status, and its content type: what `rate_limit` and such answer with."""

    def is_api(self, path: str) -> bool:
        """Whether a path is the provider's API: recorded, and subject to faults. Pages are not."""
        return not path.startswith(("/_double/", "/pages/", "/assets/"))
