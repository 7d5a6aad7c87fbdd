"""The provider and the plugin share nothing: a mistake in one must not be repeated by the other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import backend.gateways.sandbox

SANDBOX = Path(backend.gateways.sandbox.__file__).parent


def imports_of(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


@pytest.mark.parametrize("module", sorted(SANDBOX.glob("server/*.py")), ids=lambda path: path.stem)
def test_the_provider_imports_nothing_of_ours(module: Path) -> None:
    assert not [name for name in imports_of(module) if name.startswith(("backend", "..", "tortoise"))]


@pytest.mark.parametrize("module", sorted(SANDBOX.glob("*.py")), ids=lambda path: path.stem)
def test_the_plugin_imports_nothing_of_the_provider(module: Path) -> None:
    assert not [name for name in imports_of(module) if "server" in name]
