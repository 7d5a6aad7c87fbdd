"""The pytest plugin: `pytest --gateway-conformance module:Harness` tries all behaviours, each as a test of its own.

Without the option it does nothing. `--gateway-conformance-database` is where the behaviours that need the whole core
keep their rows: the URL of an empty PostgreSQL database; without it they use a SQLite file that is thrown away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from backend.conformance.catalogue import Behaviour
    from backend.conformance.harness import Harness
    from backend.conformance.stand import Stand

pytest.register_assert_rewrite(
    "backend.conformance.behaviours", "backend.conformance.bench", "backend.conformance.shop"
)

_OPTION = "--gateway-conformance"
_DATABASE = "--gateway-conformance-database"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Two options."""
    group = parser.getgroup("gateway conformance")
    group.addoption(_OPTION, metavar="MODULE:HARNESS", help="try all behaviours of a payment gateway on its double")
    group.addoption(_DATABASE, metavar="URL", help="an empty PostgreSQL database for the behaviours that need the core")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add the behaviours to what was collected."""
    named = config.getoption(_OPTION)
    if named:
        kit: ConformanceKit = ConformanceKit.from_parent(session, name=f"conformance[{named}]", named=named)
        items.extend(kit.collect())


class ConformanceKit(pytest.Collector):
    """The behaviours for one harness. The double and the database are opened by the first of them."""

    def __init__(self, *, named: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.harness = _harness(named)
        self._stand: Stand | None = None

    def collect(self) -> list[BehaviourItem]:
        """All of them."""
        from backend.conformance.catalogue import behaviours

        return [
            BehaviourItem.from_parent(self, name=f"test_{one.name}", behaviour=one, kit=self) for one in behaviours()
        ]

    def stand(self) -> Stand:
        """The one stand of this run."""
        if self._stand is None:
            from backend.conformance.database import migrated
            from backend.conformance.stand import Stand

            self._stand = Stand(self.harness, migrated(self.config.getoption(_DATABASE)))
            self._stand.__enter__()
        return self._stand

    def teardown(self) -> None:
        """Stop the double and let go of the database."""
        if self._stand is not None:
            stand, self._stand = self._stand, None
            stand.__exit__()


class BehaviourItem(pytest.Item):
    """One behaviour as a test."""

    def __init__(self, *, behaviour: Behaviour, kit: ConformanceKit, **rest: Any) -> None:
        super().__init__(**rest)
        self.behaviour, self.kit = behaviour, kit
        self.user_properties.append(("behaviours", behaviour.numbers))

    def runtest(self) -> None:
        """Try it; what the gateway declares not to do is skipped, with the reason."""
        from backend.conformance.catalogue import NotApplicable

        try:
            self.kit.stand().run(self.behaviour)
        except NotApplicable as reason:
            pytest.skip(f"the gateway {reason}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Where it failed, from the behaviour on: how pytest came there helps nobody."""
        return excinfo.getrepr(style="short", tbfilter=lambda info: info.traceback.filter(_tells))

    def reportinfo(self) -> tuple[str, int | None, str]:
        """Where it stands in the report: under the behaviour's own words."""
        return "conformance", None, f"{self.behaviour.name}: {self.behaviour.statement.splitlines()[0]}"


def _tells(entry: Any) -> bool:
    path = str(entry.path)
    return not any(part in path for part in ("_pytest", "pluggy", "asyncio", "conformance/plugin", "conformance/stand"))


def _harness(named: str) -> type[Harness]:
    from backend.conformance.harness import Harness

    module, _, name = named.partition(":")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise pytest.UsageError(f"{_OPTION} {named}: {error}") from error
    if not (isinstance(found, type) and issubclass(found, Harness)):
        raise pytest.UsageError(f"{_OPTION} {named} is not a subclass of backend.conformance.harness.Harness")
    return found


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """How many of the 75 behaviours passed, and why the others were not applicable."""
    if not config.getoption(_OPTION):
        return
    outcomes: defaultdict[int, set[str]] = defaultdict(set)
    reasons: defaultdict[str, set[int]] = defaultdict(set)
    for outcome, report in _reports(terminalreporter):
        for number in dict(report.user_properties).get("behaviours", ()):
            outcomes[number].add(outcome)
            if outcome == "skipped":
                reasons[str(report.longrepr[2]).removeprefix("Skipped: the gateway ")].add(number)
    failed = {number for number, seen in outcomes.items() if seen & {"failed", "error"}}
    passed = {number for number, seen in outcomes.items() if "passed" in seen} - failed
    absent = set(outcomes) - failed - passed
    line = f"{len(outcomes)} behaviours: {len(passed)} passed"
    if failed:
        line += f", {len(failed)} failed"
    if absent:
        told = "; ".join(
            f"{', '.join(map(str, sorted(numbers & absent)))}: {reason}"
            for reason, numbers in sorted(reasons.items(), key=lambda entry: min(entry[1]))
            if numbers & absent
        )
        line += f", {len(absent)} not applicable because it ... ({told})"
    terminalreporter.section("gateway conformance")
    terminalreporter.write_line(line)


def _reports(terminalreporter: Any) -> Iterator[tuple[str, Any]]:
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, ()):
            yield outcome, report
