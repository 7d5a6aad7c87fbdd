"""The balance log as CSV: exact bytes, in pages, for its owner only, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from backend.app import create_app
from backend.domain.balance import TransactionReason
from backend.domain.ledger import balance_adjusted
from backend.models import BalanceTransaction, LedgerAccount, User
from backend.services.accounts.tokens import issue_access
from backend.services.balances.adjust import adjust_balance
from backend.services.balances.export import PAGE, export_transactions
from backend.services.balances.log import log_row
from backend.services.balances.standing import ensure_account
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Services
from backend.services.currencies import money
from backend.services.ledger.post import Dated, post_all
from backend.services.subscriptions.create import create_subscription
from backend.services.transaction import transaction
from backend.settings import Settings
from backend.web.exports import PATH, defused
from tests.schema.test_query_counts import services_secret
from tests.support.balances import BALANCE, fresh_key, staff_of
from tests.support.clock import MovableClock
from tests.support.databases import Database
from tests.support.invariants import assert_all_adds_up
from tests.support.merchants import OpenMerchant, SignedIn, open_merchant
from tests.support.storefront import known_customer

URL = "http://shop.test"
HEADER = "id,occurred_at,reason,description,actor,amount,balance_after,currency,payment,invoice,subscription\r\n"

Serving = Callable[[], AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def clock() -> MovableClock:
    """A little ago: the application that answers has the system's clock, and takes neither old tokens nor new ones."""
    return MovableClock(datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5))


@pytest.fixture
def services(services: Services) -> Services:
    """Whose access tokens the application takes."""
    return replace(services, issuer=URL)


@pytest.fixture
def serving(database: Database, tmp_path: Path) -> Serving:
    """The application in this process. It opens the database anew: write what it shall show before."""

    @asynccontextmanager
    async def serve() -> AsyncIterator[httpx.AsyncClient]:
        settings = Settings(
            _env_file=None,
            database_url=database.url, data_dir=tmp_path, public_url=URL, sandbox=False, client_dir=tmp_path,
            secret_key=services_secret(), default_merchant="acme",
        )  # fmt: skip
        app = create_app(settings)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=URL) as client,
        ):
            yield client

    return serve


async def give(merchant: OpenMerchant, who: SignedIn, amount: str, reason: str) -> BalanceTransaction:
    staff = await staff_of(merchant, f"{fresh_key()}@staff.example")
    return await adjust_balance(
        merchant.services.context(staff), customer_id=who.row.id, amount=(amount, who.row.currency), reason=reason,
        idempotency_key=fresh_key(),
    )  # fmt: skip


async def bearer(who: SignedIn) -> dict[str, str]:
    return {"Authorization": f"Bearer {await issue_access(who.context, who.user)}"}


def iso(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


async def test_the_log_is_written_oldest_first_with_exact_amounts_and_ids(
    merchant: OpenMerchant, serving: Serving
) -> None:
    catalog, ana = await merchant.catalog(), await known_customer(merchant, "ana@example.com")
    first = await give(merchant, ana, "100.00", '=HYPERLINK("http://evil.example","win, now")')
    merchant.clock.advance(minutes=1)
    second = await give(merchant, ana, "-2.50", "-1+1")
    made = await create_subscription(
        ana.context, selection=Selection(catalog.basic.id), pay_with=BALANCE, idempotency_key="buy"
    )
    third = await BalanceTransaction.get(reason="INVOICE")
    stranger = await known_customer(merchant, "eve@example.com")
    await give(merchant, stranger, "5.00", "Not Ana's")
    assert made.payment is not None
    assert made.invoice is not None

    headers = await bearer(ana)
    async with serving() as http:
        answer = await http.get(PATH, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["content-disposition"] == 'attachment; filename="balance-transactions.csv"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    early, late = iso(merchant.clock.now - timedelta(minutes=1)), iso(merchant.clock.now)
    assert answer.text == HEADER + "".join(
        [
            f'{first.id},{early},CREDIT,"\'=HYPERLINK(""http://evil.example"",""win, now"")",STAFF,'
            "100.00,100.00,USD,,,\r\n",
            f"{second.id},{late},ADJUSTMENT,'-1+1,STAFF,-2.50,97.50,USD,,,\r\n",
            f"{third.id},{late},INVOICE,Paid from the balance,CUSTOMER,-10.00,87.50,USD,"
            f"{made.payment.id},{made.invoice.id},{made.subscription.id}\r\n",
        ]
    )


async def test_amounts_have_the_decimals_of_their_currency_and_a_text_survives_whatever_is_in_it(
    merchant: OpenMerchant, serving: Serving
) -> None:
    yuki = await known_customer(merchant, "yuki@example.com", "JPY")
    await book(merchant, yuki, [1500, -400], 'said "no, thanks"\r\nand\tleft; 🙂')
    nobody = await known_customer(merchant, "nobody@example.com", "KWD")
    tokens = [await bearer(who) for who in (yuki, nobody)]
    async with serving() as http:
        full, empty = [await http.get(PATH, headers=token) for token in tokens]
    assert empty.text == HEADER
    rows = list(csv.reader(io.StringIO(full.text, newline="")))
    assert [row[3:8] for row in rows[1:]] == [
        ['said "no, thanks"\r\nand\tleft; 🙂', "SYSTEM", "1500", "1500", "JPY"],
        ['said "no, thanks"\r\nand\tleft; 🙂', "SYSTEM", "-400", "1100", "JPY"],
    ]
    assert {len(row) for row in rows} == {11}


async def book(merchant: OpenMerchant, who: SignedIn, amounts: list[int], description: str) -> None:
    """Movements that no person made."""
    ctx, code = merchant.system, who.row.currency
    postings = [
        balance_adjusted(fresh_key(), who.row.id, ctx.merchant_id, who.row.id, money(minor, code), description)
        for minor in amounts
    ]
    async with transaction(ctx):
        account = await ensure_account(ctx, customer_id=who.row.id, currency=code)
        account = await LedgerAccount.filter(id=account.id).select_for_update().get()
        before, log = 0, []
        posted = await post_all(ctx, [Dated(posting, ctx.now) for posting in postings], opened=[account])
        for one in posted:
            log.append(
                log_row(
                    ctx, account, one, before_minor=before, reason=TransactionReason.CREDIT, description=description,
                    at=ctx.now,
                )
            )  # fmt: skip
            before = log[-1].balance_after_minor
        await BalanceTransaction.bulk_create(log)


async def test_a_long_log_is_read_in_pages_and_written_whole(merchant: OpenMerchant, serving: Serving) -> None:
    ana = await known_customer(merchant, "ana@example.com")
    await book(merchant, ana, [1] * (2 * PAGE + 3), "A cent")
    await assert_all_adds_up()
    pages = [page async for page in await export_transactions(ana.context)]
    assert [len(page) for page in pages] == [PAGE, PAGE, 3]

    headers = await bearer(ana)
    async with serving() as http, http.stream("GET", PATH, headers=headers) as answer:
        text = "".join([part async for part in answer.aiter_text()])
    lines = text.split("\r\n")
    assert (lines[0] + "\r\n", lines[-1]) == (HEADER, "")
    assert [line.split(",")[6] for line in lines[1:-1]] == [f"{n / 100:.2f}" for n in range(1, 2 * PAGE + 4)]


async def test_the_log_can_be_narrowed(merchant: OpenMerchant, serving: Serving) -> None:
    ana = await known_customer(merchant, "ana@example.com")
    rows = []
    for amount in ("1.00", "2.00", "3.00"):
        rows.append(await give(merchant, ana, amount, "Sorry"))
        merchant.clock.advance(minutes=1)
    ana.row.currency = "EUR"
    await ana.row.save()
    rows.append(await give(merchant, ana, "4.00", "Sorry"))
    headers, starts = await bearer(ana), [iso(row.occurred_at) for row in rows]
    tokyo = rows[1].occurred_at.astimezone(UTC) + timedelta(hours=9)

    async with serving() as http:

        async def found(**filters: str) -> list[str]:
            answer = await http.get(PATH, params=filters, headers=headers)
            assert answer.status_code == 200
            return [line.split(",")[5] for line in answer.text.splitlines()[1:]]

        assert await found() == ["1.00", "2.00", "3.00", "4.00"]
        assert await found(currency="USD") == ["1.00", "2.00", "3.00"]
        assert await found(currency="EUR", **{"from": "", "until": ""}) == ["4.00"]
        assert await found(currency="JPY") == []
        assert await found(**{"from": starts[1]}) == ["2.00", "3.00", "4.00"]
        assert await found(until=starts[1]) == ["1.00"]
        assert await found(**{"from": starts[1], "until": starts[2]}) == ["2.00"]
        assert await found(**{"from": tokyo.strftime("%Y-%m-%dT%H:%M:%S+09:00")}) == ["2.00", "3.00", "4.00"]


async def test_what_cannot_be_understood_is_named(merchant: OpenMerchant, serving: Serving) -> None:
    headers = await bearer(await known_customer(merchant, "ana@example.com"))
    async with serving() as http:
        for filters, path, code in (
            ({"currency": "QQQ"}, "currency", "UNKNOWN_CURRENCY"),
            ({"currency": "usd\x00"}, "currency", "UNKNOWN_CURRENCY"),
            ({"from": "yesterday"}, "from", "INVALID_TIME"),
            ({"from": "2026-01-31"}, "from", "NO_OFFSET"),
            ({"until": "2026-01-31T12:00:00"}, "until", "NO_OFFSET"),
            ({"until": "2026-13-31T12:00:00Z"}, "until", "INVALID_TIME"),
            ({"from": "0001-01-01T00:00:00+14:00"}, "from", "OUT_OF_RANGE"),
        ):
            answer = await http.get(PATH, params=filters, headers=headers)
            body = answer.json()
            assert (answer.status_code, body["code"]) == (400, "INVALID_INPUT"), filters
            assert [(field["path"], field["code"]) for field in body["fields"]] == [([path], code)]
            assert answer.headers["content-type"] == "application/json"
        assert (await http.post(PATH, headers=headers)).status_code == 405


async def test_only_a_signed_in_customer_gets_a_log(merchant: OpenMerchant, serving: Serving) -> None:
    ana = await known_customer(merchant, "ana@example.com")
    await give(merchant, ana, "5.00", "Ana's secret")
    other = await open_merchant(merchant.services, merchant.clock, "other")
    foreign = await known_customer(other, "ana@other.example")
    staff = await staff_of(merchant)
    by_staff = replace(ana, user=await User.get(id=staff.user_id))
    old = replace(merchant.services, clock=lambda: merchant.clock.now - timedelta(hours=1))
    tokens = {
        "staff": await bearer(by_staff),
        "foreign": await bearer(foreign),
        "expired": await bearer(replace(ana, services=old)),
    }
    async with serving() as http:
        for headers in ({}, {"Authorization": "Bearer a.b.c"}, {"Authorization": "Basic YTpi"}, tokens["expired"]):
            answer = await http.get(PATH, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")
            assert answer.headers["www-authenticate"] == "Bearer"
            assert "secret" not in answer.text
        refused = await http.get(PATH, headers=tokens["staff"])
        assert (refused.status_code, refused.json()["code"]) == (403, "FORBIDDEN")
        assert (await http.get(PATH, headers=tokens["foreign"])).text == HEADER
        # The merchant of a token is its own, whatever else the request names.
        named = {**tokens["foreign"], "X-Merchant": "acme"}
        assert (await http.get(PATH, headers=named)).text == HEADER


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        ("1+1", "1+1"),
        ("Sorry = sorry", "Sorry = sorry"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_run_is_defused(text: str, shown: str) -> None:
    assert defused(text) == shown
