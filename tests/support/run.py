"""What one test run shares between its processes: a directory, the PostgreSQL in it, and the migrated templates.

The first process that needs a thing makes it while it holds a lock; the one that started the run removes it all at the
end. What a killed run left behind is removed by the next.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import postgres
from tests.support.memory_disk import MEMORY, quick_directory

ROOT = Path(__file__).parents[2]
_VARIABLE = "PERENNIAL_TEST_RUN"
_PREFIX = "perennial-tests-"
TEMPLATE = "perennial_template"


def open_run() -> Path:
    """Make the directory of this run, and sweep what dead ones left."""
    place, places = quick_directory(), {MEMORY, Path(tempfile.gettempdir())}
    for left in (left for folder in places for left in folder.glob(f"{_PREFIX}*")):
        if not _alive(int(left.name.removeprefix(_PREFIX).split("-")[0])):
            _remove(left)
    directory = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))
    os.environ[_VARIABLE] = str(directory)
    # Each test's own directory too: its SQLite file syncs every commit.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))
    return directory


def close_run(directory: Path) -> None:
    """Stop and remove everything of this run."""
    os.environ.pop(_VARIABLE, None)
    _remove(directory)


def postgres_url() -> str:
    """The private cluster, without a database name; it holds `TEMPLATE`, migrated."""
    return _once("postgres.url", _make_postgres)


def sqlite_template() -> Path:
    """A migrated SQLite file, to be copied."""
    return Path(_once("sqlite.template", _make_sqlite))


def postgres_stage(stage: str) -> str:
    """The name of a database to be copied: migrated, and filled as far as `stage`."""
    return _once(f"postgres.{stage}", lambda: _make_postgres_stage(stage))


def sqlite_stage(stage: str) -> Path:
    """A file to be copied: migrated, and filled as far as `stage`."""
    return Path(_once(f"sqlite.{stage}", lambda: _make_sqlite_stage(stage)))


def _make_postgres() -> str:
    url = postgres.start(_directory())
    _create_database(url, TEMPLATE)
    migrate(f"{url}/{TEMPLATE}", _directory())
    return url


def _make_postgres_stage(stage: str) -> str:
    url, name = postgres_url(), f"{TEMPLATE}_{stage}"
    _create_database(url, f"{name} TEMPLATE {TEMPLATE}")
    _fill(stage, f"{url}/{name}")
    return name


def _create_database(url: str, what: str) -> None:
    command = [postgres.binary("psql"), "-h", "127.0.0.1", "-p", url.rpartition(":")[2], "-U", "postgres", "-q"]
    subprocess.run([*command, "-c", f"CREATE DATABASE {what}"], check=True, timeout=180)  # noqa: S603


def _make_sqlite() -> str:
    file = _directory() / "template.db"
    migrate(f"sqlite://{file}", _directory())
    return _complete(file)


def _make_sqlite_stage(stage: str) -> str:
    file = _directory() / f"{stage}.db"
    shutil.copyfile(sqlite_template(), file)
    _fill(stage, f"sqlite://{file}")
    return _complete(file)


def _complete(file: Path) -> str:
    assert not file.with_name(f"{file.name}-wal").exists(), "the file is not complete without its log"
    return str(file)


def _fill(stage: str, url: str) -> None:
    """In a process of its own, as whoever needs it first may be in the middle of a test."""
    command = [sys.executable, "-m", "tests.support.staged", stage, url]
    subprocess.run(command, env=clean_environment(), check=True, timeout=180)  # noqa: S603


def migrate(url: str, directory: Path) -> None:
    """`perennial migrate`, as an operator runs it."""
    subprocess.run(
        [sys.executable, "-m", "backend.cli", "migrate"],
        env={**clean_environment(), "DATABASE_URL": url, "DATA_DIR": str(directory), "LOG_LEVEL": "ERROR"},
        cwd=directory, check=True, timeout=180, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def clean_environment() -> dict[str, str]:
    """An environment in which none of the developer's settings reach the program."""
    kept = ("PATH", "HOME", "LANG", "TZ", "TMPDIR", "COVERAGE_PROCESS_START", _VARIABLE)
    return {"PYTHONPATH": str(ROOT), **{name: os.environ[name] for name in kept if name in os.environ}}


def _directory() -> Path:
    return Path(os.environ[_VARIABLE])


def _once(name: str, make: Callable[[], str]) -> str:
    """What `make` answered when the first process of the run asked for `name`."""
    answer = _directory() / name
    with _locked(_directory() / f"{name}.lock"):
        if not answer.exists():
            answer.write_text(make())
        return answer.read_text()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _remove(directory: Path) -> None:
    postgres.stop(directory)
    shutil.rmtree(directory, ignore_errors=True)
