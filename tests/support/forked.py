"""Processes of the product that a forker started: what `subprocess.Popen` offers of them, at a fraction of the cost."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.forker import IMPORTS
from tests.support.run import ROOT, clean_environment
from tests.support.waiting import POLL_SECONDS


def can_fork(command: str, environment: Mapping[str, str]) -> bool:
    """Whether the command may be forked. Coverage measures what is started as a program."""
    return command in IMPORTS and "COVERAGE_PROCESS_START" not in environment


def fork(arguments: Sequence[str], environment: Mapping[str, str], directory: Path, out: Path, err: Path) -> Forked:
    """Run `perennial ARGUMENTS` in a process and a session of its own; what it writes is added to `out` and `err`."""
    forker = _forker(arguments[0])
    order = {
        "arguments": list(arguments), "environment": dict(environment), "directory": str(directory),
        "out": str(out), "err": str(err),
    }  # fmt: skip
    return Forked(" ".join(arguments), forker.ask(order), forker)


class Forked:
    """A process that was forked."""

    def __init__(self, command: str, pid: int, forker: _Forker) -> None:
        self.args = command
        self.pid = pid
        self._forker = forker
        self._ended: int | None = None

    def poll(self) -> int | None:
        """How it ended, a signal as a negative number; None while it runs."""
        if self._ended is None:
            self._ended = self._forker.ask({"pid": self.pid})
        return self._ended

    def wait(self, timeout: float) -> int:
        """How it ended, once it has. Raises subprocess.TimeoutExpired."""
        deadline = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(self.args, timeout)
            time.sleep(POLL_SECONDS)
        return code


class _Forker:
    """One for each set of imports. It ends, with its children, when this process does."""

    def __init__(self, module: str) -> None:
        self._turn = threading.Lock()
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "tests.support.forker", module], env=clean_environment(), cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def ask(self, order: Mapping[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._turn:
            print(json.dumps(order), file=self._process.stdin, flush=True)
            answer = self._process.stdout.readline()
        assert answer, f"the forker ended with {self._process.wait(10)}: does the product import?"
        return json.loads(answer)


_starting = threading.Lock()


def _forker(command: str) -> _Forker:
    with _starting:
        return _importing(IMPORTS[command])


@cache
def _importing(module: str) -> _Forker:
    return _Forker(module)
