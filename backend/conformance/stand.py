"""One gateway on its stand: the double served, the database open, and a loop in which the behaviours run."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Self

import httpx

from backend.conformance.bench import Bench
from backend.conformance.catalogue import Behaviour
from backend.conformance.harness import Harness
from backend.conformance.line import Line, line_client
from backend.conformance.listening import heard
from backend.conformance.selling import open_sale, services_for
from backend.conformance.shop import Shop
from backend.gateways.base import Gateway
from backend.models import Collection, GatewayEvent, PaymentAttempt, PaymentSetup, Refund, Subscription

# Opens a migrated database and leaves this process connected to it.
Database = Callable[[], AbstractAsyncContextManager[None]]

log = logging.getLogger(__name__)

_NEVER = datetime(9000, 1, 1, tzinfo=UTC)


class Stand:
    """Use it as a context manager; `run` then raises what the behaviour raises, and for a secret that was logged.

    It has an event loop of its own, so that the double, its connections and the database last from run to run.
    """

    def __init__(self, harness: type[Harness], database: Database) -> None:
        self.kind = harness
        self._open_database = database
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self._harness: Harness | None = None
        self._line: Line | None = None
        self._http: httpx.AsyncClient | None = None
        self._database_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._runner.run(self._stack.aclose())
        finally:
            self._runner.close()

    def run(self, behaviour: Behaviour, gateway: Gateway | None = None) -> None:
        """Try one behaviour. Raises NotApplicable, AssertionError, or whatever went wrong.

        With `gateway`, of that instead of the harness's own: a mutant.
        """
        behaviour.check((gateway or self.kind.gateway).capabilities)
        with heard() as said:
            self._runner.run(self._run(behaviour, gateway))
        assert self._harness is not None
        text = "\n".join(said)
        assert not any(secret in text for secret in self._harness.secrets()), "a secret was logged or raised"

    async def _run(self, behaviour: Behaviour, gateway: Gateway | None) -> None:
        bench = await self._bench(gateway)
        if behaviour.level == 1:
            await behaviour.act(bench)
            for error in bench.raised:
                log.info("raised: %r %s", vars(error), error)
            return
        if not self._database_open:
            await self._stack.enter_async_context(self._open_database())
            self._database_open = True
        await _let_rest()
        await behaviour.act(Shop(bench, await open_sale(services_for(bench), bench)))

    async def _bench(self, gateway: Gateway | None) -> Bench:
        if self._harness is None:
            self._harness = await self._stack.enter_async_context(self.kind.serving())
            self._line = Line(self._harness.double)
            self._http = await self._stack.enter_async_context(line_client(self._line))
        assert self._line is not None
        assert self._http is not None
        self._line.restore()
        self._harness.double.reset()
        await self._harness.prepare()
        self._harness.double.journal.clear()
        return Bench(self._harness, self._line, self._http, gateway)


async def _let_rest() -> None:
    """What earlier behaviours left open must not be walked by this one: the provider has forgotten it."""
    for model in (PaymentAttempt, Refund, PaymentSetup, GatewayEvent, Collection):
        await model.filter(next_try_at__isnull=False).update(next_try_at=_NEVER)
    await Subscription.filter(due_at__isnull=False).update(due_at=_NEVER)


@asynccontextmanager
async def no_database() -> AsyncIterator[None]:
    """For runs of level 1 only."""
    raise RuntimeError("this run has no database")
    yield
