"""The gateways that are installed, as staff see them who connect one."""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum

import strawberry

from backend.gateways.base import Capabilities, Gateway, MethodKind
from backend.schema.context import Info
from backend.schema.enums import describe
from backend.schema.money import Money
from backend.schema.payment_options import MoneyRange
from backend.schema.scalars import JSON, CurrencyCode
from backend.services.currencies import money
from backend.services.gateways.form import settings_schema
from backend.services.gateways.kinds import broken_plugins, installed_gateways


class GatewayRefunds(StrEnum):
    """As `Capabilities.refunds`."""

    NONE = "none"
    FULL = "full"
    PARTIAL = "partial"


class GatewayWebhooks(StrEnum):
    """As `Capabilities.webhooks`."""

    NONE = "none"
    HMAC = "hmac"
    RSA = "rsa"
    BASIC_AUTH = "basic_auth"
    THIN = "thin"


class GatewayIdempotency(StrEnum):
    """As `Capabilities.idempotency`."""

    NATIVE = "native"
    UNIQUE_REFERENCE = "unique_reference"
    NONE = "none"


describe(
    GatewayRefunds,
    "What a gateway can give back.",
    {"NONE": "Nothing.", "FULL": "A whole payment, once.", "PARTIAL": "Any part of a payment, several times."},
)
describe(
    GatewayWebhooks,
    "How a gateway proves that a webhook is its own.",
    {
        "NONE": "It sends none.",
        "HMAC": "It signs them with a shared secret.",
        "RSA": "It signs them with its private key.",
        "BASIC_AUTH": "By a user and a password: what it says is asked for again before it counts.",
        "THIN": "It signs what they are about, not what they say: that is asked for.",
    },
)
describe(
    GatewayIdempotency,
    "What keeps a gateway from carrying out a request twice.",
    {
        "NATIVE": "It knows idempotency keys.",
        "UNIQUE_REFERENCE": "It takes each reference of ours once.",
        "NONE": "Nothing: it is asked what it did before it is told again.",
    },
)


@strawberry.type(description="What a gateway can do.")
class GatewayCapabilities:
    kinds: list[MethodKind] = strawberry.field(description="What payers can pay with.")
    currencies: list[CurrencyCode] | None = strawberry.field(description="The currencies it takes; null for any.")
    elsewhere: list[MethodKind] = strawberry.field(description="Those of `kinds` that need no token.")
    tokens: list[MethodKind] = strawberry.field(description="Those of `kinds` that take a token.")
    in_app: bool = strawberry.field(description="Whether it has a payment sheet for mobile apps.")
    redirect: bool = strawberry.field(description="Whether payers may be sent to a page of its own or of their bank's.")
    amount_limits: list[MoneyRange] = strawberry.field(description="The limits of a payment, by currency.")
    confirms: bool = strawberry.field(description="Whether money moves only after the payer's agreement is confirmed.")
    manual_capture: bool = strawberry.field(description="Whether money can be reserved first and collected later.")
    partial_capture: bool = strawberry.field(description="Whether less than what was reserved can be collected.")
    cancel_pending: bool = strawberry.field(description="Whether a payment under way can be stopped.")
    lookup_by_our_reference: bool = strawberry.field(description="Whether a payment is found by our reference.")
    idempotency: GatewayIdempotency = strawberry.field(description="What keeps it from charging twice.")
    key_lifetime_seconds: int | None = strawberry.field(description="How long it remembers a key; null: for ever.")
    webhooks: GatewayWebhooks = strawberry.field(description="How its webhooks are believed.")
    webhook_install: bool = strawberry.field(description="Whether `gatewayAccountInstallWebhook` sets its webhook up.")
    settles: str = strawberry.field(description="How long until a payment is settled, in words for payers.")
    saved_methods: bool = strawberry.field(description="Whether it keeps methods to pay with again.")
    off_session: bool = strawberry.field(description="Whether it charges them while the payer is away.")
    setup_without_charge: bool = strawberry.field(description="Whether it keeps a method without charging it.")
    customers: bool = strawberry.field(description="Whether it knows customers.")
    refunds: GatewayRefunds = strawberry.field(description="What it can give back.")
    refunds_settle_later: bool = strawberry.field(description="Whether a refund may be pending, or fail later.")
    disputes: bool = strawberry.field(description="Whether it tells of disputes.")
    lists_payments: bool = strawberry.field(description="Whether its payments are compared with ours every day.")
    requires_device_id: bool = strawberry.field(description="Whether a card's token needs `payWith.deviceId`.")
    recorded_by_staff: bool = strawberry.field(description="Whether staff record what came in and was paid out.")

    @classmethod
    def of(cls, can: Capabilities) -> GatewayCapabilities:
        """From the plugin's own."""
        told = {field.name: getattr(can, field.name) for field in fields(can)}
        lifetime = told.pop("key_lifetime")
        told |= {
            "kinds": sorted(can.kinds),
            "currencies": None if can.currencies == "*" else [CurrencyCode(code) for code in sorted(can.currencies)],
            "elsewhere": sorted(can.elsewhere),
            "tokens": [kind for kind in sorted(can.kinds) if can.takes_token(kind)],
            "amount_limits": [_range(code, *limits) for code, limits in sorted(can.amount_limits.items())],
            "idempotency": GatewayIdempotency(can.idempotency),
            "key_lifetime_seconds": None if lifetime is None else int(lifetime.total_seconds()),
            "webhooks": GatewayWebhooks(can.webhooks),
            "refunds": GatewayRefunds(can.refunds),
        }
        return cls(**told)


def _range(code: str, least: int | None, most: int | None) -> MoneyRange:
    smallest, largest = (None if minor is None else Money.of(money(minor, code)) for minor in (least, most))
    return MoneyRange(minimum=smallest, maximum=largest)


@strawberry.type(description="A gateway that is installed; its accounts are added with `gatewayAccountCreate`.")
class GatewayKind:
    slug: str = strawberry.field(description="Its name in this API.")
    name: str = strawberry.field(description="Its name for people.")
    kinds: list[MethodKind] = strawberry.field(description="What payers can pay with.")
    capabilities: GatewayCapabilities = strawberry.field(description="What it can do.")
    settings_schema: JSON = strawberry.field(
        description="The JSON schema of an account's settings, to draw a form from. Secrets are `writeOnly`."
    )

    @classmethod
    def of(cls, gateway: Gateway) -> GatewayKind:
        """From the plugin."""
        can = GatewayCapabilities.of(gateway.capabilities)
        schema = JSON(dict(settings_schema(gateway)))
        return cls(slug=gateway.slug, name=gateway.name, kinds=can.kinds, capabilities=can, settings_schema=schema)


@strawberry.type(description="A gateway plugin that could not be loaded. It stops nothing else.")
class BrokenGateway:
    name: str = strawberry.field(description="The name that it was installed under.")
    traceback: str = strawberry.field(description="Why, for whoever maintains it.")


@strawberry.type
class GatewayKindQuery:
    @strawberry.field(description="Staff: the gateways that are installed, by name.")
    async def gateway_kinds(self, info: Info) -> list[GatewayKind]:
        return [GatewayKind.of(gateway) for gateway in installed_gateways(info.context.ctx)]

    @strawberry.field(description="Staff: the gateway plugins that could not be loaded.")
    async def broken_gateways(self, info: Info) -> list[BrokenGateway]:
        found = broken_plugins(info.context.ctx)
        return [BrokenGateway(name=plugin.name, traceback=plugin.traceback) for plugin in found]
