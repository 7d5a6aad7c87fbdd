"""What an attempt charges, or a setup keeps: a token, a saved method, or nothing yet. Sealed until that ends."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from backend.gateways.base import Elsewhere, InApp, MethodKind, NewMethod, Payer, SavedMethod
from backend.models import Customer, PaymentAttempt, PaymentSetup
from backend.services.context import Context


@dataclass(frozen=True, slots=True)
class Source:
    """A token of the gateway's own field; or the gateway's names of a saved method (`reference`, `customer`).

    With neither, the payer enters a method in an app (`in_app`), or pays elsewhere. `save` asks the gateway to keep a
    fresh method, under `customer` where it knows the payer already. `off_session` says that the payer is not there.
    `device_id` and `ip` are for the gateway's guard against fraud.
    """

    kind: str
    token: str | None = field(default=None, repr=False)
    reference: str | None = None
    customer: str | None = None
    save: bool = False
    off_session: bool = False
    in_app: bool = False
    device_id: str | None = None
    ip: str | None = None

    def for_gateway(self) -> NewMethod | SavedMethod | Elsewhere | InApp:
        """The contract's form of it."""
        if self.reference is not None:
            return SavedMethod(MethodKind(self.kind), self.customer, self.reference)
        return self.to_keep()

    def to_keep(self) -> NewMethod | Elsewhere | InApp:
        """The same of a method that is not saved yet."""
        assert self.reference is None, "it is kept already"
        kind = MethodKind(self.kind)
        if self.token is not None:
            return NewMethod(kind, self.token)
        return InApp(kind) if self.in_app else Elsewhere(kind)

    @property
    def needs_customer(self) -> bool:
        """Whether the gateway must know the payer first, where it knows customers."""
        return self.customer is None and (self.save or self.in_app)


def seal_source(ctx: Context, model: type[PaymentAttempt | PaymentSetup], id: str, source: Source) -> str:
    """Seal it for the row with this id only."""
    return ctx.services.secrets.seal(json.dumps(asdict(source)), _place(ctx, model, id))


def open_source(ctx: Context, row: PaymentAttempt | PaymentSetup) -> Source:
    """What `seal_source` sealed. The row has not ended."""
    assert row.source_sealed is not None, "what is open keeps its method"
    return Source(**json.loads(ctx.services.secrets.open(row.source_sealed, _place(ctx, type(row), row.id))))


def payer_of(customer: Customer, source: Source) -> Payer:
    """Who pays, as far as a gateway may know."""
    return Payer(customer.name, customer.email, customer.locale, ip=source.ip, device_id=source.device_id)


def _place(ctx: Context, model: type[PaymentAttempt | PaymentSetup], id: str) -> str:
    return f"{model._meta.db_table}|{id}|source|{ctx.merchant_id}"
