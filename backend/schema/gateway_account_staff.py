"""Gateway accounts in the hands of staff: connected, changed, tested, removed."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend.schema.context import Info
from backend.schema.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    LimitExceededError,
    NotFoundError,
    NotSupportedError,
)
from backend.schema.gateway_accounts import GatewayAccount
from backend.schema.scalars import JSON
from backend.services.gateways import health
from backend.services.gateways.account_add import MOST_ACCOUNTS, add_account
from backend.services.gateways.account_own import MAX_LABEL
from backend.services.gateways.account_remove import remove_account
from backend.services.gateways.account_update import update_account
from backend.services.gateways.install import install_webhook

_ACCOUNT = "One of your gateway accounts."
_NOW = "It, as it is now."
_LABEL = f"What payers and staff read: one line of 1 to {MAX_LABEL} characters, once for each gateway."
_PLACE = "Its place among the accounts, from 0; the others make room."


@strawberry.input(description="A gateway to connect.")
class GatewayAccountCreateInput:
    gateway: str = strawberry.field(description="The slug of a `GatewayKind`.")
    label: str = strawberry.field(description=_LABEL)
    settings: JSON = strawberry.field(description="An object: fields as in the kind's `settingsSchema`.")
    enabled: bool = strawberry.field(
        default=True, description="Whether it is offered to payers at once, unless its settings are refused."
    )
    position: int | None = strawberry.field(default=None, description=f"{_PLACE} The last without it.")


@strawberry.type(description=f"Connected; `health` says whether it works. A merchant has at most {MOST_ACCOUNTS}.")
class GatewayAccountCreateSuccess:
    gateway_account: GatewayAccount = strawberry.field(description=_NOW)


GatewayAccountCreateResult = Annotated[
    GatewayAccountCreateSuccess | InvalidInputError | LimitExceededError | ForbiddenError,
    strawberry.union("GatewayAccountCreateResult", description="Connected, or why not."),
]


@strawberry.input(description="What to change of a gateway account; what is left out stays as it is.")
class GatewayAccountUpdateInput:
    id: strawberry.ID = strawberry.field(description=_ACCOUNT)
    version: int = strawberry.field(
        description="The `version` that you saw: somebody else's change is not overwritten."
    )
    label: str | None = strawberry.field(default=None, description=_LABEL)
    enabled: bool | None = strawberry.field(
        default=None, description="Whether it is offered to payers; SETTINGS_REFUSED while its provider refuses them."
    )
    position: int | None = strawberry.field(default=None, description=_PLACE)
    settings: JSON | None = strawberry.field(
        default=None,
        description=(
            "An object with the fields to change. A secret that is null, empty or as it was shown is kept; "
            '`{"clear": true}` empties one that is optional. Another field that is null goes back to its default.'
        ),
    )


@strawberry.type(
    description="Changed; when it may work differently now, `health` says whether it does. With new settings that its "
    "provider refuses it is not `enabled`."
)
class GatewayAccountUpdateSuccess:
    gateway_account: GatewayAccount = strawberry.field(description=_NOW)


GatewayAccountUpdateResult = Annotated[
    GatewayAccountUpdateSuccess | InvalidInputError | NotFoundError | ConflictError | ForbiddenError,
    strawberry.union("GatewayAccountUpdateResult", description="Changed, or why not."),
]


@strawberry.input(description="Which gateway account to look at.")
class GatewayAccountTestInput:
    id: strawberry.ID = strawberry.field(description=_ACCOUNT)


@strawberry.type(description="Looked at: see `health`.")
class GatewayAccountTestSuccess:
    gateway_account: GatewayAccount = strawberry.field(description=_NOW)


GatewayAccountTestResult = Annotated[
    GatewayAccountTestSuccess | NotFoundError | ForbiddenError,
    strawberry.union("GatewayAccountTestResult", description="Looked at, or why not."),
]


@strawberry.input(description="Whose webhook to set up.")
class GatewayAccountInstallWebhookInput:
    id: strawberry.ID = strawberry.field(description=_ACCOUNT)


@strawberry.type(description="The provider was asked to send its webhooks to `webhookUrl`.")
class GatewayAccountInstallWebhookSuccess:
    gateway_account: GatewayAccount = strawberry.field(description=f"{_NOW} A new secret is among its settings.")
    installed: bool = strawberry.field(description="Whether it does from now on.")
    message: str = strawberry.field(description="What staff have to know, also of why it does not.")


GatewayAccountInstallWebhookResult = Annotated[
    GatewayAccountInstallWebhookSuccess | NotFoundError | NotSupportedError | ForbiddenError,
    strawberry.union("GatewayAccountInstallWebhookResult", description="Asked, or why not."),
]


@strawberry.input(description="Which gateway account to remove.")
class GatewayAccountRemoveInput:
    id: strawberry.ID = strawberry.field(description=_ACCOUNT)


@strawberry.type(
    description="Not offered any more, and its saved methods are not charged. What was begun is followed to its end. "
    "Removing again is the same."
)
class GatewayAccountRemoveSuccess:
    gateway_account: GatewayAccount = strawberry.field(description=_NOW)


GatewayAccountRemoveResult = Annotated[
    GatewayAccountRemoveSuccess | NotFoundError | ForbiddenError,
    strawberry.union("GatewayAccountRemoveResult", description="Removed, or why not."),
]

_Arg = strawberry.argument


@strawberry.type
class GatewayAccountMutation:
    @strawberry.mutation(
        description="Staff: connect a gateway. With settings that its provider refuses it is saved, and not enabled."
    )
    async def gateway_account_create(
        self, info: Info, input: Annotated[GatewayAccountCreateInput, _Arg(description="The account.")]
    ) -> GatewayAccountCreateResult:
        row = await add_account(
            info.context.ctx, gateway=input.gateway, label=input.label, settings=input.settings,
            enabled=input.enabled, position=input.position,
        )  # fmt: skip
        return GatewayAccountCreateSuccess(gateway_account=GatewayAccount.of(row))

    @strawberry.mutation(description="Staff: change a gateway account, or any part of its settings.")
    async def gateway_account_update(
        self, info: Info, input: Annotated[GatewayAccountUpdateInput, _Arg(description="What to change.")]
    ) -> GatewayAccountUpdateResult:
        row = await update_account(
            info.context.ctx, account_id=input.id, version=input.version, label=input.label, enabled=input.enabled,
            position=input.position, settings=input.settings,
        )  # fmt: skip
        return GatewayAccountUpdateSuccess(gateway_account=GatewayAccount.of(row))

    @strawberry.mutation(description="Staff: look now whether a gateway account works.")
    async def gateway_account_test(
        self, info: Info, input: Annotated[GatewayAccountTestInput, _Arg(description="The account.")]
    ) -> GatewayAccountTestResult:
        row = await health.test_account(info.context.ctx, account_id=input.id)
        return GatewayAccountTestSuccess(gateway_account=GatewayAccount.of(row))

    @strawberry.mutation(
        description="Staff: make the provider send its webhooks here, where it can be told by its API."
    )
    async def gateway_account_install_webhook(
        self, info: Info, input: Annotated[GatewayAccountInstallWebhookInput, _Arg(description="The account.")]
    ) -> GatewayAccountInstallWebhookResult:
        done = await install_webhook(info.context.ctx, account_id=input.id)
        return GatewayAccountInstallWebhookSuccess(
            gateway_account=GatewayAccount.of(done.account), installed=done.done, message=done.message
        )

    @strawberry.mutation(description="Staff: remove a gateway account.")
    async def gateway_account_remove(
        self, info: Info, input: Annotated[GatewayAccountRemoveInput, _Arg(description="The account.")]
    ) -> GatewayAccountRemoveResult:
        row = await remove_account(info.context.ctx, account_id=input.id)
        return GatewayAccountRemoveSuccess(gateway_account=GatewayAccount.of(row))
