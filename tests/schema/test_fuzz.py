"""schemathesis over the whole schema, in every role: no input makes a server error, and the books stay right.

Every role on each database is asked the same requests: thinking them up takes longer than answering them.
"""

from __future__ import annotations

import warnings
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from tests.support.books import assert_books_balance
from tests.support.run import ROOT
from tests.support.shop import Person, Shop

EXAMPLES = 10
AT_LEAST = 700

_decimals = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**19), max_value=10**19)
schemathesis.graphql.scalar("Decimal", st.one_of(_decimals.map(str), st.text(max_size=8)).map(nodes.String))
schemathesis.graphql.scalar("CurrencyCode", st.sampled_from(["USD", "MXN", "JPY", "QQQ", "usd", ""]).map(nodes.String))
schemathesis.graphql.scalar("DateTime", st.datetimes().map(lambda at: nodes.String(at.isoformat())))
schemathesis.graphql.scalar("JSON", st.text(max_size=20).map(nodes.String))
HARMLESS = frozenset({"NOT_FOUND", "INVALID_INPUT", "FORBIDDEN", "UNAUTHENTICATED", "BAD_USER_INPUT", "BAD_REQUEST"})


@pytest.fixture(scope="module")
def requests() -> list[tuple[str, str]]:
    """Operations of the schema with requests for them, the same in every run."""
    made: list[tuple[str, str]] = []

    def think_up(operation: Any) -> None:
        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck), derandomize=True,
        )  # fmt: skip
        def keep(case: Any) -> None:
            made.append((operation.label, case.body))

        keep()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for found in schemathesis.graphql.from_path(ROOT / "schema.graphql").get_all_operations():
            think_up(found.ok())  # type: ignore[union-attr]
    return made


@pytest.mark.parametrize("role", ["visitor", "customer", "staff"])
def test_no_request_of_anybody_makes_a_server_error(
    shop: Shop, staff: Person, requests: list[tuple[str, str]], role: str
) -> None:
    by = {"visitor": None, "customer": shop.register(), "staff": staff}[role]
    for _, body in requests:
        answer = shop.post(body, by=by)
        errors = answer.json().get("errors", [])
        codes = {error["extensions"]["code"] for error in errors}
        assert answer.status_code in (200, 400), (body, answer.text)
        # A document that is too large or wrong is refused; nothing is ever a crash.
        assert "INTERNAL" not in codes, (body, answer.text)
        if any("path" in error for error in errors):
            assert codes <= HARMLESS, (body, answer.text)
    assert {label.partition(".")[0] for label, _ in requests} == {"Query", "Mutation"}
    assert len(requests) >= AT_LEAST
    assert_books_balance(shop.database_url)
