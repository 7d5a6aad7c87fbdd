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
from backend.services.gateways.receive import Delivery, take_delivery

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
            delivery = Delivery(dict(request.headers), await request.body(), dict(request.query_params))
            received = await take_delivery(self._services(), account_id=account_id, delivery=delivery)
        except NotFound:
            return PlainTextResponse("unknown account", 404)
        except WebhookRejected as error:
            # Counted and logged without its content: it may be anybody's.
            log.warning("webhooks.rejected", account=account_id, why=error.message)
            return PlainTextResponse("rejected", 400)
        # Some providers want to read a word of their own.
        return PlainTextResponse(received.answer or ("stored" if received.stored else "known"))
