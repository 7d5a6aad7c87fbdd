"""Processes of ours that do a turn whenever they are told, all at once, and answer what they did.

`python -m bench.workers TURN URL` is such a process: it connects, says `ready`, and for each line of JSON on its input
does one turn and writes the answer. TURN is a module of `bench` with `async def turn(services, order)`.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import uvloop

from backend import database
from backend.events.bell import SilentBell
from backend.gateways.registry import Registry
from backend.services.clock import system_clock
from backend.services.context import Services
from backend.services.secrets import SecretBox
from tests.support.run import ROOT, clean_environment

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_PATIENCE_SECONDS = 30


class Workers:
    """Processes that wait for orders."""

    def __init__(self, processes: list[subprocess.Popen[str]]) -> None:
        self._processes = processes
        for one in processes:
            assert self._line(one) == "ready", "the process did not start"

    def turn(self, **order: Any) -> tuple[list[dict[str, Any]], float]:
        """Give the same order to all; their answers, and the seconds until the last of them was done."""
        started = time.perf_counter()
        for number, one in enumerate(self._processes):
            assert one.stdin is not None
            one.stdin.write(json.dumps({**order, "worker": number}) + "\n")
            one.stdin.flush()
        answers = [json.loads(self._line(one)) for one in self._processes]
        return answers, time.perf_counter() - started

    def _line(self, one: subprocess.Popen[str]) -> str:
        assert one.stdout is not None
        line = one.stdout.readline()
        assert line, f"a process of ours ended with {one.wait(_PATIENCE_SECONDS)}"
        return line.rstrip("\n")


@contextmanager
def running_workers(turn: str, url: str, count: int = CORES) -> Iterator[Workers]:
    """`count` processes that are connected to `url`; ended with the block."""
    started = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "bench.workers", turn, url],
            cwd=ROOT, env=clean_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(count)
    ]  # fmt: skip
    try:
        yield Workers(started)
        for one in started:
            one.communicate(timeout=_PATIENCE_SECONDS)
    finally:
        for one in started:
            one.kill()
            one.wait()


async def _serve(turn: str, url: str) -> None:
    module = importlib.import_module(f"bench.{turn}")
    await database.connect(url)
    async with httpx.AsyncClient() as http:
        services = Services(
            clock=system_clock, gateways=Registry([]), http=http, secrets=SecretBox(bytes(32)), bell=SilentBell(),
            issuer="", return_origins=(),
        )  # fmt: skip
        print("ready", flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            order: Mapping[str, Any] = json.loads(line)
            print(json.dumps(await module.turn(services, order)), flush=True)
    await database.disconnect()


if __name__ == "__main__":
    # The loop that the API runs on.
    uvloop.run(_serve(*sys.argv[1:]))
