"""GraphQL over HTTP: methods, media types, statuses and who is calling."""

from __future__ import annotations

import pytest

from tests.web.conftest import Server

JSON = "application/json"
NEW = "application/graphql-response+json"


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (NEW, NEW),
        (f"{JSON}, {NEW}", NEW),
        (f"{NEW};q=0.5, {JSON}", JSON),
        (f"{NEW};q=0.9, {JSON};q=0.8", NEW),
        (f"{NEW}, application/graphql+json, {JSON}, text/event-stream, multipart/mixed", NEW),
        ("text/html,application/xhtml+xml,*/*;q=0.8", JSON),
        (f"{NEW}; charset=utf-8", NEW),
        (f"{JSON};q=nonsense, {NEW}", NEW),
    ],
)
def test_the_accept_header_decides_the_response_type(server: Server, accept: str | None, answered: str) -> None:
    request = server.http.build_request("POST", "/graphql", json={"query": "{ __typename }"})
    del request.headers["accept"]
    if accept:
        request.headers["accept"] = accept
    response = server.http.send(request)
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{answered}; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("accept", ["text/html", "text/event-stream", "multipart/mixed", f"{JSON};q=0", "nonsense"])
def test_a_client_that_accepts_nothing_we_speak_gets_406(server: Server, accept: str, ran: list[str]) -> None:
    response = server.query("{ whoami }", accept)
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (406, "NOT_ACCEPTABLE")
    assert ran == []


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "text/plain",
        "text/plain; charset=utf-8",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=utf-16",
        "text/plain; application/json",
        "",
    ],
)
def test_a_body_that_a_form_of_another_site_could_send_is_refused_with_415(
    server: Server, content_type: str | None, ran: list[str]
) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    body = b'{"query": "mutation { rename(name: \\"x\\") }"}'
    response = server.http.post("/graphql", content=body, headers={"Origin": "https://evil.example", **headers})
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert "access-control-allow-origin" not in response.headers
    assert ran == []


def test_a_compressed_body_is_refused_with_415(server: Server) -> None:
    assert server.post({"query": "{ whoami }"}, Content_Encoding="gzip").status_code == 415


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE"])
def test_other_methods_are_refused_with_405_and_the_allowed_ones(server: Server, method: str) -> None:
    response = server.http.request(method, "/graphql", params={"query": "{ whoami }"})
    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")


def test_a_query_by_get_runs_with_variables_and_operation_name(server: Server) -> None:
    parameters = {
        "query": "query A { __typename } query B($t: String!) { echo(text: $t) }",
        "operationName": "B",
        "variables": '{"t": "ñ 🏊"}',
    }
    response = server.http.get("/graphql", params=parameters)
    assert (response.status_code, response.json()) == (200, {"data": {"echo": "ñ 🏊"}})


@pytest.mark.parametrize("accept", [JSON, NEW])
def test_a_mutation_by_get_is_refused_with_405_and_does_not_run(server: Server, accept: str, ran: list[str]) -> None:
    parameters = {"query": 'mutation { rename(name: "x") }'}
    response = server.http.get("/graphql", params=parameters, headers={"Accept": accept})
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert ran == []


@pytest.mark.parametrize(("accept", "status"), [(JSON, 200), (NEW, 400)])
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
        ({"query": "{ nothing }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "query($n: Int!) { count(number: $n) }"}, "BAD_USER_INPUT"),
        ({"query": "query($n: Int!) { count(number: $n) }", "variables": {"n": "x"}}, "BAD_USER_INPUT"),
        ({"query": "query($n: Int!) { count(number: $n) }", "variables": {"n": 2**40}}, "BAD_USER_INPUT"),
        ({"query": "query($v: Decimal!) { amount(value: $v) }", "variables": {"v": "x"}}, "BAD_USER_INPUT"),
        ({"query": "query A { whoami } query B { whoami }"}, "BAD_USER_INPUT"),
        ({"query": "query A { whoami }", "operationName": "B"}, "BAD_USER_INPUT"),
        ({"query": "query A { whoami }", "operationName": ""}, "BAD_USER_INPUT"),
        ({"query": "fragment F on Query { whoami }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "subscription { forever }"}, "BAD_USER_INPUT"),
        ({"query": "{ products(first: 100) { nodes { related(first: 100) { name } } } }"}, "QUERY_TOO_COSTLY"),
    ],
)
def test_a_refusal_before_execution_has_no_data_and_a_code(
    server: Server, accept: str, status: int, body: dict[str, object], code: str, ran: list[str]
) -> None:
    response = server.post(body, accept)
    assert response.status_code == status
    assert "data" not in response.json()
    assert {error["extensions"]["code"] for error in response.json()["errors"]} == {code}
    assert ran == []


@pytest.mark.parametrize("accept", [JSON, NEW])
def test_an_executed_operation_with_an_error_is_200_with_data(server: Server, accept: str) -> None:
    partial = server.query("{ whoami boom }", accept)
    assert (partial.status_code, partial.json()["data"]) == (200, {"whoami": "ANONYMOUS of demo", "boom": None})
    nothing = server.query("{ invalid }", accept)
    assert (nothing.status_code, nothing.json()["data"]) == (200, None)


def test_the_merchant_header_reaches_authentication(server: Server) -> None:
    response = server.post({"query": "{ whoami }"}, Authorization="Bearer customer", X_Merchant="north")
    assert response.json() == {"data": {"whoami": "CUSTOMER of north"}}


@pytest.mark.parametrize("accept", [JSON, NEW])
@pytest.mark.parametrize("authorization", ["Bearer wrong", "Bearer", "Basic dTpw", "customer"])
def test_a_bad_token_is_401_and_nothing_runs(server: Server, accept: str, authorization: str, ran: list[str]) -> None:
    response = server.post({"query": "{ whoami }"}, accept, Authorization=authorization)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert "data" not in response.json()
    assert ran == []


def test_extensions_of_a_request_cannot_open_introspection(closed_server: Server) -> None:
    body = {"query": "{ __schema { types { name } } }", "extensions": {"introspection": True}}
    assert closed_server.post(body).json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


def test_every_operation_has_a_context_of_its_own(server: Server) -> None:
    numbers = {server.query("{ contextNumber }").json()["data"]["contextNumber"] for _ in range(3)}
    assert len(numbers) == 3
