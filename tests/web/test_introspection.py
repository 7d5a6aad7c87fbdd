"""Who may read the schema through the API."""

from __future__ import annotations

import pytest
from graphql import get_introspection_query

from tests.web.conftest import Server


def test_graphiql_can_introspect_an_open_server(server: Server) -> None:
    query = get_introspection_query(specified_by_url=True, input_value_deprecation=True, one_of=True)
    response = server.query(query)
    assert "errors" not in response.json(), response.text[:500]
    assert response.json()["data"]["__schema"]["queryType"]["name"] == "Query"


@pytest.mark.parametrize(
    "query",
    [
        "{ __schema { queryType { name } } }",
        "{ a: __schema { queryType { name } } }",
        "{ ...F } fragment F on Query { __schema { types { name } } }",
        '{ __type(name: "Query") { fields { name } } }',
        '{ __type(name: "Query") { ... { name } } }',
        '{ __type(name: "Query") { ...F } } fragment F on __Type { fields { name } }',
    ],
)
def test_a_closed_server_tells_strangers_nothing_of_its_schema(closed_server: Server, query: str) -> None:
    error = closed_server.query(query).json()["errors"][0]
    assert (error["extensions"]["code"], error["message"]) == (
        "GRAPHQL_VALIDATION_FAILED",
        "Introspection is not open to you.",
    )


def test_a_closed_server_lets_staff_introspect_and_everybody_ask_for_type_names(closed_server: Server) -> None:
    query = {"query": "{ __schema { queryType { name } } }"}
    assert "errors" not in closed_server.post(query, Authorization="Bearer staff").json()
    assert "errors" in closed_server.post(query, Authorization="Bearer customer").json()
    assert closed_server.query('{ __typename __type(name: "Query") { name kind } }').json() == {
        "data": {"__typename": "Query", "__type": {"name": "Query", "kind": "OBJECT"}}
    }
