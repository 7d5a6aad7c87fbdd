"""A private PostgreSQL for one test run: its own directory and port, nothing kept, no other server touched."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.support.ports import free_port

_TRIES = 5
_TIMEOUT_SECONDS = 180
# It holds nothing worth keeping: no fsync, and small enough for several runs on one machine.
_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "max_wal_size": "2GB",
    "log_min_messages": "fatal",
}


def binary(name: str) -> str:
    """The path of a server program. The newest version that is installed; it need not be on PATH."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]), reverse=True
    )
    found = [str(path) for path in versions] or [shutil.which(name) or ""]
    assert found[0], f"{name} is not installed: run `make test`, or install PostgreSQL"
    return found[0]


def start(directory: Path, options: Mapping[str, str] | None = None) -> str:
    """Start a cluster below `directory`; answers its URL, without a database name. `options` go before our own."""
    data = directory / "postgres"
    data.mkdir(parents=True)
    owner = _owner()
    if owner is not None:
        # The server will not run as root: it must own its files, and reach them.
        os.chown(data, owner.pw_uid, owner.pw_gid)
        for folder in (directory, *directory.parents):
            if folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o001:
                folder.chmod(0o711)
    _run("initdb", "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    for _ in range(_TRIES):
        port = free_port()
        given = {**_OPTIONS, **(options or {}), "unix_socket_directories": str(data)}
        line = " ".join([f"-p {port}", *(f"-c {name}={value}" for name, value in given.items())])
        if _run("pg_ctl", "-D", str(data), "-w", "-l", str(data / "log"), "-o", line, "start", check=False) == 0:
            return f"postgres://postgres@127.0.0.1:{port}"
    raise RuntimeError(f"PostgreSQL did not start: {(data / 'log').read_text()[-2000:]}")


def stop(directory: Path) -> None:
    """Stop the cluster below `directory`, if one runs there."""
    data = directory / "postgres"
    if (data / "postmaster.pid").exists():
        _run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop", check=False)


def _owner() -> pwd.struct_passwd | None:
    if os.getuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _run(program: str, *arguments: str, check: bool = True) -> int:
    command = [binary(program), *arguments]
    owner = _owner()
    if owner is not None:
        command = ["runuser", "-u", owner.pw_name, "--", *command]
    # To nowhere: the server inherits what pg_ctl has, and a pipe would stay open as long as it runs.
    done = subprocess.run(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_TIMEOUT_SECONDS, cwd="/"
    )
    assert done.returncode == 0 or not check, f"{program} ended with {done.returncode}"
    return done.returncode
