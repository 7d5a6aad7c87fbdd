"""One customer's books as anybody would keep them by hand: invoices, the balance, the ledger's sums, what was told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Protocol

Told = list[tuple[str, datetime]]


def rounded(value: Fraction) -> int:
    """To whole cents; a half goes away from zero."""
    cents = int(abs(value) + Fraction(1, 2))
    return cents if value >= 0 else -cents


@dataclass(frozen=True)
class Line:
    """One amount of an invoice. What is charged once has no period."""

    minor: int
    quantity: int
    start: datetime | None = None
    end: datetime | None = None


@dataclass
class Invoice:
    """Number `number` of its customer, to be paid by `wanted_by`; `period` is where the one starts that it is for."""

    number: int
    subscription: int
    lines: Sequence[Line]
    issued: datetime
    wanted_by: datetime
    period: datetime | None
    status: str = "OPEN"
    paid: int = 0
    paid_at: datetime | None = None
    given_back: int = 0

    @property
    def total(self) -> int:
        """Discounts would be taken off here, and taxes added."""
        return sum(line.minor for line in self.lines)

    @property
    def due(self) -> int:
        """What is still to be paid."""
        return self.total - self.paid


@dataclass(frozen=True)
class Entry:
    """One movement of the balance."""

    reason: str
    minor: int
    after: int
    at: datetime


class Meter(Protocol):
    """What lives on the balance, one at a time."""

    def before(self, at: datetime, *, to_the_second: bool) -> None: ...

    def after(self, at: datetime) -> None: ...


@dataclass
class Books:
    """All of one customer. The ledger has debits above zero and credits below."""

    invoices: list[Invoice] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    ledger: Counter[str] = field(default_factory=Counter)
    told: defaultdict[str, Told] = field(default_factory=lambda: defaultdict(list))
    payments: int = 0
    kept_cards: int = 0
    # What meters do whenever somebody looks at the balance: charge up to now before, say how long it lasts after.
    meters: list[Meter] = field(default_factory=list)

    @property
    def balance(self) -> int:
        """What there is now."""
        return self.entries[-1].after if self.entries else 0

    def available(self, at: datetime) -> int:
        """What there would be for somebody who looks now."""
        copy = deepcopy(self)
        with copy.opened(at):
            return copy.balance

    def tell(self, subject: str, fact: str, at: datetime) -> None:
        """It is one more event of its subject."""
        self.told[subject].append((fact, at))

    @contextmanager
    def opened(self, at: datetime, *, to_the_second: bool = True) -> Iterator[None]:
        """The balance as it is once the meters have been charged up to now; who watches is told when it moved."""
        known = len(self.entries)
        for meter in self.meters:
            meter.before(at, to_the_second=to_the_second)
        yield
        for meter in self.meters:
            meter.after(at)
        if len(self.entries) > known:
            self.tell("balance", "balance.updated", at)

    def move(self, reason: str, minor: int, at: datetime, against: str) -> None:
        """Money goes on the balance, or off it."""
        self.entries.append(Entry(reason, minor, self.balance + minor, at))
        assert self.balance >= 0, "there is no debt"
        self.ledger["CUSTOMER_BALANCE"] -= minor
        self.ledger[against] += minor

    def issue(
        self,
        subscription: int,
        lines: Sequence[Line],
        at: datetime,
        *,
        period: datetime | None = None,
        wanted_by: datetime | None = None,
    ) -> Invoice:
        """A new invoice; with nothing to pay it is paid."""
        invoice = Invoice(len(self.invoices) + 1, subscription, lines, at, wanted_by or at, period)
        self.invoices.append(invoice)
        self.tell(f"invoice {invoice.number}", "invoice.issued", at)
        self.ledger["RECEIVABLE"] += invoice.total
        self.ledger["REVENUE"] -= invoice.total
        if not invoice.total:
            invoice.status, invoice.paid_at = "PAID", at
        return invoice

    def void(self, invoice: Invoice, at: datetime) -> None:
        """Nobody owes it; what was paid of it goes to the balance."""
        self.ledger["RECEIVABLE"] -= invoice.total
        self.ledger["REVENUE"] += invoice.total
        invoice.status = "VOID"
        if invoice.paid:
            with self.opened(at):
                self.move("CREDIT", invoice.paid, at, "RECEIVABLE")
        self.tell(f"invoice {invoice.number}", "invoice.voided", at)

    def count(self, invoice: Invoice, minor: int, at: datetime) -> bool:
        """So much of an invoice is paid; answers whether that was the rest."""
        invoice.paid += minor
        if invoice.due:
            self.tell(f"invoice {invoice.number}", "invoice.partly_paid", at)
            return False
        invoice.status, invoice.paid_at = "PAID", at
        self.tell(f"invoice {invoice.number}", "invoice.paid", at)
        return True

    def charge(self, invoice: Invoice | None, minor: int, at: datetime, *, succeeds: bool, keeps: bool) -> None:
        """A card is charged, for an invoice or to top up."""
        subject = self._payment(at)
        if not succeeds:
            self.tell(subject, "payment.failed", at)
            return
        if invoice is None:
            with self.opened(at):
                self.move("TOP_UP", minor, at, "GATEWAY_CLEARING")
        else:
            self.ledger["GATEWAY_CLEARING"] += minor
            self.ledger["RECEIVABLE"] -= minor
        self.tell(subject, "payment.succeeded", at)
        if keeps:
            self.kept_cards += 1
            self.tell(f"card {self.kept_cards}", "payment_method.kept", at)

    def pay_from_balance(self, minor: int, at: datetime) -> None:
        """It has succeeded as soon as it is there."""
        self._payment(at)
        with self.opened(at):
            assert self.balance >= minor, "somebody has looked"
            self.move("INVOICE", -minor, at, "RECEIVABLE")

    def _payment(self, at: datetime) -> str:
        self.payments += 1
        self.tell(f"payment {self.payments}", "payment.created", at)
        return f"payment {self.payments}"
