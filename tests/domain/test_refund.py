"""Refunds: what a gateway may still say of one, and which payments give how much back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.ledger import AccountKind, failed_refund_credited, unused_refunded
from backend.domain.money import Currency, Money
from backend.domain.refund import RefundStatus, Source, observe, share_out

USD = Currency("USD", 2)
PENDING, SUCCEEDED, FAILED = RefundStatus


def usd(minor: int) -> Money:
    return Money(minor, USD)


@pytest.mark.parametrize(
    ("amount", "sources", "parts"),
    [
        (500, [(1000, False)], [500]),
        (500, [(300, False), (1000, False)], [300, 200]),
        (500, [(300, False), (100, False)], [300, 100]),
        (500, [(0, False), (500, False), (500, False)], [0, 500, 0]),
        # All or nothing: what it cannot give is left to the next.
        (500, [(600, True), (1000, False)], [0, 500]),
        (500, [(500, True), (1000, False)], [500, 0]),
        (500, [(300, True), (300, True)], [300, 0]),
        (0, [(300, False), (300, True)], [0, 0]),
        (500, [], []),
    ],
)
def test_payments_give_back_in_their_order(amount: int, sources: list[tuple[int, bool]], parts: list[int]) -> None:
    found = share_out(usd(amount), [Source(usd(most), whole) for most, whole in sources])
    assert [part.minor for part in found] == parts


SOURCES = st.lists(st.builds(Source, st.integers(0, 10_000).map(usd), st.booleans()), max_size=6)


@given(st.integers(0, 20_000), SOURCES)
def test_no_payment_gives_more_than_it_has_and_all_together_no_more_than_is_wanted(
    amount: int, sources: list[Source]
) -> None:
    parts = share_out(usd(amount), sources)
    assert sum(part.minor for part in parts) <= amount
    for part, source in zip(parts, sources, strict=True):
        assert 0 <= part.minor <= source.most.minor
        assert not source.whole or part.minor in (0, source.most.minor)
    if not any(source.whole for source in sources):
        assert sum(part.minor for part in parts) == min(amount, sum(source.most.minor for source in sources))


@pytest.mark.parametrize(
    ("current", "observed", "after"),
    [
        (PENDING, "PENDING", PENDING), (PENDING, "SUCCEEDED", SUCCEEDED), (PENDING, "FAILED", FAILED),
        (SUCCEEDED, "PENDING", SUCCEEDED), (SUCCEEDED, "FAILED", FAILED), (FAILED, "SUCCEEDED", FAILED),
        (PENDING, "on its way", PENDING),
    ],
)  # fmt: skip
def test_a_refund_only_moves_forward(current: RefundStatus, observed: str, after: RefundStatus) -> None:
    assert observe(current, observed) is after


def test_unused_time_stands_ready_for_its_refund_out_of_revenue_and_tax() -> None:
    posting = unused_refunded("ref_1", "sub_1", "mer_1", usd(250), usd(40))
    assert (posting.key, posting.subject_id) == ("refund:ref_1:unused", "sub_1")
    assert [(leg.kind, leg.owner_id, leg.amount.minor) for leg in posting.legs] == [
        (AccountKind.REVENUE, "mer_1", 250), (AccountKind.TAX, "mer_1", 40), (AccountKind.REFUNDS, "mer_1", -290),
    ]  # fmt: skip


def test_what_stood_ready_becomes_balance_when_the_refund_fails() -> None:
    posting = failed_refund_credited("ref_1", "inv_1", "mer_1", "cus_1", usd(290))
    assert (posting.key, posting.subject_id) == ("refund:ref_1:to_balance", "inv_1")
    assert [(leg.kind, leg.owner_id, leg.amount.minor) for leg in posting.legs] == [
        (AccountKind.REFUNDS, "mer_1", 290), (AccountKind.CUSTOMER_BALANCE, "cus_1", -290),
    ]  # fmt: skip
