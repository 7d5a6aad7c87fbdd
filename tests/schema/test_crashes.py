"""When something real breaks, callers learn an id and nothing else; the log has the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.support.processes import Process, Processes
from tests.support.shop import WATCH_PAYMENT, Shop, open_shop
from tests.support.sql import execute, standing_database


@pytest.fixture
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shop, Process]]:
    """A shop whose tables are gone while it runs."""
    directory = tmp_path_factory.mktemp("broken")
    processes = Processes(directory)
    try:
        with standing_database("sqlite", directory) as database:
            server = processes.up(DATABASE_URL=database.url)
            with open_shop(server.url, database.url) as shop:
                execute(database.url, "ALTER TABLE products RENAME TO secret_products")
                execute(database.url, "ALTER TABLE payments RENAME TO secret_payments")
                execute(database.url, "ALTER TABLE sign_in_attempts RENAME TO secret_attempts")
                yield shop, server
    finally:
        processes.kill_all()


def test_a_crash_is_masked_and_its_id_is_in_the_log(broken: tuple[Shop, Process]) -> None:
    shop, server = broken
    answer = shop.post('{ product(code: "hosting") { id } viewer { email } }')
    assert answer.status_code == 200
    (error,) = answer.json()["errors"]
    id = error["extensions"]["requestId"]
    assert error == {
        "message": "Internal error", "path": ["product"], "locations": [{"line": 1, "column": 3}],
        "extensions": {"code": "INTERNAL", "requestId": id},
    }  # fmt: skip
    assert answer.json()["data"] == {"product": None, "viewer": None}
    assert answer.headers["x-request-id"] == id

    person = shop.register()
    with shop.watching(WATCH_PAYMENT, "pay_0", by=person) as watch:
        message = watch.receive()
        text = json.dumps(message)
        assert '"INTERNAL"' in text
        assert "secret_" not in text
        assert "no such table" not in text

    signing_in = shop.http.post(f"{shop.url}/auth/sign-in", json={"email": person.email, "password": "p" * 10})
    assert (signing_in.status_code, "no such table" in signing_in.text) == (500, False)
    assert signing_in.headers["x-request-id"] in signing_in.text

    ready = shop.http.get(f"{shop.url}/readyz")
    assert (ready.status_code, ready.json()["checks"]) == (200, {"database": "ok", "migrations": "ok"})
    for request_id in (id, signing_in.headers["x-request-id"]):
        lines = [json.loads(line) for line in server.log.splitlines() if line.startswith("{")]
        logged = [line for line in lines if line.get("request_id") == request_id and line["level"] == "error"]
        assert logged
        assert any("no such table" in json.dumps(line) for line in logged)
