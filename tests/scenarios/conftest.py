"""Two installations for all scenarios: everything in one process on SQLite, and apart on PostgreSQL and Redis."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.conftest import gateway, registry, store
from tests.support import installation as installations
from tests.support.installation import Installation
from tests.support.shop import Person, Shop

# Some stories need no processes: they are told to the API in this one, with the shop of the services' tests.
__all__ = ["gateway", "registry", "store"]

HERE = Path(__file__).parent
BOTH = (pytest.param("embedded"), pytest.param("apart", marks=pytest.mark.postgres))


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What shares an installation runs in one process, in the order of the files."""
    for item in items:
        if not item.path.is_relative_to(HERE):
            continue
        item.add_marker(pytest.mark.processes)
        fixtures = getattr(item, "fixturenames", ())
        parameters = item.callspec.params if hasattr(item, "callspec") else {}
        kind = parameters.get("installation") or ("apart" if "apart" in fixtures else "alone")
        item.add_marker(pytest.mark.xdist_group(f"scenarios-{kind}"))


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Everything in one process, on SQLite."""
    with installations.embedded(tmp_path_factory.mktemp("embedded")) as made:
        yield made


@pytest.fixture(scope="session")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """API, worker and scheduler, on PostgreSQL and Redis."""
    with installations.apart(tmp_path_factory.mktemp("apart")) as made:
        yield made


@pytest.fixture(scope="session", params=BOTH)
def installation(request: pytest.FixtureRequest) -> Installation:
    """Both kinds, one after the other."""
    made: Installation = request.getfixturevalue(request.param)
    return made


@pytest.fixture
def shop(installation: Installation) -> Iterator[Shop]:
    """The shop of the installation, with somebody who works, and a provider without faults afterwards."""
    installation.need_worker()
    yield installation.shop
    installation.shop.provider.calm()
    installation.shop.provider.webhooks("release")
    installation.shop.provider.webhooks("duplicate", n=1)


@pytest.fixture
def ana(shop: Shop) -> Person:
    """A new customer."""
    return shop.register()
