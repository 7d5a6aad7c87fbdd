"""A subscription that is charged to the balance as time goes by, while there is money."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil

from tests.scenarios.recomputed import prices
from tests.scenarios.recomputed.books import Books
from tests.scenarios.recomputed.dates import elapsed, next_debit
from tests.scenarios.recomputed.script import Act, Choice
from tests.scenarios.recomputed.sites import ENDED, Refused

_FAR = timedelta(days=36_525)


@dataclass
class Server:
    """Number `number` of its customer. It is charged up to `charged`; `carried` is the part of a cent owed then."""

    number: int
    choice: Choice
    books: Books
    status: str = "INCOMPLETE"
    anchor: datetime = field(init=False)
    charged: datetime = field(init=False)
    carried: Fraction = Fraction(0)
    funded: datetime | None = None
    resume_at: datetime | None = None
    told_before: tuple[str, datetime | None] = ("ACTIVE", None)

    def tell(self, fact: str, at: datetime) -> None:
        """It is one more event of this subscription."""
        self.books.tell(f"subscription {self.number}", f"subscription.{fact}", at)

    def features(self, at: datetime) -> set[str]:
        """What is on while there is money."""
        return prices.features(self.choice) if self.status == "ACTIVE" else set()

    def begin(self, at: datetime) -> None:
        """At once, if the balance covers the first step. Raises Refused."""
        self.anchor = self.charged = at
        first = self._owed(next_debit(at, prices.plan_of(self.choice), at))
        if self.books.available(at) < ceil(first):
            raise Refused
        self.tell("created", at)
        self.books.meters.append(self)
        with self.books.opened(at):
            self.status, self.told_before = "ACTIVE", ("ACTIVE", None)
            self.tell("activated", at)

    def due(self) -> tuple[datetime, Callable[[datetime], None]] | None:
        """The next step, or the end of the money; after a pause, its end."""
        if self.status == "PAUSED" and self.resume_at is not None:
            return self.resume_at, self.resume
        if self.status != "ACTIVE":
            return None
        step = next_debit(self.anchor, prices.plan_of(self.choice), self.charged)
        return min(step, self.funded or step), self._step

    def _step(self, at: datetime) -> None:
        """Whole steps only: the one that has begun is debited when it ends, or with the money."""
        with self.books.opened(at, to_the_second=False):
            pass

    def before(self, at: datetime, *, to_the_second: bool) -> None:
        """Somebody looks at the balance: charge what has been served, never more than there is."""
        self.told_before = (self.status, self.funded)
        if self.status != "ACTIVE":
            return
        is_empty = self.funded is not None and self.funded <= at
        stop = self.funded if is_empty and self.funded else at
        plan = prices.plan_of(self.choice)
        while (step := next_debit(self.anchor, plan, self.charged)) <= stop:
            self._debit(step)
        if (to_the_second or is_empty) and self.charged < stop:
            self._debit(stop)
        if is_empty:
            self.status = "SUSPENDED"

    def _debit(self, end: datetime) -> None:
        owed = self._owed(end)
        whole = int(owed)
        minor = min(whole, self.books.balance)
        self.carried = owed - whole if minor == whole else Fraction(0)
        self.charged = end
        if minor:
            self.books.move("TARIFF", -minor, end, "REVENUE")

    def _owed(self, end: datetime) -> Fraction:
        plan = prices.plan_of(self.choice)
        intervals = elapsed(self.anchor, plan, end) - elapsed(self.anchor, plan, self.charged)
        return self.carried + prices.with_each_period(self.choice) * intervals

    def after(self, at: datetime) -> None:
        """Without money it stops, with money it goes on from now; then it says how long that lasts."""
        if self.status == "ACTIVE" and not self.books.balance:
            self.status = "SUSPENDED"
        elif self.status == "SUSPENDED" and self.books.balance:
            self.status, self.charged = "ACTIVE", at
        if self.status not in {"ACTIVE", "SUSPENDED"}:
            return
        self.funded = self._money_ends() if self.status == "ACTIVE" else None
        was, funded = self.told_before
        if was == self.status:
            if self.funded != funded:
                self.tell("funded", at)
        else:
            self.tell("resumed" if self.status == "ACTIVE" else "suspended", at)

    def _money_ends(self) -> datetime | None:
        """The first whole second at which all that there is would be owed."""
        most = 1
        while self._owed(self.charged + timedelta(seconds=most)) < self.books.balance:
            most *= 2
            if timedelta(seconds=most) > _FAR:
                return None
        least = 0
        while most - least > 1:
            middle = (least + most) // 2
            if self._owed(self.charged + timedelta(seconds=middle)) < self.books.balance:
                least = middle
            else:
                most = middle
        return self.charged + timedelta(seconds=most)

    def change(self, wanted: Choice, at: datetime) -> None:
        """The old price up to now, the new one from now on, in steps from now; parts of a cent go along."""
        if self.status not in {"ACTIVE", "SUSPENDED"} or wanted == self.choice or not prices.plan_of(wanted).metered:
            raise Refused
        with self.books.opened(at):
            self.choice, self.anchor, self.charged = wanted, at, at
            self.tell("changed", at)

    def cancel_now(self, at: datetime) -> None:
        """Charged up to now."""
        if self.status in ENDED:
            raise Refused
        with self.books.opened(at):
            self.status, self.resume_at = "CANCELED", None
        self.tell("canceled", at)

    def pause(self, act: Act) -> None:
        """Charged up to now, and not while it lasts."""
        if self.status != "ACTIVE":
            raise Refused
        with self.books.opened(act.at):
            self.status, self.resume_at, self.funded = "PAUSED", act.until, None
        self.tell("paused", act.at)

    def resume(self, at: datetime) -> None:
        """Charged from now on."""
        if self.status != "PAUSED":
            raise Refused
        with self.books.opened(at):
            self.status, self.charged, self.resume_at = "ACTIVE", at, None
            self.told_before = ("ACTIVE", None)
            self.tell("resumed", at)
