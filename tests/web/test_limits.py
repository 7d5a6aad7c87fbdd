"""Documents that ask for too much are refused before anything runs, over HTTP and over websockets."""

from __future__ import annotations

import pytest

from backend.schema.limits import Documents, schema_extensions
from tests.web import toy
from tests.web.bombs import BOMBS, nested
from tests.web.conftest import Server
from tests.web.sockets import receive, signed_in, subscribe


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_over_http_and_runs_nothing(server: Server, name: str, ran: list[str]) -> None:
    document, code = BOMBS[name]
    response = server.post({"query": document}, "application/graphql-response+json")
    assert response.status_code == 400
    assert {error["extensions"]["code"] for error in response.json()["errors"]} == {code}, response.text
    assert ran == []


def test_every_bomb_is_refused_over_one_websocket_and_runs_nothing(server: Server, ran: list[str]) -> None:
    with signed_in(server) as socket:
        for name, (document, code) in BOMBS.items():
            subscribe(socket, name, document)
            answer = receive(socket)
            assert (answer["id"], answer["type"]) == (name, "error")
            assert {error["extensions"]["code"] for error in answer["payload"]} == {code}
    assert ran == []


def test_a_document_made_to_compare_fields_for_long_is_refused(server: Server, ran: list[str]) -> None:
    inner = " ".join("related(first: 1) { name name name }" for _ in range(12))
    outer = " ".join(f"related(first: 1) {{ {inner} }}" for _ in range(12))
    (error,) = server.query(f"{{ products {{ nodes {{ {outer} }} }} }}").json()["errors"]
    assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert ran == []


def test_edges_and_nodes_run(server: Server) -> None:
    data = server.query("{ products { nodes { name } edges { node { name } } } }").json()["data"]
    assert data == {"products": {"nodes": [{"name": "product"}], "edges": [{"node": {"name": "product"}}]}}


def test_refused_documents_are_not_kept_and_kept_ones_are_bounded() -> None:
    documents = Documents(entries=2, characters=200)
    schema = toy.schema._schema
    good = "{ whoami }"
    kept = documents.get(schema, good)
    for number in range(5):
        assert isinstance(documents.get(schema, f"{{ nothing{number} }}"), list)
    assert documents.get(schema, good) is kept
    documents.get(schema, "{ contextNumber }")
    documents.get(schema, "{ a: whoami }")
    assert documents.get(schema, good) is not kept
    long = "{ whoami " + " " * 200 + "}"
    assert documents.get(schema, long) is not documents.get(schema, long)


def test_one_sensitive_mutation_in_a_document_runs(server: Server, ran: list[str]) -> None:
    assert server.query('mutation { tokenObtain(password: "1") }').json() == {"data": {"tokenObtain": "token"}}
    assert ran == ["token_obtain"]


def test_depth_ten_is_allowed(server: Server) -> None:
    assert "errors" not in server.query(nested(7)).json()


def test_extensions_are_made_fresh_for_each_operation() -> None:
    (make,) = schema_extensions()
    assert make() is not make()
