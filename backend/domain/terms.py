"""The terms that a period is billed under: which discounts lower it, and which taxes are on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from backend.domain.discounts import Discount
from backend.domain.taxes import TaxRate


@dataclass(frozen=True, slots=True)
class Terms:
    """Discounts in the customer's order, and tax rates in the merchant's.

    Inside a period, all that is charged and credited is under the terms that the period was billed under.
    """

    discounts: tuple[Discount, ...] = ()
    taxes: tuple[TaxRate, ...] = ()

    def on(self, plan_id: str) -> Terms:
        """Without the discounts that do not count for a period of the plan."""
        return replace(self, discounts=tuple(one for one in self.discounts if one.counts_for(plan_id)))

    def after(self, plan_id: str) -> Terms:
        """What is left of them when a period of the plan was billed."""
        return replace(self, discounts=tuple(_after(one, plan_id) for one in self.discounts))


PLAIN = Terms()


def _after(discount: Discount, plan_id: str) -> Discount:
    if discount.periods_left is None or not discount.counts_for(plan_id):
        return discount
    return replace(discount, periods_left=discount.periods_left - 1)
