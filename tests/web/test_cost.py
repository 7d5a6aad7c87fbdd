"""The cost of a query: computed from its document and variables, shown when it is too high."""

from __future__ import annotations

import pytest

from backend.schema.limits import CostModel, Documents
from tests.web import toy
from tests.web.conftest import Server


def test_the_refusal_names_the_cost_and_the_limit(server: Server) -> None:
    query = "query($n: Int) { products(first: $n) { nodes { related(first: 99) { name } } } }"
    error = server.query(query, n=72).json()["errors"][0]
    assert error["message"] == "This query costs 7201; the limit is 5000."
    assert error["extensions"] == {"code": "QUERY_TOO_COSTLY", "cost": 7201, "limit": 5000}
    assert server.query(query, n=49).json()["data"]["products"] is not None


@pytest.mark.parametrize(
    ("query", "variables", "cost"),
    [
        ("{ whoami __typename }", {}, 0),
        ("{ products { totalCount } }", {}, 1),
        ("{ products { nodes { name } } }", {}, 26),
        ("{ products { edges { node { name } } } }", {}, 51),
        ("{ products(first: 7) { nodes { name } } }", {}, 8),
        ("{ products(last: 7, first: 3) { nodes { name } } }", {}, 8),
        ("{ products(first: 1000) { nodes { name } } }", {}, 101),
        ("{ products(first: -5) { nodes { name } } }", {}, 1),
        ("{ products(first: null) { nodes { name } } }", {}, 26),
        ("query($n: Int = 4) { products(first: $n) { nodes { name } } }", {}, 5),
        ("query($n: Int = 4) { products(first: $n) { nodes { name } } }", {"n": 9}, 10),
        ("query($n: Int) { products(first: $n) { nodes { name } } }", {"n": None}, 26),
        ("{ products(first: 2) { nodes { plans { name } } } }", {}, 23),
        ("{ products(first: 2) { nodes { related(first: 5) { name } } } }", {}, 13),
        ("{ products(first: 2) { ...C } } fragment C on Connection { nodes { name } }", {}, 3),
        ("{ products(first: 2) { ... on Connection { nodes { name } } ... { nodes { name } } } }", {}, 5),
    ],
)
def test_the_cost_counts_the_objects_that_a_query_can_make(query: str, variables: dict[str, object], cost: int) -> None:
    document = Documents().get(toy.schema._schema, query)
    assert not isinstance(document, list), document
    defaults = {"n": 4} if "= 4" in query else {}
    found = document.cost(CostModel(list_sizes={}), toy.schema._schema, None, {**defaults, **variables})
    assert found == cost


def test_a_list_without_pages_may_be_given_a_size_of_its_own() -> None:
    document = Documents().get(toy.schema._schema, "{ products(first: 2) { nodes { plans { name } } } }")
    assert not isinstance(document, list)
    assert document.cost(CostModel(list_sizes={"Product.plans": 3}), toy.schema._schema, None, {}) == 9


def test_a_document_is_validated_once_and_its_cost_still_follows_the_variables(server: Server) -> None:
    query = "query Once($n: Int) { products(first: $n) { nodes { related(first: 99) { name } } } }"
    assert "errors" not in server.query(query, n=1).json()
    validations = toy.documents.validations
    assert "errors" not in server.query(query, n=2).json()
    assert server.query(query, n=100).json()["errors"][0]["extensions"]["code"] == "QUERY_TOO_COSTLY"
    assert "errors" not in server.query(query, n=2).json()
    assert toy.documents.validations == validations
