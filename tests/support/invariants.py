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
    Dispute,
    Invoice,
    Merchant,
    Payment,
    PaymentAttempt,
    PaymentReceipt,
    Refund,
    Subscription,
    Tariff,
)
from backend.services.tariffs.meters import meters_of
from tests.support.all_rows import Books, by
from tests.support.scripted_gateway import Charge, ScriptedGateway
from tests.support.terms_add_up import assert_terms_add_up

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


async def assert_all_adds_up(gateway: ScriptedGateway | None = None, *, exact: bool = True) -> None:
    """Books, invoices, payments and events agree; with `gateway`, it took exactly the money that we booked.

    Not `exact`: payments may have brought less or more than was asked for.
    """
    books = await Books.read()
    _entries_sum_to_zero(books)
    _balances_equal_entries(books)
    _logs_equal_entries(books)
    _holds_are_what_is_held(books)
    await _money_ends_when_tariffs_say(books)
    _invoices_equal_allocations(books)
    assert_terms_add_up(books)
    _payments_equal_clearing(books, exact=exact)
    _refunds_equal_their_postings(books)
    _disputes_equal_their_postings(books)
    _events_tell_every_version(books)
    if gateway is not None:
        payments = {payment.id: payment for payment in books.payments}
        # Staff's own word is all there is of manual ones.
        manual = {id for id, payment in payments.items() if payment.gateway == "manual"}
        succeeded = [one for one in books.attempts if one.status == "SUCCEEDED" and one.payment_id not in manual]
        booked = Counter(
            Charge(one.id, payments[one.payment_id].captured_minor, payments[one.payment_id].currency)
            for one in succeeded
        )
        if exact:
            assert Counter(gateway.charges) == booked
        taken: Counter[tuple[str, str]] = Counter()
        for charge in gateway.charges:
            taken[charge.our_reference, charge.currency] += charge.minor
        assert taken == Counter({(one.our_reference, one.currency): one.minor for one in booked})
        assert set(booked.values()) <= {1}
        returned = [
            one
            for one in books.refunds
            if one.status == "SUCCEEDED" and one.gateway_account_id is not None and one.payment_id not in manual
        ]
        # One that was made at the gateway has only its own name there.
        assert Counter((one.our_reference, one.minor, one.currency) for one in gateway.refunds) == Counter(
            (refund.id if refund.sent_at else str(refund.gateway_reference), refund.amount_minor, refund.currency)
            for refund in returned
        )


def _entries_sum_to_zero(books: Books) -> None:
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for entry in books.entries:
        sums[entry.transaction_id, entry.currency] += entry.amount_minor
    assert not any(sums.values()), sums
    assert {id for id, _ in sums} == {row.id for row in books.transactions}


def _balances_equal_entries(books: Books) -> None:
    entries = by(books.entries, "account_id")
    for account in books.balances:
        running = 0
        for entry in entries[account.id]:
            running -= entry.amount_minor
            assert entry.balance_after_minor == running
        assert account.balance_minor == running >= 0


def _logs_equal_entries(books: Books) -> None:
    """Each account's log counts 1, 2, 3 ... and says of each of its entries what it was, and what it led to."""
    logged, logs, entries_of = 0, by(books.log, "account_id"), by(books.entries, "account_id")
    for account in books.balances:
        log = sorted(logs[account.id], key=lambda row: row.number)
        entries = {row.transaction_id: row for row in entries_of[account.id]}
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
    assert logged == len(books.log)


def _holds_are_what_is_held(books: Books) -> None:
    """What an account keeps is what its open holds, and the refunds that wait for their gateway, took of it."""
    open_holds = by([row for row in books.holds if row.status == "HELD"], "account_id")
    waiting = [refund for refund in books.refunds if refund.status == "PENDING"]
    for account in books.accounts:
        holds = open_holds[account.id]
        assert {(row.customer_id, row.currency) for row in holds} <= {(account.owner_id, account.currency)}
        held = sum(row.amount_minor for row in holds)
        if account.kind == "CUSTOMER_BALANCE":
            owner = (account.owner_id, account.currency)
            held += sum(row.from_balance_minor for row in waiting if (row.customer_id, row.currency) == owner)
        assert account.held_minor == held <= (account.balance_minor or 0)


async def _money_ends_when_tariffs_say(books: Books) -> None:
    """`funded_until` is what the rows give when it is reckoned anew; empty without a price, or beyond a century."""
    zones = {merchant.id: ZoneInfo(merchant.timezone) for merchant in await Merchant.all()}
    tariffs = by(await Tariff.filter(due_at__isnull=False), "account_id")
    for account in books.balances:
        running = tariffs[account.id]
        meters = meters_of(running, zones[account.merchant_id])
        end = funded_until(meters, (account.balance_minor or 0) - account.held_minor, _LATEST)
        for tariff in running:
            told = tariff.funded_until
            if told is None and tariff.amount_minor:
                assert end is None or end - tariff.last_billed_at > _CENTURY
            else:
                assert told == (end if tariff.amount_minor else None)


def _invoices_equal_allocations(books: Books) -> None:
    numbers: defaultdict[str, list[str]] = defaultdict(list)
    lines_of, payments_of = by(books.lines, "invoice_id"), by(books.payments, "invoice_id")
    for invoice in sorted(books.invoices, key=lambda row: row.number or ""):
        lines = lines_of[invoice.id]
        assert sorted(line.position for line in lines) == list(range(1, len(lines) + 1))
        assert sum(line.amount_minor for line in lines) == invoice.subtotal_minor
        # A void one is owed no more; what was paid of it stays paid, and is given back.
        void = invoice.status == "VOID"
        assert books.posted(invoice.id, "RECEIVABLE") == (invoice.paid_minor if void else invoice.total_minor)
        assert books.posted(invoice.id, "TAX") == (0 if void else -invoice.tax_minor)
        credited = any(line.description == "To your balance" for line in lines)
        _posted_as_its_status_says(books, invoice, credited=credited)
        allocated = -sum(books.posted(payment.id, "RECEIVABLE") for payment in payments_of[invoice.id])
        assert invoice.paid_minor == allocated
        if not void:
            assert (invoice.status == "PAID") == (invoice.paid_minor == invoice.total_minor)
        numbers[invoice.merchant_id].append(invoice.number or "")
    for found in numbers.values():
        assert found == [f"INV-{n:06d}" for n in range(1, len(found) + 1)]


def _posted_as_its_status_says(books: Books, invoice: Invoice, *, credited: bool) -> None:
    """What is free, of tax too, posts nothing; only what is void is undone; only what gives back more credits."""
    told = {"finalized"} if invoice.total_minor or invoice.tax_minor else set()
    told |= {"voided"} if invoice.status == "VOID" else set()
    told |= {"credited"} if credited else set()
    keys = {row.key for row in books.transactions if row.subject_id == invoice.id and row.key.startswith("invoice:")}
    assert keys == {f"invoice:{invoice.id}:{what}" for what in told}


def _payments_equal_clearing(books: Books, *, exact: bool) -> None:
    attempts_of, postings_of = by(books.attempts, "payment_id"), by(books.transactions, "subject_id")
    receipts_of = by(books.receipts, "payment_id")
    for payment in books.payments:
        attempts = attempts_of[payment.id]
        if payment.kind == "BALANCE":
            assert not attempts
            _balance_paid(books, payment)
            continue
        keys = {row.key for row in postings_of[payment.id]}
        if payment.gateway == "manual":
            _registered(payment, attempts, receipts_of[payment.id], keys)
            assert payment.captured_minor == books.posted(payment.id, "GATEWAY_CLEARING")
            continue
        succeeded = [attempt for attempt in attempts if attempt.status == "SUCCEEDED"]
        assert payment.captured_minor == books.posted(payment.id, "GATEWAY_CLEARING")
        if exact:
            assert payment.captured_minor == len(succeeded) * payment.amount_minor
        else:
            keys = {key for key in keys if ":received:" not in key}
        assert keys == {f"attempt:{attempt.id}:captured" for attempt in succeeded}


def _registered(
    payment: Payment, attempts: list[PaymentAttempt], receipts: list[PaymentReceipt], keys: set[str]
) -> None:
    """What staff registered, and did not take back, is what came in; a payment that its payer began waits for it."""
    assert payment.captured_minor == sum(one.amount_minor for one in receipts if one.reversed_at is None)
    reversed_ones = {f"receipt:{one.id}:reversed" for one in receipts if one.reversed_at is not None}
    assert keys == {f"receipt:{one.id}:captured" for one in receipts} | reversed_ones
    assert len(attempts) <= 1
    if not reversed_ones and attempts:
        assert (payment.status == "SUCCEEDED") == (attempts[0].status == "SUCCEEDED")
        assert payment.status == "SUCCEEDED" or payment.captured_minor < payment.amount_minor


def _refunds_equal_their_postings(books: Books) -> None:
    """A payment counts its refunds; each that succeeded, and no other, has moved its money in the books."""
    refunds_of = by(books.refunds, "payment_id")
    for payment in books.payments:
        sums: Counter[str] = Counter()
        for refund in refunds_of[payment.id]:
            sums[refund.status] += refund.amount_minor
        assert (payment.refunded_minor, payment.refund_pending_minor) == (sums["SUCCEEDED"], sums["PENDING"])
        assert payment.refunded_minor + payment.refund_pending_minor <= payment.captured_minor
    for refund in books.refunds:
        went = refund.amount_minor if refund.status == "SUCCEEDED" else 0
        taken = refund.from_balance_minor if refund.status == "SUCCEEDED" else 0
        through_gateway = refund.gateway_account_id is not None
        assert books.posted(refund.id, "GATEWAY_CLEARING") == (-went if through_gateway else 0)
        assert books.posted(refund.id, "CUSTOMER_BALANCE") == (taken if through_gateway else -went)
        assert books.posted(refund.id, "REFUNDS") == went - taken


def _disputes_equal_their_postings(books: Books) -> None:
    """A payment counts what banks hold or kept of it; what was taken, and no more, is out of the gateway's account."""
    disputes_of = by(books.disputes, "payment_id")
    for payment in books.payments:
        taken = [one for one in disputes_of[payment.id] if one.status in ("OPEN", "LOST")]
        assert payment.disputed_minor == sum(one.amount_minor for one in taken)
    for dispute in books.disputes:
        gone = dispute.amount_minor if dispute.status in ("OPEN", "LOST") else 0
        assert books.posted(dispute.id, "GATEWAY_CLEARING") == -gone
        of_balance = books.posted(dispute.id, "CUSTOMER_BALANCE")
        assert 0 <= of_balance <= (gone if dispute.status == "LOST" else 0)
        assert books.posted(dispute.id, "REFUNDS") == gone - of_balance


def _balance_paid(books: Books, payment: Payment) -> None:
    """It never waits and needs no attempt: one posting took all of it out of the balance."""
    assert (payment.status, payment.captured_minor, payment.gateway_account_id) == (
        "SUCCEEDED", payment.amount_minor, None,
    )  # fmt: skip
    assert payment.amount_minor == books.posted(payment.id, "CUSTOMER_BALANCE")
    (posting,) = [row for row in books.transactions if row.subject_id == payment.id]
    assert posting.key == f"payment:{payment.id}:captured"
    (log,) = [row for row in books.log if row.ledger_transaction_id == posting.id]
    assert (log.reason, log.payment_id, log.invoice_id) == ("INVOICE", payment.id, payment.invoice_id)


def _events_tell_every_version(books: Books) -> None:
    told: defaultdict[str, list[int]] = defaultdict(list)
    for event in books.events:
        told[event.subject_id].append(event.version or 0)
    rows: list[Subscription | Invoice | Payment | Refund | Dispute] = [
        *books.subscriptions, *books.invoices, *books.payments, *books.refunds, *books.disputes,
    ]  # fmt: skip
    for row in rows:
        assert told[row.id] == list(range(1, row.version + 1)), type(row).__name__
