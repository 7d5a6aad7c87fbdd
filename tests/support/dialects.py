"""For tests of what is decided before a database is asked, or whatever it answers: once is enough."""

from __future__ import annotations

import pytest

# SQLite's is the cheaper one. Whatever writes rows, locks them or reads them in an order runs on both.
on_one_database = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
# The same for the server that the tests of the schema share.
on_one_shop = pytest.mark.parametrize("shop", ["sqlite"], indirect=True, scope="session")
