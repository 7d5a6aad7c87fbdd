"""Disputes: what a gateway may still say of one, and what is posted of it."""

from __future__ import annotations

from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.dispute import CLOSED, TAKEN, DisputeStatus, observe
from backend.domain.ledger import AccountKind, captured_key, dispute_returned, dispute_taken, received_key
from backend.domain.money import Currency, Money

INQUIRY, OPEN, WON, LOST = DisputeStatus
MOVES = {(INQUIRY, OPEN), (INQUIRY, WON), (INQUIRY, LOST), (OPEN, WON), (OPEN, LOST)}


def test_a_dispute_only_moves_forward() -> None:
    for current, observed in product(DisputeStatus, repeat=2):
        assert observe(current, observed) is (observed if (current, observed) in MOVES else current)


@given(st.lists(st.sampled_from([INQUIRY, OPEN]), max_size=5), st.sampled_from([WON, LOST]), st.randoms())
def test_every_order_of_the_same_news_ends_alike(
    before: list[DisputeStatus], end: DisputeStatus, random: Random
) -> None:
    news = [*before, end]
    random.shuffle(news)
    status = news[0]
    for one in news[1:]:
        status = observe(status, one)
    assert status is end
    assert (status in TAKEN, status in CLOSED) == (end is LOST, True)


def test_what_is_taken_and_comes_back_is_nothing_in_sum() -> None:
    amount = Money(700, Currency("USD", 2))
    taken = dispute_taken("dsp_1", "gwa_1", "mer_1", amount)
    returned = dispute_returned("dsp_1", "gwa_1", "mer_1", amount)
    assert (taken.key, returned.key) == ("dispute:dsp_1:taken", "dispute:dsp_1:returned")
    assert {(leg.kind, leg.owner_id): leg.amount.minor for leg in taken.legs} == {
        (AccountKind.REFUNDS, "mer_1"): 700,
        (AccountKind.GATEWAY_CLEARING, "gwa_1"): -700,
    }
    for kind in (AccountKind.REFUNDS, AccountKind.GATEWAY_CLEARING):
        assert sum(leg.amount.minor for leg in (*taken.legs, *returned.legs) if leg.kind is kind) == 0


def test_the_books_tell_attempts_receipts_and_what_came_later_apart() -> None:
    assert captured_key("pa_1") == "attempt:pa_1:captured"
    assert captured_key("rcpt_1") == "receipt:rcpt_1:captured"
    assert received_key("pa_1", 1100) == "attempt:pa_1:received:1100"
