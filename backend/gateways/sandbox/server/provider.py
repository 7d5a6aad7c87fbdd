"""What every part of the provider is handed: the store, the clock, its own address, and the accounts."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from .store import Store

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def timestamp(milliseconds: int) -> str:
    """An instant as the API writes it: RFC 3339 in UTC."""
    return (EPOCH + timedelta(milliseconds=milliseconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id(prefix: str) -> str:
    """An identifier that nobody can guess."""
    return f"{prefix}_{secrets.token_hex(12)}"


def origin_of(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def hash_key(key: str) -> str:
    """What is stored of a secret key: enough to recognise it, not enough to use it."""
    return hashlib.sha256(key.encode()).hexdigest()


def same(left: str, right: str) -> bool:
    """Equality in constant time, for everything that is secret."""
    return hmac.compare_digest(left.encode(), right.encode())


@dataclass(frozen=True, slots=True)
class Account:
    """A merchant of the provider. Its clock may run ahead of the provider's, for tests and demos."""

    id: str
    publishable_key: str
    webhook_secret: str = field(repr=False)
    webhook_url: str | None
    origins: tuple[str, ...]
    clock_offset_ms: int

    @classmethod
    def of(cls, row: sqlite3.Row) -> Account:
        """The account in a row of `accounts`."""
        return cls(
            row["id"],
            row["publishable_key"],
            row["webhook_secret"],
            row["webhook_url"],
            tuple(json.loads(row["origins"])),
            row["clock_offset_ms"],
        )


@dataclass(slots=True)
class Provider:
    """The provider's surroundings. `ring` tells the delivery loop that there is something to do."""

    store: Store
    public_url: str
    clock: Callable[[], datetime]
    ring: Callable[[], None] = lambda: None
    # Keys whose first request is still under way in this process; another process is held back by the store's lock.
    keys_in_use: set[tuple[str, str]] = field(default_factory=set)

    def now_ms(self) -> int:
        """The provider's own instant."""
        return (self.clock() - EPOCH) // timedelta(milliseconds=1)

    def account_now_ms(self, account: Account) -> int:
        """The instant at which `account` believes to be."""
        return self.now_ms() + account.clock_offset_ms


def account_by_secret(db: sqlite3.Connection, key: str) -> Account | None:
    """The account of a secret key. The look-up is by hash, so its timing tells nothing about the key."""
    row = db.execute("SELECT * FROM accounts WHERE secret_hash = ?", (hash_key(key),)).fetchone()
    return Account.of(row) if row is not None and same(row["secret_hash"], hash_key(key)) else None


def account_by_publishable_key(db: sqlite3.Connection, key: str) -> Account | None:
    """The account of a publishable key."""
    row = db.execute("SELECT * FROM accounts WHERE publishable_key = ?", (key,)).fetchone()
    return Account.of(row) if row is not None else None


def account_by_id(db: sqlite3.Connection, id: str) -> Account:
    """The account that a row of ours refers to."""
    return Account.of(db.execute("SELECT * FROM accounts WHERE id = ?", (id,)).fetchone())


def upsert_account(
    db: sqlite3.Connection,
    *,
    secret_key: str,
    publishable_key: str,
    webhook_secret: str,
    webhook_url: str | None,
    origins: tuple[str, ...],
) -> None:
    """Create the account, or renew its settings when either key is known already (so a key can be rotated)."""
    values = (hash_key(secret_key), publishable_key, webhook_secret, webhook_url, json.dumps(origins))
    known = db.execute(
        "SELECT id FROM accounts WHERE secret_hash = ? OR publishable_key = ?", (values[0], publishable_key)
    ).fetchone()
    if known is None:
        db.execute(
            "INSERT INTO accounts (secret_hash, publishable_key, webhook_secret, webhook_url, origins, id)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (*values, new_id("sbx_acct")),
        )
    else:
        db.execute(
            "UPDATE accounts SET secret_hash = ?, publishable_key = ?, webhook_secret = ?, webhook_url = ?, origins = ?"
            " WHERE id = ?",
            (*values, known["id"]),
        )
