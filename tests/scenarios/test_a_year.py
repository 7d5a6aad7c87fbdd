"""A year of many customers by the test clock; an independent recomputation, slow and obvious, says what must be true.

The recomputation knows the script of the year and nothing of the product: no line of it is imported there.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest

from backend.services.context import Services
from backend.services.proof.prove import prove
from backend.services.subscriptions.entitlements import customer_features
from backend.services.timelines import context_of
from tests.scenarios.recomputed import people
from tests.scenarios.recomputed.books import Invoice
from tests.scenarios.recomputed.script import What
from tests.scenarios.recomputed.year import Year, recompute
from tests.support import year_rows
from tests.support.databases import Database
from tests.support.year_acts import do, do_by_api, features_by_api
from tests.support.year_shop import Bank, Member, YearShop, open_year

pytestmark = pytest.mark.slow

SEED, INSTANTS, ON_ONE_CLOCK = 1, 60, 100
# As many as fit into a minute of a processor.
PEOPLE = {"sqlite": 200, "postgres": 60}
# Everybody's status is looked at each time, and everybody's features each fourth time.
TURNS = 4


@pytest.fixture
def gateway() -> Bank:
    """Instead of one that is scripted step by step."""
    return Bank()


async def test_a_year_of_many_customers_is_what_an_independent_recomputation_says(
    services: Services, gateway: Bank, migrated: Database
) -> None:
    instants = people.some_instants(SEED, INSTANTS)
    everybody = [people.somebody(SEED, number, instants) for number in range(PEOPLE[migrated.dialect])]
    years = [recompute(person, instants) for person in everybody]
    _all_sorts_of_things_happen(years)
    shop = await open_year(services, gateway, everybody, instants[0], ON_ONE_CLOCK)

    for n, at in enumerate(instants):
        if n:
            await shop.until(at)
        await _look(shop, years, n)
        for member, year in zip(shop.members, years, strict=True):
            by = do_by_api if member.is_by_api else do
            for act, outcome in zip(member.person.acts, year.outcomes, strict=True):
                if act.at == at:
                    assert (member.person.number, act, await by(shop, member, act)) == (
                        member.person.number, act, outcome,
                    )  # fmt: skip

    await _compare(shop, years)
    assert (await prove(shop.staff)).violations == ()


def _all_sorts_of_things_happen(years: Sequence[Year]) -> None:
    """Otherwise another seed would prove less."""
    told = {fact for year in years for facts in year.books.told.values() for fact, _ in facts}
    assert told == {
        "balance.updated", "payment.created", "payment.succeeded", "payment.failed", "payment_method.kept",
        *(f"invoice.{fact}" for fact in ("issued", "partly_paid", "paid", "voided")),
        *(f"subscription.{fact}" for fact in ("created", "activated", "incomplete_expired", "trial_started")),
        *(f"subscription.{fact}" for fact in ("renewed", "past_due", "recovered", "funded", "suspended", "resumed")),
        *(f"subscription.{fact}" for fact in ("change_planned", "changed", "paused", "renewals_set")),
        *(f"subscription.{fact}" for fact in ("cancellation_planned", "kept", "canceled", "expired")),
    }  # fmt: skip
    done = {
        act.what
        for year in years
        for act, outcome in zip(year.person.acts, year.outcomes, strict=True)
        if outcome == "done"
    }
    assert done == set(get_args(What))


async def _look(shop: YearShop, years: Sequence[Year], n: int) -> None:
    statuses = await year_rows.statuses(shop.staff.merchant_id)
    for member, year in zip(shop.members, years, strict=True):
        number, expected = member.person.number, year.looks[n]
        assert (number, n, statuses[member.row.id]) == (number, n, expected.statuses)
        if (number + n) % TURNS == 0:
            assert (number, n, await _features(shop, member)) == (number, n, set(expected.features))


async def _features(shop: YearShop, member: Member) -> set[str]:
    if member.is_by_api:
        return await features_by_api(shop, member)
    ctx = await context_of(shop.services, member.actor)
    return {feature.code for feature in await customer_features(ctx, customer_id=member.row.id)}


async def _compare(shop: YearShop, years: Sequence[Year]) -> None:
    merchant_id = shop.staff.merchant_id
    bills, logs = await year_rows.bills(merchant_id), await year_rows.logs(merchant_id)
    ledger, told = await year_rows.ledger(merchant_id), await year_rows.told(merchant_id)
    totals: Counter[str] = Counter()
    for member, year in zip(shop.members, years, strict=True):
        id, books = member.row.id, year.books
        assert bills[id] == [_bill(invoice) for invoice in books.invoices], member.person
        assert logs[id] == [(entry.reason, entry.minor, entry.after, entry.at) for entry in books.entries], (
            member.person
        )
        assert told.get(id, {}) == books.told, member.person
        for kind in ("RECEIVABLE", "CUSTOMER_BALANCE"):
            assert ledger[id][kind] == books.ledger.pop(kind, 0), member.person
        totals.update(books.ledger)
    assert ledger[""] == totals
    issued = sum(len(year.books.invoices) for year in years)
    assert await year_rows.numbers(merchant_id) == [f"INV-{n:06d}" for n in range(1, issued + 1)]


def _bill(invoice: Invoice) -> year_rows.Bill:
    lines = [(line.minor, line.quantity, line.start, line.end) for line in invoice.lines]
    return (
        lines, invoice.period, invoice.total, invoice.paid, invoice.status, invoice.issued, invoice.wanted_by,
        invoice.paid_at,
    )  # fmt: skip


def test_the_recomputation_imports_nothing_of_the_product() -> None:
    folder = Path(people.__file__).parent
    imported = {
        name.partition(".")[0] if not name.startswith("tests.") else name.rpartition(".")[0]
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in _modules(node)
    }
    ours = {name for name in imported if name.startswith("tests.")}
    assert ours <= {"tests.scenarios", "tests.scenarios.recomputed"}
    assert imported - ours <= set(sys.stdlib_module_names)


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
