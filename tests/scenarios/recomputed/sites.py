"""A subscription that is billed in advance: where it stands, how it begins, and what a payment does to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from tests.scenarios.recomputed import prices
from tests.scenarios.recomputed.books import Books, Invoice
from tests.scenarios.recomputed.dates import boundary, days_later
from tests.scenarios.recomputed.script import GRACE, Choice, Luck, Way

ENDED = {"INCOMPLETE_EXPIRED", "CANCELED", "EXPIRED"}
PERIODIC = {"TRIALING", "ACTIVE", "PAST_DUE"}


class Refused(Exception):
    """It could not be done, and nothing changed."""


class Declined(Exception):
    """The card was charged in vain."""


class Cards(Protocol):
    """How a charge is declined at an instant; None when it succeeds."""

    def __call__(self, at: datetime) -> Luck | None: ...


@dataclass
class Collecting:
    """An invoice that is collected by itself, or waits for its customer."""

    invoice: Invoice
    next_try: datetime | None
    failed: datetime | None = None
    is_hopeless: bool = False


@dataclass
class Planned:
    """What it becomes, and when."""

    choice: Choice
    at: datetime


@dataclass
class Site:
    """Number `number` of its customer. It is invoiced until `billed`: further than `end` when that was sent ahead."""

    number: int
    choice: Choice
    way: Way
    books: Books
    luck: Cards
    created: datetime
    status: str = "INCOMPLETE"
    anchor: datetime = field(init=False)
    start: datetime = field(init=False)
    end: datetime = field(init=False)
    billed: datetime = field(init=False)
    renews: bool = True
    is_trial: bool = False
    cancel_at: datetime | None = None
    planned: Planned | None = None
    paused: datetime | None = None
    resume_at: datetime | None = None
    behind_since: datetime | None = None
    collecting: list[Collecting] = field(default_factory=list)

    @property
    def by_hand(self) -> bool:
        """Whether its customer pays each invoice, which is sent ahead."""
        return self.way in {"by hand", "nothing"}

    def tell(self, fact: str, at: datetime) -> None:
        """It is one more event of this subscription."""
        self.books.tell(f"subscription {self.number}", f"subscription.{fact}", at)

    def features(self, at: datetime) -> set[str]:
        """What is on: behind with a payment for the days of grace, never after the end."""
        is_late = self.behind_since is not None and at >= self.behind_since + timedelta(days=GRACE)
        is_over = self.cancel_at is not None and at >= self.cancel_at
        return prices.features(self.choice) if self.status in PERIODIC and not is_late and not is_over else set()

    def begin(self, at: datetime, *, with_trial: bool, can_pay: Callable[[int], bool]) -> None:
        """The trial, or the first period, which is paid at once. Raises Refused, before anything is written."""
        plan = prices.plan_of(self.choice)
        self.start = at
        if with_trial:
            self.anchor = self.end = self.billed = days_later(at, plan.trial_days)
            self.status, self.is_trial = "TRIALING", True
            self.tell("created", at)
            self.tell("trial_started", at)
            return
        self.anchor, self.end = at, boundary(at, plan, 1)
        self.billed = self.end
        lines = prices.of_a_period(self.choice, None, self.start, self.end)
        if not can_pay(sum(line.minor for line in lines)):
            raise Refused
        self.tell("created", at)
        invoice = self.books.issue(self.number, lines, at, period=at)
        if not self.pay(invoice, at, keeps=self.way == "card"):
            raise Declined

    def pay(self, invoice: Invoice, at: datetime, *, keeps: bool) -> bool:
        """All of an invoice, while the customer is there; whether that succeeded."""
        if self.way == "balance":
            self.books.pay_from_balance(invoice.due, at)
        else:
            succeeds = self.luck(at) is None
            self.books.charge(invoice, invoice.due, at, succeeds=succeeds, keeps=keeps)
            if not succeeds:
                return False
        return self.count(invoice, invoice.due, at)

    def count(self, invoice: Invoice, minor: int, at: datetime) -> bool:
        """So much of an invoice is paid. What waited for the rest of it goes on."""
        if not self.books.count(invoice, minor, at):
            return False
        if self.status == "INCOMPLETE":
            self.status = "ACTIVE"
            self.tell("activated", at)
        for one in self.collecting:
            if one.invoice is invoice:
                one.next_try = None
                if self.status == "PAST_DUE" and not self._owes():
                    self.status, self.behind_since = "ACTIVE", None
                    self.tell("recovered", at)
        return True

    def _owes(self) -> bool:
        return any(one.failed and one.invoice.status == "OPEN" for one in self.collecting)

    def invoices(self) -> list[Invoice]:
        """Its own, oldest first."""
        return [invoice for invoice in self.books.invoices if invoice.subscription == self.number]

    def period_invoices(self) -> list[Invoice]:
        """Those of its periods that are not void."""
        return [invoice for invoice in self.invoices() if invoice.period and invoice.status != "VOID"]

    def void(self, invoice: Invoice, at: datetime) -> None:
        """Nobody owes it, and nobody collects it."""
        self.books.void(invoice, at)
        for one in self.collecting:
            if one.invoice is invoice:
                one.next_try = None

    def take_back_ahead(self, at: datetime) -> None:
        """Nobody owes a period that may never begin; what was paid ahead stays."""
        if self.billed > self.end and (ahead := self.period_invoices()[-1]).status == "OPEN":
            self.void(ahead, at)
            self.billed = self.end

    def over(self, status: str, fact: str, at: datetime) -> None:
        """It ends. What is open stays owed, and is collected no more."""
        self.status, self.cancel_at, self.planned, self.behind_since, self.resume_at = status, None, None, None, None
        for one in self.collecting:
            one.next_try = None
        self.tell(fact, at)
