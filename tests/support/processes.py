"""The product's own processes, as an operator runs them: started with settings of the test, watched, always ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import httpx

from tests.support.forked import Forked, can_fork, fork
from tests.support.ports import free_port
from tests.support.run import ROOT, clean_environment
from tests.support.waiting import PATIENCE_SECONDS, wait_until

# 32 bytes in base64: the same in each process of a test.
SECRET_KEY = "dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QhISE="


class Process:
    """One running `perennial` command."""

    def __init__(
        self, command: str, environment: Mapping[str, str], directory: Path, number: int, *, as_program: bool = False
    ) -> None:
        self.command = command
        self.url = environment.get("PUBLIC_URL", "")
        self.log_file = directory / f"{number}-{command}.log"
        with self.log_file.open("wb") as log:
            if can_fork(command, environment) and not as_program:
                self._process: Forked | subprocess.Popen[bytes] = fork(
                    [command], environment, directory, self.log_file, self.log_file
                )
                return
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "backend.cli", command],
                env=dict(environment), cwd=directory, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    @property
    def log(self) -> str:
        """Everything it has written so far."""
        return self.log_file.read_text(errors="replace")

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.poll()

    def wait_for(self, condition: Callable[[], bool], what: str, *, timeout_seconds: float = PATIENCE_SECONDS) -> None:
        """Wait for something that this process brings about; its log is shown when it dies or the time is over."""

        def come() -> bool:
            assert self.exit_code is None, f"`perennial {self.command}` ended with {self.exit_code}:\n{self.log}"
            return condition()

        try:
            wait_until(come, what, timeout_seconds=timeout_seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log}") from None

    def wait_ready(self, *, timeout_seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until /readyz answers 200."""
        with httpx.Client(timeout=10, trust_env=False) as http:

            def ready() -> bool:
                try:
                    return http.get(f"{self._local_url}/readyz").status_code == 200
                except httpx.TransportError:
                    return False

            self.wait_for(ready, "/readyz", timeout_seconds=timeout_seconds)

    def wait_for_log(self, text: str, *, timeout_seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until its log holds `text`."""
        self.wait_for(lambda: text in self.log, f"{text!r} in the log", timeout_seconds=timeout_seconds)

    def wait_exit(self, *, timeout_seconds: float = PATIENCE_SECONDS) -> int:
        """Wait until it has ended by itself; answers the exit code."""
        try:
            return self._process.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(
                f"`perennial {self.command}` still runs after {timeout_seconds} s:\n{self.log}"
            ) from None

    def terminate(self, *, timeout_seconds: float = PATIENCE_SECONDS) -> None:
        """Ask it to stop (SIGTERM), as an orchestrator does, and see that it ends in order."""
        self._signal(signal.SIGTERM)
        code = self.wait_exit(timeout_seconds=timeout_seconds)
        # Uvicorn cleans up, then dies of the signal that it was sent.
        assert code in (0, -signal.SIGTERM), f"`perennial {self.command}` ended with {code}:\n{self.log}"

    def kill(self) -> None:
        """End it and all its children at once (SIGKILL)."""
        self._signal(signal.SIGKILL)
        self._process.wait(PATIENCE_SECONDS)

    @property
    def _local_url(self) -> str:
        return f"http://127.0.0.1:{self.url.rpartition(':')[2]}"

    def _signal(self, number: signal.Signals) -> None:
        # A session of its own: the whole group is ours to end.
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)


class Processes:
    """Starts processes and remembers them. Settings are environment variables by their names.

    They are forked where that is possible, which is quicker, unless they have to be programs as an operator's are.
    """

    def __init__(self, directory: Path, *, as_programs: bool = False) -> None:
        self._directory = directory
        self._as_programs = as_programs
        self._started: list[Process] = []

    def start(self, command: str, **settings: str | int | Path) -> Process:
        """Start `perennial COMMAND`, without waiting. A free port, a secret and a data directory are given."""
        port = str(settings.get("PORT", "")) or str(free_port())
        environment = {
            **clean_environment(),
            "PORT": port,
            "PUBLIC_URL": f"http://localhost:{port}",
            "DATA_DIR": str(self._directory / "data"),
            "DATABASE_URL": f"sqlite://{self._directory / 'data' / 'perennial.db'}",
            "CLIENT_DIR": str(ROOT / "frontend" / "dist"),
            "SECRET_KEY": SECRET_KEY,
            "LOG_FORMAT": "json",
            **{name: str(value) for name, value in settings.items()},
        }
        process = Process(command, environment, self._directory, len(self._started), as_program=self._as_programs)
        self._started.append(process)
        return process

    def serve(self, **settings: str | int | Path) -> Process:
        """`perennial serve` on a migrated database, ready to answer."""
        process = self.start("serve", **settings)
        process.wait_ready()
        return process

    def up(self, **settings: str | int | Path) -> Process:
        """`perennial up`: the demo shop, ready to answer."""
        process = self.start("up", **settings)
        process.wait_ready()
        return process

    def worker(self, **settings: str | int | Path) -> Process:
        """`perennial worker`, started."""
        process = self.start("worker", **settings)
        process.wait_for_log("worker.started")
        return process

    def scheduler(self, **settings: str | int | Path) -> Process:
        """`perennial scheduler`, started."""
        process = self.start("scheduler", **settings)
        process.wait_for_log("scheduler.started")
        return process

    def run(self, command: str, **settings: str | int | Path) -> str:
        """A command that ends by itself; answers its log, fails unless it succeeded."""
        process = self.start(command, **settings)
        code = process.wait_exit()
        assert code == 0, f"`perennial {command}` ended with {code}:\n{process.log}"
        return process.log

    def kill_all(self) -> None:
        """End everything that was started."""
        for process in reversed(self._started):
            process.kill()
