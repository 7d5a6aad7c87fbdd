"""schemathesis over the whole schema, in every role: no input makes a server error, and the books stay right."""

from __future__ import annotations

import warnings
from collections import Counter
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from tests.support.books import assert_books_balance
from tests.support.shop import Person, Shop

EXAMPLES = 10
AT_LEAST = 200

_decimals = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**19), max_value=10**19)
schemathesis.graphql.scalar("Decimal", st.one_of(_decimals.map(str), st.text(max_size=8)).map(nodes.String))
schemathesis.graphql.scalar("CurrencyCode", st.sampled_from(["USD", "MXN", "JPY", "QQQ", "usd", ""]).map(nodes.String))
schemathesis.graphql.scalar("DateTime", st.datetimes().map(lambda at: nodes.String(at.isoformat())))
schemathesis.graphql.scalar("JSON", st.text(max_size=20).map(nodes.String))
HARMLESS = frozenset({"NOT_FOUND", "INVALID_INPUT", "FORBIDDEN", "UNAUTHENTICATED", "BAD_USER_INPUT", "BAD_REQUEST"})


@pytest.mark.parametrize("role", ["visitor", "customer", "staff"])
def test_no_request_of_anybody_makes_a_server_error(shop: Shop, staff: Person, role: str) -> None:
    by = {"visitor": None, "customer": shop.register(), "staff": staff}[role]
    headers = {"Authorization": f"Bearer {by.access}"} if by else {}
    counts: Counter[str] = Counter()

    def probe(operation: Any) -> None:
        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck), derandomize=True,
        )  # fmt: skip
        def ask(case: Any) -> None:
            counts[operation.label] += 1
            answer = shop.http.post(f"{shop.url}/graphql", json={"query": case.body}, headers=headers)
            errors = answer.json().get("errors", [])
            codes = {error["extensions"]["code"] for error in errors}
            assert answer.status_code in (200, 400), (case.body, answer.text)
            # A document that is too large or wrong is refused; nothing is ever a crash.
            assert "INTERNAL" not in codes, (case.body, answer.text)
            if any("path" in error for error in errors):
                assert codes <= HARMLESS, (case.body, answer.text)

        ask()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schema = schemathesis.graphql.from_url(f"{shop.url}/graphql", headers=headers)
        for found in schema.get_all_operations():
            probe(found.ok())  # type: ignore[union-attr]
    assert {label.partition(".")[0] for label in counts} == {"Query", "Mutation"}
    assert counts.total() >= AT_LEAST
    assert_books_balance(shop.database_url)
