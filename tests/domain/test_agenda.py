"""What a subscription does by itself, and when: each case with its instant, and the laws that all of them keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.agenda import Act, Due, Life, next_due
from backend.domain.periods import Period
from backend.domain.subscription import Collection, SubscriptionStatus

STATUS = SubscriptionStatus
JAN, FEB, MAR = [datetime(2026, *day, 12, tzinfo=UTC) for day in ((1, 31), (2, 28), (3, 31))]
DAY = timedelta(days=1)
PAID_UP = Life(
    status=STATUS.ACTIVE,
    created_at=JAN,
    period=Period(JAN, FEB),
    billed_until=FEB,
    auto_renew=True,
    collection=Collection.METHOD,
    cancel_at=None,
    change_at=None,
    resume_at=None,
    past_due_at=None,
    ahead=5 * DAY,
    grace=7 * DAY,
)
BY_HAND = replace(PAID_UP, collection=Collection.INVOICE)


@pytest.mark.parametrize(
    ("life", "expected"),
    [
        pytest.param(PAID_UP, Due(FEB, Act.BILL), id="billed when the period ends"),
        pytest.param(replace(PAID_UP, collection=Collection.BALANCE), Due(FEB, Act.BILL), id="from the balance too"),
        pytest.param(BY_HAND, Due(FEB - 5 * DAY, Act.BILL), id="invoiced ahead"),
        pytest.param(replace(BY_HAND, ahead=60 * DAY), Due(JAN, Act.BILL), id="ahead, but inside the period"),
        pytest.param(replace(PAID_UP, billed_until=MAR), Due(FEB, Act.RENEW), id="the next period is billed"),
        pytest.param(replace(PAID_UP, billed_until=None), Due(FEB, Act.BILL), id="nothing is known of what is billed"),
        pytest.param(replace(PAID_UP, change_at=FEB), Due(FEB, Act.BILL), id="billed before it is changed"),
        pytest.param(
            replace(PAID_UP, billed_until=MAR, change_at=FEB), Due(FEB, Act.CHANGE), id="changed before it is renewed"
        ),
        pytest.param(replace(PAID_UP, cancel_at=FEB), Due(FEB, Act.CANCEL), id="canceled for the end"),
        pytest.param(
            replace(PAID_UP, cancel_at=MAR, billed_until=MAR), Due(FEB, Act.RENEW), id="served what is billed first"
        ),
        pytest.param(
            replace(PAID_UP, status=SubscriptionStatus.TRIALING, auto_renew=False),
            Due(FEB, Act.EXPIRE),
            id="only tried",
        ),
        pytest.param(replace(PAID_UP, auto_renew=False), Due(FEB + 7 * DAY, Act.EXPIRE), id="not renewed"),
        pytest.param(
            replace(PAID_UP, auto_renew=False, billed_until=MAR), Due(FEB, Act.RENEW), id="not renewed, billed ahead"
        ),
        pytest.param(
            replace(PAID_UP, auto_renew=False, change_at=FEB), Due(FEB + 7 * DAY, Act.EXPIRE), id="nothing to change to"
        ),
        pytest.param(replace(PAID_UP, auto_renew=False, change_at=FEB - DAY), Due(FEB - DAY, Act.CHANGE), id="changed"),
        pytest.param(
            replace(PAID_UP, auto_renew=False, cancel_at=FEB), Due(FEB, Act.CANCEL), id="canceled and not renewed"
        ),
        pytest.param(replace(PAID_UP, status=STATUS.TRIALING), Due(FEB, Act.BILL), id="a trial ends"),
        pytest.param(replace(BY_HAND, status=STATUS.TRIALING), Due(FEB - 5 * DAY, Act.BILL), id="a trial, by hand"),
        pytest.param(replace(PAID_UP, status=STATUS.TRIALING, cancel_at=FEB), Due(FEB, Act.CANCEL), id="only a trial"),
        pytest.param(
            replace(PAID_UP, status=STATUS.PAST_DUE, past_due_at=JAN),
            Due(FEB, Act.BILL),
            id="behind, renewed all the same",
        ),
        pytest.param(
            replace(BY_HAND, status=STATUS.PAST_DUE, past_due_at=JAN),
            Due(JAN + 7 * DAY, Act.EXPIRE),
            id="unpaid by hand",
        ),
        pytest.param(
            replace(BY_HAND, status=STATUS.PAST_DUE, past_due_at=FEB - 3 * DAY, billed_until=MAR),
            Due(FEB, Act.RENEW),
            id="unpaid by hand, still inside the grace",
        ),
        pytest.param(
            replace(PAID_UP, status=STATUS.INCOMPLETE), Due(JAN + timedelta(hours=23), Act.GIVE_UP), id="never paid"
        ),
        pytest.param(replace(PAID_UP, status=STATUS.PAUSED), None, id="paused until somebody resumes it"),
        pytest.param(
            replace(PAID_UP, status=STATUS.PAUSED, resume_at=MAR), Due(MAR, Act.RESUME), id="paused until a day"
        ),
        pytest.param(
            replace(PAID_UP, status=STATUS.PAUSED, period=None, billed_until=None, resume_at=MAR),
            Due(MAR, Act.RESUME),
            id="a tariff is paused",
        ),
        pytest.param(replace(PAID_UP, period=None, billed_until=None), None, id="a tariff has a job of its own"),
        pytest.param(replace(PAID_UP, status=STATUS.SUSPENDED, period=None, billed_until=None), None, id="no money"),
        *(
            pytest.param(replace(PAID_UP, status=status, resume_at=MAR, cancel_at=FEB, change_at=FEB), None, id=status)
            for status in (STATUS.CANCELED, STATUS.EXPIRED, STATUS.INCOMPLETE_EXPIRED)
        ),
    ],
)
def test_what_comes_next(life: Life, expected: Due | None) -> None:
    assert next_due(life) == expected


def test_acts_of_one_instant_are_in_the_order_in_which_they_have_to_happen() -> None:
    assert [act.name for act in Act] == ["GIVE_UP", "RESUME", "CANCEL", "EXPIRE", "BILL", "CHANGE", "RENEW"]
    assert min(Due(FEB, Act.GIVE_UP), Due(JAN, Act.RENEW)) == Due(JAN, Act.RENEW)


# Doing it


LENGTH = 30 * DAY
# Paused when its period was a day old.
PAUSED_AFTER = DAY


def done(life: Life, due: Due) -> Life:
    """The facts after an act, as the services write them; every period has thirty days."""
    current, billed_until = life.period, life.billed_until
    assert current is not None
    assert billed_until is not None
    if due.act is Act.GIVE_UP:
        return replace(life, status=STATUS.INCOMPLETE_EXPIRED)
    if due.act is Act.RESUME:
        pause = due.at - current.start - PAUSED_AFTER
        moved = Period(current.start + pause, current.end + pause)
        return replace(life, status=STATUS.ACTIVE, resume_at=None, period=moved, billed_until=billed_until + pause)
    if due.act is Act.CANCEL:
        return replace(life, status=STATUS.CANCELED, cancel_at=None)
    if due.act is Act.EXPIRE:
        return replace(life, status=STATUS.EXPIRED)
    if due.act is Act.CHANGE:
        return replace(life, change_at=None)
    if due.act is Act.BILL:
        return replace(life, billed_until=billed_until + LENGTH)
    active = STATUS.ACTIVE if life.status is STATUS.TRIALING else life.status
    return replace(life, status=active, period=Period(current.end, current.end + LENGTH))


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Facts as the services can write them: what is paused has nothing planned."""
    status = draw(st.sampled_from(list(STATUS)))
    end = JAN + LENGTH
    billed_until = end + draw(st.sampled_from([0, 1])) * LENGTH
    life = replace(
        PAID_UP,
        status=status,
        period=Period(JAN, end),
        billed_until=billed_until,
        collection=draw(st.sampled_from(list(Collection))),
        ahead=draw(st.integers(0, 60)) * DAY,
        grace=draw(st.integers(0, 365)) * DAY,
    )
    if status is STATUS.PAUSED:
        resumed = draw(st.none() | st.timedeltas(timedelta(microseconds=1), 366 * DAY))
        return replace(life, resume_at=None if resumed is None else JAN + PAUSED_AFTER + resumed)
    if status is STATUS.PAST_DUE:
        life = replace(life, past_due_at=JAN + draw(st.timedeltas(timedelta(0), LENGTH)))
    ends = draw(st.sampled_from(["never", "canceled", "not renewed"]))
    return replace(
        life,
        auto_renew=ends != "not renewed",
        cancel_at=billed_until if ends == "canceled" else None,
        change_at=None if ends == "canceled" else draw(st.none() | st.sampled_from([end, billed_until])),
    )


@settings(deadline=None)
@given(lives())
def test_acts_never_go_back_in_time_and_none_is_asked_for_twice(life: Life) -> None:
    acts: list[Due] = []
    while (due := next_due(life)) is not None and len(acts) < 30:
        acts.append(due)
        life = done(life, due)
    for before, after in pairwise(acts):
        # Sent ahead by more than what is left of the period, its invoice is due as soon as the pause is over.
        overdue = before.act is Act.RESUME and after.act is Act.BILL
        assert overdue or before.at <= after.at
    assert len(set(acts)) == len(acts)


@settings(deadline=None)
@given(lives())
def test_periods_follow_each_other_and_nothing_is_served_that_was_not_billed(life: Life) -> None:
    for _ in range(20):
        due = next_due(life)
        if due is None:
            return
        before, life = life, done(life, due)
        assert before.period is not None
        assert life.period is not None
        assert life.billed_until is not None
        assert life.period.end <= life.billed_until
        if due.act is Act.BILL:
            assert (before.billed_until, due.at) <= (before.period.end, before.period.end), "once, and in time"
        if due.act is Act.RENEW:
            assert (life.period.start, due.at) == (before.period.end, before.period.end)
