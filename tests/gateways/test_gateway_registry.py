"""Loading plugins: the good ones work, the bad ones are listed with their reason and stop nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from backend.gateways.base import Capabilities, Gateway, MethodKind
from backend.gateways.registry import GROUP, BrokenGateway, Registry, UnknownGateway, load_registry
from backend.gateways.sandbox.gateway import SandboxGateway

SANDBOX = EntryPoint("sandbox", "backend.gateways.sandbox.gateway:SandboxGateway", GROUP)


@pytest.fixture
def stranger() -> Iterator[ModuleType]:
    """A third party's module."""
    module = ModuleType("strangers_plugin")
    sys.modules[module.__name__] = module
    yield module
    del sys.modules[module.__name__]


def load_with(stranger: ModuleType, plugin: Any) -> Registry:
    stranger.plugin = plugin  # type: ignore[attr-defined]
    return load_registry([EntryPoint("zz_stranger", "strangers_plugin:plugin", GROUP), SANDBOX])


def variant(**changes: Any) -> type[Gateway]:
    return type("Stranger", (SandboxGateway,), {"slug": "stranger", **changes})


def test_the_sandbox_loads_through_its_entry_point() -> None:
    registry = load_registry([SANDBOX])

    assert list(registry.gateways) == ["sandbox"]
    assert isinstance(registry.get("sandbox"), SandboxGateway)
    assert registry.broken == {}


def test_an_unknown_slug_raises_a_key_error_of_our_own() -> None:
    with pytest.raises(UnknownGateway) as caught:
        Registry([SandboxGateway()]).get("nobody")
    assert isinstance(caught.value, KeyError)


def test_a_strangers_plugin_works_beside_ours(stranger: ModuleType) -> None:
    registry = load_with(stranger, variant())

    assert sorted(registry.gateways) == ["sandbox", "stranger"]
    assert registry.broken == {}


def not_async(self: Gateway, ctx: object, request: object) -> None:
    """A method that nobody can await."""


async def other_parameters(self: Gateway, ctx: object) -> None:
    """A method that nobody calls like this."""


def explode(self: Gateway) -> None:
    raise RuntimeError("boom at construction")


@pytest.mark.parametrize(
    ("plugin", "reason"),
    [
        (variant(slug="sandbox"), "taken already"),
        (variant(slug=""), "slug must be a string"),
        (variant(api_version=2), "version 2"),
        (variant(Settings=dict), "pydantic model"),
        (variant(capabilities={"cards": True}), "capabilities must be"),
        (variant(capabilities=Capabilities(frozenset(), "*")), "at least one kind"),
        (variant(create_payment=not_async), "create_payment must be an async method"),
        (variant(create_payment=other_parameters), "parameters of the contract"),
        (variant(find_payment=Gateway.find_payment), "abstract method find_payment"),
        (variant(parse_webhook=Gateway.parse_webhook), "abstract method parse_webhook"),
        (variant(cancel_payment=Gateway.cancel_payment), "abstract method cancel_payment"),
        (variant(create_refund=Gateway.create_refund), "create_refund must be an async method"),
        (variant(fetch_refund=Gateway.fetch_refund), "fetch_refund must be an async method"),
        (variant(find_refund=Gateway.find_refund), "find_refund must be an async method"),
        (variant(find_refund=other_parameters), "parameters of the contract"),
        (variant(capabilities=replace(SandboxGateway.capabilities, saved_methods=False)), "without saved methods"),
        (variant(__init__=explode), "boom at construction"),
        (Gateway, "abstract"),
        (dict, "not a subclass"),
        (None, "not a subclass"),
    ],
)
def test_a_broken_plugin_is_listed_with_its_reason_and_ours_still_works(
    stranger: ModuleType, plugin: Any, reason: str
) -> None:
    registry = load_with(stranger, plugin)

    assert list(registry.gateways) == ["sandbox"]
    assert list(registry.broken) == ["zz_stranger"]
    assert "Traceback" in registry.broken["zz_stranger"]
    assert reason in registry.broken["zz_stranger"]


@pytest.mark.parametrize("value", ["no.such.module:Plugin", "backend.gateways.base:NoSuchClass"])
def test_a_plugin_that_cannot_be_imported_is_listed_too(value: str) -> None:
    registry = load_registry([EntryPoint("gone", value, GROUP), SANDBOX])

    assert list(registry.gateways) == ["sandbox"]
    assert "Traceback" in registry.broken["gone"]


def test_with_an_allow_list_no_line_of_another_plugin_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = tmp_path / "ran"
    (tmp_path / "uninvited.py").write_text(f"open({str(ran)!r}, 'w').close()")
    monkeypatch.syspath_prepend(tmp_path)
    points = [EntryPoint("uninvited", "uninvited:Plugin", GROUP), SANDBOX]

    registry = load_registry(points, allowed=("sandbox", "acme"))
    assert list(registry.gateways) == ["sandbox"]
    assert not ran.exists()
    # What was asked for and is not there is told.
    assert dict(registry.broken) == {"acme": "No plugin of this name is installed.\n"}

    assert list(load_registry(points).broken) == ["uninvited"]
    assert ran.exists()


def test_a_promise_that_is_not_made_needs_no_method_of_its_own() -> None:
    modest = Capabilities(frozenset({MethodKind.CASH}), "*")
    silent = {name: getattr(Gateway, name) for name in ("create_refund", "fetch_refund", "find_refund")}
    gateway = variant(capabilities=modest, **silent)()

    assert Registry([gateway]).get("stranger") is gateway


def test_gateways_given_by_hand_are_checked_in_the_same_way() -> None:
    with pytest.raises(BrokenGateway):
        Registry([SandboxGateway(), SandboxGateway()])


def test_the_mappings_cannot_be_changed_from_outside() -> None:
    registry = Registry([SandboxGateway()])
    with pytest.raises(TypeError):
        registry.gateways["x"] = SandboxGateway()  # type: ignore[index]


def test_the_settings_form_marks_secrets_and_orders_fields() -> None:
    schema = SandboxGateway.Settings.model_json_schema()

    for name in ("secret_key", "webhook_secret"):
        assert schema["properties"][name]["writeOnly"] is True
        assert schema["properties"][name]["x-widget"] == "password"
    orders = [field["x-order"] for field in schema["properties"].values()]
    assert orders == sorted(orders)
    assert all(field["x-group"] and field["x-help"] and field["title"] for field in schema["properties"].values())
