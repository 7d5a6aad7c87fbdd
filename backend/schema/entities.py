"""Customers, subscriptions, invoices and payments: the four that point at each other, and so live in one file."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from backend import models
from backend.domain.invoice import InvoiceStatus
from backend.domain.payment import (
    DECLINE_MESSAGES,
    AttemptStatus,
    DeclineReason,
    PaymentPurpose,
    PaymentStatus,
)
from backend.domain.subscription import SubscriptionStatus
from backend.gateways.base import MethodKind
from backend.schema.balance_types import CustomerBalances
from backend.schema.catalog import Addon, Feature, Plan, Product
from backend.schema.connections import After, Before, Connection, First, Last, PageArguments, connect
from backend.schema.context import Info
from backend.schema.disputes import PaymentDisputes
from backend.schema.invoice_amounts import InvoiceAmounts
from backend.schema.invoice_collections import InvoiceCollecting
from backend.schema.money import Money, Period
from backend.schema.node import Node
from backend.schema.payment_actions import PaymentAction, shown_action
from backend.schema.payment_methods import CustomerMethods
from backend.schema.receipt_types import PaymentReceipts
from backend.schema.refund_types import PaymentRefunds
from backend.schema.scalars import CurrencyCode
from backend.schema.subscription_gateway import SubscriptionGateway
from backend.schema.subscription_life import SubscriptionLife
from backend.schema.tariffs import SubscriptionTariff
from backend.schema.taxes import CustomerTaxes
from backend.schema.units import CustomerUnits
from backend.services.payments.action import open_action
from backend.services.payments.attempt_now import is_retryable
from backend.services.payments.set_aside import is_set_aside
from backend.services.subscriptions.entitlements import customer_features


@strawberry.type(description="Who buys from a merchant.")
class Customer(CustomerBalances, CustomerUnits, CustomerMethods, CustomerTaxes, Node):
    row: strawberry.Private[models.Customer]
    email: str = strawberry.field(description="Where invoices and messages go.")
    name: str = strawberry.field(description="What we call them.")
    locale: str = strawberry.field(description="The language they read.")
    currency: CurrencyCode = strawberry.field(description="What they are billed in.")
    external_id: str | None = strawberry.field(description="The merchant's own id for them.")

    @classmethod
    def of(cls, row: models.Customer) -> Customer:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), email=row.email, name=row.name, locale=row.locale,
            currency=CurrencyCode(row.currency), external_id=row.external_id,
        )  # fmt: skip

    @strawberry.field(description="The features that are on now, over all subscriptions.")
    async def entitlements(self, info: Info) -> list[Feature]:
        return [Feature.of(f) for f in await customer_features(info.context.ctx, customer_id=self.row.id)]

    @strawberry.field(description="Their subscriptions, newest first.")
    async def subscriptions(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        status: Annotated[
            list[SubscriptionStatus] | None, strawberry.argument(description="Only these statuses.")
        ] = None,
    ) -> Connection[Subscription]:
        rows = models.Subscription.filter(merchant_id=self.row.merchant_id, customer_id=self.row.id)
        if status is not None:
            rows = rows.filter(status__in=[one.value for one in status])
        return await connect(rows, PageArguments(first, after, last, before), Subscription.of, newest_first=True)

    @strawberry.field(description="Their invoices, newest first.")
    async def invoices(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        status: Annotated[list[InvoiceStatus] | None, strawberry.argument(description="Only these statuses.")] = None,
    ) -> Connection[Invoice]:
        rows = models.Invoice.filter(merchant_id=self.row.merchant_id, customer_id=self.row.id)
        if status is not None:
            rows = rows.filter(status__in=[one.value for one in status])
        return await connect(rows, PageArguments(first, after, last, before), Invoice.of, newest_first=True)

    @strawberry.field(description="Their payments, newest first.")
    async def payments(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        status: Annotated[list[PaymentStatus] | None, strawberry.argument(description="Only these statuses.")] = None,
    ) -> Connection[Payment]:
        rows = models.Payment.filter(merchant_id=self.row.merchant_id, customer_id=self.row.id)
        if status is not None:
            rows = rows.filter(status__in=[one.value for one in status])
        return await connect(rows, PageArguments(first, after, last, before), Payment.of, newest_first=True)


async def _customer(info: Info, id: str) -> Customer:
    row = await info.context.loaders.customer.load(id)
    assert row is not None
    return Customer.of(row)


@strawberry.type(description="So many of one add-on.")
class SubscriptionAddon:
    addon: Addon = strawberry.field(description="The add-on.")
    quantity: int = strawberry.field(description="How many.")


@strawberry.type(description="A customer's use of a plan over time.")
class Subscription(SubscriptionTariff, SubscriptionLife, SubscriptionGateway, Node):
    row: strawberry.Private[models.Subscription]
    quantity: int = strawberry.field(description="How many of the plan.")
    status: SubscriptionStatus = strawberry.field(description="Where it stands.")
    version: int = strawberry.field(description="Counts its changes.")
    auto_renew: bool = strawberry.field(description="Whether a new period follows the current one.")
    canceled_at: datetime | None = strawberry.field(description="When it was canceled.")
    created_at: datetime = strawberry.field(description="When it was bought.")

    @classmethod
    def of(cls, row: models.Subscription) -> Subscription:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), quantity=row.quantity, status=SubscriptionStatus(row.status),
            version=row.version, auto_renew=row.auto_renew, canceled_at=row.canceled_at, created_at=row.created_at,
        )  # fmt: skip

    @strawberry.field(description="Who holds it.")
    async def customer(self, info: Info) -> Customer:
        return await _customer(info, self.row.customer_id)

    @strawberry.field(description="The product.")
    async def product(self, info: Info) -> Product:
        row = await info.context.loaders.product.load(self.row.product_id)
        assert row is not None
        return Product.of(row)

    @strawberry.field(description="The plan.")
    async def plan(self, info: Info) -> Plan:
        row = await info.context.loaders.plan.load(self.row.plan_id)
        assert row is not None
        return Plan.of(row)

    @strawberry.field(description="The add-ons it holds.")
    async def addons(self, info: Info) -> list[SubscriptionAddon]:
        held = await info.context.loaders.addons_of_subscription.load(self.row.id)
        rows = await info.context.loaders.addon.load_many([one.addon_id for one in held])
        return [
            SubscriptionAddon(addon=Addon.of(row), quantity=one.quantity)
            for one, row in zip(held, rows, strict=True)
            if row is not None
        ]

    @strawberry.field(description="What was paid in advance, or will be; null when it is billed from the balance.")
    def current_period(self) -> Period | None:
        return Period.between(self.row.period_start, self.row.period_end)

    @strawberry.field(description="Its newest invoice.")
    async def latest_invoice(self, info: Info) -> Invoice | None:
        rows = await info.context.loaders.invoices_of_subscription.load(self.row.id)
        return Invoice.of(rows[0]) if rows else None


@strawberry.type(description="What a customer owes, line by line.")
class Invoice(InvoiceAmounts, InvoiceCollecting, Node):
    row: strawberry.Private[models.Invoice]
    number: str | None = strawberry.field(description="Gapless per merchant; null while it is a draft.")
    status: InvoiceStatus = strawberry.field(description="Where it stands.")
    issued_at: datetime | None = strawberry.field(description="When it was finalized.")
    due_at: datetime | None = strawberry.field(description="When it should be paid.")
    version: int = strawberry.field(description="Counts its changes.")

    @classmethod
    def of(cls, row: models.Invoice) -> Invoice:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), number=row.number, status=InvoiceStatus(row.status),
            issued_at=row.issued_at, due_at=row.due_at, version=row.version,
        )  # fmt: skip

    @strawberry.field(description="Who owes it.")
    async def customer(self, info: Info) -> Customer:
        return await _customer(info, self.row.customer_id)

    @strawberry.field(description="The subscription that it is for.")
    async def subscription(self, info: Info) -> Subscription | None:
        if self.row.subscription_id is None:
            return None
        row = await info.context.loaders.subscription.load(self.row.subscription_id)
        return Subscription.of(row) if row else None

    @strawberry.field(description="The payments made for it, oldest first.")
    async def payments(self, info: Info) -> list[Payment]:
        return [Payment.of(row) for row in await info.context.loaders.payments_of_invoice.load(self.row.id)]


@strawberry.type(description="Why money was not collected.")
class Decline:
    reason: DeclineReason = strawberry.field(description="The reason, for programs.")
    message: str = strawberry.field(description="The reason, for the payer.")
    retryable: bool = strawberry.field(description="Whether the same method may be tried again.")


@strawberry.type(description="One try to collect a payment.")
class PaymentAttempt(Node):
    number: int = strawberry.field(description="1 for the first try.")
    status: AttemptStatus = strawberry.field(description="Where it stands.")
    gateway_reference: str | None = strawberry.field(description="The gateway's own id of it.")
    decline: Decline | None = strawberry.field(description="Why it failed.")
    created_at: datetime = strawberry.field(description="When it was started.")

    @classmethod
    def of(cls, row: models.PaymentAttempt, retryable: bool) -> PaymentAttempt:
        """From a row."""
        return cls(
            id=strawberry.ID(row.id), number=row.number, status=AttemptStatus(row.status),
            gateway_reference=row.gateway_reference, decline=decline_of(row.decline_reason, retryable),
            created_at=row.created_at,
        )  # fmt: skip


def decline_of(reason: str | None, retryable: bool) -> Decline | None:
    """The decline that a row's reason tells of."""
    if reason is None:
        return None
    known = DeclineReason(reason)
    return Decline(reason=known, message=DECLINE_MESSAGES[known], retryable=retryable)


@strawberry.type(description="One intent to collect an amount.")
class Payment(PaymentRefunds, PaymentReceipts, PaymentDisputes, Node):
    row: strawberry.Private[models.Payment]
    status: PaymentStatus = strawberry.field(description="Where it stands.")
    kind: MethodKind = strawberry.field(description="What the payer pays with.")
    gateway: str = strawberry.field(description="The gateway that collects it.")
    gateway_reference: str | None = strawberry.field(description="The gateway's own id of it.")
    purpose: PaymentPurpose = strawberry.field(description="What the money is for.")
    card_brand: str | None = strawberry.field(description="The card's brand, once the gateway told.")
    card_last4: str | None = strawberry.field(description="The card's last four digits, once the gateway told.")
    created_at: datetime = strawberry.field(description="When it was started.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    version: int = strawberry.field(description="Counts its changes.")

    @classmethod
    def of(cls, row: models.Payment) -> Payment:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), status=PaymentStatus(row.status), kind=MethodKind(row.kind),
            gateway=row.gateway, gateway_reference=row.gateway_reference, purpose=PaymentPurpose(row.purpose),
            card_brand=row.card_brand, card_last4=row.card_last4, created_at=row.created_at,
            updated_at=row.updated_at, version=row.version,
        )  # fmt: skip

    @strawberry.field(description="Who pays.")
    async def customer(self, info: Info) -> Customer | None:
        return await _customer(info, self.row.customer_id)

    @strawberry.field(description="The invoice that it pays.")
    async def invoice(self, info: Info) -> Invoice | None:
        if self.row.invoice_id is None:
            return None
        row = await info.context.loaders.invoice.load(self.row.invoice_id)
        return Invoice.of(row) if row else None

    @strawberry.field(description="How much is to be collected.")
    def amount(self) -> Money:
        return Money.minor(self.row.amount_minor, self.row.currency)

    @strawberry.field(description="How much went back.")
    def refunded(self) -> Money:
        return Money.minor(self.row.refunded_minor, self.row.currency)

    @strawberry.field(description="How much can still go back: what was credited for unused time did already.")
    async def refundable(self, info: Info) -> Money:
        return Money.minor(await info.context.loaders.refundable.load(self.row), self.row.currency)

    @strawberry.field(description="What the payer has to do next; null when nothing.")
    def action(self, info: Info) -> PaymentAction | None:
        ctx = info.context.ctx
        return shown_action(
            open_action(ctx, self.row), actor=ctx.actor, customer_id=self.row.customer_id, gateway=self.row.gateway,
            amount=Money.minor(self.row.amount_minor, self.row.currency),
        )  # fmt: skip

    @strawberry.field(
        description="Whether it was canceled here and not at its gateway, which cancels nothing: it can still be paid "
        "there. Such money pays its invoice if that is still open, and becomes the customer's balance otherwise."
    )
    def set_aside(self) -> bool:
        return is_set_aside(self.row)

    @strawberry.field(description="Why it failed.")
    def decline(self) -> Decline | None:
        return decline_of(self.row.decline_reason, is_retryable(self.row))

    @strawberry.field(description="Every try, oldest first.")
    async def attempts(self, info: Info) -> list[PaymentAttempt]:
        rows = await info.context.loaders.attempts_of_payment.load(self.row.id)
        return [PaymentAttempt.of(row, is_retryable(self.row)) for row in rows]
