"""`perennial` commands that end by themselves: what they print, what they complain of, and how they end."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.forked import can_fork, fork
from tests.support.run import ROOT, clean_environment

_TIMEOUT_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str


def run_command(
    *arguments: str, settings: Mapping[str, str], directory: Path = ROOT, as_program: bool = False
) -> Ended:
    """Run `perennial ARGUMENTS` with nothing but these settings, in `directory`, to its end.

    It is forked where that is possible, which is quicker, unless it has to be a program as an operator's is.
    """
    environment = {**clean_environment(), **settings}
    if as_program or not can_fork(arguments[0], environment):
        ended = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "backend.cli", *arguments],
            env=environment, cwd=directory, capture_output=True, text=True, timeout=_TIMEOUT_SECONDS, check=False,
        )  # fmt: skip
        return Ended(ended.returncode, ended.stdout, ended.stderr)
    with tempfile.TemporaryDirectory() as written:
        out, err = Path(written, "out"), Path(written, "err")
        out.touch()
        err.touch()
        code = fork(arguments, environment, directory, out, err).wait(_TIMEOUT_SECONDS)
        return Ended(code, out.read_text(), err.read_text())
