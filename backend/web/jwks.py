"""The public halves of the signing keys, for whoever wants to verify our access tokens (RFC 7517)."""

from __future__ import annotations

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.services.accounts.keys import public_keys


async def jwks(_request: Request) -> Response:
    """`/.well-known/jwks.json`."""
    body = orjson.dumps({"keys": await public_keys()})
    return Response(body, 200, {"Cache-Control": "public, max-age=300"}, "application/jwk-set+json")


ROUTES = [Route("/.well-known/jwks.json", jwks, methods=["GET"])]
