"""All that is stored of one subscription, told without ids: two that lived alike have the same traces."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from backend.models import Subscription
from tests.support.invariants import everything

# An id becomes its kind and place; those of a catalogue stay as they are.
_OWN = re.compile(r"\b(?!plan_|prod_|mer_)(?:[a-z]+_[0-9a-z]{26}|tax_[0-9]{4})\b")
# How the first period was paid: with references of the provider's own.
_PAYMENTS = {"Payment", "PaymentAttempt"}
_NUMBER = re.compile(r"INV-[0-9]+")


async def traces_of(subscription: Subscription) -> dict[str, list[str]]:
    """Its rows by table, and those of its invoices and their bookings, in the order in which they were made."""
    tables = await everything()
    invoices = {row["id"] for row in tables["Invoice"] if row["subscription_id"] == subscription.id}
    booked = {row["id"] for row in tables["LedgerTransaction"] if row["subject_id"] in invoices}
    accounts = {row["account_id"] for row in tables["LedgerEntry"] if row["transaction_id"] in booked}
    own = {subscription.id, *invoices, *booked}
    of = ("id", "subscription_id", "invoice_id", "transaction_id", "subject_id")
    found = {
        table: [row for row in rows if own & {row.get(name) for name in of}]
        for table, rows in tables.items()
        if table not in _PAYMENTS
    }
    found["LedgerAccount"] = [row for row in tables["LedgerAccount"] if row["id"] in accounts]
    found["LedgerAccount"].sort(key=lambda row: str(row["kind"]))
    # The facts of one thing are in order; whether those of another came between them says nothing.
    found["Event"].sort(key=lambda row: (str(row["subject_id"]), str(row["id"])))
    return _without_ids(found)


def _without_ids(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[str]]:
    places: dict[str, str] = {}
    kinds: dict[str, int] = {}

    def placed(match: re.Match[str]) -> str:
        id = match[0]
        if id not in places:
            kind = id.partition("_")[0]
            kinds[kind] = kinds.get(kind, 0) + 1
            places[id] = f"{kind} {kinds[kind]}"
        return places[id]

    def told(row: Mapping[str, Any]) -> str:
        return _NUMBER.sub("INV", _OWN.sub(placed, json.dumps(row, default=str, sort_keys=True)))

    return {table: [told(row) for row in rows] for table, rows in tables.items() if rows}
