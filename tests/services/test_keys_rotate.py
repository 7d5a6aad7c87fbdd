"""A new master secret takes the place of an old one: all is sealed anew, nothing is lost, nobody signs in again."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass, replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend import models
from backend.domain.errors import Forbidden, InvalidInput
from backend.gateways.base import Redirect
from backend.models import GatewayAccount, Payment, PaymentAttempt, PaymentSetup, RefreshToken, SigningKey
from backend.models.base import Row
from backend.models.ids import new_id
from backend.services.accounts.refresh import GRACE, refresh_tokens
from backend.services.accounts.tokens import authenticate, issue_access, start_family
from backend.services.context import Context
from backend.services.currencies import currency_input
from backend.services.gateways.accounts import open_account
from backend.services.keys import rotate
from backend.services.keys.columns import SealedColumn, sealed_columns
from backend.services.keys.count import count_by_key
from backend.services.keys.rotate import rotate_sealed
from backend.services.payments.action import open_action, seal_action
from backend.services.payments.source import Source, open_source, seal_source
from backend.services.secrets import Masters, SecretBox, Unsealable, fingerprint, place_of
from backend.services.subscriptions.quote import confirm_quote, quote_subscription
from tests.support.clock import START
from tests.support.databases import Database
from tests.support.invariants import nothing_changes
from tests.support.scripted_gateway import require_action
from tests.support.sql import execute
from tests.support.storefront import Storefront

# The secret of the `services` fixture, and the one that follows it.
OLD, NEW = bytes(range(32)), b"n" * 32
ON_SQLITE = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)


def with_keys(ctx: Context, master: bytes, *previous: bytes) -> Context:
    """The same surroundings in a process with other master secrets."""
    return replace(ctx, services=replace(ctx.services, secrets=SecretBox(master, previous)))


async def rotated(store: Storefront, master: bytes = NEW, *previous: bytes) -> dict[str, tuple[int, list[str]]]:
    """Seal everything anew; what was done, by column that had something in it."""
    done = await rotate_sealed(with_keys(store.merchant.system, master, *(previous or (OLD,))).services)
    return {one.column: (one.resealed, one.unreadable) for one in done if one.resealed or one.unreadable}


@dataclass(frozen=True)
class Filled:
    """A row with something in every sealed column, by column."""

    rows: dict[str, Row]


async def fill(store: Storefront) -> Filled:
    """Something in every sealed column that there is."""
    store.gateway.script("create", require_action())
    await store.subscribe()
    (payment,) = await Payment.all()
    (attempt,) = await PaymentAttempt.all()
    setup = await _setup(store)
    (key,) = await SigningKey.all()
    return Filled(
        {
            "gateway_accounts.settings_sealed": store.account,
            "payment_attempts.source_sealed": attempt,
            "payments.action_sealed": payment,
            "payment_setups.source_sealed": setup,
            "payment_setups.action_sealed": setup,
            "signing_keys.private_sealed": key,
        }
    )


async def _setup(store: Storefront) -> PaymentSetup:
    id, ctx = new_id("set"), store.merchant.system
    setup = await PaymentSetup.create(
        id=id, merchant_id=ctx.merchant_id, customer_id=store.ana.row.id, gateway_account_id=store.account.id,
        gateway="scripted", kind="CARD", status="REQUIRES_ACTION", make_default=False,
        source_sealed=seal_source(ctx, PaymentSetup, id, Source("CARD", token="tok_setup")),
        tries=1, next_try_at=START, fence=1, created_at=START, updated_at=START, version=1,
    )  # fmt: skip
    setup.action_sealed = seal_action(ctx, setup, Redirect("https://bank.example/setup"))
    await setup.save()
    return setup


async def value(column: SealedColumn, id: str) -> str:
    sealed: str = getattr(await column.model.get(id=id), column.name)
    return sealed


def opened(column: SealedColumn, row: Row, sealed: str, *masters: bytes) -> str:
    box = SecretBox(masters[0], masters[1:])
    return box.open(sealed, place_of(column.model, column.name, row.id, row.merchant_id))


async def test_nothing_that_is_stored_needs_the_old_secret_any_more(store: Storefront) -> None:
    filled = await fill(store)
    columns = {str(column): column for column in sealed_columns()}
    # Whoever adds a sealed column fills it here.
    assert set(columns) == set(filled.rows)
    before = {name: await value(column, filled.rows[name].id) for name, column in columns.items()}
    clear = {name: opened(column, filled.rows[name], before[name], OLD) for name, column in columns.items()}

    assert await rotated(store) == {name: (1, []) for name in columns}

    for name, column in columns.items():
        row, after = filled.rows[name], await value(column, filled.rows[name].id)
        assert opened(column, row, after, NEW) == clear[name]
        with pytest.raises(Unsealable):
            opened(column, row, after, OLD)
        with pytest.raises(Unsealable):
            opened(column, row, before[name], NEW)
    ctx = with_keys(store.merchant.system, NEW)
    (payment,), (attempt,), (setup,) = await Payment.all(), await PaymentAttempt.all(), await PaymentSetup.all()
    assert open_account(ctx, await GatewayAccount.get()).settings.model_dump() == {"secret": "whsec_scripted"}
    assert (open_source(ctx, attempt).token, open_source(ctx, setup).token) == ("tok_visa", "tok_setup")
    assert isinstance(open_action(ctx, payment), Redirect)
    assert open_action(ctx, setup) == Redirect("https://bank.example/setup")
    assert await count_by_key() == {SecretBox(NEW).key_ids[0]: len(columns)}


@ON_SQLITE
async def test_a_second_time_there_is_nothing_to_do(store: Storefront) -> None:
    await fill(store)
    await rotated(store)
    async with nothing_changes():
        assert await rotated(store) == {}


def test_every_column_that_is_called_sealed_is_found() -> None:
    tables = [getattr(models, name) for name in models.__all__]
    named = {
        f"{table._meta.db_table}.{column}"
        for table in tables
        for column in table._meta.fields_map
        if "sealed" in column
    }
    assert {str(column) for column in sealed_columns()} == named


@ON_SQLITE
async def test_values_of_the_earlier_form_are_opened_and_sealed_anew(store: Storefront) -> None:
    place = place_of(GatewayAccount, "settings_sealed", store.account.id, store.account.merchant_id)
    key = HKDF(SHA256(), 32, salt=None, info=b"perennial:seal").derive(OLD)
    sealed = AESGCM(key).encrypt(b"n" * 12, b'{"secret": "of old"}', place.encode())
    earlier = "k1." + base64.b64encode(b"n" * 12 + sealed).decode()
    await GatewayAccount.all().update(settings_sealed=earlier)
    assert (await count_by_key())[""] == 1
    for ctx in (store.merchant.system, with_keys(store.merchant.system, NEW, OLD)):
        assert open_account(ctx, await GatewayAccount.get()).settings.model_dump() == {"secret": "of old"}
    with pytest.raises(Unsealable):
        open_account(with_keys(store.merchant.system, NEW), await GatewayAccount.get())

    assert (await rotated(store))["gateway_accounts.settings_sealed"] == (1, [])
    ctx = with_keys(store.merchant.system, NEW)
    assert open_account(ctx, await GatewayAccount.get()).settings.model_dump() == {"secret": "of old"}
    assert (await count_by_key())[""] == 0


@ON_SQLITE
async def test_a_value_that_no_secret_opens_is_left_as_it_is_and_named(store: Storefront) -> None:
    await fill(store)
    sealed = store.account.settings_sealed
    elsewhere = sealed.replace(SecretBox(OLD).key_ids[0], "0" * 16)
    await GatewayAccount.all().update(settings_sealed=elsewhere)

    done = await rotated(store)
    assert done["gateway_accounts.settings_sealed"] == (0, [store.account.id])
    assert done["signing_keys.private_sealed"] == (1, [])
    assert (await GatewayAccount.get()).settings_sealed == elsewhere


@ON_SQLITE
async def test_a_crash_in_the_middle_is_made_good_by_the_next_run(
    store: Storefront, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await many_setups(store, 25)
    box = SecretBox(NEW, [OLD])
    sealed = 0

    def crash(secret: str, place: str) -> str:
        nonlocal sealed
        sealed += 1
        if sealed == 12:
            raise KeyboardInterrupt
        return SecretBox.seal(box, secret, place)

    monkeypatch.setattr(rotate, "BATCH", 5)
    monkeypatch.setattr(box, "seal", crash)
    ctx = store.merchant.system
    with pytest.raises(KeyboardInterrupt):
        await rotate_sealed(replace(ctx.services, secrets=box))
    counted = await count_by_key()
    assert 0 < counted[box.key_ids[0]] < len(ids)
    assert counted[box.key_ids[1]] > 0

    await rotated(store)
    assert set(await count_by_key()) == {box.key_ids[0]}


async def many_setups(store: Storefront, many: int) -> list[str]:
    rows = [await _setup(store) for _ in range(many)]
    return [row.id for row in rows]


async def test_while_others_write_nothing_of_theirs_is_lost(store: Storefront, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = await many_setups(store, 20)
    monkeypatch.setattr(rotate, "BATCH", 3)
    column = next(one for one in sealed_columns() if str(one) == "payment_setups.source_sealed")
    # Processes that know the new secret already, and those that only read it.
    writers = [SecretBox(OLD, [NEW]), SecretBox(NEW, [OLD])]

    async def write() -> None:
        for n, id in enumerate(ids):
            mine = place_of(PaymentSetup, column.name, id, store.account.merchant_id)
            sealed = writers[n % 2].seal(f"written {n}", mine)
            await PaymentSetup.filter(id=id).update(source_sealed=sealed)

    done, _ = await asyncio.gather(rotated(store), write())
    assert all(not unreadable for _, unreadable in done.values())
    for n, id in enumerate(ids):
        row = await PaymentSetup.get(id=id)
        assert opened(column, row, str(row.source_sealed), NEW, OLD) == f"written {n}"
    # What was written with the old one after it had been looked at is for the next run.
    await rotated(store)
    for n, id in enumerate(ids):
        row = await PaymentSetup.get(id=id)
        assert opened(column, row, str(row.source_sealed), NEW) == f"written {n}"


@ON_SQLITE
async def test_a_value_that_was_written_at_the_same_moment_is_looked_at_again(
    store: Storefront, database: Database
) -> None:
    place = place_of(GatewayAccount, "settings_sealed", store.account.id, store.account.merchant_id)
    meanwhile = SecretBox(OLD).seal('{"secret": "written meanwhile"}', place)

    class Overtaken(SecretBox):
        """Between our reading of the account's settings and our writing somebody else writes."""

        turns = 0

        def open(self, sealed: str, place_of_it: str) -> str:
            if place_of_it == place:
                self.turns += 1
                if self.turns == 1:
                    execute(database.url, "UPDATE gateway_accounts SET settings_sealed = ?", meanwhile)
            return super().open(sealed, place_of_it)

    box = Overtaken(NEW, [OLD])
    await rotate_sealed(replace(store.services, secrets=box))
    assert box.turns == 2
    ctx = with_keys(store.merchant.system, NEW)
    assert open_account(ctx, await GatewayAccount.get()).settings.model_dump() == {"secret": "written meanwhile"}


@ON_SQLITE
async def test_who_is_signed_in_stays_so(store: Storefront) -> None:
    before = store.merchant.visitor
    first = await start_family(before, store.ana.user)
    access = await issue_access(before, store.ana.user)
    await rotated(store)

    after = with_keys(store.merchant.visitor, NEW)
    assert (await authenticate(after.services, access)).user_id == store.ana.user.id
    second = await refresh_tokens(after, refresh=first)
    assert (await authenticate(after.services, second.access)).user_id == store.ana.user.id
    third = await refresh_tokens(after, refresh=second.refresh)
    # Used before: a theft, whatever the secret is.
    with pytest.raises(Forbidden):
        await refresh_tokens(after, refresh=first)
    with pytest.raises(Forbidden):
        await refresh_tokens(after, refresh=third.refresh)


@ON_SQLITE
async def test_a_refresh_whose_answer_was_lost_over_the_change_is_no_theft(store: Storefront) -> None:
    old, new = store.merchant.visitor, with_keys(store.merchant.visitor, NEW, OLD)
    reading = with_keys(store.merchant.visitor, OLD, NEW)
    for asked, again in ((old, new), (new, reading), (reading, new)):
        token = await start_family(old, store.ana.user)
        given = await refresh_tokens(asked, refresh=token)
        assert (await refresh_tokens(again, refresh=token)).refresh == given.refresh
        # The next one goes on from there.
        onwards = await refresh_tokens(again, refresh=given.refresh)
        assert onwards.refresh != given.refresh
        with pytest.raises(Forbidden):
            await refresh_tokens(again, refresh=token)

    token = await start_family(old, store.ana.user)
    await refresh_tokens(old, refresh=token)
    store.clock.advance(seconds=GRACE.total_seconds() + 1)
    with pytest.raises(Forbidden):
        await refresh_tokens(with_keys(store.merchant.visitor, NEW, OLD), refresh=token)
    assert await RefreshToken.filter(token_hash=fingerprint(token), revoked_at=None).count() == 0


@ON_SQLITE
async def test_a_quote_holds_as_long_as_the_secret_that_signed_it_is_read(store: Storefront) -> None:
    ctx = store.ana.context
    offer = await quote_subscription(ctx, selection=store.basic)
    billed_in = currency_input("USD", "currency")

    async def confirmed(*masters: bytes) -> bool:
        told = with_keys(ctx, *masters)
        return (await confirm_quote(told, token=offer.token, selection=store.basic, billed_in=billed_in)).holds

    assert await confirmed(NEW, OLD)
    assert await confirmed(NEW, b"x" * 32, OLD)
    with pytest.raises(InvalidInput):
        await confirmed(NEW)


def test_a_process_that_only_reads_a_secret_seals_nothing_with_it() -> None:
    """The order of a change without a pause: read the new one everywhere, then use it, then read the old one only."""
    first, second, third = SecretBox(OLD, [NEW]), SecretBox(NEW, [OLD]), SecretBox(NEW)
    assert first.open(second.seal("of the second", "place"), "place") == "of the second"
    assert second.open(first.seal("of the first", "place"), "place") == "of the first"
    assert third.open(second.seal("of the second", "place"), "place") == "of the second"
    with pytest.raises(Unsealable):
        third.open(first.seal("of the first", "place"), "place")
    assert first.verify("quote", second.sign("quote", {"a": 1})) == {"a": 1, "typ": "quote"}


def test_a_process_that_meets_a_value_of_a_new_secret_looks_for_it_once_and_goes_on_with_it() -> None:
    looked: list[int] = []

    def look() -> Masters:
        looked.append(1)
        return [NEW, OLD]

    box = SecretBox(OLD, look_again=look)
    sealed = SecretBox(NEW).seal("new", "place")
    assert (box.open(sealed, "place"), box.open(sealed, "place"), len(looked)) == ("new", "new", 1)
    assert SecretBox(NEW).open(box.seal("its own", "place"), "place") == "its own"
    with pytest.raises(Unsealable):
        box.open(SecretBox(b"x" * 32).seal("nobody's", "place"), "place")
