"""Openpay's adapter before its double, on the conformance kit's bench."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from backend.conformance.bench import Bench
from backend.conformance.line import Line, line_client
from tests.contract.openpay import OpenpayHarness


class OpenpayBench(Bench):
    """The kit's bench, which knows that the double is Openpay's."""

    harness: OpenpayHarness


@asynccontextmanager
async def openpay_bench() -> AsyncIterator[OpenpayBench]:
    """The bench while its double is served; `fresh` empties it between tests."""
    async with OpenpayHarness.serving() as harness:
        line = Line(harness.double)
        async with line_client(line) as http:
            yield OpenpayBench(harness, line, http)


def fresh(bench: OpenpayBench) -> OpenpayBench:
    """As it was in the beginning."""
    bench.double.reset()
    bench.double.webhooks.mode = "hold"
    bench.line.restore()
    return OpenpayBench(bench.harness, bench.line, bench.http)
