"""Hosting the Sandbox: the provider that this process serves learns of every Sandbox account of the shop, and back."""

from __future__ import annotations

import structlog

from backend.gateways.base import ConfigurationError, GatewayError
from backend.gateways.sandbox.server.app import Sandbox
from backend.gateways.sandbox.settings import SandboxSettings
from backend.models import GatewayAccount
from backend.services.context import Services
from backend.services.gateways.accounts import OpenAccount, open_account, update_settings
from backend.services.secrets import Unsealable
from backend.settings import Settings

SLUG = "sandbox"

log = structlog.get_logger(__name__)


async def connect_sandbox_accounts(services: Services, settings: Settings, sandbox: Sandbox) -> None:
    """Tell the Sandbox each account's keys and webhook address; tell each account where the Sandbox now is.

    From then on it learns of a new account when its health is asked for. One that cannot be opened stops nothing.
    """
    if SLUG not in services.gateways.gateways:
        return
    # Whose key it is: nobody else gets at an account by writing down its public half.
    owners: dict[str, str] = {}

    async def tell(account: OpenAccount) -> None:
        known = account.settings
        assert isinstance(known, SandboxSettings)
        for key in (known.publishable_key, known.secret_key.get_secret_value()):
            if owners.setdefault(key, account.row.id) != account.row.id:
                raise ConfigurationError("Another account has one of these keys; make new ones.")
        await sandbox.ensure_account(
            secret_key=known.secret_key.get_secret_value(),
            publishable_key=known.publishable_key,
            webhook_secret=known.webhook_secret.get_secret_value(),
            webhook_url=f"{settings.inside_url}/webhooks/{account.row.id}",
            allowed_origins=settings.origins,
        )

    for row in await GatewayAccount.filter(gateway=SLUG).order_by("id"):
        ctx = services.system(row.merchant_id)
        try:
            account = open_account(ctx, row)
            await tell(account)
        except (Unsealable, GatewayError) as error:
            log.error("sandbox.account_unusable", account=row.id, error=type(error).__name__)
            continue
        assert isinstance(account.settings, SandboxSettings)
        addresses = sandbox_addresses(settings)
        if (account.settings.base_url, account.settings.public_url) != (addresses["base_url"], addresses["public_url"]):
            await update_settings(ctx, row, addresses)
    services.served_here[SLUG] = tell


def sandbox_addresses(settings: Settings) -> dict[str, str]:
    """Where our processes and where browsers reach the Sandbox that we serve."""
    return {"base_url": f"{settings.inside_url}/sandbox", "public_url": f"{settings.public_url}/sandbox"}
