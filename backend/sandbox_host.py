"""Hosting the Sandbox: the provider that this process serves learns of every Sandbox account of the shop, and back."""

from __future__ import annotations

from backend.gateways.sandbox.server.app import Sandbox
from backend.gateways.sandbox.settings import SandboxSettings
from backend.models import GatewayAccount
from backend.services.context import Services
from backend.services.gateways.accounts import open_account, update_settings
from backend.settings import Settings


async def connect_sandbox_accounts(services: Services, settings: Settings, sandbox: Sandbox) -> None:
    """Tell the Sandbox each account's keys and webhook address; tell each account where the Sandbox now is."""
    for row in await GatewayAccount.filter(gateway="sandbox"):
        ctx = services.system(row.merchant_id)
        known = open_account(ctx, row).settings
        assert isinstance(known, SandboxSettings)
        addresses = sandbox_addresses(settings)
        if (known.base_url, known.public_url) != (addresses["base_url"], addresses["public_url"]):
            await update_settings(ctx, row, addresses)
        await sandbox.ensure_account(
            secret_key=known.secret_key.get_secret_value(),
            publishable_key=known.publishable_key,
            webhook_secret=known.webhook_secret.get_secret_value(),
            webhook_url=f"{settings.inside_url}/webhooks/{row.id}",
            allowed_origins=settings.origins,
        )


def sandbox_addresses(settings: Settings) -> dict[str, str]:
    """Where our processes and where browsers reach the Sandbox that we serve."""
    return {"base_url": f"{settings.inside_url}/sandbox", "public_url": f"{settings.public_url}/sandbox"}
