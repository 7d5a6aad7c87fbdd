"""What the product has of a year, in the words of the recomputation."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

from backend.models import (
    BalanceTransaction,
    Event,
    Invoice,
    InvoiceLine,
    LedgerAccount,
    LedgerEntry,
    Payment,
    PaymentMethod,
    Subscription,
)
from backend.models.base import Row

Line = tuple[int, int, datetime | None, datetime | None]
# Lines; where the period starts; total, paid, status; when it was issued, due and paid.
Bill = tuple[list[Line], datetime | None, int, int, str, datetime | None, datetime | None, datetime | None]


async def bills(merchant_id: str) -> dict[str, list[Bill]]:
    """Each customer's invoices, oldest first."""
    lines: defaultdict[str, list[Line]] = defaultdict(list)
    for line in await InvoiceLine.filter(merchant_id=merchant_id).order_by("invoice_id", "position"):
        lines[line.invoice_id].append((line.amount_minor, line.quantity, line.period_start, line.period_end))
    found: defaultdict[str, list[Bill]] = defaultdict(list)
    for row in await Invoice.filter(merchant_id=merchant_id).order_by("id"):
        found[row.customer_id].append(
            (
                lines[row.id], row.period_start, row.total_minor, row.paid_minor, row.status, row.issued_at, row.due_at,
                row.paid_at,
            )
        )  # fmt: skip
    return found


async def numbers(merchant_id: str) -> list[str | None]:
    """Of all invoices, in their order."""
    return [row.number for row in await Invoice.filter(merchant_id=merchant_id).only("number").order_by("number")]


async def logs(merchant_id: str) -> dict[str, list[tuple[str, int, int, datetime]]]:
    """Each customer's balance: why, how much, what there was afterwards, and when."""
    found: defaultdict[str, list[tuple[str, int, int, datetime]]] = defaultdict(list)
    for row in await BalanceTransaction.filter(merchant_id=merchant_id).order_by("number"):
        found[row.customer_id].append((row.reason, row.amount_minor, row.balance_after_minor, row.occurred_at))
    return found


async def ledger(merchant_id: str) -> dict[str, Counter[str]]:
    """What each owner's accounts of a kind sum up to; the accounts of the merchant and its gateway are nobody's: ''."""
    accounts = {row.id: row for row in await LedgerAccount.filter(merchant_id=merchant_id)}
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry in await LedgerEntry.filter(merchant_id=merchant_id):
        account = accounts[entry.account_id]
        owner = account.owner_id if account.owner_id.startswith("cus_") else ""
        found[owner][account.kind] += entry.amount_minor
    return found


async def told(merchant_id: str) -> dict[str, dict[str, list[tuple[str, datetime]]]]:
    """What was told of each customer's things, which are counted from 1."""
    names = await _names(merchant_id)
    found: defaultdict[str, defaultdict[str, list[tuple[str, datetime]]]] = defaultdict(lambda: defaultdict(list))
    for event in await Event.filter(merchant_id=merchant_id, customer_id__isnull=False).order_by("id"):
        found[str(event.customer_id)][names[event.subject_id]].append((event.type, event.occurred_at))
    return {customer: dict(subjects) for customer, subjects in found.items()}


async def statuses(merchant_id: str) -> dict[str, tuple[str, ...]]:
    """Each customer's subscriptions, oldest first."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    rows = Subscription.filter(merchant_id=merchant_id).order_by("id")
    for customer_id, status in await rows.values_list("customer_id", "status"):
        found[customer_id] += (status,)
    return found


async def _names(merchant_id: str) -> dict[str, str]:
    accounts = await LedgerAccount.filter(merchant_id=merchant_id, kind="CUSTOMER_BALANCE")
    names = {row.id: "balance" for row in accounts}
    kinds: list[tuple[str, type[Row]]] = [
        ("subscription", Subscription), ("invoice", Invoice), ("payment", Payment), ("card", PaymentMethod)
    ]  # fmt: skip
    for name, kind in kinds:
        counts: Counter[str] = Counter()
        for id, customer_id in (
            await kind.filter(merchant_id=merchant_id).order_by("id").values_list("id", "customer_id")
        ):
            counts[customer_id] += 1
            names[id] = f"{name} {counts[customer_id]}"
    return names
