"""Was this money registered before? People enter the same slip twice."""

from __future__ import annotations

from backend.domain.errors import InvalidInput
from backend.domain.money import Money
from backend.models import PaymentReceipt
from backend.services.context import Context
from backend.services.receipts.record import Slip


async def refuse_duplicate(ctx: Context, customer_id: str, slip: Slip, amount: Money, *, confirmed: bool) -> None:
    """Raise InvalidInput for the same sum on the same day with the same reference, unless it is confirmed.

    A slip that was divided among invoices counts with its whole sum.
    """
    if confirmed:
        return
    same = await PaymentReceipt.filter(
        merchant_id=ctx.merchant_id, customer_id=customer_id, received_on=slip.received_on,
        currency=amount.currency.code, reference=slip.reference, reversed_at=None,
    )  # fmt: skip
    # Parts of one slip were written in one operation, at one instant.
    slips: dict[object, int] = {}
    for receipt in same:
        slips[receipt.created_at] = slips.get(receipt.created_at, 0) + receipt.amount_minor
    if amount.minor in {*slips.values(), *(receipt.amount_minor for receipt in same)}:
        raise InvalidInput.at(
            "confirmDuplicate", "POSSIBLE_DUPLICATE",
            f"{amount} of {slip.received_on.isoformat()} with this reference were registered already. "
            "Confirm that they came twice.",
        )  # fmt: skip
