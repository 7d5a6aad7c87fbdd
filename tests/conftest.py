"""Fixtures that every test may use: databases, Redis, services under a movable clock, a merchant, real processes.

Nothing here needs a running service: PostgreSQL and Redis are started for the run, on free ports, and removed with it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from backend.events.bell import SilentBell
from backend.gateways.http import gateway_http_client
from backend.gateways.registry import Registry, load_registry
from backend.services.context import Services
from backend.services.secrets import SecretBox
from tests.support import run
from tests.support.clock import MovableClock
from tests.support.databases import Database, connected, fresh_database
from tests.support.merchants import OpenMerchant, open_merchant
from tests.support.plain_log import log_plainly
from tests.support.processes import Processes
from tests.support.quick_secrets import quick_secrets
from tests.support.rare_collections import collect_rarely, leave_alone_what_is_there
from tests.support.redis_server import RedisServer, running_redis
from tests.support.slow import SLOW
from tests.support.staged import MASTER_KEY, found_merchant, stage_for

_RUN = pytest.StashKey[Path]()
DIALECTS = (pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres))


def pytest_configure(config: pytest.Config) -> None:
    """The process that started the run makes its directory; xdist's workers inherit it."""
    collect_rarely()
    if not hasattr(config, "workerinput"):
        config.stash[_RUN] = run.open_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    """... and removes it, with the servers in it, however the run ended."""
    if _RUN in config.stash:
        run.close_run(config.stash[_RUN])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by what a test uses, so that `make check` can leave out what is slow; begin with the files that take long.

    Else the last worker would sit over one of them when the others have nothing left to do.
    """
    for item in items:
        name, fixtures = item.path.stem, getattr(item, "fixturenames", ())
        if "processes" in fixtures or name.endswith("_processes"):
            item.add_marker(pytest.mark.processes)
        if name in SLOW:
            item.add_marker(pytest.mark.slow)
        if item.path.parent.name == "browser" or name.endswith("_browser"):
            item.add_marker(pytest.mark.browser)
    long = {item.path for item in items if any(item.get_closest_marker(name) for name in ("processes", "browser"))}
    items.sort(key=lambda item: (item.path.stem not in SLOW, item.path not in long))


def pytest_collection_finish() -> None:
    """All modules of tests are there now, and stay."""
    leave_alone_what_is_there()


@pytest.fixture(scope="session", autouse=True)
def _plain_log() -> None:
    log_plainly()


@pytest.fixture(scope="session", autouse=True)
def _quick_secrets() -> Iterator[None]:
    with quick_secrets():
        yield


@pytest.fixture(params=DIALECTS)
async def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated database of the test's own, once for each dialect; nothing is connected to it."""
    async with fresh_database(request.param, tmp_path, stage_for(request.fixturenames)) as made:
        yield made


@pytest.fixture
async def database(migrated: Database) -> AsyncIterator[Database]:
    """The same, with Tortoise connected."""
    async with connected(migrated.url):
        yield migrated


@pytest.fixture(scope="session")
def _redis_server() -> Iterator[RedisServer]:
    with running_redis() as server:
        yield server


@pytest.fixture
def redis_server(_redis_server: RedisServer) -> RedisServer:
    """A private Redis, empty; a test may stop and start it."""
    _redis_server.flush()
    return _redis_server


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The URL of a private Redis, empty."""
    return redis_server.url


@pytest.fixture
def clock() -> MovableClock:
    """The clock of `services`."""
    return MovableClock()


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The gateways that are installed."""
    return load_registry()


@pytest.fixture
async def gateway_http() -> AsyncIterator[httpx.AsyncClient]:
    """The client that gateways speak through."""
    async with gateway_http_client(5) as client:
        yield client


@pytest.fixture
def services(database: Database, clock: MovableClock, registry: Registry, gateway_http: httpx.AsyncClient) -> Services:
    """What operations are handed, on `database` and under `clock`; bells ring nobody: run the jobs by hand."""
    return Services(
        clock=clock,
        gateways=registry,
        http=gateway_http,
        secrets=SecretBox(MASTER_KEY),
        bell=SilentBell(),
        issuer="https://billing.example",
        return_origins=("https://shop.example",),
    )


@pytest.fixture
async def merchant(database: Database, services: Services, clock: MovableClock) -> OpenMerchant:
    """A merchant, who has customers and products only where a test uses these."""
    return await (found_merchant if database.staged else open_merchant)(services, clock)


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    """Starts `perennial` commands as real processes, and ends them with the test."""
    started = Processes(tmp_path)
    try:
        yield started
    finally:
        started.kill_all()
