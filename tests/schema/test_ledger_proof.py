"""`ledgerProof`: the books added up, for staff of the merchant and for nobody else."""

from __future__ import annotations

from tests.support.shop import Person, Shop
from tests.support.sql import one

PROOF = "{ ledgerProof { balanced asOf transactions entries violations } }"


def code(shop: Shop, query: str, by: Person | None) -> str:
    """The code of a request's only error."""
    (error,) = shop.post(query, by=by).json()["errors"]
    return str(error["extensions"]["code"])


def test_staff_read_that_the_books_are_balanced(shop: Shop, ana: Person, staff: Person) -> None:
    shop.buy(ana)
    proof = shop.ask(PROOF, by=staff)["ledgerProof"]
    assert (proof["balanced"], proof["violations"]) == (True, [])
    assert proof["entries"] >= 2 * proof["transactions"] >= 4
    assert proof["asOf"].endswith("+00:00")


def test_each_merchant_proves_its_own_books(shop: Shop, ana: Person, other: Shop, other_staff: Person) -> None:
    shop.buy(ana)
    mine = one(
        shop.database_url,
        "SELECT count(*) AS n FROM ledger_transactions t JOIN merchants m ON m.id = t.merchant_id WHERE m.code = ?",
        "other",
    )
    assert other.ask(PROOF, by=other_staff)["ledgerProof"]["transactions"] == mine


def test_nobody_but_staff_reads_it(shop: Shop, ana: Person) -> None:
    before = one(shop.database_url, "SELECT count(*) AS n FROM ledger_proofs WHERE is_full")
    assert code(shop, PROOF, ana) == "FORBIDDEN"
    assert code(shop, PROOF, None) == "UNAUTHENTICATED"
    assert one(shop.database_url, "SELECT count(*) AS n FROM ledger_proofs WHERE is_full") == before


def test_it_is_asked_once_in_a_document(shop: Shop, staff: Person) -> None:
    twice = "{ a: ledgerProof { balanced } b: ledgerProof { balanced } }"
    assert code(shop, twice, staff) == "QUERY_TOO_COSTLY"
    assert shop.ask("{ ledgerProof { balanced } me { id } }", by=staff)["ledgerProof"] == {"balanced": True}
