"""The documents keep up with the code: settings, commands, links, decisions."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer

from backend.cli import app
from backend.settings import Settings
from tests.tidy.files import ROOT, documents, name_of

OPERATING = ROOT / "docs/operating.md"
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))


def commands() -> set[str]:
    """The names of the `perennial` commands."""
    return set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_the_operating_document_names_the_setting(name: str) -> None:
    assert f"`{name.upper()}`" in OPERATING.read_text(encoding="utf-8")


def test_the_operating_document_names_no_setting_that_is_gone() -> None:
    table = OPERATING.read_text(encoding="utf-8").partition("## Settings")[2].partition("\n## ")[0]
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}


def test_the_operating_document_names_every_command_and_no_other() -> None:
    table = OPERATING.read_text(encoding="utf-8").partition("## Commands")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `perennial ([a-z]+)", table, re.MULTILINE)) == commands()


def test_the_documents_name_no_make_target_that_is_gone() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        target
        for path in documents()
        for code in re.findall(r"`(make [a-z ]+)`", path.read_text(encoding="utf-8"))
        for target in code.split()[1:2]
    }
    assert named <= targets


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_links_lead_to_files_that_exist(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (path.parent / unquote(link)).exists()] == []


@pytest.mark.parametrize("path", DECISIONS, ids=name_of)
def test_a_decision_is_short_and_says_why_and_what_follows(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(r"\d{4}-[a-z0-9-]+\.md$", path.name)
    assert 15 <= len(text.splitlines()) <= 40
    assert [heading for heading in ("## Context", "## Decision", "## Consequences") if heading not in text] == []


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
