"""The toy schema behind the real endpoint, middleware and client, with tokens that are plain words."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Mount, Route, WebSocketRoute

from backend.services.context import Actor, Role
from backend.settings import Settings
from backend.web.client import Client
from backend.web.graphql import GraphQLHTTP, Unauthenticated
from backend.web.requests import Requests
from tests.web.toy import CANARY, ToyContext, schema


@dataclass(slots=True)
class Clock:
    """A clock that a test moves."""

    instant: datetime = field(default_factory=lambda: datetime(2026, 1, 1, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.instant


def toy_settings(**changes: object) -> Settings:
    values: dict[str, Any] = {
        "graphiql": True,
        "log_format": "json",
        "public_url": "http://shop.example",
        "allowed_origins": "https://admin.example",
        "client_dir": Path("/nonexistent"),
    }
    return Settings(_env_file=None, **{**values, **changes})


def endpoint(settings: Settings, clock: Clock) -> GraphQLHTTP:
    numbers = itertools.count()

    async def make_context(_connection: HTTPConnection, actor: Actor) -> ToyContext:
        return ToyContext(actor, next(numbers))

    async def authenticate(token: str | None, merchant: str | None) -> Actor:
        home = merchant or "demo"
        match token:
            case None:
                return Actor(Role.ANONYMOUS, home)
            case "customer":
                return Actor(Role.CUSTOMER, home, "u1", "c1", expires_at=clock() + timedelta(minutes=10))
            case "staff":
                return Actor(Role.STAFF, home, "u2")
            case "crash":
                raise RuntimeError(CANARY)
        raise Unauthenticated

    return GraphQLHTTP(schema, make_context, authenticate, settings, now=clock)


async def _crash(request: Request) -> Response:
    raise RuntimeError(CANARY)


async def _config() -> Mapping[str, object]:
    return {"merchant": "demo"}


async def _length(request: Request) -> Response:
    return Response(str(len(await request.body())))


def toy_app(settings: Settings, clock: Clock) -> Starlette:
    graphql = endpoint(settings, clock)
    return Starlette(
        routes=[
            Route("/graphql", graphql),
            WebSocketRoute("/graphql", graphql),
            Route("/crash", _crash),
            Route("/length", _length, methods=["POST"]),
            Mount("/", Client(settings, _config)),
        ],
        middleware=[Middleware(Requests, public_url=settings.public_url)],
    )
