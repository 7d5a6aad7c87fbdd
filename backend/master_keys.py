"""The master secrets of an installation: from the settings, or on SQLite from a file that is made once.

The file holds one key a line, 32 bytes in base64: the first is in use, the others, newest first, are only read. Empty
lines, and those that begin with #, mean nothing.
"""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from backend.settings import Settings, SettingsProblem

_BYTES = 32
_MAKE_ONE = "`openssl rand -base64 32` makes one."


def master_keys(settings: Settings) -> list[bytes]:
    """All of them, the one in use first. On SQLite it is made and kept in `data_dir`; elsewhere it must be given.

    Raises SettingsProblem.
    """
    previous = [_read(key.get_secret_value(), "Each of PREVIOUS_SECRET_KEYS") for key in settings.previous_secret_keys]
    if settings.secret_key is not None:
        return [_read(settings.secret_key.get_secret_value(), "SECRET_KEY"), *previous]
    if not settings.is_sqlite:
        raise SettingsProblem(f"Set SECRET_KEY, the same for all processes: {_MAKE_ONE}")
    path = key_file(settings)
    if not path.exists():
        _make_first(path)
    return [*_kept(path), *previous]


def keeps_its_key(settings: Settings) -> bool:
    """Whether the master secret is ours to make: it is in the file."""
    return settings.secret_key is None and settings.is_sqlite


def key_file(settings: Settings) -> Path:
    """Where the keys are when `keeps_its_key`."""
    return settings.data_dir / "secret.key"


def add_key(settings: Settings) -> None:
    """Put a new key in use and keep the others. Two at the same time must be kept apart by the caller."""
    path = key_file(settings)
    known = _kept(path) if path.exists() else []
    _written_beside(path, [secrets.token_bytes(_BYTES), *known]).replace(path)
    _sync_directory(path.parent)


def _make_first(path: Path) -> None:
    made = _written_beside(path, [secrets.token_bytes(_BYTES)])
    try:
        # It fails when the file is there by now: whoever is second reads the first one's.
        os.link(made, path)
    except OSError:
        if not path.exists():
            # A disk without links.
            made.replace(path)
    finally:
        made.unlink(missing_ok=True)


def _read(text: str, name: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise SettingsProblem(f"{name} must be {_BYTES} bytes in base64: {_MAKE_ONE}")
    return key


def _kept(path: Path) -> list[bytes]:
    lines = [line.strip() for line in path.read_text().splitlines()]
    keys = [_read(line, f"Each line of {path}") for line in lines if line and not line.startswith("#")]
    if not keys:
        raise SettingsProblem(f"There is no key in {path}.")
    return keys


def _written_beside(path: Path, keys: Sequence[bytes]) -> Path:
    """A file of the owner's only, complete and on the disk, that may take the place of `path` at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("".join(f"{base64.b64encode(key).decode()}\n" for key in keys))
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _sync_directory(directory: Path) -> None:
    """A rename is on the disk when its directory is; where a directory cannot be opened, the system sees to it."""
    with suppress(OSError):
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
