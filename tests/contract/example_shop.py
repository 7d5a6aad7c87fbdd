"""A process of an installation that has the Acme plugin: `example_shop.py DATABASE_URL` takes a payment through it.

What it prints is read by test_example_plugin. It knows the plugin by its entry point only.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime
from importlib import import_module

from backend import database
from backend.doubles.kit.serving import served
from backend.events.bell import SilentBell
from backend.gateways.http import gateway_http_client
from backend.gateways.registry import load_registry
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Actor, Role, Services
from backend.services.gateways.account_add import add_account
from backend.services.gateways.kinds import broken_plugins, installed_gateways
from backend.services.payments.pay_with import PayWith
from backend.services.secrets import SecretBox
from backend.services.subscriptions.create import Subscribed, create_subscription
from tests.support.clock import MovableClock
from tests.support.merchants import open_merchant
from tests.support.storefront import known_customer


async def sell(url: str) -> dict[str, object]:
    """What happened."""
    provider = import_module("acme_double")
    clock = MovableClock(datetime.now(UTC))
    await database.connect(url)
    async with served(provider.AcmePay) as double, gateway_http_client(5) as http:
        services = Services(
            clock=clock, gateways=load_registry(), http=http, secrets=SecretBox(bytes(range(32))), bell=SilentBell(),
            issuer="https://billing.example", return_origins=("https://shop.example",),
        )  # fmt: skip
        merchant = await open_merchant(services, clock)
        staff = services.context(Actor(Role.STAFF, merchant.row.id))
        own = provider.MERCHANTS[0]
        account = await add_account(
            staff, gateway="acme", label="Acme",
            settings={
                "mode": "test", "publishable_key": own.publishable_key, "secret_key": own.secret_key,
                "webhook_secret": own.webhook_secret, "base_url": double.public_url,
            },
        )  # fmt: skip
        catalog = await merchant.catalog()
        ana = await known_customer(merchant, "ana@example.com")
        card = PayWith("acme", "CARD", double.token(own, "4001"))
        done: Subscribed = await create_subscription(
            ana.context, selection=Selection(catalog.basic.id), pay_with=card, idempotency_key="buy-1"
        )
        assert done.payment is not None
        told: dict[str, object] = {
            "kinds": [gateway.slug for gateway in installed_gateways(staff)],
            "broken": [plugin.name for plugin in broken_plugins(staff)],
            "healthy": account.health_ok,
            "payment": done.payment.status,
            "subscription": done.subscription.status,
            "moved": [(one.kind, one.amount, one.currency) for one in double.movements()],
        }
    await database.disconnect()
    return told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(sell(sys.argv[1]))))
