"""What a payer may have to do before a payment goes on. Import it from `backend.gateways.base`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Redirect:
    """Send the payer's browser to `url` (3-D Secure, a hosted page)."""

    url: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClientConfirm:
    """The payer's own app or page goes on with the gateway's SDK, by a secret that is for this payment only."""

    client_secret: str = field(repr=False)
    publishable_key: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Voucher:
    """Pay in cash at a store's counter. `barcode` is the text of a Code 128 bar code; without it, `reference` is.

    `document_url` is a slip to print, made by the gateway.
    """

    reference: str
    barcode: str | None = None
    document_url: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BankTransfer:
    """Transfer the amount from a bank account, to what is given here, quoting `reference`."""

    reference: str
    clabe: str | None = None
    bank: str | None = None
    agreement: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Instructions:
    """Do what the merchant's own words say (cash, a transfer that staff will register), quoting `reference`."""

    text: str
    reference: str
    expires_at: datetime | None = None


Action = Redirect | ClientConfirm | Voucher | BankTransfer | Instructions
