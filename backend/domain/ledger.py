"""Double entry: which legs a fact has. Debits are positive, credits negative; the legs of one posting sum to zero."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backend.domain.money import Money


class AccountKind(StrEnum):
    """What an account counts. Its owner is the customer, the gateway account or the merchant."""

    CUSTOMER_BALANCE = "CUSTOMER_BALANCE"
    RECEIVABLE = "RECEIVABLE"
    REVENUE = "REVENUE"
    TAX = "TAX"
    GATEWAY_CLEARING = "GATEWAY_CLEARING"
    CASH = "CASH"
    REFUNDS = "REFUNDS"
    CREDITS = "CREDITS"
    UNITS = "UNITS"


@dataclass(frozen=True, slots=True)
class Leg:
    """One entry to be: so much to the account of `kind` that `owner_id` has."""

    kind: AccountKind
    owner_id: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Posting:
    """Legs that belong together. `key` is unique for each merchant: posting it twice is impossible."""

    key: str
    subject_id: str
    description: str
    legs: tuple[Leg, ...]

    def __post_init__(self) -> None:
        sums: dict[str, int] = {}
        for leg in self.legs:
            sums[leg.amount.currency.code] = sums.get(leg.amount.currency.code, 0) + leg.amount.minor
        assert self.legs, "a posting moves something"
        assert not any(sums.values()), "a posting sums to zero in each currency"


def invoice_finalized(
    invoice_id: str, merchant_id: str, customer_id: str, number: str, net: Money, tax: Money
) -> Posting:
    """The customer owes net + tax; the merchant earned `net` and holds `tax` for the state."""
    legs = [
        Leg(AccountKind.RECEIVABLE, customer_id, net + tax),
        Leg(AccountKind.REVENUE, merchant_id, -net),
        Leg(AccountKind.TAX, merchant_id, -tax),
    ]
    return Posting(f"invoice:{invoice_id}:finalized", invoice_id, f"Invoice {number}", _nonzero(legs))


def invoice_voided(
    invoice_id: str,
    merchant_id: str,
    customer_id: str,
    number: str,
    net: Money,
    tax: Money,
    *,
    paid: Money,
    credited: Money,
) -> Posting:
    """Nothing is owed after all: what finalizing did is undone, and `credited` becomes the customer's balance.

    The rest of what was `paid` went back before, as refunds or to payers' banks: no sale is given up for it any more.
    """
    legs = [
        Leg(AccountKind.REVENUE, merchant_id, net),
        Leg(AccountKind.TAX, merchant_id, tax),
        Leg(AccountKind.RECEIVABLE, customer_id, paid - net - tax),
        Leg(AccountKind.CUSTOMER_BALANCE, customer_id, -credited),
        Leg(AccountKind.REFUNDS, merchant_id, credited - paid),
    ]
    return Posting(f"invoice:{invoice_id}:voided", invoice_id, f"Invoice {number} voided", _nonzero(legs))


def invoice_credited(invoice_id: str, merchant_id: str, customer_id: str, number: str, credited: Money) -> Posting:
    """An invoice gave back more than it charged: revenue becomes the customer's balance."""
    legs = (
        Leg(AccountKind.REVENUE, merchant_id, credited),
        Leg(AccountKind.CUSTOMER_BALANCE, customer_id, -credited),
    )
    return Posting(f"invoice:{invoice_id}:credited", invoice_id, f"Invoice {number}: credit", legs)


def unused_credited(
    credit_id: str, subscription_id: str, merchant_id: str, customer_id: str, net: Money, tax: Money
) -> Posting:
    """What was paid for and is not used any more: revenue, and the tax on it, become the customer's balance."""
    legs = [
        Leg(AccountKind.REVENUE, merchant_id, net),
        Leg(AccountKind.TAX, merchant_id, tax),
        Leg(AccountKind.CUSTOMER_BALANCE, customer_id, -(net + tax)),
    ]
    return Posting(f"credit:{credit_id}", subscription_id, "Unused time", _nonzero(legs))


def unused_refunded(refund_id: str, subject_id: str, merchant_id: str, net: Money, tax: Money) -> Posting:
    """What is not used any more goes back by a refund: revenue, and the tax on it, stand ready for its posting.

    It is posted when the refund is reserved. `subject_id` is what gives it back: a subscription, or a change's invoice.
    """
    legs = [
        Leg(AccountKind.REVENUE, merchant_id, net),
        Leg(AccountKind.TAX, merchant_id, tax),
        Leg(AccountKind.REFUNDS, merchant_id, -(net + tax)),
    ]
    return Posting(unused_refunded_key(refund_id), subject_id, "Unused time", _nonzero(legs))


def unused_refunded_key(refund_id: str) -> str:
    """Of the posting that tells a refund of unused time from others."""
    return f"refund:{refund_id}:unused"


def failed_refund_credited(
    refund_id: str, subject_id: str, merchant_id: str, customer_id: str, amount: Money
) -> Posting:
    """A refund failed, of unused time or of an invoice that is void: its money becomes the customer's balance."""
    legs = (
        Leg(AccountKind.REFUNDS, merchant_id, amount),
        Leg(AccountKind.CUSTOMER_BALANCE, customer_id, -amount),
    )
    return Posting(f"refund:{refund_id}:to_balance", subject_id, "A refund that failed", legs)


def payment_captured(
    source_id: str,
    payment_id: str,
    gateway_account_id: str,
    customer_id: str,
    to_invoice: Money,
    to_balance: Money,
    *,
    key: str | None = None,
) -> Posting:
    """Money came in at a gateway: it settles what the customer owes, and the rest is kept as their balance.

    `source_id` is the attempt, or the receipt of staff, that brought it; `key` only for what it brings later.
    """
    legs = [
        Leg(AccountKind.GATEWAY_CLEARING, gateway_account_id, to_invoice + to_balance),
        Leg(AccountKind.RECEIVABLE, customer_id, -to_invoice),
        Leg(AccountKind.CUSTOMER_BALANCE, customer_id, -to_balance),
    ]
    return Posting(key or captured_key(source_id), payment_id, "Payment received", _nonzero(legs))


def captured_key(source_id: str) -> str:
    """Of the posting of what an attempt at a gateway, or a receipt that staff registered, brought in."""
    source = "receipt" if source_id.startswith("rcpt_") else "attempt"
    return f"{source}:{source_id}:captured"


def received_key(attempt_id: str, total_minor: int) -> str:
    """Of the posting with which an attempt that had succeeded had brought `total_minor` in all."""
    return f"attempt:{attempt_id}:received:{total_minor}"


def receipt_reversed(
    receipt_id: str, payment_id: str, gateway_account_id: str, customer_id: str, to_invoice: Money, to_balance: Money
) -> Posting:
    """Money that staff registered never came: what it settled is owed again, what became balance is taken back."""
    legs = [
        Leg(AccountKind.GATEWAY_CLEARING, gateway_account_id, -(to_invoice + to_balance)),
        Leg(AccountKind.RECEIVABLE, customer_id, to_invoice),
        Leg(AccountKind.CUSTOMER_BALANCE, customer_id, to_balance),
    ]
    return Posting(f"receipt:{receipt_id}:reversed", payment_id, "Receipt reversed", _nonzero(legs))


def paid_from_balance(payment_id: str, customer_id: str, amount: Money) -> Posting:
    """The customer settles what they owe with prepaid money."""
    legs = (
        Leg(AccountKind.CUSTOMER_BALANCE, customer_id, amount),
        Leg(AccountKind.RECEIVABLE, customer_id, -amount),
    )
    return Posting(f"payment:{payment_id}:captured", payment_id, "Paid from the balance", legs)


def balance_adjusted(
    key: str, subject_id: str, merchant_id: str, customer_id: str, amount: Money, description: str
) -> Posting:
    """The merchant gives (positive) or takes (negative) prepaid money, out of or into its own credits."""
    legs = (
        Leg(AccountKind.CREDITS, merchant_id, amount),
        Leg(AccountKind.CUSTOMER_BALANCE, customer_id, -amount),
    )
    return Posting(key, subject_id, description, legs)


def tariff_charged(
    debit_id: str, subscription_id: str, merchant_id: str, customer_id: str, amount: Money, description: str
) -> Posting:
    """Time that was served turns prepaid money into revenue."""
    legs = (
        Leg(AccountKind.CUSTOMER_BALANCE, customer_id, amount),
        Leg(AccountKind.REVENUE, merchant_id, -amount),
    )
    return Posting(f"tariff:{debit_id}", subscription_id, description, legs)


def refunded_to_balance(refund_id: str, customer_id: str, merchant_id: str, amount: Money) -> Posting:
    """What was paid from the balance goes back to it."""
    legs = (
        Leg(AccountKind.REFUNDS, merchant_id, amount),
        Leg(AccountKind.CUSTOMER_BALANCE, customer_id, -amount),
    )
    return Posting(f"refund:{refund_id}", refund_id, "Refund to the balance", legs)


def refunded_by_gateway(
    refund_id: str, gateway_account_id: str, merchant_id: str, customer_id: str, of_sale: Money, of_balance: Money
) -> Posting:
    """Money left through the gateway that took it: the merchant gives up a sale, the customer what became balance."""
    legs = [
        Leg(AccountKind.REFUNDS, merchant_id, of_sale),
        Leg(AccountKind.CUSTOMER_BALANCE, customer_id, of_balance),
        Leg(AccountKind.GATEWAY_CLEARING, gateway_account_id, -(of_sale + of_balance)),
    ]
    return Posting(f"refund:{refund_id}", refund_id, "Refund", _nonzero(legs))


def refund_failed(refunded: Posting) -> Posting:
    """The bank sent the money back after all: exactly what `refunded` did, undone."""
    legs = tuple(Leg(leg.kind, leg.owner_id, -leg.amount) for leg in refunded.legs)
    return Posting(f"{refunded.key}:failed", refunded.subject_id, "The refund failed", legs)


def dispute_taken(dispute_id: str, gateway_account_id: str, merchant_id: str, amount: Money) -> Posting:
    """A payer's bank took money of a payment out of what the gateway owes the merchant."""
    legs = (
        Leg(AccountKind.REFUNDS, merchant_id, amount),
        Leg(AccountKind.GATEWAY_CLEARING, gateway_account_id, -amount),
    )
    return Posting(f"dispute:{dispute_id}:taken", dispute_id, "Disputed payment", legs)


def dispute_from_balance(dispute_id: str, merchant_id: str, customer_id: str, amount: Money) -> Posting:
    """The dispute was lost, and its money had become balance: the customer gives it up, not the merchant."""
    legs = (
        Leg(AccountKind.CUSTOMER_BALANCE, customer_id, amount),
        Leg(AccountKind.REFUNDS, merchant_id, -amount),
    )
    return Posting(f"dispute:{dispute_id}:from_balance", dispute_id, "Dispute lost", legs)


def dispute_returned(dispute_id: str, gateway_account_id: str, merchant_id: str, amount: Money) -> Posting:
    """The dispute was won: what the bank took is there again."""
    legs = (
        Leg(AccountKind.GATEWAY_CLEARING, gateway_account_id, amount),
        Leg(AccountKind.REFUNDS, merchant_id, -amount),
    )
    return Posting(f"dispute:{dispute_id}:returned", dispute_id, "Dispute won", legs)


def _nonzero(legs: list[Leg]) -> tuple[Leg, ...]:
    return tuple(leg for leg in legs if leg.amount.minor)
