"""What must hold of all rows after every story, and the proof that a refusal changed none of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from backend import models
from backend.models import (
    Event,
    Invoice,
    InvoiceLine,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    PaymentAttempt,
    Subscription,
)
from tests.support.scripted_gateway import Charge, ScriptedGateway


async def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    kinds = [getattr(models, name) for name in models.__all__]
    return {kind.__name__: await kind.all().order_by(kind._meta.pk_attr).values() for kind in kinds}


@asynccontextmanager
async def nothing_changes() -> AsyncIterator[None]:
    """Afterwards no table has a row more, less or different."""
    before = await everything()
    yield
    after = await everything()
    assert {table: len(rows) for table, rows in after.items()} == {table: len(rows) for table, rows in before.items()}
    assert after == before


async def assert_all_adds_up(gateway: ScriptedGateway | None = None) -> None:
    """Books, invoices, payments and events agree; with `gateway`, it took exactly the money that we booked."""
    await _entries_sum_to_zero()
    await _balances_equal_entries()
    await _invoices_equal_allocations()
    await _payments_equal_clearing()
    await _events_tell_every_version()
    if gateway is not None:
        booked = Counter([await _booked(attempt) for attempt in await PaymentAttempt.filter(status="SUCCEEDED")])
        assert Counter(gateway.charges) == booked
        assert set(booked.values()) <= {1}


async def _entries_sum_to_zero() -> None:
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for entry in await LedgerEntry.all():
        sums[entry.transaction_id, entry.currency] += entry.amount_minor
    assert not any(sums.values()), sums
    assert {id for id, _ in sums} == {row.id for row in await LedgerTransaction.all()}


async def _balances_equal_entries() -> None:
    for account in await LedgerAccount.filter(kind="CUSTOMER_BALANCE"):
        running = 0
        for entry in await LedgerEntry.filter(account_id=account.id).order_by("id"):
            running -= entry.amount_minor
            assert entry.balance_after_minor == running
        assert account.balance_minor == running >= 0


async def _posted(subject_id: str, kind: str) -> int:
    """The sum of all entries about one subject on the accounts of one kind."""
    accounts = {row.id for row in await LedgerAccount.filter(kind=kind)}
    transactions = [row.id for row in await LedgerTransaction.filter(subject_id=subject_id)]
    entries = await LedgerEntry.filter(transaction_id__in=transactions) if transactions else []
    return sum(entry.amount_minor for entry in entries if entry.account_id in accounts)


async def _invoices_equal_allocations() -> None:
    numbers: defaultdict[str, list[str]] = defaultdict(list)
    for invoice in await Invoice.all().order_by("number"):
        lines = await InvoiceLine.filter(invoice_id=invoice.id).order_by("position")
        assert [line.position for line in lines] == list(range(1, len(lines) + 1))
        assert sum(line.amount_minor for line in lines) == invoice.subtotal_minor
        assert await _posted(invoice.id, "RECEIVABLE") == invoice.total_minor
        payments = await Payment.filter(invoice_id=invoice.id)
        allocated = -sum([await _posted(payment.id, "RECEIVABLE") for payment in payments])
        assert invoice.paid_minor == allocated
        assert (invoice.status == "PAID") == (invoice.paid_minor == invoice.total_minor)
        numbers[invoice.merchant_id].append(invoice.number or "")
    for found in numbers.values():
        assert found == [f"INV-{n:06d}" for n in range(1, len(found) + 1)]


async def _payments_equal_clearing() -> None:
    for payment in await Payment.all():
        attempts = await PaymentAttempt.filter(payment_id=payment.id)
        succeeded = [attempt for attempt in attempts if attempt.status == "SUCCEEDED"]
        assert payment.captured_minor == len(succeeded) * payment.amount_minor
        assert payment.captured_minor == await _posted(payment.id, "GATEWAY_CLEARING")
        keys = {row.key for row in await LedgerTransaction.filter(subject_id=payment.id)}
        assert keys == {f"attempt:{attempt.id}:captured" for attempt in succeeded}


async def _events_tell_every_version() -> None:
    told: defaultdict[str, list[int]] = defaultdict(list)
    for event in await Event.all().order_by("id"):
        told[event.subject_id].append(event.version or 0)
    rows: list[Subscription | Invoice | Payment] = [
        *await Subscription.all(), *await Invoice.all(), *await Payment.all()
    ]  # fmt: skip
    for row in rows:
        assert told[row.id] == list(range(1, row.version + 1)), type(row).__name__


async def _booked(attempt: PaymentAttempt) -> Charge:
    payment = await Payment.get(id=attempt.payment_id)
    return Charge(attempt.id, payment.amount_minor, payment.currency)
