"""A gateway's adapter before its double, on the conformance kit's bench: for what only one gateway does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from backend.conformance.bench import Bench
from backend.conformance.harness import Harness
from backend.conformance.line import Line, line_client


@asynccontextmanager
async def bench_of(harness: type[Harness]) -> AsyncIterator[Bench]:
    """The bench while the double is served; `fresh` empties it between tests."""
    async with harness.serving() as one:
        line = Line(one.double)
        async with line_client(line) as http:
            yield Bench(one, line, http)


def fresh(bench: Bench) -> Bench:
    """As it was in the beginning."""
    bench.double.reset()
    bench.double.webhooks.mode = "hold"
    bench.line.restore()
    return Bench(bench.harness, bench.line, bench.http)
