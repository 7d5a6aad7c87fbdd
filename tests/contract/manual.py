"""Manual, as far as the conformance kit can try it: nobody stands behind it, so its double is an empty counter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from starlette.routing import BaseRoute

from backend.conformance.harness import Harness, Magic, Operation, Wish
from backend.doubles.kit.double import Double, Impossible, Movement
from backend.doubles.kit.journal import Call
from backend.gateways.base import Elsewhere, Gateway, MethodKind, NewMethod
from backend.gateways.manual.gateway import ManualGateway


class Nobody(Double):
    """No provider: it has a clock, answers nothing, and whatever is sent to it is one request too many."""

    name = "nobody"

    def routes(self) -> Sequence[BaseRoute]:
        return []

    def forget(self) -> None:
        """Nothing to forget."""

    def on_time(self) -> None:
        """Nothing falls due."""

    def movements(self) -> Sequence[Movement]:
        return []

    async def act(self, reference: str, act: str, params: Mapping[str, Any]) -> None:
        raise Impossible("what happens to cash and transfers is what staff record")

    def error_body(self, status: int, code: str) -> tuple[bytes, str]:
        return b"", "text/plain"


class ManualHarness(Harness):
    """Cash and transfers in dollars."""

    gateway: ClassVar[type[Gateway]] = ManualGateway
    currency: ClassVar[str] = "USD"

    @classmethod
    def make_double(cls, public_url: str) -> Double:
        return Nobody(public_url)

    def settings(self, account: Literal[1, 2] = 1) -> dict[str, Any]:
        return {
            "mode": "test",
            "transfer_instructions": f"To Banco Uno, account {account}.",
            "cash_instructions": f"At desk {account}, from nine to five.",
        }

    def wrong_settings(self) -> Mapping[Literal["bad_key", "live_key_in_test"], dict[str, Any]]:
        """It has no keys; what is entered wrongly is that nobody is told how to pay."""
        return {"live_key_in_test": {"transfer_instructions": None, "cash_instructions": None}}

    async def source(self, wish: Wish, *, kind: MethodKind | None = None) -> NewMethod | Elsewhere | None:
        return Elsewhere(kind or MethodKind.BANK_TRANSFER) if wish == "ok" else None

    async def magic(self) -> Sequence[Magic]:
        return []

    def calls(self, operation: Operation) -> Sequence[Call]:
        return self.double.journal.calls

    def path(self, operation: Operation) -> tuple[str, str]:
        raise AssertionError("it calls nobody")

    def amount_on_wire(self, call: Call) -> str:
        raise AssertionError("it calls nobody")

    def key_on_wire(self, call: Call) -> str | None:
        raise AssertionError("it calls nobody")

    def secrets(self) -> Sequence[str]:
        return []
