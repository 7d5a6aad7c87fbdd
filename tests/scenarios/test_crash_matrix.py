"""The process dies at each named place of a charge. Always: one charge, everything paid, and the retry finds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.books import assert_books_balance, assert_charged_once
from tests.support.installation import Installation, is_serving
from tests.support.ports import free_port
from tests.support.processes import Process
from tests.support.run import ROOT
from tests.support.shop import PANS, SUBSCRIBE, Person, Shop, attempt_of
from tests.support.sql import rows
from tests.support.waiting import wait_until
from tests.support.wrecks import Armed, wrecks_at

# Where the API starts a charge; then where API or worker walk it.
AT_START = "charge.after_start"
ON_THE_WAY = (
    "charge.before_claim",
    "charge.after_claim",
    "charge.before_http",
    "charge.after_http_reply",
    "charge.before_record",
    "charge.before_record_commit",
    "charge.after_record",
)
FAILPOINTS = (AT_START, *ON_THE_WAY)
DIED = 9


def test_every_failpoint_of_a_charge_is_in_the_matrix_and_every_other_in_a_test() -> None:
    named: set[str] = set()
    for file in (ROOT / "backend").rglob("*.py"):
        named.update(re.findall(r'failpoint\("([^"]+)"\)', file.read_text()))
    assert {name for name in named if name.startswith("charge.")} == set(FAILPOINTS)
    tests = "".join(file.read_text() for file in (ROOT / "tests").rglob("*.py"))
    assert [name for name in sorted(named) if f'"{name}"' not in tests] == []


@dataclass(frozen=True)
class Wreck:
    """What is left after a crash and the recovery from it."""

    shop: Shop
    by: Person
    order: dict[str, Any]
    exit_code: int
    me: dict[str, Any]
    logs: list[Path]


def die_while_buying(shop: Shop, by: Person, order: dict[str, Any], armed: Process, url: str | None = None) -> int:
    """The client loses its connection in the middle of the purchase."""
    with pytest.raises(httpx.TransportError):
        shop.do(SUBSCRIBE, order, by=by, url=url)
    return armed.wait_exit()


def assert_recovered(wreck: Wreck) -> None:
    assert wreck.exit_code == DIED
    (subscription,), (invoice,), (payment,) = (
        wreck.me[name]["nodes"] for name in ("subscriptions", "invoices", "payments")
    )
    assert (subscription["status"], invoice["status"], payment["status"]) == ("ACTIVE", "PAID", "SUCCEEDED")
    assert len(payment["attempts"]) == 1
    charges = wreck.shop.provider.charges(attempt_of(payment))
    assert [(charge["amount"], charge["currency"]) for charge in charges] == [(1000, "usd")]
    again = wreck.shop.do(SUBSCRIBE, wreck.order, by=wreck.by)
    assert again["__typename"] == "SubscriptionCreateSuccess"
    assert again["subscription"] == {"id": subscription["id"], "status": "ACTIVE"}
    assert (again["invoice"]["id"], again["firstPayment"]["id"]) == (invoice["id"], payment["id"])
    assert len(wreck.shop.provider.charges(attempt_of(payment))) == 1
    assert_books_balance(wreck.shop.database_url)


# One process on SQLite: it dies, and the same program started again finishes.


@pytest.fixture(scope="module")
def embedded_wrecks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Wreck]]:
    """A purchase at each place."""

    def wreck(armed: Armed) -> Wreck:
        by, order = armed.shop.register(), armed.shop.purchase()
        code = die_while_buying(armed.shop, by, order, armed.process)
        armed.start_again()
        me = armed.shop.await_active(by)
        return Wreck(armed.shop, by, order, code, me, sorted(armed.directory.iterdir()))

    with wrecks_at(FAILPOINTS, tmp_path_factory, wreck) as left:
        yield left


@pytest.mark.parametrize("failpoint", FAILPOINTS)
def test_a_process_that_died_at_this_place_finishes_the_purchase_after_its_restart(
    embedded_wrecks: dict[str, Wreck], failpoint: str
) -> None:
    wreck = embedded_wrecks[failpoint]
    assert_recovered(wreck)
    assert_charged_once(wreck.shop.database_url, wreck.shop.provider.charges(), attempts=1)
    for file in wreck.logs:
        if file.is_file():
            content = file.read_bytes()
            assert not [pan for pan in PANS if pan.encode() in content], file.name


# API and worker apart.


@pytest.fixture(scope="module")
def api_wrecks(apart: Installation) -> dict[str, Wreck]:
    """Armed API processes beside the healthy one, which serves the Sandbox; a worker finishes what they leave."""
    # A worker could be faster than the armed process; it comes when all of those are dead.
    apart.stop_workers()
    shop = apart.shop

    def start(name: str) -> tuple[Process, str]:
        port = free_port()
        settings = {**apart.settings, "PUBLIC_URL": shop.url, "PORT": str(port)}
        return apart.processes.start("serve", PERENNIAL_FAILPOINT=name, **settings), f"http://127.0.0.1:{port}"

    def wreck(armed: Process, url: str) -> Wreck:
        armed.wait_for(lambda: is_serving(url), "the armed API")
        by, order = shop.register(), shop.purchase()
        code = die_while_buying(shop, by, order, armed, url)
        return Wreck(shop, by, order, code, {}, [])

    processes = [start(name) for name in FAILPOINTS]
    left = [wreck(*process) for process in processes]
    apart.time_passes()
    apart.start_worker()
    return {
        name: Wreck(each.shop, each.by, each.order, each.exit_code, shop.await_active(each.by), [])
        for name, each in zip(FAILPOINTS, left, strict=True)
    }


@pytest.mark.postgres
@pytest.mark.parametrize("failpoint", FAILPOINTS)
def test_a_worker_finishes_what_an_api_that_died_at_this_place_began(
    api_wrecks: dict[str, Wreck], failpoint: str
) -> None:
    assert_recovered(api_wrecks[failpoint])


@pytest.mark.postgres
def test_the_provider_and_the_books_agree_after_all_crashes_of_the_api(
    apart: Installation, api_wrecks: dict[str, Wreck]
) -> None:
    assert_charged_once(apart.shop.database_url, apart.shop.provider.charges())


def leave_due_attempts(installation: Installation, buyers: list[Person], plan: str) -> list[dict[str, Any]]:
    """Purchases that the provider refused for now: nothing was executed, and the next try is due soon."""
    shop = installation.shop
    shop.provider.fault("rate_limit", times=len(buyers), retry_after_seconds=0)
    started = [shop.subscribe(by, plan=plan) for by in buyers]
    for answer in started:
        assert answer["firstPayment"]["attempts"][0]["status"] == "CREATED"
    return started


def charges_of(shop: Shop, started: list[dict[str, Any]]) -> list[int]:
    """How often each purchase was charged."""
    charges = [charge["reference"] for charge in shop.provider.charges()]
    return [charges.count(attempt_of(answer["firstPayment"])) for answer in started]


@pytest.mark.postgres
def test_workers_that_die_at_each_place_leave_nothing_undone_and_nothing_charged_twice(apart: Installation) -> None:
    shop = apart.shop
    apart.stop_workers()
    buyers = [shop.register() for _ in ON_THE_WAY]
    started = leave_due_attempts(apart, buyers, "hosting/starter")
    # The webhooks must not help: the workers themselves have to find out what became of the charges.
    shop.provider.webhooks("hold")
    armed = [
        apart.processes.start("worker", PERENNIAL_FAILPOINT=name, **{**apart.settings, "ATTEMPT_LEASE_SECONDS": "600"})
        for name in ON_THE_WAY
    ]
    assert [worker.wait_exit(timeout_seconds=90) for worker in armed] == [DIED] * len(ON_THE_WAY)
    apart.time_passes()
    apart.start_worker()
    for by in buyers:
        shop.await_active(by)
    assert charges_of(shop, started) == [1] * len(buyers)
    shop.provider.webhooks("release")
    open_events = "SELECT id FROM gateway_events WHERE status <> 'APPLIED'"
    held = {event["id"] for event in shop.provider.events()}
    wait_until(
        lambda: held <= {row["key"] for row in rows(shop.database_url, "SELECT dedupe_key AS key FROM gateway_events")},
        "the released webhooks",
    )
    wait_until(lambda: rows(shop.database_url, open_events) == [], "the webhooks to be applied")
    assert_charged_once(shop.database_url, shop.provider.charges())
    assert_books_balance(shop.database_url)


@pytest.mark.postgres
def test_a_worker_that_is_killed_while_the_provider_keeps_its_reply_is_survived(apart: Installation) -> None:
    shop = apart.shop
    apart.stop_workers()
    ana = shop.register()
    started = leave_due_attempts(apart, [ana], "hosting/starter")
    shop.provider.webhooks("hold")
    shop.provider.fault("hang_after_commit")
    doomed = apart.processes.worker(
        **{**apart.settings, "GATEWAY_TIMEOUT_SECONDS": "60", "ATTEMPT_LEASE_SECONDS": "120"}
    )
    doomed.wait_for(lambda: charges_of(shop, started) == [1], "the charge whose reply is kept")
    doomed.kill()
    assert shop.me(ana)["payments"]["nodes"][0]["attempts"][0]["status"] == "SENDING"
    apart.time_passes()
    apart.start_worker()
    shop.await_active(ana)
    assert charges_of(shop, started) == [1]
    shop.provider.webhooks("release")
    assert_charged_once(shop.database_url, shop.provider.charges())
    assert_books_balance(shop.database_url)


@pytest.mark.postgres
def test_two_workers_and_two_schedulers_charge_fifty_due_attempts_once_each(apart: Installation) -> None:
    shop = apart.shop
    apart.stop_workers()
    # One subscription of each of two products for each customer.
    buyers = [shop.register() for _ in range(25)]
    started = leave_due_attempts(apart, buyers, "hosting/starter")
    started += leave_due_attempts(apart, buyers, "analytics/basic")
    pair = [apart.processes.start("worker", **apart.settings) for _ in range(2)]
    second = apart.processes.scheduler(**apart.settings)
    for worker in pair:
        worker.wait_for_log("worker.started")
        apart.workers.append(worker)
    wait_until(lambda: charges_of(shop, started) == [1] * 50, "fifty charges")
    settled = "SELECT id FROM payment_attempts WHERE status = 'SUCCEEDED'"
    ours = {attempt_of(answer["firstPayment"]) for answer in started}
    wait_until(
        lambda: ours <= {row["id"] for row in rows(shop.database_url, settled)},
        "fifty settled attempts",
    )
    creations = [entry for entry in shop.provider.requests("payments.create") if entry["result"] == "succeeded"]
    references = [entry["reference"] for entry in creations]
    assert {references.count(attempt_of(answer["firstPayment"])) for answer in started} == {1}
    assert_charged_once(shop.database_url, shop.provider.charges())
    assert_books_balance(shop.database_url)
    second.terminate()
    apart.stop_workers()
