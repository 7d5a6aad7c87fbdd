"""The books of an installation that is being used are verified from outside, and they are balanced."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

from tests.support.commands import run_command
from tests.support.shop import Shop
from tests.support.sql import one
from tests.support.waiting import wait_until

PROOF = "{ ledgerProof { balanced violations } }"


def verify(url: str) -> tuple[int, dict[str, object]]:
    """`perennial verify --json`, beside whatever runs."""
    ended = run_command("verify", "--json", settings={"DATABASE_URL": url})
    return ended.code, json.loads(ended.out)


def test_books_are_balanced_at_every_moment_while_customers_buy(shop: Shop) -> None:
    def buy(_: int) -> None:
        shop.buy(shop.register())

    with ThreadPoolExecutor(3) as customers:
        buying = [customers.submit(buy, n) for n in range(12)]
        verdicts = [verify(shop.database_url)]
        while not all(one.done() for one in buying):
            verdicts.append(verify(shop.database_url))
        for bought in buying:
            bought.result()
    verdicts.append(verify(shop.database_url))
    assert [code for code, _ in verdicts] == [0] * len(verdicts)
    assert [answer["balanced"] for _, answer in verdicts] == [True] * len(verdicts)

    staff = shop.sign_in("staff@example.com", "perennial-staff")
    assert shop.ask(PROOF, by=staff)["ledgerProof"] == {"balanced": True, "violations": []}


def test_workers_prove_the_books_by_themselves(shop: Shop) -> None:
    def proven() -> bool:
        return bool(one(shop.database_url, "SELECT count(*) AS n FROM ledger_proofs WHERE is_full"))

    wait_until(proven, "a proof")
    assert one(shop.database_url, "SELECT count(*) AS n FROM ledger_proofs WHERE violations <> '[]'") == 0
