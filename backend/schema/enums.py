"""Every enum of the API, with a word on each value. The enums themselves belong to the domain."""

from __future__ import annotations

from enum import Enum

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

from backend.domain.balance import ActorKind, HoldStatus, TransactionReason
from backend.domain.billing import ChangeTiming, CollectionStatus, DisputeAction, FinalAction, Surplus, Wants
from backend.domain.catalog import AddonCharge, BillingMode, ProductKind
from backend.domain.dispute import DisputeStatus
from backend.domain.invoice import InvoiceStatus
from backend.domain.payment import AttemptStatus, DeclineReason, PaymentPurpose, PaymentStatus
from backend.domain.periods import IntervalUnit
from backend.domain.refund import RefundStatus
from backend.domain.subscription import Collection, SubscriptionAction, SubscriptionStatus
from backend.domain.tasks import TaskKind
from backend.gateways.base import MethodKind


def describe(enum: type[Enum], description: str, values: dict[str, str], name: str | None = None) -> None:
    """Make `enum` known to the schema. Each of its values must be described, and nothing else."""
    strawberry.enum(enum, name=name, description=description)
    definition: StrawberryEnumDefinition = enum.__strawberry_definition__  # type: ignore[attr-defined]
    assert {value.name for value in definition.values} == set(values), f"describe exactly the values of {enum.__name__}"
    for value in definition.values:
        value.description = values[value.name]


describe(
    IntervalUnit,
    "A unit of time that plans are billed by.",
    {
        "HOUR": "Sixty minutes of elapsed time.",
        "DAY": "A calendar day of the merchant.",
        "WEEK": "Seven calendar days of the merchant.",
        "MONTH": "A calendar month; from the 31st, the last day of shorter months.",
        "YEAR": "A calendar year; from 29 February, 28 February in common years.",
    },
)
describe(
    ProductKind,
    "What kind of product it is.",
    {
        "SUBSCRIPTION": "Features are on until the plan ends.",
        "REFILL": "Every purchase adds the same bag of units.",
    },
)
describe(
    BillingMode,
    "How a plan is paid for.",
    {"IN_ADVANCE": "Each period is invoiced before it is used.", "FROM_BALANCE": "Elapsed time is debited."},
)
describe(
    AddonCharge,
    "How often an add-on is charged.",
    {"RECURRING": "With every period.", "ONE_TIME": "Once, when it is added."},
)
describe(
    ChangeTiming,
    "When a change or a cancellation takes effect.",
    {"NOW": "At once.", "PERIOD_END": "When what is paid for ends."},
)
describe(
    Surplus,
    "What becomes of money that a customer gets back.",
    {
        "BALANCE": "It is kept for them, as their balance.",
        "REFUND": "It goes back through the payments that it came by, the newest first; what cannot becomes balance.",
    },
)
describe(
    DisputeAction,
    "What becomes of a subscription when the payer's bank takes its payment back.",
    {"KEEP": "It goes on; staff decide.", "CANCEL": "It ends at once, and gives nothing back."},
)
describe(
    DisputeStatus,
    "Where a dispute stands.",
    {
        "INQUIRY": "The payer's bank asks; no money was taken.",
        "OPEN": "The money is with the bank until it decides.",
        "WON": "The merchant has the money, again or still.",
        "LOST": "The payer has the money for good.",
    },
)
describe(
    TaskKind,
    "What staff are asked to see to.",
    {
        "AMOUNT_MISMATCH": "The gateway speaks of another amount, currency or payment than ours; nothing was booked.",
        "LATE_PAYMENT": "Money came for an invoice that waits for none any more; it is the customer's balance.",
        "PAYMENT_UNRESOLVED": "What became of a payment is not known, and nothing more is asked by itself.",
        "REFUND_UNRESOLVED": "What became of a refund is not known; its money stays reserved.",
        "OUTSIDE_REFUND": "Money went back at the gateway, and the books could not follow in full.",
        "DISPUTE": "A payer's bank takes a payment back, or asks about it.",
        "COMPARISON": "A day's payments differ from the gateway's own list.",
        "UNKNOWN_EVENT": "A gateway told of something that is not known here.",
    },
    name="StaffTaskKind",
)
describe(
    FinalAction,
    "What becomes of a subscription whose renewal could not be collected.",
    {"CANCEL": "It is canceled.", "PAUSE": "It is paused.", "LEAVE": "It stays PAST_DUE."},
)
describe(
    Collection,
    "How the invoices of renewals are paid.",
    {
        "METHOD": "From what the balance has, and the rest from a saved method.",
        "BALANCE": "From the balance, in full.",
        "INVOICE": "They are sent some days ahead, and the customer pays them as they like.",
    },
    name="SubscriptionCollection",
)
describe(
    CollectionStatus,
    "Where the collecting of an invoice stands.",
    {
        "OPEN": "It goes on: tried, tried again, or waited for.",
        "PAID": "The invoice is paid, by whatever means.",
        "GAVE_UP": "Nothing more is collected by itself.",
    },
    name="InvoiceCollectionStatus",
)
describe(
    Wants,
    "What would help where collecting failed.",
    {
        "METHOD": "A saved method that can be charged.",
        "AUTHENTICATION": "The payer, who is asked to confirm the payment at their bank.",
        "PAYMENT": "A payment by hand, or money in the balance.",
    },
    name="InvoiceCollectionWants",
)
describe(
    SubscriptionStatus,
    "Where a subscription stands.",
    {
        "INCOMPLETE": "It waits for its first payment.",
        "INCOMPLETE_EXPIRED": "Its first payment never came.",
        "TRIALING": "It is on, free, until the trial ends.",
        "ACTIVE": "It is on.",
        "PAST_DUE": "A later payment is missing.",
        "PAUSED": "It rests, and can be resumed.",
        "SUSPENDED": "The balance that it is debited from ran out.",
        "CANCELED": "It was ended.",
        "EXPIRED": "It was not renewed.",
    },
)
describe(
    SubscriptionAction,
    "What a customer can do with a subscription.",
    {
        "CHANGE": "Move to another plan, quantity or add-ons.",
        "CANCEL": "End it.",
        "KEEP": "Undo what was scheduled.",
        "PAUSE": "Let it rest.",
        "RESUME": "Go on after a pause.",
        "PAY": "Pay what it waits for.",
    },
)
describe(
    InvoiceStatus,
    "Where an invoice stands.",
    {
        "DRAFT": "It can still change and has no number.",
        "OPEN": "It waits for money.",
        "PAID": "Nothing is due any more.",
        "VOID": "It was withdrawn.",
        "UNCOLLECTIBLE": "The money is not expected any more.",
    },
)
describe(
    PaymentStatus,
    "Where a payment stands. Refunded is an amount, not a state.",
    {
        "REQUIRES_METHOD": "The payer must choose what to pay with.",
        "REQUIRES_ACTION": "The payer must do something: see `action`.",
        "PENDING": "It is under way.",
        "AUTHORIZED": "The money is reserved.",
        "SUCCEEDED": "The money came in.",
        "FAILED": "It was declined: see `decline`.",
        "CANCELED": "It was stopped.",
        "EXPIRED": "The time to pay ran out.",
    },
)
describe(
    AttemptStatus,
    "Where one try stands.",
    {
        "CREATED": "Written down, not sent yet.",
        "SENDING": "The gateway is being asked.",
        "UNKNOWN": "The answer was lost and is being looked up.",
        "REQUIRES_ACTION": "The payer must do something.",
        "PENDING": "The gateway is working on it.",
        "AUTHORIZED": "The money is reserved.",
        "SUCCEEDED": "The money came in.",
        "FAILED": "It was declined.",
        "CANCELED": "It was stopped.",
        "EXPIRED": "The time to pay ran out.",
    },
    name="PaymentAttemptStatus",
)
describe(
    MethodKind,
    "What the payer pays with.",
    {
        "CARD": "A credit or debit card.",
        "STORE": "Cash at a store's counter, by a reference.",
        "BANK_TRANSFER": "A transfer from a bank account.",
        "CASH": "Cash, registered by staff.",
        "BALANCE": "The customer's own balance.",
        "WALLET": "A wallet of the gateway.",
    },
    name="PaymentMethodKind",
)
describe(
    PaymentPurpose,
    "What the money is for.",
    {
        "INVOICE": "What an invoice says.",
        "TOP_UP": "The customer's balance.",
        "REFILL": "A bag of units.",
        "SETUP": "Nothing yet: the method is only saved.",
    },
)
describe(
    RefundStatus,
    "Where a refund stands.",
    {
        "PENDING": "It is under way.",
        "SUCCEEDED": "The money went back. A bank may still return it, days later: then it is FAILED.",
        "FAILED": "Nothing went back.",
    },
)
describe(
    HoldStatus,
    "Where a hold stands: of money, or of units.",
    {
        "HELD": "Nothing else can use it.",
        "SETTLED": "It was used, or a part of it; the rest is free again.",
        "RELEASED": "Nothing of it was used; all of it is free again.",
    },
)
describe(
    DeclineReason,
    "Why money was not collected, in words that are safe for the payer.",
    {
        "GENERIC": "The bank gave no reason, or one that is not for the payer.",
        "INSUFFICIENT_FUNDS": "There is not enough money.",
        "EXPIRED_CARD": "The card has expired.",
        "INCORRECT_NUMBER": "The card number is wrong.",
        "INCORRECT_CVC": "The security code is wrong.",
        "AUTHENTICATION_REQUIRED": "The bank wants to verify the payer.",
        "AUTHENTICATION_FAILED": "The bank could not verify the payer.",
        "FRAUD": "The gateway found it too risky.",
        "LIMIT_EXCEEDED": "The card is over its limit.",
        "PROCESSING_ERROR": "Something went wrong on the way.",
        "EXPIRED": "The time to pay ran out.",
    },
)
describe(
    TransactionReason,
    "Why a balance moved.",
    {
        "TOP_UP": "The customer put money in.",
        "TARIFF": "Time that a plan was used.",
        "INVOICE": "An invoice was paid from it.",
        "REFUND": "A payment was given back: to it, or out of it.",
        "CREDIT": "The merchant gave money.",
        "ADJUSTMENT": "The merchant took money.",
        "OVERPAYMENT": "More came in than was due.",
        "RELEASE": "What was taken before was given back.",
    },
)
describe(
    ActorKind,
    "Who moved a balance.",
    {"CUSTOMER": "The customer.", "STAFF": "The merchant's staff.", "SYSTEM": "Time, or a job of ours."},
)
