"""Gapless invoice numbers: taken from the merchant's counter under its row lock, in the invoice's own transaction."""

from __future__ import annotations

from backend.models import InvoiceCounter
from backend.services.context import Context


async def take_number(ctx: Context) -> str:
    """The next number, such as `INV-000001`. A rollback of the transaction gives it back."""
    counter = await InvoiceCounter.select_for_update().get(merchant_id=ctx.merchant_id)
    await InvoiceCounter.filter(merchant_id=ctx.merchant_id).update(next_number=counter.next_number + 1)
    return f"INV-{counter.next_number:06d}"
