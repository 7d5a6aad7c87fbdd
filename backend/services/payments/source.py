"""What an attempt charges: a fresh token or a saved method, sealed on the attempt until it ends."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from backend.gateways.base import MethodKind, NewMethod, SavedMethod
from backend.services.context import Context


@dataclass(frozen=True, slots=True)
class Source:
    """A token of the gateway's own field, or the gateway's names of a saved method (`reference`, `customer`).

    `save` asks the gateway to keep a fresh method, under `customer` where it knows the payer already.
    `off_session` says that the payer is not there.
    """

    kind: str
    token: str | None = None
    reference: str | None = None
    customer: str | None = None
    save: bool = False
    off_session: bool = False

    def for_gateway(self) -> NewMethod | SavedMethod:
        """The contract's form of it."""
        if self.reference is not None:
            return SavedMethod(MethodKind(self.kind), self.customer, self.reference)
        assert self.token is not None, "a source has a token or a reference"
        return NewMethod(MethodKind(self.kind), self.token)


def seal_source(ctx: Context, attempt_id: str, source: Source) -> str:
    """Seal it for its attempt only."""
    return ctx.services.secrets.seal(json.dumps(asdict(source)), _place(ctx, attempt_id))


def open_source(ctx: Context, attempt_id: str, sealed: str) -> Source:
    """What `seal_source` sealed."""
    return Source(**json.loads(ctx.services.secrets.open(sealed, _place(ctx, attempt_id))))


def _place(ctx: Context, attempt_id: str) -> str:
    return f"payment_attempts|{attempt_id}|source|{ctx.merchant_id}"
