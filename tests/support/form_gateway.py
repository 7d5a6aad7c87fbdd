"""A gateway whose settings are a real form: keys by mode, an optional secret, an address; its health is scripted."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from backend.gateways.base import Capabilities, GatewayContext, Health, MethodKind, WebhookInstall
from backend.gateways.settings import Address
from tests.support.scripted_gateway import ScriptedGateway

KEY = "sk_test_canary_9f31aa77"
LIVE_KEY = "sk_live_canary_55be0c12"
HOOK_SECRET = "whsec_canary_c0ffee42"
INSTALLED_SECRET = "whsec_installed_7788aabb"
FORM: Mapping[str, Any] = {"api_key": KEY, "region": "mx"}


class FormSettings(BaseModel):
    """What staff enter."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Literal["test", "live"] = "test"
    api_key: SecretStr = Field(min_length=12)
    webhook_secret: SecretStr | None = Field(None, min_length=16)
    region: Literal["mx", "co"]
    note: str = "none"
    base_url: Address | None = None

    @model_validator(mode="after")
    def _key_of_the_mode(self) -> Self:
        if not self.api_key.get_secret_value().startswith(f"sk_{self.mode}_"):
            # As careless as a stranger's plugin may be.
            raise ValueError(f"{self.api_key.get_secret_value()} is not a key of {self.mode} mode")
        return self


@dataclass
class Provider:
    """What the provider says next, and what it was asked with."""

    health: Health | BaseException = field(default_factory=lambda: Health(True, "It answers."))
    install: WebhookInstall | BaseException = field(
        default_factory=lambda: WebhookInstall("we_1", {"webhook_secret": INSTALLED_SECRET}, "Made.")
    )
    hangs: bool = False
    asked: list[tuple[str, GatewayContext]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    async def answer(self, call: str, ctx: GatewayContext, said: Any) -> Any:
        self.asked.append((call, ctx))
        if self.hangs:
            await asyncio.Event().wait()
        if isinstance(said, BaseException):
            raise said
        return said


class FormGateway(ScriptedGateway):
    """Takes pesos from 10.00 to 1,000.00 and any yen."""

    Settings: ClassVar[type[BaseModel]] = FormSettings  # type: ignore[assignment]
    slug: ClassVar[str] = "form"
    name: ClassVar[str] = "Form"
    capabilities: ClassVar[Capabilities] = replace(
        ScriptedGateway.capabilities,
        kinds=frozenset({MethodKind.CARD, MethodKind.WALLET}),
        currencies=frozenset({"MXN", "JPY"}),
        amount_limits={"MXN": (1000, 100_000), "JPY": (None, None)},
        webhook_install=True,
    )

    def __init__(self) -> None:
        super().__init__()
        self.provider = Provider()

    async def check_health(self, ctx: GatewayContext) -> Health:
        answer: Health = await self.provider.answer("health", ctx, self.provider.health)
        return answer

    async def install_webhook(self, ctx: GatewayContext, url: str, key: str) -> WebhookInstall:
        self.provider.keys.append(key)
        answer: WebhookInstall = await self.provider.answer(f"install {url}", ctx, self.provider.install)
        return answer
