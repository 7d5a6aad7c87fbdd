"""The lock files fit the manifests, pin everything by hash, and name no host. Nothing here asks a registry."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.tidy.files import ROOT

LOCKS = ("requirements-build.lock", "requirements.lock", "requirements-dev.lock")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@dataclass
class Pin:
    """One package of a lock file; `wanted_by` says whose requirement it is."""

    version: Version
    hashes: int = 0
    wanted_by: set[str] = field(default_factory=set)


def pins(lock: str) -> dict[str, Pin]:
    """A lock file by package."""
    found: dict[str, Pin] = {}
    pin: Pin | None = None
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if head := re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", line):
            pin = found[canonicalize_name(head[1])] = Pin(Version(head[2]))
        elif pin is not None and "--hash=sha256:" in line:
            pin.hashes += 1
        elif pin is not None and (comment := re.match(r"\s+#\s+(?:via\s+)?(\S.*)$", line)) and comment[1] != "via":
            pin.wanted_by.add(comment[1])
        else:
            assert not line or line.lstrip().startswith("#"), f"{lock} has a line of another kind: {line}"
    return found


def required(lines: list[str]) -> dict[str, Requirement]:
    """Requirements by package."""
    return {canonicalize_name(requirement.name): requirement for requirement in map(Requirement, lines)}


MANIFESTS = {
    "requirements-build.lock": (
        required(
            [line for line in (ROOT / "requirements-build.in").read_text().splitlines() if line[:1] not in ("", "#")]
        ),
        "-r requirements-build.in",
    ),
    "requirements.lock": (required(PROJECT["project"]["dependencies"]), "perennial (pyproject.toml)"),
    "requirements-dev.lock": (required(PROJECT["dependency-groups"]["dev"]), "perennial (pyproject.toml:dev)"),
}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_exactly_what_its_manifest_asks_for(lock: str) -> None:
    manifest, wanted_by = MANIFESTS[lock]
    locked = pins(lock)
    assert {name for name, pin in locked.items() if wanted_by in pin.wanted_by} == set(manifest), "run `make lock`"
    unfit = [
        name for name, need in manifest.items() if not need.specifier.contains(locked[name].version, prereleases=True)
    ]
    assert unfit == [], "run `make lock`"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_by_hash(lock: str) -> None:
    assert [name for name, pin in pins(lock).items() if pin.hashes == 0] == []


def test_the_tools_of_development_do_not_move_the_product() -> None:
    run, development = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: pin.version for name, pin in run.items()}.items() <= {
        name: pin.version for name, pin in development.items()
    }.items()


def test_the_build_backend_is_locked() -> None:
    locked = pins("requirements-build.lock")
    for name, need in required(PROJECT["build-system"]["requires"]).items():
        assert need.specifier.contains(locked[name].version)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


def test_the_clients_lock_fits_its_manifest_and_names_no_host() -> None:
    manifest = json.loads((ROOT / "frontend/package.json").read_text(encoding="utf-8"))
    packages: dict[str, Any] = json.loads((ROOT / "frontend/package-lock.json").read_text(encoding="utf-8"))["packages"]
    for group in ("dependencies", "devDependencies"):
        assert packages[""].get(group) == manifest.get(group), "run `npm install` in frontend/"
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [
        name
        for name, package in packages.items()
        if name and not package.get("link") and not package.get("inBundle") and "integrity" not in package
    ] == []


def test_the_clients_lock_has_the_packages_of_every_platform() -> None:
    packages: dict[str, Any] = json.loads((ROOT / "frontend/package-lock.json").read_text(encoding="utf-8"))["packages"]
    missing = [
        f"{name} wants {optional}"
        for name, package in packages.items()
        for optional in package.get("optionalDependencies", {})
        if not any(other.endswith(f"node_modules/{optional}") for other in packages)
    ]
    assert missing == [], "`npm ci` refuses such a lock"
