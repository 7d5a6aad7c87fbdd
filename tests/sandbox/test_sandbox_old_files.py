"""A file of an earlier version, without saved methods and refunds, goes on working and loses nothing."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from backend.gateways.base import PaymentState, RefundState

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sandbox.conftest import Shop

LATER_COLUMNS = {
    "payments": ("customer_id", "method_id", "save", "off_session", "refunded"),
    "events": ("refund_id",),
    "journal": ("refund_id",),
}


def make_old(database: Path) -> None:
    """Take away what came later."""
    with sqlite3.connect(database) as db:
        for table, columns in LATER_COLUMNS.items():
            for column in columns:
                db.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        for table in ("refunds", "saved_methods", "customers"):
            db.execute(f"DROP TABLE {table}")
    db.close()


def columns_of(database: Path) -> dict[str, set[str]]:
    with sqlite3.connect(database) as db:
        found = {table: {row[1] for row in db.execute(f"PRAGMA table_info({table})")} for table in LATER_COLUMNS}
    db.close()
    return found


async def test_an_old_file_gets_what_it_lacks_and_its_payments_can_be_refunded(shop: Shop) -> None:
    payment = await shop.pay()
    await shop.delivered(1)
    complete = columns_of(shop.database)
    await shop.sandbox.stop()
    make_old(shop.database)
    assert columns_of(shop.database) != complete

    await shop.sandbox.start()

    assert [charge["id"] for charge in await shop.charges()] == [payment.reference]
    assert (await shop.refund(payment, 500)).state is RefundState.SUCCEEDED
    assert [charge["amount_refunded"] for charge in await shop.charges()] == [500]
    assert (await shop.charge_absent(await shop.save())).state is PaymentState.SUCCEEDED
    assert columns_of(shop.database) == complete


async def test_opening_a_complete_file_again_changes_nothing(shop: Shop) -> None:
    complete = columns_of(shop.database)
    for _ in range(2):
        await shop.sandbox.stop()
        await shop.sandbox.start()
        assert await shop.charges() == []

    assert columns_of(shop.database) == complete
