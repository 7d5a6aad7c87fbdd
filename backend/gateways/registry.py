"""Which gateways this installation has. Ours and a stranger's come through the same door: an entry point.

A plugin that cannot be loaded is listed with its traceback and stops nothing.
"""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Collection, Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from itertools import chain
from types import MappingProxyType

from pydantic import BaseModel

from backend.gateways.base import GATEWAY_API_VERSION, Capabilities, Gateway

GROUP = "perennial.payment_gateways"

# The methods that a capability promises; both must be there or the promise is empty.
_PROMISES = {
    "cancel_pending": ("cancel_payment",),
    "lookup_by_our_reference": ("find_payment",),
    "webhooks": ("parse_webhook",),
    "webhook_install": ("install_webhook",),
    "refunds": ("create_refund", "fetch_refund", "find_refund"),
    "confirms": ("confirm_payment",),
    "manual_capture": ("capture_payment",),
    "customers": ("create_customer",),
    "saved_methods": ("detach_method",),
    "setup_without_charge": ("begin_setup", "fetch_setup"),
    "in_app": ("client_session",),
    "lists_payments": ("list_payments",),
    "disputes": ("fetch_dispute",),
}
_ALWAYS = ("create_payment", "fetch_payment", "check_health")


class UnknownGateway(KeyError):
    """No working gateway has this slug."""


class BrokenGateway(Exception):
    """A plugin does not keep the contract; the message says which part."""


class Registry:
    """The working gateways by slug, and the tracebacks of the broken ones by entry point name."""

    def __init__(self, gateways: Iterable[Gateway], broken: Mapping[str, str] | None = None) -> None:
        by_slug: dict[str, Gateway] = {}
        for gateway in gateways:
            check_gateway(gateway)
            if gateway.slug in by_slug:
                raise BrokenGateway(f"The slug {gateway.slug!r} is taken already.")
            by_slug[gateway.slug] = gateway
        self.gateways: Mapping[str, Gateway] = MappingProxyType(by_slug)
        self.broken: Mapping[str, str] = MappingProxyType(dict(broken or {}))

    def get(self, slug: str) -> Gateway:
        """The gateway with this slug. Raises UnknownGateway."""
        try:
            return self.gateways[slug]
        except KeyError:
            raise UnknownGateway(slug) from None


def load_registry(points: Iterable[EntryPoint] | None = None, *, allowed: Collection[str] = ()) -> Registry:
    """Load every installed gateway, in the order of their names. Tests hand in entry points of their own.

    With `allowed`, only the entry points of these names: no line of another plugin is run, not even an import.
    """
    working: dict[str, Gateway] = {}
    installed = list(entry_points(group=GROUP) if points is None else points)
    missing = set(allowed) - {point.name for point in installed}
    broken = dict.fromkeys(sorted(missing), "No plugin of this name is installed.\n")
    for point in sorted(installed, key=lambda point: point.name):
        if allowed and point.name not in allowed:
            continue
        try:
            gateway = _load(point)
            if gateway.slug in working:
                raise BrokenGateway(f"The slug {gateway.slug!r} is taken already.")
        except Exception:
            broken[point.name] = traceback.format_exc()
        else:
            working[gateway.slug] = gateway
    return Registry(working.values(), broken)


def _load(point: EntryPoint) -> Gateway:
    made = point.load()
    if not (inspect.isclass(made) and issubclass(made, Gateway)):
        raise BrokenGateway(f"{point.value} is not a subclass of backend.gateways.base.Gateway.")
    # Checked before anything of the plugin runs: a class for another version may not even be constructible.
    if made.api_version != GATEWAY_API_VERSION:
        raise BrokenGateway(f"It speaks version {made.api_version} of the contract; this is {GATEWAY_API_VERSION}.")
    gateway = made()
    check_gateway(gateway)
    return gateway


def check_gateway(gateway: Gateway) -> None:
    """Raise BrokenGateway unless the class variables are there, fit together, and every promise has its method."""
    kind = type(gateway)
    if gateway.api_version != GATEWAY_API_VERSION:
        raise BrokenGateway(f"It speaks version {gateway.api_version} of the contract; this is {GATEWAY_API_VERSION}.")
    for name in ("slug", "name"):
        value = getattr(gateway, name, None)
        if not isinstance(value, str) or not value:
            raise BrokenGateway(f"{kind.__qualname__}.{name} must be a string that is not empty.")
    settings = getattr(gateway, "Settings", None)
    if not (inspect.isclass(settings) and issubclass(settings, BaseModel)):
        raise BrokenGateway(f"{kind.__qualname__}.Settings must be a pydantic model.")
    # The staff's form is drawn from this schema: a model that has none cannot be configured.
    settings.model_json_schema()
    capabilities = getattr(gateway, "capabilities", None)
    if not isinstance(capabilities, Capabilities) or not capabilities.kinds:
        raise BrokenGateway(f"{kind.__qualname__}.capabilities must be Capabilities with at least one kind.")
    if capabilities.off_session and not capabilities.saved_methods:
        raise BrokenGateway(f"{kind.__qualname__} charges absent payers without saved methods: nothing to charge.")
    if capabilities.setup_without_charge and not capabilities.saved_methods:
        raise BrokenGateway(f"{kind.__qualname__} keeps methods without a charge, and charges none.")
    if not (capabilities.elsewhere | (capabilities.tokens or frozenset())) <= capabilities.kinds:
        raise BrokenGateway(f"{kind.__qualname__} promises ways for kinds that it does not take.")
    promised = [methods for flag, methods in _PROMISES.items() if getattr(capabilities, flag) not in (False, "none")]
    for method in (*_ALWAYS, *chain.from_iterable(promised)):
        _check_method(kind, method)


def _check_method(kind: type[Gateway], method: str) -> None:
    ours, theirs = getattr(Gateway, method), getattr(kind, method)
    if theirs is ours or not inspect.iscoroutinefunction(theirs):
        raise BrokenGateway(f"{kind.__qualname__}.{method} must be an async method of the plugin.")
    if list(inspect.signature(theirs).parameters) != list(inspect.signature(ours).parameters):
        raise BrokenGateway(f"{kind.__qualname__}.{method} must take the parameters of the contract.")
