"""The smallest and the largest amount that a gateway takes in a currency."""

from __future__ import annotations

from backend.domain.errors import InvalidInput
from backend.domain.money import Money
from backend.gateways.base import Capabilities
from backend.services.currencies import money


def limits_in(can: Capabilities, code: str) -> tuple[Money | None, Money | None]:
    """Both for the currency `code`; None is no bound."""
    smallest, largest = can.amount_limits.get(code, (None, None))
    return (
        money(smallest, code) if smallest is not None else None,
        money(largest, code) if largest is not None else None,
    )


def takes_amount(can: Capabilities, amount: Money) -> bool:
    """Whether `amount` is within them."""
    smallest, largest = limits_in(can, amount.currency.code)
    return (smallest is None or smallest.minor <= amount.minor) and (largest is None or amount.minor <= largest.minor)


def check_limits(can: Capabilities, label: str, amount: Money, path: str) -> None:
    """Raise InvalidInput at `path` for an amount that the account called `label` does not take."""
    if takes_amount(can, amount):
        return
    smallest, largest = limits_in(can, amount.currency.code)
    bounds = [f"at least {smallest}"] if smallest is not None else []
    bounds += [f"at most {largest}"] if largest is not None else []
    raise InvalidInput.at(path, "AMOUNT_OUT_OF_RANGE", f"{label} takes {' and '.join(bounds)}.")
