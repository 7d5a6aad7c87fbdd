"""A whole installation made of real processes: everything in one on SQLite, or API, worker and scheduler apart."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from backend.services.secrets import SecretBox
from tests.support.processes import SECRET_KEY, Process, Processes
from tests.support.redis_server import RedisServer
from tests.support.shop import ACCESS_SECONDS, Shop, open_shop
from tests.support.sql import execute, rows, standing_database

# Workers look each second. A call has time enough for a busy machine, or the story would be another; what waits for
# the end of a lease is helped by `time_passes`.
FAST = {
    "GATEWAY_TIMEOUT_SECONDS": "5", "ATTEMPT_LEASE_SECONDS": "20", "POLL_SECONDS": "1",
    "ACCESS_TOKEN_SECONDS": str(ACCESS_SECONDS),
}  # fmt: skip
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class Installation:
    """What an operator has set up. On SQLite there is no Redis, no worker and no scheduler: the API is all of them."""

    directory: Path
    settings: dict[str, str]
    processes: Processes
    api: Process
    shop: Shop
    redis: RedisServer | None = None
    workers: list[Process] = field(default_factory=list)

    @property
    def is_apart(self) -> bool:
        """Whether API and worker are different processes."""
        return self.redis is not None

    def start_worker(self, **settings: str) -> Process:
        """One more worker, ready."""
        worker = self.processes.worker(**{**self.settings, **settings})
        self.workers.append(worker)
        return worker

    def need_worker(self) -> None:
        """Somebody must do the work."""
        if self.is_apart and not self.workers:
            self.start_worker()

    def stop_workers(self) -> None:
        """Nobody does the work any more. Each worker ends in order."""
        for worker in self.workers:
            worker.terminate()
            assert worker.exit_code == 0
        self.workers.clear()

    def time_passes(self) -> None:
        """Whatever the product waits for comes now: leases end, next tries and next looks are due."""
        time_passes(self.shop.database_url)

    @contextmanager
    def provider_away(self) -> Iterator[None]:
        """Nobody listens where the account's Sandbox is said to be."""
        url, provider = self.shop.database_url, self.shop.provider
        (row,) = rows(
            url, "SELECT merchant_id, settings_sealed FROM gateway_accounts WHERE id = ?", provider.account_id
        )
        place = f"gateway_accounts|{provider.account_id}|settings|{row['merchant_id']}"
        gone = json.dumps({**provider.settings, "base_url": "http://127.0.0.1:9/sandbox"})
        update = "UPDATE gateway_accounts SET settings_sealed = ? WHERE id = ?"
        execute(url, update, SecretBox(b64decode(SECRET_KEY)).seal(gone, place), provider.account_id)
        try:
            yield
        finally:
            execute(url, update, row["settings_sealed"], provider.account_id)

    def logs(self) -> dict[str, str]:
        """What every process has written, by file."""
        return {file.name: file.read_text(errors="replace") for file in sorted(self.directory.glob("*.log"))}


def time_passes(url: str) -> None:
    """Whatever an installation with this database waits for comes now: leases end, next tries and looks are due."""
    past = at(url, _LONG_AGO)
    for table in ("payment_attempts", "refunds"):
        execute(
            url, f"UPDATE {table} SET next_try_at = ?, lease_until = NULL WHERE next_try_at IS NOT NULL", past
        )  # fmt: skip
    execute(url, "UPDATE gateway_events SET next_try_at = ? WHERE next_try_at IS NOT NULL", past)


def at(url: str, instant: datetime) -> object:
    """An instant as the database keeps it."""
    return instant if url.startswith("postgres") else instant.isoformat(" ")


def is_serving(url: str) -> bool:
    """Whether a process answers there, whatever it thinks of its surroundings."""
    try:
        return httpx.get(f"{url}/healthz", timeout=10, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def embedded(directory: Path, **settings: Any) -> Iterator[Installation]:
    """`perennial up` on SQLite."""
    processes = Processes(directory)
    chosen = {**FAST, "DATA_DIR": str(directory / "data"), **settings}
    try:
        with standing_database("sqlite", directory) as database:
            chosen["DATABASE_URL"] = database.url
            api = processes.up(**chosen)
            with open_shop(api.url, database.url) as shop:
                yield Installation(directory, chosen, processes, api, shop)
    finally:
        processes.kill_all()


@contextmanager
def apart(directory: Path) -> Iterator[Installation]:
    """API, worker and scheduler on PostgreSQL and Redis."""
    processes = Processes(directory)
    try:
        with standing_database("postgres", directory) as database, _own_redis() as redis:
            chosen = {**FAST, "DATABASE_URL": database.url, "REDIS_URL": redis.url, "DATA_DIR": str(directory / "data")}
            api = processes.up(**chosen)
            with open_shop(api.url, database.url) as shop:
                made = Installation(directory, chosen, processes, api, shop, redis)
                processes.scheduler(**chosen)
                made.need_worker()
                yield made
    finally:
        processes.kill_all()


@contextmanager
def _own_redis() -> Iterator[RedisServer]:
    """A Redis that tests of this installation may stop, start and empty."""
    server = RedisServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()
