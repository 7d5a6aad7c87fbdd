"""`perennial verify` as an operator runs it: what it prints, and how it ends."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest

from backend.database import connection
from backend.models import Invoice, LedgerProof
from backend.services.proof.laws import LAWS
from tests.support.commands import Ended, run_command
from tests.support.databases import Database
from tests.support.dialects import on_one_database
from tests.support.invariants import nothing_changes
from tests.support.merchants import open_merchant
from tests.support.ports import free_port
from tests.support.storefront import Storefront
from tests.support.tampering import unguarded


async def verify(url: str, *arguments: str, as_program: bool = False) -> Ended:
    """Run it with nothing but the database: no secret, no Redis."""
    return await asyncio.to_thread(
        run_command, "verify", *arguments, settings={"DATABASE_URL": url}, as_program=as_program
    )


async def break_it(store: Storefront, database: Database) -> Invoice:
    """One invoice counts as paid by more than came."""
    made = await store.subscribe()
    assert made.invoice is not None
    async with unguarded(database.url) as write:
        await write("UPDATE invoices SET paid_minor = 900, credited_minor = 100 WHERE id = ?", made.invoice.id)
    return made.invoice


async def test_balanced_books_end_with_0_and_every_law_is_listed(store: Storefront, database: Database) -> None:
    await store.subscribe()
    async with nothing_changes():
        ended = await verify(database.url)
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0] == "acme: 2 ledger transactions with 4 entries"
    assert lines[-1] == "acme: balanced"
    listed = [line.split() for line in lines if re.match(r"\w+\.\w+ ", line)]
    assert [name for name, _, _ in listed] == [law.name for law in LAWS]
    assert {found for _, _, found in listed} == {"0"}
    assert ["invoice.paid", "1", "0"] in listed


async def test_violations_end_with_1_and_name_law_and_rows(store: Storefront, database: Database) -> None:
    invoice = await break_it(store, database)
    ended = await verify(database.url)
    assert ended.code == 1
    lines = ended.out.splitlines()
    assert lines[-1] == "acme: 1 violation"
    row = next(number for number, line in enumerate(lines) if line.startswith("invoice.paid "))
    assert lines[row].split() == ["invoice.paid", "1", "1"]
    assert lines[row + 1 : row + 3] == [
        "  What is paid of an invoice is what its payments took off the customer's receivable.",
        f"    {invoice.id}: 900 counts as paid, the payments brought 1000",
    ]
    assert await LedgerProof.all().count() == 0


async def test_in_json_it_says_the_same(store: Storefront, database: Database) -> None:
    invoice = await break_it(store, database)
    other = await open_merchant(store.services, store.clock, "zeta")
    ended = await verify(database.url, "--json")
    assert ended.code == 1
    answer = json.loads(ended.out)
    assert answer["balanced"] is False
    acme, zeta = answer["merchants"]
    assert (acme["merchant"], acme["balanced"], acme["transactions"], acme["entries"]) == ("acme", False, 2, 4)
    assert (zeta["merchant"], zeta["balanced"], zeta["violations"]) == ("zeta", True, [])
    assert acme["violations"] == [
        {
            "law": "invoice.paid",
            "rows": [invoice.id],
            "message": "900 counts as paid, the payments brought 1000",
        }
    ]
    assert [law["law"] for law in acme["laws"]] == [law.name for law in LAWS]
    assert [(law["law"], law["checked"], law["violations"]) for law in acme["laws"] if law["violations"]] == [
        ("invoice.paid", 1, 1)
    ]
    assert acme["asOf"].endswith("+00:00")

    alone = await verify(database.url, "--json", "--merchant", other.row.code)
    assert (alone.code, [one["merchant"] for one in json.loads(alone.out)["merchants"]]) == (0, ["zeta"])


async def test_what_cannot_be_looked_at_ends_with_2(store: Storefront, database: Database, tmp_path: Path) -> None:
    ended = await verify(database.url, "--merchant", "nobody")
    assert (ended.code, ended.out, ended.err) == (2, "", "cannot verify: There is no merchant 'nobody'.\n")

    missing = tmp_path / "missing.db"
    ended = await verify(f"sqlite://{missing}")
    assert (ended.code, ended.out, ended.err) == (2, "", f"cannot verify: There is no file {missing}.\n")
    assert not missing.exists()

    ended = await verify(f"postgres://nobody@127.0.0.1:{free_port()}/none")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("cannot verify: ")
    assert len(ended.err.splitlines()) == 1

    await connection().execute_query("DELETE FROM aerich WHERE version LIKE '1_%'")
    ended = await verify(database.url)
    assert (ended.code, ended.out) == (2, "")
    assert re.fullmatch(r"cannot verify: Migrations are pending \(1_.*\): run `perennial migrate` first\.\n", ended.err)


@on_one_database
@pytest.mark.parametrize("arguments", [["--nonsense"], ["--merchant"]])
async def test_a_wrong_call_ends_with_2(database: Database, arguments: list[str]) -> None:
    assert (await verify(database.url, *arguments)).code == 2


async def test_a_database_without_a_merchant_is_not_called_balanced(database: Database) -> None:
    ended = await verify(database.url, as_program=True)
    assert (ended.code, ended.out, ended.err) == (2, "", "cannot verify: There is no merchant.\n")
