"""Postings: the legs of each fact, and that nothing unbalanced can be said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.invoice import InvoiceStatus, split_payment
from backend.domain.ledger import (
    AccountKind,
    Leg,
    Posting,
    balance_adjusted,
    invoice_finalized,
    paid_from_balance,
    payment_captured,
    refund_failed,
    refunded_by_gateway,
    refunded_to_balance,
    tariff_charged,
)
from backend.domain.money import Currency, Money

USD, MXN = Currency("USD", 2), Currency("MXN", 2)


def usd(minor: int) -> Money:
    return Money(minor, USD)


def test_a_finalized_invoice_is_owed_earned_and_taxed() -> None:
    posting = invoice_finalized("inv_1", "mer_1", "cus_1", "INV-000001", net=usd(10000), tax=usd(1600))
    assert posting.key == "invoice:inv_1:finalized"
    assert [(leg.kind, leg.owner_id, leg.amount.minor) for leg in posting.legs] == [
        (AccountKind.RECEIVABLE, "cus_1", 11600),
        (AccountKind.REVENUE, "mer_1", -10000),
        (AccountKind.TAX, "mer_1", -1600),
    ]


def test_a_capture_settles_the_invoice_and_keeps_the_rest_as_balance() -> None:
    posting = payment_captured("pa_1", "pay_1", "gwa_1", "cus_1", to_invoice=usd(900), to_balance=usd(100))
    assert posting.key == "attempt:pa_1:captured"
    assert [(leg.kind, leg.amount.minor) for leg in posting.legs] == [
        (AccountKind.GATEWAY_CLEARING, 1000),
        (AccountKind.RECEIVABLE, -900),
        (AccountKind.CUSTOMER_BALANCE, -100),
    ]


def test_a_leg_of_nothing_is_left_out() -> None:
    posting = payment_captured("pa_1", "pay_1", "gwa_1", "cus_1", to_invoice=usd(900), to_balance=usd(0))
    assert len(posting.legs) == 2


@pytest.mark.parametrize(
    "legs",
    [
        (),
        (Leg(AccountKind.REVENUE, "mer_1", usd(1)),),
        (Leg(AccountKind.REVENUE, "mer_1", usd(1)), Leg(AccountKind.REVENUE, "mer_1", Money(-1, MXN))),
    ],
)
def test_a_posting_that_does_not_sum_to_zero_in_each_currency_is_our_own_bug(legs: tuple[Leg, ...]) -> None:
    with pytest.raises(AssertionError):
        Posting("key", "subject", "text", legs)


@given(st.integers(1, 10**12), st.integers(0, 10**12), st.sampled_from(list(InvoiceStatus)))
def test_no_money_is_lost_between_invoice_and_balance(received: int, due: int, status: InvoiceStatus) -> None:
    to_invoice, to_balance = split_payment(usd(received), usd(due), status)
    assert to_invoice + to_balance == usd(received)
    assert usd(0) <= to_invoice <= usd(due)
    assert status is InvoiceStatus.OPEN or to_invoice == usd(0)


@pytest.mark.parametrize(
    ("posting", "key", "legs"),
    [
        (
            paid_from_balance("pay_1", "cus_1", usd(900)),
            "payment:pay_1:captured",
            [(AccountKind.CUSTOMER_BALANCE, "cus_1", 900), (AccountKind.RECEIVABLE, "cus_1", -900)],
        ),
        (
            balance_adjusted("adjust:1", "cus_1", "mer_1", "cus_1", usd(-250), "A correction"),
            "adjust:1",
            [(AccountKind.CREDITS, "mer_1", -250), (AccountKind.CUSTOMER_BALANCE, "cus_1", 250)],
        ),
        (
            tariff_charged("tdeb_1", "sub_1", "mer_1", "cus_1", usd(5), "Small"),
            "tariff:tdeb_1",
            [(AccountKind.CUSTOMER_BALANCE, "cus_1", 5), (AccountKind.REVENUE, "mer_1", -5)],
        ),
        (
            refunded_to_balance("ref_1", "cus_1", "mer_1", usd(900)),
            "refund:ref_1",
            [(AccountKind.REFUNDS, "mer_1", 900), (AccountKind.CUSTOMER_BALANCE, "cus_1", -900)],
        ),
        (
            refunded_by_gateway("ref_1", "gwa_1", "mer_1", "cus_1", usd(900), usd(0)),
            "refund:ref_1",
            [(AccountKind.REFUNDS, "mer_1", 900), (AccountKind.GATEWAY_CLEARING, "gwa_1", -900)],
        ),
        (
            refund_failed(refunded_by_gateway("ref_1", "gwa_1", "mer_1", "cus_1", usd(600), usd(300))),
            "refund:ref_1:failed",
            [
                (AccountKind.REFUNDS, "mer_1", -600),
                (AccountKind.CUSTOMER_BALANCE, "cus_1", -300),
                (AccountKind.GATEWAY_CLEARING, "gwa_1", 900),
            ],
        ),
    ],
)
def test_a_posting_has_exactly_these_legs(posting: Posting, key: str, legs: list[tuple[AccountKind, str, int]]) -> None:
    assert posting.key == key
    assert [(leg.kind, leg.owner_id, leg.amount.minor) for leg in posting.legs] == legs
