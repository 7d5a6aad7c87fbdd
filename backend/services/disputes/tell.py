"""What staff are told of a dispute: one open task for each, which says where it stands."""

from __future__ import annotations

from backend.domain.dispute import CLOSED, DisputeStatus
from backend.domain.money import Money
from backend.domain.tasks import TaskKind
from backend.gateways.base import DisputeResult
from backend.models import Dispute, Payment, StaffTask
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.tasks.close import close_task
from backend.services.tasks.open import open_task
from backend.services.tasks.subject import subject_at_gateway
from backend.services.transaction import Transaction

_TOLD = {
    DisputeStatus.INQUIRY: "The payer's bank asks about this payment; no money was taken yet. Answer it at the gateway",
    DisputeStatus.OPEN: "The payer's bank took {amount} of this payment back. Contest it at the gateway, or accept it",
    DisputeStatus.LOST: "The dispute of this payment was lost: {amount} stay with the payer",
    DisputeStatus.WON: "The dispute of this payment was won, and its invoice is void: {amount} are there again, and"
    " nothing is owed for them. Refund the payment, or add it to the customer's balance",
}


async def tell_staff(
    ctx: Context,
    tx: Transaction,
    dispute: Dispute,
    *,
    not_taken: str | None = None,
    is_owed: bool = False,
    by_refund: bool = False,
) -> None:
    """Open the task of the dispute's status, in place of the one before it.

    `not_taken` says what the customer has of the money all the same; it is repeated from then on. One that is won needs
    no one, unless the money `is_owed` to the customer; with `by_refund` a refund ended it.
    """
    status = DisputeStatus(dispute.status)
    mine = StaffTask.filter(merchant_id=ctx.merchant_id, kind=TaskKind.DISPUTE.value, subject_id=dispute.id)
    before = await mine.order_by("-id").first()
    note = "A refund ended the dispute." if by_refund else f"The dispute is {status.value} now."
    await close_task(ctx, tx, kind=TaskKind.DISPUTE, subject_id=dispute.id, note=note)
    if by_refund:
        # What it seemed to take beside the refund was the same money.
        subject_id = subject_at_gateway(dispute.gateway_reference)
        await close_task(ctx, tx, kind=TaskKind.AMOUNT_MISMATCH, subject_id=subject_id, note=note)
    if status is DisputeStatus.WON and not is_owed:
        return
    not_taken = not_taken or (before.details.get("not_taken") if before is not None else None)
    by = f", by {dispute.respond_by:%Y-%m-%d %H:%M} UTC" if dispute.respond_by and status not in CLOSED else ""
    message = _TOLD[status].format(amount=money(dispute.amount_minor, dispute.currency)) + by + "."
    still_has = f" {not_taken}." if not_taken and status is not DisputeStatus.WON else ""
    details = {"payment": dispute.payment_id, "status": status.value, "reason": dispute.reason}
    await open_task(
        ctx, tx, kind=TaskKind.DISPUTE, subject_id=dispute.id, customer_id=dispute.customer_id,
        message=message + still_has,
        details=details if not_taken is None else {**details, "not_taken": not_taken},
    )  # fmt: skip


def what_stays(short: Money, *, has_units: bool) -> str | None:
    """What the customer keeps of money that their bank took: what of it was spent of the balance, and units."""
    parts = [f"{short} of it had become balance and are not there any more"] if short.minor else []
    parts += ["The units that it bought were not taken back"] if has_units else []
    return ". ".join(parts) or None


async def tell_of_other_end(ctx: Context, tx: Transaction, dispute: Dispute, observed: DisputeResult) -> None:
    """A dispute that ended is told to have ended otherwise: people look."""
    await open_task(
        ctx, tx, kind=TaskKind.AMOUNT_MISMATCH, subject_id=dispute.id, customer_id=dispute.customer_id,
        message=f"The gateway says that the dispute of {money(dispute.amount_minor, dispute.currency)} is"
        f" {observed.state.value}, and it was {dispute.status} before. Nothing was booked: look there.",
        details={"payment": dispute.payment_id, "reference": observed.reference, "observed": observed.state.value},
    )  # fmt: skip


async def tell_of_mismatch(
    ctx: Context, tx: Transaction, payment: Payment, dispute: Dispute | None, observed: DisputeResult, what: str
) -> None:
    """What is told of a dispute does not fit: nothing is booked."""
    await open_task(
        ctx, tx, kind=TaskKind.AMOUNT_MISMATCH,
        subject_id=dispute.id if dispute is not None else subject_at_gateway(observed.reference),
        customer_id=payment.customer_id,
        message=f"The gateway tells of a dispute of {observed.amount}, and {what}. Nothing was booked: look there.",
        details={"payment": payment.id, "reference": observed.reference, "observed": str(observed.amount)},
    )  # fmt: skip
