"""What every process of Perennial is made of: settings in, services out, opened and closed in one place."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx
from taskiq import AsyncBroker

from backend import database
from backend.events.live import InProcessBus, LiveBus
from backend.gateways.http import gateway_http_client
from backend.gateways.registry import load_registry
from backend.jobs.broker import LookTask, TaskiqBell, make_broker, register_look
from backend.jobs.drains import Drains
from backend.jobs.work import all_work
from backend.services.clock import system_clock
from backend.services.context import Limits, Services
from backend.services.secrets import SecretBox
from backend.settings import Settings


class SettingsProblem(Exception):
    """A setting is missing or wrong; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """One process's parts."""

    settings: Settings
    services: Services
    bus: LiveBus
    broker: AsyncBroker
    look: LookTask
    drains: Drains


def master_secret(settings: Settings) -> bytes:
    """The 32 bytes of SECRET_KEY. On SQLite they are made once and kept in `data_dir`; elsewhere they must be given.

    Raises SettingsProblem.
    """
    if settings.secret_key is not None:
        try:
            master = base64.b64decode(settings.secret_key.get_secret_value(), validate=True)
        except ValueError:
            master = b""
        if len(master) != 32:
            raise SettingsProblem("SECRET_KEY must be 32 bytes in base64: `openssl rand -base64 32` makes one.")
        return master
    if not settings.is_sqlite:
        raise SettingsProblem("Set SECRET_KEY, the same for all processes: `openssl rand -base64 32` makes one.")
    return _kept_secret(settings)


def _kept_secret(settings: Settings) -> bytes:
    path = settings.data_dir / "secret.key"
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        # Created with its content and for the owner only; whoever is second reads the first one's.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return base64.b64decode(path.read_text())
    with os.fdopen(handle, "w") as file:
        file.write(base64.b64encode(secrets.token_bytes(32)).decode())
    return base64.b64decode(path.read_text())


@asynccontextmanager
async def open_runtime(settings: Settings) -> AsyncIterator[Runtime]:
    """Connect to everything; disconnect at the end, after running work has finished. Raises SettingsProblem."""
    secret_box = SecretBox(master_secret(settings))
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
        gateways=load_registry(),
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
