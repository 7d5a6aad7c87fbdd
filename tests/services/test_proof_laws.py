"""The prover is proven: whole books are balanced, and whatever is broken in them is named, by its law and its rows."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from backend.gateways.http import gateway_http_client
from backend.models import LedgerTransaction, Merchant
from backend.services.proof.examine import examine
from backend.services.proof.findings import Proof
from backend.services.proof.laws import LAWS
from tests.conftest import DIALECTS
from tests.support.clock import START
from tests.support.corruptions import CORRUPTIONS, Corrupt
from tests.support.databases import Database, connected, postgres_database
from tests.support.scripted_gateway import ScriptedGateway
from tests.support.sql import standing_database
from tests.support.tampering import unguarded
from tests.support.whole_books import open_store, open_whole_books

# Ids that were made before, or will be made after, everything else.
OLDEST, NEWEST = f"ltx_{'0' * 26}", f"ltx_7{'z' * 25}"
# These laws are about one row for each merchant.
OF_THE_WHOLE = {"invoice.counter", "event.stream"}
EACH = [
    pytest.param(law.name, way, id=f"{law.name}-{way.__name__.strip('_')}")
    for law in LAWS
    for way in CORRUPTIONS.get(law.name, [])
]


@pytest.fixture(scope="module", params=DIALECTS)
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Books in which everything has happened, made once; nothing is connected to them."""
    with standing_database(request.param, tmp_path_factory.mktemp("whole")) as made:
        asyncio.run(_fill(made.url))
        yield made


async def _fill(url: str) -> None:
    async with connected(url), gateway_http_client(5) as http:
        await open_whole_books(await open_store(ScriptedGateway(), http))


@pytest.fixture
async def books(whole: Database, tmp_path: Path) -> AsyncIterator[Database]:
    """A copy of them for one test."""
    if whole.is_sqlite:
        file = tmp_path / "copy.db"
        shutil.copyfile(whole.url.removeprefix("sqlite://"), file)
        async with connected(f"sqlite://{file}"):
            yield Database(f"sqlite://{file}", whole.dialect)
        return
    async with postgres_database(whole.url.rpartition("/")[2]) as url, connected(url):
        yield Database(url, whole.dialect)


async def look(since: str | None = None) -> Proof:
    """Examine the only merchant's books."""
    merchant = await Merchant.get()
    return await examine(merchant.id, as_of=START, since=since)


def found_in(proof: Proof) -> list[tuple[str, tuple[str, ...]]]:
    """What disagrees."""
    return [(violation.law, violation.rows) for violation in proof.violations]


async def test_whole_books_are_balanced_and_no_law_was_asked_of_nothing(books: Database) -> None:
    proof = await look()
    assert proof.violations == ()
    assert proof.balanced
    assert [finding.law for finding in proof.findings if finding.checked == 0] == []
    assert proof.transactions == await LedgerTransaction.all().count()


def test_every_law_has_a_way_to_break_it_and_a_name_of_its_own() -> None:
    assert sorted(CORRUPTIONS) == sorted(law.name for law in LAWS)


@pytest.mark.parametrize(("law", "corrupt"), EACH)
async def test_what_is_broken_is_named_with_its_law_and_its_rows(books: Database, law: str, corrupt: Corrupt) -> None:
    async with unguarded(books.url) as write:
        named = await corrupt(write)
    full = await look()
    assert found_in(full) == [(law, rows) for rows in named]
    assert not full.balanced
    # Where everything is new, an incremental look sees the same; where nothing is, what costs nothing to look at.
    assert found_in(await look(since=OLDEST)) == found_in(full)
    expected = found_in(full) if law in OF_THE_WHOLE else []
    assert found_in(await look(since=NEWEST)) == expected
