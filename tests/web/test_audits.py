"""The audits of the npm package graphql-http, all of them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.web.conftest import Server

HERE = Path(__file__).parent
PACKAGE = Path(os.environ.get("GRAPHQL_HTTP_PACKAGE", HERE.parents[1] / "frontend/node_modules/graphql-http"))


@pytest.mark.parametrize("name", ["server", "closed_server"])
def test_every_audit_of_graphql_over_http_is_ok_with_and_without_introspection(
    name: str, request: pytest.FixtureRequest
) -> None:
    server: Server = request.getfixturevalue(name)
    assert PACKAGE.is_dir(), f"{PACKAGE} is missing: install the client's packages"
    command = ["node", str(HERE / "audits.mjs"), str(PACKAGE), f"{server.url}/graphql"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    assert [result for result in results if result["status"] != "ok"] == []
    assert len(results) == 61
