"""The middleware around every request: ids, limits, headers, the access line and masked crashes."""

from __future__ import annotations

import socket

import pytest

from tests.web.conftest import Server
from tests.web.toy import CANARY


def test_a_sane_request_id_is_kept_and_returned(server: Server) -> None:
    response = server.post({"query": "{ whoami }"}, X_Request_Id="abc-1.2_3")
    assert response.headers["x-request-id"] == "abc-1.2_3"
    line = server.log.line(request_id="abc-1.2_3")
    assert (line["event"], line["method"], line["path"], line["status"]) == ("request", "POST", "/graphql", 200)
    assert line["ms"] >= 0


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "<script>", "a;b", "né"])
def test_any_other_request_id_is_replaced(server: Server, given: str) -> None:
    response = server.http.post("/length", headers=[(b"X-Request-Id", given.encode())])
    assert len(response.headers["x-request-id"]) == 32
    assert response.headers["x-request-id"] != given


def test_the_access_line_has_no_query_and_cannot_be_forged_by_the_path(server: Server) -> None:
    server.http.get("/no%0d%0awhere?token=hidden-1b", headers={"X-Request-Id": "line-1"})
    assert server.log.line(request_id="line-1")["path"] == "/no%0d%0awhere"
    assert "hidden-1b" not in server.log.getvalue()
    assert len(server.log.records(request_id="line-1")) == 1


def test_a_crash_of_a_route_is_a_masked_500_with_the_request_id(server: Server) -> None:
    response = server.http.get("/crash", headers={"X-Request-Id": "crash-1"})
    assert (response.status_code, response.headers["x-request-id"]) == (500, "crash-1")
    assert response.json() == {
        "errors": [{"message": "Internal error", "extensions": {"code": "INTERNAL", "requestId": "crash-1"}}]
    }
    line = server.log.line(request_id="crash-1", level="error")
    assert CANARY in line["exception"]
    assert server.log.line(request_id="crash-1", event="request")["status"] == 500


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/graphql", 256 * 1024 + 1, 413),
        ("/graphql", 256 * 1024, 400),
        ("/auth/refresh", 256 * 1024 + 1, 413),
        ("/length", 256 * 1024 + 1, 200),
        ("/length", 5 * 1024 * 1024 + 1, 413),
    ],
)
def test_a_body_over_the_limit_of_its_path_is_413(server: Server, path: str, size: int, status: int) -> None:
    response = server.http.post(path, content=b" " * size, headers={"Content-Type": "application/json"})
    assert response.status_code == status
    if status == 413:
        assert response.json()["errors"][0]["extensions"]["code"] == "PAYLOAD_TOO_LARGE"


def test_a_body_that_does_not_say_its_length_is_counted(server: Server) -> None:
    def chunks() -> list[bytes]:
        return [b" " * 64 * 1024] * 5

    response = server.http.post("/graphql", content=iter(chunks()), headers={"Content-Type": "application/json"})
    assert response.status_code == 413


def test_every_answer_has_the_security_headers(server: Server) -> None:
    for response in (server.query("{ whoami }"), server.http.get("/crash"), server.http.get("/nothing")):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert response.headers["cross-origin-opener-policy"] == "same-origin"
        assert "camera=()" in response.headers["permissions-policy"]
        assert "strict-transport-security" not in response.headers


def test_a_site_with_https_asks_browsers_to_stay_there(closed_server: Server) -> None:
    response = closed_server.query("{ whoami }")
    assert response.headers["strict-transport-security"] == "max-age=31536000"


def test_a_client_that_goes_away_leaves_a_line_and_the_server_lives(server: Server) -> None:
    head = b"POST /length HTTP/1.1\r\nHost: x\r\nX-Request-Id: gone-1\r\nContent-Length: 100\r\n\r\nabc"
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(head)
    assert server.log.line(request_id="gone-1", event="request")["status"] in (499, 500)
    assert server.query("{ whoami }").status_code == 200
