"""Money that is not as expected: another amount than ours, or for an invoice that waits for none. Staff are told."""

from __future__ import annotations

from dataclasses import replace

import structlog

from backend.domain.invoice import PAYABLE, InvoiceStatus
from backend.domain.money import Money
from backend.domain.tasks import TaskKind
from backend.gateways.base import PaymentResult, PaymentState
from backend.models import Invoice
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.payments.lock import Locked
from backend.services.tasks.open import open_task
from backend.services.transaction import Transaction

log = structlog.get_logger(__name__)


def is_ours(rows: Locked, observed: PaymentResult) -> bool:
    """Whether the observation is about this very attempt, and its amounts can be what we asked for.

    Where the gateway says what was `received`, that may be less or more; else the amount has to be ours.
    """
    expected = money(rows.payment.amount_minor, rows.payment.currency)
    known = rows.attempt.gateway_reference
    if observed.our_reference != rows.attempt.id:
        return False
    if known is not None and observed.reference is not None and observed.reference != known:
        return False
    if observed.received is None:
        return observed.amount == expected
    same = observed.amount.currency == observed.received.currency == expected.currency
    return same and (observed.received.minor > 0 or observed.state is not PaymentState.SUCCEEDED)


def received(rows: Locked, observed: PaymentResult) -> Money:
    """What a payment that succeeded brought in."""
    return observed.received or money(rows.payment.amount_minor, rows.payment.currency)


def with_what_came(observed: PaymentResult) -> PaymentResult:
    """The observation; where it says that the payment is over and that a part came all the same, a success with that.

    A transfer of too little that ran out of time has brought money: it is never dropped.
    """
    over = observed.state in (PaymentState.FAILED, PaymentState.CANCELED, PaymentState.EXPIRED)
    if not over or observed.received is None or observed.received.minor <= 0:
        return observed
    return replace(observed, state=PaymentState.SUCCEEDED, decline=None, action=None)


async def report_mismatch(ctx: Context, tx: Transaction, rows: Locked, observed: PaymentResult) -> None:
    """Nothing is applied; a person has to look."""
    expected = money(rows.payment.amount_minor, rows.payment.currency)
    told = {
        "attempt": rows.attempt.id,
        "expected": str(expected),
        "observed": str(observed.amount),
        "received": str(observed.received) if observed.received else None,
        "reference": observed.reference,
        "our_reference": observed.our_reference,
    }
    log.error("payments.observation_mismatch", **told)
    await open_task(
        ctx, tx, kind=TaskKind.AMOUNT_MISMATCH, subject_id=rows.payment.id, customer_id=rows.payment.customer_id,
        message=f"The gateway speaks of {observed.received or observed.amount} where {expected} was asked for, or of "
        "another payment than ours. Nothing was booked: look at the payment there.",
        details={**told, "state": observed.state.value},
    )  # fmt: skip


def is_closed(invoice: Invoice | None) -> bool:
    """Whether money for the invoice comes too late: it was settled otherwise, or withdrawn."""
    return invoice is not None and InvoiceStatus(invoice.status) not in PAYABLE


async def report_late(ctx: Context, tx: Transaction, rows: Locked, came: Money) -> None:
    """The invoice waits for no money any more: it became balance, and staff may give it back."""
    assert rows.invoice is not None
    await open_task(
        ctx, tx, kind=TaskKind.LATE_PAYMENT, subject_id=rows.payment.id, customer_id=rows.payment.customer_id,
        message=f"{came} came in for invoice {rows.invoice.number}, which is {rows.invoice.status}. It is the "
        "customer's balance now: refund it if they do not want that.",
        details={"invoice": rows.invoice.id, "amount_minor": came.minor, "currency": came.currency.code},
    )  # fmt: skip
