"""A worker dies around the confirmation: the money is collected once all the same."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from backend.services.payments.due import collect_due_attempts
from tests.support.confirmer import DurableGateway
from tests.support.databases import Database
from tests.support.invariants import assert_all_adds_up
from tests.support.run import ROOT, clean_environment
from tests.support.scripted_gateway import require_action
from tests.support.storefront import Storefront, only_attempt, only_payment

DIED = 9


@pytest.fixture
def gateway(tmp_path: Path) -> DurableGateway:
    return DurableGateway(tmp_path / "truth")


@pytest.mark.parametrize(("failpoint", "collected"), [("confirm.before_http", 0), ("confirm.after_http_reply", 1)])
async def test_what_a_dead_worker_left_is_collected_once(
    store: Storefront, gateway: DurableGateway, database: Database, failpoint: str, collected: int
) -> None:
    gateway.script("create", require_action())
    await store.subscribe()
    attempt = await only_attempt()
    gateway.agree(attempt.id)
    gateway.keep()
    store.clock.advance(seconds=30)
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.confirmer", database.url, str(gateway.file), store.clock.now.isoformat(),
        env={**clean_environment(), "PERENNIAL_FAILPOINT": failpoint}, cwd=ROOT,
    )  # fmt: skip
    assert await asyncio.wait_for(worker.wait(), 60) == DIED
    gateway.recall()
    assert len(gateway.charges) == collected
    assert (await only_payment()).status == "REQUIRES_ACTION"

    # Its lease has to end before anybody else may look.
    assert await collect_due_attempts(store.services) == 0
    store.clock.advance(seconds=61)
    assert await collect_due_attempts(store.services) == 1
    assert ((await only_payment()).status, len(gateway.charges)) == ("SUCCEEDED", 1)
    assert gateway.confirmed == {attempt.id: f"{attempt.id}:confirm"}
    await assert_all_adds_up(gateway)
