"""A merchant's gateway accounts as staff see them. Their secrets go in and never come out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from backend import models
from backend.gateways.base import MethodKind
from backend.schema.context import Info
from backend.schema.enums import describe
from backend.schema.node import Node
from backend.schema.scalars import JSON
from backend.services.gateways.account_own import accounts_of_merchant
from backend.services.gateways.account_view import AccountView, view_account
from backend.services.gateways.accounts import webhook_url
from backend.services.gateways.form import AccountMode

describe(
    AccountMode,
    "Whether real money moves.",
    {"TEST": "It does not.", "LIVE": "It does."},
    name="GatewayMode",
)

_SETTINGS = (
    'What was entered, by field. A secret is `{"set": true, "last4": "..."}`; short ones have no `last4`. '
    "Null when nothing can be read: see `problem`."
)


@strawberry.type(description="What the last look at a gateway account found.")
class GatewayHealth:
    ok: bool = strawberry.field(description="Whether it can take payments.")
    message: str = strawberry.field(description="A sentence for staff.")
    checked_at: datetime = strawberry.field(description="When that was.")


@strawberry.type(
    description="A gateway as it is set up for the merchant. Several of one gateway can stand side by side."
)
class GatewayAccount(Node):
    row: strawberry.Private[models.GatewayAccount]
    gateway: str = strawberry.field(description="The slug of its `GatewayKind`.")
    label: str = strawberry.field(description="What payers and staff read.")
    mode: AccountMode = strawberry.field(description="Whether real money moves: what its settings say; TEST without.")
    enabled: bool = strawberry.field(description="Whether it is offered to payers.")
    position: int = strawberry.field(description="Its place among the accounts, from 0: the first that fits collects.")
    verification_code: str | None = strawberry.field(
        description="A code that the provider sent, to be typed in at its dashboard; null when there is none."
    )
    removed_at: datetime | None = strawberry.field(
        description="Since when it is gone. What was begun through it is still followed to its end."
    )
    created_at: datetime = strawberry.field(description="When it was added.")
    version: int = strawberry.field(description="Counts its changes; `gatewayAccountUpdate` wants it.")

    @classmethod
    def of(cls, row: models.GatewayAccount) -> GatewayAccount:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), gateway=row.gateway, label=row.label, mode=AccountMode(row.mode),
            enabled=row.enabled, position=row.position, verification_code=row.verification_code,
            removed_at=row.removed_at, created_at=row.created_at, version=row.version,
        )  # fmt: skip

    @strawberry.field(description=_SETTINGS)
    def settings(self, info: Info) -> JSON | None:
        found = self._view(info).settings
        return None if found is None else JSON(found)

    @strawberry.field(description="Why it cannot be used at all, whatever its provider says; null when it can.")
    def problem(self, info: Info) -> str | None:
        return self._view(info).problem

    @strawberry.field(description="What payers can pay with; empty when its plugin is not installed.")
    def kinds(self, info: Info) -> list[MethodKind]:
        plugin = self._view(info).plugin
        return sorted(plugin.capabilities.kinds) if plugin else []

    @strawberry.field(description="Where the provider has to send its webhooks.")
    def webhook_url(self, info: Info) -> str:
        return webhook_url(info.context.ctx, self.row.id)

    @strawberry.field(description="What the last look found; null before the first.")
    def health(self) -> GatewayHealth | None:
        row = self.row
        if row.health_ok is None or row.health_checked_at is None:
            return None
        return GatewayHealth(ok=row.health_ok, message=row.health_message or "", checked_at=row.health_checked_at)

    @strawberry.field(description="When its newest webhook came in; null before the first.")
    async def last_event_at(self, info: Info) -> datetime | None:
        return await info.context.loaders.last_gateway_event.load(self.row.id)

    def _view(self, info: Info) -> AccountView:
        return view_account(info.context.ctx, self.row)


async def find_gateway_account(info: Info, id: str) -> GatewayAccount | None:
    """One of the merchant's, removed or not, for staff."""
    ctx = info.context.ctx
    row = await models.GatewayAccount.get_or_none(merchant_id=ctx.merchant_id, id=id) if ctx.actor.is_staff else None
    return GatewayAccount.of(row) if row else None


_Arg = strawberry.argument


@strawberry.type
class GatewayAccountQuery:
    @strawberry.field(description="Staff: the merchant's gateway accounts, in their order.")
    async def gateway_accounts(
        self,
        info: Info,
        removed: Annotated[bool, _Arg(description="Also those that were removed, behind them.")] = False,
    ) -> list[GatewayAccount]:
        rows = await accounts_of_merchant(info.context.ctx, removed=removed)
        return [GatewayAccount.of(row) for row in rows]

    @strawberry.field(description="Staff: one gateway account, removed or not.")
    async def gateway_account(
        self, info: Info, id: Annotated[strawberry.ID, _Arg(description="Its id.")]
    ) -> GatewayAccount | None:
        return await find_gateway_account(info, id)
