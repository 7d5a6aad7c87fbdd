"""Two operating system processes on one file: nothing lost, nothing charged twice, nothing trampled."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from backend.gateways.base import Conflict, OutcomeUnknown, PaymentResult, PaymentState, RefundRejected, RefundResult

if TYPE_CHECKING:
    from tests.sandbox.conftest import Shop

# A process of its own: the Sandbox behind a real server, on the same file.
PROGRAM = """
import asyncio, socket, sys
from pathlib import Path
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from backend.gateways.sandbox.server import Sandbox

async def main() -> None:
    sandbox = Sandbox(Path(sys.argv[1]), sys.argv[2])
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    app = Starlette(routes=[Mount("/sandbox", app=sandbox.app)])
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, log_level="critical", lifespan="off"))
    await sandbox.start()
    print(listener.getsockname()[1], flush=True)
    await server.serve(sockets=[listener])
    await sandbox.stop()

asyncio.run(main())
"""


@asynccontextmanager
async def another_process(shop: Shop, eventually: Any) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, str(shop.database), shop.url, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    port = int(await process.stdout.readline())
    url = f"http://127.0.0.1:{port}/sandbox"

    async def answers() -> bool:
        return (await shop.gateway.check_health(shop.context(base_url=url))).ok

    await eventually(answers)
    yield process, url
    if process.returncode is None:
        process.terminate()
    await process.wait()


async def test_every_event_of_two_processes_reaches_the_shop(shop: Shop, eventually: Any) -> None:
    orders = [await shop.order() for _ in range(20)]
    async with another_process(shop, eventually) as (_, url):
        here, there = shop.context(), shop.context(base_url=url)
        results = await asyncio.gather(
            *(shop.gateway.create_payment(here if n % 2 else there, order) for n, order in enumerate(orders))
        )
        assert {result.state for result in results} == {PaymentState.SUCCEEDED}

        async def all_delivered() -> bool:
            events = await shop.events()
            return len(events) == 20 and all(event["deliveries"][0]["state"] == "delivered" for event in events)

        await eventually(all_delivered)

    received = [json.loads(raw.body)["sequence"] for raw in shop.inbox.received]
    assert sorted(received) == list(range(1, 21))
    assert len(await shop.charges()) == 20


async def test_one_key_raced_through_two_processes_charges_once(shop: Shop, eventually: Any) -> None:
    async with another_process(shop, eventually) as (_, url):
        for _ in range(5):
            order = await shop.order()
            results = await asyncio.gather(
                *(
                    shop.gateway.create_payment(shop.context(base_url=base), order)
                    for base in (shop.url, url, shop.url, url)
                ),
                return_exceptions=True,
            )
            paid = {result.reference for result in results if isinstance(result, PaymentResult)}
            assert len(paid) == 1
            assert all(isinstance(result, PaymentResult | Conflict) for result in results)
    assert len(await shop.charges()) == 5


async def test_refunds_through_two_processes_never_exceed_the_payment(shop: Shop, eventually: Any) -> None:
    payment = await shop.pay()
    async with another_process(shop, eventually) as (_, url):
        results = await asyncio.gather(
            *(
                shop.gateway.create_refund(shop.context(base_url=base), shop.refund_order(payment, 700))
                for base in (shop.url, url, shop.url, url)
            ),
            return_exceptions=True,
        )

    assert sum(isinstance(result, RefundResult) for result in results) == 2
    assert sum(isinstance(result, RefundRejected) for result in results) == 2
    assert [refund["amount"] for refund in await shop.refunds()] == [700, 700]


async def test_a_killed_process_loses_neither_the_charge_nor_its_webhook(shop: Shop, eventually: Any) -> None:
    await shop.sandbox.stop()
    order = await shop.order()
    await shop.control("webhooks", action="hold")
    async with another_process(shop, eventually) as (process, url):
        await shop.fault("hang_after_commit")
        call = asyncio.create_task(shop.gateway.create_payment(shop.context(base_url=url), order))
        await eventually(shop.charges)
        process.kill()
        with pytest.raises(OutcomeUnknown):
            await call

    await shop.sandbox.start()
    await shop.control("webhooks", action="release")

    found = await shop.gateway.find_payment(shop.context(), order.our_reference)
    assert found is not None
    again = await shop.gateway.create_payment(shop.context(), order)
    assert again.reference == found.reference
    assert len(await shop.charges()) == 1
    await shop.delivered(1)
