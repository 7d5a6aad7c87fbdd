"""What always holds of coupons and taxes, read from the rows alone."""

from __future__ import annotations

from collections import Counter

from backend.models import InvoiceLine
from tests.support.all_rows import Books, by

_FIRST = {"ONCE": 1, "FOREVER": None}


def assert_terms_add_up(books: Books) -> None:
    """Invoices say of discounts and taxes what their lines, coupons and rates say; coupons count their uses."""
    _invoices(books)
    _coupons(books)


def _invoices(books: Books) -> None:
    lines_of, off_of = by(books.lines, "invoice_id"), by(books.invoice_discounts, "invoice_id")
    taxes_of = by(books.invoice_taxes, "invoice_id")
    for invoice in books.invoices:
        off, taxes = off_of[invoice.id], taxes_of[invoice.id]
        columns = zip(*[_terms_of(line) for line in lines_of[invoice.id]], strict=True)
        of_lines = [sum(column) for column in columns] or [0, 0, 0]
        assert of_lines == [invoice.discount_minor, invoice.tax_minor, invoice.tax_included_minor]
        assert sum(row.amount_minor for row in off) == invoice.discount_minor
        assert sum(row.amount_minor for row in taxes) == invoice.tax_minor
        added = invoice.tax_minor - invoice.tax_included_minor
        assert invoice.total_minor == invoice.subtotal_minor - invoice.discount_minor + added
        counts = [row.counts for row in off] + [row.counts for row in taxes]
        assert invoice.opens_period or not any(counts)


def _terms_of(line: InvoiceLine) -> tuple[int, int, int]:
    return line.discount_minor, line.tax_minor, line.tax_included_minor


def _coupons(books: Books) -> None:
    stands = {invoice.id: invoice.subscription_id for invoice in books.invoices if invoice.status != "VOID"}
    used = Counter(
        (stands[row.invoice_id], row.coupon_id)
        for row in books.invoice_discounts
        if row.counts and row.invoice_id in stands
    )
    coupons = {row.id: row for row in books.coupons}
    redeemed: Counter[str] = Counter()
    for row in books.discounts:
        coupon = coupons[row.coupon_id]
        redeemed[row.coupon_id] += row.status != "RETURNED"
        first = _FIRST.get(coupon.duration, coupon.periods)
        times = used[row.subscription_id, row.coupon_id]
        if row.status == "ACTIVE":
            assert row.periods_left == (None if first is None else first - times)
        else:
            assert row.status == "REMOVED" or times == 0
    assert {row.id: row.redemptions for row in books.coupons} == {id: redeemed[id] for id in coupons}
