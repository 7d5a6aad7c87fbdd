"""Refunds that were made at the gateway and are not booked, as a dispute has the money: their tasks remember them.

Once the dispute has ended they are recorded by themselves, as far as the money is there again.
"""

from __future__ import annotations

from tortoise.expressions import Q

from backend.domain.money import Money
from backend.domain.refund import RefundStatus
from backend.domain.tasks import TaskKind
from backend.gateways.base import RefundResult, RefundState
from backend.models import Payment, Refund, StaffTask
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.tasks.close import close_task
from backend.services.tasks.subject import subject_at_gateway
from backend.services.transaction import Transaction


def remember(observed: RefundResult) -> dict[str, str | int | None]:
    """What a task has to keep of a refund that is not booked."""
    return {
        "reference": observed.reference, "amount": str(observed.amount), "minor": observed.amount.minor,
        "currency": observed.amount.currency.code,
    }  # fmt: skip


async def waiting_refunds(ctx: Context, payment: Payment) -> list[RefundResult]:
    """Those of a payment, oldest first. What became of them since is not known: they count as PENDING.

    That somebody has seen to the task does not book the refund. One whose task we closed ourselves waits no more.
    """
    told = StaffTask.filter(
        Q(resolved_at=None) | Q(resolved_by__isnull=False),
        merchant_id=ctx.merchant_id, kind=TaskKind.OUTSIDE_REFUND.value, customer_id=payment.customer_id,
    )  # fmt: skip
    found = {
        str(task.details["reference"]): RefundResult(
            state=RefundState.PENDING,
            reference=str(task.details["reference"]),
            our_reference=None,
            payment_reference=None,
            amount=money(int(task.details["minor"]), str(task.details["currency"])),
            observed_at=ctx.now,
        )
        for task in await told.order_by("id")
        if task.details.get("payment") == payment.id and "minor" in task.details
    }
    own = Refund.filter(merchant_id=ctx.merchant_id, payment_id=payment.id, gateway_reference__in=list(found))
    for reference in await own.values_list("gateway_reference", flat=True) if found else []:
        del found[str(reference)]
    return list(found.values())


async def is_told(ctx: Context, payment: Payment, amount: Money) -> bool:
    """Whether a refund of just as much, through the gateway, is recorded or waits."""
    recorded = Refund.filter(
        merchant_id=ctx.merchant_id, payment_id=payment.id, gateway_account_id__isnull=False,
        amount_minor=amount.minor, status__in=[RefundStatus.PENDING.value, RefundStatus.SUCCEEDED.value],
    )  # fmt: skip
    return await recorded.exists() or any(one.amount == amount for one in await waiting_refunds(ctx, payment))


async def waits_no_more(ctx: Context, tx: Transaction, observed: RefundResult, *, note: str) -> bool:
    """Close the task of a refund; False when there is none that is open."""
    subject = subject_at_gateway(str(observed.reference))
    return await close_task(ctx, tx, kind=TaskKind.OUTSIDE_REFUND, subject_id=subject, note=note)
