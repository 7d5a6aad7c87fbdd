"""GraphQL over websockets: who may open a socket, how they sign in, and when it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tests.web.conftest import Server
from tests.web.sockets import PROTOCOL, close_code, opened, receive, send, signed_in, subscribe


@pytest.mark.parametrize(
    "origin",
    [None, "http://shop.example", "https://admin.example", "http://127.0.0.1:{port}", "https://ADMIN.example:443"],
)
def test_our_own_pages_and_programs_may_open_a_socket(server: Server, origin: str | None) -> None:
    with opened(server, origin.format(port=server.port) if origin else None) as socket:
        send(socket, type="connection_init")
        assert receive(socket) == {"type": "connection_ack"}


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "https://shop.example.evil.example", "http://admin.example", "http://127.0.0.1:1"],
)
def test_a_page_of_another_site_may_not_open_a_socket(server: Server, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused, opened(server, origin):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("protocol", ["graphql-ws", "other"])
def test_the_legacy_protocol_is_off(server: Server, protocol: str) -> None:
    with connect(server.socket_url, subprotocols=[Subprotocol(protocol)]) as socket:
        assert close_code(socket) == 4406


@pytest.mark.parametrize(
    ("parameters", "whoami"),
    [
        ({"authorization": "Bearer customer"}, "CUSTOMER of demo"),
        ({"Authorization": "bearer staff", "merchant": "north"}, "STAFF of north"),
        ({"merchant": 7}, "ANONYMOUS of demo"),
    ],
)
def test_connection_init_says_who_calls_for_which_merchant(
    server: Server, parameters: dict[str, object], whoami: str
) -> None:
    with opened(server) as socket:
        send(socket, type="connection_init", payload=parameters)
        assert receive(socket) == {"type": "connection_ack"}
        subscribe(socket, "q", "{ whoami }")
        assert receive(socket)["payload"]["data"]["whoami"] == whoami


def test_the_merchant_may_come_in_the_handshake_header(server: Server) -> None:
    with opened(server, X_Merchant="south") as socket:
        send(socket, type="connection_init")
        assert receive(socket) == {"type": "connection_ack"}
        subscribe(socket, "q", "{ whoami }")
        assert receive(socket)["payload"]["data"]["whoami"] == "ANONYMOUS of south"


@pytest.mark.parametrize("authorization", ["Bearer wrong", "Bearer", "wrong", 7, ["Bearer customer"], {"a": 1}])
def test_a_bad_token_closes_the_socket(server: Server, authorization: object) -> None:
    with opened(server) as socket:
        send(socket, type="connection_init", payload={"authorization": authorization})
        assert close_code(socket) == 4403


def test_a_crash_while_signing_in_closes_the_socket_and_is_logged(server: Server) -> None:
    with opened(server, X_Request_Id="socket-crash") as socket:
        send(socket, type="connection_init", payload={"authorization": "Bearer crash"})
        assert close_code(socket) == 1011
    assert "Traceback" in server.log.line(request_id="socket-crash", level="error")["exception"]


@pytest.mark.slow
def test_a_socket_without_connection_init_is_closed_after_five_seconds(server: Server) -> None:
    with opened(server) as socket:
        assert close_code(socket) == 4408


def test_an_operation_before_connection_init_closes_the_socket(server: Server, ran: list[str]) -> None:
    with opened(server) as socket:
        subscribe(socket, "q", "{ whoami }")
        assert close_code(socket) == 4401
    assert ran == []


def test_a_socket_closes_when_its_token_ends_and_sends_nothing_afterwards(server: Server) -> None:
    with signed_in(server, "customer") as socket, signed_in(server) as anonymous:
        subscribe(socket, "s", "subscription { forever }")
        assert receive(socket)["payload"] == {"data": {"forever": 0}}
        server.clock.instant += timedelta(minutes=11)
        assert close_code(socket) == 4403
        subscribe(anonymous, "q", "{ whoami }")
        assert receive(anonymous)["type"] == "next"


def test_a_socket_has_one_log_line_without_its_query_string(server: Server) -> None:
    with connect(
        f"{server.socket_url}?token=hidden-9a",
        subprotocols=[PROTOCOL],
        additional_headers={"X-Request-Id": "socket-log"},
    ) as socket:
        send(socket, type="connection_init")
        receive(socket)
    line = server.log.line(request_id="socket-log", event="request")
    assert (line["method"], line["path"]) == ("WEBSOCKET", "/graphql")
    assert "hidden-9a" not in server.log.getvalue()


def test_there_is_no_socket_elsewhere(server: Server) -> None:
    with pytest.raises(InvalidStatus) as refused, connect(server.socket_url + "/nothing", subprotocols=[PROTOCOL]):
        pass
    assert refused.value.response.status_code == 403
