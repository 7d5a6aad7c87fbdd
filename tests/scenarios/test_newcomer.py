"""`perennial up` in an empty directory is all that a newcomer needs; stopping and starting it loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.books import assert_books_balance
from tests.support.processes import Processes
from tests.support.shop import open_shop
from tests.support.sql import one, rows
from tests.support.waiting import wait_until

# RFC 9106, section 4, the second recommended choice.
ARGON2 = "$argon2id$v=19$m=65536,t=3,p=4$"


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    """Programs that are started as a newcomer starts them, with nothing of the tests in them."""
    started = Processes(tmp_path, as_programs=True)
    try:
        yield started
    finally:
        started.kill_all()


def test_up_serves_everything_keeps_its_data_and_finishes_a_running_payment_when_it_is_stopped(
    processes: Processes, tmp_path: Path
) -> None:
    client = tmp_path / "client"
    client.mkdir()
    for entry in ("portal", "graphiql"):
        (client / f"{entry}.html").write_text(f"<!doctype html><title>{entry}</title>")
    database = f"sqlite://{tmp_path / 'data' / 'perennial.db'}"
    first = processes.up(CLIENT_DIR=client)
    port = first.url.rpartition(":")[2]
    with open_shop(first.url, database) as shop:
        assert shop.http.get(f"{shop.url}/healthz").json() == {"status": "ok"}
        assert "<title>portal</title>" in shop.http.get(f"{shop.url}/").text
        assert "<title>portal</title>" in shop.http.get(f"{shop.url}/invoices").text
        assert "<title>graphiql</title>" in shop.http.get(f"{shop.url}/graphiql").text
        config = shop.http.get(f"{shop.url}/config.json").json()
        assert (config["merchant"], config["defaultCurrency"], config["currencies"]) == (
            {"name": "Evergreen Cloud", "code": "demo"}, "USD", ["MXN", "USD"]
        )  # fmt: skip
        shop.sign_in(**config["demo"]["staff"])
        shop.sign_in(**config["demo"]["customer"])
        assert f"Shop       {shop.url}" in first.log

        ana, plans = shop.register(), shop.plans
        hashes = [row["password_hash"] for row in rows(database, "SELECT password_hash FROM users")]
        assert [hash.startswith(ARGON2) for hash in hashes] == [True] * 3
        order = shop.purchase()
        shop.provider.fault("delay", delay_seconds=4)
        with ThreadPoolExecutor(1) as pool:
            buying = pool.submit(shop.subscribe, ana, **order)
            query = "SELECT status FROM payment_attempts"
            wait_until(lambda: rows(database, query) == [{"status": "SENDING"}], "the payment to be under way")
            first.terminate()
            assert buying.result()["subscription"]["status"] == "ACTIVE"
        assert first.exit_code == 0
        assert one(database, query) == "SUCCEEDED"

    second = processes.up(CLIENT_DIR=client, PORT=port)
    with open_shop(second.url, database) as shop:
        again = shop.sign_in(ana.email)
        assert (again.customer_id, shop.plans) == (ana.customer_id, plans)
        assert shop.me(ana)["subscriptions"]["nodes"][0]["status"] == "ACTIVE"
        assert one(database, "SELECT COUNT(*) FROM merchants") == 1
        assert one(database, "SELECT COUNT(*) FROM users WHERE role = 'STAFF'") == 1
        assert len(shop.provider.charges()) == 1
        assert_books_balance(database)
    second.terminate()
    assert second.exit_code == 0
