"""What runs on a websocket: operations with contexts of their own, errors with codes, and nothing malformed."""

from __future__ import annotations

import json

import pytest

from tests.web.conftest import Server
from tests.web.sockets import close_code, opened, receive, send, signed_in, subscribe
from tests.web.toy import CANARY


def test_anonymous_callers_run_queries_mutations_and_subscriptions_on_one_socket(server: Server) -> None:
    with signed_in(server) as socket:
        subscribe(socket, "q", "query($t: String!) { echo(text: $t) whoami }", t="ñ")
        assert receive(socket)["payload"] == {"data": {"echo": "ñ", "whoami": "ANONYMOUS of demo"}}
        assert receive(socket) == {"id": "q", "type": "complete"}
        subscribe(socket, "m", 'mutation { rename(name: "x") }')
        assert receive(socket)["payload"] == {"data": {"rename": "x"}}
        assert receive(socket) == {"id": "m", "type": "complete"}
        subscribe(socket, "s", "subscription { ticks(count: 2) }")
        assert [receive(socket)["payload"]["data"]["ticks"] for _ in range(2)] == [0, 1]
        assert receive(socket) == {"id": "s", "type": "complete"}


def test_every_operation_of_a_socket_has_a_context_of_its_own(server: Server) -> None:
    with signed_in(server) as socket:
        numbers = set()
        for number in range(3):
            subscribe(socket, str(number), "{ contextNumber }")
            numbers.add(receive(socket)["payload"]["data"]["contextNumber"])
            receive(socket)
        assert len(numbers) == 3


def test_the_21st_operation_of_a_socket_is_refused_until_one_ends(server: Server) -> None:
    with signed_in(server) as socket:
        for number in range(20):
            subscribe(socket, str(number), "subscription { forever }")
            assert receive(socket)["type"] == "next"
        subscribe(socket, "20", "subscription { forever }")
        refused = receive(socket)
        assert (refused["id"], refused["type"]) == ("20", "error")
        assert refused["payload"][0]["extensions"] == {"code": "LIMIT_EXCEEDED", "limit": 20}
        send(socket, id="3", type="complete")
        subscribe(socket, "21", "subscription { forever }")
        assert receive(socket)["type"] == "next"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query($n: Int!) { count(number: $n) }", "BAD_USER_INPUT"),
        ("query A { whoami } query B { whoami }", "BAD_USER_INPUT"),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
def test_a_refused_operation_is_answered_with_a_code_and_the_socket_stays_open(
    server: Server, query: str, code: str
) -> None:
    with signed_in(server) as socket:
        subscribe(socket, "q", query)
        answer = receive(socket)
        assert (answer["id"], answer["type"]) == ("q", "error")
        assert [error["extensions"]["code"] for error in answer["payload"]] == [code]
        subscribe(socket, "q", "{ whoami }")
        assert receive(socket)["type"] == "next"


def test_crashes_on_a_socket_are_masked_and_logged(server: Server) -> None:
    with opened(server, X_Request_Id="socket-boom") as socket:
        send(socket, type="connection_init")
        receive(socket)
        subscribe(socket, "q", "{ boom }")
        (error,) = receive(socket)["payload"]["errors"]
        assert (error["message"], error["extensions"]) == (
            "Internal error",
            {"code": "INTERNAL", "requestId": "socket-boom"},
        )
        receive(socket)
        subscribe(socket, "s", "subscription { broken }")
        assert receive(socket)["payload"] == {"data": {"broken": 0}}
        answer = json.dumps(receive(socket))
        assert "Internal error" in answer
        assert CANARY not in answer
    assert CANARY in server.log.line(request_id="socket-boom", level="error")["exception"]


def test_a_value_that_is_not_json_is_a_masked_error_and_the_socket_stays_open(server: Server) -> None:
    with signed_in(server) as socket:
        subscribe(socket, "q", "{ unserialisable }")
        answer = receive(socket)
        assert (answer["type"], answer["payload"][0]["extensions"]["code"]) == ("error", "INTERNAL")
        subscribe(socket, "q", "{ whoami }")
        assert receive(socket)["type"] == "next"


def test_refusals_on_a_socket_have_codes(server: Server) -> None:
    with signed_in(server) as socket:
        subscribe(socket, "q", "{ forbidden }")
        assert receive(socket)["payload"]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    "message",
    [
        "x",
        "[]",
        "1",
        "null",
        "{}",
        '{"type": 1}',
        '{"type": "nothing"}',
        '{"type": "subscribe"}',
        '{"type": "subscribe", "id": 1, "payload": {"query": "{ whoami }"}}',
        '{"type": "subscribe", "id": "", "payload": {"query": "{ whoami }"}}',
        '{"type": "complete"}',
        '{"type": "ping", "payload": NaN}',
        '{"type": "ping", "payload": ' + "[" * 5000,
        '{"type": "ping", "payload": "\\u0000"}',
        b"{}",
    ],
)
def test_a_malformed_message_closes_the_socket_with_4400(server: Server, message: str | bytes) -> None:
    with signed_in(server) as socket:
        socket.send(message)
        assert close_code(socket) == 4400


@pytest.mark.parametrize(
    "payload", [None, [], "x", {}, {"query": 1}, {"query": ""}, {"query": "{ whoami }", "variables": []}]
)
def test_a_malformed_operation_is_answered_with_an_error(server: Server, payload: object) -> None:
    with signed_in(server) as socket:
        send(socket, id="q", type="subscribe", payload=payload)
        answer = receive(socket)
        assert (answer["id"], answer["type"]) == ("q", "error")
        assert answer["payload"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_a_repeated_id_and_a_second_connection_init_close_the_socket(server: Server) -> None:
    with signed_in(server) as socket:
        subscribe(socket, "s", "subscription { forever }")
        receive(socket)
        subscribe(socket, "s", "subscription { forever }")
        assert close_code(socket) == 4409
    with signed_in(server) as socket:
        send(socket, type="connection_init")
        assert close_code(socket) == 4429


def test_a_ping_is_answered(server: Server) -> None:
    with signed_in(server) as socket:
        send(socket, type="ping")
        assert receive(socket) == {"type": "pong"}
