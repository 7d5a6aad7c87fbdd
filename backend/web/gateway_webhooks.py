"""Where gateways deliver their webhooks: the raw body goes to the inbox, the answer goes back at once."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from backend.domain.errors import NotFound
from backend.gateways.base import WebhookRejected
from backend.services.context import Services
from backend.services.gateways.receive import receive_webhook

log = structlog.get_logger(__name__)


class GatewayWebhooks:
    """One address for each gateway account: `/webhooks/gwa_...`. `services` are there once the server has started."""

    def __init__(self, services: Callable[[], Services]) -> None:
        self._services = services

    def routes(self) -> list[Route]:
        """What to put into the application's routes."""
        return [Route("/webhooks/{account_id}", self._receive, methods=["POST"])]

    async def _receive(self, request: Request) -> Response:
        account_id = request.path_params["account_id"]
        if not account_id.isprintable():
            # PostgreSQL does not take a NUL in a text.
            return PlainTextResponse("unknown account", 404)
        try:
            stored = await receive_webhook(
                self._services(), account_id=account_id, headers=dict(request.headers), body=await request.body()
            )
        except NotFound:
            return PlainTextResponse("unknown account", 404)
        except WebhookRejected as error:
            # Counted and logged without its content: it may be anybody's.
            log.warning("webhooks.rejected", account=account_id, why=error.message)
            return PlainTextResponse("rejected", 400)
        return PlainTextResponse("stored" if stored else "known")
