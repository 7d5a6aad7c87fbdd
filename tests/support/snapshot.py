"""schema.graphql, built once for all who read it; tests/tidy/test_schema.py sees that it is the API's schema."""

from __future__ import annotations

from functools import cache

from graphql import GraphQLSchema, build_schema

from tests.support.run import ROOT


@cache
def snapshot() -> GraphQLSchema:
    """The schema of the API. Do not change it."""
    return build_schema((ROOT / "schema.graphql").read_text())
