"""What must hold of all rows after every story, and the proof that a refusal changed none of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend import models
from backend.database import connection
from backend.domain.metering import funded_until
from backend.models import (
    BalanceHold,
    BalanceTransaction,
    Event,
    Invoice,
    InvoiceLine,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Merchant,
    Payment,
    PaymentAttempt,
    Refund,
    Subscription,
    Tariff,
)
from backend.services.tariffs.meters import meters_of
from tests.support.scripted_gateway import Charge, ScriptedGateway

_LATEST = datetime(9000, 1, 1, tzinfo=UTC)
_CENTURY = timedelta(days=36_500)


async def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as it is stored."""
    kinds = [getattr(models, name) for name in models.__all__]
    read = connection().execute_query_dict
    return {
        kind.__name__: await read(f"SELECT * FROM {kind._meta.db_table} ORDER BY {kind._meta.db_pk_column}")
        for kind in kinds
    }


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
    await _logs_equal_entries()
    await _holds_are_what_is_held()
    await _money_ends_when_tariffs_say()
    await _invoices_equal_allocations()
    await _payments_equal_clearing()
    await _refunds_equal_their_postings()
    await _events_tell_every_version()
    if gateway is not None:
        booked = Counter([await _booked(attempt) for attempt in await PaymentAttempt.filter(status="SUCCEEDED")])
        assert Counter(gateway.charges) == booked
        assert set(booked.values()) <= {1}
        returned = await Refund.filter(status="SUCCEEDED", gateway_account_id__isnull=False)
        assert Counter((one.our_reference, one.minor, one.currency) for one in gateway.refunds) == Counter(
            (refund.id, refund.amount_minor, refund.currency) for refund in returned
        )


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


async def _logs_equal_entries() -> None:
    """Each account's log counts 1, 2, 3 ... and says of each of its entries what it was, and what it led to."""
    logged = 0
    for account in await LedgerAccount.filter(kind="CUSTOMER_BALANCE"):
        log = await BalanceTransaction.filter(account_id=account.id).order_by("number")
        entries = {row.transaction_id: row for row in await LedgerEntry.filter(account_id=account.id)}
        assert [row.number for row in log] == list(range(1, account.last_number + 1))
        assert [row.id for row in log] == sorted(row.id for row in log), "pages go by id"
        assert {row.ledger_transaction_id for row in log} == set(entries)
        running = 0
        for row in log:
            entry = entries[row.ledger_transaction_id]
            running += row.amount_minor
            assert (row.customer_id, row.currency) == (account.owner_id, account.currency)
            assert (row.amount_minor, row.balance_after_minor) == (-entry.amount_minor, running)
        assert running == account.balance_minor
        logged += len(log)
    assert logged == await BalanceTransaction.all().count()


async def _holds_are_what_is_held() -> None:
    """What an account keeps is what its open holds, and the refunds that wait for their gateway, took of it."""
    for account in await LedgerAccount.all():
        holds = await BalanceHold.filter(account_id=account.id, status="HELD")
        assert {(row.customer_id, row.currency) for row in holds} <= {(account.owner_id, account.currency)}
        held = sum(row.amount_minor for row in holds)
        if account.kind == "CUSTOMER_BALANCE":
            mine = {"customer_id": account.owner_id, "currency": account.currency}
            held += sum([row.from_balance_minor for row in await Refund.filter(**mine, status="PENDING")])
        assert account.held_minor == held <= (account.balance_minor or 0)


async def _posted(subject_id: str, kind: str) -> int:
    """The sum of all entries about one subject on the accounts of one kind."""
    accounts = {row.id for row in await LedgerAccount.filter(kind=kind)}
    transactions = [row.id for row in await LedgerTransaction.filter(subject_id=subject_id)]
    entries = await LedgerEntry.filter(transaction_id__in=transactions) if transactions else []
    return sum(entry.amount_minor for entry in entries if entry.account_id in accounts)


async def _money_ends_when_tariffs_say() -> None:
    """`funded_until` is what the rows give when it is reckoned anew; empty without a price, or beyond a century."""
    zones = {merchant.id: ZoneInfo(merchant.timezone) for merchant in await Merchant.all()}
    for account in await LedgerAccount.filter(kind="CUSTOMER_BALANCE"):
        running = await Tariff.filter(account_id=account.id, due_at__isnull=False)
        meters = meters_of(running, zones[account.merchant_id])
        end = funded_until(meters, (account.balance_minor or 0) - account.held_minor, _LATEST)
        for tariff in running:
            told = tariff.funded_until
            if told is None and tariff.amount_minor:
                assert end is None or end - tariff.last_billed_at > _CENTURY
            else:
                assert told == (end if tariff.amount_minor else None)


async def _invoices_equal_allocations() -> None:
    numbers: defaultdict[str, list[str]] = defaultdict(list)
    for invoice in await Invoice.all().order_by("number"):
        lines = await InvoiceLine.filter(invoice_id=invoice.id).order_by("position")
        assert [line.position for line in lines] == list(range(1, len(lines) + 1))
        assert sum(line.amount_minor for line in lines) == invoice.subtotal_minor
        # A void one is owed no more; what was paid of it stays paid, and is given back.
        void = invoice.status == "VOID"
        assert await _posted(invoice.id, "RECEIVABLE") == (invoice.paid_minor if void else invoice.total_minor)
        await _posted_as_its_status_says(invoice)
        payments = await Payment.filter(invoice_id=invoice.id)
        allocated = -sum([await _posted(payment.id, "RECEIVABLE") for payment in payments])
        assert invoice.paid_minor == allocated
        if not void:
            assert (invoice.status == "PAID") == (invoice.paid_minor == invoice.total_minor)
        numbers[invoice.merchant_id].append(invoice.number or "")
    for found in numbers.values():
        assert found == [f"INV-{n:06d}" for n in range(1, len(found) + 1)]


async def _posted_as_its_status_says(invoice: Invoice) -> None:
    """What is free posts nothing; only what is void is undone; only what gives more back than it charges credits."""
    transactions = await LedgerTransaction.filter(subject_id=invoice.id, key__startswith="invoice:")
    credit = await InvoiceLine.filter(invoice_id=invoice.id, description="To your balance")
    told = {"finalized"} if invoice.total_minor else set()
    told |= {"voided"} if invoice.status == "VOID" else set()
    told |= {"credited"} if credit else set()
    assert {row.key for row in transactions} == {f"invoice:{invoice.id}:{what}" for what in told}


async def _payments_equal_clearing() -> None:
    for payment in await Payment.all():
        if payment.kind == "BALANCE":
            await _balance_paid(payment)
            continue
        attempts = await PaymentAttempt.filter(payment_id=payment.id)
        succeeded = [attempt for attempt in attempts if attempt.status == "SUCCEEDED"]
        assert payment.captured_minor == len(succeeded) * payment.amount_minor
        assert payment.captured_minor == await _posted(payment.id, "GATEWAY_CLEARING")
        keys = {row.key for row in await LedgerTransaction.filter(subject_id=payment.id)}
        assert keys == {f"attempt:{attempt.id}:captured" for attempt in succeeded}


async def _refunds_equal_their_postings() -> None:
    """A payment counts its refunds; each that succeeded, and no other, has moved its money in the books."""
    for payment in await Payment.all():
        sums: Counter[str] = Counter()
        for refund in await Refund.filter(payment_id=payment.id):
            sums[refund.status] += refund.amount_minor
        assert (payment.refunded_minor, payment.refund_pending_minor) == (sums["SUCCEEDED"], sums["PENDING"])
        assert payment.refunded_minor + payment.refund_pending_minor <= payment.captured_minor
    for refund in await Refund.all():
        went = refund.amount_minor if refund.status == "SUCCEEDED" else 0
        taken = refund.from_balance_minor if refund.status == "SUCCEEDED" else 0
        through_gateway = refund.gateway_account_id is not None
        assert await _posted(refund.id, "GATEWAY_CLEARING") == (-went if through_gateway else 0)
        assert await _posted(refund.id, "CUSTOMER_BALANCE") == (taken if through_gateway else -went)
        assert await _posted(refund.id, "REFUNDS") == went - taken


async def _balance_paid(payment: Payment) -> None:
    """It never waits and needs no attempt: one posting took all of it out of the balance."""
    assert (payment.status, payment.captured_minor, payment.gateway_account_id) == (
        "SUCCEEDED", payment.amount_minor, None,
    )  # fmt: skip
    assert not await PaymentAttempt.exists(payment_id=payment.id)
    assert payment.amount_minor == await _posted(payment.id, "CUSTOMER_BALANCE")
    (posting,) = await LedgerTransaction.filter(subject_id=payment.id)
    assert posting.key == f"payment:{payment.id}:captured"
    log = await BalanceTransaction.get(ledger_transaction_id=posting.id)
    assert (log.reason, log.payment_id, log.invoice_id) == ("INVOICE", payment.id, payment.invoice_id)


async def _events_tell_every_version() -> None:
    told: defaultdict[str, list[int]] = defaultdict(list)
    for event in await Event.all().order_by("id"):
        told[event.subject_id].append(event.version or 0)
    rows: list[Subscription | Invoice | Payment | Refund] = [
        *await Subscription.all(), *await Invoice.all(), *await Payment.all(), *await Refund.all()
    ]  # fmt: skip
    for row in rows:
        assert told[row.id] == list(range(1, row.version + 1)), type(row).__name__


async def _booked(attempt: PaymentAttempt) -> Charge:
    payment = await Payment.get(id=attempt.payment_id)
    return Charge(attempt.id, payment.amount_minor, payment.currency)
