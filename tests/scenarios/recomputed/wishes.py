"""What customers make of a subscription that is billed in advance. Each raises Refused where it cannot be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.scenarios.recomputed import prices, renewing
from tests.scenarios.recomputed.books import Line
from tests.scenarios.recomputed.dates import boundary
from tests.scenarios.recomputed.script import GRACE, Act, Choice
from tests.scenarios.recomputed.sites import ENDED, PERIODIC, Declined, Planned, Refused, Site


def change(site: Site, wanted: Choice, at: datetime, can_pay: Callable[[int], bool]) -> None:
    """To something cheaper, or to anything once the next period is invoiced, when what is invoiced ends; else now.

    A trial just goes on as another.
    """
    is_fixed = site.planned is not None and site.billed > site.planned.at
    if site.status not in {"TRIALING", "ACTIVE"} or site.cancel_at or not site.renews or is_fixed:
        raise Refused
    if wanted == site.choice:
        raise Refused
    is_ahead = site.billed > site.end
    if site.status == "TRIALING" and not is_ahead:
        _become(site, wanted, at)
    elif is_ahead or prices.is_downgrade(site.choice, wanted):
        site.planned = Planned(wanted, site.billed)
        site.tell("change_planned", at)
    else:
        _change_now(site, wanted, at, can_pay)


def _change_now(site: Site, wanted: Choice, at: datetime, can_pay: Callable[[int], bool]) -> None:
    starts_anew = prices.interval(wanted) != prices.interval(site.choice)
    end = boundary(at, prices.plan_of(wanted), 1) if starts_anew else site.end
    if starts_anew:
        back = prices.unused(site.choice, site.start, site.end, at)
        lines = back + prices.of_a_period(wanted, site.choice, at, end)
    else:
        lines = prices.of_a_change(site.choice, wanted, site.start, site.end, at)
    net = sum(line.minor for line in lines)
    if net > 0 and not can_pay(net):
        raise Refused
    # What was planned before gives way, whatever comes of this.
    site.planned = None
    if lines:
        invoice = site.books.issue(site.number, [*lines, Line(-net, 1)] if net < 0 else lines, at)
        if net > 0 and not site.pay(invoice, at, keeps=False):
            site.void(invoice, at)
            raise Declined
        invoice.given_back = max(-net, 0)
    _become(site, wanted, at)
    if starts_anew:
        site.anchor, site.start, site.end, site.billed = at, at, end, end
    if net < 0:
        with site.books.opened(at):
            site.books.move("CREDIT", -net, at, "REVENUE")


def _become(site: Site, wanted: Choice, at: datetime) -> None:
    site.choice, site.planned = wanted, None
    site.tell("changed", at)


def cancel_at_the_end(site: Site, at: datetime) -> None:
    """Nothing changes until what is paid for ends."""
    if site.status not in PERIODIC or site.cancel_at is not None:
        raise Refused
    site.take_back_ahead(at)
    site.cancel_at = site.billed
    if site.planned is not None and site.billed <= site.planned.at:
        site.planned = None
    site.tell("cancellation_planned", at)


def cancel_now(site: Site, at: datetime, *, credit: bool) -> None:
    """With what is paid and not used, or without it."""
    if site.status in ENDED:
        raise Refused
    if site.status == "INCOMPLETE":
        for invoice in site.invoices():
            site.void(invoice, at)
    else:
        site.take_back_ahead(at)
    back = _unused(site, at) if credit else 0
    site.over("CANCELED", "canceled", at)
    if back:
        with site.books.opened(at):
            site.books.move("CREDIT", back, at, "REVENUE")


def _unused(site: Site, at: datetime) -> int:
    """The rest of the period by the second, at most what was paid for it and did not go back; and all that is ahead."""
    mine, periods, at = site.invoices(), site.period_invoices(), site.paused or at
    if any(invoice.status == "OPEN" for invoice in mine) or site.status not in {"TRIALING", "ACTIVE", "PAUSED"}:
        return 0
    ahead = periods.pop().paid if site.billed > site.end else 0
    if site.is_trial or at >= site.end:
        return ahead
    rest = -sum(line.minor for line in prices.unused(site.choice, site.start, site.end, at))
    current = periods[-1]
    since = [one for one in mine if one.period is None and one.issued >= current.issued and one.status == "PAID"]
    return ahead + min(rest, sum(invoice.paid - invoice.given_back for invoice in (current, *since)))


def keep(site: Site, at: datetime) -> None:
    """What is planned is taken back, if its time has not come and it is not invoiced."""
    can_drop = site.planned is not None and site.billed <= site.planned.at
    if site.status not in PERIODIC or not (can_drop or site.cancel_at or not site.renews):
        raise Refused
    ends = None if site.renews else site.billed + timedelta(days=GRACE)
    changes = site.planned.at if site.planned else None
    if any(one is not None and one <= at for one in (site.cancel_at, changes, ends)):
        raise Refused
    site.cancel_at, site.renews = None, True
    site.planned = None if can_drop else site.planned
    site.tell("kept", at)


def pause(site: Site, act: Act) -> None:
    """What is paid for and not used waits."""
    if site.status != "ACTIVE" or site.cancel_at or not site.renews or site.planned:
        raise Refused
    site.take_back_ahead(act.at)
    site.status, site.paused, site.resume_at = "PAUSED", act.at, act.until
    site.tell("paused", act.at)


def resume(site: Site, at: datetime) -> None:
    """Before it was planned, or without a plan."""
    if site.status != "PAUSED":
        raise Refused
    renewing.resume(site, at)


def set_renewal(site: Site, at: datetime, *, renews: bool) -> None:
    """Whether another period follows."""
    if site.status not in PERIODIC | {"PAUSED"} or site.cancel_at is not None:
        raise Refused
    site.renews = renews
    site.tell("renewals_set", at)
