"""What the Python and the client look like: opening lines, sizes, and where floats and the system's clock may be."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.support.slow import SLOW
from tests.tidy.files import ROOT, modules, name_of, parsed

LONGEST = 350
CLIENT_SUFFIXES = {".ts", ".tsx", ".css", ".js"}

# They are the clock, or live outside the product's time: the log, the Sandbox and the
# doubles, which are somebody else's servers.
CLOCKS = (
    "backend/services/clock",
    "backend/logs.py",
    "backend/gateways/sandbox/server/",
    "backend/doubles/kit/double.py",
)
READINGS = {"now", "utcnow", "today", "time", "time_ns"}


def sources() -> list[Path]:
    return [path for path in modules("backend") if "migrations" not in path.parts or path.parent.name == "migrations"]


@pytest.mark.parametrize("path", modules("backend"), ids=name_of)
def test_a_module_opens_with_what_it_is_for(path: Path) -> None:
    tree = parsed(path)
    # A package that only holds modules may say it there; this one would say nothing.
    assert ast.get_docstring(tree), f"{name_of(path)} has no docstring"


def test_no_file_is_longer_than_one_idea() -> None:
    # What is generated from the schema is as long as that.
    client = [
        path
        for path in (ROOT / "frontend/src").rglob("*")
        if path.suffix in CLIENT_SUFFIXES and path.name != "graphql-env.d.ts"
    ]
    long = {
        name_of(path): lines
        for path in [*sources(), *client]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_there_are_no_floats_near_money() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for folder in ("backend/domain", "backend/services", "backend/models")
        for path in modules(folder)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.expr) and _is_float(node)
    ]
    assert found == []


def _is_float(node: ast.expr) -> bool:
    """A literal such as 0.5, or the name `float`, called or in an annotation; a pause may be a part of a second."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float) and node.value not in PAUSES
    return isinstance(node, ast.Name) and node.id == "float"


# Seconds of `asyncio.sleep` between two tries of a transaction.
PAUSES = {0.02}


def test_only_the_clock_reads_the_systems_time() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in sources()
        if not name_of(path).startswith(CLOCKS)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and _reads_clock(node.func)
    ]
    assert found == []


def _reads_clock(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr in READINGS
        and isinstance(called.value, ast.Name | ast.Attribute)
        and ast.unparse(called.value) in ("datetime", "datetime.datetime", "date", "datetime.date", "time")
    )


def test_the_domain_imports_the_standard_library_and_itself_only() -> None:
    foreign = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules("backend/domain")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in _imported(node)
        if not module.startswith("backend.domain") and module.partition(".")[0] not in sys.stdlib_module_names
    ]
    assert foreign == []


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert [name_of(path) for path in sources() if path.stem in empty or path.parent.name in empty] == []


def test_tests_do_not_mock_our_own_code() -> None:
    mocking = [
        name_of(path)
        for path in modules("tests")
        for node in ast.walk(parsed(path))
        if any(module.startswith(("unittest.mock", "mock", "pytest_mock")) for module in _imported(node))
    ]
    assert mocking == []


def test_every_file_that_is_called_slow_exists() -> None:
    assert SLOW - {path.stem for path in (ROOT / "tests").rglob("test_*.py")} == set()
