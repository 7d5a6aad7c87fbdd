"""`perennial double`: every double is served, and what it prints connects our own gateway to it."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import EntryPoint

import httpx
import pytest

from backend import double_host
from backend.doubles.kit.serving import served
from backend.gateways.base import GatewayContext
from backend.gateways.http import gateway_http_client
from backend.gateways.registry import GROUP, load_registry
from backend.services.gateways.form import read_settings
from tests.support.ports import free_port
from tests.support.run import ROOT, clean_environment
from tests.support.waiting import eventually, wait_until

OURS = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"][GROUP]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "backend.cli", "double", *arguments],
        env=clean_environment(), cwd=ROOT, capture_output=True, text=True, timeout=180,
    )  # fmt: skip


def test_it_names_the_doubles_and_refuses_what_is_none() -> None:
    assert run().stdout.split() == double_host.names()
    refused = run("nobody")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("There is no double 'nobody'")


def test_each_double_has_a_port_of_its_own_that_the_operator_can_read() -> None:
    ports = {name: double_host.default_port(name) for name in double_host.names()}
    assert ports == {"mercadopago": 8101, "openpay": 8102, "paypal": 8103, "stripe": 8104}
    operating = (ROOT / "docs/operating.md").read_text()
    for name, port in ports.items():
        assert f"| `{name}` | {port} |" in operating
        assert f"http://127.0.0.1:{port}" in (ROOT / f"docs/gateways/{name}.md").read_text()


async def test_a_double_listens_on_its_own_port_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    port, said = free_port(), list[str]()
    monkeypatch.setattr("backend.doubles.stripe.DEFAULT_PORT", port)
    task = asyncio.create_task(double_host.serve("stripe", port=None, deliver_to=None, say=said.append))

    async def told() -> bool:
        return bool(said)

    await eventually(told, "what it says")
    assert f"Address  http://127.0.0.1:{port}\n" in said[0]
    with pytest.raises(double_host.CannotServe) as refused:
        await double_host.serve("stripe", port=None, deliver_to=None, say=said.append)
    assert str(refused.value) == f"Port {port} is taken: another program listens on it. Choose one by --port."
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(said) == 1


def test_a_taken_port_is_one_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = run("openpay", "--port", str(port))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"Port {port} is taken: another program listens on it. Choose one by --port.\n"


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-u", "-m", "backend.cli", "double", *arguments],
        env=clean_environment(), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    lines: list[str] = []
    try:
        for line in process.stdout:
            lines.append(line)
            if line == "}\n":
                break
        yield process, lines
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_it_serves_until_it_is_told_to_stop_and_prints_how_to_connect() -> None:
    with serving("stripe", "--port", "0") as (process, lines):
        text = "".join(lines)
        settings = json.loads(text[text.index("{") :])
        url = settings["base_url"]
        assert f"Address  {url}" in text
        assert httpx.get(f"{url}/_double/money", trust_env=False).json() == []
        process.send_signal(signal.SIGTERM)
        wait_until(lambda: process.poll() is not None, "the end of the command")
        assert process.returncode == 0


@pytest.mark.parametrize("name", double_host.names())
async def test_what_a_double_prints_connects_our_gateway_to_it(name: str) -> None:
    plugin = load_registry([EntryPoint(name, OURS[name], GROUP)]).get(name)
    async with served(import_module(f"backend.doubles.{name}").make_double) as double, gateway_http_client(5) as http:
        _, settings = read_settings(plugin, dict(double.connection()))
        health = await plugin.check_health(GatewayContext(datetime.now(UTC), http, settings))
        assert health.ok, health.message


async def test_webhooks_go_where_the_command_says_or_it_says_that_they_cannot() -> None:
    said: list[str] = []
    with pytest.raises(double_host.CannotServe):
        await double_host.serve("nobody", port=0, deliver_to=None, say=said.append)
    with pytest.raises(double_host.CannotServe, match="through its API"):
        await double_host.serve("openpay", port=0, deliver_to="http://127.0.0.1:9/webhooks/x", say=said.append)
    task = asyncio.create_task(
        double_host.serve("stripe", port=0, deliver_to="http://127.0.0.1:9/webhooks/x", say=said.append)
    )

    async def told() -> bool:
        return bool(said)

    await eventually(told, "what it says")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(said) == 1
