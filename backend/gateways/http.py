"""The one HTTP client that gateways speak through: it never repeats a request and never follows a redirect.

A repeated request might charge twice, and a redirect might carry a key to a stranger; both are for the core to decide.
"""

from __future__ import annotations

import ssl
from functools import cache

import httpx

CONNECT_SECONDS = 5


def gateway_http_client(timeout_seconds: int = 20) -> httpx.AsyncClient:
    """A client that gives up connecting after 5 seconds and waits at most `timeout_seconds` for each part of an answer.

    Certificates are always checked. Close it when the process ends.
    """
    connect_seconds = min(CONNECT_SECONDS, timeout_seconds)
    return httpx.AsyncClient(
        timeout=httpx.Timeout(
            connect=connect_seconds, read=timeout_seconds, write=timeout_seconds, pool=connect_seconds
        ),
        limits=httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=15),
        follow_redirects=False,
        verify=_authorities(),
        headers={"User-Agent": "Perennial"},
    )


@cache
def _authorities() -> ssl.SSLContext:
    """Whom we believe about certificates; reading them takes 40 ms."""
    return httpx.create_ssl_context()
