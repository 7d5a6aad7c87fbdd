"""What a look over the books answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

# A broken law names this many of its rows, and then says how many more there are.
MOST_NAMED = 100


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where the books disagree: the law, the ids of the rows (none: there are more than named), in words."""

    law: str
    rows: tuple[str, ...]
    message: str

    def __str__(self) -> str:
        return f"{self.law}: {self.message}" + (f" ({', '.join(self.rows)})" if self.rows else "")


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one law: how many rows it was asked of, and how many break it; those that are named."""

    law: str
    says: str
    checked: int
    broken: int
    violations: tuple[Violation, ...]

    @classmethod
    def of(cls, law: str, says: str, *, checked: int, broken: int, named: Sequence[Violation]) -> Finding:
        """With `named` violations of `broken` ones; the last one says how many are not named."""
        more = broken - len(named)
        rest = (Violation(law, (), f"{more} more like these"),) if more else ()
        return cls(law, says, checked, broken, (*named, *rest))


@dataclass(frozen=True, slots=True)
class Proof:
    """A look over a merchant's books as they stood at one instant, in full or of what came since a checkpoint.

    `transactions` and `entries` are what was looked at, and `checked_until` the newest ledger transaction.
    """

    as_of: datetime
    is_full: bool
    checked_until: str | None
    transactions: int
    entries: int
    findings: tuple[Finding, ...]

    @property
    def violations(self) -> tuple[Violation, ...]:
        """Everything that disagrees, law by law; at most 100 rows of each are named."""
        return tuple(violation for finding in self.findings for violation in finding.violations)

    @property
    def balanced(self) -> bool:
        """Whether nothing disagrees."""
        return not any(finding.broken for finding in self.findings)
