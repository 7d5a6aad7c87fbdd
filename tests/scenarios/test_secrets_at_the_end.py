"""After all other scenarios: no log and no database holds a card number or a secret in the clear."""

from __future__ import annotations

import re

from tests.support.installation import Installation
from tests.support.merchants import PASSWORD
from tests.support.shop import PANS, Shop
from tests.support.sql import rows, table_names

SECRETS = re.compile(
    r"(?:sk|whsec)_(?:sandbox|other)_\w+|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+|" + "|".join((*PANS, re.escape(PASSWORD)))
)


def found_in(text: str) -> set[str]:
    return {match[:12] for match in SECRETS.findall(text)}


def test_the_pattern_knows_each_kind_of_secret() -> None:
    for text in ("sk_sandbox_abc", "whsec_other_secret", PANS[0], PASSWORD, f"eyJ{'a' * 20}.eyJ{'b' * 20}.c"):
        assert found_in(f"x {text} y")


def test_no_log_holds_a_secret(installation: Installation, shop: Shop) -> None:
    logs = installation.logs()
    assert logs
    assert {name: found_in(text) for name, text in logs.items() if found_in(text)} == {}


def test_no_row_holds_a_secret(installation: Installation, shop: Shop) -> None:
    held = {
        table: found_in(repr(rows(shop.database_url, f"SELECT * FROM {table}")))  # noqa: S608
        for table in table_names(shop.database_url)
    }
    assert "payment_attempts" in held
    assert {table: secrets for table, secrets in held.items() if secrets} == {}


def test_no_file_holds_a_secret(installation: Installation, shop: Shop) -> None:
    files = [file for file in installation.directory.rglob("*") if file.is_file()]
    assert any(file.name == "sandbox.db" for file in files)
    for file in files:
        found = found_in(file.read_bytes().decode("latin-1"))
        # The provider's own file keeps the secret that it signs webhooks with, and says so.
        assert {secret for secret in found if not secret.startswith("whsec_")} == set(), file.name
        assert found == set() or file.name.startswith("sandbox.db"), file.name
