"""What callers learn of an error: always a code, and of a crash nothing but the request id."""

from __future__ import annotations

import pytest

from tests.web.conftest import Server
from tests.web.toy import CANARY

NEW = "application/graphql-response+json"


@pytest.mark.parametrize("accept", ["application/json", NEW])
def test_a_crash_in_a_resolver_is_masked_and_its_log_line_has_the_request_id(server: Server, accept: str) -> None:
    response = server.query("{ whoami boom }", accept)
    request_id = response.headers["x-request-id"]
    assert CANARY not in response.text
    assert response.json()["errors"] == [
        {
            "message": "Internal error",
            "locations": [{"line": 1, "column": 10}],
            "path": ["boom"],
            "extensions": {"code": "INTERNAL", "requestId": request_id},
        }
    ]
    line = server.log.line(request_id=request_id, level="error")
    assert line["event"] == "resolver failed"
    assert "Traceback" in line["exception"]
    assert CANARY in line["exception"]


def test_a_crash_while_authenticating_is_a_masked_500(server: Server) -> None:
    response = server.post({"query": "{ whoami }"}, Authorization="Bearer crash")
    assert response.status_code == 500
    assert CANARY not in response.text
    error = response.json()["errors"][0]
    assert error["extensions"] == {"code": "INTERNAL", "requestId": response.headers["x-request-id"]}
    assert "Traceback" in server.log.line(request_id=response.headers["x-request-id"], level="error")["exception"]


@pytest.mark.parametrize(
    ("query", "token", "code"),
    [
        ("{ forbidden }", None, "UNAUTHENTICATED"),
        ("{ forbidden }", "customer", "FORBIDDEN"),
        ("{ missing }", None, "NOT_FOUND"),
        ("{ invalid }", None, "INVALID_INPUT"),
    ],
)
def test_a_refusal_of_a_query_field_keeps_its_message_and_becomes_a_code(
    server: Server, query: str, token: str | None, code: str
) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    (error,) = server.post({"query": query}, NEW, **headers).json()["errors"]
    assert error["extensions"]["code"] == code
    assert error["path"]
    assert error["message"].endswith(".")


def test_invalid_input_names_its_fields(server: Server) -> None:
    (error,) = server.query("{ invalid }").json()["errors"]
    assert error["extensions"]["fields"] == [
        {"path": ["filter", "size"], "code": "TOO_BIG", "message": "The size is too big."}
    ]


def test_documents_and_variables_never_reach_the_log(server: Server) -> None:
    hidden = "hidden-4f"
    queries = [
        f'{{ echo(text: "{hidden}") }}',
        f'{{ echo(text: "{hidden}" }}',
        f'{{ nothing(text: "{hidden}") }}',
        f'{{ boom echo(text: "{hidden}") }}',
    ]
    for query in queries:
        server.query(query)
    server.query("query($t: Int!) { count(number: $t) }", t=hidden)
    server.query("query($t: String!) { boom echo(text: $t) }", t=hidden)
    last = server.http.get("/graphql", params={"query": queries[0]}).headers["x-request-id"]
    server.log.line(request_id=last, event="request")
    assert hidden not in server.log.getvalue()


def test_a_value_that_is_not_json_is_a_masked_500(server: Server) -> None:
    response = server.query("{ unserialisable }")
    assert response.status_code == 500
    assert response.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert "object at" not in response.text
