"""Words of the catalogue: kinds of product, how plans bill, how add-ons charge."""

from enum import StrEnum


class ProductKind(StrEnum):
    """SUBSCRIPTION: features are on until the plan ends. REFILL: each purchase adds the same bag of units."""

    SUBSCRIPTION = "SUBSCRIPTION"
    REFILL = "REFILL"


class BillingMode(StrEnum):
    """IN_ADVANCE: a period is invoiced before it is used. FROM_BALANCE: elapsed time is debited from the balance."""

    IN_ADVANCE = "IN_ADVANCE"
    FROM_BALANCE = "FROM_BALANCE"


class AddonCharge(StrEnum):
    """RECURRING: with every period. ONE_TIME: once, when it is added."""

    RECURRING = "RECURRING"
    ONE_TIME = "ONE_TIME"
