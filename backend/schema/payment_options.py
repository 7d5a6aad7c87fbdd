"""What a payer can choose to pay with, and what their browser needs for it."""

from __future__ import annotations

from enum import StrEnum

import strawberry

from backend.domain.money import Money as Amount
from backend.gateways.base import MethodKind
from backend.schema.enums import describe
from backend.schema.money import Money
from backend.services.payments.options import Option


class FieldsProtocol(StrEnum):
    """How the client speaks with a gateway's own fields: `BrowserFields.protocol` of the contract."""

    FRAME = "frame"
    STRIPE = "stripe"
    OPENPAY = "openpay"
    MERCADOPAGO = "mercadopago"


describe(
    FieldsProtocol,
    "How the client speaks with the gateway's own code.",
    {
        "FRAME": "A page in a frame, which posts a token to its parent.",
        "STRIPE": "The script of Stripe.",
        "OPENPAY": "The scripts of Openpay.",
        "MERCADOPAGO": "The script of Mercado Pago.",
    },
)


@strawberry.type(description="The gateway's own code in the browser, in which a method is entered.")
class BrowserFields:
    protocol: FieldsProtocol = strawberry.field(description="How to speak with it.")
    url: str | None = strawberry.field(description="Its page or script.")
    publishable_key: str | None = strawberry.field(description="The merchant's public key at the gateway.")
    account: str | None = strawberry.field(description="The merchant's public name there, where the script wants it.")


@strawberry.type(description="The smallest and the largest amount in one currency.")
class MoneyRange:
    minimum: Money | None = strawberry.field(description="The smallest amount; null for no limit.")
    maximum: Money | None = strawberry.field(description="The largest amount; null for no limit.")


@strawberry.type(description="Something that a payer can choose to pay with.")
class PaymentOption:
    account_id: strawberry.ID = strawberry.field(
        description="The merchant's account at the gateway. Give it back in `payWith` where there are several."
    )
    gateway: str = strawberry.field(description="Give it back in `payWith`.")
    kind: MethodKind = strawberry.field(description="Give it back in `payWith`.")
    label: str = strawberry.field(description="What payers read.")
    settles: str = strawberry.field(description="How soon the money counts.")
    takes_token: bool = strawberry.field(description="Whether `payWith` takes a token, which `fields` make.")
    needs_token: bool = strawberry.field(description="Whether `payWith` needs a token, or a saved method.")
    elsewhere: bool = strawberry.field(
        description="Whether it is paid without a token: on the gateway's page, at a counter, from a bank, in cash. "
        "The payment's `action` says how."
    )
    saves_methods: bool = strawberry.field(description="Whether `payWith.save` keeps it, to pay with it again.")
    saves_without_payment: bool = strawberry.field(description="Whether `paymentMethodAdd` keeps it.")
    charges_off_session: bool = strawberry.field(
        description="Whether it can be charged while the payer is away, as renewals and automatic top-ups are."
    )
    requires_device_id: bool = strawberry.field(
        description="Whether `payWith.deviceId` is needed with a token: what the gateway's script made of the browser."
    )
    fields: BrowserFields = strawberry.field(description="The gateway's own code in the browser.")
    publishable_key: str | None = strawberry.field(description="The same as `fields.publishableKey`.")
    fields_url: str | None = strawberry.field(description="The same as `fields.url`.")
    limits: list[MoneyRange] = strawberry.field(description="Limits in the currency that was asked for; empty: none.")

    @classmethod
    def of(cls, option: Option) -> PaymentOption:
        """From the service's form."""
        can, fields = option.can, option.fields
        bounded = option.smallest is not None or option.largest is not None
        return cls(
            account_id=strawberry.ID(option.account_id),
            gateway=option.gateway,
            kind=option.kind,
            label=option.label,
            settles=can.settles,
            takes_token=can.takes_token(option.kind),
            needs_token=not option.elsewhere,
            elsewhere=option.elsewhere,
            saves_methods=option.saves_methods,
            saves_without_payment=option.saves_without_payment,
            charges_off_session=option.saves_methods and can.off_session,
            requires_device_id=can.requires_device_id and option.kind is MethodKind.CARD,
            fields=BrowserFields(
                protocol=FieldsProtocol(fields.protocol), url=fields.fields_url,
                publishable_key=fields.publishable_key, account=fields.account,
            ),
            publishable_key=fields.publishable_key,
            fields_url=fields.fields_url,
            limits=[_range(option.smallest, option.largest)] if bounded else [],
        )  # fmt: skip


def _range(smallest: Amount | None, largest: Amount | None) -> MoneyRange:
    return MoneyRange(
        minimum=Money.of(smallest) if smallest is not None else None,
        maximum=Money.of(largest) if largest is not None else None,
    )
