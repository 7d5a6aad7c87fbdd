"""The demo shop: three subscription products (one is billed from the balance), a refill, a coupon, a customer and a
staff user, a Sandbox account to pay with, and one for cash and transfers that staff register.

The passwords are public on purpose; only `perennial up` and `perennial demo` ever write them.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from tortoise.transactions import in_transaction

from backend.domain.catalog import AddonCharge, BillingMode, ProductKind
from backend.domain.discounts import CouponDuration
from backend.domain.periods import Interval, IntervalUnit
from backend.models import Merchant, Product
from backend.sandbox_host import sandbox_addresses
from backend.services.accounts.create_merchant import create_merchant
from backend.services.accounts.create_staff import create_staff
from backend.services.accounts.register_customer import register_customer
from backend.services.catalog.create import Offered, create_addon, create_plan, create_product
from backend.services.context import Context, Services
from backend.services.coupons.create import NewCoupon, create_coupon
from backend.services.gateways.accounts import create_account
from backend.services.taxes.create_rate import create_tax_rate
from backend.settings import Settings

CODE = "demo"
SIGN_INS = {
    "customer": {"email": "ana@example.com", "password": "perennial-customer"},
    "staff": {"email": "staff@example.com", "password": "perennial-staff"},
}
HOURLY = Interval(IntervalUnit.HOUR, 1)
MONTHLY = Interval(IntervalUnit.MONTH, 1)
YEARLY = Interval(IntervalUnit.YEAR, 1)


def prices(usd: str, mxn: str) -> dict[str, int]:
    """Minor units by currency from two amounts in major units with two decimals."""
    return {"USD": int(usd.replace(".", "")), "MXN": int(mxn.replace(".", ""))}


@dataclass(frozen=True, slots=True)
class _Plan:
    code: str
    name: str
    description: str
    interval: Interval | None
    prices: dict[str, int]
    offered: Offered
    billing: BillingMode = BillingMode.IN_ADVANCE


def _feature(code: str, name: str, value: object = None) -> dict[str, object]:
    return {"code": code, "name": name, "value": value}


_TLS = _feature("tls", "TLS certificates")

_HOSTING = (
    _Plan(
        "starter", "Starter", "A first site, with everything it needs.", MONTHLY, prices("10.00", "190.00"),
        Offered([_feature("sites", "Sites", 1), _feature("storage_gb", "Storage (GB)", 10), _TLS]),
    ),
    _Plan(
        "team", "Team", "For several people and several sites.", MONTHLY, prices("29.00", "549.00"),
        Offered([
            _feature("sites", "Sites", 10), _feature("storage_gb", "Storage (GB)", 100), _TLS,
            _feature("staging", "Staging copies"),
        ]),
    ),
    _Plan(
        "business", "Business", "Billed once a year, with support by phone.", YEARLY, prices("990.00", "18700.00"),
        Offered([
            _feature("sites", "Sites", 50), _feature("storage_gb", "Storage (GB)", 1000), _TLS,
            _feature("staging", "Staging copies"), _feature("phone", "Support by phone"),
        ]),
    ),
)  # fmt: skip

_ANALYTICS = (
    _Plan(
        "basic", "Basic", "Visits and sources, kept for a year.", MONTHLY, prices("5.00", "95.00"),
        Offered([_feature("events", "Events a month", 100_000), _feature("retention_months", "Months kept", 12)]),
    ),
    _Plan(
        "plus", "Plus", "Funnels and goals on top.", MONTHLY, prices("19.00", "359.00"),
        Offered([
            _feature("events", "Events a month", 1_000_000), _feature("retention_months", "Months kept", 24),
            _feature("funnels", "Funnels"),
        ]),
    ),
    _Plan(
        "scale", "Scale", "For busy sites, with raw data.", MONTHLY, prices("79.00", "1490.00"),
        Offered([
            _feature("events", "Events a month", 20_000_000), _feature("retention_months", "Months kept", 60),
            _feature("funnels", "Funnels"), _feature("export", "Raw data export"),
        ]),
    ),
)  # fmt: skip

_SERVERS = (
    _Plan(
        "small", "Small", "Two cores by the hour, for as long as your balance lasts.", HOURLY, prices("0.05", "0.95"),
        Offered([_feature("vcpu", "Cores", 2), _feature("memory_gb", "Memory (GB)", 4)]), BillingMode.FROM_BALANCE,
    ),
    _Plan(
        "large", "Large", "Eight cores by the hour.", HOURLY, prices("0.20", "3.80"),
        Offered([
            _feature("vcpu", "Cores", 8), _feature("memory_gb", "Memory (GB)", 32),
            _feature("local_disk", "Local disk"),
        ]),
        BillingMode.FROM_BALANCE,
    ),
    _Plan(
        "reserved", "Reserved", "Two cores that are always yours, paid from the balance day by day.", MONTHLY,
        prices("30.00", "570.00"),
        Offered([
            _feature("vcpu", "Cores", 2), _feature("memory_gb", "Memory (GB)", 4), _feature("reserved", "Kept for you"),
        ]),
        BillingMode.FROM_BALANCE,
    ),
)  # fmt: skip

_BAG = (
    _Plan(
        "bag-100", "100 hours", "A bag of 100 machine hours, used when you like.", None, prices("80.00", "1500.00"),
        Offered(grants=[{"unit": "hours", "quantity": "100"}]),
    ),
)  # fmt: skip


_WELCOME = NewCoupon("WELCOME20", "Welcome", CouponDuration.REPEATING, percent="20", periods=3, once_per_customer=True)


_BY_HAND = {
    "mode": "test",
    "transfer_instructions": "Transfer to Evergreen Cloud, Banco Ejemplo, account 0000 0000 0000. Quote the reference.",
    "cash_instructions": "Pay at our counter, Monday to Friday from 9 to 18 h. Name the reference.",
}


async def seed(services: Services, settings: Settings) -> bool:
    """Make the demo shop in one transaction; False when it is there already."""
    if await Merchant.exists(code=CODE):
        return False
    async with in_transaction():
        _, ctx = await create_merchant(
            services, code=CODE, name="Evergreen Cloud", timezone="America/Mexico_City", default_currency="USD"
        )
        await _catalog(ctx)
        await create_coupon(ctx, coupon=_WELCOME)
        # For staff to put on sales: prices are as they stand until then.
        await create_tax_rate(ctx, name="IVA", percent="16", inclusive=True)
        await register_customer(ctx, **SIGN_INS["customer"], name="Ana Torres", currency="USD")
        await create_staff(ctx, **SIGN_INS["staff"])
        await _gateways(ctx, settings)
    return True


async def _gateways(ctx: Context, settings: Settings) -> None:
    """Those of the demo's that this installation loads."""
    if "sandbox" in ctx.services.gateways.gateways:
        keys = {
            "publishable_key": f"pk_sandbox_{secrets.token_urlsafe(18)}",
            "secret_key": f"sk_sandbox_{secrets.token_urlsafe(32)}",
            "webhook_secret": f"whsec_{secrets.token_urlsafe(32)}",
        }
        await create_account(
            ctx,
            gateway="sandbox",
            label="Card (Sandbox)",
            mode="TEST",
            settings={**sandbox_addresses(settings), **keys},
        )
    if "manual" in ctx.services.gateways.gateways:
        await create_account(ctx, gateway="manual", label="Cash or transfer", mode="TEST", settings=_BY_HAND)


async def _catalog(ctx: Context) -> None:
    hosting = await create_product(
        ctx, code="hosting", name="Hosting", description="Fast sites that stay up.", kind=ProductKind.SUBSCRIPTION
    )
    analytics = await create_product(
        ctx, code="analytics", name="Analytics", description="Numbers about your visitors, without cookies.",
        kind=ProductKind.SUBSCRIPTION,
    )  # fmt: skip
    servers = await create_product(
        ctx, code="servers", name="Servers", description="Machines by the hour, debited from your balance.",
        kind=ProductKind.SUBSCRIPTION,
    )  # fmt: skip
    machines = await create_product(
        ctx, code="machine-hours", name="Machine hours", description="Prepaid hours for builds and heavy work.",
        kind=ProductKind.REFILL,
    )  # fmt: skip
    await _plans(ctx, hosting, _HOSTING)
    await _plans(ctx, analytics, _ANALYTICS)
    await _plans(ctx, servers, _SERVERS)
    await _plans(ctx, machines, _BAG)


async def _plans(ctx: Context, product: Product, plans: tuple[_Plan, ...]) -> None:
    for made in plans:
        plan = await create_plan(
            ctx, product=product, code=made.code, name=made.name, description=made.description,
            interval=made.interval, prices=made.prices, offered=made.offered, billing=made.billing,
        )  # fmt: skip
        if made.interval is None or made.billing is BillingMode.FROM_BALANCE:
            continue
        yearly = made.interval == YEARLY
        await create_addon(
            ctx, plan=plan, code="seat", name="Extra seat", charge=AddonCharge.RECURRING, max_quantity=100,
            prices=prices("40.00", "760.00") if yearly else prices("4.00", "76.00"),
            offered=Offered([_feature("seats", "Extra seats")]),
        )  # fmt: skip
        await create_addon(
            ctx, plan=plan, code="setup", name="Set-up by an expert", charge=AddonCharge.ONE_TIME, max_quantity=1,
            prices=prices("49.00", "930.00"), offered=Offered([_feature("onboarding", "Set-up by an expert")]),
        )  # fmt: skip
