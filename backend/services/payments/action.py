"""What the payer has to do next, sealed: an address or a client secret in it may be worth money to somebody else."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from backend.gateways.base import Action, BankTransfer, ClientConfirm, Instructions, Redirect, Voucher
from backend.models import Payment, PaymentSetup
from backend.services.context import Context

# By name: two kinds of action may have the same fields.
_KINDS: dict[str, TypeAdapter[Any]] = {
    kind.__name__: TypeAdapter(kind) for kind in (Redirect, ClientConfirm, Voucher, BankTransfer, Instructions)
}


def seal_action(ctx: Context, row: Payment | PaymentSetup, action: Action) -> str:
    """Seal it for its payment or setup only."""
    kind = type(action).__name__
    return ctx.services.secrets.seal(f"{kind}:{_KINDS[kind].dump_json(action).decode()}", _place(row))


def open_action(ctx: Context, row: Payment | PaymentSetup) -> Action | None:
    """What the payer has to do; None when nothing."""
    if row.action_sealed is None:
        # Written before actions were sealed: redirects only.
        url = row.action_url if isinstance(row, Payment) else None
        return Redirect(url, row.action_expires_at) if isinstance(row, Payment) and url else None
    kind, _, value = ctx.services.secrets.open(row.action_sealed, _place(row)).partition(":")
    action: Action = _KINDS[kind].validate_json(value)
    return action


def _place(row: Payment | PaymentSetup) -> str:
    return f"{row._meta.db_table}|{row.id}|action|{row.merchant_id}"
