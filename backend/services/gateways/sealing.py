"""A gateway account's settings on their way into its row and out of it. Nothing else reads or writes that column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from backend.models import GatewayAccount
from backend.services.context import Context
from backend.services.secrets import place_of

Settings = dict[str, Any]


def seal_settings(ctx: Context, account_id: str, settings: Mapping[str, Any]) -> str:
    """Settings as the account's row keeps them."""
    place = place_of(GatewayAccount, "settings_sealed", account_id, ctx.merchant_id)
    return ctx.services.secrets.seal(json.dumps(dict(settings), sort_keys=True), place)


def stored_settings(ctx: Context, row: GatewayAccount) -> Settings:
    """Everything that staff entered, secrets in the clear. Raises Unsealable."""
    place = place_of(GatewayAccount, "settings_sealed", row.id, row.merchant_id)
    settings: Settings = json.loads(ctx.services.secrets.open(row.settings_sealed, place))
    return settings
