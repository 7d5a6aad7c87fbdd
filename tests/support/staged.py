"""Shops that thousands of tests begin with, made once for each run and dialect: a test has a copy, and finds its rows.

What depends on the gateway under test (its account) is not among them: the test makes that. Run as a program, this
fills a migrated database: `python -m tests.support.staged STAGE URL`.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Collection
from enum import StrEnum

import httpx

from backend.database import connect, disconnect
from backend.events.bell import SilentBell
from backend.gateways.registry import Registry
from backend.models import Addon, Customer, Merchant, Plan, Product, User
from backend.services.accounts.tokens import Tokens
from backend.services.context import Services
from backend.services.secrets import SecretBox
from tests.support.clock import MovableClock
from tests.support.life import Life, further_plans
from tests.support.merchants import Catalog, OpenMerchant, SignedIn, open_merchant
from tests.support.quick_secrets import quick_secrets
from tests.support.scripted_gateway import ScriptedGateway
from tests.support.storefront import CURRENCIES, EMAIL, Storefront, known_customer, scripted_account

MASTER_KEY = bytes(range(32))


class Stage(StrEnum):
    """How much is there. Each has what is in those before it."""

    STORE = "store"
    LIFE = "life"


def stage_for(fixtures: Collection[str]) -> Stage | None:
    """What a test begins with, by the fixtures that it uses; None: nothing."""
    return next((stage for stage in (Stage.LIFE, Stage.STORE) if stage in fixtures), None)


async def found_merchant(services: Services, clock: MovableClock) -> OpenMerchant:
    """The merchant of a staged database."""
    return OpenMerchant(await Merchant.get(code="acme"), services, clock)


async def found_storefront(merchant: OpenMerchant, gateway: ScriptedGateway) -> Storefront:
    """The shop of a staged database, with a new account at the scripted provider."""
    account = await scripted_account(merchant)
    product = await Product.get(code="hosting")
    plans = {plan.code: plan for plan in await Plan.filter(product_id=product.id)}
    basic = plans["basic"]
    addons = {addon.code: addon for addon in await Addon.filter(plan_id=basic.id)}
    catalog = Catalog(product, basic, plans["plus"], addons["seat"], addons["setup"])
    customer, user = await Customer.get(email=EMAIL), await User.get(email=EMAIL)
    ana = SignedIn(customer, user, Tokens("", "", 0), merchant.services)
    return Storefront(merchant, gateway, account, catalog, ana)


async def found_life(store: Storefront) -> Life:
    """The same, with the two further plans."""
    own = Plan.filter(product_id=store.catalog.product.id)
    return Life(store, yearly=await own.get(code="yearly"), free=await own.get(code="free"))


async def _fill(stage: Stage, url: str) -> None:
    await connect(url)
    try:
        async with httpx.AsyncClient() as http:
            services = Services(
                clock=MovableClock(), gateways=Registry([]), http=http, secrets=SecretBox(MASTER_KEY),
                bell=SilentBell(), issuer="https://billing.example", return_origins=(),
            )  # fmt: skip
            merchant = await open_merchant(services, MovableClock())
            catalog = await merchant.catalog(currencies=CURRENCIES)
            await known_customer(merchant, EMAIL)
            if stage is Stage.LIFE:
                await further_plans(merchant, catalog)
    finally:
        await disconnect()


if __name__ == "__main__":
    with quick_secrets():
        asyncio.run(_fill(Stage(sys.argv[1]), sys.argv[2]))
