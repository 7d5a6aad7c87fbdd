"""The measurements run, however small; a run of some of them writes no document."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from bench.report import DOCUMENT
from bench.rows import Row
from bench.startup import measure_startup
from tests.support.run import ROOT, clean_environment

SMALL = ("--rounds", "1", "--due", "40", "--customers", "1", "--seconds", "0.3")
# number, work, measured against, ours, theirs ...
RATE, WAIT = r"[0-9,]+/s", r"[0-9.]+ ms \(p50 [0-9.]+\)"
LINE = re.compile(rf"^\| ([0-9]+) +\| [^|]+ \| [^|]+ \| (?:{RATE} +\| {RATE}|{WAIT} +\| {WAIT}) +\|", re.MULTILINE)
NAMES = ("debit", "tariffs", "renewals", "orm", "growth", "changes")


@pytest.mark.slow
@pytest.mark.postgres
def test_the_measurements_run_and_their_figures_agree() -> None:
    before = DOCUMENT.read_bytes() if DOCUMENT.exists() else None

    # Each program compares what both sides wrote before it answers.
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bench", *NAMES, *SMALL],
        cwd=ROOT, env=clean_environment(), capture_output=True, text=True, timeout=300,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert LINE.findall(done.stdout) == ["1", "2", "3", "3", "4", "5", "6", "13", "13", "13"]
    assert (DOCUMENT.read_bytes() if DOCUMENT.exists() else None) == before


@pytest.mark.slow
@pytest.mark.processes
def test_the_start_is_measured_to_the_first_ready_answer() -> None:
    (row,) = measure_startup([sys.executable, "-m", "backend.cli", "up"], rounds=1)
    assert (row.number, len(row.ratios)) == (14, 1)
    assert 0 < row.ratio < 20


@pytest.mark.parametrize(
    ("ratios", "is_limit", "met"),
    [
        ((0.9, 1.0, 3.0), False, True),
        ((0.9, 0.9, 3.0), False, False),
        ((0.9, 1.0, 3.0), True, True),
        ((1.1, 1.1, 0.2), True, False),
    ],
)
def test_the_median_of_the_rounds_decides(ratios: tuple[float, ...], is_limit: bool, met: bool) -> None:
    row = Row(1, "work", "peer", "1/s", "1/s", ratios, 1.0, is_limit)
    assert row.is_met is met
