"""The payment machine: every pair of where an attempt stands and what its gateway says."""

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.payment import DECLINE_MESSAGES as MESSAGES
from backend.domain.payment import (
    FINAL,
    OBSERVED,
    OPEN,
    AttemptStatus,
    DeclineReason,
    PaymentStatus,
    observe,
    shown,
)

A = AttemptStatus
ORDER = [A.REQUIRES_ACTION, A.PENDING, A.AUTHORIZED]


@pytest.mark.parametrize(("current", "observed"), list(product(A, A)))
def test_every_pair_moves_forward_or_stays(current: AttemptStatus, observed: AttemptStatus) -> None:
    after = observe(current, observed)
    if current is A.SUCCEEDED:
        expected = A.SUCCEEDED
    elif current in FINAL:
        expected = A.SUCCEEDED if observed is A.SUCCEEDED else current
    elif observed in FINAL:
        expected = observed
    elif observed not in ORDER:
        expected = current
    elif current not in ORDER or ORDER.index(observed) > ORDER.index(current):
        expected = observed
    else:
        expected = current
    assert after is expected


def test_the_table_names_only_real_moves() -> None:
    assert all(before is not after for (before, _), after in OBSERVED.items())
    assert frozenset(A) == OPEN | FINAL


def test_money_that_arrives_late_counts() -> None:
    for late in (A.FAILED, A.CANCELED, A.EXPIRED):
        assert observe(late, A.SUCCEEDED) is A.SUCCEEDED


def test_every_order_of_the_same_news_ends_alike() -> None:
    for order in permutations([A.REQUIRES_ACTION, A.PENDING, A.SUCCEEDED, A.SUCCEEDED]):
        status = A.SENDING
        for news in order:
            status = observe(status, news)
        assert status is A.SUCCEEDED


@given(st.lists(st.sampled_from(list(A)), max_size=30))
def test_success_survives_whatever_follows(news: list[AttemptStatus]) -> None:
    status = A.SUCCEEDED
    for one in news:
        status = observe(status, one)
    assert status is A.SUCCEEDED


def test_an_answer_that_is_not_known_is_shown_as_pending() -> None:
    assert {shown(status) for status in (A.CREATED, A.SENDING, A.UNKNOWN)} == {PaymentStatus.PENDING}
    assert {shown(status).value for status in ORDER + list(FINAL)} == {status.value for status in ORDER + list(FINAL)}


def test_every_decline_has_words_for_the_payer_and_none_tells_a_thief_anything() -> None:
    assert set(MESSAGES) == set(DeclineReason)
    assert MESSAGES[DeclineReason.FRAUD] == MESSAGES[DeclineReason.GENERIC]
    assert not any(word in text.lower() for text in MESSAGES.values() for word in ("stolen", "lost", "fraud"))
