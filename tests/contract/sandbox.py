"""The Sandbox as the conformance kit wants it: its own server behind the kit's recorder, read from beside."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import parse_qs, urlsplit

from starlette.routing import BaseRoute, Mount

from backend.conformance.harness import Harness, Magic, Operation, Wish
from backend.doubles.kit.double import Double, Impossible, Movement, system_clock
from backend.doubles.kit.journal import Call
from backend.doubles.kit.serving import served
from backend.doubles.kit.webhooks import Delivery, SignWith, Webhooks
from backend.gateways.base import DeclineAdvice, Elsewhere, MethodKind, NewMethod
from backend.gateways.sandbox.gateway import SandboxGateway
from backend.gateways.sandbox.server import Sandbox
from backend.gateways.sandbox.server.book import Book
from backend.gateways.sandbox.server.control import _FORGET
from backend.gateways.sandbox.server.provider import account_by_secret
from backend.gateways.sandbox.server.refund_book import RefundBook
from backend.gateways.sandbox.server.signing import SIGNATURE_HEADER, signature
from tests.support.memory_disk import quick_directory

_CARDS: dict[Wish, str] = {
    "ok": "4242424242424242",
    "challenge": "4000002760003184",
    "savable": "4242424242424242",
    "savable_then_declines": "4000000000000341",
    "savable_then_challenges": "4000002760003184",
    "refund_pending": "4000000000007726",
    "refund_fails_later": "4000000000005126",
}
_DECLINED = (
    ("4000000000000002", "GENERIC", DeclineAdvice.RETRY_LATER, "generic_decline"),
    ("4000000000009995", "INSUFFICIENT_FUNDS", DeclineAdvice.RETRY_LATER, "insufficient_funds"),
    ("4000000000009987", "GENERIC", DeclineAdvice.NEVER, "lost_card"),
    ("4000000000009979", "GENERIC", DeclineAdvice.NEVER, "stolen_card"),
    ("4000000000000069", "EXPIRED_CARD", DeclineAdvice.NEW_METHOD, "expired_card"),
    ("4000000000000127", "INCORRECT_CVC", DeclineAdvice.NEW_METHOD, "incorrect_cvc"),
    ("4000000000000119", "PROCESSING_ERROR", DeclineAdvice.RETRY_LATER, "processing_error"),
    ("4000000000006975", "LIMIT_EXCEEDED", DeclineAdvice.RETRY_LATER, "card_velocity_exceeded"),
)
_PATHS: dict[Operation, tuple[str, str]] = {
    "create": ("POST", r"^/v1/payments$"),
    "fetch": ("GET", r"^/v1/payments/[^/]+$"),
    "find": ("GET", r"^/v1/payments$"),
    "cancel": ("POST", r"^/v1/payments/[^/]+/cancel$"),
    "refund": ("POST", r"^/v1/refunds$"),
    "fetch_refund": ("GET", r"^/v1/refunds/[^/]+$"),
    "health": ("GET", r"^/v1/account$"),
}


def _key(kind: str, account: int) -> str:
    return f"{kind}_test_of_the_kit_number_{account}"


class _Events(Webhooks):
    """What the server wrote into its own table, instead of what the kit was told."""

    def __init__(self, now: Callable[[], datetime], read: Callable[[str], list[sqlite3.Row]]) -> None:
        self._read = read
        super().__init__(now)

    @property
    def all(self) -> list[Delivery]:
        """Every event, oldest first."""
        rows = self._read(
            "SELECT e.*, a.webhook_url, a.webhook_secret FROM events e JOIN accounts a ON a.id = e.account_id"
            " ORDER BY e.created_ms, e.rowid"
        )
        return [_delivery(row) for row in rows]

    @all.setter
    def all(self, _: list[Delivery]) -> None:
        """The table is the list."""


def _delivery(row: sqlite3.Row) -> Delivery:
    new = row["webhook_secret"]
    secrets: dict[SignWith, str] = {"new": new, "old": f"{new}_before", "wrong": "whsec_of_somebody_else", "empty": ""}

    def sign(body: bytes, at: datetime, sign_with: SignWith) -> Mapping[str, str]:
        return {SIGNATURE_HEADER: signature(secrets[sign_with], body, int(at.timestamp()))}

    made_at = datetime.fromtimestamp(row["created_ms"] / 1000).astimezone()
    return Delivery(row["id"], row["type"], row["webhook_url"], row["body"], sign, made_at)


class SandboxDouble(Double):
    """The Sandbox's own server and file, with the kit's journal and faults around it."""

    name = "sandbox"

    def __init__(self, public_url: str, *, seed: int = 1, clock: Callable[[], datetime] = system_clock) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="perennial-sandbox-", dir=quick_directory()))
        self.file = self.directory / "sandbox.db"
        self.sandbox = Sandbox(self.file, public_url, self.now)
        super().__init__(public_url, seed=seed, clock=clock)
        self.webhooks = _Events(self.now, self.rows)

    def routes(self) -> Sequence[BaseRoute]:
        return [Mount("/", app=self.sandbox.app)]

    def forget(self) -> None:
        with closing(sqlite3.connect(self.file)) as db, db:
            accounts = [id for (id,) in db.execute("SELECT id FROM accounts")]
            for account in accounts:
                for statement in _FORGET:
                    db.execute(statement, (account,))

    def on_time(self) -> None:
        """The server notices by itself, when it is asked."""

    def rows(self, query: str) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(self.file)) as db:
            db.row_factory = sqlite3.Row
            return db.execute(query).fetchall()

    def movements(self) -> list[Movement]:
        charges = self.rows("SELECT * FROM payments WHERE succeeded_ms IS NOT NULL ORDER BY succeeded_ms, rowid")
        refunds = self.rows("SELECT * FROM refunds WHERE status = 'succeeded' ORDER BY rowid")
        return [
            Movement("charge", row["id"], row["id"], row["reference"], str(row["amount"]), row["currency"].upper())
            for row in charges
        ] + [
            Movement(
                "refund", row["id"], row["payment_id"], row["reference"], str(row["amount"]), row["currency"].upper()
            )
            for row in refunds
        ]

    async def act(self, reference: str, act: str, params: Mapping[str, Any]) -> None:
        provider = self.sandbox.app.state.provider

        def work(db: sqlite3.Connection) -> None:
            accounts = [account_by_secret(db, _key("sk", number)) for number in (1, 2)]
            for account in accounts:
                assert account is not None
                book = Book(db, provider, account)
                payment = book.find(reference)
                if payment is not None:
                    if act == "authenticate":
                        book.authenticate(payment, approved=bool(params["ok"]))
                    elif act in ("pay", "fail", "expire"):
                        decline = "generic_decline" if act == "fail" else None
                        book.move(payment, {"pay": "succeeded", "fail": "failed", "expire": "expired"}[act], decline)
                    else:
                        raise Impossible(f"the Sandbox has no {act}")
                    return
                refunds = RefundBook(db, provider, account)
                refund = refunds.find(reference)
                if refund is not None:
                    refunds.move(refund, act.removeprefix("refund_"), "declined" if act == "refund_failed" else None)
                    return
            if db.execute("SELECT 1 FROM saved_methods WHERE id = ?", (reference,)).fetchone():
                raise Impossible(f"the Sandbox has no {act}")
            raise KeyError(reference)

        await provider.store.write(work)

    def error_body(self, status: int, code: str) -> tuple[bytes, str]:
        return b'{"error": {"type": "rate_limit_error", "code": "rate_limited"}}', "application/json"

    def is_api(self, path: str) -> bool:
        return path.startswith("/v1/") and path != "/v1/tokens"


class SandboxHarness(Harness):
    """The built-in provider."""

    gateway = SandboxGateway
    currency = "USD"
    amounts = "minor"
    double: SandboxDouble

    @classmethod
    @asynccontextmanager
    async def serving(cls) -> AsyncIterator[Self]:
        """The Sandbox with two merchants' accounts."""
        async with served(SandboxDouble) as double:
            try:
                for number in (1, 2):
                    await double.sandbox.ensure_account(
                        secret_key=_key("sk", number), publishable_key=_key("pk", number),
                        webhook_secret=_key("whsec", number),
                        webhook_url=f"https://billing.example/webhooks/gwa_{number}",
                    )  # fmt: skip
                yield cls(double)
                await double.sandbox.stop()
            finally:
                shutil.rmtree(double.directory, ignore_errors=True)

    def settings(self, account: Literal[1, 2] = 1) -> dict[str, Any]:
        return {
            "base_url": self.double.public_url,
            "public_url": self.double.public_url,
            "publishable_key": _key("pk", account),
            "secret_key": _key("sk", account),
            "webhook_secret": _key("whsec", account),
            "previous_webhook_secret": _key("whsec", account) + "_before",
        }

    def wrong_settings(self) -> Mapping[Literal["bad_key", "live_key_in_test"], dict[str, Any]]:
        return {"bad_key": {"secret_key": "sk_test_that_nobody_made"}}

    async def source(self, wish: Wish, *, kind: MethodKind | None = None) -> NewMethod | Elsewhere | None:
        return await self._token(_CARDS[wish])

    async def source_of_other(self, wish: Wish) -> NewMethod | Elsewhere | None:
        return await self._token(_CARDS[wish], account=2)

    async def _token(self, number: str, account: int = 1) -> NewMethod:
        async with self.browser() as browser:
            answer = await browser.post(
                "/v1/tokens",
                json={"number": number, "exp_month": 12, "exp_year": 2040, "cvc": "123"},
                headers={"Authorization": f"Bearer {_key('pk', account)}"},
            )
        assert answer.status_code == 201, answer.text
        return NewMethod(MethodKind.CARD, answer.json()["id"])

    async def magic(self) -> Sequence[Magic]:
        return [Magic(await self._token(number), reason, advice, code) for number, reason, advice, code in _DECLINED]

    def calls(self, operation: Operation) -> Sequence[Call]:
        method, path = self.path(operation)
        return [call for call in self.double.journal.calls if call.method == method and re.search(path, call.path)]

    def path(self, operation: Operation) -> tuple[str, str]:
        return _PATHS[operation]

    def amount_on_wire(self, call: Call) -> str:
        return str(json.loads(call.body, parse_int=str, parse_float=str)["amount"])

    def key_on_wire(self, call: Call) -> str | None:
        return call.headers.get("idempotency-key")

    def secrets(self) -> Sequence[str]:
        return [_key("sk", 1), _key("whsec", 1), _key("whsec", 1) + "_before"]

    def query_of(self, url: str) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
