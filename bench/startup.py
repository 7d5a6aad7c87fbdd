"""Row 14: how long the demo shop takes to answer when it is started for the second time."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import httpx

from bench.rows import Row, seconds
from tests.support.ports import free_port
from tests.support.run import ROOT, clean_environment

LIMIT_SECONDS = 3.0
_PATIENCE_SECONDS = 600
_STOP_SECONDS = 30
_LOOK_SECONDS = 0.005


def measure_startup(command: Sequence[str] = ("make", "up"), *, rounds: int) -> list[Row]:
    """Start it once, so that all is installed, built and seeded; then measure the next starts, until it is ready."""
    with tempfile.TemporaryDirectory(prefix="perennial-bench-") as name:
        _start(command, Path(name))
        took = tuple(_start(command, Path(name)) for _ in range(rounds))
    ratios = tuple(one / LIMIT_SECONDS for one in took)
    return [Row(14, "make up, second start", "a limit", seconds(took), f"{LIMIT_SECONDS:.0f} s", ratios, 1.0, True)]


def _start(command: Sequence[str], data: Path) -> float:
    """Seconds from the command to the first answer of /readyz that says yes. It is stopped again."""
    port = free_port()
    environment = {
        **clean_environment(), "PORT": str(port), "DATA_DIR": str(data), "LOG_LEVEL": "WARNING",
        "DATABASE_URL": f"sqlite://{data / 'perennial.db'}", "CLIENT_DIR": str(ROOT / "frontend/dist"),
    }  # fmt: skip
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603
        command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        with httpx.Client(timeout=5, trust_env=False, base_url=f"http://127.0.0.1:{port}") as http:
            while not _is_ready(http):
                assert process.poll() is None, f"it ended with {process.returncode}"
                assert time.perf_counter() - started < _PATIENCE_SECONDS, "it does not get ready"
                time.sleep(_LOOK_SECONDS)
        return time.perf_counter() - started
    finally:
        _stop(process)


def _is_ready(http: httpx.Client) -> bool:
    try:
        return http.get("/readyz").status_code == 200
    except httpx.TransportError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """In order; a session of its own, so the whole group is ours to end."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_SECONDS)
            return
