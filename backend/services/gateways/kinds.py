"""Which gateways this installation has, for staff who connect one: those that work, and those that are broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.gateways.base import Gateway
from backend.services.context import Context


@dataclass(frozen=True, slots=True)
class BrokenPlugin:
    """A plugin that could not be loaded, by the name it was installed under, and the traceback of why."""

    name: str
    traceback: str


def installed_gateways(ctx: Context) -> Sequence[Gateway]:
    """The working ones by name, for staff. Raises Forbidden."""
    ctx.actor.require_staff()
    return sorted(ctx.services.gateways.gateways.values(), key=lambda gateway: (gateway.name.lower(), gateway.slug))


def broken_plugins(ctx: Context) -> Sequence[BrokenPlugin]:
    """The broken ones, for staff. Raises Forbidden."""
    ctx.actor.require_staff()
    return [BrokenPlugin(name, why) for name, why in sorted(ctx.services.gateways.broken.items())]
