"""What happens by itself to a subscription that is billed in advance: invoices, new periods, collecting, its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from tests.scenarios.recomputed import prices
from tests.scenarios.recomputed.dates import following
from tests.scenarios.recomputed.script import AHEAD, GRACE, INCOMPLETE_HOURS, RETRIES, Luck
from tests.scenarios.recomputed.sites import PERIODIC, Collecting, Site

Happens = Callable[[datetime], None]
_LAST_TRY = max(RETRIES)


def due(site: Site) -> Iterator[tuple[datetime, Happens]]:
    """What is next, and when; of two at the same instant the first."""
    if site.status == "INCOMPLETE":
        yield site.created + timedelta(hours=INCOMPLETE_HOURS), lambda at: _give_up(site, at)
    if site.status == "PAUSED" and site.resume_at:
        yield site.resume_at, lambda at: resume(site, at)
    if site.status not in PERIODIC:
        return
    if site.by_hand and site.behind_since is not None:
        yield site.behind_since + timedelta(days=GRACE), lambda at: site.over("EXPIRED", "expired", at)
    if site.billed > site.end:
        yield site.end, lambda at: _renew(site, at)
    elif site.cancel_at is not None:
        yield site.cancel_at, lambda at: site.over("CANCELED", "canceled", at)
    elif not site.renews:
        grace = timedelta(days=0 if site.status == "TRIALING" else GRACE)
        yield site.end + grace, lambda at: site.over("EXPIRED", "expired", at)
    else:
        ahead = timedelta(days=AHEAD if site.by_hand else 0)
        yield max(site.start, site.end - ahead), lambda at: _bill(site, at)


def due_collections(site: Site) -> Iterator[tuple[datetime, Happens]]:
    """The invoices that are tried to be collected, and when."""
    for one in site.collecting:
        if one.next_try is not None:
            yield one.next_try, lambda at, one=one: _collect(site, one, at)  # type: ignore[misc]


def resume(site: Site, at: datetime) -> None:
    """After a pause the rest is served from now on, and the calendar counts from the end of what is invoiced."""
    assert site.paused is not None, "it is paused"
    pause = at - site.paused
    site.start, site.end, site.billed = site.start + pause, site.end + pause, site.billed + pause
    site.anchor = site.billed
    site.status, site.paused, site.resume_at = "ACTIVE", None, None
    site.tell("resumed", at)


def _give_up(site: Site, at: datetime) -> None:
    for invoice in site.invoices():
        if invoice.status == "OPEN":
            site.void(invoice, at)
    site.over("INCOMPLETE_EXPIRED", "incomplete_expired", at)


def _bill(site: Site, at: datetime) -> None:
    """The period after the last one that is invoiced, with what is planned for it. A trial charged nothing yet."""
    start, choice, anchor = site.billed, site.choice, site.anchor
    if site.planned is not None and site.planned.at <= start:
        choice = site.planned.choice
        anchor = site.planned.at if prices.interval(choice) != prices.interval(site.choice) else anchor
    site.billed = following(anchor, prices.plan_of(choice), start)
    lines = prices.of_a_period(choice, None if site.status == "TRIALING" else site.choice, start, site.billed)
    invoice = site.books.issue(site.number, lines, at, period=start, wanted_by=max(start, at))
    site.collecting.append(Collecting(invoice, max(start, at) if site.by_hand else at))


def _renew(site: Site, at: datetime) -> None:
    """The period that is invoiced begins."""
    if site.planned is not None and site.planned.at <= site.end:
        if prices.interval(site.planned.choice) != prices.interval(site.choice):
            site.anchor = site.planned.at
        site.choice, site.planned = site.planned.choice, None
        site.tell("changed", at)
    site.start, site.end, site.is_trial = site.end, site.billed, False
    site.status = "PAST_DUE" if site.status == "PAST_DUE" else "ACTIVE"
    site.tell("renewed", at)


def _collect(site: Site, one: Collecting, at: datetime) -> None:
    """From the balance what that has, the rest from the card; or all of it from the balance; or by hand, too late."""
    with site.books.opened(at):
        has = site.books.balance
    if site.by_hand:
        _was_not_paid(site, one, at)
        return
    if site.way == "balance" and has < one.invoice.due:
        _failed(site, one, at, "later")
        return
    if part := min(has, one.invoice.due):
        site.books.pay_from_balance(part, at)
        if site.count(one.invoice, part, at):
            return
    if one.is_hopeless:
        _failed(site, one, at, "dead", is_new=False)
    elif luck := site.luck(at):
        site.books.charge(one.invoice, one.invoice.due, at, succeeds=False, keeps=False)
        _failed(site, one, at, luck)
    else:
        site.books.charge(one.invoice, one.invoice.due, at, succeeds=True, keeps=False)
        site.count(one.invoice, one.invoice.due, at)


def _was_not_paid(site: Site, one: Collecting, at: datetime) -> None:
    one.failed, one.next_try = at, None
    _falls_behind(site, at)


def _falls_behind(site: Site, at: datetime) -> None:
    site.status, site.behind_since = "PAST_DUE", site.behind_since or at
    site.tell("past_due", at)


def _failed(site: Site, one: Collecting, at: datetime, luck: Luck, *, is_new: bool = True) -> None:
    """Try again some days after the first failure; a card that is dead is not tried again. Then it is over."""
    one.failed = one.failed or at
    one.is_hopeless = luck == "dead"
    last = one.failed + timedelta(days=_LAST_TRY)
    tries = [one.failed + timedelta(days=days) for days in RETRIES]
    one.next_try = last if one.is_hopeless else min([again for again in tries if again > at], default=None)
    if is_new:
        _falls_behind(site, at)
    if at >= last:
        site.over("CANCELED", "canceled", at)
