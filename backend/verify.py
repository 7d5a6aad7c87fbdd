"""What `perennial verify` does: look over the books of every merchant, and write nothing, not even what it found.

It needs the database only: a backup that was restored somewhere can be verified without its key.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from backend import database
from backend.models import Merchant
from backend.services.clock import system_clock
from backend.services.proof.examine import examine
from backend.services.proof.findings import Finding, Proof
from backend.settings import Settings


class CannotVerify(Exception):
    """There is nothing to look at; the message says why."""


@dataclass(frozen=True, slots=True)
class Verified:
    """One merchant's books."""

    merchant: str
    proof: Proof


async def verify_books(settings: Settings, *, merchant: str | None = None) -> list[Verified]:
    """Add up the books of all merchants, or of the one with this code. Raises CannotVerify."""
    url = settings.database_url
    if settings.is_sqlite and not database.sqlite_path(url).exists():
        raise CannotVerify(f"There is no file {database.sqlite_path(url)}.")
    await database.connect(url)
    try:
        if pending := await database.pending_migrations(url):
            raise CannotVerify(f"Migrations are pending ({', '.join(pending)}): run `perennial migrate` first.")
        every = Merchant.all().order_by("code")
        found = await (every if merchant is None else every.filter(code=merchant))
        if not found:
            raise CannotVerify("There is no merchant." if merchant is None else f"There is no merchant {merchant!r}.")
        return [Verified(row.code, await examine(row.id, as_of=system_clock(), since=None)) for row in found]
    finally:
        await database.disconnect()


def balanced(verified: Sequence[Verified]) -> bool:
    """Whether nothing disagrees anywhere."""
    return all(one.proof.balanced for one in verified)


def as_table(verified: Sequence[Verified]) -> str:
    """For people."""
    return "\n\n".join(_table(one) for one in verified)


def _table(one: Verified) -> str:
    proof = one.proof
    width = max(len(finding.law) for finding in proof.findings)
    lines = [f"{one.merchant}: {proof.transactions} ledger transactions with {proof.entries} entries", ""]
    lines.append(f"{'law':{width}}  {'checked':>10}  {'violations':>10}")
    for finding in proof.findings:
        lines.extend(_lines(finding, width))
    broken = sum(finding.broken for finding in proof.findings)
    verdict = "balanced" if not broken else "1 violation" if broken == 1 else f"{broken} violations"
    lines += ["", f"{one.merchant}: {verdict}"]
    return "\n".join(lines)


def _lines(finding: Finding, width: int) -> list[str]:
    row = f"{finding.law:{width}}  {finding.checked:>10}  {finding.broken:>10}"
    if not finding.broken:
        return [row]
    named = [f"    {' '.join(one.rows)}{': ' if one.rows else ''}{one.message}" for one in finding.violations]
    return [row, f"  {finding.says}", *named]


def as_json(verified: Sequence[Verified]) -> str:
    """For programs; docs/operating.md says what is what."""
    return json.dumps({"balanced": balanced(verified), "merchants": [_json(one) for one in verified]}, indent=2)


def _json(one: Verified) -> dict[str, object]:
    proof = one.proof
    return {
        "merchant": one.merchant,
        "asOf": proof.as_of.isoformat(),
        "balanced": proof.balanced,
        "transactions": proof.transactions,
        "entries": proof.entries,
        "laws": [
            {"law": finding.law, "says": finding.says, "checked": finding.checked, "violations": finding.broken}
            for finding in proof.findings
        ],
        "violations": [
            {"law": violation.law, "rows": list(violation.rows), "message": violation.message}
            for violation in proof.violations
        ],
    }
