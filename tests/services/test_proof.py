"""Proving the books: in one snapshot, in full or what is new, kept as a row, and each disagreement told once."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from backend.domain.balance import TransactionReason
from backend.domain.catalog import BillingMode, ProductKind
from backend.domain.errors import Forbidden
from backend.domain.ledger import balance_adjusted
from backend.models import (
    Event,
    EventStream,
    LedgerAccount,
    LedgerEntry,
    LedgerProof,
    LedgerTransaction,
    Tariff,
    TariffDebit,
)
from backend.models.ids import new_id
from backend.services.balances.open import open_balance
from backend.services.catalog.create import Offered, create_plan, create_product
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Actor, Role
from backend.services.currencies import money
from backend.services.proof.checkpoint import before, digits_of
from backend.services.proof.due import OVERLAP, prove_due_books
from backend.services.proof.findings import MOST_NAMED, Proof, Violation
from backend.services.proof.prove import prove
from backend.services.proof.snapshot import snapshot
from backend.services.subscriptions.create import create_subscription
from backend.services.tariffs.run import charge_due_tariffs
from backend.services.transaction import transaction
from tests.support.clock import START
from tests.support.databases import Database
from tests.support.invariants import nothing_changes
from tests.support.merchants import SignedIn, open_merchant
from tests.support.storefront import Storefront, known_customer
from tests.support.tampering import unguarded
from tests.support.whole_books import HOURLY


async def give(store: Storefront, minor: int, who: SignedIn | None = None) -> LedgerAccount:
    """Move a balance, by its door; answers its account."""
    ctx, owner = store.merchant.system, (who or store.ana).row.id
    posting = balance_adjusted(new_id("adj"), owner, ctx.merchant_id, owner, money(minor, "USD"), "A gift")
    async with transaction(ctx) as tx, open_balance(ctx, tx, customer_id=owner, currency="USD") as balance:
        await balance.move(posting, reason=TransactionReason.CREDIT)
    return await LedgerAccount.get(kind="CUSTOMER_BALANCE", owner_id=owner)


async def shift(database: Database, account: LedgerAccount, minor: int = 1) -> None:
    """Somebody changes a balance behind our back."""
    async with unguarded(database.url) as write:
        await write("UPDATE ledger_accounts SET balance_minor = balance_minor + ? WHERE id = ?", minor, account.id)


def places(proof: Proof) -> list[tuple[str, tuple[str, ...]]]:
    """What disagrees."""
    return [(violation.law, violation.rows) for violation in proof.violations]


async def told() -> Sequence[Event]:
    """What was told of disagreements."""
    return await Event.filter(type="ledger.violation_found").order_by("id")


async def test_a_proof_is_kept_with_what_was_looked_at(store: Storefront) -> None:
    await store.subscribe()
    store.clock.advance(hours=1)
    proof = await prove(store.merchant.system)

    newest = await LedgerTransaction.all().order_by("-id").first()
    assert newest is not None
    assert (proof.balanced, proof.violations, proof.is_full) == (True, (), True)
    assert (proof.transactions, proof.entries, proof.checked_until) == (2, 4, newest.id)
    kept = await LedgerProof.get()
    assert (kept.as_of, kept.checked_until, kept.is_full) == (START + timedelta(hours=1), newest.id, True)
    assert (kept.transactions, kept.entries, kept.violations) == (2, 4, [])
    assert await told() == []


async def test_books_without_anything_in_them_are_balanced(store: Storefront) -> None:
    proof = await prove(store.merchant.system)
    assert (proof.balanced, proof.transactions, proof.entries, proof.checked_until) == (True, 0, 0, None)


async def test_only_staff_and_our_own_jobs_may_prove(store: Storefront) -> None:
    for actor in (store.ana.actor, Actor(Role.ANONYMOUS, store.merchant.row.id)):
        async with nothing_changes():
            with pytest.raises(Forbidden):
                await prove(store.services.context(actor))
    assert (await prove(store.services.context(Actor(Role.STAFF, store.merchant.row.id)))).balanced


async def test_a_violation_is_told_once_while_it_lasts(store: Storefront, database: Database) -> None:
    account = await give(store, 1000)
    await shift(database, account)
    first = await prove(store.merchant.system)
    second = await prove(store.merchant.system)

    assert places(first) == places(second) == [("balance.equals_entries", (account.id,))]
    assert first.violations[0].message == "the balance is 1001, its entries make 1000"
    (event,) = await told()
    proofs = await LedgerProof.all().order_by("id")
    assert (event.subject_id, event.version, event.customer_id) == (proofs[0].id, 1, None)
    stored = {
        "law": "balance.equals_entries", "rows": [account.id], "message": "the balance is 1001, its entries make 1000"
    }  # fmt: skip
    assert event.payload == stored
    assert [proof.violations for proof in proofs] == [[stored], [stored]]


async def test_a_violation_that_comes_back_is_told_again(store: Storefront, database: Database) -> None:
    account = await give(store, 1000)
    for minor, expected in ((1, 1), (-1, 1), (1, 2)):
        await shift(database, account, minor)
        await prove(store.merchant.system)
        assert len(await told()) == expected


async def test_two_at_once_tell_a_violation_once(store: Storefront, database: Database) -> None:
    account = await give(store, 1000)
    await shift(database, account)
    proofs = await asyncio.gather(*(prove(store.merchant.system) for _ in range(8)))
    assert {tuple(places(proof)) for proof in proofs} == {(("balance.equals_entries", (account.id,)),)}
    assert len(await told()) == 1
    assert await LedgerProof.all().count() == 8


async def test_a_hundred_rows_are_named_and_the_others_counted(store: Storefront, database: Database) -> None:
    await store.subscribe()
    made = sorted(new_id("ltx") for _ in range(MOST_NAMED + 30))
    async with unguarded(database.url) as write:
        for id in made:
            await write(
                "INSERT INTO ledger_transactions (id, merchant_id, key, subject_id, description, occurred_at)"
                " SELECT ?, merchant_id, CAST(? AS VARCHAR(40)), 'odd', 'odd', occurred_at FROM ledger_transactions"
                " WHERE key LIKE 'invoice:%'",
                id, id,
            )  # fmt: skip
    proof = await prove(store.merchant.system)
    law = "ledger.transaction_has_entries"
    assert places(proof) == [*[(law, (id,)) for id in made[:MOST_NAMED]], (law, ())]
    assert str(proof.violations[-1]) == f"{law}: 30 more like these"
    assert str(proof.violations[0]) == f"{law}: the ledger transaction {made[0]} has no entries ({made[0]})"
    (finding,) = [finding for finding in proof.findings if finding.law == law]
    assert (finding.checked, finding.broken) == (MOST_NAMED + 32, MOST_NAMED + 30)


async def test_one_merchants_books_say_nothing_of_anothers(store: Storefront, database: Database) -> None:
    other = await open_merchant(store.services, store.clock, "other")
    await shift(database, await give(store, 1000))
    assert (await prove(other.system)).balanced
    assert (await prove(other.system)).entries == 0
    assert not (await prove(store.merchant.system)).balanced


async def test_a_snapshot_sees_nothing_that_is_written_later_and_can_write_nothing(store: Storefront) -> None:
    await give(store, 1000)
    # Whoever starts inside a transaction is in it: these start outside.
    elsewhere = contextvars.copy_context()
    count = "SELECT count(*) AS n FROM ledger_entries"
    async with snapshot() as read:
        assert (await read(count, []))[0]["n"] == 2
        # Written by others meanwhile: on SQLite too, nobody waits for the one who reads.
        await asyncio.create_task(give(store, 1000), context=elsewhere)
        assert await asyncio.create_task(_entries(), context=elsewhere.copy()) == 4
        assert (await read(count, []))[0]["n"] == 2
        with pytest.raises(Exception, match=r"read-?only"):
            await read("UPDATE ledger_accounts SET version = version + 1", [])
    assert await LedgerAccount.filter(version__gt=2).count() == 0


async def _entries() -> int:
    return await LedgerEntry.all().count()


async def test_books_are_proven_while_they_are_written(store: Storefront) -> None:
    await give(store, 1000)
    everybody = [await known_customer(store.merchant, f"c{n}@example.com") for n in range(3)]
    writers = [give(store, n, who) for n in range(1, 11) for who in everybody]
    proofs = [prove(store.merchant.system) for _ in range(5)]
    done = await asyncio.gather(*proofs, *writers)
    assert [place for proof in done[:5] if isinstance(proof, Proof) for place in places(proof)] == []
    assert (await prove(store.merchant.system)).transactions == 31


# Incremental


async def test_an_incremental_look_sees_what_is_new_and_a_full_one_what_is_old(
    store: Storefront, database: Database
) -> None:
    bea = await known_customer(store.merchant, "bea@example.com")
    old = await give(store, 1000, bea)
    checkpoint = (await prove(store.merchant.system)).checked_until
    assert checkpoint is not None
    new = await give(store, 500)
    newest = await LedgerTransaction.all().order_by("-id").first()
    assert newest is not None
    for account in (old, new):
        await shift(database, account)

    incremental = await prove(store.merchant.system, since=newest.id)
    assert places(incremental) == [("balance.equals_entries", (new.id,))]
    assert (incremental.is_full, incremental.transactions, incremental.entries) == (False, 1, 2)
    assert incremental.checked_until == newest.id
    full = await prove(store.merchant.system)
    assert places(full) == [("balance.equals_entries", (id,)) for id in sorted((old.id, new.id))]
    # The next incremental look and the next full one tell nothing anew.
    await prove(store.merchant.system, since=newest.id)
    await prove(store.merchant.system)
    assert [event.payload["rows"] for event in await told()] == [[new.id], [old.id]]


async def test_a_checkpoint_goes_back_in_time_by_its_overlap(store: Storefront) -> None:
    checkpoint = new_id("ltx")
    earlier = before(checkpoint, OVERLAP)
    assert earlier.startswith("ltx_")
    assert earlier < checkpoint
    assert before(checkpoint, timedelta(0)) <= checkpoint
    # Ten minutes, to the millisecond, in the 48 bits that say when an id was made.
    assert _milliseconds(before(checkpoint, timedelta(0))) - _milliseconds(earlier) == 600_000
    assert before("ltx_" + "0" * 26, OVERLAP) == "ltx_" + "0" * 26
    for wrong in ("", "ltx_", "ltx_short", "ltx_" + "u" * 26, "ltx_" + "0" * 27):
        with pytest.raises(ValueError, match="is no id"):
            digits_of(wrong)


def _milliseconds(id: str) -> int:
    number = 0
    for digit in id.removeprefix("ltx_"):
        number = number * 32 + "0123456789abcdefghjkmnpqrstvwxyz".index(digit)
    return number >> 80


# When it is due


async def test_the_first_look_is_full_then_what_is_new_and_once_a_day_everything(store: Storefront) -> None:
    await give(store, 1000)
    assert await prove_due_books(store.services) == 1
    assert await prove_due_books(store.services) == 0
    for _ in range(3):
        store.clock.advance(minutes=5)
        assert await prove_due_books(store.services) == 1
    store.clock.advance(hours=24)
    assert await prove_due_books(store.services) == 1
    kinds = [proof.is_full for proof in await LedgerProof.all().order_by("id")]
    assert kinds == [True, False, False, False, True]


async def test_a_periodic_look_goes_back_before_its_checkpoint(store: Storefront, database: Database) -> None:
    account = await give(store, 1000)
    assert await prove_due_books(store.services) == 1
    store.clock.advance(minutes=5)
    await shift(database, account)
    # Seconds have passed since it was posted: it lies in the overlap.
    assert await prove_due_books(store.services) == 1
    assert [event.payload["rows"] for event in await told()] == [[account.id]]
    assert [proof.is_full for proof in await LedgerProof.all().order_by("id")] == [True, False]


async def test_a_periodic_look_leaves_out_what_is_older(store: Storefront, database: Database) -> None:
    account = await give(store, 1000)
    assert await prove_due_books(store.services) == 1
    # As if the newest transaction had been posted eleven minutes after this one.
    later = _later(str((await LedgerProof.get()).checked_until), timedelta(minutes=11))
    await LedgerProof.all().update(checked_until=later)
    await shift(database, account)
    store.clock.advance(minutes=5)
    assert await prove_due_books(store.services) == 1
    assert await told() == []
    store.clock.advance(hours=24)
    assert await prove_due_books(store.services) == 1
    assert [event.payload["rows"] for event in await told()] == [[account.id]]


def _later(id: str, by: timedelta) -> str:
    return before(id, -by)


async def test_two_workers_at_once_do_no_harm(store: Storefront, database: Database) -> None:
    await shift(database, await give(store, 1000))
    await asyncio.gather(*(prove_due_books(store.services) for _ in range(5)))
    assert len(await told()) == 1


async def test_a_merchant_whose_books_cannot_be_proven_keeps_no_other_from_it(store: Storefront) -> None:
    other = await open_merchant(store.services, store.clock, "other")
    await EventStream.filter(merchant_id=store.merchant.row.id).delete()
    assert await prove_due_books(store.services) == 1
    assert [proof.merchant_id for proof in await LedgerProof.all()] == [other.row.id]


# Where the money ended


async def expensive(store: Storefront) -> datetime:
    """Ana uses something that costs 27.77... cents a second, and has money for a while."""
    product = await create_product(
        store.merchant.system, code="gpu", name="GPU", description="Fast.", kind=ProductKind.SUBSCRIPTION
    )
    plan = await create_plan(
        store.merchant.system, product=product, code="gpu", name="GPU", description="Fast.", interval=HOURLY,
        prices={"USD": 100_000}, offered=Offered(), billing=BillingMode.FROM_BALANCE,
    )  # fmt: skip
    await give(store, 100_010)
    await create_subscription(store.ana.context, selection=Selection(plan.id), pay_with=None, idempotency_key="gpu")
    ends: datetime | None = (await Tariff.get()).funded_until
    assert ends is not None
    return ends


async def shortest() -> TariffDebit:
    """The last debit; it took less than was owed."""
    debit = await TariffDebit.all().order_by("-period_end").first()
    assert debit is not None
    due = (
        int(debit.carried_numerator) * int(debit.denominator)
        + debit.unit_price_minor * int(debit.numerator) * int(debit.carried_denominator)
    ) // (int(debit.carried_denominator) * int(debit.denominator))
    assert debit.amount_minor < due
    return debit


async def test_a_debit_takes_less_where_the_money_ended(store: Storefront, database: Database) -> None:
    store.clock.now = await expensive(store) + timedelta(minutes=1)
    await charge_due_tariffs(store.services)
    debit = await shortest()
    assert places(await prove(store.merchant.system)) == []
    # It goes on later: then the gap tells that it had ended.
    store.clock.advance(minutes=1)
    await give(store, 50_000)
    assert places(await prove(store.merchant.system)) == []
    # Somebody closes the gap: the same debit now took too little.
    async with unguarded(database.url) as write:
        await write("UPDATE tariffs SET last_billed_at = (SELECT period_end FROM tariff_debits WHERE id = ?)", debit.id)
    assert places(await prove(store.merchant.system)) == [("tariff.amount", (debit.id,))]


async def test_money_that_comes_at_the_very_instant_leaves_no_gap(store: Storefront) -> None:
    store.clock.now = await expensive(store)
    await give(store, 50_000)
    debit, now = await shortest(), await Tariff.get()
    assert (now.last_billed_at, now.suspended_at) == (debit.period_end, None)
    store.clock.advance(minutes=1)
    await give(store, 1)
    assert places(await prove(store.merchant.system)) == []


def test_a_violation_reads_as_one_line() -> None:
    one = Violation("invoice.paid", ("inv_1",), "100 counts as paid, the payments brought 0")
    assert str(one) == "invoice.paid: 100 counts as paid, the payments brought 0 (inv_1)"
