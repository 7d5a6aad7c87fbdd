"""What every process of Perennial is made of: settings in, services out, opened and closed in one place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx
import structlog
from taskiq import AsyncBroker

from backend import database
from backend.events.live import InProcessBus, LiveBus
from backend.gateways.http import gateway_http_client
from backend.gateways.registry import Registry, load_registry
from backend.jobs.broker import LookTask, TaskiqBell, make_broker, register_look
from backend.jobs.drains import Drains
from backend.jobs.work import all_work
from backend.master_keys import master_keys
from backend.services.clock import system_clock
from backend.services.context import Limits, Services
from backend.services.secrets import SecretBox
from backend.settings import Settings

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Runtime:
    """One process's parts."""

    settings: Settings
    services: Services
    bus: LiveBus
    broker: AsyncBroker
    look: LookTask
    drains: Drains


@asynccontextmanager
async def open_runtime(settings: Settings) -> AsyncIterator[Runtime]:
    """Connect to everything; disconnect at the end, after running work has finished. Raises SettingsProblem."""
    secret_box = _secret_box(settings)
    await database.connect(settings.database_url)
    broker = make_broker(settings.redis_url)
    try:
        async with gateway_http_client(settings.gateway_timeout_seconds) as http, _live_bus(settings.redis_url) as bus:
            runtime = _assemble(settings, secret_box, http, bus, broker)
            try:
                yield runtime
            finally:
                await runtime.drains.finish(timeout_seconds=settings.gateway_timeout_seconds + 5)
    finally:
        await database.disconnect()


def _secret_box(settings: Settings) -> SecretBox:
    first, *previous = master_keys(settings)
    # Another process may bring a new one while this one runs.
    return SecretBox(first, previous, look_again=lambda: master_keys(settings))


def _registry(settings: Settings) -> Registry:
    registry = load_registry(allowed=settings.gateways)
    for name, why in registry.broken.items():
        log.error("gateways.plugin_broken", plugin=name, why=why.strip().splitlines()[-1])
    return registry


@asynccontextmanager
async def _live_bus(redis_url: str | None) -> AsyncIterator[LiveBus]:
    if redis_url is None:
        yield InProcessBus()
        return
    # Here, not above: an installation without Redis starts sooner without its client library.
    from backend.events.redis_bus import RedisBus

    bus = RedisBus(redis_url)
    await bus.start()
    try:
        yield bus
    finally:
        await bus.stop()


def _assemble(
    settings: Settings,
    secret_box: SecretBox,
    http: httpx.AsyncClient,
    bus: LiveBus,
    broker: AsyncBroker,
) -> Runtime:
    drains = Drains()
    look = register_look(broker, drains)
    services = Services(
        clock=system_clock,
        gateways=_registry(settings),
        http=http,
        secrets=secret_box,
        bell=TaskiqBell(look),
        issuer=settings.public_url,
        return_origins=settings.origins,
        limits=Limits(
            access_token=timedelta(seconds=settings.access_token_seconds),
            refresh_token=timedelta(days=settings.refresh_token_days),
            gateway_call=timedelta(seconds=settings.gateway_timeout_seconds),
            attempt_lease=timedelta(seconds=settings.attempt_lease_seconds),
        ),
    )
    drains.bind(all_work(services, bus))
    return Runtime(settings, services, bus, broker, look, drains)
