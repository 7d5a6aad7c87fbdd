"""Stands for our own gateways: which harnesses there are, and a database of the run's own under them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

from backend.conformance.harness import Harness
from backend.conformance.stand import Stand
from tests.support.databases import connected, fresh_database

HARNESSES = (
    "sandbox:SandboxHarness",
    "openpay:OpenpayHarness",
    "paypal:PayPalHarness",
    "mercadopago:MercadoPagoHarness",
    "stripe:StripeHarness",
)


def harness_of(named: str) -> type[Harness]:
    """The harness that `module:Class` of this folder names."""
    module, _, name = named.partition(":")
    found: type[Harness] = getattr(import_module(f"tests.contract.{module}"), name)
    return found


def stand_for(named: str, dialect: str, directory: Path) -> Stand:
    """A stand of the harness with this name."""
    return stand_over(harness_of(named), dialect, directory)


def stand_over(harness: type[Harness], dialect: str, directory: Path) -> Stand:
    """A stand over a database of the run's own."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[None]:
        async with fresh_database(dialect, directory) as made, connected(made.url):
            yield

    return Stand(harness, opened)
