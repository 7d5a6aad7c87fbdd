"""What every operation is handed: who acts, for which merchant, at what instant, and the few things it may reach."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import httpx

from backend.domain.errors import Forbidden
from backend.events.bell import Bell
from backend.gateways.registry import Registry
from backend.services.gateways.memory import GatewayMemory

if TYPE_CHECKING:
    from backend.services.gateways.accounts import OpenAccount
    from backend.services.secrets import SecretBox


class Role(StrEnum):
    """What kind of person or program acts."""

    ANONYMOUS = "ANONYMOUS"
    CUSTOMER = "CUSTOMER"
    STAFF = "STAFF"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. A customer's user carries the customer; SYSTEM is a job of ours."""

    role: Role
    merchant_id: str
    user_id: str | None = None
    customer_id: str | None = None
    # When the access token ends: a websocket must not outlive it.
    expires_at: datetime | None = None

    def require_customer(self) -> str:
        """The customer's id, or Forbidden for everybody who is not a signed-in customer."""
        if self.role is not Role.CUSTOMER or self.customer_id is None:
            raise Forbidden("Sign in as a customer to do this.")
        return self.customer_id

    @property
    def is_staff(self) -> bool:
        """Staff, or a job of ours."""
        return self.role in (Role.STAFF, Role.SYSTEM)

    def require_staff(self) -> None:
        """Pass for staff and for our own jobs. Raises Forbidden for everybody else."""
        if not self.is_staff:
            raise Forbidden("Only staff may do this.")


@dataclass(frozen=True, slots=True)
class Limits:
    """Durations that operations obey; see Settings for their meaning."""

    quote: timedelta = timedelta(minutes=15)
    access_token: timedelta = timedelta(minutes=10)
    refresh_token: timedelta = timedelta(days=30)
    gateway_call: timedelta = timedelta(seconds=40)
    attempt_lease: timedelta = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Services:
    """What lives as long as the process and is shared by all operations."""

    clock: Callable[[], datetime]
    gateways: Registry
    http: httpx.AsyncClient = field(repr=False)
    secrets: SecretBox = field(repr=False)
    bell: Bell
    issuer: str
    return_origins: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)
    gateway_memory: GatewayMemory = field(default_factory=GatewayMemory, repr=False)
    # Providers that this process serves itself, by slug: each is told of an account before it is asked about it.
    served_here: dict[str, Callable[[OpenAccount], Awaitable[None]]] = field(default_factory=dict, repr=False)

    def context(self, actor: Actor, request_id: str = "") -> Context:
        """A context for one operation, at the clock's present instant."""
        return Context(actor=actor, now=self.clock(), services=self, request_id=request_id)

    def system(self, merchant_id: str) -> Context:
        """A context for a job that works for `merchant_id`."""
        return self.context(Actor(Role.SYSTEM, merchant_id))


@dataclass(frozen=True, slots=True)
class Context:
    """One operation's surroundings. `now` is fixed for the whole operation, by the clock of whom it is for.

    `clock` is theirs; without one it is everybody's.
    """

    actor: Actor
    now: datetime
    services: Services = field(repr=False)
    request_id: str = ""
    # Where the request of a payer came from, for a gateway's guard against fraud.
    payer_ip: str | None = field(default=None, repr=False)
    clock: Callable[[], datetime] | None = field(default=None, repr=False)

    @property
    def wall(self) -> datetime:
        """The present outside: for leases and retries of calls, which no test clock moves."""
        return self.services.clock()

    @property
    def merchant_id(self) -> str:
        """The tenant that every query is scoped by."""
        return self.actor.merchant_id

    def later(self) -> Context:
        """The same surroundings at the clock's present instant: for work after a network call."""
        return replace(self, now=(self.clock or self.services.clock)())
