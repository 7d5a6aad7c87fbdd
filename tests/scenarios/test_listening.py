"""A wrong setting or a port that is taken: one line, and nothing is touched. The banner means that the shop answers."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.commands import Ended, run_command
from tests.support.ports import free_port
from tests.support.processes import SECRET_KEY, Processes
from tests.support.run import sqlite_template
from tests.support.waiting import PATIENCE_SECONDS

BANNER = "  Shop       http"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    port = free_port()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        yield port


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    started = Processes(tmp_path)
    try:
        yield started
    finally:
        started.kill_all()


def start(command: str, directory: Path, **settings: str) -> Ended:
    return run_command(command, settings={"SECRET_KEY": SECRET_KEY, **settings}, directory=directory)


@pytest.mark.parametrize("command", ["up", "serve"])
def test_a_taken_port_is_one_line_and_nothing_is_prepared(command: str, taken: int, tmp_path: Path) -> None:
    ended = start(command, tmp_path, PORT=str(taken))
    said = f"Port {taken} is taken: another program listens on it. Set PORT to a free one.\n"
    assert ended == Ended(2, "", said)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"HOST": "shop.invalid"}, "There is no address 'shop.invalid' to listen on. Set HOST.\n"),
        ({"HOST": "192.0.2.1"}, "Cannot listen on '192.0.2.1': Cannot assign requested address. Set HOST.\n"),
    ],
)
def test_a_host_that_is_not_of_this_machine_is_one_line(settings: dict[str, str], said: str, tmp_path: Path) -> None:
    assert start("up", tmp_path, PORT=str(free_port()), **settings) == Ended(2, "", said)
    assert list(tmp_path.iterdir()) == []


def test_the_banner_comes_when_the_shop_answers_and_then_a_second_one_is_refused(
    processes: Processes, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    shutil.copyfile(sqlite_template(), data / "perennial.db")
    up = processes.start("up")
    up.wait_for_log(BANNER)
    assert httpx.get(f"{up.url}/readyz", timeout=PATIENCE_SECONDS, trust_env=False).status_code == 200
    assert up.log.index("serve.started") < up.log.index(BANNER)
    apart = tmp_path / "apart"
    apart.mkdir()
    port = up.url.rpartition(":")[2]
    assert start("up", apart, PORT=port).err.startswith(f"Port {port} is taken")
    assert list(apart.iterdir()) == []


def test_what_cannot_be_opened_has_no_banner(processes: Processes, tmp_path: Path) -> None:
    data = tmp_path / "data"
    # Seeding does not need the Sandbox, serving does.
    (data / "sandbox.db").mkdir(parents=True)
    shutil.copyfile(sqlite_template(), data / "perennial.db")
    up = processes.start("up")
    assert up.wait_exit() == 3
    assert BANNER not in up.log


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"PORT": "80a"}, "PORT: Input should be a valid integer, unable to parse string as an integer.\n"),
        ({"PORT": "65536"}, "PORT: Input should be less than or equal to 65535.\n"),
        ({"GATEWAY_TIMEOUT_SECONDS": "60"}, "ATTEMPT_LEASE_SECONDS must be longer than GATEWAY_TIMEOUT_SECONDS.\n"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(settings: dict[str, str], said: str, tmp_path: Path) -> None:
    assert start("serve", tmp_path, **settings) == Ended(2, "", said)
    assert list(tmp_path.iterdir()) == []
