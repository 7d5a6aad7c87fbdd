"""One customer's year, recomputed: what is due happens, then what they did, and between the two somebody looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tests.scenarios.recomputed import prices, renewing, wishes
from tests.scenarios.recomputed.books import Books
from tests.scenarios.recomputed.script import Act, Choice, Person
from tests.scenarios.recomputed.servers import Server
from tests.scenarios.recomputed.sites import ENDED, Declined, Refused, Site

Outcome = Literal["done", "declined", "refused"]
# At one instant subscriptions go on first, then invoices are collected, then what is metered is charged.
Thing = tuple[datetime, int, Callable[[datetime], None]]


@dataclass(frozen=True)
class Look:
    """What there is at an instant: each subscription's status, and the features that are on."""

    statuses: tuple[str, ...]
    features: frozenset[str]


@dataclass
class Year:
    """What must be true of one customer."""

    person: Person
    books: Books = field(default_factory=Books)
    subscriptions: list[Site | Server] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    had_trial: bool = False

    def live_until(self, at: datetime, since: datetime) -> None:
        """All that is due by then happens, in order; what was due before `since` happens then."""
        while True:
            things: list[Thing] = []
            for one in self.subscriptions:
                if isinstance(one, Site):
                    things += [(max(when, since), 0, what) for when, what in renewing.due(one)]
                    things += [(max(when, since), 1, what) for when, what in renewing.due_collections(one)]
                elif due := one.due():
                    things.append((max(due[0], since), 2 if one.status == "ACTIVE" else 0, due[1]))
            when, _, what = min(things, key=lambda thing: thing[:2], default=(at, 0, None))
            if what is None or when > at:
                return
            what(when)
            since = when

    def look(self, at: datetime) -> None:
        """What somebody sees who looks now."""
        features: set[str] = set().union(*(one.features(at) for one in self.subscriptions))
        self.looks.append(Look(tuple(one.status for one in self.subscriptions), frozenset(features)))

    def act(self, act: Act) -> None:
        """What the customer does, and what comes of it."""
        try:
            self._do(act)
        except Refused:
            self.outcomes.append("refused")
        except Declined:
            self.outcomes.append("declined")
        else:
            self.outcomes.append("done")

    def _do(self, act: Act) -> None:
        if act.what == "top up":
            self._top_up(act)
        elif act.what == "pay":
            self._pay(act)
        elif act.what == "subscribe":
            assert act.choice is not None
            self._subscribe(act.choice, act)
        elif not self.subscriptions:
            raise Refused
        elif isinstance(newest := self.subscriptions[-1], Site):
            self._about_site(newest, act)
        else:
            self._about_server(newest, act)

    def _top_up(self, act: Act) -> None:
        """With a card that is kept."""
        succeeds = self.person.luck(act.at) is None
        self.books.charge(None, act.minor, act.at, succeeds=succeeds, keeps=True)
        if not succeeds:
            raise Declined

    def _pay(self, act: Act) -> None:
        """The oldest open invoice, with a card that is kept."""
        invoice = next((one for one in self.books.invoices if one.status == "OPEN"), None)
        if invoice is None:
            raise Refused
        succeeds = self.person.luck(act.at) is None
        self.books.charge(invoice, invoice.due, act.at, succeeds=succeeds, keeps=True)
        if not succeeds:
            raise Declined
        site = self.subscriptions[invoice.subscription - 1]
        assert isinstance(site, Site), "servers have no invoices"
        if site.status == "INCOMPLETE":
            # What pays the first invoice, and is kept, is charged for the renewals.
            site.way = "card"
        site.count(invoice, invoice.due, act.at)

    def _subscribe(self, choice: Choice, act: Act) -> None:
        plan, number = prices.plan_of(choice), len(self.subscriptions) + 1
        kind = Server if plan.metered else Site
        if any(isinstance(one, kind) and one.status not in ENDED for one in self.subscriptions):
            raise Refused
        if plan.metered:
            server = Server(number, choice, self.books)
            server.begin(act.at)
            self.subscriptions.append(server)
            return
        with_trial = plan.trial_days > 0 and not self.had_trial
        fits = {"kept card": self.books.kept_cards > 0, "balance": True, "nothing": with_trial}
        if not fits.get(act.way, not with_trial):
            raise Refused
        site = Site(number, choice, act.way, self.books, self.person.luck, act.at)
        try:
            site.begin(act.at, with_trial=with_trial, can_pay=self._can_pay(act.way, act.at))
        except Declined:
            self.subscriptions.append(site)
            raise
        self.subscriptions.append(site)
        self.had_trial = self.had_trial or with_trial

    def _can_pay(self, way: str, at: datetime) -> Callable[[int], bool]:
        return lambda minor: way != "balance" or minor <= self.books.available(at)

    def _about_site(self, site: Site, act: Act) -> None:
        if act.what == "change":
            assert act.choice is not None
            if prices.plan_of(act.choice).metered:
                raise Refused
            wishes.change(site, act.choice, act.at, self._can_pay(site.way, act.at))
        elif act.what == "cancel at the end":
            wishes.cancel_at_the_end(site, act.at)
        elif act.what in {"cancel now", "cancel with credit"}:
            wishes.cancel_now(site, act.at, credit=act.what == "cancel with credit")
        elif act.what == "keep":
            wishes.keep(site, act.at)
        elif act.what == "pause":
            wishes.pause(site, act)
        elif act.what == "resume":
            wishes.resume(site, act.at)
        else:
            wishes.set_renewal(site, act.at, renews=act.what == "renew")

    def _about_server(self, server: Server, act: Act) -> None:
        if act.what in {"cancel now", "cancel with credit"}:
            server.cancel_now(act.at)
        elif act.what == "pause":
            server.pause(act)
        elif act.what == "resume":
            server.resume(act.at)
        elif act.what == "change":
            assert act.choice is not None
            server.change(act.choice, act.at)
        else:
            raise Refused


def recompute(person: Person, instants: Sequence[datetime]) -> Year:
    """The year of one person, looked at at each of these instants, which are all that they act at."""
    year, since = Year(person), instants[0]
    for at in instants:
        year.live_until(at, since)
        year.look(at)
        for act in person.acts:
            if act.at == at:
                year.act(act)
        since = at
    return year
