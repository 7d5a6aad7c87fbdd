"""Gapless invoice numbers: taken from the merchant's counter under its row lock, in the invoices' own transaction."""

from __future__ import annotations

from backend.services.context import Context
from backend.services.sql import rows_of


async def take_numbers(ctx: Context, count: int) -> list[str]:
    """The next numbers, such as `INV-000001`. A rollback of the transaction gives them back.

    All others who want one wait for the end of the transaction: take them late.
    """
    (counter,) = await rows_of(
        """
        UPDATE invoice_counters SET next_number = next_number + CAST($2 AS BIGINT)
        WHERE merchant_id = $1
        RETURNING next_number
        """,
        ctx.merchant_id,
        count,
    )
    return [f"INV-{number:06d}" for number in range(counter["next_number"] - count, counter["next_number"])]
