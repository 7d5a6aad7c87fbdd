"""What a purchase costs: the one function behind the preview, the charge and the invoice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from backend.domain.catalog import AddonCharge
from backend.domain.discounts import Deduction, sum_deductions
from backend.domain.lines import WHOLE, Line, charge, plain_line, reduce_parts
from backend.domain.money import Money, add_up, zero
from backend.domain.periods import Period
from backend.domain.purchases import (
    Feature,
    Purchase,
    charged_once,
    compare_features,
    merge_features,
    parts_to_charge,
)
from backend.domain.taxes import TaxAmount, sum_taxes
from backend.domain.terms import PLAIN, Terms

# The lines that make the sum of an invoice zero: so much goes back, and so much to the customer's balance.
REFUND = "Refund"
WENT_BACK = "Went back before"
TO_BALANCE = "To your balance"


@dataclass(frozen=True, slots=True)
class Quote:
    """A computed offer. `due_now` is what confirming charges; `next_charge` what each further period costs.

    `total = subtotal - discount + tax - tax_included`: so much of the tax is in the prices already. Where more is
    given back than charged, `refunded` is what goes back by refunds, and `credited` what becomes balance.

    What is billed from the balance has no lines and nothing due: `next_charge` is the price of one interval, debited by
    elapsed time, for the first time at `next_charge_at`.
    """

    effective_at: datetime
    expires_at: datetime
    lines: tuple[Line, ...]
    subtotal: Money
    discount: Money
    tax: Money
    tax_included: Money
    total: Money
    balance_applied: Money
    credited: Money
    refunded: Money
    due_now: Money
    next_charge: Money
    next_charge_at: datetime
    features_gained: tuple[Feature, ...]
    features_lost: tuple[Feature, ...]
    # Of the period that it bills, which uses up one period of the discounts; None when it bills none.
    billed_under: Terms | None = None

    @property
    def deductions(self) -> tuple[Deduction, ...]:
        """What each discount takes off, in their order."""
        return sum_deductions([line.deductions for line in self.lines])

    @property
    def taxes(self) -> tuple[TaxAmount, ...]:
        """What each tax rate makes."""
        return sum_taxes([line.taxes for line in self.lines])


def quote_purchase(
    purchase: Purchase, first: Period, expires_at: datetime, *, terms: Terms = PLAIN, share: Fraction = WHOLE
) -> Quote:
    """The first period, recurring add-ons with it, one-time add-ons once.

    `first` is `share` of a whole interval where that is a calendar's, and the subscription begins inside it.
    """
    lines = _lines(purchase, {}, first, terms, share)
    return make_quote(
        purchase, lines, effective_at=first.start, next_charge_at=first.end, expires_at=expires_at,
        billed_under=terms.on(purchase.plan_id), following=terms.after(purchase.plan_id),
    )  # fmt: skip


def quote_renewal(
    purchase: Purchase,
    following: Period,
    *,
    charged: Mapping[str, int],
    terms: Terms = PLAIN,
    share: Fraction = WHOLE,
) -> Quote:
    """A further period, which is `share` of a whole interval, as after a pause or a trial.

    One-time add-ons are charged beyond what was `charged` of each before, by id.
    """
    lines = _lines(purchase, charged, following, terms, share)
    return make_quote(
        purchase, lines, effective_at=following.start, next_charge_at=following.end, expires_at=following.start,
        billed_under=terms.on(purchase.plan_id), following=terms.after(purchase.plan_id),
    )  # fmt: skip


def renewal_of(alike: Quote, following: Period) -> Quote:
    """The quote of another period for which the same is renewed: one of the same share. Only the dates differ."""
    lines = tuple(line if line.period is None else replace(line, period=following) for line in alike.lines)
    return replace(
        alike, effective_at=following.start, expires_at=following.start, lines=lines, next_charge_at=following.end
    )


def _lines(purchase: Purchase, charged: Mapping[str, int], billed: Period, terms: Terms, share: Fraction) -> list[Line]:
    reduced = reduce_parts(parts_to_charge(purchase, charged), terms.on(purchase.plan_id))
    return [charge(one, share, billed) if one.part.is_recurring else charge(one, WHOLE, None) for one in reduced]


def each_period(
    purchase: Purchase, terms: Terms, *, charged: Mapping[str, int] | None = None, share: Fraction = WHOLE
) -> Money:
    """What a period, `share` of a whole one, costs under `terms`, with all taxes.

    What is charged once comes with it only beyond what was `charged`.
    """
    already = charged_once(purchase) if charged is None else charged
    reduced = reduce_parts(parts_to_charge(purchase, already), terms.on(purchase.plan_id))
    totals = [charge(one, share if one.part.is_recurring else WHOLE, None).total for one in reduced]
    return add_up(zero(purchase.unit_price.currency), totals)


def make_quote(
    wanted: Purchase,
    lines: Sequence[Line],
    *,
    effective_at: datetime,
    next_charge_at: datetime,
    expires_at: datetime,
    billed_under: Terms | None = None,
    following: Terms = PLAIN,
    held: Sequence[Feature] = (),
    next_share: Fraction = WHOLE,
) -> Quote:
    """Sum the lines of what leads to `wanted`; `held` are the features that it takes the place of.

    `following` are the terms of the period after it, which is `next_share` of a whole one. Where more is given back
    than charged, a last line makes the sum zero: that much is `credited`.
    """
    nothing = zero(wanted.unit_price.currency)
    sum_of_all = add_up(nothing, [line.total for line in lines])
    total, credited = (nothing, -sum_of_all) if sum_of_all < nothing else (sum_of_all, nothing)
    if nothing < credited:
        lines = [*lines, plain_line(TO_BALANCE, credited)]
    gained, lost = compare_features(held, merge_features(wanted))
    return Quote(
        effective_at=effective_at,
        expires_at=expires_at,
        lines=tuple(lines),
        subtotal=add_up(nothing, [line.amount for line in lines]),
        discount=add_up(nothing, [line.discount for line in lines]),
        tax=add_up(nothing, [line.tax for line in lines]),
        tax_included=add_up(nothing, [line.tax_included for line in lines]),
        total=total,
        balance_applied=nothing,
        credited=credited,
        refunded=nothing,
        due_now=total,
        next_charge=each_period(wanted, following, share=next_share),
        next_charge_at=next_charge_at,
        features_gained=gained,
        features_lost=lost,
        billed_under=billed_under,
    )


def with_at_most(quote: Quote, most: Money) -> Quote:
    """The same, where no more than `most` can be given back: the rest went back before, and a line says so."""
    if quote.credited <= most:
        return quote
    lines = [*quote.lines[:-1], plain_line(WENT_BACK, quote.credited - most)]
    if most.minor:
        lines.append(plain_line(TO_BALANCE, most))
    return replace(quote, lines=tuple(lines), credited=most)


def with_refund(quote: Quote, refunded: Money) -> Quote:
    """The same, where so much of what is `credited` goes back by refunds instead."""
    if not refunded.minor:
        return quote
    assert refunded <= quote.credited, "a refund is a part of what is given back"
    credited = quote.credited - refunded
    lines = [*quote.lines[:-1], plain_line(REFUND, refunded)]
    if credited.minor:
        lines.append(plain_line(TO_BALANCE, credited))
    return replace(quote, lines=tuple(lines), credited=credited, refunded=refunded)


def quote_tariff(
    purchase: Purchase,
    effective_at: datetime,
    first_debit_at: datetime,
    expires_at: datetime,
    *,
    held: Sequence[Feature] = (),
) -> Quote:
    """A plan that is billed from the balance. `held` are the features that it takes the place of."""
    assert all(addon.charge is AddonCharge.RECURRING for addon in purchase.addons), "nothing is charged once"
    return make_quote(
        purchase, (), effective_at=effective_at, next_charge_at=first_debit_at, expires_at=expires_at, held=held
    )
