"""Alive and ready: two answers, neither of which tells a stranger why."""

from __future__ import annotations

import asyncio

from starlette.applications import Starlette
from starlette.testclient import TestClient

from backend.web.health import Check, Health


async def fine() -> None:
    return None


async def broken() -> None:
    raise ConnectionError("postgres://user:SECRET@db")


async def hanging() -> None:
    await asyncio.Event().wait()


def client(**checks: Check) -> TestClient:
    return TestClient(Starlette(routes=Health(checks, timeout_seconds=0.05).routes()))


def test_a_process_with_a_broken_database_is_alive() -> None:
    response = client(database=broken).get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["cache-control"] == "no-store"


def test_it_is_ready_when_every_check_passes() -> None:
    response = client(database=fine, migrations=fine, redis=fine).get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "checks": {"database": "ok", "migrations": "ok", "redis": "ok"}}


def test_it_names_the_checks_that_fail_or_hang_and_nothing_else() -> None:
    response = client(database=broken, migrations=hanging, redis=fine).get("/readyz")
    assert response.status_code == 503
    assert response.json() == {
        "status": "unavailable",
        "checks": {"database": "failed", "migrations": "timeout", "redis": "ok"},
    }
    assert "SECRET" not in response.text


def test_other_methods_are_refused() -> None:
    assert client().post("/readyz").status_code == 405
