"""When collecting is tried again, when it ends, and how long features stay on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.billing import features_are_on, features_until, gives_up_at, next_try
from backend.domain.subscription import SubscriptionStatus

FIRST = datetime(2026, 2, 28, 12, tzinfo=UTC)
DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)
USUAL = (DAY, 3 * DAY, 7 * DAY, 14 * DAY)


@pytest.mark.parametrize(
    ("passed", "following"),
    [
        (timedelta(0), DAY),
        (DAY - MOMENT, DAY),
        (DAY, 3 * DAY),
        (DAY + MOMENT, 3 * DAY),
        (3 * DAY, 7 * DAY),
        (6 * DAY, 7 * DAY),
        (7 * DAY, 14 * DAY),
        (14 * DAY - MOMENT, 14 * DAY),
        (14 * DAY, None),
        (40 * DAY, None),
    ],
)
def test_the_next_try_is_the_first_retry_that_is_still_to_come(passed: timedelta, following: timedelta | None) -> None:
    assert next_try(USUAL, FIRST, FIRST + passed) == (None if following is None else FIRST + following)


def test_it_ends_with_the_last_retry_and_without_retries_at_once() -> None:
    assert gives_up_at(USUAL, FIRST) == FIRST + 14 * DAY
    assert gives_up_at((), FIRST) == FIRST
    assert next_try((), FIRST, FIRST) is None


@given(
    retries=st.lists(st.integers(1, 60), max_size=10, unique=True),
    late=st.lists(st.integers(0, 40 * 86_400), min_size=11, max_size=11),
)
def test_however_late_each_try_runs_there_is_one_for_each_retry_at_most_and_an_end(
    retries: list[int], late: list[int]
) -> None:
    waits = [timedelta(days=days) for days in retries]
    now, tries = FIRST, 0
    while (at := next_try(waits, FIRST, now)) is not None:
        assert now < at <= gives_up_at(waits, FIRST)
        assert at - FIRST in waits
        now, tries = at + timedelta(seconds=late[tries]), tries + 1
    assert tries <= len(retries)
    assert now >= gives_up_at(waits, FIRST)


@pytest.mark.parametrize("status", list(SubscriptionStatus))
def test_features_are_on_in_a_trial_when_active_and_in_the_grace_days(status: SubscriptionStatus) -> None:
    def on(now: datetime, cancel_at: datetime | None = None) -> bool:
        return features_are_on(status, past_due_at=FIRST, cancel_at=cancel_at, grace=7 * DAY, now=now)

    always = status in (SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE)
    behind = status is SubscriptionStatus.PAST_DUE
    assert on(FIRST) is (always or behind)
    assert on(FIRST + 7 * DAY - MOMENT) is (always or behind)
    assert on(FIRST + 7 * DAY) is always
    ends = FIRST + DAY
    assert on(ends - MOMENT, ends) is (always or behind)
    assert on(ends, ends) is False


def test_without_grace_features_are_off_from_the_first_failure() -> None:
    assert not features_are_on(
        SubscriptionStatus.PAST_DUE, past_due_at=FIRST, cancel_at=None, grace=timedelta(0), now=FIRST
    )


_instants = st.integers(-(10**7), 10**7).map(lambda seconds: FIRST + timedelta(seconds=seconds))


@given(
    status=st.sampled_from(SubscriptionStatus),
    past_due_at=_instants,
    cancel_at=st.none() | _instants,
    grace=st.integers(0, 365).map(lambda days: days * DAY),
    now=_instants,
)
def test_features_are_on_just_before_the_instant_that_is_told_and_off_from_it_on(
    status: SubscriptionStatus, past_due_at: datetime, cancel_at: datetime | None, grace: timedelta, now: datetime
) -> None:
    since = past_due_at if status is SubscriptionStatus.PAST_DUE else None
    until = features_until(status, past_due_at=since, cancel_at=cancel_at, grace=grace)

    def on(at: datetime) -> bool:
        return features_are_on(status, past_due_at=since, cancel_at=cancel_at, grace=grace, now=at)

    if until is None:
        # Nothing switches them on or off but another status.
        assert len({on(at) for at in (now, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))}) == 1
        assert cancel_at is None or not on(now)
        return
    assert on(until - MOMENT)
    assert not on(until)
    assert on(now) is (now < until)


@pytest.mark.parametrize(
    ("cancel_at", "until"),
    [
        (None, FIRST + 7 * DAY),
        (FIRST + 7 * DAY + MOMENT, FIRST + 7 * DAY),
        (FIRST + DAY, FIRST + DAY),
    ],
)
def test_what_is_behind_goes_off_after_the_grace_or_at_a_planned_end_that_comes_before(
    cancel_at: datetime | None, until: datetime
) -> None:
    behind = SubscriptionStatus.PAST_DUE
    assert features_until(behind, past_due_at=FIRST, cancel_at=cancel_at, grace=7 * DAY) == until


@pytest.mark.parametrize("status", sorted(set(SubscriptionStatus) - {SubscriptionStatus.PAST_DUE}))
def test_without_anything_behind_only_a_planned_end_switches_features_off(status: SubscriptionStatus) -> None:
    entitled = status in (SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE)
    assert features_until(status, past_due_at=None, cancel_at=None, grace=7 * DAY) is None
    planned = features_until(status, past_due_at=None, cancel_at=FIRST, grace=7 * DAY)
    assert planned == (FIRST if entitled else None)
