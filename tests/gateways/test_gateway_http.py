"""The gateways' HTTP client: one request means one request."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from backend.gateways.http import gateway_http_client


async def test_a_redirect_is_an_answer_and_a_lost_connection_is_not_tried_again() -> None:
    requests: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        requests.append(request)
        if b"/redirect" in request:
            writer.write(b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, gateway_http_client(2) as client:
        assert (await client.post(f"{url}/redirect")).status_code == 302
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post(f"{url}/lost")
    assert len(requests) == 2


async def test_every_phase_of_a_request_has_a_limit() -> None:
    async with gateway_http_client(7) as client:
        assert client.timeout == httpx.Timeout(connect=5, read=7, write=7, pool=5)
    async with gateway_http_client(1) as client:
        assert client.timeout == httpx.Timeout(1)
