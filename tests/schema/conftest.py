"""The demo shop behind a real server, once for each dialect; every test brings customers of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.services.conftest import gateway, life, registry, store
from tests.support.extras import OTHER, OTHER_STAFF, seed_demo_and_extras
from tests.support.processes import Processes
from tests.support.shop import ACCESS_SECONDS, Person, Shop, open_shop
from tests.support.sql import standing_database

# What counts statements speaks to the API in this process, with the shop of the services' tests.
__all__ = ["gateway", "life", "registry", "store"]

HERE = Path(__file__).parent
DIALECTS = (pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres))


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What uses the server of one dialect runs in one process, so that there is one server."""
    for item in items:
        if item.path.is_relative_to(HERE) and "shop" in getattr(item, "fixturenames", ()):
            dialect = item.callspec.params["shop"]  # type: ignore[attr-defined]
            item.add_marker(pytest.mark.xdist_group(f"schema-{dialect}"))
            item.add_marker(pytest.mark.processes)


@pytest.fixture(scope="session", params=DIALECTS)
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The demo shop with some extras, served by `perennial serve` without Redis."""
    directory = tmp_path_factory.mktemp(f"schema-{request.param}")
    processes = Processes(directory)
    with standing_database(request.param, directory) as database:
        try:
            asyncio.run(seed_demo_and_extras(database.url))
            server = processes.serve(
                DATABASE_URL=database.url,
                GATEWAY_TIMEOUT_SECONDS=10,
                ATTEMPT_LEASE_SECONDS=11,
                POLL_SECONDS=1,
                ACCESS_TOKEN_SECONDS=ACCESS_SECONDS,
            )
            with open_shop(server.url, database.url) as opened:
                yield opened
        finally:
            processes.kill_all()


@pytest.fixture
def ana(shop: Shop) -> Person:
    """A customer of the shop."""
    return shop.register()


@pytest.fixture(scope="module")
def staff(shop: Shop) -> Person:
    """The shop's staff, signed in for one module: an access token ends before the run does."""
    return shop.sign_in("staff@example.com", "perennial-staff")


@pytest.fixture(scope="session")
def other(shop: Shop) -> Shop:
    """Another merchant on the same installation."""
    return replace(shop, merchant=OTHER)


@pytest.fixture(scope="module")
def other_staff(other: Shop) -> Person:
    """The other merchant's staff."""
    return other.sign_in(OTHER_STAFF)
