"""The container image and docker-compose.yml name only what exists."""

from __future__ import annotations

import re
import shlex
from typing import Any

import yaml

from backend.settings import Settings
from tests.tidy.files import ROOT
from tests.tidy.test_documents import commands

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
SETTINGS = {name.upper() for name in Settings.model_fields}


def test_our_services_are_the_api_a_worker_a_scheduler_and_the_migration() -> None:
    assert set(OURS) == {"migrate", "api", "worker", "scheduler"}
    assert set(SERVICES) - set(OURS) == {"postgres", "redis"}


def test_services_wait_only_for_services_that_exist() -> None:
    waited = {other for service in SERVICES.values() for other in service.get("depends_on", {})}
    assert waited <= set(SERVICES)


def test_services_mount_only_volumes_that_are_declared() -> None:
    mounted = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", ())}
    assert mounted == set(COMPOSE["volumes"])


def test_services_set_only_settings_that_exist() -> None:
    assert {name for service in OURS.values() for name in service["environment"]} <= SETTINGS


def test_services_run_only_commands_that_exist() -> None:
    run = {service["command"][-1] for service in OURS.values() if "command" in service}
    assert run <= commands()


def test_the_secret_has_no_default() -> None:
    for service in OURS.values():
        assert re.fullmatch(r"\$\{SECRET_KEY:\?[^}]+\}", service["environment"]["SECRET_KEY"])


def test_the_database_is_not_reachable_from_outside() -> None:
    assert all("ports" not in SERVICES[name] for name in ("postgres", "redis"))


def test_the_image_copies_only_files_that_exist() -> None:
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for source in [word for word in shlex.split(line) if not word.startswith("--")][:-1]
    ]
    assert copied
    assert [source for source in copied if not list(ROOT.glob(source.rstrip("/") or "."))] == []


def test_the_image_sets_only_settings_that_exist() -> None:
    named = set(re.findall(r"\b([A-Z][A-Z_]+)=", " ".join(re.findall(r"^ENV (.+)$", DOCKERFILE, re.MULTILINE))))
    assert named - {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"} <= SETTINGS


def test_the_image_serves_without_being_root_and_is_watched() -> None:
    assert re.search(r"^USER (?!root)\S+", DOCKERFILE, re.MULTILINE)
    assert "/healthz" in DOCKERFILE.partition("HEALTHCHECK")[2]
    assert re.search(r'^CMD \["perennial", "serve"\]', DOCKERFILE, re.MULTILINE)


def test_the_image_installs_only_what_the_locks_name() -> None:
    installs = [line for line in DOCKERFILE.splitlines() if "pip install" in line]
    assert installs
    assert all("--require-hashes" in line or "--no-deps" in line for line in installs)
    assert "npm ci --ignore-scripts" in DOCKERFILE
