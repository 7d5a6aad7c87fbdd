"""What a payer has to do next: one type for each way, in one union."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from backend.gateways.base import Action, BankTransfer, ClientConfirm, Instructions, Redirect, Voucher
from backend.schema.barcodes import code128_svg
from backend.schema.money import Money
from backend.services.context import Actor, Role


@strawberry.type(description="Send the payer's browser to a page: 3-D Secure, or a hosted payment page.")
class RedirectAction:
    url: str = strawberry.field(description="Where to.")
    expires_at: datetime | None = strawberry.field(description="Until when the page works.")


@strawberry.type(description="Go on with the gateway's own SDK, in the payer's app or page.")
class ClientConfirmAction:
    gateway: str = strawberry.field(description="Whose SDK.")
    client_secret: str = strawberry.field(
        description="For this payment only. Never log or store it; shown to nobody but the payer."
    )
    publishable_key: str = strawberry.field(description="The merchant's public key at the gateway.")
    expires_at: datetime | None = strawberry.field(description="Until when it works.")


@strawberry.type(description="Pay in cash at a store's counter.")
class VoucherAction:
    reference: str = strawberry.field(description="What the cashier types in.")
    barcode_svg: str = strawberry.field(
        description="The same for the scanner: a Code 128 bar code as an SVG; empty for what such a code cannot say."
    )
    document_url: str | None = strawberry.field(description="A slip to print, made by the gateway.")
    expires_at: datetime | None = strawberry.field(description="Until when it can be paid.")


@strawberry.type(description="Transfer the amount from a bank account.")
class BankTransferAction:
    reference: str = strawberry.field(description="What to quote with the transfer.")
    clabe: str | None = strawberry.field(description="The account to transfer to: a CLABE of 18 digits in Mexico.")
    bank: str | None = strawberry.field(description="Its bank.")
    agreement: str | None = strawberry.field(description="The agreement (convenio) that a bank asks for.")
    amount: Money = strawberry.field(description="How much to transfer.")
    expires_at: datetime | None = strawberry.field(description="Until when it can be paid.")


@strawberry.type(description="Do what the merchant's own words say, such as paying in cash.")
class InstructionsAction:
    text: str = strawberry.field(description="The merchant's words.")
    reference: str = strawberry.field(description="What to quote.")
    expires_at: datetime | None = strawberry.field(description="Until when it can be paid.")


PaymentAction = Annotated[
    RedirectAction | ClientConfirmAction | VoucherAction | BankTransferAction | InstructionsAction,
    strawberry.union("PaymentAction", description="What the payer has to do next."),
]


def shown_action(
    action: Action | None, *, actor: Actor, customer_id: str, gateway: str, amount: Money | None
) -> PaymentAction | None:
    """The action as the API shows it to `actor`; a client secret is for the payer themself only.

    So is the address of a page: some gateways put the secret into it.

    `amount` is what is to be paid; without one, where nothing is, there is nothing to transfer.
    """
    themself = actor.role is Role.CUSTOMER and actor.customer_id == customer_id
    match action:
        case Redirect() if themself:
            return RedirectAction(url=action.url, expires_at=action.expires_at)
        case ClientConfirm() if themself:
            return ClientConfirmAction(
                gateway=gateway, client_secret=action.client_secret, publishable_key=action.publishable_key,
                expires_at=action.expires_at,
            )  # fmt: skip
        case Voucher():
            return VoucherAction(
                reference=action.reference, barcode_svg=code128_svg(action.barcode or action.reference),
                document_url=action.document_url, expires_at=action.expires_at,
            )  # fmt: skip
        case BankTransfer() if amount is not None:
            return BankTransferAction(
                reference=action.reference, clabe=action.clabe, bank=action.bank, agreement=action.agreement,
                amount=amount, expires_at=action.expires_at,
            )  # fmt: skip
        case Instructions():
            return InstructionsAction(text=action.text, reference=action.reference, expires_at=action.expires_at)
    return None
