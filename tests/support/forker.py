"""A process that has imported the product and forks itself for each `perennial` command that a test starts.

Reading the modules is most of what a start costs. What is forked is a process like any other, with an environment, a
session, a log and an end of its own, and has imported what the command imports, no more. Only its passwords are
cheaper: a hash costs more than most requests. Run as `python -m tests.support.forker MODULE`; it reads orders from its
standard input, and ends its children when that ends.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import Any

from tests.support.quick_passwords import quick_hasher

# What each command of `backend.cli` imports when it runs: a forker for each.
IMPORTS = {
    "serve": "backend.app", "up": "backend.app", "worker": "backend.worker", "scheduler": "backend.worker",
    "verify": "backend.verify", "clock": "backend.cli", "keys": "backend.cli",
}  # fmt: skip


def main() -> None:
    """Serve until the other side goes; come back as the child that is to run a command."""
    from backend import cli
    from backend.services.accounts import passwords

    importlib.import_module(sys.argv[1])
    assert threading.active_count() == 1, "a thread would not survive a fork"
    gc.collect()
    gc.freeze()
    order = _serve()
    if order is not None:
        _become(**order)
        passwords._hasher = quick_hasher()
        cli.main()


def _serve() -> dict[str, Any] | None:
    """None at the end; in each child, its order."""
    ended: dict[int, int | None] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        if "pid" in asked:
            pid = asked["pid"]
            if ended[pid] is None:
                done, status = os.waitpid(pid, os.WNOHANG)
                ended[pid] = os.waitstatus_to_exitcode(status) if done else None
            answer = ended[pid]
        else:
            ready, started = os.pipe()
            answer = os.fork()
            if answer == 0:
                os.setsid()
                os.close(ready)
                os.close(started)
                order: dict[str, Any] = asked
                return order
            os.close(started)
            # Its session must be its own before anybody may end it.
            os.read(ready, 1)
            os.close(ready)
            ended[answer] = None
        print(json.dumps(answer), flush=True)
    for pid in (pid for pid, code in ended.items() if code is None):
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    return None


def _become(arguments: list[str], environment: dict[str, str], directory: str, out: str, err: str) -> None:
    os.chdir(directory)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["perennial", *arguments]
    for target, file in enumerate((os.devnull, out, err)):
        opened = os.open(file, os.O_WRONLY | os.O_APPEND if target else os.O_RDONLY)
        os.dup2(opened, target)
        os.close(opened)


if __name__ == "__main__":
    main()
