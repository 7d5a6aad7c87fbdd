"""The short reference that a payer quotes with cash or a transfer, by which staff find whose it is."""

from __future__ import annotations

from tortoise.expressions import Q

from backend.services.context import Context

_LENGTH = 10


def quoted_in(ctx: Context, text: str) -> Q | None:
    """Which payments a payer who quotes `text` means, in any case; None when it is no such reference.

    A gateway whose money staff record shows payers the end of its own reference.
    """
    if len(text) != _LENGTH or not (text.isascii() and text.isalnum()):
        return None
    by_staff = [slug for slug, one in ctx.services.gateways.gateways.items() if one.capabilities.recorded_by_staff]
    return Q(gateway__in=by_staff, gateway_reference__endswith=text.lower()) if by_staff else None
