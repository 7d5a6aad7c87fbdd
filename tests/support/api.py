"""The GraphQL API without a server: for stories whose clock has to be moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from backend.events.live import InProcessBus
from backend.schema.context import RequestContext
from backend.schema.root import schema
from backend.services.context import Actor, Services


@dataclass(frozen=True)
class Api:
    """What one signed-in person asks, at the clock's present instant."""

    services: Services
    actor: Actor

    async def ask(self, document: str, **variables: object) -> Any:
        """The data of an operation that has no errors; its only field when it has one."""
        context = RequestContext(self.services.context(self.actor), InProcessBus())
        answer = await schema.execute(document, variable_values=variables, context_value=context)
        assert answer.errors is None, answer.errors
        assert answer.data is not None
        return next(iter(answer.data.values())) if len(answer.data) == 1 else answer.data

    async def do(self, mutation: str, selection: str, **input: object) -> Any:
        """The answer of `mutation`, with its type; `selection` is asked of its success."""
        name = mutation[0].upper() + mutation[1:]
        return await self.ask(
            f"mutation ($input: {name}Input!) {{ {mutation}(input: $input) {{ __typename "
            f"... on {name}Success {{ {selection} }} ... on Error {{ code message }} }} }}",
            input=input,
        )
