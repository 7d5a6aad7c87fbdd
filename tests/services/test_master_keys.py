"""Where the master secrets come from: settings, or a file that is made once and never half written."""

from __future__ import annotations

import base64
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from backend.master_keys import add_key, keeps_its_key, key_file, master_keys
from backend.settings import Settings, SettingsProblem

FIRST, SECOND = base64.b64encode(b"1" * 32).decode(), base64.b64encode(b"2" * 32).decode()


def settings(directory: Path, **given: Any) -> Settings:
    return Settings(_env_file=None, data_dir=directory / "data", **given)


def test_a_key_that_is_given_is_the_one_in_use_and_previous_ones_follow(tmp_path: Path) -> None:
    given = settings(tmp_path, secret_key=FIRST, previous_secret_keys=f" {SECOND} , {FIRST}")
    assert master_keys(given) == [b"1" * 32, b"2" * 32, b"1" * 32]
    assert not keeps_its_key(given)
    assert not key_file(given).exists()
    assert SECOND not in repr(given)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"secret_key": base64.b64encode(b"1" * 31).decode()}, "SECRET_KEY"),
        ({"secret_key": FIRST, "previous_secret_keys": f"{SECOND},nonsense"}, "PREVIOUS_SECRET_KEYS"),
        ({"database_url": "postgres://localhost/x"}, "Set SECRET_KEY"),
        ({"database_url": "postgres://localhost/x", "secret_key": ""}, "Set SECRET_KEY"),
    ],
)
def test_a_wrong_key_is_named_and_not_shown(tmp_path: Path, given: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingsProblem) as problem:
        master_keys(settings(tmp_path, **given))
    assert named in str(problem.value)
    assert "nonsense" not in str(problem.value)


def test_on_sqlite_a_key_is_made_once_for_the_owner_only(tmp_path: Path) -> None:
    kept = settings(tmp_path, secret_key="")
    assert keeps_its_key(kept)
    threads = [threading.Thread(target=lambda: made.append(master_keys(kept))) for _ in range(8)]
    made: list[list[bytes]] = []
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert {tuple(keys) for keys in made} == {(master_keys(kept)[0],)}
    assert stat.S_IMODE(key_file(kept).stat().st_mode) == 0o600
    assert [file.name for file in key_file(kept).parent.iterdir()] == ["secret.key"]


def test_a_new_key_goes_before_the_others_and_the_file_is_never_incomplete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = settings(tmp_path)
    (first,) = master_keys(kept)
    add_key(kept)
    second, *rest = master_keys(kept)
    assert rest == [first]
    assert second != first
    assert stat.S_IMODE(key_file(kept).stat().st_mode) == 0o600
    assert [file.name for file in key_file(kept).parent.iterdir()] == ["secret.key"]

    def full(*_: object) -> None:
        raise OSError("no space left on the device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        add_key(kept)
    assert master_keys(kept) == [second, first]
    assert [file.name for file in key_file(kept).parent.iterdir()] == ["secret.key"]


def test_the_file_may_hold_remarks_and_older_keys(tmp_path: Path) -> None:
    kept = settings(tmp_path, previous_secret_keys=SECOND)
    key_file(kept).parent.mkdir()
    key_file(kept).write_text(f"# made by hand\n{FIRST}\n\n  {SECOND}  \n")
    assert master_keys(kept) == [b"1" * 32, b"2" * 32, b"2" * 32]
    for wrong in ("", "# nothing\n", f"{FIRST}\nnonsense\n"):
        key_file(kept).write_text(wrong)
        with pytest.raises(SettingsProblem) as problem:
            master_keys(kept)
        assert "nonsense" not in str(problem.value)
