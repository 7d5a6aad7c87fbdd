"""Requests that no client of ours sends: all are refused politely, none reaches a resolver, none is a server error."""

from __future__ import annotations

import json
import re
import socket

import httpx
import pytest

from tests.web.conftest import Server

NEW = "application/graphql-response+json"
OK = b'"query": "{ whoami }"'

BODIES: dict[str, bytes] = {
    "empty": b"",
    "blank": b"  \n ",
    "not JSON": b"query { whoami }",
    "cut off": b'{"query": "{ who',
    "trailing text": b'{"query": "{ whoami }"} x',
    "single quotes": b"{'query': '{ whoami }'}",
    "comment": b'{"query": "{ whoami }" /* x */}',
    "byte order mark": b"\xef\xbb\xbf{" + OK + b"}",
    "latin-1": '{"query": "{ echo(text: \\"ñ\\") }"}'.encode("latin-1"),
    "utf-16": '{"query": "{ whoami }"}'.encode("utf-16"),
    "bad continuation byte": b'{"query": "{ echo(text: \\"\xc3\x28\\") }"}',
    "overlong encoding": b'{"query": "\xc0\xaf"}',
    "surrogate bytes": b'{"query": "\xed\xa0\x80"}',
    "lone surrogate": b'{"query": "{ echo(text: \\"\\ud800\\") }"}',
    "NUL byte": b'{"query": "{ who\x00ami }"}',
    "NUL escape": b'{"query": "{ whoami }\\u0000"}',
    "NUL in a variable": b'{"query": "query($t: String!) { echo(text: $t) }", "variables": {"t": "a\\u0000"}}',
    "NUL in a variable's name": b"{" + OK + b', "variables": {"a\\u0000": 1}}',
    "NUL in the operation name": b"{" + OK + b', "operationName": "a\\u0000"}',
    "control character": b'{"query": "{ who\x01ami }"}',
    "NaN": b"{" + OK + b', "variables": {"n": NaN}}',
    "Infinity": b"{" + OK + b', "variables": {"n": Infinity}}',
    "minus Infinity": b"{" + OK + b', "variables": {"n": -Infinity}}',
    "float overflow": b"{" + OK + b', "variables": {"n": 1e999}}',
    "5,000 digits": b"{" + OK + b', "variables": {"n": ' + b"9" * 5000 + b"}}",
    "integer over 64 bits": b"{" + OK + b', "variables": {"n": 18446744073709551617}}',
    "integer over 63 bits": b"{" + OK + b', "variables": {"n": 9223372036854775808}}',
    "huge exponent": b"{" + OK + b', "variables": {"n": 1e300}}',
    "leading zero": b"{" + OK + b', "variables": {"n": 01}}',
    "hexadecimal": b"{" + OK + b', "variables": {"n": 0x10}}',
    "deep list": b"[" * 100_000,
    "deep balanced list": b"{" + OK + b', "variables": {"n": ' + b"[" * 900 + b"]" * 900 + b"}}",
    "deep object": b'{"a":' * 1500 + b"1" + b"}" * 1500,
    "deep extensions": b"{" + OK + b', "extensions": ' + b'{"a":' * 50 + b"1" + b"}" * 51,
    "null": b"null",
    "number": b"1",
    "text": b'"{ whoami }"',
    "true": b"true",
    "empty list": b"[]",
    "batch": b"[{" + OK + b"}]",
    "batch of two": b"[{" + OK + b"}, {" + OK + b"}]",
    "empty object": b"{}",
    "query missing": b'{"variables": {}}',
    "query null": b'{"query": null}',
    "query empty": b'{"query": ""}',
    "query number": b'{"query": 1}',
    "query list": b'{"query": ["{ whoami }"]}',
    "query object": b'{"query": {"a": 1}}',
    "variables list": b"{" + OK + b', "variables": []}',
    "variables text": b"{" + OK + b', "variables": "{}"}',
    "variables number": b"{" + OK + b', "variables": 1}',
    "variables false": b"{" + OK + b', "variables": false}',
    "operationName number": b"{" + OK + b', "operationName": 1}',
    "operationName list": b"{" + OK + b', "operationName": ["a"]}',
    "extensions list": b"{" + OK + b', "extensions": []}',
    "extensions text": b"{" + OK + b', "extensions": "x"}',
    "persisted query without text": b'{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "x"}}}',
}

DOCUMENTS: dict[str, str] = {
    "only a comment": "# nothing",
    "only spaces": "   ",
    "schema definition": "type Query { a: Int }",
    "schema extension": "extend type Query { a: Int }",
    "unknown fragment": "{ ...Nothing }",
    "fragment cycle": "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
    "self-spreading fragment": "{ ...A } fragment A on Query { ...A }",
    "nested cycle": "{ products { nodes { ...A } } } fragment A on Product { related { ...A } }",
    "lone surrogate escape": '{ echo(text: "\\ud800") }',
    "unterminated text": '{ echo(text: "x) }',
    "unterminated block text": '{ echo(text: """x) }',
    "huge integer": "{ count(number: " + "9" * 5000 + ") }",
    "integer over 32 bits": "{ count(number: 2147483648) }",
    "float for an integer": "{ count(number: 1.5) }",
    "unknown directive": "{ whoami @nothing }",
    "unknown variable type": "query($a: Nothing) { whoami }",
    "output type as a variable": "query($a: Product) { whoami }",
    "undefined variable": "{ echo(text: $t) }",
    "two anonymous operations": "{ whoami } { whoami }",
    "same operation twice": "query A { whoami } query A { whoami }",
    "same fragment twice": "{ ...A } fragment A on Query { whoami } fragment A on Query { whoami }",
    "conflicting fields": '{ echo(text: "a") echo(text: "b") }',
    "leaf with a selection": "{ whoami { a } }",
    "object without a selection": "{ products }",
    "fragment on a scalar": "{ ... on String { a } }",
    "wrong enum value": "{ sized(filter: {size: HUGE}) }",
    "unknown input field": "{ sized(filter: {size: SMALL, x: 1}) }",
    "same input field twice": "{ sized(filter: {size: SMALL, size: LARGE}) }",
    "no such mutation": "mutation { nothing }",
    "two subscriptions": "subscription { a: ticks b: ticks }",
    "defer": "{ ... @defer { whoami } }",
}


def post(server: Server, body: bytes, accept: str) -> httpx.Response:
    headers = {"Content-Type": "application/json", "Accept": accept}
    return server.http.post("/graphql", content=body, headers=headers)


def assert_refused(response: httpx.Response, status: int, ran: list[str]) -> None:
    assert response.status_code == status, response.text
    body = response.json()
    assert "data" not in body
    assert all(error["message"] and error["extensions"]["code"] != "INTERNAL" for error in body["errors"])
    assert not re.search(r"did you mean (the .*)?'\w+'", response.text, re.IGNORECASE), response.text
    assert "traceback" not in response.text.lower()
    assert ran == []


@pytest.mark.parametrize("accept", ["application/json", NEW])
@pytest.mark.parametrize("name", BODIES)
def test_a_malformed_body_is_400(server: Server, name: str, accept: str, ran: list[str]) -> None:
    assert_refused(post(server, BODIES[name], accept), 400, ran)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_wrong_document_is_refused(server: Server, name: str, ran: list[str]) -> None:
    assert_refused(server.post({"query": DOCUMENTS[name]}, NEW), 400, ran)


@pytest.mark.parametrize(
    "query_string",
    [
        "",
        "query",
        "query=",
        "query=%7B",
        "query=%FF",
        "query=%C3%28",
        "query=%00",
        "query=%7Bwhoami%7D%00",
        "query=%7Bwhoami%7D&query=%7Bwhoami%7D",
        "query=%7Bwhoami%7D&variables=x",
        "query=%7Bwhoami%7D&variables=[]",
        "query=%7Bwhoami%7D&variables=%5B1%5D",
        "query=%7Bwhoami%7D&variables=1",
        "query=%7Bwhoami%7D&variables=%7B%22a%22:NaN%7D",
        "query=%7Bwhoami%7D&variables=" + "%5B" * 2000,
        "query=%7Bwhoami%7D&extensions=1",
        "query=%7Bwhoami%7D&extensions=%7B",
        "&".join(f"a{number}=1" for number in range(50)),
        "variables=%7B%7D",
        "%FF=1",
    ],
)
def test_a_malformed_query_string_is_400(server: Server, query_string: str, ran: list[str]) -> None:
    response = server.http.get(f"/graphql?{query_string}", headers={"Accept": NEW})
    assert_refused(response, 400, ran)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /graphql?query=\xff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /graphql HTTP/1.1\r\nHost: x\r\nAccept: \xff\xfe\r\nConnection: close\r\n\r\n",
        b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: \xff\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
        b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\nConnection: close\r\n\r\n",
        b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\nConnection: close\r\n\r\n",
        b"GET /graphql?query= HTTP/1.1\r\nHost: x\r\nX-Request-Id: \xff\r\nConnection: close\r\n\r\n",
        b"GET /graphql?query= HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\xff\r\nConnection: close\r\n\r\n",
    ],
)
def test_bytes_that_are_hardly_http_are_a_client_error(server: Server, request_bytes: bytes, ran: list[str]) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(request_bytes)
        answer = connection.recv(65536)
    assert answer.split(b" ", 2)[1][:1] == b"4", answer
    assert ran == []


def test_the_errors_of_enums_in_variables_suggest_nothing(server: Server) -> None:
    body = {"query": "query($f: Filter!) { sized(filter: $f) }", "variables": {"f": {"size": "SMAL", "name": []}}}
    response = server.post(body)
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert "did you mean" not in json.dumps(response.json()).lower()
