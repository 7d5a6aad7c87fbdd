"""The composition root of the API process: settings in, a Starlette application out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from taskiq.api import run_scheduler_task
from tortoise.exceptions import BaseORMException

from backend import database, demo, logs
from backend.domain.errors import NotFound
from backend.gateways.sandbox.server.app import Sandbox
from backend.jobs.schedule import make_scheduler
from backend.models import Price
from backend.runtime import Runtime, open_runtime
from backend.sandbox_host import connect_sandbox_accounts
from backend.schema.context import RequestContext
from backend.schema.root import schema
from backend.services.accounts.merchants import merchant_by_code
from backend.services.accounts.tokens import BadToken, authenticate
from backend.services.clock import system_clock
from backend.services.context import Actor, Context, Role
from backend.services.gateways.accounts import enabled_accounts
from backend.services.timelines import context_of
from backend.settings import Settings
from backend.web.auth import Auth
from backend.web.client import Client
from backend.web.exports import Exports
from backend.web.field_sources import Sources, sources_of
from backend.web.gateway_webhooks import GatewayWebhooks
from backend.web.graphql import GraphQLHTTP, Unauthenticated
from backend.web.graphql.ports import bearer, merchant_code
from backend.web.health import Check, Health
from backend.web.jwks import ROUTES as JWKS_ROUTES
from backend.web.requests import Requests

log = structlog.get_logger(__name__)


def create_app(settings: Settings) -> Starlette:
    """The application. Everything is opened when the server starts it, and closed when the server stops."""
    logs.configure(settings)
    sandbox = _sandbox(settings)
    shop = _Shop(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_runtime(settings) as runtime:
            shop.open(runtime)
            if sandbox is not None:
                await connect_sandbox_accounts(runtime.services, settings, sandbox)
                await sandbox.start()
            try:
                async with _background(runtime):
                    yield
            finally:
                if sandbox is not None:
                    await sandbox.stop()

    routes: list[BaseRoute] = [
        Route("/graphql", shop.graphql, methods=None),
        WebSocketRoute("/graphql", shop.graphql),
        *shop.auth.routes(),
        *Exports(shop.caller).routes(),
        *GatewayWebhooks(lambda: shop.runtime.services).routes(),
        *JWKS_ROUTES,
        *Health(_checks(settings)).routes(),
    ]
    if sandbox is not None:
        routes.append(Mount("/sandbox", app=sandbox.app))
    client = Client(settings, shop.client_config, frames=[settings.public_url], sources=shop.field_sources)
    routes.append(Mount("/", app=client))
    return Starlette(
        routes=routes, middleware=[Middleware(Requests, public_url=settings.public_url)], lifespan=lifespan
    )


def _sandbox(settings: Settings) -> Sandbox | None:
    if not settings.sandbox:
        return None
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Sandbox(settings.data_dir / "sandbox.db", f"{settings.public_url}/sandbox")


class _Shop:
    """The routes that need the runtime; it is there once the server has started."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._runtime: Runtime | None = None
        self.graphql = GraphQLHTTP(schema, self._request_context, self._authenticate, settings, system_clock)
        self.auth = Auth(
            self._visitor,
            settings.origins,
            secure=settings.public_url.startswith("https://"),
            refresh_seconds=settings.refresh_token_days * 86_400,
        )

    def open(self, runtime: Runtime) -> None:
        """Begin to serve."""
        self._runtime = runtime

    @property
    def runtime(self) -> Runtime:
        """The open runtime."""
        assert self._runtime is not None, "the server has started"
        return self._runtime

    async def _authenticate(self, token: str | None, merchant_code: str | None) -> Actor:
        if token is not None:
            try:
                return await authenticate(self.runtime.services, token)
            except BadToken:
                raise Unauthenticated from None
        try:
            return await self._anonymous(merchant_code)
        except NotFound as refusal:
            raise Unauthenticated(refusal.message) from None

    async def _anonymous(self, merchant_code: str | None) -> Actor:
        merchant = await merchant_by_code(merchant_code or self._settings.default_merchant)
        return Actor(Role.ANONYMOUS, merchant.id)

    async def _request_context(self, connection: HTTPConnection, actor: Actor) -> RequestContext:
        ctx = await context_of(self.runtime.services, actor, logs.request_id())
        payer_ip = connection.client.host if connection.client else None
        return RequestContext(replace(ctx, payer_ip=payer_ip), self.runtime.bus)

    async def _visitor(self, connection: HTTPConnection) -> Context:
        actor = await self._anonymous(connection.headers.get("x-merchant"))
        return self.runtime.services.context(actor, logs.request_id())

    async def caller(self, connection: HTTPConnection) -> Context:
        """The context of whoever a request's bearer token stands for; a visitor's without one."""
        token = bearer(connection.headers.get("authorization"))
        actor = await self._authenticate(token, merchant_code(connection.headers))
        return await context_of(self.runtime.services, actor, logs.request_id())

    async def field_sources(self) -> Sources:
        """What pages may load for the gateways that are switched on. Nothing while nobody can say: the page opens."""
        try:
            ctx = self.runtime.services.context(await self._anonymous(None), logs.request_id())
            accounts = await enabled_accounts(ctx)
        except (NotFound, BaseORMException, OSError) as error:
            log.warning("client.no_field_sources", error=type(error).__name__)
            return Sources()
        return sources_of(account.gateway.browser_fields(account.settings) for account in accounts)

    async def client_config(self) -> dict[str, Any]:
        """What the browser needs to know at run time."""
        merchant = await merchant_by_code(self._settings.default_merchant)
        currencies = await Price.filter(merchant_id=merchant.id).distinct().values_list("currency", flat=True)
        return {
            "merchant": {"name": merchant.name, "code": merchant.code},
            "currencies": sorted({str(code) for code in currencies}),
            "defaultCurrency": merchant.default_currency,
            "demo": demo.SIGN_INS if self._settings.demo else None,
        }


@asynccontextmanager
async def _background(runtime: Runtime) -> AsyncIterator[None]:
    """Without Redis this process is also the worker and the scheduler; with it, it only rings."""
    try:
        await runtime.broker.startup()
    except Exception as error:
        # Whatever its client raises. Bells stay silent until Redis comes; workers look by themselves.
        log.warning("jobs.bell_away", error=type(error).__name__)
    tasks: list[asyncio.Task[None]] = []
    if runtime.settings.redis_url is None:
        scheduler = make_scheduler(runtime.broker, runtime.look.task_name, runtime.settings.poll_seconds)
        every_second = timedelta(seconds=1)
        tasks.append(
            asyncio.create_task(run_scheduler_task(scheduler, interval=timedelta(hours=1), loop_interval=every_second))
        )
        # What was due when the process stopped is due now.
        tasks.append(asyncio.create_task(runtime.drains.look_at_all()))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await runtime.drains.finish(timeout_seconds=runtime.settings.gateway_timeout_seconds + 5)
        await runtime.broker.shutdown()


def _checks(settings: Settings) -> dict[str, Check]:
    async def database_answers() -> None:
        await database.connection().execute_query("SELECT 1")

    async def migrations_applied() -> None:
        pending = await database.pending_migrations(settings.database_url)
        if pending:
            raise RuntimeError(f"{len(pending)} migrations are pending")

    async def redis_answers() -> None:
        from redis.asyncio import Redis

        assert settings.redis_url is not None
        async with Redis.from_url(settings.redis_url) as redis:
            await redis.ping()

    checks: dict[str, Check] = {"database": database_answers, "migrations": migrations_applied}
    if settings.redis_url is not None:
        checks["redis"] = redis_answers
    return checks
