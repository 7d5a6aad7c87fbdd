"""What the demo shop lacks: a second merchant, plans that cannot be bought, and one whose price may change."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

from backend import demo
from backend.domain.catalog import AddonCharge, ProductKind
from backend.events.bell import SilentBell
from backend.gateways.http import gateway_http_client
from backend.gateways.registry import load_registry
from backend.models import GatewayAccount, Merchant, Plan, Product
from backend.services.accounts.create_staff import create_staff
from backend.services.catalog.create import Offered, create_addon, create_plan, create_product
from backend.services.clock import system_clock
from backend.services.context import Services
from backend.services.gateways.accounts import create_account, open_account
from backend.services.secrets import SecretBox
from backend.settings import Settings
from tests.support.clock import MovableClock
from tests.support.databases import connected
from tests.support.merchants import MONTHLY, PASSWORD, open_merchant
from tests.support.processes import SECRET_KEY

OTHER = "other"
OTHER_STAFF = "staff@other.example"
_SHORT: list[dict[str, Any]] = [
    {"unit": "calls", "quantity": "1000.50", "expires_after": {"unit": "MONTH", "count": 3}},
    {"unit": "minutes", "quantity": "10"},
]


async def seed_demo_and_extras(database_url: str) -> None:
    """Into a migrated database, before it is served."""
    async with connected(database_url), gateway_http_client(5) as http:
        services = Services(
            clock=system_clock,
            gateways=load_registry(),
            http=http,
            secrets=SecretBox(b64decode(SECRET_KEY)),
            bell=SilentBell(),
            issuer="",
            return_origins=(),
        )
        assert await demo.seed(services, Settings(_env_file=None, port=1))
        await _add_other_merchant(services)
        await _add_to_demo(services)


async def _add_other_merchant(services: Services) -> None:
    """Another company on the same installation: a staff user, a catalogue and a Sandbox account of its own."""
    made = await open_merchant(services, MovableClock(services.clock()), OTHER)
    await create_staff(made.system, email=OTHER_STAFF, password=PASSWORD)
    await made.catalog()
    account = await GatewayAccount.get(gateway="sandbox")
    known = open_account(services.system(account.merchant_id), account).settings
    await create_account(
        made.system,
        gateway="sandbox",
        label="Card",
        mode="TEST",
        settings={
            "base_url": known.model_dump()["base_url"],
            "public_url": known.model_dump()["public_url"],
            "publishable_key": "pk_other_publishable_key",
            "secret_key": "sk_other_secret_key_000000",
            "webhook_secret": "whsec_other_secret_000000",
        },
    )


async def _add_to_demo(services: Services) -> None:
    merchant = await Merchant.get(code=demo.CODE)
    ctx = services.system(merchant.id)
    odd = await create_product(ctx, code="odd", name="Odd", description="Odd.", kind=ProductKind.SUBSCRIPTION)
    for code, price in (("volatile", 1000), ("old", 500), ("free", 0), ("trial", 700)):
        plan = await create_plan(
            ctx, product=odd, code=code, name=code.title(), description="Odd.", interval=MONTHLY,
            prices={"USD": price}, offered=Offered([{"code": code, "name": code, "value": None}]),
        )  # fmt: skip
        await create_addon(
            ctx, plan=plan, code="bell", name="Bell", charge=AddonCharge.ONE_TIME, prices={"USD": 100},
            offered=Offered(), max_quantity=1,
        )  # fmt: skip
    bags = await Product.get(merchant_id=merchant.id, code="machine-hours")
    for code, grants in (("empty", []), ("short", _SHORT)):
        await create_plan(
            ctx, product=bags, code=code, name=code.title(), description="Odd.", interval=None, prices={"USD": 300},
            offered=Offered(grants=grants),
        )  # fmt: skip
    now = services.clock()
    await Plan.filter(merchant_id=merchant.id, code="old").update(archived_at=now)
    await Plan.filter(merchant_id=merchant.id, code="trial").update(trial_days=14)
    gone = await create_product(ctx, code="gone", name="Gone", description="Gone.", kind=ProductKind.SUBSCRIPTION)
    await create_plan(
        ctx, product=gone, code="gone", name="Gone", description="Gone.", interval=MONTHLY, prices={"USD": 900},
        offered=Offered(),
    )  # fmt: skip
    await Product.filter(merchant_id=merchant.id, code="gone").update(archived_at=now)
