"""Proofs of the books, for staff."""

from __future__ import annotations

from datetime import datetime

import strawberry

from backend.schema.context import Info
from backend.services.proof.findings import Proof
from backend.services.proof.prove import prove


@strawberry.type(description="What came of adding up all of the merchant's books again.")
class LedgerProof:
    balanced: bool = strawberry.field(description="Whether nothing disagrees.")
    as_of: datetime = strawberry.field(description="The instant at which the books stood like this.")
    transactions: int = strawberry.field(description="How many ledger transactions were added up.")
    entries: int = strawberry.field(description="How many ledger entries were added up.")
    violations: list[str] = strawberry.field(
        description="Whatever disagrees: the law, what is wrong, the ids of the rows; at most 100 of each law."
    )

    @classmethod
    def of(cls, proof: Proof) -> LedgerProof:
        """From a look over the books."""
        return cls(
            balanced=proof.balanced, as_of=proof.as_of, transactions=proof.transactions, entries=proof.entries,
            violations=[str(violation) for violation in proof.violations],
        )  # fmt: skip


@strawberry.type
class ProofQuery:
    @strawberry.field(
        description="Add up all of the merchant's books now and compare them; for staff. It reads everything that was"
        " ever posted: ask it once, not often."
    )
    async def ledger_proof(self, info: Info) -> LedgerProof:
        return LedgerProof.of(await prove(info.context.ctx))
