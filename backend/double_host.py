"""What `perennial double` does: serve one provider's double on this machine, and say how to connect it."""

from __future__ import annotations

import asyncio
import errno
import json
import pkgutil
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

from backend import doubles
from backend.doubles.kit.double import Double, Impossible
from backend.doubles.kit.serving import served

_KIT = "kit"


class CannotServe(Exception):
    """There is no such double, or it cannot do what was asked; the message says which."""


def names() -> list[str]:
    """The doubles that there are."""
    return sorted(module.name for module in pkgutil.iter_modules(doubles.__path__) if module.name != _KIT)


def default_port(name: str) -> int:
    """Where a double listens unless told otherwise: always the same, so that what connects to it finds it again."""
    port: int = _package(name).DEFAULT_PORT
    return port


async def serve(name: str, *, port: int | None, deliver_to: str | None, say: Callable[[str], object]) -> None:
    """Serve until cancelled, on the double's own port for None. Webhooks are delivered as they are made.

    Raises CannotServe.
    """
    if name not in names():
        raise CannotServe(f"There is no double {name!r}; there are: {', '.join(names())}.")
    make: Callable[[str], Double] = _package(name).make_double
    port = default_port(name) if port is None else port
    try:
        async with served(make, port=port) as double:
            double.webhooks.mode = "deliver"
            if deliver_to is not None:
                double.deliver_to(deliver_to)
            say(_told(double))
            await asyncio.Event().wait()
    except Impossible as impossible:
        raise CannotServe(str(impossible)) from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotServe(f"Port {port} is taken: another program listens on it. Choose one by --port.") from None
        raise CannotServe(f"Cannot listen on port {port}: {error.strerror}.") from None


def _package(name: str) -> ModuleType:
    return import_module(f"{doubles.__name__}.{name}")


def _told(double: Double) -> str:
    lines = [
        f"{double.name}, a local double: no real money",
        "",
        f"  Address  {double.public_url}",
        f"  Control  {double.public_url}/_double/journal  /_double/money  /_double/webhooks",
    ]
    connection = dict(double.connection())
    if connection:
        lines += ["", "Settings of a gateway account that speaks with it:", "", json.dumps(connection, indent=2)]
    return "\n".join(lines)
