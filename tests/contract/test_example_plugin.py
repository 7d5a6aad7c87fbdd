"""The example plugin passes the kit, is found by its entry point when it is installed, and takes money."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from backend.conformance.catalogue import TOTAL, NotApplicable, behaviours
from backend.conformance.harness import Harness
from tests.contract.stands import stand_over
from tests.support.databases import fresh_database
from tests.support.run import ROOT, clean_environment

EXAMPLE = ROOT / "examples/acme-gateway"


def test_the_example_shows_every_behaviour_that_it_declares(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLE))
    monkeypatch.syspath_prepend(str(EXAMPLE / "tests"))
    harness: type[Harness] = import_module("acme_harness").AcmeHarness
    shown: set[int] = set()
    failed: dict[str, str] = {}
    with stand_over(harness, "sqlite", tmp_path) as stand:
        for behaviour in behaviours():
            try:
                stand.run(behaviour)
            except NotApplicable:
                continue
            except Exception as error:
                failed[behaviour.name] = repr(error)
            shown.update(behaviour.numbers)
    assert failed == {}
    # It keeps no methods, knows neither vouchers nor disputes, and collects at once.
    absent = {4, 5, 26, 33, 34, *range(36, 42), 50, *range(53, 58), 65, 67}
    assert shown == set(range(1, TOTAL + 1)) - absent


@pytest.mark.processes
async def test_the_example_is_installed_found_and_takes_money(tmp_path: Path) -> None:
    # A copy, because building leaves files beside the sources.
    source, site = tmp_path / "source", tmp_path / "site"
    shutil.copytree(EXAMPLE, source)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    environment = {**clean_environment(), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    installed = subprocess.run(  # noqa: ASYNC221, S603
        [*pip, "--target", str(site), str(source)], env=environment, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert installed.returncode == 0, installed.stderr
    assert not (site / "acme_double.py").exists(), "the provider's double is no part of the plugin"
    async with fresh_database("sqlite", tmp_path) as made:
        environment["PYTHONPATH"] = f"{site}:{source / 'tests'}:{ROOT}"
        sold = subprocess.run(  # noqa: ASYNC221, S603
            [sys.executable, str(ROOT / "tests/contract/example_shop.py"), made.url],
            env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert sold.returncode == 0, sold.stderr[-3000:]
    told = json.loads(sold.stdout)
    assert "acme" in told["kinds"]
    assert told["broken"] == []
    assert told["healthy"] is True
    assert (told["payment"], told["subscription"]) == ("SUCCEEDED", "ACTIVE")
    assert told["moved"] == [["charge", "1000", "USD"]]


@pytest.mark.processes
def test_the_kit_is_a_pytest_plugin_that_counts_behaviours(tmp_path: Path) -> None:
    def kit(*arguments: str) -> str:
        environment = {**clean_environment(), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        environment["PYTHONPATH"] = f"{EXAMPLE}:{EXAMPLE / 'tests'}:{ROOT}"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "backend.conformance.plugin", "-c", "/dev/null"]
        ran = subprocess.run(  # noqa: S603
            [*command, "--rootdir", str(tmp_path), *arguments],
            env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        return ran.stdout + ran.stderr

    shown = kit("--gateway-conformance", "acme_harness:AcmeHarness", "-k", "a01 or a04 or f45 or g57")
    assert "4 behaviours: 2 passed, 2 not applicable because it ... (4: takes no KWD; 57: keeps no methods)" in shown
    assert "2 passed, 2 skipped" in shown
    assert "no tests ran" in kit()
    assert "is not a subclass of backend.conformance.harness.Harness" in kit(
        "--gateway-conformance", "json:JSONDecoder"
    )
