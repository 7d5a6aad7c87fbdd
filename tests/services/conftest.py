"""Services whose only gateway is the scripted one."""

from __future__ import annotations

import pytest

from backend.gateways.registry import Registry
from tests.support.databases import Database
from tests.support.life import Life, open_life
from tests.support.merchants import OpenMerchant
from tests.support.scripted_gateway import ScriptedGateway
from tests.support.staged import found_life, found_storefront
from tests.support.storefront import Storefront, open_storefront


@pytest.fixture
def gateway() -> ScriptedGateway:
    """The provider, to be scripted."""
    return ScriptedGateway()


@pytest.fixture
def registry(gateway: ScriptedGateway) -> Registry:
    """Instead of the gateways that are installed."""
    return Registry([gateway])


@pytest.fixture
async def store(database: Database, merchant: OpenMerchant, gateway: ScriptedGateway) -> Storefront:
    """A shop that is open."""
    return await (found_storefront if database.staged else open_storefront)(merchant, gateway)


@pytest.fixture
async def life(database: Database, store: Storefront) -> Life:
    """The same shop, with plans by the month and by the year, and the jobs that bill them."""
    return await (found_life if database.staged else open_life)(store)
