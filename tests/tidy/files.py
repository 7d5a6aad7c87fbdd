"""Which files the house rules are about."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def modules(folder: str) -> list[Path]:
    """The Python files below a folder of the repository, in order."""
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found, f"there is nothing in {folder}"
    return found


def name_of(path: Path) -> str:
    """A path as people write it, from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    """A Python file as a tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def documents() -> list[Path]:
    """README.md and everything below docs/."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(path: Path, language: str) -> Iterator[tuple[int, str]]:
    """The fenced code blocks of one language, each with the line that it starts on."""
    start, lines = 0, list[str]()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if start:
            if line.strip() == "```":
                yield start, "\n".join(lines)
                start = 0
            else:
                lines.append(line)
        elif line.strip() == f"```{language}":
            start, lines = number, []
    assert start == 0, f"{name_of(path)}:{start}: the block does not end"
